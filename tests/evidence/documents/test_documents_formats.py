"""Word, PDF, TEI and web pages: the words in order, and what the files say of themselves."""

from __future__ import annotations

import datetime
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from countermove.errors import ConflictError, EvidenceError
from countermove.evidence.documents import read_report, read_reports, text_again
from countermove.evidence.repair import passage_of
from countermove.evidence.report import fingerprint
from evidence.documents.papers import BODY, TEI, pdf, word

LINES = [
    "The council met on Monday in the old hall by the river. Nobody had expected",
    "that the talks would last, and nobody was ready when they did. The envoys of",
    "nine towns came, and all of them spoke at length about bridges, tolls and the",
    "old quarrel over the mill.",
]


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def test_word(tmp_path: Path) -> None:
    made = datetime.datetime(2021, 3, 3, tzinfo=datetime.UTC)
    parts = [
        ("Title", "Nine Towns Meet"),
        ("Normal", BODY),
        ("Heading 1", "What comes next"),
        ("Normal", "Nothing."),
    ]
    report = read_report(
        written(tmp_path / "a.docx", word(parts, author="Ada Marsh", title="Draft 7", created=made))
    )
    assert report.text == f"# Nine Towns Meet\n\n{BODY}\n\n# What comes next\n\nNothing."
    source = report.source
    assert (source.id, source.author, source.title) == ("marsh", "Ada Marsh", "Nine Towns Meet")
    assert source.date == datetime.date(2021, 3, 3)
    assert source.extractor.startswith("python-docx 1.")
    assert source.text_sha256 == fingerprint(report.text)
    assert any("when it was made" in note for note in report.notes)


def test_the_text_of_a_word_file_knows_better_than_its_properties(tmp_path: Path) -> None:
    made = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    parts = [
        ("Normal", "Nine Towns Meet"),
        ("Normal", "By Ada Marsh"),
        ("Normal", "3 March 2021"),
        ("Normal", BODY),
    ]
    report = read_report(written(tmp_path / "a.docx", word(parts, author="Office PC 7", created=made)))
    assert report.source.author == "Ada Marsh"
    assert report.source.date == datetime.date(2021, 3, 3)
    assert not any("properties" in note for note in report.notes)


