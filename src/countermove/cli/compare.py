"""`countermove compare`: the readings side by side, and why they differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

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
@show.as_json
def command(model: str, concepts: Sequence[str], every: bool, json_: bool) -> None:
    """The readings side by side: what they share, where they part, and why.

    The reasons name the preference statements responsible, with words of the reports they rest on.
    They are told for sequential stability (SEQ) unless --concept says otherwise.
    """
    from countermove.reports.data import comparison_data
    from countermove.stability import named
    from countermove.stability.comparison import compare

    case = show.open_case(model)
    comparison = compare(case.conflict, [named(name) for name in concepts] or None)
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

    out.print()
    for reading in comparison.readings:
        out.print(f"  {show.reading_name(comparison.model.conflict, reading)}")
    out.print(f"\n{shared_ground(comparison)}\n")
    out.print(_counts(comparison))
    cite = show.citer(ledger)
    for holds in comparison.readings:
        for falls in comparison.readings:
            states = comparison.lost(concept, holds, falls)
            if states:
                what = "equilibrium holds" if len(states) == 1 else "equilibria hold"
                head = f"{len(states)} {what} in {holds} and not in {falls}"
                out.print(show.bold(f"\n{head}", f" ({concept.id}). Why?\n"))
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
        own = [str(len(comparison.only(concept, name))) for name in names]
        made.add_row(concept.id, str(len(comparison.shared(concept))), *own)
    outcomes = comparison.model.outcomes
    concept = show.main_concept(comparison.concepts)
    shared = comparison.outcomes(comparison.shared(concept))
    own_counts = [comparison.outcomes(comparison.only(concept, name)) for name in names]
    if outcomes:
        made.add_section()
        made.add_row(f"{concept.id} by outcome", style="bold")
    for outcome in outcomes:
        made.add_row(
            f"  {outcome.name}",
            str(shared[outcome.id] or "-"),
            *(str(counts[outcome.id] or "-") for counts in own_counts),
        )
    return made
