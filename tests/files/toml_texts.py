"""TOML texts of every shape, valid by construction, their layout as wild as people's.

Hypothesis chooses a seed and a size; to draw every sign through it would take minutes.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from hypothesis import strategies as st

__all__ = ["toml_texts"]

_SIGNS = [*"ab1é€🙂 .,-_#=[]{}'\"\\\n\t\r\x00\x1f\x7f", '"""', "'''", "a b", "\\n", "N", "ü\n"]
_SCALARS = [
    *("0", "+1", "-17", "1_000", "0xDEAD_beef", "0o755", "0b1", "1.5", "-0.0", "6.02e23", "1e-3", "+inf"),
    *("-nan", "true", "false", "1979-05-27", "07:32:00", "00:32:00.999999", "1979-05-27T07:32:00Z"),
    *("1979-05-27 07:32:00", "1979-05-27 00:32:00.5-07:00", "1979-05-27t07:32:00+01:30"),
]
_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_NAMED = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Draw:
    """Where the choices come from."""

    def __init__(self, seed: int, size: int) -> None:
        self.rng = random.Random(seed)
        self.size = size  # most items of anything

    def upto(self, most: int) -> int:
        return self.rng.randint(0, most)

    def of(self, items: Sequence[str]) -> str:
        return self.rng.choice(items)

    def chance(self, one_in: int = 3) -> bool:
        return self.rng.randrange(one_in) == 0

    def text(self, most: int) -> str:
        return "".join(self.of(_SIGNS) for _ in range(self.upto(most)))


# -- texts and keys --------------------------------------------------------------------------------


def _escape(draw: Draw, sign: str, plain: str) -> str:
    """A character of a basic string: escaped where it must be, and now and then where it need not."""
    must = sign in '"\\\x7f' or (ord(sign) < 32 and sign not in plain)
    if not must and not draw.chance(8):
        return sign
    if sign in _NAMED and draw.chance(2):
        return _NAMED[sign]
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 and draw.chance(2) else f"\\U{ord(sign):08X}"


def _basic(draw: Draw, text: str) -> str:
    return '"' + "".join(_escape(draw, sign, "\t") for sign in text) + '"'


def _long_basic(draw: Draw, text: str) -> str:
    parts = ['"""', "\n" if text.startswith("\n") or draw.chance() else ""]
    run = 0
    for k, sign in enumerate(text):
        if sign == '"' and run < 2 and draw.chance(2):
            parts.append(sign)
            run += 1
            continue
        run = 0
        parts.append(_escape(draw, sign, "\t\n"))
        if not text[k + 1 : k + 2].isspace() and draw.chance(6):
            parts.append(draw.of(["\\\n", "\\ \t\n \n\t", "\\\n\n  "]))
    return "".join(parts) + '"""'


def _literal(text: str) -> str | None:
    bad = any((ord(sign) < 32 and sign != "\t") or sign in "'\x7f" for sign in text)
    return None if bad else f"'{text}'"


def _long_literal(draw: Draw, text: str) -> str | None:
    if any((ord(sign) < 32 and sign not in "\t\n") or sign == "\x7f" for sign in text) or "'''" in text:
        return None
    return "'''" + ("\n" if text.startswith("\n") or draw.chance() else "") + text + "'''"


def _text(draw: Draw) -> str:
    text = draw.text(2 * draw.size)
    ways = [_basic(draw, text), _long_basic(draw, text), _literal(text), _long_literal(draw, text)]
    return draw.of([way for way in ways if way is not None])


def _key(draw: Draw, word: str) -> str:
    ways = [_basic(draw, word), _literal(word), word if _BARE.match(word) else None]
    return draw.of([way for way in reversed(ways) if way is not None])


def _words(draw: Draw, most: int) -> list[str]:
    drawn = [
        draw.text(3) if draw.chance() else draw.of(["a", "b", "c-1", "7", "that"])
        for _ in range(draw.upto(min(most, draw.size)))
    ]
    return list(dict.fromkeys(drawn))


# -- values ----------------------------------------------------------------------------------------


def _gap(draw: Draw) -> str:
    """Between the items of an array anything may stand that is blank, comments included."""
    return draw.of(["", "", " ", "\n", "\n  ", " # a, comment ] with \"'\n\t", "\n\n#\n"])


def _value(draw: Draw, depth: int) -> str:
    kind = draw.upto(5 if depth else 3)
    if kind < 2:
        return draw.of(_SCALARS)
    if kind < 4:
        return _text(draw)
    if kind == 4:
        items = [_gap(draw) + _value(draw, depth - 1) + _gap(draw) for _ in range(draw.upto(3))]
        return "[" + ",".join(items) + ("," if items and draw.chance() else "") + _gap(draw) + "]"
    space = draw.of(["", " ", "\t "])
    pairs = [pair for word in _words(draw, 3) for pair in _pairs(draw, word, depth - 1)]
    return "{" + space + f"{space},{space}".join(pairs) + space + "}"


def _pairs(draw: Draw, word: str, depth: int) -> list[str]:
    """One pair, or several with dotted keys below the word."""
    dot, equals = draw.of([".", " . ", "\t."]), draw.of([" = ", "=", "\t= "])
    below = _words(draw, 2) if draw.chance(5) else []
    keys = [_key(draw, word) + dot + _key(draw, inner) for inner in below] or [_key(draw, word)]
    return [f"{key}{equals}{_value(draw, depth)}" for key in keys]


# -- tables ----------------------------------------------------------------------------------------


def _end(draw: Draw) -> str:
    return draw.of(["\n", "\n", " # [not] a = 'header'\n", "\t\n\n", "#\n# b = 1\n"])


def _table(draw: Draw, header: list[str], depth: int) -> str:
    """The pairs of a table, then the tables and lists of tables in it."""
    words = _words(draw, 4)
    inner = [word for word in words if depth and draw.chance(2)]
    lines = [
        draw.of(["", "", "  ", "\t"]) + pair + _end(draw)
        for word in words
        if word not in inner
        for pair in _pairs(draw, word, 2)
    ]
    return "".join(lines) + "".join(_section(draw, [*header, word], depth - 1) for word in inner)


def _section(draw: Draw, header: list[str], depth: int) -> str:
    name = draw.of([".", " . "]).join(_key(draw, word) for word in header)
    kind = draw.upto(3)
    if kind == 0 and depth:  # no header of its own: the tables below make it
        return _section(draw, [*header, draw.of(["x", "y z"])], depth - 1)
    if kind < 3:
        return f"[{name}]" + _end(draw) + _table(draw, header, depth)
    rows = range(1 + draw.upto(2))
    return "".join(f"[[ {name}]]" + _end(draw) + _table(draw, header, depth) for _ in rows)


def _document(seed: int, size: int) -> str:
    draw = Draw(seed, size)
    text = draw.of(["", "\n", "# first\n"]) + _table(draw, [], min(size, 3))
    if draw.chance():
        text = text.rstrip("\n")
    return text.replace("\n", "\r\n") if draw.chance() else text


def toml_texts() -> st.SearchStrategy[str]:
    return st.builds(_document, st.integers(0, 2**32), st.integers(1, 4))
