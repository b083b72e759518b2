"""Entities: the names of a text that mean one and the same person, body or country.

A full name gathers the surname that stands alone, with or without title ("Jane Roe", "Ms. Roe",
"President Roe"), its spellings and its short forms. Two given names of one surname are never one person.
A body gathers its acronym, its name without legal suffix, and the beginning or end of its name
where only one body fits.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

from countermove.evidence.actors.lexicon import fold, gender_of_given, table, word_set
from countermove.evidence.actors.names import COUNTRY, ORGANISATION, PERSON, Name, surname

__all__ = ["Entity", "entities_of", "key_of", "one_given"]


@dataclass(slots=True)
class Entity:
    """Somebody or something named: the names that mean it, in order of the text."""

    kind: str
    names: list[Name] = field(default_factory=list)
    #: Words that are said of it elsewhere: offices ("president") and countries.
    offices: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    #: What somebody is called who is described and never named, or whom the ledger knows by another name.
    called: str = ""
    genders: Counter[str] = field(default_factory=Counter)

    @property
    def gender(self) -> str:
        """Male or female by title or given name; empty if neither says."""
        return self.genders.most_common(1)[0][0] if self.genders else ""

    @property
    def label(self) -> str:
        """The fullest form of the name, without title."""
        if self.called:
            return self.called
        count = Counter(name.text for name in self.names)
        fullest = max(len(_letters(text)) for text in count)
        longest = [text for text in count if len(_letters(text)) == fullest]
        best = max(longest, key=lambda text: count[text])
        if self.kind == ORGANISATION:
            best = _without_suffix(best) if _without_suffix(best) in count else best
        return re.sub(r"^[Tt]he ", "", best)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)


def entities_of(doc: Any, names: Sequence[Name]) -> list[Entity]:
    """The entities of the names of a parse, in order of their first name; places and others are left out."""
    people = _people(names)
    taken = {id(name) for entity in people for name in entity.names}
    bodies = _bodies(doc, _of_bodies([name for name in names if id(name) not in taken]))
    countries = _countries([name for name in names if id(name) not in taken and name.kind == COUNTRY])
    found = [*people, *bodies, *countries]
    for entity in found:
        entity.names.sort(key=lambda name: name.first)
    return sorted(found, key=lambda entity: entity.names[0].first)


def _people(names: Sequence[Name]) -> list[Entity]:
    """The persons: first the full names, then what is left of each linked to one of them."""
    full: dict[str, list[Entity]] = defaultdict(list)
    for name in names:
        if name.kind == PERSON and not _alone(name):
            _join(full[surname(name.words)], name)
    single: dict[str, list[Entity]] = defaultdict(list)
    first: dict[str, list[Entity]] = defaultdict(list)
    for same in full.values():
        for entity in same:
            first[fold(entity.names[0].words[0])].append(entity)
    for name in names:
        if _alone(name) and name.kind != COUNTRY:
            _link(name, full, first, single)
    return [entity for group in (full, single) for same in group.values() for entity in same if entity.names]


def _alone(name: Name) -> bool:
    """Whether a name is a surname (or a given name) alone, particles aside: Berg, Van der Berg."""
    particle = name.words[0].lower() in word_set("runs", "particles") and not gender_of_given(name.words[0])
    return len(name.words) == 1 or (particle and len(name.words) < 5)


def _join(same: list[Entity], name: Name) -> None:
    """A full name to the entity of its surname with the same given name, or one of its own."""
    for entity in same:
        if one_given(entity.names[0].words[0], name.words[0]):
            _add(entity, name)
            return
    same.append(Entity(PERSON))
    _add(same[-1], name)


def _add(entity: Entity, name: Name) -> None:
    entity.names.append(name)
    entity.offices.update(name.titles)
    if name.gender in ("male", "female"):
        entity.genders[name.gender] += 1
    if name.nation:
        entity.nations.add(name.nation)


def one_given(one: str, other: str) -> bool:
    """Whether two given names may be one: alike, an initial of the other, or a short form of it."""
    a, b = fold(one), fold(other)
    if a == b or _family(one.lower()) & _family(other.lower()):
        return True
    return ((len(a) == 1 or len(b) == 1) and a[:1] == b[:1]) or (len(a) > 3 and len(b) > 3 and _close(a, b))


def _close(a: str, b: str) -> bool:
    """Whether two sounds differ by one letter at most, within."""
    if abs(len(a) - len(b)) > 1 or a[0] != b[0] or (gender_of_given(a) and gender_of_given(b)):
        return False
    if a + "a" == b or b + "a" == a:  # Jan and Jana
        return False
    k = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[k + 1 :] == b[k + 1 :] or a[k:] == b[k + 1 :] or a[k + 1 :] == b[k:]


@cache
def _families() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    text = files("countermove.evidence.actors").joinpath("nicknames.txt").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        if not line.startswith("#"):
            for word in line.split():
                found[word].add(str(number))
    return {word: frozenset(lines) for word, lines in found.items()}


def _family(given: str) -> frozenset[str]:
    return _families().get(given, frozenset())


def _link(
    name: Name,
    full: dict[str, list[Entity]],
    first: dict[str, list[Entity]],
    single: dict[str, list[Entity]],
) -> None:
    """A name of one word to the person whose surname it is, or to a person of that one name."""
    sound = surname(name.words)
    fits = [entity for entity in full.get(sound, ()) if _agree(entity, name)]
    if fits:
        _add(_nearest(fits, name) if len(fits) > 1 else fits[0], name)
        return
    fits = [entity for entity in first.get(sound, ()) if _agree(entity, name)]
    if len(fits) == 1 and (name.kind == PERSON or fits[0].names[0].first < name.first):
        _add(fits[0], name)  # a given name, or a surname that stands first: Park
        return
    if name.kind != PERSON:
        return
    fits = [entity for entity in single[sound] if _agree(entity, name)]
    if not fits:
        fits = [Entity(PERSON)]
        single[sound].append(fits[0])
    _add(fits[0], name)


def _agree(entity: Entity, name: Name) -> bool:
    """Whether nothing told with a surname speaks against a person: neither gender nor country."""
    told = name.gender if name.titles else ""
    if told and entity.gender and told != entity.gender:
        return False
    return not (name.nation and entity.nations and name.nation not in entity.nations)


def _nearest(fits: list[Entity], name: Name) -> Entity:
    """Of several persons of one surname the one with the same office, else the one named last before."""

    def rank(entity: Entity) -> tuple[bool, int]:
        before = [other.first for other in entity.names if other.first < name.first]
        shared = bool(set(name.titles) & entity.offices - set(table()["address"]))
        return shared, max(before, default=-entity.names[0].first - 1)

    return max(fits, key=rank)


def _of_bodies(names: list[Name]) -> list[Name]:
    """The names of organisations, also where the parser took one for something else."""
    keys = {key_of(name.text) for name in names if name.kind == ORGANISATION}
    return [n for n in names if n.kind == ORGANISATION or (n.kind != COUNTRY and key_of(n.text) in keys)]


def _bodies(doc: Any, names: list[Name]) -> list[Entity]:
    """The organisations: one entity for all forms of a name."""
    by_key: dict[str, Entity] = {}
    for name in names:
        _add(by_key.setdefault(key_of(name.text), Entity(ORGANISATION)), name)
    parent = {key: key for key in by_key}
    for short, long in [*_introduced(doc, names), *_initials(by_key), *_pieces(by_key)]:
        if short in parent and long in parent:
            parent[_root(parent, short)] = _root(parent, long)
    merged: dict[str, Entity] = {}
    for key, entity in by_key.items():
        for name in entity.names:
            _add(merged.setdefault(_root(parent, key), Entity(ORGANISATION)), name)
    return list(merged.values())


def _root(parent: dict[str, str], key: str) -> str:
    while parent[key] != key:
        key = parent[key]
    return key


def _without_suffix(text: str) -> str:
    words = text.split()
    while len(words) > 1 and words[-1].lower().strip(",") in table()["organisations"]["suffixes"]:
        words.pop()
    return " ".join(words).rstrip(",")


def key_of(text: str) -> str:
    """The name of a body without article, legal suffix, points, hyphens and capitals."""
    plain = re.sub(r"[.’']", "", _without_suffix(re.sub(r"^[Tt]he ", "", text)))
    return re.sub(r"[\s\-–]+", " ", plain).casefold().strip()


def _introduced(doc: Any, names: list[Name]) -> Iterable[tuple[str, str]]:
    """Acronyms where they are introduced: "the Utopian Relief Fund (URF)"."""
    for before, after in pairwise(names):
        gap = doc[before.end : after.core].text.strip() if after.core - before.end in (1, 2) else ""
        if gap.endswith("(") and _short(after.text):
            yield key_of(after.text), key_of(before.text)


def _short(text: str) -> bool:
    return len(text) <= 8 and sum(sign.isupper() for sign in text) >= 2


def _initials(by_key: dict[str, Entity]) -> Iterable[tuple[str, str]]:
    """Acronyms that are the initials of a name in the same text."""
    initials = defaultdict(list)
    for key in by_key:
        words = [word for word in key.split() if word not in ("of", "the", "and", "for", "&", "on", "in")]
        if len(words) > 1:
            initials["".join(word[0] for word in words)].append(key)
    for key, entity in by_key.items():
        if _short(entity.names[0].text) and len(initials.get(key, ())) == 1:
            yield key, initials[key][0]


def _pieces(by_key: dict[str, Entity]) -> Iterable[tuple[str, str]]:
    """Names that are the beginning or the end of one other name: Acme and Acme Computer."""
    begins, ends = defaultdict(set), defaultdict(set)
    for key in by_key:
        words = key.split()
        for k in range(1, len(words)):
            begins[" ".join(words[:k])].add(key)
            ends[" ".join(words[k:])].add(key)
    for key in by_key:
        if key in begins and key not in table()["organisations"]["heads"]:
            yield from ((longer, key) for longer in begins[key] if longer.split()[-1] not in _ORGANS)
        elif len(ends.get(key, ())) == 1:
            yield key, next(iter(ends[key]))


#: What a body has as a part of its own: the council of a union is not the union.
_ORGANS = word_set("entities", "organs")


def _countries(names: list[Name]) -> list[Entity]:
    found: dict[str, Entity] = {}
    for name in names:
        _add(found.setdefault(name.words[0], Entity(COUNTRY)), name)
    return list(found.values())
