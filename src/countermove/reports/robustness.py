"""Robustness in sentences: what stands in how many models, what it rests on, what would flip it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from countermove.evidence.ledger import Ledger
from countermove.model.changes import place_of, said_of
from countermove.model.conflict import PrioritisedStatement
from countermove.model.doubts import Factor, Way
from countermove.model.variants import Change
from countermove.robustness.ensemble import Ensemble
from countermove.robustness.findings import Grounds, Settled, Share
from countermove.robustness.flips import Flip
from countermove.robustness.questions import Question
from countermove.stability.wording import Words, join

__all__ = ["Teller", "percent", "share_of"]

_MOST_WAYS = 4
_MOST_NAMED = 3
_OUTCOME = (
    "{name} can hold firmly",
    "{name} can hold once reached, though not firmly",
    "{name} can hold by threats only",
    "{name} never holds",
)
_STATUS_QUO = (
    "The status quo holds firmly",
    "The status quo holds only because whoever left would be answered",
    "The status quo holds by threats only",
    "The status quo does not hold",
)


def percent(share: Fraction | float) -> str:
    """``38%``; ``<1%`` and ``>99%`` where rounding would say something else."""
    if share in (0, 1):
        return f"{int(share) * 100}%"
    if share < 0.01 or share > 0.99:
        return "<1%" if share < 0.01 else ">99%"
    return f"{round(share * 100)}%"


def share_of(share: Share, equal: bool) -> str:
    """``37 of 64 models, weight 58%``, or ``(58%)`` where all weigh the same; in a sample its interval."""
    if share.range is not None:
        ends = " to ".join(map(percent, share.range))
        return f"{share.models:,} of {share.of:,} models drawn ({percent(share.probability)}; {ends})"
    if share.models == share.of:
        return f"all {share.of:,} models"
    if not share.models:
        return f"none of {share.of:,} models"
    weight = f" ({percent(share.probability)})" if equal else f", weight {percent(share.probability)}"
    return f"{share.models:,} of {share.of:,} models{weight}"


@dataclass(frozen=True)
class Teller:
    """The words for one ensemble. With a ledger, questions are told as it puts them."""

    ensemble: Ensemble
    ledger: Ledger | None = None

    @cached_property
    def words(self) -> Words:
        """The words for the model as written."""
        return Words(self.ensemble.engine.written)

    @property
    def _factors(self) -> tuple[Factor, ...]:
        return self.ensemble.models.factors.factors

    def name(self, at: int) -> str:
        """What a doubt is called."""
        return self._factors[at].name

    # -- answers -------------------------------------------------------------------------------

    def finding(self, question: Question) -> str:
        """What is so if the answer is yes: ``The status quo holds firmly``."""
        name = self.subject(question)
        if question.concept < 0:
            told = _STATUS_QUO if question.kind == "quo" else _OUTCOME
            return told[question.degree].format(name=name)
        if question.kind in ("quo", "state"):
            return f"{name} is an equilibrium under {question.concept_id}"
        if question.kind == "some":
            return f"{name} has an equilibrium under {question.concept_id}"
        return f"Every equilibrium under {question.concept_id} belongs to {name}"

    def subject(self, question: Question) -> str:
        """What is asked about: ``Frozen line``, ``The status quo``, ``State 5 (...)``."""
        if question.kind == "quo":
            return "The status quo"
        if question.kind == "state":
            states = self.ensemble.engine.states
            said = self.words.described(states.numbered(question.at + 1))
            return said[:1].upper() + said[1:]
        return self.ensemble.engine.written.outcomes[question.at].name

    def stands(self, grounds: Grounds) -> str:
        """``The status quo holds firmly: so in 6,144 of 16,384 models (38 %).``"""
        said = self.finding(grounds.question)
        share = share_of(grounds.share, self.ensemble.models.equal)
        if grounds.question.concept >= 0:
            alike = grounds.before == bool(grounds.share.models)
            return f"{said}: so in {share}, {'as' if alike else 'unlike'} in the baseline."
        return f"{said}: so in {share}."

    def rests(self, grounds: Grounds, most: int | None = _MOST_NAMED) -> str:
        """What a finding rests on, in a sentence."""
        if not grounds.varies:
            if grounds.flips.found:
                return "No model that was drawn differs in this, but some that were not drawn do."
            if grounds.exact:
                return "Nothing in doubt changes it: this is proven, for every model was gone through."
            return "Nothing in doubt was seen to change it; that is no proof."
        if not grounds.rests_on:
            return "What it hangs on cannot be told from so few models: nearly all drawn say the same."
        names = [f"“{self.name(at)}”" for at in grounds.rests_on]
        if most is not None and len(names) > most + 1:
            names = [*names[:most], f"{len(names) - most} more"]
        if not grounds.exact:
            return f"It was seen to hang on {join(names)}."
        return f"It rests on {join(names)}, and on nothing else in doubt."

    def fixed(self, unvaried: Sequence[Grounds]) -> Iterator[str]:
        """The findings that are the same in all models looked at, in one sentence each for yes and no."""
        exact = self.ensemble.plan.exact
        proof = "This is proven, for every model was gone through." if exact else "That is no proof."
        odd = [grounds for grounds in unvaried if grounds.flips.found]
        for grounds in odd:
            yield f"{self.stands(grounds)} {self.rests(grounds)}"
        unvaried = [grounds for grounds in unvaried if not grounds.flips.found]
        for head, every in (("Whatever turns out", True), ("In no model that was looked at", False)):
            said = [self.finding(g.question) for g in unvaried if bool(g.share.models) == every]
            if said:
                head = head if exact or not every else "In all models that were drawn"
                yield f"{head}: {'; '.join(said)}. {proof}"

    # -- doubts --------------------------------------------------------------------------------

    def says(self, settled: Settled) -> str:
        """How often the answer is yes, for each way: ``60% if sanger, 15% if schwarz``."""
        told = []
        for ways, share in settled.ways[:_MOST_WAYS]:
            names = [self._way(at, way).name for at, way in zip(settled.factors, ways, strict=True)]
            often = percent(share.probability) if share.of else "not drawn"
            told.append(f"{often} if {join(names)}")
        left = len(settled.ways) - _MOST_WAYS
        return ", ".join(told + ([f"{left} more ways"] if left > 0 else []))

    def _way(self, at: int, way: int) -> Way:
        return self._factors[at].ways[way]

    def turned(self, at: int, way: int) -> str:
        """A doubt turning out in some way, as a clause after "if"."""
        factor, chosen = self._factors[at], self._factors[at].ways[way]
        doubt = factor.doubt
        if factor.is_reading:
            return f"the reading {chosen.name} is right"
        if doubt is not None and doubt.like:
            return f"{self._who(doubt.dm, 'is', 'are')} as {chosen.name} has it"
        if doubt is not None and doubt.option:
            return self._available(doubt.option, not chosen.changes)
        told = self._changed(chosen.changes[0]) if chosen.changes and _plain(factor, chosen) else ""
        if not told and doubt is not None and doubt.statement:
            wants = self._who(doubt.dm, "wants", "want")
            return f"{wants} {self._wish(doubt.dm, doubt.reading, doubt.statement)} as written"
        return told or f"“{factor.name}” {self._settled_as(chosen)}"

    def _settled_as(self, way: Way) -> str:
        """``is settled as schwarz has it``, or in the name of the way."""
        if way.name in self.ensemble.models.conflict.reading_ids:
            return f"is settled as {way.name} has it"
        return "stays as written" if way.name == "as written" else f"is settled as “{way.name}”"

    def _available(self, text: str, there: bool) -> str:
        owner, _, option = text.rpartition(".")
        conflict = self.ensemble.models.conflict
        for dm, party in enumerate(conflict.decision_makers):
            for each in party.options:
                if each.id == option and owner.strip('"') in ("", party.id):
                    can = "can" if there else "cannot"
                    return (
                        f"{self._as_written.name(dm)} {can} {each.does or f'choose “{each.name or each.id}”'}"
                    )
        return f"{text} is {'available' if there else 'not available'}"

    def _changed(self, change: Change) -> str:
        """A change of wishes as a clause; nothing for other changes."""
        match change.do:
            case "reorder statements":
                ranked = " above ".join(self._wish(change.dm, change.reading, text) for text in change.of)
                return f"{self._who(change.dm, 'ranks', 'rank')} {ranked}"
            case "drop statement":
                wish = self._wish(change.dm, change.reading, change.statement)
                return f"{self._who(change.dm, 'has', 'have')} no such wish as {wish}"
            case "reword statement":
                wish = self._wish(change.dm, change.reading, change.statement)
                if change.becomes == "true":
                    return f"{self._who(change.dm, 'has', 'have')} no such wish as {wish}"
                new = f"“{change.says or change.becomes}”"
                return f"{self._who(change.dm, 'wants', 'want')} {new} in place of {wish}"
        return ""

    @cached_property
    def _parties(self) -> dict[str, int]:
        """The decision makers as written, by id; one that a doubt brings in has no words yet."""
        return {dm.id: at for at, dm in enumerate(self.ensemble.models.conflict.decision_makers)}

    @cached_property
    def _as_written(self) -> Words:
        """The words for the conflict without any doubt turned out otherwise."""
        engine = self.ensemble.engine
        return Words(replace(engine.written, conflict=engine.models.conflict))

    def _who(self, name: str, singular: str, plural: str) -> str:
        """``the United States wants``."""
        if name not in self._parties:
            return f"{name} {singular}"
        dm = self._parties[name]
        return f"{self._as_written.name(dm)} {self._as_written.verb(dm, singular, plural)}"

    def _wish(self, dm: str, reading: str, text: str) -> str:
        """A wish in its author's words, in quotation marks."""
        for wish in self.ensemble.models.conflict.preferences:
            at = place_of(wish.statements, text) if wish.dm == dm and reading in ("", wish.reading) else None
            if at is not None:
                statement: PrioritisedStatement = wish.statements[at]
                return f"“{statement.says or statement.that}”"
        return f"“{text}”"

    def change(self, change: Change) -> str:
        """A change, in words, for a list."""
        if change.do == "want as in reading":
            return f"{self._who(change.dm, 'wants', 'want')} what {change.wants} says"
        return self._changed(change) or said_of(change)

    # -- flips ---------------------------------------------------------------------------------

    def flips(self, grounds: Grounds, most: int | None = 6) -> Iterator[str]:
        """What would flip the answer, the smallest changes first, in sentences."""
        found = grounds.flips.found
        for flip in found[:most]:
            yield self._flip(flip, grounds)
        if most is not None and len(found) > most:
            left = f"{len(found) - most:,}{' or more' if grounds.flips.more else ''}"
            yield f"{left} other sets of doubts flip it too."
        if not found and (grounds.exact or grounds.flips.searched == len(grounds.doubts)):
            yield "No way of settling the doubts flips it."
        if not grounds.exact and grounds.flips.searched < len(grounds.doubts):
            many = _counted(grounds.flips.searched, "doubt")
            if found and grounds.flips.more:
                yield f"Sets of more than {many} were not looked at."
                return
            said = "No set that contains none of these and has" if found else "No set of"
            yield f"{said} up to {many} flips it; larger sets were not looked at."

    def _flip(self, flip: Flip, grounds: Grounds) -> str:
        ways = flip.ways[0]
        clauses = [self.turned(at, way) for at, way in zip(flip.factors, ways, strict=True)]
        more = (
            f" (or in {_counted(len(flip.ways) - 1, 'other way')} of the same)" if len(flip.ways) > 1 else ""
        )
        alone = ": that alone" if len(flip.factors) == 1 else ", together"
        return f"The answer flips if {join(clauses)}{more}{alone}."

    # -- contested points ----------------------------------------------------------------------

    def point(self, issue: str) -> str:
        """A contested point as the ledger puts it: its question, or its name."""
        for each in self.ledger.issues if self.ledger is not None else ():
            if each.id == issue:
                return each.question or each.name or issue
        return issue

    def contested(self, headlines: Sequence[Grounds]) -> Iterator[tuple[str, list[str]]]:
        """For each contested point the findings that hang on it most, in sentences."""
        asked = (
            {each.id for each in self.ledger.issues if each.question} if self.ledger is not None else set()
        )
        issues = [each.issue for each in headlines[0].issues] if headlines else []
        for issue in issues:
            if asked and issue not in asked:
                continue
            rows = [
                (grounds, each) for grounds in headlines for each in grounds.issues if each.issue == issue
            ]
            some = [(grounds, each) for grounds, each in rows if _spread(each)]
            some.sort(key=lambda row: -_spread(row[1]))
            yield self.point(issue), [self._point(*row) for row in some[:2]] or ["Nothing hangs on it."]

    def _point(self, grounds: Grounds, settled: Settled) -> str:
        """``The status quo holds firmly: as sanger has it in 12 of 64 models; as schwarz has it in none.``"""
        told = []
        for ways, share in settled.ways[:_MOST_WAYS]:
            clauses = [self._settled_short(at, way) for at, way in zip(settled.factors, ways, strict=True)]
            told.append(f"{join(clauses)} in {share_of(share, self.ensemble.models.equal)}")
        more = f"; and {len(settled.ways) - _MOST_WAYS} more ways" if len(settled.ways) > _MOST_WAYS else ""
        hangs = "" if settled.index is None else f" {percent(settled.index.total)} of the answer hangs on it."
        if not told:
            return f"{self.finding(grounds.question)}:{hangs or ' too many ways to tell.'}"
        return f"{self.finding(grounds.question)}: {'; '.join(told)}{more}.{hangs}"

    def _settled_short(self, at: int, way: int) -> str:
        factor, name = self._factors[at], self._way(at, way).name
        if name in self.ensemble.models.conflict.reading_ids:
            return f"as {name} has it"
        named = factor.doubt is not None and factor.doubt.alternatives and name != "as written"
        return f"if “{name}”" if named else f"if {self.turned(at, way)}"

    # -- what is assumed -----------------------------------------------------------------------

    def assumes(self) -> str:
        """What the numbers rest on."""
        likely = "ways are as likely as the model file says"
        if self.ensemble.models.equal:
            likely = "every way of a doubt is as likely as the others"
        drawn = ""
        if not self.ensemble.plan.exact:
            seed = self.ensemble.plan.seed
            drawn = (
                f" Shares are estimates from models drawn with seed {seed}; intervals are Wilson's, at 95%, "
                "and for indices those of a bootstrap."
            )
        return (
            f"Assumes: the doubts are independent of one another, and {likely}; what is not declared to be "
            f"in doubt is as written.{drawn} Shares say how the findings depend on the doubts, not how "
            "likely the world is to be so. Indices are Sobol's; admissible models, headlines and flips are "
            "this project's own definitions."
        )


def _plain(factor: Factor, way: Way) -> bool:
    """Whether a way is best told by its change: its author gave it no name of its own."""
    assert factor.doubt is not None
    (only, *more) = way.changes
    return not factor.doubt.alternatives or (not more and way.name == " over ".join(only.of))


def _spread(settled: Settled) -> Fraction | float:
    """How far the shares of the ways are apart, and a little for what hangs on it otherwise."""
    likely = [share.probability for _, share in settled.ways if share.of]
    apart = max(likely) - min(likely) if likely else Fraction(0)
    return apart + (settled.index.total / 1000 if settled.index is not None else 0)


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
