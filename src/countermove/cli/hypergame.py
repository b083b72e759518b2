"""`countermove hypergame`: what holds if everybody sees the conflict differently, and who is mistaken."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.files.case import CaseFile
    from countermove.hypergame import Crossing, HypergameFinding
    from countermove.model.conflict import Conflict
    from countermove.model.listed import ListedSet
    from countermove.model.variants import Hypergame
    from countermove.reports.hypergame import Teller
    from countermove.stability.concept import Concept

__all__ = ["command"]

_MOST = 4  # mistakes, surprises or states of each kind that are told without --all
_MOST_WITH_OUTCOMES = 8  # assignments for which outcomes are counted without --all

_ASSUMES = """Assumes: everybody takes its own view for the conflict there is, and does not know that others \
see another. Who stays is judged in its own view. This is this project's own definition of a hypergame \
equilibrium."""

_LEGEND = (
    ("hold", "everybody sees the state and stays, each in its own view"),
    ("all know", "of these, everybody takes them for equilibria; or some do, or no one does"),
    ("imagined", "somebody takes the state for one that holds, and it does not"),
    ("in truth", "would hold if everybody knew what there is and what the others want"),
    ("by mistake", "hold, and would not in truth"),
    ("missed", "would hold in truth, and do not"),
)
_CROSSED = (
    ("hold", "everybody stays, each in its own reading"),
    ("new", "of these, equilibria of no reading"),
    ("all know", "of these, equilibria of every reading that somebody acts on"),
    ("by mistake", "of these, would not hold if everybody knew what the others want"),
    ("missed", "would hold if everybody knew what the others want, and do not"),
)


@click.command("hypergame")
@show.model_argument
@click.argument("name", metavar="[NAME]", default="")
@click.option("--sees", "sees", metavar="DM=READING", multiple=True, help="Whose reading somebody acts on.")
@click.option(
    "--unseen", "unseen", metavar="DM:OPTION", multiple=True, help="An option that somebody does not know of."
)
@click.option("--reading", "-r", metavar="READING", default="", help="What all others see; else the first.")
@click.option(
    "--cross", "cross", metavar="DM", multiple=True, help="In the overview, cross only theirs (repeatable)."
)
@click.option("--state", "state", metavar="STATE", default="", help="Why this one state holds or does not.")
@click.option("--concept", "-c", "concepts", multiple=True, help="Only this concept (may be repeated).")
@click.option("--all", "every", is_flag=True, help="Tell every mistake and surprise, and list every state.")
@show.as_json
def command(
    model: str,
    name: str,
    sees: Sequence[str],
    unseen: Sequence[str],
    reading: str,
    cross: Sequence[str],
    state: str,
    concepts: Sequence[str],
    every: bool,
    json_: bool,
) -> None:
    """What holds if decision makers see the conflict differently, and who is mistaken.

    NAME is one of the model's [[hypergames]]; or say who sees what with --sees us=sanger and
    --unseen us:eu.force. With neither, every way in which the readings can fall to the decision makers is
    shown side by side. Mistakes are told for sequential stability (SEQ) unless --concept says otherwise.
    """
    from countermove.cli.views import asked_game, check_question

    case = show.open_case(model)
    wanted = show.asked_concepts(concepts)
    one_game = bool(name or sees or unseen)
    check_question(case.conflict, one_game, cross, state)
    if reading and not one_game and not cross:
        raise click.UsageError("--reading says what the others see: give --cross, or --sees, beside it.")
    if one_game:
        game = asked_game(case.conflict, name, sees, unseen, reading)
        _one_game(case, game, wanted, state, every=every, json_=json_)
    else:
        _overview(case.conflict, wanted, cross, reading, every=every, json_=json_)


# -- one hypergame -------------------------------------------------------------------------------


