"""`countermove scenario`: the conflict after named changes, beside the conflict as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.cli.analyse import many

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.model.conflict import Conflict
    from countermove.stability.concept import Concept
    from countermove.stability.effect import Effect

__all__ = ["command"]

_MOST_STATES = 4
_ASSUMES = (
    "Assumes: nothing differs but the changes listed; whoever does not mention a new option does not mind "
    "it. What each change means is this project's own definition."
)


@click.command("scenario")
@show.model_argument
@click.argument("names", metavar="[SCENARIO]...", nargs=-1)
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option("--concept", "-c", "concepts", multiple=True, help="Only this concept (may be repeated).")
@click.option(
    "--write", "file", metavar="FILE", type=click.Path(dir_okay=False), help="Write the changed model there."
)
@show.engine_options
@show.as_json
def command(
    model: str,
    names: Sequence[str],
    readings: Sequence[str],
    concepts: Sequence[str],
    file: str | None,
    limits: show.Limits,
    json_: bool,
) -> None:
    """What a scenario of the model does to its equilibria: before and after.

    Without a SCENARIO, all of them side by side. The changed conflict is a model like any other: every
    verb takes MODEL@SCENARIO, and --write gives it a file of its own. A new option is left out of
    account in the columns kept, lost and gained.
    """
    from countermove.errors import NotApplicable, Problem
    from countermove.reports.scenarios import scenarios_data

    case = show.open_case(model)
    conflict = case.conflict
    if not conflict.scenarios:
        what = "the model has no scenarios"
        raise NotApplicable(Problem(what, "Add [[scenarios]]; see the model file's reference."))
    chosen = tuple(names) or tuple(each.id for each in conflict.scenarios)
    wanted = show.choose_readings(conflict, readings)
    found = {name: _effects(conflict, name, wanted, show.asked_concepts(concepts), limits) for name in chosen}
    if file:
        _write(conflict, chosen, Path(file))
    if json_:
        show.print_json(scenarios_data(conflict, found))
        return
    out = show.console()
    if not names and len(found) > 1:
        _print_overview(out, conflict, found)
    else:
        for name, effects in found.items():
            _print(out, conflict, name, effects)
    out.print(f"\n{_ASSUMES}")


def _effects(
    conflict: Conflict,
    name: str,
    readings: Sequence[str],
    concepts: tuple[Concept, ...] | None,
    limits: show.Limits,
) -> dict[str, Effect]:
    from countermove.cli.progress import progress
    from countermove.stability.effect import effect

    with progress() as tell:
        return {
            reading: effect(conflict, name, reading, concepts, progress=tell, **limits)
            for reading in readings
        }


def _write(conflict: Conflict, names: Sequence[str], file: Path) -> None:
    from countermove.errors import NotApplicable, Problem
    from countermove.files.toml import write_atomically
    from countermove.files.write import write_model
    from countermove.model.scenarios import scenario

    if len(names) != 1:
        what = "one file holds one model"
        raise NotApplicable(Problem(what, f"Name one scenario: {', '.join(names)}."))
    if file.exists():
        raise NotApplicable(Problem("the file is there already", "Choose another name.", file=str(file)))
    changed = scenario(conflict, names[0])
    write_atomically(file, write_model(changed))
    click.echo(f"Written to {file}.", err=True)
    if changed.ledger:
        click.echo(f"It cites {changed.ledger}: keep that beside it.", err=True)


def _print_overview(out: Console, conflict: Conflict, found: dict[str, dict[str, Effect]]) -> None:
    """All scenarios side by side: the equilibria under one concept by named outcome."""
    out.print(show.bold(f"\n{conflict.title}", f": {len(found)} scenarios beside the conflict as it is\n"))
    out.print(
        show.definitions([(each.id, each.name or each.because) for each in conflict.scenarios], indent=2)
    )
    for reading in next(iter(found.values())):
        effects = {name: of[reading] for name, of in found.items()}
        first = next(iter(effects.values()))
        concept = show.main_concept(first.concepts)
        heading = show.reading_name(conflict, reading)
        out.print(show.bold(f"\n{heading}\n") if heading else "")
        made = show.table(f"{concept.id} equilibria", "as it is", *effects, numbers=len(effects) + 1)
        counted = [_counted(effect, concept) for effect in effects.values()]
        today = [first.counts(concept)[0], *(count for count, _ in counted)]
        made.add_row("in all", *map(many, today))
        by_outcome = [first.before.count_by_outcome(concept), *(outcomes for _, outcomes in counted)]
        for outcome in first.before.model.outcomes:
            made.add_row(f"  {outcome.name}", *(many(counts.get(outcome.id, 0)) for counts in by_outcome))
        out.print(made)
        if not all(effect.exact for effect in effects.values()):
            out.print("\nSome numbers are not known exactly: there are at least so many.")
    out.print("\nStates are counted as states of the conflict as it is, whatever is done with what is new.")
    name = conflict.scenarios[0].id
    out.print(f"countermove scenario MODEL {name} says what one of them changes, and what it does.")


def _counted(effect: Effect, concept: Concept) -> tuple[int, dict[str, int]]:
    """The equilibria after, in all and by outcome, as states of the conflict as it was if that can be."""
    told = effect.told_before(concept)
    if told is None:
        return effect.counts(concept)[1], effect.after.count_by_outcome(concept)
    model = effect.before.model
    found = Counter(outcome.id for state in told for outcome in model.outcomes_of(state))
    return len(told), dict(found)


def _print(out: Console, conflict: Conflict, name: str, effects: dict[str, Effect]) -> None:
    from countermove.reports.scenarios import told_changes, told_effect

    chosen = next(each for each in conflict.scenarios if each.id == name)
    out.print(show.bold(f"\n{chosen.name or chosen.id}", f" ({conflict.title})\n"))
    if chosen.because:
        out.print(f"{chosen.because}\n")
    first = next(iter(effects.values()))
    out.print(show.bullets(told_changes(conflict, first.changes)))
    for reading, effect in effects.items():
        heading = show.reading_name(conflict, reading)
        out.print(show.bold(f"\n{heading}\n") if heading else "")
        out.print(_table(effect))
        if not effect.exact:
            out.print("\nSome numbers are not known exactly: there are at least so many.")
        concept = show.main_concept(effect.concepts)
        out.print(f"\n{told_effect(effect, concept)}")
        for line in _lost_and_gained(effect, concept):
            out.print(line)


def _table(effect: Effect) -> object:
    comparable = effect.seen_as is not None
    more = ("kept", "lost", "gained") if comparable else ()
    made = show.table("equilibria", "before", "after", *more, numbers=2 + len(more))
    for concept in effect.concepts:
        sets = [effect.kept(concept), effect.lost(concept), effect.gained(concept)] if comparable else []
        made.add_row(concept.id, *map(many, effect.counts(concept)), *(many(len(states)) for states in sets))
    concept = show.main_concept(effect.concepts)
    if effect.before.model.outcomes:
        made.add_section()
        made.add_row(f"{concept.id} by outcome", style="bold")
    tables = [table.count_by_outcome(concept) for table in (effect.before, effect.after)]
    for outcome in effect.before.model.outcomes:
        made.add_row(f"  {outcome.name}", *(many(counts.get(outcome.id, 0)) for counts in tables))
    return made


def _lost_and_gained(effect: Effect, concept: Concept) -> list[str]:
    """The equilibria lost and gained, where they are few."""
    lines = []
    for word, states in (("Lost", effect.lost(concept)), ("Gained", effect.gained(concept))):
        if 0 < len(states) <= _MOST_STATES:
            named = "; ".join(show.state_line(effect.before.model, state) for state in states)
            lines.append(f"{word} ({concept.id}): {named}.")
    return lines
