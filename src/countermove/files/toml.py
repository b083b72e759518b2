"""The model file: TOML in, `Conflict` out.

`read_model` reads the text (`syntax`), checks it against the tables of keys (`form`, `schema`),
builds the conflict, asks it for its own problems, and raises one `ModelError` with all of them, each
at file:line:column (`places`). `edit` changes single values in a file that a person wrote, and
writes whole new ones.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import MOST_PROBLEMS, ConflictError, ModelError, Path, Problem, clip, did_you_mean
from countermove.files.form import Checked, check_form
from countermove.files.keys import Sections
from countermove.files.places import Places
from countermove.files.schema import MODEL
from countermove.files.syntax import read_toml
from countermove.files.tables import conflict_of
from countermove.model import conflict as c
from countermove.model.check import check_conflict
from countermove.model.unread import Unread

__all__ = [
    "Loaded",
    "conflict_from_toml",
    "follows_from",
    "load_toml",
    "placed",
    "read_model",
    "read_text",
    "write_atomically",
]

_MOST_BYTES = 5_000_000  # larger ones would take the reader too long; nobody writes them
_KINDS = ("statements", "ranking", "rankings", "weights")
FORMAT = 1


@dataclass(frozen=True)
class Loaded:
    """What a file said: the conflict and the warnings about it."""

    conflict: c.Conflict
    path: FilePath
    warnings: tuple[Problem, ...] = ()


def read_model(path: str | os.PathLike[str]) -> Loaded:
    """Read a model file. Raises `ModelError` with every mistake, each with its line and column."""
    file = FilePath(path)
    text = read_text(file)
    conflict, problems = conflict_from_toml(text, str(path))
    errors = [problem for problem in problems if not problem.warning]
    if conflict is None or errors:
        raise ModelError(errors)
    return Loaded(conflict, file, tuple(problem for problem in problems if problem.warning))


# -- the text of a file --------------------------------------------------------------------------


def read_text(file: FilePath) -> str:
    """The text of a UTF-8 file (with or without a byte order mark), or one clear error."""
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ModelError(_unreadable(file, error)) from None
    if len(data) > _MOST_BYTES:
        raise ModelError(Problem(f"the file is larger than {_MOST_BYTES // 10**6} MB", file=str(file)))
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        begin = data.rfind(b"\n", 0, error.start) + 1
        line, column = data.count(b"\n", 0, begin) + 1, len(data[begin : error.start].decode("utf-8")) + 1
        what, cure = "the file is not UTF-8 text", "Save it as UTF-8."
        raise ModelError(Problem(what, cure, file=str(file), line=line, column=column)) from None


def _unreadable(file: FilePath, error: OSError | ValueError) -> Problem:
    """Why a file cannot be opened, and which one may be meant."""
    said, cure = (getattr(error, "strerror", None) or str(error)), ""
    try:
        if file.is_dir():
            said = "this is a folder, not a file"
            inside = sorted(path.name for path in file.glob("*.toml"))
            cure = f"Name a file in it, such as {file / inside[0]}." if inside else ""
        elif isinstance(error, FileNotFoundError):
            said = "there is no such file"
            cure = did_you_mean(file.name, [path.name for path in file.parent.glob("*.toml")], list_all=False)
    except (OSError, ValueError):
        pass  # the folder cannot be looked into either
    return Problem(said[:1].lower() + said[1:], cure, file=str(file))


def write_atomically(path: FilePath, text: str) -> None:
    """Write a file so that a reader sees the old text or the new, never half of it.

    Raises `ConflictError` if that is not possible; the old file stays as it was.
    """
    spare = ""
    try:
        data, target = text.encode("utf-8"), path.resolve()
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o644
        handle, spare = tempfile.mkstemp(dir=target.parent, prefix=".countermove-", suffix=".tmp")
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        FilePath(spare).chmod(mode)
        FilePath(spare).replace(target)
    except (OSError, ValueError) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise ConflictError(Problem(f"cannot write: {said[:1].lower()}{said[1:]}", file=str(path))) from None
    finally:
        if spare:
            FilePath(spare).unlink(missing_ok=True)


# -- problems and their places -------------------------------------------------------------------


def load_toml(
    text: str, file: str, sections: Sections
) -> tuple[dict[str, Any], dict[str, Any], list[Problem]]:
    """The values of a TOML text: as read, and those of the right kind, with every problem of form.

    Raises `ModelError` with all mistakes of syntax and form if there is one of syntax.
    """
    document = read_toml(text, file)
    checked = check_form(sections, document.data) if document.data is not None else Checked()
    problems = [*checked.problems, *_left_out(checked, file)]
    if document.problems or document.data is None:
        raise ModelError(placed([*document.problems, *problems], document.text, file))
    return document.data, checked.clean, problems


def placed(problems: Iterable[Problem], text: str, file: str) -> list[Problem]:
    """The problems with file, line and column filled in, in the order of the file."""
    problems = list(dict.fromkeys(problems))
    places = Places(text, resume=True) if any(not problem.file for problem in problems) else None
    found = []
    for problem in problems:
        if places and not problem.file:
            line, column = places.find(problem.path, on_key=problem.on_key, inside=problem.offset)
            problem = replace(problem, file=file, line=line, column=column)
        found.append(problem)
    return sorted(found, key=lambda p: (p.line or len(text), p.column))


def follows_from(problem: Problem, told: Collection[Path]) -> bool:
    """Whether a mistake of meaning only repeats one of form: a missing id, a value that was dropped."""
    path = problem.path
    return any(path[: len(other)] == other or other[: len(path)] == path for other in told if path and other)


def _left_out(checked: Checked, file: str) -> list[Problem]:
    if not checked.left_out:
        return []
    return [Problem(f"{checked.left_out:,} more mistakes are not listed", file=file)]


def conflict_from_toml(text: str, file: str) -> tuple[c.Conflict | None, list[Problem]]:
    """The conflict in a TOML text, with every problem, placed; None if there is no sense in it."""
    document = read_toml(text, file)
    if document.data is None:
        return None, document.problems
    other = _other_format(document.data)
    if other:
        return None, placed([*document.problems, other], document.text, file)
    checked = check_form(MODEL, document.data)
    _check_choice_of_form(checked)
    _check_kinds_of_wish(checked, document.data)
    conflict = conflict_of(checked.clean)
    problems = [*document.problems, *checked.problems, *_left_out(checked, file)]
    if not checked.left_out:
        problems.extend(_problems_of_meaning(conflict, Unread(frozenset(checked.unread)), file))
    return conflict, placed(problems, document.text, file)


def _problems_of_meaning(conflict: c.Conflict, unread: Unread, file: str) -> Iterable[Problem]:
    found = check_conflict(conflict, unread)
    if sum(not problem.warning for problem in found) >= MOST_PROBLEMS:
        yield Problem("there may be more mistakes than are listed", file=file)
    for problem in found:
        path = problem.path
        if not unread.at(*path):
            in_key = len(path) == 4 and path[2] == "weights"  # there the condition is the key
            yield replace(problem, on_key=True) if in_key else problem


def _other_format(data: dict[str, Any]) -> Problem | None:
    """What is to be said, and nothing else, of a file that is no model file of this version."""
    version = data.get("countermove")
    if isinstance(version, int) and version > FORMAT:
        what = f"the file is of a later format than {FORMAT}, which is what this version reads"
        return Problem(what, "Update Countermove.", ("countermove",))
    if version is None and "countermove_ledger" in data:
        return Problem("this is a ledger, not a model", "Name the model file.", ("countermove_ledger",))
    return None


def _check_choice_of_form(checked: Checked) -> None:
    clean = checked.clean
    if clean.get("countermove", FORMAT) != FORMAT:
        what = f"there is no format {clean['countermove']}"
        checked.problems.append(Problem(what, "Write countermove = 1.", ("countermove",)))
    if clean.get("form", "option") not in ("option", "graph"):
        what = f'"{clip(clean.pop("form"))}" is no form of a conflict'
        checked.problems.append(Problem(what, 'Write "option" or "graph".', ("form",)))
        checked.unread.add(("form",))
    if ("form",) in checked.unread:
        clean["form"] = "graph" if "states" in clean else "option"


def _check_kinds_of_wish(checked: Checked, data: dict[str, Any]) -> None:
    """Preferences should have one of statements, ranking, rankings and weights."""
    wishes = data.get("preferences")
    for i, wish in enumerate(wishes if isinstance(wishes, list) else []):
        if not isinstance(wish, dict):
            continue
        path: Path = ("preferences", i)
        given = [kind for kind in _KINDS if kind in wish]
        name = clip(str(wish.get("dm", "?")))
        if len(given) > 1:
            what = f'"{name}" has {" and ".join(given)}'
            checked.problems.append(Problem(what, "Give exactly one of them.", path))
        elif not given and not any((*path, kind) in checked.unread for kind in _KINDS):
            cure = "Add statements, ranking or weights; statements = [] says that it does not mind."
            checked.problems.append(Problem(f'"{name}" is given no wish', cure, (*path, "statements")))
