"""`countermove draft`: decision makers and options from a ledger, as a model file to be finished."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, ledger_argument, open_desk

if TYPE_CHECKING:
    from countermove.evidence.drafting import Draft
    from countermove.evidence.rows import Row

__all__ = ["command"]


@click.command("draft")
@ledger_argument
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The model file, beside the ledger.",
)
@click.option("--replace", is_flag=True, help="Write over a file that is there.")
@click.option("--title", default="", help="What the conflict is called.")
@click.option(
    "--most", default=8, show_default=True, type=click.IntRange(1, 30), help="Decision makers at most."
)
@click.option(
    "--options", default=3, show_default=True, type=click.IntRange(1, 10), help="Options of each at most."
)
@show.as_json
def command(
    ledger: str, output: Path | None, replace: bool, title: str, most: int, options: int, json_: bool
) -> None:
    """Decision makers and options that the rows of a LEDGER speak of, as a model file for you to finish.

    Drafted from the rows that stand, by verbs of promise, threat, demand, offer and refusal; every line
    cites its rows. Preferences stand in it as remarks, each wish with its row: their order is yours to
    give, and without it the model does not run.
    """
    from countermove.reports.drafting import draft_data, draft_toml, what_is_missing

    desk = open_desk(ledger)
    if output is not None:
        _refuse_place(desk, output, replace)
    drafted = _drafted(desk, most, options)
    text = draft_toml(drafted, desk.path.name, title)
    if output is not None:
        from countermove.files.toml import write_atomically

        write_atomically(output, text)
    if json_:
        show.print_json(draft_data(drafted, str(desk.path), str(output or "")))
    elif output is None:
        click.echo(text, nl=False)
    else:
        many = sum(len(maker.options) for maker in drafted.makers)
        parts = f"{_of(len(drafted.makers), 'decision maker')}, {_of(many, 'option')}"
        click.echo(f"{output}: {parts}, from {desk.path.name}.")
        click.echo(what_is_missing(drafted))
    _tell_tray(desk)


def _of(many: int, what: str) -> str:
    return f"{many} {what}" + ("" if many == 1 else "s")


def _refuse_place(desk: Desk, output: Path, replace: bool) -> None:
    from countermove.errors import ConflictError, Problem

    if output.resolve().parent != desk.path.resolve().parent:
        cure = f"Write it there: -o {desk.path.parent / output.name}"
        raise ConflictError(Problem("a model stands in the folder of the ledger that it cites", cure))
    if output.exists() and (not replace or output.resolve() == desk.path.resolve()):
        cure = "Give another name, or --replace if nothing in it is to be kept."
        raise ConflictError(Problem(f"there is a file {output} already", cure))


def _drafted(desk: Desk, most: int, options: int) -> Draft:
    from countermove.errors import NotApplicable, Problem
    from countermove.evidence.drafting import draft
    from countermove.evidence.store import STANDING, Wanted

    rows = list(desk.store.rows(Wanted(status=(STANDING,))))
    made = draft(desk.ledger.sources, rows, _names(desk), most_makers=most, most_options=options)
    if not made.makers:
        many = len(_waiting(desk))
        cure = (
            "Keep some suggestions first: countermove ledger tray LEDGER." if many else "Read a report first."
        )
        what = "no row that stands says what anybody could do"
        raise NotApplicable(Problem(what, f"{many} suggestions may. {cure}" if many else cure))
    return made


def _names(desk: Desk) -> dict[str, str]:
    """Words with the actor that they mean, by the table of aliases."""
    table = desk.store.aliases()
    return {
        row.words: name for row in table.rows.values() if row.actor and (name := table.meaning(row.words))
    }


def _waiting(desk: Desk) -> Sequence[Row]:
    """Suggestions in the tray whose verb would make an option."""
    from countermove.evidence.drafting.moves import ACTS
    from countermove.evidence.store import TRAY, Wanted

    rows = desk.store.rows(Wanted(status=(TRAY,), kinds=("statement",)))
    return [row for row in rows if row.value("act") in ACTS]


def _tell_tray(desk: Desk) -> None:
    many = len(_waiting(desk))
    if many:
        click.echo(
            f"In the tray {_of(many, 'suggestion')} of promises, threats, demands or refusals: kept, they"
            " would be in. See countermove ledger tray.",
            err=True,
        )
