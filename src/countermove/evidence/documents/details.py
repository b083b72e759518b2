"""Details of a source: title, author, outlet, day and address, each with how it was found out.

Whoever gives a report may say better: what the caller names is taken instead, without a note.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from countermove.errors import EvidenceError, Problem, clip, did_you_mean

__all__ = ["Details", "checked", "day_of", "source_id"]

#: What a caller may say of a source.
_TEXTS = ("id", "author", "title", "outlet", "kind", "note", "origin")
_KNOWN = (*_TEXTS, "date")
#: The last words of bylines that are no surname.
_NO_SURNAME = {
    "staff", "desk", "team", "agencies", "agency", "correspondent", "correspondents", "editor", "editors",
    "reporter", "reporters", "writer", "writers", "bureau", "board", "office", "news", "press",
}  # fmt: skip
_LONGEST_ID = 40
#: Nothing said of a source is longer.
_LONGEST = 500
_FOUND = ("title", "author", "outlet", "date", "origin", "kind")
_SPOKEN = {"origin": "address"}


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of a source. `rules` say how it was found out, each with the name of the detail.

    A rule with no name is a note on the source as a whole.
    """

    title: str = ""
    author: str = ""
    outlet: str = ""
    date: datetime.date | None = None
    origin: str = ""
    kind: str = ""
    rules: tuple[tuple[str, str], ...] = field(default=())

    def found(self, name: str, value: str | datetime.date | None, rule: str) -> Details:
        """With one more detail, if there is a value and none is known yet."""
        if isinstance(value, str):
            value = " ".join(value.split())[:_LONGEST]
        if not value or getattr(self, name):
            return self
        note = f"The {_SPOKEN.get(name, name)}, {clip(str(value), 120)}, is from {rule}."
        changes: dict[str, Any] = {name: value, "rules": (*self.rules, (name, note))}
        return replace(self, **changes)

    def noted(self, *notes: str) -> Details:
        """With notes on the source as a whole."""
        return replace(self, rules=(*self.rules, *(("", note) for note in notes)))

    def then(self, other: Details) -> Details:
        """With what another way of looking has found of what is missing here."""
        missing = {name for name in _FOUND if not getattr(self, name) and getattr(other, name)}
        rules = tuple(rule for rule in other.rules if rule[0] in missing | {""})
        changes: dict[str, Any] = {name: getattr(other, name) for name in missing}
        return replace(self, **changes, rules=(*self.rules, *rules))

    def notes(self, said: Container[str] = ()) -> tuple[str, ...]:
        """How each detail was found out, but for those that the caller has said."""
        return tuple(note for name, note in self.rules if not name or name not in said)


def checked(meta: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the caller says of a source. Raises `EvidenceError` with every mistake in it."""
    problems: list[Problem] = []
    right: dict[str, Any] = {}
    for name, value in (meta or {}).items():
        if name not in _KNOWN:
            problems.append(Problem(f'a source has no "{clip(str(name))}"', did_you_mean(str(name), _KNOWN)))
        elif value is None or value == "":
            continue
        elif name == "date":
            day = day_of(value)
            if day is None:
                problems.append(Problem(f'"{clip(str(value))}" is no date', "Write it as 2025-08-19."))
            right[name] = day
        elif not isinstance(value, str):
            problems.append(Problem(f"the {name} of a source is a text", "Write it in quotation marks."))
        elif name == "id" and not re.fullmatch("[a-z0-9-]+", value):
            problems.append(
                Problem(f'"{clip(value)}" cannot be an id', "Use small letters, digits and hyphens.")
            )
        else:
            right[name] = value
    if problems:
        raise EvidenceError(problems)
    return right


def day_of(value: object) -> datetime.date | None:
    """A date, out of one or out of a text that begins with one such as 2025-08-19."""
    if isinstance(value, datetime.date):
        return datetime.date(value.year, value.month, value.day)
    try:
        return datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def source_id(author: str, stem: str, taken: Container[str] = ()) -> str:
    """A short id: the author's surname, else the name of the file; with a number if it is taken.

    >>> source_id("Ana María Núñez", "report 7"), source_id("", "Report 7 (final)", {"report-7-final"})
    ('nunez', 'report-7-final-2')
    """
    name = next(_names(author, stem))
    if name not in taken:
        return name
    number = 2
    while f"{name}-{number}" in taken:
        number += 1
    return f"{name}-{number}"


def _names(author: str, stem: str) -> Iterator[str]:
    first = re.split(r",\s|\sand\s|\s&\s|;", author)[0]
    words = [
        slug
        for word in first.split()
        if (slug := _slug(word)) and slug not in {"jr", "sr", "ii", "iii", "iv"}
    ]
    if words and len(words[-1]) > 1 and words[-1] not in _NO_SURNAME:
        yield words[-1][:_LONGEST_ID]
    yield _slug(stem)[:_LONGEST_ID].strip("-") or "report"


def _slug(text: str) -> str:
    """Small letters, digits and hyphens: accents off, everything else a hyphen."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "").replace("'", ""))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub("[^a-z0-9]+", "-", plain.replace("ø", "o").replace("ł", "l").replace("æ", "ae")).strip("-")
