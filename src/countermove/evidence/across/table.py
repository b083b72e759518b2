"""One issue across reports: a column for each report, by day of publication, and a line for each speaker.

What stands in all reports and what stands in one alone are told alike: a report that is silent on
something is a finding as well. A report was written on its day: it cannot know what came after.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from countermove.evidence.across.issues import Placed, place_rows
from countermove.evidence.across.material import Material
from countermove.evidence.ledger import Issue, Source
from countermove.evidence.rows import Row

__all__ = ["AUTHOR", "UNDECIDED", "IssueTable", "Line", "issue_tables"]

#: The line of what reports say in their own voice.
AUTHOR = ""
#: The line of figures and the like that stand in words about which nobody has decided yet.
UNDECIDED = "words in the tray"
_NOBODY = (AUTHOR, UNDECIDED)


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker says on an issue, by report; `AUTHOR` is each report's own voice."""

    speaker: str
    cells: Mapping[str, tuple[Placed, ...]]

    @property
    def sources(self) -> tuple[str, ...]:
        """The reports that have it, in the order of the columns."""
        return tuple(source for source, cell in self.cells.items() if cell)


@dataclass(frozen=True)
class IssueTable:
    """An issue with its columns and lines; those in most reports first, then those with most rows.

    `suggested` are rows that may belong to it, by likeness; they stand in no line.
    """

    issue: Issue
    columns: tuple[Source, ...]
    lines: tuple[Line, ...]
    suggested: tuple[Placed, ...] = ()

    @property
    def silent(self) -> tuple[str, ...]:
        """The reports that have nothing on it."""
        return tuple(c.id for c in self.columns if not any(line.cells[c.id] for line in self.lines))

    def shared(self) -> tuple[Line, ...]:
        """Speakers whom more than one report has on it."""
        return tuple(line for line in self._speakers() if len(line.sources) > 1)

    def only_in(self, source: str) -> tuple[Line, ...]:
        """Speakers whom one report alone has on it."""
        return tuple(line for line in self._speakers() if line.sources == (source,))

    def _speakers(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.speaker not in _NOBODY)


def issue_tables(
    material: Material, issues: Collection[Issue] | None = None, *, like: bool = True
) -> list[IssueTable]:
    """The tables of some issues, those of the material by default, in their order."""
    wanted = tuple(material.issues if issues is None else issues)
    placed = place_rows(material, wanted, like=like)
    return [_table(material, issue, placed[issue.id]) for issue in wanted]


def _table(material: Material, issue: Issue, placed: Sequence[Placed]) -> IssueTable:
    columns = material.columns
    firm = _without_doubles([each for each in placed if each.how != "like"])
    by_speaker: dict[str, dict[str, list[Placed]]] = {}
    for each in firm:
        cells = by_speaker.setdefault(_speaker(material, each), {column.id: [] for column in columns})
        if each.row.source in cells:
            cells[each.row.source].append(each)
    lines = [Line(who, {s: tuple(cell) for s, cell in cells.items()}) for who, cells in by_speaker.items()]
    return IssueTable(
        issue,
        columns,
        tuple(sorted(lines, key=_rank)),
        tuple(each for each in placed if each.how == "like"),
    )


def _speaker(material: Material, placed: Placed) -> str:
    """Who says it; for a figure that stands in somebody's words, that somebody."""
    row = placed.row
    passed = {row.id}
    while row.kind != "statement" and (inside := row.value("inside")) and inside not in passed:
        if inside not in material.by_id:
            return UNDECIDED
        row = material.by_id[inside]
        passed.add(inside)
    return row.value("speaker") or (_words_of_speaker(placed) if row.kind == "statement" else AUTHOR)


def _words_of_speaker(placed: Placed) -> str:
    part = placed.row.part("speaker")
    return f"“{part.words}”" if part else "somebody"


def _without_doubles(placed: Sequence[Placed]) -> list[Placed]:
    """Rows without those that say again what another does.

    Those are figures and events within the words of a statement or claim, and the author's sentence
    around a statement that is listed.
    """
    spans: dict[str, list[Row]] = {}
    for each in placed:
        if each.row.kind in ("statement", "claim"):
            spans.setdefault(each.row.source, []).append(each.row)
    return [each for each in placed if not _is_double(each.row, spans.get(each.row.source, ()))]


def _is_double(row: Row, whole: Sequence[Row]) -> bool:
    if row.kind == "statement":
        return False
    if row.kind == "claim":
        return any(o.kind == "statement" and row.start <= o.start and o.end <= row.end for o in whole)
    return any(other.start <= row.start and row.end <= other.end for other in whole)


def _rank(line: Line) -> tuple[bool, int, int, str]:
    many = sum(len(cell) for cell in line.cells.values())
    return (line.speaker in _NOBODY, -len(line.sources), -many, line.speaker)
