"""Extracts against the files they were taken from: verified, not at hand, changed, broken."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from countermove.evidence.ledger import Extract, Ledger, Source
from countermove.evidence.sources import SourceCheck, check_sources, find_source

TEXT = "Nobody wants war.\nPeace, they said, is near.\n"


def ledger_of(data: bytes, *words: str, file: str = "report.txt") -> Ledger:
    """A ledger with extracts of a text, at the places where the words really stand."""
    text = data.decode("utf-8")
    source = Source("report", file, hashlib.sha256(data).hexdigest(), author="A. Writer")
    rows = [(f"e{k}", text.index(span), span) for k, span in enumerate(words)]
    extracts = tuple(Extract(id, "report", at, at + len(span), span) for id, at, span in rows)
    return Ledger((source,), (), extracts)


def check(ledger: Ledger, *folders: Path) -> SourceCheck:
    (found,) = check_sources(ledger, folders)
    return found


def test_verified(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    found = check(ledger_of(TEXT.encode(), "war", "Peace, they said"), tmp_path)
    assert (found.state, found.path, found.extracts, found.broken) == ("verified", path, 2, ())
    assert str(found) == f"report (A. Writer): all 2 extracts stand verbatim in {path}"


ODD_TEXTS = {
    "line ends of Windows": "Nobody wants war.\r\nPeace, they said,\r\nis near.\r\n",
    "line ends of old Macs": "Nobody wants war.\rPeace, they said,\ris near.\r",
    "signs of several bytes": "“Frieden”, sagte er — für 𝒰 und Österreich.\nPeace, they said,\n…",
    "a byte order mark": "\ufeffPeace, they said,",
    "letters made of two signs": "Cafe\u0301 — Peace, they said, e\u0301",
    "a zero": "a\x00 Peace, they said,",
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_offsets_count_what_stands_in_the_file(text: str, tmp_path: Path) -> None:
    data = text.encode("utf-8")
    (tmp_path / "report.txt").write_bytes(data)
    spans = ["Peace, they said,", text[-3:], text[:3]]
    ledger = ledger_of(data, *spans)
    assert check(ledger, tmp_path).state == "verified"
    shifted = Ledger(
        ledger.sources,
        (),
        tuple(Extract(e.id, e.source, e.start + 1, e.end + 1, e.words) for e in ledger.extracts),
    )
    assert check(shifted, tmp_path).state == "broken"


def test_words_across_a_line_end_of_windows(tmp_path: Path) -> None:
    data = b"one\r\ntwo"
    (tmp_path / "report.txt").write_bytes(data)
    assert check(ledger_of(data, "e\r\nt"), tmp_path).state == "verified"


def test_broken(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode())
    source = ledger_of(TEXT.encode(), "war").sources[0]
    good = Extract("good", "report", 0, 6, "Nobody")
    wrong = (
        Extract("case", "report", 0, 6, "nobody"),
        Extract("beyond", "report", 40, 60, "near and dear to all"),
        Extract("quote", "report", 18, 23, "peace"),
    )
    found = check(Ledger((source,), (), (good, *wrong)), tmp_path)
    assert (found.state, found.path, found.broken) == ("broken", path, wrong)
    assert str(found) == "report (A. Writer): 3 of 4 extracts not verbatim: case, beyond, quote"


def test_not_at_hand(tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("something else", encoding="utf-8")
    for folders in ((), (tmp_path,), (tmp_path / "no such folder",)):
        found = check(ledger_of(TEXT.encode(), "war"), *folders)
        assert (found.state, found.path, found.extracts) == ("not at hand", None, 1)
        assert (
            str(found)
            == "report (A. Writer): source not at hand, 1 extract not checked; give its folder with --sources"
        )


def test_changed(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(TEXT.encode() + b" ")
    found = check(ledger_of(TEXT.encode(), "war"), tmp_path)
    assert (found.state, found.path, found.broken) == ("changed", path, ())
    assert str(found) == (
        f"report (A. Writer): {path} is not the file the extracts were taken from (its SHA-256 differs)"
    )


def test_changed_copy_does_not_hide_the_right_one(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder, text in ((old, "changed"), (new, TEXT)):
        folder.mkdir()
        (folder / "report.txt").write_text(text, encoding="utf-8")
    assert check(ledger_of(TEXT.encode(), "war"), old, new).path == new / "report.txt"


def test_file_of_another_name_is_found_by_its_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("something else", encoding="utf-8")
    (tmp_path / "saved page.txt").write_bytes(TEXT.encode())
    found = check(ledger_of(TEXT.encode(), "war"), tmp_path)
    assert (found.state, found.path) == ("verified", tmp_path / "saved page.txt")


def test_ledger_cannot_reach_out_of_the_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    for name in ("../report.txt", str(tmp_path / "report.txt")):
        assert check(ledger_of(TEXT.encode(), "war", file=name), inner).state == "not at hand"


def test_folders_and_unreadable_files_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "report.txt").mkdir()
    (tmp_path / "folder.txt").mkdir()
    assert find_source(ledger_of(TEXT.encode(), "war").sources[0], [tmp_path]) == (None, False)


def test_file_that_is_not_text(tmp_path: Path) -> None:
    """The right file by its fingerprint, but not UTF-8: nothing stands in it verbatim."""
    data = b"\xff\xfe war"
    (tmp_path / "report.txt").write_bytes(data)
    source = Source("report", "report.txt", hashlib.sha256(data).hexdigest())
    ledger = Ledger((source,), (), (Extract("e", "report", 0, 2, "wa"),))
    assert check(ledger, tmp_path).state == "broken"


def test_each_source_is_checked_by_itself(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    (here,) = ledger_of(TEXT.encode(), "war").sources
    away = Source("away", "away.txt", "f" * 64)
    rows = (Extract("a", "report", 0, 6, "Nobody"), Extract("b", "away", 0, 1, "x"))
    found = check_sources(Ledger((here, away), (), rows), iter([tmp_path]))
    assert [(c.source.id, c.state, c.extracts) for c in found] == [
        ("report", "verified", 1),
        ("away", "not at hand", 1),
    ]
