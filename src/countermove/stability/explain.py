"""Explanations: a certificate told in sentences.

Nothing is decided here. The sentences follow the certificate: for each tempting move what it would
bring, who could answer how, and where that would leave the mover; for an unstable state the move that
nobody can make it regret.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermove.model.graph import GraphModel
from countermove.model.preferences import Relation
from countermove.model.states import State
from countermove.stability.certificate import Answer, Certificate, Certifier
from countermove.stability.concept import CONCEPTS, Concept, Replies
from countermove.stability.wording import Cite, Words, join, no_citation

__all__ = ["Explanation", "explain", "tell"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one decision maker stays in a state, or leaves it: the proof and its telling."""

    certificate: Certificate
    verdict: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join([self.verdict, *self.reasons])


def explain(
    model: GraphModel, concept: Concept, dm: int, state: State, *, cite: Cite = no_citation
) -> Explanation:
    """The explanation of a verdict, made from a fresh certificate."""
    return tell(Certifier(model).certificate(concept, dm, state), model, cite=cite)


def tell(certificate: Certificate, model: GraphModel, *, cite: Cite = no_citation) -> Explanation:
    """A certificate in sentences."""
    teller = _Teller(certificate, model, Words(model, cite))
    if not certificate.stable:
        return Explanation(certificate, teller.leaves(), tuple(teller.undeterred()))
    if not certificate.deterred:
        return Explanation(certificate, teller.has_nothing_better(), ())
    reasons = tuple(teller.deterred(to, answer) for to, answer in certificate.deterred)
    return Explanation(certificate, teller.stays(), reasons)


