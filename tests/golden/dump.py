"""A whole analysis as a person would write it on a board, the same to the byte every time.

What is dumped follows the data, not the command line: a change of layout there changes nothing here,
a change of any result does.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from countermove.evidence.ledger import Ledger
from countermove.files.case import CaseFile
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal, Uncertain
from countermove.model.states import State
from countermove.reports.headlines import headlines
from countermove.reports.parting import partings, shared_ground
from countermove.stability import CONCEPTS, analyse
from countermove.stability.certificate import Certifier
from countermove.stability.comparison import Comparison, compare
from countermove.stability.explain import tell
from countermove.stability.table import StabilityTable
from countermove.stability.wording import Cite, Words

__all__ = ["dump"]

WIDTH = 110
_MOST_REASONS = 3
_SMALL = 30  # a model of so few states is shown state by state
Lines = Iterator[str]


def dump(case: CaseFile, explained: Sequence[str] = (), concepts: Sequence[str] = ("SEQ",)) -> str:
    """The analysis of every reading of a case, explanations of some states, and the comparison."""
    lines = list(_all(case, explained, concepts))
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _all(case: CaseFile, explained: Sequence[str], concepts: Sequence[str]) -> Lines:
    conflict = case.conflict
    models = [conflict.graph(reading) for reading in conflict.reading_ids]
    yield from _head(conflict, models[0])
    for model in models:
        table = analyse(model)
        yield from _reading(table)
        yield from _equilibria(table)
        yield from _status_quo(table)
        yield from _explanations(model, explained, concepts, case.ledger)
    if len(models) > 1:
        yield from _comparison(compare(conflict), concepts, case.ledger)


# -- layout ----------------------------------------------------------------------------------------


def _heading(text: str, line: str) -> Lines:
    yield from ("", text, line * len(text), "")


def _prose(text: str, indent: str = "", hang: str = "") -> Lines:
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=indent, subsequent_indent=hang or indent, break_on_hyphens=False
    )


def _table(rows: Sequence[Sequence[str]]) -> Lines:
    """Columns as wide as they need to be, two spaces between them."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))


