"""Pieces: all of the body is asked about, once, in stretches under the budget."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countermove.evidence.proposals.pieces import pieces_of
from countermove.evidence.repair import passage_of
from evidence.proposals.gazette import TEXT, report_of


def test_a_short_report_is_one_piece() -> None:
    passage = passage_of(report_of(TEXT))
    (piece,) = pieces_of(passage)
    assert piece.text == passage.text and piece.paragraphs == passage.paragraphs


def test_paragraphs_stay_whole_where_they_fit() -> None:
    passage = passage_of(report_of(TEXT))
    pieces = pieces_of(passage, 50)
    assert [span for piece in pieces for span in piece.paragraphs] == list(passage.paragraphs)
    assert len(pieces) == 3


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"This is sentence number {k} of a paragraph." for k in range(100))
    pieces = pieces_of(passage_of(report_of(text)), 100)
    assert len(pieces) > 5
    assert all(piece.text.startswith("This") and piece.text.endswith("paragraph.") for piece in pieces)
    assert " ".join(piece.text for piece in pieces) == text


@pytest.mark.parametrize("sign", ["a", "a ", "”", "… ", "ש", "😀"])
def test_a_flood_without_a_full_stop(sign: str) -> None:
    passage = passage_of(report_of(sign * 300_000))
    pieces = pieces_of(passage, 100)
    assert all(0 < len(piece.text) <= 400 for piece in pieces)
    held = sum(end - start for piece in pieces for start, end in piece.paragraphs)
    assert len(pieces) < 4_000 and held >= sum(not sign.isspace() for sign in passage.text)


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\x00", "\u2028"])
def test_next_to_nothing(text: str) -> None:
    passage = passage_of(report_of(text))
    assert len(pieces_of(passage)) <= 1


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="aB .!?“”\n0’", max_size=300), st.integers(1, 60))
def test_pieces_cover_the_body_once_and_in_order(text: str, budget: int) -> None:
    passage = passage_of(report_of(text))
    pieces = pieces_of(passage, budget)
    spans = [span for piece in pieces for span in piece.paragraphs]
    assert all(0 <= a < b <= len(passage.text) for a, b in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert all(sum(b - a for a, b in piece.paragraphs) <= 4 * budget for piece in pieces)
    covered = {k for a, b in spans for k in range(a, b)}
    body = {k for a, b in passage.paragraphs if passage.kind(a) == "body" for k in range(a, b)}
    assert covered <= body
    assert not [k for k in body - covered if not passage.text[k].isspace()]
