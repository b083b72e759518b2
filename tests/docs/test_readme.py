"""The README: two commands, one screen, and the same command in `.ci/run`."""

from __future__ import annotations

import shutil
import subprocess
import sys

import examples
import pytest

README = (examples.ROOT / "README.md").read_text("utf-8")
COMMANDS = [block.body.strip() for block in examples.blocks(README) if block.kind == "sh"]


def test_two_commands_set_up_everything() -> None:
    assert COMMANDS == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/countermove demo",
        'python3 -m venv .venv && .venv/bin/pip install -e ".[dev]" && .venv/bin/pytest',
    ]


def test_no_other_block_sets_anything_up() -> None:
    assert [block.kind for block in examples.blocks(README)] == ["console", "sh", "sh"]
    assert README.count("pip") == 2


def test_it_fits_on_a_screen() -> None:
    assert len(README.splitlines()) <= 80


def test_its_excerpt_is_of_the_demo() -> None:
    """That it is current is tested with the other examples."""
    (console,) = [block for block in examples.blocks(README) if block.kind == "console"]
    assert console.body.startswith("$ countermove demo\n")
    assert len(console.body.splitlines()) > 10


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs bash")
def test_ci_runs_the_second_command() -> None:
    said = subprocess.run(
        ["bash", str(examples.ROOT / ".ci" / "run"), "--dry-run"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
    )
    assert said.stdout.splitlines() == [
        COMMANDS[1],
        ".venv/bin/ruff check",
        ".venv/bin/ruff format --check",
        ".venv/bin/mypy --strict",
    ]


def test_versions_agree() -> None:
    from countermove import __version__

    citation = (examples.ROOT / "CITATION.cff").read_text("utf-8")
    changes = (examples.ROOT / "CHANGELOG.md").read_text("utf-8")
    assert f"\nversion: {__version__}\n" in citation
    assert f"\n## [{__version__}]" in changes


def test_licence_is_the_whole_one() -> None:
    text = (examples.ROOT / "LICENSE").read_text("utf-8")
    assert "Apache License" in text and "END OF TERMS AND CONDITIONS" in text and "APPENDIX" in text
