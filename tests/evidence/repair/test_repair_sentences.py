"""Sentences: stops that end one, and stops that do not."""

from __future__ import annotations

import pytest

from evidence.repair.passages import passage, sentences

#: Each sentence begins after a bar.
TEXTS = [
    "Mr. Marsh met Dr. Vane. |She left at 5 p.m. |The others stayed until 6 p.m. on Tuesday.",
    "The U.S. |The army stayed. |The U.S. Army stayed. |He left the U.S. in May.",
    "Joseph R. Marsh Jr. spoke. |A. B. Vane did not. |Marsh Jr. |He left.",
    "It rose on Aug. 17, 2025, by 5.5 percent. |No. 10 was silent.",
    "“Stop.” |“Why?” he asked. |“Never!” the minister shouted. |“Who?” |Nobody knew.",
    "“We came. |We saw,” he said. |(Of that, 2 percent is new.) |Then … nothing. |They waited... and left.",
    "It cost $3.5 billion.12 |Few paid. |See p. 12 and Art. 5 of it. |What? |No!",
    "Gen. Vane and Lt. Col. Marsh, e.g. in St. Petersburg, vs. the rest. |They lost.",
    "He works at Vane Inc. |The firm is old. |He works at Vane Inc. in Marshford.",
    "Mr. Trumbull sided with Mr. Vane. |In the end it was over. |That was Plan B. |The rest is known.",
]


@pytest.mark.parametrize("marked", TEXTS)
def test_sentences(marked: str) -> None:
    want = [words.strip() for words in marked.split("|")]
    assert sentences(marked.replace("|", "")) == want


def test_sentences_keep_within_paragraphs_and_in_order() -> None:
    read = passage("One came. Two left.\n\nThree stayed, and\nnobody spoke. Why?")
    assert all(a < b for a, b in read.sentences)
    assert all(one[1] <= other[0] for one, other in zip(read.sentences, read.sentences[1:], strict=False))
    assert not any("\n" in read.text[a:b] for a, b in read.sentences)
