"""The oracle: the definitions of the field followed word by word, against which the engines are held.

Nothing here is shared with the package but the types of `Conflict` and the parser of statements.
Every combination of options is listed, every pair of states compared, every legal sequence walked.
Slow and obvious on purpose; section numbers refer to the project's theory.

States are positions in `Oracle.states`, in the order in which the package numbers them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product

from countermove.model.conflict import Conflict, Exclusion, Option, Preferences
from countermove.model.graph import GraphModel
from countermove.model.statements import And, Constant, If, Iff, Name, Not, Or, Statement, parse

__all__ = ["VERDICTS", "Combination", "Oracle", "codes_of", "legal_sequences"]

Combination = tuple[bool, ...]  # one truth value for each option
Steps = Callable[[int, int], list[int]]  # (decision maker, state) -> states one step away

# How one state compares with another.
MUCH_BETTER, BETTER, EQUAL, WORSE, MUCH_WORSE, UNKNOWN = ">>", ">", "=", "<", "<<", "?"

_parse = lru_cache(maxsize=100_000)(parse)


def is_pattern(text: str) -> bool:
    return text.strip() != "" and all(sign in "YN- " for sign in text)


class Oracle:
    """One reading of a conflict, taken literally."""

    def __init__(self, conflict: Conflict, reading: str = "") -> None:
        self.conflict = conflict
        self.dms = [dm.id for dm in conflict.decision_makers]
        self.options = [(dm.id, option.id) for dm in conflict.decision_makers for option in dm.options]
        self.states = self._graph_states() if conflict.form == "graph" else self._option_states()
        first = conflict.readings[0].id if conflict.readings else ""
        self.wishes = [
            next(p for p in conflict.preferences if p.dm == dm and p.reading == (reading or first))
            if conflict.preferences
            else Preferences(dm)
            for dm in self.dms
        ]
        everyone = range(len(self.dms))
        self._relations = [self._relation_table(i) for i in everyone]
        self._moves = [[self._list_moves(i, s) for s in self.all] for i in everyone]
        self._sequences: dict[tuple[str, int, int], set[int]] = {}

    @property
    def all(self) -> range:
        return range(len(self.states))

    # -- statements (1.3, 2.2) -----------------------------------------------------------------

    def true_in_combination(self, text: str, combination: Combination, state_id: str = "") -> bool:
        if is_pattern(text):
            signs = text.replace(" ", "")
            wanted = zip(signs, combination, strict=True)
            return all(sign == "-" or (sign == "Y") == taken for sign, taken in wanted)
        return self._evaluate(_parse(text), combination, state_id)

    def _evaluate(self, tree: Statement, combination: Combination, state_id: str) -> bool:
        def value(part: Statement) -> bool:
            return self._evaluate(part, combination, state_id)

        match tree:
            case Constant(constant):
                return constant
            case Not(item):
                return not value(item)
            case And(items):
                return all(value(item) for item in items)
            case Or(items):
                return any(value(item) for item in items)
            case If(then, condition):
                return value(then) if value(condition) else True
            case Iff(left, right):
                return value(left) == value(right)
            case Name(parts):
                return self._named(parts, combination, state_id)
        raise AssertionError(f"no such statement: {tree!r}")

    def _named(self, parts: tuple[str, ...], combination: Combination, state_id: str) -> bool:
        if len(parts) == 2:
            return combination[self.options.index((parts[0], parts[1]))]
        for at, (_, option) in enumerate(self.options):
            if option == parts[0]:
                return combination[at]
        for outcome in self.conflict.outcomes:
            if outcome.id == parts[0]:
                return self.true_in_combination(outcome.that, combination, state_id)
        return parts[0] == state_id

    def true(self, text: str, state: int) -> bool:
        """Whether a statement holds in a state: in every combination that the state stands for."""
        state_id = self.conflict.states[state].id if self.conflict.form == "graph" else ""
        return all(self.true_in_combination(text, member, state_id) for member in self.states[state])

    # -- states (1.2, 1.3) ---------------------------------------------------------------------

    def _option_states(self) -> list[tuple[Combination, ...]]:
        # The first option changes fastest, so that the list ascends by the sum of 2^k.
        every = [bits[::-1] for bits in product((False, True), repeat=len(self.options))]
        self.feasible = [c for c in every if not any(self._excluded(c, x) for x in self.conflict.exclusions)]
        groups: list[set[Combination]] = [{c} for c in self.feasible]
        for merged in self.conflict.coalesced:
            alike = {c for c in self.feasible if self.true_in_combination(merged.when, c)}
            touched = [group for group in groups if group & alike]
            apart = [group for group in groups if not group & alike]
            groups = [*apart, set().union(*touched)] if touched else apart
        place = {c: at for at, c in enumerate(self.feasible)}
        ordered = [tuple(sorted(group, key=place.__getitem__)) for group in groups]
        return sorted(ordered, key=lambda members: place[members[0]])

    def _excluded(self, c: Combination, exclusion: Exclusion) -> bool:
        def true(text: str) -> bool:
            return self.true_in_combination(text, c)

        if exclusion.never:
            return true(exclusion.never)
        if exclusion.at_most_one:
            return sum(true(text) for text in exclusion.at_most_one) > 1
        if exclusion.at_least_one:
            return not any(true(text) for text in exclusion.at_least_one)
        return true(exclusion.if_) and not true(exclusion.then)

    def _graph_states(self) -> list[tuple[Combination, ...]]:
        values = {"Y": (True,), "N": (False,), "-": (False, True)}
        patterns = [state.pattern.replace(" ", "") for state in self.conflict.states]
        return [tuple(product(*(values[sign] for sign in pattern))) for pattern in patterns]

    def find(self, text: str) -> int:
        """The state that a person names."""
        if self.conflict.form == "graph":
            return [state.id for state in self.conflict.states].index(text)
        if text.isdecimal():
            return int(text) - 1
        if is_pattern(text):
            fits = [s for s in self.all if any(self.true_in_combination(text, c) for c in self.states[s])]
            exact = [s for s in fits if self.pattern(s) == text]
            return (fits if len(fits) == 1 else exact)[0]
        words = [] if text == "none" else text.split("+")
        wanted = tuple(f"{dm}.{o}" in words or o in words for dm, o in self.options)
        return next(s for s in self.all if wanted in self.states[s])

    def pattern(self, state: int) -> str:
        columns = zip(*self.states[state], strict=True)
        return "".join("Y" if all(column) else "-" if any(column) else "N" for column in columns)

    # -- movement (1.4) ------------------------------------------------------------------------

    def moves(self, i: int, s: int) -> list[int]:
        """R_i(s)."""
        return self._moves[i][s]

    def _list_moves(self, i: int, s: int) -> list[int]:
        if self.conflict.form == "graph":
            drawn = self.conflict.decision_makers[i].moves
            arcs = {(self.find(a), self.find(b)) for a, b in drawn}
            return [q for q in self.all if q != s and (s, q) in arcs]
        return [q for q in self.all if q != s and self._can_move(i, s, q)]

    def _can_move(self, i: int, s: int, q: int) -> bool:
        """A state that stands for several combinations moves wherever one of them does."""
        return any(self._can_change(i, c, d) for c in self.states[s] for d in self.states[q])

    def _can_change(self, i: int, c: Combination, d: Combination) -> bool:
        written = [option for dm in self.conflict.decision_makers for option in dm.options]
        for k, option in enumerate(written):
            if c[k] != d[k] and (self.options[k][0] != self.dms[i] or _shut(option, d[k])):
                return False
        return not any(
            ban.dm in ("", self.dms[i])
            and self.true_in_combination(ban.from_, c)
            and self.true_in_combination(ban.to, d)
            for ban in self.conflict.bans
        )

    # -- preference (2.1 to 2.4) ---------------------------------------------------------------

    def relation(self, i: int, q: int, s: int) -> str:
        """How q compares with s for decision maker i."""
        return self._relations[i][q][s]

    def _relation_table(self, i: int) -> list[list[str]]:
        wish = self.wishes[i]
        if wish.rankings:
            places = [self._places(ranking) for ranking in wish.rankings]
            found = [[{_compare(-p[q], -p[s]) for p in places} for s in self.all] for q in self.all]
            return [[row.pop() if len(row) == 1 else UNKNOWN for row in rows] for rows in found]
        if wish.ranking:
            place = self._places(wish.ranking)
            return [[_with_strength(place[q], place[s], wish) for s in self.all] for q in self.all]
        if wish.weights:
            value = [self._weight(wish, s) for s in self.all]
            return [[_compare(value[q], value[s]) for s in self.all] for q in self.all]
        truth = [tuple(self.true(line.that, s) for line in wish.statements) for s in self.all]
        return [[_compare(truth[q], truth[s]) for s in self.all] for q in self.all]

    def _places(self, ranking: Sequence[Sequence[str]]) -> dict[int, int]:
        return {self.find(text): at for at, group in enumerate(ranking) for text in group}

    def _weight(self, wish: Preferences, s: int) -> Fraction:
        # A float stands for the decimal that a person would write for it.
        return sum((Fraction(str(w)) for text, w in wish.weights.items() if self.true(text, s)), Fraction(0))

    def better(self, i: int, q: int, s: int) -> bool:
        return self.relation(i, q, s) in (BETTER, MUCH_BETTER)

    def unknown(self, i: int, q: int, s: int) -> bool:
        return self.relation(i, q, s) == UNKNOWN

    def much_worse(self, i: int, q: int, s: int) -> bool:
        return self.relation(i, q, s) == MUCH_WORSE

    def improvements(self, i: int, s: int) -> list[int]:
        """R_i⁺(s)."""
        return [q for q in self.moves(i, s) if self.better(i, q, s)]

    def possible_improvements(self, i: int, s: int) -> list[int]:
        """R_i^{+,U}(s)."""
        return [q for q in self.moves(i, s) if self.better(i, q, s) or self.unknown(i, q, s)]

    # -- answers of the others (1.5) -----------------------------------------------------------

    def answers(self, i: int, y: int) -> set[int]:
        """R_K(y)."""
        return self._answers("moves", self.moves, i, y)

    def credible_answers(self, i: int, y: int) -> set[int]:
        """R_K⁺(y)."""
        return self._answers("improvements", self.improvements, i, y)

    def possible_answers(self, i: int, y: int) -> set[int]:
        """R_K^{+,U}(y)."""
        return self._answers("possible", self.possible_improvements, i, y)

    def _answers(self, kind: str, steps: Steps, i: int, y: int) -> set[int]:
        if (kind, i, y) not in self._sequences:
            others = [j for j in range(len(self.dms)) if j != i]
            self._sequences[kind, i, y] = legal_sequences(steps, others, y)
        return self._sequences[kind, i, y]

    def joint_answers(self, i: int, s: int, y: int) -> Iterator[int]:
        """Feasible states where the others' improvements from s are made together with i's move to y."""
        others = [j for j in range(len(self.dms)) if j != i]
        for choice in product(*([None, *self.improvements(j, s)] for j in others)):
            if all(q is None for q in choice):
                continue
            joint = list(self.states[y][0])
            for j, q in zip(others, choice, strict=True):
                for k, (owner, _) in enumerate(self.options):
                    if q is not None and owner == self.dms[j]:
                        joint[k] = self.states[q][0][k]
            if (tuple(joint),) in self.states:
                yield self.states.index((tuple(joint),))

    def stable(self, concept: str, i: int, s: int) -> bool:
        return VERDICTS[concept](self, i, s)


def _shut(option: Option, taking: bool) -> bool:
    return option.irreversible == ("once dropped" if taking else "once taken")


def _compare(first: object, second: object) -> str:
    return EQUAL if first == second else BETTER if first > second else WORSE  # type: ignore[operator]


def _with_strength(q: int, s: int, wish: Preferences) -> str:
    """A group marked in `greatly_after` (counted from 1) is greatly preferred to all below it."""
    if any(q < mark <= s for mark in wish.greatly_after):
        return MUCH_BETTER
    if any(s < mark <= q for mark in wish.greatly_after):
        return MUCH_WORSE
    return _compare(-q, -s)


def legal_sequences(steps: Steps, movers: Iterable[int], start: int) -> set[int]:
    """States that end a legal sequence of at least one step: nobody moves twice in a row."""
    movers = list(movers)
    walked: set[tuple[int, int]] = set()  # (state, last mover)
    waiting: list[tuple[int, int | None]] = [(start, None)]
    for state, last in waiting:
        for j in movers:
            for q in steps(j, state) if j != last else ():
                if (q, j) not in walked:
                    walked.add((q, j))
                    waiting.append((q, j))
    return {state for state, _ in walked}


# -- verdicts (3.1, 3.4) -------------------------------------------------------------------------


def nash(o: Oracle, i: int, s: int) -> bool:
    return not o.improvements(i, s)


def gmr(o: Oracle, i: int, s: int) -> bool:
    return all(any(not o.better(i, z, s) for z in o.answers(i, y)) for y in o.improvements(i, s))


def smr(o: Oracle, i: int, s: int) -> bool:
    return all(
        any(
            not o.better(i, z, s) and not any(o.better(i, x, s) for x in o.moves(i, z))
            for z in o.answers(i, y)
        )
        for y in o.improvements(i, s)
    )


def seq(o: Oracle, i: int, s: int) -> bool:
    return all(any(not o.better(i, z, s) for z in o.credible_answers(i, y)) for y in o.improvements(i, s))


def sseq(o: Oracle, i: int, s: int) -> bool:
    return all(
        any(
            not o.better(i, z, s) and not any(o.better(i, x, s) for x in o.moves(i, z))
            for z in o.credible_answers(i, y)
        )
        for y in o.improvements(i, s)
    )


def sim(o: Oracle, i: int, s: int) -> bool:
    return all(any(not o.better(i, z, s) for z in o.joint_answers(i, s, y)) for y in o.improvements(i, s))


# -- unknown preference (2.3) ----------------------------------------------------------------------


def _leaves(o: Oracle, i: int, s: int, extension: str) -> list[int]:
    return o.possible_improvements(i, s) if extension in "ac" else o.improvements(i, s)


def _sanctions(o: Oracle, i: int, z: int, s: int, extension: str) -> bool:
    known_no_better = o.relation(i, z, s) in (EQUAL, WORSE, MUCH_WORSE)
    return known_no_better or (extension in "cd" and o.unknown(i, z, s))


def _escapes(o: Oracle, i: int, x: int, s: int, extension: str) -> bool:
    return o.better(i, x, s) or (extension in "ab" and o.unknown(i, x, s))


def nash_unknown(o: Oracle, i: int, s: int, extension: str) -> bool:
    return not _leaves(o, i, s, extension)


def gmr_unknown(o: Oracle, i: int, s: int, extension: str) -> bool:
    return all(
        any(_sanctions(o, i, z, s, extension) for z in o.answers(i, y)) for y in _leaves(o, i, s, extension)
    )


def smr_unknown(o: Oracle, i: int, s: int, extension: str) -> bool:
    return all(
        any(
            _sanctions(o, i, z, s, extension)
            and not any(_escapes(o, i, x, s, extension) for x in o.moves(i, z))
            for z in o.answers(i, y)
        )
        for y in _leaves(o, i, s, extension)
    )


def seq_unknown(o: Oracle, i: int, s: int, extension: str) -> bool:
    return all(
        any(_sanctions(o, i, z, s, extension) for z in o.possible_answers(i, y))
        for y in _leaves(o, i, s, extension)
    )


# -- strength of preference (2.4) ------------------------------------------------------------------


def strong_gmr(o: Oracle, i: int, s: int) -> bool:
    return all(any(o.much_worse(i, z, s) for z in o.answers(i, y)) for y in o.improvements(i, s))


def strong_smr(o: Oracle, i: int, s: int) -> bool:
    return all(
        any(
            o.much_worse(i, z, s) and all(o.much_worse(i, x, s) for x in o.moves(i, z))
            for z in o.answers(i, y)
        )
        for y in o.improvements(i, s)
    )


def strong_seq(o: Oracle, i: int, s: int) -> bool:
    return all(any(o.much_worse(i, z, s) for z in o.credible_answers(i, y)) for y in o.improvements(i, s))


Verdict = Callable[[Oracle, int, int], bool]


def _extended(verdict: Callable[[Oracle, int, int, str], bool], extension: str) -> Verdict:
    return lambda o, i, s: verdict(o, i, s, extension)


VERDICTS: dict[str, Verdict] = {
    "Nash": nash,
    "GMR": gmr,
    "SMR": smr,
    "SEQ": seq,
    "SSEQ": sseq,
    "SIM": sim,
    "SGMR": strong_gmr,
    "SSMR": strong_smr,
    "SEQ_strong": strong_seq,
} | {
    f"{name}_{extension}": _extended(verdict, extension)
    for name, verdict in (
        ("Nash", nash_unknown),
        ("GMR", gmr_unknown),
        ("SMR", smr_unknown),
        ("SEQ", seq_unknown),
    )
    for extension in "abcd"
}


# -- bridge ----------------------------------------------------------------------------------------


def codes_of(model: GraphModel, oracle: Oracle) -> list[int]:
    """The model's state for each state of the oracle, matched by what they stand for, not by place."""
    if oracle.conflict.form == "graph":
        by_name = dict(zip(model.states.names, model.states.all(), strict=True))
        return [by_name[state.id] for state in oracle.conflict.states]
    by_members = {frozenset(model.states.members(code)): code for code in model.states.all()}
    spelled = [frozenset(sum(y << k for k, y in enumerate(c)) for c in s) for s in oracle.states]
    assert by_members.keys() == set(spelled), "the package and the oracle list different states"
    return [by_members[members] for members in spelled]