def test_word_tables_and_tracked_changes(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = docx.Document()
    paragraph = document.add_paragraph("We ")
    inserted = f"<w:ins {space}><w:r><w:t>shall </w:t></w:r></w:ins>"
    deleted = f"<w:del {space}><w:r><w:delText>never </w:delText></w:r></w:del>"
    for xml in (inserted, deleted):
        paragraph._p.append(parse_xml(xml))
    paragraph.add_run("see.")
    document.add_table(1, 2).rows[0].cells[1].text = "A cell."
    document.save(str(tmp_path / "a.docx"))
    assert read_report(tmp_path / "a.docx").text == "We shall see.\n\nA cell."


def test_pdf_lines_become_paragraphs(tmp_path: Path) -> None:
    pages = [
        ["The River Post", *LINES, *LINES[:2], "Page 1 of 3"],
        ["The River Post", *LINES[2:], *LINES, "Page 2 of 3"],
        ["The River Post", *LINES, "“We wait,” the mayor said.", "Page 3 of 3"],
    ]
    info = "/Title (Nine Towns Meet) /Author (Ada Marsh) /CreationDate (D:20210303101112Z)"
    report = read_report(written(tmp_path / "a.pdf", pdf(pages, info)))
    paragraph = " ".join(LINES)
    assert report.text.split("\n\n") == [
        paragraph,
        paragraph,
        paragraph,
        paragraph,
        "“We wait,” the mayor said.",
    ]
    source = report.source
    assert (source.title, source.author, source.id) == ("Nine Towns Meet", "Ada Marsh", "marsh")
    assert source.date == datetime.date(2021, 3, 3)
    assert source.extractor.startswith("pypdf ")
    assert any(note.startswith("6 running heads and page numbers") for note in report.notes)


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    report = read_report(written(tmp_path / "a.pdf", pdf([LINES, [], LINES])))
    assert any("not read: 2." in note for note in report.notes)


def test_a_locked_pdf(tmp_path: Path) -> None:
    import pypdf

    for password, opens in (("", True), ("secret", False)):
        writer = pypdf.PdfWriter(clone_from=written(tmp_path / "a.pdf", pdf([LINES])))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        writer.write(tmp_path / "locked.pdf")
        if opens:
            assert "The council met" in read_report(tmp_path / "locked.pdf").text
        else:
            with pytest.raises(EvidenceError, match="locked by a password"):
                read_report(tmp_path / "locked.pdf")


def test_a_pdf_without_its_end(tmp_path: Path) -> None:
    data = pdf([LINES]).replace(b"%%EOF\n", b"")
    with pytest.raises(EvidenceError, match="cut short"):
        read_report(written(tmp_path / "a.pdf", data))


def test_tei_holds_many_documents(tmp_path: Path) -> None:
    path = written(tmp_path / "volume.xml", TEI)
    one, two, three = read_reports(path)
    assert (one.source.id, two.source.id) == ("volume-d1", "volume-d2")
    assert one.text.split("\n\n") == [
        "# 1. Telegram From the Embassy in Marshford to the Department of Rivers",
        "Marshford, May 4, 1900",
        "The mayor, Ada Marsh, said that the bridge was unsafe. Nobody answered.",
        "We wait.",
        "Vane",
        "[Note 1] Source: Archive of the towns.",
        "[Note 2] He meant the old bridge.",
    ]
    assert (one.source.author, two.source.author) == ("Vane", "Ada Marsh")
    assert [report.source.date for report in (one, two)] == [
        datetime.date(1900, 5, 4),
        datetime.date(1900, 6, 1),
    ]
    assert "Dear Mr. Vane, We shall not wait." in two.text
    assert (three.source.date, three.source.kind, three.source.author) == (None, "editorial note", "")
    assert one.source.outlet == "Papers of the River Towns, 1900, Volume I"
    assert one.source.origin == "https://history.state.gov/historicaldocuments/frus1900v01/d1"
    assert one.source.sha256 == two.source.sha256
    assert one.source.text_sha256 != two.source.text_sha256
    with pytest.raises(EvidenceError, match="3 documents"):
        read_report(path)


def test_the_text_again(tmp_path: Path) -> None:
    """What the offsets of a source count in; nothing if the file has changed."""
    path = written(tmp_path / "volume.xml", TEI)
    for report in read_reports(path):
        assert text_again(path, report.source) == report.text
    written(path, TEI.replace("Nobody waited.", "All waited."))
    assert text_again(path, report.source) is None
    plain = written(tmp_path / "a.txt", "One.\r\nTwo.")
    assert text_again(plain, read_report(plain).source) == "One.\r\nTwo."


def test_tei_without_divisions_is_one_report(tmp_path: Path) -> None:
    header = "<teiHeader><title>Towns</title><author>Ada Marsh</author></teiHeader>"
    report = read_report(written(tmp_path / "a.xml", f"<TEI>{header}<text><p>{BODY}</p></text></TEI>"))
    assert report.text == BODY
    assert (report.source.title, report.source.author) == ("Towns", "Ada Marsh")


def test_ids_are_different(tmp_path: Path) -> None:
    path = written(tmp_path / "volume.xml", TEI)
    ids = [report.source.id for report in read_reports(path, taken={"volume-d1"})]
    assert ids == ["volume-d1-2", "volume-d2", "volume-d3"]
    named = [report.source.id for report in read_reports(path, meta={"id": "towns"})]
    assert named == ["towns-d1", "towns-d2", "towns-d3"]


PAGE = f"""<!DOCTYPE html><html><head><title>Nine Towns Meet | The Post</title>
<meta property="og:site_name" content="The Post"><meta name="author" content="Ada Marsh">
<meta property="article:published_time" content="2021-03-03T10:00:00Z">
<link rel="canonical" href="https://post.example/2021/nine-towns"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Nine Towns Meet</h1><p>{BODY}</p>
<script>document.write("evil words")</script><style>p {{ color: red }}</style>
<p>“We shall <b>see</b>,” the mayor said. {BODY}</p></article></body></html>"""


def test_web_pages(tmp_path: Path) -> None:
    report = read_report(written(tmp_path / "page.txt", PAGE))
    assert BODY in report.text
    assert "“We shall see,” the mayor said." in report.text
    assert not any(word in report.text for word in ("evil", "color", "Home"))
    source = report.source
    assert (source.title, source.author, source.outlet) == ("Nine Towns Meet", "Ada Marsh", "The Post")
    assert (source.date, source.origin) == (datetime.date(2021, 3, 3), "https://post.example/2021/nine-towns")
    assert source.extractor.startswith("trafilatura ")


def test_a_page_is_read_alike_however_often(tmp_path: Path) -> None:
    path = written(tmp_path / "page.html", PAGE)
    reports = [read_report(path) for _ in range(5)]
    assert all(report == reports[0] for report in reports)
    assert text_again(path, reports[0].source) == reports[0].text


@pytest.mark.parametrize("page", ["<html></html>", "<html><script>var a = 'words words'</script></html>"])
def test_a_page_without_words(tmp_path: Path, page: str) -> None:
    with pytest.raises(EvidenceError, match="no article"):
        read_report(written(tmp_path / "page.html", page))


@pytest.mark.parametrize(
    ("library", "data"), [("pypdf", pdf([LINES])), ("docx", word([("Normal", BODY)])), ("trafilatura", PAGE)]
)
def test_without_its_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str, data: bytes | str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(ConflictError) as caught:
        read_report(written(tmp_path / "a.bin", data))
    assert "pip install" in caught.value.problems[0].cure


@pytest.mark.parametrize("data", [pdf([LINES, LINES]), word([("Normal", BODY)]), TEI.encode()])
def test_every_format_is_read_twice_alike_and_repaired(tmp_path: Path, data: bytes) -> None:
    path = written(tmp_path / "a.bin", data)
    first, second = read_reports(path), read_reports(path)
    assert first == second
    for report in first:
        read = passage_of(report)
        assert read.sentences
        assert all(one <= other for one, other in pairwise(read.origin))
