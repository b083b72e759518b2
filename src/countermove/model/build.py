"""From a conflict to its graph model: the one place where mistakes of meaning are found.

`Builder` resolves the names, enumerates the feasible states, and compiles movement and preferences;
every mistake it meets goes into one list. `compile_conflict` returns the graph model, or that list
if anything in it is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from countermove._numpy import np
from countermove.errors import Path, Problem, StateError, TooLarge, clip, did_you_mean
from countermove.model.conflict import Conflict
from countermove.model.cube import CubeSpace
from countermove.model.exclusions import blame, read_exclusions
from countermove.model.feasible import Feasible
from countermove.model.graph import GraphModel, NamedOutcome
from countermove.model.listed import (
    MAX_STATES,
    BoolArray,
    IntArray,
    ListedSpace,
    feasible_codes,
    listed,
    refuse_too_many,
)
from countermove.model.moves import Movement, SubCube, merge_arcs
from countermove.model.names import Names
from countermove.model.option_form import Mover, OptionForm
from countermove.model.preferences import Conditional, Ordinal, Preference
from countermove.model.rankings import build_preference
from countermove.model.statements import Statement
from countermove.model.states import State, StateSpace
from countermove.model.unread import Unread

__all__ = ["FEW_STATES", "Builder", "Keep", "compile_conflict"]

_MAX_DASHES = 12  # a state of graph form may stand for at most 2^12 combinations
_Arcs = tuple[list[int], list[int]]

#: How to keep the states: as a "list", only as conditions ("cube"), or what suits their number; "light"
#: is the same but lists no few states either, which are looked at one by one.
Keep = Literal["auto", "list", "cube", "light"]

#: So few states are looked at one by one where `keep` is "light".
FEW_STATES = 256

_FEW_OPTIONS = 16  # so few are listed without counting first
_SOME = 1 << 16  # so many states are listed in any case
_DENSE = 25  # a listed state costs an engine as much as so many cells of a tensor: more are not listed


def compile_conflict(
    conflict: Conflict, reading: str = "", keep: Keep = "auto"
) -> GraphModel | tuple[Problem, ...]:
    """The graph model of one reading, or every problem if one of them is an error.

    Raises `TooLarge` if nothing else is wrong with the conflict.
    """
    builder = Builder(conflict, keep=keep)
    graph = builder.graph(reading)
    errors = tuple(problem for problem in builder.problems if not problem.warning)
    if builder.too_large and set(errors) == set(builder.too_large.problems):
        raise builder.too_large
    return graph if graph is not None and not errors else errors


@dataclass
class Builder:
    """Compiles a conflict step by step, gathering problems; `states` is None if it got stuck before.

    All names are looked up first, so that one mistake does not hide another. Nothing is concluded
    from what is `unread`.
    """

    conflict: Conflict
    unread: Unread = field(default_factory=Unread)
    keep: Keep = "auto"
    names: Names = field(init=False)
    states: StateSpace | None = field(init=False, default=None)
    outcomes: tuple[NamedOutcome, ...] = field(init=False, default=())
    too_large: TooLarge | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.names = Names(self.conflict, self.unread)
        self.outcomes = tuple(self._outcomes())
        self._base: ListedSpace | None = None
        self._form: OptionForm | None = None
        self._wishes: dict[str, list[int]] = {}
        for i, wish in enumerate(self.conflict.preferences):
            self._wishes.setdefault(wish.reading, []).append(i)
        try:
            self.states = self._graph_states() if self.conflict.form == "graph" else self._option_states()
        except TooLarge as error:
            self.too_large = error
            self.names.add(error.problems)
        self._check_readings()

    @property
    def problems(self) -> list[Problem]:
        """What was found so far."""
        return self.names.problems

    def _sound(self, *sections: str) -> bool:
        """Whether these parts of the conflict were all read and are without mistakes."""
        wrong = {problem.path[0] for problem in self.problems if problem.path and not problem.warning}
        wrong.update(path[0] for path in self.unread.paths)
        return wrong.isdisjoint(("form", "decision_makers", *sections))

    def graph(self, reading: str = "") -> GraphModel | None:
        """The graph model of a reading (the first by default); None where problems stand in the way."""
        reading = self._reading(reading)
        movement = self._movement()
        preferences = self.preferences(reading)
        status_quo = self.status_quo()
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
            form=self._whole_form([p for p in preferences if p is not None]),
        )

    def _whole_form(self, preferences: list[Preference]) -> OptionForm | None:
        """The conflict by options alone, with its wishes, if it can be said so."""
        wishes = [p.wish for p in preferences if isinstance(p, Ordinal | Conditional)]
        whole = [wish for wish in wishes if wish is not None]
        if self._form is None or self._needs_list() or len(whole) != len(preferences):
            return None
        return replace(self._form, wishes=tuple(whole))

    def _reading(self, wanted: str) -> str:
        known = self.conflict.reading_ids
        if wanted and wanted not in known:
            self.names.report(
                (),
                f'there is no reading "{clip(wanted)}"',
                did_you_mean(wanted, [k for k in known if k]) or "The conflict has no readings of its own.",
            )
        return wanted if wanted in known else known[0]

    # -- states --------------------------------------------------------------------------------

    def _outcomes(self) -> Iterator[NamedOutcome]:
        for i, outcome in enumerate(self.conflict.outcomes):
            path: Path = ("outcomes", i, "that")
            tree = self.names.outcome(outcome.id, path)
            self.names.condition(outcome.that, path)  # where two have one id, both are read
            yield NamedOutcome(outcome.id, outcome.name or outcome.id, outcome.means, tree)

    def _option_states(self) -> StateSpace | None:
        if self.conflict.states:
            self.names.report(
                ("states",),
                "states are listed, but the conflict is in option form",
                'Write form = "graph", or drop the list.',
            )
        for i, dm in enumerate(self.conflict.decision_makers):
            if dm.moves:
                self.names.report(
                    ("decision_makers", i, "moves"),
                    "moves are listed, but the conflict is in option form",
                    'Write form = "graph", or drop them: moves follow from the options.',
                )
        impossible = read_exclusions(self.names, self.conflict)
        coalesced = [
            self.names.condition(merged.when, ("coalesced", i, "when"))
            for i, merged in enumerate(self.conflict.coalesced)
        ]
        self._banned = [self._ban(i) for i in range(len(self.conflict.bans))]
        if not self._sound("states", "exclusions"):
            return None
        ruled_out = tuple(s for statements in impossible for s in statements)
        self._form = OptionForm(self.names.options, tuple(self._movers()), (), ruled_out)
        as_list = self._listed()
        codes = feasible_codes(self.names.options, ruled_out) if as_list else None
        if not (Feasible(self._form).possible if codes is None else len(codes)):
            what = "the exclusions contradict one another: no state is left"
            self.names.report(("exclusions",), what, blame(self.names.options, impossible))
            return None
        if codes is None:
            return CubeSpace(self._form)
        self._base = ListedSpace(self.names.options, codes, codes, np.arange(len(codes)))
        if not self._sound("coalesced"):
            return None
        return self._coalesce(self._base, coalesced) if coalesced else self._base

    def _movers(self) -> Iterator[Mover]:
        options = [option for dm in self.conflict.decision_makers for option in dm.options]
        for i in range(len(self.conflict.decision_makers)):
            own = stay_taken = stay_dropped = 0
            for k, (ref, option) in enumerate(zip(self.names.options, options, strict=True)):
                if ref.dm == i:
                    own |= 1 << k
                    stay_taken |= (option.irreversible == "once taken") << k
                    stay_dropped |= (option.irreversible == "once dropped") << k
            yield Mover(own, stay_taken, stay_dropped)

    def _needs_list(self) -> bool:
        """Whether something in the conflict speaks of states one by one."""
        by_state = any(p.ranking or p.rankings for p in self.conflict.preferences)
        return bool(self.conflict.bans or self.conflict.coalesced) or by_state

    def _listed(self) -> bool:
        """Whether to list the states; the decision that `keep` leaves open depends on their number."""
        assert self._form is not None
        if self._needs_list() or self.keep in ("list", "cube"):
            return self.keep != "cube" or self._needs_list()
        if len(self.names.options) <= _FEW_OPTIONS and self.keep != "light":
            return True
        try:
            count = Feasible(self._form).count
        except TooLarge:
            return False
        if self.keep == "light" and count <= FEW_STATES:
            return False
        return count <= _SOME or (count <= MAX_STATES and count * _DENSE <= 1 << len(self.names.options))

    def _ban(self, i: int) -> tuple[int | None, Statement | None, Statement | None]:
        ban = self.conflict.bans[i]
        dm = self.names.dm(ban.dm, ("bans", i, "dm")) if ban.dm else None
        source = self.names.condition(ban.from_, ("bans", i, "from"))
        return dm, source, self.names.condition(ban.to, ("bans", i, "to"))

    def _coalesce(self, base: ListedSpace, conditions: list[Statement | None]) -> ListedSpace:
        group = np.arange(base.size)
        titles = [""] * base.size
        for i, (merged, tree) in enumerate(zip(self.conflict.coalesced, conditions, strict=True)):
            assert tree is not None  # or the conflict would not be sound
            self.names.spend(tree, base.size)
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

    def _graph_states(self) -> ListedSpace | None:
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
        self._drawn = [self._drawn_moves(i) for i in range(len(self.conflict.decision_makers))]
        patterned = any(state.pattern for state in states)
        if patterned:
            refuse_too_many(self.names.options)
            _refuse_too_many_members([state.pattern.count("-") for state in states])
        members = [self._graph_members(i, patterned) for i in range(len(states))]
        if not states or not self._sound("states", "exclusions", "coalesced", "bans"):
            return None
        sizes = np.array([len(m) for m in members])
        return ListedSpace(
            options=self.names.options if patterned else (),
            codes=np.arange(len(states), dtype=np.int64),
            member_codes=np.concatenate(members).astype(np.int64),
            member_start=np.cumsum(sizes) - sizes,
            names=tuple(state.id for state in states),
            titles=tuple(state.name for state in states),
        )

    def _graph_members(self, i: int, patterned: bool) -> IntArray:
        """The combinations of options that a listed state stands for (one, 0, without a pattern)."""
        signs = self.conflict.states[i].pattern.replace(" ", "")
        path: Path = ("states", i, "pattern")
        options = len(self.names.options)
        if not patterned or not self.names.all_options or self.unread.at(*path):
            return np.zeros(1, dtype=np.int64)
        if len(signs) != options or set(signs) - set("YN-"):
            self.names.report(
                path,
                f'"{clip(signs)}" does not give Y, N or - for each of the {options} options',
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

    def status_quo(self) -> State | None:
        """The state of today, if one is named and can be found."""
        written = self.conflict.status_quo
        if not written:
            return None
        if self.states is None:
            self.names.check_state(written, ("status_quo",))
            return None
        try:
            return self.states.find(written)
        except StateError as error:
            self.names.add(problem.within(("status_quo",)) for problem in error.problems)
            return None

    # -- movement ------------------------------------------------------------------------------

    def _movement(self) -> tuple[Movement, ...] | None:
        if self.states is None or not self._sound("bans"):
            return None
        if self.conflict.form == "graph":
            return tuple(merge_arcs(listed(self.states), source, target) for source, target in self._drawn)
        assert self._form is not None
        cubes = [
            SubCube(self._base or self.states, m.own, m.stay_taken, m.stay_dropped) for m in self._form.movers
        ]
        if self._base is None:
            return tuple(cubes)
        base = self._base
        for _, *conditions in self._banned:
            for tree in conditions:
                if tree is not None:
                    self.names.spend(tree, base.size)
        bans = [
            (dm, base.truth(source), base.truth(target))
            for dm, source, target in self._banned
            if source is not None and target is not None
        ]
        if not self.conflict.bans and not self.conflict.coalesced:
            return tuple(cubes)
        return tuple(self._listed_moves(i, cube, bans) for i, cube in enumerate(cubes))

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
        return merge_arcs(listed(self.states), source, target)

    def _group_of_base(self) -> IntArray:
        """For each state before coalescing, the index of the state it became part of."""
        assert self.states is not None
        states = listed(self.states)
        order = np.argsort(states.member_codes)
        counts = np.diff(np.append(states.member_start, len(states.member_codes)))
        return np.repeat(np.arange(states.size), counts)[order]

    def _drawn_moves(self, i: int) -> _Arcs:
        where = {state.id: at for at, state in enumerate(self.conflict.states)}
        source: list[int] = []
        target: list[int] = []
        for j, arc in enumerate(self.conflict.decision_makers[i].moves):
            path: Path = ("decision_makers", i, "moves", j)
            unknown = [k for k, name in enumerate(arc) if name not in where]
            for k in unknown if self.names.all_states else []:
                what = f'there is no state "{clip(arc[k])}"'
                self.names.report((*path, k), what, self.names.nearest(arc[k], where))
            if not unknown and arc[0] == arc[1]:
                what = f'a move from state "{clip(arc[0])}" to itself is no move'
                self.names.report(path, what, warning=True)
            if not unknown:
                source.append(where[arc[0]])
                target.append(where[arc[1]])
        return source, target

    # -- preferences ---------------------------------------------------------------------------

    def preferences(self, reading: str) -> list[Preference | None]:
        """Each decision maker's preference in one reading; None where problems stand in the way."""
        found: dict[int, tuple[int, Preference | None]] = {}
        for i in self._wishes.get(reading, []):
            wish, path = self.conflict.preferences[i], ("preferences", i)
            dm = self.names.dm(wish.dm, (*path, "dm"))
            built = build_preference(self.names, self.states, wish, path)
            if dm in found:
                where = f' in reading "{clip(reading)}"' if reading else ""
                what = f'"{clip(wish.dm)}" has preferences twice{where}'
                self.names.report((*path, "dm"), what, "Put them into one list.")
            elif dm is not None:
                found[dm] = i, built
        self._note_missing_wishes(reading, set(found))
        return [found[i][1] if i in found else None for i in range(len(self.conflict.decision_makers))]

    def _check_readings(self) -> None:
        """Note preferences for a reading that there is not, and look into them all the same."""
        known = set(self.conflict.reading_ids)
        listed = ", ".join(clip(k) for k in self.conflict.reading_ids[:12] if k)
        for i, wish in enumerate(self.conflict.preferences):
            path: Path = ("preferences", i)
            unread = self.unread.at(*path, "reading") or not self.names.all_readings
            if wish.reading in known or unread:
                continue
            if not wish.reading:
                what = "the conflict has readings, but these preferences name none"
                self.names.report(path, what, f"Add reading = one of: {listed}.")
            else:
                near = self.names.nearest(wish.reading, known - {""})
                what = f'there is no reading "{clip(wish.reading)}"'
                self.names.report((*path, "reading"), what, near or "Add [[readings]], or drop the key.")
            self.names.dm(wish.dm, (*path, "dm"))
            build_preference(self.names, self.states, wish, path)

    def _note_missing_wishes(self, reading: str, found: set[int]) -> None:
        unread = self.unread
        uncertain = unread.at("preferences") or any(
            path[0] == "preferences" and (len(path) == 2 or path[2] in ("dm", "reading"))
            for path in unread.paths
        )
        if uncertain or not self.names.all_readings:
            return
        where = f' in reading "{clip(reading)}"' if reading else ""
        heard = {self.conflict.decision_makers[i].id for i in found}
        for i, dm in enumerate(self.conflict.decision_makers):
            if self.names.full:
                return
            if dm.id not in heard and not unread.at("decision_makers", i, "id"):
                what = f'"{clip(dm.id)}" has no preferences{where}'
                cure = f'Add [[preferences]] with dm = "{clip(dm.id)}".'
                self.names.report(("decision_makers", i), what, cure)


def _refuse_too_many_members(dashes: list[int]) -> None:
    """Raise `TooLarge` before so many combinations are listed. Too many dashes are another mistake."""
    count = sum(1 << number for number in dashes if number <= _MAX_DASHES)
    if count > MAX_STATES:
        what = f"the states stand for {count:,} combinations of options; the limit is {MAX_STATES:,}"
        raise TooLarge(Problem(what, "Write Y or N in place of dashes.", ("states",)))


def _merged_space(base: ListedSpace, group: IntArray, titles: list[str]) -> ListedSpace:
    """The state space in which the states of one group are one state, coded by its smallest member."""
    order = np.lexsort((base.codes, group))
    starts = np.flatnonzero(np.append(True, np.diff(group[order]) != 0))
    leaders = group[order][starts]
    return ListedSpace(
        options=base.options,
        codes=base.codes[leaders],
        member_codes=base.codes[order],
        member_start=starts.astype(np.int64),
        titles=tuple(titles[int(leader)] for leader in leaders),
    )
