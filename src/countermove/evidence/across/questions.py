"""Differences between reports, each put as a question with two spans: never a verdict.

Three rules, each narrow on purpose, since most differences that a program sees are none:

figures  the same measure has different numbers: one unit, sentences that are like each other, and no pair
         of them with the same number; ranges and words such as “at least” are heeded, nothing is converted.
acts     the same speaker, on a like topic, rejects in one report what it accepts, agrees to or promises in
         another, or denies what it asserts; like means here that the words of both are, or that an analyst
         put both under one issue and they share a word.
dates    the same deed of the same actor has different days.

Whether there is a difference at all, the reader of the two spans decides. The rules and their limits are
this project's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from countermove.evidence.across.likeness import Terms, terms_of
from countermove.evidence.across.material import Material
from countermove.evidence.across.words import Worded, keys_of_phrase
from countermove.evidence.contested import OPPOSED
from countermove.evidence.rows import Row

__all__ = ["RULES", "Question", "ask"]

#: The rules by name, with what they look for.
RULES = {
    "figures": "the same measure, with different numbers",
    "acts": "the same speaker on a like topic, for and against",
    "dates": "the same deed of the same actor, on different days",
}
_LIKE_FIGURES, _LIKE_TOPIC, _LIKE_ASSERTED, _LIKE_EVENT = 0.2, 0.2, 0.3, 0.15
_SHARED = 2  # terms that two sentences must share, besides the unit and the numbers
#: Units of which two numbers in like sentences are seldom of the same thing.
_LOOSE = frozenset({"years", "year", "months", "days", "weeks", "hours", "times", ""})


@dataclass(frozen=True, slots=True)
class Question:
    """A difference: the two rows, the rule that asks (one of `RULES`), and how like the sentences are."""

    rule: str
    one: Row
    other: Row
    score: float
    issues: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The question in words, naming both reports and neither as right."""
        a, b = self.one, self.other
        if self.rule == "figures":
            return f"Do {a.source} and {b.source} measure the same: {_figure(a)}, or {_figure(b)}?"
        if self.rule == "dates":
            days = [f"on {_day(row.value('when'))}, as {row.source} has it" for row in (a, b)]
            return f"Was it {days[0]}, or {days[1]}?"
        who = a.value("speaker")
        acts = f"{who} {a.value('act')} in {a.source} and {b.value('act')} in {b.source}"
        return f"{acts}: is it the same thing, and has anything changed between the two?"


def ask(material: Material, placed: dict[str, set[str]] | None = None) -> list[Question]:
    """The questions between rows of different reports, likest first. `placed` are ids of rows by issue."""
    terms = terms_of(material)
    of_row: dict[str, set[str]] = {}
    for issue, rows in (placed or {}).items():
        for id in rows:
            of_row.setdefault(id, set()).add(issue)
    found = [*_figures(material, terms), *_acts(material, terms, of_row), *_dates(material, terms)]
    with_issues = (replace(each, issues=_common(each, of_row)) for each in found)
    return sorted(with_issues, key=lambda q: (-round(q.score, 9), q.one.id, q.other.id))


def _common(question: Question, of_row: dict[str, set[str]]) -> tuple[str, ...]:
    mine, theirs = (of_row.get(row.id, set()) for row in (question.one, question.other))
    return tuple(sorted(mine & theirs))


def _pairs(
    material: Material, rows: Iterable[Row], terms: Terms, least: float, others: Iterable[Row] | None = None
) -> Iterator[tuple[float, Row, Row]]:
    """Pairs of rows of different reports that are so like each other, the earlier report's row first.

    With `others`, each pair has one row of either; these may not overlap.
    """
    column = {source.id: k for k, source in enumerate(material.columns)}
    mine = list(rows)
    theirs = {row.id: row for row in (mine if others is None else others)}
    places = terms.places(theirs)
    for row in mine:
        here = (column.get(row.source, len(column)), row.start, row.id)
        for id, score in terms.near(terms.vectors[row.id], places).items():
            other = theirs[id]
            there = (column.get(other.source, len(column)), other.start, other.id)
            if score < least or other.source == row.source or (others is None and there < here):
                continue
            yield (score, row, other) if here < there else (score, other, row)


# -- figures ---------------------------------------------------------------------------------------


def _figures(material: Material, terms: Terms) -> Iterator[Question]:
    by_unit: dict[str, list[Row]] = {}
    for row in material.rows:
        if row.kind == "figure" and _unit(row) not in _LOOSE and _range(row) is not None:
            by_unit.setdefault(_unit(row), []).append(row)
    pairs = (pair for rows in by_unit.values() for pair in _pairs(material, rows, terms, _LIKE_FIGURES))
    near = [(score, a, b) for score, a, b in pairs if _same_measure(material, a, b)]
    settled = {row.id for _, a, b in near if not _differ(a, b) for row in (a, b)}
    yield from (Question("figures", a, b, score) for score, a, b in _best(near) if not settled & {a.id, b.id})


def _unit(row: Row) -> str:
    return row.value("unit").casefold()


def _best(pairs: Sequence[tuple[float, Row, Row]]) -> Iterator[tuple[float, Row, Row]]:
    """Pairs in which each is the likest of the other."""
    taken: set[str] = set()
    for score, a, b in sorted(pairs, key=lambda pair: (-pair[0], pair[1].id, pair[2].id)):
        if a.id not in taken and b.id not in taken:
            yield score, a, b
        taken |= {a.id, b.id}


