"""Quotation marks: which words stand between a pair of them.

Pairs are looked for paragraph by paragraph, whatever the marks are: “ ”, " ", `` '', « », ‘ ’. A quotation
that is not closed at the end of a paragraph goes on if the next one opens with a mark again (the custom of
English printers) or if it begins in lower case (a page break). A mark without a partner is no quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from countermove.evidence.passage import Span

__all__ = ["Quote", "balanced", "quotes_in"]

#: No quotation is longer than this, in characters; an opening mark that runs on further has lost its partner.
LONGEST = 4_000

_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_DOUBLE = re.compile(r"“|”|\"|«|»|„|‟|``|''|’’|‘‘")
_OPENS, _CLOSES = frozenset("“«„‟") | {"``", "‘‘"}, frozenset("”»") | {"''", "’’"}
# A single mark opens before a word and not within one; it closes after a word or a sign, before no letter.
_SINGLE_OPEN = re.compile(r"(?<![\w’'”\"])[‘'](?=[\w¡¿…\[])")
_SINGLE_CLOSE = re.compile(r"(?<=[\w,.?!…\]])[’'](?!\w)")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between marks: `start` to `end` without the marks, `left` to `right` with them.

    `more` are the spans of later paragraphs that it goes on over; `nested`: it stands within another.
    """

    start: int
    end: int
    left: int
    right: int
    nested: bool = False
    more: tuple[Span, ...] = field(default=())

    @property
    def last(self) -> int:
        """Where it ends, later paragraphs included, marks included."""
        return self.right if not self.more else self.more[-1][1] + 1


def quotes_in(text: str) -> list[Quote]:
    """Every pair of marks in a text, in order, nested ones after those that hold them; in linear time."""
    outer = _joined(list(_doubles(text)), text)
    inside = [single for quote in outer for single in _singles(text, quote.start, quote.end, nested=True)]
    beside = [single for start, end in _gaps(text, outer) for single in _singles(text, start, end)]
    return sorted([*outer, *inside, *beside], key=lambda quote: (quote.left, -quote.right))


@dataclass(slots=True)
class _Open:
    """A quotation of double marks whose partner is looked for; closed is False at the end of a paragraph."""

    left: int
    start: int
    end: int
    right: int
    closed: bool


def _doubles(text: str) -> Iterator[_Open]:
    for start, end in paragraphs(text):
        open_: re.Match[str] | None = None
        for mark in _DOUBLE.finditer(text, start, end):
            if open_ is None:
                # A closing mark without an opening one is passed over, unless it may as well open.
                open_ = mark if _may_open(text, mark) else None
                if open_ is None and mark[0] in _CLOSES and _goes_on(text, start):
                    yield _Open(start, start, mark.start(), mark.end(), True)
            elif _may_open(text, mark, strictly=True):
                open_ = mark
            else:
                yield _Open(open_.start(), open_.end(), mark.start(), mark.end(), True)
                open_ = None
        if open_ is not None:
            yield _Open(open_.start(), open_.end(), end, end, False)


def paragraphs(text: str) -> Iterator[Span]:
    """The paragraphs of a text: what stands between empty lines."""
    start = 0
    for gap in _PARAGRAPH.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _goes_on(text: str, start: int) -> bool:
    """Whether a paragraph begins in the middle of a sentence."""
    return start > 0 and text[start : start + 1].islower()


def _may_open(text: str, mark: re.Match[str], *, strictly: bool = False) -> bool:
    if mark[0] in _OPENS:
        return True
    if mark[0] in _CLOSES and mark[0] not in ("''", "’’"):
        return False
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    fits = (not before or before.isspace() or before in "([—–-“‘") and bool(after) and not after.isspace()
    return fits or (not strictly and mark[0] == '"' and bool(after) and not after.isspace())


def _joined(parts: list[_Open], text: str) -> list[Quote]:
    """Quotations; those that are not closed at the end of a paragraph joined with what they go on with."""
    found: list[Quote] = []
    k = 0
    while k < len(parts):
        run = [parts[k]]
        while not run[-1].closed and k + 1 < len(parts) and _continues(text, run[-1], parts[k + 1]):
            k += 1
            run.append(parts[k])
        k += 1
        if run[-1].closed and run[-1].right - run[0].left <= LONGEST:
            found.append(_as_quote(run, text))
        else:
            found.extend(_as_quote([part], text) for part in run if part.closed)
    return [quote for quote in found if quote.start < quote.end]


def _continues(text: str, part: _Open, after: _Open) -> bool:
    return not text[part.right : after.left].strip()


def _as_quote(run: list[_Open], text: str) -> Quote:
    more = tuple((part.start, part.end) for part in run[1:] if part.start < part.end)
    first = run[0]
    return Quote(first.start, first.end, first.left, first.right, False, more)


def _singles(text: str, start: int, end: int, *, nested: bool = False) -> Iterator[Quote]:
    at = start
    while opened := _SINGLE_OPEN.search(text, at, end):
        limit = min(end, opened.end() + (LONGEST if nested else 600))
        closed = _closing(text, opened, limit)
        if closed is None:
            at = opened.end()
            continue
        yield Quote(opened.end(), closed.start(), opened.start(), closed.end(), nested)
        at = closed.end()


def _closing(text: str, opened: re.Match[str], limit: int) -> re.Match[str] | None:
    """The mark that closes a single one: of two that may, the one after a sign, since ’ ends a plural too."""
    curly = opened[0] == "‘"
    blank = text.find("\n", opened.end(), limit)
    limit = blank if blank >= 0 else limit
    if text.find("’" if curly else "'", opened.end(), limit) < 0:
        return None
    for closed in islice(_SINGLE_CLOSE.finditer(text, opened.end(), limit), 8):
        if (closed[0] == "’") != curly:
            continue
        if curly or text[closed.start() - 1] in ",.?!…":
            return closed
    return None


def _gaps(text: str, quotes: list[Quote]) -> Iterator[Span]:
    at = 0
    for quote in quotes:
        if quote.left > at:
            yield at, quote.left
        at = max(at, quote.last)
    if at < len(text):
        yield at, len(text)


def balanced(quotes: list[Quote], start: int, end: int) -> Span:
    """A span that cuts through no pair of marks: it takes the rest of a quotation that it ends in, and
    leaves out the end of one that began before it."""
    for quote in quotes:
        if quote.left < start < quote.right <= end:
            start = quote.right
        elif start <= quote.left < end < quote.right:
            end = quote.right
    return start, end
