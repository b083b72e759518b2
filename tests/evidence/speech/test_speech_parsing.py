"""The parser: paragraphs and sentences given are kept to, and long texts are parsed piece by piece."""

from __future__ import annotations

import pytest

from countermove.evidence import parsing
from countermove.evidence.parsing import parse


def test_offsets_are_those_of_the_text() -> None:
    text = "Ada  left.\n\nIda “stayed,” 😀 she said.\t"
    assert parse(text).text == text
    assert all(text[token.idx : token.idx + len(token.text)] == token.text for token in parse(text))


def test_no_sentence_goes_over_a_paragraph() -> None:
    text = "a list of things\n\nwithout any stop\n\nAnd a sentence."
    begins = [sentence.start_char for sentence in parse(text).sents]
    assert {text.index("without"), text.index("And")} <= set(begins)


def test_sentences_given_are_kept_to() -> None:
    text = "He met Dr. Ode. No. 5 won? yes it did."
    spans = [(0, 15), (16, 26), (27, 38)]
    assert [sentence.start_char for sentence in parse(text, spans).sents] == [0, 16, 27]


def test_a_long_text_is_parsed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PIECE", 60)
    text = "Ada Byron said that it rained. " * 12 + "x" * 150 + " end."
    doc = parse(text)
    assert doc.text == text
    assert sum(token.lemma_ == "say" for token in doc) == 12


def test_no_sentence_is_without_end() -> None:
    doc = parse("word " * 1_000)
    assert max(len(sentence) for sentence in doc.sents) <= parsing.LONGEST
