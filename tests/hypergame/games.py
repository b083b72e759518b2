"""Random hypergames: conflicts with two readings, and views of every kind a file can declare."""

from __future__ import annotations

import random
from dataclasses import replace

from countermove.model.conflict import Conflict, Preferences, PrioritisedStatement, Reading
from countermove.model.restructure import reference
from countermove.model.variants import Change, Hypergame, View
from oracle import Oracle
from strategies import random_conflict

__all__ = ["random_game", "random_view", "two_readings"]


def two_readings(rng: random.Random, **wanted: object) -> Conflict:
    """A random conflict, and a second reading in which some wish something else."""
    first = random_conflict(rng, **wanted)
    second = [wish if rng.random() < 0.4 else _other(rng, first, wish) for wish in first.preferences]
    wishes = [replace(wish, reading="one") for wish in first.preferences]
    wishes += [replace(wish, reading="two") for wish in second]
    return first.replace(preferences=tuple(wishes), readings=(Reading("one"), Reading("two")))


def _other(rng: random.Random, conflict: Conflict, wish: Preferences) -> Preferences:
    if conflict.form == "option" and not wish.rankings and rng.random() < 0.6:
        that = [_literal(rng, conflict) for _ in range(rng.randint(0, 4))]
        return Preferences(wish.dm, statements=tuple(PrioritisedStatement(text) for text in that))
    oracle = Oracle(conflict)
    ids = [state.id for state in conflict.states] or [str(s + 1) for s in oracle.all]
    if wish.rankings:
        return replace(wish, rankings=tuple(_ranking(rng, ids) for _ in wish.rankings))
    return Preferences(wish.dm, ranking=_ranking(rng, ids))


def _literal(rng: random.Random, conflict: Conflict) -> str:
    text = reference(*rng.choice(conflict.option_ids))
    return text if rng.random() < 0.5 else f"not {text}"


def _ranking(rng: random.Random, ids: list[str]) -> tuple[tuple[str, ...], ...]:
    groups: list[list[str]] = []
    for name in rng.sample(ids, len(ids)):
        if groups and rng.random() < 0.2:
            groups[-1].append(name)
        else:
            groups.append([name])
    return tuple(map(tuple, groups))


def random_game(rng: random.Random, conflict: Conflict) -> Hypergame:
    """Views for some of the decision makers."""
    views = [random_view(rng, conflict, dm.id) for dm in conflict.decision_makers if rng.random() < 0.7]
    return Hypergame("game", reading=rng.choice(["", "one", "two"]), views=tuple(views))


def random_view(rng: random.Random, conflict: Conflict, dm: str) -> View:
    """What one decision maker sees, on one reading or the other; in option form with blind spots."""
    view = View(dm, rng.choice(["", "one", "two"]))
    if conflict.form == "graph":
        return view
    if rng.random() < 0.4:
        view = replace(view, unseen=(_option(rng, conflict),))
    if rng.random() < 0.25:
        pair = [_literal(rng, conflict), _literal(rng, conflict)]
        view = replace(view, ignores=" and ".join(pair))
    if rng.random() < 0.4:
        view = replace(view, changes=(_change(rng, conflict),))
    return view


def _option(rng: random.Random, conflict: Conflict) -> str:
    return ".".join(rng.choice(conflict.option_ids))


def _change(rng: random.Random, conflict: Conflict) -> Change:
    dm, option = rng.choice(conflict.option_ids)
    listed = [(w, s) for w in conflict.preferences for s in w.statements]
    kind = rng.randrange(5 if listed else 3)
    if kind == 0:
        return Change("forbid", condition=_literal(rng, conflict) + " and " + _literal(rng, conflict))
    if kind == 1:
        return Change("remove option", dm=dm, option=option)
    if kind == 2:
        way = rng.choice(["once taken", "once dropped"])
        return Change("make irreversible", dm=dm, option=option, irreversible=way)
    wish, statement = rng.choice(listed)
    do = "drop statement" if kind == 3 else "reverse statement"
    return Change(do, dm=wish.dm, reading=wish.reading, statement=statement.that)
