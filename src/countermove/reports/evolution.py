"""The evolution of a conflict in sentences.

Told is what was found out about one reading (`story`): which equilibria are attained from where the
conflict stands, why the others are not, and where it ends if decision makers take turns at random.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from countermove.evolution import By, Group, Obstacle, Step, WhyNot, cut, resting_places
from countermove.model.preferences import Relation
from countermove.model.states import State
from countermove.reports.chances import Chances
from countermove.reports.story import Story
from countermove.stability.wording import Words, join

__all__ = ["MOST_WHY", "Teller"]

#: Equilibria listed one by one, and ones for which it is told why they are not attained.
MOST_WHY = 200


class Teller:
    """Tells a story."""

    def __init__(self, story: Story) -> None:
        self.story, self.evolution, self.model = story, story.evolution, story.model
        self.words = Words(story.model)
        self.chances = Chances(story.model, story.chain, story.simulation, story.refused)

    # -- what can be reached -------------------------------------------------------------------

    def opening(self) -> str:
        """How much can be reached, by what steps."""
        found, others = self.evolution, len(self.evolution.states) - 1
        if found.cut_short:
            return (
                f"From {self._start(', ')}{self._steps()} lead to more states than are explored. All that are"
                f" within {_many(found.horizon or 0, 'step')} are known: {_many(len(found.states), 'state')}."
            )
        if not others:
            return f"Nothing leads out of {self._start()}: {self._nobody()}."
        furthest = max(found.distances.values())
        within = "in one step" if furthest == 1 else f"in up to {furthest} steps"
        size = self.model.states.size - 1
        which = f"all {size:,} other states" if others == size else f"{others:,} of the {size:,} other states"
        if others == 1:
            which = f"one other state of {size:,}" if size > 1 else "the one other state"
        so_far = "" if found.complete else " (and perhaps to more; it was looked no further)"
        return f"From {self._start(', ')}{self._steps()} lead to {which}, {within}{so_far}."

    def _start(self, after: str = "") -> str:
        here = self.words.described(self.evolution.start)
        if self.evolution.start == self.model.status_quo:
            return f"the status quo, {here}{after}"
        return f"{here}{after and ' '}"

    def blocked(self) -> str:
        """Who would have to move against its wish for more to be reached; "" if nobody could."""
        if not self.evolution.complete or self.evolution.terms.by in (By.MOVES, By.COALITIONS):
            return ""
        found = cut(self.evolution)
        free = self.evolution.terms.free  # their moves lead no further only where they have just moved
        unwanted = [(each.dm, each.unwanted) for each in found if each.unwanted and each.dm not in free]
        total, moves = sum(many for _, many in unwanted), sum(each.moves for each in found)
        if not total:
            return ""
        where = "out of it" if len(self.evolution.states) == 1 else "that would lead further"
        if total == moves:
            which = {1: f"The one move {where} is", 2: f"Both moves {where} are"}.get(
                total, f"All {total:,} moves {where} are"
            )
        else:
            which = f"{total:,} of the {moves:,} moves {where} {'is' if total == 1 else 'are'}"
        who = join([f"{self.words.name(dm)} {many:,}" for dm, many in unwanted])
        others = "the other is" if moves - total == 1 else "the others are"
        rest = "" if total == moves else f"; {others} of somebody who has just moved"
        return f"{which} unwanted by whoever could make them ({who}){rest}."

    def blocking(self) -> list[str]:
        """For each decision maker the wishes that keep it from leading further."""
        told = []
        for each in cut(self.evolution) if self.blocked() else ():
            wishes = [
                f"{self.words.wish(each.dm, wish)} ({many:,})"
                for wish, many in each.wishes
                if wish is not None
            ]
            if wishes:
                wants = self.words.verb(each.dm, "wants", "want")
                told.append(f"{self.words.Name(each.dm)} {wants}: {'; '.join(wishes)}.")
        return told

    def _steps(self) -> str:
        terms = self.evolution.terms
        free = join([self.words.name(dm) for dm in sorted(terms.free)])
        against = f"up to {_many(terms.against, 'move')} against their movers' wish" if terms.against else ""
        besides = join([part for part in (free and f"any moves of {free}", against) if part])
        return {
            By.MOVES: "moves, wanted or not,",
            By.IMPROVEMENTS: "moves that their movers want",
            By.MIXED: f"moves that their movers want, with {besides},",
            By.COALITIONS: "moves that those who make them want, alone or together,",
        }[terms.by]

    def _nobody(self) -> str:
        return {
            By.MOVES: "nobody can move",
            By.IMPROVEMENTS: "nobody would rather be where a move of its own leads",
            By.MIXED: "nobody who may move so wants to or can",
            By.COALITIONS: "neither alone nor together does anybody want to move",
        }[self.evolution.terms.by]

    # -- what is attained ----------------------------------------------------------------------

    def headings(self) -> tuple[str, ...]:
        """The headings of the table's columns."""
        concept = self.story.attained.concept.id
        if not self.model.outcomes:
            return f"equilibrium ({concept})", "in steps", "unwanted moves"
        return f"equilibria by outcome ({concept})", "hold", "attained", "in steps", "unwanted moves"

    def rows(self, most: int | None = None) -> Iterator[tuple[str, ...]]:
        """Rows of the table: what, how many hold, how many are attained, in steps, unwanted moves."""
        attained = self.story.attained
        if self.model.outcomes:
            for group in attained.groups:
                yield (group.outcome.name if group.outcome else "", *self._cells(group))
            yield ("all", *self._cells(attained.every))
            return
        for state in islice(attained.holding, most):
            name, label = self.model.states.name(state), self.words.label(state)
            told = name if name == label else f"{name} {label}"
            yield told, _cell(self.evolution.distance(state)), self._least(state)

    def listed(self) -> Iterator[tuple[str, str, str, str]]:
        """The equilibria attained one by one: state, options taken, steps, how many shortest ways."""
        for state in self.story.attained.every.attained[:MOST_WHY]:
            steps, ways = self.evolution.distance(state), self.evolution.count(state)
            yield self.model.states.name(state), self.words.label(state), _cell(steps), _cell(ways)

    def _cells(self, group: Group) -> tuple[str, str, str, str]:
        steps = self.evolution.distance(group.attained[0]) if group.attained else None
        least = _cell(group.unwanted)
        if group.unwanted is None and group.at_least is not None and group.holding:
            least = _or_more(group.at_least)
        return _cell(group.holding or None), _cell(len(group.attained) or None), _cell(steps), least

    def _least(self, state: State) -> str:
        """The fewest unwanted moves to a state, as far as they are known; - where no moves lead to it."""
        least = self.story.attained.cheapest.least(state)
        if least is None and state in self.evolution and self.evolution.terms.by is By.IMPROVEMENTS:
            least = 0
        if least is not None:
            return _cell(least)
        at_least = self.story.why_not(state).at_least
        return "-" if at_least is None else _or_more(at_least)

    def attained(self) -> str:
        """How many equilibria are attained, and how many before the conflict comes to rest in another."""
        found, concept = self.story.attained, self.story.attained.concept
        every, many = found.every, len(found.every.attained)
        known = "" if self.evolution.complete else ", as far as is known"
        if not found.exact:
            known += "; which states hold is not known of all, and there may be more of them"
        if not every.holding:
            return f"No state {'holds' if found.exact else 'is known to hold'} under {concept.id}."
        if every.holding == 1:
            if found.rests:
                where = f"The one state that holds under {concept.id} is where the conflict stands"
                return f"{where}{known}: it need never move."
            return f"The one state that holds under {concept.id} is {'' if many else 'not '}attained{known}."
        what = f"Of the {every.holding:,} states that hold under {concept.id}"
        if found.rests and many == 1:
            return f"{what}, only the one where the conflict stands is attained{known}: it need never move."
        counted = (
            "all are" if many == every.holding else {0: "none is", 1: "one is"}.get(many, f"{many:,} are")
        )
        return f"{what}, {counted} attained{known}{self._before_rest(every)}."

    def _before_rest(self, every: Group) -> str:
        if every.unresting is None or every.unresting == len(every.attained):
            return ""
        if self.story.attained.rests:
            return "; but the conflict stands in one already, and need never move"
        left = len(every.attained) - every.unresting
        which = "one" if left == 1 else f"{left:,}"
        return f"; {which} of them only by way of another one, in which the conflict may come to rest"

    def way(self) -> str:
        """A shortest way to the nearest equilibrium that is not the start; "" if none is attained."""
        other = [state for state in self.story.attained.every.attained if state != self.evolution.start]
        return f"The nearest: {self.way_to(other[0])}" if other else ""

    def way_to(self, state: State) -> str:
        """One of the shortest ways to a state, with how many there are."""
        path, count = next(self.evolution.paths(state)), self.evolution.count(state)
        also = f" It is one of {count:,} ways of that length." if count > 1 else ""
        where = f" That is {self.words.state(state)}{self._outcomes(state)}."
        if self._names(path[-1], state) and not self._outcomes(state):
            where = ""
        return f"{self.told(path)}.{where}{also}{self._rests(path)}"

    def _rests(self, path: Sequence[Step]) -> str:
        resting = resting_places(path[1:], self.story.attained.holding)
        if not resting:
            return ""
        places = join([self.words.state(state) for state in resting])
        hold = "holds" if len(resting) == 1 else "hold"
        return f" On the way the conflict could come to rest in {places}, which {hold} as well."

    def _outcomes(self, state: State) -> str:
        names = [outcome.name for outcome in self.model.outcomes_of(state)]
        return f" ({join(names)})" if names else ""

    def answer(self, most: int) -> list[str]:
        """The answer to what was asked for: how it is reached, or why it is not; how likely it is."""
        wanted, asked = self.story.wanted, self._asked()
        assert wanted is not None
        found = [state for state in self.evolution.states if state in wanted]
        if found and found[0] == self.evolution.start:
            return [f"{asked}: so it is where the conflict stands.", *self.chances.likely(wanted, now=True)]
        if found:
            steps = self.evolution.distance(found[0])
            told = [f"{asked} can be reached in {_many(steps or 0, 'step')}. {self.way_to(found[0])}"]
            more = islice(self.evolution.paths(found[0]), 1, most)
            told += [f"Or: {self.told(path)}." for path in more]
            return [*told, *self.chances.likely(wanted)]
        why = self.story.why_nothing_wanted()
        if why is None:
            return [f"{asked}: there is no such state."]
        kind = "" if isinstance(wanted, set) else "a state in which it holds"
        return [self.reason(asked, why, kind), *self.chances.likely(wanted)]

    def _asked(self) -> str:
        """What was asked for: the name of an outcome or a state, or the condition as it was given."""
        if isinstance(self.story.wanted, set):
            (state,) = self.story.wanted
            told = self.words.described(state)
            return told[:1].upper() + told[1:]
        names = {outcome.id: outcome.name for outcome in self.model.outcomes}
        return names.get(self.story.condition, f"“{self.story.condition}”")

    # -- steps ---------------------------------------------------------------------------------

    def told(self, path: Sequence[Step]) -> str:
        """A sequence as a sentence without its full stop."""
        parts = [self._step(step) for step in path]
        if len(parts) == 1:
            return parts[0][:1].upper() + parts[0][1:]
        return "First " + ", then ".join(parts)

    def _step(self, step: Step) -> str:
        w = self.words
        if len(step.movers) > 1:
            who = join([w.name(dm) for dm in step.movers])
            return f"{who} would together move to {w.described(step.target)}"
        done = f"{w.name(step.mover)} would {w.change(step.mover, step.source, step.target)}"
        return f"{done}{self._reason(step)}"

    def _reason(self, step: Step) -> str:
        """Why a mover makes a step, or what speaks against it."""
        w, dm = self.words, step.mover
        if not step.unwanted:
            wish = w.because(dm, step.target, step.source)
            return f" ({wish})" if wish else ""
        relation = self.model.compare(dm, step.target, step.source)
        if relation is Relation.EQUAL:
            return f", though {w.it(dm)} {w.verb(dm, 'gains', 'gain')} nothing by it"
        if relation is Relation.UNKNOWN:
            return f", though it is not known whether {w.it(dm)} would gain by it"
        wish = w.because(dm, step.source, step.target)
        return f", although {wish or f'{w.it(dm)} would be {w.standing(relation)}'}"

    # -- why not -------------------------------------------------------------------------------

    def reasons(self) -> list[str]:
        """Why what holds somewhere is not attained; what was not found is told last and together."""
        told, unknown = [], []
        for what, why, kind in self._missing():
            if why.obstacle is Obstacle.UNKNOWN and not why.way:
                unknown.append((what, why.at_least or 0))
            else:
                told.append(self.reason(what, why, kind))
        if unknown:
            least = min(least for _, least in unknown)
            takes = f" Each takes at least {_many(least, 'unwanted move')}." if least else ""
            told.append(f"Not found among the states explored: {join([what for what, _ in unknown])}.{takes}")
        return told

    def left_out(self) -> int:
        """How many equilibria are not attained and are given no reason for."""
        every = self.story.attained.every
        missing = 0 if self.model.outcomes else every.holding - len(every.attained)
        return max(0, missing - MOST_WHY)

    def _missing(self) -> Iterator[tuple[str, WhyNot, str]]:
        """What holds somewhere and is not attained: its name, why not, and what one of its kind is called."""
        if not self.model.outcomes:
            for state in islice(self.story.missing(), MOST_WHY):
                yield self.words.described(state), self.story.why_not(state), ""
        for group in self.story.attained.groups:
            if group.outcome is not None and group.holding and not group.attained:
                yield group.outcome.name, self.story.why_no_group(group), "an equilibrium of this kind"

    def reason(self, what: str, why: WhyNot, kind: str = "") -> str:
        """Why something is not attained: a state, or, with what to call one, all states of a kind."""
        what, w = what[:1].upper() + what[1:], self.words
        if why.obstacle is Obstacle.WISHES or why.way:
            return f"{what}: {self._costs(why)}"
        nobody = f"{what}: nobody can bring {'about ' + kind if kind else 'it about'}."
        if why.obstacle is Obstacle.IRREVERSIBLE:
            return f"{nobody} {self._undone(why)}, and that cannot be undone."
        if why.obstacle is Obstacle.NO_WAY_IN:
            return f"{nobody} No move leads into {w.state(why.state)} from anywhere."
        if why.obstacle is Obstacle.NO_SEQUENCE:
            if why.closed == 1:
                return f"{nobody} No move leads out of {w.state(self.evolution.start)}."
            among = f"none of them is {kind}" if kind else "it is not among them"
            return f"{nobody} Whatever is done, only {why.closed:,} states can come about, and {among}."
        least = f" It takes at least {_many(why.at_least, 'unwanted move')}." if why.at_least else ""
        return f"{what}: not found among the states explored.{least}"

    def _undone(self, why: WhyNot) -> str:
        options = [option for dm in self.model.conflict.decision_makers for option in dm.options]
        told = []
        for lock in why.locks:
            option, has = options[lock.option], self.words.verb(lock.dm, "has", "have")
            did = "taken" if lock.taken else "dropped"
            told.append(f"{self.words.name(lock.dm)} {has} {did} “{option.name or option.id}”")
        return join(told)[:1].upper() + join(told)[1:]

    def _costs(self, why: WhyNot) -> str:
        """The cheapest way: all of it if it is short, else the steps that nobody wants."""
        free = self.evolution.terms.free
        if not why.unwanted:
            lead = "moves that may be made lead" if free else "wanted moves lead"
            return f"not within the steps explored, though {lead} there. {self.told(why.way)}."
        uncounted = {dm for step in why.way if step.unwanted for dm in step.movers if dm in free}
        besides = join([self.words.name(dm) for dm in sorted(uncounted)])
        takes = f"takes {_many(why.unwanted, 'unwanted move')}"
        takes += f", those of {besides} not counted." if besides else "."
        if len(why.way) <= 3:
            there = "" if self._names(why.way[-1], why.state) else f" ({self.words.state(why.state)})"
            return f"{takes} {self.told(why.way)}{there}."
        hard = [step for step in why.way if step.unwanted and step.mover not in free]
        rest = _many(len(why.way) - len(hard), "other move" if free else "wanted move")
        steps = join([f"{self._step(step)} ({self.words.state(step.target)})" for step in hard])
        return f"{takes} {steps[:1].upper()}{steps[1:]}; {rest} would do the rest."

    def _names(self, step: Step, state: State) -> bool:
        """Whether the telling of a step names the state it leads to."""
        return self.words.described(state) in self._step(step)


def _many(count: int, what: str) -> str:
    return f"one {what}" if count == 1 else f"{count:,} {what}s"


def _or_more(least: int) -> str:
    return f"{least} or more" if least else "not known"


def _cell(number: int | None) -> str:
    return "-" if number is None else f"{number:,}"
