"""`countermove ledger keep`, `drop`, `edit` and `undo`: what people make of the rows, logged for good."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, ledger_argument, open_desk, sources_option, who_option

__all__ = ["COMMANDS", "changes_of", "edit_row"]


@click.command("keep")
@ledger_argument
@click.argument("rows", metavar="ROW...", nargs=-1, required=True)
@who_option
@click.option("--note", default="", help="Why, for the log.")
@show.as_json
def keep(ledger: str, rows: Sequence[str], who: str, note: str, json_: bool) -> None:
    """Let rows stand, suggestions above all. A single - takes the rows from standard input."""
    _decide(open_desk(ledger), _named(rows), "keep", who, note, json_)


@click.command("drop")
@ledger_argument
@click.argument("rows", metavar="ROW...", nargs=-1, required=True)
@who_option
@click.option("--note", default="", help="Why, for the log.")
@show.as_json
def drop(ledger: str, rows: Sequence[str], who: str, note: str, json_: bool) -> None:
    """Take rows out of the ledger; show --dropped lists them. A single - takes them from standard input."""
    _decide(open_desk(ledger), _named(rows), "drop", who, note, json_)


def _named(rows: Sequence[str]) -> list[str]:
    if list(rows) != ["-"]:
        return list(rows)
    return sys.stdin.read().split()


def _decide(desk: Desk, rows: Sequence[str], deed: str, who: str, note: str, json_: bool) -> None:
    desk.store.decide(rows, deed, who, note=note)
    if json_:
        _print_log(desk, len(set(rows)))
        return
    done = {"keep": "kept", "drop": "dropped"}[deed]
    what = rows[0] if len(set(rows)) == 1 else f"{len(set(rows))} rows"
    click.echo(f"{what}: {done} by {who}.")


@click.command("edit")
@ledger_argument
@click.argument("row", metavar="ROW")
@click.argument("changes", metavar="NAME=VALUE...", nargs=-1, required=True)
@who_option
@click.option("--note", default="", help="Why, for the log.")
@sources_option
@show.as_json
def edit(
    ledger: str, row: str, changes: Sequence[str], who: str, note: str, folders: Sequence[Path], json_: bool
) -> None:
    """Put something right in a row: speaker="A. Minister", act=denies, amount=1500000, ...

    With start= and end= (offsets in the source) the words are taken anew from the source, which must be at
    hand. An edit by itself neither keeps nor drops a row.
    """
    desk = open_desk(ledger, folders)
    said = edit_row(desk, row, changes_of(changes), who, note)
    if json_:
        _print_log(desk, len(changes))
    else:
        click.echo(said)


def changes_of(texts: Sequence[str]) -> dict[str, str]:
    """What NAME=VALUE says. Raises `EvidenceError`."""
    from countermove.errors import EvidenceError, Problem, clip

    wrong = [text for text in texts if "=" not in text]
    if wrong:
        cure = 'Write NAME=VALUE, such as speaker="A. Minister".'
        raise EvidenceError([Problem(f'"{clip(text)}" is no change', cure) for text in wrong])
    return {name.strip(): value.strip() for name, _, value in (text.partition("=") for text in texts)}


def edit_row(desk: Desk, row: str, changes: dict[str, str], who: str, note: str = "") -> str:
    """Edit a row, and say what it is now. Raises `EvidenceError`."""
    from countermove.reports.ledger import how, one_line
    from countermove.reports.ledger import who as spoken

    found = desk.store.row(row)
    text = desk.checker.text(found) if {"start", "end"} & changes.keys() else None
    now = desk.store.edit(row, changes, who, note=note, text=text)
    about = ": ".join(part for part in (spoken(now), how(now)) if part)
    return f"{row} is now  {about}  “{one_line(now.words)}”"


@click.command("undo")
@ledger_argument
@click.argument("row", metavar="[ROW]", default="")
@who_option
@show.as_json
def undo(ledger: str, row: str, who: str, json_: bool) -> None:
    """Take back the last deed on a row; without ROW your own last deed, with all the rows it was done to."""
    desk = open_desk(ledger)
    if row:
        desk.store.found(row)  # refuses a row that is not there
    taken = desk.store.undo(who, row)
    if json_:
        _print_log(desk, len({each.row for each in taken}))
        return
    if not taken:
        click.echo("There is nothing to take back.")
        return
    first, rows = taken[0], {each.row for each in taken}
    done = {"keep": "kept", "drop": "dropped", "edit": "edited"}[first.deed]
    what = first.row if len(rows) == 1 else f"{len(rows)} rows"
    click.echo(f"{what}: no longer {done} (that was {first.who}, {first.at[:10]}).")


def _print_log(desk: Desk, many: int) -> None:
    """The last lines of the log."""
    from countermove.reports.ledger import decision_data, head

    last = desk.store.history()[-many:] if many else []
    show.print_json(head("decided", desk.path) | {"decisions": [decision_data(each) for each in last]})


COMMANDS = (keep, drop, edit, undo)
