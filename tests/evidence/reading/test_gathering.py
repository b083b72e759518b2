"""Many reports into one ledger: nothing twice, nothing lost, every file that cannot be read told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from countermove.evidence.gathering import Gatherer
from countermove.evidence.order import Gathered
from countermove.evidence.reading import FULL, QUICK
from countermove.evidence.store import Store
from countermove.files.ledger import put_sources, read_ledger
from evidence.reading.invented import HARBOUR, write_many, write_reports


def gatherer(ledger: Path, level: str = QUICK, **said: str) -> Gatherer:
    sources = read_ledger(ledger, rows=False).sources if ledger.exists() else ()
    return Gatherer(ledger, sources, put_sources, level, said)


def gather(ledger: Path, *files: Path, level: str = QUICK, jobs: int = 1, **said: str) -> list[Gathered]:
    return list(gatherer(ledger, level, **said).gather(files, jobs))


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return tmp_path / "quarrel.ledger.toml"


def test_reports_and_rows_are_in_the_ledger(ledger: Path, tmp_path: Path) -> None:
    done = gather(ledger, *write_reports(tmp_path))
    assert [each.source.id for each in done if each.source] == ["calder", "lind"]
    sources = read_ledger(ledger, rows=False).sources
    assert [(source.id, source.file) for source in sources] == [
        ("calder", "harbour.txt"),
        ("lind", "strait.txt"),
    ]
    assert {row.id for row in Store.open(ledger).rows()} == {row.id for each in done for row in each.rows}


def test_second_reading_reads_nothing_again(ledger: Path, tmp_path: Path) -> None:
    files = write_reports(tmp_path)
    gather(ledger, *files)
    before = {path: path.read_bytes() for path in [ledger, *ledger.with_suffix("").rglob("*.jsonl")]}
    done = gather(ledger, *files)
    assert [each.again for each in done] == [False, False] and not any(each.rows for each in done)
    assert {path: path.read_bytes() for path in before} == before


def test_full_reading_follows_a_quick_one_but_not_the_other_way(ledger: Path, tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    assert gather(ledger, file)[0].again
    assert gather(ledger, file, level=FULL)[0].again
    assert not gather(ledger, file, level=QUICK)[0].again


def test_what_people_said_and_decided_stays(ledger: Path, tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    (done,) = gather(ledger, file)
    Store.open(ledger).decide([done.rows[0].id], "drop", "Ann")
    text = ledger.read_text("utf-8").replace(
        'author = "Ines Calder"', 'author = "I. M. Calder"  # her full name'
    )
    ledger.write_text(text, "utf-8")
    (again,) = list(gatherer(ledger).gather([file], anew=True))
    assert again.again and again.source is not None and again.source.author == "I. M. Calder"
    assert ledger.read_text("utf-8") == text
    store = Store.open(ledger)
    assert store.state(store.row(done.rows[0].id)).status == "dropped"


def test_two_reports_of_one_author_get_two_names(ledger: Path, tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    other = tmp_path / "later.txt"
    other.write_text(HARBOUR.replace("€40 million", "€45 million"), "utf-8")
    done = gather(ledger, file, other)
    assert [each.source.id for each in done if each.source] == ["calder", "calder-2"]
    assert all(row.source == "calder-2" and row.id.startswith("calder-2-") for row in done[1].rows)
    again = gather(ledger, file, other)
    assert [each.again for each in again] == [False, False]


def test_a_report_that_changed_is_told_and_its_rows_stay(ledger: Path, tmp_path: Path) -> None:
    file, other = write_reports(tmp_path)
    gather(ledger, file)
    file.write_text(HARBOUR + "\nA line more.\n", "utf-8")
    changed, read = gather(ledger, file, other)
    (problem,) = changed.problems
    assert problem.file == str(file) and "calder" in problem.what and problem.cure
    assert read.source is not None and read.source.id == "lind"
    assert [source.id for source in read_ledger(ledger, rows=False).sources] == ["calder", "lind"]


def test_files_that_cannot_be_read_stop_nothing(ledger: Path, tmp_path: Path) -> None:
    file, other = write_reports(tmp_path)
    empty, gone = tmp_path / "empty.txt", tmp_path / "gone.txt"
    empty.write_bytes(b"")
    done = gather(ledger, file, empty, gone, other)
    assert [bool(each.problems) for each in done] == [False, True, True, False]
    assert [problem.file for each in done for problem in each.problems] == [str(empty), str(gone)]


def test_processes_find_what_one_finds(tmp_path: Path) -> None:
    files = write_many(tmp_path / "many", 30)
    alone, together = tmp_path / "a.ledger.toml", tmp_path / "b.ledger.toml"
    gather(alone, *files)
    gather(together, *files, jobs=2)
    rows = [[row.as_dict() for row in Store.open(ledger).rows()] for ledger in (alone, together)]
    assert rows[0] == rows[1] and len(rows[0]) >= 30
    sources = [read_ledger(ledger, rows=False).sources for ledger in (alone, together)]
    assert sources[0] == sources[1]


def test_stopped_work_goes_on_where_it_was(ledger: Path, tmp_path: Path) -> None:
    files = write_many(tmp_path, 10)
    running: Iterator[Gathered] = gatherer(ledger).gather(files)
    first = [next(running) for _ in range(4)]
    running.close()  # as Ctrl-C does
    assert all(each.again for each in first)
    assert len(read_ledger(ledger, rows=False).sources) == 4
    assert [each.again for each in gather(ledger, *files)] == [False] * 4 + [True] * 6


def test_what_the_user_says_of_a_report_goes_before_what_it_says(ledger: Path, tmp_path: Path) -> None:
    file, _ = write_reports(tmp_path)
    (done,) = gather(ledger, file, author="The desk", date="2024-03-18")
    assert done.source is not None and done.source.author == "The desk"
    (monday,) = [row for row in done.rows if row.words == "Monday"]
    assert monday.value("value") == "2024-03-18"
