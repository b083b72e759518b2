"""Scales: a question that is bargained over by degrees, and where each party stands on it.

A scale runs from 0 to 100; its marks say in words what some of its points mean. A `Position` gives,
for one decision maker in one reading, ranges rather than numbers, because reports do not give
numbers: where it stands, how much it cares (`salience`, 0 to 100), and what it can bring to bear
(`influence`, 0 or more). Scales are represented, checked and shown; no state depends on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from countermove.errors import Path, Problem, clip, did_you_mean

__all__ = ["Mark", "Position", "Range", "Scale", "check_scales"]

Number = int | Decimal
#: The lowest and the highest value that the evidence admits.
Range = tuple[Number, Number]


@dataclass(frozen=True, slots=True)
class Mark:
    """What a point of a scale means."""

    at: Number
    means: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where a decision maker stands on a scale in one reading, as ranges, and what that rests on."""

    dm: str
    position: Range
    salience: Range
    influence: Range
    reading: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A question of degree, from 0 to 100, with its marks and the parties' positions."""

    id: str
    name: str = ""
    marks: tuple[Mark, ...] = ()
    positions: tuple[Position, ...] = ()


def check_scales(scales: Sequence[Scale], dms: Sequence[str], readings: Sequence[str]) -> Iterator[Problem]:
    """Every mistake in some scales: ranges, marks, unknown decision makers and readings."""
    seen: set[str] = set()
    for i, scale in enumerate(scales):
        path: Path = ("scales", i)
        if scale.id in seen:
            yield Problem(
                f'there is another scale called "{clip(scale.id)}"', "Give each an id.", (*path, "id")
            )
        seen.add(scale.id)
        yield from _check_marks(scale, path)
        told: set[tuple[str, str]] = set()
        for j, position in enumerate(scale.positions):
            yield from _check_position(position, dms, readings, (*path, "positions", j))
            if (position.dm, position.reading) in told:
                what = f'"{clip(position.dm)}" has a position twice'
                yield Problem(what, "Give one range for each reading.", (*path, "positions", j, "dm"))
            told.add((position.dm, position.reading))


def _check_marks(scale: Scale, path: Path) -> Iterator[Problem]:
    values = [mark.at for mark in scale.marks]
    for j, value in enumerate(values):
        where = (*path, "marks", j, "at")
        if not 0 <= value <= 100:
            yield Problem(f"the mark {value} is not between 0 and 100", "", where)
        elif j and value <= values[j - 1]:
            yield Problem("the marks do not rise", "Order them from 0 to 100.", where)


def _check_position(
    position: Position, dms: Sequence[str], readings: Sequence[str], path: Path
) -> Iterator[Problem]:
    if position.dm not in dms:
        cure = did_you_mean(position.dm, dms)
        yield Problem(f'there is no decision maker "{clip(position.dm)}"', cure, (*path, "dm"))
    if position.reading not in readings:
        cure = did_you_mean(position.reading, [reading for reading in readings if reading])
        what = (
            f'there is no reading "{clip(position.reading)}"'
            if position.reading
            else "the position names no reading"
        )
        yield Problem(what, cure, (*path, "reading"))
    for name in ("position", "salience", "influence"):
        low, high = getattr(position, name)
        if low > high:
            yield Problem(f"{low} to {high} runs backwards", "Give the lower end first.", (*path, name))
        elif low < 0 or (high > 100 and name != "influence"):
            bound = "0 or more" if name == "influence" else "between 0 and 100"
            yield Problem(f"{low} to {high} is not {bound}", "", (*path, name))
