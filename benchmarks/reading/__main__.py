"""How well reports are read: precision and recall on an annotated corpus.

    python benchmarks/reading MEANTIME.jsonl [--lines even|odd|all] [--json]

The corpus is NewsReader MEANTIME (Minard et al., LREC 2016; CC BY 4.0, texts from Wikinews, CC BY 2.5),
one text a line as JSON: text, dct (the day of publication), full_annotation_until, times, values,
statements, actors. The rules were made with the odd lines in view (counted from 0); the even lines are
what is reported.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import actors
import dates
import figures
import speech

PARTS = {"statements": speech, "figures": figures, "dates": dates, "actors": actors}
WHICH = {"even": slice(0, None, 2), "odd": slice(1, None, 2), "all": slice(None)}


def read_lines(path: Path, which: str) -> list[dict[str, Any]]:
    """The annotated texts of a corpus file, or half of them."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()][WHICH[which]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--lines", choices=WHICH, default="even")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    lines = read_lines(given.corpus, given.lines)
    scores = {name: part.score(lines) for name, part in PARTS.items()}
    if given.json:
        print(json.dumps(scores, indent=2))
        return
    print(f"{len(lines)} texts ({given.lines} lines)")
    for name, values in scores.items():
        for measure, value in values.items():
            shown = f"{value:.3f}" if isinstance(value, float) and value <= 1 else f"{value:,}"
            print(f"  {name:<11} {measure:<40} {shown}")


if __name__ == "__main__":
    main()
