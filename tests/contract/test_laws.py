"""Laws that every solution concept obeys, over the registry: a new concept is held to them unasked."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from countermove.model.conflict import Conflict, Preferences
from countermove.model.graph import GraphModel
from countermove.stability import CONCEPTS, Concept, analyse
from oracle import Oracle, codes_of
from strategies import conflicts, examples
from transformations import renamed, reordered, with_bystander, with_states_reordered

Verdicts = dict[tuple[str, str, Hashable], bool]


@dataclass(frozen=True)
class Group:
    """Concepts that can be asked of the same conflicts; a conflict is drawn once for all of them."""

    name: str
    concepts: tuple[Concept, ...]

    def __str__(self) -> str:
        return self.name

    def conflict(self, data: st.DataObject, **wanted: Any) -> Conflict:
        """A conflict for which every concept of the group has a meaning."""
        family = self.concepts[0].family
        kind: dict[str, Any] = {"preference": "ordinal" if family == "classical" else family}
        if self.concepts[0].needs_options:
            kind |= {"form": "option", "coalesced": False}
        conflict: Conflict = data.draw(conflicts(**{**kind, **wanted}), label="conflict")
        model = conflict.graph()
        assume(all(concept.refusal(model) is None for concept in self.concepts))
        return conflict


def grouped(concepts: Iterable[Concept]) -> list[Group]:
    """Every concept of the registry in one group: a new one is held to the laws unasked."""
    found: dict[str, list[Concept]] = {}
    for concept in concepts:
        needs = " of options" if concept.needs_options else ""
        found.setdefault(concept.family + needs, []).append(concept)
    return [Group(name, tuple(members)) for name, members in found.items()]


every_concept = pytest.mark.parametrize("group", grouped(CONCEPTS.values()), ids=str)
#: Concepts that follow the template of leaving, answering and sanctioning; others may foresee further.
reply_concepts = grouped(c for c in CONCEPTS.values() if c.stable is None)
own_view_only = grouped(
    c for c in CONCEPTS.values() if c.family == "classical" and (c.stable is None or c.id == "SIM")
)


def state_key(model: GraphModel, code: int) -> Hashable:
    """What a state is, whatever its number: its name, or the options taken in each of its members."""
    if model.states.graph_form:
        return model.states.names[model.states.index(code)]
    refs = [(option.owner, option.id) for option in model.states.options]
    members = model.states.members(code)
    return frozenset(frozenset(ref for k, ref in enumerate(refs) if c >> k & 1) for c in members)


def verdicts(conflict: Conflict, group: Group) -> Verdicts:
    """For each concept, decision maker and state, by what they are, whether it is stable."""
    model = conflict.graph()
    table = analyse(model, group.concepts)
    return {
        (concept.id, name, state_key(model, code)): table.is_stable(concept, i, code)
        for concept in group.concepts
        for i, name in enumerate(model.decision_makers)
        for code in model.states.all()
    }


# -- the order of strictness -----------------------------------------------------------------------

SHAPES = ("Nash", "GMR", "SMR", "SEQ")
LAWS = {
    "classical": ["Nash SSEQ", "SSEQ SEQ", "SEQ GMR", "SSEQ SMR", "SMR GMR", "Nash SEQ", "Nash SMR"],
    "classical of options": ["Nash SIM"],
    "strength": [
        *("SGMR GMR", "SSMR SMR", "SEQ_strong SEQ", "SSMR SGMR", "SEQ_strong SGMR"),
        *("Nash SGMR", "Nash SSMR", "Nash SEQ_strong"),
    ],
    "unknown": [
        *(f"{x}_{a} {x}_{b}" for x in SHAPES for a, b in ("ab", "bd", "ac", "cd")),
        *("Nash_c Nash_a", "Nash_d Nash_b"),
        *(f"Nash_{e} SEQ_{e}" for e in "abcd"),
        *(f"SEQ_{e} GMR_{e}" for e in "abcd"),
        *(f"Nash_{e} SMR_{e}" for e in "abcd"),
        *(f"SMR_{e} GMR_{e}" for e in "abcd"),
    ],
}


@every_concept
@examples(60)
@given(data=st.data())
def test_stricter_concept_implies_looser_one(group: Group, data: st.DataObject) -> None:
    laws = [law.split() for law in LAWS.get(group.name, [])]
    named = {name: CONCEPTS[name] for law in laws for name in law}
    table = analyse(group.conflict(data).graph(), named.values())
    for strict, loose in laws:
        assert (table.stable[loose] >= table.stable[strict]).all(), f"{strict} without {loose}"


@examples(40)
@given(conflict=conflicts(preference="ordinal"))
def test_extensions_equal_the_classical_concept_where_nothing_is_unknown(conflict: Conflict) -> None:
    """Whether preferences are ordinal, or several rankings are given that agree throughout."""
    oracle = Oracle(conflict)
    wishes = [Preferences(dm, rankings=(ranking_of(oracle, i),) * 2) for i, dm in enumerate(oracle.dms)]
    classical = analyse(conflict.graph(), [CONCEPTS[name] for name in SHAPES]).stable
    extensions = [CONCEPTS[f"{name}_{e}"] for name in SHAPES for e in "abcd"]
    for told in (conflict, conflict.replace(preferences=tuple(wishes))):
        for name, stable in analyse(told.graph(), extensions).stable.items():
            assert (stable == classical[name[:-2]]).all(), name


def ranking_of(oracle: Oracle, i: int) -> tuple[tuple[str, ...], ...]:
    """A decision maker's preference written as a ranking."""
    above = {s: sum(oracle.better(i, q, s) for q in oracle.all) for s in oracle.all}
    return tuple(
        tuple(spelled(oracle, s) for s in oracle.all if above[s] == n) for n in sorted(set(above.values()))
    )


