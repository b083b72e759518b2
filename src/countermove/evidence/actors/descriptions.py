"""Descriptions: people and bodies that are spoken of by what they are.

"The president", "one senior diplomat", "European leaders", "the Utopian government": some stand beside a
name and are said of it, some go back to somebody named before, some name a group or somebody unnamed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from countermove.evidence.actors.lexicon import nations, offices, singular, table, word_set

__all__ = ["Description", "descriptions_in", "label_of"]

_ARTICLES = word_set("descriptions", "articles")
_BARE = _ARTICLES | word_set("descriptions", "bare")
_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
#: More words than this before its head has no noun phrase that is worth reading.
_LONGEST = 16
_LEFT = word_set("descriptions", "left")


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase that may mean an actor: tokens `first` to `end` with its `head`.

    `sort` is "one" (a person), "many" (people or states), "body" or "state". `office` is the head in the
    singular, with what belongs to it ("prime minister"); `nation` the country or region it is said of.
    """

    first: int
    end: int
    head: int
    sort: str
    office: str
    nation: str
    definite: bool


@cache
def _sorts() -> dict[str, str]:
    found: dict[str, str] = {}
    words = table()
    found.update(dict.fromkeys(words["bodies"]["state"], "state"))
    found.update(dict.fromkeys(words["bodies"]["one"], "body"))
    found.update(dict.fromkeys(offices(), "one"))
    return found


@cache
def _many() -> frozenset[str]:
    return frozenset((*table()["groups"]["people"], *table()["groups"]["bodies"]))


def descriptions_in(doc: Any, taken: Callable[[int], bool]) -> list[Description]:
    """Every description in a parse, in order; `taken` tells the tokens that are part of a name."""
    found = []
    for token in doc:
        if token.pos_ in ("NOUN", "PROPN", "ADJ") and not taken(token.i):
            made = _at(doc, token, taken)
            if made is not None:
                found.append(made)
    return found


def _at(doc: Any, token: Any, taken: Callable[[int], bool]) -> Description | None:
    low = token.text.lower()
    if token.dep_ in ("compound", "amod", "nmod") and token.head.i > token.i and not taken(token.head.i):
        return None
    people = nations().peoples
    single = singular(low)
    first = _first(doc, token)
    definite = (
        doc[first].text.lower() in ("the", "this", "that", "these", "those") or doc[first].dep_ == "poss"
    )
    if token.text[0].isupper() and (low in people or single in people):
        plural = single != low or (low.endswith(("sh", "ch", "ese", "men")) and definite)
        if not plural or (token.pos_ == "ADJ" and not definite):
            return None
        return Description(
            first, token.i + 1, token.i, "many", "people", people.get(low) or people[single], definite
        )
    if token.pos_ == "ADJ":
        return None
    sort = _sort(token, low, single)
    if not sort:
        return None
    office = _office(doc, token, single if sort == "many" else low)
    end = _end(doc, token, office)
    return Description(first, end, token.i, sort, office, _nation(doc, first, end, token), definite)


def _sort(token: Any, low: str, single: str) -> str:
    """What sort of description a noun heads, by its number."""
    if token.tag_ in ("NNS", "NNPS") or low == "people":
        if low in ("forces", "headquarters") and low not in _many():
            return "body"
        return "many" if single in _many() else ""
    return _sorts().get(low, "")


def _first(doc: Any, token: Any) -> int:
    """Where the noun phrase of a token begins: at its left-most modifier without a break."""
    first: int = token.i
    while first and not doc[first].is_sent_start and token.i - first < _LONGEST:
        before = doc[first - 1]
        if before.dep_ == "case" and token.i > before.head.head.i - 1 and before.head.dep_ == "poss":
            edge: int = before.head.left_edge.i
            return max(edge, first - 8)
        if before.is_space or before.text in (",", ";", ":", "—", "“", "”", "(", ")", '"'):
            break
        if before.dep_ not in _LEFT and before.pos_ not in ("ADJ", "DET", "NUM"):
            break
        if before.head.i < first - 1 or before.head.i > token.i:
            break
        first -= 1
    return first


def _office(doc: Any, token: Any, single: str) -> str:
    """The head with the nouns that make one office of it: foreign minister, secretary general."""
    if token.i and doc[token.i - 1].text.lower() != single:
        for size in (2, 1):
            if token.i - size >= 0:
                words = " ".join(doc[k].text.lower() for k in range(token.i - size, token.i))
                if f"{words} {single}" in offices() or f"{words} {single}" in _sorts():
                    return f"{words} {single}"
    return single


def _end(doc: Any, token: Any, office: str) -> int:
    """Past "of" and what follows it: the president of the council, a spokesman for the ministry."""
    after = {"of", *(word for word in ("for", "to") if office in word_set("after", word))}
    for child in token.children:
        if child.dep_ == "prep" and child.text in after and child.i == token.i + 1:
            for inner in child.children:
                if inner.dep_ == "pobj":
                    return _through(doc, inner)
    return int(token.i) + 1


def _through(doc: Any, token: Any) -> int:
    """The end of a noun phrase without clauses and appositions after it."""
    end: int = token.i + 1
    while end < len(doc) and doc[end].text == "-" and doc[end].head.i == token.i:
        end += 1
    return end


def _nation(doc: Any, first: int, end: int, head: Any) -> str:
    """The country that a noun phrase is said of: the Utopian leader, the leader of Utopia."""
    found = ""
    for k in range(first, end):
        low = doc[k].text.lower()
        if k == head.i:
            continue
        for size in (2, 1):
            words = " ".join(doc[j].text.lower() for j in range(k, min(k + size, end)))
            country = nations().peoples.get(words) or nations().names.get(words)
            if country and doc[k].text[0].isupper():
                found = found or country
        if not found and low in nations().names and doc[k].text[0].isupper():
            found = nations().names[low]
    return found


def label_of(doc: Any, what: Description) -> str:
    """The words that somebody described is called by: without article, number and rank."""
    words = [doc[k] for k in range(what.first, what.end)]
    while words and words[0].i < what.head and _dropped(words[0], what):
        words.pop(0)
    text = "".join(token.text_with_ws for token in words).strip()
    if what.sort == "one" or what.office == "people" or text[:1].isupper():
        return text
    return text[:1].lower() + text[1:]


def _dropped(token: Any, what: Description) -> bool:
    low = token.text.lower()
    if token.tag_ in ("WRB", "WP", "WDT", "WP$"):
        return True
    if low in _BARE or token.pos_ in ("DET", "NUM", "PRON") or token.text in ("’s", "'s"):
        return True
    if what.sort != "many":
        return False
    return token.pos_ in ("ADJ", "ADV", "VERB", "PUNCT", "CCONJ") and not token.text[0].isupper()
