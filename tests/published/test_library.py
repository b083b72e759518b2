"""The library as a whole: every case is sound, cites its source, and says where its results stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pytest

from countermove.files.edit import write_model
from countermove.files.library import case_folder, case_path, list_addresses, list_cases
from countermove.files.toml import Loaded, conflict_from_toml, read_model
from countermove.stability import CONCEPTS
from published.expected import BLOCKS, Expected, read_all

BIBLIOGRAPHY = (case_folder() / "references.bib").read_text(encoding="utf-8")
KEYS = re.findall(r"^@\w+\{([^,\s]+),$", BIBLIOGRAPHY, re.M)
EXPECTED = {expected.address: expected for expected in read_all()}
ADDRESSES = list_addresses()


@cache
def read(address: str) -> Loaded:
    return read_model(case_path(address))


def test_the_bibliography_has_each_work_once() -> None:
    assert len(KEYS) == BIBLIOGRAPHY.count("@") > 0
    assert sorted(set(KEYS)) == KEYS


def test_every_work_a_concept_cites_is_in_the_bibliography() -> None:
    assert {key for concept in CONCEPTS.values() for key in concept.cites} <= set(KEYS)


@pytest.mark.parametrize("address", ADDRESSES)
def test_case_is_sound(address: str) -> None:
    conflict = read(address).conflict
    assert conflict.title and conflict.summary
    expected = EXPECTED.get(address)
    wanted = expected.data.get("warnings", []) if expected else []
    assert [problem.what for problem in conflict.problems()] == wanted


@pytest.mark.parametrize("address", ADDRESSES)
def test_case_reads_well(address: str) -> None:
    """An explanation finds the words it needs."""
    conflict = read(address).conflict
    assert all(dm.name for dm in conflict.decision_makers)
    assert all(option.does and option.drops for dm in conflict.decision_makers for option in dm.options)
    assert all(statement.says for wish in conflict.preferences for statement in wish.statements)


@pytest.mark.parametrize("address", ADDRESSES)
def test_case_is_written_as_it_is_read(address: str) -> None:
    conflict = read(address).conflict
    again, problems = conflict_from_toml(write_model(conflict), "again")
    assert again == conflict
    assert problems == list(read(address).warnings)


@pytest.mark.parametrize("address", ADDRESSES)
def test_case_is_addressed_by_its_source(address: str) -> None:
    conflict = read(address).conflict
    if conflict.ledger:
        return  # made from reports, which the ledger names
    assert conflict.cite == address.partition("/")[0]
    assert conflict.cite in KEYS


def test_every_published_case_has_expected_results() -> None:
    made_from_reports = {a for a in ADDRESSES if read(a).conflict.ledger}
    packs = {case.address: case for case in list_cases() if case.members}
    packed = {member for pack in packs.values() for member in pack.members}
    assert set(EXPECTED) == set(ADDRESSES) - made_from_reports - packed | {f"{a}/pack" for a in packs}
    assert {case.address for case in list_cases()} == set(ADDRESSES) - packed | set(packs)
    assert all(pack.cite in KEYS for pack in packs.values())


@pytest.mark.parametrize("expected", EXPECTED.values(), ids=list(EXPECTED))
def test_every_expected_value_has_its_source(expected: Expected) -> None:
    data = expected.data
    assert data["evidence"] in ("A", "B", "C")
    assert data["seen"] and data["numbering"]
    for section in BLOCKS:
        for block in data.get(section, []):
            assert block["where"].strip()
            assert block.get("evidence", "A") in ("A", "B", "C")
    assert all(block["why"] for block in data.get("disputed", []))
    assert data.get("reference", {"what": "-"})["what"]
    assert any(data.get(section) for section in BLOCKS)


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(_words(item) for item in value.values())
    if isinstance(value, Sequence) and not isinstance(value, str):
        return " ".join(_words(item) for item in value)
    return str(value)


@pytest.mark.parametrize("expected", EXPECTED.values(), ids=list(EXPECTED))
def test_works_named_in_words_are_in_the_bibliography(expected: Expected) -> None:
    named = set(re.findall(r"(?<![/\w])[a-z]+(?:19|20)\d\d[a-z]*\b", _words(expected.data)))
    assert named <= set(KEYS)
