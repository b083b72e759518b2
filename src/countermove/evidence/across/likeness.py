"""Likeness: which rows of other reports speak of the same as a row, as a list to look through.

Two texts are as like as the cosine of their terms, each weighed by how often it stands in the text and
how few texts have it (TF-IDF: K. Spärck Jones, Journal of Documentation 28 (1972), 11–21). On long
analyses the right row is among the first five for two thirds of the rows: a list for a person to choose
from, never a claim that two rows say the same.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from countermove.evidence.across.material import Material
from countermove.evidence.rows import Row

__all__ = ["COMPARED", "Like", "Terms", "Vectors", "likest", "terms_of"]

#: The kinds of row that can be compared; and those that are listed, which hold the words of the others.
COMPARED = ("statement", "claim", "figure", "event")
_LISTED = ("statement", "claim")
#: A term that stands in more than this share of many texts tells nothing, and costs most of the time.
_TOO_COMMON, _MANY = 0.2, 2_000

#: The texts that have a term, with its weight there.
Places = dict[str, list[tuple[str, float]]]
#: The cosine of two rows by another way of comparing, by their ids; nothing where it does not know.
Vectors = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Like:
    """A row and how like it is, from 0 to 1; `shared` are the words that weigh most, for showing why."""

    row: Row
    score: float
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Terms:
    """Texts by their terms, each text under a name."""

    texts: Mapping[str, Sequence[str]] = field(repr=False)

    @cached_property
    def _rarity(self) -> dict[str, float]:
        in_texts = Counter(term for terms in self.texts.values() for term in set(terms))
        many = len(self.texts)
        most = many if many < _MANY else int(_TOO_COMMON * many)
        return {term: math.log(1 + many / n) for term, n in in_texts.items() if n <= most}

    @cached_property
    def vectors(self) -> dict[str, dict[str, float]]:
        """The weights of the terms of each text, of length 1."""
        return {name: self.weigh(terms) for name, terms in self.texts.items()}

    @cached_property
    def _all(self) -> Places:
        return self.places(self.texts)

    def places(self, names: Iterable[str]) -> Places:
        """In which of some texts each term stands, and with what weight."""
        places: Places = defaultdict(list)
        for name in names:
            for term, weight in self.vectors[name].items():
                places[term].append((name, weight))
        return places

    def weigh(self, terms: Iterable[str]) -> dict[str, float]:
        """The weights of terms as those of a text among these."""
        counted = {term: n for term, n in Counter(terms).items() if term in self._rarity}
        raw = {term: (1 + math.log(n)) * self._rarity[term] for term, n in counted.items()}
        length = math.sqrt(sum(weight * weight for weight in raw.values()))
        return {term: weight / length for term, weight in raw.items()}

    def near(self, vector: Mapping[str, float], places: Places | None = None) -> dict[str, float]:
        """The cosine of each text, or each of those in `places`, that shares a term with a unit vector."""
        found: dict[str, float] = defaultdict(float)
        among = self._all if places is None else places
        for term, weight in vector.items():
            for name, other in among.get(term, ()):
                found[name] += weight * other
        return found

    def cosine(self, one: str, other: str) -> float:
        """The cosine of two texts."""
        mine, theirs = self.vectors[one], self.vectors[other]
        return sum(weight * theirs.get(term, 0.0) for term, weight in mine.items())


def terms_of(material: Material, kinds: Sequence[str] = COMPARED) -> Terms:
    """The sentences of the rows of some kinds, the row's own words counted twice."""
    known = ("terms", *kinds)
    if known not in material.memo:
        rows = (row for row in material.rows if row.kind in kinds)
        material.memo[known] = Terms(
            {row.id: (*material.of_sentence(row).terms, *material.of_words(row).terms) for row in rows}
        )
    return cast(Terms, material.memo[known])


def likest(
    material: Material, row: Row, terms: Terms | None = None, most: int = 10, vectors: Vectors | None = None
) -> list[Like]:
    """The rows of other reports that are most like a row, likest first; one of each sentence.

    `vectors`, by ids of rows and of length 1, are another way to compare: its cosines are added to those
    of the terms, and the sum halved.
    """
    terms = terms or terms_of(material)
    mine = terms.weigh((*material.of_sentence(row).terms, *material.of_words(row).terms))
    scores = terms.near(mine)
    if vectors is not None and row.id in vectors:
        scores = {
            id: (scores.get(id, 0.0) + _dot(vectors[row.id], vectors.get(id))) / 2 for id in terms.texts
        }
    found: list[Like] = []
    seen: set[tuple[str, int, int]] = set()
    for id, score in sorted(scores.items(), key=lambda item: (-round(item[1], 9), item[0])):
        other = material.by_id[id]
        place = _place(other)
        if other.source == row.source or other.kind not in _LISTED or score <= 0 or place in seen:
            continue
        seen.add(place)
        shared = _shared(mine, terms.vectors[id])
        found.append(
            Like(other, min(score, 1.0), tuple(_as_written(material, other, each) for each in shared))
        )
        if len(found) == most:
            break
    return found


def _place(row: Row) -> tuple[str, int, int]:
    return (row.source, *(row.context if row.context != (0, 0) else (row.start, row.end)))


def _dot(one: Sequence[float], other: Sequence[float] | None) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True)) if other is not None else 0.0


def _shared(mine: Mapping[str, float], theirs: Mapping[str, float]) -> tuple[str, ...]:
    both = sorted((term for term in mine if term in theirs), key=lambda term: -mine[term] * theirs[term])
    return tuple(both[:4])


def _as_written(material: Material, row: Row, term: str) -> str:
    """A term as the sentence of a row has it."""
    text = material.of_sentence(row)
    spans = (span for key, span in zip(text.keys, text.spans, strict=True) if key == term)
    return next((text.text[start:end] for start, end in spans), term)
