"""The case library: published conflicts that come with the package, addressed by their source.

A case's address is where it was printed, ``kinsara2014/syria-iraq``; the flagship is
``washington-2025/summit``. Beside ``NAME.toml`` stand ``NAME.expected.toml`` (what the source prints)
and, where there is evidence, ``NAME.ledger.toml``. A folder with a ``pack.toml`` holds many small cases
that belong together and are listed as one.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from countermove.errors import ModelError, Problem, did_you_mean

__all__ = ["Case", "beside", "case_folder", "case_path", "list_addresses", "list_cases"]

_BESIDE = (".expected.toml", ".ledger.toml")
_PACK = "pack.toml"


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the library, or a pack of them.

    A pack's `members` are the addresses of its cases; its `path` is no model file, but the ``pack.toml``
    that says what they have in common.
    """

    address: str
    path: Path
    title: str
    cite: str
    summary: str
    members: tuple[str, ...] = ()


def beside(path: Path) -> list[Path]:
    """The files that belong to a case's model file: expected results, ledger."""
    stem = path.name.removesuffix(".toml")
    return [file for end in _BESIDE if (file := path.with_name(stem + end)).exists()]


def case_folder() -> Path:
    """Where the cases are: inside the installed package, or at the top of a source checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "cases"
    return inside if inside.is_dir() else package.parents[1] / "cases"


def _files() -> dict[str, Path]:
    root = case_folder()
    found = sorted(root.glob("*/*.toml"))
    models = [path for path in found if path.name != _PACK and not path.name.endswith(_BESIDE)]
    return {path.relative_to(root).with_suffix("").as_posix(): path for path in models}


def list_addresses() -> list[str]:
    """The address of every case of the library, those in packs included."""
    return list(_files())


def list_cases() -> list[Case]:
    """Every case of the library, by address; a pack is one entry, addressed by its folder."""
    packs: dict[Path, list[str]] = {}
    alone = []
    for address, path in _files().items():
        pack = path.with_name(_PACK)
        if pack.exists():
            packs.setdefault(pack, []).append(address)
        else:
            alone.append(_case(address, path))
    packed = [_case(pack.parent.name, pack, tuple(members)) for pack, members in packs.items()]
    return sorted([*alone, *packed], key=lambda case: case.address)


def _case(address: str, path: Path, members: tuple[str, ...] = ()) -> Case:
    head = tomllib.loads(path.read_text(encoding="utf-8"))
    return Case(address, path, head["title"], head.get("cite", ""), head.get("summary", ""), members)


def case_path(address: str) -> Path:
    """The model file of a case. Raises `ModelError` with the nearest address."""
    files = _files()
    if address in files:
        return files[address]
    ends = [known for known in files if known.rpartition("/")[2] == address]
    if len(ends) == 1:
        return files[ends[0]]
    members = [known for known in files if known.rpartition("/")[0] == address]
    if members:
        what = f'"{address}" is a folder of {len(members)} cases'
        raise ModelError(Problem(what, f"Name one of them, such as {members[0]}."))
    cure = did_you_mean(address, files, list_all=False) or "countermove cases list shows all of them."
    raise ModelError(Problem(f'there is no case "{address}" in the library', cure))
