"""Strands: a piece of text in the making, each of its characters with its place in the untouched report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from countermove.evidence.repair.lines import Paragraph

__all__ = ["Edit", "Strand"]

#: Replace from (included) to (excluded) by a text; its characters come from the first one replaced.
Edit = tuple[int, int, str]


@dataclass(slots=True)
class Strand:
    """Text, and for each character where it comes from; `origin` never decreases."""

    text: str
    origin: list[int]

    @classmethod
    def of(cls, whole: str, paragraph: Paragraph) -> Strand:
        """The pieces of a paragraph, glued; glue comes from the character before it."""
        origin: list[int] = []
        for (start, end), glue in zip(paragraph.pieces, (*paragraph.glue, ""), strict=True):
            origin.extend(range(start, end))
            origin.extend([end - 1] * len(glue))
        return cls(paragraph.text(whole), origin)

    def edited(self, edits: Iterable[Edit]) -> Strand:
        """With edits made, which come in order and do not overlap."""
        text: list[str] = []
        origin: list[int] = []
        done = 0
        for start, end, new in edits:
            text += [self.text[done:start], new]
            origin += self.origin[done:start]
            origin += [self.origin[start]] * len(new)
            done = end
        if not done:
            return self
        return Strand("".join([*text, self.text[done:]]), origin + self.origin[done:])
