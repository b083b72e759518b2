"""Where everything stands in a TOML file: line and column of every key and value.

The standard library's reader tells no positions, and a mistake of meaning is only helpful with its
line; a change must know what to leave alone. This scanner trusts the syntax, for it runs after the
text was accepted as TOML; on a text that is not TOML it stops where it loses its way, and `starts`
says how far it came.
Arrays and tables in braces are looked into only when somebody asks for what is inside.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from countermove.errors import Path

__all__ = ["RESUME", "Odd", "Place", "Places"]

_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_SPACE = re.compile(r"[ \t]*+")
_LINE_END = re.compile(r"[ \t]*+(?:#[^\n]*+)?(?:\r?\n|\r?\Z)")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_BASIC = r'"(?:[^"\\\n]++|\\.)*+"'
_LITERAL = r"'[^'\n]*+'"
_STRING = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}+(?!"))*+"{3,5}+'
    r"|'''(?:[^']++|'{1,2}+(?!'))*+'{3,5}+"
    rf"|{_BASIC}|{_LITERAL}",
    re.S,
)
_QUOTED_KEY = re.compile(rf"{_BASIC}|{_LITERAL}")
_SCALAR = re.compile(r"[^\s,\[\]{}#=\"']++(?: [0-9:.]++[^\s,\[\]{}#=\"']*+)?")
_NEITHER_TEXT_NOR_BRACKET = re.compile(r"(?:[^\[\]{}\"'#]++|#[^\n]*+)++")
_LONG_NUMBER = re.compile(r"[+-]?\d[\d_]{4299,}+")
_ESCAPED = re.compile(
    r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|(?P<joined>\\[ \t]*\r?\n[ \t\r\n]*)|\\.|\r\n|.",
    re.S,
)
_PLAIN = re.compile(r"\r\n|.", re.S)
#: A line that looks like a pair or a header, where reading can go on behind a mistake of syntax.
RESUME = re.compile(
    r"^[ \t]*\[\[?[ \t]*[A-Za-z_][\w.-]*[ \t]*\]\]?[ \t]*(?:#.*)?\r?$|^[A-Za-z_][\w.-]*[ \t]*=", re.M
)
_MOST_PARTS = 50  # of a dotted key
_MOST_DEPTH = 100


@dataclass(slots=True)
class Place:
    """Where a value stands, from `at` to `end`, and where its key does (-1: it has none).

    `form` is "value", "array", "braces" (a table in them), "table" (a header and its pairs), "rows"
    (a list of such tables) or "dotted" (a table made by dotted keys or longer headers). Of a table
    `end` lies behind its last own pair, or its header.
    """

    at: int
    end: int
    form: str
    key_at: int = -1
    items: dict[str | int, Place] = field(default_factory=dict)
    looked_into: bool = False


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that no reader should be given, for it would take too long or too much room.

    `closed` says whether its end is known, so that one can read on behind it.
    """

    at: int
    end: int
    what: str
    closed: bool = True


class _Lost(Exception):
    """The text is not TOML from here on."""


