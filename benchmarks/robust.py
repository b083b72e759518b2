"""How many admissible models a second `countermove robust` goes through, beside compiling each alone.

    python benchmarks/robust.py                  # under two minutes on two cores
    python benchmarks/robust.py --quick          # a sixteenth of the models

Every row is a conflict whose decision makers may each have done without some of their wishes: one doubt
for each of a number of statements, all ways together. All states of all models are analysed under Nash,
GMR, SMR and SEQ, and for every model it is counted which outcomes have equilibria. "seconds" is from
the conflict to the last model, the best of so many runs, on the clock; "alone" is what compiling a model
from its changes and analysing it takes, in models a second. On a sample both must find the same.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
sys.path.insert(0, str(SOURCE))

import numpy as np  # noqa: E402

from countermove import CONCEPTS, analyse, case_path, read_case  # noqa: E402
from countermove.model.conflict import (  # noqa: E402
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.variants import Doubt  # noqa: E402
from countermove.robustness import Engine, Ensemble, admissible, plan_for, run  # noqa: E402

CLASSICAL = ("Nash", "GMR", "SMR", "SEQ")


def doubtful(conflict: Conflict, doubts: int, seed: int = 1) -> Conflict:
    """Each decision maker with six statements, of which `doubts` altogether may not count.

    A statement is a random condition on two options.
    """
    rng = np.random.default_rng(seed)
    names = [f"{dm}.{option}" if " " not in dm else f'"{dm}".{option}' for dm, option in conflict.option_ids]
    wishes, asked = [], []
    makers = [dm.id for dm in conflict.decision_makers]
    for dm in makers:
        texts: list[str] = []
        while len(texts) < 6:
            a, b = rng.choice(names, 2, replace=False)
            text = f"{a} {rng.choice(['iff', 'or', 'and'])} {rng.choice(['', 'not '])}{b}"
            texts += [text] if text not in texts else []
        wishes.append(Preferences(dm, statements=tuple(map(PrioritisedStatement, texts))))
    for k in range(doubts):
        wish = wishes[k % len(makers)]
        asked.append(Doubt(f"d{k}", dm=wish.dm, statement=wish.statements[k // len(makers)].that))
    outcomes = tuple(Outcome(f"o{k}", name) for k, name in enumerate(names[:4]))
    return conflict.replace(
        preferences=tuple(wishes), doubts=tuple(asked), outcomes=outcomes, readings=(), scales=()
    )


def hundred() -> Conflict:
    """Four decision makers, seven options, exclusions that leave about a hundred states."""
    names = (("p", "q"), ("r", "s"), ("t", "u"), ("v",))
    makers = tuple(
        DecisionMaker(f"dm{k}", options=tuple(Option(o, irreversible="once taken" * (o == "q")) for o in own))
        for k, own in enumerate(names)
    )
    never = (Exclusion(never="p and r and u"), Exclusion(never="s and t and u"))
    return Conflict("seven options", makers, exclusions=never)


def alone(ensemble: Ensemble, sample: int) -> tuple[float, bool]:
    """(models a second, whether the same was found) for models compiled and analysed one by one."""
    factors, rows = ensemble.models.factors, ensemble.rows
    chosen = np.random.default_rng(2).integers(0, ensemble.plan.count, sample)
    concepts = [CONCEPTS[name] for name in CLASSICAL]
    begin, tables = time.process_time(), []
    for number in chosen.tolist():
        digits = factors.at(number)
        tables.append(analyse(factors.changed(digits).graph(factors.reading(digits)), concepts))
    taken = time.process_time() - begin
    same = all(
        table.holding(concept).count == rows.counts[c, number]
        and [n > 0 for n in table.count_by_outcome(concept).values()] == rows.some[c, :, number].tolist()
        for number, table in zip(chosen.tolist(), tables, strict=True)
        for c, concept in enumerate(concepts)
    )
    return sample / taken, same


def measure(name: str, conflict: Conflict, repeats: int) -> bool:
    """Print a row; whether both ways found the same."""
    taken, spent = [], []
    for _ in range(repeats):
        begin, cpu = time.perf_counter(), time.process_time()
        engine = Engine(admissible(conflict), CLASSICAL)
        ensemble = run(engine, plan_for(engine.models, limit=1 << 21))
        taken.append(time.perf_counter() - begin)
        spent.append(time.process_time() - cpu)
    seconds, many = min(taken), ensemble.plan.count
    singly, same = alone(ensemble, 200)
    print(
        f"{name:30} {engine.states.size:6} {many:10,} {ensemble.different:10,} {seconds:8.1f}"
        f" {many / seconds / 1e3:8.0f} k {singly:8.0f} {many / min(spent) / singly:8,.0f} x"
        f"  {'equal' if same else 'DIFFERENT'}",
        flush=True,
    )
    return same


def main() -> int:
    """Print the table; 1 if anything was found differently."""
    parser = argparse.ArgumentParser(description="Admissible models a second.")
    parser.add_argument("--quick", action="store_true", help="a sixteenth of the models")
    parser.add_argument("--repeats", type=int, default=3, help="how often, of which the best counts (3)")
    wanted = parser.parse_args()
    less = 4 if wanted.quick else 0
    milk = read_case(case_path("petersons2014/milk-river")).conflict
    heads = ("states", "models", "different", "seconds", "models/s", "alone/s", "ratio")
    print(f"{'':30} {heads[0]:>6} {heads[1]:>10} {heads[2]:>10} {heads[3]:>8} {heads[4]:>10} {heads[5]:>8}"
          f" {heads[6]:>10}")  # fmt: skip
    same = [
        measure("Milk River, a million models", doubtful(milk, 20 - less), wanted.repeats),
        measure("seven options, 131,072 models", doubtful(hundred(), 17 - less), wanted.repeats),
    ]
    return int(not all(same))


if __name__ == "__main__":
    sys.exit(main())
