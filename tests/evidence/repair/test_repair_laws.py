"""For any text: nothing crashes, and every clean character stands for one of the report."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence.passage import Passage
from evidence.repair.passages import passage
from evidence.reports_at_hand import reports

_PIECES = st.sampled_from(
    [
        "\n", "\n\n", " ", ". ", ", ", '"', "“", "”", "’’", "''", "‘", "’", "'", "«", "»",
        "**", "*", "_", "#", "# ", "\\$", "[a](http://b)", "Image\n", "\n12\n",
        "By Ada Marsh\n", "3 May 2020\n", "the council met", "He said", "and", "U.S.", "Mr.",
        "a-\nb", "ﬁ", "\x00", "\ud800", "\u200b", "\u202e", "שלום", "😀", "\r\n", "\f", "?”", "…", "> ", "- ",
        "1. ", "`", "Credit: Ada Marsh", "All rights reserved.", "|", "(", ")",
    ]
)  # fmt: skip
_TEXTS = st.one_of(st.text(max_size=200), st.lists(_PIECES, max_size=60).map("".join))


def letters(text: str) -> str:
    """Letters and digits only, ligatures taken apart."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text) if sign.isalnum())


def check(read: Passage) -> None:
    """The law of a passage."""
    whole, text, origin = read.report.text, read.text, list(read.origin)
    assert len(origin) == len(text)
    assert origin == sorted(origin)
    assert all(0 <= at < len(whole) for at in origin)
    for sign, at in zip(text, origin, strict=True):
        if sign.isalnum() and sign != whole[at]:
            assert letters(sign) in letters(whole[at])
    kept = set(origin)
    lost = "".join(sign if k not in kept else "\n" for k, sign in enumerate(whole) if _is_read(read, k))
    assert not letters(re.sub(r"\]\([^\n]*\)|^\(?http\S*", "", lost, flags=re.M))
    assert "".join(whole[block.start : block.end] for block in read.blocks) == whole
    done = 0
    for start, end in read.sentences:
        assert done <= start < end <= len(text)
        assert read.words(start, end).strip()
        done = end


def _is_read(read: Passage, at: int) -> bool:
    kind = next(block.kind for block in read.blocks if block.start <= at < block.end)
    return kind in {"body", "headline", "dateline"}


@given(_TEXTS)
def test_any_text(text: str) -> None:
    check(passage(text))


@given(_TEXTS, st.data())
def test_any_span_of_one_piece(text: str, data: st.DataObject) -> None:
    """Where nothing was left out between them, the words of a clean span are those of its place."""
    read = passage(text)
    if not read.text:
        return
    start = data.draw(st.integers(0, len(read.text) - 1))
    end = data.draw(st.integers(start + 1, min(len(read.text), start + 40)))
    while start < end and read.text[start].isspace():  # glue stands where the character before it does
        start += 1
    if start == end:
        return
    first, last = read.span(start, end)
    places = set(read.origin[start:end])
    left_out = [text[at] for at in range(first, last) if at not in places]
    if not letters("".join(left_out)) and "ﬁ" not in text[first:last]:
        assert letters(read.text[start:end]) == letters(read.words(start, end))


@pytest.mark.parametrize(
    "text",
    [
        "a" * 500_000, "." * 150_000, '"' * 150_000, "'" * 150_000, "*" * 150_000, "[" * 150_000,
        "a\n" * 50_000, "the\n\n" * 50_000, " '" * 50_000, "\n" * 150_000, "“a " * 50_000, "A. " * 50_000,
        "- " * 50_000, "*a " * 50_000, "a-\nb" * 50_000, ".”" * 50_000,
        "By A B and " * 30_000, "](" * 50_000,
        "_a_" * 50_000, " " * 150_000, "\ud800" * 50_000, "x@" * 50_000, "Image\n" * 50_000,
        "> " * 50_000, ". " * 150_000,
    ],
    ids=lambda text: ascii(text[:6]),
)  # fmt: skip
def test_long_and_odd_texts_end(text: str) -> None:
    """Such texts take very long where time grows with the square of the length."""
    read = passage(text)
    assert len(read.origin) == len(read.text) <= len(text) + 10


def test_the_two_reports() -> None:
    for text in reports().values():
        check(passage(text))
