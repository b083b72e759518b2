"""Certificates: the proof of one verdict, for a machine to check and a person to read.

For a stable state a certificate lists every move that the decision maker would leave for, each with
the sanction that deters it: the steps of the others, who makes each, where the conflict lands, and
for symmetric concepts every further move of the decision maker from there, all of which fail. For an
unstable state it names the move that nothing deters, how many states the others can answer with, and
the answers that would hurt but can be escaped. `checker` verifies certificates without this module.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, cmp_to_key
from itertools import product
from typing import Any, TypeVar

from countermove.errors import ModelError, NotApplicable, Path, Problem, clip, did_you_mean
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.preferences import Relation
from countermove.model.states import State
from countermove.stability.concept import Concept, Replies, Rule
from countermove.stability.far import MOST_ANSWERS, Far, Reached, too_many_answers
from countermove.stability.relevance import relevant

__all__ = [
    "MOST_EXAMPLES",
    "Answer",
    "Certificate",
    "Certifier",
    "Escaped",
    "Step",
    "certificate_from_dict",
]

T = TypeVar("T")

#: How many of the answers that can be escaped a certificate gives in full.
MOST_EXAMPLES = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who, from where, to where. In a joint answer every step starts at the same state."""

    dm: int
    source: State
    target: State


@dataclass(frozen=True, slots=True)
class Answer:
    """What the others do after a move, and where that leaves the conflict.

    `escapes` lists, for symmetric concepts, every move that the decision maker could then still
    make; a sanction holds only if all of them fail.
    """

    steps: tuple[Step, ...]
    lands: State
    escapes: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class Escaped:
    """An answer that would hurt, and the further move with which the decision maker gets away."""

    answer: Answer
    escape: State


@dataclass(frozen=True, slots=True)
class Certificate:
    """Why a state is stable, or is not, for one decision maker under one concept.

    `deterred` pairs each tempting move with the answer that deters it (all of them if stable).
    `undeterred` is the move that nothing deters; `replies` counts the states the others can reach
    after it, `escaped` gives up to a dozen of the `escaped_count` answers that can be escaped. Where the
    model does not list its states, `replies` leaves out the state after the move itself and, where any
    moves may answer, states that differ only in what does not matter to the decision maker.
    """

    model: str
    concept: str
    dm: int
    state: State
    stable: bool
    deterred: tuple[tuple[State, Answer], ...] = ()
    undeterred: State | None = None
    replies: int = 0
    escaped: tuple[Escaped, ...] = ()
    escaped_count: int = 0

    def to_dict(self, model: GraphModel) -> dict[str, Any]:
        """The certificate with names and numbers of the model, ready for JSON."""
        return _to_dict(self, model)


