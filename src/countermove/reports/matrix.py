"""The matrix of evidence against hypotheses for people, as JSON and as CSV with the span behind every cell.

The shape of the JSON is that of ``schemas/matrix.schema.json``.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from countermove._version import __version__
from countermove.evidence.hypotheses import Line, Matrix
from countermove.evidence.store.store import Store
from countermove.stability.wording import join

__all__ = ["matrix_csv", "matrix_data", "matrix_told", "standing_rows"]


def standing_rows(store: Store) -> dict[str, Any]:
    """The rows that stand, by id, in the order of the reports."""
    from countermove.evidence.store import STANDING, Wanted

    return {row.id: row for row in store.rows(Wanted(status=(STANDING,)))}


def matrix_told(matrix: Matrix) -> list[str]:
    """What follows from the matrix, a sentence each; nothing is said for a hypothesis, only against."""
    least = matrix.least()
    if not least:
        return ["Nobody has judged a row yet; countermove fills in no cell."]
    score = min(matrix.scores())
    many = {0: "no row", 1: "one row"}.get(score, f"{score} rows")
    told = [f"Fewest inconsistencies, {many} against: {join(least)}."]
    blanks = [f"{h.id} {n}" for h, n in zip(matrix.hypotheses, matrix.blanks(), strict=True) if n]
    if blanks:
        told.append(f"Not judged: {', '.join(blanks)}. A hypothesis may look well for want of judgement.")
    told += [f"It hangs on {swing.row}: without it {_least(swing.then)}." for swing in matrix.swings()] or [
        "No single row changes which has the fewest."
    ]
    same = [line.id for line in matrix.counted if any(line.verdicts) and not line.diagnosticity]
    if same:
        told.append(f"Tells none of them apart: {', '.join(same)}.")
    gone = [line.id for line in matrix.lines if line.row is None]
    if gone:
        told.append(f"Not counted, since the ledger does not let them stand: {', '.join(gone)}.")
    return told


def _least(ids: tuple[str, ...]) -> str:
    return f"{join(ids)} would have the fewest" if ids else "nothing would be judged"


def matrix_data(ledger: str, title: str, matrix: Matrix) -> dict[str, Any]:
    """The matrix with its scores, what they hang on, and each row's span."""
    totals = zip(matrix.hypotheses, matrix.scores(), matrix.blanks(), strict=True)
    return {
        "countermove": __version__,
        "finding": "matrix",
        "title": title,
        "ledger": ledger,
        "hypotheses": [
            {"id": h.id, "text": h.text, "kind": h.kind, "inconsistent": score, "blank": blank}
            for h, score, blank in totals
        ],
        "rows": [_line(matrix, line) for line in matrix.lines],
        "least_inconsistent": list(matrix.least()),
        "swings": [
            {"row": swing.row, "now": list(swing.now), "without_it": list(swing.then)}
            for swing in matrix.swings()
        ],
    }


def _line(matrix: Matrix, line: Line) -> dict[str, Any]:
    return {
        "id": line.id,
        "stands": line.row is not None,
        **{name: getattr(line.row, name, None) for name in ("source", "start", "end", "words")},
        "speaker": line.row.value("speaker") if line.row else "",
        "hints": list(line.hints),
        "diagnosticity": round(line.diagnosticity, 4),
        "cells": {
            h.id: {"verdict": cell.verdict, "who": cell.who, "at": cell.at, "note": cell.note}
            for h, cell in zip(matrix.hypotheses, line.cells, strict=True)
            if cell is not None
        },
    }


def matrix_csv(matrix: Matrix) -> str:
    """A line for each row with its span, then a column for each hypothesis; scores in the last line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    ids = [h.id for h in matrix.hypotheses]
    writer.writerow(
        ["row", "source", "start", "end", "words", "speaker", "hint", "diagnosticity", *map(_safe, ids)]
    )
    for line in matrix.lines:
        row = line.row
        span = (
            [row.source, row.start, row.end, _safe(row.words), _safe(row.value("speaker"))]
            if row
            else [""] * 5
        )
        hint = "; ".join(line.hints) if row else "does not stand in the ledger: not counted"
        told = f"{line.diagnosticity:.2f}"
        writer.writerow([line.id, *span, _safe(hint), told, *line.verdicts])
    writer.writerow(["inconsistent", *[""] * 7, *matrix.scores()])
    return out.getvalue()


def _safe(text: str) -> str:
    """A text that a spreadsheet takes for no formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
