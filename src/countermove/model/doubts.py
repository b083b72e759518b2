"""Doubts as factors: what may be one way or another, as lists of changes of which one list is made.

A conflict's readings are the first factor, each of its doubts another. A model of the conflict is one
alternative of each factor; `Factors.conflict` makes it, whatever the alternatives are. Doubts are
carried out in an order in which none undoes the words another speaks of: first those about single
statements, in the reading they are about, then those about whose wishes count, then options.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import permutations, product
from math import prod

from countermove.errors import ModelError, Path, Problem, clip, did_you_mean
from countermove.model.changes import apply_changes, place_of, said_of
from countermove.model.conflict import Conflict, Preferences
from countermove.model.reordered import are_neighbours, reordered
from countermove.model.variants import Alternative, Change, Doubt, Number

__all__ = ["Factor", "Factors", "Way", "doubt_conditions", "factors", "neighbours"]

#: A doubt about the order of more things than this has too many alternatives (6! = 720).
MOST_ORDERED = 6
#: The id of the factor that chooses the reading.
_READING = "reading"
_KINDS = ("order", "statement", "option", "like", "strength", "alternatives")


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a factor may turn out: its name, its probability, and the changes it makes."""

    name: str
    probability: Fraction
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Factor:
    """Something of which one way is true. `issue` is the question in the ledger on which it hangs."""

    id: str
    name: str
    ways: tuple[Way, ...]
    issue: str = ""
    stage: int = 0
    doubt: Doubt | None = None

    @property
    def is_reading(self) -> bool:
        """Whether it is the choice of the reading."""
        return self.stage < 0


@dataclass(frozen=True)
class Factors:
    """All factors of a conflict: together they say which models are admissible, and how likely."""

    conflict: Conflict
    factors: tuple[Factor, ...]

    @property
    def size(self) -> int:
        """How many admissible models there are, the same model said in two ways counting twice."""
        return prod(len(factor.ways) for factor in self.factors)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        """Every model, as the position of the way that each factor takes; the last factor runs fastest."""
        return product(*(range(len(factor.ways)) for factor in self.factors))

    def at(self, number: int) -> tuple[int, ...]:
        """The model that comes at a position (from 0) in the order of `__iter__`."""
        chosen = []
        for factor in reversed(self.factors):
            number, way = divmod(number, len(factor.ways))
            chosen.append(way)
        return tuple(reversed(chosen))

    def probability(self, chosen: Sequence[int]) -> Fraction:
        """How likely a model is, the factors being independent."""
        return prod(
            (factor.ways[k].probability for factor, k in zip(self.factors, chosen, strict=True)),
            start=Fraction(1),
        )

    def reading(self, chosen: Sequence[int]) -> str:
        """The reading that a model takes."""
        for factor, k in zip(self.factors, chosen, strict=True):
            if factor.is_reading:
                return factor.ways[k].name
        return self._first_reading

    def changed(self, chosen: Sequence[int]) -> Conflict:
        """The conflict of one model. Raises `ModelError` where its ways cannot all be taken."""
        changes = [
            change
            for at in self._order
            for change in self.factors[at].ways[chosen[at]].changes
        ]  # fmt: skip
        return apply_changes(self.conflict, changes)

    @cached_property
    def _order(self) -> list[int]:
        return sorted(range(len(self.factors)), key=lambda at: self.factors[at].stage)

    @property
    def _first_reading(self) -> str:
        return self.conflict.reading_ids[0]

    def only(self, reading: str) -> Factors:
        """The factors with the reading settled."""
        rest = tuple(factor for factor in self.factors if not factor.is_reading)
        ordered = sorted(self.conflict.readings, key=lambda each: each.id != reading)
        return Factors(self.conflict.replace(readings=tuple(ordered)), rest)


