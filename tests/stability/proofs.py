"""Certificates in bulk, and the judge: whether a certificate is a proof, by the oracle alone.

The judge shares nothing with the checker but the form of certificates. It follows the concept's
definition in the oracle's words, so that the two can be held against each other on forged certificates.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise

from countermove.files.case import read_case
from countermove.files.library import case_path
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.stability import CONCEPTS, Concept, analyse
from countermove.stability.certificate import Answer, Certificate, Certifier, certificate_from_dict
from countermove.stability.checker import Checker
from oracle import BETTER, EQUAL, MUCH_BETTER, MUCH_WORSE, UNKNOWN, WORSE, Oracle, codes_of
from strategies import random_conflict

__all__ = ["FLAGSHIP", "Judge", "applicable", "check_all", "flagship", "random_models", "small_conflict"]

FLAGSHIP = "washington-2025/summit"

_KINDS = [
    {"form": form, "preference": preference}
    for preference in ("ordinal", "unknown", "strength")
    for form in ("option", "graph")
]


def small_conflict(seed: int) -> Conflict:
    """A random conflict of a kind that changes from seed to seed."""
    return random_conflict(random.Random(seed), most_options=4, **_KINDS[seed % len(_KINDS)])


def random_models(seeds: Iterable[int]) -> Iterator[GraphModel]:
    """The graph models of random conflicts."""
    for seed in seeds:
        yield small_conflict(seed).graph()


@cache
def flagship(reading: str) -> tuple[GraphModel, Certifier, Checker]:
    """One reading of the Washington summit, with a certifier and a checker that remember."""
    model = read_case(case_path(FLAGSHIP)).conflict.graph(reading)
    return model, Certifier(model), Checker(model)


def applicable(model: GraphModel) -> list[Concept]:
    """Every concept that has a meaning for a model."""
    return [concept for concept in CONCEPTS.values() if concept.refusal(model) is None]


def check_all(model: GraphModel, concepts: Iterable[Concept], certifier: Certifier, checker: Checker) -> int:
    """Certify every verdict: it must be the engine's, proven, and the same after a journey through JSON."""
    table = analyse(model, concepts)
    count = 0
    for concept in table.concepts:
        proofs = [
            certifier.certificate(concept, dm, state)
            for dm in range(model.size)
            for state in model.states.all()
        ]
        for proof in proofs:
            assert proof.stable == table.is_stable(concept, proof.dm, proof.state), proof
            assert not checker.faults(proof), (checker.faults(proof), proof)
        written = json.loads(json.dumps([proof.to_dict(model) for proof in proofs]))
        assert [certificate_from_dict(data, model) for data in written] == proofs
        count += len(proofs)
    return count


