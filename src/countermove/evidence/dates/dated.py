"""Days and months that are written out: 2025-08-17, 17/8/2025, 17 August 2025, August 17, last September.

Days and months without a year take the year that the publication day and the tense tell.
"""

from __future__ import annotations

import re
from datetime import date

from countermove.evidence.dates.almanac import (
    closest_month,
    day_of,
    in_words,
    month_of,
    shifted_months,
    week_of,
)
from countermove.evidence.dates.lexicon import HOLIDAY_NAMES, MONTHS, ORDINALS
from countermove.evidence.dates.reading import AS_WRITTEN, Reading
from countermove.evidence.dates.when import When
from countermove.evidence.figures.words import word_set

__all__ = ["day", "days", "full", "iso", "month", "month_and_year", "slashed", "week_of_month"]

#: Month names that are also names of persons or other words: alone they need a word before them.
_NAMES = word_set("may march april june august")
_BEFORE_MONTH = word_set(
    "in since until till by of this last next early late mid from to during for before after through "
    "between and around the every each past end beginning start middle"
)
_SEVERAL_MONTHS_AHEAD = 3


def iso(reading: Reading, start: int, end: int) -> When | None:
    """2025-08-19."""
    year, month, day = (int(part) for part in reading.items.written(start).split("-"))
    return reading.day(start, end, day_of(year, month, day), AS_WRITTEN, "day in ISO 8601")


def slashed(reading: Reading, start: int, end: int) -> When | None:
    """17/8/2025, 8/17/2025, 17.08.2025: a suggestion where both orders name a day."""
    one, two, year = (int(part) for part in re.split(r"[./-]", reading.items.written(start)))
    year += (2000 if year < 70 else 1900) if year < 100 else 0
    european, american = day_of(year, two, one), day_of(year, one, two)
    if european and american and european != american:
        both = f"{in_words(european)} if the day is first, {in_words(american)} if the month is"
        best = _nearest([european, american], reading.published) if reading.published else european
        return reading.day(start, end, best, both, "day in figures", sure=False)
    return reading.day(start, end, european or american, AS_WRITTEN, "day in figures")


def _nearest(days: list[date], to: date) -> date:
    return min(days, key=lambda day: abs((day - to).days))


def _month(reading: Reading, start: int, end: int) -> int:
    at = reading.first("M", start, end)
    assert at is not None
    return MONTHS[reading.word(at)]


def _days(reading: Reading, start: int, end: int) -> list[int]:
    """The day numbers among some items: "17", "17th"."""
    return [int(reading.items.tokens.words[reading.items.firsts[k]]) for k in range(start, end)
            if reading.items.letters[k] in "DO"]  # fmt: skip


def full(reading: Reading, start: int, end: int) -> When | None:
    """Monday, August 17, 2025; the 17th of August 2025."""
    at = reading.first("Y", start, end)
    assert at is not None
    year = int(reading.word(at))
    day = day_of(year, _month(reading, start, end), _days(reading, start, end)[0])
    return reading.day(start, end, day, AS_WRITTEN, "day with year")


