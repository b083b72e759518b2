"""Hypergames in sentences: who sees what, who is mistaken, and what surprises whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from countermove.hypergame.beliefs import Departure, Expectation
from countermove.hypergame.crossing import Assignment, Crossing
from countermove.hypergame.finding import HypergameFinding
from countermove.hypergame.mistakes import Mistake, MistakeFinder, flaw
from countermove.hypergame.surprises import Surprises
from countermove.model.changes import said_of
from countermove.model.states import State
from countermove.stability.certificate import Certifier
from countermove.stability.concept import Concept
from countermove.stability.explain import Explanation, tell
from countermove.stability.wording import Cite, Words, join, no_citation

__all__ = [
    "Teller",
    "Told",
    "assignment",
    "outcomes_of_crossing",
]


@dataclass(frozen=True, slots=True)
class Told:
    """Why one decision maker stays in a state or leaves it, in its own eyes; and what is true.

    `explanation` is None where it does not see the state; `blind` says so then.
    """

    dm: int
    explanation: Explanation | None
    blind: str
    in_truth: str


@dataclass(frozen=True)
class Teller:
    """A hypergame under one concept, told in sentences."""

    finding: HypergameFinding
    concept: Concept
    cite: Cite = no_citation

    @cached_property
    def words(self) -> Words:
        """The words for what is true."""
        return Words(self.finding.model, self.cite)

    def _in_eyes_of(self, dm: int) -> Words:
        return Words(self.finding.perception.spoken(dm), self.cite)

    # -- who sees what -------------------------------------------------------------------------

    def views(self) -> list[str]:
        """What everybody acts on; those who see all there is, on one reading, are told together."""
        spots = [list(self._blind_spots(dm)) for dm in range(self.finding.size)]
        alike: dict[tuple[str, int], list[int]] = {}
        for dm, model in enumerate(self.finding.perception.models):
            alike.setdefault((model.reading, dm if spots[dm] else -1), []).append(dm)
        return [" ".join([self._acts(dms, reading), *spots[dms[0]]]) for (reading, _), dms in alike.items()]

    def _acts(self, dms: list[int], reading: str) -> str:
        who = _capital(join([self.words.name(dm) for dm in dms]))
        does, knows = ("act", "know") if len(dms) > 1 else self._verbs(dms[0])
        return f"{who} {does} on reading {reading}." if reading else f"{who} {knows} what everybody wants."

    def _verbs(self, dm: int) -> tuple[str, str]:
        return self.words.verb(dm, "acts", "act"), self.words.verb(dm, "knows", "know")

    def _blind_spots(self, dm: int) -> Iterator[str]:
        """What a decision maker does not see or sees otherwise, and what that rests on."""
        p, w = self.finding.perception, self.words
        view, it, does = p.view(dm), w.it(dm), w.verb(dm, "does", "do")
        for k in p.unseen_options(dm):
            yield f"{_capital(it)} {does} not know that {self._can(k, dm)}."
        if view.ignores:
            yield f"{_capital(it)} {does} not reckon with states in which “{view.ignores}”."
        for change in view.changes:
            yield f"In {w.its(dm)} eyes {said_of(change)}."
        quoted = self.cite(view.evidence)
        if quoted:
            yield f"[{quoted}]"
        if view.assumption:
            yield f"Assumed: {view.assumption}"

    def _can(self, k: int, speaking_of: int = -1) -> str:
        """That an option can be taken: ``Europe could commit troops``."""
        owner = self.finding.perception.states.options[k].dm
        name = self.words.it(owner) if owner == speaking_of else self.words.name(owner)
        return f"{name} could {self._taking(k)}"

    def _taking(self, k: int) -> str:
        options = [option for dm in self.finding.model.conflict.decision_makers for option in dm.options]
        return options[k].does or f"choose “{options[k].name or options[k].id}”"

    # -- mistakes ------------------------------------------------------------------------------

    def mistakes(self, *, stays: bool) -> list[tuple[Mistake, list[State], str]]:
        """What makes states stable, or unstable, by mistake: each mistake with its states, told."""
        finding = self.finding
        wrong = finding.stable_by_mistake if stays else finding.unstable_by_mistake
        states = finding.looked_into(wrong(self.concept))
        found = finding.mistakes(self.concept, states, stays=stays)
        return [(mistake, where, self.mistake(mistake, where)) for mistake, where in found]

    def mistake(self, mistake: Mistake, states: Sequence[State]) -> str:
        """One mistake, in a sentence or three."""
        w, dm = self.words, mistake.dm
        where = f"{len(states):,} of them" if len(states) > 1 else w.state(states[0])
        outcomes = self._outcomes(states)
        if mistake.kind == "state":
            return f"{w.Name(dm)} {w.verb(dm, 'does', 'do')} not see {where}{outcomes}."
        if mistake.stays:
            held = f"{w.Name(dm)} {w.verb(dm, 'stays', 'stay')} in {where}{outcomes}"
            return f"{held} because {self.belief(mistake)}"
        left = f"{w.Name(dm)} would leave {where}{outcomes}{self._pull(mistake)}"
        return f"{left}. {_capital(self.belief(mistake))}"

    def _outcomes(self, states: Sequence[State]) -> str:
        model = self.finding.model
        counts = [sum(model.states.holds(o.statement, s) for s in states) for o in model.outcomes]
        told = [f"{o.name} {n:,}" for o, n in zip(model.outcomes, counts, strict=True) if n]
        return f" ({', '.join(told)})" if told and len(states) > 1 else ""

    def _pull(self, mistake: Mistake) -> str:
        if mistake.pull is None:
            return ""
        w, dm = self.words, mistake.dm
        return f", for {w.it(dm)} {w.verb(dm, 'wants', 'want')} {w.wish(dm, mistake.pull)}"

    def belief(self, mistake: Mistake) -> str:
        """What a decision maker is wrong about, as a clause that goes on to what is true."""
        w, dm = self.words, mistake.dm
        it, does, thinks = w.it(dm), w.verb(dm, "does", "do"), w.verb(dm, "thinks", "think")
        match mistake.kind, mistake.stays:
            case "want", _:
                return self._willing(mistake)
            case "can", True:
                assert mistake.other is not None
                return f"{it} {thinks} that {w.name(mistake.other)} could answer by a move that there is not."
            case "can", False:
                assert mistake.other is not None
                return f"{it} {does} not see how {w.name(mistake.other)} could answer that."
            case "move", True:
                tempting = f"a move that would leave {w.them(dm)} better off"
                return f"{it} {does} not see {tempting}{self._pull(mistake)}."
            case "move", False:
                return f"{it} could not in truth make the move that tempts {w.them(dm)}."
            case "land", _:
                return f"{it} {does} not see the state to which the others' answer leads."
            case "escape", True:
                return f"{it} {does} not see that {it} could get away from the answer."
        return f"{it} {thinks} that {it} could get away from the answer, and could not."

    def _willing(self, mistake: Mistake) -> str:
        """A belief about what another wants: whose answer is expected in vain, or not expected."""
        w, dm, other = self.words, mistake.dm, mistake.other
        assert other is not None
        view = self._in_eyes_of(dm)
        believed, true = (mistake.why, mistake.why_not)[:: 1 if mistake.stays else -1]
        takes, expects = w.verb(dm, "takes", "take"), w.verb(dm, "expects", "expect")
        answer = f"{expects} {w.them(other)} to answer" if mistake.stays else f"{expects} no answer"
        if believed is not None:
            first = f"{w.it(dm)} {takes} {w.name(other)} to want {view.wish(other, believed)}, and {answer}"
        else:
            of_whom = f"{w.name(other)} to answer" if mistake.stays else f"no answer of {w.name(other)}"
            first = f"{w.it(dm)} {expects} {of_whom}"
        why = ""
        if true is not None:
            why = f", for {w.it(other)} {w.verb(other, 'wants', 'want')} {w.wish(other, true)}"
        would = "would not answer so" if mistake.stays else "would answer"
        return f"{first}. In truth {w.name(other)} {would}{why}."

    # -- one state -----------------------------------------------------------------------------

    def state(self, state: State) -> list[Told]:
        """For each decision maker, why it stays or leaves in its own eyes, and what is true."""
        return [self._told(dm, state) for dm in range(self.finding.size)]

    def _told(self, dm: int, state: State) -> Told:
        p, w = self.finding.perception, self.words
        if not p.sees(dm, state):
            blind = f"{w.Name(dm)} {w.verb(dm, 'does', 'do')} not see this state{self._why_blind(dm, state)}."
            return Told(dm, None, blind, self._in_truth(dm, state))
        proof = Certifier(p.models[dm]).certificate(self.concept, dm, state)
        return Told(dm, tell(proof, p.spoken(dm), cite=self.cite), "", self._in_truth(dm, state))

    def _why_blind(self, dm: int, state: State) -> str:
        p = self.finding.perception
        hidden = [k for k in p.unseen_options(dm) if all(m >> k & 1 for m in p.states.members(state))]
        if not hidden:
            return ""
        w, told = self.words, join([self._can(k, dm) for k in hidden])
        return f": {w.it(dm)} {w.verb(dm, 'does', 'do')} not know that {told}"

    def _in_truth(self, dm: int, state: State) -> str:
        finding, w = self.finding, self.words
        at = finding.perception.states.index(state)
        truly = bool(finding.true[self.concept.id][dm, at])
        stays = bool(finding.own(self.concept)[dm, at])
        would = "stay" if truly else "leave"
        if not finding.perception.sees(dm, state):
            return f"If {w.it(dm)} knew the truth, {w.it(dm)} would {would}."
        if truly == stays:
            return self._right(dm, state, would)
        found = MistakeFinder(finding.perception, self.concept).of(dm, state, stays=stays)
        told = self.belief(found)
        return f"{_capital(told)} If {w.it(dm)} knew, {w.it(dm)} would {would}."

    def _right(self, dm: int, state: State, would: str) -> str:
        """That the verdict is the same in truth; and which answer it is wrong about all the same."""
        p, w = self.finding.perception, self.words
        again = f"In truth {w.it(dm)} would {would} as well"
        proof = Certifier(p.models[dm]).certificate(self.concept, dm, state)
        rule, truth = self.concept.rule, p.truth
        flaws = [flaw(rule, dm, state, answer, truth) for _, answer in proof.deterred]
        steps = [found.step for found in flaws if found is not None and found.step is not None]
        if not steps:
            return f"{again}."
        who = join(list(dict.fromkeys(w.name(step.dm) for step in steps)))
        return f"{again}, though {who} would not answer as {w.it(dm)} {w.verb(dm, 'expects', 'expect')}."

    # -- surprises -----------------------------------------------------------------------------

    def surprises(self) -> list[str]:
        """What some are wrong about in the moves of another; those who are wrong alike are told together."""
        alike: dict[Surprises, list[int]] = {}
        for each in self.finding.surprises:
            if each.any:
                alike.setdefault(replace(each, observer=-1), []).append(each.observer)
        told = [self._surprise(each, observers) for each, observers in alike.items()]
        return [text for text in told if text]

    def _surprise(self, s: Surprises, observers: list[int]) -> str:
        w, it = self.words, self.words.it(s.mover)
        many = len(observers) > 1 or w.verb(observers[0], "", "s") == "s"
        does, expect, reckon = ("do", "expect", "reckon") if many else ("does", "expects", "reckons")
        wants, does_it = w.verb(s.mover, "wants", "want"), w.verb(s.mover, "does", "do")
        sees = w.verb(s.mover, "sees", "see")
        told: list[str] = []

        def note(verb: str, count: int, more: str) -> None:
            of = "" if told else f" {'moves' if count != 1 else 'move'} of {w.name(s.mover)}"
            told.extend([f"{verb} {count:,}{of}{more}"] if count else [])

        options = join([self._taking(k) for k, _ in s.by_option], "or")
        note(f"{does} not see", s.unseen, f" (that {it} could {options}, or undo that)" if options else "")
        note(reckon + " with", s.imagined, " that cannot be made")
        note(f"{does} not expect", s.unexpected, f" that {it} {wants} to make")
        sees_all = bool(self.finding.perception.seen[s.mover].all())
        why = f"{does_it} not want to make" if sees_all else f"would not make, as {it} {sees} things"
        note(expect, s.in_vain, f" that {it} {why}")
        who = _capital(join([w.name(dm) for dm in observers]))
        return f"{who} {join(told)}." if told else ""

    def departure(self, leaving: Departure, state: State) -> str:
        """Who would move first, and how the others take it."""
        w, dm = self._in_eyes_of(leaving.dm), leaving.dm
        because = w.because(dm, leaving.target, state)
        why = f", for {because}" if because else ""
        told = [f"{w.Name(dm)} would {w.move(dm, state, leaving.target)}{why}."]
        for how, said in _EXPECTED.items():
            who = [other for other, expectation in leaving.expected if expectation == how]
            if who:
                plural = len(who) > 1 or w.verb(who[0], "", "s") == "s"
                told.append(_capital(f"{join([w.name(k) for k in who])} {said[plural]}."))
        if leaving.by_mistake:
            told.append(f"If {w.name(dm)} knew the truth, {w.it(dm)} would stay.")
        return " ".join(told)


#: How somebody takes a move that it sees coming, or does not; for one and for several.
_EXPECTED: dict[Expectation, tuple[str, str]] = {
    "expected": ("expects that", "expect that"),
    "deterred": ("expects an answer to keep it from that", "expect an answer to keep it from that"),
    "no gain": ("does not take that for a gain", "do not take that for a gain"),
    "unseen": ("does not see that this could happen", "do not see that this could happen"),
    "nowhere": ("does not even see the state that is left", "do not even see the state that is left"),
}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# -- crossed readings ----------------------------------------------------------------------------


def assignment(crossing: Crossing, row: Assignment) -> str:
    """``sanger for the United States and Russia, schwarz for Ukraine and Europe``."""
    words = Words(crossing.model)
    by_reading: dict[str, list[int]] = {}
    for dm, reading in enumerate(row.readings):
        by_reading.setdefault(reading, []).append(dm)
    if len(by_reading) == 1:
        return f"{row.readings[0]} for all"
    return ", ".join(
        f"{reading} for {join([words.name(dm) for dm in dms])}" for reading, dms in by_reading.items()
    )


def outcomes_of_crossing(crossing: Crossing, concept: Concept) -> list[str]:
    """What crossing does to the named outcomes: which can hold only then, and which no longer."""
    rows = [row for row in crossing.rows if row.crossed]
    if not rows:
        return []
    told = [_extremes(crossing, concept, rows), _by_mistake(crossing, concept, rows)]
    alone = crossing.in_some_reading(concept)
    for outcome in crossing.model.outcomes:
        counts = [row.holding[concept.id].where(outcome.statement).count for row in rows]
        told.append(_outcome(crossing, rows, counts, outcome.name, alone.where(outcome.statement).count))
    return [text for text in told if text]


def _outcome(crossing: Crossing, rows: Sequence[Assignment], counts: list[int], name: str, alone: int) -> str:
    if not any(counts):
        return f"{name} holds only where all act on one reading." if alone else f"{name} never holds."
    many = sum(map(bool, counts))
    ways = (
        f"{many} of the {len(rows)} ways of crossing readings" if len(rows) > 1 else "the one way of crossing"
    )
    best = max(range(len(rows)), key=counts.__getitem__)
    where = f"{'with' if many == 1 else 'most with'} {assignment(crossing, rows[best])}"
    if not alone:
        return f"{name} can hold in no reading, but does in {ways}; {where} ({_states(counts[best])})."
    return "" if all(counts) else f"{name} can hold in {ways} only; {where} ({_states(counts[best])})."


def _extremes(crossing: Crossing, concept: Concept, rows: Sequence[Assignment]) -> str:
    counts = [row.holding[concept.id].count for row in rows]
    most, least = (pick(range(len(rows)), key=counts.__getitem__) for pick in (max, min))
    if counts[most] == counts[least]:
        return ""
    return (
        f"Most states hold with {assignment(crossing, rows[most])} ({counts[most]:,}), "
        f"fewest with {assignment(crossing, rows[least])} ({counts[least]:,})."
    )


def _by_mistake(crossing: Crossing, concept: Concept, rows: Sequence[Assignment]) -> str:
    counts = [row.by_mistake(concept).count for row in rows]
    worst = max(range(len(rows)), key=counts.__getitem__)
    if not counts[worst]:
        return "Wherever readings are crossed, what holds would hold in truth as well."
    many, total = sum(map(bool, counts)), rows[worst].holding[concept.id].count
    return (
        f"In {many} of the {len(rows)} ways some states hold by mistake; most with "
        f"{assignment(crossing, rows[worst])} ({counts[worst]:,} of {total:,})."
    )


def _states(count: int) -> str:
    return f"{count:,} states" if count != 1 else "one state"
