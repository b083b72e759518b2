"""Malformed model files: every mistake is said at its place, nothing else is, and nothing is raised."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import ConflictError, ModelError, Problem
from countermove.files.toml import read_model, read_text
from files.samples import GOOD, GRAPH, Case, problems_of, read_cases, seen
from files.toml_texts import toml_texts
from strategies import examples

FILES = ("syntax", "form", "meaning", "warnings")
CASES = [
    pytest.param(case, id=f"{file}: {case.name}") for file in FILES for case in read_cases(f"{file}.txt")
]


def in_order(problems: list[Problem]) -> bool:
    places = [(problem.line, problem.column) for problem in problems if problem.line]
    return places == sorted(places)


def check_places(text: str, problems: list[Problem]) -> None:
    """Every problem stands somewhere in the text, in words that can be shown."""
    lines = text.split("\n" if "\n" in text else "\r")
    assert in_order(problems)
    for problem in problems:
        assert problem.file == "model.toml"
        if problem.line:
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1
        assert all(sign.isprintable() for sign in problem.what + problem.cure)


@pytest.mark.parametrize("good", [GOOD, GRAPH], ids=["option form", "graph form"])
def test_good_files_are_good(good: str) -> None:
    assert not problems_of(good)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("case", CASES)
def test_mistakes(case: Case, line_end: str) -> None:
    text, places = case.text()
    found = problems_of(text.replace("\n", line_end))
    assert [(problem.line, problem.column) for problem in found] == places, seen(found)
    for problem, words in zip(found, case.words, strict=True):
        assert words.removeprefix("~") in f"{problem.what}. {problem.cure}", seen(found)
        assert problem.warning == words.startswith("~"), seen(found)
    check_places(text, found)


def test_a_text_that_is_not_closed_is_shown_at_the_end_of_the_file() -> None:
    text = GOOD.replace('title = "Two', 'title = """Two')
    (problem,) = problems_of(text)
    assert (problem.line, problem.what) == (
        text.count("\n") + 1,
        "a text is not closed (in what begins at line 2)",
    )


def test_file_with_nothing_in_it() -> None:
    for text in ("", "\n\n", "# only a comment", "\r\n# and another\r\n"):
        found = problems_of(text)
        assert [problem.what for problem in found] == [
            f'"{key}" is missing' for key in ("countermove", "title", "decision_makers", "preferences")
        ]
        assert {(problem.line, problem.column) for problem in found} == {(1, 1)}


def test_line_ends_of_old_macs_are_one_mistake() -> None:
    (problem,) = problems_of(GOOD.replace("\n", "\r"))
    assert (problem.line, problem.column) == (1, 16)
    assert "carriage return" in problem.what


# -- texts that nobody wrote -----------------------------------------------------------------------


@pytest.mark.parametrize("good", [GOOD, GRAPH], ids=["option form", "graph form"])
def test_every_beginning_of_a_good_file(good: str) -> None:
    for end in range(len(good)):
        check_places(good[:end], problems_of(good[:end]))


SIGNS = [*"\"'[]{}=.,#\n\r\\ \t\0aYN1-é", '"""', "'''", "[[", "]]", " = ", "not ", "true", "nan", "\\u0000"]


