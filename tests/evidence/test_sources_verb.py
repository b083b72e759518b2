"""`countermove sources`: the reports, whether they are at hand, and what people say of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.ledger_verbs import data, run
from evidence.store.made import Made, made


@pytest.fixture
def here(tmp_path: Path) -> Made:
    return made(tmp_path)


def test_the_reports_with_what_was_found(here: Made) -> None:
    ran = run("sources", str(here.path))
    assert ran.code == 0
    lines = [line.split() for line in ran.out.splitlines()]
    assert ["river", "River", "Writer", "river.txt", "verified", "3", "1", "1"] in lines
    assert ["harbour", "Harbour", "Writer", "harbour.txt", "verified", "2", "1", "0"] in lines


def test_as_data(here: Made) -> None:
    river, harbour = data("sources", str(here.path))["sources"]
    assert river["rows"] == {"standing": 3, "tray": 1, "dropped": 0} and river["level"] == "full"
    assert river["unread"] == [{"start": 0, "end": 15, "why": "headline", "words": "The river talks"}]
    assert Path(river["path"]) == here.path.parent / "river.txt" and harbour["date"] is None


def test_what_was_not_read(here: Made) -> None:
    assert "headline 0 to 15: The river talks" in run("sources", str(here.path), "--unread").told


def test_what_people_say_of_a_source(here: Made) -> None:
    path = str(here.path)
    ran = run("sources", path, "--set", "river", "author=B. Writer", "--set", "river", "date=2025-08-17",
              "--set", "harbour", "outlet=The Quay")  # fmt: skip
    assert ran.code == 0 and "B. Writer, 17 August 2025" in ran.out and "Harbour Writer, The Quay" in ran.out
    before = here.path.read_text()
    ran = run("sources", path, "--set", "river", "sha256=0", "--set", "river", "date=soon")
    assert ran.code == 2 and here.path.read_text() == before
    assert '"sha256" cannot be set' in ran.err and '"soon" is no date' in ran.err
    assert run("sources", path, "--set", "rivr", "title=x").code == 2


def test_sources_that_are_away_or_changed(here: Made, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    (here.path.parent / "river.txt").rename(tmp_path / "away" / "river.txt")
    ran = run("sources", str(here.path))
    assert ran.code == 0 and "not at hand" in ran.out
    assert "not at hand" not in run("sources", str(here.path), "--sources", str(tmp_path / "away")).out
    here.store.remember(tmp_path / "away")
    assert "not at hand" not in run("sources", str(here.path)).out
    (tmp_path / "away" / "river.txt").write_text("x")
    ran = run("sources", str(here.path))
    assert ran.code == 2 and "changed" in ran.out


def test_a_source_that_was_not_read_yet_has_no_counts(here: Made) -> None:
    here.store.forget("river")
    lines = [line.split() for line in run("sources", str(here.path)).out.splitlines()]
    assert ["river", "River", "Writer", "river.txt", "verified", "-", "-", "-"] in lines


def test_only_so_many_are_printed(here: Made) -> None:
    ran = run("sources", str(here.path), "--most", "1")
    assert "harbour" not in ran.out and ran.told.endswith("1 of 2 reports; --most 0 shows all.")
    assert len(data("sources", str(here.path), "--most", "1")["sources"]) == 2


def test_a_ledger_without_sources(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger.toml"
    path.write_text("countermove_ledger = 1\nsources = []\n")
    assert "names no source yet" in run("sources", str(path)).out


def test_sources_of_the_flagship_are_listed() -> None:
    found = data("sources", "washington-2025/summit")["sources"]
    assert [each["id"] for each in found] == ["sanger", "schwarz"]
    assert {each["level"] for each in found} == {None}
