"""Sentence vectors: pieces of words, centring, and a clear word where no model is installed."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import NotApplicable
from countermove.evidence.across import embedding
from countermove.evidence.across.wordpiece import encoded, pieces, vocabulary_of
from evidence.invented import material

VOCABULARY = vocabulary_of(
    "\n".join(
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "the", "har", "##bour", "##s", "open", "un", "##open", "!", "a"]
    )
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The harbours!", ["the", "har", "##bour", "##s", "!"]),
        ("unopen", ["un", "##open"]),
        ("unopenable", ["[UNK]"]),
        ("Ópen", ["open"]),
        ("", []),
        ("open\u0000open", ["open", "##open"]),
        ("a" * 101, ["[UNK]"]),
    ],
)
def test_pieces_are_the_longest_that_fit(text: str, wanted: list[str]) -> None:
    assert pieces(text, VOCABULARY) == wanted


@given(st.text(max_size=80))
def test_any_text_has_numbers_of_the_vocabulary(text: str) -> None:
    numbers = encoded(text, VOCABULARY, 16)
    assert 2 <= len(numbers) <= 16 and set(numbers) <= set(VOCABULARY.values())
    assert (numbers[0], numbers[-1]) == (VOCABULARY["[CLS]"], VOCABULARY["[SEP]"])


VECTOR = st.lists(st.floats(-5, 5), min_size=3, max_size=3)


@given(st.lists(VECTOR, min_size=1, max_size=6))
def test_centred_vectors_have_length_one_or_none(vectors: list[list[float]]) -> None:
    for vector in embedding.centred(vectors):
        assert math.hypot(*vector) == pytest.approx(1) or not any(vector)


def test_centring_takes_off_what_all_share() -> None:
    assert embedding.centred([]) == []
    assert embedding.centred([[1.0, 2.0]]) == [(0.0, 0.0)]
    assert embedding.centred([[5.0, 1.0], [5.0, 3.0]]) == [(0.0, -1.0), (0.0, 1.0)]


def test_without_the_model_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding, "MODEL", ("no-such-package-anywhere", ".onnx"))
    with pytest.raises(NotApplicable, match="is not installed"):
        embedding.row_vectors(material())


def test_a_model_that_was_changed_is_not_run(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotApplicable, match="not known"):
        embedding._refuse_unknown("0" * 64, Path("model.onnx"))
    monkeypatch.setenv("COUNTERMOVE_EMBEDDING_SHA256", "0" * 64)
    embedding._refuse_unknown("0" * 64, Path("model.onnx"))


def test_files_of_packages_are_found() -> None:
    found = embedding.installed_file("pytest", "py.typed")
    assert found is not None and found.is_file()
    assert embedding.installed_file("pytest", ".onnx") is None
    assert embedding.installed_file("no-such-package-anywhere", ".onnx") is None


@pytest.mark.skipif(embedding.installed_file(*embedding.MODEL) is None, reason="the model is not installed")
def test_the_installed_model_ranks_rows() -> None:
    vectors = embedding.row_vectors(material())
    assert {len(vector) for vector in vectors.values()} == {384}