def _spoil(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    match rng.randrange(5):
        case 0:
            return text[:at] + rng.choice(SIGNS) + text[at:]
        case 1:
            return text[:at] + text[at + rng.randint(1, 5) :]
        case 2:
            return text[:at] + chr(ord(text[at]) ^ (1 << rng.randrange(7))) + text[at + 1 :]
        case 3:
            lines = text.split("\n")
            del lines[rng.randrange(len(lines))]
            return "\n".join(lines)
        case _:
            lines = text.split("\n")
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            return "\n".join(lines)


@pytest.mark.parametrize("seed", range(20))
def test_spoilt_files(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(40):
        text = rng.choice([GOOD, GRAPH, GOOD.replace("\n", "\r\n")])
        for _ in range(rng.randint(1, 4)):
            text = _spoil(text, rng) if text else text
        check_places(text, problems_of(text))


@given(st.one_of(st.text(), toml_texts()))
@examples(300)
def test_any_text(text: str) -> None:
    check_places(text, problems_of(text))


@given(st.binary(max_size=60), st.integers(0, len(GOOD)))
@examples(100)
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, junk: bytes, at: int) -> None:
    file = tmp_path_factory.mktemp("bytes") / "model.toml"
    file.write_bytes(GOOD.encode()[:at] + junk + GOOD.encode()[at:])
    try:
        read_model(file)
    except ConflictError as error:
        assert all(problem.file == str(file) for problem in error.problems)


# -- hostile texts: an answer, and soon ------------------------------------------------------------

HEAD = 'countermove = 1\ntitle = "t"\n'


def _dms(dms: int, options: int) -> str:
    rows = "".join(f'[[decision_makers.options]]\nid = "o{j}"\n' for j in range(options))
    return "".join(f'[[decision_makers]]\nid = "d{i}"\n{rows}' for i in range(dms))


#: A ranking of states: it needs a list of them.
_RANKED = '[[preferences]]\ndm = "d{}"\nranking = [["none"]]\n'


def _wishes(dms: int, statements: str = "") -> str:
    return "".join(f'[[preferences]]\ndm = "d{i}"\nstatements = [{statements}]\n' for i in range(dms))


HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "nested lists": (lambda: HEAD + "cite = " + "[" * 10_000 + "]" * 10_000, "nested too deeply"),
    "nested lists, not closed": (lambda: HEAD + "cite = " + "[" * 10_000, "nested too deeply"),
    "nested tables": (lambda: HEAD + "cite = " + "{a=" * 10_000 + "1" + "}" * 10_000, "nested too deeply"),
    "key of many parts": (lambda: HEAD + "a." * 100_000 + "b = 1", "a key of too many parts"),
    "header of many parts": (lambda: HEAD + "[" + "a." * 100_000 + "b]", "a key of too many parts"),
    "whole number": (lambda: HEAD + "cite = " + "9" * 4_301 + "\n", "a number of too many digits"),
    "hexadecimal number": (lambda: HEAD + "cite = 0x" + "f" * 500_000 + "\n", "found a number"),
    "fraction": (lambda: HEAD + "cite = 0." + "3" * 500_000 + "\n", "found a number"),
    "bytes of zeros": (lambda: "\0" * 1_000_000, "NUL"),
    "brackets": (lambda: HEAD + _dms(1, 1) + _wishes(1, f'"{"(" * 10_000}o0"'), "more than 100 brackets"),
    "long statement": (lambda: HEAD + _dms(1, 1) + _wishes(1, f'"{"o0 or " * 150_000}o0"'), "too long"),
    "long word": (lambda: HEAD + _dms(1, 1) + _wishes(1, f'"{"x" * 1_000_000}"'), 'xxx..." is no option'),
    "foreign signs": (lambda: HEAD + _dms(1, 1) + _wishes(1, f'"{"& " * 500_000}"'), "does not belong"),
    "unknown words": (
        lambda: HEAD + _dms(1, 1) + _wishes(1, '"' + " or ".join(f"x{i}" for i in range(5_000)) + '"'),
        '"x999" is no option',
    ),
    "exclusions": (
        lambda: HEAD + _dms(2, 2) + '[[exclusions]]\nnever="d0.o0"\n' * 100_000 + _wishes(2),
        "the exclusion says the same as exclusion 1",
    ),
    "exclusions that contradict one another": (
        lambda: (
            HEAD
            + _dms(1, 1)
            + '[[exclusions]]\nnever="o0"\n[[exclusions]]\nnever="not o0"\n' * 5_000
            + _wishes(1)
        ),
        "no state is left",
    ),
    "exclusions with unknown words": (
        lambda: (
            HEAD + _dms(2, 2) + "".join(f'[[exclusions]]\nnever="x{i}"\n' for i in range(5_000)) + _wishes(2)
        ),
        "there may be more mistakes than are listed",
    ),
    "conditions at most one": (
        lambda: HEAD + _dms(1, 1) + "[[exclusions]]\nat_most_one=[" + '"o0",' * 50_000 + "]\n" + _wishes(1),
        "at_most_one has 50,000 conditions",
    ),
    "70 options": (lambda: HEAD + _dms(7, 10) + _wishes(6) + _RANKED.format(6), "70 options"),
    "30 options": (
        lambda: HEAD + _dms(3, 10) + _wishes(2) + _RANKED.format(2),
        "more than 8,388,608 feasible states",
    ),
    "long statements on many states": (
        lambda: HEAD + _dms(2, 10) + _wishes(1, '"d0.o1 and d0.o2 or d1.o3",' * 5_000) + _wishes(2),
        "too many for 1,048,576 states",
    ),
    "outcomes that double": (
        lambda: (
            HEAD
            + _dms(1, 2)
            + '[[outcomes]]\nid="p0"\nthat="o0 or o1"\n'
            + "".join(f'[[outcomes]]\nid="p{i}"\nthat="p{i - 1} and p{i - 1}"\n' for i in range(1, 500))
            + _wishes(1)
        ),
        "the statement is too long",
    ),
    "outcomes in a long row": (
        lambda: (
            HEAD
            + _dms(1, 1)
            + "".join(f'[[outcomes]]\nid="p{i}"\nthat="not p{i + 1}"\n' for i in range(5_000))
            + _wishes(1)
        ),
        "too many outcomes are defined by one another",
    ),
    "unknown keys": (lambda: HEAD + "".join(f"k{i} = 1\n" for i in range(50_000)), "more mistakes are not"),
    "long keys": (lambda: HEAD + "".join("k" * 1000 + f"{i} = 1\n" for i in range(1000)), 'kkk..."'),
    "rows without ids": (lambda: HEAD + "[[decision_makers]]\n" * 30_000, "29,001 more mistakes"),
    "decision makers of one name": (
        lambda: HEAD + '[[decision_makers]]\nid="a"\n' * 20_000,
        "there are 20000 decision makers",
    ),
    "readings": (
        lambda: HEAD + _dms(3, 1) + "".join(f'[[readings]]\nid="r{i}"\n' for i in range(20_000)) + _wishes(3),
        "has no preferences",
    ),
    "unknown states": (
        lambda: (
            HEAD
            + _dms(2, 2)
            + "".join(f'[[preferences]]\ndm="d{i}"\nranking=[{chr(34)}x{chr(34)}' for i in range(1))
            + "".join(f',"x{i}"' for i in range(50_000))
            + "]\n"
            + _wishes(2)
        ),
        '"x" is no option',
    ),
    "states of graph form": (
        lambda: (
            HEAD
            + 'form="graph"\n'
            + "".join(f'[[states]]\nid="s{i}"\npattern="------------"\n' for i in range(20_000))
            + _dms(1, 12)
            + _wishes(1)
        ),
        "the states stand for 81,920,000 combinations",
    ),
    "long words that are no pair": (
        lambda: HEAD + ("k" * 1000 + " no\n") * 20 + "k.k" * 10_000 + "\n",
        "expected = after a key",
    ),
    "values without quotes": (lambda: HEAD + "".join(f"k{i} = us\n" for i in range(3_000)), "is no value"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(name: str) -> None:
    make, words = HOSTILE[name]
    text = make()
    found = problems_of(text)
    assert any(words in problem.what for problem in found), seen(found[:5])
    assert len(found) <= 2100
    check_places(text, found)


def test_mistakes_beside_what_is_too_large_are_said_too() -> None:
    text = HEAD + _dms(7, 10) + _wishes(5) + _RANKED.format(5)
    text += '[[preferences]]\ndm = "d6"\nstatements = ["d0.o99"]\n'
    first, second = problems_of(text)
    assert "70 options" in first.what
    assert second.what == '"d0" has no option "o99"'


# -- files -----------------------------------------------------------------------------------------


def said_of(path: Path) -> Problem:
    with pytest.raises(ModelError) as caught:
        read_model(path)
    (problem,) = caught.value.problems
    assert problem.file == str(path)
    return problem


def test_byte_order_mark_is_welcome(tmp_path: Path) -> None:
    file = tmp_path / "model.toml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert read_model(file).conflict == read_model(_write(tmp_path / "other.toml", GOOD)).conflict
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("title =", "titel =").encode())
    with pytest.raises(ModelError) as caught:
        read_model(file)
    assert [(problem.line, problem.column) for problem in caught.value.problems] == [(1, 1), (2, 1)]


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode())
    return path


