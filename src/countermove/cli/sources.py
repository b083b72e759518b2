"""`countermove sources`: the reports of a ledger, whether they are at hand, and what was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, ledger_argument, open_desk, sources_option

if TYPE_CHECKING:
    from countermove.evidence.store.check import RowsCheck

__all__ = ["command"]


@click.command("sources")
@ledger_argument
@click.option(
    "--set",
    "changes",
    nargs=2,
    multiple=True,
    metavar="ID NAME=VALUE",
    help="Say author, title, outlet, date, kind, origin or note of a source (may be repeated).",
)
@click.option("--most", default=200, show_default=True, metavar="N", help="How many to print; 0 for all.")
@click.option("--unread", is_flag=True, help="List what was not read, and why.")
@sources_option
@show.as_json
def command(
    ledger: str,
    changes: Sequence[tuple[str, str]],
    most: int,
    unread: bool,
    folders: Sequence[Path],
    json_: bool,
) -> int:
    """The reports of a ledger: who wrote them, whether they are at hand, what was found in them.

    Ends with exit code 2 if a row is broken or a source has changed, else with 0.
    """
    from countermove._version import __version__
    from countermove.reports.ledger import source_data

    if changes:
        _set(ledger, changes)
    desk = open_desk(ledger, folders)
    checks, counts = desk.checker.all(), desk.store.counts()
    wrong = any(check.state in ("broken", "changed") for check in checks)
    if json_:
        rows = [
            source_data(check.source, check, counts.get(check.source.id, {}), _unread(check))
            for check in checks
        ]
        show.print_json(
            {"countermove": __version__, "finding": "sources", "ledger": str(desk.path), "sources": rows}
        )
        return 2 if wrong else 0
    shown = checks[:most] if most > 0 else checks
    _print(desk, shown)
    if unread:
        _print_unread(shown)
    if len(shown) < len(checks):
        click.echo(f"{len(shown):,} of {len(checks):,} reports; --most 0 shows all.")
    return 2 if wrong else 0


def _set(ledger: str, changes: Sequence[tuple[str, str]]) -> None:
    from countermove.cli.ledger import ledger_path
    from countermove.cli.ledger_decide import changes_of
    from countermove.files.ledger import set_source

    by_id: dict[str, list[str]] = {}
    for id, change in changes:
        by_id.setdefault(id, []).append(change)
    for id, mine in by_id.items():
        set_source(ledger_path(ledger), id, changes_of(mine))


def _unread(check: RowsCheck) -> list[str]:
    """The words of each stretch that was not read; "" where the source is not at hand."""
    stretches = check.header.unread if check.header else ()
    return [check.found.text[start:end] if check.found.text else "" for start, end, _ in stretches]


def _print(desk: Desk, checks: Sequence[RowsCheck]) -> None:
    if not checks:
        click.echo("The ledger names no source yet; countermove read puts reports into it.")
        return
    counts = desk.store.counts()
    made = show.table("id", "report", "file", "state", "rows", "tray", "unread", numbers=3)
    for check in checks:
        mine = counts.get(check.source.id, {})
        many = [str(mine.get(status, 0)) if check.header else "-" for status in ("standing", "tray")]
        left = str(len(check.header.unread)) if check.header else "-"
        made.add_row(check.source.id, _about(check), check.source.file, _state(check), *many, left)
    out = show.console()
    out.print()
    out.print(made)
    for check in checks:
        if check.why:
            out.print(f"{check.source.id}: {check.why}.")


def _about(check: RowsCheck) -> str:
    source = check.source
    when = f"{source.date.day} {source.date:%B %Y}" if source.date else ""
    return ", ".join(part for part in (source.author, source.outlet, when) if part)


def _state(check: RowsCheck) -> str:
    return f"BROKEN: {len(check.broken)} rows" if check.broken else check.state


def _print_unread(checks: Sequence[RowsCheck]) -> None:
    from countermove.reports.ledger import one_line

    out = show.console()
    for check in checks:
        stretches = check.header.unread if check.header else ()
        if not stretches:
            continue
        out.print()
        out.print(show.bold(check.source.id, ": not read"))
        told = [
            (why, f"{start} to {end}: {one_line(words)[:200]}" if words else f"{start} to {end}")
            for (start, end, why), words in zip(stretches, _unread(check), strict=True)
        ]
        out.print(show.definitions(told, indent=2))
