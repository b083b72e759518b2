"""The ledger file: TOML in, `Ledger` out, with every mistake at its line; and sources put into it.

What was found in the reports stands beside the file, in a folder (`evidence.store`). A ledger as it is
read holds the extracts of the file and those rows of the folder that stand.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from countermove.errors import ConflictError, EvidenceError, Problem, clip, did_you_mean
from countermove.evidence.ledger import Extract, Issue, Ledger, Source, folder_of
from countermove.files.schema import LEDGER
from countermove.files.toml import follows_from, load_toml, placed, read_text, write_atomically

if TYPE_CHECKING:
    from countermove.files.edit import ModelFile

__all__ = ["ABOUT", "new_ledger", "put_issue", "put_sources", "read_ledger", "set_source"]

#: What people may say about a source; the other keys are the program's.
ABOUT = ("author", "title", "outlet", "date", "kind", "origin", "note")
_OF_THE_PROGRAM = ("file", "sha256", "text_sha256", "extractor")
_HEAD = """\
# A ledger of evidence: the reports that a model rests on, and what was found in them.
#
# Each [[sources]] is a report, known by the SHA-256 of its file; the file itself stays where it is.
# What countermove read found stands in the folder "{folder}"; countermove ledger shows it.
# [[issues]] name what the reports speak of. Under [[extracts]] you may put words by hand.

