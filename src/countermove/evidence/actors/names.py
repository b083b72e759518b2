"""Names: the words of a text that name somebody, with title, country and kind, before they are linked.

A run of capitals is cut at its titles and countries: "US President Jane Roe" is a country, a title and a
person. What kind of thing is named is told by the title, by the lists of countries, given names and bodies,
and where these are silent by the parser, by the vote of all places where the name stands.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any

from countermove.evidence.actors.lexicon import (
    fold,
    gender_of_given,
    is_office,
    nations,
    offices,
    table,
    word_set,
)
from countermove.evidence.actors.runs import runs_of

__all__ = ["Name", "names_of"]

PERSON, ORGANISATION, COUNTRY, PLACE, OTHER = "person", "organisation", "country", "place", "other"


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands. `first` to `end` are tokens with the titles, `core` the first without.

    `words` are those of the name alone; `titles` the offices before it, `nation` the country said with it.
    """

    first: int
    core: int
    end: int
    words: tuple[str, ...]
    kind: str
    titles: tuple[str, ...] = ()
    nation: str = ""
    gender: str = ""

    @property
    def text(self) -> str:
        """The name as it is written down for an actor."""
        return _joined(self.words)


@cache
def _heads() -> frozenset[str]:
    return frozenset(table()["organisations"]["heads"])


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(table()["organisations"]["suffixes"])


def _joined(words: Iterable[str]) -> str:
    text = " ".join(words)
    for mark in (" - ", " / "):
        text = text.replace(mark, mark.strip())
    return text.replace(" ,", ",").replace(" 's", "’s")


def names_of(doc: Any) -> list[Name]:
    """Every name in a parse, in order, with what kind of thing it names."""
    raw = [name for start, end in runs_of(doc) for name in _cut(doc, start, end)]
    raw = _shared(doc, raw)
    votes = _votes(doc, raw)
    return [replace(name, kind=name.kind or _kind(name, votes)) for name in raw]


def _shared(doc: Any, names: list[Name]) -> list[Name]:
    """Gives "Peter and Ann Smith" its two surnames: Peter is written without one."""
    found = list(names)
    for k, (one, two) in enumerate(pairwise(names)):
        both = len(one.words) == 1 and len(two.words) > 1 and two.core == one.end + 1
        given = gender_of_given(one.words[0]) and gender_of_given(two.words[0])
        if both and given and doc[one.end].lower_ in ("and", "or", "&"):
            found[k] = replace(one, words=(*one.words, *two.words[1:]), kind=PERSON)
    return found


def _cut(doc: Any, start: int, end: int) -> Iterator[Name]:
    """The names in one run."""
    at = start
    while at < end:
        name, at = _next_name(doc, at, end)
        if name is not None:
            yield name


def _next_name(doc: Any, at: int, end: int) -> tuple[Name | None, int]:
    """The name that begins at a token of a run and where the rest of the run begins."""
    whole = _whole_body(doc, at, end)
    if whole:
        return whole, end
    first, nation, gender = at, "", ""
    titles: list[str] = []
    while at < end:
        country, size = _nation_at(doc, at, end)
        if country and (at + size < end or titles) and _title_size(doc, at + size, end):
            nation, at = country, at + size
            continue
        size = _title_size(doc, at, end)
        if not size:
            break
        title = _phrase(doc, at, at + size)
        gender = gender or table()["address"].get(title, "")
        titles.append(title)
        at += size
    if at >= end:
        return None, end
    if not titles:
        first = at
    return _plain(doc, first, at, end, tuple(titles), nation, gender)


def _plain(
    doc: Any, first: int, at: int, end: int, titles: tuple[str, ...], nation: str, gender: str
) -> tuple[Name | None, int]:
    """The name after its titles, up to the next title or country within the run."""
    country, size = _country_at(doc, at, end)
    if country and not titles:
        return Name(at, at, at + size, (country,), COUNTRY, (), country), at + size
    people, size = _nation_at(doc, at, end)
    if people and not titles and at + size <= end:
        return None, at + size
    stop = _stop(doc, at, end)
    words = tuple(doc[k].text for k in range(at, stop))
    gender = gender or gender_of_given(words[0])
    kind = PERSON if titles else ""
    return Name(first, at, stop, words, kind, titles, nation, gender), stop


def _stop(doc: Any, at: int, end: int) -> int:
    """Where a name in a run ends: before an office that is followed by a person ("Acme CEO Jane Roe")."""
    for k in range(at + 1, end - 1):
        if doc[k].lower_ in _suffixes() and doc[k + 1].text[0].isalpha():
            return k + 1
        size = _title_size(doc, k, end)
        if (
            size
            and k + size < end
            and doc[k].text.lower() not in ("general", "major", "house", "justice", "prince")
        ):
            return k
    return end


