"""What a model offers about the report of our own invention, and what comes of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from countermove.evidence.proposals import Asking, Limits, Proposed, propose
from evidence.proposals.fake_model import chat, fake_model, says
from evidence.proposals.gazette import KNOWN, TEXT, subject

__all__ = ["HONEST", "NO_WORDS", "QUICK", "offered", "proposed", "statement"]

QUICK = Limits(seconds=20, most_bytes=2_000_000, tries=1, pause=0)


def proposed(tmp_path: Path, body: bytes, text: str = TEXT, model: str = "m") -> Proposed:
    fresh = Path(tempfile.mkdtemp(dir=tmp_path))  # no answer of an earlier call is kept there
    one, folder = subject(fresh, text, KNOWN if text == TEXT else ())
    with fake_model(says(body)) as fake:
        return propose(one, Asking(fake.endpoint, model, limits=QUICK), folder)


def offered(tmp_path: Path, text: str = TEXT, **lists: Any) -> Proposed:
    return proposed(tmp_path, chat(lists), text)


def statement(
    words: str, speaker: str = "", cue: str = "", act: str = "", addressee: str = ""
) -> dict[str, str]:
    return {"words": words, "speaker": speaker, "cue": cue, "act": act, "addressee": addressee}


HONEST = statement("they were seen with spades before", "The miller", "said", "asserts")
#: Why words that differ are refused.
NO_WORDS = "the words are not in the passage as they were given"
