"""`countermove inverse`: which preferences would make a state, or something wanted, hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.cli.progress import Tell
    from countermove.inverse import Candidate, InverseFinding, OutcomeFinding, Verdict
    from countermove.model.graph import GraphModel
    from countermove.model.statements import Statement
    from countermove.stability.concept import Concept

__all__ = ["command", "print_inverse", "print_outcome"]

_MOST_COLUMNS = 4
_MOST_CLAUSES = 3
_MOST_CANDIDATES = 5
_MOST_ALIKE = 8
_FEW_STATES = 10  # so few that rankings are counted for people, rather than told as a share only

_ASSUMES = (
    "Assumes: the others answer by legal sequences; an equally good state does not count as preferred. The "
    "conditions are those of inverse GMCR (Kinsara); counts, smallest changes and their order are this "
    "project's own."
)
_ASSUMES_OTHERS = (
    "Under {} a condition rests on what the others prefer, which stays as it is in the model; under the "
    "other concepts nobody's condition speaks of anybody else's preferences."
)


@click.command("inverse")
@show.model_argument
@click.argument("wanted", metavar="WANTED")
@click.option("--dm", "-d", "dms", multiple=True, help="Only this decision maker (may be repeated).")
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option("--concept", "-c", "concepts", multiple=True, help="Only this concept (may be repeated).")
@click.option("--all", "every", is_flag=True, help="Tell every condition, not only the first few.")
@click.option(
    "--sample",
    metavar="N",
    type=click.IntRange(0, 10_000_000),
    default=0,
    help="Estimate from N random rankings what is not counted exactly.",
)
@click.option("--seed", metavar="N", type=int, default=0, help="Begin the random rankings here.")
@show.as_json
def command(
    model: str,
    wanted: str,
    dms: Sequence[str],
    readings: Sequence[str],
    concepts: Sequence[str],
    every: bool,
    sample: int,
    seed: int,
    json_: bool,
) -> None:
    """Which preferences would make a state, or something wanted, hold.

    WANTED is a state, as for explain: for each concept and decision maker, whether it holds now, in how
    many of all strict rankings it would, and what would have to change. Or it is a named outcome, a
    pattern that fits several states or a condition: then which of its states are the nearest to being
    equilibria, under SEQ by default; with --dm, only those for which nobody else must change.
    """
    from countermove.cli.progress import progress
    from countermove.model.asked import asked_dms, asked_states

    conflict = show.open_conflict(model)
    graphs = [conflict.graph(name) for name in show.choose_readings(conflict, readings)]
    what = asked_states(graphs[0], wanted)
    asked, which = show.asked_concepts(concepts), sorted(asked_dms(graphs[0], dms))
    with progress() as tell:
        if isinstance(what, int):
            state = what
            _ask_state(graphs, wanted, state, asked, which, every, (sample, seed), tell, json_)
        else:
            _ask_outcome(graphs, wanted, what, asked, which, every, tell, json_)


def _ask_state(
    graphs: Sequence[GraphModel],
    wanted: str,
    state: int,
    concepts: tuple[Concept, ...] | None,
    dms: Sequence[int],
    every: bool,
    drawing: tuple[int, int],
    tell: Tell,
    json_: bool,
) -> None:
    from random import Random

    from countermove.inverse import inverse
    from countermove.reports.inverse import inverse_data

    sample, seed = drawing
    found = [
        inverse(graph, state, concepts, dms, sample=sample, random=Random(seed), progress=tell)
        for graph in graphs
    ]
    if json_:
        show.print_json(inverse_data(graphs[0].conflict, wanted, found, every=every))
        return
    out = show.console()
    _print_head(out, graphs[0])
    out.print(f"Which preferences would make {show.state_line(graphs[0], state)} hold?")
    for finding in found:
        print_inverse(out, finding, every=every, chosen=concepts is not None)
    _print_assumptions(out, [c for finding in found for c in finding.concepts])


def _ask_outcome(
    graphs: Sequence[GraphModel],
    wanted: str,
    condition: Statement,
    concepts: tuple[Concept, ...] | None,
    dms: Sequence[int],
    every: bool,
    tell: Tell,
    json_: bool,
) -> None:
    from countermove.inverse import inverse_of_outcome
    from countermove.inverse.finding import applicable
    from countermove.reports.inverse import outcome_data

    asked = concepts or (show.main_concept([c for c in applicable(graphs[0], None) if c.id != "SIM"]),)
    found = [
        (graph, [inverse_of_outcome(graph, condition, c, dms, progress=tell) for c in asked])
        for graph in graphs
    ]
    if json_:
        show.print_json(outcome_data(graphs[0].conflict, wanted, found))
        return
    out = show.console()
    _print_head(out, graphs[0])
    out.print(f"Wanted: {_called(graphs[0], wanted)}. What would it take for that to hold?")
    for graph, rows in found:
        _print_reading(out, graph)
        for finding in rows:
            print_outcome(out, finding, most=None if every else _MOST_CANDIDATES)
    _print_assumptions(out, asked)


# -- what was asked for -----------------------------------------------------------------------------


def _called(model: GraphModel, wanted: str) -> str:
    """The name of an outcome, or the condition as it was written."""
    return next((outcome.name for outcome in model.outcomes if outcome.id == wanted), "") or wanted


# -- printing ---------------------------------------------------------------------------------------


def _print_head(out: Console, model: GraphModel) -> None:
    out.print(show.bold(f"\n{model.conflict.title}"))


def _print_reading(out: Console, model: GraphModel) -> None:
    name = show.reading_name(model.conflict, model.reading)
    if name:
        out.print(show.bold(f"\n{name}"))


def print_inverse(
    out: Console, finding: InverseFinding, *, every: bool = False, chosen: bool = False
) -> None:
    """One reading: the table, and what must change where the state does not hold.

    Clauses are told under each concept if concepts were `chosen` or `every` is wanted, else under the
    main one.
    """
    _print_reading(out, finding.model)
    out.print()
    out.print(_table(finding))
    _print_counts(out, finding)
    _print_refused(out, finding)
    main = show.main_concept([c for c in finding.concepts if c.id != "SIM"] or finding.concepts)
    in_full = [c for c in finding.concepts if every or chosen or c is main]
    for concept in in_full:
        if finding.under(concept):
            _print_in_full(out, finding, concept, None if every else _MOST_CLAUSES)
    _print_in_short(out, finding, [c for c in finding.concepts if c not in in_full])


def _table(finding: InverseFinding) -> object:
    """Concepts down and decision makers across, or the other way if there are many of these."""
    from countermove.stability.wording import Words

    names = {dm: Words(finding.model).title(dm) for dm in finding.dms}
    if len(names) > _MOST_COLUMNS:
        made = show.table("holds now, in rankings", *(concept.id for concept in finding.concepts))
        for dm, name in names.items():
            made.add_row(name, *(_cell(finding, concept, dm) for concept in finding.concepts))
        return made
    made = show.table("holds now, in rankings", *names.values())
    for concept in finding.concepts:
        made.add_row(concept.id, *(_cell(finding, concept, dm) for dm in names))
    return made


def _cell(finding: InverseFinding, concept: Concept, dm: int) -> str:
    from countermove.reports.inverse import share_told

    verdict = finding.of(concept, dm)
    if verdict is None:
        return "-"
    holds = "yes" if verdict.holds else "no"
    share = share_told(verdict.share, verdict.sample)
    if finding.model.states.size <= _FEW_STATES and verdict.share.exact:
        return f"{holds}, {verdict.condition.count_rankings():,} ({share})"
    return f"{holds}, {share}"


def _print_counts(out: Console, finding: InverseFinding) -> None:
    """What the shares are shares of."""
    from math import factorial

    from countermove.reports.inverse import percent

    size = finding.model.states.size
    written = f" = {factorial(size):,}" if size <= _FEW_STATES else ""
    out.print(f"\nOut of the {size:,}!{written} strict rankings of the {size:,} feasible states.")
    told = [
        (c.id, share) for c in finding.concepts if (share := finding.profiles(c)) is not None and share.exact
    ]
    if told:
        listed = ", ".join(f"{percent(share.low)} under {name}" for name, share in told)
        out.print(f"Of all profiles, a ranking for each decision maker, it is an equilibrium in {listed}.")


def _print_refused(out: Console, finding: InverseFinding) -> None:
    from countermove.stability.wording import join

    if finding.refused:
        first = finding.refused[0].problem
        ids = list(dict.fromkeys(refused.concept for refused in finding.refused))
        many = f" So it is with {len(finding.refused)} of the questions asked." if finding.refused[1:] else ""
        out.print(f"\n-: too large under {join(ids)}, for {first.what}.{many} {first.cure}")


def _print_in_full(out: Console, finding: InverseFinding, concept: Concept, most: int | None) -> None:
    """One concept: what would have to change, move by move, and what would upset those who stay."""
    from countermove.reports.inverse import change_told, joint_told, spoiling_told

    out.print(show.bold(f"\nUnder {concept.id}", f" ({concept.title})"))
    for verdict in finding.under(concept):
        if verdict.holds:
            out.print(show.bullets([spoiling_told(finding.model, verdict)], "="))
        else:
            out.print(show.bullets([change_told(finding.model, verdict.condition, verdict.change)], ">"))
            _print_clauses(out, finding.model, verdict, most)
    if joint := joint_told(finding, concept):
        out.print(show.bullets([joint], " "))


def _print_in_short(out: Console, finding: InverseFinding, concepts: Sequence[Concept]) -> None:
    """The smallest changes only; concepts that ask for the same are told together."""
    from countermove.reports.inverse import change_told, joint_told
    from countermove.stability.wording import Words, join

    groups: dict[tuple[tuple[str, ...], frozenset[int]], list[str]] = {}
    for concept in concepts:
        if finding.under(concept):
            failing = finding.failing(concept)
            told = [change_told(finding.model, verdict.condition, verdict.change) for verdict in failing]
            told += [joint] if (joint := joint_told(finding, concept)) else []
            refused = frozenset(each.dm for each in finding.refused if each.concept == concept.id)
            groups.setdefault((tuple(told), refused), []).append(concept.id)
    for (texts, unknown), ids in groups.items():
        out.print(show.bold(f"\nUnder {join(ids)}"))
        if texts:
            out.print(show.bullets(texts, ">"))
        else:
            held = "It holds for everybody who was asked about"
            but = join([Words(finding.model).name(dm) for dm in sorted(unknown)])
            out.print(show.bullets([f"{held}{f', but of {but} it could not be told' if but else ''}."], "="))


def _print_clauses(out: Console, model: GraphModel, verdict: Verdict, most: int | None) -> None:
    """The clauses that do not hold, and how many do."""
    from countermove.reports.inverse import clause_told

    condition = verdict.condition
    broken = condition.broken(verdict.now)
    told = [clause_told(model, condition, clause) for clause in broken]
    out.print(show.bullets(told[:most], "-", indent=2))
    rest = []
    if len(told) > len(told[:most]):
        rest.append(f"Likewise for {len(told) - len(told[:most])} more moves; --all tells them.")
    met = len(condition.clauses) - len(broken)
    if met:
        rest.append(f"{met} more {'moves are' if met > 1 else 'move is'} deterred as things are.")
    if rest:
        out.print(show.bullets([" ".join(rest)], " ", indent=2))


def print_outcome(out: Console, finding: OutcomeFinding, most: int | None = _MOST_CANDIDATES) -> None:
    """How many states of an outcome are equilibria, and which others are the nearest to it."""
    from countermove.stability.wording import join

    model, concept = finding.model, finding.concept
    holding, rest = finding.holding, [c for c in finding.candidates if c.needs]
    out.print(show.bold(f"\nUnder {concept.id}", f" ({concept.title})"))
    names = [model.states.name(state) for state in holding[:most]]
    more = f", the first {len(names)}" if len(names) < len(holding) else ""
    if holding:
        are = "is an equilibrium" if len(holding) == 1 else "are equilibria"
        out.print(f"{_of_its(finding, f'{len(holding):,}')} {are} now{more}: {join(names)}.")
    else:
        out.print(f"{_of_its(finding, 'None')} is {'no' if finding.states == 1 else 'an'} equilibrium now.")
    if len(finding.candidates) < finding.states:
        left = finding.states - len(finding.candidates)
        these = "it" if finding.states == 1 else f"{left:,} of them"
        out.print(f"For {these} somebody would have to change who was not asked about.")
    if rest:
        out.print(f"The nearest to being one{' more' if holding else ''}, the fewest changes first:\n")
    groups: dict[object, list[Candidate]] = {}
    for candidate in rest:
        groups.setdefault(candidate.change, []).append(candidate)
    for alike in list(groups.values())[:most]:
        _print_candidates(out, model, alike)
    left = sum(map(len, list(groups.values())[most:])) if most is not None else 0
    if left:
        others = "1 other would take as much or more; --all tells it."
        out.print(
            f"\n{others if left == 1 else f'{left:,} others would take as much or more; --all tells them.'}"
        )


def _of_its(finding: OutcomeFinding, many: str) -> str:
    return "Its only state" if finding.states == 1 else f"{many} of its {finding.states:,} states"


def _print_candidates(out: Console, model: GraphModel, alike: Sequence[Candidate]) -> None:
    """Candidates that take the same change: the first in full, the others by number."""
    from countermove.reports.inverse import need_told
    from countermove.stability.wording import join

    first, others = alike[0], alike[1:]
    out.print(show.bullets([f"{_capital(show.state_line(model, first.state))}."], ">"))
    out.print(show.bullets([need_told(model, need) for need in first.needs], "-", indent=2))
    notes = []
    if first.confirmed is False:
        notes.append("Even then it would be no equilibrium: other wishes make for other answers.")
    elif first.confirmed is None and any(need.condition.on_others for need in first.needs):
        notes.append("Whether it would be an equilibrium then was not looked up.")
    if others:
        names = [model.states.name(other.state) for other in others[:_MOST_ALIKE]]
        more = len(others) - len(names)
        named = join([*names, f"{more} more"] if more else names)
        which, ask = ("State", "asks") if len(others) == 1 else ("States", "ask")
        notes.append(f"{which} {named} {ask} for the same.")
    if notes:
        out.print(show.bullets([" ".join(notes)], " ", indent=2))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _print_assumptions(out: Console, concepts: Sequence[Concept]) -> None:
    from countermove.stability.concept import Replies
    from countermove.stability.wording import join

    willing = (Replies.IMPROVEMENTS, Replies.JOINT_IMPROVEMENTS)
    ids = list(dict.fromkeys(concept.id for concept in concepts if concept.rule.replies in willing))
    others = f" {_ASSUMES_OTHERS.format(join(ids))}" if ids else ""
    out.print(f"\n{_ASSUMES}{others}")
