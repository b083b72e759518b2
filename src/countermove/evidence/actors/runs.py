"""Runs: the capitalised stretches of a text that may be names, told from the capitals of grammar.

A sentence begins with a capital, headlines put them everywhere, months and languages bear them: a run is
kept only where the capital says that somebody or something is named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from countermove.evidence.actors.lexicon import gender_of_given, nations, offices, table, word_set

__all__ = ["Run", "runs_of"]

#: From (included) to (excluded), in tokens of the parse.
Run = tuple[int, int]

_CALENDAR = word_set("runs", "calendar")
#: Parts of speech that a sentence may begin with, when its first word names nobody.
_GRAMMAR = word_set("runs", "grammar")
_SMALL = word_set("runs", "small")
_PARTICLES = word_set("runs", "particles")
_OPENERS = frozenset("“\"‘'”([–—-•*…:#")
#: Small words within the names of bodies, after which the name goes on: Bank of England.
_INNER = frozenset(("of", "for", "and", "on", "in"))
_BODIES = word_set("runs", "bodies")


def runs_of(doc: Any) -> Iterator[Run]:
    """The runs of a parse, in order, none overlapping; titles, countries and connectors are still in them."""
    inside = Counter(
        token.text
        for token in doc
        if token.text[:1].isupper() and not _first(token) and token.pos_ == "PROPN"
    )
    shouted = _shouted(doc)
    n, i = len(doc), 0
    while i < n:
        if not _capital(doc[i], inside, shouted):
            i += 1
            continue
        end = _stretch(doc, i, inside, shouted)
        yield i, end
        i = end


def _first(token: Any) -> bool:
    """Whether a token begins a sentence, a line or a quotation, where a capital says nothing."""
    if token.is_sent_start or token.i == 0:
        return True
    before = token.doc[token.i - 1]
    return before.is_space or before.text in _OPENERS


def _shouted(doc: Any) -> set[int]:
    """Tokens of lines that are written in capitals throughout, as headlines are."""
    found: set[int] = set()
    line: list[Any] = []
    for token in doc:
        if "\n" in token.text:
            found.update(_titled(line))
            line = []
        else:
            line.append(token)
    found.update(_titled(line))
    return found


def _titled(line: list[Any]) -> list[int]:
    if not line or line[-1].text in (".", "?", "!", "”", '"', "…"):
        return []
    long = [token for token in line if token.is_alpha and len(token) > 3]
    capital = sum(token.text[0].isupper() for token in long)
    return [token.i for token in line] if len(long) >= 5 and capital >= 0.8 * len(long) else []


def _capital(token: Any, inside: Counter[str], shouted: set[int]) -> bool:
    """Whether a token may be (the beginning of) a name."""
    text = token.text
    low = text.lower()
    if not text[0].isalpha() or _of_calendar(token) or (low in _SMALL and low not in ("mr.", "mr")):
        return False
    if any(sign.isdigit() for sign in text):
        return False
    if not text[0].isupper():
        return len(text) > 3 and text[1].isupper() and text[1:].isalpha()  # iPhone, eBay
    if text.isupper() and _cries(token):
        return False
    if token.i in shouted:
        return inside[text] > 0 or token.ent_type_ in ("PERSON", "ORG", "GPE")
    if not _first(token):
        return True
    if inside[text] or low in nations().names or low in nations().peoples or low in nations().capitals:
        return True
    if low in table()["address"] or low in offices() or f"{low} {_next(token)}" in offices():
        return True
    if token.tag_ == "VBG" or (
        low.endswith("ing") and token.head.i != token.i and token.dep_ in ("csubj", "advcl", "pcomp")
    ):
        return False
    if token.pos_ in _GRAMMAR:
        return bool(token.ent_type_ in ("PERSON", "ORG", "GPE")) and token.pos_ not in ("DET", "PRON", "ADP")
    return token.pos_ == "PROPN" or bool(token.ent_type_ in ("PERSON", "ORG", "GPE"))


def _of_calendar(token: Any) -> bool:
    """Whether a word is a month, a weekday or an abbreviation, and not somebody's name (Theresa May, Jan)."""
    if token.lower_ not in _CALENDAR:
        return False
    before = token.nbor(-1).lower_ if token.i else ""
    return not (token.ent_type_ == "PERSON" or before in table()["address"] or gender_of_given(before))


