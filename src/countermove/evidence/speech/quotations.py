"""Quotations: words between marks, with the verb of saying and the speaker's words beside them.

Marks are no proof of speech: titles, terms and words at arm's length stand in them as well. A quotation is
*found* if a verb of saying is beside it, or if it goes on with one that has one; words in marks within a
clause are suggestions. Words that a verb only imputes (“as if to say”, “never said”) are nobody's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from countermove.evidence.passage import Passage
from countermove.evidence.rows import FOUND, SUGGESTION
from countermove.evidence.speech.cues import listed
from countermove.evidence.speech.marks import Quote, paragraphs, quotes_in
from countermove.evidence.speech.statement import IMPUTED, IMPUTING, Statement
from countermove.evidence.speech.tags import Tag, tag_after, tag_before

__all__ = ["find_quotations", "quotations_of"]

#: A quotation broken more often than this is taken for several: no speaker goes on so.
_MOST_PARTS = 30

_OPEN_END = re.compile(r"[,?!…—–-]$")
_TERM = re.compile(
    r"(?:so-called|known as|called|dubbed|termed|titled|entitled|named|nicknamed)\s*$", re.IGNORECASE
)
_COLON = re.compile(r":\s*$")
_DUMMY = re.compile(r"\bto \w+:\s*$")
_SMALL = listed("quotations_small")


def find_quotations(passage: Passage) -> list[Statement]:
    """Quotations with a verb of saying beside them; no parser. In the order of the text."""
    return quotations_of(passage.text, quotes_in(passage.text))


def quotations_of(text: str, quotes: list[Quote]) -> list[Statement]:
    """The statements among the quotations of a text (those that stand in no other quotation)."""
    outer = [quote for quote in quotes if not quote.nested]
    found: list[Statement] = []
    ends = iter(paragraphs(text))
    start, end = next(ends)
    before: _Said | None = None
    for k, quote in enumerate(outer):
        while quote.left >= end:
            start, end = next(ends)
        left = max(start, outer[k - 1].last if k else 0)
        right = outer[k + 1].left if k + 1 < len(outer) else len(text)
        place = _Place(text, quote, left, right, start, end)
        made = _said(place, before)
        if made is None:
            before = before if before and before.place.start == start else None
        elif made.joins and len(found[-1].more) < _MOST_PARTS:
            found[-1] = replace(found[-1], more=(*found[-1].more, made.statement.content, *quote.more))
        else:
            found.append(made.statement)
        before = made or before
    return found


@dataclass(frozen=True, slots=True)
class _Place:
    """A quotation and its surroundings: from the mark before it to the mark after it, and its paragraph."""

    text: str
    quote: Quote
    left: int
    right: int
    start: int
    end: int

    @property
    def words(self) -> str:
        return self.text[self.quote.start : self.quote.end]

    @property
    def gap(self) -> str:
        return self.text[self.left : self.quote.left]


@dataclass(frozen=True, slots=True)
class _Said:
    """What was made of a quotation, for the next one to go on with. `joins`: it is part of the one before."""

    place: _Place
    statement: Statement
    tag: Tag | None
    joins: bool = False


def _said(place: _Place, before: _Said | None) -> _Said | None:
    """What a quotation is: joined to the one before, tagged, going on with the one before, or nothing."""
    if not place.words.strip() or _is_term(place):
        return None
    if before and _breaks(place, before):
        return _Said(place, _statement(place, before.tag, "quotation"), before.tag, joins=True)
    after = tag_after(place.text, place.quote.last, place.right) if _expects_tag(place) else None
    if after is not None:
        return _Said(place, _statement(place, after, "quotation with a verb of saying"), after)
    ahead = tag_before(place.text, place.left, place.quote.left)
    if ahead is not None and _follows_closely(place, ahead):
        return _Said(place, _statement(place, ahead, "quotation with a verb of saying"), ahead)
    if before and before.tag and before.statement.band == FOUND and _continues(place, before):
        return _Said(place, _statement(place, before.tag, "quotation going on"), before.tag)
    if ahead is not None and len(place.words.split()) >= 2:
        return _Said(place, _partial(place, ahead), ahead)
    return _Said(place, _after_colon(place), None) if _COLON.search(place.gap) else None


def _is_term(place: _Place) -> bool:
    """A name, a title or a term: “so-called” before it, or every word of it with a capital."""
    if _TERM.search(place.gap[-20:]):
        return True
    words = [word for word in place.words.split() if word.strip(".,;:!?").lower() not in _SMALL]
    named = 1 < len(words) < 12 and all(word[:1].isupper() or word[:1].isdigit() for word in words)
    within = place.gap.rstrip()[-1:].isalnum() or place.gap.rstrip().endswith(("’s", "'s"))
    return named and (within or place.words[-1:] not in ",.!?")


def _expects_tag(place: _Place) -> bool:
    after = place.text[place.quote.last : place.quote.last + 1]
    last = place.text[place.quote.more[-1][1] - 1] if place.quote.more else place.words.rstrip()[-1:]
    return bool(_OPEN_END.search(last)) or after == ","


def _breaks(place: _Place, before: _Said) -> bool:
    """“…,” he said, “…”: the second half of a quotation that a tag stands in."""
    if before.tag is None or not before.tag.close or before.place.start != place.start:
        return False
    gap = place.gap.strip()
    own = place.left <= before.tag.cue[0] < place.quote.left
    return (
        own
        and len(gap) < 300
        and gap.endswith((",", "—", "–", ";", "-"))
        and _OPEN_END.search(before.place.words.rstrip()[-1:]) is not None
    )


def _follows_closely(place: _Place, tag: Tag) -> bool:
    """said, “…” – told the paper on Monday: “…” – saying “…”"""
    between = place.text[tag.cue[1] : place.quote.left]
    if between.rstrip().endswith(":"):
        return True
    whole = place.words[:1].isupper() or place.words[:1] in "…‘'["
    if between.rstrip().endswith(","):
        return whole or len(between.split()) <= 1
    return not between.strip() and (whole or len(place.words.split()) >= 3)


def _continues(place: _Place, before: _Said) -> bool:
    """A quotation that nothing but the end of a tag stands before, in its paragraph or the one before."""
    if not (place.words[:1].isupper() or place.words[:1] in "…‘'["):
        return False
    if place.start == before.place.start:
        gap = place.gap.strip()
        own = before.tag is not None and place.left <= before.tag.cue[0] < place.quote.left
        return (gap.endswith((".", "!", "?")) and own and ". " not in gap[:-1]) or not gap
    alone = not place.text[place.start : place.quote.left].strip()
    rest = place.text[place.quote.last : place.end].strip(" .")
    last = not before.place.text[before.place.quote.last : before.place.end].strip(" .") or _ends_in_tag(
        before
    )
    return alone and not rest and last and place.start - before.place.end < 8


def _ends_in_tag(before: _Said) -> bool:
    """Whether the paragraph of a quotation ends with the sentence of its tag."""
    place, tag = before.place, before.tag
    rest = place.text[place.quote.last : place.end]
    return tag is not None and tag.cue[0] >= place.quote.last and not re.search(r"\.\s+[A-Z“\"]", rest)


def _statement(place: _Place, tag: Tag | None, rule: str) -> Statement:
    speech = "direct" if _is_whole(place) else "partial"
    content = (place.quote.start, place.quote.end)
    if tag is None:
        return Statement(content, speech, "asserts", rule, SUGGESTION, more=place.quote.more)
    if not tag.real:
        return Statement(content, speech, tag.entry.act, IMPUTING, SUGGESTION, cue=tag.cue,
                         voice=IMPUTED, more=place.quote.more)  # fmt: skip
    band = FOUND if tag.speaker is not None and tag.close else SUGGESTION
    return Statement(content, speech, tag.entry.act, rule, band, tag.speaker, tag.cue, more=place.quote.more)


def _partial(place: _Place, tag: Tag) -> Statement:
    made = _statement(place, tag, "words in marks within a clause")
    return replace(made, speech="partial", band=SUGGESTION)


def _after_colon(place: _Place) -> Statement:
    """Words after a colon that no verb of saying stands before; “to show: “…”” puts them into a mouth."""
    content = (place.quote.start, place.quote.end)
    if _DUMMY.search(place.gap[-60:]):
        return Statement(content, "direct", "asserts", IMPUTING, SUGGESTION, voice=IMPUTED)
    return Statement(
        content, "direct", "asserts", "quotation after a colon", SUGGESTION, more=place.quote.more
    )


def _is_whole(place: _Place) -> bool:
    """Whether a quotation is whole: it begins a sentence, or ends one with nothing of the clause after it."""
    if place.words[:1].isupper() or place.words[:1] in "…‘'[":
        return True
    after = place.text[place.quote.last : place.quote.last + 2].strip()
    return place.words.rstrip()[-1:] in ".!?," or after[:1] in (".", "!", "?")
