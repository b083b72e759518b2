"""Preferences: from statements, rankings and weights, exact whatever their size."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import ModelError
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    NamedState,
    Option,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.graph import GraphModel
from countermove.model.preferences import (
    Decisive,
    Ordinal,
    Relation,
    rank_by_groups,
    rank_by_truth,
    rank_by_value,
)
from oracle import Oracle, codes_of
from strategies import conflicts, examples

IN_WORDS = {
    ">>": Relation.GREATLY_BETTER,
    ">": Relation.BETTER,
    "=": Relation.EQUAL,
    "<": Relation.WORSE,
    "<<": Relation.GREATLY_WORSE,
    "?": Relation.UNKNOWN,
}


@examples(150)
@given(conflict=conflicts(preference="any"))
def test_comparisons_are_those_of_the_definition(conflict: Conflict) -> None:
    model, oracle = conflict.graph(), Oracle(conflict)
    codes = codes_of(model, oracle)
    for i in range(model.size):
        for q, s in product(oracle.all, repeat=2):
            relation = model.compare(i, codes[q], codes[s])
            assert relation is IN_WORDS[oracle.relation(i, q, s)]
            assert model.prefers(i, codes[q], codes[s]) == oracle.better(i, q, s)


@examples(60)
@given(conflict=conflicts(preference="any"))
def test_improvements_and_flags(conflict: Conflict) -> None:
    model, oracle = conflict.graph(), Oracle(conflict)
    codes = codes_of(model, oracle)
    for i in range(model.size):
        for s in oracle.all:
            assert sorted(model.improvements(i, codes[s])) == sorted(
                codes[q] for q in oracle.improvements(i, s)
            )
    assert model.has_unknown == any(wish.rankings for wish in conflict.preferences)
    assert model.has_strength == any(wish.greatly_after for wish in conflict.preferences)


# -- statements ------------------------------------------------------------------------------------


@examples(100)
@given(data=st.data())
def test_truth_vectors_are_compared_one_statement_after_the_other(data: st.DataObject) -> None:
    rows = data.draw(st.sampled_from([0, 1, 5, 31, 32, 33, 64, 65, 100]))
    width = data.draw(st.integers(1, 6))
    seed = data.draw(st.integers(0, 1000))
    truth = np.random.default_rng(seed).random((rows, width)) < 0.5
    truth[data.draw(st.integers(0, rows)) :, :] = True  # long ties at the end of the list
    rank = rank_by_truth(truth)
    vectors = [tuple(truth[:, s]) for s in range(width)]
    for q, s in product(range(width), repeat=2):
        assert (rank[q] > rank[s]) == (vectors[q] > vectors[s])


def prioritised(*that: str) -> GraphModel:
    owners = (DecisionMaker("a", options=tuple(Option(f"o{k}") for k in range(8))),)
    lines = tuple(PrioritisedStatement(text) for text in that)
    return Conflict("t", owners, (Preferences("a", statements=lines),)).graph()


def test_two_hundred_statements_are_exact() -> None:
    """Powers of two in a machine word would tie, or turn round, after 63 statements."""
    fillers = [f"o{k % 7} or not o{k % 7}" for k in range(199)]
    last = prioritised(*fillers, "o7")
    assert last.compare(0, 128, 0) is Relation.BETTER
    assert last.decisive(0, 128, 0) == Decisive(199, holds_in_first=True)
    first = prioritised("o7", *("not o7" for _ in range(199)))
    assert first.compare(0, 128, 0) is Relation.BETTER
    assert first.decisive(0, 0, 128) == Decisive(0, holds_in_first=False)


def test_two_hundred_random_statements_equal_the_oracle() -> None:
    rng = random.Random(5)
    that = [f"o{rng.randrange(8)} {rng.choice(['or', 'if', 'iff'])} o{rng.randrange(8)}" for _ in range(200)]
    model = prioritised(*that)
    oracle = Oracle(model.conflict)
    for q, s in product(range(256), repeat=2):
        assert model.compare(0, q, s) is IN_WORDS[oracle.relation(0, q, s)]


def test_no_statements_mean_indifference() -> None:
    model = prioritised()
    assert {model.compare(0, q, s) for q in range(256) for s in (0, 7)} == {Relation.EQUAL}
    assert model.decisive(0, 1, 2) == Decisive(None)


def test_first_statement_on_which_states_differ_decides() -> None:
    model = prioritised("o0", "o1 or o0", "not o2")
    assert model.decisive(0, 0b001, 0b010) == Decisive(0, holds_in_first=True)
    assert model.decisive(0, 0b000, 0b010) == Decisive(1, holds_in_first=False)
    assert model.decisive(0, 0b000, 0b100) == Decisive(2, holds_in_first=True)
    assert model.decisive(0, 0b1000, 0b0000) == Decisive(None)


# -- weights ---------------------------------------------------------------------------------------

NUMBERS = st.one_of(
    st.integers(-5, 5),
    st.sampled_from([10**30, -(10**30), 2**62, 2**63, 2**64 + 1]),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=9),
)


@examples(150)
@given(weights=st.lists(NUMBERS, max_size=5), seed=st.integers(0, 100))
def test_weights_are_added_exactly(weights: list[int | float | Decimal], seed: int) -> None:
    truth = np.random.default_rng(seed).random((len(weights), 8)) < 0.5
    exact = [Fraction(weight) for weight in weights]
    values = [sum((w for w, row in zip(exact, truth, strict=True) if row[s]), Fraction(0)) for s in range(8)]
    places = {value: place for place, value in enumerate(sorted(set(values)))}
    assert rank_by_value(truth, exact).tolist() == [places[value] for value in values]


def weighted(**weights: int | float | Decimal) -> list[int]:
    """Ranks of NN, YN, NY, YY."""
    owners = (DecisionMaker("a", options=(Option("x"), Option("y"))),)
    conflict = Conflict("t", owners, (Preferences("a", weights=weights),))
    preference = conflict.graph().preferences[0]
    assert isinstance(preference, Ordinal)
    return [int(rank) for rank in preference.rank]


@pytest.mark.parametrize(
    ("x", "y", "ranks"),
    [
        (2, 1, [0, 2, 1, 3]),
        (1, -1, [1, 2, 0, 1]),
        (0, 0, [0, 0, 0, 0]),
        (0.5, Decimal("0.5"), [0, 1, 1, 2]),
        (0.1, Decimal("0.1"), [0, 1, 1, 2]),  # a float stands for the decimal it is written as
        (0.1, Decimal("0.000000001"), [0, 2, 1, 3]),
        (0.1, 1e-30, [0, 2, 1, 3]),
        (1e300, 5e-324, [0, 2, 1, 3]),
        (10**30, 10**30 + 1, [0, 1, 2, 3]),
        (2**62, -(2**62) - 1, [2, 3, 0, 1]),
    ],
)
def test_weights_of_any_size(x: int | float | Decimal, y: int | float | Decimal, ranks: list[int]) -> None:
    assert weighted(x=x, y=y) == ranks


@pytest.mark.parametrize("number", [float("nan"), float("inf"), Decimal("NaN"), Decimal("-Infinity")])
def test_weight_that_is_no_number(number: float | Decimal) -> None:
    with pytest.raises(ModelError) as caught:
        weighted(x=number, y=1)
    (problem,) = caught.value.problems
    assert problem.what == "a weight must be a finite number"
    assert problem.path == ("preferences", 0, "weights", "x")


# -- rankings --------------------------------------------------------------------------------------


def test_groups_are_ranked_best_first() -> None:
    assert rank_by_groups([[3], [0, 2], [1]], 4).tolist() == [1, 0, 1, 2]


def ranked(*groups: tuple[str, ...], **more: object) -> Preferences:
    return Preferences("a", ranking=groups, **more)  # type: ignore[arg-type]


def graph_of(wish: Preferences) -> GraphModel:
    states = tuple(NamedState(name) for name in "pqrs")
    return Conflict("t", (DecisionMaker("a"),), (wish,), form="graph", states=states).graph()


def test_strength_spans_marks() -> None:
    model = graph_of(ranked(("p",), ("q",), ("r",), ("s",), greatly_after=(2,)))
    words = [model.compare(0, a, b) for a, b in ((0, 1), (1, 2), (0, 3), (2, 3), (3, 1), (2, 2))]
    assert words == [
        *(Relation.BETTER, Relation.GREATLY_BETTER, Relation.GREATLY_BETTER),
        *(Relation.BETTER, Relation.GREATLY_WORSE, Relation.EQUAL),
    ]


def test_rankings_that_disagree_leave_a_comparison_unknown() -> None:
    one, other = (("p",), ("q", "r"), ("s",)), (("p",), ("r",), ("q",), ("s",))
    model = graph_of(Preferences("a", rankings=(one, other)))
    assert model.compare(0, 0, 1) is Relation.BETTER
    assert model.compare(0, 1, 2) is Relation.UNKNOWN
    assert model.compare(0, 2, 1) is Relation.UNKNOWN
    assert not model.prefers(0, 2, 1)
    assert model.compare(0, 1, 1) is Relation.EQUAL
    assert model.decisive(0, 0, 1) == Decisive(None)


EACH_ONCE = "Each state stands in exactly one group."
BAD_RANKINGS = [
    (ranked(("p",), ("q",)), (), "2 feasible states are not ranked: r, s", "Add each to a group."),
    (ranked(("p", "q"), ("r",)), (), "1 feasible state is not ranked: s", "Add each to a group."),
    (ranked(("p",), ("q", "p"), ("r", "s")), (1, 1), 'state "p" is ranked twice', EACH_ONCE),
    (ranked(("p",), ("q",), ("p",), ("r", "s")), (2,), 'state "p" is ranked twice', EACH_ONCE),
    (ranked(("p",), ("1",), ("q", "r", "s")), (1,), 'state "1" is ranked twice', EACH_ONCE),
    (ranked(("p", "t"), ("q", "r", "s")), (0, 1), 'there is no state "t"', "Known here: p, q, r, s."),
    (ranked(("p", "q", "r", "s"), ("9",)), (1,), "there is no state 9", "States are numbered 1 to 4."),
]


@pytest.mark.parametrize(("wish", "path", "what", "cure"), BAD_RANKINGS)
def test_bad_ranking(wish: Preferences, path: tuple[int, ...], what: str, cure: str) -> None:
    for told, key in (
        (wish, ("ranking",)),
        (Preferences("a", rankings=((("p", "q", "r", "s"),), wish.ranking)), ("rankings", 1)),
    ):
        with pytest.raises(ModelError) as caught:
            graph_of(told)
        (problem,) = caught.value.problems
        assert (problem.what, problem.cure) == (what, cure)
        assert problem.path == ("preferences", 0, *key, *path)


@pytest.mark.parametrize("place", [0, -1, 2, 3])
def test_mark_without_a_group_below(place: int) -> None:
    with pytest.raises(ModelError) as caught:
        graph_of(ranked(("p",), ("q", "r", "s"), greatly_after=(1, place)))
    (problem,) = caught.value.problems
    assert problem.what == f"there is no group below group {place}"
    assert problem.cure == "Groups are counted 1 to 2 from the best."
    assert problem.path == ("preferences", 0, "greatly_after", 1)


def test_ranking_problems_name_states_of_option_form_by_number_and_pattern() -> None:
    owners = (DecisionMaker("a", options=(Option("x"), Option("y"))),)
    with pytest.raises(ModelError, match=r"3 feasible states are not ranked: 2 \(YN\), 3 \(NY\), 4 \(YY\)"):
        Conflict("t", owners, (ranked(("1",)),)).graph()


def test_long_list_of_missing_states_is_cut() -> None:
    owners = (DecisionMaker("a", options=tuple(Option(f"o{k}") for k in range(4))),)
    with pytest.raises(ModelError, match=r"15 feasible states are not ranked: .*9 \(NNNY\), \.\.\."):
        Conflict("t", owners, (ranked(("1",)),)).graph()


@examples(40)
@given(conflict=conflicts(form="graph", preference="ordinal"))
def test_ranks_are_as_large_as_there_are_better_states(conflict: Conflict) -> None:
    """A rank is larger exactly where more states are worse: ranks and comparisons tell one story."""
    model = conflict.graph()
    for i, preference in enumerate(model.preferences):
        assert isinstance(preference, Ordinal)
        worse = [sum(model.prefers(i, s, q) for q in model.states.all()) for s in model.states.all()]
        order = sorted(model.states.all(), key=worse.__getitem__)
        assert all(preference.rank[a] <= preference.rank[b] for a, b in pairwise(order))
