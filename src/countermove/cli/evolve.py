"""`countermove evolve`: what the conflict can come to from where it stands, why not, and where it ends."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.cli.progress import Tell
    from countermove.evolution import Conduct, Evolution
    from countermove.model.graph import GraphModel
    from countermove.reports.chances import Where
    from countermove.reports.evolution import Teller
    from countermove.reports.story import Story
    from countermove.stability.concept import Concept

__all__ = ["command"]

#: Without --all: reasons told, and equilibria listed where there are no named outcomes.
_MOST_REASONS = 4
_MOST_ROWS = 12
#: Ways listed with --to and --all.
_MOST_WAYS = 20


@click.command("evolve")
@show.model_argument
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option("--from", "start", metavar="STATE", help="Start here, and not in the status quo.")
@click.option("--to", metavar="STATE|CONDITION", help="Ask about this, and not about all equilibria.")
@click.option(
    "--by",
    type=click.Choice(["moves", "improvements", "mixed", "coalitions"]),
    help="Which moves count: any; those wanted (the default); mixed; wanted by one or by several together.",
)
@click.option(
    "--free", metavar="DM", multiple=True, help="Mixed: this one moves as it likes (may be repeated)."
)
@click.option(
    "--against", metavar="K", type=click.IntRange(min=0), default=0, help="Mixed: up to K unwanted moves."
)
@click.option("--concept", "-c", help="Which equilibria; SEQ by default.")
@click.option(
    "--choose",
    type=click.Choice(["uniform", "best", "logit"]),
    default="uniform",
    help="By chance: any wanted move (the default), the best one, or by logit.",
)
@click.option(
    "--rationality", metavar="X", type=float, default=None, help="Logit: from 0 (blind); 5 by default."
)
@click.option(
    "--acts",
    metavar="DM=WEIGHT",
    multiple=True,
    help="How often one acts, 1 by default (may be repeated); or “willing”: only who wants to move.",
)
@click.option(
    "--simulate", metavar="N", type=click.IntRange(min=1), help="Draw N sample runs, and solve nothing."
)
@click.option("--seed", type=int, default=None, help="The seed of the sample runs, 1 by default.")
@click.option("--most", metavar="N", type=click.IntRange(min=1), help="Explore up to N states.")
@click.option(
    "--all", "every", is_flag=True, help="Tell every reason; list the equilibria, or those attained."
)
@show.engine_options
@show.as_json
def command(model: str, readings: Sequence[str], json_: bool, every: bool, **asked: Any) -> None:
    """What the conflict can come to from the status quo, why not something else, and where it ends.

    That a state is an equilibrium says that it holds once it is reached. Here it is asked whether it is
    reached: by moves one after another, nobody twice in a row. Then decision makers take turns by chance.
    """
    from countermove.cli.progress import progress
    from countermove.evolution import Choose
    from countermove.reports.chances import assumptions
    from countermove.reports.evolution import Teller
    from countermove.reports.evolution_data import evolution_data

    conflict = show.open_conflict(model)
    graphs = [conflict.graph(name) for name in show.choose_readings(conflict, readings)]
    with progress() as tell:
        stories = [_story(graph, asked, tell, quiet=json_) for graph in graphs]
    if json_:
        show.print_json(evolution_data(conflict, stories))
        return
    out = show.console()
    out.print(show.bold(f"\n{conflict.title}"))
    for story in stories:
        _print_story(out, Teller(story), every)
    out.print(f"\n{assumptions(stories[0].evolution.terms, Choose(asked['choose']))}")


# -- finding out -----------------------------------------------------------------------------------


def _story(graph: GraphModel, asked: dict[str, Any], tell: Tell, *, quiet: bool) -> Story:
    from countermove.evolution import attainable, cheapest_ways, explore
    from countermove.model.asked import asked_dm, asked_state
    from countermove.reports.story import Story
    from countermove.stability import analyse

    conduct, concept = _conduct(graph, asked), _concept(graph, asked["concept"])
    wanted = _wanted(graph, asked["to"]) if asked["to"] else None
    free = [asked_dm(graph, name) for name in asked["free"]]
    by = asked["by"] or ("mixed" if free or asked["against"] else "improvements")
    evolution = explore(
        graph,
        asked_state(graph, asked["start"]) if asked["start"] else None,
        by,
        free=free,
        against=asked["against"],
        until=wanted if wanted is not None else (),
        most=asked["most"],
        whole=False,
        progress=tell,
    )
    show.tell_plan(graph, (concept,), asked["limits"], quiet=quiet)
    table = analyse(graph, [concept], **asked["limits"], progress=tell)
    cheapest = cheapest_ways(evolution, tell, asked["most"])
    attained = attainable(evolution, table, concept, cheapest=cheapest)
    ends = _ending(evolution, conduct, asked, tell)
    return Story(attained, **ends, wanted=wanted, condition=asked["to"] or "")


def _ending(evolution: Evolution, conduct: Conduct, asked: dict[str, Any], tell: Tell) -> dict[str, Any]:
    """The chain, or sample runs if they were asked for, or why there is neither."""
    from countermove.errors import NotApplicable, Problem, TooLarge
    from countermove.evolution import chain, simulate

    if asked["seed"] is not None and not asked["simulate"]:
        raise NotApplicable(Problem("only sample runs have a seed", "Add --simulate 1000."))
    model, start, ways = evolution.model, evolution.start, evolution.ways
    if asked["simulate"]:
        runs, seed = asked["simulate"], 1 if asked["seed"] is None else asked["seed"]
        return {"simulation": simulate(model, start, conduct, runs=runs, seed=seed, ways=ways, progress=tell)}
    try:
        return {"chain": chain(model, start, conduct, most=asked["most"], ways=ways, progress=tell)}
    except TooLarge as error:
        return {"refused": error.problems[0]}


def _concept(graph: GraphModel, name: str | None) -> Concept:
    return show.main_concept(show.choose_concepts([graph], [name] if name else []))


def _conduct(graph: GraphModel, asked: dict[str, Any]) -> Conduct:
    from countermove.errors import NotApplicable, Problem
    from countermove.evolution import Choose, Conduct
    from countermove.model.asked import asked_dm

    weights = [Fraction(1)] * graph.size
    named = [text for text in asked["acts"] if text.casefold() != "willing"]
    for text in named:
        name, _, number = text.partition("=")
        try:
            weights[asked_dm(graph, name)] = Fraction(_plain(number))
        except (ValueError, ZeroDivisionError):
            what = f'"{text}" does not say how often somebody acts'
            raise NotApplicable(Problem(what, "Write for instance --acts us=2.")) from None
    rationality = asked["rationality"]
    if rationality is not None and asked["choose"] != "logit":
        what = "only logit choice has a rationality"
        raise NotApplicable(Problem(what, "Add --choose logit."))
    return Conduct(
        Choose(asked["choose"]),
        tuple(weights) if named else (),
        willing=len(named) < len(asked["acts"]),
        rationality=5.0 if rationality is None else rationality,
    )


def _plain(number: str) -> str:
    """A number as it was written, if it is no longer than anybody would write: 1e999999999 takes for ever."""
    if len(number) > 20 or "e" in number.casefold():
        raise ValueError(number)
    return number


def _wanted(graph: GraphModel, text: str) -> set[int] | Where:
    """The states asked for: one that is named, those of an outcome, or those where a condition holds."""
    from countermove.model.asked import asked_states
    from countermove.reports.chances import Where

    found = asked_states(graph, text)
    return {found} if isinstance(found, int) else Where(graph, found)


# -- printing --------------------------------------------------------------------------------------


def _print_story(out: Console, teller: Teller, every: bool) -> None:
    story = teller.story
    name = show.reading_name(story.model.conflict, story.model.reading)
    if name:
        out.print(show.bold(f"\n{name}"))
    if story.wanted is None or story.evolution.complete or story.evolution.cut_short:
        out.print("\n" + " ".join(filter(None, [teller.opening(), teller.blocked()])))
    if every:
        out.print(show.bullets(teller.blocking()))
    if story.wanted is not None:
        out.print("\n" + "\n".join(teller.answer(_MOST_WAYS if every else 1)))
    else:
        _print_equilibria(out, teller, every)
    told = teller.chances.ending()
    if told:
        out.print()
        out.print(show.bullets(told))


def _print_equilibria(out: Console, teller: Teller, every: bool) -> None:
    from countermove.reports.evolution import MOST_WHY

    out.print(f"\n{teller.attained()}")
    if not teller.story.attained.every.holding:
        return
    headings = teller.headings()
    table = show.table(*headings, numbers=len(headings) - 1)
    rows = list(teller.rows(None if every or teller.model.outcomes else _MOST_ROWS))
    for row in rows:
        table.add_row(*row)
    out.print()
    out.print(table)
    left = 0 if teller.model.outcomes else teller.story.attained.every.holding - len(rows)
    if left > 0:
        out.print(f"and {left:,} more; --all lists them.")
    if every and teller.model.outcomes:
        out.print()
        each = show.table("attained", "options taken", "in steps", "ways", numbers=2)
        for one in teller.listed():
            each.add_row(*one)
        out.print(each)
        more = len(teller.story.attained.every.attained) - MOST_WHY
        if more > 0:
            out.print(f"and {more:,} more, which --json lists.")
    way, reasons = teller.way(), teller.reasons()
    if way:
        out.print(f"\n{way}")
    if reasons:
        out.print("\nNot attained:")
        out.print(show.bullets(reasons[: None if every else _MOST_REASONS]))
        left = teller.left_out()
        if not every and len(reasons) > _MOST_REASONS:
            rest = f"the first {len(reasons):,}" if left else "them"
            out.print(f"and {len(reasons) - _MOST_REASONS + left:,} more; --all tells {rest}.")
        elif left:
            out.print(f"and {left:,} more, of which no reason is told.")
