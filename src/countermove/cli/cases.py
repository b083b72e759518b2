"""`countermove cases`: the library of published conflicts."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from countermove.cli import show

__all__ = ["command"]


@click.group("cases")
def command() -> None:
    """The library of published conflicts: list, show, copy out.

    A case's address is where it was printed; every verb takes it in place of a file.
    """


@command.command("list")
@show.as_json
def list_(json_: bool) -> None:
    """Every case, by address."""
    from countermove._version import __version__
    from countermove.files.library import list_cases

    cases = list_cases()
    if json_:
        rows = [
            {
                "address": c.address,
                "title": c.title,
                "cite": c.cite,
                "summary": c.summary.strip(),
                "members": list(c.members),
            }
            for c in cases
        ]
        show.print_json({"countermove": __version__, "finding": "cases", "cases": rows})
        return
    out = show.console()
    made = show.table("address", "title")
    for case in cases:
        pack = f" ({len(case.members)} cases, such as {case.members[0]})" if case.members else ""
        made.add_row(case.address, case.title + pack)
    out.print()
    out.print(made)


@command.command("show")
@click.argument("address", metavar="CASE")
def show_(address: str) -> None:
    """The model file of a case, as it stands."""
    from countermove.files.library import case_path

    click.echo(case_path(address).read_text(encoding="utf-8"), nl=False)


@command.command("copy")
@click.argument("address", metavar="CASE")
@click.argument("folder", metavar="[FOLDER]", default=".", type=click.Path(file_okay=False, path_type=Path))
def copy(address: str, folder: Path) -> None:
    """Copy a case and what belongs to it into a folder."""
    from countermove.errors import ConflictError, ModelError, Problem
    from countermove.files.library import beside, case_path

    source = case_path(address)
    files = [source, *beside(source)]
    there = [file.name for file in files if (folder / file.name).exists()]
    if there:
        what = f"{' and '.join(there)} already {'exists' if len(there) == 1 else 'exist'} here"
        raise ModelError(
            Problem(what, "Copy into another folder: countermove cases copy CASE FOLDER.", file=str(folder))
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copyfile(file, folder / file.name)
            click.echo(f"{folder / file.name}")
    except OSError as error:
        raise ConflictError(Problem(f"cannot write: {error.strerror}", file=str(folder))) from None
