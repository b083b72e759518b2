"""The same conflict told differently: other names, another order, one more decision maker.

Conditions are rewritten as trees (and patterns sign by sign); where a person named a state, the oracle
says which one was meant, and it is named anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from countermove.model.conflict import Conflict, DecisionMaker, Exclusion, Preferences
from countermove.model.statements import And, Constant, If, Iff, Name, Not, Or, Statement, parse
from oracle import Oracle, is_pattern

__all__ = ["renamed", "reordered", "with_bystander", "with_states_reordered"]

Texts = Callable[[str], str]


def renamed(conflict: Conflict, new: Texts) -> Conflict:
    """Every id changed by the same function; decision makers, options, outcomes and states."""
    told = _retold(conflict, lambda text: text if is_pattern(text) else str(_names_changed(parse(text), new)))
    owners = tuple(
        replace(
            dm,
            id=new(dm.id),
            options=tuple(replace(option, id=new(option.id)) for option in dm.options),
            moves=tuple((new(a), new(b)) for a, b in dm.moves),
        )
        for dm in told.decision_makers
    )
    told = told.replace(
        decision_makers=owners,
        states=tuple(replace(state, id=new(state.id)) for state in told.states),
        outcomes=tuple(replace(outcome, id=new(outcome.id)) for outcome in told.outcomes),
        bans=tuple(replace(ban, dm=new(ban.dm) if ban.dm else "") for ban in told.bans),
        preferences=tuple(replace(wish, dm=new(wish.dm)) for wish in told.preferences),
    )
    spell = _spell_anew(conflict, range(len(conflict.option_ids)))
    return _states_respelled(told, new if conflict.form == "graph" else spell)


def _names_changed(tree: Statement, new: Texts) -> Statement:
    def changed(part: Statement) -> Statement:
        return _names_changed(part, new)

    match tree:
        case Name(parts):
            return Name(tuple(new(part) for part in parts))
        case Not(item):
            return Not(changed(item))
        case And(items):
            return And(tuple(changed(item) for item in items))
        case Or(items):
            return Or(tuple(changed(item) for item in items))
        case If(then, condition):
            return If(changed(then), changed(condition))
        case Iff(left, right):
            return Iff(changed(left), changed(right))
    assert isinstance(tree, Constant)
    return tree


@dataclass(frozen=True)
class _Order:
    """Decision makers in a new order, and each one's options in a new order."""

    dms: Sequence[int]
    options: Sequence[Sequence[int]]

    def owners(self, conflict: Conflict) -> tuple[DecisionMaker, ...]:
        old = conflict.decision_makers
        return tuple(
            replace(old[i], options=tuple(old[i].options[k] for k in self.options[i])) for i in self.dms
        )

    def signs(self, conflict: Conflict) -> list[int]:
        """For each place in a new pattern, the place in the old one."""
        place = {ref: k for k, ref in enumerate(conflict.option_ids)}
        return [place[dm.id, option.id] for dm in self.owners(conflict) for option in dm.options]


def reordered(conflict: Conflict, dms: Sequence[int], options: Sequence[Sequence[int]]) -> Conflict:
    """Decision makers and the options of each in another order."""
    order = _Order(dms, options)
    signs = order.signs(conflict)

    def permuted(pattern: str) -> str:
        return "".join(pattern.replace(" ", "")[k] for k in signs) if pattern else ""

    told = _retold(conflict, lambda text: permuted(text) if is_pattern(text) else text)
    told = told.replace(
        decision_makers=order.owners(conflict),
        states=tuple(replace(state, pattern=permuted(state.pattern)) for state in told.states),
        preferences=told.preferences[::-1],
    )
    return _states_respelled(told, _spell_anew(conflict, signs))


def with_states_reordered(conflict: Conflict, order: Sequence[int]) -> Conflict:
    """The states of graph form listed in another order."""
    return conflict.replace(states=tuple(conflict.states[k] for k in order))


def with_bystander(conflict: Conflict, at: int) -> Conflict:
    """One more decision maker, who has no options and no moves, and does not mind."""
    owners = list(conflict.decision_makers)
    owners.insert(at, DecisionMaker("bystander"))
    wishes = (*conflict.preferences, Preferences("bystander"))
    return conflict.replace(decision_makers=tuple(owners), preferences=wishes)


# -- texts within a conflict -----------------------------------------------------------------------


def _retold(conflict: Conflict, told: Texts) -> Conflict:
    """Every condition rewritten."""
    return conflict.replace(
        exclusions=tuple(_exclusion_retold(exclusion, told) for exclusion in conflict.exclusions),
        coalesced=tuple(replace(merged, when=told(merged.when)) for merged in conflict.coalesced),
        bans=tuple(replace(ban, from_=told(ban.from_), to=told(ban.to)) for ban in conflict.bans),
        outcomes=tuple(replace(outcome, that=told(outcome.that)) for outcome in conflict.outcomes),
        preferences=tuple(_wish_retold(wish, told) for wish in conflict.preferences),
    )


def _exclusion_retold(exclusion: Exclusion, told: Texts) -> Exclusion:
    return replace(
        exclusion,
        never=exclusion.never and told(exclusion.never),
        at_most_one=tuple(told(text) for text in exclusion.at_most_one),
        at_least_one=tuple(told(text) for text in exclusion.at_least_one),
        if_=exclusion.if_ and told(exclusion.if_),
        then=exclusion.then and told(exclusion.then),
    )


def _wish_retold(wish: Preferences, told: Texts) -> Preferences:
    return replace(
        wish,
        statements=tuple(replace(line, that=told(line.that)) for line in wish.statements),
        weights={told(text): weight for text, weight in wish.weights.items()},
    )


def _states_respelled(conflict: Conflict, spell: Texts) -> Conflict:
    """Every state that a ranking or the status quo names."""

    def ranking(groups: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(spell(text) for text in group) for group in groups)

    return conflict.replace(
        status_quo=conflict.status_quo and spell(conflict.status_quo),
        preferences=tuple(
            replace(wish, ranking=ranking(wish.ranking), rankings=tuple(map(ranking, wish.rankings)))
            for wish in conflict.preferences
        ),
    )


def _spell_anew(old: Conflict, signs: Sequence[int]) -> Texts:
    """In option form, the state meant in the old conflict as a full pattern of the new one."""
    if old.form == "graph":
        return lambda text: text
    oracle = Oracle(old.replace(preferences=()))

    def spell(text: str) -> str:
        member = oracle.states[oracle.find(text)][0]
        return "".join("Y" if member[k] else "N" for k in signs)

    return spell
