"""Malformed model files: every mistake is said at its place, and nothing else."""

from __future__ import annotations

import pytest

from files.samples import GOOD, GRAPH, Case, problems_of, read_cases, seen

CASES = [
    pytest.param(case, id=f"{file}: {case.name}") for file in ("form",) for case in read_cases(f"{file}.txt")
]


@pytest.mark.parametrize("good", [GOOD, GRAPH], ids=["option form", "graph form"])
def test_good_files_are_good(good: str) -> None:
    assert not problems_of(good)


@pytest.mark.parametrize("case", CASES)
def test_mistakes(case: Case) -> None:
    text, places = case.text()
    for line_end in ("\n", "\r\n"):
        found = problems_of(text.replace("\n", line_end))
        assert [(p.line, p.column) for p in found] == places, seen(found)
        for problem, words in zip(found, case.words, strict=True):
            assert words.removeprefix("~") in f"{problem.what}. {problem.cure}", seen(found)
            assert problem.warning == words.startswith("~"), seen(found)
            assert problem.file == "model.toml"
