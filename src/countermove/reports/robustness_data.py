"""Robustness as plain data for JSON; the shape is that of ``schemas/robustness.schema.json``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, Any

from countermove._version import __version__
from countermove.reports.data import MOST_LISTED, head
from countermove.reports.robustness import Teller
from countermove.robustness.ensemble import Ensemble
from countermove.robustness.findings import ConceptShares, Findings, Grounds, Settled, Share
from countermove.robustness.flips import Flips
from countermove.robustness.questions import Question
from countermove.robustness.replay import Replay
from countermove.robustness.sampling import CONFIDENCE
from countermove.robustness.variance import Index

if TYPE_CHECKING:
    from countermove.robustness.store import Table

__all__ = ["query_data", "replay_data", "robustness_data"]

_MOST_WAYS = 64


def robustness_data(findings: Findings, teller: Teller, asked: Question | None = None) -> dict[str, Any]:
    """Everything an ensemble says: shares, headlines with their grounds, and those of a question asked."""
    ensemble = findings.ensemble
    models, plan = ensemble.models, ensemble.plan
    return head("robustness", models.conflict) | {
        "model": ensemble.engine.written.digest,
        "exact": plan.exact,
        "models": len(ensemble.rows),
        "admissible": models.size,
        "different": ensemble.different,
        "seed": None if plan.exact else plan.seed,
        "confidence": None if plan.exact else CONFIDENCE,
        "reading": models.asked.reading,
        "assumes": teller.assumes(),
        "doubts": [
            {
                "id": factor.id,
                "name": factor.name,
                "issue": factor.issue,
                "baseline": factor.ways[way].name,
                "ways": [{"name": w.name, "probability": float(w.probability)} for w in factor.ways],
            }
            for factor, way in zip(models.factors.factors, models.baseline, strict=True)
        ],
        "concepts": [_concept(ensemble, shares) for shares in findings.shares],
        "headlines": [_grounds(ensemble, teller, grounds) for grounds in findings.headlines],
        "asked": None if asked is None else _grounds(ensemble, teller, findings.grounds(asked)),
    }


def _share(share: Share) -> dict[str, Any]:
    return {
        "models": share.models,
        "of": share.of,
        "probability": float(share.probability),
        "exactly": None if share.range is not None else str(share.probability),
        "range": None if share.range is None else list(share.range),
    }


def _concept(ensemble: Ensemble, shares: ConceptShares) -> dict[str, Any]:
    states = ensemble.engine.states
    label = states.label
    return {
        "id": shares.concept,
        "status_quo": None if shares.status_quo is None else _share(shares.status_quo),
        "outcomes": [
            {"id": name, "some": _share(some), "every": _share(shares.every[name])}
            for name, some in shares.some.items()
        ],
        "counts": [{"equilibria": count, "share": _share(share)} for count, share in shares.counts],
        "states": [
            {"number": at + 1, "label": label(states.numbered(at + 1)), "share": _share(share)}
            for at, share in islice(shares.states, MOST_LISTED)
        ],
    }


def _grounds(ensemble: Ensemble, teller: Teller, grounds: Grounds) -> dict[str, Any]:
    names, question = _Names(ensemble), grounds.question
    return {
        "about": question.id,
        "kind": question.kind,
        "concept": question.concept_id,
        "degree": None if question.degree < 0 else question.degree,
        "finding": teller.finding(question),
        "written": grounds.before,
        "share": _share(grounds.share),
        "exact": grounds.exact,
        "doubts": [names.settled(each) for each in grounds.doubts],
        "issues": [{"issue": each.issue} | names.settled(each) for each in grounds.issues],
        "interactions": [
            {"doubts": names.doubts((each.first, each.second)), "share": float(each.share)}
            for each in grounds.interactions
        ],
        "rests_on": names.doubts(grounds.rests_on),
        "free_of": names.doubts(grounds.free_of),
        "flips": names.flips(grounds.flips),
    }


@dataclass(frozen=True)
class _Names:
    """Doubts and ways by their names."""

    ensemble: Ensemble

    def doubts(self, places: Sequence[int]) -> list[str]:
        return [self.ensemble.models.factors.factors[at].id for at in places]

    def ways(self, places: Sequence[int], ways: Sequence[int]) -> list[str]:
        factors = self.ensemble.models.factors.factors
        return [factors[at].ways[way].name for at, way in zip(places, ways, strict=True)]

    def settled(self, each: Settled) -> dict[str, Any]:
        return {
            "doubts": self.doubts(each.factors),
            "index": None if each.index is None else _index(each.index),
            "ways": [
                {"ways": self.ways(each.factors, ways), "share": _share(share)}
                for ways, share in each.ways[:_MOST_WAYS]
            ],
        }

    def flips(self, found: Flips) -> dict[str, Any]:
        sets = [
            {
                "doubts": self.doubts(flip.factors),
                "ways": [self.ways(flip.factors, ways) for ways in flip.ways[:_MOST_WAYS]],
            }
            for flip in found.found
        ]
        return {"searched": found.searched, "more": found.more, "sets": sets}


def _index(index: Index) -> dict[str, Any]:
    exact = index.first_range is None
    return {
        "first": float(index.first),
        "total": float(index.total),
        "exactly": [str(Fraction(index.first)), str(Fraction(index.total))] if exact else None,
        "first_range": None if index.first_range is None else list(index.first_range),
        "total_range": None if index.total_range is None else list(index.total_range),
    }


def replay_data(found: Replay, teller: Teller) -> dict[str, Any]:
    """One model of an ensemble again."""
    states = found.model.states
    return head("replay", found.model.conflict) | {
        "number": found.place + 1,
        "model": found.model.digest,
        "ways": [{"doubt": doubt, "way": way} for doubt, way in found.ways],
        "changes": [teller.change(change) for change in found.changes],
        "concepts": [
            {
                "id": concept.id,
                "equilibria": [
                    states.number(state) for state in islice(found.table.holding(concept), MOST_LISTED)
                ],
                "by_outcome": found.table.count_by_outcome(concept),
            }
            for concept in found.table.concepts
        ],
        "agrees": not found.differs,
    }


def query_data(title: str, sql: str, found: Table) -> dict[str, Any]:
    """The answer to a query; what JSON has no word for is given as text."""
    return {
        "countermove": __version__,
        "finding": "query",
        "title": title,
        "query": sql,
        "columns": list(found.columns),
        "rows": [[_plain(value) for value in row] for row in found.rows],
    }


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