def _columns(cells: Sequence[str], indent: str = "    ") -> Lines:
    """Short texts side by side, in reading order."""
    width = max(map(len, cells), default=0) + 3
    across = max(1, (WIDTH - len(indent)) // width)
    for start in range(0, len(cells), across):
        yield indent + "".join(cell.ljust(width) for cell in cells[start : start + across])


def _runs(numbers: Sequence[int]) -> str:
    """``1-16, 33-48, 60``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    return ", ".join("-".join(map(str, run)) for run in runs)


# -- the conflict ----------------------------------------------------------------------------------


def _head(conflict: Conflict, model: GraphModel) -> Lines:
    yield from (conflict.title, "=" * len(conflict.title), "")
    yield from _prose(conflict.question)
    yield from _heading("Parties and options", "-")
    for dm in conflict.decision_makers:
        yield f"  {dm.id}: {dm.name or dm.id}"
        for option in dm.options:
            once = f" ({option.irreversible})" if option.irreversible else ""
            yield f"      {option.id}: {option.does or option.name or option.id}{once}"
    yield from _heading("States", "-")
    here = "none" if model.status_quo is None else _spelled(model, model.status_quo)
    yield f"  {model.states.size} feasible states; status quo: {here}"
    for outcome in model.outcomes:
        inside = model.states.codes[model.states.truth(outcome.statement)]
        numbers = [model.states.number(int(code)) for code in inside]
        yield from _prose(f"{outcome.id}: {len(numbers)} states, {_runs(numbers)}", "  ", "      ")
    if model.states.size <= _SMALL:
        yield ""
        yield from _table(
            [[*_place(model, state), model.states.label(state)] for state in model.states.all()]
        )


def _place(model: GraphModel, state: State) -> list[str]:
    """Name or number, and pattern where there is one."""
    states = model.states
    name = states.names[states.index(state)] if states.graph_form else str(states.number(state))
    return [name, states.pattern(state)] if states.options else [name]


def _spelled(model: GraphModel, state: State) -> str:
    return " ".join(_place(model, state))


# -- one reading -----------------------------------------------------------------------------------


def _reading(table: StabilityTable) -> Lines:
    model = table.model
    name = f"Reading {model.reading}" if model.reading else "The analysis"
    yield from _heading(name, "=")
    for sentence in headlines(table):
        yield from _prose(sentence, "- ", "  ")
    yield from _heading("Preferences", "-")
    for dm, preference in enumerate(model.preferences):
        if isinstance(preference, Ordinal):
            yield from _ranks(model, dm, preference)
        elif isinstance(preference, Uncertain):
            yield f"  {model.decision_makers[dm]}: {len(preference.ranks)} rankings"
    if model.states.size <= _SMALL:
        yield ""
        yield from _state_by_state(table)


def _ranks(model: GraphModel, dm: int, preference: Ordinal) -> Lines:
    groups = _groups(model, preference)
    yield f"  {model.decision_makers[dm]}: {len(groups)} ranks"
    for k, statement in enumerate(model.statements(dm)):
        assert preference.truth is not None
        yield f"      {k + 1:2}. {statement.that} (in {int(preference.truth[k].sum())} states)"
    for what, group in (("best", groups[0]), ("worst", groups[-1])):
        shown = ", ".join(_spelled(model, state) for state in group[:3])
        yield f"      {what}: {shown}" + (f" and {len(group) - 3} more" if len(group) > 3 else "")
    if model.status_quo is not None:
        place = next(k for k, group in enumerate(groups, start=1) if model.status_quo in group)
        yield f"      the status quo is on rank {place}"


def _groups(model: GraphModel, preference: Ordinal) -> list[list[State]]:
    """States by rank, best first."""
    found: dict[int, list[State]] = {}
    for state, rank in zip(model.states.all(), preference.rank, strict=True):
        found.setdefault(int(rank), []).append(state)
    return [found[rank] for rank in sorted(found, reverse=True)]


def _state_by_state(table: StabilityTable) -> Lines:
    """For each concept a row: for each state whom it is stable for, E for all."""
    model = table.model
    letters = "".join(dm[0] for dm in model.decision_makers)
    if len(set(letters)) < model.size:
        letters = "".join(str(k + 1) for k in range(model.size))
    who = ", ".join(f"{a} {dm}" for a, dm in zip(letters, model.decision_makers, strict=True))
    yield f"  Stable for ({who}; E: everybody)"
    rows = [["state", *(_place(model, state)[0] for state in model.states.all())]]
    for concept in table.concepts:
        cells = [_stable_for(table, concept.id, state, letters) for state in model.states.all()]
        rows.append([concept.id, *cells])
    yield from _table(rows)


def _stable_for(table: StabilityTable, concept: str, state: State, letters: str) -> str:
    stays = [table.is_stable(concept, dm, state) for dm in range(table.model.size)]
    if all(stays):
        return "E"
    return "".join(letter for letter, stay in zip(letters, stays, strict=True) if stay) or "."


def _equilibria(table: StabilityTable) -> Lines:
    yield from _heading("Equilibria", "-")
    for concept in table.concepts:
        found = table.equilibria(concept)
        counts = [f"{o} {n}" for o, n in table.count_by_outcome(concept).items() if n]
        inside = f" ({', '.join(counts)})" if counts else ""
        yield f"  {concept.id}: {len(found)}{inside}"
        yield from _columns([_spelled(table.model, state) for state in found])


def _status_quo(table: StabilityTable) -> Lines:
    model, here = table.model, table.model.status_quo
    if here is None:
        return
    yield from _heading("Who stays in the status quo", "-")
    rows = [["", *model.decision_makers]]
    for concept in table.concepts:
        stays = [table.is_stable(concept, dm, here) for dm in range(model.size)]
        rows.append([concept.id, *("stays" if stay else "leaves" for stay in stays)])
    yield from _table(rows)


# -- explanations ----------------------------------------------------------------------------------


def _explanations(
    model: GraphModel, states: Sequence[str], concepts: Sequence[str], ledger: Ledger | None
) -> Lines:
    certifier, words = Certifier(model), Words(model)
    for name in states:
        state = model.states.find(name)
        for concept in concepts:
            described = words.described(state)
            yield from _heading(f"{described[0].upper()}{described[1:]} under {concept}", "-")
            cite = _quotes(ledger)
            for dm in range(model.size):
                told = tell(certifier.certificate(CONCEPTS[concept], dm, state), model, cite=cite)
                yield from _prose(told.verdict, "  ", "    ")
                for reason in told.reasons[:_MOST_REASONS]:
                    yield from _prose(reason, "    - ", "      ")
                if len(told.reasons) > _MOST_REASONS:
                    yield f"    - and {len(told.reasons) - _MOST_REASONS} more"


def _quotes(ledger: Ledger | None) -> Cite:
    def cite(ids: Sequence[str]) -> str:
        return ", ".join(ids) if ledger is not None else ""

    return cite


# -- comparison ------------------------------------------------------------------------------------


def _comparison(comparison: Comparison, concepts: Sequence[str], ledger: Ledger | None) -> Lines:
    yield from _heading("Comparison", "=")
    yield from _prose(shared_ground(comparison))
    model = comparison.model
    for concept in comparison.concepts:
        shared = list(comparison.shared(concept))
        own = ", ".join(f"only {name} {comparison.only(concept, name).count}" for name in comparison.readings)
        yield from ("", f"  {concept.id}: shared {len(shared)}, {own}")
        yield from _columns([_spelled(model, state) for state in shared])
    for name in concepts:
        concept = CONCEPTS[name]
        for holds in comparison.readings:
            for falls in comparison.readings:
                lost = list(comparison.lost(concept, holds, falls))
                if not lost:
                    continue
                many = "1 equilibrium" if len(lost) == 1 else f"{len(lost)} equilibria"
                yield from _heading(f"{many} of {holds} and not of {falls} ({name})", "-")
                yield from _causes(comparison, name, holds, falls)
                for parting in partings(comparison, concept, holds, falls, cite=_quotes(ledger), most=None):
                    yield from _prose(parting.told, "  - ", "    ")


def _causes(comparison: Comparison, concept: str, holds: str, falls: str) -> Lines:
    names = comparison.model.decision_makers

    def place(index: int | None) -> str:
        return "-" if index is None else str(index + 1)

    rows = [["leaves", "pull", "anchor", "deterrent", "breaks", "gets away", "states"]]
    for cause, states in comparison.causes(CONCEPTS[concept], holds, falls):
        who = "-" if cause.deterrent is None else names[cause.deterrent]
        away = "yes" if cause.gets_away else "-"
        rows.append(
            [
                names[cause.dm],
                place(cause.pull),
                place(cause.anchor),
                who,
                place(cause.breaks),
                away,
                str(len(states)),
            ]
        )
    yield from _table(rows)
    yield ""
