"""How well dates are found and resolved: against the times that MEANTIME marks, in the manner of TIMEX3.

A row is one text of the corpus, as a mapping: `text`, `dct` (the day it was published),
`full_annotation_until` (times are marked up to there) and `times`, each with `start`, `end`, `type` and
`value`. A time is found if a time of ours overlaps it that no other has taken. A *calendar date* is a marked
time of type DATE whose value begins with a digit (not PAST_REF); it is right if our value is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from countermove.evidence.dates import When, find_dates
from countermove.evidence.ledger import Source
from countermove.evidence.passage import Passage
from countermove.evidence.report import Report

__all__ = ["misses", "score"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def score(lines: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Precision, recall and F1 of all times, and how many calendar dates are found and right."""
    lines = list(lines)
    rows = [_matched(line) for line in lines]
    result: dict[str, float] = {"texts": float(len(lines))}
    marked = [time for line in lines for time in _times(line)]
    for name, bands in (("found", ("found",)), ("all", ("found", "suggestion"))):
        mine = [(when, hit) for row in rows for when, hit in row if when.band in bands]
        hits = [(when, hit) for when, hit in mine if hit is not None]
        result |= _rates(name, len(hits), len(mine), len(marked))
        right = sum(when.value == hit["value"] for when, hit in hits)
        result[f"{name} value F1"] = _rates("", right, len(mine), len(marked))[" F1"]
        dates = [time for time in marked if _is_calendar(time)]
        of_dates = [(when, hit) for when, hit in hits if _is_calendar(hit)]
        result[f"{name} calendar dates found"] = len(of_dates) / max(1, len(dates))
        result[f"{name} calendar dates right"] = sum(w.value == h["value"] for w, h in of_dates) / max(
            1, len(dates)
        )
    return result


def misses(line: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong in a text: ("false" | "missed" | "value", the words)."""
    row = _matched(line)
    taken = {(hit["start"], hit["end"]) for _, hit in row if hit}
    for when, hit in row:
        around = line["text"][max(0, when.span[0] - 40) : when.span[1] + 30]
        if hit is None:
            yield f"false {when.band}", f"{when.value} {around!r}"
        elif hit["value"] != when.value:
            yield "value", f"{when.value} not {hit['value']} {around!r}"
    for time in _times(line):
        if (time["start"], time["end"]) not in taken:
            yield "missed", f"{time['value']} {line['text'][max(0, time['start'] - 40) : time['end'] + 30]!r}"


def _times(line: Mapping[str, Any]) -> list[Any]:
    """The marked times of the part that is marked in full."""
    return [time for time in line["times"] if time["start"] < line["full_annotation_until"]]


def _is_calendar(time: Mapping[str, Any]) -> bool:
    return bool(time["type"] == "DATE" and time["value"][:1].isdigit())


def _rates(name: str, right: int, mine: int, marked: int) -> dict[str, float]:
    precision, recall = right / max(1, mine), right / max(1, marked)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return {f"{name} precision": precision, f"{name} recall": recall, f"{name} F1": f1}


def _published(line: Mapping[str, Any]) -> date | None:
    """The day of publication; where that is garbled, the first day marked, which is the date line."""
    marked = [line["dct"] or "", *(time["value"] for time in sorted(line["times"], key=lambda t: t["start"]))]
    return next((date.fromisoformat(value) for value in marked if _DAY.fullmatch(value)), None)


def _matched(line: Mapping[str, Any]) -> list[tuple[When, Any]]:
    """Each time of the annotated part with the marked time it matches, or None."""
    text, until = line["text"], line["full_annotation_until"]
    passage = Passage(Report(Source("line", "line.txt", ""), text), text, range(len(text)))
    free = sorted(_times(line), key=lambda time: time["end"] - time["start"])
    row: list[tuple[When, Any]] = []
    for when in find_dates(passage, _published(line)):
        start, end = when.span
        if start >= until:
            break
        hit = next((time for time in free if time["start"] < end and start < time["end"]), None)
        if hit is not None:
            free.remove(hit)
        row.append((when, hit))
    return row
