"""`countermove levers`: the smallest change that makes something hold, or stops it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.cli.progress import Tell
    from countermove.evidence.ledger import Ledger
    from countermove.levers import Costs, Goal, LeversFinding, OptionsFinding, StatesFinding
    from countermove.model.conflict import Conflict
    from countermove.model.graph import GraphModel
    from countermove.reports.levers import Teller
    from countermove.reports.levers_data import Finding
    from countermove.stability.concept import Concept

__all__ = ["command"]

_DEEDS = ("drop", "reverse", "move", "add")
_MOST_SHOWN = 12


@click.command("levers")
@show.model_argument
@click.argument("wanted", metavar="[WANTED]...", nargs=-1)
@click.option("--make", "makes", multiple=True, metavar="WHAT", help="Wanted, too; X:Nash names a concept.")
@click.option("--break", "breaks", multiple=True, metavar="WHAT", help="Unwanted: none of it shall hold.")
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option("--concept", "-c", "concepts", multiple=True, help="Under this concept; SEQ by default.")
@click.option("--dm", "-d", "dms", multiple=True, help="Only this decision maker can be moved (repeatable).")
@click.option(
    "--by",
    type=click.Choice(["statements", "states", "options"]),
    default="statements",
    help="What is changed: statements by default.",
)
@click.option("--no-add", is_flag=True, help="No statement may be added.")
@click.option("--add", "more", multiple=True, metavar="TEXT", help="This statement may be added, too.")
@click.option("--cost", "prices", multiple=True, metavar="EDIT=N", help="Price of drop, reverse, move, add.")
@click.option(
    "--time",
    "seconds",
    metavar="SECONDS",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    help="How long to search for each answer, 60 by default.",
)
@click.option("--scenario", metavar="NAME", default="", help="Print the changes as a scenario for the file.")
@show.as_json
def command(
    model: str,
    wanted: Sequence[str],
    makes: Sequence[str],
    breaks: Sequence[str],
    readings: Sequence[str],
    concepts: Sequence[str],
    dms: Sequence[str],
    by: str,
    no_add: bool,
    more: Sequence[str],
    prices: Sequence[str],
    seconds: float,
    scenario: str,
    json_: bool,
) -> None:
    """The smallest change that makes something hold, or stops it.

    WANTED is a named outcome, a state or a condition: some state of it shall be an equilibrium. Several
    of them, and those of --make and --break, shall be so all at once. What is found is proved to be the
    smallest, or how much smaller it could be is told.
    """
    from countermove.cli.progress import progress
    from countermove.reports.levers_data import levers_data

    _check_options(by, {"--dm": dms, "--no-add": no_add, "--add": more, "--cost": prices}, scenario, json_)
    case = show.open_case(model)
    asked = [(text, True) for text in (*wanted, *makes)] + [(text, False) for text in breaks]
    questions = list(
        _questions(case.conflict, show.choose_readings(case.conflict, readings), asked, concepts, by)
    )
    how = {"dms": dms, "add": not no_add, "more": more, "costs": _costs(prices)}
    found: list[Finding] = []
    with progress() as tell:
        for graph, goals in questions:
            found.extend(_ask(case.conflict, graph.reading, goals, by, seconds, tell, how))
    if json_:
        show.print_json(levers_data(case.conflict, by, found))
        return
    out = show.console()
    out.print(show.bold(f"\n{case.conflict.title}", f": levers over {by}" if by != "states" else ": levers"))
    _print_all(out, found, by, case.ledger)
    if scenario:
        _print_scenarios(found, scenario)


# -- the questions -----------------------------------------------------------------------------------


def _questions(
    conflict: Conflict,
    readings: Sequence[str],
    asked: Sequence[tuple[str, bool]],
    concepts: Sequence[str],
    by: str,
) -> Iterator[tuple[GraphModel, list[Goal]]]:
    """The goals in each reading and under each concept; those that name a concept keep it."""
    from countermove.errors import NotApplicable, Problem
    from countermove.levers import goal, split_goal
    from countermove.stability import named

    if not asked:
        what = "it is not said what is wanted"
        raise NotApplicable(Problem(what, "Name an outcome, a state or a condition, or use --break."))
    if by == "states" and len(asked) > 1:
        what = "levers in states are found for one goal at a time"
        raise NotApplicable(Problem(what, "Ask for each goal by itself, or for levers over statements."))
    own = all(split_goal(text)[1] for text, _ in asked)
    for reading in readings:
        graph = conflict.graph(reading)
        for concept in _concepts(graph, concepts)[: 1 if own else None]:
            goals = []
            for text, wanted in asked:
                bare, name = split_goal(text)
                goals.append(goal(graph, bare, named(name) if name else concept, wanted=wanted))
            yield graph, goals


def _concepts(graph: GraphModel, names: Sequence[str]) -> Sequence[Concept]:
    chosen = show.choose_concepts([graph], names)
    return chosen if names else (show.main_concept(chosen),)


def _check_options(by: str, statements_only: dict[str, object], scenario: str, json_: bool) -> None:
    """Refuse what would have no effect: an answer to less than was asked looks like one to all of it."""
    from countermove.errors import NotApplicable, Problem

    given = [name for name, value in statements_only.items() if value]
    if given and by != "statements":
        what = f"{given[0]} is about statements, and levers over {by} were asked for"
        raise NotApplicable(Problem(what, f"Leave out {given[0]}, or leave out --by {by}."))
    if scenario and by == "states":
        what = "states that cross in somebody's order are no scenario"
        raise NotApplicable(Problem(what, "Leave out --scenario, or leave out --by states."))
    if scenario and json_:
        what = "--scenario prints what can be pasted into a file, --json what programs read"
        raise NotApplicable(Problem(what, "Leave out one of them; the JSON holds the changes, too."))


def _costs(prices: Sequence[str]) -> Costs:
    from countermove.errors import NotApplicable, Problem
    from countermove.levers import Costs

    chosen = {}
    for price in prices:
        deed, _, number = price.partition("=")
        if deed.strip() not in _DEEDS or not number.strip().isdecimal() or not 1 <= int(number) <= 20:
            what = f'"{price}" is no price'
            raise NotApplicable(
                Problem(what, "Write for instance add=2: drop, reverse, move or add; 1 to 20.")
            )
        chosen[deed.strip()] = int(number)
    return Costs(**chosen)


def _ask(
    conflict: Conflict,
    reading: str,
    goals: Sequence[Goal],
    by: str,
    seconds: float,
    tell: Tell,
    how: dict[str, Any],
) -> list[Finding]:
    from countermove.levers import levers, levers_in_options, levers_in_states

    if by == "states":
        return [levers_in_states(conflict, reading, goals[0], seconds=seconds, progress=tell)]
    if by == "options":
        return [levers_in_options(conflict, reading, goals, seconds=seconds, progress=tell)]
    return [levers(conflict, reading, goals, seconds=seconds, progress=tell, **how)]


# -- printing ------------------------------------------------------------------------------------------


def _print_all(out: Console, found: Sequence[Finding], by: str, ledger: Ledger | None) -> None:
    from countermove.levers import LeversFinding, StatesFinding
    from countermove.reports.levers import ADDED, ASSUMES, Teller

    cite, reading = show.citer(ledger), None
    for finding in found:
        if finding.model.reading != reading:
            reading = finding.model.reading
            name = show.reading_name(finding.model.conflict, reading)
            if name:
                out.print(show.bold(f"\n{name}"))
        teller = Teller(finding.model, cite)
        out.print(f"\n{_standing(teller, finding)}")
        if finding.met:
            continue
        if isinstance(finding, LeversFinding):
            _print_statements(out, teller, finding)
        elif isinstance(finding, StatesFinding):
            _print_states(out, teller, finding)
        else:
            _print_options(out, teller, finding)
    out.print(f"\n{ASSUMES[by]}")
    asked = [finding for finding in found if isinstance(finding, LeversFinding) and not finding.met]
    if any(any(finding.candidates.values()) for finding in asked):
        out.print(ADDED)


def _standing(teller: Teller, finding: Finding) -> str:
    """How the goals stand today."""
    from countermove.levers import StatesFinding

    goals = (finding.goal,) if isinstance(finding, StatesFinding) else finding.goals
    today = (finding.today,) if isinstance(finding, StatesFinding) else finding.today
    told = [teller.today(goal, len(states)) for goal, states in zip(goals, today, strict=True)]
    met = " That is what is wanted: nothing needs to change." if finding.met else ""
    return f"As things are, {'; '.join(told)}.{met}"


def _print_statements(out: Console, teller: Teller, finding: LeversFinding) -> None:
    from countermove.reports.levers import capital

    answer = finding.together
    assert answer is not None
    out.print(f"\n{teller.best(finding, answer)}")
    if len(answer.solutions) > 1:
        first = "What would do just as well" if answer.complete else "Among what would do just as well"
        out.print(f"\n{first}:")
        out.print(
            show.bullets([capital("; ".join(teller.edits(each))) for each in answer.solutions[1:]], indent=2)
        )
    if len(finding.alone) > 1:
        out.print("\nIf only one can be moved:")
        out.print(show.definitions(teller.alone(finding), indent=2))
    for dm, problem in finding.fixed.items():
        out.print(f"\nWhat {teller.words.name(dm)} wants stays as it is: {problem.what}.")


def _print_states(out: Console, teller: Teller, finding: StatesFinding) -> None:
    from countermove.stability.wording import join

    shown = finding.levers[:_MOST_SHOWN]
    out.print()
    out.print(show.bullets([teller.state_lever(finding, lever) for lever in shown]))
    left = len(finding.levers) - len(shown)
    if left:
        out.print(f"Likewise for {left:,} more equilibria; --json tells them all.")
    if finding.hopeless:
        names = join([teller.words.state(state) for state in finding.hopeless[:_MOST_SHOWN]])
        more = len(finding.hopeless) - _MOST_SHOWN
        rest = f", and {more:,} more" if more > 0 else ""
        out.print(f"No crossing undoes {names}{rest}: nobody could be made to leave (proved).")
    if not finding.goal.wanted and len(finding.goal.states) > 1:
        out.print("Each equilibrium is asked about by itself; undoing one may make another.")
    if finding.stopped:
        out.print(f"The search ended early; {finding.looked_at:,} states were looked at.")
    elif finding.goal.wanted and len(finding.goal.states) > 1:
        out.print(f"All {finding.looked_at:,} states were looked at; no other takes fewer.")


def _print_options(out: Console, teller: Teller, finding: OptionsFinding) -> None:
    from countermove.reports.levers import capital
    from countermove.stability.wording import join

    tried = finding.tried
    goals = teller.reached(finding.goals)
    if not (finding.singles or finding.threats or finding.pairs):
        if finding.stopped or finding.skipped:
            out.print("\nNothing that was tried brings it about.")
        else:
            out.print("\nNo single change, no threat and no two changes bring it about (all were tried).")
    for title, told in (
        (f"{goals} if one of these were so:", [teller.option_lever(each) for each in finding.singles]),
        (f"{goals} under one of these threats:", [*teller.threats(finding.threats)]),
        (f"{goals} if two things at once were so:", [teller.option_lever(each) for each in finding.pairs]),
    ):
        if told:
            out.print(f"\n{capital(title)}")
            out.print(show.bullets(told[:_MOST_SHOWN], indent=2))
            if len(told) > _MOST_SHOWN:
                out.print(f"  and {len(told) - _MOST_SHOWN:,} more; --json tells them all.")
    kinds = {"single": "single changes", "threat": "threats", "pair": "pairs of changes"}
    counts = join([f"{tried[kind]:,} {name}" for kind, name in kinds.items() if tried[kind]])
    early = " The search ended early." if finding.stopped else ""
    out.print(f"\nTried: {counts or 'nothing'}.{early}")
    if finding.skipped:
        why = finding.skipped[0][1].what
        out.print(f"Of these {len(finding.skipped):,} do not fit the model, for instance because {why}.")


def _print_scenarios(found: Sequence[Finding], name: str) -> None:
    from countermove.reports.levers_data import finding_changes, scenario_text

    made = [(finding, finding_changes(finding)) for finding in found]
    made = [(finding, changes) for finding, changes in made if changes]
    if not made:
        click.echo("There is no scenario to print: nothing was found, or nothing needs to change.", err=True)
    for k, (finding, changes) in enumerate(made):
        title = f"Levers, reading {finding.model.reading}" if finding.model.reading else "Levers"
        click.echo(
            "\n" + scenario_text(name if len(made) == 1 else f"{name}-{k + 1}", title, changes), nl=False
        )
