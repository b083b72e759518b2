"""Conflicts in option form without states, made from what people write or by hand."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from countermove.model.conflict import Conflict
from countermove.model.exclusions import read_exclusions
from countermove.model.names import Names
from countermove.model.option_form import Mover, OptionForm, Wish
from countermove.model.preferences import whole_weights
from countermove.model.statements import Statement, parse
from countermove.model.states import OptionRef
from strategies import random_conflict

__all__ = ["free_options", "option_form", "random_option_conflict", "say"]


def random_option_conflict(random: Random, most_options: int = 5) -> Conflict:
    """A random conflict whose preferences are all statements or weights."""
    wanted = {"form": "option", "preference": "ordinal", "coalesced": False, "banned": False}
    while True:
        conflict = random_conflict(random, **wanted, most_options=most_options)
        if not any(wish.ranking or wish.rankings for wish in conflict.preferences):
            return conflict


def option_form(conflict: Conflict) -> OptionForm:
    """The conflict with its names resolved; it has no mistakes."""
    names = Names(conflict)
    impossible = [s for statements in read_exclusions(names, conflict) for s in statements]
    wishes = [_wish(names, conflict, dm.id) for dm in conflict.decision_makers]
    movers = [_mover(names, conflict, i) for i in range(len(wishes))]
    return OptionForm(names.options, tuple(movers), tuple(wishes), tuple(impossible))


def _mover(names: Names, conflict: Conflict, dm: int) -> Mover:
    options = [option for owner in conflict.decision_makers for option in owner.options]
    own = sum(1 << k for k, ref in enumerate(names.options) if ref.dm == dm)
    taken = sum(1 << k for k, option in enumerate(options) if option.irreversible == "once taken")
    dropped = sum(1 << k for k, option in enumerate(options) if option.irreversible == "once dropped")
    return Mover(own, own & taken, own & dropped)


def _wish(names: Names, conflict: Conflict, dm: str) -> Wish:
    written = next(wish for wish in conflict.preferences if wish.dm == dm)
    texts = list(written.weights) or [line.that for line in written.statements]
    trees = [names.condition(text, ("wish", dm, k)) for k, text in enumerate(texts)]
    conditions = tuple(tree for tree in trees if tree is not None)
    assert len(conditions) == len(texts)
    if not written.weights:
        return Wish(conditions)
    return Wish(conditions, whole_weights([Fraction(str(weight)) for weight in written.weights.values()]))


def free_options(owners: Sequence[int], wishes: Sequence[Wish | str] = (), **rest: object) -> OptionForm:
    """Options o0, o1, ... of the decision makers given by number; wishes as texts split at ";".

    `impossible` as statements or texts, `stay_taken` and `stay_dropped` as bits over all options.
    """
    refs = tuple(OptionRef(dm, f"dm{dm}", f"o{k}") for k, dm in enumerate(owners))
    count = max(owners) + 1
    read = [w if isinstance(w, Wish) else Wish(tuple(map(say, w.split(";")))) for w in wishes]
    read += [Wish(())] * (count - len(read))
    movers = []
    for i in range(count):
        own = sum(1 << k for k, dm in enumerate(owners) if dm == i)
        closed = [int(str(rest.get(way, 0))) & own for way in ("stay_taken", "stay_dropped")]
        movers.append(Mover(own, *closed))
    texts = rest.get("impossible", ())
    assert isinstance(texts, tuple)
    impossible = tuple(say(text) if isinstance(text, str) else text for text in texts)
    return OptionForm(refs, tuple(movers), tuple(read), impossible)


def say(text: str) -> Statement:
    """A statement over full names: ``dm0.o1 and not dm1.o2``."""
    return parse(text)
