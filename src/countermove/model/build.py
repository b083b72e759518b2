"""From a conflict to its graph model: the one place where mistakes of meaning are found.

`Builder` resolves the names, enumerates the feasible states, and compiles movement and preferences;
every mistake it meets goes into one list. `compile_conflict` returns the graph model, or that list
if anything in it is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np

from countermove.errors import Path, Problem, did_you_mean
from countermove.model.conflict import Conflict, Exclusion
from countermove.model.graph import GraphModel, NamedOutcome
from countermove.model.moves import Movement, SubCube, merge_arcs
from countermove.model.names import Names
from countermove.model.preferences import Preference
from countermove.model.rankings import build_preference
from countermove.model.statements import And, Not, Or, Statement
from countermove.model.states import BoolArray, IntArray, State, StateSpace, feasible_codes

__all__ = ["Builder", "compile_conflict"]

_MAX_DASHES = 12  # a state of graph form may stand for at most 2^12 combinations


def compile_conflict(conflict: Conflict, reading: str = "") -> GraphModel | tuple[Problem, ...]:
    """The graph model of one reading, or every problem if one of them is an error."""
    builder = Builder(conflict)
    graph = builder.graph(reading)
    errors = tuple(problem for problem in builder.problems if not problem.warning)
    return graph if graph is not None and not errors else errors


@dataclass
class Builder:
    """Compiles a conflict step by step, gathering problems; `states` is None if it got stuck before."""

    conflict: Conflict
    names: Names = field(init=False)
    states: StateSpace | None = field(init=False)
    impossible: list[Statement] = field(init=False, default_factory=list)
    outcomes: tuple[NamedOutcome, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        self.names = Names(self.conflict)
        self.outcomes = tuple(self._outcomes())
        self._base: StateSpace | None = None
        self.states = self._graph_states() if self.conflict.form == "graph" else self._option_states()

    @property
    def problems(self) -> list[Problem]:
        """What was found so far."""
        return self.names.problems

    def graph(self, reading: str = "") -> GraphModel | None:
        """The graph model of a reading (the first by default); None where problems stand in the way."""
        reading = self._reading(reading)
        movement = self._movement()
        preferences = self._preferences(reading)
        status_quo = self._status_quo()
        if self.states is None or movement is None or any(p is None for p in preferences):
            return None
        return GraphModel(
            conflict=self.conflict,
            reading=reading,
            states=self.states,
            movement=movement,
            preferences=tuple(p for p in preferences if p is not None),
            outcomes=self.outcomes,
            status_quo=status_quo,
            coalesced=bool(self.conflict.coalesced),
        )

    def _reading(self, wanted: str) -> str:
        known = self.conflict.reading_ids
        if wanted and wanted not in known:
            self.names.report(
                (),
                f'there is no reading "{wanted}"',
                did_you_mean(wanted, [k for k in known if k]) or "The conflict has no readings of its own.",
            )
        return wanted or known[0]

    # -- states --------------------------------------------------------------------------------

    def _outcomes(self) -> Iterator[NamedOutcome]:
        for i, outcome in enumerate(self.conflict.outcomes):
            tree = self.names.outcome(outcome.id, ("outcomes", i, "that"))
            yield NamedOutcome(outcome.id, outcome.name or outcome.id, outcome.means, tree)

    def _option_states(self) -> StateSpace | None:
        if self.conflict.states:
            self.names.report(
                ("states",),
                "states are listed, but the conflict is in option form",
                'Write form = "graph", or drop the list.',
            )
        for i, exclusion in enumerate(self.conflict.exclusions):
            self.impossible.extend(self._impossible(exclusion, ("exclusions", i)))
        if any(not problem.warning for problem in self.problems):
            return None
        codes = feasible_codes(self.names.options, self.impossible)
        if not len(codes):
            self._no_state_left()
            return None
        self._base = StateSpace(self.names.options, codes, codes, np.arange(len(codes)))
        return self._coalesce(self._base) if self.conflict.coalesced else self._base

    def _impossible(self, exclusion: Exclusion, path: Path) -> Iterator[Statement]:
        given = [
            name
            for name, value in (
                ("never", exclusion.never),
                ("at_most_one", exclusion.at_most_one),
                ("at_least_one", exclusion.at_least_one),
                ("if", exclusion.if_ or exclusion.then),
            )
            if value
        ]
        if len(given) != 1:
            said = " and ".join(given) if given else "nothing"
            self.names.report(
                path,
                f"an exclusion says {said}; it must say exactly one thing",
                "Use one of never, at_most_one, at_least_one, or if with then.",
            )
            return
        yield from self._impossible_of_kind(given[0], exclusion, path)

    def _impossible_of_kind(self, kind: str, exclusion: Exclusion, path: Path) -> Iterator[Statement]:
        if kind == "never":
            yield from self._trees([(exclusion.never, (*path, "never"))])
        elif kind == "if":
            if not (exclusion.if_ and exclusion.then):
                missing = "then" if exclusion.if_ else "if"
                self.names.report(path, f'"{missing}" is missing beside its other half', f"Add {missing}.")
                return
            both = self._trees([(exclusion.if_, (*path, "if")), (exclusion.then, (*path, "then"))])
            if len(both) == 2:
                yield And((both[0], Not(both[1])))
        else:
            listed = exclusion.at_most_one or exclusion.at_least_one
            trees = self._trees([(text, (*path, kind, j)) for j, text in enumerate(listed)])
            if kind == "at_most_one":
                yield from (And(pair) for pair in combinations(trees, 2))
            elif len(trees) == len(listed):
                yield Not(Or(tuple(trees)) if len(trees) > 1 else trees[0])

    def _trees(self, texts: list[tuple[str, Path]]) -> list[Statement]:
        found = [self.names.condition(text, path) for text, path in texts]
        return [tree for tree in found if tree is not None]

    def _no_state_left(self) -> None:
        guilty = []
        for i, exclusion in enumerate(self.conflict.exclusions):
            own = set(self._impossible(exclusion, ("exclusions", i)))
            if len(feasible_codes(self.names.options, [s for s in self.impossible if s not in own])):
                guilty.append(i + 1)
        which = (
            f"Without exclusion {' or '.join(map(str, guilty))} states would remain."
            if guilty
            else ("More than one exclusion must be loosened.")
        )
        self.names.report(("exclusions",), "the exclusions contradict one another: no state is left", which)

    def _coalesce(self, base: StateSpace) -> StateSpace | None:
        group = np.arange(base.size)
        titles = [""] * base.size
        for i, merged in enumerate(self.conflict.coalesced):
            tree = self.names.condition(merged.when, ("coalesced", i, "when"))
            if tree is None:
                return None
            inside = np.flatnonzero(base.truth(tree))
            if len(inside) < 2:
                self.names.report(
                    ("coalesced", i, "when"), f"{len(inside)} state fits, so nothing is merged", warning=True
                )
            if len(inside):
                touched = np.isin(group, group[inside])
                group[touched] = group[touched].min()
                titles[int(group[inside[0]])] = merged.name
        return _merged_space(base, group, titles)

    def _graph_states(self) -> StateSpace | None:
        states = self.conflict.states
        for key in ("exclusions", "coalesced", "bans"):
            if getattr(self.conflict, key):
                self.names.report(
                    (key,), f"{key} have no meaning in graph form", "List the states and moves that exist."
                )
        if not states:
            self.names.report(
                ("states",), "the conflict is in graph form and lists no state", "Add [[states]]."
            )
            return None
        members = [self._graph_members(i) for i in range(len(states))]
        if any(not problem.warning for problem in self.problems):
            return None
        sizes = np.array([len(m) for m in members])
        return StateSpace(
            options=self.names.options if any(s.pattern for s in states) else (),
            codes=np.arange(len(states), dtype=np.int64),
            member_codes=np.concatenate(members).astype(np.int64),
            member_start=np.cumsum(sizes) - sizes,
            names=tuple(state.id for state in states),
            titles=tuple(state.name for state in states),
        )

    def _graph_members(self, i: int) -> IntArray:
        """The combinations of options that a listed state stands for (one, 0, without a pattern)."""
        signs = self.conflict.states[i].pattern.replace(" ", "")
        path: Path = ("states", i, "pattern")
        options = len(self.names.options)
        some = any(state.pattern for state in self.conflict.states)
        if not signs and not some:
            return np.zeros(1, dtype=np.int64)
        if len(signs) != options or set(signs) - set("YN-"):
            self.names.report(
                path,
                f'"{signs}" does not give Y, N or - for each of the {options} options',
                "Give every state a pattern, or none.",
            )
            return np.zeros(1, dtype=np.int64)
        if signs.count("-") > _MAX_DASHES:
            self.names.report(path, f"the pattern has more than {_MAX_DASHES} dashes")
            return np.zeros(1, dtype=np.int64)
        codes = np.zeros(1, dtype=np.int64)
        for k, sign in enumerate(signs):
            bit = np.int64(1 << k)
            codes = (
                np.concatenate([codes, codes | bit]) if sign == "-" else codes | (bit if sign == "Y" else 0)
            )
        return np.sort(codes)

    def _status_quo(self) -> State | None:
        from countermove.errors import StateError

        if not self.conflict.status_quo or self.states is None:
            return None
        try:
            return self.states.find(self.conflict.status_quo)
        except StateError as error:
            self.problems.extend(problem.within(("status_quo",)) for problem in error.problems)
            return None

    # -- movement ------------------------------------------------------------------------------

    def _movement(self) -> tuple[Movement, ...] | None:
        if self.states is None:
            return None
        if self.conflict.form == "graph":
            return tuple(self._drawn_moves(i, self.states) for i in range(len(self.conflict.decision_makers)))
        assert self._base is not None
        cubes = [self._cube(i, self._base) for i in range(len(self.conflict.decision_makers))]
        bans = self._bans(self._base)
        if not self.conflict.bans and not self.conflict.coalesced:
            return tuple(cubes)
        return tuple(self._listed_moves(i, cube, bans) for i, cube in enumerate(cubes))

    def _cube(self, dm: int, base: StateSpace) -> SubCube:
        own = stay_taken = stay_dropped = 0
        options = [o for d in self.conflict.decision_makers for o in d.options]
        for k, (ref, option) in enumerate(zip(self.names.options, options, strict=True)):
            if ref.dm == dm:
                own |= 1 << k
                stay_taken |= (option.irreversible == "once taken") << k
                stay_dropped |= (option.irreversible == "once dropped") << k
        return SubCube(base, own, stay_taken, stay_dropped)

    def _bans(self, base: StateSpace) -> list[tuple[int | None, BoolArray, BoolArray]]:
        found = []
        for i, ban in enumerate(self.conflict.bans):
            dm = self.names.dm(ban.dm, ("bans", i, "dm")) if ban.dm else None
            source = self.names.condition(ban.from_, ("bans", i, "from"))
            target = self.names.condition(ban.to, ("bans", i, "to"))
            if source is not None and target is not None:
                found.append((dm, base.truth(source), base.truth(target)))
        return found

    def _listed_moves(
        self, dm: int, cube: SubCube, bans: list[tuple[int | None, BoolArray, BoolArray]]
    ) -> Movement:
        """A sub-cube's arcs without the banned ones, between coalesced states where there are any."""
        assert self.states is not None
        source, target = cube.arcs()
        for who, from_, to in bans:
            if who is None or who == dm:
                keep = ~(from_[source] & to[target])
                source, target = source[keep], target[keep]
        if self.conflict.coalesced:
            group = self._group_of_base()
            source, target = group[source], group[target]
        return merge_arcs(self.states, source, target)

    def _group_of_base(self) -> IntArray:
        """For each state before coalescing, the index of the state it became part of."""
        assert self.states is not None and self._base is not None
        order = np.argsort(self.states.member_codes)
        counts = np.diff(np.append(self.states.member_start, len(self.states.member_codes)))
        return np.repeat(np.arange(self.states.size), counts)[order]

    def _drawn_moves(self, i: int, states: StateSpace) -> Movement:
        where = {name: at for at, name in enumerate(states.names)}
        source, target = [], []
        for j, arc in enumerate(self.conflict.decision_makers[i].moves):
            path: Path = ("decision_makers", i, "moves", j)
            unknown = [name for name in arc if name not in where]
            for name in unknown:
                self.names.report(path, f'there is no state "{name}"', did_you_mean(name, where))
            if not unknown and arc[0] == arc[1]:
                self.names.report(path, f'a move from state "{arc[0]}" to itself is no move', warning=True)
            if not unknown:
                source.append(where[arc[0]])
                target.append(where[arc[1]])
        return merge_arcs(states, source, target)

    # -- preferences ---------------------------------------------------------------------------

    def _preferences(self, reading: str) -> list[Preference | None]:
        found: dict[int, tuple[int, Preference | None]] = {}
        for i, preferences in enumerate(self.conflict.preferences):
            if preferences.reading != reading:
                continue
            dm = self.names.dm(preferences.dm, ("preferences", i, "dm"))
            if dm in found:
                self.names.report(
                    ("preferences", i, "dm"),
                    f'"{preferences.dm}" has preferences twice'
                    + (f' in reading "{reading}"' if reading else ""),
                    "Put them into one list.",
                )
            elif dm is not None:
                found[dm] = i, build_preference(self.names, self.states, preferences, ("preferences", i))
        for i, dm_written in enumerate(self.conflict.decision_makers):
            if i not in found:
                where = f' in reading "{reading}"' if reading else ""
                self.names.report(
                    ("decision_makers", i),
                    f'"{dm_written.id}" has no preferences{where}',
                    f'Add [[preferences]] with dm = "{dm_written.id}".',
                )
        return [found[i][1] if i in found else None for i in range(len(self.conflict.decision_makers))]


def _merged_space(base: StateSpace, group: IntArray, titles: list[str]) -> StateSpace:
    """The state space in which the states of one group are one state, coded by its smallest member."""
    order = np.lexsort((base.codes, group))
    starts = np.flatnonzero(np.append(True, np.diff(group[order]) != 0))
    leaders = group[order][starts]
    return StateSpace(
        options=base.options,
        codes=base.codes[leaders],
        member_codes=base.codes[order],
        member_start=starts.astype(np.int64),
        titles=tuple(titles[int(leader)] for leader in leaders),
    )