class Certifier:
    """Makes certificates for a model; remembers moves and comparisons between calls.

    It looks only at what can be reached from the state in question, never at all states; where the model
    does not list its states, at `most_answers` to one move (more raise `TooLarge`).
    """

    def __init__(self, model: GraphModel, most_answers: int = MOST_ANSWERS) -> None:
        self.model = model
        self._most = most_answers
        self._steps: dict[frozenset[Relation] | None, dict[int, _Steps]] = {}
        self._fars: dict[int, Far] = {}

    def certificate(self, concept: Concept, dm: int, state: State) -> Certificate:
        """The proof of the verdict on a state. Raises `NotApplicable` where the concept has none."""
        refusal = concept.refusal(self.model)
        if refusal is not None:
            raise NotApplicable(refusal)
        rule = concept.rule
        deterred: list[tuple[State, Answer]] = []
        for target in self._tempting(rule, dm, state):
            answer = self._sanction(rule, dm, state, target)
            if answer is None:
                return self._undeterred(concept, dm, state, target)
            deterred.append((target, answer))
        return Certificate(self.model.digest, concept.id, dm, state, True, tuple(deterred))

    def deters(self, concept: Concept, dm: int, state: State, target: State) -> bool:
        """Whether some answer of the others deters this one move, whatever else may tempt from the state."""
        return self._sanction(concept.rule, dm, state, target) is not None

    def _undeterred(self, concept: Concept, dm: int, state: State, target: State) -> Certificate:
        rule = concept.rule
        answers = self._answers(rule, dm, state, target)
        count, hurting_count, hurting = 0, 0, list[State]()
        for lands, relation in answers.compared(dm, state):
            count += 1
            if rule.hold is not None and relation in rule.sanction:
                hurting_count += 1
                hurting += [lands] if hurting_count <= MOST_EXAMPLES else []
        return Certificate(
            self.model.digest,
            concept.id,
            dm,
            state,
            False,
            undeterred=target,
            replies=count,
            escaped=tuple(
                Escaped(Answer(answers.steps(z), z), self._escape(rule, dm, z, state)) for z in hurting
            ),
            escaped_count=hurting_count,
        )

    # -- the parts of the template -------------------------------------------------------------

    def _tempting(self, rule: Rule, dm: int, state: State) -> list[State]:
        """L(s), the most attractive first."""
        model = self.model
        found = [to for to in model.moves(dm, state) if model.compare(dm, to, state) in rule.leave]

        def order(a: State, b: State) -> int:
            return int(model.prefers(dm, b, a)) - int(model.prefers(dm, a, b))

        return sorted(found, key=cmp_to_key(order))

    def _sanction(self, rule: Rule, dm: int, state: State, target: State) -> Answer | None:
        """The shortest answer that deters the move to `target`, if there is one."""
        answers = self._answers(rule, dm, state, target)
        for lands, relation in answers.compared(dm, state):
            if relation in rule.sanction:
                escapes = self.model.moves(dm, lands) if rule.hold is not None else []
                if all(self.model.compare(dm, x, state) in (rule.hold or ()) for x in escapes):
                    return Answer(answers.steps(lands), lands, tuple(escapes))
        return None

    def _escape(self, rule: Rule, dm: int, lands: State, state: State) -> State:
        """The first move from `lands` with which the decision maker gets away; there is one."""
        moves = self.model.moves(dm, lands)
        return next(x for x in moves if self.model.compare(dm, x, state) not in (rule.hold or ()))

    def _answers(self, rule: Rule, dm: int, state: State, target: State) -> _Answers:
        if rule.replies is Replies.NONE:
            return _Answers(self.model)
        if rule.replies is Replies.JOINT_IMPROVEMENTS:
            return _JointAnswers(self.model, dm, state, target)
        answer = rule.answer if rule.replies is Replies.IMPROVEMENTS else None
        far = self._far(dm, rule)
        if far is not None:
            willing = answer is not None
            reached = far.search(target, self.model.others(dm), willing=willing)
            return _Searched(self.model, reached, self._most)
        steps = self._steps.setdefault(
            answer, {j: _Steps(self.model, j, answer) for j in range(self.model.size)}
        )
        most = self._most if isinstance(self.model.states, CubeSpace) else None
        return _Sequences(self.model, {j: steps[j] for j in self.model.others(dm)}, target, most)

    def _far(self, dm: int, rule: Rule) -> Far | None:
        """The search for models whose states are not listed, where there is one."""
        form = self.model.form
        if form is None or not isinstance(self.model.states, CubeSpace) or not self._searchable:
            return None
        key = dm if rule.replies is Replies.MOVES else -1
        if key not in self._fars:
            self._fars[key] = Far(form, relevant(form, dm, rule) if key >= 0 else None, key)
        return self._fars[key]

    @cached_property
    def _searchable(self) -> bool:
        return self.model.form is not None and Far.takes(self.model.form)


class _Steps(dict[State, list[State]]):
    """Where a mover can go from a state in answer: anywhere, or where it would rather be."""

    def __init__(self, model: GraphModel, mover: int, answer: frozenset[Relation] | None) -> None:
        self._model, self._mover, self._answer = model, mover, answer

    def __missing__(self, state: State) -> list[State]:
        model, mover = self._model, self._mover
        steps = model.moves(mover, state)
        if self._answer is not None:
            steps = [to for to in steps if model.compare(mover, to, state) in self._answer]
        self[state] = steps
        return steps


class _Answers:
    """Where the others can bring the conflict after a move: each place once, the nearest first.

    Places are found while they are asked for; `steps` tells the way to one that was found.
    """

    def __init__(self, model: GraphModel, most: int | None = None) -> None:
        self._model, self._most = model, most

    def compared(self, dm: int, state: State) -> Iterator[tuple[State, Relation]]:
        """Each place with how it compares with `state` for `dm`. Raises `TooLarge` beyond `most`."""
        for place, lands in enumerate(self):
            if place == self._most:
                raise too_many_answers(place)
            yield lands, self._model.compare(dm, lands, state)

    def __iter__(self) -> Iterator[State]:
        return iter(())

    def steps(self, lands: State) -> tuple[Step, ...]:
        """The steps of the others that end there."""
        raise KeyError(lands)