def factors(conflict: Conflict, more: Sequence[Doubt] = ()) -> Factors:
    """The factors of a conflict: its readings, then its doubts and some more.

    The reading is left out where there is one only, or where doubts say for every decision maker whose
    wishes count. Raises `ModelError` with every doubt that makes no sense, at its place.
    """
    found: list[Factor] = []
    problems: list[Problem] = []
    for k, doubt in enumerate((*conflict.doubts, *more)):
        try:
            _check_apart(conflict.doubts[:k], doubt)
            found.append(_factor(conflict, doubt))
        except ModelError as error:
            problems.extend(problem.within(("doubts", k)) for problem in error.problems)
        if doubt.id == _READING and len(conflict.readings) > 1:
            what = f'"{_READING}" is the doubt about whose reading is right'
            problems.append(Problem(what, "Give this one another id.", ("doubts", k, "id")))
    if problems:
        raise ModelError(problems)
    settled = {doubt.dm for doubt in conflict.doubts if doubt.like and not doubt.reading}
    if len(conflict.readings) > 1 and settled != {dm.id for dm in conflict.decision_makers}:
        found.insert(0, _readings(conflict))
    return Factors(conflict, tuple(found))


def neighbours(conflict: Conflict) -> tuple[Doubt, ...]:
    """For every list of statements, the doubt whether two neighbours in it should change places."""
    return tuple(
        Doubt(
            id=f"order-{wish.dm}{'-' if wish.reading else ''}{wish.reading}",
            name=f"The order of what {wish.dm} wants" + (f" ({wish.reading})" if wish.reading else ""),
            dm=wish.dm,
            alternatives=(Alternative("as written"), *_swaps(wish)),
        )
        for wish in conflict.preferences
        if len(wish.statements) > 1
    )


def _swaps(wish: Preferences) -> Iterator[Alternative]:
    for above, below in zip(wish.statements, wish.statements[1:], strict=False):
        order = (below.that, above.that)
        change = Change("reorder statements", wish.dm, wish.reading, of=order)
        yield Alternative(" over ".join(order), (change,))


def doubt_conditions(doubt: Doubt) -> Iterator[tuple[Path, str]]:
    """The conditions that a doubt brings in, each with its place in the doubt."""
    for k, text in enumerate(doubt.instead):
        if text:
            yield ("instead", k), text
    for k, alternative in enumerate(doubt.alternatives):
        for j, change in enumerate(alternative.changes):
            path: Path = ("alternatives", k, "changes", j)
            if change.do == "add statement":
                yield (*path, "statement"), change.statement
            for field in ("becomes", "condition"):
                if text := getattr(change, field):
                    yield (*path, field), text


# -- from a doubt to a factor --------------------------------------------------------------------


def _readings(conflict: Conflict) -> Factor:
    ids = [reading.id for reading in conflict.readings]
    likely = _probabilities([reading.weight for reading in conflict.readings], ("readings",))
    ways = tuple(Way(name, p) for name, p in zip(ids, likely, strict=True))
    return Factor(_READING, "Whose reading is right", ways, stage=-1)


def _factor(conflict: Conflict, doubt: Doubt) -> Factor:
    given = [kind for kind in _KINDS if getattr(doubt, kind)]
    if len(given) != 1:
        cure = f"Give exactly one of {', '.join(_KINDS[:-1])} and {_KINDS[-1]}."
        what = "the doubt is said in more ways than one" if given else "nothing is said to be in doubt"
        raise ModelError(Problem(what, cure, (given[1],) if given else ("id",)))
    maker, stage = _MAKERS[given[0]]
    alternatives = maker(conflict, doubt)
    for k, alternative in enumerate(alternatives):
        _check(conflict, doubt, k, alternative, given[0])
    weights = _weights(doubt, alternatives)
    ways = tuple(
        Way(alternative.name, p, alternative.changes)
        for alternative, p in zip(alternatives, _probabilities(weights, ("weights",)), strict=True)
    )
    if all(change.do == "reorder statements" for way in ways for change in way.changes):
        stage = 0  # before others reword what it names
    return Factor(doubt.id, doubt.name or doubt.id, ways, doubt.issue, stage, doubt)


