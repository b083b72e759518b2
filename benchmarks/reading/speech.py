"""How well speech is found, on MEANTIME: of the cues with speaker and content that annotators marked.

NewsReader MEANTIME corpus (Minard et al., LREC 2016), CC BY 4.0: statements are annotated up to
``full_annotation_until`` of each text. A cue is found if a statement has its verb or noun within it; its
speaker is right if the words overlap; its content is right if it covers an annotated head.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from countermove.evidence.ledger import Source
from countermove.evidence.parsing import parse
from countermove.evidence.passage import Passage, Span
from countermove.evidence.repair import passage_of
from countermove.evidence.report import Report
from countermove.evidence.speech import Statement, find_statements

__all__ = ["score"]


def score(lines: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    """Shares, of 1, over texts of MEANTIME: "found" (cues with speaker and content), "precision" (rows
    with an annotated cue), "speaker" and "content" (right ones of those found), and "cues", how many."""
    cues = found = speakers = contents = told = right = 0
    for line in lines:
        passage, statements = _read(line)
        gold = list(line["statements"])
        for cue in (cue for cue in gold if cue["speaker"] and cue["content_heads"]):
            cues += 1
            hit = _best(
                [made for made in statements if _touch(_original(passage, made.cue), cue["cue"])],
                passage,
                cue,
            )
            if hit is not None:
                found += 1
                speakers += _right_speaker(hit, passage, cue)
                contents += _right_content(hit, passage, cue)
        for made in statements:
            if made.cue is not None and passage.span(*made.content)[0] < line["full_annotation_until"]:
                told += 1
                right += any(_touch(_original(passage, made.cue), cue["cue"]) for cue in gold)
    return {
        "cues": cues, "found": found / max(1, cues), "precision": right / max(1, told),
        "speaker": speakers / max(1, found), "content": contents / max(1, found),
    }  # fmt: skip


def _read(line: Mapping[str, Any]) -> tuple[Passage, list[Statement]]:
    passage = passage_of(Report(Source("meantime", str(line["name"]), ""), str(line["text"])))
    return passage, find_statements(passage, parse(passage.text, passage.sentences))


def _best(hits: list[Statement], passage: Passage, cue: Mapping[str, Any]) -> Statement | None:
    return max(
        hits,
        key=lambda hit: (_right_speaker(hit, passage, cue), _right_content(hit, passage, cue)),
        default=None,
    )


def _right_speaker(made: Statement, passage: Passage, cue: Mapping[str, Any]) -> bool:
    return any(_touch(_original(passage, made.speaker), span) for span in cue["speaker"])


def _right_content(made: Statement, passage: Passage, cue: Mapping[str, Any]) -> bool:
    return any(_touch(passage.span(*span), head) for span in made.spans for head in cue["content_heads"])


def _original(passage: Passage, span: Span | None) -> Span | None:
    return None if span is None else passage.span(*span)


def _touch(span: Span | None, other: Iterable[int]) -> bool:
    start, end = other
    return span is not None and span[0] < end and start < span[1]


def _lines(path: Path, which: str) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for k, line in enumerate(file):
            if which == "all" or (k % 2 == 0) == (which == "even"):
                yield json.loads(line)


def main(words: list[str]) -> None:
    """Prints the scores of a file of MEANTIME, one JSON object a line."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("file", type=Path)
    asked.add_argument("--half", choices=("odd", "even", "all"), default="all", help="lines by index from 0")
    given = asked.parse_args(words)
    for name, value in score(_lines(given.file, given.half)).items():
        print(f"{name:10s} {value:.3f}" if name != "cues" else f"{name:10s} {value:.0f}")


if __name__ == "__main__":
    main(sys.argv[1:])
