"""The state of a row: what the reader found, what people made of it, and whom it names.

A row *stands* if it was found by a good rule and nobody dropped it, or if somebody kept it. A suggestion
on which nobody decided is in the *tray*, and so is a statement of which only the words are certain and not
who is meant by “he”. What people edited is put in place of what was found; names of
actors are those of the table of aliases.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from countermove.errors import EvidenceError, Problem, clip, did_you_mean
from countermove.evidence.ledger import Extract
from countermove.evidence.rows import FOUND, KINDS, SUGGESTION, VALUES, Row
from countermove.evidence.store.aliases import AliasTable
from countermove.evidence.store.decisions import Decided

__all__ = [
    "BY_HAND",
    "DROPPED",
    "EDITABLE",
    "STANDING",
    "TRAY",
    "State",
    "as_edited",
    "cut",
    "extract_of",
    "named",
    "plain_extract",
    "problems_of_edit",
    "row_of",
    "span_value",
    "state_of",
    "status_of",
    "who",
    "who_of",
]

STANDING, TRAY, DROPPED = "standing", "tray", "dropped"
#: The rule of an extract that a person wrote into the ledger.
BY_HAND = "by hand"

#: What can be edited: all values, and what makes the row itself.
EDITABLE = (*VALUES, "kind", "start", "end")
_CLOSED = {
    "kind": KINDS,
    "speech": ("direct", "partial", "indirect"),
    "status": ("paid", "pledged", "proposed", "asked"),
}
_SPAN = "span"  # the name under which an edit of start and end is logged, with the words


@dataclass(frozen=True, slots=True)
class State:
    """Where a row stands: "standing", "tray" or "dropped"; and who decided what on it, when.

    `verdict` is "keep", "drop" or "" where nobody decided; `edits` are the values that were put in place.
    """

    status: str
    verdict: str = ""
    edits: Mapping[str, str] = field(default_factory=dict)
    by: str = ""
    at: str = ""
    note: str = ""


def status_of(band: str, verdict: str, values: Mapping[str, str]) -> str:
    """Where a row of a band, with its values as people left them, stands after a verdict."""
    if verdict:
        return STANDING if verdict == "keep" else DROPPED
    return STANDING if band == FOUND and values.get("speaker_band") != SUGGESTION else TRAY


def state_of(row: Row, decided: Decided | None) -> State:
    """The state of a row."""
    if decided is None:
        return State(status_of(row.band, "", row.values))
    status = status_of(row.band, decided.verdict, as_edited(row, decided.edits).values)
    return State(status, decided.verdict, decided.edits, decided.by, decided.at, decided.note)


# -- what is edited --------------------------------------------------------------------------------


def problems_of_edit(changes: Mapping[str, str]) -> Iterator[Problem]:
    """What is wrong with an edit that can be seen without the source."""
    for name, value in changes.items():
        if name not in EDITABLE:
            yield Problem(f'a row has nothing called "{clip(name)}"', did_you_mean(name, EDITABLE))
        elif name in _CLOSED and value and value not in _CLOSED[name]:
            yield Problem(f'"{clip(value)}" is no {name}', did_you_mean(value, _CLOSED[name]))
        elif name in ("amount", "high") and value and not _is_number(value):
            yield Problem(f'"{clip(value)}" is no number', "Write it as 1500000, 2.5 or 2/3.")
        elif name in ("start", "end") and not value.isdecimal():
            yield Problem(f'"{clip(value)}" is no offset', "Give a whole number, counting characters from 0.")


def _is_number(value: str) -> bool:
    try:
        Fraction(value)
    except (ValueError, ZeroDivisionError):
        return False
    return True


def span_value(start: int, end: int, words: str) -> tuple[str, str]:
    """Name and value of the edit that gives a row another span."""
    return _SPAN, f"{start} {end} {words}"


def cut(text: str, start: int, end: int) -> str:
    """The words of a source that an edit chooses. Raises `EvidenceError` if there are none."""
    if not 0 <= start < end <= len(text):
        what = f"{start} to {end} is no stretch of the source, which has {len(text):,} characters"
        raise EvidenceError(Problem(what, "Give a start before the end, both inside the text."))
    return text[start:end]


def as_edited(row: Row, edits: Mapping[str, str]) -> Row:
    """The row as people left it; what was found stays in `State.edits`' place only in the rows file."""
    if not edits:
        return row
    settled = {"speaker_band": FOUND} if "speaker" in edits else {}
    values = {**row.values, **settled, **{name: value for name, value in edits.items() if name in VALUES}}
    changed = replace(row, values=values)
    kind = edits.get("kind", row.kind)
    if kind in KINDS:
        changed = replace(changed, kind=kind)
    with suppress(ValueError):
        start, end, words = edits.get(_SPAN, "").split(" ", 2)
        first, last = row.context if row.context != (0, 0) else (int(start), int(end))
        context = (min(first, int(start)), max(last, int(end)))
        changed = replace(changed, start=int(start), end=int(end), words=words, context=context)
    return changed