def day(reading: Reading, start: int, end: int) -> When | None:
    """August 17, the 17th of August: in the year that the publication day and the tense tell."""
    if reading.word(end) in HOLIDAY_NAMES or reading.word(end + 1) in HOLIDAY_NAMES:
        return None
    month, number = _month(reading, start, end), _days(reading, start, end)[0]
    named = _year_of_sentence(reading, start, end)
    if not 1 <= number <= (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        return None
    if named:
        rule = f"in {named}, the year that the sentence names"
        return reading.day(start, end, day_of(named, month, number), rule, "day without year", sure=False)
    if reading.published is None:
        return reading.undated(start, end, "day without year")
    found = _closest_day(reading, month, number, reading.tense(start, end))
    return reading.day(start, end, found, _side(found, reading), "day without year")


def _closest_day(reading: Reading, month: int, number: int, tense: int) -> date | None:
    """The day of that name nearest to publication, on the side that the tense tells if it is far off."""
    published = reading.published
    assert published is not None
    all_days = [
        day for year in range(published.year - 4, published.year + 5) if (day := day_of(year, month, number))
    ]
    near = [day for day in all_days if abs(day.year - published.year) <= 1] or all_days
    if not near:
        return None
    nearest = _nearest(near, published)
    side = [day for day in near if (day - published).days * tense >= 0]
    far = abs((nearest - published).days) > 31 * _SEVERAL_MONTHS_AHEAD
    return _nearest(side, published) if far and side else nearest


def _side(day: date | None, reading: Reading) -> str:
    assert reading.published is not None
    if day is None or day == reading.published:
        return f"the day of publication, {reading.on}"
    return f"the one {'before' if day < reading.published else 'after'} {reading.on}"


def _year_of_sentence(reading: Reading, start: int, end: int) -> int | None:
    """The one year that the same sentence names beside the same kind of date, before or after; else None.

    "On 3 March and again on 5 June 2014": both lie in 2014. A lone "2014" elsewhere says nothing.
    """
    letters = reading.items.letters
    after = re.compile(r"(?:,|&|2|-|i|&i|2i|&xi)(?:MD,?|D?M)(Y)").match(letters, end)
    return int(reading.word(after.start(1))) if after else None


def days(reading: Reading, start: int, end: int) -> list[When] | None:
    """August 17-19; 3 and 4 June 2025: two days, each a row."""
    at = reading.first("Y", start, end)
    spots = [k for k in range(start, end) if reading.items.letters[k] in "DO"]
    month, numbers = _month(reading, start, end), _days(reading, start, end)
    name = "days of a month"
    year = int(reading.word(at)) if at is not None else None
    rule = AS_WRITTEN
    if year is None:
        if reading.published is None:
            return [reading.undated(start, end, name)]
        found = _closest_day(reading, month, numbers[0], reading.tense(start, end))
        if found is None:
            return None
        year, rule = found.year, _side(found, reading)
    dates = [day_of(year, month, number) for number in numbers]
    if None in dates:
        return None
    cuts = [(start, spots[0] + 1), (spots[1], end)]
    made = [reading.day(*cut, day, rule, name) for cut, day in zip(cuts, dates, strict=True)]
    return [one for one in made if one]


def month_and_year(reading: Reading, start: int, end: int) -> When | None:
    """August 2025, early June 2024, October of next year."""
    at = reading.first("Y", start, end)
    month = _month(reading, start, end)
    if at is not None:
        return reading.when(
            start, end, f"{int(reading.word(at)):04}-{month:02}", AS_WRITTEN, "month with year"
        )
    if reading.published is None:
        return reading.undated(start, end, "month of a year")
    side = reading.first("RXH", start, end)
    assert side is not None
    if not reading.word(side + 1).startswith("year"):
        return None
    step = {"R": -1, "X": 1, "H": 0}[reading.items.letters[side]]
    rule = f"in the year {'before' if step < 0 else 'after' if step > 0 else 'of'} {reading.on}"
    return reading.when(start, end, f"{reading.published.year + step:04}-{month:02}", rule, "month of a year")


def month(reading: Reading, start: int, end: int) -> When | None:
    """In February, last September, by late May: the month nearest on the side that is told."""
    at = reading.first("M", start, end)
    assert at is not None
    if reading.items.letters[end : end + 1] in ("D", "O"):
        return None
    start += start + 1 == at and reading.items.letters[start] == "t"
    name, before = reading.word(at), reading.word(start - 1)
    if name in _NAMES and start == at and before not in _BEFORE_MONTH:
        return None
    after = reading.items.tokens
    next_token = reading.items.lasts[at]
    if before not in _BEFORE_MONTH and start == at and after.capital(next_token):
        return None
    if reading.published is None:
        return reading.undated(start, end, "month without year")
    side = reading.items.letters[start] if reading.items.letters[start] in "RXH" else ""
    first = closest_month(reading.published, MONTHS[name], side, reading.tense(start, end))
    if first is None:
        return None
    value = month_of(first)
    if value == month_of(reading.published):
        rule = f"the month of publication, {reading.on}"
    else:
        rule = f"the one {'before' if first < reading.published else 'after'} {reading.on}"
    return reading.when(start, end, value, rule, "month without year")


def week_of_month(reading: Reading, start: int, end: int) -> When | None:
    """The last week of March: the ISO week that its first, eighth, ... or last day lies in."""
    side = reading.first("oR", start, end)
    at = reading.first("Y", start, end)
    assert side is not None
    if not reading.word(side + 1).startswith("week"):
        return None
    if at is None and reading.published is None:
        return reading.undated(start, end, "week of a month")
    number = _month(reading, start, end)
    if at is not None:
        first = day_of(int(reading.word(at)), number, 1)
    else:
        assert reading.published is not None
        first = closest_month(reading.published, number, "", reading.tense(start, end))
    if first is None:
        return None
    count = ORDINALS.get(reading.word(side), -1)
    after = shifted_months(first, 1)
    if count > 5 or after is None:
        return None
    inside = (
        date.fromordinal(after.toordinal() - 4)
        if count < 0
        else date.fromordinal(first.toordinal() + 7 * (count - 1))
    )
    return reading.when(start, end, week_of(inside), f"of {month_of(first)}", "week of a month")
