"""Moves: what somebody could do, by the verbs with which it was promised, threatened, demanded or refused.

A promise, a threat, an offer or a refusal is about what the speaker could do; a demand about what the one
could do who is asked, or who is named at the head of what is demanded. Where neither is known, the move is
put down to the speaker with a remark. What is said to be ready to be done counts as a promise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from countermove.evidence.drafting.naming import as_id, clause, short_name
from countermove.evidence.rows import Row

__all__ = ["ACTS", "Move", "People", "Sighting", "name_of", "sighting"]

_OWN = {"promises": "promised", "threatens": "threatened", "agrees": "agreed to", "accepts": "accepted",
        "announces": "announced", "proposes": "proposed"}  # fmt: skip
_ASKED = {"demands": "demanded", "urges": "urged", "asks": "asked for", "orders": "ordered"}
_REFUSED = {"rejects": "rejected"}
#: The acts from which options are drafted.
ACTS = frozenset({*_OWN, *_ASKED, *_REFUSED})

_TO = re.compile(r"\s*(?:not\s+)?to\s+(?=[a-z])", re.IGNORECASE)
_MODAL = re.compile(
    r"\s*(?:(?:must|should|shall|will|would)(?:\s+(?:have|need|be\s+(?:ready|prepared|willing))\s+to)?|ought\s+to|ha(?:s|ve|d)\s+to|"
    r"needs?\s+to|(?:is|are|was|were)\s+(?:(?:ready|prepared|willing|going|determined)\s+)?to)\s+"
    r"(?:also\s+|now\s+|never\s+|not\s+)*(?=[a-z])",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"\s+(?=[a-z])(?!(?:and|or|of|in|on|to|for|from|with|be|is|was|had|has)\b)"
)  # that X open it
_BINDS = re.compile(r"\s*(?:must|should|ought|ha[sd]|have|needs?)\b", re.IGNORECASE)
_READY = re.compile(
    r"\s*(?:(?:is|are|was|were)\s+(?:ready|prepared|willing)|(?:will|shall|would)\b)", re.IGNORECASE
)
_SELF = re.compile(r"\s*(?:we|i)\b", re.IGNORECASE)
_THIRD = re.compile(r"\s*(?:he|she|they)\b", re.IGNORECASE)
_NOT = re.compile(r"\b(?:not|never)\b", re.IGNORECASE)
_AND_OTHERS = re.compile(
    r"\s+and\s+(?:[\w’'-]+\s+){1,5}?(?=(?:must|should|will|would|is|are|was|were|has|have|had)\b)"
)
_PASSIVE = re.compile(r"(?:be|have|been)\s", re.IGNORECASE)


class People:
    """Actors by the words that name them, as far as those name them anywhere."""

    def __init__(self, names: Mapping[str, str]) -> None:
        low = {
            " ".join(words.casefold().split()): actor for words, actor in names.items() if words[:1].isupper()
        }
        self._names = dict(sorted(low.items(), key=lambda item: -len(item[0])))

    def at_head(self, words: str) -> tuple[str, str]:
        """The actor whom words begin with, and the rest of them; ("", words) if they begin with none."""
        plain = " ".join(words.split())
        bare = re.sub(r"^(?:the|both|“)\s*", "", plain, flags=re.IGNORECASE)
        low = bare.casefold()
        for name, actor in self._names.items():
            if low.startswith(name) and not low[len(name) : len(name) + 1].isalnum():
                return actor, bare[len(name) :]
        return "", plain

    def named(self, words: str) -> str:
        """The actor that words mean as a whole, "" if the table does not say."""
        return self._names.get(" ".join(words.casefold().split()), "")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A row in which somebody is said to be able to do something. `doing` is the infinitive without “to”.

    `doing` is "" where the row names a thing and no deed. `how` says in words why it counts;
    `remark` what is to be looked at.
    """

    owner: str
    row: Row
    words: str
    doing: str
    how: str
    remark: str = ""

    @property
    def is_against(self) -> bool:
        """Whether it is refused, rejected or ruled out."""
        return (
            self.how in ("refused", "rejected") or self.how.startswith("said not") or "ruled out" in self.how
        )


