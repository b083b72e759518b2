"""Small hypergames whose answer anybody can work out, and the flagship."""

from __future__ import annotations

import pytest

from countermove.errors import ModelError, NotApplicable, TooLarge
from countermove.files.library import case_path
from countermove.files.toml import read_model
from countermove.hypergame import crossed, hypergame
from countermove.hypergame.mistakes import Mistake
from countermove.hypergame.surprises import surprises_at
from countermove.model.changes import Change
from countermove.model.conflict import (
    Coalesced,
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Preferences,
    PrioritisedStatement,
    Reading,
)
from countermove.model.variants import Hypergame, View
from countermove.stability import named

NASH, SMR, SEQ = named("Nash"), named("SMR"), named("SEQ")
NONE, ATTACK, BUILD, BOTH = range(4)


def wishes(dm: str, reading: str, *that: str) -> Preferences:
    return Preferences(dm, reading, tuple(PrioritisedStatement(text) for text in that))


def deterrence() -> Conflict:
    """A would attack, but not to be hit back; B hits back in one reading, and not in the other."""
    return Conflict(
        "Deterrence",
        (
            DecisionMaker("a", options=(Option("attack"),)),
            DecisionMaker("b", options=(Option("retaliate"),)),
        ),
        preferences=(
            wishes("a", "firm", "not (attack and retaliate)", "attack"),
            wishes("b", "firm", "attack iff retaliate", "not attack"),
            wishes("a", "soft", "not (attack and retaliate)", "attack"),
            wishes("b", "soft", "not retaliate", "not attack"),
        ),
        readings=(Reading("firm"), Reading("soft")),
        status_quo="none",
    )


def test_a_threat_that_is_believed_and_empty() -> None:
    """A stays because it takes B for firm; in truth it could attack, and B would not answer."""
    game = Hypergame("bluff", reading="soft", views=(View("a", "firm"),))
    finding = hypergame(deterrence(), game, [NASH, SEQ])
    assert list(finding.holding(SEQ)) == [NONE, ATTACK]
    assert list(finding.truly_holding(SEQ)) == [ATTACK]
    assert list(finding.stable_by_mistake(SEQ)) == [NONE]
    assert finding.recognisers(SEQ, NONE) == (0,)
    assert finding.recognisers(SEQ, ATTACK) == (1,)
    ((mistake, states),) = finding.mistakes(SEQ, [NONE], stays=True)
    assert mistake == Mistake(0, True, "want", None, other=1, why=0, why_not=0)
    assert states == [NONE]
    assert not finding.departures(SEQ, NONE)


def test_a_threat_that_is_real_and_not_believed() -> None:
    """A attacks because it takes B for soft; B hits back, and A is worse off than before."""
    game = Hypergame("misread", reading="firm", views=(View("a", "soft"),))
    finding = hypergame(deterrence(), game, [SEQ])
    assert list(finding.holding(SEQ)) == [BUILD]  # B keeps its guard up, and A sees that it does
    assert list(finding.truly_holding(SEQ)) == [NONE, BUILD]
    assert list(finding.unstable_by_mistake(SEQ)) == [NONE]
    ((mistake, _),) = finding.mistakes(SEQ, [NONE], stays=False)
    assert mistake == Mistake(0, False, "want", 1, other=1, why=0, why_not=0)
    (leaving,) = finding.departures(SEQ, NONE)
    assert (leaving.dm, leaving.target, leaving.by_mistake) == (0, ATTACK, True)
    assert leaving.expected == ((1, "deterred"),)
    answers = [(s.mover, s.target, s.kind) for s in surprises_at(finding.perception, ATTACK)]
    assert answers == [(1, BOTH, "unexpected")]


def test_an_answer_that_nobody_thought_of() -> None:
    """A does not know that B can retaliate: it sees two states, and would leave the first."""
    game = Hypergame("blind", reading="firm", views=(View("a", unseen=("retaliate",)),))
    finding = hypergame(deterrence(), game, [NASH, SEQ])
    assert list(finding.perception.models[0].states.all()) == [NONE, ATTACK]
    assert list(finding.holding(SEQ)) == []
    assert list(finding.holding_for_those_who_see(SEQ)) == [BUILD, BOTH]  # only B sees them
    ((mistake, _),) = finding.mistakes(SEQ, [NONE], stays=False)
    assert mistake == Mistake(0, False, "can", 1, other=1)
    (of_b,) = [each for each in finding.surprises if each.observer == 0]
    assert (of_b.unseen, of_b.beyond, of_b.by_option) == (2, 2, ((1, 2),))


