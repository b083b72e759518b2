"""Years and more, seasons and hours: 1949, from 2009 to 2013, the 1990s, Spring 2024, FY2024, 4:58 p.m."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from countermove.evidence.dates.almanac import closest_month, day_of
from countermove.evidence.dates.lexicon import ORDINALS, SEASONS
from countermove.evidence.dates.reading import AS_WRITTEN, Reading
from countermove.evidence.dates.when import When
from countermove.evidence.figures.names import LABELS, NO_YEAR_CUES
from countermove.evidence.figures.phrases import is_plural
from countermove.evidence.figures.words import word_set

__all__ = ["century", "clock", "decade", "fiscal", "season", "short_year", "year", "years"]

_BEFORE_SHORT_YEAR = word_set("in since of from to by until summer winter spring autumn late early")
_BEFORE_OLD_YEAR = word_set(
    "in since until till by of from to between circa around before after the and early late"
)


def years(reading: Reading, start: int, end: int) -> list[When] | None:
    """From 2009 to 2013, between 2014 and 2016, 2009-2013: two years, each a row."""
    spots = [k for k in range(start, end) if reading.items.letters[k] == "Y"]
    low, high = (int(reading.word(k)) for k in spots)
    if (
        not low < high
        or low < 1500
        or ("&" in reading.items.letters[start:end] and reading.items.letters[start] != "b")
    ):
        return None
    rules = (f"as written; the time runs to {high}", f"as written; the time runs from {low}")
    return [
        reading.when(k, k + 1, reading.word(k), rule, "years from and to")
        for k, rule in zip(spots, rules, strict=True)
    ]


def short_year(reading: Reading, start: int, end: int) -> When | None:
    """2023-24; since '82."""
    items = reading.items
    if items.letters[start] == "Y":
        low, tail = int(reading.word(start)), reading.word(end - 1)
        high = low - low % 100 + int(tail)
        if len(tail) != 2 or not low < high or not reading.glued(end - 1):
            return None
        return reading.when(start, end, f"{low}/{high}", AS_WRITTEN, "years from and to", sure=False)
    tail = reading.word(end - 1)
    told = reading.word(start - 1) in _BEFORE_SHORT_YEAR
    if len(tail) != 2 or not tail.isdigit() or not told or not reading.glued(end - 1):
        return None
    now = reading.published.year if reading.published else 2025
    year = now - now % 100 + int(tail)
    year -= 100 if year > now + 5 else 0
    return reading.when(start, end, str(year), f"the year of that ending before {now}", "year in two digits")


def year(reading: Reading, start: int, end: int) -> When | None:
    """In 1949, late 2023, the end of 2024; a bare 1200 is a number."""
    word = reading.word(end - 1)
    before, number = reading.word(start - 1), int(word)
    if before in NO_YEAR_CUES and start == end - 1:
        return None
    modern = 1900 <= number <= 2100 and (number == 2000 or not word.endswith("00"))
    lone = start == end - 1 and number < 1500 and before in ("the", "and", "of", "to", "around")
    if not modern and (lone or before not in _BEFORE_OLD_YEAR):
        return None
    after = reading.items.tokens.words[reading.items.lasts[end - 1]]
    if (word.endswith("00") and is_plural(after)) or before in LABELS or after in ("mark", "level"):
        return None
    if reading.items.letters[start - 1 : start] == "c":
        return None
    return reading.when(start, end, word, AS_WRITTEN, "year")


def decade(reading: Reading, start: int, end: int) -> When | None:
    """The 1990s, the late 80s."""
    digits = reading.word(end - 1)
    if len(digits) == 4:
        return reading.when(start, end, digits[:3], AS_WRITTEN, "decade")
    if reading.word(start - 1) not in ("the", "in") and reading.word(start) != "the":
        return None
    before = [reading.word(k) for k in range(start - 3, start + 1)]
    if any(word in ("his", "her", "their", "my", "aged", "temperatures", "low", "high") for word in before):
        return None
    value = f"19{digits[0]}" if digits[0] > "2" else f"20{digits[0]}"
    return reading.when(start, end, value, "of the last hundred years", "decade", sure=False)


