"""How well figures are found: against the values that MEANTIME marks as money, percent and quantity.

A row is one text of the corpus, as a mapping: `text`, `dct` (the day it was published),
`full_annotation_until` (values are marked up to there) and `values` and `times`, each with `start`, `end`
and `type`. A figure is right if it overlaps a value that no other figure took; a range may take both of its
numbers. A value that holds others ("25,000 to 30,000" besides its two numbers) is left out. MEANTIME marks
spans of time as times, seldom as values; so those that overlap no value are left out, and only counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from countermove.evidence.figures import Figure, find_figures
from countermove.evidence.figures.words import word_set
from countermove.evidence.ledger import Source
from countermove.evidence.passage import Passage
from countermove.evidence.report import Report

__all__ = ["misses", "score"]

#: The units of spans of time.
_TIMES = word_set("seconds minutes hours days weeks fortnights months years decades centuries")


def score(lines: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Precision, recall and F1 of values, and recall by type; `all` counts suggestions too."""
    lines = list(lines)
    rows = [_matched(line) for line in lines]
    result: dict[str, float] = {"texts": float(len(lines))}
    for name, bands in (("found", ("found",)), ("all", ("found", "suggestion"))):
        marked = sum(len(_values(line)) for line in lines)
        of_band = [(f, hits) for row in rows for f, hits in row if f.band in bands]
        mine = [(f, hits) for f, hits in of_band if hits or f.unit not in _TIMES]
        taken = [hit for _, hits in mine for hit in hits]
        precision = sum(bool(hits) for _, hits in mine) / max(1, len(mine))
        recall = len(taken) / max(1, marked)
        result |= {f"{name} precision": precision, f"{name} recall": recall}
        result[f"{name} F1"] = 2 * precision * recall / max(1e-9, precision + recall)
        for kind in ("MONEY", "PERCENT", "QUANTITY"):
            of_kind = sum(value["type"] == kind for line in lines for value in _values(line))
            result[f"{name} recall {kind.lower()}"] = sum(h["type"] == kind for h in taken) / max(1, of_kind)
    result["spans of time"] = sum(f.unit in _TIMES for row in rows for f, _ in row)
    result["spans of time found"] = sum(
        f.unit in _TIMES and f.band == "found" for row in rows for f, _ in row
    )
    return result


def misses(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong in a text: ("false" | "missed", the words)."""
    row = _matched(line)
    taken = {(hit["start"], hit["end"]) for _, hits in row for hit in hits}
    for figure, hits in row:
        if not hits and figure.unit not in _TIMES:
            yield f"false {figure.band}", line["text"][max(0, figure.span[0] - 40) : figure.span[1] + 30]
    for value in _values(line):
        if (value["start"], value["end"]) not in taken:
            yield "missed", line["text"][max(0, value["start"] - 40) : value["end"] + 30]


def _values(line: Mapping[str, Any]) -> list[Any]:
    """The marked values that hold no other, of the part that is marked in full."""
    marked = [value for value in line["values"] if value["start"] < line["full_annotation_until"]]
    return [one for one in marked if not any(_holds(one, two) for two in marked if two is not one)]


def _holds(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    return bool(one["start"] <= two["start"] and two["end"] <= one["end"])


def _matched(line: Mapping[str, Any]) -> list[tuple[Figure, list[Any]]]:
    """Each figure of the annotated part with the values it takes: one, or two if it is a range."""
    text, until = line["text"], line["full_annotation_until"]
    passage = Passage(Report(Source("line", "line.txt", ""), text), text, range(len(text)))
    free = _values(line)
    row: list[tuple[Figure, list[Any]]] = []
    for figure in find_figures(passage):
        start, end = figure.span
        if start >= until:
            break
        hits = [value for value in free if value["start"] < end and start < value["end"]]
        hits = hits[: 2 if figure.high else 1]
        free = [value for value in free if value not in hits]
        row.append((figure, hits))
    return row
