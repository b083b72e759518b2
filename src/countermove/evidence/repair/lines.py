"""Lines and paragraphs: which line ends part paragraphs, and which only wrap one.

Some reports have a line for each paragraph, some a blank line between wrapped ones, and what is copied
out of a page or a PDF has line ends in the middle of sentences. Whether a text is wrapped is told from
its lines: in a wrapped text, the first word of the next line would not have fitted on the line before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from countermove.evidence.passage import Span

__all__ = ["Line", "Paragraph", "is_finished", "is_unfinished", "lines_of", "paragraphs_of", "wrap_width"]

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_STRUCTURE = re.compile(r"\s*(?:#{1,6}\s|[-*+•–]\s|\d{1,3}[.)]\s|>|\||```)")
#: What a finished sentence ends with: a stop, marks and brackets, and the number of a note.
_FINAL = re.compile(r"[.!?:…](?:\s?[\"”“’'»)\]*_])*(?:\[?\d{1,3}\]?)?$")
#: As mail and Markdown mark the lines of a quotation.
_CITED = re.compile(r"\s*(?:>\s?)++")
_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")

#: No more than this of the end of a line is looked at, so that long lines cost no more than short ones.
_TAIL = 60
#: Lines longer than this are not wrapped: each is a paragraph.
_LONGEST_WRAPPED = 160


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, from `start` to `end` without white space around it.

    `gap` is the number of blank lines before it, `indent` that of the spaces; `broken` says that it ends
    with the two spaces by which Markdown breaks a line.
    """

    start: int
    end: int
    text: str
    gap: int = 0
    indent: int = 0
    broken: bool = False

    @property
    def column(self) -> int:
        """The column it ends at."""
        return self.indent + len(self.text)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Pieces of the text that make one paragraph, in order; `glue[i]` stands before piece i + 1.

    The glue is a space, or nothing where a word was hyphenated at the end of a line.
    """

    pieces: tuple[Span, ...]
    glue: tuple[str, ...] = ()

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.pieces[-1][1]

    def text(self, whole: str) -> str:
        """Its words, joined."""
        parts = [whole[start:end] for start, end in self.pieces]
        return parts[0] + "".join(glue + part for glue, part in zip(self.glue, parts[1:], strict=True))

    @classmethod
    def of(cls, parts: Sequence[Paragraph]) -> Paragraph:
        """One paragraph out of several, with spaces between them."""
        if len(parts) == 1:
            return parts[0]
        glue = [sign for part in parts for sign in (*part.glue, " ")]
        return cls(tuple(piece for part in parts for piece in part.pieces), tuple(glue[:-1]))


def lines_of(text: str) -> list[Line]:
    """The lines of a text that are not blank."""
    found: list[Line] = []
    gap = start = 0
    ends = [(match.start(), match.end()) for match in _LINE_END.finditer(text)]
    for end, after in [*ends, (len(text), len(text))]:
        raw = text[start:end]
        cited = _CITED.match(raw)
        words = raw[cited.end() :].strip() if cited else raw.strip()
        if words:
            indent = len(raw) - len(raw[cited.end() :].lstrip() if cited else raw.lstrip())
            first = start + indent
            found.append(Line(first, first + len(words), words, gap, indent, raw.endswith("  ")))
            gap = 0
        else:
            gap += 1
        if text[end:after] == "\x0c":
            gap += 1
        start = after
    return found


def paragraphs_of(lines: Sequence[Line], alone: Callable[[Line], bool]) -> list[Paragraph]:
    """Lines joined to paragraphs. Those that are `alone` are never joined to others."""
    width = wrap_width(lines)
    words: frozenset[str] | None = None
    paragraphs: list[Paragraph] = []
    pieces: list[Span] = []
    glues: list[str] = []
    for line, following in zip(lines, [*lines[1:], None], strict=False):
        pieces.append((line.start, line.end))
        if following is None or not _goes_on(line, following, width) or alone(line) or alone(following):
            paragraphs.append(Paragraph(tuple(pieces), tuple(glues)))
            pieces, glues = [], []
            continue
        glue = " "
        if _is_hyphenated(line, following):
            words = words if words is not None else _vocabulary(lines)
            glue, cut = _hyphenation(line, following, words)
            pieces[-1] = (line.start, line.end - cut)
        glues.append(glue)
    return paragraphs


def wrap_width(lines: Sequence[Line]) -> int:
    """The width at which a text is wrapped; 0 if its lines are paragraphs.

    Of the lines that another follows without a gap, most must be so long that the word after them would
    not have fitted, and not all may end like sentences.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if b.gap == 0]
    if len(pairs) < 2:
        return 0
    lengths = sorted(a.column for a, _ in pairs)
    width = lengths[len(lengths) * 9 // 10]
    if not 20 <= width <= _LONGEST_WRAPPED:
        return 0
    full = sum(_filled(a, b) > 0.85 * width for a, b in pairs)
    ended = sum(is_finished(a.text) for a, _ in pairs)
    return width if full >= 0.6 * len(pairs) and ended <= 0.6 * len(pairs) else 0


def _filled(line: Line, following: Line) -> int:
    """How long a line would be with the first word of the next."""
    first = _WORD.match(following.text)
    return line.column + 1 + (first.end() if first else 0)


def _goes_on(line: Line, following: Line, width: int) -> bool:
    if following.gap or _STRUCTURE.match(following.text) or line.text.startswith("#"):
        return False
    if following.indent >= line.indent + 2 and is_finished(line.text):
        return False
    if width and _filled(line, following) > width:
        return True
    if line.broken:
        return False
    small = following.text[:1].islower()
    return (small and not is_finished(line.text)) or _is_hyphenated(line, following)


def _is_hyphenated(line: Line, following: Line) -> bool:
    end = line.text[-2:]
    return len(end) == 2 and end[0].isalpha() and end[1] in "-\xad\u2010" and following.text[:1].islower()


def _vocabulary(lines: Sequence[Line]) -> frozenset[str]:
    """The words of a text, in small letters, without the halves of those that a line end parts."""
    words: set[str] = set()
    half = False
    for line in lines:
        found = _LETTERS.findall(line.text)
        words.update(word.casefold() for word in found[half : len(found) - line.text.endswith("-")])
        half = line.text.endswith("-")
    return frozenset(words)


def _hyphenation(line: Line, following: Line, words: frozenset[str]) -> tuple[str, int]:
    """The glue between two halves of a word, and how many characters of the line are left off.

    The hyphen stays where the text has the word with it elsewhere, or has both halves as words of their
    own and nowhere the two in one.
    """
    before = re.search(r"[^\W\d_]+(?=.$)", line.text[-_TAIL:])
    after = re.match(r"[^\W\d_]+", following.text[:_TAIL])
    if line.text[-1] != "\xad" and before and after:
        one, other = before[0].casefold(), after[0].casefold()
        if one + other not in words and (f"{one}-{other}" in words or {one, other} <= words):
            return "", 0
    return "", 1


def is_finished(words: str) -> bool:
    """Whether words end as a sentence does."""
    return _FINAL.search(words[-_TAIL:]) is not None


def is_unfinished(words: str, function_words: frozenset[str]) -> bool:
    """Whether words break off: they end with a comma or with a word that must go on."""
    last = words[-_TAIL:].rsplit(None, 1)[-1:]
    return bool(last) and (last[0].endswith((",", ";", "-", "–")) or last[0].casefold() in function_words)