def spelled(oracle: Oracle, s: int) -> str:
    if oracle.conflict.form == "graph":
        return oracle.conflict.states[s].id
    return "".join("Y" if taken else "N" for taken in oracle.states[s][0])


# -- the words of the conflict do not matter -------------------------------------------------------


@every_concept
@examples(30)
@given(data=st.data())
def test_names_do_not_matter(group: Group, data: st.DataObject) -> None:
    conflict = group.conflict(data)

    def new(name: str) -> str:
        return f"{name[::-1]}, once {name}"

    def renamed_key(key: Hashable) -> Hashable:
        if isinstance(key, str):
            return new(key)
        assert isinstance(key, frozenset)
        return frozenset(frozenset((new(dm), new(option)) for dm, option in member) for member in key)

    before = verdicts(conflict, group)
    after = verdicts(renamed(conflict, new), group)
    assert after == {
        (concept, new(dm), renamed_key(key)): stable for (concept, dm, key), stable in before.items()
    }


@every_concept
@examples(30)
@given(data=st.data())
def test_order_of_decision_makers_and_options_does_not_matter(group: Group, data: st.DataObject) -> None:
    conflict = group.conflict(data)
    dms = data.draw(st.permutations(range(len(conflict.decision_makers))))
    options = [data.draw(st.permutations(range(len(dm.options)))) for dm in conflict.decision_makers]
    assert verdicts(reordered(conflict, dms, options), group) == verdicts(conflict, group)


@pytest.mark.parametrize("group", grouped(c for c in CONCEPTS.values() if not c.needs_options), ids=str)
@examples(30)
@given(data=st.data())
def test_order_of_states_does_not_matter(group: Group, data: st.DataObject) -> None:
    conflict = group.conflict(data, form="graph")
    order = data.draw(st.permutations(range(len(conflict.states))))
    assert verdicts(with_states_reordered(conflict, order), group) == verdicts(conflict, group)