class _Teller:
    def __init__(self, certificate: Certificate, model: GraphModel, words: Words) -> None:
        self.c, self.model, self.words = certificate, model, words
        self.rule = CONCEPTS[certificate.concept].rule

    # -- verdicts ------------------------------------------------------------------------------

    def has_nothing_better(self) -> str:
        """The verdict where no move tempts."""
        w, dm, here = self.words, self.c.dm, self.c.state
        moves = self.model.moves(dm, here)
        stays = w.verb(dm, "stays", "stay")
        if not moves:
            return f"{w.Name(dm)} {stays}: {w.it(dm)} {w.verb(dm, 'has', 'have')} no move from here."
        doubtful = any(self.model.compare(dm, to, here) is Relation.UNKNOWN for to in moves)
        would = "would surely" if doubtful else "would"
        if len(moves) == 1:
            which = f"{w.its(dm)} only move {would.replace('would', 'would not')}"
        else:
            which = f"{_none_of(len(moves))} {w.its(dm)} {len(moves)} moves {would}"
        return f"{w.Name(dm)} {stays}: {which} leave {w.them(dm)} better off."

    def stays(self) -> str:
        """The verdict where every tempting move is answered."""
        w, dm, many = self.words, self.c.dm, len(self.c.deterred)
        moves = {1: "the one move that tempts", 2: "both moves that tempt"}
        told = moves.get(many, f"each of the {many} moves that tempt")
        at_once = self.rule.replies is Replies.JOINT_IMPROVEMENTS
        fails = "would fail if others moved at the same time" if at_once else "can be answered"
        return f"{w.Name(dm)} {w.verb(dm, 'stays', 'stay')}: {told} {w.them(dm)} {fails}."

    def leaves(self) -> str:
        """The verdict where some tempting move is not answered."""
        w, dm = self.words, self.c.dm
        return f"{w.Name(dm)} would leave this state."

    # -- moves and answers ---------------------------------------------------------------------

    def _gain(self, to: State) -> str:
        w, dm, here = self.words, self.c.dm, self.c.state
        because = w.because(dm, to, here)
        gain = w.standing(self.model.compare(dm, to, here))
        return f"If {w.name(dm)} were to {w.move(dm, here, to)}, {w.it(dm)} would be {gain}" + (
            f", for {because}" if because else ""
        )

    def deterred(self, to: State, answer: Answer) -> str:
        """One tempting move, and the answer that spoils it."""
        w, dm, here = self.words, self.c.dm, self.c.state
        because = w.because(dm, here, answer.lands)
        because = f": {because}, and that would be lost" if because else ""
        return f"{self._gain(to)}. But {self._answer(answer)}{because}.{self._no_escape(answer)}"

    def _answer(self, answer: Answer) -> str:
        """What the others do, and where that leaves the mover."""
        w, dm, here = self.words, self.c.dm, self.c.state
        at_once = self.rule.replies is Replies.JOINT_IMPROVEMENTS
        would = "that would" if at_once else "which would"
        steps = self._joint(answer) if at_once else self._sequence(answer)
        if answer.lands == here:
            return f"{steps}, {would} bring the conflict back to this state"
        where = f"({w.state(answer.lands)})"
        place = "" if steps.endswith(w.described(answer.lands)) else f" {where}"
        return f"{steps}, {would} leave {w.name(dm)} {w.compared(dm, answer.lands, here)}{place}"

    def _joint(self, answer: Answer) -> str:
        w, told = self.words, []
        for step in answer.steps:
            because = w.because(step.dm, step.target, step.source)
            did = f"{w.name(step.dm)} were to {w.change(step.dm, step.source, step.target)}"
            told.append(did + (f" (for {because})" if because else ""))
        return f"if at the same time {join(told)}"

    def _sequence(self, answer: Answer) -> str:
        w, told = self.words, []
        for k, step in enumerate(answer.steps):
            willing = self.rule.replies is Replies.IMPROVEMENTS
            known = self.model.prefers(step.dm, step.target, step.source)
            would = ("would rather" if known else "might") if willing else "could"
            said = f"{w.name(step.dm)} {would} {w.change(step.dm, step.source, step.target)}"
            because = w.because(step.dm, step.target, step.source) if willing else ""
            then = "then" if k == 0 else "after that"
            told.append(f"{then} {said}" + (f" (for {because})" if because else ""))
        return join(told)

    def _no_escape(self, answer: Answer) -> str:
        if self.rule.hold is None:
            return ""
        w, dm, many = self.words, self.c.dm, len(answer.escapes)
        if not many:
            return f" From there {w.name(dm)} could not move."
        if Relation.EQUAL not in self.rule.hold:
            which = (
                f"{w.its(dm)} one further move" if many == 1 else f"each of {w.its(dm)} {many} further moves"
            )
            return f" From there {which} would leave {w.them(dm)} much worse off than now."
        helps = "surely help" if self._in_doubt(answer.escapes) else "help"
        if many == 1:
            return f" From there {w.its(dm)} one further move would not {helps}."
        return f" From there {_none_of(many)} {w.its(dm)} {many} further moves would {helps}."

    def _in_doubt(self, states: Iterable[State]) -> bool:
        return any(self.model.compare(self.c.dm, x, self.c.state) is Relation.UNKNOWN for x in states)

    def undeterred(self) -> list[str]:
        """The move that nothing spoils, and what the others could try."""
        c, w = self.c, self.words
        assert c.undeterred is not None
        reasons = [self._gain(c.undeterred) + "."]
        if self.rule.replies is Replies.NONE:
            return reasons
        reasons.append(self._replies())
        for escaped in c.escaped[:2]:
            told = self._answer(escaped.answer)
            away = w.move(c.dm, escaped.answer.lands, escaped.escape)
            then = w.standing(self.model.compare(c.dm, escaped.escape, c.state))
            reasons.append(
                f"{told[:1].upper()}{told[1:]}; but from there {w.it(c.dm)} could {away}"
                f" and be {then} than now after all."
            )
        return reasons

    def _replies(self) -> str:
        c, w, others = self.c, self.words, self.model.others(self.c.dm)
        who, they = ("the others", "they") if len(others) != 1 else (w.name(others[0]), w.it(others[0]))
        name = w.name(c.dm)
        if not c.replies:
            return self._no_reply(who if len(others) == 1 else "")
        where = "one state" if c.replies == 1 else f"{c.replies:,} states"
        want = "might" if Relation.UNKNOWN in self.rule.answer and self.model.has_unknown else "would"
        head = {
            Replies.MOVES: f"Whatever the cost, {who} could bring the conflict to {where}",
            Replies.IMPROVEMENTS: (
                f"By moves {they} {want} want to make, {who} could bring the conflict to {where}"
            ),
        }.get(self.rule.replies, f"What {who} {want} want to do at the same time could lead to {where}")
        greatly = Relation.EQUAL not in self.rule.sanction
        if c.escaped_count:
            hurts = "greatly hurts" if greatly else "hurts"
            return f"{head}; where that {hurts} {name}, {w.it(c.dm)} could get away."
        if greatly:
            nowhere = {1: "even there", 2: "in neither of them"}.get(c.replies, "in none of them")
            would_be = f"{name} would not be" if c.replies == 1 else f"would {name} be"
            return f"{head}; {nowhere} {would_be} much worse off than now."
        unsure = Relation.UNKNOWN not in self.rule.sanction and self.model.has_unknown
        there = {1: "there", 2: "in both of them"}.get(c.replies, "in each of them")
        return f"{head}; {there} {name} {'might' if unsure else 'would'} still be better off than now."

    def _no_reply(self, other: str) -> str:
        """That nobody answers, or not the only other decision maker."""
        subject, no = (f"{other[:1].upper()}{other[1:]}", " not") if other else ("No one", "")
        if self.rule.replies is Replies.MOVES:
            return f"{subject} could{no} answer it."
        if self.rule.replies is Replies.IMPROVEMENTS:
            return f"{subject} would{no} want to answer it."
        return f"{subject if other else 'No one else'} would{no} want to move at the same time."


def _none_of(many: int) -> str:
    return "neither of" if many == 2 else "none of"
