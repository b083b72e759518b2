"""Reading: from a report to the rows of the ledger.

Each finder looks at the repaired passage and answers in its own terms; here their findings become
rows, whose spans count in the untouched report. A quick reading finds what needs no parser: quotations,
figures and dates. A full reading adds indirect speech, who is meant, events, and the author's own claims.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any

from countermove.evidence.dates import When, find_dates
from countermove.evidence.figures import Figure, find_figures
from countermove.evidence.passage import Passage, Span
from countermove.evidence.repair import passage_of
from countermove.evidence.rows import FOUND, Part, Row, row_id
from countermove.evidence.speech import Statement, find_quotations

if TYPE_CHECKING:
    from countermove.evidence.actors import Actor, Cast, Pointer
    from countermove.evidence.events import Event
    from countermove.evidence.report import Report

__all__ = ["FULL", "LEVELS", "QUICK", "READER", "ReadReport", "read_rows"]

#: The version of the rules: rows that another version wrote are read anew.
READER = "1"

QUICK, FULL = "quick", "full"
LEVELS = (QUICK, FULL)

#: A sentence counts as told by somebody if this share of it lies within what was said.
_TOLD = 0.5


@dataclass(frozen=True)
class ReadReport:
    """A report with what was found in it, in the order of the text. `actors` are those it names."""

    report: Report
    passage: Passage = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    actors: tuple[Actor, ...] = ()


def read_rows(report: Report, level: str = FULL, known: Sequence[Actor] = ()) -> ReadReport:
    """Read a report. `known` are the actors of the reports read before, so that all get one name.

    Raises `ConflictError` if the level is full and the parser is not installed.
    """
    passage = passage_of(report)
    rows = _Rows(passage)
    rows.add_dates(find_dates(passage, report.source.date))
    actors: tuple[Actor, ...] = ()
    if level == QUICK:
        rows.add_statements(find_quotations(passage))
    else:
        actors = _full(rows, known)
    rows.add_figures(find_figures(passage))
    return ReadReport(report, passage, rows.in_order(), actors)


def _full(rows: _Rows, known: Sequence[Actor]) -> tuple[Actor, ...]:
    from countermove.evidence.actors import find_cast, speakers_of
    from countermove.evidence.events import find_events
    from countermove.evidence.parsing import parse
    from countermove.evidence.speech import find_statements

    passage = rows.passage
    doc: Any = parse(passage.text, passage.sentences)
    cast: Cast = find_cast(passage, doc, known)
    statements = find_statements(passage, doc)
    rows.add_statements(statements, speakers_of(passage, doc, cast, statements), cast)
    rows.add_claims(statements)
    rows.add_events(find_events(passage, doc, cast))
    return cast.actors


class _Rows:
    """Rows of one passage, while they are gathered."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage
        self._rows: dict[str, Row] = {}
        self._ends = [end for _, end in passage.sentences]
        self._days: list[tuple[Span, str]] = []
        self._told: list[tuple[Span, str]] = []

    def in_order(self) -> tuple[Row, ...]:
        """All of them, by where they begin."""
        return tuple(sorted(self._rows.values(), key=lambda row: (row.start, -row.end, row.id)))

    def add_statements(
        self, found: Sequence[Statement], whom: Sequence[Pointer] = (), cast: Cast | None = None
    ) -> None:
        """Statements, with whom the words for their speaker and their addressee mean, where that is known."""
        ids: list[str] = []
        named = {mention.span: mention.actor for mention in cast.mentions} if cast else {}
        for k, statement in enumerate(found):
            pointer = whom[k] if whom else None
            outer = statement.inside
            values = {
                "speech": statement.speech,
                "act": statement.act,
                "voice": statement.voice if statement.voice != "attributed" else "",
                "inside": ids[outer] if outer is not None and outer < k else "",
                "when": _first_in(statement.when, self._days),
                "addressee": named.get(statement.addressee, "") if statement.addressee else "",
                **_speaker(pointer),
            }
            spans = _parts_of(statement, pointer)
            ids.append(
                self._add("statement", statement.content, statement.rule, statement.band, spans, values)
            )
            self._told.extend((span, ids[-1]) for span in (statement.content, *statement.more))

    def add_claims(self, told: Sequence[Statement]) -> None:
        """The author's own words: each sentence that is nobody else's."""
        covered = _merged(span for one in told for span in (one.content, *one.more))
        ends = [end for _, end in covered]
        for start, end in self.passage.sentences:
            near = covered[bisect_right(ends, start) :]
            if _overlap((start, end), near) < _TOLD * (end - start):
                self._add("claim", (start, end), "author's own sentence", FOUND, (), {})

    def add_figures(self, found: Iterable[Figure]) -> None:
        """Figures."""
        for figure in found:
            values = {
                "amount": figure.amount, "high": figure.high, "unit": figure.unit, "type": figure.kind,
                "modifier": figure.modifier, "status": figure.status,
                "inside": _innermost(figure.span, self._told),
            }  # fmt: skip
            self._add("figure", figure.span, figure.rule, figure.band, figure.parts, values)

    def add_dates(self, found: Iterable[When]) -> None:
        """Dates."""
        for when in found:
            values = {"value": when.value, "type": when.type, "reckoned": when.rule}
            self._add("date", when.span, when.name, when.band, (), values)
            if when.type in ("date", "time") and when.value:
                self._days.append((when.span, when.value))

    def add_events(self, found: Iterable[Event]) -> None:
        """Events."""
        for event in found:
            values = {
                "act": event.act, "actor": event.actor_name, "target": event.target_name,
                "mood": event.mood if event.mood != "stated" else "",
                "when": _first_in(event.when, self._days),
                "inside": _innermost(event.span, self._told),
            }  # fmt: skip
            roles = (("actor", event.actor), ("cue", event.verb), ("target", event.target),
                     ("when", event.when))  # fmt: skip
            spans = tuple((role, span) for role, span in roles if span is not None)
            self._add("event", event.span, event.rule, event.band, spans, values)

    def _add(
        self,
        kind: str,
        span: Span,
        rule: str,
        band: str,
        parts: Iterable[tuple[str, Span]],
        values: dict[str, str],
    ) -> str:
        passage = self.passage
        start, end = passage.span(*span)
        name = row_id(passage.report.source.id, kind, start, self._rows)
        self._rows[name] = Row(
            id=name,
            source=passage.report.source.id,
            kind=kind,
            start=start,
            end=end,
            words=passage.report.text[start:end],
            rule=rule,
            band=band,
            parts=tuple(self._part(role, where) for role, where in parts),
            values={key: value for key, value in values.items() if value},
            context=self._context(span),
        )
        return name

    def _part(self, role: str, span: Span) -> Part:
        start, end = self.passage.span(*span)
        return Part(role, start, end, self.passage.report.text[start:end])

    def _context(self, span: Span) -> Span:
        """The sentence, or sentences, that a span stands in, in the untouched report."""
        first = bisect_right(self._ends, span[0])
        around = list(takewhile(lambda s: s[0] < span[1], islice(self.passage.sentences, first, None)))
        inner = (around[0][0], around[-1][1]) if around else span
        return self.passage.span(min(inner[0], span[0]), max(inner[1], span[1]))


