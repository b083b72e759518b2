"""`countermove find`: one firm state in which something wanted holds, or the proof that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from countermove.model.graph import GraphModel
    from countermove.model.statements import Statement
    from countermove.stability.symbolic.satisfy import Search

__all__ = ["command"]


@click.command("find")
@show.model_argument
@click.argument("wanted", metavar="[CONDITION]", default="")
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option(
    "--patience",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    help="How long to look in each reading, 60 by default.",
)
@show.as_json
def command(model: str, wanted: str, readings: Sequence[str], patience: float, json_: bool) -> None:
    """One firm state in which something wanted holds, or the proof that there is none.

    CONDITION is a named outcome, a statement or a pattern; any state will do if it is left out. A firm
    state is a Nash equilibrium: no one could do better by moving alone, so it holds under GMR, SMR, SEQ
    and SSEQ too. Nothing is counted, so conflicts of hundreds of options are searched in seconds.
    """
    from countermove.cli.progress import progress
    from countermove.reports.data import search_data
    from countermove.stability.symbolic.satisfy import find

    conflict = show.open_conflict(model)
    graphs = [conflict.graph(name) for name in show.choose_readings(conflict, readings)]
    condition = _condition(graphs[0], wanted) if wanted else None
    found: list[tuple[GraphModel, Search]] = []
    with progress() as tell:
        for graph in graphs:
            form = show.option_form(graph)
            found.append((graph, find(form, condition, seconds=patience, progress=tell)))
    if json_:
        show.print_json(search_data(conflict, wanted, found))
        return
    out = show.console()
    out.print(show.bold(f"\n{conflict.title}"))
    for graph, search in found:
        name = show.reading_name(graph.conflict, graph.reading)
        out.print(show.bold(f"\n{name}\n") if name else "")
        out.print(_told(graph, search, wanted))


def _condition(graph: GraphModel, wanted: str) -> Statement:
    from countermove.model.asked import asked_condition

    by_id = {outcome.id: outcome.statement for outcome in graph.outcomes}
    return by_id[wanted] if wanted in by_id else asked_condition(graph, wanted)


def _told(graph: GraphModel, search: Search, wanted: str) -> str:
    from countermove.stability.wording import Words, join

    where = f" in which “{wanted}” holds" if wanted else ""
    if search.state is not None:
        words = Words(graph)
        outcomes = [outcome.name for outcome in graph.outcomes_of(search.state)]
        belongs = f" It belongs to: {join(outcomes)}." if outcomes else ""
        return f"Firm is {words.described(search.state)}.{belongs}"
    if not search.proven:
        return (
            f"None was found{where} in the time allowed, after {search.guesses:,} guesses. There may be one."
        )
    if not search.possible:
        return f"There is no feasible state{where} at all."
    return (
        f"There is none: in every feasible state{where} somebody could do better by moving alone. "
        "Such states may still hold by answers of the others (SEQ) or by threats (GMR)."
    )