def test_warnings_come_with_the_conflict(tmp_path: Path) -> None:
    file = _write(tmp_path / "model.toml", GOOD.replace('"peace",', '"peace", "peace",'))
    (warning,) = read_model(file).warnings
    assert (warning.line, warning.column) == (48, 12)
    assert str(warning).startswith(f"{file}:48:12: the statement says the same as statement 1")


@pytest.mark.parametrize("coding", ["utf-16", "utf-16-le", "utf-32", "latin-1"])
def test_other_codings(tmp_path: Path, coding: str) -> None:
    file = tmp_path / "model.toml"
    file.write_bytes(GOOD.replace("question", "# Zürich\nquestion").encode(coding))
    problem = said_of(file)
    assert "UTF-8" in problem.cure
    assert (problem.line, problem.column) == {"latin-1": (3, 4), "utf-16-le": (3, 8)}.get(coding, (1, 1))


def test_folder(tmp_path: Path) -> None:
    assert said_of(tmp_path).what == "this is a folder, not a file"
    _write(tmp_path / "model.toml", GOOD)
    assert said_of(tmp_path).cure == f"Name a file in it, such as {tmp_path / 'model.toml'}."


def test_missing_file(tmp_path: Path) -> None:
    _write(tmp_path / "summit.toml", GOOD)
    assert said_of(tmp_path / "sumit.toml").what == "there is no such file"
    assert said_of(tmp_path / "sumit.toml").cure == 'Did you mean "summit.toml"?'
    assert said_of(tmp_path / "none" / "sumit.toml").what == "there is no such file"
    assert said_of(tmp_path / "summit.toml" / "sumit.toml").what == "not a directory"
    assert said_of(tmp_path / ("x" * 5000)).what == "file name too long"
    assert said_of(tmp_path / "a\0b").what.startswith("embedded null")


def test_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    file = _write(tmp_path / "model.toml", GOOD)
    monkeypatch.setattr(Path, "open", refuse)
    monkeypatch.setattr(Path, "is_dir", refuse)
    assert said_of(file).what == "permission denied"


def test_file_that_is_too_large(tmp_path: Path) -> None:
    file = tmp_path / "model.toml"
    file.write_bytes(b"#" * 20_000_000)
    assert said_of(file).what == "the file is larger than 5 MB"
    with pytest.raises(ModelError):
        read_text(Path("/dev/zero"))