class _Sequences(_Answers):
    """Answers by legal sequences: breadth first over (state, last mover), nobody moves twice in a row.

    A state that was reached by two different last movers is left by each mover once: by the first of
    them all others may go on, by the second the first one.
    """

    def __init__(
        self, model: GraphModel, movers: Mapping[int, _Steps], start: State, most: int | None = None
    ) -> None:
        super().__init__(model, most)
        self._movers, self._start = movers, start
        self._parent: dict[tuple[State, int], tuple[State, int]] = {}
        self._last: dict[State, int] = {}

    def __iter__(self) -> Iterator[State]:
        parent, landed = self._parent, self._last
        queue: deque[tuple[State, int]] = deque([(self._start, -1)])
        left: set[tuple[State, int]] = set()
        while queue:
            here = queue.popleft()
            state, last = here
            for mover, steps in self._movers.items():
                if mover == last or (state, mover) in left:
                    continue
                left.add((state, mover))
                for to in steps[state]:
                    node = (to, mover)
                    if node in parent:
                        continue
                    parent[node] = here
                    queue.append(node)
                    if to not in landed:
                        landed[to] = mover
                        yield to

    def steps(self, lands: State) -> tuple[Step, ...]:
        node, steps = (lands, self._last[lands]), []
        while node in self._parent and node[1] >= 0:
            before = self._parent[node]
            steps.append(Step(node[1], before[0], node[0]))
            node = before
        return tuple(reversed(steps))


_BY_SIGN = {1: Relation.BETTER, 0: Relation.EQUAL, -1: Relation.WORSE}


class _Searched(_Answers):
    """Answers in a model whose states are not listed, by a compiled search."""

    def __init__(self, model: GraphModel, reached: Reached, most: int) -> None:
        super().__init__(model)
        self._reached, self._limit = reached, most

    def compared(self, dm: int, state: State) -> Iterator[tuple[State, Relation]]:
        return ((lands, _BY_SIGN[sign]) for lands, sign in self._reached.compared(dm, state, self._limit))

    def __iter__(self) -> Iterator[State]:
        return (lands for lands, _ in self.compared(0, 0))

    def steps(self, lands: State) -> tuple[Step, ...]:
        return tuple(Step(*step) for step in self._reached.way(lands))


class _JointAnswers(_Answers):
    """Combinations of the others' improvements from the original state, fewest movers first."""

    def __init__(self, model: GraphModel, dm: int, state: State, target: State) -> None:
        super().__init__(model)
        self._dm, self._state, self._target = dm, state, target
        self._movers: dict[State, list[tuple[int, State]]] = {}

    def __iter__(self) -> Iterator[State]:
        model, state = self._model, self._state
        choices = [
            [(j, None), *((j, to) for to in model.improvements(j, state))] for j in model.others(self._dm)
        ]
        combinations = [[(j, to) for j, to in pick if to is not None] for pick in product(*choices)]
        for movers in sorted(combinations, key=len):
            code = self._target
            for _, to in movers:
                code ^= state ^ to
            if movers and model.states.has(code) and code not in self._movers:
                self._movers[code] = movers
                yield code

    def steps(self, lands: State) -> tuple[Step, ...]:
        return tuple(Step(j, self._state, to) for j, to in self._movers[lands])


# -- JSON ----------------------------------------------------------------------------------------


def _to_dict(c: Certificate, model: GraphModel) -> dict[str, Any]:
    number, names = model.states.number, model.decision_makers

    def answer(a: Answer) -> dict[str, Any]:
        steps = [{"dm": names[s.dm], "from": number(s.source), "to": number(s.target)} for s in a.steps]
        return {"steps": steps, "lands": number(a.lands), "escapes": [number(x) for x in a.escapes]}

    head = {
        "model": c.model,
        "concept": c.concept,
        "dm": names[c.dm],
        "state": number(c.state),
        "stable": c.stable,
    }
    if c.stable:
        rows = [{"move": number(to), "answer": answer(a)} for to, a in c.deterred]
        return head | {"deterred": rows}
    return head | {
        "undeterred": None if c.undeterred is None else number(c.undeterred),
        "replies": c.replies,
        "escaped": [{"answer": answer(e.answer), "escape": number(e.escape)} for e in c.escaped],
        "escaped_count": c.escaped_count,
    }