def _check_apart(others: Sequence[Doubt], doubt: Doubt) -> None:
    """That no two doubts are about the same thing, so that each may turn out without the other."""
    for other in others:
        if other.id == doubt.id:
            what = f'there is another doubt called "{clip(doubt.id)}"'
            raise ModelError(Problem(what, "Give each an id of its own.", ("id",)))
        if other.dm != doubt.dm or (other.reading and doubt.reading and other.reading != doubt.reading):
            continue
        if set(other.order) & set(doubt.order):
            what = f'the doubt "{clip(other.id)}" is about the order of some of these too'
            raise ModelError(Problem(what, "Name all of them in one doubt.", ("order",)))
        if other.like and doubt.like:
            what = f'the doubt "{clip(other.id)}" says already whose wishes may count'
            raise ModelError(Problem(what, "Drop one of them.", ("like",)))


def _check(conflict: Conflict, doubt: Doubt, k: int, alternative: Alternative, kind: str) -> None:
    """That the changes of an alternative can be made to the conflict as it is written."""
    path: Path = ("alternatives", k, "changes") if kind == "alternatives" else ()
    try:
        apply_changes(conflict, alternative.changes, path)
    except ModelError as error:
        if path:
            raise
        field = {"order": "order", "statement": "statement", "like": "like", "option": "option"}.get(
            kind, kind
        )
        raise ModelError(
            [
                replace(p, path=p.path[1:] if p.path[-1] in ("dm", "reading") else (field,))
                for p in error.problems
            ]
        ) from None


def _weights(doubt: Doubt, alternatives: Sequence[Alternative]) -> Sequence[Number]:
    if doubt.probability is not None:
        if not 0 <= doubt.probability <= 1:
            what = f"the probability {doubt.probability} is not between 0 and 1"
            raise ModelError(Problem(what, "", ("probability",)))
        if len(alternatives) != 2:
            what = "a probability is told of two ways, and there are more"
            raise ModelError(Problem(what, "Give weights, one for each way.", ("probability",)))
        held = Fraction(str(doubt.probability))
        return [held, 1 - held]  # type: ignore[list-item]
    if doubt.weights and len(doubt.weights) != len(alternatives):
        what = f"{len(doubt.weights)} weights are given for {len(alternatives)} ways"
        raise ModelError(Problem(what, "Give one for each, as written first.", ("weights",)))
    return doubt.weights or [alternative.weight for alternative in alternatives]


