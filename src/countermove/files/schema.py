"""The keys of the model file and of the ledger: what each is called, holds and means.

One table of keys serves three purposes: the reader checks a file against it, the reference page of
the documentation is compared with it, and messages take their wording from it. It is our own small
thing rather than a validation library because it must report every mistake with the place in the
file, and start in no time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from countermove.errors import Path, Problem, did_you_mean

__all__ = ["LEDGER", "MODEL", "Key", "Sections", "check_table"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, the kind of value it takes, what it means, and whether it must be there.

    Kinds: text, texts, flag, integer, integers, date, number, pairs (lists of two texts), ranking
    (texts or lists of texts), rankings, weights (a table of numbers), statements (texts or tables),
    tables:NAME (a list of tables whose keys are those of section NAME).
    """

    name: str
    kind: str
    means: str
    required: bool = False


Sections = Mapping[str, tuple[Key, ...]]

_EVIDENCE = Key("evidence", "texts", "ids of extracts in the ledger that support it")
_ASSUMPTION = Key("assumption", "text", "the argument, where no extract supports it")
_BECAUSE = Key("because", "text", "why")
_NOTE = Key("note", "text", "a remark for readers of the file; nothing is computed from it")

MODEL: Sections = {
    "": (
        Key("countermove", "integer", "version of this file format: 1", required=True),
        Key("title", "text", "what the conflict is called", required=True),
        Key("question", "text", "what the analysis is to answer"),
        Key("summary", "text", "what happened, in a paragraph"),
        Key("form", "text", '"option" (the default) or "graph"'),
        Key("status_quo", "text", "the state of today: a number, a pattern, or the options taken"),
        Key("cite", "text", "where the model was published"),
        Key("ledger", "text", "file name of the evidence ledger, beside this file"),
        Key("leaves_out", "texts", "what the model does not represent, one sentence each"),
        Key(
            "decision_makers",
            "tables:decision_makers",
            "the parties, in the order of the papers",
            required=True,
        ),
        Key("states", "tables:states", "graph form only: the states, in the order of the source"),
        Key("exclusions", "tables:exclusions", "option form only: combinations that cannot happen"),
        Key("coalesced", "tables:coalesced", "option form only: states that cannot be told apart"),
        Key("bans", "tables:bans", "option form only: moves that cannot be made"),
        Key("outcomes", "tables:outcomes", "kinds of result that have a name"),
        Key("readings", "tables:readings", "complete ways to read what the parties want"),
        Key("preferences", "tables:preferences", "who wants what", required=True),
    ),
    "decision_makers": (
        Key("id", "text", "short name used in statements", required=True),
        Key("name", "text", "full name for tables"),
        Key("in_text", "text", "name inside a sentence, with its article"),
        Key("plural", "flag", "true if sentences should say they"),
        Key("options", "tables:options", "what the party can do"),
        Key("moves", "pairs", 'graph form only: its arcs, ["from", "to"] each'),
        _EVIDENCE,
        _NOTE,
    ),
    "options": (
        Key("id", "text", "short name used in statements", required=True),
        Key("name", "text", "full name for tables"),
        Key("does", "text", "taking the option, as an infinitive: accept a ceasefire"),
        Key("drops", "text", "dropping it, as an infinitive: break the ceasefire"),
        Key(
            "irreversible", "text", '"once taken" it cannot be dropped, or "once dropped" it cannot be taken'
        ),
        _EVIDENCE,
        _ASSUMPTION,
        _NOTE,
    ),
    "states": (
        Key("id", "text", "name or number of the state in the source", required=True),
        Key("name", "text", "what the state is"),
        Key("pattern", "text", "its options: Y, N, or - where an option no longer matters"),
    ),
    "exclusions": (
        Key("never", "text", "no state in which this condition holds"),
        Key("at_most_one", "texts", "at most one of these conditions holds"),
        Key("at_least_one", "texts", "at least one of these conditions holds"),
        Key("if", "text", "where this condition holds, so must `then`"),
        Key("then", "text", "what must hold where `if` does"),
        _BECAUSE,
        _EVIDENCE,
        _ASSUMPTION,
    ),
    "coalesced": (
        Key("when", "text", "all states in which this condition holds become one", required=True),
        Key("name", "text", "what the one state is called"),
        _BECAUSE,
    ),
    "bans": (
        Key("from", "text", "no move from a state in which this condition holds", required=True),
        Key("to", "text", "to a state in which this condition holds", required=True),
        Key("dm", "text", "the decision maker that is bound; all, if it is left out"),
        _BECAUSE,
    ),
    "outcomes": (
        Key("id", "text", "short name, usable in statements", required=True),
        Key("that", "text", "the condition that makes a state belong to it", required=True),
        Key("name", "text", "full name for tables"),
        Key("means", "text", "a clause that finishes a sentence: the war goes on"),
    ),
    "readings": (
        Key("id", "text", "short name", required=True),
        Key("name", "text", "full name"),
        Key("by", "text", "whose reading it is"),
        Key("source", "text", "id of a source in the ledger"),
        Key("summary", "text", "the reading in a paragraph"),
    ),
    "preferences": (
        Key("dm", "text", "whose preferences", required=True),
        Key("reading", "text", "in which reading; left out where the conflict has no readings"),
        Key("statements", "statements", "prioritised statements, most important first"),
        Key("ranking", "ranking", "states from best to worst; a list inside the list is a tie"),
        Key(
            "greatly_after", "integers", "group numbers: groups up to here are greatly preferred to the rest"
        ),
        Key("rankings", "rankings", "several rankings; where they disagree the preference is unknown"),
        Key("weights", "weights", "a number for each condition, added up where it holds"),
        _NOTE,
    ),
    "statements": (
        Key("that", "text", "the condition; states where it holds are preferred", required=True),
        Key("says", "text", "the wish in words that finish: X wants ..."),
        _EVIDENCE,
        _ASSUMPTION,
    ),
}