def _one_game(
    case: CaseFile,
    game: Hypergame,
    wanted: tuple[Concept, ...] | None,
    state: str,
    *,
    every: bool,
    json_: bool,
) -> None:
    """A hypergame, or one state of it."""
    from countermove.cli.progress import progress
    from countermove.hypergame import hypergame
    from countermove.model.asked import asked_state
    from countermove.reports.hypergame import Teller

    with progress() as tell:
        finding = hypergame(case.conflict, game, wanted, progress=tell)
    teller = Teller(finding, show.main_concept(finding.concepts), show.citer(case.ledger))
    found = asked_state(finding.model, state) if state else None
    if json_:
        from countermove.reports.hypergame_data import hypergame_data

        show.print_json(hypergame_data(teller, found))
        return
    out = show.console()
    _print_head(out, case, teller)
    if found is None:
        _print_game(out, teller, None if every else _MOST)
    else:
        _print_state(out, teller, found, None if every else _MOST)


def _print_head(out: Console, case: CaseFile, teller: Teller) -> None:
    game = teller.finding.perception.game
    told = f": {game.name or game.id}" if game.name or game.views else ""
    out.print(show.bold(f"\n{case.conflict.title}", told))
    if game.because:
        out.print(game.because)
    out.print()
    out.print(show.bullets(teller.views()))
    out.print(f"\n{_ASSUMES}")


def _print_game(out: Console, teller: Teller, most: int | None) -> None:
    finding, concept = teller.finding, teller.concept
    out.print()
    out.print(_counts(finding))
    out.print()
    out.print(show.definitions(_LEGEND, indent=2))
    if finding.model.outcomes:
        out.print(f"\n{concept.id} by outcome")
        out.print(_by_outcome(finding, concept))
    _print_states(out, teller, most)
    _print_mistakes(out, teller, most)
    _print_status_quo(out, teller)
    _print_surprises(out, teller, most)


def _counts(finding: HypergameFinding) -> object:
    """For each concept, how many states hold, who recognises it, and how many by mistake."""
    heads = ("hold", "all know", "some", "no one", "imagined", "in truth", "by mistake", "missed")
    made = show.table("equilibria", *heads, numbers=len(heads))
    for concept in finding.concepts:
        classes = [
            finding.in_class(concept, name)
            for name in ("understood", "partly understood", "blind", "imagined")
        ]
        truth = (
            finding.truly_holding(concept),
            finding.stable_by_mistake(concept),
            finding.unstable_by_mistake(concept),
        )
        made.add_row(concept.id, *map(_many, (finding.holding(concept), *classes, *truth)))
    return made


def _by_outcome(finding: HypergameFinding, concept: Concept) -> object:
    names = finding.model.decision_makers
    made = show.table(
        "outcome", "holds", "in truth", *(f"{name} thinks" for name in names), numbers=2 + len(names)
    )
    found = [finding.holding(concept), finding.truly_holding(concept)]
    found += [finding.recognised_by(concept, dm) for dm in range(finding.size)]
    for outcome in finding.model.outcomes:
        made.add_row(outcome.name, *(_many(each.where(outcome.statement)) for each in found))
    made.add_row("all", *map(_many, found), style="bold")
    return made


def _many(found: ListedSet) -> str:
    return f"{found.count:,}" if found.count else "-"


def _print_states(out: Console, teller: Teller, most: int | None) -> None:
    """The equilibria of the hypergame, the nearest to the status quo first."""
    finding, concept, model = teller.finding, teller.concept, teller.finding.model
    holding = finding.holding(concept)
    if not holding.count:
        out.print(f"\nNo state holds under {concept.id}.")
        return
    count = most * 2 if most else holding.count
    rows = holding.nearest(model.status_quo or 0, count)
    label = "name" if model.states.graph_form else "options taken"
    named = ["outcome"] if model.outcomes else []
    made = show.table("state", label, *named, "recognised by", "in truth")
    for state in rows:
        made.add_row(*_state_row(finding, concept, state))
    out.print(f"\nHypergame equilibria under {concept.id}")
    out.print(made)
    if holding.count > len(rows):
        out.print(f"and {holding.count - len(rows):,} more; --all lists them.")