@dataclass(frozen=True)
class Move:
    """Something a decision maker could do: an option, with the rows that speak of it."""

    id: str
    name: str
    does: str
    seen: tuple[Sighting, ...]

    @property
    def rows(self) -> tuple[str, ...]:
        """The ids of its rows."""
        return tuple(dict.fromkeys(each.row.id for each in self.seen))


def sighting(row: Row, people: People) -> Sighting | None:
    """What a statement shows that somebody could do, if it shows that."""
    if row.kind != "statement" or row.value("voice"):
        return None
    speaker, act = row.value("speaker"), row.value("act")
    words = " ".join(row.words.replace("\\$", "$").split())
    if act in _ASKED:
        return _asked(row, speaker, words, _ASKED[act], people)
    if act in _OWN or act in _REFUSED:
        return _own(row, speaker, words, act, people)
    return _bound(row, speaker, words, people)


def _own(row: Row, speaker: str, words: str, act: str, people: People) -> Sighting | None:
    """Promised, threatened, offered, refused: the speaker could do it, unless another is said to."""
    how = _OWN.get(act) or _REFUSED[act]
    if begun := _TO.match(words):
        return _made(speaker, row, words[begun.end() :], True, how)
    found = _bound(row, speaker, words, people)
    if found is not None or _is_clause(words):
        return found
    # nouns: "the deployment of its own troops"; an announcement is as often of what others did
    return None if act == "announces" else _made(speaker, row, words, False, how)


def _asked(row: Row, speaker: str, words: str, how: str, people: People) -> Sighting | None:
    """Demanded: who is asked could do it, or who stands at its head; else it is left with the speaker."""
    how = f"{how} by {speaker or 'somebody'}"
    addressee = row.value("addressee")
    part = row.part("addressee")
    addressee = addressee or (people.named(part.words) if part else "")
    head, rest = people.at_head(words)
    begun = _TO.match(rest) or _MODAL.match(rest) or _BARE.match(rest) if head else None
    if begun:
        return _made(head, row, rest[begun.end() :], True, how)
    infinitive = _TO.match(words)
    doing = words[infinitive.end() :] if infinitive else words
    if addressee:
        return _made(addressee, row, doing, bool(infinitive), how)
    return _made(
        speaker,
        row,
        doing,
        bool(infinitive),
        how,
        "who is to do it, the row does not say: put it where it belongs",
    )


def _bound(row: Row, speaker: str, words: str, people: People) -> Sighting | None:
    """“Ruritania must withdraw”, “We will pay”: by whom it stands at the head of."""
    head, rest = people.at_head(words)
    third = None if row.part("addressee") else _THIRD.match(words)  # who may be the one spoken to
    if not head and (own := _SELF.match(words) or third):
        head, rest = speaker, words[own.end() :]
    if others := _AND_OTHERS.match(rest):
        rest = " " + rest[others.end() :]
    begun = _MODAL.match(rest) if head else None
    if begun is None or _PASSIVE.match(rest[begun.end() :]):
        return None
    how = _how_bound(rest, begun[0], speaker, head == speaker)
    if not how:
        return None
    return _made(head, row, rest[begun.end() :], True, how)


def _how_bound(rest: str, modal: str, speaker: str, own: bool) -> str:
    """In words, how somebody is bound to do something by what is said; "" if nobody is."""
    denied = _NOT.search(modal) is not None
    if _BINDS.match(rest):
        return f"said by {speaker or 'somebody'} to be {'ruled out for' if denied else 'needed of'} it"
    if _READY.match(rest):
        if own:
            return "refused" if denied else "promised"
        return "said not to be ready for it" if denied else "said to be ready for it"
    return ""


def _is_clause(words: str) -> bool:
    """Whether words are rather a sentence than the name of a thing."""
    return bool(re.search(r"\b(?:is|are|was|were|has|had|have|must|will|would|can|could|may|might)\b", words))


def _made(owner: str, row: Row, words: str, is_deed: bool, how: str, remark: str = "") -> Sighting | None:
    if not owner or not as_id(clause(words, 60) or words):
        return None
    return Sighting(owner, row, words, clause(words) if is_deed else "", how, remark)


def name_of(sighting: Sighting) -> str:
    """What an option is called after the row in which it was seen."""
    return short_name(sighting.words)
