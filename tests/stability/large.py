"""Large random conflicts for tests and benchmarks."""

from __future__ import annotations

import random
from collections.abc import Sequence

from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
)

__all__ = ["grown"]


def grown(
    seed: int, options: Sequence[int], exclusions: int = 0, irreversible: float = 0.0, statements: int = 6
) -> Conflict:
    """A conflict whose decision makers have so many options each.

    Statements speak of one to three options, half of them of the decision maker's own only; an
    exclusion rules out one setting of four options.
    """
    rng = random.Random(seed)
    names = [[f"o{k}_{i}" for i in range(many)] for k, many in enumerate(options)]
    every = [name for own in names for name in own]

    def condition(pool: list[str]) -> str:
        chosen = rng.sample(pool, min(rng.randint(1, 3), len(pool)))
        return f" {rng.choice(['and', 'or'])} ".join(rng.choice(["", "not "]) + name for name in chosen)

    def option(name: str) -> Option:
        return Option(name, irreversible="once taken" if rng.random() < irreversible else "")

    def wish(own: list[str]) -> PrioritisedStatement:
        return PrioritisedStatement(condition(own if rng.random() < 0.5 else every))

    return Conflict(
        "grown",
        tuple(DecisionMaker(f"d{k}", options=tuple(map(option, own))) for k, own in enumerate(names)),
        tuple(
            Preferences(f"d{k}", statements=tuple(wish(own) for _ in range(statements)))
            for k, own in enumerate(names)
        ),
        exclusions=tuple(
            Exclusion(never=" and ".join(rng.choice(["", "not "]) + name for name in rng.sample(every, 4)))
            for _ in range(exclusions)
        ),
        outcomes=(Outcome("both", f"{names[0][0]} and {names[-1][0]}"), Outcome("first", names[0][0])),
        status_quo="none" if not exclusions else "",
    )
