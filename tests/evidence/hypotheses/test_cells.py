"""The matrix on disk: a log that people and spreadsheets write to, and that loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import EvidenceError
from countermove.evidence.hypotheses import VERDICTS, Cell, Cells
from countermove.evidence.hypotheses.cells import FILE, add_cells, add_hypothesis, as_verdict, read_cells


def test_the_last_judgement_holds_and_blank_takes_back(tmp_path: Path) -> None:
    assert read_cells(tmp_path) == Cells()
    add_cells(
        tmp_path,
        [Cell("war", "daily-s1", "consistent", note="as it says"), Cell("war", "daily-s2", "inconsistent")],
        "ann",
    )
    add_cells(tmp_path, [Cell("war", "daily-s1", "not applicable")], "bob")
    cells = read_cells(tmp_path)
    assert cells.verdict("war", "daily-s1") == "not applicable"
    assert cells.cells["war", "daily-s1"].who == "bob" and cells.cells["war", "daily-s1"].at
    assert cells.verdict("war", "daily-s2") == "inconsistent" and cells.verdict("peace", "daily-s2") == ""
    add_cells(tmp_path, [Cell("war", "daily-s2", "")], "bob")
    assert ("war", "daily-s2") not in read_cells(tmp_path).cells
    assert len((tmp_path / FILE).read_text().splitlines()) == 5, "nothing that was said is taken away"


def test_hypotheses_of_ones_own(tmp_path: Path) -> None:
    add_hypothesis(tmp_path, "h1", "The war goes on, whatever is signed", "ann")
    assert read_cells(tmp_path).own == {"h1": "The war goes on, whatever is signed"}
    add_hypothesis(tmp_path, "h1", "", "ann")
    assert read_cells(tmp_path).own == {}


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_note_and_any_name_can_be_kept(
    tmp_path_factory: pytest.TempPathFactory, note: str, who: str
) -> None:
    folder = tmp_path_factory.mktemp("matrix")
    add_cells(folder, [Cell("war", "daily-s1", "consistent", note=note)], who)
    (cell,) = read_cells(folder).cells.values()
    assert cell.note == " ".join(note.replace("\0", "").split()) and read_cells(folder).damaged == ()


def test_lines_that_say_nothing_are_told_and_lose_no_other(tmp_path: Path) -> None:
    add_cells(tmp_path, [Cell("war", "daily-s1", "consistent")], "ann")
    with (tmp_path / FILE).open("a") as file:
        file.write("nonsense\n,,,,,\nt,ann,war,daily-s2,perhaps,\n\n")
    add_cells(tmp_path, [Cell("war", "daily-s3", "inconsistent")], "ann")
    cells = read_cells(tmp_path)
    assert cells.damaged == (3, 4, 5)
    assert [key[1] for key in cells.cells] == ["daily-s1", "daily-s3"]


def test_a_file_that_a_spreadsheet_has_saved(tmp_path: Path) -> None:
    text = '\ufeffat,who,hypothesis,row,verdict,note\r\nt,ann,war,daily-s1,consistent,"a, b"\r\n'
    (tmp_path / FILE).write_bytes(text.encode())
    assert read_cells(tmp_path).cells["war", "daily-s1"].note == "a, b"
    (tmp_path / FILE).write_bytes(b"\xff\xfe\0\0")
    assert read_cells(tmp_path).cells == {}


@pytest.mark.parametrize(("said", "meant"), [
    ("consistent", "consistent"), ("Inconsistent", "inconsistent"), ("not-applicable", "not applicable"),
    ("n/a", "not applicable"), ("c", "consistent"), ("I", "inconsistent"), ("blank", ""), ("-", ""),
])  # fmt: skip
def test_verdicts_as_people_type_them(said: str, meant: str) -> None:
    assert as_verdict(said) == meant
    assert all(as_verdict(verdict) == verdict for verdict in VERDICTS)


@pytest.mark.parametrize("said", ["", "consitent", "yes", "🕊️"])
def test_other_words_are_no_verdict(said: str) -> None:
    with pytest.raises(EvidenceError, match="is no verdict"):
        as_verdict(said)
