"""From a report to rows: what is found, where it stands, and who is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from countermove.evidence.documents import read_report
from countermove.evidence.reading import FULL, QUICK, ReadReport, read_rows
from countermove.evidence.rows import KINDS, ROLES, VALUES, Row, row_id
from evidence.reading.invented import write_reports


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReadReport, ReadReport]:
    """Both reports, the second read by who knows the actors of the first."""
    harbour, strait = write_reports(tmp_path_factory.mktemp("reports"))
    first = read_rows(read_report(harbour))
    return first, read_rows(read_report(strait), FULL, first.actors)


def row_of(report: ReadReport, words: str, kind: str = "statement") -> Row:
    """The only row of a kind whose words hold some words."""
    (found,) = [row for row in report.rows if row.kind == kind and words in " ".join(row.words.split())]
    return found


def test_every_row_and_part_stands_verbatim_in_the_file(read: tuple[ReadReport, ReadReport]) -> None:
    for report in read:
        assert len(report.rows) > 10
        for row in report.rows:
            assert row.stands_in(report.report.text)
            assert row.context[0] <= row.start < row.end <= row.context[1]


def test_rows_are_in_order_and_speak_the_language_of_rows(read: tuple[ReadReport, ReadReport]) -> None:
    for report in read:
        assert [row.start for row in report.rows] == sorted(row.start for row in report.rows)
        assert len({row.id for row in report.rows}) == len(report.rows)
        for row in report.rows:
            assert row.kind in KINDS
            assert {part.role for part in row.parts} <= set(ROLES)
            assert set(row.values) <= set(VALUES) and all(row.values.values())
            assert Row.from_dict(row.as_dict()) == row


@pytest.mark.parametrize(
    ("report", "words", "speaker", "speech", "band"),
    [
        (0, "We will never hand over the harbour", "Helen Varga", "direct", "found"),
        (0, "Our patience is at an end", "Tomas Reyl", "direct", "found"),
        (0, "Sudria would close the strait", "Tomas Reyl", "indirect", "found"),
        (0, "1,200 ships passed the strait", "Institute for Ports", "indirect", "found"),
        (1, "the harbour was not for sale", "Helen Varga", "indirect", "found"),
    ],
)
def test_statement_and_whose_it_is(
    read: tuple[ReadReport, ReadReport], report: int, words: str, speaker: str, speech: str, band: str
) -> None:
    row = row_of(read[report], words)
    assert (row.value("speaker"), row.value("speech"), row.band) == (speaker, speech, band)


def test_same_person_has_one_name_in_both_reports(read: tuple[ReadReport, ReadReport]) -> None:
    speakers = [{row.value("speaker") for row in each.rows if row.kind == "statement"} for each in read]
    assert "Helen Varga" in speakers[0] & speakers[1]


def test_pronoun_is_a_suggestion_with_its_antecedent(read: tuple[ReadReport, ReadReport]) -> None:
    row = row_of(read[1], "the harbour was not for sale")
    said, meant = row.part("speaker"), row.part("antecedent")
    assert said is not None and said.words == "She"
    assert meant is not None and "Varga" in meant.words
    assert row.value("speaker_by") == "pronoun"


@pytest.mark.parametrize(
    ("report", "words", "amount", "unit", "modifier", "status"),
    [
        (0, "€40 million", "40000000", "EUR", "", "pledged"),
        (0, "€12 million", "12000000", "EUR", "", "paid"),
        (0, "1,200 ships", "1200", "ships", "about", ""),
        (1, "€15 million", "15000000", "EUR", "", "paid"),
        (1, "1,500 ships", "1500", "ships", "at least", ""),
    ],
)
def test_figure(
    read: tuple[ReadReport, ReadReport],
    report: int,
    words: str,
    amount: str,
    unit: str,
    modifier: str,
    status: str,
) -> None:
    row = row_of(read[report], words, "figure")
    found = [row.value(name) for name in ("amount", "unit", "modifier", "status")]
    assert found == [amount, unit, modifier, status]


def test_figure_says_in_whose_words_it_stands(read: tuple[ReadReport, ReadReport]) -> None:
    row = row_of(read[0], "1,200 ships", "figure")
    assert row.value("inside") == row_of(read[0], "1,200 ships passed").id


def test_weekday_is_reckoned_from_the_day_of_publication(read: tuple[ReadReport, ReadReport]) -> None:
    assert [row_of(each, "Monday", "date").value("value") for each in read] == ["2024-03-11", "2024-03-11"]


def test_author_keeps_what_nobody_said(read: tuple[ReadReport, ReadReport]) -> None:
    claims = [" ".join(row.words.split()) for row in read[1].rows if row.kind == "claim"]
    assert any(words.startswith("Sudria wants peace") for words in claims)
    assert not any("not for sale" in words for words in claims)


def test_page_break_inside_a_sentence_is_bridged(read: tuple[ReadReport, ReadReport]) -> None:
    (claim,) = [r for r in read[1].rows if r.kind == "claim" and "refused to discuss" in r.words]
    assert "\n\n" in claim.words and claim.words.endswith("the offer.")


def test_quick_reading_finds_the_same_quotations_figures_and_dates(
    read: tuple[ReadReport, ReadReport], tmp_path: Path
) -> None:
    harbour, _ = write_reports(tmp_path)
    quick = read_rows(read_report(harbour), QUICK)
    for kind in ("figure", "date"):
        assert [r.words for r in quick.rows if r.kind == kind] == [
            r.words for r in read[0].rows if r.kind == kind
        ]
    direct = {r.words for r in read[0].rows if r.value("speech") == "direct"}
    assert {r.words for r in quick.rows if r.value("speech") == "direct"} == direct
    assert quick.actors == ()


def test_id_tells_source_kind_and_place() -> None:
    assert row_id("calder", "figure", 7) == "calder-f7"
    assert row_id("calder", "figure", 7, {"calder-f7", "calder-f7b"}) == "calder-f7c"
