"""The model file: TOML in, `Conflict` out, and back again with comments and layout kept.

`read_model` checks a file against the key tables of `schema`, builds the conflict, asks it for its
own problems, and raises one `ModelError` with all of them, each at file:line:column. `ModelFile`
changes single values in a file that a person wrote; `write_model` makes a whole new file.
"""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from countermove.errors import ConflictError, EvidenceError, ModelError, Problem
from countermove.files.places import Places
from countermove.files.schema import MODEL, Sections, check_table
from countermove.model import conflict as c

__all__ = [
    "Loaded",
    "conflict_from_toml",
    "load_toml",
    "placed",
    "read_model",
    "read_text",
    "write_atomically",
]

_MOST_BYTES = 20_000_000
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


def read_text(file: FilePath) -> str:
    """The text of a UTF-8 file (with or without a byte order mark), or one clear error."""
    try:
        if file.stat().st_size > _MOST_BYTES:
            raise ModelError(Problem(f"the file is larger than {_MOST_BYTES // 10**6} MB", file=str(file)))
        data = file.read_bytes()
    except OSError as error:
        said = (
            "there is no such file"
            if isinstance(error, FileNotFoundError)
            else (error.strerror or str(error))
        )
        if file.is_dir():
            said = "this is a folder, not a model file"
        raise ModelError(Problem(said[0].lower() + said[1:], _nearby(file), file=str(file))) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise ModelError(
            Problem(
                "the file is not UTF-8 text", "Save it as UTF-8.", file=str(file), line=line, column=column
            )
        ) from None


def _nearby(file: FilePath) -> str:
    from countermove.errors import did_you_mean

    if file.is_dir():
        inside = sorted(p.name for p in file.glob("*.toml"))
        return f"Name a file in it, such as {file / inside[0]}." if inside else ""
    siblings = [p.name for p in file.parent.glob("*.toml")] if file.parent.is_dir() else []
    return did_you_mean(file.name, siblings, list_all=False)


def load_toml(
    text: str, file: str, sections: Sections
) -> tuple[dict[str, Any], dict[str, Any], list[Problem]]:
    """The values of a TOML text: as read, and those of the right kind, with every problem (unplaced)."""
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise ModelError(_syntax_problem(str(error), text, file)) from None
    except RecursionError:
        raise ModelError(Problem("lists or tables are nested too deeply", file=file)) from None
    except ValueError as error:  # a number beyond what Python reads, an impossible date
        raise ModelError(Problem(f"the file cannot be read: {error}", file=file)) from None
    try:
        clean, problems = check_table(sections, "", data)
    except RecursionError:
        raise ModelError(Problem("lists or tables are nested too deeply", file=file)) from None
    return data, clean, problems


def _syntax_problem(said: str, text: str, file: str) -> Problem:
    found = re.search(r"\(at line (\d+), column (\d+)\)", said)
    what = re.sub(r"\s*\(at [^)]*\)", "", said)
    what = what[:1].lower() + what[1:]
    cure = "This is a mistake of TOML syntax; nothing after it was read."
    if found:
        return Problem(what, cure, file=file, line=int(found[1]), column=int(found[2]))
    lines = text.splitlines() or [""]
    return Problem(what, cure, file=file, line=len(lines), column=len(lines[-1]) + 1)


def placed(problems: Iterable[Problem], text: str, file: str) -> list[Problem]:
    """The problems with file, line and column filled in, in the order of the file."""
    problems = list(problems)
    if not problems:
        return []
    places = Places(text)
    found = []
    for problem in problems:
        if not problem.file:
            line, column = places.find(problem.path, on_key=problem.on_key, inside=problem.offset)
            problem = replace(problem, file=file, line=line, column=column)
        found.append(problem)
    return sorted(dict.fromkeys(found), key=lambda p: (p.line, p.column))


def conflict_from_toml(text: str, file: str) -> tuple[c.Conflict | None, list[Problem]]:
    """The conflict in a TOML text, with every problem, placed; None if there is no sense in it."""
    data, clean, problems = load_toml(text, file, MODEL)
    version = clean.get("countermove", FORMAT)
    if version != FORMAT:
        what = f"the file is of format {version}; this version reads format {FORMAT}"
        problems.append(Problem(what, "Update Countermove.", ("countermove",)))
    if clean.get("form", "option") not in ("option", "graph"):
        problems.append(
            Problem(f'"{clean["form"]}" is no form of a conflict', 'Write "option" or "graph".', ("form",))
        )
        clean.pop("form")
    problems.extend(_missing_wishes(data))
    conflict = _conflict(clean)
    told = {problem.path for problem in problems}
    try:
        meaning = [p for p in conflict.problems() if not follows_from(p, told)]
    except ConflictError as error:
        meaning = list(error.problems)
    return conflict, placed([*problems, *meaning], text, file)


