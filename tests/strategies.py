"""Random conflicts as people write them, for hypothesis (`conflicts`) and in bulk (`random_conflict`).

One generator serves both: it asks a `Source` for small numbers, and a source draws them from hypothesis
or from a seeded `random.Random`. Zero is always the simplest answer, so hypothesis shrinks to
conflicts with few decision makers, no exclusions and short lists. A conflict always has a state.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from countermove.model.conflict import (
    Ban,
    Coalesced,
    Conflict,
    DecisionMaker,
    Exclusion,
    NamedState,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
)
from countermove.model.statements import KEYWORDS, And, Constant, If, Iff, Name, Not, Or, Statement
from oracle import Oracle

__all__ = ["Source", "conflicts", "examples", "random_conflict", "statements", "words"]

T = TypeVar("T")
_upto = lru_cache(maxsize=None)(lambda most: st.integers(0, most))


def examples(count: int) -> settings:
    """So many examples, however long one takes."""
    return settings(max_examples=count, deadline=None, report_multiple_bugs=False)


class Source(Protocol):
    """Where the choices come from."""

    def upto(self, most: int) -> int:
        """A whole number from 0 (the simplest) to `most`."""


@dataclass(frozen=True)
class _Drawn:
    draw: Callable[..., Any]

    def upto(self, most: int) -> int:
        return int(self.draw(_upto(most)))


@dataclass(frozen=True)
class _Seeded:
    rng: random.Random

    def upto(self, most: int) -> int:
        return self.rng.randint(0, most)


# -- choices ---------------------------------------------------------------------------------------


def _flag(source: Source, one_in: int = 2) -> bool:
    return source.upto(one_in - 1) == one_in - 1


def _choice(source: Source, items: Sequence[T]) -> T:
    return items[source.upto(len(items) - 1)]


def _many(source: Source, least: int, most: int) -> Iterator[int]:
    """0, 1, 2, ...: at least `least`, at most `most` numbers, each further one by a choice of its own."""
    for k in range(most):
        if k >= least and not _flag(source):
            return
        yield k


# -- statements ------------------------------------------------------------------------------------


def words() -> st.SearchStrategy[str]:
    """Names a person may give: plain words, keywords, and whatever can stand in quotes."""
    odd = st.text(st.characters(exclude_characters='"\n', exclude_categories=["Cs"]), min_size=1)
    return st.one_of(
        st.sampled_from(
            ["a", "b_2", "c-d", "Über", *KEYWORDS, "IFF", "U.S.", "2nd", "(", "Local Government"]
        ),
        odd.filter(lambda word: bool(word.strip())),
    )


def statements(names: st.SearchStrategy[Name] | None = None) -> st.SearchStrategy[Statement]:
    """Any statement that can be written: joined statements have two parts or more."""
    parts = st.lists(words(), min_size=1, max_size=2).map(tuple)
    leaf = st.builds(Name, parts) if names is None else names
    leaves = st.one_of(leaf, st.builds(Constant, st.booleans()))

    def larger(inner: st.SearchStrategy[Statement]) -> st.SearchStrategy[Statement]:
        joined = st.lists(inner, min_size=2, max_size=3).map(tuple)
        return st.one_of(
            st.builds(Not, inner),
            st.builds(And, joined),
            st.builds(Or, joined),
            st.builds(If, inner, inner),
            st.builds(Iff, inner, inner),
        )

    return st.recursive(leaves, larger, max_leaves=12)


def _tree(source: Source, names: Sequence[Name], depth: int = 2) -> Statement:
    kind = source.upto(7) if depth else 0
    if kind <= 2:
        return _choice(source, names) if names else Constant(_flag(source))
    parts = tuple(_tree(source, names, depth - 1) for _ in range(1 if kind == 3 else 2))
    match kind:
        case 3:
            return Not(parts[0])
        case 4:
            return And(parts)
        case 5:
            return Or(parts)
        case 6:
            return If(*parts)
    return Iff(*parts)


def _condition(source: Source, conflict: Conflict) -> str:
    """A statement about what is declared so far, or a pattern."""
    patterned = conflict.form == "option" or any(state.pattern for state in conflict.states)
    if patterned and _flag(source, 4):
        return "".join(_choice(source, "-YN") for _ in conflict.option_ids)
    return str(_tree(source, _names(conflict, patterned)))


def _names(conflict: Conflict, patterned: bool) -> list[Name]:
    ids = [option for _, option in conflict.option_ids]
    known = [Name((outcome.id,)) for outcome in conflict.outcomes]
    known += [Name((state.id,)) for state in conflict.states]
    if patterned:
        known = [Name(ref) for ref in conflict.option_ids] + known
        known += [Name((option,)) for option in ids if ids.count(option) == 1]
    return known


# -- conflicts in option form ----------------------------------------------------------------------

_DMS = ("a", "b", "Local Council", "d", "e")


def _option_form(source: Source, most_options: int, coalesced: bool, banned: bool) -> Conflict:
    conflict = Conflict("random", _option_owners(source, most_options))
    for _ in _many(source, 0, 2):
        outcome = Outcome(f"result {len(conflict.outcomes)}", _condition(source, conflict))
        conflict = conflict.replace(outcomes=(*conflict.outcomes, outcome))
    for _ in _many(source, 0, 3):
        more = conflict.replace(exclusions=(*conflict.exclusions, _exclusion(source, conflict)))
        if Oracle(more).states:
            conflict = more
    if coalesced and _flag(source, 4):
        merged = tuple(Coalesced(_condition(source, conflict)) for _ in _many(source, 1, 2))
        conflict = conflict.replace(coalesced=merged)
    if banned and _flag(source, 3):
        conflict = conflict.replace(bans=tuple(_ban(source, conflict) for _ in _many(source, 1, 2)))
    return conflict


def _option_owners(source: Source, most_options: int) -> tuple[DecisionMaker, ...]:
    count = 1 if _flag(source, 12) else 2 + min(source.upto(3), source.upto(3), most_options - 2)
    spare, found = most_options - count, []
    for i in range(count):
        ids = ["x", f"y{i}", f"no way {i}"][: 1 + min(source.upto(2), spare)]
        spare -= len(ids) - 1
        directions = [_choice(source, ("", "", "", "once taken", "once dropped")) for _ in ids]
        options = tuple(Option(o, irreversible=way) for o, way in zip(ids, directions, strict=True))
        found.append(DecisionMaker(_DMS[i], options=options))
    return tuple(found)


def _exclusion(source: Source, conflict: Conflict) -> Exclusion:
    def several() -> tuple[str, ...]:
        return tuple(_condition(source, conflict) for _ in _many(source, 1, 3))

    match source.upto(3):
        case 0:
            return Exclusion(never=_condition(source, conflict))
        case 1:
            return Exclusion(at_most_one=several())
        case 2:
            return Exclusion(at_least_one=several())
    return Exclusion(if_=_condition(source, conflict), then=_condition(source, conflict))


def _ban(source: Source, conflict: Conflict) -> Ban:
    who = _choice(source, ("", *(dm.id for dm in conflict.decision_makers)))
    return Ban(_condition(source, conflict), _condition(source, conflict), dm=who)


# -- conflicts in graph form -----------------------------------------------------------------------


def _graph_form(source: Source) -> Conflict:
    count = 2 + source.upto(5)
    ids = [str(count - k) for k in range(count)] if _flag(source, 3) else [f"s{k}" for k in range(count)]
    size = 1 if _flag(source, 12) else 2 + min(source.upto(3), source.upto(3))
    owners = [DecisionMaker(_DMS[i], moves=_arcs(source, ids)) for i in range(size)]
    states = [NamedState(name) for name in ids]
    if _flag(source, 3):
        for i in range(1 + source.upto(1)):
            owners[i % size] = replace(owners[i % size], options=(Option("x"), Option(f"y{i}")))
        signs = sum(len(dm.options) for dm in owners)
        states = [
            replace(state, pattern="".join(_choice(source, "NY-") for _ in range(signs))) for state in states
        ]
    return Conflict("random", tuple(owners), form="graph", states=tuple(states))


def _arcs(source: Source, ids: Sequence[str]) -> tuple[tuple[str, str], ...]:
    sparse = 3 - source.upto(2)
    return tuple((a, b) for a in ids for b in ids if a != b and source.upto(3) >= sparse)


# -- preferences -----------------------------------------------------------------------------------

_RANKS = 8


def _wish(source: Source, oracle: Oracle, dm: str, kind: str) -> Preferences:
    """`kind`: "ordinal", "strength" (some groups greatly preferred) or "unknown" (several rankings)."""
    conflict = oracle.conflict
    if kind == "unknown":
        return Preferences(dm, rankings=tuple(_ranking(source, oracle) for _ in _many(source, 2, 3)))
    ranking = _ranking(source, oracle)
    if kind == "strength" and len(ranking) > 1:
        marks = sorted({1 + source.upto(len(ranking) - 2) for _ in _many(source, 1, 2)})
        return Preferences(dm, ranking=ranking, greatly_after=tuple(marks))
    match source.upto(2):
        case 0:
            return Preferences(dm, ranking=ranking)
        case 1:
            that = [_condition(source, conflict) for _ in _many(source, 0, 4)]
            return Preferences(dm, statements=tuple(PrioritisedStatement(text) for text in that))
    weights = {_condition(source, conflict): _weight(source) for _ in _many(source, 1, 4)}
    return Preferences(dm, weights=weights)


def _weight(source: Source) -> int | float | Decimal:
    numbers: list[int | float | Decimal] = [1, 2, -1, 3, 0.1, 0.2, Decimal("0.3"), Decimal("-1e-9"), 10**30]
    return _choice(source, numbers)


def _ranking(source: Source, oracle: Oracle) -> tuple[tuple[str, ...], ...]:
    """A rank for each state, some of them equal; the simplest is indifference."""
    ranks = [source.upto(_RANKS - 1) for _ in oracle.all]
    style = source.upto(3)
    groups = [[s for s in oracle.all if ranks[s] == rank] for rank in range(_RANKS)]
    return tuple(tuple(_spelled(oracle, s, style) for s in group) for group in groups if group)


def _spelled(oracle: Oracle, state: int, style: int) -> str:
    """One of the ways in which a person may name a state."""
    if oracle.conflict.form == "graph":
        return oracle.conflict.states[state].id
    last = oracle.states[state][-1]
    match style:
        case 0:
            return str(state + 1)
        case 1:
            return oracle.pattern(state)
        case 2:
            return "".join("Y" if taken else "N" for taken in last)
    pairs = zip(oracle.options, last, strict=True)
    return "+".join(f"{dm}.{option}" for (dm, option), taken in pairs if taken) or "none"


def _conflict(
    source: Source,
    form: str = "any",
    preference: str = "any",
    most_options: int = 5,
    coalesced: bool = True,
    banned: bool = True,
) -> Conflict:
    if form == "any":
        form = _choice(source, ("graph", "option"))
    bare = _graph_form(source) if form == "graph" else _option_form(source, most_options, coalesced, banned)
    kinds = {"any": ("ordinal", "strength", "unknown")}.get(preference, ("ordinal", preference))
    oracle = Oracle(bare)
    wishes = [_wish(source, oracle, dm.id, _choice(source, kinds)) for dm in bare.decision_makers]
    if preference not in ("any", "ordinal"):
        wishes[-1] = _wish(source, oracle, wishes[-1].dm, preference)
    return bare.replace(preferences=tuple(wishes))


def random_conflict(rng: random.Random, **wanted: Any) -> Conflict:
    """A conflict from a seeded generator; see `conflicts` for what can be asked for."""
    return _conflict(_Seeded(rng), **wanted)


@st.composite
def conflicts(draw: st.DrawFn, /, **wanted: Any) -> Conflict:
    """Conflicts with a state at least.

    `form` "any", "option" or "graph"; `preference` "any", "ordinal", or "strength" or "unknown" for
    one decision maker at least; `most_options` altogether; `coalesced`, `banned`: whether states may be
    coalesced and moves banned.
    """
    return _conflict(_Drawn(draw), **wanted)
