"""The verb `read`: what it prints, its JSON, what it keeps, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from countermove.evidence.store import Store
from countermove.files.ledger import read_ledger
from evidence.reading.invented import HARBOUR, write_many, write_reports
from surfaces.running import run, valid_json


def told(*words: str | Path) -> str:
    result = run("read", *map(str, words))
    assert result.code == 0, result.err
    return " ".join(result.out.split())


def refused(*words: str | Path) -> str:
    result = run("read", *map(str, words))
    assert result.code == 2
    return " ".join(result.err.split())


def data(*words: str | Path) -> Any:
    return valid_json("read", *map(str, words))


def test_folder_becomes_a_ledger_of_its_own(tmp_path: Path) -> None:
    write_reports(tmp_path)
    text = told(tmp_path)
    ledger = tmp_path / "reports.ledger.toml"
    assert f"The ledger is {ledger}." in text
    assert "suggestions wait for a decision: countermove ledger tray" in text
    authors = [source.author for source in read_ledger(ledger, rows=False).sources]
    assert authors == ["Ines Calder", "Oskar Lind"]
    assert "2 reports are in the ledger as it stands, and not read again." in told(tmp_path)


def test_ledger_beside_the_reports_is_taken(tmp_path: Path) -> None:
    file, other = write_reports(tmp_path)
    told(file, "--ledger", tmp_path / "quarrel.ledger.toml", "--quick")
    told(other, "--quick")
    assert len(read_ledger(tmp_path / "quarrel.ledger.toml", rows=False).sources) == 2
    assert not (tmp_path / "reports.ledger.toml").exists()


def test_two_ledgers_beside_the_reports_are_one_too_many(tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    for name in ("a", "b"):
        told(file, "--ledger", tmp_path / f"{name}.ledger.toml", "--quick")
    assert "several ledgers" in refused(file)


def test_looking_keeps_nothing(tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    text = told(file, "--look")
    assert "Helen Varga" in text and "€40 million" in text
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("reports")] == []


def test_json_of_looking_has_every_row(tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    (report,) = data(file, "--look")["reports"]
    assert all(HARBOUR[row["start"] : row["end"]] == row["words"] for row in report["rows"])
    assert sum(report["counts"].values()) == len(report["rows"]) > 20
    assert report["date"] == "2024-03-12"


def test_json_of_reading_counts_what_is_in_the_ledger(tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    found = data(file)
    counts = found["reports"][0]["counts"]
    assert sum(counts.values()) == len(list(Store.open(found["ledger"]).rows()))
    again = data(file)
    assert [report["read"] for report in again["reports"]] == [False]


def test_what_the_user_says_is_in_the_ledger(tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    told(file, "--author", "A. Desk", "--published", "2024-03-18", "--outlet", "The Coast", "--quick")
    (source,) = read_ledger(tmp_path / "reports.ledger.toml", rows=False).sources
    assert source.citation == "A. Desk, The Coast, 18 March 2024"


def test_report_without_a_day_says_so(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("They will meet on Friday, the minister said.\n", "utf-8")
    assert "No day of publication was found" in told(file)


def test_files_that_cannot_be_read_are_told_together(tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 4)
    text = refused(file, tmp_path / "empty.txt", tmp_path / "noise.txt", "--quick")
    assert all(name in text for name in ("empty.txt", "noise.txt"))
    assert len(read_ledger(tmp_path / "reports.ledger.toml", rows=False).sources) == 1


def test_folder_without_reports_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert "no report in this folder" in refused(tmp_path)


def test_many_reports_are_told_in_one_line(tmp_path: Path) -> None:
    write_many(tmp_path / "many", 25)
    assert "25 reports read" in told(tmp_path / "many", "--quick", "--jobs", "1")
