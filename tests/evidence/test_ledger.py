"""The ledger: read with every mistake at its line; quotations; which issue is covered by whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from countermove.errors import EvidenceError, ModelError, Problem
from countermove.evidence.ledger import MOST_WORDS, Extract, Issue, Ledger, Source
from countermove.files.ledger import read_ledger

SHA = "0" * 63 + "a"
HEAD = f"""countermove_ledger = 1
[[sources]]
id = "report"
file = "report.txt"
sha256 = "{SHA}"
[[issues]]
id = "land"
"""


def read(folder: Path, text: str) -> Ledger:
    path = folder / "case.ledger.toml"
    path.write_text(text, encoding="utf-8")
    return read_ledger(path)


def mistakes(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """(line, what, cure) of every mistake."""
    with pytest.raises(EvidenceError) as caught:
        read(folder, text)
    assert all(problem.file.endswith("case.ledger.toml") for problem in caught.value.problems)
    return [(problem.line, problem.what, problem.cure) for problem in caught.value.problems]


def extract(**changes: object) -> str:
    """A row of the ledger, sound unless something is changed."""
    row: dict[str, object] = {"id": '"e"', "source": '"report"', "start": 0, "end": 5, "words": '"peace"'}
    row |= changes
    return "[[extracts]]\n" + "".join(f"{key} = {value}\n" for key, value in row.items() if value != "")


def test_sound_ledger(tmp_path: Path) -> None:
    ledger = read(tmp_path, HEAD + extract(issues='["land"]', speaker='"A minister"', note='"why"'))
    assert ledger.sources == (Source("report", "report.txt", SHA),)
    assert ledger.issues == (Issue("land"),)
    assert ledger.extracts == (Extract("e", "report", 0, 5, "peace", "A minister", ("land",), "why"),)
    assert ledger.by_id["e"].words == "peace" and ledger.source_by_id["report"].sha256 == SHA


def test_all_about_a_source(tmp_path: Path) -> None:
    text = HEAD.replace(
        'file = "report.txt"',
        'author = "A. Writer"\ntitle = "T"\noutlet = "The Paper"\ndate = 2025-08-07\nkind = "news"\n'
        'note = "n"\nfile = "report.txt"',
    )
    (source,) = read(tmp_path, text + extract()).sources
    assert source == Source(
        "report", "report.txt", SHA, "A. Writer", "T", "The Paper", date(2025, 8, 7), "news", "n"
    )
    assert source.citation == "A. Writer, The Paper, 7 August 2025"
    assert Source("report", "f", SHA).citation == "report"


ROWS = HEAD.count("\n") + 1  # the line of the first [[extracts]]

MISTAKES = {
    "unknown source": (
        extract(source='"reprot"'),
        (ROWS + 2, 'there is no source "reprot"', 'Did you mean "report"?'),
    ),
    "unknown issue": (
        extract(issues='["land", "lnd"]'),
        (ROWS + 6, 'there is no issue "lnd"', 'Did you mean "land"?'),
    ),
    "offsets that do not fit": (
        extract(end=6),
        (ROWS + 4, "0 to 6 spans 6 characters, the words have 5", "Correct the offsets or the words."),
    ),
    "offsets the wrong way round": (
        extract(start=5, end=0),
        (ROWS + 4, "5 to 0 spans -5 characters, the words have 5", "Correct the offsets or the words."),
    ),
    "offsets below zero": (
        extract(start=-1, end=4),
        (ROWS + 4, "-1 to 4 spans 5 characters, the words have 5", "Correct the offsets or the words."),
    ),
    "too many words": (
        extract(words='"' + "so " * MOST_WORDS + 'on"', end=3 * MOST_WORDS + 2),
        (
            ROWS + 5,
            "an extract holds more than 60 words",
            "Cite a sentence or less; the report itself stays where it is.",
        ),
    ),
    "the same id twice": (
        extract() + extract(),
        (ROWS + 7, 'there is another extract called "e"', "Give each an id of its own."),
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_told_at_its_line(mistake: str, tmp_path: Path) -> None:
    text, expected = MISTAKES[mistake]
    assert mistakes(tmp_path, HEAD + text) == [expected]


def test_most_words_are_allowed(tmp_path: Path) -> None:
    words = "so " * (MOST_WORDS - 1) + "on"
    assert len(read(tmp_path, HEAD + extract(words=f'"{words}"', end=len(words))).extracts) == 1


def test_mistakes_of_form(tmp_path: Path) -> None:
    found = mistakes(tmp_path, HEAD + extract(start='"0"', wrods='"x"', words=""))
    told = [what for _, what, _ in found]
    assert "expected a whole number, found a text" in told
    assert 'unknown key "wrods"' in told and '"words" is missing' in told
    assert len(told) == 3, "what follows from a mistake of form is not told again"


def test_fingerprint_must_be_one(tmp_path: Path) -> None:
    for wrong in (SHA.upper(), SHA[:-1], ""):
        (found,) = mistakes(tmp_path, HEAD.replace(SHA, wrong) + extract())
        assert found == (5, "a SHA-256 has 64 hexadecimal digits, in small letters", "Run: sha256sum FILE.")


def test_repeated_ids_of_sources_and_issues(tmp_path: Path) -> None:
    more = '[[issues]]\nid = "land"\n' + f'[[sources]]\nid = "report"\nfile = "x"\nsha256 = "{SHA}"\n'
    told = [(line, what) for line, what, _ in mistakes(tmp_path, HEAD + more + extract())]
    assert told == [
        (ROWS + 1, 'there is another issue called "land"'),
        (ROWS + 3, 'there is another source called "report"'),
    ]


def test_all_mistakes_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = HEAD + extract(source='"x"', end=9) + extract(issues='["lend"]')
    lines = [line for line, _, _ in mistakes(tmp_path, text)]
    assert lines == sorted(lines) and len(lines) == 4


def test_what_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        read(tmp_path, HEAD + "[[extracts")
    (problem,) = caught.value.problems
    assert problem.line == ROWS
    with pytest.raises(ModelError, match="there is no such file"):
        read_ledger(tmp_path / "other.toml")
    assert {what for _, what, _ in mistakes(tmp_path, "")} == {
        '"countermove_ledger" is missing',
        '"sources" is missing',
        '"extracts" is missing',
    }


def test_offsets_count_code_points_not_bytes(tmp_path: Path) -> None:
    """“…” take three bytes each in UTF-8 and one place here; so does a sign beyond the first plane."""
    words = "“Frieden” für 𝒰"
    ledger = read(tmp_path, HEAD + extract(words=f"'{words}'", start=10, end=10 + 15))
    assert len(words) == 15 and ledger.extracts[0].words == words


# -- quotations ------------------------------------------------------------------------------------

QUOTES = {
    "peace at last": "“peace at last”",
    "“We invited them to come.”": "“We invited them to come”",
    "“deploy a force once hostilities have ceased,": "“deploy a force once hostilities have ceased”",
    "ready to help.”": "“ready to help”",
    "a so-called “tripwire” force": "“a so-called ‘tripwire’ force”",
    "accepted as a “security guarantee”": "“accepted as a ‘security guarantee’”",
    "“tripwire” or “observers”": "“‘tripwire’ or ‘observers’”",
    "no reference to the ‘severe consequences’": "“no reference to the ‘severe consequences’”",
    '"I will"': "“I will”",
    "worth \\$100 billion": "“worth $100 billion”",
    "the president’s aim": "“the president’s aim”",
}


@pytest.mark.parametrize("words", QUOTES)
def test_quotation(words: str) -> None:
    ledger = Ledger((Source("report", "r", SHA),), (), (Extract("e", "report", 0, len(words), words),))
    assert ledger.quote("e", with_source=False) == QUOTES[words]
    assert ledger.quote("e") == f"{QUOTES[words]} (report)"
    assert ledger.by_id["e"].words == words, "the extract itself stays verbatim"


def test_quotation_names_the_speaker() -> None:
    ledger = Ledger((), (), (Extract("e", "report", 0, 2, "no", speaker="A minister"),))
    assert ledger.quote("e") == "“no” (A minister, in report)"
    assert ledger.quote("e", with_source=False) == "“no” (A minister)"


# -- coverage --------------------------------------------------------------------------------------


def test_coverage_by_issue_and_source() -> None:
    sources = (Source("one", "1", SHA), Source("two", "2", SHA))
    both, alone = Extract("a", "one", 0, 1, "x", issues=("land", "arms")), Extract("b", "two", 0, 1, "x")
    third = Extract("c", "two", 0, 1, "x", issues=("arms",))
    ledger = Ledger(sources, (Issue("land"), Issue("arms"), Issue("air")), (both, alone, third))
    assert ledger.coverage() == {
        "land": {"one": [both], "two": []},
        "arms": {"one": [both], "two": [third]},
        "air": {"one": [], "two": []},
    }


def test_coverage_of_a_broken_ledger_does_not_fail() -> None:
    stray = Extract("a", "nobody", 0, 1, "x", issues=("nothing",))
    ledger = Ledger((), (Issue("land"),), (stray,))
    assert ledger.coverage() == {"land": {}}
    assert [type(problem) for problem in ledger.problems()] == [Problem, Problem]
