"""The seeded suite for the symbolic engine: random structured conflicts of 30, 60 and 100 options.

    python benchmarks/suite.py 60 ring 1             # Nash, GMR and SMR of one conflict of the suite
    python benchmarks/suite.py 30 global 3 SEQ --limit 30

The conflicts come from `tests/stability/symbolic/generator.py`; the number of options, the family and
the seed name each of them. A conflict has so many seconds of processor time; if these do not suffice,
or 2 GB do not, the engine has given up on it. Prints JSON: how many equilibria there are, and what it took.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import reduce
from operator import and_
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]

from countermove import CONCEPTS  # noqa: E402
from countermove.errors import Problem  # noqa: E402
from countermove.stability.symbolic import GaveUp, SymbolicEngine  # noqa: E402
from stability.symbolic.generator import structured  # noqa: E402

FAMILIES = ("ring", "global")
MEMORY = 2 << 30


@dataclass(frozen=True)
class Cell:
    """One row of the suite: conflicts of a kind, what is asked of them, and seconds for each of them."""

    options: int
    concepts: tuple[str, ...]
    limit: float


CELLS = (
    Cell(60, ("Nash", "GMR", "SMR"), 20),
    Cell(100, ("Nash", "GMR", "SMR"), 60),
    Cell(30, ("SEQ",), 30),
)


@dataclass
class Solved:
    """What became of one conflict: the equilibria under each concept, or why the engine gave up."""

    cpu: float = 0.0
    counts: dict[str, int] = field(default_factory=dict)
    gave_up: str = ""


def alarm(limit: float) -> Callable[[str], None]:
    """A listener that ends the work when so much processor time is used up."""
    end = time.process_time() + limit

    def listen(what: str) -> None:
        if time.process_time() > end:
            raise GaveUp(Problem(f"gave up on {what}: {limit:g} s were not enough"))

    return listen


def count(options: int, family: str, seed: int, concepts: Sequence[str], limit: float) -> dict[str, int]:
    """The number of equilibria of one conflict. Raises `GaveUp`."""
    form = structured(options, seed=seed, ring=family == "ring")
    engine = SymbolicEngine(form, memory=MEMORY, seconds=limit, progress=alarm(limit))
    everyone = range(len(form.movers))
    found: dict[str, int] = {}
    for concept in concepts:
        sets = (engine.stable(dm, CONCEPTS[concept].rule) for dm in everyone)
        found[concept] = reduce(and_, sets, engine.feasible).count
    return found


def solve(options: int, family: str, seed: int, concepts: Sequence[str], limit: float) -> Solved:
    """The same with what it took."""
    solved, begin = Solved(), time.process_time()
    try:
        solved.counts = count(options, family, seed, concepts, limit)
    except GaveUp as error:
        solved.gave_up = str(error)
    solved.cpu = time.process_time() - begin
    return solved


def main() -> int:
    """Solve one conflict of the suite and print what was found."""
    parser = argparse.ArgumentParser(description="One conflict of the suite for the symbolic engine.")
    parser.add_argument("options", type=int)
    parser.add_argument("family", choices=FAMILIES)
    parser.add_argument("seed", type=int)
    parser.add_argument("concepts", nargs="*", default=["Nash", "GMR", "SMR"])
    parser.add_argument("--limit", type=float, default=60, help="seconds of processor time (60)")
    wanted = parser.parse_args()
    solved = solve(wanted.options, wanted.family, wanted.seed, wanted.concepts, wanted.limit)
    print(json.dumps(asdict(solved)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
