"""Where everything stands: every value of every TOML text is found, and every character of a text."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given

from countermove.errors import Path
from countermove.files.places import Place, Places
from files.toml_texts import toml_texts
from strategies import examples


def values(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, data
    if isinstance(data, dict):
        for key, value in data.items():
            yield from values(value, (*path, key))
    elif isinstance(data, list):
        for i, value in enumerate(data):
            yield from values(value, (*path, i))


def read(text: str) -> Any:
    return tomllib.loads(text, parse_float=str)  # nan == nan


def line_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


@given(toml_texts())
@examples(600)
def test_every_value_is_found(text: str) -> None:
    places = Places(text)
    for path, value in values(read(text)):
        place = places.place(path)
        assert place is not None, path
        assert places.find(path) == line_column(text, place.at)
        if place.form in ("value", "array", "braces"):
            assert read("k = " + text[place.at : place.end])["k"] == value
        elif path and place.form != "dotted":
            assert text[place.at] == "["


@given(toml_texts())
@examples(300)
def test_every_key_is_found(text: str) -> None:
    places = Places(text)
    for path, _ in values(read(text)):
        place = places.place(path)
        if not path or isinstance(path[-1], int) or place is None or place.form in ("table", "rows"):
            continue
        if place.form == "dotted" and text[place.at] == "[":
            continue  # made by a longer header, which is where it stands
        assert places.find(path, on_key=True) == line_column(text, place.key_at)
        assert _key_at(text, place) == path[-1]


def _key_at(text: str, place: Place) -> str:
    """The first part of the key that stands there, as the standard library reads it."""
    ends = (n for n in range(place.key_at + 1, len(text) + 1))
    for end in ends:
        try:
            found = tomllib.loads(text[place.key_at : end] + "=1")
        except tomllib.TOMLDecodeError:
            continue
        if text[end : end + 1] not in set("abcdefghijklmnopqrstuvwxyz0123456789-_N"):
            return next(iter(found))
    raise AssertionError("no key")


@given(toml_texts())
@examples(300)
def test_every_character_of_a_text_is_found(text: str) -> None:
    places = Places(text)
    for path, value in values(read(text)):
        place = places.place(path)
        if isinstance(value, str) and place and text[place.at] in "\"'":
            for inside in range(len(value)):
                at = _offset(text, places.find(path, inside=inside))
                assert read(_opening(text, place) + text[at : place.end])["k"] == value[inside:]


def _offset(text: str, found: tuple[int, int]) -> int:
    line, column = found
    return sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1


def _opening(text: str, place: Place) -> str:
    three = text[place.at : place.at + 3]
    return f"k = {three}\n" if three in ('"""', "'''") else f"k = {text[place.at]}"


def test_missing_things_are_shown_at_what_is_around_them() -> None:
    places = Places('a = 1\n[[b]]\nc = { d = "x" }\n\n[[b]]\n')
    assert places.find(("nothing",)) == (1, 1)
    assert places.find(("b", 0, "nothing", 3)) == (2, 1)
    assert places.find(("b", 1, "nothing"), on_key=True) == (5, 1)
    assert places.find(("b", 0, "c", "nothing")) == (3, 5)
    assert places.find(("b", 7)) == (2, 1)
    assert places.find(("a", "nothing"), inside=3) == (1, 6)


@pytest.mark.parametrize(
    ("text", "inside", "column"),
    [
        ('a = "abc"', -1, 5),
        ('a = "abc"', 0, 6),
        ("a = 'abc'", 2, 8),
        (r'a = "\u00e9\tb"', 1, 12),
        (r'a = "\u00e9\tb"', 2, 14),
        ('a = "abc"', 99, 9),
        ('"a.b" = 1', 2, 4),
        (r'"\u00e9b" = 1', 1, 8),
        ('"a.b" = 1', -1, 1),
        ('"a.b" = 1', -1, 1),
        ("abc = 1", 2, 3),
        ("abc = 1", 99, 4),
    ],
)
def test_inside_a_text_or_key(text: str, inside: int, column: int) -> None:
    key = next(iter(tomllib.loads(text)))
    assert Places(text).find((key,), on_key=not text.startswith("a = "), inside=inside) == (1, column)


def test_lines_of_a_long_text() -> None:
    text = 'a = """\r\none\r\ntwo \\\r\n   three"""\r\n'
    assert tomllib.loads(text)["a"] == "one\ntwo three"
    places = Places(text)
    assert places.find(("a",), inside=2) == (2, 3)
    assert places.find(("a",), inside=3) == (2, 4)
    assert places.find(("a",), inside=4) == (3, 1)
    assert places.find(("a",), inside=8) == (4, 4)


def test_a_text_stands_for_the_table_that_could_be_there() -> None:
    places = Places('statements = ["one", "two"]')
    assert places.find(("statements", 1, "that"), inside=1) == (1, 24)


def test_scan_goes_on_behind_what_is_no_toml() -> None:
    text = "a = [1,\n'\nb = 2\n[[c]]\nd = ?\ne = 3\n"
    assert set(Places(text).root.items) == set()
    places = Places(text, resume=True)
    assert places.find(("b",)) == (3, 5)
    assert places.find(("c", 0, "e")) == (6, 5)
