"""What is wrong with a conflict, or probably not meant: each mistake, its place, its wording, its cure."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import ModelError, Problem
from countermove.model.conflict import (
    Ban,
    Coalesced,
    Conflict,
    DecisionMaker,
    Exclusion,
    NamedState,
    Option,
    Outcome,
    Preferences,
    Reading,
)
from mistakes import DRAWN, ERRORS, MOVES, OPTIONS, PAIR, THAT, Said, drawn, lines, no_word, pair, wants
from strategies import conflicts, examples, random_conflict


def said(problems: tuple[Problem, ...], *, warning: bool) -> list[Said]:
    return sorted(((p.path, p.what, p.cure) for p in problems if p.warning == warning), key=str)


def parameters(tables: dict[str, list[tuple[Conflict, list[Said]]]]) -> list[object]:
    numbered = [(name, k, case) for name, cases in tables.items() for k, case in enumerate(cases)]
    return [pytest.param(*case, id=f"{name} {k}") for name, k, case in numbered]


@pytest.mark.parametrize(("conflict", "expected"), parameters(ERRORS))
def test_mistake(conflict: Conflict, expected: list[Said]) -> None:
    assert said(conflict.problems(), warning=False) == sorted(expected, key=str)


@pytest.mark.parametrize(("conflict", "expected"), parameters(ERRORS))
def test_mistake_stops_the_analysis(conflict: Conflict, expected: list[Said]) -> None:
    with pytest.raises(ModelError) as caught:
        conflict.graph()
    assert set(said(caught.value.problems, warning=False)) <= set(expected)
    assert said(caught.value.problems, warning=True) == []


def test_nothing_is_wrong_with_these() -> None:
    assert PAIR.problems() == DRAWN.problems() == ()


@examples(60)
@given(conflict=conflicts())
def test_conflict_that_can_be_analysed_has_no_error(conflict: Conflict) -> None:
    assert conflict.graph()
    assert said(conflict.problems(), warning=False) == []


# -- what is probably not meant --------------------------------------------------------------------

REWORD = "It distinguishes nothing; reword or drop it."
NOWHERE = "the exclusion rules nothing out: what it forbids can never hold anyway"
DOUBLES = "Say who cares about it, or drop it: every such option doubles the states."
PARTLY = "It counts as not true there."

UNLIKELY: list[tuple[Conflict, list[Said]]] = [
    (
        lines("y", "a.w", "x or not x", "x and not x"),
        [
            ((*THAT[:3], 2, "that"), "the statement is true in every feasible state", REWORD),
            ((*THAT[:3], 3, "that"), "the statement is true in no feasible state", REWORD),
        ],
    ),
    (
        pair(exclusions=(Exclusion(never="y and x"),)).replace(
            preferences=(wants("a", "not (x and y)", "y and x", "a.w"), wants("b", "b.w"))
        ),
        [
            ((*THAT[:3], 0, "that"), "the statement is true in every feasible state", REWORD),
            ((*THAT[:3], 1, "that"), "the statement is true in no feasible state", REWORD),
        ],
    ),
    (
        lines("y", "a.w", "((y))", "b.y"),
        [
            (
                (*THAT[:3], k, "that"),
                "the statement says the same as statement 1 of this list",
                "The later one has no effect; drop it.",
            )
            for k in (2, 3)
        ],
    ),
    (
        pair(outcomes=(Outcome("never so", "x and not x"), Outcome("so", "x"))),
        [(("outcomes", 0, "that"), "the outcome is true in no feasible state", REWORD)],
    ),
    (
        lines("y"),
        [
            (
                ("decision_makers", 0, "options", 1, "id"),
                'nothing in the model mentions the option "a.w"',
                DOUBLES,
            )
        ],
    ),
    (
        pair(
            preferences=(
                Preferences("a", ranking=(tuple(str(n) for n in range(1, 17)),)),
                PAIR.preferences[1],
            )
        ),
        [],
    ),
    (
        pair(exclusions=(Exclusion(never="x and not x"),)),
        [(("exclusions", 0, "never"), NOWHERE, "Reword or drop it.")],
    ),
    (
        pair(exclusions=(Exclusion(if_="x and y", then="x"),)),
        [(("exclusions", 0, "if"), NOWHERE, "Reword or drop it.")],
    ),
    (
        pair(exclusions=(Exclusion(at_most_one=("x",)),)),
        [(("exclusions", 0, "at_most_one"), "one condition alone rules nothing out", "Add others.")],
    ),
    (
        pair(exclusions=(Exclusion(never="x and y"), Exclusion(at_most_one=("a.x", "b.y")))),
        [
            (
                ("exclusions", 1, "at_most_one"),
                "the exclusion says the same as exclusion 1",
                "Drop one of them.",
            )
        ],
    ),
    (
        pair(coalesced=(Coalesced("x and not x"), Coalesced("YYYY"))),
        [(("coalesced", k, "when"), f"{k} state fits, so nothing is merged", "") for k in (0, 1)],
    ),
    (
        lines("y", "a.w").replace(coalesced=(Coalesced("b.w"),)),
        [
            (
                ("preferences", who, "statements", k, "that"),
                f'"{text}" is true for part of a state that stands for several combinations',
                PARTLY,
            )
            for who, k, text in ((0, 0, "y"), (0, 1, "a.w"), (1, 0, "x"))
        ],
    ),
    (
        drawn(decision_makers=(DecisionMaker("a", moves=(("p", "p"), ("p", "q"))),)),
        [((*MOVES, 0), 'a move from state "p" to itself is no move', "")],
    ),
]


@pytest.mark.parametrize(("conflict", "expected"), parameters({"unlikely": UNLIKELY}))
def test_warning(conflict: Conflict, expected: list[Said]) -> None:
    assert said(conflict.problems(), warning=True) == sorted(expected, key=str)
    assert said(conflict.problems(), warning=False) == []
    assert conflict.graph()


# -- places within a text --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offset"),
    [("x and walrus", 6), ("x or (not a.y)", 10), ("x iff w", 6), ("x and (y", 8), ("YYY", 0)],
)
def test_offset_counts_into_the_statement(text: str, offset: int) -> None:
    (problem,) = [p for p in lines(text).problems() if not p.warning]
    assert problem.path == ("preferences", 0, "statements", 0, "that")
    assert problem.offset == offset


def test_a_mistake_in_an_outcome_is_named_once_where_it_stands() -> None:
    conflict = lines("deal", "not deal", "deal and x").replace(outcomes=(Outcome("deal", "y or odd"),))
    (problem,) = conflict.problems()
    assert (problem.path, problem.offset, problem.what) == (("outcomes", 0, "that"), 5, no_word("odd"))


# -- all of them at once ---------------------------------------------------------------------------

WRONG_EVERYWHERE = pair(
    decision_makers=(*PAIR.decision_makers, DecisionMaker("b")),
    outcomes=(Outcome("circle", "circle"),),
    exclusions=(Exclusion(never="one"), Exclusion()),
    coalesced=(Coalesced("two"), Coalesced("three")),
    bans=(Ban("four", "five", dm="c"),),
    preferences=(wants("a", "six and seven", "YN"), wants("d", "eight")),
    status_quo="nine",
)
PLACES = [
    ("bans", 0, "dm"),
    ("bans", 0, "from"),
    ("bans", 0, "to"),
    ("coalesced", 0, "when"),
    ("coalesced", 1, "when"),
    ("decision_makers", 1),
    ("decision_makers", 2),
    ("decision_makers", 2, "id"),
    ("exclusions", 0, "never"),
    ("exclusions", 1),
    ("outcomes", 0, "that"),
    ("preferences", 0, "statements", 0, "that"),
    ("preferences", 0, "statements", 0, "that"),
    ("preferences", 0, "statements", 1, "that"),
    ("preferences", 1, "dm"),
    ("preferences", 1, "statements", 0, "that"),
    ("status_quo",),
]


def test_all_mistakes_come_at_once() -> None:
    found = sorted((p.path for p in WRONG_EVERYWHERE.problems()), key=str)
    assert found == sorted(PLACES, key=str)
    with pytest.raises(ModelError) as caught:
        WRONG_EVERYWHERE.graph()
    assert sorted((p.path for p in caught.value.problems), key=str) == found


def test_all_mistakes_of_a_drawn_conflict_come_at_once() -> None:
    conflict = DRAWN.replace(
        decision_makers=(DecisionMaker("a", moves=(("p", "r"), ("s", "q"))),),
        exclusions=(Exclusion(never="p"),),
        preferences=(wants("a", "t"),),
        status_quo="u",
    )
    assert [p.path for p in conflict.problems() if not p.warning] == [
        ("exclusions",),
        ("decision_makers", 0, "moves", 0, 1),
        ("decision_makers", 0, "moves", 1, 0),
        ("status_quo",),
        ("preferences", 0, "statements", 0, "that"),
    ]


def test_each_mistake_is_named_once_over_all_readings() -> None:
    conflict = pair(
        readings=(Reading("r"), Reading("s")),
        exclusions=(Exclusion(never="odd"),),
        status_quo="99",
        preferences=tuple(replace(wish, reading=r) for r in "rs" for wish in PAIR.preferences),
    )
    assert [p.path for p in conflict.problems()] == [("exclusions", 0, "never")]
    sound = conflict.replace(exclusions=())
    assert [p.path for p in sound.problems()] == [("status_quo",)]


@examples(60)
@given(conflict=conflicts(), data=st.data())
def test_what_stops_the_analysis_is_among_the_problems(conflict: Conflict, data: st.DataObject) -> None:
    """Break something at random: the analysis stops, for reasons that the check names too."""
    break_it = data.draw(
        st.sampled_from(
            [
                lambda c: c.replace(preferences=c.preferences[1:]),
                lambda c: c.replace(preferences=(*c.preferences, c.preferences[0])),
                lambda c: c.replace(decision_makers=(*c.decision_makers, c.decision_makers[0])),
                lambda c: c.replace(status_quo="no such state"),
                lambda c: c.replace(outcomes=(*c.outcomes, Outcome("odd", "what is odd"))),
            ]
        )
    )
    broken = break_it(conflict)
    with pytest.raises(ModelError) as caught:
        broken.graph()
    assert set(caught.value.problems) <= set(broken.problems())


# -- readings --------------------------------------------------------------------------------------


def test_reading_that_is_asked_for_must_be_there() -> None:
    two = pair(
        readings=(Reading("hawk"), Reading("dove")),
        preferences=tuple(replace(wish, reading=r) for r in ("hawk", "dove") for wish in PAIR.preferences),
    )
    assert two.graph().reading == "hawk"
    assert two.graph("dove").reading == "dove"
    for conflict, cure in ((two, 'Did you mean "dove"?'), (PAIR, "The conflict has no readings of its own.")):
        with pytest.raises(ModelError) as caught:
            conflict.graph("doves")
        assert [(p.what, p.cure) for p in caught.value.problems] == [('there is no reading "doves"', cure)]


def test_mistake_in_one_reading_does_not_stop_another() -> None:
    conflict = pair(
        readings=(Reading("good"), Reading("bad")),
        preferences=(
            *(replace(wish, reading="good") for wish in PAIR.preferences),
            wants("a", "odd", reading="bad"),
            wants("b", "x", reading="bad"),
        ),
    )
    assert conflict.graph("good")
    with pytest.raises(ModelError, match="odd"):
        conflict.graph("bad")
    assert len([p for p in conflict.problems() if not p.warning]) == 1


# -- options of graph form -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("x", '"x" is an option, but no state says whether it is taken'),
        ("a.x or p", '"x" is an option, but no state says whether it is taken'),
        ("Y", '"Y" is a pattern, but no state has one'),
    ],
)
def test_options_mean_nothing_in_graph_form_without_patterns(text: str, what: str) -> None:
    owner = replace(DRAWN.decision_makers[0], options=(Option("x"),))
    conflict = DRAWN.replace(decision_makers=(owner,), preferences=(wants("a", text),))
    expected = [(("preferences", 0, "statements", 0, "that"), what)]
    assert [(p.path, p.what) for p in conflict.problems()] == expected
    with pytest.raises(ModelError):
        conflict.graph()
    patterns = (NamedState("p", pattern="Y"), NamedState("q", pattern="N"))
    assert conflict.replace(states=patterns).graph().prefers(0, 0, 1)


# -- size ------------------------------------------------------------------------------------------


def test_outcomes_may_build_on_one_another_but_not_without_end() -> None:
    def chain(length: int) -> Conflict:
        links = [Outcome("o0", "x"), *(Outcome(f"o{k}", f"not o{k - 1}") for k in range(1, length))]
        return pair(outcomes=tuple(links[::-1]))

    assert chain(10).problems() == ()
    assert chain(10).graph().outcomes_of(0)
    assert [p for p in chain(2000).problems() if not p.warning]  # and no crash


def test_random_conflicts_are_checked_without_a_crash() -> None:
    for seed in range(60):
        conflict = random_conflict(random.Random(seed))
        shuffled = conflict.replace(form="graph" if conflict.form == "option" else "option")
        assert any(not p.warning for p in shuffled.problems())
        assert OPTIONS not in {p.cure for p in shuffled.problems()}
        with pytest.raises(ModelError):
            shuffled.graph()


def test_lone_decision_maker_without_options_is_a_conflict_of_one_state() -> None:
    lone = Conflict("t", (DecisionMaker("a"),), (Preferences("a"),))
    assert lone.graph().states.size == 1
    assert lone.problems() == ()
