"""Coalitions in sentences: who could leave which state together, how and why, and what answers it.

Sentences are made from departures (`coalition.departures`), so that each of them names a way that exists.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.coalition.concept import CoalitionConcept
from countermove.coalition.departures import Answer, Departure, Departures
from countermove.coalition.members import Members, opponents
from countermove.coalition.movement import Step
from countermove.coalition.standing import Standing
from countermove.coalition.table import DEFAULT, Setting
from countermove.model.graph import GraphModel
from countermove.model.preferences import Relation
from countermove.model.states import State
from countermove.stability.wording import Cite, Words, join, no_citation

__all__ = ["Telling", "assumptions", "coalition_ids", "telling_first"]

_IMPROVEMENT = {
    "strict": "for one that every member strictly prefers",
    "pareto": "for one that leaves no member worse off and one at least better off (Pareto improvements)",
    "jump": "for one that every member strictly prefers, and only from one equilibrium to another"
    " (equilibrium jumps, under {under}; this project's own definition)",
}
_MOVEMENT = {
    "legal": "its members move in turns, nobody twice in a row, and need not gain by each step",
    "joint": "its members change their options at the same moment, as in GMCR+, not in turns",
}
_REPLIES = {
    "individual": "Willing answers (CSEQ) are steps that each mover wants on its own.",
    "coalition": "Willing answers (CSEQ) are steps that groups of the others want to make together;"
    " groups that follow each other share no member, which is this project's own rule.",
}


def assumptions(setting: Setting) -> str:
    """What a finding assumes and whose definitions it follows, as a paragraph."""
    improvement = _IMPROVEMENT[setting.improvement].format(under=setting.jump_under)
    source = {
        "strict": "Kilgour, Hipel, Fang and Peng (2001) and Inohara and Hipel (2008), as recalled",
        "pareto": "Zhu, Kilgour and Hipel, what counts as an answer being this project's own",
        "jump": "Inohara and Hipel (2008) for stability, as recalled",
    }[setting.improvement]
    return (
        f"Assumes: a coalition leaves a state {improvement}; {_MOVEMENT[setting.movement]}."
        f" {_REPLIES[setting.replies]} Definitions after {source}; the papers' texts could not be checked."
    )


def coalition_ids(model: GraphModel, members: Sequence[int]) -> str:
    """``us + eu``: a coalition in a table."""
    return " + ".join(model.decision_makers[dm] for dm in members)


def telling_first(model: GraphModel, found: Sequence[Departures]) -> list[Departures]:
    """Departures with the most telling ones first: every member acts, few steps, near the status quo."""

    def order(departures: Departures) -> tuple[int, int, int]:
        assert departures.best is not None
        movers = {dm for step in departures.best.way for dm in step.movers}
        now = model.status_quo
        far = 0 if now is None or model.states.graph_form else (departures.state ^ now).bit_count()
        return len(departures.members) - len(movers), len(departures.best.way), far

    return sorted(found, key=order)


@dataclass(frozen=True)
class Telling:
    """Sentences about one model under one setting."""

    model: GraphModel
    setting: Setting = DEFAULT
    cite: Cite = no_citation

    @property
    def words(self) -> Words:
        """The words for the model."""
        return Words(self.model, self.cite)

    # -- names ---------------------------------------------------------------------------------

    def names(self, members: Sequence[int], word: str = "and") -> str:
        """``the United States and Europe``."""
        return join([self.words.name(dm) for dm in members], word)

    def Names(self, members: Sequence[int]) -> str:
        """The names at the start of a sentence."""
        names = self.names(members)
        return names[:1].upper() + names[1:]

    # -- departures ----------------------------------------------------------------------------

    def departure(self, departures: Departures, departure: Departure, source: str = "it") -> str:
        """How a coalition could leave a state, why it would, and what the others could do about it."""
        members, to = departures.members, departure.to
        alone = "alone" if len(members) == 1 else "together"
        head = f"{self.Names(members)} {alone} could leave {source} for {self.words.described(to)}"
        way = self._way(departures, departure)
        gain = self._gain(members, to, departures.state)
        return f"{head}{way} {gain} {self._after(departures, departure)}".strip()

    def _way(self, departures: Departures, departure: Departure) -> str:
        way, start = departure.way, departures.state
        movers = {dm for step in way for dm in self._movers(step, start)}
        still = [dm for dm in departures.members if dm not in movers]
        need = self.words.verb(still[0], "needs", "need") if len(still) == 1 else "need"
        let = f", and {self.names(still)} {need} only let it happen" if still else ""
        if len(way) == 1 and len(movers) > 1:
            who = f"{self.names(sorted(movers))} acting" if still else "all"
            return f", {who} at the same moment{let}."
        return f": {self.steps(departures.state, way, 'could')}{let}."

    def steps(self, start: State, way: Sequence[Step], could: str) -> str:
        """``Europe could commit troops (state 187), then the United States could ... (state 201)``."""
        parts, at = [], start
        for step in way:
            parts.append(self._step(step, at, could))
            at = step.to
        return ", then ".join(parts)

    def _movers(self, step: Step, at: State) -> Members:
        """Who changes anything by a step: of a joint move, the members whose options it changes."""
        if len(step.movers) == 1 or self.setting.movement != "joint":
            return step.movers
        changed = at ^ step.to
        acting = {option.dm for k, option in enumerate(self.model.states.options) if changed >> k & 1}
        return tuple(dm for dm in step.movers if dm in acting)

    def _step(self, step: Step, at: State, could: str) -> str:
        movers = self._movers(step, at)
        names = self.names(movers)
        if len(movers) == 1:
            return f"{names} {could} {self.words.move(movers[0], at, step.to)}"
        return f"{names} together {could} move to {self.words.described(step.to)}"

    def _gain(self, members: Members, to: State, now: State) -> str:
        better = [dm for dm in members if self.model.prefers(dm, to, now)]
        reasons = [wish for dm in better if (wish := self._wants(dm, to, now))]
        why = f": {'; '.join(reasons)}" if reasons else ""
        if len(better) < len(members):
            verb = self.words.verb(better[0], "is", "are") if len(better) == 1 else "are"
            return f"There {self.names(better)} {verb} better off, and nobody among them worse off{why}."
        if len(members) == 1:
            because = self.words.because(members[0], to, now)
            it = self.words.it(members[0]).capitalize()
            return f"{it} would rather be there{': ' if because else ''}{because}."
        return f"{'Both' if len(members) == 2 else 'All of them'} would rather be there{why}."

    def _wants(self, dm: int, better: State, worse: State) -> str:
        decisive = self.model.decisive(dm, better, worse)
        if decisive.statement is None:
            return ""
        wants = self.words.verb(dm, "wants", "want")
        return f"{self.words.name(dm)} {wants} {self.words.wish(dm, decisive.statement)}"

    def _after(self, departures: Departures, departure: Departure) -> str:
        concept, members = departures.concept, departures.members
        if departure.answer is not None:
            return self._answered(departures, departure, departure.answer)
        others = opponents(self.model, members)
        if concept.answers == "none":
            return ""
        if not others:
            return "Nobody is left to answer."
        give = "would want to give" if concept.answers == "willing" else "could give"
        take = "takes" if len(members) == 1 else "takes that"
        whom = {1: f"that away from {self.words.them(members[0])}", 2: "away from either"}
        good = " for good" if concept.holds else ""
        return (
            f"No answer that {self.names(others, 'or')} {give} {take}"
            f" {whom.get(len(members), 'away from any of them')}{good}."
        )

    def _answered(self, departures: Departures, departure: Departure, answer: Answer) -> str:
        would = "would rather" if departures.concept.answers == "willing" else "could"
        steps = self.steps(departure.to, answer.way, would)
        it = self.words.it(departures.members[0]) if len(departures.members) == 1 else "they"
        away = f", and from there {it} could not get away" if departures.concept.holds else ""
        return f"But then {steps}, which would {self._hurt(answer, departures.state)}{away}."

    def _hurt(self, answer: Answer, now: State) -> str:
        if answer.to == now:
            return "bring the conflict back to where it was"
        dm = answer.hurts[0]
        for each in answer.hurts:
            if self.model.compare(each, answer.to, now) in (Relation.WORSE, Relation.GREATLY_WORSE):
                dm = each
                break
        return f"leave {self.words.name(dm)} {self.words.compared(dm, answer.to, now)}"

    # -- findings ------------------------------------------------------------------------------

    def blocked(self, blocks: Sequence[Members], *, alone: bool = False) -> str:
        """Whose staying out keeps a state up; `alone` says that somebody could upset it alone."""
        leaves, leave = (
            f"{verb} it neither alone nor with others" if alone else f"{joins} no coalition against it"
            for verb, joins in (("leaves", "joins"), ("leave", "join"))
        )
        if len(blocks[0]) == 1:
            names = self.names([dm for (dm,) in blocks], "or")
            if len(blocks) == 1:
                return f"It holds as long as {names} {self.words.verb(blocks[0][0], leaves, leave)}."
            return f"It holds as long as one of them {leaves}: {names}."
        sets = join([self.names(block) for block in blocks], "or")
        return f"It holds as long as {sets} {leave}; fewer would not do."

    def _blocked_of_asked(self, blocks: Sequence[Members]) -> str:
        """Whose staying out keeps a state up against the coalitions asked about, which are not all."""
        names = self.names([block[0] for block in blocks], "or")
        if len(blocks[0]) > 1:
            who = f"{join([self.names(block) for block in blocks], 'or')} stay out; fewer would not do"
        elif len(blocks) > 1:
            who = f"one of them stays out: {names}"
        else:
            who = f"{names} {self.words.verb(blocks[0][0], 'stays', 'stay')} out"
        return f"The coalitions asked about could not upset it if {who}. No other coalition was asked about."

    def parted(self, concept: CoalitionConcept, count: int, fallen: Sequence[tuple[Members, int]]) -> str:
        """How many equilibria fall when each of some alliances acts together, in a sentence."""
        if not count:
            return f"Under {concept.single} no state holds even when everybody acts alone."
        if count == 1:
            head = f"One state holds under {concept.single} when everybody acts alone"
            falls = ["it falls" if fell else "it stands" for _, fell in fallen]
        else:
            head = f"{count:,} states hold under {concept.single} when everybody acts alone"
            falls = ["none falls" if not n else f"{n:,} of them fall{'s' * (n == 1)}" for _, n in fallen]
        acts = [self._acts(members) for members, _ in fallen]
        if len(set(falls)) == 1:
            told = f"{falls[0]} {join([f'when {each}' for each in acts])}"
        else:
            told = join([f"{fall} when {each}" for fall, each in zip(falls, acts, strict=True)])
        return f"{head}. {told[:1].upper()}{told[1:]}."

    def _acts(self, members: Members) -> str:
        one = len(members) == 1
        acts = self.words.verb(members[0], "acts", "act") if one else "act"
        return f"{self.names(members)} {acts} {'alone' if one else 'together'}"

    def strong(self, states: Sequence[State]) -> str:
        """The strong equilibria, in a sentence; under Pareto improvements fewer states, of no such name."""
        listed = [self.words.state(state) for state in states[:6]]
        more = [f"{len(states) - 6:,} more"] if len(states) > 6 else []
        if self.setting.improvement == "pareto":
            which = join([*listed, *more]) or "none"
            return f"States from which no coalition has a Pareto improvement: {which}."
        if not states:
            return "There is no strong equilibrium: from every state some coalition could do better."
        if len(states) == 1:
            line = self.words.described(states[0])
            return f"A strong equilibrium is {line}: no coalition could bring about anything better for it."
        return f"Strong equilibria, where no coalition could do better: {join([*listed, *more])}."

    def unshaken(self, concept: CoalitionConcept, count: int) -> str:
        """That no equilibrium under a concept is upset by a coalition."""
        if not count:
            return f"Under {concept.single} no state holds even when everybody acts alone."
        what = "The one state that holds" if count == 1 else f"The {count:,} states that hold"
        ends = "holds" if count == 1 else "hold"
        return f"{what} under {concept.single} {ends} against every coalition ({concept.id})."

    def upset(self, concept: CoalitionConcept, count: int, upset: int) -> str:
        """How many equilibria some coalition could upset."""
        if count == 1:
            return f"The one state that holds under {concept.single} could be upset ({concept.id}):"
        many = f"One of the {count:,}" if upset == 1 else f"{upset:,} of the {count:,}"
        if upset == count:
            many = "Both" if count == 2 else f"All {count:,}"
        return f"{many} states that hold under {concept.single} could be upset by a coalition ({concept.id}):"

    def upheld(
        self, upset: int, blocks: Sequence[tuple[Members, tuple[State, ...]]], *, alone: bool = False
    ) -> str:
        """Who holds most of the upset equilibria together; `alone`: somebody could upset some alone."""
        members, states = blocks[0]
        if upset == 1:
            return f"Who holds it together? {self.blocked([each for each, _ in blocks], alone=alone)}"
        many = "any of them" if len(states) == upset else f"{len(states):,} of these {upset:,}"
        joins = self.words.verb(members[0], "joins", "join") if len(members) == 1 else "join"
        acts = self.words.verb(members[0], "acts", "act") if len(members) == 1 else "act"
        out = f"{acts} neither alone nor with others" if alone else f"{joins} no coalition"
        return (
            f"Who holds them together? As long as {self.names(members)} {out},"
            f" nobody could upset {many}. The smallest sets that must stay out:"
        )

    def alone(self, found: Standing) -> str:
        """Whether a state holds when everybody acts alone."""
        single = found.concept.single
        if not found.leaves:
            return f"When everybody acts alone the state holds (it is an equilibrium under {single})."
        return f"It does not hold even when everybody acts alone: {self.names(found.leaves)} would leave it."

    def idle(self, members: Members) -> str:
        """That a coalition has no improvement."""
        if len(members) == 1:
            it = self.words.it(members[0])
            return f"{self.Names(members)} alone could bring about nothing that {it} would rather have."
        both = "both" if len(members) == 2 else "all"
        return f"{self.Names(members)} together could bring about nothing that they would {both} rather have."

    @staticmethod
    def likewise(more: int) -> str:
        """That there are more improvements of the same coalition."""
        if more < 1:
            return ""
        return f" Likewise for {'one more state' if more == 1 else f'{more:,} more states'}."

    def verdict(self, found: Standing) -> str:
        """Who holds the state together."""
        if found.by and not found.every:
            return self._blocked_of_asked(found.blocked_by)
        if found.by:
            return self.blocked(found.blocked_by, alone=any(len(each.members) == 1 for each in found.by))
        if found.every and not found.deterred:
            return "No coalition at all could bring about anything that all its members would rather have."
        if found.every:
            return f"No coalition could upset it, under {found.concept.id}."
        return f"None of the coalitions asked about could upset it, under {found.concept.id}."
