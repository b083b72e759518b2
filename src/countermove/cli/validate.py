"""`countermove validate`: every mistake in a model, and its evidence against the reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countermove.cli import show

_MOST_PARTS = 4  # of those that rest on one contested issue

if TYPE_CHECKING:
    from countermove.errors import Problem
    from countermove.evidence.links import Support
    from countermove.evidence.sources import SourceCheck
    from countermove.files.case import CaseFile

__all__ = ["command"]


@click.command("validate")
@show.model_argument
@click.option(
    "--sources",
    "-s",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the reports that the evidence was taken from (may be repeated).",
)
@show.as_json
def command(model: str, folders: Sequence[Path], json_: bool) -> int:
    """Every mistake in a model, with its line and how to mend it; its evidence against the reports.

    Reports are looked for in the folders given, beside the model and in a folder "sources" there. Ends
    with exit code 2 if there is a mistake or if words are not where the ledger says, else with 0.
    """
    from countermove.errors import ConflictError

    try:
        case = show.open_case(model)
    except ConflictError as error:
        if not json_:
            raise
        show.print_json(_data(None, error.problems, []))
        return 2
    checks = case.check_sources(list(folders))
    wrong = any(check.state in ("changed", "broken") for check in checks)
    if json_:
        show.print_json(_data(case, case.warnings, checks))
        return 2 if wrong else 0
    show.print_problems(case.warnings)
    _print(case, checks)
    return 2 if wrong else 0


def _print(case: CaseFile, checks: Sequence[SourceCheck]) -> None:
    conflict = case.conflict
    graph = conflict.graph()
    click.echo(f"{conflict.title}: the model is sound.")
    parts = [f"{graph.size} decision makers", f"{len(graph.states.options)} options",
             f"{graph.states.size:,} feasible states"]  # fmt: skip
    if conflict.readings:
        parts.append(f"{len(conflict.readings)} readings")
    click.echo("  " + ", ".join(parts) + ".")
    if case.ledger is not None:
        click.echo(f"  {_support(case)}")
        _print_contested(case)
    for check in checks:
        click.echo(f"  {check}.")


def _print_contested(case: CaseFile) -> None:
    """What rests on words about which the reports differ: told by issue, since a side has to be taken."""
    from countermove.evidence.contested import contested_parts
    from countermove.stability.wording import join

    assert case.ledger is not None
    found = contested_parts(case.conflict, case.ledger)
    if not found:
        return
    parts = {each.support.path for each in found}
    what = "One part rests" if len(parts) == 1 else f"{len(parts)} parts rest"
    click.echo(f"  {what} on words about which the reports differ; the model takes a side there:")
    for issue in dict.fromkeys(each.issue.id for each in found):
        mine = [each for each in found if each.issue.id == issue]
        named = list(dict.fromkeys(_part_named(each.support) for each in mine))
        rest = f" and {len(named) - _MOST_PARTS} more" if len(named) > _MOST_PARTS else ""
        question = mine[0].issue.question or mine[0].issue.name or issue
        acts = [each for each in mine if each.rule == "acts"]
        why = (
            f" ({join(sorted({row.id for each in acts for row in (*each.rows, *each.against)}))})"
            if acts
            else ""
        )
        shown = ", ".join(named[:_MOST_PARTS]) if rest else join(named)
        click.echo(f"    {question}{why} {shown}{rest}.")


def _part_named(support: Support) -> str:
    return support.part + (f" ({support.reading})" if support.reading else "")


def _support(case: CaseFile) -> str:
    from countermove.evidence.links import supports

    rows = [row for row in supports(case.conflict) if row.needs_support]
    cited = sum(bool(row.evidence) for row in rows)
    assumed = sum(bool(row.assumption) for row in rows)
    only = sum(bool(row.assumption and not row.evidence) for row in rows)
    what = "options, statements and positions" if case.conflict.scales else "options and statements"
    return (
        f"Of {len(rows)} {what} {cited} cite a report; {assumed} state an assumption,"
        f" {only} of these without any citation.{_bare(case)}"
    )


def _bare(case: CaseFile) -> str:
    """How many rest on nothing at all; which, the warnings say."""
    from countermove.evidence.contested import unsupported_parts

    many = len(unsupported_parts(case.conflict))
    return f" Unsupported, on neither: {many}." if many else ""


def _data(
    case: CaseFile | None, problems: Sequence[Problem], checks: Sequence[SourceCheck]
) -> dict[str, Any]:
    from countermove._version import __version__

    errors = [problem for problem in problems if not problem.warning]
    return {
        "countermove": __version__,
        "finding": "validation",
        "title": case.conflict.title if case is not None else None,
        "sound": case is not None and not errors,
        "problems": [_problem(problem) for problem in problems],
        "sources": [_source(check) for check in checks],
        **_parts(case),
    }


def _parts(case: CaseFile | None) -> dict[str, Any]:
    """The parts that rest on nothing, and those on which the reports differ."""
    from countermove.evidence.contested import contested_parts, unsupported_parts

    if case is None or case.ledger is None:
        return {"unsupported": [], "contested": []}
    contested = contested_parts(case.conflict, case.ledger)
    return {
        "unsupported": [_part_data(support) for support in unsupported_parts(case.conflict)],
        "contested": [
            _part_data(each.support)
            | {
                "issue": each.issue.id,
                "question": each.issue.question,
                "rule": each.rule,
                "rows": [row.id for row in each.rows],
                "against": [row.id for row in each.against],
            }
            for each in contested
        ],
    }


def _part_data(support: Support) -> dict[str, Any]:
    return {"part": support.part, "reading": support.reading, "path": list(support.path)}


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "kind": "warning" if problem.warning else "error",
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "what": problem.what,
        "cure": problem.cure,
    }


def _source(check: SourceCheck) -> dict[str, Any]:
    return {
        "id": check.source.id,
        "citation": check.source.citation,
        "state": check.state,
        "file": None if check.path is None else str(check.path),
        "extracts": check.extracts,
        "broken": [extract.id for extract in check.broken],
    }
