"""`countermove explain`: why a state holds or does not, for each decision maker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.model.graph import GraphModel
    from countermove.stability.certificate import Certificate
    from countermove.stability.concept import Concept
    from countermove.stability.explain import Explanation

__all__ = ["command", "print_explanation"]

_MOST_REASONS = 3


@click.command("explain")
@show.model_argument
@click.argument("state", metavar="STATE")
@click.option("--dm", "-d", "dms", multiple=True, help="Only this decision maker (may be repeated).")
@click.option("--reading", "-r", "readings", multiple=True, help="Only this reading (may be repeated).")
@click.option("--concept", "-c", "concepts", multiple=True, help="Under this concept; SEQ by default.")
@click.option("--all", "every", is_flag=True, help="Tell every answered move, not only the first three.")
@click.option("--check", is_flag=True, help="Check every certificate against the definitions.")
@show.as_json
def command(
    model: str,
    state: str,
    dms: Sequence[str],
    readings: Sequence[str],
    concepts: Sequence[str],
    every: bool,
    check: bool,
    json_: bool,
) -> None:
    """Why a state holds or does not, for each decision maker.

    STATE is "status-quo", "none", a number, a pattern such as YN--, the options taken
    (us.press+eu.fund), or the name of a state of graph form. Every sentence follows a certificate,
    which --json prints.
    """
    from countermove.model.asked import asked_dms, asked_state
    from countermove.reports.data import explanation_data
    from countermove.stability.explain import tell

    case = show.open_case(model)
    graphs = {name: case.conflict.graph(name) for name in show.choose_readings(case.conflict, readings)}
    first = next(iter(graphs.values()))
    found, which = asked_state(first, state), asked_dms(first, dms)
    chosen = show.choose_concepts(graphs.values(), concepts)
    asked = chosen if concepts else (show.main_concept(chosen),)
    cite = show.citer(case.ledger)
    told = []
    for name, graph in graphs.items():
        for concept in asked:
            proofs = _certificates(graph, concept, which, found)
            told.append((name, concept, [(graph, tell(proof, graph, cite=cite)) for proof in proofs]))
    checked = _check(told) if check else 0
    if json_:
        show.print_json(explanation_data(first, found, told))
        return
    out = show.console()
    _print_state(out, first, found)
    for name, concept, rows in told:
        _print_heading(out, rows[0][0], name, concept)
        for graph, explanation in rows:
            print_explanation(out, graph, explanation, None if every else _MOST_REASONS)
    if check:
        out.print(
            f"\nAll {checked} certificates hold, by the definitions and without the search that made them."
        )


def _check(told: Sequence[tuple[str, Concept, Sequence[tuple[GraphModel, Explanation]]]]) -> int:
    """How many certificates were checked. Raises `ModelError` if one does not prove its verdict."""
    from countermove.errors import ModelError, Problem
    from countermove.stability.checker import Checker

    problems, count = [], 0
    for _, concept, rows in told:
        checker = Checker(rows[0][0])
        for graph, explanation in rows:
            count += 1
            who = graph.decision_makers[explanation.certificate.dm]
            for fault in checker.faults(explanation.certificate):
                problems.append(Problem(f"the certificate of {who} under {concept.id} fails: {fault}"))
    if problems:
        raise ModelError(problems)
    return count


def _certificates(model: GraphModel, concept: Concept, which: list[int], state: int) -> list[Certificate]:
    from countermove.stability.certificate import Certifier

    certifier = Certifier(model)
    return [certifier.certificate(concept, dm, state) for dm in which]


def _print_state(out: Console, model: GraphModel, state: int) -> None:
    here = " This is the status quo." if state == model.status_quo else ""
    out.print(show.bold(f"\n{_capital(show.state_line(model, state))}", f".{here}"))
    outcomes = [outcome.means or outcome.name for outcome in model.outcomes_of(state)]
    if outcomes:
        from countermove.stability.wording import join

        out.print(f"In it {join(outcomes)}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _print_heading(out: Console, model: GraphModel, reading: str, concept: Concept) -> None:
    name = show.reading_name(model.conflict, reading)
    out.print(show.bold(f"\n{name}" if name else ""))
    out.print(f"Under {concept.id} ({concept.title}) a state holds if {concept.plainly}.")


def print_explanation(
    out: Console, model: GraphModel, explanation: Explanation, most: int | None = _MOST_REASONS
) -> None:
    """A verdict, with each reason as an indented paragraph."""
    out.print()
    mark = "=" if explanation.certificate.stable else ">"
    out.print(show.bullets([explanation.verdict], mark))
    if explanation.reasons:
        out.print(show.bullets(explanation.reasons[:most], "-", indent=2))
    left = len(explanation.reasons) - len(explanation.reasons[:most])
    if left:
        out.print(show.bullets([f"Likewise for {left} more; --all tells them."], " ", indent=2))
