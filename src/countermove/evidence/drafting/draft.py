"""A draft: who could be the decision makers of a model and what they could do, each with its rows.

Only rows that stand are used. A draft has no preferences: what a row says that somebody wishes is listed
beside it as a wish, and what it weighs against other wishes no row says. Who belongs together (a minister
and the country) is a question for the table of aliases, and not answered here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from countermove.evidence.across.words import Worded
from countermove.evidence.drafting.moves import Move, People, Sighting, name_of, sighting
from countermove.evidence.drafting.naming import as_id, clause, fresh
from countermove.evidence.ledger import Source
from countermove.evidence.rows import FOUND, Row

__all__ = ["WISHES", "Draft", "LeftOut", "Maker", "Wish", "draft"]

#: Acts that say something of what the speaker wants or does not want.
WISHES = frozenset(
    {"demands", "urges", "asks", "orders", "proposes", "hopes", "fears", "rejects", "promises", "threatens",
     "agrees", "accepts", "praises", "condemns"}
)  # fmt: skip
_ALIKE = 0.5  # the share of telling words from which on two moves are one


@dataclass(frozen=True, slots=True)
class Wish:
    """A row that says what somebody wants; `options` are those drafted from the same row: ``not us.arm``."""

    row: Row
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Maker:
    """A decision maker: its options, its rows and, by report, its wishes."""

    id: str
    name: str
    rows: tuple[str, ...]
    spoke: int
    acted: int
    options: tuple[Move, ...]
    wishes: Mapping[str, tuple[Wish, ...]]
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Somebody or something that the draft leaves out, and why."""

    name: str
    why: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """Decision makers, those with most rows first; a reading for each report; and what was left out."""

    makers: tuple[Maker, ...]
    readings: tuple[Source, ...]
    left_out: tuple[LeftOut, ...]


@dataclass
class _Candidate:
    name: str
    spoke: list[str]
    acted: list[str]
    unsure: int
    moves: list[list[Sighting]]
    by_term: dict[str, list[int]] = field(default_factory=dict)
    sizes: list[int] = field(default_factory=list)

    def add(self, seen: Sighting) -> None:
        """Put a sighting to those that are of the same, by their telling words."""
        mine = _telling(seen)
        shared = Counter(k for term in mine for k in self.by_term.get(term, ()))
        for k in sorted(shared):
            if shared[k] / min(len(mine), self.sizes[k]) > _ALIKE:
                self.moves[k].append(seen)
                return
        for term in mine:
            self.by_term.setdefault(term, []).append(len(self.moves))
        self.sizes.append(len(mine))
        self.moves.append([seen])

    @property
    def weight(self) -> float:
        return len(self.spoke) + len(self.acted) - self.unsure / 2 + 2 * len(self.moves)


def draft(
    sources: Sequence[Source],
    rows: Iterable[Row],
    names: Mapping[str, str] | None = None,
    *,
    most_makers: int = 8,
    most_options: int = 3,
) -> Draft:
    """A draft from rows that stand. `names` are words with the actor that they mean (aliases)."""
    rows = list(rows)
    people = People({**_names_in(rows), **(names or {})})
    found = _candidates(rows, people)
    able = sorted((c for c in found if c.moves), key=lambda c: (-c.weight, c.name))
    ids: list[str] = []
    for each in able[:most_makers]:
        ids.append(fresh(as_id(each.name, 4) or "party", ids))
    chosen = dict(zip((c.name for c in able), ids, strict=False))
    left = list(_not_in(found, able, most_makers))
    options = {c.name: _options(c, most_options, left) for c in able[:most_makers]}
    wishes = _wishes(rows, chosen, options)
    makers = tuple(
        Maker(chosen[c.name], c.name, _rows_of(c), len(c.spoke), len(c.acted), options[c.name],
              _by_source(wishes.get(c.name, ()), sources), c.unsure)
        for c in able[:most_makers]
    )  # fmt: skip
    used = {row.source for row in rows}
    readings = tuple(source for source in sources if source.id in used)
    return Draft(makers, readings if len(readings) > 1 else (), tuple(left))


