"""Actors on the two reports of the flagship, where somebody has them: one person, one name over both."""

from __future__ import annotations

from functools import cache

from countermove.evidence.actors import Actor, Cast, find_cast
from countermove.evidence.ledger import Source
from countermove.evidence.parsing import parse
from countermove.evidence.repair import passage_of
from countermove.evidence.report import Report
from evidence.reports_at_hand import FILES, reports


@cache
def casts() -> tuple[tuple[str, Cast], ...]:
    """The passage text and the cast of each report, the second read with the actors of the first."""
    known: tuple[Actor, ...] = ()
    found = []
    for name in FILES:
        report = Report(Source(id=name[:7], file=name, sha256="0" * 64), reports()[name])
        passage = passage_of(report)
        cast = find_cast(passage, parse(passage.text), known)
        known = (*known, *cast.actors)
        found.append((passage.text, cast))
    return tuple(found)


def test_a_surname_means_one_person_in_both() -> None:
    for surname in ("Trump", "Putin", "Zelensky"):
        meant = {
            mention.actor
            for text, cast in casts()
            for mention in cast.mentions
            if mention.form == "name" and text[slice(*mention.span)].endswith(surname)
        }
        assert len(meant) == 1


def test_no_two_people_of_one_report_share_a_surname() -> None:
    for _, cast in casts():
        people = [
            actor.name.split()[-1] for actor in cast.actors if actor.kind == "person" and " " in actor.name
        ]
        capital = [name for name in people if name[0].isupper()]
        assert len(capital) == len(set(capital))


def test_an_apposition_is_the_person() -> None:
    _, cast = casts()[0]
    rules = {(m.actor.split()[-1], m.rule) for m in cast.mentions if m.form == "description"}
    assert ("Leyen", "beside the name") in rules
    assert ("Rutte", "beside the name") in rules
