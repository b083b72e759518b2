"""A conflict as people write it: who can do what, what cannot be, and who wants what, on whose word.

A `Conflict` is plain, immutable data in the words of its author; every statement is still text. It
mirrors the model file key by key, so a `Problem` found here can be shown at its line there.
`Conflict.graph` compiles it into the `GraphModel` that every analysis takes, and is the only place
where mistakes of meaning are raised; `Conflict.problems` lists them all, warnings included.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from countermove.errors import ModelError, Problem
from countermove.model.scales import Scale
from countermove.model.variants import Doubt, Hypergame, Scenario

if TYPE_CHECKING:
    from decimal import Decimal

    from countermove.model.build import Keep
    from countermove.model.graph import GraphModel

__all__ = [
    "Ban",
    "Coalesced",
    "Conflict",
    "DecisionMaker",
    "Exclusion",
    "NamedState",
    "Option",
    "Outcome",
    "Preferences",
    "PrioritisedStatement",
    "Reading",
]

#: The two ways in which an option can be irreversible.
IRREVERSIBLE = ("once taken", "once dropped")


@dataclass(frozen=True, slots=True)
class Option:
    """A binary choice of one decision maker.

    `does` and `drops` are infinitives that finish "the United States could ..."; they make the
    explanations readable. `irreversible` is "", "once taken" (it cannot be dropped again) or
    "once dropped" (it cannot be taken again).
    """

    id: str
    name: str = ""
    does: str = ""
    drops: str = ""
    irreversible: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DecisionMaker:
    """A party with options of its own. In graph form, `moves` lists its arcs between named states.

    `in_text` is the name inside a sentence ("the United States"), with its article.
    """

    id: str
    name: str = ""
    in_text: str = ""
    plural: bool = False
    options: tuple[Option, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    evidence: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class NamedState:
    """A state of graph form; `pattern` gives its options (Y, N, or - where it no longer matters)."""

    id: str
    name: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Why some states cannot happen: exactly one of the four ways of saying it is used.

    `never`: no state where this condition holds; `at_most_one`, `at_least_one`: of these conditions;
    `if_` and `then`: where the first holds, so must the second.
    """

    never: str = ""
    at_most_one: tuple[str, ...] = ()
    at_least_one: tuple[str, ...] = ()
    if_: str = ""
    then: str = ""
    because: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Ban:
    """Moves that cannot be made: from states where `from_` holds to states where `to` holds.

    `dm` limits the ban to one decision maker.
    """

    from_: str
    to: str
    dm: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Coalesced:
    """States that cannot be told apart: all states where `when` holds become one."""

    when: str
    name: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A kind of result with a name: `that` holds in the states that belong to it."""

    id: str
    that: str
    name: str = ""
    means: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """One complete way to read what every party wants, with whose word it rests on.

    `weight` says how much it is believed, against the other readings; without weights, all the same.
    """

    id: str
    name: str = ""
    by: str = ""
    source: str = ""
    summary: str = ""
    weight: int | float | Decimal = 0


@dataclass(frozen=True, slots=True)
class PrioritisedStatement:
    """One line of an option prioritising: a decision maker prefers states where `that` holds.

    `says` puts the wish in words that finish "the United States wants ...". `evidence` names
    extracts of the ledger; where there is none, `assumption` gives the argument.
    """

    that: str
    says: str = ""
    evidence: tuple[str, ...] = ()
    assumption: str = ""


@dataclass(frozen=True, slots=True)
class Preferences:
    """What one decision maker wants, in one reading; exactly one of the four kinds is given.

    `statements`: prioritised, most important first. `ranking`: groups of equally good states, best
    first; `greatly_after` marks (from 1) the groups that are greatly preferred to all below.
    `rankings`: several complete rankings; a comparison on which they differ is unknown.
    `weights`: a number for each condition, added up where it holds.
    """

    dm: str
    reading: str = ""
    statements: tuple[PrioritisedStatement, ...] = ()
    ranking: tuple[tuple[str, ...], ...] = ()
    greatly_after: tuple[int, ...] = ()
    rankings: tuple[tuple[tuple[str, ...], ...], ...] = ()
    weights: Mapping[str, int | float | Decimal] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A whole conflict. `form` is "option" (states follow from options) or "graph" (states are listed)."""

    title: str
    decision_makers: tuple[DecisionMaker, ...]
    preferences: tuple[Preferences, ...] = ()
    form: str = "option"
    states: tuple[NamedState, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    coalesced: tuple[Coalesced, ...] = ()
    bans: tuple[Ban, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    readings: tuple[Reading, ...] = ()
    scales: tuple[Scale, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    hypergames: tuple[Hypergame, ...] = ()
    status_quo: str = ""
    question: str = ""
    summary: str = ""
    leaves_out: tuple[str, ...] = ()
    cite: str = ""
    ledger: str = ""

    def graph(self, reading: str = "", *, keep: Keep = "auto") -> GraphModel:
        """The graph model of one reading (the first, if none is named).

        States are listed where they are not too many; `keep` "list" or "cube" (only as the conditions
        that they fulfil) decides otherwise.

        Raises `ModelError` with every mistake in the conflict, or `TooLarge` before memory is used.

        >>> pair = Conflict(
        ...     title="Two neighbours",
        ...     decision_makers=(
        ...         DecisionMaker("a", options=(Option("arm"),)),
        ...         DecisionMaker("b", options=(Option("build"),)),
        ...     ),
        ...     preferences=(
        ...         Preferences("a", statements=(PrioritisedStatement("not b.build"),)),
        ...         Preferences("b", statements=(PrioritisedStatement("not a.arm"),)),
        ...     ),
        ... )
        >>> pair.graph().states.size
        4
        """
        from countermove.model.build import compile_conflict

        result = compile_conflict(self, reading, keep)
        if isinstance(result, tuple):
            raise ModelError(result)
        return result

    def problems(self) -> tuple[Problem, ...]:
        """Every mistake and every warning, over all readings, in the order of the file."""
        from countermove.model.check import check_conflict

        return check_conflict(self)

    @property
    def reading_ids(self) -> tuple[str, ...]:
        """The readings' ids; a single empty one where the conflict has none of its own."""
        return tuple(reading.id for reading in self.readings) or ("",)

    @property
    def option_ids(self) -> tuple[tuple[str, str], ...]:
        """(decision maker, option) in the order that patterns follow."""
        return tuple((dm.id, option.id) for dm in self.decision_makers for option in dm.options)

    def replace(self, **changes: object) -> Conflict:
        """The same conflict with some fields changed."""
        from dataclasses import replace

        return replace(self, **changes)  # type: ignore[arg-type]
