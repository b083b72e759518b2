"""Doubts become factors, scenarios conflicts, and views what somebody sees; mistakes in them are told."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest

from countermove.errors import ModelError
from countermove.files.library import case_path
from countermove.files.toml import conflict_from_toml, read_model
from countermove.files.write import write_model
from countermove.model.changes import apply_changes
from countermove.model.conflict import Conflict, DecisionMaker, Option, Preferences, Reading
from countermove.model.doubts import factors, neighbours
from countermove.model.scenarios import scenario
from countermove.model.variants import Alternative, Change, Doubt, Hypergame, Scenario, View
from countermove.model.views import seen, true_conflict
from model.test_changes import SMALL, same_game, wants, wishes

RANKED = Conflict(
    title="Two",
    decision_makers=(DecisionMaker("a", options=(Option("x"),)), DecisionMaker("b", options=(Option("y"),))),
    preferences=(
        Preferences("a", ranking=(("NN",), ("YN",), ("NY",), ("YY",)), greatly_after=(1,)),
        Preferences("b", statements=wishes("x", "y")),
    ),
)


def doubted(*doubts: Doubt, conflict: Conflict = SMALL) -> Conflict:
    return conflict.replace(doubts=doubts)


ALL_KINDS = (
    Doubt("order", dm="a", reading="hawk", order=("not build", "arm", "calm")),
    Doubt("fewer", dm="b", statement="build", probability=Fraction(3, 4)),  # type: ignore[arg-type]
    Doubt("other", dm="c", reading="dove", statement="not call", instead=("call", ""), weights=(2, 1, 1)),
    Doubt("gone", option="c.call", probability=0.5),
    Doubt("whose", dm="b", like=("hawk", "dove")),
    Doubt(
        "free",
        dm="a",
        alternatives=(
            Alternative("as written", weight=3),
            Alternative("", (Change("add statement", "a", "dove", statement="calm", place=1),), weight=1),
        ),
    ),
)


def test_every_kind_of_doubt_has_its_ways() -> None:
    found = factors(doubted(*ALL_KINDS))
    assert [factor.id for factor in found.factors] == ["reading", *(doubt.id for doubt in ALL_KINDS)]
    assert [len(factor.ways) for factor in found.factors] == [2, 6, 2, 3, 2, 2, 2]
    assert [way.probability for way in found.factors[2].ways] == [Fraction(3, 4), Fraction(1, 4)]
    assert [way.probability for way in found.factors[3].ways] == [Fraction(n, 4) for n in (2, 1, 1)]
    assert [way.probability for way in found.factors[6].ways] == [Fraction(3, 4), Fraction(1, 4)]
    assert found.size == 2 * 6 * 2 * 3 * 2 * 2 * 2


def test_models_are_numbered_and_their_probabilities_add_up() -> None:
    found = factors(doubted(*ALL_KINDS))
    models = list(found)
    assert [found.at(k) for k in range(found.size)] == models
    assert sum(found.probability(chosen) for chosen in models) == 1
    assert {found.reading(chosen) for chosen in models} == {"hawk", "dove"}


def test_a_model_is_the_conflict_with_the_changes_of_its_ways() -> None:
    found = factors(doubted(*ALL_KINDS))
    #   reading, order, fewer, other, gone, whose, free
    chosen = (0, 5, 1, 2, 1, 1, 1)
    changed = found.changed(chosen)
    assert wants(changed, "a", "hawk") == ["calm", "arm", "not build"]
    assert wants(changed, "a", "dove")[0] == "calm"
    assert wants(changed, "b", "hawk") == []  # as in dove, where "build" does not count
    assert wants(changed, "c", "dove") == ["true"]
    model = changed.graph(found.reading(chosen))
    assert model.states.size == SMALL.graph().states.size // 2
    as_written = found.changed((0,) * 7).graph("hawk")
    assert same_game(as_written, SMALL.graph("hawk"), lambda options: options)


def test_every_model_can_be_compiled() -> None:
    found = factors(doubted(*ALL_KINDS))
    for chosen in found:
        assert found.changed(chosen).graph(found.reading(chosen)).states.size in (6, 12)


def test_the_reading_is_no_factor_where_every_wish_is_said_to_be_in_doubt() -> None:
    whose = [Doubt(dm, dm=dm, like=("hawk", "dove")) for dm in "abc"]
    found = factors(doubted(*whose))
    assert [factor.id for factor in found.factors] == ["a", "b", "c"]
    seen_wishes = {tuple(tuple(wants(found.changed(chosen), dm, "hawk")) for dm in "abc") for chosen in found}
    expected = product(*[[tuple(wants(SMALL, dm, r)) for r in ("hawk", "dove")] for dm in "abc"])
    assert seen_wishes == set(expected)


def test_readings_have_weights() -> None:
    weighted = SMALL.replace(readings=(Reading("hawk", weight=3), Reading("dove", weight=1)))
    assert [way.probability for way in factors(weighted).factors[0].ways] == [Fraction(3, 4), Fraction(1, 4)]
    only = factors(weighted).only("dove")
    assert only.factors == () and only.reading(()) == "dove"


def test_neighbours_in_a_ranking_may_be_tied() -> None:
    found = factors(doubted(Doubt("near", dm="a", order=("YN", "NY"), ties=True), conflict=RANKED))
    rankings = [found.changed(chosen).preferences[0].ranking for chosen in found]
    assert rankings == [
        (("NN",), ("YN",), ("NY",), ("YY",)),
        (("NN",), ("NY",), ("YN",), ("YY",)),
        (("NN",), ("YN", "NY"), ("YY",)),
    ]


def test_a_tie_moves_the_marks_of_strength_below_it() -> None:
    """Marks count groups: a tie above one leaves fewer of them, one within a tie is gone."""
    for marks, tied in (((1,), (1,)), ((3,), (2,)), ((1, 2, 3), (1, 2)), ((2,), ())):
        wish = replace(RANKED.preferences[0], greatly_after=marks)
        conflict = RANKED.replace(preferences=(wish, *RANKED.preferences[1:]))
        found = factors(doubted(Doubt("near", dm="a", order=("YN", "NY"), ties=True), conflict=conflict))
        after = [found.changed(chosen).preferences[0].greatly_after for chosen in found]
        assert after == [marks, marks, tied]


def test_a_doubt_about_a_ranking_holds_in_every_reading() -> None:
    wish = RANKED.preferences[0]
    other = replace(wish, reading="y", ranking=(("YY",), ("NY",), ("YN",), ("NN",)))
    rest = [replace(each, reading=reading) for reading in "xy" for each in RANKED.preferences[1:]]
    conflict = RANKED.replace(
        readings=(Reading("x"), Reading("y")), preferences=(replace(wish, reading="x"), other, *rest)
    )
    found = factors(doubted(Doubt("near", dm="a", order=("YN", "NY"), ties=True), conflict=conflict))
    rankings = [found.changed((0, way)).preferences[1].ranking for way in range(3)]
    assert rankings == [
        other.ranking,
        (("YY",), ("NY",), ("YN",), ("NN",)),
        (("YY",), ("YN", "NY"), ("NN",)),
    ]


def test_no_doubt_is_called_as_that_about_the_reading() -> None:
    with pytest.raises(ModelError, match="whose reading is right"):
        factors(doubted(Doubt("reading", dm="a", statement="arm")))


def test_strength_may_be_elsewhere() -> None:
    found = factors(doubted(Doubt("much", dm="a", strength=((), (2,), (1, 2))), conflict=RANKED))
    marks = [found.changed(chosen).preferences[0].greatly_after for chosen in found]
    assert marks == [(1,), (), (2,), (1, 2)]


def test_without_declared_doubts_the_order_of_neighbours_can_be_doubted() -> None:
    swaps = neighbours(SMALL)
    assert [doubt.id for doubt in swaps] == ["order-a-hawk", "order-b-hawk", "order-a-dove"]
    found = factors(SMALL, swaps)
    assert [len(factor.ways) for factor in found.factors] == [2, 3, 2, 2]
    assert wants(found.changed((0, 2, 0, 0)), "a", "hawk") == ["not build", "calm", "arm"]


@pytest.mark.parametrize(
    ("doubt", "where", "said"),
    [
        (Doubt("d"), ("id",), "nothing is said to be in doubt"),
        (Doubt("d", dm="a", statement="arm", option="a.arm"), ("option",), "more ways than one"),
        (Doubt("d", dm="a", statement="nowt"), ("statement",), 'no statement "nowt"'),
        (Doubt("d", dm="z", statement="arm"), ("dm",), 'no decision maker "z"'),
        (Doubt("d", dm="a", reading="owl", statement="arm"), ("reading",), 'no reading "owl"'),
        (Doubt("d", dm="a", reading="dove", order=("talk",)), ("order",), "order of 1"),
        (Doubt("d", dm="a", reading="dove", order=("talk", "nowt")), ("order",), '"nowt"'),
        (
            Doubt("d", dm="a", reading="dove", order=("talk", "not build"), ties=True),
            ("ties",),
            "cannot be tied",
        ),
        (Doubt("d", option="a.sing"), ("option",), 'no option "a.sing"'),
        (Doubt("d", dm="a", statement="arm", probability=2), ("probability",), "not between 0 and 1"),
        (Doubt("d", dm="a", statement="arm", instead=("talk", ""), probability=1), ("probability",), "more"),
        (Doubt("d", dm="a", statement="arm", weights=(1, 2, 3)), ("weights",), "3 weights"),
        (Doubt("d", dm="a", statement="arm", weights=(1, -2)), ("weights",), "negative"),
        (Doubt("d", dm="a", like=("owl", "hawk")), ("like",), 'no reading "owl"'),
        (Doubt("d", dm="a", strength=((1,),)), ("strength",), "no ranking"),
        (Doubt("other", dm="a", like=("dove", "hawk")), ("id",), "another doubt"),
        (Doubt("d", dm="a", order=("arm", "calm")), ("order",), "the order of some of these too"),
    ],
    ids=lambda value: value.id if isinstance(value, Doubt) else "",
)
def test_a_doubt_that_makes_no_sense_says_where_and_why(
    doubt: Doubt, where: tuple[str, ...], said: str
) -> None:
    with pytest.raises(ModelError) as caught:
        factors(doubted(ALL_KINDS[0], replace(ALL_KINDS[1], id="other"), doubt))
    problem = caught.value.problems[0]
    assert problem.path[:2] == ("doubts", 2) and problem.path[2:][: len(where)] == where, problem
    assert said in problem.what


# -- scenarios -------------------------------------------------------------------------------------

TRUCE = Scenario("truce", changes=(Change("drop statement", "a", "hawk", statement="arm"),))
WATCHED = Scenario(
    "watched",
    "A watcher comes in",
    after="truce",
    changes=(Change("add decision maker", "d", options=(Option("watch"),), statements=wishes("calm")),),
)


def test_a_scenario_comes_after_another() -> None:
    changed = scenario(SMALL.replace(scenarios=(WATCHED, TRUCE)), "watched")
    assert wants(changed, "a", "hawk") == ["not build", "calm"]
    assert wants(changed, "d", "dove") == ["calm"]
    assert changed.title == "Three neighbours: A watcher comes in"
    assert changed == apply_changes(SMALL, (*TRUCE.changes, *WATCHED.changes)).replace(title=changed.title)


@pytest.mark.parametrize(
    ("wrong", "where", "said"),
    [
        (replace(TRUCE, id="watched"), ("scenarios", 1, "id"), "another scenario"),
        (replace(TRUCE, after="war"), ("scenarios", 1, "after"), 'no scenario "war"'),
        (replace(TRUCE, after="watched"), ("scenarios", 1, "after"), "comes after itself"),
        (Scenario("truce", changes=(Change("dance"),)), ("scenarios", 1, "changes", 0, "do"), "nothing that"),
        (
            Scenario("truce", changes=(Change("forbid", condition="calm or not calm"),)),
            ("scenarios", 1, "changes"),
            "after these changes",
        ),
        (
            Scenario("truce", changes=(Change("add statement", "a", statement="fly"),)),
            ("scenarios", 1, "changes"),
            "after these changes",
        ),
    ],
)
def test_a_scenario_that_makes_no_sense_says_where_and_why(
    wrong: Scenario, where: tuple[str | int, ...], said: str
) -> None:
    problems = SMALL.replace(scenarios=(replace(WATCHED, after="truce"), wrong)).problems()
    assert any(p.path == where and said in p.what for p in problems), problems


# -- views -----------------------------------------------------------------------------------------

CROSSED = Hypergame(
    "crossed",
    reading="hawk",
    views=(
        View("a", reading="dove", unseen=("call",)),
        View("b", ignores="calm", changes=(Change("drop statement", "c", statement="call"),)),
    ),
)


def test_a_view_is_a_conflict_over_some_of_the_states() -> None:
    conflict, reading = seen(SMALL, CROSSED, "a")
    own, whole = conflict.graph(reading).states, SMALL.graph().states
    assert reading == "dove"
    assert set(own.all()) == {s for s in whole.all() if not s >> 3 & 1}
    second, reading = seen(SMALL, CROSSED, "b")
    assert reading == "hawk" and wants(second, "c", "hawk") == []
    assert set(second.graph(reading).states.all()) == {s for s in whole.all() if s & 0b101}
    third, reading = seen(SMALL, CROSSED, "c")
    assert reading == "hawk" and same_game(third.graph(reading), SMALL.graph("hawk"), lambda options: options)


def test_in_truth_everybody_wants_what_it_wants_in_its_own_eyes() -> None:
    true = true_conflict(SMALL, CROSSED)
    assert [wants(true, dm, "") for dm in "abc"] == [
        wants(SMALL, "a", "dove"),
        wants(SMALL, "b", "hawk"),
        wants(SMALL, "c", "hawk"),
    ]
    assert true.graph().states.size == SMALL.graph().states.size


@pytest.mark.parametrize(
    ("view", "said"),
    [
        (View("z"), "no decision maker"),
        (View("a", reading="owl"), "no reading"),
        (View("a", unseen=("sing",)), "no option"),
        (View("a", ignores="fly"), "in this view"),
        (View("a", ignores="calm or not calm"), "in this view"),
        (View("a", changes=(Change("add option", "a", option="new"),)), "more options than there are"),
        (View("c"), "two views"),
    ],
)
def test_a_view_that_makes_no_sense_says_where_and_why(view: View, said: str) -> None:
    problems = SMALL.replace(hypergames=(Hypergame("h", views=(View("c"), view)),)).problems()
    assert any(p.path[:4] == ("hypergames", 0, "views", 1) and said in p.what for p in problems), problems


def test_a_view_may_hide_states_that_somebody_ranks() -> None:
    hidden = Hypergame("h", views=(View("b", unseen=("x",)),))
    assert not [p for p in RANKED.replace(hypergames=(hidden,)).problems() if p.path[:1] == ("hypergames",)]


# -- in a file -------------------------------------------------------------------------------------


def test_a_file_holds_all_of_it() -> None:
    kept = tuple(replace(doubt, probability=0 if doubt.id == "gone" else None) for doubt in ALL_KINDS)
    whole = SMALL.replace(scenarios=(TRUCE, WATCHED), doubts=kept, hypergames=(CROSSED,))
    again, problems = conflict_from_toml(write_model(whole), "again.toml")
    assert again == whole
    assert not [problem for problem in problems if not problem.warning]


def test_a_mistake_is_told_at_its_line() -> None:
    text = case_path("washington-2025/summit").read_text(encoding="utf-8")
    lines = text.count("\n")
    text += '\n[[doubts]]\nid = "x"\ndm = "ru"\nstatement = "not ru.trucee"\n'
    _, problems = conflict_from_toml(text, "summit.toml")
    assert [(p.line, "no statement" in p.what, p.warning) for p in problems] == [(lines + 5, True, True)]
    assert 'Did you mean "not ru.truce"?' in problems[0].cure


def test_a_doubt_that_no_longer_fits_stops_only_what_needs_it() -> None:
    stale = doubted(Doubt("stale", dm="a", statement="nowt"))
    assert all(problem.warning for problem in stale.problems())
    assert any(p.path == ("doubts", 0, "statement") for p in stale.problems())
    assert stale.graph("hawk").states.size == SMALL.graph("hawk").states.size
    with pytest.raises(ModelError, match="no statement"):
        factors(stale)


@pytest.mark.parametrize("seed", range(20))
def test_any_subset_of_doubts_of_the_flagship_makes_models(seed: int) -> None:
    conflict = read_model(case_path("washington-2025/summit")).conflict
    rng = random.Random(seed)
    found = factors(conflict, neighbours(conflict))
    chosen = found.at(rng.randrange(found.size))
    model = found.changed(chosen).graph(found.reading(chosen))
    assert model.states.size in (768, 384)  # with and without the force
