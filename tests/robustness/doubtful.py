"""Random conflicts with random doubts of every kind, and their models taken literally, one by one."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from countermove.errors import ConflictError
from countermove.model.conflict import (
    IRREVERSIBLE,
    Conflict,
    Option,
    Preferences,
    PrioritisedStatement,
    Reading,
)
from countermove.model.doubts import Factors, factors
from countermove.model.graph import GraphModel
from countermove.model.variants import Alternative, Change, Doubt
from countermove.stability import CONCEPTS, StabilityTable, analyse
from strategies import random_conflict

__all__ = ["Literal", "doubtful", "literal"]

Maker = Callable[[random.Random, Conflict, str], Doubt]


def _wish(rng: random.Random, conflict: Conflict) -> Preferences:
    return rng.choice(conflict.preferences)


def _order(rng: random.Random, conflict: Conflict, name: str) -> Doubt:
    wish = _wish(rng, conflict)
    if wish.ranking:
        singles = [group[0] for group in wish.ranking if len(group) == 1]
        return Doubt(
            name, dm=wish.dm, reading=wish.reading, order=tuple(singles[:2]), ties=rng.random() < 0.5
        )
    texts = [statement.that for statement in wish.statements]
    rng.shuffle(texts)
    reading = wish.reading if rng.random() < 0.5 else ""
    return Doubt(name, dm=wish.dm, reading=reading, order=tuple(texts[: rng.choice((2, 2, 3))]))


def _statement(rng: random.Random, conflict: Conflict, name: str) -> Doubt:
    wish = _wish(rng, conflict)
    text = rng.choice(wish.statements).that
    if rng.random() < 0.5:
        return Doubt(name, dm=wish.dm, statement=text, probability=rng.choice((0.25, 0.5, 0.1, 1)))
    instead = tuple(rng.sample([f"not ({text})", "", "true"], rng.choice((1, 2))))
    return Doubt(name, dm=wish.dm, reading=wish.reading, statement=text, instead=instead)


def _option(rng: random.Random, conflict: Conflict, name: str) -> Doubt:
    dm, option = rng.choice(conflict.option_ids)
    return Doubt(name, option=f'"{dm}".{option}' if " " in dm else f"{dm}.{option}", probability=0.75)


def _like(rng: random.Random, conflict: Conflict, name: str) -> Doubt:
    dm = rng.choice(conflict.decision_makers).id
    return Doubt(name, dm=dm, like=conflict.reading_ids, weights=(1, 2))


def _strength(rng: random.Random, conflict: Conflict, name: str) -> Doubt:
    wish = _wish(rng, conflict)
    return Doubt(name, dm=wish.dm, strength=((1,), ()))


def _changes(rng: random.Random, conflict: Conflict) -> Iterator[Change]:
    dm, option = rng.choice(conflict.option_ids) if conflict.option_ids else ("", "")
    wish = _wish(rng, conflict)
    texts = [statement.that for statement in wish.statements] or ["true"]
    text, other = rng.choice(texts), rng.choice(texts)
    members = tuple(each.id for each in conflict.decision_makers[:2])
    yield rng.choice([
        Change("forbid", condition=f"not ({text})"),
        Change("make irreversible", dm, option=option, irreversible=rng.choice(IRREVERSIBLE)),
        Change("add statement", wish.dm, wish.reading, f"({text}) or ({other})", place=1),
        Change("reverse statement", wish.dm, wish.reading, text),
        Change("drop statement", wish.dm, wish.reading, text),
        Change("move statement", wish.dm, wish.reading, text, place=1),
        Change("rank", wish.dm, wish.reading, ranking=tuple(reversed(wish.ranking))),
        Change("fix option", dm, option=option),
        Change("add option", dm, option="new"),
        Change("influence", dm, option="lever", over=wish.dm, statement=text),
        Change("add decision maker", "z", options=(Option("zz"),),
               statements=(PrioritisedStatement("z.zz"), PrioritisedStatement(text))),
        Change("merge", "m", of=members, wants=members[0]),
    ])  # fmt: skip


def _alternatives(rng: random.Random, conflict: Conflict, name: str) -> Doubt:
    ways = [Alternative("as written", weight=rng.choice((1, 2, 3)))]
    for k in range(rng.choice((1, 1, 2))):
        changes = tuple(change for _ in range(rng.choice((1, 1, 2))) for change in _changes(rng, conflict))
        ways.append(Alternative(f"way {k}", changes, weight=rng.choice((1, 2, 3))))
    return Doubt(name, alternatives=tuple(ways), issue=rng.choice(("", "one", "two")))


_MAKERS: tuple[Maker, ...] = (
    _order,
    _statement,
    _statement,
    _option,
    _like,
    _strength,
    _alternatives,
    _alternatives,
)


def _with_readings(rng: random.Random, conflict: Conflict) -> Conflict:
    """A second reading, in which everybody ranks what it ranks the other way round."""
    other = [
        replace(
            wish, reading="r2", statements=wish.statements[::-1], ranking=wish.ranking[::-1], greatly_after=()
        )
        for wish in conflict.preferences
    ]
    first = [replace(wish, reading="r1") for wish in conflict.preferences]
    readings = (Reading("r1", weight=rng.choice((0, 1, 3))), Reading("r2", weight=rng.choice((0, 1))))
    return conflict.replace(readings=readings, preferences=(*first, *other))


def doubtful(seed: int, most: int = 96, **wanted: object) -> Conflict:
    """A random conflict with some doubts, of up to so many admissible models."""
    rng = random.Random(seed)
    options = {"most_options": 4, **wanted}
    conflict = random_conflict(rng, **options)
    if rng.random() < 0.5:
        conflict = _with_readings(rng, conflict)
    for k in range(rng.choice((1, 2, 3, 4))):
        try:
            more = conflict.replace(doubts=(*conflict.doubts, rng.choice(_MAKERS)(rng, conflict, f"d{k}")))
            if factors(more).size <= most:
                conflict = more
        except (ConflictError, IndexError, ValueError):
            continue  # this conflict has nothing of the kind
    return conflict


@dataclass(frozen=True)
class Literal:
    """Every model of a conflict, compiled and analysed by itself. `tables` are in the order of models."""

    factors: Factors
    models: tuple[GraphModel, ...]
    tables: tuple[StabilityTable, ...]


def literal(found: Factors, concepts: tuple[str, ...]) -> Literal:
    """Raises whatever a single model raises."""
    models = tuple(found.changed(chosen).graph(found.reading(chosen)) for chosen in found)
    return Literal(found, models, tuple(analyse(model, [CONCEPTS[c] for c in concepts]) for model in models))
