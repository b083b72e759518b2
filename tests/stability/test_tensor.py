"""The tensor engine against the literal oracle, the value engine and the pitfalls of its kind."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence

import numpy as np
import pytest

from countermove.errors import NotApplicable, TooLarge
from countermove.kernels import native
from countermove.kernels.tensor import Tensor, cell_type
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.graph import GraphModel
from countermove.model.option_form import Mover
from countermove.stability import CONCEPTS
from countermove.stability.concept import Replies, Rule
from countermove.stability.engines import analyse
from countermove.stability.plan import plan
from countermove.stability.table import ListedTable, SetTable
from countermove.stability.tensor import RankTable, TensorEngine
from countermove.stability.values import ValueEngine
from oracle import Oracle
from stability.large import grown
from strategies import random_conflict

KNOWN = [CONCEPTS[name] for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ")]


def models(seed: int, many: int) -> list[GraphModel]:
    """Random models that can be said by options alone."""
    rng = random.Random(seed)
    found = []
    while len(found) < many:
        conflict = random_conflict(rng, form="option", preference="ordinal", coalesced=False, banned=False)
        model = conflict.graph()
        if model.form is not None:
            found.append(model)
    return found


def table(model: GraphModel) -> ListedTable:
    made = analyse(model, KNOWN, engine="tensor")
    assert isinstance(made, ListedTable) and made.engine == "tensor"
    return made


@pytest.mark.parametrize("seed", range(10))
def test_agrees_with_the_literal_oracle(seed: int) -> None:
    seen = set()
    for model in models(seed, 30):
        oracle, found = Oracle(model.conflict), table(model)
        for concept in KNOWN:
            for dm in range(model.size):
                literal = [oracle.stable(concept.id, dm, s) for s in oracle.all]
                assert found.stable[concept.id][dm].tolist() == literal, (concept.id, dm)
                seen |= {(concept.id, verdict) for verdict in literal}
    assert len(seen) == 2 * len(KNOWN)


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32])
def test_cells_of_every_width_agree(kind: type[np.signedinteger], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countermove.stability.tensor.cell_type", lambda _: np.dtype(kind))
    for model in models(99, 40):
        assert model.form is not None
        engine, plain = TensorEngine(model.form), ValueEngine(model)
        for concept in KNOWN:
            for dm in range(model.size):
                found = engine.stable(dm, concept.rule)
                verdicts = [state in found for state in model.states.all()]
                assert verdicts == plain.stable(dm, concept.rule).tolist()


@pytest.mark.parametrize(
    ("options", "exclusions", "irreversible"),
    [((4, 4, 4, 4), 0, 0.0), ((4, 4, 4, 4), 5, 0.3), ((7, 1, 6, 2), 3, 0.2), ((3, 9, 4), 4, 0.5)],
)
def test_agrees_with_the_list_at_65536_states(
    options: tuple[int, ...], exclusions: int, irreversible: float
) -> None:
    model = grown(5, options, exclusions, irreversible).graph(keep="list")
    plain = analyse(model, KNOWN, engine="sparse")
    found = table(model)
    assert isinstance(plain, ListedTable)
    for concept in KNOWN:
        assert np.array_equal(found.stable[concept.id], plain.stable[concept.id]), concept
        assert found.stable[concept.id].any() and not found.stable[concept.id].all()


def test_sets_of_a_model_that_is_not_listed_say_what_the_list_says() -> None:
    conflict = grown(3, (5, 4, 5), 4, 0.2)
    listed, unlisted = conflict.graph(keep="list"), conflict.graph(keep="cube")
    plain, found = analyse(listed, KNOWN), analyse(unlisted, KNOWN)
    assert isinstance(found, SetTable) and found.engine == "tensor"
    assert found.where().count == listed.states.size == unlisted.states.size
    for concept in KNOWN:
        assert list(found.holding(concept)) == plain.equilibria(concept)
        for dm in range(listed.size):
            assert list(found.stable_for(concept, dm)) == list(plain.stable_for(concept, dm))


def test_a_stated_engine_that_cannot_take_the_model_says_so() -> None:
    model = models(1, 1)[0]
    with pytest.raises(NotApplicable, match="does not know SIM"):
        analyse(model, [CONCEPTS["SIM"]], engine="tensor")
    with pytest.raises(NotApplicable, match='no engine "dense"'):
        plan(model, KNOWN, "dense")
    with pytest.raises(TooLarge, match=r"the tensor engine would take .* are allowed") as caught:
        plan(grown(1, (7, 7, 6), 0, 0).graph(), KNOWN, "tensor", memory=1 << 20)
    assert "2^20" not in str(caught.value) and "1,048,576 combinations" in str(caught.value)


# -- the pitfalls -----------------------------------------------------------------------------------


def one(own: str, *wishes: str, irreversible: str = "") -> tuple[DecisionMaker, Preferences]:
    options = tuple(Option(name, irreversible=irreversible) for name in own.split())
    return DecisionMaker(own.split()[0] + "er", options=options), Preferences(
        own.split()[0] + "er", statements=tuple(map(PrioritisedStatement, wishes))
    )


def conflict_of(*parties: tuple[DecisionMaker, Preferences], never: Sequence[str] = ()) -> GraphModel:
    return Conflict(
        "t",
        tuple(dm for dm, _ in parties),
        tuple(p for _, p in parties),
        exclusions=tuple(Exclusion(never=text) for text in never),
    ).graph()


def literal(model: GraphModel) -> None:
    """Every verdict of the tensor engine on a model is the oracle's."""
    oracle, found = Oracle(model.conflict), table(model)
    for concept in KNOWN:
        for dm in range(model.size):
            assert found.stable[concept.id][dm].tolist() == [
                oracle.stable(concept.id, dm, s) for s in oracle.all
            ], (concept.id, dm)


