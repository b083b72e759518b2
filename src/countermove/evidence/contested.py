"""Contested parts: what a model rests on where the reports differ.

A part of a model is contested if words that it cites fall under an issue on which the ledger puts a
question and more than one report has words; or if a speaker whose words it cites does the opposite, on the
same issue, in another report (rejects against accepts, denies against asserts). That is a finding and no
mistake: a model has to take a side. The rule is this project's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from countermove.evidence.ledger import Extract, Issue, Ledger
from countermove.evidence.links import Support, supports
from countermove.model.conflict import Conflict

__all__ = ["OPPOSED", "Contested", "contested_parts", "opposed", "unsupported_parts"]

#: Acts that cannot well be done on the same thing by the same speaker.
OPPOSED = (
    (frozenset({"rejects"}), frozenset({"accepts", "agrees", "promises"})),
    (frozenset({"denies"}), frozenset({"asserts", "accepts", "announces"})),
)


@dataclass(frozen=True, slots=True)
class Contested:
    """A part of a model on which reports differ: by the question of an issue, or by opposed acts.

    `rows` are the words that the part cites; `against` those of other reports, for the question or the act.
    """

    support: Support
    issue: Issue
    rule: str
    rows: tuple[Extract, ...]
    against: tuple[Extract, ...]


def opposed(one: str, other: str) -> bool:
    """Whether two acts are for and against."""
    return any((one in a and other in b) or (one in b and other in a) for a, b in OPPOSED)


def unsupported_parts(conflict: Conflict) -> list[Support]:
    """The parts that should cite evidence or argue an assumption, and do neither."""
    return [s for s in supports(conflict) if s.needs_support and not s.evidence and not s.assumption]


def contested_parts(conflict: Conflict, ledger: Ledger) -> list[Contested]:
    """The contested parts of a model, in its order; a part is listed once for each issue.

    That somebody is a decision maker is not contested by what is said of it.
    """
    on_issue = _on_issues(ledger)
    parts = [part for part in supports(conflict) if part.needs_support or part.path[0] == "exclusions"]
    return [found for part in parts for found in _of_part(part, ledger, on_issue)]


def _on_issues(ledger: Ledger) -> dict[str, dict[str, Extract]]:
    """The words on each issue, by id: put there by name, or by the issue's own words."""
    found: dict[str, dict[str, Extract]] = {issue.id: {} for issue in ledger.issues}
    for extract in ledger.extracts:
        for name in extract.issues:
            if name in found:
                found[name][extract.id] = extract
    by_words = [issue for issue in ledger.issues if issue.words]
    if by_words:
        from countermove.evidence.across.words import Worded, keys_of_phrase

        phrases = [(issue.id, [keys_of_phrase(words) for words in issue.words]) for issue in by_words]
        for extract in ledger.extracts:
            worded = Worded(extract.words)
            for name, keys in phrases:
                if any(worded.holds(each) for each in keys):
                    found[name][extract.id] = extract
    return found


def _of_part(
    support: Support, ledger: Ledger, on_issue: Mapping[str, Mapping[str, Extract]]
) -> Iterator[Contested]:
    cited = [ledger.by_id[id] for id in support.evidence if id in ledger.by_id]
    for issue in ledger.issues:
        mine = tuple(extract for extract in cited if extract.id in on_issue[issue.id])
        if not mine:
            continue
        reports = {extract.source for extract in mine}
        others = on_issue[issue.id].values()
        acts = tuple(o for o in others if any(_opposed_rows(o, extract) for extract in mine))
        if acts:
            yield Contested(support, issue, "acts", mine, acts)
        elif issue.question:
            against = tuple(o for o in others if o.source not in reports or len(reports) > 1)
            if against:
                yield Contested(support, issue, "question", mine, against)


def _opposed_rows(one: Extract, other: Extract) -> bool:
    same = bool(one.speaker) and one.speaker == other.speaker and one.source != other.source
    return same and opposed(one.act, other.act)
