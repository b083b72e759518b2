"""The case library: published conflicts that come with the package, addressed by their source.

A case's address is where it was printed, ``kinsara2014/syria-iraq``; the flagship is
``washington-2025/summit``. Beside ``NAME.toml`` stand ``NAME.expected.toml`` (what the source prints)
and, where there is evidence, ``NAME.ledger.toml``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from countermove.errors import ModelError, Problem, did_you_mean

__all__ = ["Case", "case_folder", "case_path", "list_cases"]

_BESIDE = (".expected.toml", ".ledger.toml")


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the library."""

    address: str
    path: Path
    title: str
    cite: str
    summary: str

    @property
    def beside(self) -> list[Path]:
        """The files that belong to the case: expected results, ledger."""
        stem = self.path.name.removesuffix(".toml")
        return [file for end in _BESIDE if (file := self.path.with_name(stem + end)).exists()]


def case_folder() -> Path:
    """Where the cases are: inside the installed package, or at the top of a source checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "cases"
    return inside if inside.is_dir() else package.parents[1] / "cases"


def _files() -> dict[str, Path]:
    root = case_folder()
    found = sorted(root.glob("*/*.toml"))
    models = [path for path in found if not path.name.endswith(_BESIDE)]
    return {path.relative_to(root).with_suffix("").as_posix(): path for path in models}


def list_cases() -> list[Case]:
    """Every case of the library, by address."""
    cases = []
    for address, path in _files().items():
        head = tomllib.loads(path.read_text(encoding="utf-8"))
        cases.append(Case(address, path, head["title"], head.get("cite", ""), head.get("summary", "")))
    return cases


def case_path(address: str) -> Path:
    """The model file of a case. Raises `ModelError` with the nearest address."""
    files = _files()
    if address in files:
        return files[address]
    ends = [known for known in files if known.rpartition("/")[2] == address]
    if len(ends) == 1:
        return files[ends[0]]
    cure = did_you_mean(address, files, list_all=False) or "countermove cases list shows all of them."
    raise ModelError(Problem(f'there is no case "{address}" in the library', cure))
