"""`countermove analyse`: which states hold, under which reading, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.model.graph import GraphModel
    from countermove.stability.table import StabilityTable

__all__ = ["command", "print_reading"]

_MOST_ROWS = 8
_MOST_COLUMNS = 8


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
    first, and of these the nearest to the status quo.
    """
    from countermove.stability import analyse

    conflict = show.open_conflict(model)
    graphs = [conflict.graph(name) for name in show.choose_readings(conflict, readings)]
    chosen = show.choose_concepts(graphs, concepts)
    _check_outcome(graphs[0], outcome)
    tables = [analyse(graph, chosen) for graph in graphs]
    if json_:
        from countermove.reports.data import analysis_data

        show.print_json(analysis_data(tables))
        return
    out = show.console()
    print_head(out, tables[0])
    for table in tables:
        print_reading(out, table, outcome, most=None if every else _MOST_ROWS)
    _print_legend(out, tables[0], model)


def _check_outcome(model: GraphModel, outcome: str | None) -> None:
    from countermove.errors import NotApplicable, Problem, did_you_mean

    known = [o.id for o in model.outcomes]
    if outcome is not None and outcome not in known:
        cure = did_you_mean(outcome, known) or "The model names no outcome."
        raise NotApplicable(Problem(f'there is no outcome "{outcome}"', cure))


def print_head(out: Console, table: StabilityTable) -> None:
    """Title, question and size of a model."""
    model = table.model
    conflict = model.conflict
    out.print(show.bold(f"\n{conflict.title}"))
    if conflict.question:
        out.print(conflict.question)
    options = len(model.states.options)
    counts = [f"{model.size} decision makers"] + ([f"{options} options"] if options else [])
    here = ""
    if model.status_quo is not None:
        here = f" Status quo: {show.state_line(model, model.status_quo)}."
    out.print(f"\n{', '.join(counts)}, {model.states.size:,} feasible states.{here}")


def print_reading(
    out: Console, table: StabilityTable, outcome: str | None = None, most: int | None = 8
) -> None:
    """One reading: headlines, equilibria by named outcome, and a list of the firmest ones."""
    from countermove.reports.headlines import headlines

    name = show.reading_name(table.model.conflict, table.model.reading)
    out.print()
    if name:
        out.print(show.bold(name, "\n"))
    sentences = headlines(table)
    if sentences:
        out.print(show.bullets(sentences))
        out.print()
    out.print(_by_outcome(table))
    _print_list(out, table, outcome, most)


def _by_outcome(table: StabilityTable) -> object:
    """Counts of equilibria: outcomes down and concepts across, or the other way if there are many."""
    outcomes, states = table.model.outcomes, table.model.states
    counts = {c.id: table.count_by_outcome(c) for c in table.concepts}
    total = {c.id: f"{int(table.is_equilibrium(c).sum()):,}" for c in table.concepts}
    if len(table.concepts) > _MOST_COLUMNS:
        made = show.table("equilibria under", *(o.name for o in outcomes), "all", numbers=len(outcomes) + 1)
        for concept, row in counts.items():
            made.add_row(concept, *(str(row[o.id] or "-") for o in outcomes), total[concept])
        return made
    made = show.table("equilibria by outcome", "states", *counts, numbers=len(counts) + 1)
    for outcome in outcomes:
        size = int(states.truth(outcome.statement).sum())
        made.add_row(outcome.name, f"{size:,}", *(str(row[outcome.id] or "-") for row in counts.values()))
    made.add_row("all", f"{states.size:,}", *total.values(), style="bold")
    return made


def _print_list(out: Console, table: StabilityTable, outcome: str | None, most: int | None) -> None:
    model = table.model
    listed = _listed(table, outcome)
    if not listed:
        out.print("\nNo equilibrium to list.")
        return
    graph = model.states.graph_form
    named = ["outcome"] if model.outcomes else []
    made = show.table("state", "name" if graph else "options taken", *named, "holds under")
    for state, concepts in listed[:most]:
        here = " *" if state == model.status_quo else ""
        label = model.states.label(state)
        name = show.state_name(model, state)
        outcomes = [", ".join(o.name for o in model.outcomes_of(state))] if named else []
        made.add_row(name + here, "" if label == name else label, *outcomes, " ".join(concepts))
    out.print()
    out.print(made)
    left = len(listed) - len(listed[:most])
    if any(state == model.status_quo for state, _ in listed[:most]):
        out.print("* the status quo")
    if left:
        out.print(f"and {left:,} more; --all lists them, --outcome and --concept choose among them.")


def _listed(table: StabilityTable, outcome: str | None) -> list[tuple[int, list[str]]]:
    """Equilibria with the concepts they hold under: most concepts first, then nearest to the status quo."""
    chosen = {o.id: o for o in table.model.outcomes}
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
    """How many options differ from the status quo: what is near it is of interest first."""
    model = table.model
    if model.status_quo is None or model.states.graph_form:
        return 0
    return (state ^ model.status_quo).bit_count()


def _print_legend(out: Console, table: StabilityTable, model: str) -> None:
    out.print("\nA state holds under")
    out.print(show.definitions([(c.id, f"if {c.plainly}") for c in table.concepts], indent=2))
    out.print("\nWhy a state holds or does not:")
    out.print(f"  countermove explain {model} STATE", soft_wrap=True)
