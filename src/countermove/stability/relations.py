"""The relation engine: stability where preference is any relation, pair of states by pair of states.

Unknown and strong preference cannot be ranked, so the template is followed literally with tables of
states × states, of which there may be 2,048: fit for the small conflicts in which such preferences
are elicited by hand.
"""

from __future__ import annotations

from functools import cached_property

from countermove._numpy import np
from countermove.errors import Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray
from countermove.model.preferences import Ordinal, Pairwise, Preference, Relation, Uncertain
from countermove.stability.concept import Replies, Rule

__all__ = ["RelationEngine"]

_MOST_STATES = 2_048


class RelationEngine:
    """Stability by relation tables; keeps the tables of a model for all concepts asked of it."""

    def __init__(self, model: GraphModel) -> None:
        if model.states.size > _MOST_STATES:
            raise TooLarge(
                Problem(
                    f"unknown or strong preference over {model.states.size:,} states is more than the"
                    f" {_MOST_STATES:,} that can be compared pair by pair",
                    "Exclude combinations that cannot happen, or use known preferences without strength.",
                )
            )
        self.model = model

    @cached_property
    def relation(self) -> list[IntArray]:
        """For each decision maker (S, S): how the row's state compares with the column's."""
        return [_table(preference) for preference in self.model.preferences]

    @cached_property
    def moves(self) -> list[BoolArray]:
        """For each decision maker (S, S): whether it can move from row to column."""
        found = []
        for movement in self.model.movement:
            table = np.zeros((self.model.states.size,) * 2, dtype=bool)
            table[movement.arcs()] = True
            found.append(table)
        return found

    def stable(self, dm: int, rule: Rule) -> BoolArray:
        """(S,) bool: the states that are stable for `dm` under the rule."""
        leaves = self.moves[dm] & _among(self.relation[dm], rule.leave).T  # (s, y)
        deterred = self._deterred(dm, rule)  # (y, s)
        return np.asarray(~(leaves & ~deterred.T).any(axis=1))

    def _deterred(self, dm: int, rule: Rule) -> BoolArray:
        """(y, s): whether the others can answer y with a sanction of leaving s."""
        good_enough = _among(self.relation[dm], rule.sanction)  # (z, s)
        if rule.hold is not None:
            escapes = ~_among(self.relation[dm], rule.hold)  # (x, s)
            good_enough &= ~_then(self.moves[dm], escapes)
        others = [self._answers(j, rule) for j in self.model.others(dm)]
        if rule.replies is Replies.NONE or not others:
            return np.zeros_like(good_enough)
        reached = [good_enough.copy() for _ in others]  # by last mover
        changed = True
        while changed:
            steps = [_then(table, value) for table, value in zip(others, reached, strict=True)]
            wider = [
                np.any([value, *(s for j, s in enumerate(steps) if j != last)], axis=0)
                for last, value in enumerate(reached)
            ]
            changed = any((new != old).any() for new, old in zip(wider, reached, strict=True))
            reached = wider
        return np.asarray(
            np.any([_then(table, value) for table, value in zip(others, reached, strict=True)], axis=0)
        )

    def _answers(self, dm: int, rule: Rule) -> BoolArray:
        """(from, to): the single steps with which an opponent may answer."""
        if rule.replies is Replies.MOVES:
            return self.moves[dm]
        return self.moves[dm] & _among(self.relation[dm], rule.answer).T


def _table(preference: Preference) -> IntArray:
    if isinstance(preference, Ordinal):
        rank, level = preference.rank, preference.level
        sign = np.sign(rank[:, None] - rank[None, :])
        return np.asarray(sign if level is None else sign * (1 + (level[:, None] != level[None, :])))
    if isinstance(preference, Pairwise):
        return preference.table
    assert isinstance(preference, Uncertain)  # conditions on unlisted states never come here
    signs = np.sign(preference.ranks[:, :, None] - preference.ranks[:, None, :])
    agreed = (signs == signs[0]).all(axis=0)
    return np.where(agreed, signs[0], int(Relation.UNKNOWN))


def _among(table: IntArray, relations: frozenset[Relation]) -> BoolArray:
    return np.asarray(np.isin(table, [int(relation) for relation in relations]))


def _then(step: BoolArray, value: BoolArray) -> BoolArray:
    """(from, s): whether one step leads to a state whose `value` (to, s) is true."""
    return np.asarray((step.astype(np.float32) @ value.astype(np.float32)) > 0)
