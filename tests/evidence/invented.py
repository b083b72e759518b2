"""Two invented reports on one crisis, and rows in them: what the tests across reports are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from countermove.evidence.across.material import Material
from countermove.evidence.actors import Actor
from countermove.evidence.ledger import Issue, Source
from countermove.evidence.rows import LETTERS, Part, Row
from countermove.evidence.store import Header, Store

DAILY = (
    "Envoys of Ruritania and Zubrowka met in Strelsau on Monday to speak about the harbour dues. "
    "Count Hentzau said that Ruritania rejects the harbour treaty of last spring. "
    "“We will not open the harbour,” Hentzau told the envoys. "
    "Zubrowka urged Ruritania to open the harbour before winter. "
    "Ruritania has paid 40 million crowns for the repair of the harbour. "
    "Ruritania threatened to close the river to all barges. "
    "The mediator promised to send observers to the river. "
)
HERALD = (
    "The Herald has learned that Count Hentzau accepts the harbour treaty of last spring in private. "
    "Zubrowka promised to lower the dues once the harbour is open. "
    "According to the mediator, Ruritania paid 25 million crowns for the repair of the harbour. "
    "Zubrowka must withdraw its gunboats, Colonel Sapt said. "
    "Nobody expects the barges to move before spring. "
)
TEXTS = {"daily": DAILY, "herald": HERALD}
SOURCES = (
    Source("herald", "herald.txt", "b" * 64, author="B. Writer", outlet="The Herald", date=date(1898, 3, 4)),
    Source("daily", "daily.txt", "a" * 64, author="A. Writer", outlet="The Daily", date=date(1898, 3, 1)),
)
HARBOUR = Issue("harbour", "The harbour", "Will the harbour be opened?", ("harbour",))
GUNBOATS = Issue("gunboats", words=("gunboats", "warships"))


def row(
    source: str, words: str, kind: str = "statement", parts: Sequence[tuple[str, str]] = (), *,
    band: str = "found", nth: int = 0, texts: dict[str, str] = TEXTS, **values: str,
) -> Row:  # fmt: skip
    """A row of some words of a report; its sentence is the one that they stand in."""
    text = texts[source]
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    end = start + len(words)
    first = max(text.rfind(". ", 0, start), text.rfind("” ", 0, start)) + 2 if start else 0
    last = text.find(". ", max(end - 1, 0))
    sentence = (first if first > 1 else 0, len(text) if last < 0 else last + 1)
    made = []
    for role, said in parts:
        at = text.index(said, sentence[0])
        made.append(Part(role, at, at + len(said), said))
    return Row(
        f"{source}-{LETTERS[kind]}{start}", source, kind, start, end, words, f"rule of {kind}", band,
        tuple(made), {k: v for k, v in values.items() if v}, sentence,
    )  # fmt: skip


def rows() -> tuple[Row, ...]:
    """What a reader would find in the two."""
    return (
        row("daily", "Ruritania rejects the harbour treaty of last spring", speaker="Count Hentzau",
            speaker_by="named", speaker_band="found", act="rejects"),
        row("daily", "We will not open the harbour",
            parts=[("speaker", "Hentzau"), ("addressee", "the envoys")],
            speaker="Count Hentzau", speaker_band="suggestion", act="asserts", speech="direct"),
        row("daily", "to open the harbour before winter",
            parts=[("speaker", "Zubrowka"), ("addressee", "Ruritania")],
            speaker="Zubrowka", speaker_by="named", act="urges"),
        row("daily", "Ruritania has paid 40 million crowns for the repair of the harbour.", "claim"),
        row("daily", "40 million crowns", "figure", [("of", "the repair of the harbour")],
            amount="40000000", unit="crowns", status="paid"),
        row("daily", "to close the river to all barges", parts=[("speaker", "Ruritania")],
            speaker="Ruritania", speaker_by="named", act="threatens"),
        row("daily", "to send observers to the river", parts=[("speaker", "The mediator")],
            speaker="Mediator", act="promises"),
        row("herald", "the harbour treaty of last spring", parts=[("speaker", "Count Hentzau")],
            speaker="Count Hentzau", speaker_by="named", act="accepts"),
        row("herald", "to lower the dues once the harbour is open", parts=[("speaker", "Zubrowka")],
            speaker="Zubrowka", speaker_by="named", act="promises"),
        row("herald", "Ruritania paid 25 million crowns for the repair of the harbour",
            parts=[("speaker", "the mediator")], speaker="Mediator", act="asserts"),
        row("herald", "25 million crowns", "figure", [("of", "the repair of the harbour")],
            amount="25000000", unit="crowns", status="paid"),
        row("herald", "Zubrowka must withdraw its gunboats", parts=[("speaker", "Colonel Sapt")],
            speaker="Colonel Sapt", speaker_by="named", act="asserts"),
        row("herald", "Nobody expects the barges to move before spring.", "claim"),
    )  # fmt: skip


ACTORS = (
    Actor("Ruritania", "country", ("Ruritania",)),
    Actor("Zubrowka", "country", ("Zubrowka",)),
    Actor("Count Hentzau", "person", ("Hentzau", "Count Hentzau")),
    Actor("Mediator", "person", ("the mediator", "The mediator")),
    Actor("Colonel Sapt", "person", ("Colonel Sapt",)),
)


def material(*issues: Issue, texts: dict[str, str] | None = None) -> Material:
    """The two reports with their rows."""
    return Material(SOURCES, issues, rows(), TEXTS if texts is None else texts)


def written(folder: Path, *issues: Issue, more: Sequence[Row] = ()) -> Path:
    """A ledger of the two reports on disk, with the rows beside it and the reports at hand."""
    lines = ["countermove_ledger = 1"]
    for source in SOURCES:
        text = TEXTS[source.id].encode()
        (folder / source.file).write_bytes(text)
        sha = hashlib.sha256(text).hexdigest()
        lines += ["[[sources]]", f'id = "{source.id}"', f'author = "{source.author}"',
                  f"date = {source.date}", f'outlet = "{source.outlet}"',
                  f'file = "{source.file}"', f'sha256 = "{sha}"']  # fmt: skip
    for issue in issues:
        words = ", ".join(f'"{each}"' for each in issue.words)
        lines += ["[[issues]]", f'id = "{issue.id}"', f'name = "{issue.name}"',
                  f'question = "{issue.question}"', f"words = [{words}]"]  # fmt: skip
    path = folder / "harbour.ledger.toml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    store = Store.open(path)
    for source in SOURCES:
        sha = hashlib.sha256(TEXTS[source.id].encode()).hexdigest()
        mine = [each for each in (*rows(), *more) if each.source == source.id]
        store.put(source.id, Header(source.id, sha, "", "1", "full"), mine)
    store.propose_actors(ACTORS)
    store.close()
    return path
