"""What was not read is said."""

from __future__ import annotations

from countermove.evidence.passage import Passage
from countermove.evidence.repair import Unread, unread
from countermove.evidence.rows import Row
from evidence.repair.passages import passage

TEXT = """# Nine towns meet

The council met on Monday in the old hall, and it rained. "We shall see," the mayor said.

Image

Nobody answered him at all. The “peace” was cold.

© 2021 The Post"""


def row(read: Passage, words: str, kind: str) -> Row:
    start = read.report.text.index(words)
    return Row("r", "test", kind, start, start + len(words), words, "rule", "found")


def told(read: Passage, rows: list[Row]) -> list[tuple[str, str]]:
    return [(item.kind, read.report.text[item.start : item.end]) for item in unread(read, rows)]


def test_without_rows_everything_is_told() -> None:
    read = passage(TEXT)
    assert [kind for kind, _ in told(read, [])] == [
        "paragraph", "quotation", "noise", "paragraph", "quotation", "footer",
    ]  # fmt: skip
    assert ("noise", "Image") in told(read, [])
    assert ("quotation", "The “peace” was cold.") in told(read, [])


def test_rows_take_off_what_they_stand_in() -> None:
    read = passage(TEXT)
    rows = [row(read, "We shall see,", "statement"), row(read, "Monday", "date")]
    assert told(read, rows) == [
        ("noise", "Image"),
        ("paragraph", "Nobody answered him at all. The “peace” was cold."),
        ("quotation", "The “peace” was cold."),
        ("footer", "© 2021 The Post"),
    ]


def test_a_figure_is_no_statement() -> None:
    read = passage(TEXT)
    kinds = [kind for kind, _ in told(read, [row(read, "peace", "figure")])]
    assert kinds == ["paragraph", "quotation", "noise", "quotation", "footer"]


def test_there_and_back() -> None:
    for item in unread(passage(TEXT), []):
        assert Unread.from_dict(item.as_dict()) == item
        assert str(item)
