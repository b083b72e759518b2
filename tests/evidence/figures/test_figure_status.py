"""Whether an amount was paid, pledged, proposed or asked for."""

from __future__ import annotations

import pytest

from evidence.figures.figure_texts import figures, only, part


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("Oslo has paid 5 million euros.", "paid", "paid"),
        ("Oslo provided the town with aid totalling €5 million.", "paid", "provided"),
        ("Oslo pledged €5 million.", "pledged", "pledged"),
        ("Oslo has committed to spend 5 percent of its budget.", "pledged", "committed"),
        ("Oslo will provide €5 million.", "pledged", "will provide"),
        ("Oslo agreed to pay €5 million.", "pledged", "agreed"),
        ("Oslo has proposed to purchase ships worth €5 million.", "proposed", "proposed"),
        ("Oslo would pay €5 million.", "proposed", "would pay"),
        ("Oslo offered €5 million.", "proposed", "offered"),
        ("Oslo demanded €5 million.", "asked", "demanded"),
        ("Oslo is asking for €5 million.", "asked", "asking"),
        ("The €5 million pledged by Oslo never came.", "pledged", "pledged"),
        ("Last year €5 million was spent on boats.", "paid", "spent"),
    ],
)
def test_the_verb_that_governs_tells_the_status(text: str, status: str, words: str) -> None:
    assert only(text).status == status
    assert part(text, "status") == [words]


def test_the_status_carries_over_to_the_next_amount() -> None:
    text = "Oslo has given €5 million and pledged a further €2 million."
    assert [figure.status for figure in figures(text)] == ["paid", "pledged"]
    text = "Oslo proposed to buy ships worth €5 million and to build boats worth €2 million."
    assert [figure.status for figure in figures(text)] == ["proposed", "proposed"]


@pytest.mark.parametrize(
    "text",
    [
        "Oslo paid. The boats are worth €5 million.",
        "The cost is €5 million.",
        "He gave 300 speeches.",
        "Oslo served for 76 years after it pledged nothing.",
        "He pledged to come — and 69 percent liked it.",
    ],
)
def test_no_status_from_afar_or_from_a_noun(text: str) -> None:
    assert only(text).status == ""
