"""`countermove analyse`: which states hold, under which reading, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.stability.table import StabilityTable

__all__ = ["command", "print_reading"]

_MOST_ROWS = 8


@click.command("analyse")
@show.model_argument
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option("--concept", "-c", "concepts", multiple=True, help="Only this concept (may be repeated).")
@click.option("--outcome", "-o", help="List the equilibria of this named outcome only.")
@click.option("--all", "every", is_flag=True, help="List every equilibrium.")
@show.as_json
def command(
    model: str,
    readings: Sequence[str],
    concepts: Sequence[str],
    outcome: str | None,
    every: bool,
    json_: bool,
) -> None:
    """Which states hold, under which reading, and how firmly.

    A state is an equilibrium under a concept if every decision maker stays there. Results are summed
    up by named outcome first; then the equilibria are listed: those that hold under most concepts
    first, and of these the nearest to today's state.
    """
    from countermove.reports.data import analysis_data
    from countermove.stability import analyse

    case = show.open_case(model)
    graphs = [case.conflict.graph(name) for name in show.choose_readings(case.conflict, readings)]
    chosen = show.choose_concepts(graphs[0], concepts)
    tables = [analyse(graph, chosen) for graph in graphs]
    if json_:
        show.print_json(analysis_data(tables))
        return
    out = show.console()
    print_head(out, tables[0])
    for table in tables:
        print_reading(out, table, outcome, most=None if every else _MOST_ROWS)
    _print_legend(out, tables[0], model)


def print_head(out: Console, table: StabilityTable) -> None:
    """Title, question and size of a model."""
    model = table.model
    conflict = model.conflict
    out.print(f"\n[bold]{_escape(conflict.title)}[/bold]")
    if conflict.question:
        out.print(_escape(conflict.question))
    options = len(model.states.options)
    counts = [f"{model.size} decision makers"] + ([f"{options} options"] if options else [])
    out.print(f"\n{', '.join(counts)}, {model.states.size:,} feasible states.", end="")
    if model.status_quo is not None:
        out.print(f" Today: {_escape(show.state_line(model, model.status_quo))}.", end="")
    out.print()


def print_reading(
    out: Console, table: StabilityTable, outcome: str | None = None, most: int | None = 8
) -> None:
    """One reading: headlines, equilibria by named outcome, and a list of the firmest ones."""
    from countermove.reports.headlines import headlines

    name = show.reading_name(table.model.conflict, table.model.reading)
    out.print()
    if name:
        out.print(f"[bold]{_escape(name)}[/bold]\n")
    for sentence in headlines(table):
        out.print(f"• {_escape(sentence)}")
    out.print()
    out.print(_by_outcome(table))
    _print_list(out, table, outcome, most)


def _by_outcome(table: StabilityTable) -> object:
    columns = [concept.id for concept in table.concepts]
    made = show.table("equilibria by outcome", "states", *columns, numbers=len(columns) + 1)
    counts = {concept.id: table.count_by_outcome(concept) for concept in table.concepts}
    states = table.model.states
    for outcome in table.model.outcomes:
        size = int(states.truth(outcome.statement).sum())
        row = [str(counts[column][outcome.id] or "-") for column in columns]
        made.add_row(_escape(outcome.name), f"{size:,}", *row)
    total = [f"{int(table.is_equilibrium(column).sum()):,}" for column in columns]
    made.add_row("all", f"{states.size:,}", *total, style="bold")
    return made


def _print_list(out: Console, table: StabilityTable, outcome: str | None, most: int | None) -> None:
    model = table.model
    listed = _listed(table, outcome)
    if not listed:
        out.print("\nNo equilibrium to list.")
        return
    graph = model.states.graph_form
    made = show.table("state", "name" if graph else "options taken", "outcome", "holds under")
    for state, concepts in listed[:most]:
        here = " (today)" if state == model.status_quo else ""
        name = show.state_name(model, state)
        label = (
            model.states.label(state) if not graph or model.states.titles[model.states.index(state)] else ""
        )
        outcomes = ", ".join(o.name for o in model.outcomes_of(state))
        made.add_row(name + here, _escape(label), _escape(outcomes), " ".join(concepts))
    out.print()
    out.print(made)
    left = len(listed) - len(listed[:most])
    if left:
        out.print(f"and {left:,} more; --all lists them, --outcome and --concept choose among them.")


def _listed(table: StabilityTable, outcome: str | None) -> list[tuple[int, list[str]]]:
    """Equilibria with the concepts they hold under: most concepts first, then nearest to today."""
    from countermove.errors import NotApplicable, Problem, did_you_mean

    chosen = {o.id: o for o in table.model.outcomes}
    if outcome is not None and outcome not in chosen:
        raise NotApplicable(Problem(f'there is no outcome "{outcome}"', did_you_mean(outcome, chosen)))
    found: dict[int, list[str]] = {}
    for concept in table.concepts:
        for state in table.equilibria(concept):
            found.setdefault(state, []).append(concept.id)
    rows = [
        (state, concepts)
        for state, concepts in found.items()
        if outcome is None or table.model.states.holds(chosen[outcome].statement, state)
    ]
    return sorted(rows, key=lambda row: (-len(row[1]), _distance(table, row[0]), row[0]))


def _distance(table: StabilityTable, state: int) -> int:
    """How many options differ from today's state: what is near it is of interest first."""
    model = table.model
    if model.status_quo is None or not model.states.options:
        return 0
    pairs = zip(model.states.pattern(state), model.states.pattern(model.status_quo), strict=True)
    return sum(a != b for a, b in pairs)


def _print_legend(out: Console, table: StabilityTable, model: str) -> None:
    out.print("\nA state holds under")
    for concept in table.concepts:
        out.print(f"  [bold]{concept.id}[/bold] if {concept.plainly}", soft_wrap=False)
    out.print(f"\nWhy a state holds or does not: countermove explain {_escape(model)} STATE")


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)
