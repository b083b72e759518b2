"""Sentences of a paragraph: where a stop ends one, and where it belongs to an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.evidence.passage import Span
from countermove.evidence.repair.wording import plain, wording

__all__ = ["sentences_of"]

#: Stops with the marks and brackets that go with them, and maybe the number of a note; then white space.
_STOP = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<marks>(?:\s?”|[’\"')\]»])*+)(?P<note>(?:\d{1,3}|\[\d{1,3}\])?)(?P<space>\s++)"
)
_WORD_BEFORE = re.compile(r"[\w.’'&-]*$")
_NEXT = re.compile(r"[“‘\"'(\[«]*(?P<word>[\w’'-]*)")
#: No more than this before a stop, and after one, is looked at.
_TAIL = 40
_CUE = 80


def sentences_of(text: str, start: int = 0) -> Iterator[Span]:
    """The sentences of a paragraph, without white space around them; `start` is added to each end."""
    done = 0
    for match in _STOP.finditer(text):
        if _ends(text, match):
            yield start + done, start + match.start("space")
            done = match.end()
    if done < len(text):
        yield start + done, start + len(text)


def _ends(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence ends with these stops."""
    follow = _NEXT.match(text, match.end(), match.end() + _TAIL)
    word = follow["word"] if follow else ""
    if match["note"] and not (match.start() and text[match.start() - 1].isalpha() and word[:1].isupper()):
        return False
    if word[:1].islower():
        return False
    if match["stop"] != "." or match["marks"]:
        return not (
            match["stop"] != "."
            and match["marks"].strip()[:1] in set("”’\"'")
            and _is_cued(text, match.end())
        )
    return _full_stop_ends(text[max(0, match.start() - _TAIL) : match.start()], word)


def _is_cued(text: str, at: int) -> bool:
    """Whether a name and a verb of saying follow: “Really?” the minister asked."""
    words = text[at : at + _CUE].split()[1:5]
    return any(word.strip(".,;:") in wording("saying") for word in words)


def _full_stop_ends(before: str, word: str) -> bool:
    """Whether a single full stop ends a sentence, by the word before it and the one after."""
    last = _WORD_BEFORE.search(before)
    name = plain(last[0]).strip("'-&") if last else ""
    if not name:
        return True
    if len(name) <= 3 and (name.isdigit() or len(name) == 1) and before.strip(" (") == name:
        return False  # the number of an item
    if name in wording("before_numbers") and word[:1].isdigit():
        return False
    if name in wording("never_last"):
        return False
    if name in wording("sometimes_last") or ("." in name and len(name) < 8 and not name[-2:].isdigit()):
        return plain(word) in wording("sentence_openings") or not word
    if len(name) == 1 and name.isalpha() and last and last[0].isupper():
        return plain(word) in wording("sentence_openings") - {"a", "an", "in", "on", "to"} and name != "i"
    return True
