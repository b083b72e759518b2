"""Explanations say what the certificate says, in English that one would print."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.model.conflict import (
    Coalesced,
    Conflict,
    DecisionMaker,
    NamedState,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.graph import GraphModel
from countermove.model.preferences import Relation
from countermove.stability import CONCEPTS
from countermove.stability.certificate import Answer, Certificate, Certifier
from countermove.stability.checker import Checker
from countermove.stability.explain import Explanation, explain, tell
from countermove.stability.wording import Words, join
from oracle import Oracle, codes_of
from stability.proofs import applicable, flagship, small_conflict
from stability.small import drawn, party, wants
from strategies import conflicts, examples

# -- facts -----------------------------------------------------------------------------------------


def marked(conflict: Conflict) -> Conflict:
    """The conflict with names that cannot be confused with anything else in a sentence."""
    dms = tuple(
        replace(dm, name=f"TITLE{i}", in_text=f"<dm {i}>", plural=i % 2 == 1)
        for i, dm in enumerate(conflict.decision_makers)
    )
    return conflict.replace(decision_makers=dms)


def mentioned_dms(text: str) -> set[int]:
    return {int(number) for number in re.findall(r"<dm (\d+)>", text)}


def mentioned_states(text: str) -> set[str]:
    return set(re.findall(r"state (\w+)", text)) - {"and", "stays", "stay"}


def spelled(model: GraphModel, states: Iterable[int]) -> set[str]:
    return {Words(model).state(state).removeprefix("state ") for state in states}


def check_facts(model: GraphModel, checker: Checker, proof: Certificate) -> None:
    told = tell(proof, model)
    check_english(told)
    assert mentioned_dms(told.verdict) == {proof.dm}
    assert ("leave this state" in told.verdict) == (not proof.stable)
    if not proof.stable:
        check_undeterred(model, checker, proof, told)
        return
    assert len(told.reasons) == len(proof.deterred)
    for (to, answer), reason in zip(proof.deterred, told.reasons, strict=True):
        gain, _, rest = reason.partition(". But ")
        assert mentioned_dms(gain) == {proof.dm} and mentioned_states(gain) == spelled(model, [to])
        check_standing(model, proof, to, gain)
        check_answer(model, proof, answer, rest)
        check_escapes(model, proof, answer, rest)


def check_english(told: Explanation) -> None:
    for sentence in (told.verdict, *told.reasons):
        assert re.fullmatch(r"[A-Z<].*\.", sentence), sentence
        assert not re.search(r"  | [,.;:]|\.\.|None|\(\)|,,", sentence), sentence
        opened = [sentence.count(pair) for pair in "()“”"]
        assert opened[0] == opened[1] and opened[2] == opened[3], sentence


def check_standing(model: GraphModel, proof: Certificate, state: int, text: str) -> None:
    relation = model.compare(proof.dm, state, proof.state)
    expected = {
        Relation.GREATLY_BETTER: "be much better off",
        Relation.BETTER: "be better off",
        Relation.UNKNOWN: "be either better or worse off",
        Relation.EQUAL: "be no better off",
        Relation.WORSE: "be worse off",
        Relation.GREATLY_WORSE: "be much worse off",
    }
    assert expected[relation] in text, text


def check_answer(model: GraphModel, proof: Certificate, answer: Answer, text: str) -> None:
    """The steps in their order, by whom; where they end; and what that means for the mover."""
    steps, _, _ = text.partition(" From there ")
    movers = [step.dm for step in answer.steps]
    order = [int(n) for n in re.findall(r"<dm (\d+)> (?:could|would rather|might|were to)", steps)]
    assert order == movers, text
    assert mentioned_dms(text) == {proof.dm, *movers} or mentioned_dms(text) == set(movers)
    ends = {step.target for step in answer.steps}
    assert mentioned_states(text) <= spelled(model, ends | {answer.lands})
    if answer.lands == proof.state:
        assert "bring the conflict back to this state" in text
        return
    assert mentioned_states(text) >= spelled(model, [answer.lands])
    relation = model.compare(proof.dm, answer.lands, proof.state)
    expected = {
        Relation.EQUAL: f"leave <dm {proof.dm}> no better off than now",
        Relation.WORSE: f"leave <dm {proof.dm}> worse off than now",
        Relation.GREATLY_WORSE: f"leave <dm {proof.dm}> much worse off than now",
        Relation.UNKNOWN: f"leave <dm {proof.dm}> either better or worse off than now",
    }
    assert expected[relation] in text, text


def check_escapes(model: GraphModel, proof: Certificate, answer: Answer, text: str) -> None:
    _, told, way_out = text.partition(" From there ")
    assert bool(told) == (CONCEPTS[proof.concept].rule.hold is not None)
    if told:
        plural = model.conflict.decision_makers[proof.dm].plural
        many = len(answer.escapes)
        its = "their" if plural else "its"
        number = {0: "could not move", 1: f"{its} one further move"}.get(many, f"{its} {many} further moves")
        assert number in way_out, text


def check_undeterred(model: GraphModel, checker: Checker, proof: Certificate, told: Explanation) -> None:
    rule, dm, state = CONCEPTS[proof.concept].rule, proof.dm, proof.state
    assert proof.undeterred is not None
    assert mentioned_states(told.reasons[0]) == spelled(model, [proof.undeterred])
    check_standing(model, proof, proof.undeterred, told.reasons[0])
    if len(told.reasons) == 1:
        assert proof.concept.startswith("Nash")
        return
    lands = checker._lands(rule, dm, state, proof.undeterred)
    relations = {model.compare(dm, z, state) for z in lands}
    summary = told.reasons[1]
    nobody = "No one" if model.size != 2 else f"<dm {1 - dm}>"
    number = {0: nobody, 1: "one state"}.get(len(lands), f"{len(lands)} states")
    assert number in summary, summary
    assert ("could get away" in summary) == bool(proof.escaped_count)
    if "would still be better off" in summary:
        assert all(relation.better for relation in relations)
    if "might still be better off" in summary:
        assert relations <= {Relation.BETTER, Relation.UNKNOWN}
    if "much worse" in summary:
        assert Relation.GREATLY_WORSE not in relations
    assert len(told.reasons) == 2 + min(2, proof.escaped_count)
    for escaped, reason in zip(proof.escaped, told.reasons[2:], strict=False):
        steps, _, away = reason.partition("; but from there ")
        check_answer(model, proof, escaped.answer, steps)
        assert mentioned_states(away) >= spelled(model, [escaped.escape])
        check_standing(model, proof, escaped.escape, away)


@pytest.mark.parametrize("part", range(6))
def test_sentences_agree_with_the_certificate(part: int) -> None:
    for seed in range(part, 180, 6):
        model = marked(small_conflict(seed)).graph()
        certifier, checker, rng = Certifier(model), Checker(model), random.Random(seed)
        for concept in applicable(model):
            for dm in range(model.size):
                for state in rng.sample(model.states.all(), min(4, model.states.size)):
                    check_facts(model, checker, certifier.certificate(concept, dm, state))


@pytest.mark.parametrize("reading", ["sanger", "schwarz"])
def test_sentences_about_the_flagship_agree_with_the_certificate(reading: str) -> None:
    model, certifier, checker = flagship(reading)
    model = replace(model, conflict=marked(model.conflict))
    rng = random.Random(reading)
    for name in ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM"):
        for state in rng.sample(model.states.all(), 40):
            for dm in range(4):
                check_facts(model, checker, certifier.certificate(CONCEPTS[name], dm, state))


@examples(60)
@given(conflict=conflicts(form="option", preference="ordinal"), data=st.data())
def test_wish_told_is_the_first_on_which_the_states_differ(conflict: Conflict, data: st.DataObject) -> None:
    """By the oracle: the wish holds in the better state, not in the worse, and none before it differs."""
    oracle, model = Oracle(conflict), conflict.graph()
    codes = codes_of(model, oracle)
    words = Words(model)
    for i in range(model.size):
        statements = oracle.wishes[i].statements
        better, worse = (data.draw(st.sampled_from(range(len(codes)))) for _ in range(2))
        because = words.because(i, codes[better], codes[worse])
        differs = [s.that for s in statements if oracle.true(s.that, better) != oracle.true(s.that, worse)]
        assert because == (f"it wants “{differs[0]}”" if differs else "")
        if differs:
            assert oracle.true(differs[0], better) == oracle.better(i, better, worse)


# -- sentences -------------------------------------------------------------------------------------

SINGULAR = {"in_text": "the council"}
PLURAL = {"in_text": "the rebels", "plural": True}


def told(conflict: Conflict, concept: str, dm: int = 0, state: str = "s") -> str:
    model = conflict.graph()
    return str(explain(model, CONCEPTS[concept], dm, model.states.find(state)))


MOVES = {
    "tu": "The council stays: it has no move from here.",
    "st": "The council stays: its only move would not leave it better off.",
    "st su": "The council stays: neither of its 2 moves would leave it better off.",
    "st su sv": "The council stays: none of its 3 moves would leave it better off.",
}


@pytest.mark.parametrize("concept", ["Nash", "GMR", "SMR", "SEQ", "SSEQ"])
@pytest.mark.parametrize("arcs", MOVES)
def test_nothing_better(arcs: str, concept: str) -> None:
    assert told(drawn(a=(arcs, "s t u v", SINGULAR), b=("ts", "s")), concept) == MOVES[arcs]


def test_nothing_better_for_several() -> None:
    def rebels(arcs: str) -> str:
        return told(drawn(a=(arcs, "s t u v", PLURAL), b=("ts", "s")), "GMR")

    assert rebels("tu") == "The rebels stay: they have no move from here."
    assert rebels("st") == "The rebels stay: their only move would not leave them better off."
    assert rebels("st su") == "The rebels stay: neither of their 2 moves would leave them better off."


def test_leaving_under_nash() -> None:
    assert told(drawn(a=("st", "t s", SINGULAR), b=("ts", "s t")), "Nash") == (
        "The council would leave this state. If the council were to move to state t, it would be better off."
    )


def test_one_answered_move() -> None:
    conflict = drawn(a=("st", "t s u", SINGULAR), b=("tu", "u"))
    start = (
        "The council stays: the one move that tempts it can be answered."
        " If the council were to move to state t, it would be better off."
    )
    assert told(conflict, "GMR") == (
        f"{start} But then b could move to state u, which would leave the council worse off than now."
    )
    assert told(conflict, "SEQ") == (
        f"{start} But then b would rather move to state u, which would leave the council worse off than now."
    )


def test_several_answered_moves() -> None:
    two = drawn(a=("st sv", "t v s u", PLURAL), b=("tu vs", "u"))
    assert told(two, "GMR") == (
        "The rebels stay: both moves that tempt them can be answered."
        " If the rebels were to move to state t, they would be better off."
        " But then b could move to state u, which would leave the rebels worse off than now."
        " If the rebels were to move to state v, they would be better off."
        " But then b could move to state s, which would bring the conflict back to this state."
    )
    three = drawn(a=("st sv sw", "t v w s u", PLURAL), b=("tu vu wu", "u"))
    assert told(three, "GMR").startswith(
        "The rebels stay: each of the 3 moves that tempt them can be answered."
    )


def test_answer_of_several_steps() -> None:
    conflict = drawn(a=("st", "t u v w s", SINGULAR), b=("tu vx", "u"), c=("uv", "v"))
    assert told(conflict, "GMR").endswith(
        " But then b could move to state u, after that c could move to state v and after that b could move to"
        " state x, which would leave the council worse off than now."
    )


def test_answer_that_hurts_because_nothing_is_gained() -> None:
    conflict = drawn(a=("st", "t s=u", SINGULAR), b=("tu", "u"))
    assert told(conflict, "GMR").endswith("which would leave the council no better off than now.")


ESCAPES = {
    "": "From there the council could not move.",
    "uv": "From there its one further move would not help.",
    "uv uw": "From there neither of its 2 further moves would help.",
    "uv uw ux": "From there none of its 3 further moves would help.",
}


@pytest.mark.parametrize("arcs", ESCAPES)
def test_no_escape(arcs: str) -> None:
    conflict = drawn(a=(f"st {arcs}", "t s u", SINGULAR), b=("tu", "u"))
    assert told(conflict, "SMR").endswith(f"worse off than now. {ESCAPES[arcs]}")
    assert told(conflict, "SSEQ").endswith(f"worse off than now. {ESCAPES[arcs]}")
    assert "From there" not in told(conflict, "GMR")


def test_escape() -> None:
    conflict = drawn(a=("st uv", "t v s u", PLURAL), b=("tu", "u"))
    assert told(conflict, "SMR") == (
        "The rebels would leave this state."
        " If the rebels were to move to state t, they would be better off."
        " Whatever the cost, b could bring the conflict to one state; where that hurts the"
        " rebels, they could get away."
        " Then b could move to state u, which would leave the rebels worse off than now; but from there they"
        " could move to state v and be better off than now after all."
    )


def test_no_answer() -> None:
    gain = (
        "The council would leave this state. If the council were to move to state t, it would be better off."
    )
    idle = drawn(a=("st", "t s", SINGULAR), b=("su", "u"))
    assert told(idle, "GMR") == f"{gain} B could not answer it."
    unwilling = drawn(a=("st", "t s u", SINGULAR), b=("tu", "t s u"))
    assert told(unwilling, "SEQ") == f"{gain} B would not want to answer it."
    three = drawn(a=("st", "t s u", SINGULAR), b=("tu", "t s u"), c=("su", "u"))
    assert told(three, "SEQ") == f"{gain} No one would want to answer it."
    idlers = drawn(a=("st", "t s", SINGULAR), b=("su", "u"), c=("su", "u"))
    assert told(idlers, "GMR") == f"{gain} No one could answer it."


ANSWERS = {
    ("tu", ""): "one state; there the council would still be better off than now.",
    ("tu tv", ""): "2 states; in both of them the council would still be better off than now.",
    ("tu tv", "uw"): "3 states; in each of them the council would still be better off than now.",
}


@pytest.mark.parametrize("arcs", ANSWERS)
def test_answers_that_do_not_hurt(arcs: tuple[str, str]) -> None:
    conflict = drawn(a=("st", "t u v w s", SINGULAR), b=(arcs[0], "w v u"), c=(arcs[1], "w"))
    assert told(conflict, "GMR").endswith(
        f" Whatever the cost, the others could bring the conflict to {ANSWERS[arcs]}"
    )
    assert told(conflict, "SEQ").endswith(
        f" By moves they would want to make, the others could bring the conflict to {ANSWERS[arcs]}"
    )


def test_unknown_preference() -> None:
    conflict = drawn(a=("st", "t s u|u s t", SINGULAR), b=("tu", "u"))
    leaves = (
        "The council would leave this state."
        " If the council were to move to state t, it would be either better or worse off."
        " Whatever the cost, b could bring the conflict to one state; there the council might"
        " still be better off than now."
    )
    stays = (
        "The council stays: the one move that tempts it can be answered."
        " If the council were to move to state t, it would be either better or worse off."
        " But then b could move to state u, which would leave the council either better or worse off"
        " than now."
    )
    cautious = "The council stays: its only move would not surely leave it better off."
    for extension, expected in zip("abcd", (leaves, cautious, stays, cautious), strict=True):
        assert told(conflict, f"GMR_{extension}") == expected


def test_willing_answer_of_unknown_preference() -> None:
    conflict = drawn(a=("st", "t s u|t u s", SINGULAR), b=("tu", "t u s|u t s"))
    assert told(conflict, "SEQ_c").endswith(
        "But then b might move to state u, which would leave the council either better or worse off than now."
    )
    assert "By moves it might want to make, b could bring" in told(conflict, "SEQ_a")


def test_strong_preference() -> None:
    conflict = drawn(a=("st uv", "t s>>u v", SINGULAR), b=("tu", "u"))
    assert told(conflict, "SSMR").endswith(
        "But then b could move to state u, which would leave the council much worse off than now."
        " From there its one further move would leave it much worse off than now."
    )
    mild = drawn(a=("st", "t>>s u v", SINGULAR), b=("tu tv", "u"))
    assert told(mild, "SGMR").endswith(
        "it would be much better off. Whatever the cost, b could bring the conflict to 2 states;"
        " in neither of them would the council be much worse off than now."
    )
    one = drawn(a=("st", "t>>s u v", SINGULAR), b=("tu", "u"))
    assert told(one, "SGMR").endswith(
        "one state; even there the council would not be much worse off than now."
    )


def test_escape_that_is_only_less_bad() -> None:
    """Under strong stability a way out need not be a gain: it is enough not to be much worse off."""
    conflict = drawn(a=("st uv", "t s v>>u", SINGULAR), b=("tu", "u"))
    assert "could move to state v and be worse off than now after all" in told(conflict, "SSMR")


# -- option form -----------------------------------------------------------------------------------


def neighbours(**more: object) -> Conflict:
    """Two neighbours who would each rather arm, and rather that the other did not."""
    does = {"does": "arm itself", "drops": "disarm"}
    return Conflict(
        "neighbours",
        (
            DecisionMaker("a", "Arland", options=(Option("arm", **does),)),
            DecisionMaker("b", "Burland", options=(Option("arm", name="Arms"),), plural=True),
        ),
        (
            Preferences(
                "a",
                statements=(PrioritisedStatement("not b.arm", says="no arms next door", evidence=("x",)),),
            ),
            wants("b", "b.arm"),
        ),
    ).replace(**more)


def test_option_without_words() -> None:
    assert told(neighbours(), "Nash", 1, "none") == (
        "Burland would leave this state. If Burland were to choose “Arms” (state 3), they would be better"
        " off, for they want “b.arm”."
    )
    assert told(neighbours(), "Nash", 1, "b.arm") == (
        "Burland stay: their only move would not leave them better off."
    )


def test_dropped_option_without_words() -> None:
    conflict = neighbours(preferences=(wants("a", "not a.arm"), wants("b", "not b.arm", "not a.arm")))
    assert "If Burland were to give up “Arms” (state 1)" in told(conflict, "Nash", 1, "b.arm")
    assert "If Arland were to disarm (state 1)" in told(conflict, "Nash", 0, "a.arm")


def test_wish_with_its_evidence() -> None:
    conflict = neighbours(
        preferences=(
            Preferences(
                "a",
                statements=(
                    PrioritisedStatement("not b.arm", says="no arms next door", evidence=("x", "y")),
                    PrioritisedStatement("a.arm", says="to be safe"),
                ),
            ),
            wants("b", "b.arm iff a.arm"),
        )
    )
    model = conflict.graph()
    said = explain(
        model, CONCEPTS["SEQ"], 0, model.states.find("none"), cite=lambda ids: " & ".join(ids).upper()
    )
    assert str(said) == (
        "Arland stays: the one move that tempts it can be answered."
        " If Arland were to arm itself (state 2), it would be better off, for it wants to be safe."
        " But then Burland would rather choose “Arms” (for they want “b.arm iff a.arm”), which would leave"
        " Arland worse off than now (state 4): it wants no arms next door [X & Y], and that would be lost."
    )


def test_moves_made_at_the_same_time() -> None:
    parties = [party("a", "go", in_text="the council"), party("b", "go"), party("c", "go")]
    wishes = [wants("a", "not (b.go and c.go)", "a.go"), wants("b", "b.go"), wants("c", "c.go")]
    conflict = Conflict("together", tuple(parties), tuple(wishes))
    assert told(conflict, "SIM", 0, "none") == (
        "The council stays: the one move that tempts it would fail if others moved at the same time."
        " If the council were to choose “go” (state 2), it would be better off, for it wants “a.go”."
        " But if at the same time b were to choose “go” (for it wants “b.go”) and c were to choose “go”"
        " (for it wants “c.go”), that would leave the council worse off than now (state 8): it wants"
        " “not (b.go and c.go)”, and that would be lost."
    )
    assert told(conflict, "SIM", 0, "b.go + c.go").endswith(
        "No one else would want to move at the same time."
    )
    assert told(conflict, "SIM", 0, "b.go").endswith("and that would be lost.")
    fearless = conflict.replace(preferences=(wants("a", "a.go"), *wishes[1:]))
    assert told(fearless, "SIM", 0, "none").endswith(
        " What the others would want to do at the same time could lead to 3 states; in each of them the"
        " council would still be better off than now."
    )


def test_option_that_no_longer_matters() -> None:
    """Quitting merges the states; neither the dash nor what is behind it is told as a choice."""
    parties = (
        DecisionMaker(
            "a", options=(Option("quit", does="quit", drops="return"), Option("talk", does="talk"))
        ),
        party("b", "talk"),
    )
    conflict = Conflict(
        "quitting",
        parties,
        (wants("a", "quit", "a.talk"), wants("b", "not a.quit")),
        coalesced=(Coalesced("a.quit", name="It is over"),),
    )
    model = conflict.graph()
    over = next(state for state in model.states.all() if "-" in model.states.pattern(state))
    words = Words(model)
    assert words.move(0, 0, over) == f"quit (state {model.states.number(over)})"
    assert words.described(over) == f"state {model.states.number(over)} (It is over)"
    talking = model.states.find("a.talk")
    assert words.change(0, over, talking) == "return and talk"
    assert words.change(0, over, 0) == "return"
    assert told(conflict, "Nash", 0, "none") == (
        f"A would leave this state. If a were to quit (state {model.states.number(over)}), it would be better"
        " off, for it wants “quit”."
    )


# -- graph form ------------------------------------------------------------------------------------


def test_names_of_the_source() -> None:
    conflict = drawn(a=("st", "t s", SINGULAR), b=("ts", "s"))
    named = conflict.replace(
        states=(NamedState("s", name="peace"), NamedState("t", name="war")),
    )
    assert "were to move to state t (war), it" in told(named, "Nash")
    spaced = Conflict(
        "spaced",
        (DecisionMaker("a", moves=(("cold peace", "open war"),)),),
        (Preferences("a", ranking=(("open war",), ("cold peace",))),),
        form="graph",
        states=(NamedState("cold peace"), NamedState("open war")),
    )
    assert "were to move to state “open war”, it" in told(spaced, "Nash", 0, "cold peace")


def test_landing_place_is_named_once() -> None:
    conflict = drawn(a=("st", "t s u", SINGULAR), b=("tu", "u")).replace(
        states=(NamedState("s", name="peace"), NamedState("t", name="war"), NamedState("u", name="ruin"))
    )
    assert told(conflict, "GMR").endswith(
        "But then b could move to state u (ruin), which would leave the council worse off than now."
    )


def test_arc_that_changes_others_options_is_not_told_as_a_choice() -> None:
    """A hand-drawn arc of a that also changes b's option: no infinitive of a's would tell it all."""
    conflict = Conflict(
        "arcs",
        (
            DecisionMaker("a", options=(Option("push", does="push"),), moves=(("1", "2"), ("1", "3"))),
            DecisionMaker("b", options=(Option("fall", does="fall"),)),
        ),
        (Preferences("a", ranking=(("2",), ("3",), ("1",))), Preferences("b", ranking=(("1", "2", "3"),))),
        form="graph",
        states=(NamedState("1", pattern="NN"), NamedState("2", pattern="YY"), NamedState("3", pattern="YN")),
    )
    words = Words(conflict.graph())
    assert words.move(0, 0, 1) == "move to state 2"
    assert words.move(0, 0, 2) == "push (state 3)"


# -- words -----------------------------------------------------------------------------------------


def test_join() -> None:
    assert [join(list("abc")[:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert join(["a", "b"], "or") == "a or b"


def test_choices() -> None:
    words = Words(neighbours().graph())
    assert words.choices(0) == "nobody would do anything"
    assert words.choices(1) == "Arland would arm itself"
    assert words.choices(3) == "Arland would arm itself; Burland would choose “Arms”"


def test_names_of_decision_makers() -> None:
    dms = (party("a", "arm"), party("b", "arm", name="Burland", in_text="the b"))
    words = Words(neighbours(decision_makers=dms).graph())
    assert [words.title(dm) for dm in (0, 1)] == ["a", "Burland"]
    assert [words.Name(dm) for dm in (0, 1)] == ["A", "The b"]


def test_outcome_in_a_wish_is_told_as_it_was_written() -> None:
    conflict = neighbours(
        outcomes=(Outcome("race", "a.arm and b.arm", "Arms race"),),
        preferences=(wants("a", "not race"), wants("b")),
    )
    assert "for it wants “not race”" in told(conflict, "Nash", 0, "a.arm + b.arm")
