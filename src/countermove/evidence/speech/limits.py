"""Where a reported clause ends: not where the parse says, in long sentences, but where signs and words do."""

from __future__ import annotations

from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.speech.cues import listed, verbs
from countermove.evidence.speech.marks import Quote
from countermove.evidence.speech.tree import own_subject, said_beside, subject

__all__ = ["clause_end", "trimmed"]

# What may follow a content after a comma and yet belong to it.
_TAILS = listed("limits_tails")
_DASHES = frozenset(("—", "–", "--"))
_LEFT_OUT = " \t\r\n,;:–—-."


def clause_end(cue: Any, first: Any, head: Any, end: int) -> int:
    """The token at which the content that begins with `first` and has the head `head` ends (excluded).

    `end` is the end of the sentence. The clause goes on over what the parse hangs to it and over conditions
    and circumstances that follow at once (“, as long as …”); it stops before another thing that is said
    (“, and urged …”), before a remark after a dash, and before the tag of a parenthesis.
    """
    doc = cue.doc
    last = max(head.right_edge.i, first.i) + 1
    if head.i < cue.i:
        return int(min(last, min([cue.i] + [c.left_edge.i for c in cue.lefts if c.i > head.i])))
    last = _with_tails(cue, min(last, end), end)
    last = _own_part(cue, head, last)
    for k in range(max(first.i, head.i) + 1, last):
        if _stops(doc[k], cue, head, end):
            return int(_before_joint(doc, k, first.i))
    return last


def _own_part(cue: Any, head: Any, last: int) -> int:
    """The end of what is told within what is told: a clause joined by a comma is the outer speaker's."""
    if cue.dep_ != "ccomp" or cue.head.lemma_.lower() not in verbs():
        return last
    for child in head.rights:
        if child.dep_ == "conj" and child.i < last and own_subject(child) is not None:
            for token in cue.doc[head.i : child.i]:
                if token.text == "," and token.nbor(1).lower_ in ("and", "but"):
                    return int(token.i)
    return last


def _with_tails(cue: Any, last: int, end: int) -> int:
    """The end of a clause with what belongs to it by place, though the parse hangs it to the cue."""
    doc = cue.doc
    moved = True
    while moved and last < end:
        moved = False
        k = last
        comma = doc[k].text == ","
        k += comma
        if k >= end:
            break
        token = doc[k + 1] if doc[k].text in '“"' and k + 1 < end else doc[k]
        if k + 1 < end and token.lower_ in ("and", "but") and doc[k + 1].lower_ == "that":
            return end - 1 if doc[end - 1].text in ".!?" else end
        if comma and _tail_phrase(doc, k) and k + 2 < end:
            last, moved = min(end, max(doc[k + 2].head.right_edge.i + 1, k + 3)), True
            continue
        holder = _hanging(token, cue)
        if holder is None or (comma and token.lower_ not in _TAILS):
            break
        if holder.dep_ in ("conj", "cc", "punct", "nsubj", "nsubjpass"):
            break
        last, moved = min(end, max(holder.right_edge.i + 1, k + 1)), True
    return last


def _tail_phrase(doc: Any, k: int) -> bool:
    return doc[k].lower_ == "but" and k + 1 < len(doc) and doc[k + 1].lower_ in ("only", "not")


def _hanging(token: Any, cue: Any) -> Any | None:
    """The child of the cue that a token after the content belongs to."""
    for child in cue.rights:
        if child.left_edge.i <= token.i <= child.right_edge.i:
            return child
    for above in token.ancestors:
        if above.i == cue.i:
            return token
    return None


def _stops(token: Any, cue: Any, head: Any, end: int) -> bool:
    """Whether a content cannot go on over a token."""
    if token.text in _DASHES:
        return not any(later.text in _DASHES for later in token.doc[token.i + 1 : end]) or _noun_follows(
            token
        )
    if token.text == ";" or (token.lower_ == "according" and _next(token) == "to"):
        return True
    entry = verbs().get(token.lemma_.lower())
    if (
        entry is None
        or token.pos_ != "VERB"
        or not any(cue_.plain or cue_.manner == "deed" for cue_ in entry)
    ):
        return False
    if token.dep_ == "conj" and own_subject(token) is None:
        return said_beside(token) is not None and _joins(token)
    after_comma = token.i > 0 and token.nbor(-1).text == ","
    return bool(token.tag_ == "VBG" and after_comma and subject(token) is not None)


def _joins(token: Any) -> bool:
    """Whether “and”, “but” or a comma stands just before a verb, adverbs and auxiliaries aside."""
    k = token.i - 1
    while k > 0 and token.doc[k].pos_ in ("ADV", "AUX"):
        k -= 1
    return token.doc[k].lower_ in ("and", "but", "or", ",")


def _noun_follows(dash: Any) -> bool:
    after = dash.doc[dash.i + 1] if dash.i + 1 < len(dash.doc) else dash
    return after.lower_ in ("a", "an") and after.head.dep_ in (
        "appos",
        "dep",
        "npadvmod",
        "attr",
        "dobj",
        "nsubj",
    )


def _next(token: Any) -> str:
    return str(token.doc[token.i + 1].lower_) if token.i + 1 < len(token.doc) else ""


def _before_joint(doc: Any, k: int, first: int) -> int:
    """The place before the “, and” and adverbs that lead up to a token."""
    while k - 1 > first and (
        doc[k - 1].lower_ in ("and", "but", "or", ",", "then", "also", "later")
        or doc[k - 1].pos_ in ("ADV", "AUX", "CCONJ")
    ):
        k -= 1
    return k


def trimmed(text: str, start: int, end: int, quotes: list[Quote]) -> Span | None:
    """A span without signs and spaces at its ends, cutting through no pair of marks; None if none is left."""
    for quote in quotes:
        if quote.left < start < quote.right <= end:
            start = quote.right if start > quote.start else quote.left
        elif start <= quote.left < end < quote.right:
            end = quote.right
        elif quote.left == start - 1 and quote.right <= end and quote.right < end:
            start = quote.left
    while start < end and (text[start] in _LEFT_OUT or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _LEFT_OUT or text[end - 1].isspace()):
        if text[end - 1] == "." and _abbreviated(text, end):
            break
        end -= 1
    return _without_lone_marks(text, start, end, quotes)


def _abbreviated(text: str, end: int) -> bool:
    return end >= 3 and text[end - 2].isupper() and text[end - 3] in ". "


def _without_lone_marks(text: str, start: int, end: int, quotes: list[Quote]) -> Span | None:
    lone = {quote.left for quote in quotes if quote.right > end} | {
        quote.right - 1 for quote in quotes if quote.left < start
    }
    while end > start and end - 1 in lone:
        end -= 1
    while start < end and start in lone:
        start += 1
    for quote in quotes:
        if (quote.left, quote.right) == (start, end):
            return quote.start, quote.end
    return (start, end) if start < end else None
