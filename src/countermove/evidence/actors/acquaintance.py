"""Acquaintance: the actors that the ledger knows already, and which of them somebody in a new report is.

What a human wrote into the table of aliases holds word for word. Beyond that a person is one of those
known if the surname is the same, given names do not differ, and neither gender, office nor country speaks
against it; and only if one alone fits.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from countermove.evidence.actors.entities import Entity, key_of, one_given
from countermove.evidence.actors.findings import Actor
from countermove.evidence.actors.lexicon import fold, gender_of_given, nations, offices, table
from countermove.evidence.actors.names import COUNTRY, ORGANISATION, PERSON, Name

__all__ = ["Acquaintance", "post_of"]


@dataclass(frozen=True, slots=True)
class _Known:
    """A person of the ledger: the words of the fullest name, and what the aliases tell."""

    name: str
    words: tuple[str, ...]
    genders: frozenset[str]
    nations: frozenset[str]


@dataclass(slots=True)
class Acquaintance:
    """The actors of the ledger, to be asked by words and by entity."""

    words: dict[str, str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    posts: dict[tuple[str, str], str] = field(default_factory=dict)
    people: dict[str, list[_Known]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, known: Sequence[Actor]) -> Acquaintance:
        """From the actors of a ledger with their aliases."""
        found = cls()
        for actor in known:
            if not actor.name.strip():
                continue
            found.kinds[actor.name] = actor.kind
            for words in (actor.name, *actor.aliases):
                found.words.setdefault(_plain(words), actor.name)
                if actor.kind == PERSON and (held := post_of(words)):
                    found.posts.setdefault(held, actor.name)
                if actor.kind != PERSON:
                    found.keys.setdefault(key_of(words), actor.name)
            if actor.kind == PERSON:
                person = _person(actor)
                found.people[fold(person.words[-1])].append(person)
        return found

    def kind_of(self, name: Name) -> str:
        """The kind that the ledger knows a name to have; that which it has here if the ledger does not."""
        if name.kind in (PERSON, COUNTRY) or (len(name.words) > 1 and name.kind == ORGANISATION):
            return name.kind
        if key_of(name.text) in self.keys:
            return self.kinds.get(self.keys[key_of(name.text)], name.kind)
        return PERSON if len(name.words) == 1 and fold(name.words[0]) in self.people else name.kind

    def exactly(self, words: str, *, full: bool) -> str:
        """The actor whose alias these words are; empty if none's.

        `full` tells that they mean a person whom this report names in full: then a surname with no more
        than "Mr." before it is that person's, for another report's Smith is not this one's.
        """
        bare = [word for word in words.lower().split() if word not in table()["address"]]
        if full and len(bare) == 1:
            return ""
        return self.words.get(_plain(words), "")

    def name_of(self, entity: Entity) -> str:
        """The name that an entity of a new report has in the ledger; empty if it is not known there."""
        for words in [entity.label, *(name.text for name in entity.names)]:
            if entity.kind == ORGANISATION and key_of(words) in self.keys:
                return self.keys[key_of(words)]
        if entity.kind != PERSON or not entity.names:
            held = post_of(entity.label)
            return self.words.get(_plain(entity.label), "") or (self.posts.get(held, "") if held else "")
        full = entity.label.split()
        fits = [person for person in self.people.get(fold(_last(full)), ()) if _fits(person, entity, full)]
        return fits[0].name if len(fits) == 1 else ""


_OWNED = re.compile(r"(?:the )?(?P<of>.+?)[’']s? (?:(?:new|current|senior) )*(?P<office>[\w -]+)")
_OF = re.compile(r"(?:the )?(?:(?:new|current) )?(?P<office>[\w -]+?) of (?:the )?(?P<of>[^,]+)")


def post_of(words: str) -> tuple[str, str] | None:
    """An office and whose it is: "the president of Peru", "Peru’s new president"."""
    low = " ".join(words.lower().split())
    for form in (_OWNED, _OF):
        told = form.fullmatch(low)
        if told and told["office"] in offices():
            whose = told["of"].strip()
            return told["office"], nations().names.get(whose) or nations().peoples.get(whose) or key_of(whose)
    first, _, rest = low.removeprefix("the ").partition(" ")
    return (rest, nations().peoples[first]) if rest in offices() and first in nations().peoples else None


def _plain(words: str) -> str:
    return " ".join(words.replace("'", "’").split()).casefold()


def _last(words: list[str]) -> str:
    kept = [word for word in words if word.lower().strip(".,") not in ("jr", "sr", "ii", "iii")]
    return kept[-1] if kept else words[-1]


def _person(actor: Actor) -> _Known:
    """What the aliases of a person tell: gender by title or given name, countries by adjective."""
    said = [word.lower() for words in (actor.name, *actor.aliases) for word in words.split()]
    address = table()["address"]
    genders = {address.get(word, "") for word in said} | {gender_of_given(actor.name.split()[0])}
    lands = {nations().peoples.get(word) or nations().names.get(word) or "" for word in said}
    name = re.sub(r"\s+(?:Jr|Sr)\.?$", "", actor.name)
    words = [word for word in name.split() if word.lower() not in address and word.lower() not in offices()]
    kept = tuple(words) or tuple(name.split()) or ("",)
    return _Known(actor.name, kept, frozenset(genders & {"male", "female"}), frozenset(lands - {""}))


def _fits(person: _Known, entity: Entity, full: list[str]) -> bool:
    if len(full) > 1 and len(person.words) > 1 and not one_given(person.words[0], full[0]):
        return False
    if entity.gender and person.genders and entity.gender not in person.genders:
        return False
    return not (entity.nations and person.nations and not entity.nations & person.nations)