def certificate_from_dict(data: object, model: GraphModel) -> Certificate:
    """The certificate that `Certificate.to_dict` wrote; whether it proves anything, `checker` says.

    Raises `ModelError`, with the place in the data, where they are no certificate or name what the
    model does not have.
    """
    return _Written(data, model).certificate()


@dataclass(slots=True)
class _Written:
    """A piece of written data, the model it speaks of, and where in the whole it stands."""

    data: object
    model: GraphModel
    path: Path = ()

    def certificate(self) -> Certificate:
        stable = self["stable"].of_kind(bool, "true or false")
        keys = _STABLE_KEYS if stable else _UNSTABLE_KEYS
        self.has_only(keys)
        model, concept = (self[key].of_kind(str, "a text") for key in ("model", "concept"))
        proof = Certificate(model, concept, self["dm"].dm(), self["state"].state(), stable)
        if stable:
            return replace(proof, deterred=tuple(row.deterred() for row in self["deterred"].rows()))
        return replace(
            proof,
            undeterred=self["undeterred"].state(),
            replies=self["replies"].count(),
            escaped=tuple(row.escaped() for row in self["escaped"].rows()),
            escaped_count=self["escaped_count"].count(),
        )

    def deterred(self) -> tuple[State, Answer]:
        self.has_only(("move", "answer"))
        return self["move"].state(), self["answer"].answer()

    def escaped(self) -> Escaped:
        self.has_only(("answer", "escape"))
        return Escaped(self["answer"].answer(), self["escape"].state())

    def answer(self) -> Answer:
        self.has_only(("steps", "lands", "escapes"))
        escapes = tuple(row.state() for row in self["escapes"].rows())
        return Answer(tuple(row.step() for row in self["steps"].rows()), self["lands"].state(), escapes)

    def step(self) -> Step:
        self.has_only(("dm", "from", "to"))
        return Step(self["dm"].dm(), self["from"].state(), self["to"].state())

    def dm(self) -> int:
        name, known = self.of_kind(str, "a text"), self.model.decision_makers
        if name not in known:
            raise self.wrong(f'there is no decision maker "{clip(name)}"', did_you_mean(name, known))
        return known.index(name)

    def state(self) -> State:
        number, states = self.of_kind(int, "the number of a state"), self.model.states
        if not 1 <= number <= states.size:
            raise self.wrong(f"there is no state {number}", f"States are numbered 1 to {states.size:,}.")
        return states.numbered(number)

    def count(self) -> int:
        number = self.of_kind(int, "a number")
        if number < 0:
            raise self.wrong(f"{number} is no count")
        return number

    def rows(self) -> list[_Written]:
        rows = self.of_kind(list, "a list")
        return [_Written(row, self.model, (*self.path, k)) for k, row in enumerate(rows)]

    def __getitem__(self, key: str) -> _Written:
        table = self.of_kind(dict, "a table")
        if key not in table:
            raise self.wrong(f'"{key}" is missing')
        return _Written(table[key], self.model, (*self.path, key))

    def has_only(self, keys: Sequence[str]) -> None:
        """Refuse keys that mean nothing: a reader might take them for part of the proof."""
        for key in self.of_kind(dict, "a table"):
            if key not in keys:
                raise self.wrong(f'"{clip(str(key))}" has no meaning here', did_you_mean(str(key), keys))

    def of_kind(self, kind: type[T], said: str) -> T:
        if not isinstance(self.data, kind) or (kind is int and isinstance(self.data, bool)):
            raise self.wrong(f"this should be {said}")
        return self.data

    def wrong(self, what: str, cure: str = "") -> ModelError:
        return ModelError(Problem(what, cure, ("certificate", *self.path)))


_HEAD_KEYS = ("model", "concept", "dm", "state", "stable")
_STABLE_KEYS = (*_HEAD_KEYS, "deterred")
_UNSTABLE_KEYS = (*_HEAD_KEYS, "undeterred", "replies", "escaped", "escaped_count")