# -- whom it names ---------------------------------------------------------------------------------


def _words(row: Row, role: str) -> str:
    part = row.part(role)
    return part.words if part else ""


def who(row: Row, edits: Mapping[str, str] | None = None) -> tuple[str, str, str]:
    """By what the one who speaks or acts is looked up: the words, what they go back to, the name found.

    A name that a person put there is looked up alone.
    """
    roles = {part.role: part.words for part in reversed(row.parts)}
    return who_of(row.kind, row.words, roles, row.values, edits)


def who_of(
    kind: str,
    words: str,
    roles: Mapping[str, str],
    values: Mapping[str, str],
    edits: Mapping[str, str] | None = None,
) -> tuple[str, str, str]:
    """The same for a row in pieces: its kind, words, the words of its parts by role, and its values."""
    name = "speaker" if values.get("speaker") or roles.get("speaker") else "actor"
    if edits and name in edits:
        return "", "", edits[name]
    mine = roles.get(name) or (words if kind == "mention" else "")
    return mine, roles.get("antecedent", ""), values.get(name, "")


def named(row: Row, table: AliasTable, edits: Mapping[str, str] | None = None) -> Row:
    """The row with the names of its actors as the table of aliases has them."""
    found = {name: value for name in ("addressee", "target") if (value := _named(row, name, table, edits))}
    name = "speaker" if row.value("speaker") or _words(row, "speaker") else "actor"
    if one := table.whose(*who(row, edits)):
        found[name] = one
    return replace(row, values={**row.values, **found}) if found else row


def _named(row: Row, name: str, table: AliasTable, edits: Mapping[str, str] | None) -> str:
    words = "" if edits and name in edits else _words(row, name)
    return table.whose(words, "", row.value(name))


# -- rows and extracts -----------------------------------------------------------------------------

_SAME = ("speech", "act", "addressee", "via", "when", "amount", "high", "unit", "modifier", "status")


def extract_of(row: Row, state: State, issues: Container[str] | None = None) -> Extract:
    """A row as an extract, which a model can cite; of its issues those that the ledger has."""
    mine = tuple(each for each in row.value("issue").split() if issues is None or each in issues)
    with suppress(ValueError):
        return Extract(
            row.id, row.source, row.start, row.end, row.words, _said_by(row), mine, state.note,
            kind=row.kind, speaker_words=_words(row, "speaker"), rule=row.rule, by=state.by,
            on=date.fromisoformat(state.at[:10]) if state.at else None,
            **{name: row.value(name) for name in _SAME},
        )  # fmt: skip
    return extract_of(row, replace(state, at=""), issues)  # a time that somebody wrote by hand


def _said_by(row: Row) -> str:
    """The speaker by name, else by the words of the statement, which must not read as the author's own."""
    return row.value("speaker") or (_words(row, "speaker") if row.kind == "statement" else "")


def plain_extract(
    data: Mapping[str, Any], whose: Callable[[str, str, str], str], issues: Container[str] | None = None
) -> Extract:
    """The same for a row as it stands in its file, on which nobody decided; `whose` is the table's."""
    values = data["values"]
    value = values.get
    roles = {role: said for role, _, _, said in reversed(data["parts"])}
    words, speaker = roles.get("speaker", ""), value("speaker", "")
    if words or speaker:
        speaker = whose(words, roles.get("antecedent", ""), speaker)
    if data["kind"] == "statement":
        speaker = speaker or words
    mine = value("issue", "").split()
    addressee = whose(roles.get("addressee", ""), "", value("addressee", ""))
    return Extract(
        data["id"], data["source"], data["start"], data["end"], data["words"], speaker,
        tuple(each for each in mine if issues is None or each in issues) if mine else (),
        kind=data["kind"], speaker_words=words, rule=data["rule"],
        **{name: values[name] for name in _SAME if name in values} | {"addressee": addressee},
    )  # fmt: skip


def row_of(extract: Extract) -> Row:
    """An extract that a person wrote as a row that stands, so that both can be listed and searched."""
    values = {name: value for name in _SAME if (value := getattr(extract, name))}
    values |= {"speaker": extract.speaker} if extract.speaker else {}
    values |= {"issue": " ".join(extract.issues)} if extract.issues else {}
    kind = extract.kind or ("statement" if extract.speaker else "claim")
    span = (extract.start, extract.end)
    return Row(
        extract.id,
        extract.source,
        kind,
        *span,
        extract.words,
        extract.rule or BY_HAND,
        FOUND,
        (),
        values,
        span,
    )
