"""The almanac: days, weeks, months and years before and after a day, and how they are written.

Nothing leaves the years 1 to 9999: whatever would is no date, and the value stays empty.
"""

from __future__ import annotations

from datetime import date, timedelta

from countermove.evidence.figures.words import word_list

__all__ = [
    "closest_month",
    "day_of",
    "in_words",
    "month_of",
    "on_weekday",
    "quarter_of",
    "shifted_days",
    "shifted_months",
    "week_of",
]

_NAMES = word_list("January February March April May June July August September October November December")


def in_words(day: date) -> str:
    """19 August 2025."""
    return f"{day.day} {_NAMES[day.month - 1]} {day.year}"


def day_of(year: int, month: int, day: int) -> date | None:
    """A day, or None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_of(day: date) -> str:
    """2025-08."""
    return f"{day.year:04}-{day.month:02}"


def week_of(day: date) -> str:
    """2025-W33: the ISO week that a day lies in."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def quarter_of(day: date) -> str:
    """2025-Q3."""
    return f"{day.year:04}-Q{(day.month + 2) // 3}"


def shifted_days(day: date, days: int) -> date | None:
    """A day so many days later, or earlier if `days` is negative."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return None


def shifted_months(day: date, months: int) -> date | None:
    """The first of the month that lies so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day_of(year, month + 1, 1)


def on_weekday(day: date, weekday: int, direction: int) -> date | None:
    """The next such weekday after a day (direction 1), or the last before it (-1); Monday is 0."""
    gap = (weekday - day.weekday()) % 7 or 7
    return shifted_days(day, gap if direction > 0 else gap - 7 if gap < 7 else -7)


def closest_month(published: date, month: int, side: str, tense: int) -> date | None:
    """The first of the month meant, seen from a day: `side` ("R" last, "X" next, "H" this) decides, then the
    tense (-1 past, 1 to come), then what is nearest.
    """
    back = (published.month - month) % 12
    ahead = (month - published.month) % 12
    if side == "R":
        return shifted_months(published, -(back or 12))
    if side == "X":
        return shifted_months(published, ahead or 12)
    if back == 0:
        return shifted_months(published, 0)
    if tense > 0 or (side == "H" and tense >= 0 and ahead <= 6):
        return shifted_months(published, ahead)
    return shifted_months(published, -back if back < 9 or tense < 0 else ahead)
