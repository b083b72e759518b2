"""Where two readings part, in sentences: who leaves in one and not in the other, and for which wish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.evidence.ledger import Ledger
from countermove.model.states import State
from countermove.stability.comparison import Cause, Comparison
from countermove.stability.concept import Concept
from countermove.stability.wording import Cite, Words, join, no_citation

__all__ = ["Parting", "contested_issues", "partings", "shared_ground", "shared_plainly"]


@dataclass(frozen=True, slots=True)
class Parting:
    """One reason why states of one reading fall in another, told in a sentence or two."""

    cause: Cause
    states: tuple[State, ...]
    told: str


def partings(
    comparison: Comparison,
    concept: Concept,
    holds: str,
    falls: str,
    *,
    cite: Cite = no_citation,
    most: int | None = 4,
) -> list[Parting]:
    """The reasons why equilibria of `holds` fall in `falls`, those that concern most states first.

    Causes with the same decision maker and the same wish behind its leaving are told together.
    """
    groups: dict[tuple[int, int | None], list[tuple[Cause, list[State]]]] = {}
    for cause, states in comparison.causes(concept, holds, falls):
        groups.setdefault((cause.dm, cause.pull), []).append((cause, states))
    teller = _Teller(comparison, holds, falls, cite)
    ordered = sorted(groups.values(), key=lambda group: -sum(len(states) for _, states in group))
    return [teller.parting(group) for group in ordered[:most]]


@dataclass(frozen=True)
class _Teller:
    comparison: Comparison
    holds: str
    falls: str
    cite: Cite

    def parting(self, group: Sequence[tuple[Cause, list[State]]]) -> Parting:
        cause, _ = group[0]
        states = tuple(sorted({state for _, states in group for state in states}))
        return Parting(cause, states, f"{self._pull(cause, states)} {self._anchor(cause, len(group))}")

    def _words(self, reading: str) -> Words:
        return Words(self.comparison.tables[reading].model, self.cite)

    def _pull(self, cause: Cause, states: Sequence[State]) -> str:
        words = self._words(self.falls)
        wants = words.verb(cause.dm, "wants", "want")
        many = f"{len(states)} of them" if len(states) > 1 else "it"
        outcomes = self.comparison.outcomes(states)
        model = self.comparison.model
        listed = [f"{o.name} {outcomes[o.id]}" for o in model.outcomes if outcomes[o.id]]
        inside = f" ({', '.join(listed)})" if listed and len(states) > 1 else ""
        head = f"In {self.falls} {words.name(cause.dm)} would leave {many}{inside}"
        if cause.pull is None:
            return head + "."
        return f"{head}: {words.it(cause.dm)} {wants} {words.wish(cause.dm, cause.pull)}."

    def _anchor(self, cause: Cause, kinds: int) -> str:
        words = self._words(self.holds)
        it, wants = words.it(cause.dm), words.verb(cause.dm, "wants", "want")
        mostly = "mostly " if kinds > 1 else ""
        if cause.deterrent is None:
            if cause.anchor is None:
                return f"In {self.holds} it would gain nothing by it."
            return f"In {self.holds} {it} {mostly}{wants} {words.wish(cause.dm, cause.anchor)}, and stays."
        wish = words.wish(cause.dm, cause.anchor) if cause.anchor is not None else ""
        lost = f", and lose what {it} {wants} there: {wish}" if wish else ""
        return f"In {self.holds} {it} would {mostly}be answered{lost}. {self._broken(cause)}"

    def _broken(self, cause: Cause) -> str:
        words = self._words(self.falls)
        assert cause.deterrent is not None
        if cause.deterrent == cause.dm:
            return f"In {self.falls} that answer would not undo its gain."
        name = words.name(cause.deterrent)
        if cause.breaks is None:
            return f"In {self.falls} {name} has no reason to give that answer."
        wants = words.verb(cause.deterrent, "wants", "want")
        return f"In {self.falls} {name} would not answer so, for {words.it(cause.deterrent)} {wants} " + (
            f"{words.wish(cause.deterrent, cause.breaks)}."
        )


def shared_ground(comparison: Comparison) -> str:
    """One sentence on what the readings have in common, over all concepts."""
    shared = {concept.id: len(comparison.shared(concept)) for concept in comparison.concepts}
    none = [name for name, count in shared.items() if not count]
    some = [f"{count} under {name}" for name, count in shared.items() if count]
    names = join(comparison.readings)
    if not some:
        return f"The readings {names} share no equilibrium, under any concept."
    if not none:
        return f"The readings {names} share equilibria under every concept: {join(some)}."
    return f"The readings {names} share no equilibrium under {join(none)}; they share {join(some)}."


def shared_plainly(comparison: Comparison) -> str:
    """What the readings have in common, for a reader who does not know the concepts' names."""
    shared = {concept.id: len(comparison.shared(concept)) for concept in comparison.concepts}
    if not {"Nash", "SEQ", "GMR"} <= set(shared):
        return shared_ground(comparison)
    if shared["Nash"]:
        return f"Not altogether: {_states(shared['Nash'])} firmly in every reading."
    if shared["SEQ"]:
        return f"In part: {_states(shared['SEQ'])} in every reading, though none firmly."
    threats = f"; {_states(shared['GMR'])} in all of them, but by threats only" if shared["GMR"] else ""
    return f"It does. No state can hold in every reading, firmly or once reached{threats}."


def _states(count: int) -> str:
    return "one state can hold" if count == 1 else f"{count} states can hold"


def contested_issues(ledger: Ledger) -> Iterator[tuple[str, list[str]]]:
    """Differences between the reports, each as a question with a quotation from every report on it."""
    coverage = ledger.coverage()
    for issue in ledger.issues:
        rows = coverage[issue.id]
        if issue.question and sum(bool(extracts) for extracts in rows.values()) > 1:
            yield issue.question, [ledger.quote(extracts[0].id) for extracts in rows.values() if extracts]
