"""Changing a model file that a person wrote: one value at a time, comments and layout kept.

`ModelFile` holds the text as tomlkit reads it, so everything that is not changed stays as it stands,
line ends included. `write_model` makes a whole new file from a conflict.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

import tomlkit
from tomlkit.items import AoT, Item

from countermove.errors import ConflictError, ModelError, Path, Problem
from countermove.files.schema import MODEL
from countermove.files.toml import conflict_from_toml, read_text, write_atomically
from countermove.model.conflict import Conflict

__all__ = ["ModelFile", "write_model"]


class ModelFile:
    """The text of a model file, open for changes. Paths are those of `Problem.path`.

    >>> file = ModelFile('countermove = 1  # keep me\\ntitle = "Old"\\n')
    >>> file.set(("title",), "New")
    >>> print(file.text, end="")
    countermove = 1  # keep me
    title = "New"
    """

    def __init__(self, text: str) -> None:
        self._document = tomlkit.parse(text)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> ModelFile:
        """Open a file for changes; it must be valid TOML, but may have mistakes of meaning."""
        text = read_text(FilePath(path))
        try:
            return cls(text)
        except tomlkit.exceptions.TOMLKitError as error:
            raise ModelError(Problem(f"the file is not TOML: {error}", file=str(path))) from None

    @property
    def text(self) -> str:
        """The file as it would be written now."""
        return tomlkit.dumps(self._document)

    def get(self, path: Path) -> Any:
        """The plain value at a path. Raises `KeyError` if there is none."""
        item = self._item(path)
        return item.unwrap() if isinstance(item, Item) else item

    def _item(self, path: Path) -> Any:
        item: Any = self._document
        for step in path:
            try:
                item = item[step]
            except (IndexError, KeyError, TypeError):
                raise KeyError(path) from None
        return item

    def set(self, path: Path, value: Any) -> None:
        """Put a value at a path; the comment beside an old value stays."""
        self._item(path[:-1])[path[-1]] = value

    def insert(self, path: Path, table: Mapping[str, Any]) -> None:
        """Add a table to a list of tables, such as a new outcome at ``("outcomes", 2)``."""
        *outer, name, at = path
        parent = self._item(tuple(outer))
        if name not in parent:
            parent[name] = tomlkit.aot()
        row = tomlkit.table()
        row.update(table)
        rows = parent[name]
        if isinstance(rows, AoT) and isinstance(at, int):
            rows.insert(at, row)
        else:
            rows.insert(at, tomlkit.inline_table() | dict(table))

    def remove(self, path: Path) -> None:
        """Take away the value at a path."""
        del self._item(path[:-1])[path[-1]]

    def conflict(self) -> Conflict:
        """The conflict as the text stands now. Raises `ModelError` with every mistake."""
        conflict, problems = conflict_from_toml(self.text, "model")
        errors = [problem for problem in problems if not problem.warning]
        if conflict is None or errors:
            raise ModelError(errors)
        return conflict

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the text to a file, whole or not at all."""
        write_atomically(FilePath(path), self.text)


_KEYS = {"if_": "if", "from_": "from"}
_TABLES = (
    "decision_makers",
    "options",
    "states",
    "exclusions",
    "coalesced",
    "bans",
    "outcomes",
    "readings",
    "scales",
)


def write_model(conflict: Conflict) -> str:
    """A model file that reads back as the same conflict.

    Raises `ConflictError` if a text in the conflict cannot stand in a model file.
    """
    lines = ["countermove = 1"]
    lines.extend(_pairs(conflict, skip=(*_TABLES, "preferences")))
    for section in ("decision_makers", "states", "exclusions", "coalesced", "bans", "outcomes", "readings"):
        for row in getattr(conflict, section):
            lines.extend(_table(section, row))
    for wish in conflict.preferences:
        lines.extend(["", "[[preferences]]", *_pairs(wish, skip=("statements", "weights"))])
        if not (wish.statements or wish.weights or wish.ranking or wish.rankings):
            lines.append("statements = []")
        if wish.weights:
            lines.extend(["", "[preferences.weights]"])
            lines.extend(f"{_quoted(name)} = {_number(value)}" for name, value in wish.weights.items())
        for statement in wish.statements:
            lines.extend(["", "[[preferences.statements]]", *_pairs(statement)])
    for scale in conflict.scales:
        lines.extend(["", "[[scales]]", *_pairs(scale, skip=("marks", "positions"))])
        for name, row in [("marks", mark) for mark in scale.marks] + [
            ("positions", p) for p in scale.positions
        ]:
            lines.extend(["", f"[[scales.{name}]]", *_pairs(row)])
    return "\n".join(lines) + "\n"


def _table(section: str, row: Any) -> Iterator[str]:
    yield ""
    yield f"[[{section}]]"
    yield from _pairs(row, skip=("options",))
    for option in getattr(row, "options", ()):
        yield ""
        yield f"[[{section}.options]]"
        yield from _pairs(option)


def _pairs(thing: Any, skip: tuple[str, ...] = ()) -> Iterator[str]:
    """``key = value`` for every field that is not at its default."""
    required = {key.name for section in MODEL.values() for key in section if key.required}
    for field in fields(thing):
        value = getattr(thing, field.name)
        name = _KEYS.get(field.name, field.name)
        if field.name in skip or (
            not value and not (name in required and name in ("id", "title", "that", "at"))
        ):
            continue
        if name == "form" and value == "option":
            continue
        yield f"{name} = {_value(value)}"


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return _quoted(value) if isinstance(value, str) else _number(value)


def _quoted(text: str) -> str:
    for sign in text:
        if (ord(sign) < 32 and sign not in "\n\r\t") or 0xD800 <= ord(sign) < 0xE000:
            raise ConflictError(
                Problem(f"a text has the control character {sign!r}, which a file cannot hold")
            )
    return tomlkit.string(text).as_string()


def _number(value: int | float | Decimal) -> str:
    return str(Decimal(str(value))) if isinstance(value, float) else str(value)