def _speaker(pointer: Pointer | None) -> dict[str, str]:
    if pointer is None or not pointer.actor:
        return {}
    return {"speaker": pointer.actor, "speaker_by": pointer.by, "speaker_band": pointer.band}


def _parts_of(statement: Statement, pointer: Pointer | None) -> Iterator[tuple[str, Span]]:
    for role in ("speaker", "cue", "addressee", "when", "where", "via"):
        span: Span | None = getattr(statement, role)
        if span is not None:
            yield role, span
    yield from (("content", span) for span in statement.more)
    if pointer is not None and pointer.antecedent is not None:
        yield "antecedent", pointer.antecedent


def _first_in(span: Span | None, days: Iterable[tuple[Span, str]]) -> str:
    """The value of the first date that lies in a span."""
    if span is None:
        return ""
    return next((value for (start, end), value in days if span[0] <= start and end <= span[1]), "")


def _innermost(span: Span, told: Iterable[tuple[Span, str]]) -> str:
    """The statement in whose words a span lies; the shortest, if one is told in another."""
    around = [(end - start, row) for (start, end), row in told if start <= span[0] and span[1] <= end]
    return min(around)[1] if around else ""


def _overlap(span: Span, others: Iterable[Span]) -> int:
    """How many characters of a span lie within others, which stand in order and do not overlap."""
    near = takewhile(lambda other: other[0] < span[1], others)
    return sum(max(0, min(span[1], end) - max(span[0], start)) for start, end in near)


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