def _whole_body(doc: Any, at: int, end: int) -> Name | None:
    """A run that is one body by its first or last word, office words and countries within it or not."""
    words = tuple(doc[k].text for k in range(at, end))
    low = [word.lower() for word in words]
    if len(low) < 2 or (gender_of_given(words[0]) and low[-1] not in _suffixes() and low[-1] not in _heads()):
        return None
    last = low[-1] in _heads() or low[-1] in _suffixes()
    begins = low[0] in ("ministry", "department", "bank", "university", "institute", "house") and "of" in low
    if (not last and not begins) or any(_is_ceo(word) for word in low[:-1]):
        return None
    country, _ = _country_at(doc, at, end)
    return Name(at, at, end, words, ORGANISATION, (), country)


def _is_ceo(word: str) -> bool:
    return word in ("ceo", "cfo", "president", "chairman", "minister", "mr.", "mrs.", "chancellor", "senator")


def _phrase(doc: Any, start: int, end: int) -> str:
    return " ".join(doc[k].text.lower() for k in range(start, end)).replace(" - ", "-")


def _title_size(doc: Any, at: int, end: int) -> int:
    """How many tokens from here on are a title; the longest one counts."""
    for size in range(min(5, end - at), 0, -1):
        words = _phrase(doc, at, at + size)
        if words in table()["address"] or words in offices() or (size > 1 and is_office(words)):
            return size if size > 1 or words not in _DOUBTFUL or _person_after(doc, at + 1, end) else 0
    return 0


#: Offices that are as often part of another name.
_DOUBTFUL = word_set("names", "doubtful")


def _person_after(doc: Any, at: int, end: int) -> bool:
    return at < end and (bool(gender_of_given(doc[at].text)) or doc[at].ent_type_ == "PERSON")


def _nation_at(doc: Any, at: int, end: int) -> tuple[str, int]:
    """The country that an adjective or a name at a token stands for, and its number of tokens."""
    for size in (3, 2, 1):
        if at + size <= end:
            words = _phrase(doc, at, at + size)
            known = nations().peoples.get(words) or nations().peoples.get(words.removesuffix("s"))
            if known or words in nations().names:
                return known or nations().names[words], size
    return "", 0


def _country_at(doc: Any, at: int, end: int) -> tuple[str, int]:
    """The country named at a token, by the longest name that fits, and its number of tokens."""
    for size in range(min(5, end - at), 0, -1):
        country = nations().names.get(_phrase(doc, at, at + size))
        if country:
            return country, size
    return "", 0


def _votes(doc: Any, names: list[Name]) -> dict[str, Counter[str]]:
    """What the parser takes each name for, over all places where it stands."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        labels = [doc[k].ent_type_ for k in range(name.core, name.end)]
        votes[name.text][_LABELS.get(labels[-1], OTHER)] += 1
        if name.kind == PERSON:
            votes[name.text][PERSON] += 3
    return votes


_LABELS = {
    "PERSON": PERSON,
    "ORG": ORGANISATION,
    "GPE": PLACE,
    "LOC": PLACE,
    "FAC": PLACE,
    "": "",
    "NORP": OTHER,
}


def _kind(name: Name, votes: dict[str, Counter[str]]) -> str:
    """The kind of a name that its words and the parser tell."""
    low = [word.lower() for word in name.words]
    if low[-1] in _heads() or low[-1] in _suffixes() or _joined(low) in table()["organisations"]["houses"]:
        return ORGANISATION
    if _joined(low) in nations().capitals:
        return PLACE
    if len(low) > 1 and gender_of_given(low[0]) and low[-1] not in _heads():
        return PERSON
    said = votes[name.text]
    best = max((PERSON, ORGANISATION, PLACE), key=lambda kind: (said[kind], kind == ORGANISATION))
    if said[best] == 0:
        return ORGANISATION if _acronym(name.words) else OTHER
    return best


def _acronym(words: tuple[str, ...]) -> bool:
    return len(words) == 1 and words[0].isupper() and 2 <= len(words[0].replace(".", "")) <= 6


def surname(words: tuple[str, ...]) -> str:
    """The surname of a person as it sounds, without Jr.; with its particles ("von der Leyen")."""
    kept = [word for word in words if word.lower().rstrip(".") not in ("jr", "sr", "ii", "iii", ",")]
    return fold(kept[-1]) if kept else ""
