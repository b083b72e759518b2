"""Verbs of events, by what is done: `verbs.toml`, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Lexicon", "lexicon"]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`acts`: the type of each verb, by lemma (with its particle: ``back_down``); `targets`: by type, the
    prepositions that lead to the other party; `doubtful`: verbs also said of things that are no event;
    `bound`: those
    that are one only between two actors; `report`: verbs after which something is told."""

    acts: dict[str, str]
    targets: dict[str, frozenset[str]]
    doubtful: frozenset[str]
    bound: frozenset[str]
    report: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """The verbs of events."""
    data = tomllib.loads(files("countermove.evidence.events").joinpath("verbs.toml").read_text("utf-8"))
    acts: dict[str, str] = {}
    for kind in data["types"]:
        for verb in kind["verbs"].split():
            acts.setdefault(verb, kind["act"])
    targets = {kind["act"]: frozenset(kind["target"]) for kind in data["types"]}
    told = frozenset(data["report"]["verbs"].split())
    doubtful, bound = (frozenset(data[name]["verbs"].split()) for name in ("doubtful", "bound"))
    return Lexicon(acts, targets, doubtful, bound, told)
