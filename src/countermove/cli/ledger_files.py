"""`countermove ledger check`, `index` and `export`: the files of a ledger, and rows to take along."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from countermove.cli import show
from countermove.cli.ledger import filters, ledger_argument, open_desk, sources_option

__all__ = ["COMMANDS"]


@click.command("check")
@ledger_argument
@sources_option
@show.as_json
def check(ledger: str, folders: Sequence[Path], json_: bool) -> int:
    """Every row against its source, those in the tray and dropped ones too; and every line of the files.

    Ends with exit code 2 if a row is broken, a source has changed or a line cannot be read, else with 0.
    """
    from countermove.reports.ledger import check_data, head, problem_data

    desk = open_desk(ledger, folders)
    checks, problems, orphans = desk.checker.all(), desk.store.damaged(), desk.store.orphans()
    wrong = bool(problems) or any(each.state in ("broken", "changed") for each in checks)
    if json_:
        found = {
            "sources": [check_data(each) for each in checks],
            "problems": [problem_data(problem) for problem in problems],
            "orphans": orphans,
        }
        show.print_json(head("check", desk.path) | found)
        return 2 if wrong else 0
    for each in checks:
        click.echo(_told(each))
    if orphans:
        click.echo(
            f"Decided on, but rows no more: {', '.join(orphans[:20])}{', ...' if orphans[20:] else ''}."
        )
    show.print_problems(problems)
    return 2 if wrong else 0


def _told(check: Any) -> str:
    """``sanger: all 312 rows stand verbatim in sources/sanger.txt.``"""
    rows = "1 row" if check.rows == 1 else f"{check.rows:,} rows"
    why = f" ({check.why})" if check.why else ""
    if check.state == "verified":
        stand = "1 row stands" if check.rows == 1 else f"all {rows} stand"
        return f"{check.source.id}: {stand} verbatim in {check.found.path}{why}."
    if check.state == "broken":
        ids = ", ".join(row.id for row in check.broken[:8]) + (", ..." if check.broken[8:] else "")
        return f"{check.source.id}: BROKEN, {len(check.broken):,} of {rows}: {ids}{why}."
    if check.state == "changed":
        again = f"{rows} not checked: read it again."
        return f"{check.source.id}: the source has changed since it was read{why}; {again}"
    cure = "" if check.why else "; give its folder with --sources"
    return f"{check.source.id}: {check.state}{why}, {rows} not checked{cure}."


@click.command("index")
@ledger_argument
def index(ledger: str) -> None:
    """Make the index for searching anew. It is also made by itself whenever it is missing or damaged."""
    desk = open_desk(ledger)
    desk.store.index.rebuild()
    counts = desk.store.counts()
    rows = sum(sum(each.values()) for each in counts.values())
    reports = "1 report" if len(counts) == 1 else f"{len(counts):,} reports"
    click.echo(f"{rows:,} rows of {reports}.")


@click.command("export")
@ledger_argument
@click.argument("target", metavar="[FILE]", default="-", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--to", "form", type=click.Choice(["csv", "json", "toml"]), default="csv", show_default=True)
@click.option("--row", "ids", multiple=True, metavar="ID", help="Only this row (may be repeated).")
@filters
@click.option("--tray", is_flag=True, help="Suggestions that wait for somebody, too.")
@sources_option
def export(
    ledger: str,
    target: Path,
    form: str,
    ids: Sequence[str],
    tray: bool,
    folders: Sequence[Path],
    **asked: Any,
) -> None:
    """The rows that stand, each with its source and place, to FILE or to standard output.

    toml writes [[extracts]] to be pasted into a ledger file, without rows that are broken or longer
    than an extract may be. An extract so pasted keeps the id of its row and stands in its place.
    """
    from countermove.evidence.store import STANDING, TRAY
    from countermove.reports.ledger_export import written

    desk = open_desk(ledger, folders)
    if ids:
        rows = [desk.store.row(id) for id in ids]
    else:
        rows = list(desk.store.rows(desk.wanted(**asked, status=(STANDING, TRAY) if tray else (STANDING,))))
    listed = [(row, desk.store.state(row), desk.verdict(row)) for row in rows]
    text, left = written(form, listed, desk.path, [issue.id for issue in desk.ledger.issues])
    if str(target) == "-":
        click.echo(text, nl=False)
    else:
        _write(target, text)
        click.echo(f"{len(rows) - len(left):,} rows written to {target}.")
    if left:
        ids_left = ", ".join(left[:8]) + (", ..." if left[8:] else "")
        click.echo(f"Left out, as broken or too long for an extract: {ids_left}.", err=True)


def _write(target: Path, text: str) -> None:
    from countermove.files.toml import write_atomically

    write_atomically(target, text)


COMMANDS = (check, index, export)
