"""What a second program does at the same time; a process of its own imports it from here."""

from __future__ import annotations

from pathlib import Path

from countermove.evidence.ledger import Source
from countermove.evidence.store import Store
from countermove.files.ledger import put_sources

__all__ = ["decide_often", "put_reports"]


def decide_often(path: Path, who: str, ids: list[str], times: int) -> None:
    store = Store.open(path)
    for n in range(times):
        store.decide(ids, "keep" if n % 2 else "drop", who)


def put_reports(path: Path, names: list[str]) -> None:
    for name in names:
        put_sources(path, [Source(name, f"{name}.txt", "f" * 64)])
