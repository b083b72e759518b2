"""The answer in a few sentences, for a reader who has never heard of solution concepts.

How firmly a named outcome can hold is told in three degrees. *Firmly*: no one could do better by
moving alone (Nash). *Once it is reached*: whoever could do better would meet answers that the others
want to make (SEQ). *By threats only*: whoever could do better can be hurt, whatever that costs the
others (GMR). The rest never holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from countermove.model.graph import NamedOutcome
from countermove.stability.table import StabilityTable
from countermove.stability.wording import Words, join

__all__ = ["degrees", "headlines", "status_quo"]

#: Degree, the concept that defines it, and how a sentence about it begins.
_DEGREES = (
    ("Nash", "Can hold firmly, since no one could do better by moving alone"),
    ("SEQ", "Can hold once reached, since whoever left would be answered by moves the others want to make"),
    ("GMR", "Can hold by threats only, which those who make them might not want to carry out"),
)


def headlines(table: StabilityTable) -> list[str]:
    """What holds, in sentences; empty where the classical concepts were not asked for."""
    return [*status_quo(table), *_degree_sentences(table)]


def status_quo(table: StabilityTable) -> list[str]:
    """Whether the status quo holds, and who would leave it."""
    state, known = table.model.status_quo, _known(table)
    if state is None or "Nash" not in known:
        return []
    words = Words(table.model)
    leaving = [dm for dm in range(table.model.size) if not table.is_stable("Nash", dm, state)]
    if not leaving:
        return ["The status quo holds firmly: no one could do better by moving alone."]
    who = join([words.name(dm) for dm in leaving])
    who = who[:1].upper() + who[1:]
    for concept, told in (
        ("SEQ", "but would be answered by moves that the others want to make, so it can hold."),
        ("GMR", "and only threats that the others might not want to carry out could keep it."),
    ):
        if concept in known and all(table.is_stable(concept, dm, state) for dm in range(table.model.size)):
            return [f"{who} could do better by leaving the status quo, {told}"]
    return [f"The status quo does not hold: {who} would leave it, and no answer of the others prevents it."]


def _known(table: StabilityTable) -> set[str]:
    """The concepts whose equilibria are known exactly: of bounds no sentence is made."""
    return {concept.id for concept in table.concepts if table.exact(concept)}


def degrees(table: StabilityTable) -> dict[str, list[tuple[NamedOutcome, int, int]]]:
    """For each degree the outcomes whose best states reach it: (outcome, states that do, all states).

    The degree "" holds the outcomes none of whose states is an equilibrium.
    """
    known = _known(table)
    found: dict[str, list[tuple[NamedOutcome, int, int]]] = {concept: [] for concept, _ in _DEGREES}
    found[""] = []
    for outcome in table.model.outcomes:
        for concept in [c for c, _ in _DEGREES if c in known] + [""]:
            count = table.holding(concept).where(outcome.statement).count if concept else 0
            if count or not concept:
                found[concept].append((outcome, count, table.where(outcome.statement).count))
                break
    return found


def _degree_sentences(table: StabilityTable) -> Iterator[str]:
    known = _known(table)
    if not table.model.outcomes or not {"Nash", "SEQ", "GMR"} <= known:
        return
    found = degrees(table)
    for concept, said in _DEGREES:
        if found[concept]:
            listed = [f"{o.name} ({_of(count, total)})" for o, count, total in found[concept]]
            yield f"{said}: {join(listed)}."
        if concept == "Nash":
            yield from _firm_states(table)
    if found[""]:
        yield f"Never holds: {join([outcome.name for outcome, _, _ in found['']])}."


def _firm_states(table: StabilityTable) -> Iterator[str]:
    """What the states that hold firmly are, if they are few and not the status quo."""
    if table.holding("Nash").count > 2 or not table.model.states.options:
        return
    firm = table.equilibria("Nash")
    words = Words(table.model)
    for state in firm:
        if state != table.model.status_quo:
            alone = "The one state that holds firmly is" if len(firm) == 1 else "Firm is"
            yield f"{alone} {words.state(state)}: {words.choices(state)}."


def _of(count: int, total: int) -> str:
    return f"{count:,} of {total:,} states" if total != 1 else "its one state"
