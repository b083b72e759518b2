"""Rows against their sources: verified, broken, changed, not at hand; and texts that are taken out again."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from countermove.errors import EvidenceError, Problem
from countermove.evidence import documents
from countermove.evidence.ledger import Extract, Ledger, Source
from countermove.evidence.report import Report, fingerprint
from countermove.evidence.sources import Shelf, check_sources
from countermove.evidence.store import Header
from countermove.evidence.store.check import Checker
from countermove.files.ledger import put_sources, read_ledger
from evidence.store.made import RIVER, Made, header, made, river_rows, row

DAM, VALLEY, FARMS, UNREST = river_rows()


def checker(here: Made) -> Checker:
    ledger = read_ledger(here.path, rows=False)
    return Checker(here.again(), ledger.sources, Shelf([here.path.parent]))


def test_every_row_and_part_is_held_against_the_text(tmp_path: Path) -> None:
    here = made(tmp_path)
    assert [(c.source.id, c.state, c.rows) for c in checker(here).all()] == [
        ("river", "verified", 4),
        ("harbour", "verified", 3),
    ]
    assert checker(here).verdict(VALLEY) == "verified" and checker(here).text(VALLEY) == RIVER


BREAK = {
    "words": replace(DAM, words=DAM.words.replace("dam", "dan")),
    "offset": replace(DAM, start=DAM.start + 1, end=DAM.end + 1),
    "beyond": replace(DAM, start=90_000, end=90_000 + len(DAM.words)),
    "part": replace(DAM, parts=(replace(DAM.parts[0], words="Anna Borg"), *DAM.parts[1:])),
}


@pytest.mark.parametrize("broken", BREAK.values(), ids=BREAK)
def test_a_broken_row_is_broken_and_the_others_stand(broken: object, tmp_path: Path) -> None:
    here = made(tmp_path)
    here.store.put("river", header("river", RIVER), [broken, VALLEY, FARMS])  # type: ignore[list-item]
    (found, _) = checker(here).all()
    assert (found.state, found.rows, [each.id for each in found.broken]) == ("broken", 3, [DAM.id])


def test_an_edited_span_is_held_against_the_text_as_well(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.store.edit(DAM.id, {"start": "0", "end": "9"}, "me", text="Something else")
    assert checker(here).verdict(here.store.row(DAM.id)) == "broken"


def test_a_changed_file_is_no_broken_row(tmp_path: Path) -> None:
    here = made(tmp_path)
    (tmp_path / "river.txt").write_text(RIVER + "P.S.", encoding="utf-8", newline="")
    (found, _) = checker(here).all()
    assert (found.state, found.broken) == ("changed", ()) and checker(here).text(DAM) is None


def test_a_file_that_is_not_there_is_not_at_hand(tmp_path: Path) -> None:
    here = made(tmp_path)
    (tmp_path / "river.txt").unlink()
    assert checker(here).verdict(DAM) == "not at hand"


def test_rows_of_another_version_of_the_file_are_not_trusted(tmp_path: Path) -> None:
    here = made(tmp_path)
    text = RIVER.replace("40", "50")
    (tmp_path / "river.txt").write_bytes(text.encode())
    put_sources(here.path, [Source("river", "river.txt", hashlib.sha256(text.encode()).hexdigest())])
    (found, _) = checker(here).all()
    assert (found.state, found.why) == ("changed", "its rows were found in another version of the file")


def test_rows_of_a_source_that_the_ledger_does_not_name(tmp_path: Path) -> None:
    here = made(tmp_path)
    stray = row("stray", "abc", "abc", "claim")
    here.store.put("stray", Header("stray", "0" * 64), [stray])
    found = checker(here).all()[-1]
    assert (found.source.id, found.state, found.rows) == ("stray", "not at hand", 1)
    assert found.why == 'the ledger names no source "stray"'


# -- other formats ---------------------------------------------------------------------------------

PAGE = b"<html><p>Peace, they said, is near.</p></html>"
TEXT = "Peace, they said, is near."


def page(folder: Path, text: str = TEXT) -> Ledger:
    (folder / "page.html").write_bytes(PAGE)
    source = Source("page", "page.html", hashlib.sha256(PAGE).hexdigest(), text_sha256=fingerprint(text),
                    extractor="tool 1")  # fmt: skip
    return Ledger((source,), (), (Extract("e", "page", 0, 5, "Peace"),))


def extracting(monkeypatch: pytest.MonkeyPatch, *texts: str) -> None:
    reports = [Report(Source("x", "x", "", extractor="tool 2"), text) for text in texts]
    monkeypatch.setattr(documents, "read_report", lambda path: reports[0])
    monkeypatch.setattr(documents, "read_reports", lambda path: reports, raising=False)


def test_text_is_taken_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extracting(monkeypatch, TEXT)
    (found,) = check_sources(page(tmp_path), [tmp_path])
    assert (found.state, found.why) == ("verified", "")


def test_of_several_texts_in_a_file_the_right_one_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extracting(monkeypatch, "War?", TEXT)
    assert check_sources(page(tmp_path), [tmp_path])[0].state == "verified"
    extracting(monkeypatch, "War?", "Truce?")
    assert check_sources(page(tmp_path), [tmp_path])[0].state == "unreadable"


def test_another_version_of_the_tool_may_take_out_another_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extracting(monkeypatch, TEXT + "\n")
    (found,) = check_sources(page(tmp_path), [tmp_path])
    assert found.state == "verified", "the words stand where they stood"
    assert found.why == "the text taken out of the file differs by tool 2, then by tool 1"
    extracting(monkeypatch, " " + TEXT)
    (found,) = check_sources(page(tmp_path), [tmp_path])
    assert found.state == "broken" and str(found).endswith(f"not verbatim: e; {found.why}")


def test_a_text_that_cannot_be_taken_out_is_not_called_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> Report:
        raise EvidenceError(Problem("the reader of HTML is not installed"))

    monkeypatch.setattr(documents, "read_report", refuse)
    monkeypatch.setattr(documents, "read_reports", refuse, raising=False)
    (found,) = check_sources(page(tmp_path), [tmp_path])
    assert found.state == "unreadable" and "the reader of HTML is not installed" in str(found)


def test_a_page_is_found_by_its_fingerprint_under_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extracting(monkeypatch, TEXT)
    ledger = page(tmp_path)
    (tmp_path / "page.html").rename(tmp_path / "saved.HTML")
    assert check_sources(ledger, [tmp_path])[0].path == tmp_path / "saved.HTML"


def test_a_file_in_a_folder_below_is_found_and_none_outside(tmp_path: Path) -> None:
    inner = tmp_path / "inner" / "May"
    inner.mkdir(parents=True)
    data = b"peace"
    for folder in (tmp_path, inner):
        (folder / "a.xyz").write_bytes(data)
    sha256 = hashlib.sha256(data).hexdigest()

    def state(file: str) -> str:
        source = Source("a", file, sha256)
        return check_sources(Ledger((source,)), [tmp_path / "inner"])[0].state

    assert state("May/a.xyz") == "verified"
    for file in ("../a.xyz", "May/../../a.xyz", str(tmp_path / "a.xyz"), "..\\a.xyz", "C:a.xyz", ""):
        assert state(file) == "not at hand"


# -- standing rows as extracts ---------------------------------------------------------------------


def test_a_ledger_holds_the_rows_that_stand(tmp_path: Path) -> None:
    here = made(tmp_path)
    here.store.decide([VALLEY.id], "keep", "me", note="checked")
    here.store.decide([FARMS.id], "drop", "me")
    here.store.merge(["Anna Berg"], "Dr. Berg", "me")
    by_id = read_ledger(here.path).by_id
    assert {DAM.id, VALLEY.id, UNREST.id} < by_id.keys() and FARMS.id not in by_id
    kept = by_id[VALLEY.id]
    assert (kept.speaker, kept.speaker_words, kept.note, kept.by) == ("Dr. Berg", "She", "checked", "me")
    assert kept.on is not None and kept.rule == VALLEY.rule
    assert read_ledger(here.path, rows=False).extracts == ()
    assert [c.state for c in check_sources(read_ledger(here.path), [tmp_path])] == ["verified", "verified"]


def test_an_extract_of_the_file_stands_in_the_place_of_its_row(tmp_path: Path) -> None:
    here = made(tmp_path)
    text = here.path.read_text()
    own = f'[[extracts]]\nid = "{DAM.id}"\nsource = "river"\nstart = 0\nend = 3\nwords = "The"\n'
    here.path.write_text(f"{text}\n{own}")
    assert read_ledger(here.path).by_id[DAM.id].words == "The"


def test_long_rows_and_unknown_issues_do_no_harm(tmp_path: Path) -> None:
    here = made(tmp_path)
    text = "so " * 200
    long = row("river", text, text.strip(), "claim", issue="unheard-of")
    here.store.put("river", header("river", text), [long])
    found = read_ledger(here.path).by_id[long.id]
    assert len(found.words.split()) == 200 and found.issues == ()


def test_quotations_of_rows_read_as_those_of_extracts(tmp_path: Path) -> None:
    ledger = read_ledger(made(tmp_path).path)
    assert ledger.quote(DAM.id) == "“We will not sell the dam” (Anna Berg, in river)"
