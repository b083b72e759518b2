"""Beside the older program, GMCR-py (https://github.com/onp/gmcr-py): the same conflicts in the same run.

    python benchmarks/peer.py PATH           # PATH: a checkout of the older program
    python benchmarks/peer.py PATH --large   # up to 4,096 states: minutes

The older program is not part of this one and nothing of it is needed otherwise. Its modules are loaded
from PATH, a random conflict is handed to them as the content of one of its files, and every state is
judged for every decision maker under Nash, GMR, SMR and SEQ. Verdicts are compared one by one. With two
decision makers all must be equal, or the run fails. With more they need not be: there an opponent makes
one move at most before the older program judges the outcome, and sanctions can escape it. Those are
counted; a state that is stable by the older program only fails the run all the same.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import MagicMock

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from countermove import CONCEPTS, analyse  # noqa: E402
from countermove.model.conflict import Conflict, Exclusion  # noqa: E402
from countermove.model.statements import And, Name, Not, Or, Statement, parse  # noqa: E402
from countermove.stability import ListedTable  # noqa: E402
from stability.large import grown  # noqa: E402

CLASSICAL = ("Nash", "GMR", "SMR", "SEQ")
#: Options of two and of four decision makers: 64, 256, 1,024 and 4,096 combinations.
SHAPES = ((3, 3), (2, 2, 1, 1), (4, 4), (2, 2, 2, 2), (5, 5), (3, 3, 2, 2))
LARGE_SHAPES = ((6, 6), (3, 3, 3, 3))
MODULES = ("data_01_conflictModel", "data_02_conflictSolvers")
_DIRECTIONS = {"": "both", "once taken": "fwd", "once dropped": "back"}

Verdicts = dict[str, list[dict[int, bool]]]  # concept -> decision maker -> state -> whether it is stable


@dataclass(frozen=True)
class Side:
    """One program's answer and what it took, in seconds of processor time."""

    cpu: float
    verdicts: Verdicts


@dataclass(frozen=True)
class Comparison:
    """Both programs on one conflict; `differing` counts verdicts by concept.

    `beyond` counts those where a state is stable by the older program only: no missed sanction does that.
    """

    dms: int
    states: int
    ours: float
    theirs: float
    differing: dict[str, int]
    beyond: int

    @property
    def wrong(self) -> bool:
        """Whether they differ where they may not."""
        return self.beyond > 0 or (self.dms == 2 and any(self.differing.values()))


# -- the older program -----------------------------------------------------------------------------


def load(path: Path) -> tuple[ModuleType, ModuleType]:
    """Its modules for models and for solving. It asks for a window system that solving never uses."""
    sys.path.insert(0, str(path))
    try:
        importlib.import_module("tkinter")
    except ImportError:
        sys.modules["tkinter"] = MagicMock()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            model, solvers = (importlib.import_module(name) for name in MODULES)
            return model, solvers
    finally:
        sys.path.remove(str(path))
        for name in [name for name in sys.modules if name.startswith("data_0")]:
            del sys.modules[name]  # another checkout has modules of the same names


def literals(statement: Statement, places: dict[str, int]) -> list[list[Any]]:
    """The options of a conjunction, each with whether it is taken."""
    if isinstance(statement, And):
        return [literal for item in statement.items for literal in literals(item, places)]
    if isinstance(statement, Not):
        ((place, _),) = literals(statement.item, places)
        return [[place, "N"]]
    assert isinstance(statement, Name)
    return [[places[statement.parts[-1]], "Y"]]


def condition(text: str, places: dict[str, int]) -> Any:
    """A statement as the older program keeps it: a conjunction, or a list of some."""
    statement = parse(text)
    if isinstance(statement, Or):
        return {"compound": True, "members": [literals(item, places) for item in statement.items]}
    return literals(statement, places)


def as_file(conflict: Conflict) -> dict[str, Any]:
    """The conflict as the content of one of its files."""
    options = [option for dm in conflict.decision_makers for option in dm.options]
    places = {option.id: k for k, option in enumerate(options)}
    wishes = {wish.dm: [condition(s.that, places) for s in wish.statements] for wish in conflict.preferences}
    return {
        "useManualPreferenceRanking": False,
        "useManualPreferenceVectors": False,
        "options": [
            {"name": o.id, "permittedDirection": _DIRECTIONS[str(o.irreversible or "")]} for o in options
        ],
        "decisionMakers": [
            {
                "name": dm.id,
                "options": [places[o.id] for o in dm.options],
                "preferences": wishes[dm.id],
                "misperceptions": [],
            }
            for dm in conflict.decision_makers
        ],
        "infeasibles": [condition(exclusion.never, places) for exclusion in conflict.exclusions],
    }


