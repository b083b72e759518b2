"""Likeness: TF-IDF against its definition written out, and lists of like rows."""

from __future__ import annotations

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence.across.likeness import Terms, likest, terms_of
from countermove.evidence.across.material import Material
from evidence.invented import material, row, rows

TEXTS = st.dictionaries(
    st.sampled_from("abcdefgh"),
    st.lists(st.sampled_from(["peace", "war", "arms", "land"]), max_size=6),
    min_size=1,
)


def by_definition(texts: dict[str, list[str]], one: str, other: str) -> float:
    """The cosine of two texts, the formula of the module written out over all terms."""
    every = sorted({term for terms in texts.values() for term in terms})

    def vector(name: str) -> list[float]:
        n = Counter(texts[name])
        having = {term: sum(term in terms for terms in texts.values()) for term in every}
        return [(1 + math.log(n[t])) * math.log(1 + len(texts) / having[t]) if n[t] else 0.0 for t in every]

    a, b = vector(one), vector(other)
    lengths = math.hypot(*a) * math.hypot(*b) if a and b else 0.0
    return sum(x * y for x, y in zip(a, b, strict=True)) / lengths if lengths else 0.0


@given(TEXTS)
def test_cosines_are_those_of_the_definition(texts: dict[str, list[str]]) -> None:
    terms = Terms(texts)
    for one in texts:
        near = terms.near(terms.vectors[one])
        for other in texts:
            wanted = by_definition(texts, one, other)
            assert terms.cosine(one, other) == pytest.approx(wanted, abs=1e-9)
            assert near.get(other, 0.0) == pytest.approx(wanted, abs=1e-9)


def test_like_rows_are_of_other_reports_and_ranked() -> None:
    found = likest(material(), rows()[0])
    assert found[0].row.words == "the harbour treaty of last spring"
    assert {each.row.source for each in found} == {"herald"}
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True) and all(0 < score <= 1 for score in scores)
    assert {"treaty", "Hentzau"} <= set(found[0].shared), "words as the other report has them"


def test_one_row_of_each_sentence_and_only_what_holds_words() -> None:
    found = likest(material(), rows()[4])  # the figure of the one report
    assert [each.row.kind for each in found if "25 million" in each.row.words] == ["statement"]
    contexts = [each.row.context for each in found]
    assert len(contexts) == len(set(contexts))
    assert len(likest(material(), rows()[0], most=1)) == 1


def test_without_the_reports_rows_are_known_by_their_own_words() -> None:
    bare = material(texts={})
    assert bare.sentence(rows()[0]) == rows()[0].words
    assert likest(bare, rows()[0])[0].row.words == "the harbour treaty of last spring"


def test_a_changed_report_is_not_quoted() -> None:
    changed = material(texts={"daily": "Quite another text. " * 40, "herald": ""})
    assert changed.sentence(rows()[0]) == rows()[0].words


def test_vectors_are_averaged_with_the_terms() -> None:
    one, gunboats = rows()[0], next(r for r in rows() if "gunboats" in r.words)
    vectors = {each.id: (1.0, 0.0) if each in (one, gunboats) else (0.0, 1.0) for each in rows()}
    plain = {each.row.id: each.score for each in likest(material(), one)}
    both = {each.row.id: each.score for each in likest(material(), one, vectors=vectors)}
    assert both[gunboats.id] == pytest.approx((plain.get(gunboats.id, 0.0) + 1) / 2)


def test_nothing_to_compare_with() -> None:
    alone = Material((), (), (rows()[0],), {})
    assert likest(alone, rows()[0]) == []
    assert terms_of(Material((), (), ())).vectors == {}
    wordless = row("daily", "—", texts={"daily": "— — —"})
    assert likest(Material((), (), (wordless, *rows())), wordless) == []
