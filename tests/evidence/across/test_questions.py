"""Differences put as questions: each rule asks where it should, and keeps still where it must."""

from __future__ import annotations

from dataclasses import replace

import pytest

from countermove.evidence.across.material import Material
from countermove.evidence.across.questions import RULES, Question, ask
from countermove.evidence.contested import OPPOSED, opposed
from countermove.evidence.rows import Row
from evidence.invented import SOURCES, material, row, rows


def asked(rule: str, *some: Row, **placed: set[str]) -> list[Question]:
    made = Material(SOURCES, (), some or rows(), material().texts)
    return [each for each in ask(made, placed) if each.rule == rule]


def with_values(at: int, **values: str) -> list[Row]:
    """The rows, one of them with other values."""
    changed = replace(rows()[at], values={**rows()[at].values, **values})
    return [changed if each == rows()[at] else each for each in rows()]


def test_the_same_measure_with_different_numbers() -> None:
    (question,) = asked("figures")
    assert (
        question.text == "Do daily and herald measure the same: “40 million crowns”, or “25 million crowns”?"
    )
    assert (question.one.source, question.other.source) == ("daily", "herald"), (
        "the earlier report comes first"
    )


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "40000000"},  # the same number
        {"unit": "marks"},
        {"modifier": "at least"},  # at least 25 million may be 40
        {"modifier": "at most", "amount": "50000000"},
        {"high": "45000000"},  # a range that holds the other
        {"amount": "38000000", "modifier": "about"},
        {"amount": ""},
        {"amount": "many"},
    ],
)
def test_figures_that_do_not_differ_are_not_asked_about(change: dict[str, str]) -> None:
    assert asked("figures", *with_values(10, **change)) == []


def test_figures_of_other_things_are_not_asked_about() -> None:
    texts = {"daily": "Ruritania paid 40 crowns for bread.", "herald": "Zubrowka built 25 crowns of stone."}
    pair = [row(s, w, "figure", texts=texts, amount=w.split()[0], unit="crowns")
            for s, w in (("daily", "40 crowns"), ("herald", "25 crowns"))]  # fmt: skip
    assert ask(Material(SOURCES, (), tuple(pair), texts)) == []


def test_what_a_figure_is_of_may_be_a_whole_clause() -> None:
    daily, herald = "about 40 ships passed the strait", "The port counted at least 70 ships in the strait"
    texts = {"daily": f"By the port’s count {daily}.", "herald": f"{herald}."}
    pair = (
        row("daily", "about 40 ships", "figure", [("unit", "ships"), ("of", daily)], texts=texts,
            amount="40", unit="ships", modifier="about"),
        row("herald", "at least 70 ships", "figure", [("unit", "ships"), ("of", herald)], texts=texts,
            amount="70", unit="ships", modifier="at least"),
    )  # fmt: skip
    (question,) = ask(Material(SOURCES, (), pair, texts))
    assert question.text == "Do daily and herald measure the same: “about 40 ships”, or “at least 70 ships”?"


def test_a_figure_that_the_other_report_has_as_well_is_settled() -> None:
    texts = {
        "daily": "Ruritania paid 40 million crowns for the repair of the harbour.",
        "herald": "Ruritania paid 40 million crowns for the repair of the harbour."
        " Ruritania paid 25 million crowns for the repair of the harbour walls.",
    }
    figures = [
        row(source, words, "figure", texts=texts, amount=words[:2] + "000000", unit="crowns")
        for source, words in (("daily", "40 million"), ("herald", "40 million"), ("herald", "25 million"))
    ]
    assert ask(Material(SOURCES, (), tuple(figures), texts)) == []
    assert len(ask(Material(SOURCES, (), (figures[0], figures[2]), texts))) == 1


def test_for_and_against_by_the_same_speaker() -> None:
    (question,) = asked("acts")
    assert question.text == (
        "Count Hentzau rejects in daily and accepts in herald: is it the same thing, and has anything changed"
        " between the two?"
    )


def test_acts_of_others_or_in_one_report_are_not_asked_about() -> None:
    assert asked("acts", *with_values(7, speaker="Sapt")) == []
    here = replace(rows()[7], id="daily-s1", source="daily")
    assert asked("acts", rows()[0], here) == []


def test_acts_on_another_topic_are_not_asked_about_unless_one_issue_holds_both() -> None:
    texts = {
        "daily": "Sapt rejects the treaty on gunboats, barges and dues.",
        "herald": "Sapt accepts the treaty.",
    }
    long = "the treaty on gunboats, barges and dues"
    pair = (
        row("daily", long, texts=texts, speaker="Sapt", act="rejects"),
        row("herald", "the treaty", texts=texts, speaker="Sapt", act="accepts"),
    )
    filler = tuple(replace(pair[0], id=f"daily-s{k}", start=k, values={}) for k in range(90, 99))
    made = Material(SOURCES, (), (*pair, *filler), texts)
    ids = {each.id for each in pair}
    (question,) = ask(made, {"gunboats": ids})
    assert question.issues == ("gunboats",)
    far = (pair[0], replace(pair[1], words="the dinner", context=(0, 0)))
    assert ask(Material(SOURCES, (), far, {}), {"gunboats": ids}) == [], "an issue in common is not enough"


@pytest.mark.parametrize(("one", "other", "against"), [
    ("rejects", "accepts", True), ("promises", "rejects", True), ("denies", "asserts", True),
    ("rejects", "asserts", False), ("asserts", "asserts", False), ("", "", False),
    ("rejects", "rejects", False),
])  # fmt: skip
def test_opposed_acts(one: str, other: str, against: bool) -> None:
    assert opposed(one, other) is opposed(other, one) is against
    assert all(not a & b for a, b in OPPOSED)


def events(*days: str, actor: str = "Ruritania", target: str = "") -> tuple[Row, ...]:
    texts = {
        "daily": "Ruritania closed the river to barges.",
        "herald": "Ruritania closed the river for good.",
    }
    return tuple(
        row(source, "Ruritania closed the river", "event", texts=texts, act="closes", when=day,
            actor=actor if source == "daily" else "Ruritania", target=target if source == "daily" else "Sapt")
        for source, day in zip(("daily", "herald"), days, strict=True)
    )  # fmt: skip


def test_the_same_deed_on_different_days() -> None:
    (question,) = asked("dates", *events("1898-02-01", "1898-02-03"))
    assert (
        question.text
        == "Was it on 1 February 1898, as daily has it, or on 3 February 1898, as herald has it?"
    )
    assert asked("dates", *events("1898-02-01", "1898-02-01")) == []
    assert asked("dates", *events("1898-02", "1898-02-03")) == [], "a month may hold the day"
    assert asked("dates", *events("1898-02-01", "1898-02-03", actor="Zubrowka")) == []
    assert asked("dates", *events("1898-02-01", "1898-02-03", target="Hentzau")) == []


def test_every_question_has_two_spans_of_two_reports_and_names_its_rule() -> None:
    made = material()
    for question in ask(made):
        assert question.rule in RULES
        assert question.one.source != question.other.source
        assert question.one.stands_in(made.texts[question.one.source])
        assert question.text.endswith("?")
    assert ask(made) == ask(made)
    assert ask(Material((), (), ())) == []