def century(reading: Reading, start: int, end: int) -> When | None:
    """The 19th century is 18 in TIMEX: the years that begin with 18."""
    if reading.word(end - 1) != "century":
        return None
    at = reading.first("oO", start, end)
    assert at is not None
    word = reading.word(at)
    number = ORDINALS.get(word) or (int(word) if word.isdigit() else 0)
    if not 1 < number <= 22:
        return None
    return reading.when(start, end, f"{number - 1:02}", AS_WRITTEN, "century")


def season(reading: Reading, start: int, end: int) -> When | None:
    """Spring 2024, last summer, this autumn."""
    at = reading.first("S", start, end)
    spot = reading.first("Y", start, end)
    assert at is not None
    code = SEASONS[reading.word(at)]
    if spot is not None:
        return reading.when(start, end, f"{reading.word(spot)}-{code}", AS_WRITTEN, "season with year")
    if reading.published is None:
        return reading.undated(start, end, "season")
    side = next((reading.items.letters[k] for k in range(start, at) if reading.items.letters[k] in "RXH"), "")
    year = _season_year(reading.published, code, side, reading.tense(start, end))
    rule = f"seen from {reading.on}"
    return reading.when(start, end, f"{year}-{code}", rule, "season", sure=bool(side))


_SEASON_MONTH: Final = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}


def _season_year(published: date, code: str, side: str, tense: int) -> int:
    """The year of a season; a winter is named by the year that it begins in."""
    middle = _SEASON_MONTH[code]
    first = (
        closest_month(published, middle, side, tense) if side != "H" else day_of(published.year, middle, 1)
    )
    if side == "R" and published.month <= middle + 1 and published.month >= middle - 1:
        first = day_of(published.year - 1, middle, 1)
    year = (first or published).year
    return year - 1 if code == "WI" else year


def fiscal(reading: Reading, start: int, end: int) -> When | None:
    """FY2024, fiscal 2024, the financial year 2024."""
    items = reading.items
    tail = items.tokens.words[items.lasts[end - 1] - 1]
    if not tail.isdigit() or len(tail) not in (2, 4):
        return None
    return reading.when(start, end, f"FY{tail if len(tail) == 4 else '20' + tail}", AS_WRITTEN, "fiscal year")


_ZONES: Final = {"utc": "Z", "gmt": "Z"}


def clock(reading: Reading, start: int, end: int) -> When | None:
    """4:58 p.m. ET, 18:00 UTC, 5 p.m.: on the day that stands beside it, else the day of publication."""
    while (
        end > start + 1
        and reading.word(end - 1) in ("time", "local", "moscow", "kyiv", "kiev")
        and reading.word(end - 2) == "time"
    ):
        end -= 1
    zones = reading.words(start + 1, end)
    if reading.items.letters[start] == "D" and (not zones or zones[0][:1] not in "ap" or zones[0] == "pt"):
        return None
    if (
        not zones
        and reading.items.letters[start] == "C"
        and reading.word(start - 1) not in ("at", "by", "around", "until", "from")
    ):
        return None
    digits = re.split(r"[:.]", reading.items.written(start))
    hour, minute = (
        int(re.sub(r"\D", "", digits[0]) or 0),
        int(digits[1][:2]) if len(digits) > 1 and digits[1][:2].isdigit() else 0,
    )
    half = next((word.replace(".", "") for word in zones if word.replace(".", "") in ("am", "pm")), "")
    if (half and not 1 <= hour <= 12) or hour > 23 or minute > 59:
        return None
    hour = hour % 12 + (12 if half == "pm" else 0) if half else hour
    zone = next((_ZONES[word] for word in zones if word in _ZONES), "")
    value = f"T{hour:02}:{minute:02}{zone}"
    return reading.when(start, end, value, "the time alone", "time on the clock", kind="time")