class Judge:
    """Whether certificates about one conflict prove what they say."""

    def __init__(self, conflict: Conflict) -> None:
        self.model, self.oracle = conflict.graph(), Oracle(conflict)
        self._place = {code: at for at, code in enumerate(codes_of(self.model, self.oracle))}

    def is_proof(self, c: Certificate) -> bool:
        """Everything the certificate says is true, and together it decides the verdict."""
        if c.model != self.model.digest or not self._is_about_something(c):
            return False
        if c.stable:
            return self._proves_stable(c)
        return self._proves_unstable(c)

    def _is_about_something(self, c: Certificate) -> bool:
        answers = [answer for _, answer in c.deterred] + [e.answer for e in c.escaped]
        steps = [step for answer in answers for step in answer.steps]
        movers = [c.dm, *(step.dm for step in steps)]
        states = [c.state, *(to for to, _ in c.deterred), *(e.escape for e in c.escaped)]
        states += [c.undeterred] if c.undeterred is not None else []
        states += [state for answer in answers for state in (answer.lands, *answer.escapes)]
        states += [state for step in steps for state in (step.source, step.target)]
        concept = CONCEPTS.get(c.concept)
        return (
            all(0 <= mover < self.model.size for mover in movers)
            and all(state in self._place for state in states)
            and concept is not None
            and concept.refusal(self.model) is None
        )

    def _proves_stable(self, c: Certificate) -> bool:
        s, place = self._place[c.state], self._place
        moves = [place[to] for to, _ in c.deterred]
        return (
            (c.undeterred, c.replies, c.escaped, c.escaped_count) == (None, 0, (), 0)
            and len(set(moves)) == len(moves)
            and set(moves) == set(self._leaves(c.concept, c.dm, s))
            and all(
                self._can_answer(c, place[to], answer)
                and self._hurts(c.concept, c.dm, place[answer.lands], s)
                and self._escapes_fail(c, answer)
                for to, answer in c.deterred
            )
        )

    def _escapes_fail(self, c: Certificate, answer: Answer) -> bool:
        listed = [self._place[x] for x in answer.escapes]
        if not _symmetric(c.concept):
            return not listed
        true = self.oracle.moves(c.dm, self._place[answer.lands])
        s = self._place[c.state]
        return sorted(listed) == sorted(true) and not any(
            self._gets_away(c.concept, c.dm, x, s) for x in true
        )

    def _proves_unstable(self, c: Certificate) -> bool:
        s = self._place[c.state]
        if c.deterred or c.undeterred is None:
            return False
        y = self._place[c.undeterred]
        if y not in self._leaves(c.concept, c.dm, s):
            return False
        lands = self._lands(c.concept, c.dm, s, y)
        hurting = {z for z in lands if self._hurts(c.concept, c.dm, z, s)}
        escapable = {z for z in hurting if self._way_out(c, z, s)}
        shown = [self._place[e.answer.lands] for e in c.escaped]
        return (
            c.replies == len(lands)
            and hurting == escapable
            and c.escaped_count == len(hurting)
            and len(set(shown)) == len(shown) == min(len(hurting), 12)
            and all(
                self._can_answer(c, y, e.answer)
                and not e.answer.escapes
                and self._place[e.answer.lands] in hurting
                and self._place[e.escape] in self._way_out(c, self._place[e.answer.lands], s)
                for e in c.escaped
            )
        )

    def _way_out(self, c: Certificate, z: int, s: int) -> list[int]:
        if not _symmetric(c.concept):
            return []
        return [x for x in self.oracle.moves(c.dm, z) if self._gets_away(c.concept, c.dm, x, s)]

    # -- the definition, concept by concept ----------------------------------------------------

    def _relation(self, dm: int, state: int, now: int) -> str:
        return self.oracle.relation(dm, state, now)

    def _leaves(self, concept: str, dm: int, s: int) -> list[int]:
        tempting = {BETTER, MUCH_BETTER} | ({UNKNOWN} if concept[-2:] in ("_a", "_c") else set())
        return [y for y in self.oracle.moves(dm, s) if self._relation(dm, y, s) in tempting]

    def _hurts(self, concept: str, dm: int, z: int, s: int) -> bool:
        if concept in ("SGMR", "SSMR", "SEQ_strong"):
            return self._relation(dm, z, s) == MUCH_WORSE
        hurting = {EQUAL, WORSE, MUCH_WORSE} | ({UNKNOWN} if concept[-2:] in ("_c", "_d") else set())
        return self._relation(dm, z, s) in hurting

    def _gets_away(self, concept: str, dm: int, x: int, s: int) -> bool:
        return not self._hurts(concept, dm, x, s)

    def _step(self, concept: str, j: int, a: int, b: int) -> bool:
        name = concept.partition("_")[0]
        if name in ("SEQ", "SSEQ"):
            willing = {BETTER, MUCH_BETTER} | (
                {UNKNOWN} if concept[-2:] in ("_a", "_b", "_c", "_d") else set()
            )
            return b in self.oracle.moves(j, a) and self._relation(j, b, a) in willing
        return name in ("GMR", "SMR", "SGMR", "SSMR") and b in self.oracle.moves(j, a)

    def _lands(self, concept: str, dm: int, s: int, y: int) -> set[int]:
        name = concept.partition("_")[0]
        if name == "Nash":
            return set()
        if name == "SIM":
            return set(self.oracle.joint_answers(dm, s, y))
        if name in ("SEQ", "SSEQ"):
            return (
                self.oracle.possible_answers(dm, y)
                if concept != name
                else self.oracle.credible_answers(dm, y)
            )
        return self.oracle.answers(dm, y)

    def _can_answer(self, c: Certificate, y: int, answer: Answer) -> bool:
        steps = [(step.dm, self._place[step.source], self._place[step.target]) for step in answer.steps]
        lands = self._place[answer.lands]
        if not steps or any(j == c.dm for j, _, _ in steps):
            return False
        if c.concept == "SIM":
            return self._joint(self._place[c.state], y, steps) == lands
        sources = [a for _, a, _ in steps]
        ends = [b for _, _, b in steps]
        movers = [j for j, _, _ in steps]
        return (
            [*sources, lands] == [y, *ends]
            and all(j != k for j, k in pairwise(movers))
            and all(self._step(c.concept, j, a, b) for j, a, b in steps)
        )

    def _joint(self, s: int, y: int, steps: list[tuple[int, int, int]]) -> int | None:
        """Where improvements from s, made together with the move to y, lead; None where they cannot be."""
        movers = [j for j, _, _ in steps]
        if len(set(movers)) < len(movers) or any(
            a != s or b not in self.oracle.improvements(j, s) for j, a, b in steps
        ):
            return None
        joint = list(self.oracle.states[y][0])
        for j, _, b in steps:
            for k, (owner, _) in enumerate(self.oracle.options):
                if owner == self.oracle.dms[j]:
                    joint[k] = self.oracle.states[b][0][k]
        together = (tuple(joint),)
        return self.oracle.states.index(together) if together in self.oracle.states else None


def _symmetric(concept: str) -> bool:
    return concept.partition("_")[0] in ("SMR", "SSEQ", "SSMR")