def _state_row(finding: HypergameFinding, concept: Concept, state: int) -> list[str]:
    """A state with those who recognise it, and whether it would hold in truth."""
    model, who = finding.model, finding.recognisers(concept, state)
    known = "all" if len(who) == finding.size else " ".join(model.decision_makers[dm] for dm in who)
    name, label = show.state_name(model, state), model.states.label(state)
    here = " *" if state == model.status_quo else ""
    named = [", ".join(o.name for o in model.outcomes_of(state))] if model.outcomes else []
    holds = "holds" if state in finding.truly_holding(concept) else "falls"
    return [name + here, "" if label == name else label, *named, known or "no one", holds]


def _print_mistakes(out: Console, teller: Teller, most: int | None) -> None:
    from countermove.hypergame.finding import MOST_LOOKED_INTO, SAMPLED

    finding, concept = teller.finding, teller.concept
    for stays, found in (
        (True, finding.stable_by_mistake(concept)),
        (False, finding.unstable_by_mistake(concept)),
    ):
        if not found.count:
            continue
        states, they = ("state", "it") if found.count == 1 else ("states", "they")
        hold, are = ("holds", "is") if found.count == 1 else ("hold", "are")
        held = f"{hold} by mistake: if everybody knew the truth, {they} would not"
        missed = f"{are} missed: if everybody knew the truth, {they} would hold"
        drawn = f" Told from {SAMPLED} drawn at random." if found.count > MOST_LOOKED_INTO else ""
        said = f"{found.count:,} {states} {held if stays else missed}"
        out.print(show.bold(f"\n{said}", f" ({concept.id}).{drawn}\n"))
        _print_some(out, [told for _, _, told in teller.mistakes(stays=stays)], most)


def _print_status_quo(out: Console, teller: Teller) -> None:
    quo = teller.finding.model.status_quo
    if quo is None:
        return
    out.print(show.bold("\nFrom the status quo", f" ({teller.concept.id})\n"))
    _print_departures(out, teller, quo, "the status quo")


def _print_departures(out: Console, teller: Teller, state: int, called: str) -> None:
    p = teller.finding.perception
    leaving = teller.finding.departures(teller.concept, state)
    if leaving:
        out.print(show.bullets(teller.departure(each, state) for each in leaving))
    elif p.seen[:, p.states.index(state)].all():
        out.print(f"Nobody would leave {called}, as everybody sees it.")
    else:
        out.print(f"Nobody who sees {called} would leave it.")


def _print_surprises(out: Console, teller: Teller, most: int | None) -> None:
    told = teller.surprises()
    if told:
        out.print(show.bold("\nSurprises", ": what one does not know about the moves of another\n"))
        _print_some(out, told, most)


def _print_some(out: Console, texts: Sequence[str], most: int | None) -> None:
    out.print(show.bullets(texts[:most]))
    left = len(texts) - len(texts[:most])
    if left:
        out.print(f"  and {left} more; --all tells them.")


# -- one state -----------------------------------------------------------------------------------


def _print_state(out: Console, teller: Teller, state: int, most: int | None) -> None:
    from countermove.stability.wording import join

    finding, concept, w = teller.finding, teller.concept, teller.words
    here = " This is the status quo." if state == finding.model.status_quo else ""
    line = w.described(state)
    out.print(show.bold(f"\n{line[:1].upper()}{line[1:]}", f".{here}"))
    holds, true = state in finding.holding(concept), state in finding.truly_holding(concept)
    says = "Everybody stays, in its own eyes" if holds else "It does not hold"
    truth = "it would hold" if true else "it would not hold"
    also = truth if holds != true else f"{truth} either" if not true else f"{truth} as well"
    who = [w.name(dm) for dm in finding.recognisers(concept, state)]
    known = "all" if len(who) == finding.size else join(who) or "no one"
    out.print(
        f"{says} ({concept.id}); if everybody knew the truth, {also}. Taken for an equilibrium by: {known}."
    )
    for told in teller.state(state):
        _print_told(out, told.explanation, told.blind, told.in_truth, most)
    out.print(show.bold("\nWho would move first\n"))
    _print_departures(out, teller, state, "this state")


