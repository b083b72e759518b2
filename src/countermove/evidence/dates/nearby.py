"""Times that are told from the day of publication: yesterday, Monday, last week, six months ago."""

from __future__ import annotations

from datetime import date
from typing import Final

from countermove.evidence.dates.almanac import (
    month_of,
    on_weekday,
    quarter_of,
    shifted_days,
    shifted_months,
    week_of,
)
from countermove.evidence.dates.lexicon import DAY_PARTS, ORDINALS, UNITS, WEEKDAYS
from countermove.evidence.dates.reading import AS_WRITTEN, Reading
from countermove.evidence.dates.tense import TO_COME
from countermove.evidence.dates.when import When
from countermove.evidence.figures.words import word_set

__all__ = [
    "THE_DAY_AFTER",
    "THE_DAY_BEFORE",
    "THE_DAY_NAMED",
    "ago",
    "half_year",
    "part_of_day",
    "quarter",
    "that_day",
    "the_unit",
    "this_unit",
    "today",
    "weekday",
    "weekend",
]

_DAY_NAMES: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_SIDES: Final = {"R": -1, "X": 1, "H": 0}


def _part(reading: Reading, start: int, end: int) -> str:
    """The part of a day among some items: MO, AF, EV, NI."""
    at = reading.first("P", start, end)
    return DAY_PARTS.get(reading.word(at), "") if at is not None else ""


def _made(
    reading: Reading, start: int, end: int, day: date | None, rule: str, name: str, sure: bool = True
) -> When | None:
    """A day, or a part of it."""
    part = _part(reading, start, end)
    if day is None:
        return None
    value = day.isoformat() + (f"T{part}" if part else "")
    return reading.when(start, end, value, rule, name, kind="time" if part else "date", sure=sure)


def today(reading: Reading, start: int, end: int) -> When | None:
    """Today, earlier today, yesterday evening, tomorrow, tonight."""
    at = reading.first("T", start, end)
    assert at is not None
    word = reading.word(at)
    if (
        word == "today"
        and reading.items.tokens.words[reading.items.lasts[at]] in ("’", "'")
        and reading.items.tokens.capital(reading.items.firsts[at])
        and reading.items.tokens.capital(reading.items.lasts[at] + 2)
    ):
        return None
    if reading.published is None:
        return reading.undated(start, end, "day by name")
    step = {"yesterday": -1, "tomorrow": 1}.get(word, 0)
    day = shifted_days(reading.published, step)
    rule = (
        f"the day {'before' if step < 0 else 'after'} {reading.on}"
        if step
        else f"the day of publication, {reading.on}"
    )
    if word == "tonight" and day:
        return reading.when(start, end, day.isoformat() + "TNI", rule, "day by name", kind="time")
    return _made(reading, start, end, day, rule, "day by name")


def part_of_day(reading: Reading, start: int, end: int) -> When | None:
    """This morning, last night."""
    word, side = reading.word(end - 1), reading.items.letters[start]
    if (
        word not in DAY_PARTS
        or (side == "R") != (word == "night")
        or reading.word(start) not in ("this", "last")
    ):
        return None
    if reading.published is None:
        return reading.undated(start, end, "part of a day", "time")
    day = shifted_days(reading.published, -1 if side == "R" else 0)
    rule = f"the night before {reading.on}" if side == "R" else f"of the day of publication, {reading.on}"
    return _made(reading, start, end, day, rule, "part of a day")


def weekday(reading: Reading, start: int, end: int) -> When | None:
    """Monday, last Wednesday, early Saturday, Friday night: the nearest on the side that the tense tells."""
    at = reading.first("W", start, end)
    assert at is not None
    name = "weekday"
    if _is_name(reading, start, at):
        return None
    if reading.published is None:
        return reading.undated(start, end, name)
    number = WEEKDAYS[reading.word(at)]
    side = next((reading.items.letters[k] for k in range(start, at) if reading.items.letters[k] in "RXH"), "")
    of_week = next(
        (_SIDES[reading.items.letters[k]] for k in range(at + 1, end) if reading.items.letters[k] in "RXH"),
        None,
    )
    if of_week is not None:
        return _of_week(reading, start, end, number, of_week)
    tense = {"R": -1, "X": 1}.get(side, 0) or reading.tense(start, end)
    if side not in ("R", "X") and reading.published.weekday() == number:
        return _made(reading, start, end, reading.published, f"the day of publication, {reading.on}", name)
    direction = 1 if tense == TO_COME or (side == "H" and tense == 0) else -1
    day = on_weekday(reading.published, number, direction)
    rule = f"{_DAY_NAMES[number]} {'after' if direction > 0 else 'before'} {reading.on}"
    return _made(reading, start, end, day, rule, name)


def _is_name(reading: Reading, start: int, at: int) -> bool:
    """The Sunday Times, Black Friday."""
    items, before = reading.items, reading.word(start - 1)
    if before in ("black", "good", "bloody", "super", "ash") and items.tokens.capital(items.firsts[at] - 1):
        return True
    return start == at and before == "the" and items.tokens.capital(items.lasts[at])


