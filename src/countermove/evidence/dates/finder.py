"""The finder of dates: from the items of a passage to the times that it names."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from datetime import date

from countermove.evidence.dates.almanac import in_words, shifted_days
from countermove.evidence.dates.grammar import RULES, grammar, one_rule
from countermove.evidence.dates.items import items_of
from countermove.evidence.dates.nearby import THE_DAY_AFTER, THE_DAY_BEFORE, THE_DAY_NAMED
from countermove.evidence.dates.reading import Reading
from countermove.evidence.dates.when import When
from countermove.evidence.figures.tokens import Tokens, tokens_of
from countermove.evidence.passage import Passage
from countermove.evidence.rows import FOUND

__all__ = ["find_dates"]

#: How far from a day a time on the clock may stand, in characters.
_NEAR = 160
#: How far before "that day" the day that it means may stand, in characters.
_CARRIED = 500


def find_dates(passage: Passage, published: date | None) -> list[When]:
    """Every time named in a passage, in order, none inside another; no parser is loaded.

    Times told from an event ("after the meeting", "the same day") are left out. Without a day of publication,
    times that are told from it have no value and are suggestions.
    """
    tokens = tokens_of(passage.text)
    reading = Reading(items_of(tokens), published)
    letters, found, at = reading.items.letters, [], 0
    pattern = grammar()
    while match := pattern.search(letters, at):
        made, end = _named_at(reading, match)
        at = end if made else match.start() + 1
        found += made
    return _on_days(_carried(found), tokens, published)


def _named_at(reading: Reading, match: re.Match[str]) -> tuple[list[When], int]:
    """What the first rule that finds a time where a rule matched makes of it, and where that ends."""
    first = int((match.lastgroup or "r0")[1:])
    tried: re.Match[str] | None = match
    for number in range(first, len(RULES)):
        tried = match if number == first else one_rule(number).match(reading.items.letters, match.start())
        made = RULES[number][1](reading, tried.start(), tried.end()) if tried else None
        if tried and made:
            return made if isinstance(made, list) else [made], tried.end()
    return [], match.end()


#: What is told from a day named before, and how many days after it that is.
_STEPS = {THE_DAY_NAMED: 0, THE_DAY_BEFORE: -1, THE_DAY_AFTER: 1}


def _carried(found: list[When]) -> list[When]:
    """ "That day" takes the day that is named shortly before it; where there is none, it is left out."""
    made: list[When] = []
    for when in found:
        told = _from_named(when, made[-3:]) if when.rule in _STEPS else when
        made += [told] if told else []
    return made


def _from_named(when: When, before: list[When]) -> When | None:
    """A day that is told from the last of those named before it, if that stands near."""
    days = [one for one in before if len(one.value) >= 10 and one.value[4:5] == "-"]
    if not days or when.span[0] - days[-1].span[1] > _CARRIED:
        return None
    day = shifted_days(date.fromisoformat(days[-1].value[:10]), _STEPS[when.rule])
    inner = "" if any(days[-1].rule.startswith(rule) for rule in _STEPS) else f" ({days[-1].rule})"
    return replace(when, value=day.isoformat(), rule=when.rule + inner, band=FOUND) if day else None


def _on_days(found: list[When], tokens: Tokens, published: date | None) -> list[When]:
    """Times on the clock, each with the day that stands nearest in its sentence, else that of publication."""
    days = [
        when for when in found if when.type != "duration" and len(when.value) >= 10 and when.value[4:5] == "-"
    ]
    starts = [when.span[0] for when in days]
    return [
        _on_day(when, days, starts, tokens, published) if when.value[:1] == "T" else when for when in found
    ]


def _on_day(when: When, days: list[When], starts: list[int], tokens: Tokens, published: date | None) -> When:
    spot = bisect_left(starts, when.span[0])
    near = [day for day in days[max(0, spot - 1) : spot + 1] if _one_sentence(when, day, tokens.text)]
    if near:
        day = min(near, key=lambda one: abs(one.span[0] - when.span[0]))
        return replace(when, value=day.value[:10] + when.value, rule=f"on the day beside it ({day.rule})")
    if published is None:
        return replace(when, rule="the time alone: no day is known")
    return replace(
        when,
        value=published.isoformat() + when.value,
        rule=f"on the day of publication, {in_words(published)}",
    )


def _one_sentence(one: When, two: When, text: str) -> bool:
    first, last = sorted((one, two), key=lambda when: when.span)
    between = text[first.span[1] : last.span[0]]
    return len(between) < _NEAR and "\n" not in between and not any(mark + " " in between for mark in ".!?")