def follows_from(problem: Problem, told: set[tuple[str | int, ...]]) -> bool:
    """Whether a mistake of meaning only repeats one of form: a missing id, a value that was dropped."""
    if not problem.path:
        return False
    return any(
        problem.path[: len(path)] == path or path[: len(problem.path)] == problem.path
        for path in told
        if path
    )


def _missing_wishes(data: dict[str, Any]) -> list[Problem]:
    """Preferences without statements, ranking, rankings or weights."""
    wishes = data.get("preferences", [])
    kinds = ("statements", "ranking", "rankings", "weights")
    return [
        Problem(
            f'"{wish.get("dm", "?")}" is given no wish',
            "Add statements, ranking or weights; statements = [] says that it does not mind.",
            ("preferences", i, "statements"),
        )
        for i, wish in enumerate(wishes if isinstance(wishes, list) else [])
        if isinstance(wish, dict) and not any(kind in wish for kind in kinds)
    ]


# -- from checked tables to the conflict ---------------------------------------------------------


def _texts(table: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: tuple(table[name]) for name in names if name in table}


def _plain(table: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name.rstrip("_"): table[name] for name in names if name in table}


def _conflict(t: dict[str, Any]) -> c.Conflict:
    return c.Conflict(
        title=t.get("title", ""),
        decision_makers=tuple(_decision_maker(row) for row in t.get("decision_makers", [])),
        preferences=tuple(_preferences(row) for row in t.get("preferences", [])),
        states=tuple(c.NamedState(**{"id": "", **row}) for row in t.get("states", [])),
        exclusions=tuple(_exclusion(row) for row in t.get("exclusions", [])),
        coalesced=tuple(c.Coalesced(**{"when": "true", **row}) for row in t.get("coalesced", [])),
        bans=tuple(_ban(row) for row in t.get("bans", [])),
        outcomes=tuple(c.Outcome(**{"id": "", "that": "true", **row}) for row in t.get("outcomes", [])),
        readings=tuple(c.Reading(**{"id": "", **row}) for row in t.get("readings", [])),
        **_plain(t, "form", "status_quo", "question", "summary", "cite", "ledger"),
        **_texts(t, "leaves_out"),
    )


def _decision_maker(t: dict[str, Any]) -> c.DecisionMaker:
    return c.DecisionMaker(
        id=t.get("id", ""),
        options=tuple(_option(row) for row in t.get("options", [])),
        moves=tuple((str(a), str(b)) for a, b in t.get("moves", [])),
        **_plain(t, "name", "in_text", "plural", "note"),
        **_texts(t, "evidence"),
    )


def _option(t: dict[str, Any]) -> c.Option:
    rest = _plain(t, "name", "does", "drops", "irreversible", "assumption", "note")
    return c.Option(id=t.get("id", ""), **rest, **_texts(t, "evidence"))


def _exclusion(t: dict[str, Any]) -> c.Exclusion:
    return c.Exclusion(
        if_=t.get("if", ""),
        **_plain(t, "never", "then", "because", "assumption"),
        **_texts(t, "at_most_one", "at_least_one", "evidence"),
    )


def _ban(t: dict[str, Any]) -> c.Ban:
    return c.Ban(from_=t.get("from", "true"), to=t.get("to", "true"), **_plain(t, "dm", "because"))


def _preferences(t: dict[str, Any]) -> c.Preferences:
    return c.Preferences(
        dm=t.get("dm", ""),
        statements=tuple(_statement(row) for row in t.get("statements", [])),
        ranking=_ranking(t.get("ranking", [])),
        rankings=tuple(_ranking(ranking) for ranking in t.get("rankings", [])),
        **_plain(t, "reading", "note", "weights"),
        **_texts(t, "greatly_after"),
    )


def _ranking(groups: list[Any]) -> tuple[tuple[str, ...], ...]:
    return tuple((group,) if isinstance(group, str) else tuple(group) for group in groups)


def _statement(t: dict[str, Any]) -> c.PrioritisedStatement:
    that = {"that": "true", **_plain(t, "that", "says", "assumption")}
    return c.PrioritisedStatement(**that, **_texts(t, "evidence"))


def write_atomically(path: FilePath, text: str) -> None:
    """Write a file so that a reader sees the old text or the new, never half of it."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise EvidenceError(Problem(f"cannot write here: {error.strerror}", file=str(path))) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            out.write(text)
        if path.exists():
            FilePath(name).chmod(path.stat().st_mode & 0o777)
        else:
            FilePath(name).chmod(0o644)
        FilePath(name).replace(path)
    except OSError as error:
        FilePath(name).unlink(missing_ok=True)
        raise ConflictError(Problem(f"cannot write: {error.strerror}", file=str(path))) from None