def theirs(modules: tuple[ModuleType, ModuleType], conflict: Conflict) -> Side:
    """Every verdict of the older program; what it tells on standard output is dropped."""
    content, begin = as_file(conflict), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()):
        model = modules[0].ConflictModel()
        model.json_import(content)
        for dm in model.decisionMakers:
            dm.calculatePreferences()
        solver = modules[1].LogicalSolver(model)
        raw = {name: _judged(getattr(solver, name.lower()), model) for name in CLASSICAL}
    taken = time.process_time() - begin
    codes = _codes(model, [option.id for dm in conflict.decision_makers for option in dm.options])
    return Side(taken, {c: [dict(zip(codes, row, strict=True)) for row in raw[c]] for c in raw})


def _judged(judge: Any, model: Any) -> list[list[bool]]:
    def stable(answer: Any) -> bool:
        return bool(answer[0] if isinstance(answer, tuple) else answer)  # with a narration, or without

    states = range(len(model.feasibles))
    return [[stable(judge(dm, state)) for state in states] for dm in model.decisionMakers]


def _codes(model: Any, ids: Sequence[str]) -> list[int]:
    """Our number of each of its states; its options may stand in another order."""
    places = [ids.index(option.name) for option in model.options]
    return [
        sum(1 << at for at, sign in zip(places, pattern, strict=True) if sign == "Y")
        for pattern in model.feasibles.yn
    ]


# -- this program ----------------------------------------------------------------------------------


def ours(conflict: Conflict) -> Side:
    """Every verdict of this program, from the conflict to the table."""
    begin = time.process_time()
    table = analyse(conflict.graph(keep="list"), [CONCEPTS[name] for name in CLASSICAL])
    taken = time.process_time() - begin
    assert isinstance(table, ListedTable)
    codes = list(table.where())
    return Side(
        taken,
        {
            c: [dict(zip(codes, map(bool, row), strict=True)) for row in table.stable[c].tolist()]
            for c in CLASSICAL
        },
    )


def random_conflict(shape: Sequence[int], seed: int = 1) -> Conflict:
    """Statements that both programs can say; one combination in sixteen is excluded."""
    conflict = grown(seed, shape, exclusions=1, irreversible=0.1, statements=7)
    assert all(isinstance(e, Exclusion) and e.never for e in conflict.exclusions)
    return conflict


def compare(modules: tuple[ModuleType, ModuleType], conflict: Conflict) -> Comparison:
    """Both programs on one conflict."""
    here, there = ours(conflict), theirs(modules, conflict)
    dms = len(conflict.decision_makers)
    states = here.verdicts["Nash"][0].keys()
    if any(row.keys() != states for row in there.verdicts["Nash"]):
        raise ValueError("the two programs list different states")
    pairs = {
        c: [(here.verdicts[c][i][s], there.verdicts[c][i][s]) for i in range(dms) for s in states]
        for c in CLASSICAL
    }
    differing = {c: sum(a != b for a, b in every) for c, every in pairs.items()}
    beyond = sum(b and not a for every in pairs.values() for a, b in every)
    return Comparison(dms, len(states), here.cpu, there.cpu, differing, beyond)


def rows(path: Path, shapes: Sequence[Sequence[int]]) -> list[Comparison]:
    """The comparison on a random conflict of each shape, after one that is not counted."""
    modules = load(path)
    compare(modules, random_conflict((2, 2)))
    return [compare(modules, random_conflict(shape)) for shape in shapes]


def told(row: Comparison) -> list[str]:
    """One line of the table."""
    differing = ", ".join(f"{c} {n}" for c, n in row.differing.items() if n) or "none"
    verdicts = len(CLASSICAL) * row.dms * row.states
    ratio = f"{row.theirs / max(row.ours, 1e-9):,.0f} ×"
    times = [f"{row.ours:.3f}", f"{row.theirs:.2f}", ratio]
    return [str(row.dms), f"{row.states:,}", *times, f"{verdicts:,}", differing]


HEADS = ("DMs", "states", "this program, CPU s", "older, CPU s", "ratio", "verdicts", "differing verdicts")


def main() -> int:
    """Print the table; 1 if the programs differ where they may not."""
    parser = argparse.ArgumentParser(description="Beside a checkout of the older program.")
    parser.add_argument("path", type=Path)
    parser.add_argument("--large", action="store_true", help="up to 4,096 states")
    wanted = parser.parse_args()
    found = rows(wanted.path, (*SHAPES, *LARGE_SHAPES) if wanted.large else SHAPES)
    print("| " + " | ".join(HEADS) + " |", "|" + " --- |" * len(HEADS), sep="\n")
    for row in found:
        print("| " + " | ".join(told(row)) + " |")
    return int(any(row.wrong for row in found))


if __name__ == "__main__":
    sys.exit(main())