LEDGER: Sections = {
    "": (
        Key("countermove_ledger", "integer", "version of this file format: 1", required=True),
        Key("sources", "tables:sources", "the reports", required=True),
        Key("issues", "tables:issues", "what the reports speak of"),
        Key("extracts", "tables:extracts", "verbatim words from the reports", required=True),
    ),
    "sources": (
        Key("id", "text", "short name", required=True),
        Key("author", "text", "who wrote it"),
        Key("title", "text", "its title"),
        Key("outlet", "text", "who published it"),
        Key("date", "date", "when it was published"),
        Key("kind", "text", "news analysis, statement, cable, ..."),
        Key("file", "text", "usual name of the text file that the offsets count in", required=True),
        Key("sha256", "text", "SHA-256 of that file, in hexadecimal", required=True),
        _NOTE,
    ),
    "issues": (
        Key("id", "text", "short name", required=True),
        Key("name", "text", "what is at issue"),
        Key("question", "text", "where the reports differ on it: the difference, put as a question"),
    ),
    "extracts": (
        Key("id", "text", "short name that models cite", required=True),
        Key("source", "text", "id of the source", required=True),
        Key("start", "integer", "offset of the first character, counting code points from 0", required=True),
        Key("end", "integer", "offset behind the last character", required=True),
        Key("words", "text", "the words, verbatim", required=True),
        Key("speaker", "text", "whose words or claim it is; the author's own if left out"),
        Key("issues", "texts", "ids of issues the words bear on"),
        _NOTE,
    ),
}

_SAID = {
    "text": "a text in quotes",
    "texts": "a list of texts",
    "flag": "true or false",
    "integer": "a whole number",
    "integers": "a list of whole numbers",
    "number": "a number",
    "date": "a date such as 2025-08-17",
    "pairs": 'a list of pairs such as ["1", "2"]',
    "ranking": 'a list of states such as ["3", ["1", "2"]]',
    "rankings": "a list of rankings",
    "weights": "a table of numbers",
    "statements": "a list of statements",
    "tables": "a list of tables",
}


def check_table(
    sections: Sections, section: str, table: Mapping[str, Any], path: Path = ()
) -> tuple[dict[str, Any], list[Problem]]:
    """The values of a table that are of the right kind, and every problem in it and below it."""
    keys = {key.name: key for key in sections[section]}
    clean: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in table.items():
        if name not in keys:
            cure = did_you_mean(name, keys)
            problems.append(Problem(f'unknown key "{name}"', cure, (*path, name), on_key=True))
            continue
        value, found = _check_value(sections, keys[name], value, (*path, name))
        problems.extend(found)
        if value is not None:
            clean[name] = value
    for key in keys.values():
        if key.required and key.name not in table:
            problems.append(
                Problem(f'"{key.name}" is missing', f"{key.name}: {key.means}.", (*path, key.name))
            )
    return clean, problems