countermove_ledger = 1
"""


def read_ledger(path: str | os.PathLike[str], *, rows: bool = True) -> Ledger:
    """Read a ledger; with the `rows` beside it that stand, unless they are not wanted.

    Raises `EvidenceError` with every mistake, each with its line and column.
    """
    ledger = _parsed(read_text(FilePath(path)), str(path))
    if not rows or not folder_of(path).is_dir():
        return ledger
    from countermove.evidence.store import Store  # with SQLite, which a model without rows need not load

    own = ledger.by_id
    found = Store.open(path).standing(frozenset(issue.id for issue in ledger.issues))
    more = [e for e in found if e.id not in own and e.source in ledger.source_by_id]
    return Ledger(ledger.sources, ledger.issues, (*ledger.extracts, *more)) if more else ledger


def _parsed(text: str, name: str) -> Ledger:
    _, clean, problems = load_toml(text, name, LEDGER)
    if not {"sources", "extracts"} & clean.keys() and not any(p.path == ("extracts",) for p in problems):
        means = next(key.means for key in LEDGER[""] if key.name == "extracts")
        problems.append(Problem('"extracts" is missing', f"extracts: {means}.", ("extracts",)))
    ledger = _ledger(clean)
    told = {problem.path for problem in problems}
    problems.extend(problem for problem in ledger.problems() if not follows_from(problem, told))
    if problems:
        raise EvidenceError(placed(problems, text, name))
    return ledger


def _ledger(t: dict[str, Any]) -> Ledger:
    return Ledger(
        sources=tuple(Source(**{"id": "", "file": "", "sha256": "", **row}) for row in t.get("sources", [])),
        issues=tuple(_issue(row) for row in t.get("issues", [])),
        extracts=tuple(_extract(row) for row in t.get("extracts", [])),
    )


def _issue(t: dict[str, Any]) -> Issue:
    return Issue(**{"id": "", **t, "words": tuple(t.get("words", ()))})


def _extract(t: dict[str, Any]) -> Extract:
    filled = {"id": "", "source": "", "start": 0, "end": 0, "words": "", **t}
    if not {"start", "end", "words"} <= t.keys():  # told already; do not complain of the length as well
        filled["end"] = filled["start"] + len(filled["words"])
    return Extract(**{**filled, "issues": tuple(filled.get("issues", ()))})


# -- changing it -----------------------------------------------------------------------------------


def new_ledger(path: str | os.PathLike[str]) -> None:
    """Write an empty ledger with a head that explains it. Raises `EvidenceError` if there is a file."""
    if FilePath(path).exists():
        raise EvidenceError(Problem("there is a file already", "Give another name.", file=str(path)))
    write_atomically(FilePath(path), _HEAD.format(folder=folder_of(path).name) + "sources = []\n")


def put_sources(path: str | os.PathLike[str], sources: Iterable[Source]) -> None:
    """Put reports into a ledger, a new one if there is none; its comments and order stay.

    Of a source that is there already only what the program says of it is brought up to date: file,
    fingerprints, extractor. Raises `EvidenceError`, and then nothing is changed.
    """
    from countermove.evidence.store.disk import locked
    from countermove.files.edit import ModelFile
    from countermove.files.write import spell_table

    given = {source.id: source for source in sources}
    with locked(folder_of(path)):
        if not FilePath(path).exists():
            text = _HEAD.format(folder=folder_of(path).name)
            _save(path, text + "".join("\n" + spell_table("sources", _plain(s)) for s in given.values()))
            return
        ledger = read_ledger(path, rows=False)
        file = ModelFile.read(path)
        for i, old in enumerate(ledger.sources):
            if old.id in given:
                _bring_up_to_date(file, i, old, given.pop(old.id))
        _append(file, "sources", len(ledger.sources), [_plain(source) for source in given.values()])
        _keep(file, path)


def _plain(thing: Source | Issue) -> dict[str, Any]:
    """A source or issue as a table of the file: what is said of it, in the order of the schema."""
    section = "sources" if isinstance(thing, Source) else "issues"
    values = {key.name: getattr(thing, key.name) for key in LEDGER[section]}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value or name in ("id", "file", "sha256")
    }


def _bring_up_to_date(file: ModelFile, i: int, old: Source, new: Source) -> None:
    for name in _OF_THE_PROGRAM:
        value = getattr(new, name)
        if value != getattr(old, name):
            if value:
                file.set(("sources", i, name), value)
            else:
                file.remove(("sources", i, name))


def _append(file: ModelFile, name: str, at: int, tables: Sequence[Mapping[str, Any]]) -> None:
    """Put tables behind those of a list; all but the first in one go, for there may be thousands."""
    from countermove.files.write import spell_table

    if not tables:
        return
    if not at and name in file.get(()):
        file.remove((name,))  # an empty list in brackets
    file.insert((name, at), tables[0])
    first = spell_table(name, tables[0]).replace("\n", "\r\n" if "\r\n" in file.text else "\n")
    rest = "".join("\n" + spell_table(name, table) for table in tables[1:])
    if rest and first in file.text:
        before, _, after = file.text.rpartition(first)
        file.text = before + first + rest.replace("\n", "\r\n" if "\r\n" in first else "\n") + after
    elif rest:
        for n, table in enumerate(tables[1:], at + 1):
            file.insert((name, n), table)


def set_source(path: str | os.PathLike[str], id: str, changes: Mapping[str, str]) -> Source:
    """Say something else of a source: its author, title, outlet, date, kind, origin or a note.

    An empty text takes away what was said. Raises `EvidenceError`, and then nothing is changed.
    """
    from countermove.evidence.store.disk import locked
    from countermove.files.edit import ModelFile

    problems = [
        Problem(f'"{clip(name)}" cannot be set', did_you_mean(name, ABOUT))
        for name in changes
        if name not in ABOUT
    ]
    values = {name: _value(name, value, problems) for name, value in changes.items()}
    ledger = read_ledger(path, rows=False)
    places = {source.id: i for i, source in enumerate(ledger.sources)}
    if id not in places:
        problems.append(Problem(f'there is no source "{clip(id)}"', did_you_mean(id, places)))
    if problems:
        raise EvidenceError(problems)
    with locked(folder_of(path)):
        file = ModelFile.read(path)
        for name, value in values.items():
            if value:
                file.set(("sources", places[id], name), value)
            elif getattr(ledger.source_by_id[id], name):
                file.remove(("sources", places[id], name))
        _keep(file, path)
    return read_ledger(path, rows=False).source_by_id[id]


def _value(name: str, value: str, problems: list[Problem]) -> str | date:
    if name != "date" or not value:
        return value
    try:
        return date.fromisoformat(value)
    except ValueError:
        problems.append(Problem(f'"{clip(value)}" is no date', "Write it as 2025-08-17."))
        return value


def put_issue(path: str | os.PathLike[str], issue: Issue) -> None:
    """Put an issue into a ledger, or in place of the one with its id. Raises `EvidenceError`."""
    from countermove.evidence.store.disk import locked
    from countermove.files.edit import ModelFile

    with locked(folder_of(path)):
        ledger = read_ledger(path, rows=False)
        file = ModelFile.read(path)
        places = {each.id: i for i, each in enumerate(ledger.issues)}
        if issue.id not in places:
            _append(file, "issues", len(ledger.issues), [_plain(issue)])
        else:
            old = ledger.issues[places[issue.id]]
            for each in fields(issue):
                value = getattr(issue, each.name)
                if value and value != getattr(old, each.name):
                    plain = list(value) if isinstance(value, tuple) else value
                    file.set(("issues", places[issue.id], each.name), plain)
        _keep(file, path)


def _keep(file: ModelFile, path: str | os.PathLike[str]) -> None:
    """Save a changed ledger if it is still sound."""
    _sound(file.text, path)
    file.save(path)


def _save(path: str | os.PathLike[str], text: str) -> None:
    _sound(text, path)
    write_atomically(FilePath(path), text)


def _sound(text: str, path: str | os.PathLike[str]) -> None:
    try:
        _parsed(text, str(path))
    except EvidenceError:
        raise
    except ConflictError as error:
        raise EvidenceError(error.problems) from None
