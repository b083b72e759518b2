"""`countermove compare`: the readings side by side, and why they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.cli.analyse import many

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.evidence.ledger import Ledger
    from countermove.stability.comparison import Comparison
    from countermove.stability.concept import Concept

__all__ = ["command", "print_comparison"]


@click.command("compare")
@show.model_argument
@click.option("--concept", "-c", "concepts", multiple=True, help="Only this concept (may be repeated).")
@click.option("--all", "every", is_flag=True, help="Tell every reason, not only the weightiest.")
@show.engine_options
@show.as_json
def command(model: str, concepts: Sequence[str], every: bool, limits: show.Limits, json_: bool) -> None:
    """The readings side by side: what they share, where they part, and why.

    The reasons name the preference statements responsible, with words of the reports they rest on.
    They are told for sequential stability (SEQ) unless --concept says otherwise.
    """
    from countermove.cli.progress import progress
    from countermove.reports.data import comparison_data
    from countermove.stability.comparison import compare

    case = show.open_case(model)
    wanted = show.asked_concepts(concepts)
    with progress() as tell:
        comparison = compare(
            case.conflict,
            wanted,
            **limits,
            progress=tell,
            before=lambda model: show.tell_plan(model, wanted, limits, quiet=json_),
        )
    concept = show.main_concept(comparison.concepts)
    if json_:
        show.print_json(comparison_data(comparison, concept))
        return
    out = show.console()
    out.print(show.bold(f"\n{case.conflict.title}", f": {len(comparison.readings)} readings side by side"))
    print_comparison(out, comparison, concept, case.ledger, most=None if every else 4)


def print_comparison(
    out: Console, comparison: Comparison, concept: Concept, ledger: Ledger | None, most: int | None
) -> None:
    """Shared and own equilibria, the reasons for the difference, and what the reports dispute."""
    from countermove.reports.parting import contested_issues, partings, shared_ground
    from countermove.stability.comparison import MOST_CAUSES, SAMPLED

    out.print()
    for reading in comparison.readings:
        out.print(f"  {show.reading_name(comparison.model.conflict, reading)}")
    out.print(f"\n{shared_ground(comparison)}\n")
    out.print(_counts(comparison))
    bounded = [each.id for each in comparison.concepts if not comparison.exact(each)]
    if bounded:
        out.print(f"\nNot known exactly: {', '.join(bounded)}. There are at least so many.")
    cite = show.citer(ledger)
    for holds in comparison.readings:
        for falls in comparison.readings:
            count = comparison.lost(concept, holds, falls).count
            if count:
                what = "equilibrium holds" if count == 1 else "equilibria hold"
                head = f"{count:,} {what} in {holds} and not in {falls}"
                drawn = f" Told from up to {SAMPLED} drawn at random." if count > MOST_CAUSES else ""
                out.print(show.bold(f"\n{head}", f" ({concept.id}). Why?{drawn}\n"))
                told = partings(comparison, concept, holds, falls, cite=cite, most=most)
                out.print(show.bullets(parting.told for parting in told))
    contested = list(contested_issues(ledger)) if ledger is not None else []
    if contested:
        out.print(show.bold("\nWhat the reports put differently\n"))
        for question, quoted in contested:
            out.print(show.bullets([question]))
            out.print(show.definitions([(s, "; ".join(quotes)) for s, quotes in quoted.items()], indent=2))


def _counts(comparison: Comparison) -> object:
    names = comparison.readings
    made = show.table("equilibria", "in all", *(f"only {name}" for name in names), numbers=len(names) + 1)
    for concept in comparison.concepts:
        own = [many(comparison.only(concept, name).count) for name in names]
        made.add_row(concept.id, many(comparison.shared(concept).count), *own)
    outcomes = comparison.model.outcomes
    concept = show.main_concept(comparison.concepts)
    found = [comparison.shared(concept), *(comparison.only(concept, name) for name in names)]
    by_outcome = [comparison.count_by_outcome(states) for states in found]
    if outcomes:
        made.add_section()
        made.add_row(f"{concept.id} by outcome", style="bold")
    for outcome in outcomes:
        made.add_row(
            f"  {outcome.name}",
            *(many(counts[outcome.id]) if counts[outcome.id] else "-" for counts in by_outcome),
        )
    return made