def test_a_move_of_its_own_that_one_does_not_think_of() -> None:
    game = Hypergame("timid", reading="soft", views=(View("a", unseen=("a.attack",)),))
    finding = hypergame(deterrence(), game, [NASH])
    assert list(finding.stable_for(NASH, 0)) == [NONE, BUILD]
    assert list(finding.holding(NASH)) == list(finding.stable_by_mistake(NASH)) == [NONE]
    assert list(finding.holding_for_those_who_see(NASH)) == [NONE, ATTACK]
    ((mistake, _),) = finding.mistakes(NASH, [NONE], stays=True)
    assert mistake == Mistake(0, True, "move", pull=1)


def test_an_option_that_its_owner_takes_for_irreversible() -> None:
    """B thinks that it cannot stop retaliating, so it goes on; in truth it could."""
    change = Change("make irreversible", dm="b", option="retaliate", irreversible="once taken")
    game = Hypergame("stuck", reading="firm", views=(View("b", changes=(change,)),))
    finding = hypergame(deterrence(), game, [NASH])
    assert list(finding.stable_by_mistake(NASH)) == [BUILD]
    ((mistake, _),) = finding.mistakes(NASH, [BUILD], stays=True)
    assert mistake == Mistake(1, True, "move", pull=0)
    assert not any(each.unseen for each in finding.surprises)  # A's moves are all there


def test_a_ranking_of_states_that_are_in_part_unseen() -> None:
    """Numbers in a ranking are those of the whole conflict, and marks of strength stay in their place."""
    ranked = deterrence().replace(
        readings=(),
        preferences=(
            Preferences("a", ranking=(("2",), ("4",), ("1", "3")), greatly_after=(1, 2)),
            Preferences("b", ranking=(("3",), ("1",), ("4",), ("2",))),
        ),
    )
    game = Hypergame("blind", views=(View("a", unseen=("b.retaliate",)), View("b", ignores="a.attack")))
    finding = hypergame(ranked, game, [NASH])
    first, second = finding.perception.models
    assert list(first.states.all()) == [NONE, ATTACK] and list(second.states.all()) == [NONE, BUILD]
    assert first.compare(0, ATTACK, NONE) == 2
    assert first.prefers(1, NONE, ATTACK) and second.prefers(1, BUILD, NONE)
    assert list(finding.stable_for(NASH, 0)) == [ATTACK] and list(finding.stable_for(NASH, 1)) == [BUILD]


def test_half_of_a_coalesced_state_cannot_go_unseen() -> None:
    merged = deterrence().replace(coalesced=(Coalesced("attack"),))
    with pytest.raises(NotApplicable, match="part of a state"):
        hypergame(merged, Hypergame("half", views=(View("b", unseen=("b.retaliate",)),)))
    whole = hypergame(merged, Hypergame("all of it", views=(View("b", unseen=("a.attack",)),)), [NASH])
    assert whole.perception.models[1].states.size == 2


WRONG = [
    (Hypergame("x", views=(View("c"),)), 'a view is that of "c"'),
    (Hypergame("x", views=(View("a"), View("a"))), '"a" has two views'),
    (Hypergame("x", views=(View("a", "mild"),)), 'there is no reading "mild"'),
    (Hypergame("x", views=(View("a", unseen=("bomb",)),)), 'there is no option "bomb"'),
    (Hypergame("x", views=(View("a", ignores="true"),)), 'in the view of "a", the exclusions contradict'),
    (Hypergame("x", views=(View("a", ignores="attack and"),)), 'in the view of "a"'),
    (
        Hypergame("x", views=(View("a", changes=(Change("add option", dm="b", option="bomb"),)),)),
        "a view cannot see more options than there are",
    ),
]


@pytest.mark.parametrize(("game", "what"), WRONG)
def test_views_that_make_no_sense(game: Hypergame, what: str) -> None:
    with pytest.raises(ModelError) as raised:
        hypergame(deterrence(), game)
    assert what in str(raised.value)


