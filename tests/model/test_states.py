"""States: which are feasible, what they are called, and how a person's words find them."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import StateError, TooLarge
from countermove.model.build import Builder
from countermove.model.conflict import (
    Coalesced,
    Conflict,
    DecisionMaker,
    Exclusion,
    NamedState,
    Option,
    Preferences,
)
from countermove.model.listed import MAX_STATES, ListedSpace
from countermove.model.statements import Name, parse
from countermove.model.states import StateSpace
from oracle import Oracle, codes_of
from strategies import conflicts, examples, statements


def owner(name: str, *options: str) -> DecisionMaker:
    return DecisionMaker(name, options=tuple(map(Option, options)))


def conflict_of(*owners: DecisionMaker, **more: object) -> Conflict:
    wishes = tuple(Preferences(dm.id) for dm in owners)
    return Conflict("t", owners, wishes).replace(**more)


def space(*owners: DecisionMaker, **more: object) -> StateSpace:
    return conflict_of(*owners, **more).graph().states


# -- enumeration -----------------------------------------------------------------------------------


@examples(100)
@given(conflict=conflicts(form="option"))
def test_feasible_states_equal_brute_force(conflict: Conflict) -> None:
    model, oracle = conflict.graph(), Oracle(conflict)
    states = model.states
    assert codes_of(model, oracle) == states.all(), "same states in the same order"
    assert states.all() == sorted(min(states.members(s)) for s in states.all())
    assert states.size == len(oracle.states)


@examples(60)
@given(conflict=conflicts(form="option", coalesced=False))
def test_exclusions_equal_the_list_of_what_they_rule_out(conflict: Conflict) -> None:
    states, options = conflict.graph().states, len(conflict.option_ids)
    lost = [code for code in range(2**options) if not states.has(code)]
    patterns = ["".join("NY"[code >> k & 1] for k in range(options)) for code in lost]
    same = conflict.replace(exclusions=tuple(Exclusion(never=pattern) for pattern in patterns))
    assert space_of(same).all() == states.all()


def space_of(conflict: Conflict) -> StateSpace:
    found = Builder(conflict).states
    assert found is not None
    return found


def test_first_option_is_the_lowest_bit() -> None:
    states = space(owner("a", "x"), owner("b", "y"))
    assert [(s, states.number(s), states.pattern(s)) for s in states.all()] == [
        *((0, 1, "NN"), (1, 2, "YN"), (2, 3, "NY"), (3, 4, "YY"))
    ]


@pytest.mark.parametrize(
    ("exclusion", "left"),
    [
        (Exclusion(never="YY-"), ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]),
        (Exclusion(never="x and y"), ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]),
        (Exclusion(at_most_one=("x", "y", "z")), ["NNN", "YNN", "NYN", "NNY"]),
        (Exclusion(at_most_one=("x", "not y", "z")), ["NNN", "NYN", "YYN", "NYY"]),
        (Exclusion(at_least_one=("x", "z")), ["YNN", "YYN", "NNY", "YNY", "NYY", "YYY"]),
        (Exclusion(at_least_one=("b.z",)), ["NNY", "YNY", "NYY", "YYY"]),
        (Exclusion(if_="x or y", then="z"), ["NNN", "NNY", "YNY", "NYY", "YYY"]),
        (Exclusion(if_="true", then="Y-N"), ["YNN", "YYN"]),
    ],
)
def test_exclusion(exclusion: Exclusion, left: list[str]) -> None:
    states = space(owner("a", "x", "y"), owner("b", "z"), exclusions=(exclusion,))
    assert [states.pattern(s) for s in states.all()] == left


# -- coalesced states ------------------------------------------------------------------------------


def merged_space() -> StateSpace:
    merged = (Coalesced("z", name="collapse"),)
    return space(owner("a", "x", "y"), owner("b", "z"), coalesced=merged)


def test_coalesced_state_is_coded_by_its_smallest_member() -> None:
    states = merged_space()
    assert [(s, states.pattern(s)) for s in states.all()] == [
        *((0, "NNN"), (1, "YNN"), (2, "NYN"), (3, "YYN"), (4, "--Y"))
    ]
    assert states.members(4) == [4, 5, 6, 7]
    assert [option.ref for option in states.taken(4)] == ["b.z"]
    assert states.label(4) == "collapse"
    assert states.label(0) == "no option taken"
    assert states.label(3) == "a.x + a.y"


def test_overlapping_coalesced_states_become_one() -> None:
    merged = (Coalesced("x"), Coalesced("y", name="either"))
    states = space(owner("a", "x", "y"), coalesced=merged)
    assert [states.members(s) for s in states.all()] == [[0], [1, 2, 3]]
    assert states.label(1) == "either"


def test_statement_true_in_part_of_a_state_counts_as_not_true() -> None:
    states = merged_space()
    x = Name(("a", "x"))
    assert states.truth(x).tolist() == [False, True, False, True, False]
    assert states.undetermined(x).tolist() == [False] * 4 + [True]
    assert not states.holds(x, 4)


@examples(60)
@given(conflict=conflicts(), data=st.data())
def test_truth_of_arrays_equals_truth_of_single_states(conflict: Conflict, data: st.DataObject) -> None:
    model, oracle = conflict.graph(), Oracle(conflict)
    states, codes = model.states, codes_of(model, oracle)
    names = [Name((o.owner, o.id)) for o in states.options] + [Name((name,)) for name in states.names]
    tree = data.draw(statements(st.sampled_from(names)))
    single = [states.holds(tree, code) for code in codes]
    assert [bool(states.truth(tree)[states.index(code)]) for code in codes] == single
    assert [oracle.true(str(tree), s) for s in oracle.all] == single
    partly = [len({holds_in(oracle, str(tree), s, m) for m in oracle.states[s]}) == 2 for s in oracle.all]
    assert [bool(states.undetermined(tree)[states.index(code)]) for code in codes] == partly


def holds_in(oracle: Oracle, text: str, s: int, member: tuple[bool, ...]) -> bool:
    state_id = oracle.conflict.states[s].id if oracle.conflict.states else ""
    return oracle.true_in_combination(text, member, state_id)


# -- finding a state -------------------------------------------------------------------------------


@examples(60)
@given(conflict=conflicts(form="option"))
def test_each_state_is_found_by_each_of_its_names(conflict: Conflict) -> None:
    states = conflict.graph().states
    for number, state in enumerate(states.all(), 1):
        assert states.number(state) == number
        assert states.find(f" {number} ") == state
        assert states.find(states.pattern(state)) == state
        for member in states.members(state):
            taken = [o.ref for k, o in enumerate(states.options) if member >> k & 1]
            assert states.find(" + ".join(taken) or "none") == state
            signs = "".join("NY"[member >> k & 1] for k in range(len(states.options)))
            assert states.find(" ".join(signs)) == state


THREE = (owner("a", "x", "stop"), owner("b", "x", "Local wish"))
FOUND = [
    *(("1", 0), ("16", 15), ("NNNN", 0), ("YNNY", 9), ("none", 0), ("Nothing", 0)),
    *(("stop", 2), ("a.x", 1), ("b.x+stop", 6), ("Local wish + a.x", 9), ("b.Local wish", 8)),
]


@pytest.mark.parametrize(("text", "code"), FOUND)
def test_found(text: str, code: int) -> None:
    assert space(*THREE).find(text) == code


def test_pattern_with_dashes_finds_the_only_state_that_fits() -> None:
    states = space(owner("a", "x", "y"), owner("b", "z"), exclusions=(Exclusion(at_most_one=("x", "y")),))
    assert states.pattern(states.find("Y-N")) == "YNN"


def test_pattern_of_a_coalesced_state_finds_it_beside_states_that_it_covers() -> None:
    states = space(owner("a", "x", "y"), coalesced=(Coalesced("x iff y"),))
    assert states.find("--") == 0


SIGNS = "Give one of Y, N, - for each: a.x, a.stop, b.x, b.Local wish."
LOST = [
    ("0", "there is no state 0", "States are numbered 1 to 16."),
    ("17", "there is no state 17", "States are numbered 1 to 16."),
    ("9" * 19, "there is no state " + "9" * 19, "States are numbered 1 to 16."),
    ("YN", 'the pattern "YN" has 2 signs for 4 options', SIGNS),
    ("YNNYN", 'the pattern "YNNYN" has 5 signs for 4 options', SIGNS),
    ("YN--", 'the pattern "YN--" fits 4 states', "Write Y or N in place of each dash."),
    ("x", '"x" is an option of several decision makers', "Write a.x or b.x."),
    ("stop+x", '"x" is an option of several decision makers', "Write a.x or b.x."),
    ("stip", '"stip" is no option', 'Did you mean "stop"?'),
    ("b.stop", '"b.stop" is no option', 'Did you mean "a.stop"?'),
    ("walrus", '"walrus" is no option', "Options: a.x, a.stop, b.x, b.Local wish."),
    ("stop+", "an option's name is missing beside a +", "Options: a.x, a.stop, b.x, b.Local wish."),
    ("", "no state is named", "Give its number, its pattern, or the options taken."),
    ("9" * 20, f'"{"9" * 20}" is no option', "Options: a.x, a.stop, b.x, b.Local wish."),
]


@pytest.mark.parametrize(("text", "what", "cure"), LOST)
def test_state_that_cannot_be_found(text: str, what: str, cure: str) -> None:
    with pytest.raises(StateError) as caught:
        space(*THREE).find(text)
    (problem,) = caught.value.problems
    assert (problem.what, problem.cure) == (what, cure)


def test_infeasible_states_are_not_found() -> None:
    states = space(owner("a", "x", "y"), owner("b", "z"), exclusions=(Exclusion(at_most_one=("x", "y")),))
    ruled_out = "An exclusion of the model rules it out."
    for text, what, cure in (
        ("x+y", 'the state "x+y" (YYN) is not feasible', ruled_out),
        ("YYN", 'the pattern "YYN" fits no feasible state', "List the feasible ones: countermove states."),
    ):
        with pytest.raises(StateError) as caught:
            states.find(text)
        assert (caught.value.problems[0].what, caught.value.problems[0].cure) == (what, cure)
    with pytest.raises(StateError, match="YYY is not a feasible state"):
        states.index(7)
    assert not states.has(7)


def drawn_space(*patterns: str) -> StateSpace:
    states = tuple(NamedState(f"s{k}", pattern=pattern) for k, pattern in enumerate(patterns))
    return space(owner("a", "x", "y"), form="graph", states=states)


def test_states_of_graph_form_are_found_by_name_number_pattern_and_options() -> None:
    states = drawn_space("NN", "YN", "-Y")
    found = [states.find(text) for text in ("s1", "2", "YN", "x", "a.x", "none", "-Y", "NY", "x+y")]
    assert found == [1, 1, 1, 1, 1, 0, 2, 2, 2]
    assert [states.label(s) for s in states.all()] == ["s0", "s1", "s2"]


def test_name_of_a_state_goes_before_its_number() -> None:
    named = tuple(NamedState(name) for name in ("2", "1", "NY"))
    states = space(DecisionMaker("a"), form="graph", states=named)
    assert [states.find(text) for text in ("1", "2", "3", "NY")] == [1, 0, 2, 2]


def test_misspelt_state_of_graph_form() -> None:
    for states in (
        space(DecisionMaker("a"), form="graph", states=(NamedState("peace"), NamedState("war"))),
        space(
            owner("a", "x"),
            form="graph",
            states=(NamedState("peace", pattern="N"), NamedState("war", pattern="Y")),
        ),
    ):
        with pytest.raises(StateError) as caught:
            states.find("pace")
        assert caught.value.problems[0].cure == 'Did you mean "peace"?'


# -- size ------------------------------------------------------------------------------------------


def many_options(count: int) -> Conflict:
    return conflict_of(owner("a", *(f"o{k}" for k in range(count))))


def ranked(conflict: Conflict) -> Conflict:
    """A ranking of states needs a list of them, however many there are."""
    return conflict.replace(preferences=(Preferences("a", ranking=(("none",),)),))


@pytest.mark.parametrize(
    ("conflict", "what"),
    [
        (ranked(many_options(63)), "63 options"),
        (ranked(many_options(1000)), "1000 options"),
        (ranked(many_options(24)), "16,777,216 feasible states"),
        (ranked(many_options(62)), "more than 8,388,608 feasible states"),
    ],
)
def test_too_many_states_are_refused_at_once(conflict: Conflict, what: str) -> None:
    start = time.perf_counter()
    with pytest.raises(TooLarge) as caught:
        conflict.graph()
    assert time.perf_counter() - start < 15  # far less than listing them would take
    (problem,) = caught.value.problems
    assert problem.what.startswith(f"the conflict has {what} (")
    assert problem.path == ("decision_makers",)
    assert conflict.problems() == caught.value.problems


def test_sixty_two_options_are_fine_where_exclusions_leave_few_states() -> None:
    chain = tuple(Exclusion(if_=f"o{k + 1}", then=f"o{k}") for k in range(61))
    states = many_options(62).replace(exclusions=chain).graph().states
    assert states.all() == [2**k - 1 for k in range(63)]
    assert states.pattern(2**62 - 1) == "Y" * 62
    assert states.find("Y" * 62) == 2**62 - 1


def test_largest_number_of_states() -> None:
    states = Builder(many_options(23).replace(preferences=()), keep="list").states
    assert isinstance(states, ListedSpace)
    assert states.size == MAX_STATES == 2**23
    assert np.array_equal(states.codes, np.arange(2**23))


def test_graph_form_refuses_patterns_of_too_many_options() -> None:
    states = (NamedState("s", pattern="Y" * 63),)
    with pytest.raises(TooLarge, match="63 options"):
        many_options(63).replace(form="graph", states=states).graph()


def test_parse_is_what_exclusions_use() -> None:
    states = space(owner("a", "x"), exclusions=(Exclusion(never="not a.x"),))
    assert states.truth(parse("true")).tolist() == [True]
