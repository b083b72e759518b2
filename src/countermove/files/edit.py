"""Changing a model file that a person wrote: one value at a time, all else byte for byte as it was.

A change cuts a stretch out of the text and puts another in its place, so comments, order, blank
lines and line ends elsewhere cannot suffer. After each change the text is read again; if it does not
say what was meant, the change is taken back.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import ConflictError, ModelError, Path, Problem
from countermove.files.places import Place, Places
from countermove.files.syntax import read_toml
from countermove.files.toml import conflict_from_toml, read_text, write_atomically
from countermove.files.write import spell_key, spell_table, spell_value, write_model
from countermove.model.conflict import Conflict

__all__ = ["ModelFile", "write_model"]

_TABLES = ("table", "rows", "dotted")
_BLANK_OR_COMMA = re.compile(r"[ \t\r\n,]*")
_BLANK = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_REST_OF_LINE = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")


class ModelFile:
    """The text of a model file, open for changes. Paths are those of `Problem.path`.

    >>> file = ModelFile('countermove = 1  # keep me\\ntitle = "Old"\\n')
    >>> file.set(("title",), "New")
    >>> print(file.text, end="")
    countermove = 1  # keep me
    title = "New"
    """

    def __init__(self, text: str, name: str = "model") -> None:
        self.text = text
        self._name = name
        document = read_toml(text, name)
        if document.problems or document.data is None:
            raise ModelError(document.problems)
        self._data = document.data
        self._places = Places(text)
        self._mark = ""  # a byte order mark, if the file began with one

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> ModelFile:
        """Open a file for changes; it must be valid TOML, but may have mistakes of meaning."""
        file = cls(read_text(FilePath(path)), str(path))
        with suppress(OSError), FilePath(path).open("rb") as opened:
            file._mark = "\ufeff" if opened.read(3) == b"\xef\xbb\xbf" else ""
        return file

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the text to a file, whole or not at all."""
        write_atomically(FilePath(path), self._mark + self.text)

    def conflict(self) -> Conflict:
        """The conflict as the text stands now. Raises `ModelError` with every mistake."""
        conflict, problems = conflict_from_toml(self.text, self._name)
        errors = [problem for problem in problems if not problem.warning]
        if conflict is None or errors:
            raise ModelError(errors)
        return conflict

    # -- what a person does --------------------------------------------------------------------

    def get(self, path: Path) -> Any:
        """The plain value at a path. Raises `KeyError` if there is none."""
        return deepcopy(_value(self._data, path))

    def set(self, path: Path, value: Any) -> None:
        """Put a value at a path; the comment beside an old value stays. A new key goes last in its table.

        Raises `KeyError` if there is no table for it.
        """
        if not path:
            raise KeyError(path)
        table, after = _value(self._data, path[:-1]), deepcopy(self._data)
        old = self._places.place(path)
        if isinstance(table, list) and (not isinstance(path[-1], int) or old is None):
            raise KeyError(path)
        if not isinstance(table, dict | list):
            raise KeyError(path)
        _value(after, path[:-1])[path[-1]] = _as_read(value)
        if old is None:
            self._apply(*self._new_pair(path, value), after)
        elif old.form in _TABLES:
            text = self.text
            self.remove(path)
            try:
                (self.insert if isinstance(path[-1], int) else self.set)(path, value)
            except (KeyError, ConflictError):
                self._become(text)
                raise
        else:
            self._apply(old.at, old.end, self._spell(value, path), after)

    def insert(self, path: Path, item: Any) -> None:
        """Add an item to a list, such as a new outcome at ``("outcomes", 2)``; the list may be new."""
        *outer, name, at = path
        where = tuple(outer)
        parent, after = _value(self._data, where), deepcopy(self._data)
        if not isinstance(at, int) or not isinstance(parent, dict):
            raise KeyError(path)
        listed = parent.get(name, [])
        if not isinstance(listed, list):
            raise KeyError(path)
        at = min(at, len(listed))
        _value(after, where).setdefault(name, []).insert(at, _as_read(item))
        place = self._places.place((*where, name))
        if place and place.form == "rows" and not isinstance(item, Mapping):
            raise KeyError(path)  # a list of tables with headers holds tables
        if place is None:
            change = self._new_list(where, str(name), item)
        elif place.form == "rows":
            change = self._new_row(place, at, item)
        else:
            change = self._new_item(place, at, item)
        self._apply(*change, after)

    def remove(self, path: Path) -> None:
        """Take away the value at a path, with its line. Comments above it stay."""
        place = self._places.place(path)
        after = deepcopy(self._data)
        if place is None or not path:
            raise KeyError(path)
        del _value(after, path[:-1])[path[-1]]
        parent = self._places.place(path[:-1])
        for n in range(len(path) - 1, 0, -1):  # a table without pairs or a header is not there
            if self._form(path[:n]) in ("dotted", "rows") and not _value(after, path[:n]):
                del _value(after, path[: n - 1])[path[n - 1]]
        if place.form in ("table", "rows") or (place.form == "dotted" and self.text[place.at] == "["):
            cuts = list(self._blocks(place))
        elif parent is not None and parent.form == "array":
            cuts = self._item(parent, place)
        elif braces := self._braces(path):
            cuts = list(self._pairs_in(braces, list(_leaves(place))))
        else:
            cuts = [self._line_of(leaf) for leaf in _leaves(place)]
        text = self.text
        for start, end in sorted(cuts, reverse=True):
            text = text[:start] + text[end:]
        self._become_if(text, after)

    # -- changing the text ---------------------------------------------------------------------

    def _become(self, text: str) -> None:
        document = read_toml(text, self._name)
        assert document.data is not None
        self.text, self._data, self._places = text, document.data, Places(text)

    def _become_if(self, text: str, meant: dict[str, Any]) -> None:
        """Take a new text if it says what is meant; else stay as before."""
        document = read_toml(text, self._name)
        if document.problems or document.data is None or _comparable(document.data) != _comparable(meant):
            what = "this change cannot be made in the file as it is laid out"
            raise ModelError(Problem(what, "Make it with an editor.", file=self._name))
        self._become(text)

    def _apply(self, start: int, end: int, new: str, meant: dict[str, Any]) -> None:
        """Put a new stretch of text in place of an old one."""
        self._become_if(self.text[:start] + new + self.text[end:], meant)

    def _ends(self, text: str) -> str:
        """A new text with the line ends that the file has."""
        return text.replace("\n", "\r\n") if "\r\n" in self.text else text

    def _spell(self, value: Any, path: Path) -> str:
        inside = any(self._form(path[:n]) in ("array", "braces") for n in range(len(path)))
        return self._ends(spell_value(value, indent=len(str(path[-1])) + 3, one_line=inside))

    def _form(self, path: Path) -> str:
        place = self._places.place(path)
        return place.form if place else ""

    # -- lines ---------------------------------------------------------------------------------

    def _line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def _line_end(self, at: int) -> int:
        """The offset behind the end of the line."""
        end = self.text.find("\n", at)
        return end + 1 if end >= 0 else len(self.text)

    def _new_lines(self, at: int, lines: str) -> tuple[int, int, str]:
        """Whole lines to be put in at the beginning of a line, or behind a last line without an end."""
        unended = at and not self.text.endswith("\n", 0, at)
        return at, at, self._ends("\n" if unended else "") + lines

    def _blank_before(self, at: int) -> bool:
        """Whether there is a blank line, or nothing, before the line that begins at an offset."""
        return not at or not self.text[self._line_start(at - 1) : at].strip()

    def _above(self, at: int) -> int:
        """The beginning of the line, or of the comment lines right above it."""
        at = self._line_start(at)
        while at and self.text[self._line_start(at - 1) : at].lstrip().startswith("#"):
            at = self._line_start(at - 1)
        return at

    # -- new things ----------------------------------------------------------------------------

    def _new_pair(self, path: Path, value: Any) -> tuple[int, int, str]:
        """Where a new pair goes: behind the last one of its table."""
        table, key, outer = self._places.place(path[:-1]), spell_key(str(path[-1])), path[:-1]
        while table is not None and table.form == "dotted":  # a key with one more dot
            key = f"{spell_key(str(outer[-1]))}.{key}"
            outer = outer[:-1]
            table = self._places.place(outer)
        assert table is not None
        if table.form == "braces":
            end = max((pair.end for pair in _pairs(self._places.inside(table))), default=-1)
            pair = f"{key} = {spell_value(value, one_line=True)}"
            return (table.at, table.end, f"{{ {pair} }}") if end < 0 else (end, end, f", {pair}")
        if table.form != "table":
            raise KeyError(path)
        line = f"{key} = {self._spell(value, path)}" + self._ends("\n")
        if not table.end:
            return self._new_lines(0, line)
        return self._new_lines(self._line_end(table.end), self._indent(table.end) + line)

    def _indent(self, at: int) -> str:
        """The blanks before the header or pair that stands at or before an offset."""
        starts = self._places.starts
        start = starts[bisect_right(starts, at) - 1]
        return self.text[self._line_start(start) : start]

    def _new_list(self, outer: Path, name: str, item: Any) -> tuple[int, int, str]:
        parent = self._places.place(outer)
        assert parent is not None
        if not isinstance(item, Mapping) or not list(_tables(parent)):
            return self._new_pair((*outer, name), [item])
        header = ".".join(spell_key(str(step)) for step in (*outer, name) if isinstance(step, str))
        at = self._line_end(len(self.text) if not outer else _extent(parent))
        return self._new_lines(at, self._ends("\n" + spell_table(header, item)))

    def _new_row(self, rows: Place, at: int, item: Mapping[str, Any]) -> tuple[int, int, str]:
        ordered = [rows.items[i] for i in range(len(rows.items))]
        header = re.match(r"\[\[[ \t]*(.*?)[ \t]*\]\]", self.text[ordered[0].at :])
        assert header is not None
        spelled = self._ends(spell_table(header[1], item))
        if at < len(ordered):
            above = self._above(ordered[at].at)
            return self._new_lines(above, spelled + self._ends("\n" if self._blank_before(above) else ""))
        spaced = self._blank_before(self._above(ordered[-1].at))
        end = self._line_end(_extent(ordered[-1]))
        return self._new_lines(end, self._ends("\n" if spaced else "") + spelled)

    def _new_item(self, array: Place, at: int, item: Any) -> tuple[int, int, str]:
        spelled = spell_value(item, one_line=True)
        items = list(self._places.inside(array).values())
        if not items:
            inner = self.text[array.at + 1 : array.end - 1]
            return array.at + 1, array.end - 1, spelled + (inner if inner.strip() else "")
        if at < len(items):
            begin = items[at].at
            start = self._line_start(begin)
            alone = not self.text[start:begin].strip()
            between = self._ends("\n") + self.text[start:begin] if alone and start > array.at else " "
            return begin, begin, f"{spelled},{between}"
        return self._behind_last(items[-1], spelled)

    def _behind_last(self, last: Place, spelled: str) -> tuple[int, int, str]:
        """Behind the last item of an array: on a line of its own, if that one has its own."""
        start, rest = self._line_start(last.at), _REST_OF_LINE.match(self.text, last.end)
        indent, comma = self.text[start : last.at], self._comma(last)
        if comma >= 0 and (not rest or indent.strip() or comma >= rest.end()):
            return comma + 1, comma + 1, f" {spelled}"
        if not rest or indent.strip():
            return last.end, last.end, f", {spelled}"
        old = self.text[last.end : rest.end()]
        return last.end, rest.end(), f"{',' if comma < 0 else ''}{old}{indent}{spelled},{self._ends(chr(10))}"

    def _comma(self, item: Place) -> int:
        """Where the comma behind an item of an array stands; -1 if there is none."""
        blank = _BLANK.match(self.text, item.end)
        at = blank.end() if blank else item.end
        return at if self.text.startswith(",", at) else -1

    # -- things that go ------------------------------------------------------------------------

    def _blocks(self, place: Place) -> Iterator[tuple[int, int]]:
        """The lines of a table or list of tables and of all tables in it, with a blank line each."""
        headers = [start for start in self._places.starts if self.text[start] == "["]
        own = {table.at: table.end for table in _tables(place)}
        run: list[int] = []
        for start in [*headers, -1]:
            if start in own:
                run.append(start)
            elif run:
                first, last = self._line_start(run[0]), self._line_end(own[run[-1]])
                while self._blank_before(first) and not self.text[last : self._line_end(last)].strip():
                    if last == len(self.text):
                        break
                    last = self._line_end(last)
                yield first, last
                run = []

    def _line_of(self, place: Place) -> tuple[int, int]:
        """All lines of a pair at the top level."""
        starts = self._places.starts
        start = starts[bisect_right(starts, place.key_at) - 1]
        return self._line_start(start), self._line_end(place.end)

    def _braces(self, path: Path) -> Place | None:
        """The innermost table in braces around a path, unless an array lies between."""
        for n in range(len(path) - 1, -1, -1):
            place = self._places.place(path[:n])
            if place is None or place.form != "dotted":
                return place if place and place.form == "braces" else None
        return None

    def _pairs_in(self, braces: Place, going: list[Place]) -> Iterator[tuple[int, int]]:
        """Some pairs of a table in braces, each with a comma."""
        pairs = sorted(_pairs(self._places.inside(braces)), key=lambda pair: pair.at)
        starts, at = [], braces.at + 1
        for pair in pairs:
            blank = _BLANK_OR_COMMA.match(self.text, at)
            starts.append(blank.end() if blank else at)
            at = pair.end
        stay = next((i for i, pair in enumerate(pairs) if pair not in going), len(pairs))
        if stay:
            yield starts[0], starts[stay] if stay < len(pairs) else pairs[-1].end
        for i in range(stay + 1, len(pairs)):
            if pairs[i] in going:
                yield pairs[i - 1].end, pairs[i].end

    def _item(self, array: Place, place: Place) -> list[tuple[int, int]]:
        """An item of an array, with its line if that holds nothing else."""
        start, rest = self._line_start(place.at), _REST_OF_LINE.match(self.text, place.end)
        comma = self._comma(place)
        if rest and start > array.at and not self.text[start : place.at].strip() and comma < rest.end():
            return [(start, rest.end())]
        items = list(self._places.inside(array).values())
        at = items.index(place)
        if at + 1 < len(items) and not self.text[comma + 1 : items[at + 1].at].strip(" \t"):
            return [(place.at, items[at + 1].at)]
        if at and comma < 0 and not self.text[items[at - 1].end : place.at].strip(" \t,"):
            return [(items[at - 1].end, place.end)]
        blanks = len(self.text[start : place.at]) - len(self.text[start : place.at].rstrip(" \t"))
        return [(place.at - blanks, place.end), *([(comma, comma + 1)] if comma >= 0 else [])]


