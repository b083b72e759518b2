"""Changes of a conflict do what they say and nothing else."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from countermove.errors import ModelError
from countermove.model.changes import DEEDS, apply_changes, said_of
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
    Reading,
)
from countermove.model.graph import GraphModel
from countermove.model.listed import listed
from countermove.model.scenarios import former_options
from countermove.model.variants import Change
from strategies import random_conflict

Taken = frozenset[tuple[str, str]]


def wishes(*texts: str) -> tuple[PrioritisedStatement, ...]:
    return tuple(map(PrioritisedStatement, texts))


SMALL = Conflict(
    title="Three neighbours",
    decision_makers=(
        DecisionMaker("a", options=(Option("arm"), Option("talk"))),
        DecisionMaker("b", options=(Option("build"),)),
        DecisionMaker("c", options=(Option("call"),)),
    ),
    readings=(Reading("hawk"), Reading("dove")),
    exclusions=(Exclusion(never="YY--"),),
    outcomes=(Outcome("calm", "not arm and not b.build"),),
    preferences=(
        Preferences("a", "hawk", wishes("not build", "arm", "calm")),
        Preferences("b", "hawk", wishes("not a.arm", "build")),
        Preferences("c", "hawk", wishes("call")),
        Preferences("a", "dove", wishes("talk", "not build")),
        Preferences("b", "dove", wishes("build")),
        Preferences("c", "dove", wishes("not call")),
    ),
    status_quo="arm",
)


def after(conflict: Conflict, do: str, **fields: object) -> Conflict:
    return apply_changes(conflict, [Change(do, **fields)])  # type: ignore[arg-type]


def wants(conflict: Conflict, dm: str, reading: str) -> list[str]:
    found = [p for p in conflict.preferences if (p.dm, p.reading) == (dm, reading)]
    return [statement.that for statement in found[0].statements]


def taken(model: GraphModel, state: int) -> Taken:
    return frozenset((option.owner, option.id) for option in model.states.taken(state))


# -- wishes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("do", "fields", "expected"),
    [
        ("drop statement", {"statement": "arm"}, ["not build", "calm"]),
        ("reverse statement", {"statement": "not build"}, ["not (not build)", "arm", "calm"]),
        ("move statement", {"statement": "calm", "place": 1}, ["calm", "not build", "arm"]),
        ("move statement", {"statement": "not build", "place": 3}, ["arm", "calm", "not build"]),
        ("move statement", {"statement": "calm", "above": "arm"}, ["not build", "calm", "arm"]),
        ("reword statement", {"statement": "arm", "becomes": "talk"}, ["not build", "talk", "calm"]),
        ("add statement", {"statement": "talk"}, ["not build", "arm", "calm", "talk"]),
        ("add statement", {"statement": "talk", "place": 2}, ["not build", "talk", "arm", "calm"]),
        ("reorder statements", {"of": ("calm", "not build")}, ["calm", "arm", "not build"]),
        ("want as in reading", {"wants": "dove"}, ["talk", "not build"]),
    ],
)
def test_a_change_of_wishes(do: str, fields: dict[str, object], expected: list[str]) -> None:
    changed = after(SMALL, do, dm="a", reading="hawk", **fields)
    assert wants(changed, "a", "hawk") == expected
    assert wants(changed, "a", "dove") == wants(SMALL, "a", "dove")
    assert wants(changed, "b", "hawk") == wants(SMALL, "b", "hawk")


def test_without_a_reading_a_change_is_made_wherever_it_fits() -> None:
    both = after(SMALL, "drop statement", dm="a", statement="not build")
    assert (wants(both, "a", "hawk"), wants(both, "a", "dove")) == (["arm", "calm"], ["talk"])
    one = after(SMALL, "drop statement", dm="a", statement="arm")
    assert (wants(one, "a", "hawk"), wants(one, "a", "dove")) == (
        ["not build", "calm"],
        ["talk", "not build"],
    )


def test_statements_are_found_however_they_are_spaced_and_bracketed() -> None:
    changed = after(SMALL, "drop statement", dm="a", reading="hawk", statement="(not  build)")
    assert wants(changed, "a", "hawk") == ["arm", "calm"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        (Change("dance"), "do", "nothing that can be done"),
        (Change("drop statement", "z", statement="arm"), "dm", 'no decision maker "z"'),
        (Change("drop statement", "a", statement="nowt"), "statement", 'no statement "nowt"'),
        (Change("drop statement", "a"), "statement", "needs statement"),
        (Change("drop statement", "a", "owl", statement="arm"), "reading", 'no reading "owl"'),
        (Change("move statement", "a", statement="arm"), "place", "where the statement is to go"),
        (Change("move statement", "a", "hawk", statement="arm", place=9), "place", "no place 9"),
        (Change("want as in reading", "a", wants="owl"), "wants", 'no reading "owl"'),
        (Change("reorder statements", "a", of=("arm", "arm")), "of", "named twice"),
        (Change("rank", "a"), "ranking", 'how "a" ranks'),
        (Change("remove option", "a", option="sing"), "option", 'no option "sing"'),
        (Change("add option", "a", option="arm"), "option", "already"),
        (Change("make irreversible", "a", option="arm", irreversible="soon"), "irreversible", "no way"),
        (Change("add decision maker", "a", options=(Option("o"),)), "dm", "already"),
        (Change("add decision maker", "d"), "options", "needs options"),
        (Change("merge", "ab", of=("a",), wants="a"), "of", "alone"),
        (Change("merge", "ab", of=("a", "b")), "wants", "what the merged"),
        (Change("merge", "c", of=("a", "b"), wants="a"), "dm", "does not merge"),
        (Change("influence", "a", option="o", over="b", statement="nowt"), "statement", "no statement"),
    ],
    ids=lambda value: value.do if isinstance(value, Change) else "",
)
def test_a_change_that_does_not_fit_says_where_and_why(change: Change, field: str, said: str) -> None:
    with pytest.raises(ModelError) as caught:
        apply_changes(SMALL, [Change("drop statement", "c", "hawk", statement="call"), change])
    problem = caught.value.problems[0]
    assert problem.path[:1] == (1,) and problem.path[-1] == field, problem
    assert said in problem.what


def test_every_deed_is_said_in_words() -> None:
    for do in DEEDS:
        change = Change(do, "a", statement="s", option="o", of=("a", "b"), over="b", condition="war")
        said = said_of(change, lambda name: f"<{name}>")
        assert "{" not in said and ("<a>" in said or "war" in said), said


# -- what one option does to another's wishes ------------------------------------------------------


def test_influence_changes_nothing_until_it_is_used() -> None:
    changed = after(
        SMALL,
        "influence",
        dm="a",
        option="pay",
        over="b",
        statement="not a.arm",
        becomes="talk",
        reading="hawk",
    )
    old, new = SMALL.graph("hawk"), changed.graph("hawk")
    bought = after(SMALL, "reword statement", dm="b", statement="not a.arm", becomes="talk").graph("hawk")
    pay = ("a", "pay")
    state = {taken(new, s): s for s in new.states.all()}
    before = {taken(old, s): s for s in old.states.all()}
    b = 1
    for one, p in before.items():
        for other, q in before.items():
            assert new.prefers(b, state[one], state[other]) == old.prefers(b, p, q)
            paid = state[one | {pay}], state[other | {pay}]
            assert new.prefers(b, *paid) == bought.prefers(b, p, q)


def test_a_pattern_can_be_reversed_and_influenced() -> None:
    others = [wish for wish in SMALL.preferences if (wish.dm, wish.reading) != ("b", "hawk")]
    spelled = SMALL.replace(preferences=(Preferences("b", "hawk", wishes("Y-N-")), *others))
    turned = after(spelled, "reverse statement", dm="b", reading="hawk", statement="Y-N-")
    assert wants(turned, "b", "hawk") == ["not (a.arm and not b.build)"]
    swayed = after(spelled, "influence", dm="a", option="pay", over="b", statement="Y-N-")
    assert wants(swayed, "b", "hawk") == [
        "(a.pay and (not (a.arm and not b.build))) or (not a.pay and (a.arm and not b.build))"
    ]


# -- options and decision makers -------------------------------------------------------------------


def same_game(one: GraphModel, other: GraphModel, told: Callable[[Taken], Taken]) -> bool:
    """Whether two models have the same states (as `told`), moves and preferences, maker by maker."""
    state = {taken(other, s): s for s in other.states.all()}
    into = {s: state.get(told(taken(one, s)), -1) for s in one.states.all()}
    if sorted(into.values()) != sorted(state.values()):
        return False
    return all(
        sorted(into[q] for q in one.moves(i, p)) == sorted(other.moves(i, into[p]))
        and all(one.prefers(i, p, q) == other.prefers(i, into[p], into[q]) for q in into)
        for i in range(len(one.decision_makers))
        for p in into
    )


def in_option_form(seed: int) -> Conflict:
    """A random conflict in option form, in which nobody ranks states: those are others after a change."""
    rng = random.Random(seed)
    found = random_conflict(rng, form="option", preference="ordinal", coalesced=False, banned=False)

    def by_statements(wish: Preferences) -> Preferences:
        texts = [f'"{dm}"."{option}"' for dm, option in found.option_ids]
        statements = wishes(*rng.sample(texts, min(3, len(texts))))
        return Preferences(wish.dm, wish.reading, statements) if wish.ranking else wish

    return found.replace(preferences=tuple(map(by_statements, found.preferences)))


@pytest.mark.parametrize("seed", range(60))
def test_an_option_that_comes_and_goes_leaves_the_model_as_it_was(seed: int) -> None:
    conflict = in_option_form(seed)
    dm = conflict.decision_makers[seed % len(conflict.decision_makers)].id
    changes = [Change("add option", dm, option="brand-new"), Change("remove option", dm, option="brand-new")]
    changed = apply_changes(conflict, changes).graph()
    assert same_game(changed, conflict.graph(), lambda options: options - {(dm, "brand-new")})
    doubled = apply_changes(conflict, changes[:1]).graph()
    assert doubled.states.size == 2 * conflict.graph().states.size


@pytest.mark.parametrize("seed", range(60))
@pytest.mark.parametrize("do", ["remove option", "fix option"])
def test_an_option_that_is_settled_leaves_the_states_that_agree(seed: int, do: str) -> None:
    conflict = in_option_form(seed)
    dm, option = conflict.option_ids[seed % len(conflict.option_ids)]
    before = conflict.graph()
    left = {
        taken(before, s)
        for s in before.states.all()
        if ((dm, option) in taken(before, s)) == (do == "fix option")
    }
    changed = after(conflict, do, dm=dm, option=option)
    if not left:
        with pytest.raises(ModelError, match="no state is left"):
            changed.graph()
        return
    model = changed.replace(status_quo="").graph()
    assert {taken(model, s) for s in model.states.all()} == left


@pytest.mark.parametrize("seed", range(80))
def test_merged_decision_makers_move_as_one(seed: int) -> None:
    conflict = in_option_form(seed)
    dms = conflict.decision_makers
    if len(dms) < 2:
        return
    first, last = dms[0].id, dms[-1].id
    change = Change("merge", "both", of=(last, first), wants=last)
    changed, former = apply_changes(conflict, [change]), former_options(conflict, [change])
    old, new = conflict.graph(), changed.graph()
    names = {s: frozenset(former[ref] for ref in taken(new, s)) for s in new.states.all()}
    back = {taken(old, s): s for s in old.states.all()}
    assert sorted(map(sorted, names.values())) == sorted(map(sorted, back))
    rest = [i for i, dm in enumerate(dms) if dm.id not in (first, last)]
    assert [dm.id for dm in changed.decision_makers] == ["both", *(dms[i].id for i in rest)]
    members = {ref for ref in conflict.option_ids if ref[0] in (first, last)}
    irreversible = any(option.irreversible for dm in dms for option in dm.options)
    for p, options in names.items():
        reached = {names[q] for q in new.moves(0, p)}
        free = {other for other in back if other != options and other - members == options - members}
        assert reached <= free and (irreversible or reached == free)
        for q in names:
            assert new.prefers(0, p, q) == old.prefers(len(dms) - 1, back[options], back[names[q]])
        for k, i in enumerate(rest, start=1):
            assert {names[q] for q in new.moves(k, p)} == {taken(old, q) for q in old.moves(i, back[options])}


def test_the_state_of_today_is_carried_along() -> None:
    merged = after(SMALL, "merge", dm="ca", of=("c", "a"), wants="a")
    model = merged.graph("hawk")
    assert model.status_quo is not None
    assert taken(model, model.status_quo) == {("ca", "arm")}
    banned = after(SMALL, "remove option", dm="a", option="arm").graph("hawk")
    assert banned.status_quo == 0


def test_options_of_the_same_name_are_told_apart() -> None:
    twins = Conflict(
        "Twins",
        (DecisionMaker("a", options=(Option("go"),)), DecisionMaker("b", options=(Option("go"),))),
        preferences=(
            Preferences("a", statements=wishes("b.go")),
            Preferences("b", statements=wishes("a.go")),
        ),
    )
    merged = after(twins, "merge", dm="ab", of=("a", "b"), wants="a")
    assert merged.option_ids == (("ab", "a-go"), ("ab", "b-go"))
    assert wants(merged, "ab", "") == ["ab.b-go"]


def test_a_bare_name_that_becomes_ambiguous_is_written_out() -> None:
    changed = after(SMALL, "add option", dm="c", option="build")
    assert wants(changed, "b", "hawk") == ["not a.arm", "b.build"]
    assert changed.graph("hawk").states.size == 2 * SMALL.graph("hawk").states.size


def test_one_who_comes_in_wants_the_same_in_every_reading() -> None:
    new = Change("add decision maker", "d", options=(Option("watch"),), statements=wishes("calm", "watch"))
    changed = apply_changes(SMALL, [new])
    assert wants(changed, "d", "hawk") == wants(changed, "d", "dove") == ["calm", "watch"]
    assert listed(changed.graph("dove").states).size == 2 * SMALL.graph().states.size


@pytest.mark.parametrize("seed", range(40))
def test_in_graph_form_the_merged_go_where_taking_turns_leads(seed: int) -> None:
    conflict = random_conflict(random.Random(seed), form="graph", preference="ordinal")
    dms = conflict.decision_makers
    if len(dms) < 2:
        return
    merged = after(conflict, "merge", dm="ab", of=(dms[0].id, dms[1].id), wants=dms[0].id)
    arcs = [set(dm.moves) for dm in dms[:2]]
    for state in conflict.states:
        found, paths = set(), [(state.id, -1)]
        walked = set(paths)
        while paths:
            here, last = paths.pop()
            for mover in {0, 1} - {last}:
                for source, target in arcs[mover]:
                    if source == here and (target, mover) not in walked:
                        walked.add((target, mover))
                        paths.append((target, mover))
                        found.add(target)
        assert {t for s, t in merged.decision_makers[0].moves if s == state.id} == found - {state.id}


def test_a_pattern_over_the_new_options_is_not_cut() -> None:
    """One who comes in may say what it wants in signs for all options there are then."""
    signs = "-" * len(SMALL.option_ids) + "Y"
    new = Change("add decision maker", "d", options=(Option("watch"),), statements=wishes(signs))
    assert wants(apply_changes(SMALL, [new]), "d", "hawk") == [signs]


def test_a_pattern_of_a_wrong_length_is_a_mistake_and_no_crash() -> None:
    wrong = replace(SMALL.preferences[0], statements=wishes("Y-"))
    conflict = SMALL.replace(preferences=(wrong, *SMALL.preferences[1:]))
    changed = after(conflict.replace(status_quo=""), "add option", dm="c", option="watch")
    with pytest.raises(ModelError, match="Y-"):
        changed.graph()