class Places:
    """The places in a TOML text.

    `starts` holds the offset of every header and pair at the top level, in order; `odd` what is
    nested too deeply, or has too many parts or digits. Where the text is not TOML, the scan ends, or
    will `resume` at the next line that looks like a pair or a header.
    """

    def __init__(self, text: str, *, resume: bool = False) -> None:
        self.text = text
        self.starts: list[int] = []
        self.odd: list[Odd] = []
        self.root = Place(0, 0, "table")
        self._last = (-1, 0, 0)
        self._lines = [0, *(found.end() for found in re.finditer("\n", text))]
        at, table = 0, self.root
        while at < len(text):
            try:
                at, table = self._scan(at, table)
            except (_Lost, IndexError):
                at = self._next(self.starts[-1]) if resume else len(text)

    # -- asking --------------------------------------------------------------------------------

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column, from 1, of an offset."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1."""
        return self._lines[line - 1] + column - 1

    def inside(self, place: Place) -> dict[str | int, Place]:
        """What is inside a value, by key or position."""
        if not place.looked_into and place.form in ("array", "braces"):
            self._look_into(place)
        return place.items

    def place(self, path: Path) -> Place | None:
        """The place at a path, if there is such a value."""
        place: Place | None = self.root
        for step in path:
            place = self.inside(place).get(step) if place else None
        return place

    def find(self, path: Path, *, on_key: bool = False, inside: int = -1) -> tuple[int, int]:
        """Line and column of the value (or key) at a path, or of the nearest table around it.

        `inside` counts characters into a text (-1 is the text as a whole), which may stand alone where a
        table or a list is due: ``statements = ["a"]`` for ``statements = [{ that = "a" }]``.
        """
        place, missing = self.root, 0
        for n, step in enumerate(path):
            if step not in self.inside(place):
                missing = len(path) - n
                break
            place = place.items[step]
        if missing > 1 or (missing and place.form != "value"):
            return self.line_column(place.at)
        if inside >= 0 and place.form == "array" and len(self.inside(place)) == 1:
            place = place.items[0]  # a list of one text, which may stand alone elsewhere
        at = place.key_at if on_key and not missing and place.key_at >= 0 else place.at
        return self.line_column(self._into_text(at, inside) if inside >= 0 else at)

    def _into_text(self, at: int, inside: int) -> int:
        """The offset of the `inside`-th character of a text or key that begins at `at`."""
        text, quote = self.text, self.text[at]
        if quote not in "\"'":
            bare = _BARE_KEY.match(text, at)
            return min(at + inside, bare.end()) if bare else at
        closing = quote * 3 if text.startswith(quote * 3, at) else quote
        start = at + len(closing)
        if len(closing) == 3:
            start += 2 if text.startswith("\r\n", start) else int(text.startswith("\n", start))
        sign, seen = _ESCAPED if quote == '"' else _PLAIN, 0
        if self._last[0] == at and self._last[1] <= inside:
            _, seen, start = self._last  # go on from where the last one was found
        while start < len(text) and not self._closes(closing, start):
            token = sign.match(text, start)
            if not token:
                break
            if token.lastgroup != "joined":
                if seen == inside:
                    break
                seen += 1
            start = token.end()
        self._last = (at, seen, start)
        return start

    def _closes(self, closing: str, at: int) -> bool:
        """Whether a text ends here: of four or five quotation marks, the first are in it."""
        if len(closing) == 1:
            return self.text.startswith(closing, at)
        return self.text.startswith(closing, at) and not self.text.startswith(closing + closing[0], at)

    # -- the top level -------------------------------------------------------------------------

    def _scan(self, at: int, table: Place) -> tuple[int, Place]:
        """Scan one pair or header, with the blanks before it."""
        at = self._skip(_BLANK, at)
        if at == len(self.text):
            return at, table
        self.starts.append(at)
        if self.text[at] == "[":
            at, table = self._header(at)
        else:
            at = table.end = self._pair(at, table)
        ended = _LINE_END.match(self.text, at)
        if not ended:
            raise _Lost
        return ended.end(), table

    def _next(self, at: int) -> int:
        """Where one can read on behind a line that is not TOML."""
        line_end = self.text.find("\n", at)
        found = RESUME.search(self.text, line_end + 1) if line_end >= 0 else None
        return found.start() if found else len(self.text)

    def _skip(self, what: re.Pattern[str], at: int) -> int:
        found = what.match(self.text, at)
        return found.end() if found else at

    def _header(self, at: int) -> tuple[int, Place]:
        start, listed = at, self.text.startswith("[[", at)
        brackets = 2 if listed else 1
        keys, at = self._keys(at + brackets)
        if not self.text.startswith("]" * brackets, at):
            raise _Lost
        end = at + brackets
        table = self.root
        for key, _ in keys[:-1]:
            table = _last_row(table.items.setdefault(key, Place(start, start, "dotted")))
        last = keys[-1][0]
        if listed:
            rows = table.items.setdefault(last, Place(start, start, "rows", start))
            new = Place(start, end, "table", start)
            rows.items[len(rows.items)] = new
        else:
            new = table.items.setdefault(last, Place(start, end, "table", start))
            new.at, new.end, new.form, new.key_at = start, end, "table", start
        return end, new

    def _keys(self, at: int) -> tuple[list[tuple[str, int]], int]:
        """The parts of a dotted key, each with its offset, and where the key ends."""
        keys: list[tuple[str, int]] = []
        start = at
        while True:
            at = self._skip(_SPACE, at)
            found = _BARE_KEY.match(self.text, at) or _QUOTED_KEY.match(self.text, at)
            if not found:
                raise _Lost
            keys.append((_word(found.group()), at))
            at = self._skip(_SPACE, found.end())
            if not self.text.startswith(".", at):
                break
            at += 1
        if len(keys) > _MOST_PARTS:
            self.odd.append(Odd(start, at, "a key of too many parts", closed=False))
            raise _Lost
        return keys, at

    def _pair(self, at: int, table: Place) -> int:
        """Note the pair that begins here in its table, and return its end."""
        keys, at = self._keys(at)
        if not self.text.startswith("=", at):
            raise _Lost
        for key, key_at in keys[:-1]:
            table = table.items.setdefault(key, Place(key_at, key_at, "dotted", key_at))
        value = self._value(self._skip(_SPACE, at + 1))
        last, value.key_at = keys[-1]
        table.items.setdefault(last, value)
        return value.end

    # -- values --------------------------------------------------------------------------------

    def _value(self, at: int) -> Place:
        first = self.text[at]
        if first in "[{":
            return Place(at, self._closing(at), "array" if first == "[" else "braces")
        found = _STRING.match(self.text, at) if first in "\"'" else _SCALAR.match(self.text, at)
        if not found:
            raise _Lost
        if first not in "\"'":
            self._note_long_numbers(at, found.end())
        return Place(at, found.end(), "value")

    def _closing(self, start: int) -> int:
        """Where the array or table in braces that begins here ends."""
        at, depth, deepest = start, 0, 0
        while True:
            first = self.text[at : at + 1]
            if not first or deepest > 50 * _MOST_DEPTH:
                break
            if first in "[{":
                depth, at = depth + 1, at + 1
                deepest = max(deepest, depth)
            elif first in "]}":
                depth, at = depth - 1, at + 1
            else:
                found = (_STRING if first in "\"'" else _NEITHER_TEXT_NOR_BRACKET).match(self.text, at)
                if not found:
                    raise _Lost
                if first not in "\"'":
                    self._note_long_numbers(at, found.end())
                at = found.end()
            if not depth:
                break
        if deepest > _MOST_DEPTH:
            self.odd.append(Odd(start, at, "lists or tables nested too deeply", closed=not depth))
        if depth:
            raise _Lost
        return at

    def _note_long_numbers(self, at: int, end: int) -> None:
        if end - at >= 4300:
            for found in _LONG_NUMBER.finditer(self.text, at, end):
                self.odd.append(Odd(found.start(), found.end(), "a number of too many digits"))

    def _look_into(self, place: Place) -> None:
        place.looked_into = True
        if place.form == "array":
            place.items.update(enumerate(self._array(place)))
            return
        at = place.at + 1
        while self.text[at := self._skip(_BLANK, at)] != "}":
            at = at + 1 if self.text[at] == "," else self._pair(at, place)

    def _array(self, place: Place) -> Iterator[Place]:
        at = place.at + 1
        while self.text[at := self._skip(_BLANK, at)] != "]":
            if self.text[at] == ",":
                at += 1
            else:
                item = self._value(at)
                at = item.end
                yield item


def _last_row(place: Place) -> Place:
    """The table itself, or the last row of a list of tables."""
    return place.items[len(place.items) - 1] if place.form == "rows" and place.items else place


def _word(raw: str) -> str:
    """The key that is written in some way."""
    if raw[0] == "'" or (raw[0] == '"' and "\\" not in raw):
        return raw[1:-1]
    if raw[0] != '"':
        return raw
    try:
        return str(tomllib.loads("k = " + raw)["k"])
    except ValueError:
        raise _Lost from None
