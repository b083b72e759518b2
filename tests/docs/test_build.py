"""The documentation builds without a warning."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import examples
import pytest

NEEDED = ("sphinx", "myst_parser", "furo", "sphinxcontrib")
MISSING = [module for module in NEEDED if find_spec(module) is None]


@pytest.mark.skipif(bool(MISSING), reason=f'needs pip install -e ".[docs]": no {", ".join(MISSING)}')
def test_sphinx_builds_without_a_warning(tmp_path: Path) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-d", tmp_path / "trees",
         examples.ROOT / "docs", tmp_path / "html"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert said.returncode == 0, said.stderr[-4000:]
    assert (tmp_path / "html" / "theory" / "gmr.html").exists()
