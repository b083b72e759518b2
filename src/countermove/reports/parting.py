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
        cause, most = group[0]
        states = tuple(sorted({state for _, states in group for state in states}))
        share = 1.0 if len(group) == 1 else len(most) / len(states)
        return Parting(cause, states, f"{self._pull(cause, states)} {self._anchor(cause, share)}")

    def _words(self, reading: str) -> Words:
        return Words(self.comparison.tables[reading].model, self.cite)

    def _pull(self, cause: Cause, states: Sequence[State]) -> str:
        words = self._words(self.falls)
        wants = words.verb(cause.dm, "wants", "want")
        many = f"{len(states)} of them" if len(states) > 1 else "it"
        outcomes = self.comparison.outcomes(states)
        model = self.comparison.model
        listed = [f"{o.name} {outcomes[o.id]}" for o in model.outcomes if outcomes[o.id]]
        both = "; some count twice" if sum(outcomes.values()) > len(states) else ""
        inside = f" ({', '.join(listed)}{both})" if listed and len(states) > 1 else ""
        head = f"In {self.falls} {words.name(cause.dm)} would leave {many}{inside}"
        if cause.pull is None:
            return head + "."
        return f"{head}: {words.it(cause.dm)} {wants} {words.wish(cause.dm, cause.pull)}."

    def _anchor(self, cause: Cause, share: float) -> str:
        """What keeps the decision maker in the reading that holds; `share` says in how many states."""
        words = self._words(self.holds)
        it, wants = words.it(cause.dm), words.verb(cause.dm, "wants", "want")
        head = f"In {self.holds} {it}" if share > 0.5 else f"In {self.holds}, for instance, {it}"
        mostly = "mostly " if 0.5 < share < 1 else ""
        wish = words.wish(cause.dm, cause.anchor) if cause.anchor is not None else ""
        if cause.deterrent is None:
            if not wish:
                return f"{head} would {mostly}gain nothing by it."
            return f"{head} {mostly}{wants} {wish}, and {words.verb(cause.dm, 'stays', 'stay')}."
        lost = f", and lose what {it} {wants} there, namely {wish}" if wish else ""
        return f"{head} would {mostly}be answered{lost}. {self._broken(cause)}"

    def _broken(self, cause: Cause) -> str:
        words = self._words(self.falls)
        assert cause.deterrent is not None
        if cause.gets_away:
            return f"In {self.falls} {words.it(cause.dm)} could get away from such an answer."
        if cause.deterrent == cause.dm:
            return f"In {self.falls} such an answer would not undo {words.its(cause.dm)} gain."
        name = words.name(cause.deterrent)
        if cause.breaks is None:
            has = words.verb(cause.deterrent, "has", "have")
            return f"In {self.falls} {name} {has} no reason to give such an answer."
        wants = words.verb(cause.deterrent, "wants", "want")
        wish = words.wish(cause.deterrent, cause.breaks)
        return f"In {self.falls} {name} would not answer so, for {words.it(cause.deterrent)} {wants} {wish}."


def shared_ground(comparison: Comparison) -> str:
    """One sentence on what the readings have in common, over all concepts."""
    known = [concept for concept in comparison.concepts if comparison.exact(concept)]
    if not known:
        return "What the readings share is known only in part."
    shared = {concept.id: comparison.shared(concept).count for concept in known}
    none = [name for name, count in shared.items() if not count]
    some = [f"{count:,} under {name}" for name, count in shared.items() if count]
    names = join(comparison.readings)
    if len(shared) == 1:
        ((name, count),) = shared.items()
        equilibria = {0: "no equilibrium", 1: "one equilibrium"}.get(count, f"{count:,} equilibria")
        return f"The readings {names} share {equilibria} under {name}."
    if not some:
        return f"The readings {names} share no equilibrium, under any concept."
    if not none:
        return f"The readings {names} share equilibria under every concept: {join(some)}."
    return f"The readings {names} share no equilibrium under {join(none)}; they share {join(some)}."


def shared_plainly(comparison: Comparison) -> str:
    """What the readings have in common, for a reader who does not know the concepts' names."""
    shared = {concept.id: comparison.shared(concept).count for concept in comparison.concepts}
    if not {"Nash", "SEQ", "GMR"} <= set(shared):
        return shared_ground(comparison)
    if shared["Nash"]:
        return f"Not altogether: {_states(shared['Nash'])} firmly in every reading."
    if shared["SEQ"]:
        return f"In part: {_states(shared['SEQ'])} in every reading, though none firmly."
    threats = f"; {_states(shared['GMR'])} in all of them, but by threats only" if shared["GMR"] else ""
    return f"It does. No state can hold in every reading, firmly or once reached{threats}."


def _states(count: int) -> str:
    return "one state can hold" if count == 1 else f"{count:,} states can hold"


def contested_issues(ledger: Ledger) -> Iterator[tuple[str, dict[str, list[str]]]]:
    """Differences between the reports: each as a question, with up to two quotations from every report.

    Extracts whose first issue it is come before those that only touch on it.
    """
    coverage = ledger.coverage()
    for issue in ledger.issues:
        rows = {
            source: sorted(extracts, key=lambda extract: extract.issues[0] != issue.id)[:2]
            for source, extracts in coverage[issue.id].items()
            if extracts
        }
        if issue.question and len(rows) > 1:
            quoted = {s: [ledger.quote(e.id, with_source=False) for e in found] for s, found in rows.items()}
            yield issue.question, quoted
