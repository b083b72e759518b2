"""`countermove coalitions`: who could upset which equilibrium together, and who holds it together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from countermove.coalition.concept import CoalitionConcept
    from countermove.coalition.members import Members
    from countermove.coalition.standing import Standing
    from countermove.coalition.table import Setting
    from countermove.coalition.upsets import Alliances, Survey
    from countermove.model.graph import GraphModel
    from countermove.reports.departing import Telling

__all__ = ["command"]

_EXAMPLES = 3
_LOOKED_AT = 12  # states among which an example is chosen
_MOST_WHOLE = 4_096  # states up to which all are asked about, not only the equilibria


@click.command("coalitions")
@show.model_argument
@click.argument("state", metavar="[STATE]", default="")
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option(
    "--concept", "-c", "concepts", multiple=True, help="Only CNash, CGMR, CSMR or CSEQ (may be repeated)."
)
@click.option(
    "--together",
    "-t",
    "alliances",
    metavar="A+B",
    multiple=True,
    help="What falls when these act together (may be repeated, to compare).",
)
@click.option(
    "--improvement",
    default="strict",
    show_default=True,
    metavar="KIND",
    help="strict: all gain; pareto: none loses, one gains; jump: all gain, between equilibria.",
)
@click.option(
    "--jump-under", default=None, metavar="CONCEPT", help="For jumps: whose equilibria; SEQ by default."
)
@click.option(
    "--movement",
    default="legal",
    show_default=True,
    metavar="KIND",
    help="legal: members move in turns; joint: all at the same moment.",
)
@click.option(
    "--replies",
    default="individual",
    show_default=True,
    metavar="KIND",
    help="individual or coalition: how the others answer willingly (CSEQ).",
)
@click.option("--all", "every", is_flag=True, help="Tell everything, not only what concerns most states.")
@show.as_json
def command(
    model: str,
    state: str,
    readings: Sequence[str],
    concepts: Sequence[str],
    alliances: Sequence[str],
    improvement: str,
    jump_under: str | None,
    movement: str,
    replies: str,
    every: bool,
    json_: bool,
) -> None:
    """Who could upset which equilibrium together, and who holds it together.

    A coalition leaves a state for one that all its members would rather be in, if it stays so after the
    others' answers: whatever they could do (CGMR, CSMR) or what they would want to do (CSEQ). With STATE
    the ways and the answers are told; with --together us+eu what falls when these act as one.
    """
    from countermove.coalition.concept import COALITION_CONCEPTS, named_concept
    from countermove.coalition.improving import JUMP_UNDER
    from countermove.coalition.members import named_coalition
    from countermove.coalition.table import setting_of
    from countermove.errors import NotApplicable, Problem

    setting = setting_of(improvement, movement, replies, jump_under or JUMP_UNDER)
    if jump_under is not None and improvement != "jump":
        what = "only equilibrium jumps go by a concept of their own"
        raise NotApplicable(Problem(what, "Add --improvement jump, or leave out --jump-under."))
    chosen = tuple(dict.fromkeys(named_concept(name) for name in concepts))
    conflict = show.open_conflict(model)
    graphs = [conflict.graph(name) for name in show.choose_readings(conflict, readings)]
    groups = tuple(dict.fromkeys(named_coalition(graphs[0], text) for text in alliances))
    asked = Asked(graphs, chosen or tuple(COALITION_CONCEPTS.values()), bool(chosen), groups, setting, every)
    if state:
        explained(asked, state, json_)
    elif groups:
        compared(asked, json_)
    else:
        surveyed(asked, json_)


@dataclass(frozen=True)
class Asked:
    """What was asked: models of the readings, concepts, alliances, definitions, and how much to tell."""

    graphs: Sequence[GraphModel]
    concepts: tuple[CoalitionConcept, ...]
    named: bool
    alliances: tuple[Members, ...]
    setting: Setting
    every: bool

    @property
    def told(self) -> tuple[CoalitionConcept, ...]:
        """The concepts told of at length: those asked for, or the last, which is CSEQ."""
        return self.concepts if self.named else self.concepts[-1:]

    def most(self, number: int) -> int | None:
        """So many rows, or all."""
        return None if self.every else number


def _heading(out: Console, asked: Asked) -> None:
    from countermove.reports.departing import assumptions

    graph = asked.graphs[0]
    states = f"{graph.states.size:,} feasible state{'s' * (graph.states.size > 1)}"
    whose = f"{graph.size} decision makers" if graph.size > 1 else "one decision maker"
    out.print(show.bold(f"\n{graph.conflict.title}", f": coalitions of {whose}, {states}"))
    out.print(f"\n{assumptions(asked.setting)}")


def _reading(out: Console, graph: GraphModel) -> None:
    name = show.reading_name(graph.conflict, graph.reading)
    out.print(show.bold(f"\n{name}\n") if name else "")


# -- every equilibrium, every coalition ------------------------------------------------------------


def surveyed(asked: Asked, json_: bool) -> None:
    """The individual equilibria of each reading against every coalition."""
    from countermove.cli.progress import progress
    from countermove.coalition.upsets import survey
    from countermove.reports.coalitions import survey_data

    with progress() as tell:
        found = [
            survey(
                graph,
                asked.concepts,
                asked.setting,
                whole=graph.states.size <= _MOST_WHOLE,
                progress=tell,
            )
            for graph in asked.graphs
        ]
    if json_:
        show.print_json(survey_data(found, asked.setting))
        return
    out = show.console()
    _heading(out, asked)
    for each in found:
        _reading(out, each.table.model)
        _print_survey(out, asked, each)


def _print_survey(out: Console, asked: Asked, found: Survey) -> None:
    from countermove.reports.departing import Telling

    out.print(_counts(found))
    telling = Telling(found.table.model, asked.setting)
    strong = found.table.holding("CNash") if "CNash" in found.equilibria else None
    if strong is not None and asked.setting.improvement != "jump":
        out.print(f"\n{telling.strong(list(strong))}")
    for concept in asked.told:
        _print_upsets(out, asked, found, telling, concept)


def _counts(found: Survey) -> object:
    pairs = found.table.model.size > 2
    sizes = ["pairs, too"] if pairs else []
    made = show.table("holds against", "everyone alone", *sizes, "every coalition", numbers=2 + pairs)
    for concept in found.table.concepts:
        alone = found.equilibria[concept.id]
        two = [f"{(alone & found.table.holding(concept, 2)).count:,}"] if pairs else []
        made.add_row(
            f"{concept.single} / {concept.id}",
            f"{alone.count:,}",
            *two,
            f"{found.holding(concept).count:,}",
        )
    return made


def _print_upsets(
    out: Console, asked: Asked, found: Survey, telling: Telling, concept: CoalitionConcept
) -> None:
    rows = found.tally(concept)
    out.print()
    if not rows:
        out.print(telling.unshaken(concept, found.equilibria[concept.id].count))
        return
    upset = found.equilibria[concept.id].count - found.holding(concept).count
    out.print(telling.upset(concept, found.equilibria[concept.id].count, upset))
    made = show.table("who, and nobody less", "could upset", numbers=1)
    _rows(made, telling.model, rows, asked.most(8))
    out.print()
    out.print(made)
    _more(out, len(rows), asked.most(8))
    out.print("\nFor instance:\n" if not asked.every else "\nEach of them:\n")
    out.print(show.bullets(_examples(asked, found.table.model, concept, rows), "-"))
    blocks = found.blocks(concept)
    alone = any(len(members) == 1 for members, _ in rows)
    out.print(f"\n{telling.upheld(upset, blocks, alone=alone)}")
    if upset > 1:
        made = show.table("who stays out", "upholds", numbers=1)
        _rows(made, telling.model, blocks, asked.most(6))
        out.print()
        out.print(made)
        _more(out, len(blocks), asked.most(6))


def _rows(
    made: Table, model: GraphModel, rows: Sequence[tuple[Members, tuple[int, ...]]], most: int | None
) -> None:
    from countermove.reports.departing import coalition_ids

    for members, states in rows[:most]:
        made.add_row(coalition_ids(model, members), f"{len(states):,}")


def _more(out: Console, count: int, most: int | None) -> None:
    if most is not None and count > most:
        out.print(f"and {count - most:,} more; --all lists them.")


def _examples(
    asked: Asked,
    model: GraphModel,
    concept: CoalitionConcept,
    rows: Sequence[tuple[Members, tuple[int, ...]]],
) -> list[str]:
    """For each of the first coalitions one state that it upsets, with the way; or all of them."""
    from countermove.coalition.departures import Departing
    from countermove.reports.departing import Telling, telling_first

    departing, telling = Departing(model, asked.setting), Telling(model, asked.setting)
    told = []
    for members, states in rows[: asked.most(_EXAMPLES)]:
        found = [departing.departures(concept, members, state) for state in states[: asked.most(_LOOKED_AT)]]
        for departures in telling_first(model, found)[: asked.most(1)]:
            assert departures.best is not None  # or the coalition would not upset the state
            source = show.state_line(model, departures.state)
            told.append(telling.departure(departures, departures.best, source))
    return told


# -- alliances -------------------------------------------------------------------------------------


def compared(asked: Asked, json_: bool) -> None:
    """Which individual equilibria fall when alliances act together, in each reading."""
    from countermove.cli.progress import progress
    from countermove.coalition.upsets import together
    from countermove.reports.coalitions import alliances_data

    with progress() as tell:
        found = [
            together(graph, asked.alliances, asked.concepts, asked.setting, progress=tell)
            for graph in asked.graphs
        ]
    if json_:
        show.print_json(alliances_data(found, asked.setting))
        return
    out = show.console()
    _heading(out, asked)
    for each in found:
        _reading(out, each.survey.table.model)
        _print_alliances(out, asked, each)


def _print_alliances(out: Console, asked: Asked, found: Alliances) -> None:
    from countermove.reports.departing import Telling

    model = found.survey.table.model
    telling = Telling(model, asked.setting)
    out.print(_parts(found))
    for concept in asked.told:
        fallen = [(each, found.fallen(concept, each)) for each in found.alliances]
        count = found.survey.equilibria[concept.id].count
        out.print(f"\n{telling.parted(concept, count, [(each, len(states)) for each, states in fallen])}")
        rows = [(members, states) for members, states in fallen if states]
        if rows:
            out.print("\nFor instance:\n" if not asked.every else "\nEach of them:\n")
            out.print(show.bullets(_examples(asked, model, concept, rows), "-"))


def _parts(found: Alliances) -> object:
    """For each concept the equilibria by who upsets them: each alliance, both, none."""
    from itertools import combinations

    from countermove.reports.departing import coalition_ids

    model, alliances = found.survey.table.model, found.alliances
    concepts = found.survey.table.concepts
    made = show.table(
        "falls when these act together", *(concept.id for concept in concepts), numbers=len(concepts)
    )
    parted = {concept.id: found.parted(concept) for concept in concepts}
    for size in range(1, len(alliances) + 1):
        for by in combinations(alliances, size):
            counts = [len(parted[concept.id].get(by, ())) for concept in concepts]
            only = "only " if size < len(alliances) else ""
            name = only + ", ".join(coalition_ids(model, each) for each in by)
            if any(counts) or size < 3:
                made.add_row(name, *(f"{count:,}" if count else "-" for count in counts))
    none = "neither" if len(alliances) == 2 else "none of them"
    made.add_row(none, *(f"{len(parted[c.id].get((), ())):,}" for c in concepts))
    made.add_row("in all", *(f"{found.survey.equilibria[c.id].count:,}" for c in concepts))
    return made


# -- one state -------------------------------------------------------------------------------------


def explained(asked: Asked, state: str, json_: bool) -> None:
    """How one state stands up to coalitions, in each reading: the ways out, and the answers."""
    from countermove.cli.progress import progress
    from countermove.coalition.standing import standing
    from countermove.model.asked import asked_state
    from countermove.reports.coalitions import standing_data

    at = asked_state(asked.graphs[0], state)
    groups = asked.alliances or None
    with progress() as tell:
        found = [
            (graph, standing(graph, asked.told, at, asked.setting, groups, progress=tell))
            for graph in asked.graphs
        ]
    if json_:
        show.print_json(standing_data(at, found, asked.setting))
        return
    out = show.console()
    _heading(out, asked)
    here = " This is the status quo." if at == asked.graphs[0].status_quo else ""
    line = show.state_line(asked.graphs[0], at)
    out.print(show.bold(f"\n{line[:1].upper()}{line[1:]}", f".{here}"))
    for graph, rows in found:
        _reading(out, graph)
        for each in rows:
            _print_standing(out, asked, graph, each)


def _print_standing(out: Console, asked: Asked, graph: GraphModel, found: Standing) -> None:
    from countermove.reports.departing import Telling

    telling = Telling(graph, asked.setting)
    concept = found.concept
    out.print(f"Under {concept.id} ({concept.title}) a state holds against a coalition if {concept.plainly}.")
    out.print(telling.alone(found))
    if found.by or found.deterred or found.idle:
        out.print()
    for each in found.by:
        assert each.best is not None
        more = sum(d.survives for d in each.found) - 1
        out.print(show.bullets([telling.departure(each, each.best) + telling.likewise(more)], ">"))
    for each in found.deterred[: asked.most(_EXAMPLES)]:
        assert each.best is not None
        out.print(
            show.bullets([telling.departure(each, each.best) + telling.likewise(len(each.found) - 1)], "=")
        )
    left = len(found.deterred) - _EXAMPLES
    if left > 0 and not asked.every:
        out.print(show.bullets([f"Likewise for {left} more; --all tells them."], " "))
    if found.idle:
        out.print(show.bullets([telling.idle(each) for each in found.idle], "="))
    out.print(f"\n{telling.verdict(found)}\n")
