"""`countermove analyse`: which states hold, under which reading, and how firmly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import combinations
from operator import and_, or_, sub
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.errors import Problem, TooLarge

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.model.graph import GraphModel
    from countermove.model.sets import StateSet
    from countermove.model.statements import Statement
    from countermove.stability.concept import Concept
    from countermove.stability.table import StabilityTable

__all__ = ["command", "many", "print_reading"]

_MOST_ROWS = 8
_FEW = 100_000  # equilibria that are gone through one by one
_MOST_COLUMNS = 8


@click.command("analyse")
@show.model_argument
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option("--concept", "-c", "concepts", multiple=True, help="Only this concept (may be repeated).")
@click.option("--outcome", "-o", help="List the equilibria of this named outcome only.")
@click.option("--all", "every", is_flag=True, help="List every equilibrium.")
@show.engine_options
@show.as_json
def command(
    model: str,
    readings: Sequence[str],
    concepts: Sequence[str],
    outcome: str | None,
    every: bool,
    limits: show.Limits,
    json_: bool,
) -> None:
    """Which states hold, under which reading, and how firmly.

    A state is an equilibrium under a concept if every decision maker stays there. Results are summed
    up by named outcome first; then the equilibria are listed: those that hold under most concepts
    first, and of these the nearest to the status quo.
    """
    from countermove.cli.progress import progress
    from countermove.stability.engines import analyse_all
    from countermove.stability.plan import keeping

    conflict = show.open_conflict(model)
    keep = keeping(limits["engine"])
    graphs = [conflict.graph(name, keep=keep) for name in show.choose_readings(conflict, readings)]
    wanted = show.asked_concepts(concepts)
    _check_outcome(graphs[0], outcome)
    show.tell_plan(graphs[0], wanted, limits, quiet=json_)
    with progress() as tell:
        tables = analyse_all(graphs, wanted, **limits, progress=tell)
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
    out.print(f"\n{', '.join(counts)}, {table.where().count:,} feasible states.{here}")


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
    outcomes = table.model.outcomes
    counts = {c.id: {o.id: _count(table, c, o.statement) for o in outcomes} for c in table.concepts}
    total = {c.id: _count(table, c) if table.holding(c).count else "0" for c in table.concepts}
    if len(table.concepts) > _MOST_COLUMNS:
        made = show.table("equilibria under", *(o.name for o in outcomes), "all", numbers=len(outcomes) + 1)
        for concept, row in counts.items():
            made.add_row(concept, *(row[o.id] for o in outcomes), total[concept])
        return made
    made = show.table("equilibria by outcome", "states", *counts, numbers=len(counts) + 1)
    for outcome in outcomes:
        size = table.where(outcome.statement).count
        made.add_row(outcome.name, many(size), *(row[outcome.id] for row in counts.values()))
    made.add_row("all", many(table.where().count), *total.values(), style="bold")
    return made


def _count(table: StabilityTable, concept: Concept, statement: Statement | None = None) -> str:
    """How many equilibria there are; where that is not known exactly, from how many to how many."""

    def counted(found: StateSet) -> int:
        return (found if statement is None else found.where(statement)).count

    least = counted(table.holding(concept))
    if table.exact(concept):
        return many(least) if least else "-"
    return f"{many(least)} to {many(counted(table.at_most(concept)))}"


def many(count: int) -> str:
    """A number of states: 12,345, or 1.23e+17 where the digits would tell nobody anything."""
    return f"{count:,}" if count < 10**9 else f"{count:.2e}"


def _print_list(out: Console, table: StabilityTable, outcome: str | None, most: int | None) -> None:
    model = table.model
    listed, more = _listed(table, outcome, most)
    if not listed:
        out.print("\nNo equilibrium to list.")
        return
    graph = model.states.graph_form
    named = ["outcome"] if model.outcomes else []
    made = show.table("state", "name" if graph else "options taken", *named, "holds under")
    for state, concepts in listed:
        here = " *" if state == model.status_quo else ""
        label = model.states.label(state)
        name = show.state_name(model, state)
        outcomes = [", ".join(o.name for o in model.outcomes_of(state))] if named else []
        made.add_row(name + here, "" if label == name else label, *outcomes, " ".join(concepts))
    out.print()
    out.print(made)
    if any(state == model.status_quo for state, _ in listed):
        out.print("* the status quo")
    if more:
        out.print(f"and {many(more)} more; --all lists them, --outcome and --concept choose among them.")


def _listed(
    table: StabilityTable, outcome: str | None, most: int | None
) -> tuple[list[tuple[int, list[str]]], int]:
    """Equilibria with the concepts they hold under, and how many are left out.

    Those that hold under most concepts come first, of these the nearest to the status quo.
    """
    chosen = {o.id: o.statement for o in table.model.outcomes}
    holding = {c.id: table.holding(c) for c in table.concepts}
    if outcome is not None:
        holding = {name: found.where(chosen[outcome]) for name, found in holding.items()}
    total = reduce(or_, holding.values()).count
    if total <= _FEW:
        names: dict[int, list[str]] = {}
        for name, found in holding.items():
            for state in found:
                names.setdefault(state, []).append(name)
        rows = sorted(names.items(), key=lambda row: (-len(row[1]), _distance(table, row[0]), row[0]))
        return rows[:most], total - len(rows[:most])
    if most is None:
        what = f"{total:,} equilibria are too many for a list"
        raise TooLarge(Problem(what, "Choose among them with --outcome and --concept, or take --json."))
    return (rows := _nearest(table, holding, most)), total - len(rows)


def _nearest(table: StabilityTable, holding: dict[str, StateSet], most: int) -> list[tuple[int, list[str]]]:
    """The same for sets that are too large to go through: class by class of concepts held under."""
    start = table.model.status_quo or 0
    rows: list[tuple[int, list[str]]] = []
    for size in range(len(holding), 0, -1):
        found: list[tuple[int, list[str]]] = []
        for names in combinations(holding, size):
            inside = reduce(and_, (holding[name] for name in names))
            only = reduce(sub, (s for name, s in holding.items() if name not in names), inside)
            found += [(state, list(names)) for state in only.nearest(start, most)]
        rows += sorted(found, key=lambda row: (_distance(table, row[0]), row[0]))
        if len(rows) >= most:
            break
    return rows[:most]


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
