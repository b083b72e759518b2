"""Explanations: a certificate told in sentences.

Nothing is decided here. The sentences follow the certificate: for each tempting move what it would
bring, who could answer how, and where that would leave the mover; for an unstable state the move that
nobody can make it regret.
"""

from __future__ import annotations

from dataclasses import dataclass

from countermove.model.graph import GraphModel
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
        w, dm = self.words, self.c.dm
        moves = len(self.model.moves(dm, self.c.state))
        stays = w.verb(dm, "stays", "stay")
        if not moves:
            return f"{w.Name(dm)} {stays}: {w.it(dm)} {w.verb(dm, 'has', 'have')} no move from here."
        count = "its only move would not" if moves == 1 else f"none of its {moves} moves would"
        if w.it(dm) == "they":
            count = count.replace("its", "their")
        return f"{w.Name(dm)} {stays}: {count} leave {_them(w.it(dm))} better off."

    def stays(self) -> str:
        """The verdict where every tempting move is answered."""
        w, dm, many = self.words, self.c.dm, len(self.c.deterred)
        moves = "the one move that tempts" if many == 1 else f"each of the {many} moves that tempt"
        return f"{w.Name(dm)} {w.verb(dm, 'stays', 'stay')}: {moves} {_them(w.it(dm))} can be answered."

    def leaves(self) -> str:
        """The verdict where some tempting move is not answered."""
        w, dm = self.words, self.c.dm
        return f"{w.Name(dm)} would leave this state."

    # -- moves and answers ---------------------------------------------------------------------

    def _gain(self, to: State) -> str:
        w, dm, here = self.words, self.c.dm, self.c.state
        head = f"If {w.name(dm)} were to {w.change(dm, here, to)} ({w.state(to)}), {w.it(dm)} would be "
        if not self.model.prefers(dm, to, here):
            return head + "in a state that cannot be compared with this one"
        because = w.because(dm, to, here)
        return head + "better off" + (f", for {because}" if because else "")

    def deterred(self, to: State, answer: Answer) -> str:
        """One tempting move, and the answer that spoils it."""
        w, dm, here = self.words, self.c.dm, self.c.state
        hurt = (
            f"which would leave {w.name(dm)} {w.compared(dm, answer.lands, here)} ({w.state(answer.lands)})"
        )
        because = w.because(dm, here, answer.lands)
        because = f": {because}, and that would be lost" if because else ""
        return f"{self._gain(to)}. But {self._steps(answer)}, {hurt}{because}.{self._no_escape(answer)}"

    def _steps(self, answer: Answer) -> str:
        w = self.words
        if self.rule.replies is Replies.JOINT_IMPROVEMENTS:
            moves = [f"{w.name(s.dm)} were to {w.change(s.dm, s.source, s.target)}" for s in answer.steps]
            return f"if at the same time {join(moves)}, the conflict would land elsewhere"
        willing = self.rule.replies is Replies.IMPROVEMENTS
        told = []
        for k, step in enumerate(answer.steps):
            would = "would rather" if willing else "could"
            then = "then " if k == 0 else "after that "
            said = f"{w.name(step.dm)} {would} {w.change(step.dm, step.source, step.target)}"
            because = w.because(step.dm, step.target, step.source) if willing else ""
            told.append(f"{then}{said}" + (f" (for {because})" if because else ""))
        return join(told)

    def _no_escape(self, answer: Answer) -> str:
        if self.rule.hold is None:
            return ""
        w, dm = self.words, self.c.dm
        if not answer.escapes:
            return f" From there {w.name(dm)} could not move."
        many = len(answer.escapes)
        which = "its one further move" if many == 1 else f"none of its {many} further moves"
        end = "would not help" if many == 1 else "would help"
        return f" From there {which} {end}."

    def undeterred(self) -> list[str]:
        """The move that nothing spoils, and what the others could try."""
        c, w = self.c, self.words
        assert c.undeterred is not None
        reasons = [self._gain(c.undeterred) + "."]
        if self.rule.replies is Replies.NONE:
            return reasons
        reasons.append(self._replies())
        for escaped in c.escaped[:2]:
            away = w.change(c.dm, escaped.answer.lands, escaped.escape)
            steps = self._steps(escaped.answer)
            reasons.append(
                f"It is true that {steps} and hurt {w.name(c.dm)}; but {w.it(c.dm)} could {away}"
                f" ({w.state(escaped.escape)}) and be better off than now after all."
            )
        return reasons

    def _replies(self) -> str:
        c, w = self.c, self.words
        willing = self.rule.replies is not Replies.MOVES
        if c.replies == 0:
            what = "would want to answer it" if willing else "could answer it"
            return f"No one {what}."
        states = "one state" if c.replies == 1 else f"{c.replies} states"
        how = "by moves they would want to make" if willing else "by any moves"
        head = f"The others could bring the conflict to {states} {how}; "
        if c.escaped_count:
            return head + f"where that hurts {w.name(c.dm)}, {w.it(c.dm)} can get away."
        which = "it does not leave" if c.replies == 1 else "none of them leaves"
        return head + f"{which} {w.name(c.dm)} without a gain."


def _them(pronoun: str) -> str:
    return "them" if pronoun == "they" else pronoun