def _print_told(out: Console, explanation: object, blind: str, in_truth: str, most: int | None) -> None:
    from countermove.stability.explain import Explanation

    out.print()
    if isinstance(explanation, Explanation):
        out.print(show.bullets([explanation.verdict], "=" if explanation.certificate.stable else ">"))
        out.print(show.bullets(explanation.reasons[: most and 3], "-", indent=2))
        left = len(explanation.reasons[3:]) if most else 0
        if left:
            out.print(show.bullets([f"Likewise for {left} more; --all tells them."], " ", indent=2))
    else:
        out.print(show.bullets([blind], "?"))
    out.print(show.bullets([in_truth], "!", indent=2))


# -- all crossings -------------------------------------------------------------------------------


def _overview(
    conflict: Conflict,
    wanted: tuple[Concept, ...] | None,
    cross: Sequence[str],
    reading: str,
    *,
    every: bool,
    json_: bool,
) -> None:
    """Every way in which readings can fall to decision makers."""
    from countermove.cli.progress import progress
    from countermove.cli.views import decision_maker
    from countermove.hypergame import crossed

    who = [decision_maker(conflict, word) for word in cross]
    with progress() as tell:
        crossing = crossed(conflict, wanted, who=who, otherwise=reading, progress=tell)
    if json_:
        from countermove.reports.hypergame_data import crossing_data

        show.print_json(crossing_data(crossing))
        return
    out = show.console()
    concept = show.main_concept(crossing.concepts)
    out.print(show.bold(f"\n{conflict.title}", f": {len(crossing.rows)} ways to cross the readings\n"))
    for name in crossing.tables:
        out.print(f"  {show.reading_name(conflict, name)}")
    out.print(f"\n{_ASSUMES}\n")
    out.print(f"{concept.id}: a state holds if {concept.plainly}.\n")
    out.print(_crossings(crossing, concept))
    _print_outcomes(out, crossing, concept, every=every)
    _print_named(out, conflict)


def _crossings(crossing: Crossing, concept: Concept) -> object:
    """One row for each assignment: who acts on what, and what comes of it."""
    names = crossing.model.decision_makers
    heads = ("hold", "new", "all know", "by mistake", "missed")
    made = show.table("", *names, *heads, numbers=len(heads))
    for k, row in enumerate(crossing.rows):
        found = (
            row.holding[concept.id],
            crossing.new(concept, row),
            row.recognised[concept.id],
            row.by_mistake(concept),
            row.missed(concept),
        )
        made.add_row(str(k + 1), *row.readings, *map(_many, found), style=None if row.crossed else "bold")
    return made


def _crossed_outcomes(crossing: Crossing, concept: Concept) -> object:
    """The named outcomes of the states that hold in each assignment, by its number."""
    outcomes = crossing.model.outcomes
    made = show.table("", *(outcome.name for outcome in outcomes), numbers=len(outcomes))
    for k, row in enumerate(crossing.rows):
        found = [row.holding[concept.id].where(outcome.statement) for outcome in outcomes]
        made.add_row(str(k + 1), *map(_many, found), style=None if row.crossed else "bold")
    return made


def _print_outcomes(out: Console, crossing: Crossing, concept: Concept, *, every: bool) -> None:
    from countermove.reports.hypergame import outcomes_of_crossing

    out.print()
    out.print(show.definitions(_CROSSED, indent=2))
    told = outcomes_of_crossing(crossing, concept)
    if told:
        out.print(show.bold("\nWhat crossing the readings does", f" ({concept.id})\n"))
        out.print(show.bullets(told))
        if every or len(crossing.rows) <= _MOST_WITH_OUTCOMES:
            out.print()
            out.print(_crossed_outcomes(crossing, concept))
        else:
            out.print("\n--all counts the outcomes in each; --cross us --cross eu crosses only theirs.")


def _print_named(out: Console, conflict: Conflict) -> None:
    if conflict.hypergames:
        out.print("\nHypergames of the model, by name:")
        out.print(show.definitions([(game.id, game.name or game.because) for game in conflict.hypergames]))
