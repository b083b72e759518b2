"""Spans of time and what comes again and again: 76 years, the next four months, every year, annually."""

from __future__ import annotations

from fractions import Fraction

from countermove.evidence.dates.lexicon import SETS, UNITS, WEEKDAYS
from countermove.evidence.dates.reading import AS_WRITTEN, Reading
from countermove.evidence.dates.when import When
from countermove.evidence.figures.words import word_set

__all__ = ["ahead", "and_a_half", "duration", "every", "often", "rate", "vague"]

_BEFORE_A = word_set(
    "for within over in than about nearly almost after during roughly under least took takes take lasted "
    "last lasts spent just another barely past"
)


def duration(reading: Reading, start: int, end: int) -> When | None:
    """76 years, a 27-year contract, two and a half years; "a year" only where it is a span."""
    at = reading.first("U", start, end)
    assert at is not None
    unit = reading.word(at)
    spot = reading.first("NDY", start, at)
    name = "span of time"
    if spot is None and reading.first("n", start, at) is not None:
        return reading.when(
            start, end, _vague(UNITS[unit]), "no number is given", name, kind="duration", sure=False
        )
    if spot is None and not _is_span(reading, start, end):
        return None
    if unit in ("second", "seconds") and (spot is None or reading.items.letters[at - 1] == "-"):
        return None
    if reading.word(end - 1) in ("old", "olds") or reading.word(end) in ("old", "olds"):
        return None
    if (
        spot is not None
        and reading.items.letters[spot + 1] == "a"
        and reading.items.numbers[spot].form != "fraction"
    ):
        return rate(reading, spot + 1, end)
    number = reading.items.number(spot) if spot is not None else Fraction(1)
    value = _period(number, UNITS[unit])
    if not value:
        return None
    placed = reading.items.letters[end : end + 1] in ("l", "L") or reading.word(start - 1) in ("in", "within")
    return reading.when(start, end, value, AS_WRITTEN, name, kind="duration", sure=not placed)


def and_a_half(reading: Reading, start: int, end: int) -> When | None:
    """A year and a half."""
    at = reading.first("U", start, end)
    assert at is not None
    return reading.when(
        start,
        end,
        _period(Fraction(3, 2), UNITS[reading.word(at)]),
        AS_WRITTEN,
        "span of time",
        kind="duration",
    )


def _is_span(reading: Reading, start: int, end: int) -> bool:
    """Whether "a year" is a span of time and not a rate or just some year."""
    before, after = reading.word(start - 1), reading.items.letters[end : end + 1]
    return before in _BEFORE_A or after in ("l", "L")


def _vague(mark: str) -> str:
    return f"PTX{mark[1]}" if mark[0] == "T" else f"PX{mark.replace('2', '')}"


def _period(number: Fraction, mark: str) -> str:
    """P3Y6M, P27Y, PT30M, P40Y for four decades; empty if it comes to no whole number of smaller units."""
    if number > 10**9:
        return ""
    if mark in ("DE", "CE", "2W"):
        number, mark = number * {"DE": 10, "CE": 100, "2W": 2}[mark], "W" if mark == "2W" else "Y"
    whole = number.numerator // number.denominator
    rest = number - whole
    below = {
        "Y": (12, "M"),
        "M": (30, "D"),
        "W": (7, "D"),
        "D": (24, "TH"),
        "TH": (60, "TM"),
        "TM": (60, "TS"),
    }
    if rest == 0:
        return f"PT{whole}{mark[1]}" if mark[0] == "T" else f"P{whole}{mark}"
    if mark not in below:
        return ""
    size, lower = below[mark]
    part = round(rest * size)
    head = f"{whole}{mark[-1]}" if whole else ""
    if mark[0] == "T":
        return f"PT{head}{part}{lower[1]}"
    return f"P{head}T{part}{lower[1]}" if lower[0] == "T" else f"P{head}{part}{lower}"


def ahead(reading: Reading, start: int, end: int) -> When | None:
    """The next four years, the past three months, the last few weeks."""
    at, spot = reading.first("U", start, end), reading.first("NDY", start, end)
    assert at is not None
    if reading.word(start) == "past" and reading.word(start - 1) not in (
        "this",
        "these",
        "his",
        "her",
        "their",
        "its",
    ):
        return duration(reading, start + 1, end)
    mark = UNITS[reading.word(at)]
    value = _period(reading.items.number(spot), mark) if spot is not None else _vague(mark)
    if not value:
        return None
    side = reading.first("RXH", start, end)
    back = side is not None and reading.items.letters[side] != "X"
    rule = f"{'up to' if back else 'from'} {reading.on}" if reading.on else AS_WRITTEN
    return reading.when(start, end, value, rule, "span to the present" if back else "span from the present",
                        kind="duration", sure=spot is not None)  # fmt: skip


def rate(reading: Reading, start: int, end: int) -> When | None:
    """15 a year, $3 billion a month, per day: again and again."""
    number = reading.word(start - 1)
    if number in ("one", "half"):
        return None
    return reading.when(
        start, end, _period(Fraction(1), UNITS[reading.word(end - 1)]), "so much in each", "rate", kind="set"
    )


def every(reading: Reading, start: int, end: int) -> When | None:
    """Every year, each Monday, every two weeks."""
    last = reading.word(end - 1)
    if last in WEEKDAYS:
        return reading.when(
            start, end, f"XXXX-WXX-{WEEKDAYS[last] + 1}", AS_WRITTEN, "again and again", kind="set"
        )
    if last not in UNITS:
        return None
    spot = reading.first("ND", start, end)
    value = _period(reading.items.number(spot) if spot is not None else Fraction(1), UNITS[last])
    return reading.when(start, end, value, AS_WRITTEN, "again and again", kind="set") if value else None


def often(reading: Reading, start: int, end: int) -> When | None:
    """Annually, monthly, daily."""
    if (
        reading.items.tokens.capital(reading.items.firsts[start])
        and start
        and reading.items.tokens.capital(reading.items.firsts[start] - 1)
    ):
        return None
    return reading.when(start, end, SETS[reading.word(start)], AS_WRITTEN, "again and again", kind="set")


def vague(reading: Reading, start: int, end: int) -> When | None:
    """For years, over the years, in recent weeks, decades: no number is given."""
    unit, before = reading.word(end - 1), reading.word(end - 2)
    if not unit.endswith("s") or unit == "seconds":
        return None
    if reading.items.letters[end : end + 1] in ("l", "L", "v"):
        return None
    if reading.items.letters[end - 2] == "x" and before not in ("recent", "coming", "many"):
        return None
    first = start if before in ("recent", "the") else end - 1
    first = first + 1 if reading.items.letters[first] == "i" else first
    return reading.when(
        first, end, _vague(UNITS[unit]), "no number is given", "span of time", kind="duration", sure=False
    )
