"""`countermove propose`: a language model, named in this very call, offers rows for the tray.

Nothing is sent unless endpoint and model are given here: there is no setting, no variable and no file that
could name them instead.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, ledger_argument, open_desk, sources_option

if TYPE_CHECKING:
    from countermove.evidence.ledger import Source
    from countermove.evidence.proposals import Asking, Proposed, Subject
    from countermove.evidence.rows import Row

__all__ = ["command"]

_LONGEST_WORDS = 160


@click.command("propose")
@ledger_argument
@click.option(
    "--source",
    "ids",
    multiple=True,
    required=True,
    metavar="ID",
    help="The report to ask about (may be repeated).",
)
@click.option(
    "--endpoint",
    required=True,
    metavar="URL",
    help="An OpenAI-compatible service, such as http://127.0.0.1:11434/v1.",
)
@click.option(
    "--model", required=True, metavar="NAME", help="The model, by the name that the service has for it."
)
@click.option(
    "--key-from", metavar="VARIABLE", help="The environment variable that holds the key, if one is needed."
)
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    help="Passages sent in this call, at most.",
)
@click.option("--seconds", type=click.FloatRange(min=0, min_open=True), default=120, show_default=True,
              help="How long one answer may take.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Only say what would be sent, and where to.")
@sources_option
def command(
    ledger: str, ids: Sequence[str], endpoint: str, model: str, key_from: str | None, most: int,
    seconds: float, dry_run: bool, folders: Sequence[Path],
) -> int:  # fmt: skip
    """Ask a language model for statements, figures and links that the rules did not find.

    The text of the report is sent to the endpoint, passage by passage. What comes back becomes a
    suggestion in the tray only if its words stand in that passage sign by sign; the rest is counted,
    with reasons, and thrown away. The same question is never asked twice.
    """
    from countermove.evidence.proposals import Asking, Endpoint, Limits, model_named
    from countermove.evidence.proposals import key_from as key_in

    place, name = Endpoint.named(endpoint), model_named(model)
    asking = Asking(place, name, key_in(key_from) if key_from else "", Limits(seconds=seconds))
    desk = open_desk(ledger, folders)
    subjects = [_subject(desk, id) for id in dict.fromkeys(ids)]
    whole = True
    for subject in subjects:
        _warn(desk, subject, asking, most)
        if not dry_run:
            whole = _ask(desk, subject, asking, most) and whole
    if dry_run:
        click.echo("A dry run: nothing was sent.", err=True)
    return 0 if whole else 2


def _subject(desk: Desk, id: str) -> Subject:
    """The report of an id with its rows. Raises `EvidenceError`."""
    from countermove.errors import EvidenceError, Problem, clip, did_you_mean
    from countermove.evidence.proposals import subject_of
    from countermove.evidence.report import Report
    from countermove.evidence.store.state import row_of

    source: Source | None = desk.ledger.source_by_id.get(id)
    if source is None:
        cure = did_you_mean(id, desk.ledger.source_by_id)
        raise EvidenceError(Problem(f'there is no source "{clip(id)}" in the ledger', cure))
    found = desk.checker.source(id)
    if found.state != "verified":
        why = f" ({clip(found.why, 200)})" if found.why else ""
        cure = "Give the folder of the report with --sources; if it has changed, read it anew."
        raise EvidenceError(Problem(f'the report "{clip(id)}" is {found.state}{why}', cure))
    by_hand = [row_of(extract) for extract in desk.ledger.extracts]
    return subject_of(Report(source, found.text), desk.store.folder, desk.ledger.issues, by_hand)


def _warn(desk: Desk, subject: Subject, asking: Asking, most: int) -> None:
    """Say on standard error what is sent, and where to, before anything is."""
    from countermove.evidence.proposals import pieces_to_ask

    pieces = pieces_to_ask(subject, asking.model, desk.store.folder)[:most]
    source = _shown(subject.passage.report.source.id)
    if not pieces:
        click.echo(f"{source}: all was answered before; nothing is sent.", err=True)
        return
    many = "1 passage" if len(pieces) == 1 else f"{len(pieces)} passages"
    at = f"{_shown(asking.model)} at {_shown(asking.endpoint.place)}"
    click.echo(f"{source}: {many} for the model {at}.", err=True)
    warning = asking.endpoint.warning(sum(len(piece.text) for piece in pieces), bool(asking.key))
    if warning:
        click.echo(warning, err=True)


def _ask(desk: Desk, subject: Subject, asking: Asking, most: int) -> bool:
    """Ask, keep what came of it, tell it; whether every passage has its answer."""
    from countermove.cli.progress import progress
    from countermove.evidence.proposals import propose, put_in_tray

    report = subject.passage.report
    with progress() as tell:
        found = propose(
            subject,
            asking,
            desk.store.folder,
            most=most,
            tell=lambda what: tell(f"{_shown(report.source.id)}: {what}"),
        )
    new = put_in_tray(desk.store.folder, report, found.rows)
    _tell(desk, report.source.id, found, new)
    if found.interrupted:
        raise KeyboardInterrupt
    return not found.failed


# -- what is told ------------------------------------------------------------------------------------


def _shown(text: str, most: int = 200) -> str:
    """Words of a report, of a model or of a user on one line, with no sign that moves a terminal."""
    from countermove.errors import clip

    return clip(text, most)


def _tell(desk: Desk, source: str, found: Proposed, new: Sequence[Row]) -> None:
    many = "1 passage" if found.pieces == 1 else f"{found.pieces} passages"
    beyond = f", {found.left} left for another call" if found.left else ""
    click.echo(
        f"{_shown(source)}: {many}, {found.asked} asked, {found.cached} answered from the cache{beyond}."
    )
    _tell_rows(desk, new)
    _tell_links(desk, found)
    if found.known or found.again:
        click.echo(f"Known already: {found.known}. In the tray before: {found.again}.")
    _tell_counts("Refused", found.tally.refused)
    _tell_counts("Left out of others", found.tally.left_out)
    _tell_failures(found)


def _tell_rows(desk: Desk, new: Sequence[Row]) -> None:
    if not new:
        click.echo("Nothing new for the tray.")
        return
    wait = "1 new proposal waits" if len(new) == 1 else f"{len(new)} new proposals wait"
    click.echo(f"{wait} in the tray: countermove ledger tray {_shown(shlex.quote(str(desk.path)), 1000)}")
    rows = show.table("row", "what", "who", "words")
    for row in new:
        what = " ".join(text for text in (row.kind, row.value("act") or row.value("status")) if text)
        words = " ".join(row.words.split())
        rows.add_row(_shown(row.id), what, _shown(_who(row)), _shown(words, _LONGEST_WORDS))
    show.console().print(rows)


def _who(row: Row) -> str:
    """``he -> Anna Weir``: the words for the speaker, and whom the rules take them for, if they do."""
    part, named = row.part("speaker"), row.value("speaker")
    if part is None or not named or named == part.words:
        return part.words if part else ""
    return f"{part.words} -> {named}"


def _tell_links(desk: Desk, found: Proposed) -> None:
    if not found.links:
        return
    click.echo("Rows that are there and may bear on an issue; if one does, say:")
    path = _shown(shlex.quote(str(desk.path)), 1000)
    for link in found.links:
        issue = _shown(shlex.quote(f"issue={link.issues}"))
        click.echo(f"  countermove ledger edit {path} {_shown(link.row)} {issue}")


def _tell_counts(what: str, counts: Mapping[str, int]) -> None:
    if counts:
        click.echo(f"{what}: {sum(counts.values())}.")
        show.console().print(
            show.definitions(((str(many), _shown(why)) for why, many in sorted(counts.items())), indent=2)
        )


def _tell_failures(found: Proposed) -> None:
    from countermove.errors import Problem

    for number, why in found.failed[:-1] if found.stopped else found.failed:
        click.echo(f"No answer for passage {number}: {_shown(why)}.", err=True)
    if found.stopped:
        done = "What was answered before is kept; call again to go on."
        cure = f"{found.stopped.cure} {done}".strip()
        show.print_problems([Problem(_shown(found.stopped.what, 400), cure)])
    if found.interrupted:
        click.echo("What was answered before is kept; call again to go on.", err=True)
