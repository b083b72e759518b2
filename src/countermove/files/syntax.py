"""Reading TOML that a person wrote, mistakes of syntax included.

The standard library's reader stops at the first mistake. Here the pair it stands in is replaced by
one that says "unread", and reading begins again, so that all such mistakes come at once, and those
of meaning with them. Where it is not clear what a mistake leaves whole, reading ends there.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from countermove.errors import Problem, clip
from countermove.files.places import RESUME, Places

__all__ = ["UNREAD", "Document", "read_toml"]


class _Unread:
    """Stands for a value that could not be read."""


UNREAD = _Unread()
_UNREAD_SPELLED = "0.0e+00977"  # a number nobody writes, in place of a value that could not be read
_MOST_ROUNDS = 50
_MOST_READ = 2_000_000  # characters read again, all rounds together
_MOST_DIGITS = 100
_MOST_DOTS = 50  # in a line: only then a key may have too many parts

_BARE_RETURN = re.compile(r"\r(?!\n)")
_PAIR = re.compile(r"(?P<key>(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+'|[ \t]*+\.[ \t]*+)++)[ \t]*+=", re.A)
_WORD = re.compile(r"(?P<key>[A-Za-z0-9_-]+)")
_TWICE = ("Cannot overwrite", "Cannot redefine", "Cannot mutate")
_UNCLOSED = 'Expected "\'"'  # said of a text in single quotes at the end of the file

_LISTED = "Write [[name]] above each row of a list."

#: What the reader says, what a person is told instead ("" for the same), and what to do about it.
_SAID = (
    ("Illegal character '\\n'", "a text is not closed on its line", 'Close it with ", or use """ around it.'),
    ("Illegal character", "", "Remove it."),
    ("Found invalid character '\\n'", "a text is not closed on its line", "Close it with '."),
    ("Found invalid character", "", "Remove it."),
    ("Unterminated string", "a text is not closed", "Close it with the quotation marks that open it."),
    ("Expected \"'", "a text is not closed", "Close it with the quotation marks that open it."),
    ("Invalid value", "this is no value", 'Put a text in quotes: "...".'),
    ("Invalid date", "this is no date", "Write it as 2025-08-17."),
    (
        "Expected newline",
        "did not expect anything more on this line",
        "Begin a new line, or check the quotes.",
    ),
    ("Expected '=' after", "expected = after a key", "Put a key with spaces or other signs in quotes."),
    ("Invalid initial character", "a key is missing, or has signs that need quotes", "Write key = value."),
    ("Invalid statement", "this is neither a key nor a table", "Write key = value, [table] or [[table]]."),
    ("Expected ']]'", "expected ]] at the end of the table's name", "Close it with ]]."),
    ("Expected ']'", "expected ] at the end of the table's name", "Close it with ]."),
    ("Unclosed array", "expected , or ] in a list", "Put a comma between items, and ] behind the last."),
    ("Unclosed inline", "expected , or } in a table", "Keep it on one line, with commas between its keys."),
    ("Duplicate inline", "a key is given twice", "Drop one of them."),
    ("Unescaped", "", "Write \\\\ for a backslash, or use ' around the text instead of \"."),
    ("Invalid hex", "", "Write four digits behind \\u, or eight behind \\U."),
)


@dataclass
class Document:
    """A TOML text as far as it could be read.

    `text` is the text with every mistake blanked out, line by line as in the original; `data` is
    None where too little is left to make sense of.
    """

    text: str
    file: str
    data: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)

    def say(self, offset: int, what: str, cure: str = "", places: Places | None = None) -> None:
        """Note a mistake at an offset of the text."""
        line, column = (places or Places(self.text)).line_column(offset)
        self.problems.append(Problem(what, cure, file=self.file, line=line, column=column))


def read_toml(text: str, file: str) -> Document:
    """Read a text, with every mistake of syntax that can be told apart."""
    document = Document(text, file)
    _mend_line_ends(document)
    if "\0" in text:
        cure = "It may be UTF-16, or no text at all. Save it as UTF-8."
        document.say(text.index("\0"), "the file has NUL characters in it", cure)
    else:
        _read_document(document)
    document.problems.sort(key=lambda problem: (problem.line, problem.column))
    return document


def _read_document(document: Document) -> None:
    suspicious = any(line.count(".") > _MOST_DOTS for line in document.text.split("\n"))
    if not suspicious or not _mend_odd(document).unclosed:
        _read(document)


def _mend_line_ends(document: Document) -> None:
    """Carriage returns alone end no line in TOML; read on as if they did (or were spaces)."""
    stray = _BARE_RETURN.search(document.text)
    if stray:
        cure = "Save the file with line ends of Linux (LF) or Windows (CR LF)."
        document.say(stray.start(), "a carriage return stands alone", cure)
        instead = " " if "\n" in document.text else "\n"
        document.text = _BARE_RETURN.sub(instead, document.text)


