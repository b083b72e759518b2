"""How many profiles of preferences a second a sweep analyses, beside analysing one model after another.

    python benchmarks/sweeps.py                  # a second or two for each row
    python benchmarks/sweeps.py --profiles 8000000

A profile is one order of the prioritised statements of every decision maker; all states are analysed
under Nash, GMR, SMR and SEQ. "cpu" is profiles per second of processor time in one thread, "wall" on the
clock with as many threads as the sweep takes by itself. The last columns are what `analyse` does on the
same profiles and how many times faster the sweep is (both by processor time). On the profiles
that both have done the equilibria must be equal, or the run fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SOURCE))

import numpy as np  # noqa: E402

from countermove import CONCEPTS, GraphModel, analyse, case_path, read_case  # noqa: E402
from countermove.model.conflict import Conflict, DecisionMaker, Exclusion, Option, Preferences  # noqa: E402
from countermove.model.listed import listed  # noqa: E402
from countermove.model.preferences import Ordinal  # noqa: E402
from countermove.sweeps import Batch, RandomOrders, Wish, wishes_of  # noqa: E402

CLASSICAL = ("Nash", "GMR", "SMR", "SEQ")
REPEATS = 3


@dataclass(frozen=True)
class Row:
    """What is measured: a structure, and what its decision makers wish for."""

    name: str
    model: GraphModel
    wishes: tuple[Wish, ...]


def published(case: str) -> GraphModel:
    return read_case(case_path(case)).conflict.graph()


def random_wishes(model: GraphModel, statements: int, seed: int = 1) -> tuple[Wish, ...]:
    """Statements that hold in every state by the toss of a coin: nothing about them is regular."""
    rng = np.random.default_rng(seed)
    size = model.states.size
    return tuple(Wish(truth=rng.random((statements, size)) < 0.5) for _ in range(model.size))


def seven_options() -> GraphModel:
    """Four decision makers, seven options of which one cannot be dropped again, 80 states."""
    names = (("p", "q"), ("r", "s"), ("t", "u"), ("v",))
    makers = tuple(
        DecisionMaker(f"dm{k}", options=tuple(Option(o, irreversible="once taken" * (o == "q")) for o in own))
        for k, own in enumerate(names)
    )
    never = (Exclusion(never="p and r"), Exclusion(never="s and t and u"), Exclusion(never="q and s and v"))
    nothing = tuple(Preferences(dm.id) for dm in makers)
    return Conflict("seven options", makers, exclusions=never, preferences=nothing).graph()


def rows() -> list[Row]:
    elmira, milk, seven = (
        published("kinsara2014/elmira"),
        published("petersons2014/milk-river"),
        seven_options(),
    )
    return [
        Row("Elmira, its own statements", elmira, wishes_of(elmira)),
        Row("Milk River, its own statements", milk, wishes_of(milk)),
        Row("Milk River, 5 random statements each", milk, random_wishes(milk, 5)),
        Row("Milk River, 9 random statements each", milk, random_wishes(milk, 9)),
        Row("seven options, 5 random statements each", seven, random_wishes(seven, 5)),
    ]


def seconds(call: Callable[[], object], clock: Callable[[], float]) -> float:
    """The shortest of several runs."""
    taken = []
    for _ in range(REPEATS):
        begin = clock()
        call()
        taken.append(clock() - begin)
    return min(taken)


def one_by_one(row: Row, profiles: RandomOrders) -> tuple[float, np.ndarray]:
    """(profiles a second, equilibria (concepts, profiles, S)) with `analyse`; making ranks is not timed."""
    ranks = profiles.ranks(np.arange(profiles.count))
    states = listed(row.model.states)
    wishes = [tuple(Ordinal(states, dm) for dm in profile) for profile in ranks]
    models = [replace(row.model, preferences=wish, form=None) for wish in wishes]
    concepts = [CONCEPTS[name] for name in CLASSICAL]
    begin = time.process_time()
    tables = [analyse(model, concepts) for model in models]
    taken = time.process_time() - begin
    found = [[np.isin(states.codes, table.equilibria(name)) for table in tables] for name in CLASSICAL]
    return len(models) / taken, np.array(found)


def measure(row: Row, many: int, sample: int) -> bool:
    """Print one line of the table; whether the sweep found what `analyse` finds."""
    batch, profiles = Batch(row.model, CLASSICAL), RandomOrders(row.wishes, many, seed=1)
    cpu = many / seconds(lambda: batch.run(profiles, threads=1), time.process_time)
    wall = many / seconds(lambda: batch.run(profiles), time.perf_counter)
    singly, wanted = one_by_one(row, replace(profiles, count=sample))
    kept = batch.run(replace(profiles, count=sample), keep=True)
    same = all(np.array_equal(kept.equilibria(name), wanted[k]) for k, name in enumerate(CLASSICAL))
    print(
        f"{row.name:40} {row.model.states.size:6} {row.model.size:4} {cpu / 1e6:8.2f} M {wall / 1e6:8.2f} M"
        f" {singly:9.0f} {cpu / singly:9,.0f} x  {'equal' if same else 'DIFFERENT'}",
        flush=True,
    )
    return same


def main() -> int:
    """Print the table; 1 if anything was found differently."""
    parser = argparse.ArgumentParser(description="Profiles a second.")
    parser.add_argument("--profiles", type=int, default=1 << 20, help="of each row (2^20)")
    parser.add_argument("--sample", type=int, default=200, help="how many are analysed one by one (200)")
    wanted = parser.parse_args()
    heads = ("states", "DMs", "cpu/s", "wall/s", "analyse/s", "ratio")
    print(f"{'':40} {heads[0]:>6} {heads[1]:>4} {heads[2]:>10} {heads[3]:>10} {heads[4]:>9} {heads[5]:>11}")
    same = [measure(row, wanted.profiles, wanted.sample) for row in rows()]
    return int(not all(same))


if __name__ == "__main__":
    sys.exit(main())
