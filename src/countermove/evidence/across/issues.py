"""Issues: which rows bear on what the reports speak of, by an issue's words and by likeness.

A row falls under an issue if somebody put it there, or if one of the issue's words or phrases stands in
its own words or in its sentence, in whatever form of the word. A row that has none of them but is very
like those that do is listed apart, as a suggestion.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from countermove.evidence.across.likeness import Terms, terms_of
from countermove.evidence.across.material import Material
from countermove.evidence.across.words import keys_of_phrase
from countermove.evidence.ledger import Issue
from countermove.evidence.rows import Row

__all__ = ["HOW", "Placed", "place_rows"]

#: How a row came under an issue, from the firmest.
HOW = {
    "named": "put there by name",
    "words": "by words of its own",
    "sentence": "by words of its sentence",
    "like": "like those above, without their words: a suggestion",
}
#: So like the rows of an issue, taken together, must a row be that has none of its words.
_LIKE = 0.3
#: Rows by words that an issue must have before others are held against them.
_ENOUGH = 3
#: The kinds that are listed under issues; a date or a mention alone says nothing on an issue.
_KINDS = ("statement", "claim", "figure", "event")


@dataclass(frozen=True, slots=True)
class Placed:
    """A row under an issue: `how` is one of `HOW`, `by` the word or phrase of the issue that it has."""

    row: Row
    issue: str
    how: str
    by: str = ""
    score: float = 1.0


def place_rows(
    material: Material, issues: Iterable[Issue] | None = None, *, like: bool = True
) -> dict[str, list[Placed]]:
    """The rows under each issue, in the order of the reports; those that are there by likeness last.

    `issues` are those of the material unless others are given; without `like` only words count.
    """
    wanted = tuple(material.issues if issues is None else issues)
    rows = [row for row in material.rows if row.kind in _KINDS]
    placed: dict[str, list[Placed]] = {}
    for issue in wanted:
        phrases = [(phrase, keys_of_phrase(phrase)) for phrase in issue.words]
        found = (_by_words(material, row, issue.id, phrases) for row in rows)
        placed[issue.id] = [each for each in found if each is not None]
    if like:
        terms = terms_of(material, _KINDS)
        for mine in placed.values():
            mine.extend(_by_likeness(rows, mine, terms))
    return placed


def _by_words(
    material: Material, row: Row, issue: str, phrases: Sequence[tuple[str, tuple[str, ...]]]
) -> Placed | None:
    if issue in row.value("issue").split():
        return Placed(row, issue, "named")
    for how, text in (("words", material.of_words(row)), ("sentence", material.of_sentence(row))):
        for phrase, keys in phrases:
            if text.holds(keys):
                return Placed(row, issue, how, phrase)
    return None


def _by_likeness(rows: Sequence[Row], mine: Sequence[Placed], terms: Terms) -> list[Placed]:
    """Rows that are like the middle of an issue's own, likest first."""
    own = [terms.vectors[each.row.id] for each in mine if each.how != "sentence"]
    if len(own) < _ENOUGH:
        return []
    there = {each.row.id for each in mine}
    near = terms.near(_middle(own))
    found = [Placed(row, mine[0].issue, "like", score=near[row.id])
             for row in rows if row.id not in there and near.get(row.id, 0.0) >= _LIKE]  # fmt: skip
    return sorted(found, key=lambda each: (-each.score, each.row.id))


def _middle(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of vectors, of length 1."""
    total: dict[str, float] = defaultdict(float)
    for vector in vectors:
        for term, weight in vector.items():
            total[term] += weight
    length = sum(weight * weight for weight in total.values()) ** 0.5
    return {term: weight / length for term, weight in total.items()} if length else {}
