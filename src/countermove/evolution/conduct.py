"""Conduct: who gets the next turn and what it does with it, as probabilities.

No source of the field defines a random evolution of a conflict; what follows is this project's own
definition. In each turn one decision maker is drawn by weight, equal unless given otherwise, and chooses
from the present state *s*:

- *uniform*: one of its unilateral improvements, each as likely; it stays if it has none;
- *best*: a most preferred one of them, ties as likely; it stays if it has none;
- *logit*: staying or any unilateral move, with probability proportional to exp(λ·u). The utility u is the
  place of the state's group in the decision maker's order of all feasible states, from 0 (the worst
  group of equally good states) to 1 (the best) in equal steps; λ is the `rationality`. With λ = 0 all
  choices are as likely. Only the order is used: how much better a state is the model does not say.

Where only the *willing* are drawn, those who have an improvement share the turn by weight. The next state
depends on the present one alone: other than in legal sequences, a decision maker may be drawn twice
in a row.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem
from countermove.evolution.steps import Ways
from countermove.model.graph import GraphModel
from countermove.model.preferences import Ordinal
from countermove.model.states import State

__all__ = ["Choose", "Conduct", "Number", "Row", "Turns"]

Number = float | Fraction
#: The probability of each (decision maker, next state); staying is kept under (-1, state).
Row = dict[tuple[int, State], Number]

_STAYS = -1
#: Between these weights are told apart, and their sum is a number, in floating point too.
_LEAST, _MOST = Fraction(1, 10**12), 10**12


class Choose(Enum):
    """What a decision maker does with its turn."""

    UNIFORM = "uniform"
    BEST = "best"
    LOGIT = "logit"


@dataclass(frozen=True, slots=True)
class Conduct:
    """How the conflict goes on: see the module.

    `weights` has one number for each decision maker, not all 0; empty means equal ones. `rationality` is
    for logit alone.
    """

    choose: Choose = Choose.UNIFORM
    weights: tuple[Fraction, ...] = ()
    willing: bool = False
    rationality: float = 1.0

    def __post_init__(self) -> None:
        if self.weights and (min(self.weights) < 0 or not any(self.weights)):
            what = "the weights of decision makers must be 0 or more, and not all 0"
            raise NotApplicable(Problem(what, "Give a positive weight to whoever may act."))
        if any(weight and not _LEAST < weight < _MOST for weight in self.weights):
            what = "some weights of decision makers are too large or too small to be reckoned with"
            raise NotApplicable(Problem(what, "Only how they compare matters: give smaller numbers."))
        if not (math.isfinite(self.rationality) and self.rationality >= 0):
            what = f"a rationality of {self.rationality} has no meaning"
            raise NotApplicable(Problem(what, "Give a number from 0 (any choice is as likely) upwards."))
        if self.willing and self.choose is Choose.LOGIT:
            what = "logit choice gives a turn to everybody, whether willing to move or not"
            raise NotApplicable(
                Problem(what, "Leave out the turns for the willing, or choose uniform or best.")
            )


class Turns:
    """What the next turn brings from each state of a model, with exact fractions or in floating point."""

    def __init__(self, ways: Ways, conduct: Conduct, *, exact: bool = False) -> None:
        size = ways.model.size
        if conduct.weights and len(conduct.weights) != size:
            raise ValueError(f"{len(conduct.weights)} weights for {size} decision makers")
        if exact and conduct.choose is Choose.LOGIT:
            raise NotApplicable(
                Problem("logit choice has no exact fractions", "Leave out that they be exact.")
            )
        self.ways, self.conduct = ways, conduct
        weights = conduct.weights or (Fraction(1),) * size
        self.weights: list[Number] = [weight if exact else float(weight) for weight in weights]
        self._utility = _utilities(ways.model) if conduct.choose is Choose.LOGIT else []

    def row(self, state: State) -> Row:
        """The probabilities of what comes next; they sum to 1."""
        options = [self._options(dm, state) for dm in range(len(self.weights))]
        acting = [bool(o) or not self.conduct.willing for o in options]
        total = sum(weight for weight, acts in zip(self.weights, acting, strict=True) if acts)
        if not total:
            return {(_STAYS, state): self.weights[0] * 0 + 1}
        row: Row = {}
        for dm, choices in enumerate(options):
            share = self.weights[dm] / total if acting[dm] else 0
            if share:
                for key, part in self._shared(dm, state, choices, share):
                    row[key] = row.get(key, 0) + part
        return row

    def _options(self, dm: int, state: State) -> list[State]:
        changes = [(to, wanted) for movers, to, wanted in self.ways.moves(state) if movers == 1 << dm]
        if self.conduct.choose is Choose.LOGIT:
            return [to for to, _ in changes]
        better = [to for to, wanted in changes if wanted]
        return self._best(dm, state, better) if self.conduct.choose is Choose.BEST else better

    def _best(self, dm: int, state: State, better: list[State]) -> list[State]:
        ahead = self.ways.ahead
        best: list[State] = []
        for to in better:
            if not any(ahead(dm, other, to) for other in best):
                best = [other for other in best if not ahead(dm, to, other)] + [to]
        # With intransitive preferences what is left need not be best of all.
        if any(ahead(dm, other, to) for to in best for other in better):
            name = self.ways.model.states.name(state)
            what = f"in state {name} every improvement of a decision maker is beaten by another one"
            raise NotApplicable(Problem(what, "Let it choose uniformly: best is not defined here."))
        return best

    def _shared(
        self, dm: int, state: State, choices: list[State], share: Number
    ) -> Iterator[tuple[tuple[int, State], Number]]:
        """A decision maker's turn, divided among what it may do."""
        if self.conduct.choose is Choose.LOGIT:
            yield from self._logit(dm, state, choices, float(share))
        elif not choices:
            yield (_STAYS, state), share
        else:
            yield from (((dm, to), share / len(choices)) for to in choices)

    def _logit(
        self, dm: int, state: State, moves: list[State], share: float
    ) -> Iterator[tuple[tuple[int, State], Number]]:
        utility, rationality = self._utility[dm], self.conduct.rationality
        best = max(utility[to] for to in (state, *moves))
        weight = [math.exp(rationality * (utility[to] - best)) for to in (state, *moves)]
        if not min(weight):
            what = (
                f"a rationality of {rationality:g} makes some choices too unlikely to be told from impossible"
            )
            raise NotApplicable(
                Problem(what, "Give a smaller rationality, or let everybody choose the best.")
            )
        total = sum(weight)
        yield (_STAYS, state), share * weight[0] / total
        yield from (((dm, to), share * w / total) for to, w in zip(moves, weight[1:], strict=True))


def _utilities(model: GraphModel) -> list[dict[State, float]]:
    """The place of each state in each decision maker's order, from 0 to 1."""
    found: list[dict[State, float]] = []
    for dm, preference in enumerate(model.preferences):
        if not isinstance(preference, Ordinal):
            what = (
                f"logit choice needs an order of all states, and there is none of {model.decision_makers[dm]}"
            )
            raise NotApplicable(Problem(what, "Let decision makers choose uniform or best."))
        place = np.unique(preference.rank, return_inverse=True)[1]
        highest = max(int(place.max()), 1)
        pairs = zip(preference.states.all(), place.tolist(), strict=True)
        found.append({state: at / highest for state, at in pairs})
    return found
