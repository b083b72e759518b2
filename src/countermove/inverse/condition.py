"""The exact condition on one decision maker's preferences under which a state is stable for it.

Whether a state s is stable for decision maker i depends on i's own preferences only through B, the set
of states that i prefers to s; states that it finds equal do not belong to it. Write ¬b(x) for x ∉ B and K
for the opponents of i. Then s is stable for i if and only if for every unilateral move q of i from s

    Nash           ¬b(q)
    GMR, SEQ, SIM  ¬b(q) or some z of the replies to q with ¬b(z)
    SMR, SSEQ      ¬b(q) or some z of the replies to q with ¬b(z) and ¬b(x) for every x in R_i(z)

where the replies are R_K(q) for GMR and SMR, R_K⁺(q) for SEQ and SSEQ, and for SIM the states where the
others' improvements from s are made together with the move. The conditions are those of Kinsara's work on
inverse GMCR; that they depend on B alone, and so may be counted without listing rankings, follows from the
definitions. Under SEQ, SSEQ and SIM the replies rest on the *others'* preferences, which stay as they are
in the model.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass
from math import factorial
from random import Random

from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.inverse.change import Change, cheapest, cheapest_spoiling
from countermove.inverse.counting import Share, share_of
from countermove.inverse.family import Family, least_conditions
from countermove.inverse.formula import Clause, Way, simplified
from countermove.inverse.replies import ReplyFinder
from countermove.inverse.sampling import Sample, sample_share
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.stability.concept import BETTER, NOT_BETTER, Concept, Replies, named
from countermove.stability.wording import Words

__all__ = ["MOST_FACTORIAL", "Condition", "Conditions", "condition", "refusal"]

#: Rankings of more states than this are not counted as a whole number, only as a share.
MOST_FACTORIAL = 5_000
_MOST_CLAUSES = 2_000
_MOST_WAYS = 200_000  # in all clauses


@dataclass(frozen=True, slots=True)
class Condition:
    """When a state is stable for one decision maker: every one of `clauses` must hold.

    `states` is how many states the model has, m. The state itself occurs in no clause.
    """

    dm: int
    state: State
    concept: str
    states: int
    clauses: tuple[Clause, ...]

    @property
    def relevant(self) -> frozenset[State]:
        """The states that the condition names: whether any other is preferred to the state cannot matter.

        Under Nash, GMR, SEQ and SIM each of them does matter; under SMR and SSEQ one may turn out not to.
        """
        return frozenset().union(*(clause.states for clause in self.clauses))

    @property
    def on_others(self) -> bool:
        """Whether the condition holds only as long as the others' preferences are those of the model."""
        willing = (Replies.IMPROVEMENTS, Replies.JOINT_IMPROVEMENTS)
        return named(self.concept).rule.replies in willing

    def holds(self, better: Set[State]) -> bool:
        """Whether the state is stable if exactly the states `better` are preferred to it."""
        return all(clause.holds(better) for clause in self.clauses)

    def broken(self, better: Set[State]) -> tuple[Clause, ...]:
        """The clauses that do not hold: one for each move that would be made."""
        return tuple(clause for clause in self.clauses if not clause.holds(better))

    def least_conditions(self, limit: int = 20) -> Family:
        """The smallest sets of states such that the state is stable if none of them is preferred to it.

        No more than `limit`; `Family.complete` says whether these are all.
        """
        return least_conditions(self.clauses, limit)

    def maximal_sets(self, limit: int = 20) -> Family:
        """The largest sets of *relevant* states that may be preferred to the state while it is stable.

        Every other state may be preferred besides. The same family, seen from its other side.
        """
        least = self.least_conditions(limit)
        return Family(tuple(self.relevant - states for states in least.sets), least.complete)

    def share(self, effort: int | None = None) -> Share:
        """The share of all strict rankings under which the state is stable: exact, or proven bounds."""
        return share_of(self.clauses) if effort is None else share_of(self.clauses, effort)

    def count_rankings(self) -> int:
        """In how many of the m! strict rankings of all states the state is stable.

        Raises `TooLarge` where that is not to be had as a number: `share` then gives what is known.
        """
        return self._count(self.states)

    def count_relevant(self) -> int:
        """The same among the strict rankings of the state and the relevant states only."""
        return self._count(len(self.relevant) + 1)

    def _count(self, states: int) -> int:
        if states > MOST_FACTORIAL:
            what = f"the rankings of {states:,} states are too many to be written down as a number"
            raise TooLarge(Problem(what, "Ask for the share of them."))
        share = self.share()
        if not share.exact:
            what = "the rankings were not counted exactly: the condition is too entangled"
            raise TooLarge(Problem(what, "Ask for the bounds, or for a sample."))
        return int(share.low * factorial(states))

    def sample(self, number: int, random: Random) -> Sample:
        """An estimate of the share from `number` random rankings, with a 95 % confidence interval."""
        return sample_share(self.clauses, number, random)

    def smallest_change(self, now: Set[State], weight: Callable[[State], int] | None = None) -> Change:
        """The fewest states that must no longer be preferred, if `now` are, to make the state stable.

        Among equally few those with the least `weight` in all; nothing if it is stable already. A state
        that is not preferred now never has to become so, as conditions are antitone.
        """
        return cheapest(self.clauses, now, weight)

    def smallest_spoiling(
        self, now: Set[State], weight: Callable[[State], int] | None = None
    ) -> Change | None:
        """The fewest states that, preferred besides, would make the state unstable; None if nothing can."""
        return cheapest_spoiling(self.clauses, now, weight)