def _same_measure(material: Material, one: Row, other: Row) -> bool:
    """Whether two figures' sentences share enough besides numbers and units, and what they are of."""
    own = {*_of_number(one), *_of_number(other)}
    both = set(material.of_sentence(one).terms) & set(material.of_sentence(other).terms)
    if len({term for term in both - own if not term[0].isdigit()}) < _SHARED:
        return False
    ofs = [{*Worded(part.words).terms} for row in (one, other) if (part := row.part("of")) is not None]
    return len(ofs) < 2 or bool((ofs[0] & ofs[1]) - own)


def _of_number(row: Row) -> tuple[str, ...]:
    """The terms of a figure and its unit, which all figures of that unit share."""
    unit = row.part("unit")
    return Worded(f"{row.words} … {unit.words if unit else ''} … {row.value('unit')}").terms


def _range(row: Row) -> tuple[Decimal, Decimal] | None:
    """The numbers that a figure may stand for, by its own words; None if it has none."""
    try:
        low = Decimal(row.value("amount"))
        high = Decimal(row.value("high") or row.value("amount"))
    except InvalidOperation:
        return None
    if not (low.is_finite() and high.is_finite()):
        return None
    modifier = row.value("modifier")
    if modifier in ("at least", "more than"):
        return low, Decimal("Infinity")
    if modifier in ("at most", "less than"):
        return Decimal("-Infinity"), high
    loose = Decimal("0.1") if modifier in ("about", "nearly") else Decimal("0.01")
    return low - abs(low) * loose, high + abs(high) * loose


def _differ(one: Row, other: Row) -> bool:
    mine, theirs = _range(one), _range(other)
    return bool(mine and theirs and (mine[1] < theirs[0] or theirs[1] < mine[0]))


def _figure(row: Row) -> str:
    return f"“{' '.join(row.words.split())}”"


# -- acts ------------------------------------------------------------------------------------------


def _acts(material: Material, terms: Terms, of_row: dict[str, set[str]]) -> Iterator[Question]:
    by_speaker: dict[str, list[Row]] = {}
    for row in material.rows:
        if row.kind == "statement" and row.value("speaker"):
            by_speaker.setdefault(row.value("speaker"), []).append(row)
    for rows in by_speaker.values():
        for against, in_favour in OPPOSED:
            sides = [[row for row in rows if row.value("act") in acts] for acts in (against, in_favour)]
            for score, a, b in _pairs(material, sides[0], terms, 0.0, sides[1]):
                same = bool(of_row.get(a.id, set()) & of_row.get(b.id, set()))
                if score >= _least(a, b, same) and _shares_topic(material, a, b):
                    yield Question("acts", a, b, score)


def _least(one: Row, other: Row, same_issue: bool) -> float:
    """How like two statements must be. Much is asserted: only what is very like it is held against it."""
    if "asserts" in (one.value("act"), other.value("act")):
        return _LIKE_ASSERTED
    return 0.0 if same_issue else _LIKE_TOPIC


def _shares_topic(material: Material, one: Row, other: Row) -> bool:
    """Whether what is said shares a word: the sentences around may be like each other for other reasons."""
    who = {term for row in (one, other) for term in material.of_words(row).keys if term in _name(row)}
    return bool(set(material.of_words(one).terms) & set(material.of_words(other).terms) - who)


def _name(row: Row) -> set[str]:
    return set(keys_of_phrase(row.value("speaker")))


# -- dates -----------------------------------------------------------------------------------------


def _dates(material: Material, terms: Terms) -> Iterator[Question]:
    by_deed: dict[tuple[str, str], list[Row]] = {}
    days = _days(material)
    for row in material.rows:
        if row.kind == "event" and row.value("actor") and row.value("act"):
            when = row.value("when") or _first_day(row, days.get(row.source, ()))
            if _as_day(when):
                dated = replace(row, values={**row.values, "when": when})
                by_deed.setdefault((row.value("act"), row.value("actor")), []).append(dated)
    for rows in by_deed.values():
        pairs = _pairs(material, rows, terms, _LIKE_EVENT)
        near = [(score, a, b) for score, a, b in pairs if _same_target(a, b)]
        settled = {row.id for _, a, b in near if a.value("when") == b.value("when") for row in (a, b)}
        yield from (
            Question("dates", a, b, score)
            for score, a, b in _best(near)
            if a.value("when") != b.value("when") and not settled & {a.id, b.id}
        )


def _same_target(one: Row, other: Row) -> bool:
    mine, theirs = one.value("target"), other.value("target")
    return not mine or not theirs or mine == theirs


def _days(material: Material) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in material.rows:
        if row.kind == "date" and _as_day(row.value("value")):
            found.setdefault(row.source, []).append(row)
    return found


def _first_day(event: Row, days: Sequence[Row]) -> str:
    """The day that the event's own words for its time resolve to."""
    when = event.part("when")
    if when is None:
        return ""
    inside = (row.value("value") for row in days if row.start < when.end and when.start < row.end)
    return next(inside, "")


def _as_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def _day(value: str) -> str:
    day = _as_day(value)
    return f"{day.day} {day:%B %Y}" if day else value