def _of_week(reading: Reading, start: int, end: int, number: int, side: int) -> When | None:
    """Tuesday of last week."""
    assert reading.published is not None
    monday = shifted_days(reading.published, 7 * side - reading.published.weekday())
    day = shifted_days(monday, number) if monday else None
    which = "before" if side < 0 else "after" if side > 0 else "of"
    rule = f"{_DAY_NAMES[number]} of the week {which} {reading.on}"
    return _made(reading, start, end, day, rule, "weekday")


def weekend(reading: Reading, start: int, end: int) -> When | None:
    """This weekend, last weekend, over the weekend."""
    if reading.published is None:
        return reading.undated(start, end, "weekend")
    side = reading.items.letters[start]
    tense = {"R": -1, "X": 1}.get(side, 0) or reading.tense(start, end)
    saturday = on_weekday(reading.published, 5, 1 if tense == TO_COME else -1)
    if side not in "RX" and reading.published.weekday() >= 5:
        saturday = reading.published
    if saturday is None:
        return None
    rule = f"the weekend {'after' if saturday > reading.published else 'before'} {reading.on}"
    if side not in "RX" and reading.published.weekday() >= 5:
        rule = f"the weekend of {reading.on}"
    return reading.when(start, end, week_of(saturday) + "-WE", rule, "weekend")


def this_unit(reading: Reading, start: int, end: int) -> When | None:
    """Last week, this month, next year, the end of this year, later this month."""
    at = next((k for k in range(start, end) if reading.items.letters[k] in "RXH"), None)
    assert at is not None
    word, unit = reading.word(at), reading.word(end - 1)
    if unit == "day" and word in ("previous", "following", "next"):
        back = word == "previous"
        rule = THE_DAY_BEFORE if back else THE_DAY_AFTER
        return reading.when(start, end, "", rule, "the day beside the one named before")
    if word in ("same", "following", "preceding") or unit.endswith("s"):
        return that_day(reading, start, end) if word == "same" else None
    mark = UNITS[unit]
    if reading.published is None:
        return reading.undated(start, end, "week, month or year")
    if word == "past" or (word in ("last", "next") and mark in ("DE", "CE")):
        return _lasting(reading, start, end, mark)
    step = _SIDES[reading.items.letters[at]]
    value = _stepped(reading.published, mark, step)
    if not value:
        return None
    rule = f"the {unit} {'before' if step < 0 else 'after' if step > 0 else 'of'} {reading.on}"
    if step == 0:
        rule = f"the {unit} of publication, {reading.on}"
    return reading.when(start, end, value, rule, "week, month or year")


#: The rule of "that day" until the day before it is known.
THE_DAY_NAMED: Final = "the day named before it"
#: The rules of "the previous day" and "the next day", which count from the day named before.
THE_DAY_BEFORE: Final = "the day before the one named before it"
THE_DAY_AFTER: Final = "the day after the one named before it"
_ENDS: Final = word_set("end ends ended ending finish finished finishing close closed closing")


def that_day(reading: Reading, start: int, end: int) -> When | None:
    """The same day, that day, "to end the day", "late in the day": the day that is named just before."""
    if reading.word(end - 1) != "day" or reading.word(end) in ("of", "when", "that", "after", "before", "in"):
        return None
    first, before = reading.word(start), reading.word(start - 1)
    pointed = "same" in reading.words(start, end) or (
        first == "that" and before in ("on", "later", "earlier")
    )
    idle = before in _ENDS or reading.items.letters[start] in "yl"
    told = before == "for" and reading.word(end) in (",", ".")
    return (
        reading.when(start, end, "", THE_DAY_NAMED, "the day named before")
        if pointed or idle or told
        else None
    )


def the_unit(reading: Reading, start: int, end: int) -> When | None:
    """The end of the year, the beginning of the month: that of publication."""
    unit = reading.word(end - 1)
    if unit not in ("year", "month", "week") or reading.items.letters[end : end + 1] == "v":
        return that_day(reading, start, end)
    if reading.published is None:
        return reading.undated(start, end, "week, month or year")
    value = _stepped(reading.published, UNITS[unit], 0)
    return reading.when(start, end, value, f"the {unit} of publication, {reading.on}", "week, month or year")


def _lasting(reading: Reading, start: int, end: int, mark: str) -> When | None:
    """The past week: the time up to the day of publication."""
    if mark[0] == "T":
        return reading.when(
            start, end, f"PT1{mark[1]}", f"up to {reading.on}", "span to the present", kind="duration"
        )
    value = {"DE": "P10Y", "CE": "P100Y", "2W": "P2W"}.get(mark, f"P1{mark}")
    return reading.when(start, end, value, f"seen from {reading.on}", "span to the present", kind="duration")


