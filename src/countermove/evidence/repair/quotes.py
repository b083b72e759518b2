"""Quotation marks: which open, which close, whatever they look like.

Straight marks, curly ones, guillemets, low marks, doubled apostrophes and grave accents all become “
and ”. Which of the two is told from what stands beside a mark: one that follows a space and precedes a
word opens, one that follows a word or a stop and precedes a space closes; where that does not tell,
whether a quotation is open does, and then the look of the mark. Apostrophes and the signs of feet, inches
and minutes are left alone. Single marks around words become “ and ” too where no quotation is open,
as British papers print them; within a quotation they stay.
"""

from __future__ import annotations

import re

from countermove.evidence.repair.strands import Edit, Strand

__all__ = ["direction", "turns", "with_even_marks"]

_DOUBLED = re.compile("''|’’|‘‘|``|´´|,,(?=\\w)|‚‚")
_DOUBLE = re.compile('["“”„‟«»″〝〞＂]')
#: A single mark that may open: after a space, a bracket or a dash, before a word that is whole.
_OPENING = re.compile(
    r"(?:^|(?<=[\s(\[—–]))['‘‛](?=[^\W_])(?!(?:tis|twas|em|til|cause|n|round|bout|\d\ds?)\b)", re.I
)
_CLOSING = re.compile(r"(?<=[^\s(\[])['’](?![\w])")
_SPACED = re.compile(r"(?P<before>\s*)(?P<mark>[“”])(?P<after>\s*)")
_BEFORE_OPENING = (",", ":", ";")
_LOOKS_OPEN = "“„‟«〝"
_LOOKS_CLOSED = "”»〞"
_LOOKS_BOTH = '"″＂'
_STOPS = tuple(",.!?")
#: Single quotations longer than this are not looked for.
_LONGEST = 1500


def with_even_marks(strand: Strand) -> Strand:
    """A paragraph with “ and ” for its quotation marks."""
    strand, doubled = _single_signs(strand)
    signs = list(strand.text)
    quoted = _double_marks(strand.text, signs)
    _single_marks(strand.text, signs, quoted)
    origin = strand.origin
    for at in doubled:  # a closing pair ends where its second half does
        if signs[at] == "”":
            origin[at] += 1
    return _spaced(Strand("".join(signs), origin))


def _spaced(strand: Strand) -> Strand:
    """With spaces outside of quotation marks and none inside, as they are printed."""
    text = strand.text
    edits: set[Edit] = set()
    for match in _SPACED.finditer(text):
        at = match.start("mark")
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if match["mark"] == "“":
            inner, outer = (at + 1, match.end("after")), before.isalnum() or before in _BEFORE_OPENING
            new = " “"
        else:
            inner, outer = (match.start("before"), at), after.isalnum()
            new = "” "
        if inner[0] < inner[1]:
            edits.add((*inner, ""))
        if outer and (before if new == " “" else after):
            edits.add((at, at + 1, new))
    return strand.edited(sorted(edits)) if edits else strand


def _single_signs(strand: Strand) -> tuple[Strand, list[int]]:
    """Doubled apostrophes as one sign each, and where these are."""
    pairs = [match for match in _DOUBLED.finditer(strand.text) if _adjacent(strand, match.start())]
    if not pairs:
        return strand, []
    edited = strand.edited((match.start(), match.end(), '"') for match in pairs)
    return edited, [match.start() - k for k, match in enumerate(pairs)]


def _adjacent(strand: Strand, at: int) -> bool:
    return strand.origin[at] + 1 == strand.origin[at + 1]


def _double_marks(text: str, signs: list[str]) -> list[tuple[int, int]]:
    """Set the double marks; returns where quotations stand, each to its closing mark or the end."""
    quoted: list[tuple[int, int]] = []
    opened = -1
    for match in _DOUBLE.finditer(text):
        at = match.start()
        turn = direction(text, at, opened >= 0)
        if turn > 0:
            opened = at if opened < 0 else opened
            signs[at] = "“"
        elif turn < 0:
            signs[at] = "”"
            if opened >= 0:
                quoted.append((opened, at))
            opened = -1
    if opened >= 0:
        quoted.append((opened, len(text)))
    return quoted


def direction(text: str, at: int, is_open: bool) -> int:
    """Whether the mark at a place opens a quotation (1), closes one (-1), or is none (0)."""
    mark = text[at]
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if mark in _LOOKS_BOTH and not is_open and before.isdigit() and not _comes_back(text, at):
        return 0  # inches
    free_before = not before or before.isspace() or before in "([{—–-/‘'’“„«"
    free_after = not after or after.isspace() or after in ".,;:!?)]}—–-/’'”»…"
    if free_before and not free_after:
        late = is_open and mark in _LOOKS_BOTH and text[max(0, at - 3) : at].rstrip()[-1:] in _STOPS
        return -1 if late else 1  # late: a space has slipped in before it
    if free_after and not free_before:
        return -1
    if at and at + 1 >= len(text):
        return -1
    if mark in _LOOKS_OPEN:
        return 1
    if mark in _LOOKS_CLOSED:
        return -1
    return -1 if is_open else 1


def _comes_back(text: str, at: int) -> bool:
    """Whether a mark after a digit may close a quotation that was opened elsewhere: a stop comes after it."""
    return text[at + 1 : at + 2] in {",", "."}


def _single_marks(text: str, signs: list[str], quoted: list[tuple[int, int]]) -> None:
    """Set the single marks that stand around words outside of other quotations."""
    inside = iter([*quoted, (len(text) + 1, len(text) + 1)])
    start, end = next(inside)
    done = 0
    for match in _OPENING.finditer(text):
        at = match.start()
        while at > end:
            start, end = next(inside)
        if at < done or start <= at:
            continue
        limit = min(start, at + _LONGEST, len(text))
        close = _close_of(text, at + 1, limit)
        if close > 0:
            signs[at], signs[close] = "“", "”"
            done = close


def _close_of(text: str, start: int, limit: int) -> int:
    """Where a single quotation ends; -1 if nowhere. A mark after an s, maybe a genitive, comes last."""
    another = _OPENING.search(text, start, limit)
    stop = another.start() if another else limit
    genitive = -1
    for match in _CLOSING.finditer(text, start, stop):
        at = match.start()
        before = text[at - 1]
        if before in ".,!?;:…" or before not in "sS":
            return at
        genitive = at
    return genitive


def turns(words: str, is_open: bool = False) -> list[int]:
    """Of each double mark in words, in order, whether it opens a quotation (1) or closes one (-1).

    `is_open` says whether a quotation is open before them.
    """
    found: list[int] = []
    if not _DOUBLE.search(words) and not _DOUBLED.search(words):
        return found
    words = _DOUBLED.sub('"', words)
    for match in _DOUBLE.finditer(words):
        turn = direction(words, match.start(), is_open)
        if turn:
            found.append(turn)
            is_open = turn > 0
    return found
