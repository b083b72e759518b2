"""Rows: what is found in reports, each a verbatim span with the rule that found it.

A row says of some words of a source what they are: a statement of somebody, a figure, a date, an event
or a mention of an actor. Whatever else of it stands in the text (who said it, the verb, to whom) is a
`Part`, a span of its own; what was made of the words (the person meant by “he”, the day meant by
“Friday”) is a value beside them, never in their place.

A row is *found* if its rule is right nine times in ten, and else a *suggestion*, which waits until
somebody keeps or drops it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["FOUND", "KINDS", "LETTERS", "ROLES", "SUGGESTION", "VALUES", "Part", "Row", "row_id"]

#: The two bands.
FOUND, SUGGESTION = "found", "suggestion"

#: The kinds of row with the letter that their ids have.
LETTERS = {"statement": "s", "claim": "c", "figure": "f", "date": "d", "event": "e", "mention": "m"}
#: statement: words of somebody whom the report names. claim: the author's own words.
KINDS = tuple(LETTERS)

#: What the words of a part do.
ROLES = (
    "speaker", "cue", "addressee", "when", "where", "via", "content",
    "modifier", "unit", "of", "status", "actor", "target", "antecedent",
)  # fmt: skip

#: What a value means. All values are texts.
VALUES = {
    "speaker": "who said it: an actor of the ledger, by name",
    "speaker_by": "how that was found: named, described, pronoun, none",
    "speaker_band": "whether that is found, or a suggestion: the words may be certain, and who is meant not",
    "voice": "imputed for words put into a mouth, which are nobody's",
    "speech": "direct, partial or indirect",
    "act": (
        "what is done by saying it: asserts, predicts, replies, announces, denies, rejects, accepts, agrees, "
        "promises, threatens, warns, demands, urges, asks, proposes, orders, accuses, condemns, praises, "
        "apologises, decides, hopes, fears, thinks, doubts; of an event its type by PLOVER"
    ),
    "addressee": "to whom: an actor of the ledger, by name",
    "via": "the outlet or document that it came by",
    "when": "the day it was said, as far as known: 2025-08-19, 2025-08, 2025",
    "inside": "the row that it is told in: somebody's words about somebody's words",
    "amount": "the number, with a point and no separators, or a fraction such as 2/3",
    "high": "the upper end of a range",
    "unit": "USD, EUR, percent, people, ... or the noun that is counted",
    "modifier": "about, at least, at most, more than, less than, nearly",
    "status": "paid, pledged, proposed, asked",
    "value": "a date, in the manner of TIMEX: 2025-08-15, 2025-08, P3Y, 2025-W33",
    "reckoned": "in words, how a date was reached: Friday before 19 August 2025",
    "type": "date, time, duration or set; money, percent, count, measure or ratio",
    "mood": "of an event: negated, or possible (planned, wished for)",
    "actor": "the actor meant, or the one who acts, by name",
    "target": "the one acted upon, by name",
    "issue": "the issues that it falls under, parted by spaces",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Some words of the source that say something about a row: `role` is one of `ROLES`."""

    role: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """Words of a source, text[start:end], and what they are. Offsets count as those of `Extract`.

    `rule` names what found it, `band` is "found" or "suggestion". `parts` are further spans; `values`
    are what was made of the words, by the names in `VALUES`. `context` is the sentence they stand in.
    """

    id: str
    source: str
    kind: str
    start: int
    end: int
    words: str
    rule: str
    band: str
    parts: tuple[Part, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    context: tuple[int, int] = (0, 0)

    def part(self, role: str) -> Part | None:
        """The first part with that role."""
        return next((part for part in self.parts if part.role == role), None)

    def value(self, name: str) -> str:
        """A value, or nothing."""
        return self.values.get(name, "")

    def stands_in(self, text: str) -> bool:
        """Whether the words of the row and of its parts stand in a text, where the row says."""
        spans = [(self.start, self.end, self.words), *((p.start, p.end, p.words) for p in self.parts)]
        return all(text[start:end] == words for start, end, words in spans)

    def as_dict(self) -> dict[str, Any]:
        """For a line of a rows file."""
        return {
            "id": self.id, "source": self.source, "kind": self.kind, "start": self.start, "end": self.end,
            "words": self.words, "rule": self.rule, "band": self.band, "context": list(self.context),
            "parts": [[part.role, part.start, part.end, part.words] for part in self.parts],
            "values": dict(self.values),
        }  # fmt: skip

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Row:
        """The row of a line of a rows file. Raises `KeyError`, `TypeError` or `ValueError` if it is none."""
        first, last = data["context"]
        return cls(
            **{key: str(data[key]) for key in ("id", "source", "kind", "words", "rule", "band")},
            start=int(data["start"]),
            end=int(data["end"]),
            context=(int(first), int(last)),
            parts=tuple(Part(str(r), int(a), int(b), str(w)) for r, a, b, w in data["parts"]),
            values={str(key): str(value) for key, value in data["values"].items()},
        )


def row_id(source: str, kind: str, start: int, taken: Container[str] = ()) -> str:
    """The id of a row, by where it stands: ``sanger-s4312``; the same however often a report is read.

    A second row of one kind that begins at the same place gets a letter: ``sanger-s4312b``.
    """
    plain = f"{source}-{LETTERS[kind]}{start}"
    if plain not in taken:
        return plain
    return next(name for letter in "bcdefghijklmnopqrstuvwxyz" if (name := plain + letter) not in taken)