# -- plain values ----------------------------------------------------------------------------------


def _value(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (IndexError, KeyError, TypeError):
            raise KeyError(path) from None
    return data


def _as_read(value: Any) -> Any:
    """A value as it comes back from a file."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {str(key): _as_read(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_read(item) for item in value]
    return deepcopy(value)


def _comparable(value: Any) -> Any:
    """A value that equals itself, not-a-number included."""
    if isinstance(value, dict):
        return {key: _comparable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_comparable(item) for item in value]
    return (type(value).__name__, str(value)) if isinstance(value, Decimal | bool) else value


# -- places ----------------------------------------------------------------------------------------


def _tables(place: Place) -> Iterator[Place]:
    """Every table with a header of its own, from here inwards."""
    if place.form == "table":
        yield place
    if place.form in _TABLES:
        for inner in place.items.values():
            yield from _tables(inner)


def _leaves(place: Place) -> Iterator[Place]:
    """The pairs that make up a value: one, or several with dotted keys."""
    if place.form != "dotted":
        yield place
        return
    for inner in place.items.values():
        yield from _leaves(inner)


def _extent(place: Place) -> int:
    """Where the last table in a table ends."""
    return max(table.end for table in _tables(place))


def _pairs(items: Mapping[str | int, Place]) -> Iterator[Place]:
    for item in items.values():
        yield from _leaves(item)
