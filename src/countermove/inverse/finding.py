"""The inverse question about one state: for whom it holds now, and what would have to change for the others.

Each decision maker is asked about alone, the rest of the model being as it is. Under Nash, GMR and SMR
that settles the joint question too: nobody's condition speaks of anybody else's preferences, so the state
is an equilibrium in exactly those profiles in which every condition holds. Under SEQ, SSEQ and SIM a
condition rests on what the others prefer in the model, and holds only as long as they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import prod
from random import Random

from countermove._version import __version__
from countermove.errors import NotApplicable, Problem, TooLarge
from countermove.inverse.change import Change
from countermove.inverse.condition import Condition, Conditions, refusal
from countermove.inverse.counting import Share
from countermove.inverse.realise import confirmed, places_between
from countermove.inverse.sampling import Sample
from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.stability import default_concepts
from countermove.stability.concept import Concept

__all__ = ["InverseFinding", "Refused", "Verdict", "applicable", "inverse", "needed"]

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One decision maker under one concept: the condition, and how its preferences now meet it.

    `now` are the relevant states that it prefers to the state; `change` what must no longer be preferred
    (nothing where the state holds), `spoiling` what would make the state fall if it were preferred besides
    (None where it does not hold, or where nothing can). `sample` only where one was asked for and needed.
    """

    condition: Condition
    now: frozenset[State]
    share: Share
    change: Change
    spoiling: Change | None
    sample: Sample | None = None

    @property
    def dm(self) -> int:
        """The decision maker's position."""
        return self.condition.dm

    @property
    def holds(self) -> bool:
        """Whether the state is stable for it now."""
        return not self.change.states


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no condition for one decision maker under one concept."""

    concept: str
    dm: int
    problem: Problem


@dataclass(frozen=True)
class InverseFinding:
    """The conditions of some decision makers under some concepts for one state to hold.

    `confirmed` says for each concept whether the state is an equilibrium once all the changes are made in
    the simplest way (the states concerned move to just below it); None where that was not looked up.
    """

    model: GraphModel
    state: State
    concepts: tuple[Concept, ...]
    dms: tuple[int, ...]
    verdicts: tuple[Verdict, ...]
    refused: tuple[Refused, ...]
    confirmed: dict[str, bool | None]
    version: str = __version__

    def of(self, concept: Concept, dm: int) -> Verdict | None:
        """The verdict for a decision maker under a concept; None where it was refused."""
        return next((v for v in self.under(concept) if v.dm == dm), None)

    def under(self, concept: Concept) -> list[Verdict]:
        """The verdicts under a concept."""
        return [v for v in self.verdicts if v.condition.concept == concept.id]

    def failing(self, concept: Concept) -> list[Verdict]:
        """Those who would have to change under a concept."""
        return [v for v in self.under(concept) if not v.holds]

    def profiles(self, concept: Concept) -> Share | None:
        """The share of all profiles of strict rankings in which the state is an equilibrium.

        None unless everybody was asked about and the conditions do not rest on the others' preferences.
        """
        found = self.under(concept)
        if len(found) != self.model.size or any(v.condition.on_others for v in found):
            return None
        low = prod((v.share.low for v in found), start=Fraction(1))
        return Share(low, prod((v.share.high for v in found), start=Fraction(1)))


def inverse(
    model: GraphModel,
    state: State,
    concepts: Sequence[Concept] | None = None,
    dms: Iterable[int] | None = None,
    *,
    sample: int = 0,
    random: Random | None = None,
    progress: Progress | None = None,
) -> InverseFinding:
    """Under which preferences `state` would hold, for some decision makers under some concepts.

    By default everybody, and every concept of Nash, GMR, SMR, SEQ, SSEQ and SIM that means something for
    the model. Where rankings are not counted exactly, `sample` rankings are drawn from `random`. Raises
    `NotApplicable` for a concept without such a condition; what is too large is in `refused`.
    """
    chosen, asked = applicable(model, concepts), tuple(range(model.size) if dms is None else dms)
    conditions, random = Conditions(model), random or Random(0)
    verdicts: list[Verdict] = []
    refused: list[Refused] = []
    for concept in chosen:
        for dm in asked:
            if progress is not None:
                progress(f"{concept.id}, {model.decision_makers[dm]}")
            try:
                found = conditions.condition(dm, state, concept)
            except TooLarge as error:
                refused.append(Refused(concept.id, dm, error.problems[0]))
            else:
                verdicts.append(_verdict(conditions, found, sample, random))
    made = InverseFinding(model, state, chosen, asked, tuple(verdicts), tuple(refused), {})
    made.confirmed.update({concept.id: _confirmed(made, concept) for concept in chosen})
    return made


def applicable(model: GraphModel, concepts: Sequence[Concept] | None) -> tuple[Concept, ...]:
    """The concepts to ask about. Raises `NotApplicable` where one that is wanted has no condition."""
    if concepts is None:
        concepts = [c for c in default_concepts(model) if refusal(model, c) is None]
        if not concepts:
            what = "some comparisons are unknown, so what is preferred to a state is not settled"
            raise NotApplicable(Problem(what, "Give every decision maker one ranking, or statements."))
    problems = [problem for c in concepts if (problem := refusal(model, c)) is not None]
    if problems:
        raise NotApplicable(problems)
    return tuple(concepts)


def needed(model: GraphModel, condition: Condition, now: Set[State]) -> Change:
    """What must no longer be preferred; of several equally small changes the one nearest to the present."""
    return condition.smallest_change(now, partial(places_between, model, condition.dm, condition.state))


def _verdict(conditions: Conditions, condition: Condition, sample: int, random: Random) -> Verdict:
    now, share = conditions.now(condition), condition.share()
    change = needed(conditions.model, condition, now)
    weight = partial(places_between, conditions.model, condition.dm, condition.state)
    spoiling = None if change.states else condition.smallest_spoiling(now, weight)
    drawn = condition.sample(sample, random) if sample and not share.exact else None
    return Verdict(condition, now, share, change, spoiling, drawn)


def _confirmed(finding: InverseFinding, concept: Concept) -> bool | None:
    """Whether all the changes together do it; not looked up where somebody was not asked about."""
    verdicts, failing = finding.under(concept), finding.failing(concept)
    if not failing or len(verdicts) < finding.model.size:
        return None
    crossing = {verdict.dm: verdict.change.states for verdict in failing}
    return confirmed(finding.model, finding.state, concept, crossing)
