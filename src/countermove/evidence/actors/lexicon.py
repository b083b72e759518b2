"""General knowledge about names: countries and their peoples, offices, given names, kinds of bodies.

Nothing here names anybody: the lists are of English in general, in data files beside this module.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "REGIONS", "Nations", "fold", "gender_of_given", "is_office", "nations", "offices", "singular", "table",
    "word_set",
]  # fmt: skip

_HERE = "countermove.evidence.actors"


@dataclass(frozen=True, slots=True)
class Nations:
    """The country that lower-case words mean: by `names`, `peoples` (also adjectives), `capitals`."""

    names: dict[str, str]
    peoples: dict[str, str]
    capitals: dict[str, str]


#: Parts of the world that are spoken of as actors, with their adjectives and peoples.
_REGIONS = {
    "european": "Europe", "asian": "Asia", "african": "Africa", "arab": "Arab world", "western": "West",
    "latin american": "Latin America", "scandinavian": "Scandinavia", "baltic": "Baltic states",
    "allied": "Allies", "nordic": "Nordic countries", "transatlantic": "", "trans-atlantic": "",
}  # fmt: skip


#: Parts of the world by name, which act as actors do: "Europe pays".
REGIONS = frozenset(("Europe", "West", "Asia", "Africa", "Latin America", "Scandinavia"))


@cache
def nations() -> Nations:
    """The countries of the world, as reports name them."""
    found = Nations({}, {}, {})
    for line in files(_HERE).joinpath("nations.txt").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("|")]
        cells = [cells[0], *[""] * (4 - len(cells)), *cells[1:]] if len(cells) < 4 else cells
        country = cells[0]
        for name in [country, *_parts(cells[1])]:
            found.names[name.lower()] = country
        for word in _parts(cells[2]):
            found.peoples[word.lower()] = country
        for city in _parts(cells[3]):
            found.capitals[city.lower()] = country
    found.peoples.update({word: region for word, region in _REGIONS.items() if region})
    return found


def _parts(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


@cache
def table() -> dict[str, Any]:
    """The words for offices, groups and bodies, as in `offices.toml`."""
    return tomllib.loads(files(_HERE).joinpath("offices.toml").read_text("utf-8"))


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files(_HERE).joinpath("words.toml").read_text("utf-8"))


@cache
def word_set(section: str, name: str) -> frozenset[str]:
    """A set of small words of `words.toml`."""
    return frozenset(_words()[section][name])


@cache
def offices() -> frozenset[str]:
    """The words for offices of single persons, lower case."""
    return frozenset(table()["offices"]["one"])


def is_office(words: str) -> bool:
    """Whether words are an office, with or without "former", "acting" or "deputy" before them."""
    plain = re.sub(
        r"^(?:then-?|former|ex-|acting|deputy|new|first|senior|late|interim)\s*", "", words.lower()
    )
    return plain in offices() or words.lower() in offices()


@cache
def _given() -> dict[str, str]:
    found, gender = {}, ""
    for line in files(_HERE).joinpath("given_names.txt").read_text("utf-8").splitlines():
        if line.endswith(":"):
            gender = line[:-1]
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.lower().split(), gender))
    return found


def gender_of_given(name: str) -> str:
    """Male, female or both for a given name; empty if it is not in the list."""
    return _given().get(name.lower(), "")


@cache
def singular(noun: str) -> str:
    """The singular of a lower-case English noun, by its ending."""
    if noun in {"people", "police", "forces", "armed forces", "troops"} or len(noun) < 4:
        return {"forces": "force", "troops": "troop"}.get(noun, noun)
    if noun.endswith("men"):
        return noun[:-2] + "an"
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if re.search(r"(?:s|x|z|ch|sh)es$", noun):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


@cache
def fold(name: str) -> str:
    """A name as it sounds, so that its spellings are alike: Yurii and Yury, Müller and Mueller."""
    plain = unicodedata.normalize("NFKD", name).replace("ß", "ss").casefold()
    plain = "".join(sign for sign in plain if sign.isalpha() or sign in " -")
    for pattern, by in _SOUNDS:
        plain = pattern.sub(by, plain)
    return plain


_SOUNDS = [
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ae|oe|ue", lambda m: m.group()[0]), (r"kh", "h"), (r"ou", "u"), (r"w", "v"), (r"ts|tz", "z"),
        (r"sch|tch", "sh"), (r"ph|ff$|ff", "f"), (r"(?:yi|iy|ij|ii|yy|y|i)\b", "y"), (r"(?<=\w)ye", "e"),
        (r"([a-z])\1", r"\1"),
    )
]  # fmt: skip
