"""Levers in sentences that can be read aloud: what would have to change, and what does not do.

The sentences follow the findings of `countermove.levers` and add nothing to them. A wish is told in the
words of its author, with the quotation it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.levers import (
    Answer,
    Edit,
    Goal,
    LeversFinding,
    OptionLever,
    Solution,
    StateLever,
    StatesFinding,
)
from countermove.levers.goals import split_reference
from countermove.model.graph import GraphModel
from countermove.model.statements import print_name
from countermove.model.variants import Change
from countermove.stability.concept import Replies
from countermove.stability.wording import Cite, Words, join, no_citation

__all__ = [
    "ADDED",
    "ASSUMES",
    "Teller",
    "capital",
]

#: What each kind of levers takes for granted, and whose definition it is.
ASSUMES = {
    "statements": (
        "Assumes: what a party wants is its list of statements; one may be dropped, reversed, moved or "
        "added, each at a price, and everything else stays. The smallest changes in this sense are this "
        "project's own definition; such problems are known in the literature as preference manipulation."
    ),
    "states": (
        "Assumes: a change is counted by the states that must cross the one in question, in somebody's "
        "order. For SEQ and SSEQ each party is asked with the others' improvements as they are now."
    ),
    "options": (
        "Assumes: an option that can be taken only once, or dropped only once, cannot be changed back; one "
        "that is removed or settled is out of anybody's hands. A threat is this project's own definition: "
        "a new option that its target minds above everything else, and that its maker wants to use exactly "
        "where the goal is not met."
    ),
}
#: What may be added, where anything may: of nothing else is it proved that it does not do.
ADDED = (
    "What may be added: what the same party wants in another reading, a named outcome or its contrary, an "
    "option taken or not taken, or what --add gives. Nothing is proved of other wishes."
)
_NUMBERS = ("nothing", "one thing", "two things", "three things", "four things", "five things")


@dataclass(frozen=True)
class Teller:
    """Tells findings about one model. `cite` adds quotations to the wishes that are touched."""

    model: GraphModel
    cite: Cite = no_citation

    @property
    def words(self) -> Words:
        """The words for the model."""
        return Words(self.model)

    @property
    def where(self) -> str:
        """``In reading sanger, `` or nothing."""
        return f"In reading {self.model.reading}, " if self.model.reading else ""

    # -- goals -----------------------------------------------------------------------------------

    def subject(self, goal: Goal) -> str:
        """What a goal is about: ``“Peace with guarantees”``."""
        named = next((o.name or o.id for o in self.model.outcomes if o.id == goal.outcome and o.id), "")
        if named:
            return f"“{named}”"
        return self.words.described(goal.states[0]) if goal.single else f"“{goal.text}”"

    def today(self, goal: Goal, count: int) -> str:
        """How a goal stands as things are, as a clause."""
        if goal.single:
            return f"{self.subject(goal)} {'is' if count else 'is not'} {_equilibrium(goal)}"
        if len(goal.states) == 1:
            verb = "is" if count else "is not"
            return f"the only state of {self.subject(goal)} {verb} {_equilibrium(goal)}"
        of = f"of the {len(goal.states):,} states of {self.subject(goal)}"
        if not count:
            return f"none {of} is {_equilibrium(goal)}"
        return f"{count:,} {of} " + (
            f"is {_equilibrium(goal)}" if count == 1 else f"are {goal.concept.id} equilibria"
        )

    def reached(self, goals: Sequence[Goal]) -> str:
        """The goals as what would be so: ``“Peace with guarantees” would have a Nash equilibrium``."""
        parts = []
        for goal in goals:
            verb = "be" if goal.single else "have"
            would = f"would {verb}" if goal.wanted else f"would no longer {verb}"
            parts.append(f"{self.subject(goal)} {would} {_equilibrium(goal)}")
        return join(parts)

    # -- statements ------------------------------------------------------------------------------

    def best(self, finding: LeversFinding, answer: Answer) -> str:
        """The answer for all who may be moved, in a sentence or two."""
        goals = self.reached(finding.goals)
        if answer.best is None:
            return self.none(answer)
        count = len(answer.best.edits)
        said = _NUMBERS[count] if count < len(_NUMBERS) else f"{count} things"
        price = "" if answer.best.cost == count else f" (price {answer.best.cost})"
        edits = "; ".join(self.edits(answer.best))
        first = f"{self.where}{goals} if {said} changed{price}: {edits}."
        return f"{capital(first)} {self.proof(finding, answer)}"

    def none(self, answer: Answer) -> str:
        """That no answer was found, and how far that is proved."""
        who = join([self.words.name(dm) for dm in answer.dms], "or")
        if answer.impossible:
            return f"No change of this kind in what {who} wants brings it about (proved)."
        known = f" A price of less than {answer.lower} does not (proved)." if answer.lower > 1 else ""
        return f"{self._stopped(answer)}: whether changes in what {who} wants bring it about is open.{known}"

    def proof(self, finding: LeversFinding, answer: Answer) -> str:
        """What is known of cheaper changes."""
        assert answer.best is not None
        if not answer.proven:
            return f"{self._stopped(answer)}: a price of {answer.lower} might do, less does not (proved)."
        if answer.best.cost == finding.costs.least:
            return "There is no smaller change."
        if len(answer.dms) + len(finding.fixed) < finding.model.size:  # not all who have a list
            who = join([self.words.name(dm) for dm in answer.dms], "or")
            return f"Nothing smaller in what {who} wants does it (proved)."
        return "Nothing smaller does it (proved)."

    def _stopped(self, answer: Answer) -> str:
        return "The search was interrupted" if answer.stopped == "interrupt" else "The time was up"

    def edits(self, solution: Solution) -> list[str]:
        """The edits as clauses: ``Russia no longer wanted no ceasefire while its army gains ground``."""
        told: list[str] = []
        before: Edit | None = None
        for edit in solution.edits:
            if before is not None and (before.dm, before.line) == (edit.dm, edit.line):
                told[-1] = f"{self._opposite(edit)}, and ranked it {self._beside(before)}"
            else:
                told.append(self.edit(edit))
            before = edit
        return told

    def edit(self, edit: Edit) -> str:
        """One edit as a clause."""
        if edit.do == "reverse":
            return self._opposite(edit)
        who = self.words.name(edit.dm)
        said, cited = self._wish(edit)
        match edit.do:
            case "drop":
                return f"{who} no longer wanted {said}{cited}"
            case "move":
                return f"{who} ranked “{said}”{cited} {self._beside(edit)}"
        return f"{who} also wanted {said}{cited}, {self._beside(edit)}"

    def _opposite(self, edit: Edit) -> str:
        said, cited = self._wish(edit)
        return f"{self.words.name(edit.dm)} wanted the opposite of this: {said}{cited}"

    def _beside(self, edit: Edit) -> str:
        """Where a line now stands: above the next, or, if it went down, below the one before."""
        up = not edit.was or edit.place < edit.was
        beside = edit.over if up else edit.under
        if beside is None:
            return "above everything else" if edit.under is None else "below everything else"
        side = "above" if up else "below"
        return f"{side} “{beside.says or beside.that}”"

    def _wish(self, edit: Edit) -> tuple[str, str]:
        """A wish in words, and what it rests on."""
        cited = self.cite(edit.statement.evidence)
        said = edit.statement.says or self._plain(edit.dm, edit.statement.that, edit.origin)
        return said, f" [{cited}]" if cited else ""

    def _plain(self, dm: int, text: str, origin: str) -> str:
        """A candidate in words: an option taken or not taken, an outcome or its contrary."""
        negated = text.startswith("not ")
        bare = text.removeprefix("not ")
        if origin == "option":
            owner, option = split_reference(self.model, bare)
            does = option.does or f"choose “{option.name or option.id}”"
            to = f"not to {does}" if negated else f"to {does}"
            return to if owner == dm else f"{self.words.name(owner)} {to}"
        for outcome in self.model.outcomes if origin == "outcome" else ():
            if print_name(outcome.id) == bare:
                return f"{'no ' if negated else ''}“{outcome.name or outcome.id}”"
        return f"“{text}”"

    def alone(self, finding: LeversFinding) -> Iterator[tuple[str, str]]:
        """For each decision maker what it alone could be moved to, in a sentence."""
        for answer in finding.alone:
            name = self.words.title(answer.dms[0])
            if answer.best is None:
                yield name, self.none(answer)
                continue
            cost = answer.best.cost
            said = f"{cost} {'change' if cost == 1 else 'changes'}"
            if any(edit.cost != 1 for edit in answer.best.edits):
                said = f"price {cost}"
            yield name, f"{said}: {'; '.join(self.edits(answer.best))}. {_others(answer)}".strip()

    # -- states ----------------------------------------------------------------------------------

    def state_lever(self, finding: StatesFinding, lever: StateLever) -> str:
        """What must cross, in a sentence or two."""
        goal = finding.goal
        parts = []
        for each in lever.crossings:
            how = "cease to prefer" if each.down else "come to prefer"
            shown = join([self.words.state(state) for state in each.states[:6]])
            more = f" and {len(each.states) - 6} more" if len(each.states) > 6 else ""
            parts.append(f"{self.words.name(each.dm)} would only have to {how} {shown}{more} to it")
        where, be = self.words.described(lever.state), _equilibrium(goal)
        answers = goal.concept.rule.replies is Replies.IMPROVEMENTS
        count = f"{lever.cost:,} {'state crosses' if lever.cost == 1 else 'states cross'} in all"
        least = "with the others' answers as they are, fewer do not do" if answers else "fewer do not do"
        if lever.works:
            verb = "would be" if goal.wanted else "would no longer be"
            return f"{capital(where)} {verb} {be}: {'; '.join(parts)}. {count}; {least} (proved)."
        return (
            f"For {where} to be {be}, if everybody went on answering as now: {'; '.join(parts)}. {count}; "
            f"{least} (proved). But put right beside it, and nothing else moved, they do not make it one: "
            "the answers change with them."
        )

    # -- options ---------------------------------------------------------------------------------

    def option_lever(self, lever: OptionLever) -> str:
        """What changes, in a sentence."""
        said = "; and ".join(self._change(change) for change in lever.changes)
        note = " Then nothing of the kind can happen at all." if lever.ruled_out else ""
        counts = [count for count in lever.counts if count]
        states = f" ({counts[0]:,} {'equilibrium' if counts[0] == 1 else 'equilibria'})" if counts else ""
        return f"{capital(said)}{states}.{note}"

    def threats(self, levers: Sequence[OptionLever]) -> Iterator[str]:
        """The threats, both variants of one together."""
        pairs = dict.fromkeys((lever.dm, lever.against) for lever in levers)
        for maker, target in pairs:
            kinds = {lever.kind for lever in levers if (lever.dm, lever.against) == (maker, target)}
            who, whom = self.words.name(maker), self.words.name(target)
            rank = {
                frozenset({"threat first"}): "above all else",
                frozenset({"threat last"}): "though only after everything else",
            }.get(frozenset(kinds), "be it above all else or after everything else")
            minds = self.words.verb(target, "minds", "mind")
            wants = self.words.verb(maker, "wants", "want")
            yield capital(
                f"{who} can do something new that {whom} {minds} above everything, and {wants} to do it "
                f"exactly as long as the goal is not met, {rank}."
            )

    def _change(self, change: Change) -> str:
        dm = self.model.decision_makers.index(change.dm)
        option = next(o for o in self.model.conflict.decision_makers[dm].options if o.id == change.option)
        who = self.words.name(dm)
        does = option.does or f"choose “{option.name or option.id}”"
        drops = option.drops or f"give up “{option.name or option.id}”"
        match change.do, change.irreversible:
            case "make irreversible", "once taken":
                return f"{who}, once it had chosen to {does}, could not {drops}"
            case "make irreversible", _:
                return f"{who}, once it had chosen to {drops}, could not {does}"
            case "remove option", _:
                return f"{who} could not {does} at all"
        return f"it were settled for good that {who} would {does}"


def _equilibrium(goal: Goal) -> str:
    article = "an" if goal.concept.id[0] in "AEIOS" and goal.concept.id != "SIM" else "a"
    return f"{article} {goal.concept.id} equilibrium"


def _others(answer: Answer) -> str:
    """What else would do at the same price."""
    more = len(answer.solutions) - 1
    if more and answer.complete:
        return f"{_count(more)} of other statements would do as well."
    if more:
        return "Changes of other statements would do as well."
    return "No change of other statements does it at that price." if answer.complete else ""


def _count(more: int) -> str:
    return "One change" if more == 1 else f"{more} changes"


def capital(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]
