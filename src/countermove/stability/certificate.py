"""Certificates: the proof of one verdict, for a machine to check and a person to read.

For a stable state a certificate lists every move that the decision maker would leave for, each with
the sanction that deters it: the steps of the others, who makes each, where the conflict lands, and
for symmetric concepts every further move of the decision maker from there, all of which fail. For an
unstable state it names the move that nothing deters, how many states the others can answer with, and
the answers that would hurt but can be escaped. `checker` verifies certificates without this module.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cmp_to_key
from itertools import product
from typing import Any

from countermove.errors import NotApplicable
from countermove.model.graph import GraphModel
from countermove.model.preferences import Relation
from countermove.model.states import State
from countermove.stability.concept import Concept, Replies, Rule

__all__ = ["Answer", "Certificate", "Certifier", "Escaped", "Step", "certificate_from_dict"]

_MOST_EXAMPLES = 12


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
    after it, `escaped` gives up to a dozen of the `escaped_count` answers that can be escaped.
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

    It looks only at what can be reached from the state in question, never at all states.
    """

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        self._steps: dict[tuple[int, State, bool, frozenset[Relation]], list[State]] = {}

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

    def _undeterred(self, concept: Concept, dm: int, state: State, target: State) -> Certificate:
        answers = list(self._answers(concept.rule, dm, state, target))
        escaped = list(self._escaped(concept.rule, dm, state, answers))
        return Certificate(
            self.model.digest,
            concept.id,
            dm,
            state,
            False,
            undeterred=target,
            replies=len({answer.lands for answer in answers}),
            escaped=tuple(escaped[:_MOST_EXAMPLES]),
            escaped_count=len(escaped),
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
        for answer in self._answers(rule, dm, state, target):
            if self.model.compare(dm, answer.lands, state) in rule.sanction:
                escapes = self.model.moves(dm, answer.lands) if rule.hold is not None else []
                if all(self.model.compare(dm, x, state) in (rule.hold or ()) for x in escapes):
                    return Answer(answer.steps, answer.lands, tuple(escapes))
        return None

    def _escaped(self, rule: Rule, dm: int, state: State, answers: list[Answer]) -> Iterator[Escaped]:
        if rule.hold is None:
            return
        for answer in answers:
            if self.model.compare(dm, answer.lands, state) not in rule.sanction:
                continue
            for x in self.model.moves(dm, answer.lands):
                if self.model.compare(dm, x, state) not in rule.hold:
                    yield Escaped(answer, x)
                    break

    def _answers(self, rule: Rule, dm: int, state: State, target: State) -> Iterator[Answer]:
        """Every answer of the others to the move, one for each place it can land, shortest first."""
        if rule.replies is Replies.NONE:
            return iter(())
        if rule.replies is Replies.JOINT_IMPROVEMENTS:
            return self._joint_answers(dm, state, target)
        return self._sequences(rule, dm, target)

    def _sequences(self, rule: Rule, dm: int, start: State) -> Iterator[Answer]:
        """Breadth first over (state, last mover): nobody moves twice in a row."""
        others = self.model.others(dm)
        parent: dict[tuple[State, int], tuple[State, int]] = {}
        queue: deque[tuple[State, int]] = deque([(start, -1)])
        landed: set[State] = set()
        while queue:
            here = queue.popleft()
            for mover in others:
                if mover == here[1]:
                    continue
                for to in self._single_steps(rule, mover, here[0]):
                    node = (to, mover)
                    if node in parent:
                        continue
                    parent[node] = here
                    queue.append(node)
                    if to not in landed:
                        landed.add(to)
                        yield Answer(_path(parent, node), to)

    def _single_steps(self, rule: Rule, mover: int, state: State) -> list[State]:
        willing = rule.replies is Replies.IMPROVEMENTS
        key = (mover, state, willing, frozenset(rule.answer) if willing else frozenset())
        if key not in self._steps:
            model = self.model
            steps = model.moves(mover, state)
            if willing:
                steps = [to for to in steps if model.compare(mover, to, state) in rule.answer]
            self._steps[key] = steps
        return self._steps[key]

    def _joint_answers(self, dm: int, state: State, target: State) -> Iterator[Answer]:
        """Combinations of the others' improvements from `state`, fewest movers first."""
        model, own_change = self.model, state ^ target
        choices = [[(j, None), *((j, to) for to in model.improvements(j, state))] for j in model.others(dm)]
        combinations = [[(j, to) for j, to in pick if to is not None] for pick in product(*choices)]
        landed: set[State] = set()
        for movers in sorted(combinations, key=len):
            code = state ^ own_change
            for _, to in movers:
                code ^= state ^ to
            if movers and model.states.has(code) and code not in landed:
                landed.add(code)
                yield Answer(tuple(Step(j, state, to) for j, to in movers), code)


def _path(parent: Mapping[tuple[State, int], tuple[State, int]], node: tuple[State, int]) -> tuple[Step, ...]:
    steps = []
    while node in parent and node[1] >= 0:
        before = parent[node]
        steps.append(Step(node[1], before[0], node[0]))
        node = before
    return tuple(reversed(steps))


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


def certificate_from_dict(data: Mapping[str, Any], model: GraphModel) -> Certificate:
    """The certificate that `Certificate.to_dict` wrote. Raises `KeyError` or `ValueError` on others."""
    codes = model.states.codes
    names = model.decision_makers

    def state(number: Any) -> State:
        if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(codes):
            raise ValueError(f"there is no state {number!r}")
        return int(codes[number - 1])

    def answer(a: Mapping[str, Any]) -> Answer:
        steps = tuple(Step(names.index(s["dm"]), state(s["from"]), state(s["to"])) for s in a["steps"])
        return Answer(steps, state(a["lands"]), tuple(state(x) for x in a["escapes"]))

    head = (data["model"], data["concept"], names.index(data["dm"]), state(data["state"]))
    if data["stable"]:
        return Certificate(
            *head, True, tuple((state(r["move"]), answer(r["answer"])) for r in data["deterred"])
        )
    return Certificate(
        *head,
        False,
        undeterred=state(data["undeterred"]),
        replies=data["replies"],
        escaped=tuple(Escaped(answer(e["answer"]), state(e["escape"])) for e in data["escaped"]),
        escaped_count=data["escaped_count"],
    )