def _read(document: Document) -> None:
    resumed, guessed, read = -1, False, 0
    for _ in range(_MOST_ROUNDS):
        read += len(document.text)
        try:
            document.data = tomllib.loads(document.text, parse_float=_number)
            return
        except tomllib.TOMLDecodeError as error:
            if guessed:
                break  # what was taken for the next pair may have been none: this may be no mistake
            mistake = _Mistake(document.text, str(error))
            if mistake.start <= resumed:
                break
            document.problems.append(mistake.problem(document.file))
            mended = mistake.mended() if read < _MOST_READ else None
            if mended is None:
                break
            document.text, resumed, guessed = mended, mistake.start, mistake.long
        except (RecursionError, ValueError):
            mended_odd = _mend_odd(document)
            if not mended_odd.any:
                document.say(0, "the file cannot be read", "Write it more simply.")
            if not mended_odd.any or mended_odd.unclosed:
                return
    last = document.problems[-1]
    document.problems[-1] = replace(last, cure=f"{last.cure} Nothing after it was read.".strip())


def _number(text: str) -> Any:
    """The number as written; one with too many digits is out of every range."""
    if text == _UNREAD_SPELLED:
        return UNREAD
    try:
        return Decimal(text) if len(text) <= _MOST_DIGITS else Decimal("1e999")
    except InvalidOperation:
        return Decimal("1e999")


@dataclass(frozen=True, slots=True)
class _Mended:
    any: bool
    unclosed: bool


def _mend_odd(document: Document) -> _Mended:
    """Blank out what would take the reader too long, and say so."""
    places = Places(document.text)
    for odd in reversed(places.odd):
        document.say(odd.at, f"{odd.what}: too much to read", "Write it more simply.", places)
        lines = document.text.count("\n", odd.at, odd.end)
        document.text = document.text[: odd.at] + _UNREAD_SPELLED + "\n" * lines + document.text[odd.end :]
    return _Mended(bool(places.odd), any(not odd.closed for odd in places.odd))


class _Mistake:
    """The mistake at which the reader stopped, and the pair or header that it stands in."""

    def __init__(self, text: str, said: str) -> None:
        self.text = text
        self.said = re.sub(r"\s*\(at [^)]*\)\Z", "", said)
        self.places = Places(text)
        found = re.search(r"\(at line (\d+), column (\d+)\)\Z", said)
        self.at = self.places.offset(int(found[1]), int(found[2])) if found else len(text)
        starts = self.places.starts
        before = bisect_right(starts, self.at)
        self.start = starts[before - 1] if before else 0
        if self.said == _UNCLOSED and "'" in text[self.start : self._line_end(self.start)]:
            self.at = self._line_end(self.start)
        self.twice = self.said.startswith((*_TWICE, "Cannot declare"))
        self.long = "\n" in text[self.start : self.at] or self.said.startswith("Unclosed inline")

    def problem(self, file: str) -> Problem:
        """The mistake in words. A key that is given twice is shown where it stands again."""
        at = self.start if self.twice else self.at
        line, column = self.places.line_column(at)
        what, cure = self._words()
        if "\n" in self.text[self.start : at]:
            what += f" (in what begins at line {self.places.line_column(self.start)[0]})"
        return Problem(what, cure, file=file, line=line, column=column)

    def _words(self) -> tuple[str, str]:
        if self.twice:
            pair = _PAIR.match(self.text, self.start)
            if pair:
                return f'the key "{clip(pair["key"])}" is given twice', "Drop one of them."
            return "the table is declared twice, or its name is that of a value", _LISTED
        for said, instead, cure in _SAID:
            if self.said.startswith(said):
                return instead or self.said[0].lower() + self.said[1:], cure
        return self.said[:1].lower() + self.said[1:], "This is a mistake of TOML syntax."

    def mended(self) -> str | None:
        """The text with this pair replaced by an unread one; None where that is not possible."""
        if self.text.startswith("[", self.start):
            return None
        end = self._end()
        pair, word = _PAIR.match(self.text, self.start), _WORD.match(self.text, self.start)
        if self.twice:
            instead = ""
        elif pair and pair.end() <= end:
            instead = f"{pair['key']} = {_UNREAD_SPELLED}"
        else:
            instead = f"{word['key']} = {_UNREAD_SPELLED}" if word else ""
        gone = self.text[self.start : end]
        return self.text[: self.start] + instead + "\n" * gone.count("\n") + self.text[end:]

    def _end(self) -> int:
        """Where the pair ends: with its line, or before what looks like the next pair or header."""
        line_end = self._line_end(self.at if self.twice else self.start)
        if not self.long or self.twice:
            return line_end
        resume = RESUME.search(self.text, line_end + 1)
        return resume.start() - 1 if resume else len(self.text)

    def _line_end(self, at: int) -> int:
        end = self.text.find("\n", at)
        end = end if end >= 0 else len(self.text)
        return end - 1 if self.text.startswith("\r\n", end - 1) else end