class Conditions:
    """The conditions of one model; answers of the others are looked up once for all of them."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._finder = ReplyFinder(model)
        self._ways: dict[tuple[int, State, bool], Way] = {}

    def condition(self, dm: int, state: State, concept: Concept | str) -> Condition:
        """The condition on the preferences of `dm`. Raises `NotApplicable` or `TooLarge` with the reason."""
        concept = named(concept) if isinstance(concept, str) else concept
        problem = refusal(self.model, concept)
        if problem is not None:
            raise NotApplicable(problem)
        clauses, ways = list[Clause](), 0
        for move in self._moves(dm, state):
            clauses.append(self._clause(concept, dm, state, move))
            ways += len(clauses[-1].ways)
            if ways > _MOST_WAYS:
                raise self._too_long(dm)
        return Condition(dm, state, concept.id, self.model.states.size, simplified(clauses))

    def now(self, condition: Condition) -> frozenset[State]:
        """The relevant states that the decision maker prefers to the state in the model."""
        prefers = self.model.prefers
        return frozenset(x for x in condition.relevant if prefers(condition.dm, x, condition.state))

    def _moves(self, dm: int, state: State) -> list[State]:
        moves = self.model.moves(dm, state)
        if len(moves) > _MOST_CLAUSES:
            who = Words(self.model).name(dm)
            what = f"{len(moves):,} moves of {who} are too many for a condition"
            raise TooLarge(Problem(what, "Give the decision maker fewer options."))
        return moves

    def _too_long(self, dm: int) -> TooLarge:
        who = Words(self.model).name(dm)
        what = f"the others can answer the moves of {who} in more than {_MOST_WAYS:,} ways in all"
        return TooLarge(Problem(what, "Ask for Nash stability, which needs no answers."))

    def _clause(self, concept: Concept, dm: int, state: State, move: State) -> Clause:
        rule = concept.rule
        replies = self._finder.replies(rule.replies, dm, state, move)
        hold = rule.hold is not None
        ways = {self._way(dm, lands, hold) - {state} for lands in replies}
        return Clause(move, (frozenset([move]), *ways))

    def _way(self, dm: int, lands: State, hold: bool) -> Way:
        """What must not be preferred for a reply to hurt: the state it ends in, and what can be fled to."""
        key = dm, lands, hold
        if key not in self._ways:
            self._ways[key] = frozenset([lands, *(self.model.moves(dm, lands) if hold else ())])
        return self._ways[key]


def condition(model: GraphModel, dm: int, state: State, concept: Concept | str) -> Condition:
    """The exact condition on the preferences of `dm` under which `state` is stable for it.

    `dm` is its position, `state` a feasible state of the model, `concept` one of Nash, GMR, SMR, SEQ, SSEQ
    and SIM. Raises `NotApplicable` where there is no such condition, `TooLarge` where it has too many parts.
    """
    return Conditions(model).condition(dm, state, concept)


def refusal(model: GraphModel, concept: Concept) -> Problem | None:
    """Why there is no condition on what is preferred to a state; None where there is one."""
    rule = concept.rule
    follows = concept.stable is None or rule.replies is Replies.JOINT_IMPROVEMENTS
    ordinary = rule.leave == BETTER and rule.sanction == NOT_BETTER and rule.answer == BETTER
    if concept.family == "classical" and follows and ordinary and rule.hold in (None, NOT_BETTER):
        return concept.refusal(model)
    return Problem(
        f"{concept.id} depends on more than which states are preferred to one",
        "Ask about Nash, GMR, SMR, SEQ, SSEQ or SIM.",
    )
