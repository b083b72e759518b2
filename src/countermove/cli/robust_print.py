"""How `countermove robust` prints what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from countermove.cli import show
from countermove.reports.robustness import Teller, percent, share_of

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.robustness import Findings, Grounds, Replay
    from countermove.robustness.store import Table

__all__ = [
    "print_contested",
    "print_grounds",
    "print_head",
    "print_headlines",
    "print_replay",
    "print_shares",
    "print_table",
]

_MOST_ROWS = 50
_MOST_PAIRS = 3
_MOST_POINTS = 6
_MOST_DOUBTS = 12


def print_head(out: Console, findings: Findings, teller: Teller) -> None:
    """How many models there are, and how many were looked at."""
    ensemble = findings.ensemble
    models = ensemble.models
    doubts = sum(ways > 1 for ways in models.ways)
    out.print(show.bold(f"\n{models.conflict.title}", f": {models.size:,} admissible models"))
    what = f"{doubts} {'doubt' if doubts == 1 else 'doubts'}"
    if ensemble.plan.exact:
        same = f"{ensemble.different:,} of them differ in what anybody can do or wants"
        if ensemble.different == 1:
            same = "none differs from another in what anybody can do or wants"
        out.print(f"\n{what}. Every model was analysed; {same}.")
    else:
        same = f"{ensemble.different:,} different ones"
        out.print(
            f"\n{what}. {len(ensemble.rows):,} models were drawn with seed {ensemble.plan.seed}: {same}."
        )


def print_shares(out: Console, findings: Findings, teller: Teller) -> None:
    """In how many models an equilibrium belongs to each outcome."""
    if len(findings.shares) == 1:
        _print_one_concept(out, findings, teller)
        return
    shares = findings.shares
    written = findings.ensemble.engine.written
    made = show.table("", *(each.concept for each in shares), numbers=len(shares))
    if shares[0].status_quo is not None:
        made.add_row("the status quo", *(percent(s.status_quo.probability) for s in shares if s.status_quo))
    for outcome in written.outcomes:
        made.add_row(outcome.name, *(percent(each.some[outcome.id].probability) for each in shares))
    made.add_section()
    made.add_row("equilibria, from", *(f"{each.counts[0][0]:,}" for each in shares))
    made.add_row("to", *(f"{each.counts[-1][0]:,}" for each in shares))
    out.print("\nThe share of models, by probability, in which this or a state of it is an equilibrium:\n")
    out.print(made)
    if not findings.ensemble.plan.exact:
        out.print(
            "\nThese are shares of the models drawn, and so are the numbers of equilibria: models that were "
            "not drawn may have fewer or more. --json gives the interval of each share, as does --concept."
        )


def _print_one_concept(out: Console, findings: Findings, teller: Teller) -> None:
    (shares,) = findings.shares
    equal = findings.ensemble.models.equal
    made = show.table(f"under {shares.concept}", "an equilibrium belongs to it in", "every one in")
    if shares.status_quo is not None:
        made.add_row("the status quo", share_of(shares.status_quo, equal), "")
    for outcome in findings.ensemble.engine.written.outcomes:
        some, every = shares.some[outcome.id], shares.every[outcome.id]
        made.add_row(outcome.name, share_of(some, equal), share_of(every, equal))
    out.print()
    out.print(made)
    low, high = shares.counts[0][0], shares.counts[-1][0]
    told = f"There are {low:,} to {high:,} equilibria" if low < high else f"Equilibria: {low:,}"
    drawn = "" if findings.ensemble.plan.exact else " in the models drawn; others may have fewer or more"
    out.print(f"\n{told}{drawn}.")


def print_headlines(out: Console, findings: Findings, teller: Teller) -> None:
    """What the model as written says, and in how many models that stands."""
    if not findings.headlines:
        return
    who = "model as written" if findings.ensemble.models.as_written else "baseline"
    out.print(show.bold(f"\nWhat the {who} says, and in how many models it stands\n"))
    varied = [grounds for grounds in findings.headlines if grounds.varies]
    told = [f"{teller.stands(grounds)} {teller.rests(grounds)}" for grounds in varied]
    fixed = [grounds for grounds in findings.headlines if not grounds.varies]
    out.print(show.bullets([*told, *teller.fixed(fixed)]))


def print_grounds(out: Console, grounds: Grounds, teller: Teller, most: int | None) -> None:
    """What matters most to one finding, and what would flip it."""
    out.print(show.bold("\nWhat matters most", f": {teller.finding(grounds.question)}\n"))
    if not grounds.varies:
        out.print(f"{teller.stands(grounds)} {teller.rests(grounds)}")
        if grounds.flips.found:
            out.print()
            out.print(show.bullets(teller.flips(grounds, most)))
        return
    if not grounds.rests_on:
        out.print(f"{teller.stands(grounds)} {teller.rests(grounds)}\n")
        out.print(show.bullets(teller.flips(grounds, most)))
        return
    made = show.table("doubt", "alone", "in all", "it is so in")
    ranked = {at: k for k, at in enumerate(grounds.rests_on)}
    rows = sorted((each for each in grounds.doubts if each.factors[0] in ranked),
                  key=lambda each: ranked[each.factors[0]])  # fmt: skip
    for each in rows[: _MOST_DOUBTS if most else None]:
        assert each.index is not None
        alone = percent(each.index.first) + _between(each.index.first_range)
        in_all = percent(each.index.total) + _between(each.index.total_range)
        made.add_row(teller.name(each.factors[0]), alone, in_all, teller.says(each))
    out.print(made)
    out.print(
        "\nAlone: how much of the answer's variance is explained by settling this doubt alone. "
        "In all: how much cannot be explained without it."
    )
    _print_notes(out, grounds, teller)
    out.print()
    out.print(show.bullets(teller.flips(grounds, most)))


def _between(ends: tuple[float, float] | None) -> str:
    return "" if ends is None else f" ({percent(ends[0])} to {percent(ends[1])})"


def _print_notes(out: Console, grounds: Grounds, teller: Teller) -> None:
    pairs = grounds.interactions[:_MOST_PAIRS]
    told = [
        f"“{teller.name(pair.first)}” with “{teller.name(pair.second)}” ({percent(pair.share)})"
        for pair in pairs
    ]
    if told:
        out.print(f"\nWhat two explain together and neither alone: {'; '.join(told)}.")
    if grounds.free_of:
        many = len(grounds.free_of)
        rest = "The one other doubt changes" if many == 1 else f"The other {many} doubts change"
        proven = "that is proven." if grounds.exact else "as far as was seen."
        out.print(f"\n{rest} nothing, however the others turn out; {proven}")


def print_contested(out: Console, findings: Findings, teller: Teller) -> None:
    """What hangs on each point on which the reports differ."""
    points = list(teller.contested(findings.headlines))
    if not points:
        return
    out.print(show.bold("\nWhat hangs on each contested point\n"))
    for asked, told in points[:_MOST_POINTS]:
        out.print(show.bullets([asked]))
        out.print(show.bullets(told, "-", indent=2))


def print_replay(out: Console, found: Replay, teller: Teller, stored: bool) -> None:
    """One model: its ways, its changes and its equilibria."""
    out.print(show.bold(f"\n{found.model.conflict.title}", f": model {found.place + 1:,}\n"))
    made = show.table("doubt", "turns out as")
    for doubt, way in found.ways:
        made.add_row(doubt, way)
    out.print(made)
    if found.changes:
        out.print("\nSo the model as written is changed:\n")
        changes = (teller.change(change) for change in found.changes)
        out.print(show.bullets(f"{each[:1].upper()}{each[1:]}." for each in changes))
    out.print()
    rows = show.table("equilibria under", "in all", *(o.name for o in found.model.outcomes), numbers=1)
    for concept in found.table.concepts:
        counts = found.table.count_by_outcome(concept)
        told = [str(counts[o.id] or "-") for o in found.model.outcomes]
        rows.add_row(concept.id, f"{found.table.holding(concept).count:,}", *told)
    out.print(rows)
    against = "the file" if stored else "the sweep"
    if not found.differs:
        out.print(f"\nThe model was compiled and analysed alone; {against} says the same.")
    for name, what in found.differs:
        out.print(f"\n{against} says otherwise of {what} under {name}: please report this.")


def print_table(out: Console, found: Table) -> None:
    """The answer to a query, its first rows."""
    made = show.table(*found.columns)
    for row in found.rows[:_MOST_ROWS]:
        made.add_row(*(f"{value:.4g}" if isinstance(value, float) else str(value) for value in row))
    out.print(made)
    if len(found.rows) > _MOST_ROWS:
        out.print(f"and {len(found.rows) - _MOST_ROWS:,} more rows; --json prints all.")
