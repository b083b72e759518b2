"""`countermove scales`: where the parties stand on questions of degree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.evidence.ledger import Ledger
    from countermove.model.scales import Position, Range, Scale

__all__ = ["command"]

_WIDTH = 21


@click.command("scales")
@show.model_argument
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@show.as_json
def command(model: str, readings: Sequence[str], json_: bool) -> None:
    """Where the parties stand on questions of degree, in each reading and on whose word.

    Positions, salience and influence are ranges, since reports do not give numbers. They are shown,
    not analysed: no state depends on them.
    """
    from countermove.errors import NotApplicable, Problem
    from countermove.reports.data import scales_data

    case = show.open_case(model)
    chosen = show.choose_readings(case.conflict, readings)
    if not case.conflict.scales:
        raise NotApplicable(
            Problem("the model has no scale", "Add [[scales]]; see the model file's reference.")
        )
    if json_:
        show.print_json(scales_data(case.conflict, chosen))
        return
    out = show.console()
    names = {dm.id: dm.name or dm.id for dm in case.conflict.decision_makers}
    for scale in case.conflict.scales:
        _print_scale(out, scale)
        for reading in chosen:
            name = show.reading_name(case.conflict, reading)
            out.print(show.bold(f"\n{name}\n") if name else "")
            rows = [row for row in scale.positions if row.reading == reading]
            out.print(_table(rows, names))
            out.print()
            out.print(show.definitions([(names[row.dm], _rests(row, case.ledger)) for row in rows]))


def _print_scale(out: Console, scale: Scale) -> None:
    out.print(show.bold(f"\n{scale.name or scale.id}", ", from 0 to 100\n"))
    out.print(show.definitions([(str(mark.at), mark.means) for mark in scale.marks], indent=2))


def _table(rows: Sequence[Position], names: dict[str, str]) -> object:
    made = show.table("decision maker", "position", "0 to 100", "salience", "influence")
    for row in rows:
        ranges = [_range(values) for values in (row.position, row.salience, row.influence)]
        made.add_row(names[row.dm], ranges[0], _bar(row.position), *ranges[1:])
    return made


def _rests(row: Position, ledger: Ledger | None) -> str:
    """What a position rests on: words of the reports, then the argument."""
    quoted = show.citer(ledger, most=2)(row.evidence)
    return ". ".join(part for part in (quoted, row.assumption) if part)


def _range(values: Range) -> str:
    return f"{values[0]}" if values[0] == values[1] else f"{values[0]} to {values[1]}"


def _bar(values: Range) -> str:
    """The range as a stretch of a line from 0 to 100."""
    low, high = (round(float(value) / 100 * (_WIDTH - 1)) for value in values)
    return "".join("#" if low <= k <= high else "." for k in range(_WIDTH))
