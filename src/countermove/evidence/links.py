"""Links: which parts of a model rest on which extracts, and which rest on nothing.

Every option, exclusion and preference statement may cite extracts or state an assumption. Where a
conflict has a ledger, a citation of an unknown extract is a mistake and a statement with neither is
worth a warning.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from countermove.errors import Path, Problem, did_you_mean
from countermove.evidence.ledger import Ledger
from countermove.model.conflict import Conflict

__all__ = ["Support", "check_links", "supports"]


@dataclass(frozen=True, slots=True)
class Support:
    """One part of a model and what it rests on. `part` says in words which part it is."""

    path: Path
    part: str
    evidence: tuple[str, ...]
    assumption: str
    needs_support: bool
    reading: str = ""


def supports(conflict: Conflict) -> Iterator[Support]:
    """Every part of a conflict that can cite evidence."""
    for i, dm in enumerate(conflict.decision_makers):
        yield Support(("decision_makers", i), f"decision maker {dm.id}", dm.evidence, "", False)
        for j, option in enumerate(dm.options):
            path: Path = ("decision_makers", i, "options", j)
            yield Support(path, f"option {dm.id}.{option.id}", option.evidence, option.assumption, True)
    for i, exclusion in enumerate(conflict.exclusions):
        yield Support(
            ("exclusions", i), f"exclusion {i + 1}", exclusion.evidence, exclusion.assumption, False
        )
    for i, wish in enumerate(conflict.preferences):
        for j, statement in enumerate(wish.statements):
            path = ("preferences", i, "statements", j)
            part = f"statement {j + 1} of {wish.dm}"
            yield Support(path, part, statement.evidence, statement.assumption, True, wish.reading)
    for i, scale in enumerate(conflict.scales):
        for j, row in enumerate(scale.positions):
            part = f"position of {row.dm} on {scale.id}"
            path = ("scales", i, "positions", j)
            yield Support(path, part, row.evidence, row.assumption, True, row.reading)


def check_links(conflict: Conflict, ledger: Ledger | None) -> list[Problem]:
    """Citations of extracts that do not exist; parts that rest on nothing; words from another reading.

    Without a ledger only citations are a problem.
    """
    problems: list[Problem] = []
    source_of = {reading.id: reading.source for reading in conflict.readings}
    for i, reading in enumerate(conflict.readings):
        if ledger is not None and reading.source and reading.source not in ledger.source_by_id:
            cure = did_you_mean(reading.source, ledger.source_by_id)
            problems.append(
                Problem(f'there is no source "{reading.source}"', cure, ("readings", i, "source"))
            )
    for support in supports(conflict):
        if ledger is None:
            if support.evidence:
                what = "evidence is cited, but the model names no ledger"
                problems.append(Problem(what, 'Add ledger = "FILE".', (*support.path, "evidence")))
            continue
        problems.extend(_unknown(support, ledger))
        problems.extend(_foreign(support, ledger, source_of.get(support.reading, "")))
        if support.needs_support and not support.evidence and not support.assumption:
            what = f"{support.part} cites no evidence and states no assumption"
            cure = "Cite an extract, or give the argument as assumption = ..."
            problems.append(Problem(what, cure, support.path, warning=True))
    return problems


def _unknown(support: Support, ledger: Ledger) -> Iterator[Problem]:
    for k, cited in enumerate(support.evidence):
        if cited not in ledger.by_id:
            cure = did_you_mean(cited, ledger.by_id, list_all=False)
            path = (*support.path, "evidence", k)
            yield Problem(f'there is no extract "{cited}" in the ledger', cure, path)


def _foreign(support: Support, ledger: Ledger, source: str) -> Iterator[Problem]:
    """A statement of one reading that cites only another report rests on nothing of its own."""
    known = [ledger.by_id[cited] for cited in support.evidence if cited in ledger.by_id]
    if source and known and not support.assumption and all(row.source != source for row in known):
        yield Problem(
            f'{support.part} of the reading "{support.reading}" cites only other reports',
            f"Cite words of {source}, or give the argument as assumption = ...",
            (*support.path, "evidence"),
            warning=True,
        )