def _next(token: Any) -> str:
    return token.nbor().lower_ if token.i + 1 < len(token.doc) else ""


def _cries(token: Any) -> bool:
    """Whether a word in capitals stands beside another one, too long to be an acronym."""
    doc = token.doc
    beside = [doc[k].text for k in (token.i - 1, token.i + 1) if 0 <= k < len(doc)]
    return len(token) >= 5 and any(len(text) >= 5 and text.isupper() for text in beside)


def _stretch(doc: Any, start: int, inside: Counter[str], shouted: set[int]) -> int:
    """Where the run that begins at a token ends."""
    end, n = start + 1, len(doc)
    while end < n:
        if _goes_on(doc, end, shouted):
            end += 1
            continue
        jump = _bridge(doc, start, end)
        if not jump:
            break
        end += jump
    return end


def _goes_on(doc: Any, at: int, shouted: set[int]) -> bool:
    """Whether a token belongs to the run before it by its own capital."""
    token, before = doc[at], doc[at - 1]
    low = token.text.lower()
    if not token.text[0].isupper() or (before.is_sent_start and token.is_sent_start):
        return False
    if _of_calendar(token) or low in _SMALL or any(sign.isdigit() for sign in token.text):
        return False
    if token.is_sent_start and before.text[-1] != ".":
        return False
    return at not in shouted or token.ent_iob_ == "I"


def _bridge(doc: Any, start: int, end: int) -> int:
    """How many tokens a small word or mark carries the run on, past the next capital; 0 if it does not."""
    ahead = [doc[k] for k in range(end, min(end + 4, len(doc)))]
    texts = [token.text for token in ahead]
    capital = [token.text[0].isupper() and token.text.lower() not in _CALENDAR for token in ahead]
    if len(texts) < 2:
        return 0
    if texts[0] in ("&", "-", "/") and capital[1] and (texts[0] == "&" or not doc[end - 1].whitespace_):
        return 2 if texts[0] != "/" else 0
    if texts[0] == "-" and texts[1].isalpha() and doc[end].ent_type_ == doc[end + 1].ent_type_ == "PERSON":
        return 2
    if texts[0] == "," and texts[1].lower().rstrip(".") in ("inc", "ltd", "llc", "corp", "jr", "sr"):
        return 2
    if texts[0] in _PARTICLES:
        return _past_particles(texts, capital)
    heads = [doc[k].text.lower() for k in range(start, end)]
    if texts[0] in _INNER and _body_goes_on(heads, texts[0]):
        skip = 2 if texts[1] == "the" else 1
        return skip + 1 if len(texts) > skip and capital[skip] and texts[skip].lower() not in _SMALL else 0
    return 0


def _past_particles(texts: list[str], capital: list[bool]) -> int:
    """Past "von der" to the capital after it."""
    k = 1
    while k < len(texts) - 1 and (texts[k] in _PARTICLES or texts[k] == "-"):
        k += 1
    return k + 1 if capital[k] else 0


def _body_goes_on(words: list[str], small: str) -> bool:
    """Whether the name of a body goes on after a small word: Bank of, Institute for, Ministry of X and."""
    heads = frozenset(table()["organisations"]["heads"])
    if small == "of":
        return (words[-1] in heads and words[-1] not in ("house",)) or words[-1] in ("secretary", "bosnia")
    if small == "and":
        return (words[0] in _BODIES and "of" in words) or words[-1] == "bosnia"
    return words[-1] in _BODIES | {"council", "foundation", "campaign", "association"} and small in (
        "for",
        "on",
    )
