"""Help comes at once: what is not needed is not loaded. (How long it takes: benchmarks/startup.py.)"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from surfaces.running import PACKAGE

FLAGSHIP = "washington-2025/summit"
_LOADED = """
import contextlib, io, sys
from countermove.cli import main
sys.argv = ["countermove", *sys.argv[1:]]
with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
    main()
ours = {name for name in sys.modules if name.startswith("countermove.")}
print(*sorted({name.partition(".")[0] for name in sys.modules} | ours))
"""


def loaded(*words: str) -> set[str]:
    """The packages, and modules of ours, that a fresh interpreter has loaded after a run."""
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    run = subprocess.run(
        [sys.executable, "-c", _LOADED, *words], capture_output=True, text=True, env=env, check=True
    )
    return set(run.stdout.split())


@pytest.mark.parametrize(
    "words",
    [["--help"], ["--version"], ["analyse", "--help"], ["cases", "--help"], ["analyze"]],
    ids=" ".join,
)
def test_help_loads_next_to_nothing(words: list[str]) -> None:
    assert not loaded(*words) & {"numpy", "rich"}


@pytest.mark.parametrize(
    "words",
    [
        ["demo"],
        ["analyse", FLAGSHIP],
        ["explain", FLAGSHIP, "1"],
        ["compare", FLAGSHIP],
        ["states", FLAGSHIP],
        ["scales", FLAGSHIP],
        ["validate", FLAGSHIP],
    ],
    ids=" ".join,
)
def test_reading_a_model_does_not_load_what_edits_one(words: list[str]) -> None:
    found = loaded(*words)
    assert "numpy" in found and "countermove.files.edit" not in found


@pytest.mark.parametrize(
    "words", [["analyse", FLAGSHIP], ["cases", "list"], ["validate", FLAGSHIP]], ids=" ".join
)
def test_json_does_not_load_what_draws_tables(words: list[str]) -> None:
    assert "rich" not in loaded(*words, "--json")


def test_small_conflicts_load_nothing_heavy() -> None:
    """36 states, and 9: they are analysed before NumPy would have been imported."""
    for words in (["analyse", "petersons2014/milk-river"], ["analyse", "kinsara2014/elmira", "--json"]):
        assert not loaded(*words) & {"numpy", "numba", "oxidd", "pysat"}, words


def test_engines_are_loaded_when_they_are_needed() -> None:
    found = loaded("analyse", "washington-2025/europe", "-r", "sanger", "-c", "Nash", "--engine", "symbolic")
    assert "oxidd" in found and not found & {"numba", "pysat"}


def test_import_of_the_package_loads_nothing() -> None:
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    code = "import sys, countermove; print(*{name.partition('.')[0] for name in sys.modules})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=True)
    assert not set(run.stdout.split()) & {"numpy", "rich", "click"}
