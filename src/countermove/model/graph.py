"""The graph model: the compiled, immutable object that every analysis takes.

G = ⟨N, S, (A_i), (preference_i)⟩: decision makers, feasible states, and for each decision maker its
unilateral moves and its preference over states (Kilgour, Hipel and Fang 1987; Fang, Hipel and
Kilgour 1993). Options and statements are only a front end; what an analysis may ask is here:
which states there are, where a decision maker can move, what it would rather have. Engines that
work on whole arrays take them from `StateSpace`, `Movement.arcs` and `Ordinal.rank`; everything
that looks at single states (certificates, explanations, paths) uses `moves` and `compare`, which
never need a list of all states.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from countermove.model.conflict import Conflict, PrioritisedStatement
from countermove.model.moves import Movement
from countermove.model.option_form import OptionForm
from countermove.model.preferences import Decisive, Ordinal, Preference, Relation, Uncertain
from countermove.model.statements import Statement
from countermove.model.states import State, StateSpace

__all__ = ["GraphModel", "NamedOutcome"]


@dataclass(frozen=True, slots=True)
class NamedOutcome:
    """A named outcome with its statement resolved to options."""

    id: str
    name: str
    means: str
    statement: Statement


@dataclass(frozen=True)
class GraphModel:
    """Decision makers, feasible states, moves and preferences of one reading of a conflict.

    `form` is the same conflict by options alone, if it can be said so: without coalesced states, banned
    moves and rankings of states. Engines for many states work on it.
    """

    conflict: Conflict
    reading: str
    states: StateSpace
    movement: tuple[Movement, ...]
    preferences: tuple[Preference, ...]
    outcomes: tuple[NamedOutcome, ...] = ()
    status_quo: State | None = None
    coalesced: bool = False
    form: OptionForm | None = None

    @property
    def size(self) -> int:
        """How many decision makers there are."""
        return len(self.movement)

    @cached_property
    def decision_makers(self) -> tuple[str, ...]:
        """The decision makers' ids, in the order of the conflict."""
        return tuple(dm.id for dm in self.conflict.decision_makers)

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the conflict and the reading, stored with every finding."""
        import hashlib  # late, as most findings are shown without their digest

        text = f"{self.conflict!r}\n{self.reading}"
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

    def others(self, dm: int) -> tuple[int, ...]:
        """The opponents of `dm`: every other decision maker."""
        return tuple(other for other in range(self.size) if other != dm)

    def moves(self, dm: int, state: State) -> list[State]:
        """R_i(s): the unilateral moves of `dm` from `state`."""
        return self.movement[dm].targets(state)

    def improvements(self, dm: int, state: State) -> list[State]:
        """R_i⁺(s): the unilateral moves that `dm` strictly prefers to staying."""
        return [to for to in self.moves(dm, state) if self.prefers(dm, to, state)]

    def compare(self, dm: int, first: State, second: State) -> Relation:
        """How `first` compares with `second` for `dm`."""
        return self.preferences[dm].compare(first, second)

    def prefers(self, dm: int, first: State, second: State) -> bool:
        """Whether `dm` strictly prefers `first` to `second`."""
        return self.compare(dm, first, second).better

    def decisive(self, dm: int, first: State, second: State) -> Decisive:
        """What decides between two states for `dm`."""
        return self.preferences[dm].decisive(first, second)

    def statement(self, dm: int, index: int) -> PrioritisedStatement:
        """A prioritised statement of `dm` in this reading, as its author wrote it."""
        return self.statements(dm)[index]

    def statements(self, dm: int) -> tuple[PrioritisedStatement, ...]:
        """The prioritised statements of `dm` in this reading, most important first."""
        wanted = self.decision_makers[dm]
        for preferences in self.conflict.preferences:
            if preferences.dm == wanted and preferences.reading == self.reading:
                return preferences.statements
        return ()

    def outcomes_of(self, state: State) -> list[NamedOutcome]:
        """The named outcomes that a state belongs to."""
        return [outcome for outcome in self.outcomes if self.states.holds(outcome.statement, state)]

    @cached_property
    def transitive(self) -> bool:
        """Whether every decision maker's movement is transitive."""
        return all(movement.transitive for movement in self.movement)

    @cached_property
    def has_unknown(self) -> bool:
        """Whether some decision maker's preference is partly unknown."""
        return any(isinstance(preference, Uncertain) for preference in self.preferences)

    @cached_property
    def has_strength(self) -> bool:
        """Whether some decision maker distinguishes strongly preferred states."""
        return any(isinstance(p, Ordinal) and p.level is not None for p in self.preferences)