@every_concept
@examples(30)
@given(data=st.data())
def test_bystander_changes_nothing(group: Group, data: st.DataObject) -> None:
    conflict = group.conflict(data)
    at = data.draw(st.integers(0, len(conflict.decision_makers)))
    before = verdicts(conflict, group)
    after = verdicts(with_bystander(conflict, at), group)
    assert {place: stable for place, stable in after.items() if place[1] != "bystander"} == before
    assert all(stable for (_, dm, _), stable in after.items() if dm == "bystander")


# -- what a verdict may depend on ------------------------------------------------------------------


@every_concept
@examples(30)
@given(data=st.data())
def test_state_that_nobody_would_leave_is_stable(group: Group, data: st.DataObject) -> None:
    model = group.conflict(data).graph()
    table = analyse(model, group.concepts)
    for dm, state in product(range(model.size), model.states.all()):
        offers = {model.compare(dm, to, state) for to in model.moves(dm, state)}
        for concept in group.concepts:
            if not offers & concept.rule.leave:
                assert table.is_stable(concept, dm, state), concept


@pytest.mark.parametrize("group", own_view_only, ids=str)
@examples(30)
@given(data=st.data())
def test_only_what_is_better_matters_and_fewer_such_states_keep_stability(
    group: Group, data: st.DataObject
) -> None:
    conflict = group.conflict(data)
    oracle = Oracle(conflict)
    i = data.draw(st.integers(0, len(oracle.dms) - 1), label="decision maker")
    s = data.draw(st.sampled_from(oracle.all), label="state")
    above = {q for q in oracle.all if oracle.better(i, q, s)}
    fewer = {q for q in above if data.draw(st.booleans())}
    stable = stable_at(conflict, group, i, s)
    assert stable_at(ordered_around(data, conflict, i, s, above), group, i, s) == stable
    assert stable <= stable_at(ordered_around(data, conflict, i, s, fewer), group, i, s)


def stable_at(conflict: Conflict, group: Group, i: int, s: int) -> set[str]:
    """The concepts under which one state is stable for one decision maker."""
    model = conflict.graph()
    table, code = analyse(model, group.concepts), codes_of(model, Oracle(conflict))[s]
    return {concept.id for concept in group.concepts if table.is_stable(concept, i, code)}


def ordered_around(data: st.DataObject, conflict: Conflict, i: int, s: int, above: set[int]) -> Conflict:
    """The conflict with another ranking for i, in which exactly the states of `above` are better than s."""
    oracle = Oracle(conflict)

    def any_order(states: Iterable[int]) -> list[list[str]]:
        groups: list[list[str]] = []
        for q in data.draw(st.permutations(sorted(states))) if states else ():
            if not groups or data.draw(st.booleans()):
                groups.append([])
            groups[-1].append(spelled(oracle, q))
        return groups

    below = any_order(set(oracle.all) - above - {s})
    with_others: bool = data.draw(st.booleans())
    tied = below.pop(0) if below and with_others else []
    groups = [*any_order(above), [spelled(oracle, s), *tied], *below]
    mine = Preferences(oracle.dms[i], ranking=tuple(map(tuple, groups)))
    return conflict.replace(
        preferences=tuple(mine if wish.dm == mine.dm else wish for wish in conflict.preferences)
    )


@pytest.mark.parametrize("group", reply_concepts, ids=str)
@examples(30)
@given(data=st.data())
def test_more_moves_of_an_opponent_keep_stability(group: Group, data: st.DataObject) -> None:
    conflict = group.conflict(data, form="graph")
    ids = [state.id for state in conflict.states]
    owners = list(conflict.decision_makers)
    j = data.draw(st.integers(0, len(owners) - 1))
    more = tuple(data.draw(st.lists(st.tuples(st.sampled_from(ids), st.sampled_from(ids)), max_size=3)))
    owners[j] = replace(owners[j], moves=(*owners[j].moves, *more))
    before = verdicts(conflict, group)
    after = verdicts(conflict.replace(decision_makers=tuple(owners)), group)
    mine = owners[j].id
    assert all(after[place] for place, stable in before.items() if stable and place[1] != mine)
