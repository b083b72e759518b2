"""Forged certificates: a true one with something changed, in every way we could think of.

Every function here takes a certificate and yields changed ones. Most are lies; a few are by luck still
proofs (another move order, a detour that is legal), so somebody has to judge. `LIES` are those that
cannot be true whatever the luck.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from countermove.model.graph import GraphModel
from countermove.model.states import State
from countermove.stability import CONCEPTS
from countermove.stability.certificate import Answer, Certificate, Certifier, Escaped, Step

__all__ = ["LIES", "WAYS", "Forger", "forged"]

NOWHERE = 1 << 40


@dataclass(frozen=True)
class Forger:
    """What a forger has at hand: the model, a certifier that tells the truth, and chance."""

    model: GraphModel
    certifier: Certifier
    rng: random.Random

    def state(self) -> State:
        return self.rng.choice(self.model.states.all())

    def dm(self) -> int:
        return self.rng.randrange(self.model.size)

    def another(self, c: Certificate) -> Certificate:
        """A true certificate under the same concept about another place."""
        return self.certifier.certificate(CONCEPTS[c.concept], self.dm(), self.state())


Way = Callable[[Forger, Certificate], Iterator[Certificate]]


# -- answers ---------------------------------------------------------------------------------------


def _answers(c: Certificate) -> Iterator[tuple[Answer, Callable[[Answer], Certificate]]]:
    """Each answer in the certificate, with a function that puts another in its place."""
    for k, (to, answer) in enumerate(c.deterred):

        def put(new: Answer, k: int = k, to: State = to) -> Certificate:
            return replace(c, deterred=(*c.deterred[:k], (to, new), *c.deterred[k + 1 :]))

        yield answer, put
    for k, escaped in enumerate(c.escaped):

        def put_escaped(new: Answer, k: int = k, escaped: Escaped = escaped) -> Certificate:
            changed = replace(escaped, answer=new)
            return replace(c, escaped=(*c.escaped[:k], changed, *c.escaped[k + 1 :]))

        yield escaped.answer, put_escaped


def drop_the_answer(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for answer, put in _answers(c):
        yield put(replace(answer, steps=()))


def drop_a_step(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for answer, put in _answers(c):
        for k in range(len(answer.steps)):
            yield put(replace(answer, steps=(*answer.steps[:k], *answer.steps[k + 1 :])))


def splice_in_a_step(f: Forger, c: Certificate) -> Iterator[Certificate]:
    """A detour: to anywhere and back, or one step twice."""
    for answer, put in _answers(c):
        for k, step in enumerate(answer.steps):
            mover, detour = f.dm(), f.state()
            there = Step(mover, step.source, detour)
            back = Step(f.dm(), detour, step.source)
            yield put(replace(answer, steps=(*answer.steps[:k], there, back, *answer.steps[k:])))
            yield put(replace(answer, steps=(*answer.steps[:k], step, *answer.steps[k:])))


def move_twice_in_a_row(f: Forger, c: Certificate) -> Iterator[Certificate]:
    """One step made in two by the same mover, through a state where that is a pair of moves if any."""
    for answer, put in _answers(c):
        for k, step in enumerate(answer.steps):
            for middle in f.model.moves(step.dm, step.source)[:3]:
                two = (Step(step.dm, step.source, middle), Step(step.dm, middle, step.target))
                yield put(replace(answer, steps=(*answer.steps[:k], *two, *answer.steps[k + 1 :])))


def swap_the_mover(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for answer, put in _answers(c):
        for k, step in enumerate(answer.steps):
            for dm in (*range(f.model.size), -1, f.model.size):
                if dm != step.dm:
                    steps = (*answer.steps[:k], replace(step, dm=dm), *answer.steps[k + 1 :])
                    yield put(replace(answer, steps=steps))


def redirect_a_step(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for answer, put in _answers(c):
        for k, step in enumerate(answer.steps):
            for new in (replace(step, target=f.state()), replace(step, source=f.state())):
                yield put(replace(answer, steps=(*answer.steps[:k], new, *answer.steps[k + 1 :])))


def reverse_the_steps(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for answer, put in _answers(c):
        yield put(replace(answer, steps=answer.steps[::-1]))


def land_elsewhere(f: Forger, c: Certificate) -> Iterator[Certificate]:
    """Only the claim where it lands changes, or the last step with it, or the escapes too."""
    for answer, put in _answers(c):
        for lands in (f.state(), c.state, NOWHERE):
            yield put(replace(answer, lands=lands))
            if answer.steps:
                steps = (*answer.steps[:-1], replace(answer.steps[-1], target=lands))
                yield put(replace(answer, lands=lands, steps=steps))
                if f.model.states.has(lands) and answer.escapes:
                    escapes = tuple(f.model.moves(c.dm, lands))
                    yield put(Answer(steps, lands, escapes))


def drop_an_escape(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for answer, put in _answers(c):
        for k in range(len(answer.escapes)):
            yield put(replace(answer, escapes=(*answer.escapes[:k], *answer.escapes[k + 1 :])))


def add_an_escape(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for answer, put in _answers(c):
        for more in (f.state(), NOWHERE, *answer.escapes[:1]):
            yield put(replace(answer, escapes=(*answer.escapes, more)))


def exchange_answers(f: Forger, c: Certificate) -> Iterator[Certificate]:
    told = [answer for _, answer in c.deterred]
    for k in range(1, len(told)):
        turned = told[k:] + told[:k]
        rows = zip(c.deterred, turned, strict=True)
        yield replace(c, deterred=tuple((to, answer) for (to, _), answer in rows))


# -- moves -----------------------------------------------------------------------------------------


def drop_a_move(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for k in range(len(c.deterred)):
        yield replace(c, deterred=(*c.deterred[:k], *c.deterred[k + 1 :]))


def repeat_a_move(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for row in c.deterred:
        yield replace(c, deterred=(*c.deterred, row))


def add_a_move(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for to, answer in (*c.deterred[:1], *f.another(c).deterred[:1]):
        yield replace(c, deterred=(*c.deterred, (f.state(), answer)))
        yield replace(c, deterred=(*c.deterred, (to, answer)))


def put_another_move(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for k, (_, answer) in enumerate(c.deterred):
        for to in (f.state(), c.state, NOWHERE):
            yield replace(c, deterred=(*c.deterred[:k], (to, answer), *c.deterred[k + 1 :]))
    if c.undeterred is not None:
        for to in (f.state(), c.state, NOWHERE, *f.model.moves(c.dm, c.state)):
            yield replace(c, undeterred=to)


def order_moves_anew(f: Forger, c: Certificate) -> Iterator[Certificate]:
    yield replace(c, deterred=c.deterred[::-1])
    yield replace(c, escaped=c.escaped[::-1])


# -- verdicts --------------------------------------------------------------------------------------


def call_stable_unstable(f: Forger, c: Certificate) -> Iterator[Certificate]:
    """Naming a move that is in truth deterred, with true and false counts of answers."""
    if c.stable:
        yield replace(c, stable=False)
        for to, _ in c.deterred:
            for replies in range(f.model.states.size + 1):
                yield replace(c, stable=False, deterred=(), undeterred=to, replies=replies)
        for to in f.model.moves(c.dm, c.state):
            yield replace(c, stable=False, deterred=(), undeterred=to)


def call_unstable_stable(f: Forger, c: Certificate) -> Iterator[Certificate]:
    """Leaving out the move that nothing deters; the others are answered in truth where they can be."""
    if c.stable or c.undeterred is None:
        return
    yield replace(c, stable=True)
    bare = Certificate(c.model, c.concept, c.dm, c.state, True)
    yield bare
    rule = CONCEPTS[c.concept].rule
    rows = []
    for to in f.certifier._tempting(rule, c.dm, c.state):
        answer = f.certifier._sanction(rule, c.dm, c.state, to)
        if answer is not None:
            rows.append((to, answer))
    yield replace(bare, deterred=tuple(rows))
    pretended = [escaped.answer for escaped in c.escaped]
    pretended += [replace(a, escapes=tuple(f.model.moves(c.dm, a.lands))) for a in pretended]
    answers = f.certifier._answers(rule, c.dm, c.state, c.undeterred)
    pretended += [Answer(answers.steps(z), z) for z in answers][:8]
    pretended += [answer for _, answer in rows[:2]]
    for answer in pretended:
        yield replace(bare, deterred=(*rows, (c.undeterred, answer)))


def claim_other_counts(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for more in (-1, 1):
        yield replace(c, replies=c.replies + more)
        yield replace(c, escaped_count=c.escaped_count + more)
        yield replace(c, replies=c.replies + more, escaped_count=c.escaped_count + more)
    if c.stable:
        yield replace(c, undeterred=f.state())


# -- escaped answers -------------------------------------------------------------------------------


def drop_an_escaped_answer(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for k in range(len(c.escaped)):
        fewer = (*c.escaped[:k], *c.escaped[k + 1 :])
        yield replace(c, escaped=fewer)
        yield replace(c, escaped=fewer, escaped_count=c.escaped_count - 1)
        yield replace(c, escaped=fewer, escaped_count=c.escaped_count - 1, replies=c.replies - 1)


def repeat_an_escaped_answer(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for escaped in c.escaped:
        yield replace(c, escaped=(*c.escaped, escaped))
        yield replace(c, escaped=(*c.escaped, escaped), escaped_count=c.escaped_count + 1)
        yield replace(c, escaped=(escaped,) * len(c.escaped))


def escape_elsewhere(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for k, escaped in enumerate(c.escaped):
        for to in (f.state(), escaped.answer.lands, NOWHERE, *f.model.moves(c.dm, escaped.answer.lands)):
            changed = replace(escaped, escape=to)
            yield replace(c, escaped=(*c.escaped[:k], changed, *c.escaped[k + 1 :]))


# -- whose certificate it is -----------------------------------------------------------------------


def claim_another_model(f: Forger, c: Certificate) -> Iterator[Certificate]:
    yield replace(c, model="0" * 16)
    yield replace(c, model="")


def claim_another_concept(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for concept in (*CONCEPTS, "none", ""):
        if concept != c.concept:
            yield replace(c, concept=concept)


def claim_another_place(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for dm in (*range(f.model.size), -1, f.model.size):
        if dm != c.dm:
            yield replace(c, dm=dm)
    for state in (f.state(), *f.model.moves(c.dm, c.state), NOWHERE, -1):
        yield replace(c, state=state)


def take_the_proof_of_another(f: Forger, c: Certificate) -> Iterator[Certificate]:
    for _ in range(3):
        other = f.another(c)
        yield replace(other, state=c.state, dm=c.dm)
        yield replace(c, deterred=other.deterred)
        yield replace(c, escaped=other.escaped, escaped_count=other.escaped_count)


WAYS: tuple[Way, ...] = (
    drop_the_answer,
    drop_a_step,
    splice_in_a_step,
    move_twice_in_a_row,
    swap_the_mover,
    redirect_a_step,
    reverse_the_steps,
    land_elsewhere,
    drop_an_escape,
    add_an_escape,
    exchange_answers,
    drop_a_move,
    repeat_a_move,
    add_a_move,
    put_another_move,
    order_moves_anew,
    call_stable_unstable,
    call_unstable_stable,
    claim_other_counts,
    drop_an_escaped_answer,
    repeat_an_escaped_answer,
    escape_elsewhere,
    claim_another_model,
    claim_another_concept,
    claim_another_place,
    take_the_proof_of_another,
)

#: Never true: there is no luck by which these could still be proofs.
LIES: tuple[Way, ...] = (
    drop_the_answer,
    move_twice_in_a_row,
    drop_an_escape,
    add_an_escape,
    drop_a_move,
    repeat_a_move,
    call_stable_unstable,
    call_unstable_stable,
    claim_other_counts,
    drop_an_escaped_answer,
    repeat_an_escaped_answer,
    claim_another_model,
)


def forged(way: Way, forger: Forger, c: Certificate) -> Iterator[Certificate]:
    """What comes out differs from what went in."""
    return (made for made in way(forger, c) if made != c)
