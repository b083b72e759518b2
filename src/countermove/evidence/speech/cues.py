"""The lexicon of cues: which words report speech, what is done by them, and what may follow them.

The words stand in ``cues.toml``. A `Cue` is looked up by its lemma (with a parse) or by its form (without
one). Source of the labels: the event types of PLOVER (agree, consult, reject, threaten, accuse, ...), as
verbs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["Cue", "forms", "listed", "nouns", "quoting_forms", "verbs"]


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports speech in some frames (see ``cues.toml``): what is done by it, and its class."""

    lemma: str
    act: str
    frames: frozenset[str]
    manner: str

    @property
    def plain(self) -> bool:
        """Whether saying is all that the word means."""
        return self.manner == "speech"


@cache
def _lexicon() -> Mapping[str, Any]:
    text = files("countermove.evidence.speech").joinpath("cues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _collected(tables: list[dict[str, str]], manner: str) -> dict[str, tuple[Cue, ...]]:
    found: dict[str, tuple[Cue, ...]] = {}
    for table in tables:
        frames = frozenset(table["frames"].split())
        for word in table["words"].split():
            cue = Cue(word, table["act"], frames, table.get("class", manner))
            found[word] = (*found.get(word, ()), cue)
    return found


@cache
def verbs() -> Mapping[str, tuple[Cue, ...]]:
    """The verbs by lemma; a verb with a particle as "point_out". A verb may have several cues."""
    return _collected(_lexicon()["verbs"], "speech")


@cache
def nouns() -> Mapping[str, tuple[Cue, ...]]:
    """The nouns by lemma."""
    return _collected(_lexicon()["nouns"], "noun")


@cache
def listed(name: str) -> frozenset[str]:
    """The words of a list in ``cues.toml``: documents, media, people, light, imputing, ..."""
    return frozenset(_lexicon()["words"][name].split())


def forms(lemma: str) -> tuple[str, ...]:
    """The forms of a verb, as it is spelt: say, says, saying, said."""
    word, _, particle = lemma.partition("_")
    tail = f" {particle}" if particle else ""
    special = _lexicon()["irregular"].get(lemma, "").split()
    made = [word, _with_s(word), _with_ending(word, "ing"), _with_ending(word, "ed")]
    return tuple(dict.fromkeys([form + tail for form in made] + [form.replace("_", " ") for form in special]))


def _with_s(word: str) -> str:
    if word.endswith(("s", "sh", "ch", "x", "z", "o")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _with_ending(word: str, ending: str) -> str:
    if ending == "ed" and word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ied"
    if ending == "ed" and word.endswith("e"):
        return word + "d"
    if word.endswith("e") and not word.endswith(("ee", "oe")):
        return word[:-1] + ending
    return word + ending


@cache
def quoting_forms() -> Mapping[str, Cue]:
    """Every form of a verb that may stand beside a quotation, with its cue."""
    found: dict[str, Cue] = {}
    for lemma, cues in verbs().items():
        for cue in cues:
            if "quote" in cue.frames:
                found.update((form, cue) for form in forms(lemma) if form not in found)
    return found
