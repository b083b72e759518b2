"""Plain text: how it is decoded, and what head and foot say of it."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence.documents import read_report, read_reports, source_id
from countermove.evidence.report import Report, fingerprint
from evidence.documents.papers import BODY
from evidence.reports_at_hand import reports_folder

Reads = Callable[..., Report]


@pytest.fixture
def read(tmp_path: Path) -> Reads:
    """Write a text to a file and read it."""

    def reading(text: str | bytes, name: str = "report.txt", **meta: object) -> Report:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_report(path, meta=meta)

    return reading


def test_utf8_is_the_file_itself(read: Reads) -> None:
    """Line ends and a byte order mark are part of the text, as offsets count them."""
    for text in ("One.\r\nTwo.\rThree.\n", "\ufeffOne “two”."):
        report = read(text)
        assert report.text == text
        assert report.source.extractor == report.source.text_sha256 == ""
        assert len(report.source.sha256) == 64


@pytest.mark.parametrize(
    ("encoded", "extractor"),
    [
        ("Café “x” costs €5.".encode("cp1252"), "text windows-1252"),
        ("Café “x” costs €5.".encode("utf-16"), "text utf-16"),
        (codecs.BOM_UTF16_BE + "Café “x” costs €5.".encode("utf-16-be"), "text utf-16"),
        ("Café “x” costs €5.".encode("utf-16-le"), "text utf-16-le"),
        ("Café “x” costs €5.".encode("utf-16-be"), "text utf-16-be"),
    ],
)
def test_other_encodings_are_guessed_and_said(read: Reads, encoded: bytes, extractor: str) -> None:
    report = read(encoded)
    assert report.text == "Café “x” costs €5."
    assert report.source.extractor == extractor
    assert report.source.text_sha256 == fingerprint(report.text)
    assert any("The file is" in note for note in report.notes)


def test_bytes_that_windows_leaves_open(read: Reads) -> None:
    assert read(b"Caf\xe9 \x81 is open.").text == "Café \ufffd is open."


@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "report.txt"
    path.write_bytes(data)
    try:
        reports = read_reports(path)
    except EvidenceError as refused:
        assert len(refused.problems) == 1
        assert refused.problems[0].cure
        assert refused.problems[0].file
    else:
        assert reports[0].text.encode("utf-8")


HEADS = [
    (f"# Nine Towns Meet\n\n**Ada Marsh**  \n**3 March 2021**\n\n{BODY}", "Nine Towns Meet", "Ada Marsh"),
    (f"Nine Towns Meet\nBy Ada Marsh\nMarch 3, 2021\n{BODY}", "Nine Towns Meet", "Ada Marsh"),
    (
        "Nine Towns Meet\n\nBy Ada Marsh and Tom van der Veen, Staff Writers\n"
        f"Updated Mar. 3, 2021 at 4 p.m.\n\n{BODY}",
        "Nine Towns Meet",
        "Ada Marsh and Tom van der Veen",
    ),
    (
        f"World\nTowns are meeting by the river.\n\nMarch 3, 2021Updated 4:58 p.m. ET\n{BODY}\n{BODY}\n"
        "Ada Marsh covers the rivers.\nA version of this article appears in print\nwith the headline:\n"
        "Nine Towns Meet. Order Reprints | Subscribe",
        "Nine Towns Meet",
        "Ada Marsh",
    ),
]


@pytest.mark.parametrize(("text", "title", "author"), HEADS)
def test_heads_and_feet(read: Reads, text: str, title: str, author: str) -> None:
    report = read(text)
    source = report.source
    assert (source.title, source.author, source.date) == (title, author, date(2021, 3, 3))
    assert source.id == author.split(" and ")[0].split()[-1].lower()
    assert sum(note.startswith(("The title, ", "The author, ", "The date, ")) for note in report.notes) == 3


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        (f"MARSHFORD, March 3, 2021 (Reuters) - {BODY}", "Reuters"),
        (f"Towns Meet\n\n{BODY}\n\n{BODY}\n\n© 2021 The River Post. All rights reserved.", "The River Post"),
        (
            f"Towns Meet\n\n{BODY}\n\n{BODY}\n\nTo contact us visit:\n\n[post.org/x](http://post.org/x)",
            "post.org",
        ),
    ],
)
def test_outlets(read: Reads, text: str, outlet: str) -> None:
    assert read(text).source.outlet == outlet


def test_the_head_of_a_message(read: Reads) -> None:
    lines = ['From: "Ada Marsh" <ada@post.example>', "To: Desk", "Date: Wed, 3 Mar 2021 10:11:12 +0200"]
    source = read("\n".join([*lines, f"Subject: Towns meet\n\n{BODY}"])).source
    assert (source.author, source.title, source.date) == ("Ada Marsh", "Towns meet", date(2021, 3, 3))


def test_a_byte_order_mark_is_no_part_of_the_title(read: Reads) -> None:
    assert read(f"\ufeffTowns Meet\n\n{BODY}").source.title == "Towns Meet"


def test_an_address_at_the_head(read: Reads) -> None:
    report = read(f"https://post.example/towns\n\nTowns Meet\n\n{BODY}")
    assert report.source.origin == "https://post.example/towns"


def test_a_day_in_the_name_of_the_file(read: Reads) -> None:
    report = read(BODY, "marsh-2021-03-03.txt")
    assert report.source.date == date(2021, 3, 3)
    assert "name of the file" in " ".join(report.notes)


def test_nothing_is_made_up(read: Reads) -> None:
    source = read(BODY).source
    assert (source.title, source.author, source.outlet, source.date, source.id) == (
        "",
        "",
        "",
        None,
        "report",
    )


def test_the_caller_knows_better(read: Reads) -> None:
    report = read(
        HEADS[0][0], author="Tom Vane", date="2020-01-02", outlet="The Post", kind="letter", note="n"
    )
    source = report.source
    assert (source.author, source.date, source.outlet) == ("Tom Vane", date(2020, 1, 2), "The Post")
    assert (source.title, source.id, source.kind) == ("Nine Towns Meet", "vane", "letter")
    assert not any("author" in note or "date" in note for note in report.notes)


def test_every_mistake_of_the_caller_at_once(read: Reads) -> None:
    with pytest.raises(EvidenceError) as caught:
        read(BODY, autor="A", date="yesterday", outlet=7, id="No Spaces")
    assert len(caught.value.problems) == 4
    assert "author" in caught.value.problems[0].cure


@given(st.text(max_size=60), st.text(max_size=60))
def test_ids_are_short_and_plain(author: str, stem: str) -> None:
    one = source_id(author, stem)
    assert one
    assert len(one) <= 40
    assert set(one) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert source_id(author, stem, {one}) == f"{one}-2"


@pytest.mark.parametrize(
    ("author", "stem", "name"),
    [
        ("Joseph R. Marsh Jr.", "x", "marsh"), ("Reuters Staff", "Towns meet!", "towns-meet"),
        ("Ada O’Hara and Tom Vane", "x", "ohara"), ("Łukasz Nowák", "x", "nowak"), ("村上", "报告", "report"),
    ],
)  # fmt: skip
def test_ids(author: str, stem: str, name: str) -> None:
    assert source_id(author, stem) == name


def test_the_two_reports() -> None:
    found = [read_report(reports_folder() / name).source for name in sorted(
        path.name for path in reports_folder().glob("s*.txt"))]  # fmt: skip
    assert [source.id for source in found] == ["sanger", "schwarz"]
    assert [source.date for source in found] == [date(2025, 8, 17), date(2025, 8, 19)]
    assert [source.author for source in found] == ["David E. Sanger", "Peter Schwarz"]
    assert all(source.title for source in found)
