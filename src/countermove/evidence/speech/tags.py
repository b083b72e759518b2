"""Tags: the verb of saying beside a quotation, and the words for the speaker, by regular expressions.

“…,” he said. — “…,” said Ada Byron, a member of the council. — Ada Byron wrote to the Times: “…” This needs
no parse; where there is one, `finding` uses it to better what is found here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from countermove.evidence.passage import Span
from countermove.evidence.speech.cues import Cue, listed, quoting_forms

__all__ = ["Tag", "tag_after", "tag_before"]

#: How far from the mark a tag is looked for, in characters.
REACH = 400

_WORD = re.compile(r"(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Prof|St|Jr|Sr)\.|[\w’'\-]+|[^\w\s]")
_END = re.compile(r"[.!?…][”\"’')\]]*\s+(?=[\"“‘A-Z(])|\n\s*\n")
_ABBREVIATED = re.compile(r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Prof|St|Jr|Sr|U\.S|No))\.$")
_PRONOUNS = listed("tags_pronouns")
_AUXILIARIES = listed("tags_auxiliaries")
_NEGATIONS = listed("tags_negations")
_UNREAL = listed("tags_unreal")
# Words that no name or description goes on over, before the verb or after it.
_BREAKS = listed("tags_breaks")
_STOPS = _BREAKS | listed("tags_stops")
_ARTICLES = listed("tags_articles")
_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")


@dataclass(frozen=True, slots=True)
class Tag:
    """A verb of saying with the words of its subject. `real` is False for what was not said: words put into a
    mouth (“as if to say”), what somebody never said or might say."""

    cue: Span
    entry: Cue
    speaker: Span | None
    real: bool
    close: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a stretch of text, with their places."""

    items: tuple[tuple[str, int, int], ...]

    def low(self, k: int) -> str:
        return self.items[k][0].lower() if 0 <= k < len(self.items) else ""

    def span(self, first: int, last: int) -> Span:
        return self.items[first][1], self.items[last][2]


def _words(text: str, start: int, end: int) -> _Words:
    return _Words(tuple((m[0], m.start(), m.end()) for m in _WORD.finditer(text, start, end)))


def tag_after(text: str, start: int, limit: int) -> Tag | None:
    """The tag that a quotation ending at `start` is followed by, before `limit`: “…,” he said."""
    words = _words(text, start, _sentence_end(text, start, min(limit, start + REACH)))
    skip = 1 if words.low(0) == "," else 0
    for k in range(skip, min(len(words.items), skip + 40)):
        if words.low(k) in ";:—" or words.low(k) in _BREAKS - {"and", "then", "later"}:
            return None
        entry = _entry(words, k)
        if entry is None or words.low(k).endswith("ing"):
            continue
        if words.low(k + 1) == "that":
            return None
        before = [j for j in range(skip, k) if not _is_filler(words.low(j))]
        speaker = _subject_after(words, k + 1) if not before else _subject_before(words, k, skip)
        if speaker is None and before:
            continue
        real = not any(words.low(j) in _NEGATIONS | _UNREAL for j in range(skip, k))
        return Tag(words.span(k, k), entry, speaker, real, True)
    return None


def tag_before(text: str, start: int, end: int) -> Tag | None:
    """The tag that stands before a quotation that opens at `end`, after `start`: he said, “…”"""
    words = _words(text, _sentence_start(text, max(start, end - REACH), end), end)
    for k in range(len(words.items) - 1, -1, -1):
        entry = _entry(words, k)
        if entry is None or not _is_verb_here(words, k):
            continue
        real = not _unreal_before(words, k)
        close = len(words.items) - 1 - k <= 1 or words.low(len(words.items) - 1) in (",", ":")
        return Tag(words.span(k, k), entry, _subject_before(words, k, 0) if real else None, real, close)
    return None


def _sentence_end(text: str, start: int, limit: int) -> int:
    for found in _END.finditer(text, start, limit):
        if not _ABBREVIATED.search(text, max(start, found.start() - 6), found.start() + 1):
            return found.start()
    return limit


def _sentence_start(text: str, start: int, end: int) -> int:
    for found in _END.finditer(text, start, end):
        if found.end() < end and not _ABBREVIATED.search(text, max(0, found.start() - 6), found.start() + 1):
            start = found.end()
    return start


