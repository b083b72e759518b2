"""`countermove demo`: the flagship case, analysed and explained for someone who has never seen one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.files.case import CaseFile
    from countermove.stability.comparison import Comparison

__all__ = ["command"]

_CASE = "washington-2025/summit"


@click.command("demo")
@show.as_json
def command(json_: bool) -> None:
    """The flagship case, the Washington summit of August 2025, analysed and explained.

    Needs no network and no other file.
    """
    from countermove.reports.data import comparison_data
    from countermove.stability.comparison import compare

    case = show.open_case(_CASE)
    comparison = compare(case.conflict)
    if json_:
        show.print_json(comparison_data(comparison, show.main_concept(comparison.concepts)))
        return
    out = show.console()
    _print_parties(out, case, comparison)
    _print_answers(out, comparison)
    _print_parting(out, case, comparison)
    _print_why(out, case, comparison)
    _print_limits(out, case)


def _print_parties(out: Console, case: CaseFile, comparison: Comparison) -> None:
    from countermove.cli.analyse import print_head

    print_head(out, next(iter(comparison.tables.values())))
    out.print("\n" + " ".join(case.conflict.summary.split()))
    out.print(show.bold("\nWho can do what", " (* marks what is done in the status quo)\n"))
    graph = comparison.model
    taken = {o.ref for o in graph.states.taken(graph.status_quo)} if graph.status_quo is not None else set()
    made = show.table("decision maker", "could")
    for dm in case.conflict.decision_makers:
        could = [o.does + ("*" if f"{dm.id}.{o.id}" in taken else "") for o in dm.options]
        made.add_row(dm.name, "; ".join(could))
    out.print(made)
    out.print(
        "\nTwo reports describe the same parties and read their wishes differently. Countermove takes each"
        " reading in turn and asks of every state, every combination of these options that can happen:"
        " would anybody leave it, if the others can answer?"
    )


def _print_answers(out: Console, comparison: Comparison) -> None:
    from countermove.reports.headlines import headlines

    for name, table in comparison.tables.items():
        out.print(show.bold(f"\n{show.reading_name(table.model.conflict, name)}\n"))
        out.print(show.bullets(headlines(table)))


def _print_parting(out: Console, case: CaseFile, comparison: Comparison) -> None:
    from countermove.reports.parting import partings, shared_plainly

    concept = show.main_concept(comparison.concepts)
    out.print(show.bold("\nDoes the answer depend on whose report one believes?\n"))
    out.print(shared_plainly(comparison))
    cite = show.citer(case.ledger)
    first, second = comparison.readings[:2]
    for holds, falls in ((first, second), (second, first)):
        count = comparison.lost(concept, holds, falls).count
        states = "state can hold" if count == 1 else "states can hold"
        told = partings(comparison, concept, holds, falls, cite=cite, most=2)
        reasons = "The main reasons:" if len(told) > 1 else "The reason:"
        out.print(f"\n{count} {states} in {holds} and not in {falls}. {reasons}")
        out.print(show.bullets(parting.told for parting in told))


def _print_why(out: Console, case: CaseFile, comparison: Comparison) -> None:
    from countermove.cli.explain import print_explanation
    from countermove.stability.explain import explain

    concept = show.main_concept(comparison.concepts)
    cite = show.citer(case.ledger)
    graph = comparison.tables[comparison.readings[-1]].model
    if graph.status_quo is None:
        return
    out.print(show.bold(f"\nWhy the status quo is not the end, in {graph.reading}"))
    for dm in range(graph.size):
        explanation = explain(graph, concept, dm, graph.status_quo, cite=cite)
        if not explanation.certificate.stable:
            print_explanation(out, graph, explanation)


def _print_limits(out: Console, case: CaseFile) -> None:
    out.print(show.bold("\nWhat the model leaves out\n"))
    out.print(show.bullets(case.conflict.leaves_out))
    out.print(show.bold("\nGo on from here\n"))
    for line, what in (
        (f"countermove analyse {_CASE}", "all equilibria, by outcome and by concept"),
        (f"countermove explain {_CASE} status-quo", "why each party stays or leaves"),
        (f"countermove compare {_CASE}", "where the two readings part, and why"),
        (f"countermove cases copy {_CASE} my-model", "a copy to argue with: change a wish, analyse again"),
    ):
        out.print(f"  {line}", style="bold", soft_wrap=True)
        out.print(f"      {what}")
