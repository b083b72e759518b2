"""Ids and names of what is drafted: whatever a report says, a model file takes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.evidence.drafting.naming import as_id, clause, fresh, short_name
from countermove.model.statements import KEYWORDS


@given(st.text(max_size=80))
def test_ids_are_plain_words_and_no_keywords(words: str) -> None:
    name = as_id(words)
    assert name == "" or re.fullmatch("[a-z][a-z0-9_]*", name)
    assert name not in KEYWORDS


@given(st.text(max_size=80))
def test_names_are_words_of_the_row(words: str) -> None:
    bare = "".join(sign for sign in words if sign not in '“”"\\')
    assert all(part in bare for part in clause(words).split())
    assert len(short_name(words).split()) <= 11


@pytest.mark.parametrize(
    ("words", "name", "id"),
    [
        ("close the river to all barges", "close the river to all barges", "close_river_barges"),
        ("supply grain, as long as somebody pays", "supply grain", "supply_grain"),
        ("speak with Col. Sapt once he is back", "speak with Col. Sapt", "speak_col_sapt"),
        ("hold firm with Mr. Sapt", "hold firm with Mr. Sapt", "hold_firm_sapt"),
        ("talks of Sapt, Rupert and others", "talks of Sapt, Rupert and others", "talks_sapt_rupert"),
        ("“open” the harbour; and more", "open the harbour", "open_harbour"),
        ("the Größe of its fleet", "the Größe of its fleet", "grosse_fleet"),
        ("not", "not", ""),
        ("if only", "", "if_only"),
        ("40 million", "40 million", ""),
        ("", "", ""),
        ("word " * 13, "", "word_word_word"),
    ],
)  # fmt: skip
def test_clauses_and_ids(words: str, name: str, id: str) -> None:
    assert clause(words) == name
    assert as_id(clause(words, 60) or words) == id


@given(st.lists(st.sampled_from(["arm", "arm_2", "pay"]), max_size=8))
def test_fresh_names_never_repeat(names: list[str]) -> None:
    taken: list[str] = []
    for name in names:
        taken.append(fresh(name, taken))
    assert len(set(taken)) == len(taken)
