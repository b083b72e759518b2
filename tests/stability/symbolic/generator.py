"""Random structured conflicts of any size, for measuring the engines for many states.

Decision makers own about equally many options. Each has 5 to 15 prioritised statements over 1 to 4
options, half of the mentions being options of others: of its two neighbours ("ring") or of anybody
("global"). One combination of 2 to 4 options in eight options is impossible, and one option in ten
is irreversible.
"""

from __future__ import annotations

from random import Random

from countermove.model.option_form import Mover, OptionForm, Wish
from countermove.model.statements import And, If, Iff, Name, Not, Or, Statement
from countermove.model.states import OptionRef

__all__ = ["structured"]


def structured(
    options: int,
    dms: int | None = None,
    *,
    seed: int,
    ring: bool = True,
    patterns: int | None = None,
    statements: tuple[int, int] = (5, 15),
) -> OptionForm:
    """A conflict of the family described above; the same arguments give the same conflict.

    `dms` defaults to 4 for 20 options, 5 for 30, 6 for 40 and 8 from 60 on.
    """
    random = Random(f"{options} {dms} {seed} {ring} {patterns} {statements}")
    count = dms or min(8, options // 10 + 2)
    owner = [k * count // options for k in range(options)]
    refs = tuple(OptionRef(owner[k], f"dm{owner[k]}", f"o{k}") for k in range(options))
    names = [Name((ref.owner, ref.id)) for ref in refs]
    wishes = tuple(_wish(random, names, owner, i, count, ring, statements) for i in range(count))
    amount = options // 8 if patterns is None else patterns
    impossible = tuple(_pattern(random, random.sample(names, random.randint(2, 4))) for _ in range(amount))
    return OptionForm(refs, tuple(_mover(random, owner, i) for i in range(count)), wishes, impossible)


def _mover(random: Random, owner: list[int], dm: int) -> Mover:
    own = stay_taken = stay_dropped = 0
    for k, who in enumerate(owner):
        if who == dm:
            own |= 1 << k
            if random.random() < 0.1:
                once_taken = random.random() < 0.5
                stay_taken |= once_taken << k
                stay_dropped |= (not once_taken) << k
    return Mover(own, stay_taken, stay_dropped)


def _wish(
    random: Random,
    names: list[Name],
    owner: list[int],
    dm: int,
    count: int,
    ring: bool,
    statements: tuple[int, int],
) -> Wish:
    near = {(dm - 1) % count, (dm + 1) % count} if ring else set(range(count))
    own = [name for name, who in zip(names, owner, strict=True) if who == dm]
    foreign = [name for name, who in zip(names, owner, strict=True) if who in near - {dm}]
    found = []
    for _ in range(random.randint(*statements)):
        mentioned: dict[Name, None] = {}
        size = random.randint(1, 4)
        while len(mentioned) < size:
            mentioned[random.choice(own if random.random() < 0.5 else foreign)] = None
        found.append(_statement(random, list(mentioned)))
    return Wish(tuple(found))


def _literal(random: Random, name: Name) -> Statement:
    return name if random.random() < 0.5 else Not(name)


def _pattern(random: Random, names: list[Name]) -> Statement:
    return And(tuple(_literal(random, name) for name in names))


def _statement(random: Random, names: list[Name]) -> Statement:
    items = tuple(_literal(random, name) for name in names)
    if len(items) == 1:
        return items[0]
    match random.randrange(4):
        case 0:
            return And(items)
        case 1:
            return Or(items)
        case 2:
            return If(items[0], _joined(And, items[1:]))
    return Iff(items[0], _joined(Or, items[1:]))


def _joined(kind: type[And] | type[Or], items: tuple[Statement, ...]) -> Statement:
    return items[0] if len(items) == 1 else kind(items)
