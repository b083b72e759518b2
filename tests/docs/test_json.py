"""Every field of the JSON output is described, in the section of its finding."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import examples
import paste_help
import pytest

from evidence.reading.invented import write_reports

PAGE = (examples.ROOT / "docs" / "reference" / "json.md").read_text("utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in re.split(r"^## ", PAGE, flags=re.M)[1:]}
COMMON = PAGE.partition("\n## ")[0]

CALLS = [
    "demo --json",
    "states kinsara2014/syria-iraq --json",
    "states xu2007/elmira --json",
    "analyse washington-2025/summit --json",
    "explain kinsara2014/syria-iraq today --json",
    "explain kinsara2014/syria-iraq today --concept SMR --json",
    "explain jacobi2017/north-korea invade --concept SIM --json",
    "compare washington-2025/summit --json",
    "find washington-2025/summit war --json",
    "scales washington-2025/summit --json",
    "coalitions xu2007/elmira --json",
    "coalitions xu2007/elmira 5 --json",
    "coalitions washington-2025/summit --together us+eu --json",
    "inverse kinsara2014/syria-iraq 2 --json",
    "inverse washington-2025/summit guaranteed --reading schwarz --json",
    "levers petersons2014/milk-river 5 --break 1:Nash --json",
    "robust washington-2025/summit --json",
    "hypergame washington-2025/summit --json",
    "hypergame washington-2025/summit --sees us=schwarz --state 397 --json",
    "evolve washington-2025/summit --json",
    "scenario washington-2025/summit --json",
    "validate washington-2025/summit --json",
    "validate no-such-file.toml --json",
    "cases list --json",
]
#: Calls on a ledger that is made of two invented reports; ROW is a row of its tray.
LEDGER_CALLS = [
    "read harbour.txt --look --json",
    "ledger show case.ledger.toml --json",
    "ledger search case.ledger.toml harbour --json",
    "ledger tray case.ledger.toml --json",
    "ledger keep case.ledger.toml ROW --who Ann --json",
    "ledger edit case.ledger.toml ROW act=promises --who Ann --json",
    "ledger undo case.ledger.toml ROW --who Ann --json",
    "ledger drop case.ledger.toml ROW --who Ann --json",
    "ledger actors case.ledger.toml --json",
    "ledger merge case.ledger.toml 'Tomas Reyl' --into Sudria --who Ann --json",
    "ledger split case.ledger.toml 'Tomas Reyl' --to 'Tomas Reyl' --who Ann --json",
    "ledger issues case.ledger.toml --propose --json",
    "ledger compare case.ledger.toml --json",
    "ledger matrix case.ledger.toml --model washington-2025/summit --json",
    "ledger check case.ledger.toml --json",
    "sources case.ledger.toml --json",
    "draft case.ledger.toml --json",
]
#: Keys that are names of a model or ids of decision makers, readings and outcomes, not fields.
_NAMED = {
    "by_outcome",
    "stable",
    "only",
    "weights",
    "candidates",
    "counts",
    "values",
    "edits",
    "rows",
    "only_in",
}


def output(call: str) -> Any:
    with examples.plain_terminal():
        told = "\n".join(examples.run(f"countermove {call}"))
        return json.JSONDecoder().raw_decode(told)[0]  # behind it may stand what went to standard error


def fields(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            if not (key in _NAMED and isinstance(value, dict)):
                yield from fields(value)
    elif isinstance(data, list):
        for item in data:
            yield from fields(item)


@pytest.fixture(scope="module")
def ledger_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ledger")
    write_reports(folder)
    with contextlib.chdir(folder):
        output("read harbour.txt strait.txt --ledger case.ledger.toml --json")
    return folder


@pytest.mark.parametrize("call", LEDGER_CALLS)
def test_every_field_about_reports_is_described(call: str, ledger_folder: Path) -> None:
    with contextlib.chdir(ledger_folder):
        rows = output("ledger show case.ledger.toml --tray --json")["rows"]
        described(output(call.replace("ROW", rows[0]["id"])))


@pytest.mark.parametrize("call", CALLS)
def test_every_field_is_described(call: str) -> None:
    described(output(call))


def described(data: Any) -> None:
    section = SECTIONS[data["finding"]]
    missing = {field for field in fields(data) if f"`{field}`" not in section + COMMON}
    assert not missing


@pytest.mark.parametrize("words", list(paste_help.verbs()))
def test_every_verb_with_json_is_tried(words: str) -> None:
    if "--json" in paste_help.help_text(words):
        assert any(call.startswith(f"{words} ") for call in CALLS + LEDGER_CALLS)


def test_every_schema_is_on_the_page() -> None:
    folder = Path(examples.ROOT, "src", "countermove", "schemas")
    for schema in folder.glob("*.schema.json"):
        assert schema.name in PAGE, "python docs/paste_help.py --write"
