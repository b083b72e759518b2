"""Countermove: from reports about a crisis to a model of it that can be questioned.

The names a user needs, loaded when they are first used::

    from countermove import analyse, explain, read_case

    case = read_case("my-conflict.toml")
    table = analyse(case.conflict.graph())
    table.equilibria("SEQ")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from countermove._version import __version__

if TYPE_CHECKING:
    from countermove.errors import ConflictError, Problem
    from countermove.files.case import read_case
    from countermove.files.edit import ModelFile, write_model
    from countermove.files.library import case_path, list_cases
    from countermove.model.conflict import Conflict
    from countermove.model.graph import GraphModel
    from countermove.stability import CONCEPTS, StabilityTable, analyse
    from countermove.stability.certificate import Certifier
    from countermove.stability.checker import Checker
    from countermove.stability.comparison import compare
    from countermove.stability.explain import explain

_HOMES = {
    "CONCEPTS": "stability",
    "Certifier": "stability.certificate",
    "Checker": "stability.checker",
    "Conflict": "model.conflict",
    "ConflictError": "errors",
    "GraphModel": "model.graph",
    "ModelFile": "files.edit",
    "Problem": "errors",
    "StabilityTable": "stability.table",
    "analyse": "stability",
    "case_path": "files.library",
    "compare": "stability.comparison",
    "explain": "stability.explain",
    "list_cases": "files.library",
    "read_case": "files.case",
    "write_model": "files.edit",
}

__all__ = [
    "CONCEPTS",
    "Certifier",
    "Checker",
    "Conflict",
    "ConflictError",
    "GraphModel",
    "ModelFile",
    "Problem",
    "StabilityTable",
    "__version__",
    "analyse",
    "case_path",
    "compare",
    "explain",
    "list_cases",
    "read_case",
    "write_model",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module; importing the package itself costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'countermove' has no attribute {name!r}")
    import_module("countermove.stability")  # registers the concepts
    return getattr(import_module(f"countermove.{_HOMES[name]}"), name)