def test_values_flow_through_what_cannot_happen() -> None:
    """Two options of one mover change at once although neither may change alone (pitfall 3)."""
    model = conflict_of(
        one("a", "a and not b", "not b"), one("b c", "b and c"), never=("b and not c", "c and not b")
    )
    assert model.states.size == 4
    literal(model)
    found = table(model).stable["GMR"][0]
    assert found.tolist() == [True] * 4, "the other can always take b and c, which hurts"


def test_two_movers_cannot_meet_in_what_cannot_happen() -> None:
    """What one mover may do at once two may not do in turn, if the way leads through it (pitfall 3)."""
    model = conflict_of(
        one("a", "a and not b", "not b"), one("b", "b"), one("c", "c"), never=("b and not c", "c and not b")
    )
    literal(model)
    found = table(model).stable["GMR"][0]
    assert found.tolist() == [False, True, True, True], "nobody can take b and c alone"


def test_nothing_is_held_down_by_what_cannot_happen() -> None:
    """A combination that cannot happen has the lowest number as its rank, and must not hurt (pitfall 3)."""
    literal(conflict_of(one("a", "a"), one("b", "b"), never=("a and b",)))
    literal(conflict_of(one("a", "a", "not b"), one("b", "b"), one("c", "c"), never=("a and b", "b and c")))


def test_irreversible_options_are_left_in_one_direction_only() -> None:
    """A mover's settings are no clique where a step cannot be undone (pitfall 4)."""
    for way in ("once taken", "once dropped"):
        literal(conflict_of(one("a x", "a", "not x"), one("b c", "b and not c", "c", irreversible=way)))


def test_symmetric_values_above_the_rank_do_not_count_for_moves_that_are_no_gain() -> None:
    """v starts from the best one can reach, so it can exceed the rank (pitfall 1)."""
    for model in models(17, 30):  # those in which it does are common
        literal(model)


def test_ties_are_no_gain_and_statements_twice_change_nothing() -> None:
    """Equal scores are equal states (pitfall 6)."""
    literal(conflict_of(one("a b", "a or b"), one("c", "true")))
    twice = conflict_of(one("a b", "a", "a", "b", "a"), one("c", "c", "c"))
    once = conflict_of(one("a b", "a", "b"), one("c", "c"))
    for concept in KNOWN:
        assert np.array_equal(table(twice).stable[concept.id], table(once).stable[concept.id])


def test_sixteen_statements_and_many_more_stay_exact() -> None:
    """16 statements overflow 16-bit scores (pitfall 6); ranks are dense, and as wide as they need."""
    options = [f"o{k}" for k in range(17)]
    model = conflict_of(one(" ".join(options[:9]), *options), one(" ".join(options[9:]), *options[::-1]))
    assert model.form is not None
    ranks = RankTable(model.form.wishes[0], model.form.positions)
    assert ranks.levels == 1 << 17 and cell_type(ranks.levels) == np.int32
    assert ranks.ranks(np.dtype(np.int32)).argmax() == (1 << 17) - 1
    nash = analyse(model, KNOWN[:1], engine="tensor").equilibria("Nash")
    assert nash == [(1 << 17) - 1]
    many = [f"{'not ' if k % 3 else ''}o{k % 6}" for k in range(70)]
    literal(conflict_of(one("o0 o1 o2", *many), one("o3 o4 o5", *many[::-1])))


def test_cells_are_as_small_as_the_ranks_allow() -> None:
    assert [cell_type(n).itemsize for n in (1, 254, 255, 65534, 65535, 1 << 20)] == [1, 1, 2, 2, 4, 4]


def test_weights_are_exact() -> None:
    wish = Preferences("aer", weights={"a": 0.1, "b": 0.2, "c": -0.3, "a and b": 3})
    other = Preferences("cer", weights={"a": -1, "c": 2})
    dms = (
        DecisionMaker("aer", options=(Option("a"), Option("b"))),
        DecisionMaker("cer", options=(Option("c"),)),
    )
    model = Conflict("t", dms, (wish, other)).graph()
    assert model.form is not None
    literal(model)
    ranks = RankTable(model.form.wishes[0], model.form.positions)
    assert ranks.levels == 8, "-.3, -.2, -.1, 0, .1, .2, 3, 3.3"


def test_one_decision_maker_and_none_of_the_options() -> None:
    literal(conflict_of(one("a b c", "a", "b")))
    assert TensorEngine(conflict_of(one("a", "a")).form).stable(0, Rule(replies=Replies.MOVES)).count == 1  # type: ignore[arg-type]


def test_small_tensors_are_left_to_one_thread() -> None:
    """Below 2^18 cells a second thread costs more than it gives (pitfall 8)."""
    movers = [Mover(3)]
    assert [Tensor(options, movers, np.dtype(np.int8)).threads for options in (4, 12, 17)] == [1, 1, 1]
    assert Tensor(18, movers, np.dtype(np.int8)).threads == min(2, os.cpu_count() or 1)


def test_two_threads_do_what_one_does() -> None:
    model = grown(8, (5, 5, 4, 5), 3, 0.2).graph(keep="cube")
    assert model.form is not None
    alone, pair = TensorEngine(model.form, threads=1), TensorEngine(model.form, threads=2)
    for concept in KNOWN:
        for dm in range(model.size):
            first, second = alone.stable(dm, concept.rule), pair.stable(dm, concept.rule)
            assert np.array_equal(first.words, second.words)


def test_native_library_was_built() -> None:
    """The tests would pass without it, by a slower way: say so where it is missing."""
    if native.load() is None:
        pytest.skip("the package was built without a C compiler")
