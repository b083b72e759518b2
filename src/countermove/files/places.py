"""Where everything stands in a TOML file: line and column of every key and value.

Neither the standard library's reader nor tomlkit tells positions, and a mistake of meaning is only
helpful with its line. This scanner runs after the text was accepted as TOML, and only when there is
something to report, so it may trust the syntax.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field

from countermove.errors import Path

__all__ = ["Place", "Places"]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_STRINGS = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\])*"|\'[^\']*\'', re.S
)
_SCALAR = re.compile(r"[^\s,\]}#][^,\]}#\n]*")


@dataclass(slots=True)
class Place:
    """Offsets of a value and of its key (-1 where it has none), and what is inside it."""

    at: int
    key_at: int = -1
    items: dict[str | int, Place] = field(default_factory=dict)


class Places:
    """The places in one text, which must be valid TOML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        self.root = Place(0)
        self._scan()

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def find(self, path: Path, *, on_key: bool = False, inside: int = 0) -> tuple[int, int]:
        """Line and column of the value (or key) at a path, or of the nearest table around it.

        `inside` counts characters into a text value.
        """
        place, complete = self.root, True
        for step in path:
            if step not in place.items:
                complete = False
                break
            place = place.items[step]
        if on_key and complete and place.key_at >= 0:
            return self.line_column(place.key_at)
        return self.line_column(
            place.at + (self._into_string(place.at, inside) if complete and inside else 0)
        )

    def _into_string(self, at: int, inside: int) -> int:
        """How far into the text of a string its `inside`-th character stands."""
        found = _STRINGS.match(self.text, at)
        if not found:
            return 0
        raw = found.group()
        opening = 3 if raw[:3] in ('"""', "'''") else 1
        body = raw[opening:-opening]
        skip = opening
        if opening == 3 and body[:1] in "\r\n":
            skip += 2 if body.startswith("\r\n") else 1
        if "\\" in body and raw[0] == '"':
            return skip + _escaped_length(self.text[at + skip :], inside)
        return skip + inside

    # -- scanning ------------------------------------------------------------------------------

    def _scan(self) -> None:
        at, table = 0, self.root
        while (at := self._blank(at)) < len(self.text):
            if self.text[at] == "[":
                at, table = self._header(at)
            else:
                at = self._pair(at, table)

    def _blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def _space(self, at: int) -> int:
        found = _SPACE.match(self.text, at)
        return found.end() if found else at

    def _header(self, at: int) -> tuple[int, Place]:
        start, listed = at, self.text.startswith("[[", at)
        keys, at = self._keys(at + (2 if listed else 1))
        table = self.root
        for key, _ in keys[:-1]:
            table = _last(table.items.setdefault(key, Place(start)))
        last = keys[-1][0]
        if listed:
            rows = table.items.setdefault(last, Place(start, start))
            new = Place(start, start)
            rows.items[len(rows.items)] = new
        else:
            new = table.items.setdefault(last, Place(start, start))
            new.at = new.key_at = start
        return at + (2 if listed else 1), new

    def _keys(self, at: int) -> tuple[list[tuple[str, int]], int]:
        keys = []
        while True:
            at = self._space(at)
            if self.text[at] in "\"'":
                found = _STRINGS.match(self.text, at)
                word = str(tomllib.loads("k = " + found.group())["k"]) if found else ""
            else:
                found = _BARE_KEY.match(self.text, at)
                word = found.group() if found else ""
            keys.append((word, at))
            at = self._space(found.end() if found else at + 1)
            if at >= len(self.text) or self.text[at] != ".":
                return keys, at
            at += 1

    def _pair(self, at: int, table: Place) -> int:
        keys, at = self._keys(at)
        for key, key_at in keys[:-1]:
            table = table.items.setdefault(key, Place(key_at, key_at))
        value, end = self._value(self._space(at + 1))
        value.key_at = keys[-1][1]
        table.items[keys[-1][0]] = value
        return end

    def _value(self, at: int) -> tuple[Place, int]:
        place = Place(at)
        if self.text[at] == "[":
            return place, self._array(at + 1, place)
        if self.text[at] == "{":
            return place, self._inline_table(at + 1, place)
        found = _STRINGS.match(self.text, at) or _SCALAR.match(self.text, at)
        return place, found.end() if found else at + 1

    def _array(self, at: int, place: Place) -> int:
        while self.text[at := self._blank(at)] != "]":
            if self.text[at] == ",":
                at += 1
                continue
            place.items[len(place.items)], at = self._value(at)
        return at + 1

    def _inline_table(self, at: int, place: Place) -> int:
        while self.text[at := self._blank(at)] != "}":
            at = at + 1 if self.text[at] == "," else self._pair(at, place)
        return at + 1


def _last(place: Place) -> Place:
    """The table itself, or the last row of a list of tables."""
    rows = [key for key in place.items if isinstance(key, int)]
    return place.items[max(rows)] if rows else place


def _escaped_length(raw: str, inside: int) -> int:
    """How many characters of a raw basic string make up its first `inside` characters."""
    escape = re.compile(r"\\(?:u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\s*\n\s*|.)", re.S)
    at = seen = 0
    while seen < inside and at < len(raw):
        found = escape.match(raw, at)
        at = found.end() if found else at + 1
        seen += not (found and found.group().strip() == "\\")
    return at