def _not_in(found: Sequence[_Candidate], able: Sequence[_Candidate], most: int) -> Iterator[LeftOut]:
    """Those who could act and have too few rows, then those who are heard and could do nothing."""
    for each in able[most:]:
        yield LeftOut(
            each.name, f"of {len(able)} who could act, {most} with more rows are in", _rows_of(each)
        )
    for each in sorted(found, key=lambda c: (-c.weight, c.name)):
        if not each.moves and len(_rows_of(each)) > 1:
            yield LeftOut(each.name, "speaks or acts, but no row says what it could do", _rows_of(each))


def _by_source(wishes: Iterable[Wish], sources: Iterable[Source]) -> dict[str, tuple[Wish, ...]]:
    mine = list(wishes)
    return {source.id: tuple(w for w in mine if w.row.source == source.id) for source in sources}


def _names_in(rows: Iterable[Row]) -> dict[str, str]:
    """Words of the reports with the actor that they mean, as far as all rows agree."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for role, value in (
            ("speaker", "speaker"),
            ("actor", "actor"),
            ("target", "target"),
            ("addressee", "addressee"),
        ):
            name, part = row.value(value), row.part(role)
            if name:
                found.setdefault(name, set()).add(name)
                if part is not None and row.value("speaker_by") in ("named", ""):
                    found.setdefault(part.words, set()).add(name)
    return {words: next(iter(names)) for words, names in found.items() if len(names) == 1}


def _candidates(rows: Sequence[Row], people: People) -> list[_Candidate]:
    found: dict[str, _Candidate] = {}

    def one(name: str) -> _Candidate:
        return found.setdefault(name, _Candidate(name, [], [], 0, []))

    for row in rows:
        if row.kind == "statement" and row.value("speaker") and not row.value("voice"):
            one(row.value("speaker")).spoke.append(row.id)
            one(row.value("speaker")).unsure += row.value("speaker_band") not in ("", FOUND)
        if row.kind == "event" and row.value("actor"):
            one(row.value("actor")).acted.append(row.id)
        seen = sighting(row, people)
        if seen is not None:
            one(seen.owner).add(seen)
    return list(found.values())


def _rows_of(candidate: _Candidate) -> tuple[str, ...]:
    moves = (seen.row.id for group in candidate.moves for seen in group)
    return tuple(dict.fromkeys([*candidate.spoke, *candidate.acted, *moves]))


def _telling(seen: Sighting) -> set[str]:
    return set(Worded(clause(seen.words, 60) or seen.words).terms)


def _options(candidate: _Candidate, most: int, left: list[LeftOut]) -> tuple[Move, ...]:
    """The options of a decision maker, those of most rows first; the rest is said to be left out."""
    ranked = sorted(candidate.moves, key=lambda group: (-len(group), not group[0].doing, group[0].row.start))
    ids: list[str] = []
    options = []
    for group in ranked[:most]:
        best = next((seen for seen in group if seen.doing), group[0])
        id = fresh(as_id(best.doing or clause(best.words, 60) or best.words), ids)
        ids.append(id)
        options.append(Move(id, name_of(best), best.doing, tuple(group)))
    for group in ranked[most:]:
        rows = tuple(seen.row.id for seen in group)
        left.append(
            LeftOut(
                f"{candidate.name}: {name_of(group[0])}",
                f"{most} of its options have more rows, or come first",
                rows,
            )
        )
    return tuple(options)


def _wishes(
    rows: Sequence[Row], chosen: Mapping[str, str], options: Mapping[str, tuple[Move, ...]]
) -> dict[str, list[Wish]]:
    """The wishes of those who are in, in the order of the reports."""
    by_row: dict[str, list[str]] = {}
    for name, moves in options.items():
        for move in moves:
            for seen in move.seen:
                no = "not " if seen.is_against else ""
                by_row.setdefault(seen.row.id, []).append(f"{no}{chosen[name]}.{move.id}")
    found: dict[str, list[Wish]] = {}
    for row in rows:
        who = row.value("speaker")
        mine = tuple(by_row.get(row.id, ()))
        if (
            row.kind == "statement"
            and who in options
            and not row.value("voice")
            and (row.value("act") in WISHES or mine)
        ):
            found.setdefault(who, []).append(Wish(row, mine))
    return found