def _check_value(sections: Sections, key: Key, value: Any, path: Path) -> tuple[Any, list[Problem]]:
    kind, _, below = key.kind.partition(":")
    if kind == "tables":
        return _check_tables(sections, below, value, path)
    if kind == "statements":
        return _check_statements(sections, value, path)
    problems = list(_CHECKS[kind](value, path))
    return (None if problems else value), problems


def _check_tables(sections: Sections, below: str, value: Any, path: Path) -> tuple[Any, list[Problem]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return None, [_wrong("tables", value, path)]
    rows, problems = [], []
    for i, item in enumerate(value):
        row, found = check_table(sections, below, item, (*path, i))
        rows.append(row)
        problems.extend(found)
    return rows, problems


def _check_statements(sections: Sections, value: Any, path: Path) -> tuple[Any, list[Problem]]:
    if not isinstance(value, list):
        return None, [_wrong("statements", value, path)]
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for i, item in enumerate(value):
        if isinstance(item, str):
            rows.append({"that": item})
        elif isinstance(item, dict):
            row, found = check_table(sections, "statements", item, (*path, i))
            rows.append(row)
            problems.extend(found)
        else:
            rows.append({})
            problems.append(_wrong("text", item, (*path, i)))
    return rows, problems


def _wrong(kind: str, value: Any, path: Path) -> Problem:
    return Problem(f"expected {_SAID[kind]}, found {_spell(value)}", "", path)


_KINDS: tuple[tuple[type, str], ...] = ((str, "a text"), (list, "a list"), (dict, "a table"))


def _spell(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"a number ({value})" if abs(Decimal(value)) < 10**12 else "a number"
    return next((said for kind, said in _KINDS if isinstance(value, kind)), "a date or time")


def _check_text(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, str):
        yield _wrong("text", value, path)
    elif any((ord(sign) < 32 and sign not in "\n\r\t") or 0xD800 <= ord(sign) < 0xE000 for sign in value):
        yield Problem("the text has a control character in it", "Remove it.", path)


def _check_texts(value: Any, path: Path) -> Iterator[Problem]:
    yield from _check_list("texts", _check_text, value, path)


def _check_list(kind: str, check: Any, value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list):
        yield _wrong(kind, value, path)
        return
    for i, item in enumerate(value):
        yield from check(item, (*path, i))


def _check_flag(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, bool):
        yield _wrong("flag", value, path)


def _check_integer(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield _wrong("integer", value, path)
    elif not -(2**53) < value < 2**53:
        yield Problem("the number is too large", "Give a number below 2^53.", path)


def _check_number(value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        yield _wrong("number", value, path)
    elif isinstance(value, Decimal) and not value.is_finite():
        yield Problem(f"{value} is not a finite number", "Give a number.", path)
    elif value and not Decimal("1e-18") < abs(Decimal(value)) < Decimal("1e18"):
        yield Problem("the number is too large or too small", "Use numbers between 1e-18 and 1e18.", path)


def _check_date(value: Any, path: Path) -> Iterator[Problem]:
    if type(value) is not date:
        yield _wrong("date", value, path)


def _check_pair(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(item, str) for item in value):
        yield Problem('expected a pair such as ["1", "2"]', "Give two names of states.", path)


def _check_group(value: Any, path: Path) -> Iterator[Problem]:
    if isinstance(value, list):
        yield from _check_texts(value, path)
        if not value:
            yield Problem("a group of states is empty", "Drop it.", path)
    else:
        yield from _check_text(value, path)


def _check_ranking(value: Any, path: Path) -> Iterator[Problem]:
    yield from _check_list("ranking", _check_group, value, path)


def _check_weights(value: Any, path: Path) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield _wrong("weights", value, path)
        return
    for name, number in value.items():
        yield from _check_number(number, (*path, name))


_CHECKS = {
    "text": _check_text,
    "texts": _check_texts,
    "flag": _check_flag,
    "integer": _check_integer,
    "integers": lambda value, path: _check_list("integers", _check_integer, value, path),
    "number": _check_number,
    "date": _check_date,
    "pairs": lambda value, path: _check_list("pairs", _check_pair, value, path),
    "ranking": _check_ranking,
    "rankings": lambda value, path: _check_list("rankings", _check_ranking, value, path),
    "weights": _check_weights,
}
