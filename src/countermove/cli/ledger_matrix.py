"""`countermove ledger matrix`: evidence against hypotheses, filled in by people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, ledger_argument, open_desk, who_option

if TYPE_CHECKING:
    from countermove.evidence.hypotheses import Cells, Hypothesis, Matrix
    from countermove.model.conflict import Conflict

__all__ = ["matrix"]

_SHORT = {"consistent": "C", "inconsistent": "I", "not applicable": "n/a", "": "."}


@click.command("matrix")
@ledger_argument
@click.option(
    "--model", "-m", default="", metavar="MODEL", help="The model whose outcomes are the hypotheses."
)
@click.option("--readings", is_flag=True, help="The model's readings are the hypotheses, not its outcomes.")
@click.option("--add", default="", metavar="TEXT", help="A hypothesis of your own, in a sentence.")
@click.option(
    "--set", "cells", nargs=3, multiple=True, metavar="ROW HYPOTHESIS VERDICT",
    help="Judge: consistent, inconsistent, not-applicable or blank (may be repeated).",
)  # fmt: skip
@click.option("--note", default="", help="Why, for the cells set in this call.")
@click.option(
    "--issue", default="", metavar="ID", help="List all rows under this issue as well, to be judged."
)
@click.option("--csv", "csv_", type=click.Path(dir_okay=False, path_type=Path), help="Write it as CSV.")
@who_option
@show.as_json
def matrix(
    ledger: str, model: str, readings: bool, add: str, cells: Sequence[tuple[str, str, str]], note: str,
    issue: str, csv_: Path | None, who: str, json_: bool,
) -> None:  # fmt: skip
    """Rows of evidence against hypotheses: consistent, inconsistent, not applicable, as people judge them.

    After Heuer's analysis of competing hypotheses: what counts is what speaks against. Hypotheses are the
    outcomes of a model, its readings, or sentences of your own. No cell is ever filled in for you; rows
    that a reading of the model cites are listed with a hint.
    """
    from countermove.evidence.hypotheses import build
    from countermove.evidence.hypotheses.cells import add_hypothesis, read_cells
    from countermove.reports.matrix import matrix_csv, matrix_data, standing_rows

    desk = open_desk(ledger)
    conflict = show.open_conflict(model) if model else None
    if add:
        add_hypothesis(desk.store.folder, _own_id(add, read_cells(desk.store.folder)), add, who)
    hypotheses = _hypotheses(conflict, read_cells(desk.store.folder), readings)
    if cells:
        _judge(desk, hypotheses, cells, note, who)
    rows = standing_rows(desk.store)
    made = build(hypotheses, read_cells(desk.store.folder), rows, _under(desk, issue))
    if csv_ is not None:
        _write(desk, csv_, matrix_csv(made))
        click.echo(f"{csv_}: {len(made.lines)} rows against {len(hypotheses)} hypotheses.", err=True)
    if json_:
        show.print_json(matrix_data(str(desk.path), conflict.title if conflict else "", made))
    elif csv_ is None:
        _print(made)


def _own_id(text: str, cells: Cells) -> str:
    """h1, h2, ...: the first that is free."""
    same = next((id for id, known in cells.own.items() if known == text), "")
    return same or next(id for k in range(1, len(cells.own) + 2) if (id := f"h{k}") not in cells.own)


def _hypotheses(conflict: Conflict | None, cells: Cells, readings: bool) -> list[Hypothesis]:
    from countermove.errors import NotApplicable, Problem
    from countermove.evidence.hypotheses import Hypothesis
    from countermove.evidence.hypotheses.matrix import hypotheses_of

    if conflict is not None:
        found = hypotheses_of(conflict, cells, ("reading" if readings else "outcome", "own"))
    else:
        judged = dict.fromkeys(hypothesis for hypothesis, _ in cells.cells)
        found = [Hypothesis(id, text) for id, text in cells.own.items()]
        found += [Hypothesis(id, id, "named") for id in judged if id not in cells.own]
    if not found:
        cure = "Name outcomes of a model with --model MODEL, or give a sentence of your own with --add TEXT."
        raise NotApplicable(Problem("there are no hypotheses to hold evidence against", cure))
    return found


def _judge(
    desk: Desk, hypotheses: Sequence[Hypothesis], cells: Sequence[tuple[str, str, str]], note: str, who: str
) -> None:
    from countermove.errors import ConflictError, EvidenceError, Problem, did_you_mean
    from countermove.evidence.hypotheses import Cell
    from countermove.evidence.hypotheses.cells import add_cells, as_verdict

    known = [hypothesis.id for hypothesis in hypotheses]
    problems: list[Problem] = []
    judged = []
    for row, hypothesis, said in cells:
        if hypothesis not in known:
            problems.append(
                Problem(f'there is no hypothesis "{hypothesis}"', did_you_mean(hypothesis, known))
            )
        try:
            desk.store.row(row)
            judged.append(Cell(hypothesis, row, as_verdict(said), note=note))
        except ConflictError as error:
            problems.extend(error.problems)
    if problems:
        raise EvidenceError(problems)
    add_cells(desk.store.folder, judged, who)


def _under(desk: Desk, issue: str) -> list[str]:
    if not issue:
        return []
    from countermove.evidence.store import STANDING

    wanted = desk.wanted(issue=issue, status=(STANDING,), kinds=("statement", "claim", "figure"))
    return [row.id for row in desk.store.rows(wanted)]


def _write(desk: Desk, path: Path, text: str) -> None:
    from countermove.errors import EvidenceError, Problem
    from countermove.evidence.store.disk import write_whole

    if path.resolve().parent == desk.store.folder.resolve():
        what = "the folder of a ledger holds what people decided, and is not written over"
        raise EvidenceError(Problem(what, "Write the CSV somewhere else."))
    write_whole(path, [text])


def _print(matrix: Matrix) -> None:
    from countermove.reports.across import shortened
    from countermove.reports.matrix import matrix_told

    out = show.console()
    out.print()
    out.print(show.definitions((h.id, h.text) for h in matrix.hypotheses))
    out.print()
    made = show.table(
        "row", "words", *(h.id for h in matrix.hypotheses), "apart", numbers=len(matrix.hypotheses) + 1
    )
    for line in matrix.lines:
        words = f"“{shortened(line.row.words, 12)}”" if line.row else "(does not stand)"
        hints = "".join(f"\n{hint}" for hint in line.hints)
        apart = f"{line.diagnosticity:.2f}" if any(line.verdicts) else ""
        made.add_row(line.id, words + hints, *(_SHORT[verdict] for verdict in line.verdicts), apart)
    made.add_row("inconsistent", "", *(str(score) for score in matrix.scores()), "")
    out.print(made)
    out.print()
    for sentence in matrix_told(matrix):
        out.print(sentence)
    out.print("C consistent, I inconsistent, . not judged. Assumes: every row counts alike, as Heuer has it.")