def _entry(words: _Words, k: int) -> Cue | None:
    """The cue that a word is; one with a capital within a sentence is part of a name (the United States)."""
    return quoting_forms().get(words.low(k)) if k == 0 or words.items[k][0][0].islower() else None


def _is_filler(word: str) -> bool:
    return word in _AUXILIARIES or (word.endswith("ly") and len(word) > 4)


def _is_verb_here(words: _Words, k: int) -> bool:
    """Not a noun of the same form: “the report”, “his demand”."""
    return words.low(k - 1) not in _ARTICLES


def _unreal_before(words: _Words, k: int) -> bool:
    """Whether what leads up to a verb says that it was not said: to say, never said, essentially saying."""
    near = [words.low(j) for j in range(max(0, k - 3), k)]
    if near and near[-1] == "to":
        return near[-2:-1] not in (["on"], ["continued"], ["began"], ["went"])
    if {"as", "if"} <= set(near) or {"as", "though"} <= set(near):
        return True
    return any(word in _NEGATIONS | _UNREAL | listed("imputing") for word in near)


def _subject_before(words: _Words, verb: int, first: int) -> Span | None:
    """The words for the subject to the left of a verb."""
    last = verb - 1
    while last >= first and _is_filler(words.low(last)):
        last -= 1
    if last < first:
        return None
    if words.low(last) in ("and", "or", "but") or words.low(verb).endswith("ing"):
        return _first_name(words, first, last)
    if words.low(last) in (",", "—", "–"):
        return _before_aside(words, last, first)
    return _noun_phrase(words, last, first)


def _before_aside(words: _Words, comma: int, first: int) -> Span | None:
    """Ada Byron, a member of the council, said: what stands before the first of the two commas."""
    for k in range(comma - 1, first, -1):
        if words.items[k][0] == words.items[comma][0] and k - 1 >= first and words.low(k - 1) != ",":
            return _noun_phrase(words, k - 1, first)
    return _first_name(words, first, comma)


def _first_name(words: _Words, first: int, last: int) -> Span | None:
    """The first pronoun or name of a stretch: the subject of a sentence that goes on “… and said”."""
    for k in range(first, last + 1):
        if words.low(k) in _PRONOUNS:
            return words.span(k, k)
        if (
            words.items[k][0][:1].isupper()
            and words.low(k) not in _STOPS
            and not _DAY.match(words.items[k][0])
        ):
            end = k
            while end < last and words.items[end + 1][0][:1].isupper():
                end += 1
            return words.span(k, end) if words.low(k) not in ("the", "a", "an") or end > k else None
    return None


def _noun_phrase(words: _Words, last: int, first: int) -> Span | None:
    """The noun phrase that ends at `last`."""
    if words.low(last) in _PRONOUNS:
        return words.span(last, last)
    start = last + 1
    for k in range(last, first - 1, -1):
        word = words.items[k][0]
        if not word[0].isalnum() or (words.low(k) in _BREAKS and not _joins_names(words, k, last)):
            break
        start = k
    while start <= last and (words.low(start) in _STOPS or _DAY.match(words.items[start][0])):
        start += 1
    return words.span(start, last) if start <= last else None


def _joins_names(words: _Words, k: int, last: int) -> bool:
    """Ada and Ida said: an “and” between names is part of the phrase."""
    return (
        words.low(k) == "and"
        and 0 < k < last
        and all(words.items[j][0][:1].isupper() for j in (k - 1, k + 1))
    )


def _subject_after(words: _Words, first: int) -> Span | None:
    """The words for the subject to the right of a verb: said Ada Byron, a member of the council."""
    while _is_filler(words.low(first)) and words.low(first):
        first += 1
    if words.low(first) in _PRONOUNS:
        return words.span(first, first)
    last = first - 1
    for k in range(first, len(words.items)):
        word = words.items[k][0]
        joined = _joins_names(words, k, len(words.items) - 1)
        if (
            not (word[0].isalnum() or word in "’'")
            or (words.low(k) in _STOPS and not joined)
            or _DAY.match(word)
        ):
            break
        last = k
    return words.span(first, last) if last >= first else None
