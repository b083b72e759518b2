"""The matrix: rows of evidence against hypotheses, scored as Heuer has it, by inconsistencies.

The analysis of competing hypotheses (R. J. Heuer, Psychology of Intelligence Analysis, 1999, chapter 8)
asks of each piece of evidence whether it is consistent or inconsistent with each hypothesis, or does not
apply, and tries to refute: the hypothesis with the fewest inconsistencies stands best, and evidence that
fits all of them, however much, says nothing for any. Nothing here fills in a cell. Cells that nobody
judged count for nothing, so a hypothesis with many blanks may only look well.

How diagnostic a row is, is given as the share of pairs of hypotheses that it tells apart; that number is
this project's own, Heuer gives none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from countermove.evidence.hypotheses.cells import CONSISTENT, INCONSISTENT, Cell, Cells
from countermove.evidence.links import supports
from countermove.evidence.rows import Row
from countermove.model.conflict import Conflict

__all__ = ["Hypothesis", "Line", "Matrix", "Swing", "build", "hypotheses_of"]


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A claim to be tried: `kind` is "outcome" or "reading" of a model, or "own" for a free text.

    `cites` are the rows that a reading of the model cites, `part` by part: a hint for whoever judges.
    """

    id: str
    text: str
    kind: str = "own"
    cites: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of evidence: its cells in the order of the hypotheses, None where nobody judged.

    `row` is None for an id that the ledger does not have or no longer lets stand: its cells do not count.
    """

    id: str
    row: Row | None
    cells: tuple[Cell | None, ...]
    hints: tuple[str, ...]

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts, "" where there is none."""
        return tuple(cell.verdict if cell else "" for cell in self.cells)

    @property
    def diagnosticity(self) -> float:
        """The share of pairs of hypotheses, from 0 to 1, one consistent with it and one inconsistent."""
        pairs = list(combinations(self.verdicts, 2))
        apart = sum({one, other} == {CONSISTENT, INCONSISTENT} for one, other in pairs)
        return apart / len(pairs) if pairs else 0.0


@dataclass(frozen=True, slots=True)
class Swing:
    """A row without which other hypotheses would have the fewest inconsistencies: `then` instead of `now`."""

    row: str
    now: tuple[str, ...]
    then: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Hypotheses across, rows of evidence down."""

    hypotheses: tuple[Hypothesis, ...]
    lines: tuple[Line, ...]

    @property
    def counted(self) -> tuple[Line, ...]:
        """The lines that count: their row stands in the ledger."""
        return tuple(line for line in self.lines if line.row is not None)

    def scores(self, without: str = "") -> tuple[int, ...]:
        """The number of inconsistencies of each hypothesis; one row may be left out."""
        lines = [line for line in self.counted if line.id != without]
        return tuple(
            sum(line.verdicts[k] == INCONSISTENT for line in lines) for k in range(len(self.hypotheses))
        )

    def least(self, without: str = "") -> tuple[str, ...]:
        """The hypotheses with the fewest inconsistencies; none if nothing was judged."""
        scores = self.scores(without)
        if not scores or not any(any(line.verdicts) for line in self.counted if line.id != without):
            return ()
        return tuple(h.id for h, n in zip(self.hypotheses, scores, strict=True) if n == min(scores))

    def blanks(self) -> tuple[int, ...]:
        """How many cells of each hypothesis nobody judged."""
        return tuple(sum(not line.verdicts[k] for line in self.counted) for k in range(len(self.hypotheses)))

    def swings(self) -> tuple[Swing, ...]:
        """The single rows on which it hangs which hypotheses have the fewest inconsistencies."""
        now = self.least()
        then = ((line.id, self.least(line.id)) for line in self.counted if INCONSISTENT in line.verdicts)
        return tuple(Swing(row, now, least) for row, least in then if least != now)


def hypotheses_of(
    conflict: Conflict, cells: Cells, kinds: Collection[str] = ("outcome", "own")
) -> list[Hypothesis]:
    """A model's outcomes by id, its readings as ``reading:ID``, and the analyst's own hypotheses."""
    found = []
    if "outcome" in kinds:
        found += [Hypothesis(o.id, o.means or o.name or o.id, "outcome") for o in conflict.outcomes]
    if "reading" in kinds:
        found += [
            Hypothesis(f"reading:{r.id}", r.name or r.id, "reading", _cited(conflict, r.id))
            for r in conflict.readings
        ]
    if "own" in kinds:
        taken = {each.id for each in found}
        found += [Hypothesis(id, text) for id, text in cells.own.items() if id not in taken]
    return found


def _cited(conflict: Conflict, reading: str) -> dict[str, str]:
    """The rows that a reading cites, each with the part of the model that cites it first."""
    cited: dict[str, str] = {}
    for support in supports(conflict):
        if support.reading == reading:
            for row in support.evidence:
                cited.setdefault(row, support.part)
    return cited


def build(
    hypotheses: Sequence[Hypothesis], cells: Cells, rows: Mapping[str, Row], more: Iterable[str] = ()
) -> Matrix:
    """The matrix: a line for each row that was judged, is cited by a hypothesis, or is wanted besides.

    `rows` are those that stand, by id. Lines come in the order of the reports.
    """
    wanted = {h.id for h in hypotheses}
    judged = [row for hypothesis, row in cells.cells if hypothesis in wanted]
    cited = [row for hypothesis in hypotheses for row in hypothesis.cites]
    order = {id: k for k, id in enumerate(rows)}
    ids = sorted(dict.fromkeys([*judged, *cited, *more]), key=lambda id: (order.get(id, len(order)), id))
    lines = [
        Line(
            id,
            rows.get(id),
            tuple(cells.cells.get((h.id, id)) for h in hypotheses),
            tuple(f"cited by {h.id}: {h.cites[id]}" for h in hypotheses if id in h.cites),
        )
        for id in ids
    ]
    return Matrix(tuple(hypotheses), tuple(lines))
