"""Writing a model: a new file reads back the same, a changed one keeps its comments."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from countermove.errors import ConflictError
from countermove.files.edit import ModelFile, write_model
from countermove.files.library import case_path, list_addresses
from countermove.files.schema import LEDGER, MODEL
from countermove.files.toml import conflict_from_toml, read_model, write_atomically
from countermove.model.conflict import Conflict
from strategies import random_conflict

FLAGSHIP = "washington-2025/summit"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "model-file.md"


def _as_from_a_file(conflict: Conflict) -> Conflict:
    """The conflict as a file can give it: weights are whole numbers or decimals of a sensible size."""
    wishes = [
        replace(wish, weights={text: _decimal(number) for text, number in wish.weights.items()})
        for wish in conflict.preferences
    ]
    return conflict.replace(preferences=tuple(wishes))


def _decimal(number: int | float | Decimal) -> int | Decimal:
    exact = Decimal(repr(number)) if isinstance(number, float) else number
    return exact if not exact or 1e-17 < abs(exact) < 1e17 else 7


@pytest.mark.parametrize("seed", range(150))
def test_a_random_conflict_reads_back_the_same(seed: int) -> None:
    conflict = _as_from_a_file(random_conflict(random.Random(seed)))
    again, problems = conflict_from_toml(write_model(conflict), "again.toml")
    assert again == conflict
    assert not [problem for problem in problems if not problem.warning]


@pytest.mark.parametrize("address", [a for a in list_addresses() if "rapoport" not in a])
def test_a_case_reads_back_the_same(address: str) -> None:
    conflict = read_model(case_path(address)).conflict
    again, _ = conflict_from_toml(write_model(conflict), "again.toml")
    assert again == conflict


def flagship() -> str:
    return case_path(FLAGSHIP).read_text(encoding="utf-8")


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_setting_a_value_changes_one_line_and_nothing_else(ends: str) -> None:
    before = flagship().replace("\n", ends)
    file = ModelFile(before)
    file.set(("preferences", 0, "statements", 1, "that"), "ru.settle or ru.truce")
    old, new = before.split(ends), file.text.split(ends)
    assert [(a, b) for a, b in zip(old, new, strict=True) if a != b] == [
        ('  that = "ru.settle"', '  that = "ru.settle or ru.truce"')
    ]
    assert file.conflict().preferences[0].statements[1].that == "ru.settle or ru.truce"


def test_a_comment_beside_a_changed_value_stays() -> None:
    file = ModelFile('countermove = 1\ntitle = "Old"  # the working title\n')
    file.set(("title",), "New")
    assert file.text == 'countermove = 1\ntitle = "New"  # the working title\n'


def test_a_row_is_added_and_taken_away_between_its_neighbours() -> None:
    file = ModelFile(flagship())
    file.insert(("outcomes", 1), {"id": "sold", "that": "ua.buy and us.supply", "name": "Arms sold"})
    ids = [outcome.id for outcome in file.conflict().outcomes]
    assert ids[:3] == ["war", "sold", "frozen"]
    assert "# ---- Two readings" in file.text
    file.remove(("outcomes", 1))
    assert [outcome.id for outcome in file.conflict().outcomes] == [i for i in ids if i != "sold"]
    assert [line for line in file.text.splitlines() if line.startswith("#")] == [
        line for line in flagship().splitlines() if line.startswith("#")
    ]


def test_a_change_that_breaks_the_model_is_said() -> None:
    file = ModelFile(flagship())
    file.set(("status_quo",), "us.pres")
    with pytest.raises(ConflictError, match=r"us\.press"):
        file.conflict()


def test_a_place_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        ModelFile(flagship()).get(("outcomes", 99, "id"))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.toml"
    path.write_text("old", encoding="utf-8")

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(ConflictError, match="o space left"):
        write_atomically(path, "new")
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["model.toml"]


def test_saving_replaces_the_file_and_keeps_its_rights(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_text(flagship(), encoding="utf-8")
    path.chmod(0o640)
    file = ModelFile.read(path)
    file.set(("title",), "Another title")
    file.save(path)
    assert 'title = "Another title"' in path.read_text(encoding="utf-8")
    assert path.stat().st_mode & 0o777 == 0o640


def test_every_section_of_the_format_has_its_keys_on_the_reference_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for file, sections in (("model", MODEL), ("ledger", LEDGER)):
        for section, keys in sections.items():
            start = page.index(f"<!-- keys: {file}/{section} -->")
            table = page[start : page.index("<!-- end -->", start)]
            assert all(f"| `{key.name}`" in table for key in keys), section
