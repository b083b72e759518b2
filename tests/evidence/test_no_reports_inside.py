"""The reports belong to their publishers: no long run of their words stands anywhere in the project."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap

from evidence.reports_at_hand import ROOT, reports

LONGEST = 300
_BUILT = {"node_modules", "build", "_build", "dist", "__pycache__"}


def files() -> Iterator[Path]:
    """Every file of the project, without what tools keep for themselves."""
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if not name.startswith(".") and name not in _BUILT]
        yield from (Path(folder) / name for name in names)


def flat(text: str) -> str:
    """A text without what typing, wrapping and markup change."""
    plain = text.translate(str.maketrans("“”‘’—–", "\"\"''--"))
    return re.sub(r"\W+", " ", plain).casefold()


def copied(text: str, report: str, longest: int = LONGEST) -> str:
    """A run of the report of that length in the text, or "".

    Any such run has within it one of the pieces of half that length that the report is cut into.
    """
    half = longest // 2
    for start in range(0, len(report) - half + 1, half):
        piece = report[start : start + half]
        at = text.find(piece)
        while at >= 0:
            before = _alike(text[:at][::-1], report[:start][::-1])
            after = _alike(text[at + half :], report[start + half :])
            if before + half + after >= longest:
                return report[start - before : start + half + after]
            at = text.find(piece, at + 1)
    return ""


def _alike(one: str, other: str) -> int:
    """How many signs two texts have in common from their beginning."""
    pairs = zip(one, other, strict=False)
    return next((k for k, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def test_no_file_holds_a_long_run_of_a_report() -> None:
    texts = {name: flat(text) for name, text in reports().items()}
    for path in files():
        text = flat(path.read_bytes().decode("utf-8", errors="ignore"))
        for name, report in texts.items():
            assert not copied(text, report), f"{path.relative_to(ROOT)} holds a piece of {name}"


def test_a_copied_paragraph_would_be_found() -> None:
    """However it is wrapped, quoted or commented; tried on a text of our own."""
    text = " ".join(f"Delegate {n}’s plan, “option {n * n}”, came up on day {n % 7}." for n in range(100))
    report, piece = flat(text), text[1003:1403]
    wrapped = "# " + "\n# ".join(wrap(piece, 60))
    for made in (piece, wrapped, f"before {piece} after", piece.replace("’", "'")):
        assert copied(flat(made), report)
    assert not copied(flat(piece[:200]), report)
