"""The form of a file: whether every table has the keys it may have, with values of the right kind.

It is our own small thing rather than a validation library because it must report every mistake with
its place in the file, keep what is right beside what is wrong, and start in no time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from countermove.errors import MOST_PROBLEMS, Path, Problem, clip, did_you_mean
from countermove.files.keys import Key, Sections
from countermove.files.syntax import UNREAD

__all__ = ["Checked", "check_form"]

_SAID = {
    "text": "a text in quotes",
    "texts": "a list of texts",
    "flag": "true or false",
    "integer": "a whole number",
    "integers": "a list of whole numbers",
    "number": "a number",
    "numbers": "a list of numbers",
    "strengths": "lists of whole numbers such as [[1], [1, 2]]",
    "date": "a date such as 2025-08-17",
    "range": "a lowest and a highest number such as [20, 35]",
    "pair": 'a pair such as ["1", "2"]',
    "pairs": 'a list of pairs such as ["1", "2"]',
    "ranking": 'a list of states such as ["3", ["1", "2"]]',
    "rankings": "a list of rankings",
    "weights": "a table of numbers",
    "statement": "a text or a table",
    "statements": "a list of statements",
    "table": "a table",
    "tables": "a list of tables",
}
_MOST_HINTS = 100
_SMALLEST, _LARGEST = Decimal("1e-18"), Decimal("1e18")


@dataclass
class Checked:
    """What a check of form found: the values of the right kind, every problem, and what is unread.

    Where an item of a list is wrong, something harmless of the right kind stands in its place, so
    that the others keep their positions; its path is `unread`, and so is that of every key that is
    missing, or that an unknown key was probably meant to be. `left_out` counts further problems.
    """

    clean: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    unread: set[Path] = field(default_factory=set)
    left_out: int = 0


def check_form(sections: Sections, data: Mapping[str, Any]) -> Checked:
    """Check a whole file against its tables of keys."""
    form = _Form(sections)
    form.found.clean = form.table("", data, ())
    return form.found


class _Form:
    """One check. The methods for a kind take a value and return what may be kept of it, or None."""

    def __init__(self, sections: Sections) -> None:
        self.sections = sections
        self.found = Checked()
        self.hints = 0
        self.by_name = {name: {key.name: key for key in keys} for name, keys in sections.items()}

    # -- reporting -----------------------------------------------------------------------------

    def say(self, what: str, cure: str, path: Path, *, on_key: bool = False) -> Any:
        if len(self.found.problems) >= MOST_PROBLEMS:
            self.found.left_out += 1
            return None
        self.found.problems.append(Problem(what, cure, path, on_key=on_key))
        if not on_key:
            self.found.unread.add(path)
        return None

    def wrong(self, kind: str, value: Any, path: Path) -> Any:
        """The value is not of this kind."""
        if value is UNREAD:
            self.found.unread.add(path)
            return None
        return self.say(f"expected {_SAID[kind]}, found {_spell(value)}", _cure(kind, value, path), path)

    # -- tables --------------------------------------------------------------------------------

    def table(self, section: str, table: Mapping[str, Any], path: Path) -> dict[str, Any]:
        keys = self.by_name[section]
        clean: dict[str, Any] = {}
        for name, value in table.items():
            if name not in keys:
                self.unknown_key(section, table, name, path)
                continue
            kept = self.value(keys[name].kind, value, (*path, name))
            if kept is not None:
                clean[name] = kept
        for key in keys.values():
            if key.required and key.name not in table:
                self.say(f'"{key.name}" is missing', f"{key.name}: {key.means}.", (*path, key.name))
        return clean

    def unknown_key(self, section: str, table: Mapping[str, Any], name: str, path: Path) -> None:
        keys = self.by_name[section]
        absent = [key for key in keys if key not in table]
        self.hints += 1
        cure = did_you_mean(name, keys) if self.hints <= _MOST_HINTS else ""
        meant = [key for key in absent if cure == f'Did you mean "{key}"?']
        value = table[name]
        if not meant and (isinstance(value, dict) or _is_list_of(value, dict)):
            meant = [key for key in absent if _is_of_tables(keys[key])]
        self.found.unread.update((*path, key) for key in meant)
        if value is UNREAD:
            return
        if section and name in self.by_name[""] and not cure.startswith("Did"):
            cure = "It belongs at the top of the file, before the first [table]."
        self.say(f'unknown key "{clip(name)}"', cure, (*path, name), on_key=True)

    def tables(self, section: str, value: Any, path: Path) -> Any:
        if not isinstance(value, list):
            return self.wrong("tables", value, path)
        return [self.row(section, item, (*path, i)) for i, item in enumerate(value)]

    def row(self, section: str, item: Any, path: Path) -> dict[str, Any]:
        if isinstance(item, dict):
            return self.table(section, item, path)
        self.wrong("statement" if section == "statements" else "table", item, path)
        return {}

    def statements(self, value: Any, path: Path) -> Any:
        if not isinstance(value, list):
            return self.wrong("statements", value, path)
        return [
            {"that": self.text(item, (*path, i)) or ""}
            if isinstance(item, str)
            else self.row("statements", item, (*path, i))
            for i, item in enumerate(value)
        ]

    # -- values --------------------------------------------------------------------------------

    def value(self, kind: str, value: Any, path: Path) -> Any:
        kind, _, below = kind.partition(":")
        if kind == "tables":
            return self.tables(below, value, path)
        return getattr(self, kind)(value, path)

    def listed(
        self, kind: str, item: Callable[[Any, Path], Any], instead: Any, value: Any, path: Path
    ) -> Any:
        """A list, each item checked on its own."""
        if not isinstance(value, list):
            return self.wrong(kind, value, path)
        kept = [item(one, (*path, i)) for i, one in enumerate(value)]
        return [instead if one is None else one for one in kept]

    def text(self, value: Any, path: Path) -> Any:
        if not isinstance(value, str):
            return self.wrong("text", value, path)
        if any(_forbidden(sign) for sign in value):
            return self.say("the text has a control character in it", "Remove it.", path)
        return value

    def texts(self, value: Any, path: Path) -> Any:
        return self.listed("texts", self.text, "", value, path)

    def flag(self, value: Any, path: Path) -> Any:
        return value if isinstance(value, bool) else self.wrong("flag", value, path)

    def integer(self, value: Any, path: Path) -> Any:
        if not isinstance(value, int) or isinstance(value, bool):
            return self.wrong("integer", value, path)
        if not -(2**53) < value < 2**53:
            return self.say("the number is too large", "Give a number below 2^53.", path)
        return value

    def integers(self, value: Any, path: Path) -> Any:
        kept = self.listed("integers", self.integer, None, value, path)
        return None if kept is None or None in kept else kept

    def strengths(self, value: Any, path: Path) -> Any:
        kept = self.listed("strengths", self.integers, None, value, path)
        return None if kept is None or None in kept else kept

    def numbers(self, value: Any, path: Path) -> Any:
        kept = self.listed("numbers", self.number, None, value, path)
        return None if kept is None or None in kept else kept

    def number(self, value: Any, path: Path) -> Any:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return self.wrong("number", value, path)
        if isinstance(value, Decimal) and not value.is_finite():
            return self.say(f"{value} is not a finite number", "Give a number.", path)
        size: Any = abs(value)
        if size >= 10**18 if isinstance(size, int) else size and not _SMALLEST < size < _LARGEST:
            return self.say(
                "the number is too large or too small", "Use numbers between 1e-18 and 1e18.", path
            )
        return value

    def date(self, value: Any, path: Path) -> Any:
        return value if type(value) is date else self.wrong("date", value, path)

    def pair(self, value: Any, path: Path) -> Any:
        if not isinstance(value, list) or len(value) != 2:
            return self.wrong("pair", value, path)
        return self.texts(value, path)

    def pairs(self, value: Any, path: Path) -> Any:
        return self.listed("pairs", self.pair, ["", ""], value, path)

    def group(self, value: Any, path: Path) -> Any:
        if not isinstance(value, list):
            return self.text(value, path)
        if not value:
            return self.say("a group of states is empty", "Drop it.", path)
        return self.texts(value, path)

    def ranking(self, value: Any, path: Path) -> Any:
        return self.listed("ranking", self.group, "", value, path)

    def rankings(self, value: Any, path: Path) -> Any:
        return self.listed("rankings", self.ranking, [], value, path)

    def range(self, value: Any, path: Path) -> Any:
        if not isinstance(value, list) or len(value) != 2:
            return self.wrong("range", value, path)
        kept = [self.number(number, (*path, i)) for i, number in enumerate(value)]
        return None if None in kept else kept

    def weights(self, value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            return self.wrong("weights", value, path)
        kept = {name: self.number(number, (*path, name)) for name, number in value.items()}
        return {name: 0 if number is None else number for name, number in kept.items()}


def _forbidden(sign: str) -> bool:
    return (ord(sign) < 32 and sign not in "\n\r\t") or 0xD800 <= ord(sign) < 0xE000


def _is_list_of(value: Any, kind: type) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], kind)


def _is_of_tables(key: Key) -> bool:
    return key.kind.startswith(("tables", "statements"))


_KINDS: tuple[tuple[type, str], ...] = ((str, "a text"), (list, "a list"), (dict, "a table"))


def _spell(value: Any) -> str:
    """A value in words, with the number if it is short."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"a number ({value})" if abs(value) < 10**12 else "a number"
    if isinstance(value, Decimal):
        short = value.is_finite() and abs(value.adjusted()) < 12 and len(str(value)) < 20
        return f"a number ({value})" if short or not value.is_finite() else "a number"
    return next((said for kind, said in _KINDS if isinstance(value, kind)), "a date or time")


def _cure(kind: str, value: Any, path: Path) -> str:
    """What would make a value one of this kind, where that can be said."""
    if kind in ("text", "statement"):
        if isinstance(value, int | Decimal | date | time):
            return 'Put it in quotes: "...".'
        return 'Write one text: "...".' if isinstance(value, list) else ""
    if kind in ("texts", "integers", "numbers", "strengths", "pairs", "ranking", "rankings", "statements"):
        return "Put it in brackets: [...]." if isinstance(value, str | int | Decimal) else ""
    if kind in ("flag", "integer", "number", "date"):
        if isinstance(value, datetime):
            return "Leave out the time."
        if isinstance(value, dict) and "weights" in path:
            return 'A condition with a dot stands in quotes: "us.backstop" = 2.'
        return "Write it without quotes." if isinstance(value, str) else ""
    if kind == "tables":
        return f"Write [[{path[-1]}]] above each row." if isinstance(value, dict | str) else ""
    return ""