def _stepped(published: date, mark: str, step: int) -> str:
    """The day, week, month, year, decade or century so many steps after that of a day."""
    if mark == "D":
        day = shifted_days(published, step)
        return day.isoformat() if day else ""
    if mark == "W":
        day = shifted_days(published, 7 * step)
        return week_of(day) if day else ""
    if mark == "M":
        day = shifted_months(published, step)
        return month_of(day) if day else ""
    size = {"Y": 1, "DE": 10, "CE": 100}.get(mark, 0)
    year = published.year + step * size
    return str(year // size).rjust(4 if size == 1 else 2, "0") if size and 0 < year < 10_000 else ""


def ago(reading: Reading, start: int, end: int) -> When | None:
    """Three years ago, a week ago, six months ago; "a few weeks ago" cannot be told."""
    at = reading.first("U", start, end)
    assert at is not None
    mark, name = UNITS[reading.word(at)], "time ago"
    spot = reading.first("NDY", start, at)
    loose = reading.first("n", start, at) is not None or (
        spot is None and reading.first("a", start, at) is None
    )
    if loose:
        word = " ".join(reading.words(start, end))
        return reading.when(start, end, "", f"{word}: no number is given", name, sure=False)
    if reading.published is None:
        return reading.undated(start, end, name)
    number = reading.items.number(spot) if spot is not None else 1
    if number > 100_000:
        return None
    value = _back(reading.published, mark, float(number))
    unit = reading.word(at)
    amount = " ".join(reading.items.written(k) for k in range(start, at)).lower()
    return (
        reading.when(start, end, value, f"{amount} {unit} before {reading.on}", name, sure=bool(value))
        if value
        else None
    )


def _back(published: date, mark: str, number: float) -> str:
    """The time so many units before a day, as exact as the unit: days and weeks a day, months a month."""
    days = {"D": 1, "W": 7, "2W": 14}.get(mark)
    if days:
        day = shifted_days(published, -round(days * number))
        return day.isoformat() if day else ""
    if mark[0] == "T":
        return published.isoformat() if number * {"TS": 1, "TM": 60, "TH": 3600}[mark] <= 12 * 3600 else ""
    whole = number == int(number)
    months = {"M": 1, "Y": 12, "DE": 120, "CE": 1200}[mark] * number
    first = shifted_months(published, -round(months))
    if first is None:
        return ""
    return month_of(first) if mark == "M" or not whole else f"{first.year:04}"


def quarter(reading: Reading, start: int, end: int) -> When | None:
    """The third quarter of 2024, last quarter, Q3: of the year of publication if no other is named."""
    at = reading.first("Qq", start, end)
    assert at is not None
    name = "quarter"
    spot = reading.first("Y", at, end)
    number = _quarter_number(reading, start, at)
    if number is None:
        return _near_quarter(reading, start, end)
    if not 0 < number < 5:
        return None
    if spot is not None:
        return reading.when(start, end, f"{reading.word(spot)}-Q{number}", AS_WRITTEN, name)
    if reading.published is None:
        return reading.undated(start, end, name)
    side = reading.first("RXH", at, end)
    step = _SIDES[reading.items.letters[side]] if side is not None else 0
    if (
        side is None
        and number > (reading.published.month + 2) // 3
        and reading.tense(start, end) < 0
        and number == 4
    ):
        step = -1
    year = reading.published.year + step
    return reading.when(
        start, end, f"{year}-Q{number}", f"of {year}, seen from {reading.on}", name, sure=True
    )


def _quarter_number(reading: Reading, start: int, at: int) -> int | None:
    if reading.items.letters[at] == "q":
        return int(reading.items.written(at)[1:])
    spot = reading.first("oO", start, at)
    if spot is None:
        return None
    word = reading.word(spot)
    number = ORDINALS.get(word) or (int(word) if word.isdigit() else 0)
    return 4 if number == -1 else number


def _near_quarter(reading: Reading, start: int, end: int) -> When | None:
    """Last quarter, this quarter, next quarter; "the last quarter of 2009" is the fourth."""
    spot, side = reading.first("Y", start, end), reading.first("RXH", start, end)
    if side is None:
        return None
    if spot is not None:
        return reading.when(start, end, f"{reading.word(spot)}-Q4", AS_WRITTEN, "quarter")
    if reading.published is None:
        return reading.undated(start, end, "quarter")
    first = shifted_months(reading.published, 3 * _SIDES[reading.items.letters[side]])
    return (
        reading.when(start, end, quarter_of(first), f"seen from {reading.on}", "quarter") if first else None
    )


def half_year(reading: Reading, start: int, end: int) -> When | None:
    """The first half of 2024, the second half of this year."""
    spot, year = reading.first("oO", start, end), reading.first("Y", start, end)
    number = ORDINALS.get(reading.word(spot), 0) if spot is not None else 0
    if number not in (1, 2):
        return None
    if year is not None:
        return reading.when(start, end, f"{reading.word(year)}-H{number}", AS_WRITTEN, "half of a year")
    side = reading.first("RXH", start, end)
    if side is None or reading.word(end - 1) != "year":
        return None
    if reading.published is None:
        return reading.undated(start, end, "half of a year")
    value = f"{reading.published.year + _SIDES[reading.items.letters[side]]}-H{number}"
    return reading.when(start, end, value, f"seen from {reading.on}", "half of a year")
