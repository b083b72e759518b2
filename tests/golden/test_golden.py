"""Whole analyses against readable dumps of them; ``pytest --regenerate`` writes the dumps anew.

A difference is reviewed like code: every line that changes should be one that was meant to.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from countermove.files.case import read_case
from countermove.files.library import case_path
from golden.dump import dump
from surfaces.running import run

FLAGSHIP = "washington-2025/summit"


def analysed(address: str, *states: str, under: tuple[str, ...] = ("SEQ",)) -> str:
    return dump(read_case(case_path(address)), states, under)


def printed(*words: str) -> str:
    """What a verb prints on a terminal of 100 columns; tables fill lines with spaces, which are left out."""
    result = run(*words, COLUMNS="100")
    assert (result.code, result.err) == (0, "")
    return "".join(f"{line.rstrip()}\n" for line in result.out.splitlines())


#: The status quo; where Europe sends troops; a settlement without and one with a guard; the carve-up.
NAMED = (
    "press+supply+fund",
    "press+supply+buy+force+fund",
    "settle+fund",
    "backstop+settle+force+fund",
    "supply+settle+cede",
)

GOLDENS: dict[str, Callable[[], str]] = {
    "washington.txt": partial(analysed, FLAGSHIP, *NAMED, under=("SEQ", "SMR")),
    "demo.txt": partial(printed, "demo"),
    "compare.txt": partial(printed, "compare", FLAGSHIP),
    "syria-iraq.txt": partial(analysed, "kinsara2014/syria-iraq", *"123456", under=("GMR", "SEQ")),
    "elmira.txt": partial(analysed, "xu2007/elmira", "1", "5", "8", "9", under=("SMR", "SEQ")),
    "unknown.txt": partial(
        analysed, "nuaagmcr2016/sustainable-development-unknown", *"1234", under=("GMR_a", "SMR_c", "SEQ_d")
    ),
}


@pytest.mark.parametrize("name", GOLDENS)
def test_golden(name: str, request: pytest.FixtureRequest) -> None:
    path = Path(__file__).with_name(name)
    found = GOLDENS[name]()
    if request.config.getoption("--regenerate"):
        path.write_text(found, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8").splitlines() == found.splitlines(), "pytest --regenerate"


def test_every_dump_is_made_by_something() -> None:
    assert {path.name for path in Path(__file__).parent.glob("*.txt")} == set(GOLDENS)
