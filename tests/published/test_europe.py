"""The summit with each European party for itself: read whole, supported, and in step with the summit.

The model has more states than can be listed, so nothing here lists them: the file is read, and what its
conditions mean is asked of single combinations of options.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations, product

import pytest

from countermove.evidence.ledger import Ledger
from countermove.evidence.links import check_links, supports
from countermove.evidence.sources import check_sources
from countermove.files.ledger import read_ledger
from countermove.files.library import case_path
from countermove.files.toml import conflict_from_toml, read_text
from countermove.model.conflict import Conflict
from countermove.model.statements import Name, holds, parse
from evidence.reports_at_hand import reports_folder

EUROPE = case_path("washington-2025/europe")
SUMMIT = case_path("washington-2025/summit")
READINGS = ("sanger", "schwarz")
EUROPEANS = ("de", "fr", "uk", "it", "ec", "nato", "co")
PARTIES = ("us", "ru", "ua", *EUROPEANS)
TROOPS = ("de.troops", "fr.troops", "uk.troops", "co.troops")
#: Named by neither report but as one of "the four economically strongest European countries".
UNNAMED = ("it",)

each_reading = pytest.mark.parametrize("reading", READINGS)


@cache
def europe() -> Conflict:
    conflict, problems = conflict_from_toml(read_text(EUROPE), str(EUROPE))
    said = [str(problem) for problem in problems if "feasible states" not in problem.what]
    assert conflict is not None and not said
    return conflict


@cache
def summit() -> Conflict:
    conflict, _ = conflict_from_toml(read_text(SUMMIT), str(SUMMIT))
    assert conflict is not None
    return conflict


@cache
def ledger() -> Ledger:
    return read_ledger(EUROPE.with_name(europe().ledger))


def wishes(conflict: Conflict, reading: str, dm: str) -> list[str]:
    """The conditions of one party's statements, most important first."""
    (found,) = (w for w in conflict.preferences if (w.reading, w.dm) == (reading, dm))
    return [statement.that for statement in found.statements]


def taken(*options: str) -> frozenset[str]:
    known = {f"{dm.id}.{option.id}" for dm in europe().decision_makers for option in dm.options}
    assert known.issuperset(options)
    return frozenset(options)


STATUS_QUO = """
us.press us.supply de.fund de.first fr.fund fr.first uk.fund uk.first uk.commend it.fund it.first
ec.fund ec.pressure ec.talks nato.court co.fund
"""


def true(condition: str, state: frozenset[str]) -> bool:
    """Whether a condition holds where these options are taken, and no others."""
    outcomes = {outcome.id: outcome.that for outcome in europe().outcomes}

    def value(name: Name) -> bool:
        word = ".".join(name.parts)
        return true(outcomes[word], state) if word in outcomes else word in state

    return holds(parse(condition), value)


def options_in(condition: str) -> Iterator[str]:
    """The options that a condition names, also by way of outcomes."""
    outcomes = {outcome.id: outcome.that for outcome in europe().outcomes}
    for name in parse(condition).names():
        word = ".".join(name.parts)
        yield from options_in(outcomes[word]) if word in outcomes else (word,)


# -- the file and what it rests on -----------------------------------------------------------------


def test_every_option_statement_and_exclusion_is_supported() -> None:
    """Known extracts only, of its own report, or an assumption that is said to be one."""
    assert check_links(europe(), ledger()) == []
    rows = list(supports(europe()))
    assert all(row.evidence or row.assumption for row in rows if not row.part.startswith("decision maker"))


@each_reading
def test_every_statement_cites_its_own_report_or_says_that_it_is_an_assumption(reading: str) -> None:
    source_of = {extract.id: extract.source for extract in ledger().extracts}
    rows = [row for row in supports(europe()) if row.reading == reading]
    assert rows
    for row in rows:
        cited = {source_of[id] for id in row.evidence}
        assert reading in cited or (row.assumption and not cited), row
        assert cited <= {reading} or row.assumption, row


def test_every_extract_stands_verbatim_in_the_reports() -> None:
    found = check_sources(ledger(), [reports_folder()])
    assert [(check.source.id, check.state) for check in found] == [(id, "verified") for id in READINGS]
    assert sum(check.extracts for check in found) == len(ledger().extracts)


def test_every_extract_is_used_and_on_an_issue() -> None:
    cited = {id for row in supports(europe()) for id in row.evidence}
    assert cited == {extract.id for extract in ledger().extracts}
    assert all(extract.issues for extract in ledger().extracts)
    assert all(any(rows.values()) for rows in ledger().coverage().values())


def test_extracts_stay_short() -> None:
    for source in READINGS:
        words = [len(extract.words.split()) for extract in ledger().extracts if extract.source == source]
        assert max(words) <= 25
        assert sum(words) <= 500


def test_the_two_ledgers_say_the_same() -> None:
    other = read_ledger(SUMMIT.with_name(summit().ledger))
    assert ledger().sources == other.sources
    assert [row for row in ledger().issues if row.id != "each-party"] == [
        row for row in other.issues if row.id in {issue.id for issue in ledger().issues}
    ]
    shared = ledger().by_id.keys() & other.by_id.keys()
    assert shared and all(ledger().by_id[id] == other.by_id[id] for id in shared)


