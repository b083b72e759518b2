"""The question that a model is asked of a piece of a report, and the version of its wording.

The piece stands between two lines that no report can hold, for they are made from the fingerprint of
the piece itself; nothing in it can pretend to be its end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from string import Template

from countermove.evidence.ledger import Issue
from countermove.evidence.report import fingerprint
from countermove.evidence.speech.cues import nouns, verbs

__all__ = ["MODIFIERS", "PROMPT", "STATUSES", "acts", "messages", "question_id"]

#: The version of the wording and of the form of the answer; rows name it.
PROMPT = "1"

MODIFIERS = ("about", "at least", "at most", "more than", "less than", "nearly")
STATUSES = ("paid", "pledged", "proposed", "asked")


@cache
def acts() -> frozenset[str]:
    """What can be done by saying something: the acts of the lexicon of cues."""
    return frozenset(cue.act for lexicon in (verbs(), nouns()) for cues in lexicon.values() for cue in cues)


def messages(text: str, issues: Sequence[Issue] = ()) -> list[dict[str, str]]:
    """The rules, and the piece as data behind them."""
    fence = f"=== {fingerprint(text)[:24]} ==="
    wording = files("countermove.evidence.proposals").joinpath("prompt.txt").read_text(encoding="utf-8")
    told = "\n".join(_issue(issue) for issue in issues) or "(none: leave links empty)"
    rules = Template(wording).substitute(
        fence=fence, acts=", ".join(sorted(acts())), modifiers=", ".join(MODIFIERS),
        statuses=", ".join(STATUSES), issues=told,
    )  # fmt: skip
    return [
        {"role": "system", "content": rules},
        {"role": "user", "content": f"{fence}\n{text}\n{fence}"},
    ]


def _issue(issue: Issue) -> str:
    words = ", ".join(issue.words)
    told = [part for part in (issue.name, issue.question, f"words: {words}" if words else "") if part]
    return f"  {issue.id}: {'; '.join(told)}" if told else f"  {issue.id}"


def question_id(model: str, asked: Sequence[dict[str, str]]) -> str:
    """The fingerprint of a question: model, version and every word that is sent."""
    whole = json.dumps([model, PROMPT, list(asked)], sort_keys=True)
    return hashlib.sha256(whole.encode("ascii")).hexdigest()
