"""Writing TOML: a whole new model file from a conflict, and single values for a file that is edited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from countermove.errors import ConflictError, Problem
from countermove.files.keys import Key
from countermove.files.schema import MODEL
from countermove.model.conflict import Conflict

__all__ = ["spell_key", "spell_table", "spell_value", "write_model"]

_WIDTH = 100
_LONG = 80  # a text that is longer is written over several lines
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_WORDS = re.compile(r"[ \t]*[^ \t]+[ \t]*|[ \t]+")
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_ATTRIBUTES = {"if": "if_", "from": "from_"}


# -- a whole model -------------------------------------------------------------------------------


def write_model(conflict: Conflict) -> str:
    """A model file that reads back as the same conflict.

    Raises `ConflictError` if a text in the conflict cannot stand in a model file.
    """
    return "\n".join(_section("", conflict, "")).strip("\n") + "\n"


def _section(section: str, thing: Any, header: str) -> Iterator[str]:
    """The lines of a table: its pairs, then the tables in it, both in the order of the schema."""
    below: list[str] = []
    for key in MODEL[section]:
        value: Any = 1 if key.name == "countermove" else getattr(thing, _ATTRIBUTES.get(key.name, key.name))
        if _is_default(key, value):
            continue
        kind, _, rows = key.kind.partition(":")
        if kind == "tables":
            below.extend(_rows(rows, value, _dotted(header, key.name)))
        elif kind == "statements" and any(len(list(_section("statements", row, ""))) > 1 for row in value):
            below.extend(_rows("statements", value, _dotted(header, key.name)))
        elif kind == "weights":
            below.extend(["", f"[{_dotted(header, key.name)}]"])
            below.extend(f"{spell_key(name)} = {spell_value(number)}" for name, number in value.items())
        else:
            yield f"{key.name} = {spell_value(_plain(kind, value), indent=len(key.name) + 3)}"
    if section == "preferences" and not (
        thing.statements or thing.ranking or thing.rankings or thing.weights
    ):
        yield "statements = []"
    yield from below


def _dotted(header: str, name: str) -> str:
    return f"{header}.{name}" if header else name


def _rows(section: str, rows: Sequence[Any], header: str) -> Iterator[str]:
    for row in rows:
        yield ""
        yield f"[[{header}]]"
        yield from _section(section, row, header)


def _is_default(key: Key, value: Any) -> bool:
    if key.name == "form":
        return bool(value == "option")
    if key.name == "probability":
        return value is None  # 0 says something
    return not value and not key.required


def _plain(kind: str, value: Any) -> Any:
    """A value of the model as it stands in the file: a group of one state without brackets."""
    if kind == "statements":
        return [statement.that for statement in value]
    if kind == "ranking":
        return [group[0] if len(group) == 1 else list(group) for group in value]
    if kind == "rankings":
        return [_plain("ranking", ranking) for ranking in value]
    return value


# -- tables and values ---------------------------------------------------------------------------


def spell_key(name: str) -> str:
    """A key as it stands in a file, in quotes if need be."""
    return name if _BARE.match(name) else _short(name)


def spell_table(header: str, table: Mapping[str, Any], *, row: bool = True) -> str:
    """A table with its header, and the tables in it behind it."""
    lines = [f"[[{header}]]" if row else f"[{header}]"]
    below = []
    for name, value in table.items():
        inner = _dotted(header, spell_key(name))
        if isinstance(value, Mapping):
            below.append(spell_table(inner, value, row=False))
        elif isinstance(value, list | tuple) and value and all(isinstance(item, Mapping) for item in value):
            below.extend(spell_table(inner, item) for item in value)
        else:
            lines.append(f"{spell_key(name)} = {spell_value(value, indent=len(name) + 3)}")
    return "\n".join(["\n".join(lines) + "\n", *below])


def spell_value(value: Any, *, indent: int = 0, one_line: bool = False) -> str:
    """A value as it stands in a file, over several lines if it is long and may be.

    Raises `ConflictError` if a file cannot hold it.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        long = not one_line and ("\n" in value.rstrip("\n") or len(value) > _LONG)
        return _over_lines(value) if long else _short(value)
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        pairs = [f"{spell_key(name)} = {spell_value(item, one_line=True)}" for name, item in value.items()]
        return "{ " + ", ".join(pairs) + " }" if pairs else "{}"
    if isinstance(value, list | tuple):
        return _list(value, indent, one_line)
    raise ConflictError(Problem(f"a file cannot hold a {type(value).__name__}"))


def _list(items: Sequence[Any], indent: int, one_line: bool) -> str:
    spelled = [spell_value(item, one_line=True) for item in items]
    line = "[" + ", ".join(spelled) + "]"
    if one_line or len(line) + indent <= _WIDTH:
        return line
    return "[\n" + "".join(f"  {item},\n" for item in spelled) + "]"


def _number(value: int | float | Decimal) -> str:
    spelled = str(value)
    if isinstance(value, int):
        return spelled
    if not Decimal(spelled).is_finite():
        raise ConflictError(Problem(f"{value} is not a finite number"))
    return spelled if set(spelled) & set(".eE") else f"{spelled}e0"  # read back as what it is


# -- texts ---------------------------------------------------------------------------------------


def _short(text: str) -> str:
    """A text on one line, in single quotes if it has double ones in it."""
    if ('"' in text or "\\" in text) and "'" not in text and text.isprintable():
        return f"'{text}'"
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def _escaped(sign: str) -> str:
    if sign in _NAMED and sign not in "\b\f":
        return _NAMED[sign]
    if ord(sign) < 32 or 0xD800 <= ord(sign) < 0xE000:
        raise ConflictError(Problem(f"a text has the control character {sign!a}, which a file cannot hold"))
    return f"\\u{ord(sign):04X}" if 0x7F <= ord(sign) < 0xA0 or ord(sign) == 0xFEFF else sign


def _over_lines(text: str) -> str:
    """A text between triple quotation marks; lines that are too long are joined with a backslash."""
    lines = "\n".join(_folded(line) for line in text.split("\n"))
    if lines.endswith('"'):
        lines = lines[:-1] + '\\"'
    return '"""\n' + lines.replace('"""', '""\\"') + '"""'


def _folded(line: str) -> str:
    rows, folded = [], ""
    for word in _WORDS.findall(line):
        if folded and len(folded) + len(word.rstrip()) > _WIDTH:
            rows.append(folded + "\\")
            folded = ""
        folded += "".join(sign if sign == '"' else _escaped(sign) for sign in word)
    if folded.endswith(" "):
        folded = folded[:-1] + "\\u0020"  # or an editor may take it away
    return "\n".join([*rows, folded])
