"""A ledger of two invented reports, made as reading would make it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from countermove.evidence.ledger import Source
from countermove.evidence.rows import FOUND, SUGGESTION, Part, Row, row_id
from countermove.evidence.store import Header, Store
from countermove.files.ledger import put_sources

__all__ = ["HARBOUR", "RIVER", "Made", "header", "made", "row"]

RIVER = (
    "The river talks\r\n\r\nAnna Berg arrived late. “We will not sell the dam,” said the envoy, Anna Berg. "
    "She warned that the valley — all of it — would run dry.\r\n"
    "About 40 farms have closed since May. 𝒰nrest grows.\r\n"
)
HARBOUR = (
    "Minister Cole denied it on Friday. Mr. Cole said the harbour was “open to all”. He promised two ferries."
)


@dataclass(frozen=True)
class Made:
    """Where it is, and its store."""

    path: Path
    store: Store

    def again(self) -> Store:
        """The store opened anew, as another program would."""
        return Store.open(self.path)


def row(source: str, text: str, words: str, kind: str = "statement", band: str = FOUND, **more: str) -> Row:
    """A row for the first place where words stand; `speaker_`, `cue_` and the like give parts."""
    start = text.index(words)
    parts = [
        Part(name.removesuffix("_"), at := text.index(said), at + len(said), said)
        for name, said in more.items()
        if name.endswith("_")
    ]
    values = {name: value for name, value in more.items() if not name.endswith("_") and name != "rule"}
    rule = more.get("rule", "quotation with a verb of saying")
    span = (start, start + len(words))
    return Row(
        row_id(source, kind, start), source, kind, *span, words, rule, band, tuple(parts), values, span
    )


BERG = {"speaker": "Anna Berg", "speaker_": "Anna Berg"}
SHE = {"speaker": "Anna Berg", "speaker_": "She", "antecedent_": "Anna Berg"}
MINISTER = {"speaker": "Minister Cole", "speaker_": "Minister Cole"}
COLE = {"speaker": "Mr. Cole", "speaker_": "Mr. Cole"}
HE = {"speaker": "Mr. Cole", "speaker_": "He"}
WARNING = {"cue_": "warned", "act": "warns", "speech": "indirect", "rule": "clause with another verb"}
PROMISE = {"cue_": "promised", "act": "promises", "speech": "indirect", "rule": "noun content"}
FARMS = {"amount": "40", "unit": "farms", "modifier": "about", "rule": "count"}


def river_rows() -> list[Row]:
    return [
        row("river", RIVER, "We will not sell the dam", cue_="said", act="rejects", speech="direct", **BERG),
        row("river", RIVER, "the valley — all of it — would run dry", band=SUGGESTION, **SHE, **WARNING),
        row("river", RIVER, "About 40 farms", "figure", **FARMS),
        row("river", RIVER, "𝒰nrest grows.", "claim", rule="author's own sentence"),
    ]


def harbour_rows() -> list[Row]:
    return [
        row("harbour", HARBOUR, "it", cue_="denied", act="denies", **MINISTER),
        row("harbour", HARBOUR, "the harbour was “open to all”", cue_="said", act="asserts", **COLE),
        row("harbour", HARBOUR, "two ferries", band=SUGGESTION, **HE, **PROMISE),
    ]


def header(source: str, text: str, **more: str) -> Header:
    unread = ((0, 15, "headline"),) if source == "river" else ()
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Header(
        source, sha256, reader=more.get("reader", "1"), level=more.get("level", "full"), unread=unread
    )


def made(folder: Path) -> Made:
    """The ledger, with its reports beside it."""
    path = folder / "case.ledger.toml"
    for name, text in (("river", RIVER), ("harbour", HARBOUR)):
        (folder / f"{name}.txt").write_bytes(text.encode())
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        put_sources(path, [Source(name, f"{name}.txt", sha256, author=f"{name.title()} Writer")])
    store = Store.open(path)
    store.put("river", header("river", RIVER), river_rows())
    store.put("harbour", header("harbour", HARBOUR), harbour_rows())
    return Made(path, store)