def _probabilities(weights: Sequence[Number], path: Path) -> list[Fraction]:
    exact = [Fraction(str(weight)) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise ModelError(Problem("a weight is negative", "Give numbers from 0 upwards.", path))
    whole = sum(exact)
    return [weight / whole for weight in exact] if whole else [Fraction(1, len(exact))] * len(exact)


def _wishes(conflict: Conflict, doubt: Doubt) -> list[Preferences]:
    dms = [dm.id for dm in conflict.decision_makers]
    if doubt.dm not in dms:
        what = f'there is no decision maker "{clip(doubt.dm)}"' if doubt.dm else "it is not said whose wishes"
        raise ModelError(Problem(what, did_you_mean(doubt.dm, dms), ("dm",)))
    if doubt.reading and doubt.reading not in conflict.reading_ids:
        what = f'there is no reading "{clip(doubt.reading)}"'
        raise ModelError(Problem(what, did_you_mean(doubt.reading, conflict.reading_ids), ("reading",)))
    return [w for w in conflict.preferences if w.dm == doubt.dm and doubt.reading in ("", w.reading)]


def _by_order(conflict: Conflict, doubt: Doubt) -> list[Alternative]:
    if not 2 <= len(doubt.order) <= MOST_ORDERED:
        what = f"the order of {len(doubt.order)} cannot be in doubt"
        raise ModelError(Problem(what, f"Give 2 to {MOST_ORDERED}.", ("order",)))
    wishes = _wishes(conflict, doubt)
    if wishes and wishes[0].ranking:
        return _by_order_of_states(doubt, wishes)
    if doubt.ties:
        what = "statements cannot be tied"
        raise ModelError(Problem(what, "Say with probability whether one holds at all.", ("ties",)))
    fitting = [w for w in wishes if all(place_of(w.statements, text) is not None for text in doubt.order)]
    if not fitting:
        known = [s.that for w in wishes for s in w.statements]
        lost = next(
            (t for t in doubt.order if all(place_of(w.statements, t) is None for w in wishes)), doubt.order[0]
        )
        what = f'"{clip(doubt.dm)}" has no list with "{clip(lost)}" and the others in it'
        raise ModelError(Problem(what, did_you_mean(lost, known), ("order",)))
    return [
        Alternative(
            "as written" if k == 0 else " over ".join(order),
            tuple(Change("reorder statements", w.dm, w.reading, of=order) for w in fitting) if k else (),
        )
        for k, order in enumerate(_as_written_first(fitting[0], doubt.order))
    ]


def _as_written_first(wish: Preferences, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return permutations(sorted(texts, key=lambda text: place_of(wish.statements, text) or 0))


def _by_order_of_states(doubt: Doubt, wishes: Sequence[Preferences]) -> list[Alternative]:
    """In every reading in which these states are neighbours, as with statements."""
    fitting = [wish for wish in wishes if are_neighbours(wish, doubt.order)]
    if not fitting:
        what = "these states do not stand next to each other in the ranking"
        raise ModelError(Problem(what, "Name neighbours, each the only one of its group.", ("order",)))
    return list(reordered(fitting, doubt.order, doubt.ties))


def _by_statement(conflict: Conflict, doubt: Doubt) -> list[Alternative]:
    _wishes(conflict, doubt)
    gone = Change("drop statement", doubt.dm, doubt.reading, doubt.statement)
    if not doubt.instead:
        return [Alternative("holds"), Alternative("does not count", (gone,))]
    others = [
        Alternative(text or "nothing", (replace(gone, do="reword statement", becomes=text or "true"),))
        for text in doubt.instead
    ]
    return [Alternative("as written"), *others]


def _by_option(conflict: Conflict, doubt: Doubt) -> list[Alternative]:
    dm, _, option = doubt.option.rpartition(".")
    owners = [owner for owner, name in conflict.option_ids if name == option and dm in ("", owner)]
    if len(owners) != 1:
        known = [f"{owner}.{name}" for owner, name in conflict.option_ids]
        what = f'there is no option "{clip(doubt.option)}"'
        raise ModelError(Problem(what, did_you_mean(doubt.option, known), ("option",)))
    gone = Change("remove option", owners[0], option=option)
    return [Alternative("available"), Alternative("not available", (gone,))]


def _by_reading(conflict: Conflict, doubt: Doubt) -> list[Alternative]:
    _wishes(conflict, doubt)
    for reading in doubt.like:
        if reading not in conflict.reading_ids:
            what = f'there is no reading "{clip(reading)}"'
            raise ModelError(Problem(what, did_you_mean(reading, conflict.reading_ids), ("like",)))
    return [
        Alternative(reading, (Change("want as in reading", doubt.dm, doubt.reading, wants=reading),))
        for reading in doubt.like
    ]


def _by_strength(conflict: Conflict, doubt: Doubt) -> list[Alternative]:
    wishes = [wish for wish in _wishes(conflict, doubt) if wish.ranking]
    if not wishes:
        what = f'"{clip(doubt.dm)}" has no ranking'
        raise ModelError(Problem(what, "Strength is told of rankings.", ("strength",)))
    ways = list(dict.fromkeys((wishes[0].greatly_after, *doubt.strength)))
    return [
        Alternative(
            f"greatly after {', '.join(map(str, groups)) or 'none'}",
            tuple(Change("rank", w.dm, w.reading, ranking=w.ranking, greatly_after=groups) for w in wishes)
            if k
            else (),
        )
        for k, groups in enumerate(ways)
    ]


def _by_alternatives(conflict: Conflict, doubt: Doubt) -> list[Alternative]:
    return [
        replace(a, name=a.name or "; ".join(map(said_of, a.changes)) or "as written")
        for a in doubt.alternatives
    ]


#: How each kind of doubt is made into alternatives, and when their changes are made.
_MAKERS = {
    "order": (_by_order, 0),
    "strength": (_by_strength, 0),
    "alternatives": (_by_alternatives, 1),
    "statement": (_by_statement, 2),
    "like": (_by_reading, 3),
    "option": (_by_option, 4),
}
