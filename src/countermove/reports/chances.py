"""Where a conflict ends by chance, in sentences: the chain or sample runs, and how likely something is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.errors import Problem
from countermove.evolution import Chain, Choose, Conduct, Simulation
from countermove.evolution.steps import By, SomeStates, Terms
from countermove.model.graph import GraphModel
from countermove.model.statements import Statement
from countermove.model.states import State
from countermove.stability.wording import Words, join

__all__ = ["Chances", "Where", "assumptions"]

#: Outcomes, or states, for which a probability is told.
_MOST_TOLD = 8


@dataclass(frozen=True)
class Where:
    """The states in which a statement holds, to be asked about one at a time."""

    model: GraphModel
    statement: Statement

    def __contains__(self, state: object) -> bool:
        return isinstance(state, int) and self.model.states.holds(self.statement, state)


@dataclass(frozen=True)
class Chances:
    """Tells a chain or sample runs; `refused` says why there is neither."""

    model: GraphModel
    chain: Chain | None
    simulation: Simulation | None
    refused: Problem | None

    @property
    def words(self) -> Words:
        """The words of the model."""
        return Words(self.model)

    def ending(self) -> list[str]:
        """Where the chain, or the sample runs, end."""
        if self.refused is not None:
            problem = self.refused
            return [f"Where it ends by chance is not worked out: {problem.what}. {problem.cure}"]
        if self.simulation is not None:
            return list(self._sampled(self.simulation))
        return list(self._solved(self.chain)) if self.chain is not None else []

    def _turns(self, conduct: Conduct) -> str:
        names = [self.words.name(dm) for dm in range(self.model.size)]
        who = "If everybody is as likely to act next"
        if conduct.weights:
            weighted = [f"{n} {float(w):g}" for n, w in zip(names, conduct.weights, strict=True)]
            who = f"If turns come by weight ({', '.join(weighted)})"
        if conduct.willing:
            who += " of those who have a move they want"
        does = {
            Choose.UNIFORM: "makes any of the moves it wants, each as likely",
            Choose.BEST: "makes the move it wants most",
            Choose.LOGIT: f"chooses by logit with a rationality of {conduct.rationality:g}",
        }
        return f"{who} and {does[conduct.choose]}"

    def _solved(self, chain: Chain) -> Iterator[str]:
        head = self._turns(chain.conduct)
        ends, resting = chain.recurrent, [each for each in chain.recurrent if each.rests]
        moves = f", after {_average(float(chain.moves))}" if chain.moves else ""
        entered = moves.replace("after", "which it enters after")
        if len(ends) == 1 and resting:
            state = ends[0].states[0]
            if state == chain.start:
                yield f"{head}, the conflict stays where it is."
            else:
                yield f"{head}, it is certain to end in {self._end(state)}{moves}."
        elif len(ends) == 1:
            yield f"{head}, it never rests: it circles among {self._circle(ends[0].states)}{entered}."
            yield from self._shares(chain, "In the long run it spends its time in")
        else:
            circles = [self._circle(each.states) for each in ends if not each.rests]
            if len(circles) > 4:
                circles = [*circles[:3], f"the states of {len(circles) - 3:,} more circles"]
            circling = f" or circles among {join(circles, 'or among')}" if circles else ""
            where = f"ends in one of {len(resting):,} states" if resting else "never rests"
            yield f"{head}, it {where}{circling}{moves}."
            yield from self._shares(chain, "It ends in")

    def _end(self, state: State) -> str:
        names = [outcome.name for outcome in self.model.outcomes_of(state)]
        return f"{self.words.state(state)} ({join(names)})" if names else self.words.described(state)

    def _circle(self, states: Sequence[State]) -> str:
        if len(states) > 6:
            return f"{len(states):,} states"
        return join([self.words.state(state) for state in states])

    def _shares(self, chain: Chain, head: str) -> Iterator[str]:
        if self.model.outcomes:
            found = [
                (o.name, float(chain.share(Where(self.model, o.statement)))) for o in self.model.outcomes
            ]
        else:
            pairs = [
                (s, e.probability * p)
                for e in chain.recurrent
                for s, p in zip(e.states, e.shares, strict=True)
            ]
            found = [(self.words.described(s), float(p)) for s, p in pairs]
        listed = sorted((pair for pair in found if pair[1]), key=lambda pair: -pair[1])
        if listed:
            told = [f"{name} {_chance(p)}" for name, p in listed]
            yield f"{head}: {_first(told)}."

    def _sampled(self, drawn: Simulation) -> Iterator[str]:
        rested = sum(drawn.rested.values())
        broken, turns = drawn.runs - rested, f"{drawn.most_turns:,} turns"
        runs = f"{drawn.runs:,} sample runs" if drawn.runs > 1 else "one sample run"
        head = f"{self._turns(drawn.conduct)}, told from {runs} (seed {drawn.seed}):"
        if not broken:
            yield f"{head} {rested:,} came to rest within {turns}, after {_average(drawn.mean_moves)}."
        else:
            some = f"{rested:,} came to rest within {turns}, and {broken:,}" if rested else "none"
            yield (
                f"{head} {some} {'were broken off then' if rested else f'came to rest within {turns}'};"
                f" until the end there were {_average(drawn.mean_moves)}."
            )
        if self.model.outcomes:
            sets = [(o.name, Where(self.model, o.statement)) for o in self.model.outcomes]
        else:
            sets = [(self.words.described(state), {state}) for state in drawn.ends]  # type: ignore[misc]
        counts = sorted(
            ((drawn.count(states), name, states) for name, states in sets), key=lambda row: (-row[0], row[1])
        )
        told = []
        for count, name, states in counts:
            low, high = drawn.interval(states)
            if count:
                told.append(f"{name} {_chance(count / drawn.runs)} ({_chance(low)} to {_chance(high)})")
        if told:
            where = "They were then" if broken else "They ended"
            yield f"{where} in, with 95 % intervals: {_first(told)}."

    def likely(self, wanted: SomeStates, *, now: bool = False) -> Iterator[str]:
        """How likely it is that some states come about, and that they are the end; `now`: they have."""
        chain = self.chain
        if chain is not None:
            ever, ends = float(chain.ever(wanted)), float(chain.share(wanted))
            by = "By chance, as told below,"
            if not ever:
                yield f"{by} it never comes about."
            elif now:
                yield f"{by} it is what the conflict ends in with a probability of {_chance(ends)}."
            else:
                yield (
                    f"{by} it comes about at some time with a probability of {_chance(ever)},"
                    f" and is what the conflict ends in with {_chance(ends)}."
                )
        drawn = self.simulation
        if drawn is not None:
            low, high = drawn.interval(wanted)
            share = drawn.count(wanted) / drawn.runs
            within = f"95 % interval {_chance(low)} to {_chance(high)}"
            yield f"Of the sample runs below {_chance(share)} end so ({within})."


def _average(moves: float) -> str:
    if moves == 1:
        return "one move"
    return f"{moves:,.0f} moves on average" if moves >= 10 else f"{moves:.2g} moves on average"


def _first(told: Sequence[str]) -> str:
    """The first of some parts of a sentence, and how many there are besides."""
    more = len(told) - _MOST_TOLD
    return ", ".join(told[:_MOST_TOLD]) + (f", and {more:,} more" if more > 0 else "")


def _chance(p: float) -> str:
    """A probability in per cent; never 0 or 100 for what is possible and not certain."""
    if p == 0 or p > 1 - 1e-12:
        return "0 %" if p == 0 else "100 %"
    if p < 0.001:
        return "under 0.1 %"
    return "over 99.9 %" if p > 0.999 else f"{100 * p:.1f} %"


def assumptions(terms: Terms, choose: Choose) -> str:
    """What the answers rest on, and whose definitions they use."""
    parts = ["one move at a time, nobody twice in a row"]
    if terms.by is not By.MOVES:
        parts.append("a move is wanted if its mover prefers the state it leads to, whatever may come after")
    if terms.by is By.COALITIONS:
        parts.append("parties move together only where each of them gains, and no party twice in a row")
        parts.append("by chance everybody moves alone")
    if choose is Choose.LOGIT:
        parts.append("for logit a state is worth its place in the order of all states, from 0 to 1")
    return (
        f"Assumes: {'; '.join(parts)}. Evolution from a status quo was introduced by Li, Kilgour and Hipel"
        " (2005), whose text could not be opened; the count of unwanted moves and the evolution by chance are"
        " this project's own definitions."
    )
