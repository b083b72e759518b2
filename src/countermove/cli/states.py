"""`countermove states`: the feasible states of a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.table import Table

    from countermove.model.graph import GraphModel

__all__ = ["command"]

_MOST_ROWS = 40
_MOST_COLUMNS = 20


@click.command("states")
@show.model_argument
@click.option("--where", "-w", help="Only states in which this condition holds (a statement or a pattern).")
@click.option("--all", "every", is_flag=True, help="List all of them, however many.")
@show.as_json
def command(model: str, where: str | None, every: bool, json_: bool) -> None:
    """The feasible states of a model, with their numbers, options and named outcomes.

    Few states are shown as the papers do, options down and states across.
    """
    from countermove.model.asked import asked_condition
    from countermove.reports.data import states_data

    conflict = show.open_conflict(model)
    graph = conflict.graph()
    condition = asked_condition(graph, where) if where else None
    count, chosen = graph.states.first(condition, None if every or json_ else _MOST_ROWS)
    if json_:
        show.print_json(states_data(graph, chosen))
        return
    out = show.console()
    said = f"{count:,} of {graph.states.size:,}" if where else f"{count:,}"
    signs = f" A pattern gives Y or N for: {_options(graph)}." if graph.states.options else ""
    out.print(f"\n{said} feasible states.{signs}\n")
    if not chosen:
        return
    if len(chosen) <= _MOST_COLUMNS and graph.states.options:
        for k, made in enumerate(_option_tables(graph, chosen, out.width)):
            out.print(*([""] if k else []), made, sep="\n")
        return
    out.print(_list(graph, chosen))
    if len(chosen) < count:
        out.print(f"and {count - len(chosen):,} more; --all lists them, --where chooses among them.")


def _options(graph: GraphModel) -> str:
    return ", ".join(option.ref for option in graph.states.options)


def _option_tables(graph: GraphModel, chosen: list[int], width: int) -> Iterator[Table]:
    """Options down and states across, as many states in one table as fit the width."""
    owners = [dm.name or dm.id for dm in graph.conflict.decision_makers]
    for part in _fitting(graph, chosen, width - max(map(len, owners)) // 2):
        names = [show.state_name(graph, state) for state in part]
        made = show.table("decision maker", "option", *names, numbers=len(names))
        patterns = [graph.states.pattern(state) for state in part]
        before = -1
        for k, option in enumerate(graph.states.options):
            owner = owners[option.dm] if option.dm != before else ""
            made.add_row(owner, option.id, *(pattern[k] for pattern in patterns))
            before = option.dm
        yield made


def _fitting(graph: GraphModel, chosen: list[int], width: int) -> Iterator[list[int]]:
    """The states in portions whose columns fit a width, beside those of the options."""
    options = max(len(option.id) for option in graph.states.options)
    part: list[int] = []
    room = width - options
    for state in chosen:
        column = 3 + len(show.state_name(graph, state))
        if part and room < column and len(part) >= 4:
            yield part
            part, room = [], width - options
        part.append(state)
        room -= column
    yield part


def _list(graph: GraphModel, chosen: list[int]) -> object:
    made = show.table("state", "pattern" if graph.states.options else "", "name or options taken", "outcomes")
    for state in chosen:
        states = graph.states
        name = show.state_name(graph, state)
        pattern = states.pattern(state) if states.options else ""
        outcomes = ", ".join(outcome.name for outcome in graph.outcomes_of(state))
        made.add_row(name, pattern, states.label(state), outcomes)
    return made
