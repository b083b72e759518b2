"""Marks that are no part of the words: Markdown, odd white space, invisible characters, ligatures.

What Markdown is, is taken from CommonMark (emphasis, headings, links, escapes), only as far as pasted
reports have it; nothing is ever taken off that is a letter or a digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from countermove.evidence.repair.strands import Edit, Strand

__all__ = ["without_markup"]

_LEADING = re.compile(r"(?:#{1,6}\s+|>+\s*|[-*+•▪●]\s+)+")
_LINK = re.compile(
    r"!?\[(?P<words>[^\[\]]{1,400})\]\((?:[^()\s]|\([^()\s]{0,200}\)){1,2000}(?:\s\"[^\"]{0,200}\")?\)"
)
_EMPHASIS = re.compile(r"(?<![\w*_\\])([*_]{1,3})(?=[^\s*_])([^*_]{1,2000}+)(?<=[^\s\\])\1(?![\w*_])")
_ESCAPE = re.compile(r"\\(?=[$*_#\[\]()~`>.!+\\-])")
_LEFT_OVER = re.compile(
    r"(?<![\w*])\*{2,3}(?=\w)|(?<=[^\w\s*])\*{2,3}(?![\w*])|(?<!\S)\*(?=\w)|(?<=[\w.,!?”])\*(?!\S)"
)

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
#: Controls, marks of direction, zero-width signs, soft hyphens, and halves of surrogate pairs.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
)
_ODD = re.compile(
    rf"(?P<invisible>[{_INVISIBLE}]+)|(?P<half>[\ud800-\udfff])|(?P<ligature>[ﬀ-ﬆ])"
    r"|(?P<entity>&(?:quot|amp|apos|lt|gt|nbsp|[lr][sd]quo|[nm]dash|hellip|euro|pound|#\d{2,5}|#x[\da-f]{2,4});)"
    rf"|(?P<space>[^\S ][\s{_INVISIBLE}]*| [\s{_INVISIBLE}]+)"
)


def without_markup(strand: Strand) -> Strand:
    """A strand without what is no part of its words, its white space single spaces, none at the edges."""
    if any(sign in strand.text for sign in "*_#[\\>•▪●-+"):
        strand = strand.edited(_links(strand.text))
        strand = strand.edited(_emphasis(strand.text))
    return _trimmed(strand.edited(_oddities(strand.text)))


def _links(text: str) -> Iterator[Edit]:
    leading = _LEADING.match(text)
    done = 0
    if leading:
        done = leading.end()
        yield 0, done, ""
    if "](" not in text:
        return
    for link in _LINK.finditer(text, done):
        yield link.start(), link.start("words"), ""
        yield link.end("words"), link.end(), ""


def _emphasis(text: str) -> Iterator[Edit]:
    found: set[tuple[int, int]] = set()
    for match in _EMPHASIS.finditer(text) if "*" in text or "_" in text else ():
        found |= {match.span(1), (match.end() - len(match[1]), match.end())}
    taken = {place for start, end in found for place in range(start, end)}
    for pattern in (_ESCAPE, _LEFT_OVER):
        found |= {m.span() for m in pattern.finditer(text) if taken.isdisjoint(range(*m.span()))}
    yield from ((start, end, "") for start, end in sorted(found))


def _oddities(text: str) -> Iterator[Edit]:
    if text.isascii() and text.isprintable() and "  " not in text and "&" not in text:
        return
    for match in _ODD.finditer(text):
        if match["ligature"]:
            yield match.start(), match.end(), _LIGATURES[match[0]]
        elif match["entity"]:
            sign = unescape(match[0])
            yield match.start(), match.end(), sign if sign.isprintable() else " "
        elif match["half"]:
            yield match.start(), match.end(), "\ufffd"
        else:
            yield match.start(), match.end(), " " if match["space"] else ""


def _trimmed(strand: Strand) -> Strand:
    """Without white space at the edges, and with no two spaces side by side."""
    text = strand.text
    if "  " in text:
        strand = strand.edited((m.start() + 1, m.end(), "") for m in re.finditer("  +", text))
        text = strand.text
    left = len(text) - len(text.lstrip())
    right = len(text.rstrip())
    if left == 0 and right == len(text):
        return strand
    return Strand(text[left:right], strand.origin[left:right])