def test_one_reading_cannot_be_crossed() -> None:
    alone = deterrence().replace(
        readings=(), preferences=(wishes("a", "", "attack"), wishes("b", "", "not attack"))
    )
    with pytest.raises(ModelError, match="nothing to cross"):
        crossed(alone)
    with pytest.raises(ModelError, match='no reading "mild"'):
        crossed(deterrence(), otherwise="mild")
    with pytest.raises(ModelError, match='no decision maker "c"'):
        crossed(deterrence(), who=["c"])


def test_too_many_states_and_too_many_crossings_are_refused() -> None:
    many = Conflict(
        "many",
        tuple(DecisionMaker(f"d{k}", options=(Option("x"),)) for k in range(11)),
        readings=(Reading("p"), Reading("q")),
    )
    with pytest.raises(TooLarge, match="2,048 ways"):
        crossed(many)
    europe = read_model(case_path("washington-2025/europe")).conflict
    with pytest.raises(TooLarge, match="not listed"):
        hypergame(europe, Hypergame("x", views=(View("us", unseen=("fr.troops",)),)))


def test_unseen_states_are_not_those_of_the_exclusions() -> None:
    """What cannot happen for anybody is no surprise to anybody."""
    excluded = deterrence().replace(exclusions=(Exclusion(never="retaliate and not attack"),))
    finding = hypergame(excluded, Hypergame("x", views=(View("a", "soft"), View("b", "firm"))), [SMR])
    assert finding.perception.seen.all() and finding.perception.states.size == 3
    assert not any(each.unseen or each.beyond for each in finding.surprises)


def test_hidden_states_are_not_stable_for_who_does_not_see_them() -> None:
    """The Euphrates with states hidden from each side; a peer's program gives 1, 2 and 6 for it."""
    conflict = read_model(case_path("kinsara2014/syria-iraq")).conflict
    views = (View("syria", unseen=("syria.release",)), View("iraq", ignores="not (release or escalate)"))
    finding = hypergame(conflict, Hypergame("hidden", views=views), [NASH])
    number = finding.model.states.number
    assert [number(state) for state in finding.holding(NASH)] == [6]
    assert [number(state) for state in finding.holding_for_those_who_see(NASH)] == [1, 2, 6]


# -- the flagship ----------------------------------------------------------------------------------


def test_flagship_crossed() -> None:
    """What holds (SEQ) if some act on Sanger's report and some on Schwarz's: us, ru, ua, eu."""
    conflict = read_model(case_path("washington-2025/summit")).conflict
    crossing = crossed(conflict, [SEQ])
    told = {
        "".join(reading[1] for reading in row.readings): (
            row.holding["SEQ"].count,
            crossing.new(SEQ, row).count,
            row.by_mistake(SEQ).count,
        )
        for row in crossing.rows
    }
    assert told["aaaa"] == (156, 0, 0) and told["cccc"] == (1, 0, 0)
    assert told["aaac"] == (40, 1, 1) and told["caaa"] == (196, 66, 10)
    assert told["ccca"] == (156, 97, 52) and told["caca"] == (218, 93, 28)
    alliance = {o.id: o.statement for o in crossing.model.outcomes}["alliance"]
    assert not crossing.in_some_reading(SEQ).where(alliance).count
    assert sum(row.holding["SEQ"].where(alliance).count > 0 for row in crossing.rows) == 6


def test_flagship_europe_misjudged() -> None:
    """Where Europe alone acts on Schwarz's report, it commits troops, and nobody expects it."""
    conflict = read_model(case_path("washington-2025/summit")).conflict
    finding = hypergame(conflict, Hypergame("x", reading="sanger", views=(View("eu", "schwarz"),)), [SEQ])
    quo = finding.model.status_quo
    assert quo is not None and quo not in finding.holding(SEQ)
    (leaving,) = finding.departures(SEQ, quo)
    assert finding.model.decision_makers[leaving.dm] == "eu"
    assert finding.model.states.label(leaving.target) == "us.press + us.supply + eu.force + eu.fund"
    assert [how for _, how in leaving.expected] == ["no gain"] * 3
