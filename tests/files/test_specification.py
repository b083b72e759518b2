"""The specification page of the model file and the ledger says what the reader does."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from countermove.files.form import check_form
from countermove.files.schema import LEDGER, MODEL, Key, Sections
from countermove.files.toml import conflict_from_toml
from countermove.model.statements import KEYWORDS
from files.samples import seen

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "model-file.md").read_text("utf-8")
FILES: dict[str, Sections] = {"model": MODEL, "ledger": LEDGER}
SECTIONS = [(file, section) for file, sections in FILES.items() for section in sections]
TABLES = dict(re.findall(r"<!-- keys: (\S+) -->\n(.*?)\n<!-- end -->", PAGE, re.S))
HOLDS = {
    "text": "text",
    "texts": "list of texts",
    "flag": "true or false",
    "integer": "whole number",
    "integers": "list of whole numbers",
    "number": "number",
    "numbers": "list of numbers",
    "strengths": "lists of whole numbers",
    "date": "date",
    "pairs": "list of pairs",
    "range": "two numbers",
    "ranking": "ranking",
    "rankings": "list of rankings",
    "weights": "table of numbers",
    "statements": "list of statements",
    "tables": "list of tables",
}


def rows(table: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()[2:]]


def described(key: Key) -> list[str]:
    required = " (required)" if key.required else ""
    return [f"`{key.name}`{required}", HOLDS[key.kind.partition(":")[0]], key.means]


def test_every_section_is_there_and_no_other() -> None:
    assert set(TABLES) == {f"{file}/{section}" for file, section in SECTIONS}


@pytest.mark.parametrize(("file", "section"), SECTIONS)
def test_every_key_is_there_and_no_other(file: str, section: str) -> None:
    found = [[cell.strip("| ") for cell in row[:3]] for row in rows(TABLES[f"{file}/{section}"])]
    assert found == [described(key) for key in FILES[file][section]]


@pytest.mark.parametrize(("file", "section"), SECTIONS)
def test_every_example_is_of_its_kind(file: str, section: str) -> None:
    for row in rows(TABLES[f"{file}/{section}"]):
        name, example = row[0].strip("| ").split("`")[1], row[3].strip("| `")
        data = tomllib.loads(f"{name} = {example}", parse_float=Decimal)
        only = {**FILES[file], "": tuple(key for key in FILES[file][section] if key.name == name)}
        problems = check_form(only, data).problems
        assert not [problem for problem in problems if "is missing" not in problem.what], seen(problems)


def _complete() -> list[str]:
    """Every block of TOML that is a whole model."""
    return [
        text
        for text in re.findall(r"```\{?(?:code-block\} )?toml\n(.*?)```", PAGE, re.S)
        if "\ncountermove = 1\n" in text and "wrong.toml" not in text
    ]


def test_complete_examples_are_sound() -> None:
    assert len(_complete()) == 2
    for text in _complete():
        _, problems = conflict_from_toml(text.partition("\n\n")[2], "example")
        assert not problems, seen(problems)


def test_every_other_example_of_toml_can_be_read() -> None:
    for text in re.findall(r"```toml\n(.*?)```", PAGE, re.S):
        tomllib.loads(text)


def test_words_of_the_language_are_listed() -> None:
    assert f"`{' '.join(KEYWORDS)}`" in PAGE
