"""The ledger of the Washington summit: what it must hold, who says it, and that it is verbatim."""

from __future__ import annotations

import pytest

from countermove.evidence.ledger import Ledger
from countermove.evidence.links import supports
from countermove.files.case import CaseFile, read_case
from countermove.files.library import case_path
from evidence.reports_at_hand import reports_folder

SUMMIT = case_path("washington-2025/summit")


def summit() -> CaseFile:
    return read_case(SUMMIT)


def ledger() -> Ledger:
    found = summit().ledger
    assert found is not None
    return found


def test_every_extract_stands_verbatim_in_the_reports() -> None:
    checks = summit().check_sources([reports_folder()])
    assert [(check.source.id, check.state) for check in checks] == [
        ("sanger", "verified"),
        ("schwarz", "verified"),
    ]
    assert sum(check.extracts for check in checks) == len(ledger().extracts)


def test_case_is_sound_and_nothing_is_left_unsupported() -> None:
    assert summit().warnings == ()


#: Every figure that the reports give and the case needs, with the report it stands in.
FIGURES = {
    "what Europe has given, in euros": ("schwarz", "€167 billion"),
    "what Europe has pledged further": ("schwarz", "€90 billion"),
    "what America has given": ("schwarz", "€114 billion"),
    "what America has pledged further": ("schwarz", "€4 billion"),
    "Ukrainians for a quick negotiated peace": ("schwarz", "69 percent"),
    "Ukrainians for fighting on": ("schwarz", "24 percent"),
    "the two shares three years before": ("schwarz", "Three years ago, the ratio was reversed"),
    "arms that Kyiv offers to buy": ("schwarz", "$100 billion"),
    "drones to be made together": ("schwarz", "$50 billion"),
    "defence spending promised": ("sanger", "5 percent of the gross domestic product"),
    "of which for infrastructure": ("sanger", "1.5 percent is infrastructure"),
    "Ukrainian land that Russia holds": ("sanger", "roughly 20 percent of its territory"),
    "age of the alliance": ("schwarz", "76 years"),
    "notice of the journey": ("schwarz", "24 hours"),
    "since the scene of February": ("schwarz", "six months ago"),
}


@pytest.mark.parametrize("figure", FIGURES)
def test_ledger_holds_the_figure(figure: str) -> None:
    source, words = FIGURES[figure]
    found = [e for e in ledger().extracts if words in e.words.replace("\\$", "$")]
    assert {extract.source for extract in found} == {source}


def test_figures_are_given_to_those_who_counted() -> None:
    speakers = {e.speaker for e in ledger().extracts if "aid-figures" in e.issues}
    assert speakers == {"Kiel Institute"}
    assert {e.speaker for e in ledger().extracts if "opinion" in e.issues} == {"Gallup"}


BOTH = (
    "alaska",
    "ceasefire-turn",
    "short-notice",
    "february",
    "force-ready",
    "no-us-troops",
    "ceasefire-first",
)
ONLY_SCHWARZ = ("aid-figures", "opinion", "outcome", "words-after", "arms-proposal", "force-variants")
ONLY_SANGER = ("expectations", "defence-spending", "sanctions")
IN_CONFLICT = ("us-join", "why-they-came", "force-purpose")


@pytest.mark.parametrize(
    ("issues", "sources"),
    [(BOTH, {"sanger", "schwarz"}), (ONLY_SCHWARZ, {"schwarz"}), (ONLY_SANGER, {"sanger"})],
    ids=["both", "only schwarz", "only sanger"],
)
def test_issue_is_covered_by(issues: tuple[str, ...], sources: set[str]) -> None:
    coverage = ledger().coverage()
    for issue in issues:
        assert {source for source, extracts in coverage[issue].items() if extracts} == sources, issue


def test_what_only_one_report_has_by_its_speaker() -> None:
    by_speaker = {e.speaker: e.source for e in ledger().extracts}
    assert by_speaker["Marco Rubio"] == by_speaker["James G. Stavridis"] == "sanger"
    after = [e for e in ledger().extracts if "words-after" in e.issues]
    assert {e.speaker for e in after} == {"Friedrich Merz", "Emmanuel Macron"}


@pytest.mark.parametrize("issue", IN_CONFLICT)
def test_reports_conflict_on(issue: str) -> None:
    """Where the reports contradict each other the difference is put as a question, and both are heard."""
    (row,) = (each for each in ledger().issues if each.id == issue)
    assert row.question.endswith("?")
    assert all(ledger().coverage()[issue].values())


def test_rubio_disputes_the_alarm() -> None:
    rows = ledger().coverage()["why-they-came"]["sanger"]
    assert {e.speaker for e in rows} >= {"Marco Rubio", "a senior European diplomat"}


def test_every_issue_is_covered_and_every_extract_is_on_one() -> None:
    assert all(any(rows.values()) for rows in ledger().coverage().values())
    assert all(extract.issues for extract in ledger().extracts)


def test_every_extract_is_used_or_on_an_issue_that_needs_it() -> None:
    """The ledger is no scrapbook: extracts are cited in the model, or cover what the case must cover."""
    cited = {id for row in supports(summit().conflict) for id in row.evidence}
    assert cited <= {extract.id for extract in ledger().extracts}
    assert len(cited) > len(ledger().extracts) / 2


def test_every_statement_cites_its_own_report_or_says_that_it_is_an_assumption() -> None:
    source_of = {extract.id: extract.source for extract in ledger().extracts}
    rows = [row for row in supports(summit().conflict) if row.reading]
    assert {row.reading for row in rows} == {"sanger", "schwarz"}
    for row in rows:
        assert row.assumption or row.reading in {source_of[cited] for cited in row.evidence}, row


def test_each_reading_is_complete() -> None:
    conflict = summit().conflict
    given = {(wish.reading, wish.dm) for wish in conflict.preferences if wish.statements}
    assert given == {(reading, dm) for reading in ("sanger", "schwarz") for dm in ("us", "ru", "ua", "eu")}


def test_extracts_stay_short() -> None:
    """A sentence or less each, and no more in all than would fit on two pages."""
    for source in ("sanger", "schwarz"):
        words = [len(e.words.split()) for e in ledger().extracts if e.source == source]
        assert max(words) <= 25
        assert sum(words) <= 450
