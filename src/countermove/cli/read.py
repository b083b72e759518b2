"""`countermove read`: reports into a ledger, every row a verbatim span with the rule that found it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from countermove.evidence.order import Gathered
    from countermove.evidence.rows import Row

__all__ = ["command"]

_ENDINGS = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".xml")
_MOST_LISTED = 20
_COUNTED = ("statement", "claim", "figure", "date", "event")
#: Fewer reports than this are read one after the other, each knowing who was named in those before.
_FEW = 40


@click.command("read")
@click.argument("paths", metavar="REPORT...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--ledger",
    "-l",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The ledger to read into: a file NAME.ledger.toml, made if it is not there.",
)
@click.option("--quick", is_flag=True, help="Only quotations, figures and dates; no parser is loaded.")
@click.option("--look", is_flag=True, help="Print what is found, row by row, and keep nothing.")
@click.option("--again", is_flag=True, help="Read reports again that are in the ledger as they are.")
@click.option(
    "--jobs", "-j", type=click.IntRange(1, 64), help="How many processes read; one a core by default."
)
@click.option("--author", help="Who wrote it, if the report does not say so.")
@click.option("--title", help="Its title.")
@click.option("--outlet", help="Where it appeared.")
@click.option("--published", metavar="DATE", help="The day it appeared, such as 2025-08-19.")
@click.option("--origin", metavar="URL", help="Where it came from.")
@show.as_json
def command(
    paths: Sequence[Path],
    ledger: Path | None,
    quick: bool,
    look: bool,
    again: bool,
    jobs: int | None,
    json_: bool,
    **said: str | None,
) -> int:
    """Reports into a ledger: who said what, figures, dates, events, and the author's own claims.

    A REPORT is a file (text, HTML, PDF, Word, TEI) or a folder of such files. What a rule finds that is
    right nine times in ten stands; the rest waits to be kept or dropped, with `countermove ledger`.
    A report that is in the ledger already is passed over, and no decision of a human is lost.
    """
    from countermove.evidence.reading import FULL, QUICK

    # One core a process: threads of the matrix library would only wait for one another.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    level = QUICK if quick else FULL
    about = {"date" if name == "published" else name: value for name, value in said.items() if value}
    files = list(_files(paths))
    if look:
        return _look(files, level, about, json_)
    place = _ledger_for(paths, ledger)
    done = list(_gather(files, place, level, about, jobs or os.cpu_count() or 1, again))
    if json_:
        from countermove.reports.reading import reading_data

        show.print_json(reading_data(place, done))
    else:
        _tell(place, done)
    problems = [problem for each in done for problem in each.problems]
    show.print_problems(problems)
    return 2 if problems else 0


def _files(paths: Sequence[Path]) -> Iterator[Path]:
    """The files given, and those of the folders given whose names end as those of reports do."""
    from countermove.errors import EvidenceError, Problem

    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = sorted(p for p in path.rglob("*") if p.suffix.lower() in _ENDINGS and _is_visible(p, path))
        if not found:
            what = "there is no report in this folder"
            cure = f"Reports are files that end in {', '.join(_ENDINGS)}."
            raise EvidenceError(Problem(what, cure, file=str(path)))
        yield from found


def _is_visible(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.is_file() and not any(part.startswith(".") or part.endswith(".ledger") for part in parts)


def _ledger_for(paths: Sequence[Path], given: Path | None) -> Path:
    """The ledger that is meant: the one given, the only one there is beside the reports, or a new one."""
    from countermove.errors import EvidenceError, Problem

    if given is not None:
        return given
    folder = paths[0] if paths[0].is_dir() else paths[0].parent
    found = sorted(folder.glob("*.ledger.toml"))
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        what = f"there are several ledgers beside the reports: {names}"
        raise EvidenceError(Problem(what, "Say which with --ledger.", file=str(folder)))
    return found[0] if found else folder / "reports.ledger.toml"


def _gather(
    files: Sequence[Path], place: Path, level: str, said: dict[str, str], jobs: int, again: bool
) -> Iterator[Gathered]:
    from countermove.cli.progress import progress
    from countermove.evidence.gathering import Gatherer
    from countermove.files.ledger import put_sources, read_ledger

    sources = read_ledger(place, rows=False).sources if place.exists() else ()
    gatherer = Gatherer(place, sources, put_sources, level, said)
    with progress() as tell:
        many = gatherer.gather(files, jobs if len(files) >= _FEW else 1, anew=again)
        for number, each in enumerate(many, 1):
            tell(f"{number:,} reports of {len(files):,} files read")
            yield each


# -- what is told --------------------------------------------------------------------------------------


def _tell(place: Path, done: Sequence[Gathered]) -> None:
    read = [each for each in done if each.source is not None and each.again]
    passed = sum(each.source is not None and not each.again for each in done)
    if 0 < len(read) <= _MOST_LISTED:
        _table(read)
        for each in read:
            _remarks(each)
    elif read:
        click.echo(f"{len(read):,} reports read, {sum(len(each.rows) for each in read):,} rows found.")
    if passed:
        be = "report is" if passed == 1 else "reports are"
        click.echo(f"{passed:,} {be} in the ledger as it stands, and not read again.")
    if not read and not passed:
        return
    waiting = sum(_waits(row) for each in read for row in each.rows)
    click.echo(f"The ledger is {place}.")
    if waiting:
        click.echo(f"{waiting:,} suggestions wait for a decision: countermove ledger tray {place}")


def _table(read: Sequence[Gathered]) -> None:
    table = show.table()
    for name in ("Report", "By", "Said", "Own claims", "Figures", "Dates", "Events", "To decide"):
        table.add_column(name, justify="left" if name in ("Report", "By") else "right")
    for each in read:
        assert each.source is not None
        counts = [sum(row.kind == kind for row in each.rows) for kind in _COUNTED]
        waiting = sum(_waits(row) for row in each.rows)
        table.add_row(each.source.id, each.source.citation, *map(str, counts), str(waiting))
    show.console().print(table)


def _waits(row: Row) -> bool:
    from countermove.evidence.rows import SUGGESTION

    return SUGGESTION in (row.band, row.value("speaker_band"))


def _remarks(each: Gathered) -> None:
    """How the details of a report were found out, and what of it was not read."""
    from collections import Counter

    assert each.source is not None
    left = Counter(why for _, _, why in each.unread)
    lines = list(each.notes)
    if each.source.date is None:
        lines.append("No day of publication was found: “Friday” has no date. Give it with --published.")
    if left:
        lines.append(
            "Not read: "
            + "; ".join(f"{why}, {many}" if many > 1 else why for why, many in left.items())
            + "."
        )
    if lines:
        click.echo(f"{each.source.id}:")
        show.console().print(show.bullets(lines, indent=2))


def _look(files: Sequence[Path], level: str, said: dict[str, str], json_: bool) -> int:
    """What is found, printed and not kept."""
    from countermove.evidence.order import Order, read_file
    from countermove.reports.reading import reading_data, row_line

    done = [each for path in files for each in read_file(Order(path, level, said))]
    if json_:
        show.print_json(reading_data(None, done, rows=True))
    for each in done if not json_ else ():
        if each.source is None:
            continue
        click.echo(f"{each.source.id} ({each.source.citation})")
        for row in each.rows:
            click.echo(f"  {row_line(row)}")
        _remarks(each)
    problems = [problem for each in done for problem in each.problems]
    show.print_problems(problems)
    return 2 if problems else 0
