"""The checker: whether a certificate proves what it says, from the definitions alone.

It shares no code with the engines or with the certifier. It asks the graph model only two things,
which moves there are and how two states compare, and reads the concept's rule. States that the
others can reach are found anew, as sets of (state, last mover).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from countermove.errors import Problem, TooLarge
from countermove.model.graph import GraphModel
from countermove.model.listed import ListedSpace
from countermove.model.preferences import Relation
from countermove.model.states import State
from countermove.stability.certificate import MOST_EXAMPLES, Answer, Certificate
from countermove.stability.concept import CONCEPTS, Concept, Replies, Rule

__all__ = ["Checker"]

_FEW = 1 << 14  # states, for which bit sets over all of them are kept
_MOST_SINGLE = 1_000_000


class Checker:
    """Checks certificates of one model; what it finds out about moves it keeps."""

    def __init__(self, model: GraphModel) -> None:
        self.model = model
        states = model.states
        self._order = states.all() if isinstance(states, ListedSpace) and states.size <= _FEW else []
        self._bit: dict[State, int] = {state: 1 << k for k, state in enumerate(self._order)}
        self._next: dict[tuple[object, int, State], list[State]] = {}
        self._still = 0
        self._steps: dict[tuple[object, int], list[int]] = {}
        self._reached: dict[tuple[object, int, State], int] = {}

    def faults(self, certificate: Certificate) -> list[str]:
        """What is wrong with the certificate, in words; empty if it proves its verdict."""
        concept = CONCEPTS.get(certificate.concept)
        if concept is None:
            return [f"there is no concept {certificate.concept}"]
        if certificate.model != self.model.digest:
            return ["the certificate is about another model"]
        if concept.refusal(self.model) is not None:
            return ["the concept has no meaning for the model"]
        if not self._knows(certificate):
            return ["there is no such decision maker or state"]
        if certificate.stable:
            return list(self._faults_of_stable(concept, certificate))
        return list(self._faults_of_unstable(concept, certificate))

    def _knows(self, c: Certificate) -> bool:
        """Whether every decision maker and state that the certificate names is one of the model's."""
        answers = [answer for _, answer in c.deterred] + [escaped.answer for escaped in c.escaped]
        states = {c.state, *(to for to, _ in c.deterred), *(escaped.escape for escaped in c.escaped)}
        if c.undeterred is not None:
            states.add(c.undeterred)
        movers = {c.dm}
        for answer in answers:
            states.update((answer.lands, *answer.escapes))
            for step in answer.steps:
                states.update((step.source, step.target))
                movers.add(step.dm)
        return movers <= set(range(self.model.size)) and all(map(self.model.states.has, states))

    # -- verdicts ------------------------------------------------------------------------------

    def _faults_of_stable(self, concept: Concept, c: Certificate) -> Iterable[str]:
        listed = [to for to, _ in c.deterred]
        tempting = self._tempting(concept.rule, c.dm, c.state)
        if sorted(listed) != sorted(tempting):
            yield "the moves listed are not exactly those the decision maker would leave for"
        if c.undeterred is not None:
            yield "a stable verdict names a move that nothing deters"
        if c.replies or c.escaped or c.escaped_count:
            yield "a stable verdict speaks of answers that can be escaped"
        for to, answer in c.deterred:
            yield from self._faults_of_answer(concept.rule, c, to, answer)
            yield from self._faults_of_hurt(concept.rule, c, answer)

    def _faults_of_unstable(self, concept: Concept, c: Certificate) -> Iterable[str]:
        rule = concept.rule
        if c.deterred:
            yield "an unstable verdict lists moves that are deterred"
        if c.undeterred is None or c.undeterred not in self._tempting(rule, c.dm, c.state):
            yield "the move named is not one the decision maker would leave for"
            return
        lands = self._lands(rule, c.dm, c.state, c.undeterred)
        if len(lands) != c.replies:
            yield f"the others can answer with {len(lands)} states, not {c.replies}"
        hurting = [z for z in lands if self.model.compare(c.dm, z, c.state) in rule.sanction]
        if any(self._escape(rule, c.dm, c.state, z) is None for z in hurting):
            yield "an answer that holds was overlooked"
        if c.escaped_count != (len(hurting) if rule.hold is not None else 0):
            yield "the number of answers that can be escaped is wrong"
        shown = {escaped.answer.lands for escaped in c.escaped}
        if not len(shown) == len(c.escaped) == min(c.escaped_count, MOST_EXAMPLES):
            yield "answers that can be escaped are missing, or told twice"
        if any(escaped.answer.escapes for escaped in c.escaped):
            yield "escapes are listed with an answer that can be escaped"
        for escaped in c.escaped:
            yield from self._faults_of_answer(rule, c, c.undeterred, escaped.answer)
            if self.model.compare(c.dm, escaped.answer.lands, c.state) not in rule.sanction:
                yield "an answer is said to be escaped that does not hurt"
            if not self.model.movement[c.dm].allows(escaped.answer.lands, escaped.escape):
                yield "an escape is no move of the decision maker"
            elif rule.hold is None or self.model.compare(c.dm, escaped.escape, c.state) in rule.hold:
                yield "an escape does not get away"

    # -- parts ---------------------------------------------------------------------------------

    def _tempting(self, rule: Rule, dm: int, state: State) -> list[State]:
        return [y for y in self.model.moves(dm, state) if self.model.compare(dm, y, state) in rule.leave]

    def _escape(self, rule: Rule, dm: int, state: State, lands: State) -> State | None:
        if rule.hold is None:
            return None
        for x in self.model.moves(dm, lands):
            if self.model.compare(dm, x, state) not in rule.hold:
                return x
        return None

    def _faults_of_hurt(self, rule: Rule, c: Certificate, answer: Answer) -> Iterable[str]:
        if self.model.compare(c.dm, answer.lands, c.state) not in rule.sanction:
            yield "an answer does not hurt the decision maker"
        if rule.hold is None:
            if answer.escapes:
                yield "escapes are listed, but the concept does not look at them"
        elif sorted(answer.escapes) != sorted(self.model.moves(c.dm, answer.lands)):
            yield "the escapes listed are not exactly the decision maker's moves"
        elif self._escape(rule, c.dm, c.state, answer.lands) is not None:
            yield "the decision maker can escape an answer"

    def _faults_of_answer(self, rule: Rule, c: Certificate, move: State, answer: Answer) -> Iterable[str]:
        if not answer.steps:
            yield "an answer has no step"
        elif rule.replies is Replies.JOINT_IMPROVEMENTS:
            yield from self._faults_of_joint(c, move, answer)
        elif rule.replies is Replies.NONE:
            yield "the concept knows no answers"
        else:
            yield from self._faults_of_sequence(rule, c, move, answer)

    def _faults_of_sequence(self, rule: Rule, c: Certificate, move: State, answer: Answer) -> Iterable[str]:
        here, last = move, c.dm
        for k, step in enumerate(answer.steps):
            if step.source != here:
                yield "the steps of an answer do not join"
            if step.dm == c.dm:
                yield "a step of an answer is not made by another decision maker"
            if k and step.dm == last:
                yield "a decision maker moves twice in a row"
            if not self.model.movement[step.dm].allows(step.source, step.target):
                yield "a step of an answer is no move"
            elif rule.replies is Replies.IMPROVEMENTS and (
                self.model.compare(step.dm, step.target, step.source) not in rule.answer
            ):
                yield "a step of an answer is no improvement for its mover"
            here, last = step.target, step.dm
        if here != answer.lands:
            yield "an answer does not land where it says"

    def _faults_of_joint(self, c: Certificate, move: State, answer: Answer) -> Iterable[str]:
        code = move
        movers = [step.dm for step in answer.steps]
        if len(set(movers)) != len(movers) or c.dm in movers:
            yield "in a joint answer each of the others moves at most once"
        for step in answer.steps:
            if step.source != c.state or step.target not in self.model.improvements(step.dm, c.state):
                yield "a step of a joint answer is no improvement from the original state"
            code ^= step.source ^ step.target
        if code != answer.lands or not self.model.states.has(code):
            yield "a joint answer does not land where it says"

    # -- what the others can reach -------------------------------------------------------------

    def _lands(self, rule: Rule, dm: int, state: State, move: State) -> list[State]:
        if rule.replies is Replies.NONE:
            return []
        if rule.replies is Replies.JOINT_IMPROVEMENTS:
            return self._joint_lands(dm, state, move)
        if not self._order:
            return sorted(self._spread_singly(rule, dm, move) - {move})
        reached = self._reach(rule, dm, move)
        return [other for k, other in enumerate(self._order) if reached >> k & 1]

    def _joint_lands(self, dm: int, state: State, move: State) -> list[State]:
        changes = [
            [0, *(state ^ to for to in self.model.improvements(j, state))] for j in self.model.others(dm)
        ]
        codes = set()
        for pick in product(*changes):
            code = move
            for change in pick:
                code ^= change
            if any(pick) and self.model.states.has(code):
                codes.add(code)
        return sorted(codes)

    def _reach(self, rule: Rule, dm: int, start: State) -> int:
        """The bit set of states that end a legal sequence of the others from `start`."""
        answer = rule.answer if rule.replies is Replies.IMPROVEMENTS else None
        key = (answer, dm, start)
        if key not in self._reached:
            tables = {j: self._step_bits(answer, j) for j in self.model.others(dm)}
            self._reached[key] = self._spread(tables, self._bit[start].bit_length() - 1)
        return self._reached[key]

    @staticmethod
    def _spread(tables: dict[int, list[int]], start: int) -> int:
        known = {j: table[start] for j, table in tables.items()}  # by last mover
        fresh = dict(known)
        while any(fresh.values()):
            found = dict.fromkeys(tables, 0)
            for last, bits in fresh.items():
                while bits:
                    low = bits & -bits
                    bits ^= low
                    at = low.bit_length() - 1
                    for j, table in tables.items():
                        if j != last:
                            found[j] |= table[at]
            fresh = {j: found[j] & ~known[j] for j in tables}
            known = {j: known[j] | fresh[j] for j in tables}
        union = 0
        for bits in known.values():
            union |= bits
        return union

    def _spread_singly(self, rule: Rule, dm: int, start: State) -> set[State]:
        """The same where the states are too many for bit sets: sets of single states by last mover.

        Where any moves may answer, options that mean nothing to `dm` stay as they are.
        """
        answer = rule.answer if rule.replies is Replies.IMPROVEMENTS else None
        self._still = self._meaningless(dm) if answer is None else 0
        others = self.model.others(dm)
        known = {j: set(self._steps_from(answer, j, start)) for j in others}
        fresh = {j: set(found) for j, found in known.items()}
        while any(fresh.values()):
            found = {
                j: {
                    to
                    for last in others
                    if last != j
                    for s in fresh[last]
                    for to in self._steps_from(answer, j, s)
                }
                for j in others
            }
            fresh = {j: found[j] - known[j] for j in others}
            known = {j: known[j] | fresh[j] for j in others}
            if sum(map(len, known.values())) > _MOST_SINGLE:
                what = f"the certificate speaks of more than {_MOST_SINGLE:,} answers, too many to check"
                raise TooLarge(Problem(what, "Ask about a concept with fewer answers."))
        return set().union(*known.values())

    def _steps_from(self, answer: frozenset[Relation] | None, mover: int, state: State) -> list[State]:
        """The states one answering step away."""
        key = (answer, self._still), mover, state
        if key not in self._next:
            model = self.model
            self._next[key] = [
                to
                for to in model.moves(mover, state)
                if not (to ^ state) & self._still
                and (answer is None or model.compare(mover, to, state) in answer)
            ]
        return self._next[key]

    def _meaningless(self, dm: int) -> int:
        """The options that neither `dm` nor its wish nor an exclusion tied to them speaks of."""
        form = self.model.form
        if form is None:
            return 0
        wanted = {name.parts for condition in form.wishes[dm].conditions for name in condition.names()}
        tied = [{name.parts for name in statement.names()} for statement in form.impossible]
        meaning = wanted | {(o.owner, o.id) for o in form.options if o.dm == dm}
        while any(together & meaning and together - meaning for together in tied):
            meaning = meaning.union(*(together for together in tied if together & meaning))
        return sum(1 << k for k, o in enumerate(form.options) if (o.owner, o.id) not in meaning)

    def _step_bits(self, answer: frozenset[Relation] | None, mover: int) -> list[int]:
        """For each state the bit set of states one answering step away."""
        key = (answer, mover)
        if key not in self._steps:
            rows = []
            for state in self._order:
                bits = 0
                for to in self.model.moves(mover, state):
                    if answer is None or self.model.compare(mover, to, state) in answer:
                        bits |= self._bit[to]
                rows.append(bits)
            self._steps[key] = rows
        return self._steps[key]