# -- parties, options, readings --------------------------------------------------------------------


def test_every_party_decides_for_itself() -> None:
    assert tuple(dm.id for dm in europe().decision_makers) == PARTIES
    assert all(dm.name and dm.options for dm in europe().decision_makers)
    assert all(dm.evidence for dm in europe().decision_makers if dm.id in EUROPEANS)


def test_it_reads_well() -> None:
    assert all(option.does and option.drops for dm in europe().decision_makers for option in dm.options)
    assert all(statement.says for wish in europe().preferences for statement in wish.statements)
    assert all(outcome.name and outcome.means for outcome in europe().outcomes)
    assert europe().leaves_out and europe().summary and europe().question


def test_how_many_states_there_are() -> None:
    """One exclusion, on two options: three of their four combinations, times all of the others."""
    options = sum(len(dm.options) for dm in europe().decision_makers)
    assert 25 <= options <= 30
    (exclusion,) = europe().exclusions
    assert exclusion.at_most_one == ("ru.truce", "ru.settle")
    assert 3 * 2 ** (options - 2) == 201_326_592


def test_status_quo() -> None:
    assert {name.strip() for name in europe().status_quo.split("+")} == set(STATUS_QUO.split())
    now = {outcome.id for outcome in europe().outcomes if true(outcome.id, taken(*STATUS_QUO.split()))}
    assert now == {"war", "rift", "paid"}


@each_reading
def test_reading_is_complete(reading: str) -> None:
    assert [wish.dm for wish in europe().preferences if wish.reading == reading] == [*PARTIES]
    for dm in PARTIES:
        assert 5 <= len(wishes(europe(), reading, dm)) <= 12, dm


@each_reading
def test_every_option_is_in_a_wish_of_whoever_has_it(reading: str) -> None:
    """None is left to chance: a party without a wish on it would not mind either way."""
    for dm in europe().decision_makers:
        named = {word for that in wishes(europe(), reading, dm.id) for word in options_in(that)}
        assert {f"{dm.id}.{option.id}" for option in dm.options} <= named, dm.id


def test_a_party_that_a_report_does_not_name_has_assumptions_only() -> None:
    silent = [("sanger", "de"), ("sanger", "fr"), *((reading, dm) for reading in READINGS for dm in UNNAMED)]
    for wish in europe().preferences:
        if (wish.reading, wish.dm) in silent:
            assert all(statement.assumption for statement in wish.statements)
            assert len(wish.statements) <= 7


# -- what the outcomes mean ------------------------------------------------------------------------


def test_a_force_takes_two_countries_and_a_robust_one_three_by_name() -> None:
    for many in range(len(TROOPS) + 1):
        for sent in combinations(TROOPS, many):
            state = taken(*sent)
            assert true("boots", state) == (many >= 1)
            assert true("force", state) == (many >= 2)
            assert true("robust", state) == ({"de.troops", "fr.troops", "uk.troops"} <= state)
            assert true("tripwire", state | {"nato.behind"}) == (many >= 1 and not true("robust", state))
            assert not true("tripwire", state)


def test_europe_pays_if_its_largest_donor_and_another_do() -> None:
    payers = [f"{dm}.fund" for dm in ("de", "fr", "uk", "it", "ec", "co")]
    for chosen in product((False, True), repeat=len(payers)):
        state = taken(*(payer for payer, pays in zip(payers, chosen, strict=True) if pays))
        assert true("paid", state) == ("de.fund" in state and len(state) >= 2)


def test_outcomes_of_the_summit_are_here_under_their_names() -> None:
    here = {outcome.id: outcome for outcome in europe().outcomes}
    for outcome in summit().outcomes:
        assert here[outcome.id].name == outcome.name
        said = outcome.that.replace("eu.force", "force").replace("eu.fund", "paid")
        assert here[outcome.id].that == said


# -- in step with the coarser model ----------------------------------------------------------------


@pytest.mark.parametrize("dm", ["us", "ru", "ua"])
def test_options_of_those_who_are_not_european_are_the_same(dm: str) -> None:
    ours, theirs = (
        next(each for each in conflict.decision_makers if each.id == dm) for conflict in (europe(), summit())
    )
    assert ours == theirs


@each_reading
@pytest.mark.parametrize("dm", ["us", "ru", "ua"])
def test_wishes_of_those_who_are_not_european_are_the_same_but_for_additions(reading: str, dm: str) -> None:
    """Where Europe stood, an outcome says how much of it; what is new is on finer parties only."""
    ours = wishes(europe(), reading, dm)
    at = 0
    for that in wishes(summit(), reading, dm):
        paid = that.replace("eu.fund", "paid")
        meant = {paid.replace("eu.force", "force"), paid.replace("eu.force", "boots")}
        new, at = at, next(k for k in range(at, len(ours)) if ours[k] in meant) + 1
        for added in ours[new : at - 1]:
            assert any(party in added for party in _FINER), added
    assert all(any(party in added for party in _FINER) for added in ours[at:])


#: What a wish can name that the coarser model does not have.
_FINER = (*(f"{dm}." for dm in EUROPEANS), "rift", "boots", "robust")
