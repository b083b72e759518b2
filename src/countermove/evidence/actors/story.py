"""A story: who has been spoken of so far, where, and in which part of the sentence.

Descriptions and pronouns go back to somebody. Who that may be depends on how far away somebody was last
spoken of and on the part that the words have in their sentence: this is kept here, as `Ref`s in the order
of the text, with the grammar that the rules ask about.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from countermove.evidence.actors.entities import Entity

__all__ = ["Ref", "Story", "clause_of", "head_of", "quoted_in", "risen", "role_of", "subject_of"]

SUBJECT, OBJECT, OWNER, OTHER = "subject", "object", "owner", "other"

#: No more refs than this are looked at from one place, however long a sentence is.
_FARTHEST = 80

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))


@dataclass(frozen=True, slots=True)
class Ref:
    """Words that mean an entity. `first` to `end` are tokens, `head` the token that stands in the clause."""

    first: int
    end: int
    head: int
    entity: Entity
    form: str
    rule: str
    band: str
    antecedent: Ref | None = None

    @property
    def named(self) -> Ref | None:
        """The name that these words go back to, over any descriptions and pronouns between."""
        ref: Ref | None = self
        while ref is not None and ref.form == "pronoun":
            ref = ref.antecedent
        return ref


@dataclass(slots=True)
class Story:
    """The refs of a parse so far. `quoted[i]` tells whether token i stands between quotation marks."""

    doc: Any
    refs: list[Ref] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    quoted: list[int] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _of: dict[int, list[Ref]] = field(default_factory=dict)

    @classmethod
    def of(cls, doc: Any) -> Story:
        """A story in which nobody has been spoken of yet."""
        number, found = -1, []
        for token in doc:
            number += bool(token.is_sent_start) or token.i == 0
            found.append(number)
        return cls(doc, [], found, quoted_in(doc))

    def add(self, ref: Ref) -> None:
        """Somebody is spoken of; refs may come in any order."""
        at = bisect.bisect(self._starts, ref.first)
        self._starts.insert(at, ref.first)
        self.refs.insert(at, ref)
        own = self._of.setdefault(id(ref.entity), [])
        bisect.insort(own, ref, key=lambda other: other.first)

    def of_entity(self, entity: Entity, token: int, most: int = 6) -> list[Ref]:
        """The refs to an entity around a token: the last ones before it, or the first one after."""
        own = self._of.get(id(entity), [])
        at = bisect.bisect_left(own, token, key=lambda ref: ref.first)
        return own[max(0, at - most) : at] or own[at : at + 1]

    def before(self, token: int, sentences: int = 4) -> Iterator[Ref]:
        """The refs that end before a token, the nearest first, no more than so many sentences away."""
        here = self.sentence[token]
        last = bisect.bisect_left(self._starts, token) - 1
        for k in range(last, max(-1, last - _FARTHEST), -1):
            ref = self.refs[k]
            if here - self.sentence[ref.first] > sentences:
                return
            if ref.end <= token:
                yield ref

    def after(self, token: int) -> Iterator[Ref]:
        """The refs after a token in its own sentence, in order."""
        first = bisect.bisect_right(self._starts, token)
        for k in range(first, min(first + _FARTHEST, len(self.refs))):
            if self.sentence[self.refs[k].first] != self.sentence[token]:
                return
            yield self.refs[k]

    def at(self, start: int, end: int) -> list[Ref]:
        """The refs that lie within the tokens from `start` to `end`."""
        low = bisect.bisect_left(self._starts, start)
        high = bisect.bisect_left(self._starts, end)
        return [ref for ref in self.refs[low:high] if ref.end <= end]


def quoted_in(doc: Any) -> list[int]:
    """For each token the number of the quotation it stands in, 0 outside; a quotation ends with its line."""
    inside, number, found = False, 0, []
    for token in doc:
        if token.text == "“" or (token.text == '"' and not inside):
            inside, number = True, number + 1
        elif token.text in ("”", '"', "’’") or "\n" in token.text:
            inside = False
        found.append(number if inside else 0)
    return found


def head_of(doc: Any, first: int, end: int) -> Any:
    """The token of a stretch whose head lies outside it."""
    for k in range(end - 1, first - 1, -1):
        if not first <= doc[k].head.i < end or doc[k].head.i == k:
            return doc[k]
    return doc[end - 1]


def risen(token: Any) -> Any:
    """The token itself or, for an apposition or a member of a list, the token it stands beside."""
    for _ in range(6):
        if token.dep_ in ("appos", "conj", "compound", "nmod") and token.head.pos_ in (
            "NOUN",
            "PROPN",
            "PRON",
        ):
            token = token.head
        else:
            break
    return token


def role_of(token: Any) -> str:
    """The part of a token in its clause: subject, object, owner or other."""
    token = risen(token)
    if token.dep_ in _SUBJECTS:
        return SUBJECT
    if token.dep_ in ("dobj", "dative", "obj", "iobj"):
        return OBJECT
    return OWNER if token.dep_ == "poss" else OTHER


def clause_of(token: Any) -> Any:
    """The verb of the clause that a token stands in."""
    for _ in range(40):
        if token.head.i == token.i:
            return token
        token = token.head
        if token.pos_ in ("VERB", "AUX"):
            return token
    return token


def subject_of(verb: Any) -> Any | None:
    """The subject of a verb; for a verb joined to another or without one of its own that of the other."""
    for _ in range(5):
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                return child
        if verb.dep_ not in ("conj", "xcomp", "advcl", "aux", "pcomp") or verb.head.i == verb.i:
            return None
        verb = clause_of(verb) if verb.dep_ == "pcomp" else verb.head
    return None
