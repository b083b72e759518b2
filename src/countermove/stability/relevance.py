"""What matters for one verdict: the options on which a decision maker's stability can depend at all.

Whether i stays in a state under a concept depends on its own options, on those its wishes mention, and
on those that the exclusions tie to them. What the others can do besides changes nothing that i cares
about: they can as well leave it alone. Where they act by improvements, what makes a mover's step an
improvement matters too, if the step matters: the conditions of its wish that mention its own options (the
others are the same before and after its move). Everything else is projected out, exactly.
"""

from __future__ import annotations

from collections.abc import Iterable

from countermove.model.option_form import Mover, OptionForm, Wish
from countermove.model.statements import Statement
from countermove.stability.concept import Replies, Rule

__all__ = ["mask_of", "narrowed", "own_part", "relevant"]


def mask_of(form: OptionForm, statements: Iterable[Statement]) -> int:
    """The options that some statements mention."""
    mask = 0
    for statement in statements:
        for name in statement.names():
            mask |= 1 << form.positions[name.parts]
    return mask


def own_part(form: OptionForm, dm: int) -> Wish:
    """A wish without the conditions that no move of its decision maker can change."""
    wish, own = form.wishes[dm], form.movers[dm].own
    kept = [k for k, c in enumerate(wish.conditions) if mask_of(form, [c]) & own]
    weights = None if wish.weights is None else tuple(wish.weights[k] for k in kept)
    return Wish(tuple(wish.conditions[k] for k in kept), weights)


def relevant(form: OptionForm, dm: int, rule: Rule) -> int:
    """The mask of the options on which the stability of `dm` under a rule depends."""
    willing = rule.replies is Replies.IMPROVEMENTS
    mask = form.movers[dm].own | mask_of(form, form.wishes[dm].conditions)
    others = [j for j in range(len(form.movers)) if j != dm] if willing else []
    wanted = {j: mask_of(form, own_part(form, j).conditions) for j in others}
    tied = [mask_of(form, [statement]) for statement in form.impossible]
    while True:
        wider = mask
        for j in others:
            wider |= wanted[j] if form.movers[j].own & wider else 0
        for together in tied:
            wider |= together if together & wider else 0
        if wider == mask:
            return mask
        mask = wider


def narrowed(form: OptionForm, mask: int, judge: int = -1) -> OptionForm:
    """The conflict on some options only, which have to be those relevant to a decision maker, the `judge`.

    The judge's wish is kept whole. Of others only the `own_part` is, and nothing where that speaks of
    other options: then the mover has nothing to move here, or improvements do not matter.
    """
    places = [k for k in range(len(form.options)) if mask >> k & 1]

    def closed(bits: int) -> int:
        return sum(1 << at for at, k in enumerate(places) if bits >> k & 1)

    def wish(dm: int) -> Wish:
        part = form.wishes[dm] if dm == judge else own_part(form, dm)
        return Wish(()) if mask_of(form, part.conditions) & ~mask else part

    return OptionForm(
        tuple(form.options[k] for k in places),
        tuple(Mover(closed(m.own), closed(m.stay_taken), closed(m.stay_dropped)) for m in form.movers),
        tuple(map(wish, range(len(form.movers)))),
        tuple(s for s in form.impossible if not mask_of(form, [s]) & ~mask),
    )
