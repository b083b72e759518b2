"""What headlines tell as said, by the order of their words: Regulator orders recall of cars.

Headlines leave out what a parser goes by, so that it often takes their verbs for nouns. Here a headline
is a name, a verb of saying in the present, and the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from countermove.evidence.passage import Passage, Span
from countermove.evidence.rows import SUGGESTION
from countermove.evidence.speech.cues import Cue, forms, listed, verbs
from countermove.evidence.speech.statement import Statement

__all__ = ["titles_of"]

_RULE = "verb of a headline"
_WORD = re.compile(r"[^\s“”\"]+")
#: The speaker of a headline has no more words than this, and its content at least so many letters.
_MOST, _LEAST = 6, 4
_PREPOSITIONS = frozenset(("for", "of", "on", "to", "as", "about", "with"))
#: A clause begins with one of these, or its subject is followed by one within a few words.
_CLAUSE = frozenset(("it", "he", "she", "they", "we", "there", "that"))
_FINITE = frozenset(
    ("is", "are", "was", "were", "will", "would", "can", "could", "should", "must", "may", "might", "has",
     "have", "had", "not", "did", "does", "do")
)  # fmt: skip
_NO_SPEAKER = frozenset(("how", "why", "what", "when", "where", "who", "which", "if", "as", "after", "for"))


def titles_of(passage: Passage, told: Sequence[Statement]) -> Iterator[Statement]:
    """The statements of the headlines of a passage in which nothing else was found."""
    heads = [block for block in passage.blocks if block.kind == "headline"]
    for start, end in passage.sentences if heads else ():
        if passage.kind(start) != "headline":
            continue
        if not any(made.content[0] < end and start < made.content[1] for made in told):
            yield from _title(passage.text, start, end)


def _title(text: str, start: int, end: int) -> Iterator[Statement]:
    words = [found.span() for found in _WORD.finditer(text, start, end)]
    low = [text[a:b].lower().strip(".,:;!?‘’'") for a, b in words]
    if low and low[0] in _NO_SPEAKER:
        return
    for i in range(1, min(_MOST + 1, len(words) - 1)):
        cue = _cue(low, i, text[words[i - 1][0] : words[i - 1][1]])
        if cue is None or text[words[i][1] - 1] in ",:;":
            continue
        last = _end(text, words, low, i + 1)
        first = i + 2 if low[i + 1] in _PREPOSITIONS - {"to", "as"} and last > i + 2 else i + 1
        content = (words[first][0], words[last - 1][1])
        speaker = _speaker(text, words, i)
        if speaker is not None and content[1] - content[0] >= _LEAST:
            yield Statement(_bare(text, content), "indirect", cue.act, _RULE, SUGGESTION, speaker, words[i])
            return


def _speaker(text: str, words: Sequence[Span], i: int) -> Span | None:
    """The words before the verb; before another verb, if a comma parts the two: Bank cuts forecast, warns."""
    if text[words[i - 1][1] - 1] == ",":
        i = next((k for k in range(1, i) if re.fullmatch("[a-z]+s", text[slice(*words[k])])), 0)
    named = text[words[0][0] : words[i - 1][1]] if i else ""
    if not named[:1].isupper() or re.search(r"[,;?!]", named):
        return None
    return words[0][0], words[0][0] + len(named.rstrip(":"))


def _cue(low: Sequence[str], i: int, before: str) -> Cue | None:
    """The verb of saying that a word is by its form and by what follows; plural subjects have no -s."""
    found = _in_present().get(low[i])
    if found is None:
        return None
    cues, plural = found
    if plural != (before.lower().endswith("s") or before.lower() in ("police", "people")):
        return None
    frame = _frame(low[i + 1 :])
    return next((cue for cue in cues if frame in cue.frames), None) or next(
        (cue for cue in cues if frame == "noun" and cue.plain and "that" in cue.frames), None
    )


def _frame(rest: Sequence[str]) -> str:
    if rest[0] == "to":
        return "inf" if len(rest) > 1 else ""
    if rest[0] in _PREPOSITIONS:
        return rest[0]
    if rest[0] in _CLAUSE or _FINITE.intersection(rest[1:5]):
        return "that"
    return "" if rest[0] in ("in", "at", "by", "from", "over", "amid", "and", "up") else "noun"


def _end(text: str, words: Sequence[Span], low: Sequence[str], first: int) -> int:
    """Where the content ends: before a comma with another verb in the present behind it."""
    for k in range(first, len(words) - 1):
        if text[words[k][1] - 1] == "," and low[k + 1] in _in_present():
            return k + 1
    return len(words)


def _bare(text: str, span: Span) -> Span:
    words = text[span[0] : span[1]]
    return span[0], span[0] + len(words.rstrip(" .,;:"))


@cache
def _in_present() -> Mapping[str, tuple[tuple[Cue, ...], bool]]:
    """The forms of the present of all verbs of saying: with -s for one who speaks, without for several."""
    found: dict[str, tuple[tuple[Cue, ...], bool]] = {}
    for lemma, cues in verbs().items():
        if "_" not in lemma and lemma not in listed("light"):
            plain, with_s = forms(lemma)[:2]
            found.setdefault(with_s, (cues, False))
            found.setdefault(plain, (cues, True))
    return found
