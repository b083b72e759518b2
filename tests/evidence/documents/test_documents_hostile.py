"""What cannot be read is refused in one clear message, with a cure; nothing crashes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence.documents import MOST_BYTES, read_report, read_reports
from evidence.documents.papers import BODY, TEI, pdf, word, zipped

BOMB = """<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<TEI><text><p>&b;</p></text></TEI>"""
THIEF = '<!DOCTYPE TEI [<!ENTITY x SYSTEM "file:///etc/passwd">]><TEI><text><p>&x;</p></text></TEI>'


def document(content: str = "<w:document/>") -> dict[str, bytes]:
    return {"word/document.xml": content.encode()}


FILES: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \r\n\t\n", "empty"),
    ("bom.txt", b"\xef\xbb\xbf", "empty"),
    ("zeros.txt", bytes(5000), "empty"),
    ("signs.txt", b"*** --- ***", "no words"),
    ("noise.txt", bytes(range(256)) * 20, "not a text"),
    ("half.txt", "\ufeffodd".encode("utf-16-le")[:-1], "breaks off"),
    ("old.doc", b"\xd0\xcf\x11\xe0" + bytes(600), "old Word file"),
    ("a.rtf", b"{\\rtf1 Hello}", "RTF"),
    ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
    ("a.gz", b"\x1f\x8b" + bytes(50), "gzip"),
    ("a.txt", b"\x7fELF" + bytes(50), "program"),
    ("a.docx", b"PK\x03\x04 word/ nothing", "damaged"),
    ("b.docx", zipped({"a.txt": b"hello"}), "not a Word file"),
    ("c.docx", zipped({"word/other.xml": b"<a/>"}), "no word/document.xml"),
    ("d.docx", zipped(document()), "damaged"),
    ("e.docx", zipped(document("<!DOCTYPE a [<!ENTITY b 'c'>]><w:document/>")), "entities"),
    ("f.docx", zipped({"word/document.xml": b" " * 60_000_000}), "inflate"),
    ("g.xlsx", zipped({"xl/workbook.xml": b"<a/>"}), "spreadsheet"),
    ("bomb.xml", BOMB.encode(), "entities"),
    ("thief.xml", THIEF.encode(), "entities"),
    ("wide.xml", THIEF.encode("utf-16"), "entities"),
    ("cut.xml", TEI[:700].encode(), "cut short"),
    ("deep.xml", b"<TEI>" + b"<p>" * 5000 + b"x" + b"</p>" * 5000 + b"</TEI>", "deep"),
    ("bare.xml", b"<TEI><teiHeader/><text/></TEI>", "no words"),
    ("other.xml", b"<?xml version='1.0'?><feed><entry/></feed>", "neither TEI nor a web page"),
    ("a.pdf", b"%PDF-1.4\nnothing more", "damaged"),
    ("cut.pdf", pdf([["Hello there."]])[:200], "damaged"),
    ("scan.pdf", pdf([[], []]), "scan"),
]


@pytest.mark.parametrize(("name", "data", "cause"), FILES, ids=[f"{row[0]}-{row[2]}" for row in FILES])
def test_files_that_are_refused(tmp_path: Path, name: str, data: bytes, cause: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(EvidenceError) as caught:
        read_report(path)
    (problem,) = caught.value.problems
    assert cause in problem.what
    assert name in problem.file
    assert problem.cure
    assert "Traceback" not in str(problem)


def test_a_word_file_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "cut.docx"
    path.write_bytes(word([("Normal", BODY)])[:-400])
    with pytest.raises(EvidenceError, match="damaged or cut short"):
        read_report(path)


def test_a_word_file_without_words(tmp_path: Path) -> None:
    path = tmp_path / "blank.docx"
    path.write_bytes(word([("Normal", "")]))
    with pytest.raises(EvidenceError, match="no words"):
        read_report(path)


SEEDS = {
    "a.pdf": pdf([[BODY[:70]], [BODY[70:140]]]),
    "a.docx": word([("Normal", BODY)]),
    "a.xml": TEI.encode(),
    "a.html": f"<html><body><p>{BODY}</p></body></html>".encode(),
}


@pytest.mark.parametrize("name", SEEDS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_damaged_files_are_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject
) -> None:
    """Bytes changed, cut out and doubled anywhere: never a traceback."""
    damaged = bytearray(SEEDS[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(damaged)))
        length = data.draw(st.integers(0, 60))
        damaged[at : at + length] = data.draw(st.binary(max_size=4)) * data.draw(st.sampled_from([1, 1, 20]))
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(damaged)
    try:
        reports = read_reports(path)
    except EvidenceError as caught:
        assert len(caught.problems) == 1
        assert caught.problems[0].cure
    else:
        assert all(any(sign.isalnum() for sign in report.text) for report in reports)


def test_a_folder_and_a_pipe(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="folder"):
        read_report(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(EvidenceError, match="not an ordinary file"):
        read_report(tmp_path / "pipe")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(BODY)
    with pytest.raises(EvidenceError) as caught:
        read_report(tmp_path / "raport.txt")
    assert 'Did you mean "report.txt"?' in caught.value.problems[0].cure
    for name in ("x\x00y.txt", "x" * 5000):
        with pytest.raises(EvidenceError, match="cannot be opened"):
            read_report(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "locked.txt"
    path.write_text(BODY)
    path.chmod(0)
    with pytest.raises(EvidenceError, match="Permission denied"):
        read_report(path)


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(EvidenceError, match="50 MB"):
        read_report(path)


@pytest.mark.parametrize(
    "name", ["a b.txt", "é“x”.txt", "-x.txt", "[1].txt", "a\nb\x1b[31m.txt", "💥.txt", "....txt"]
)
def test_odd_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(BODY)
    source = read_report(tmp_path / name).source
    assert source.file == name
    assert source.id
    (tmp_path / name).write_text("")
    with pytest.raises(EvidenceError) as caught:
        read_report(tmp_path / name)
    assert caught.value.problems[0].file.isprintable()


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))
    path.write_text(BODY)
    assert read_report(path).source.file == "caf?.txt"
