"""Amounts: numbers with the unit beside them, alone or two that are a range or a share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from countermove.evidence.figures.names import is_calendar, is_label
from countermove.evidence.figures.numbers import Number
from countermove.evidence.figures.tokens import Tokens
from countermove.evidence.figures.units import Unit, sign_before, unit_after
from countermove.evidence.figures.words import word_set

__all__ = ["Amount", "amounts_in"]

_CHANGE = word_set(
    "rise rises rose risen rising fall falls fell fallen falling grow grows grew grown growing increase "
    "increases increased increasing drop drops dropped dropping cut cuts raise raised raises raising go "
    "goes went gone up down decrease decreased decline declined jump jumped climb climbed reduce reduced "
    "shrink shrank shrunk expand expanded move moved revised lowered slashed lift lifted change changed "
    "swing swung"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, or two that are a range, with the unit that stands beside: tokens `first` to `last`."""

    first: int
    last: int
    number: Number
    low: Fraction
    high: Fraction | None = None
    unit: Unit | None = None
    kind: str = ""
    ends: int = 0


def amounts_in(tokens: Tokens, numbers: list[Number]) -> Iterator[Amount]:
    """Every amount of a text, in order: each number once."""
    at, floor = 0, 0
    while at < len(numbers):
        one = _amount(tokens, numbers[at], floor)
        both = (
            _range(tokens, one, _amount(tokens, numbers[at + 1], one.last)) if at + 1 < len(numbers) else None
        )
        made = both or one
        at += 2 if both else 1
        floor = made.last
        yield made


def _amount(tokens: Tokens, number: Number, floor: int) -> Amount:
    """A number with the currency before it or the unit after it."""
    sign = sign_before(tokens, number.first)
    sign = sign if sign and sign.first >= floor else None
    after = unit_after(tokens, number.last, number.form == "fraction")
    first, last = (sign.first if sign else number.first), number.last
    if sign and after and after.kind == "money":
        last = after.last
    unit = sign or after
    low = number.value
    if unit and unit.kind == "percent" and _is_minus(tokens, first - 1):
        first, low = first - 1, -low
    if after and not sign:
        last = after.last
    return Amount(first, last, number, low, unit=unit, kind=unit.kind if unit else "", ends=number.last)


def _is_minus(tokens: Tokens, at: int) -> bool:
    """Whether a hyphen is glued to what follows it and not to what stands before: -5%."""
    if at < 0 or tokens.words[at] not in ("-", "−"):
        return False
    return not (tokens.glued(at) and tokens.words[at - 1] != "(") and tokens.glued(at + 1)


def _range(tokens: Tokens, one: Amount, two: Amount) -> Amount | None:
    """1,500 to 2,000; $3-4 billion; between three and seven percent; two or three; 69–75."""
    gap = tokens.words[one.last : two.first]
    if share := _one_in_five(tokens, one, two, gap):
        return share
    if one.unit and one.unit.name != (
        two.unit.name if two.unit else one.unit.first < one.number.first and one.unit.name
    ):
        return None
    if is_label(tokens, one.number, frozenset()):
        return None
    joins = _joins(tokens, one, two, gap)
    if not joins or is_calendar(tokens, two.number) or is_calendar(tokens, one.number):
        return None
    low, high = one.low, two.low
    shares = (
        one.number.scale == 1
        and two.number.scale > 1
        and not (one.unit and two.unit and two.first < two.number.first)
    )
    if shares and low < 1000 and low * two.number.scale <= high:
        low *= two.number.scale
    unit = one.unit or two.unit
    kind = unit.kind if unit else ""
    if low >= high:
        if unit is not None and gap != ["-"] and gap != ["–"]:
            return None
        return replace(one, last=two.last, high=high, kind="ratio", ends=two.number.last, unit=None)
    return Amount(one.first, two.last, one.number, low, high, two.unit or one.unit, kind, two.ends)


def _one_in_five(tokens: Tokens, one: Amount, two: Amount, gap: list[str]) -> Amount | None:
    """One in five voters, three out of four: a share."""
    if gap not in (["in"], ["out", "of"], ["-", "in", "-"]) or one.unit or two.unit or not 0 < one.low < 10:
        return None
    if not one.low < two.low or two.low not in (3, 4, 5, 6, 7, 8, 9, 10, 20, 100, 1000):
        return None
    part = replace(one.number, last=two.last, value=one.low / two.low, form="fraction", loose=True)
    return Amount(one.first, two.last, part, part.value, ends=two.last)


def _joins(tokens: Tokens, one: Amount, two: Amount, gap: list[str]) -> bool:
    before = tokens.words[one.first - 1] if one.first else ""
    if gap in (["-"], ["–"]):
        return tokens.glued(two.first) == tokens.glued(two.first - 1)
    if gap in (["-", "to", "-"], ["–", "to", "–"]):
        return True
    if gap == ["and"]:
        return before == "between"
    if gap == ["or"]:
        return two.low - one.low == 1 or (two.low <= 2 * one.low and two.low > one.low)
    if gap != ["to"]:
        return False
    window = tokens.words[max(0, one.first - 7) : one.first]
    return not window or (window[-1] not in _CHANGE and (before != "from" or _CHANGE.isdisjoint(window)))
