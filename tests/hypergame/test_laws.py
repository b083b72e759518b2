"""What must hold for every hypergame."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from countermove.errors import ConflictError
from countermove.hypergame import HypergameFinding, crossed, hypergame
from countermove.hypergame.crossing import game_of
from countermove.hypergame.surprises import surprises_at
from countermove.model.conflict import Conflict
from countermove.model.graph import GraphModel
from countermove.model.variants import Hypergame, View
from countermove.stability import analyse, named
from hypergame.games import random_game, two_readings
from transformations import renamed, reordered

SEEDS = range(6)


def found(seed: int, times: int = 12, **wanted: object) -> Iterator[tuple[Conflict, HypergameFinding]]:
    """Random hypergames that make sense."""
    rng = random.Random(f"laws {seed}")
    for _ in range(times):
        conflict = two_readings(rng, **wanted)
        try:
            yield conflict, hypergame(conflict, random_game(rng, conflict))
        except ConflictError:  # somebody would see nothing, or half of a coalesced state
            continue


@pytest.mark.parametrize("seed", SEEDS)
def test_who_sees_the_truth_is_not_mistaken(seed: int) -> None:
    rng = random.Random(f"truth {seed}")
    for _ in range(7):
        conflict = two_readings(rng)
        for reading in ("one", "two"):
            finding = hypergame(conflict, Hypergame("all alike", reading=reading))
            table = analyse(conflict.graph(reading), finding.concepts)
            assert not any(each.any for each in finding.surprises)
            for concept in finding.concepts:
                assert list(finding.holding(concept)) == table.equilibria(concept)
                assert list(finding.truly_holding(concept)) == table.equilibria(concept)
                assert list(finding.in_class(concept, "understood")) == table.equilibria(concept)
                for name in ("partly understood", "blind", "imagined"):
                    assert not finding.in_class(concept, name).count


@pytest.mark.parametrize("seed", SEEDS)
def test_sets_hang_together(seed: int) -> None:
    for _, finding in found(seed):
        for concept in finding.concepts:
            holding, known = finding.holding(concept), finding.recognised_by_all(concept)
            assert not (known - holding).count
            assert list(known) == list(finding.in_class(concept, "understood"))
            assert not (holding - finding.holding_for_those_who_see(concept)).count
            for dm in range(finding.size):
                assert not (holding - finding.stable_for(concept, dm)).count
                assert not (known - finding.recognised_by(concept, dm)).count
            wrong = finding.stable_by_mistake(concept)
            assert wrong.count + (holding & finding.truly_holding(concept)).count == holding.count


@pytest.mark.parametrize("seed", SEEDS)
def test_misread_wishes_matter_only_where_the_others_must_be_willing(seed: int) -> None:
    """Under Nash, GMR and SMR nobody asks what the others want."""
    rng = random.Random(f"wishes {seed}")
    concepts = [named(name) for name in ("Nash", "GMR", "SMR")]
    for _ in range(5):
        conflict = two_readings(rng, preference="ordinal", most_options=4)
        for row in crossed(conflict, concepts).rows:
            for concept in concepts:
                assert list(row.holding[concept.id]) == list(row.true[concept.id])


@pytest.mark.parametrize("seed", SEEDS)
def test_an_option_that_one_does_not_know_of(seed: int) -> None:
    """Exactly its changes are the surprises; the others expect its owner to use it, if anything, in vain."""
    rng = random.Random(f"unseen {seed}")
    for _ in range(10):
        conflict = two_readings(rng, form="option", most_options=4, coalesced=False)
        k = rng.randrange(len(conflict.option_ids))
        owner, option = conflict.option_ids[k]
        ids = [dm.id for dm in conflict.decision_makers]
        others = [dm for dm in ids if dm != owner]
        if not others:
            continue
        blind = rng.choice(others)
        game = Hypergame("blind", views=(View(blind, unseen=(f"{owner}.{option}",)),))
        try:
            finding = hypergame(conflict, game)
        except ConflictError:
            continue
        model = finding.model
        arcs = [
            (state, to)
            for state in model.states.all()
            for to in model.moves(ids.index(owner), state)
            if not state >> k & 1 and to >> k & 1
        ]
        for each in finding.surprises:
            ours = each.observer == ids.index(blind) and each.mover == ids.index(owner)
            assert each.unseen == (len(arcs) if ours else 0)
            assert dict(each.by_option).get(k, 0) == (len(arcs) if ours else 0)
            assert ours or not each.by_option
            assert not each.imagined and not each.unexpected
            assert not each.in_vain or each.mover == ids.index(blind)
        listed = [
            (state, each.target)
            for state in model.states.all()
            for each in surprises_at(finding.perception, state)
            if each.kind == "unseen"
        ]
        assert sorted(listed) == sorted(arcs)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_one_cannot_see_of_its_own_moves_does_not_tempt_it(seed: int) -> None:
    nash = named("Nash")
    for conflict, finding in found(seed, form="option", preference="ordinal"):
        del conflict
        for dm in range(finding.size):
            for state in finding.perception.models[dm].states.all():
                own = set(finding.perception.models[dm].improvements(dm, state))
                if own <= set(finding.model.improvements(dm, state)) and nash in finding.concepts:
                    truly = finding.true["Nash"][dm, finding.perception.states.index(state)]
                    assert not truly or state in finding.stable_for(nash, dm)


@pytest.mark.parametrize("seed", SEEDS)
def test_names_and_order_do_not_matter(seed: int) -> None:
    """Everything may be called otherwise, and stand in another order: the same states hold."""
    rng = random.Random(f"names {seed}")
    for _ in range(8):
        conflict = two_readings(rng, preference="ordinal", most_options=4)
        game = random_game(rng, conflict)
        game = replace(game, views=tuple(replace(view, ignores="", changes=()) for view in game.views))
        dms = rng.sample(range(len(conflict.decision_makers)), len(conflict.decision_makers))
        options = [rng.sample(range(len(dm.options)), len(dm.options)) for dm in conflict.decision_makers]
        other = renamed(reordered(conflict, dms, options), _new)
        views = tuple(
            replace(view, dm=_new(view.dm), unseen=tuple(map(_new_option, view.unseen)))
            for view in game.views[::-1]
        )
        try:
            finding = hypergame(conflict, game)
        except ConflictError:
            with pytest.raises(ConflictError):
                hypergame(other, replace(game, views=views))
            continue
        again = hypergame(other, replace(game, views=views))
        _assert_alike(finding, again, dms)


def _new(name: str) -> str:
    return f"new {name}"


def _new_option(text: str) -> str:
    return ".".join(map(_new, text.split(".")))


def _assert_alike(finding: HypergameFinding, again: HypergameFinding, dms: list[int]) -> None:
    codes = codes_between(finding.model, again.model)
    places = [again.perception.states.index(codes[code]) for code in finding.model.states.all()]
    back = [dms.index(dm) for dm in range(finding.size)]
    for concept in finding.concepts:
        there = again.stable[concept.id][:, :, places][back][:, back]
        assert (there == finding.stable[concept.id]).all()
        assert (again.true[concept.id][:, places][back] == finding.true[concept.id]).all()
    counted = {(each.observer, each.mover): each for each in again.surprises}
    for each in finding.surprises:
        other = counted[back[each.observer], back[each.mover]]
        names = ("unseen", "beyond", "imagined", "unexpected", "in_vain")
        assert all(getattr(each, name) == getattr(other, name) for name in names)


def codes_between(one: GraphModel, other: GraphModel) -> dict[int, int]:
    """For each state the same one in a model with other names in another order."""
    if one.states.graph_form:
        by_name = dict(zip(other.states.names, other.states.all(), strict=True))
        return {s: by_name[_new(one.states.name(s))] for s in one.states.all()}
    refs = [(option.owner, option.id) for option in other.states.options]
    place = [refs.index((_new(o.owner), _new(o.id))) for o in one.states.options]

    def moved(member: int) -> int:
        return sum((member >> k & 1) << at for k, at in enumerate(place))

    by_members = {frozenset(other.states.members(s)): s for s in other.states.all()}
    return {s: by_members[frozenset(map(moved, one.states.members(s)))] for s in one.states.all()}


def test_uncrossed_rows_are_the_readings() -> None:
    rng = random.Random("uncrossed")
    for _ in range(8):
        conflict = two_readings(rng, most_options=4)
        if len(conflict.decision_makers) > 4:
            continue
        crossing = crossed(conflict)
        for reading in ("one", "two"):
            row = crossing.row([reading] * len(conflict.decision_makers))
            table = analyse(conflict.graph(reading), crossing.concepts)
            for concept in crossing.concepts:
                assert list(row.holding[concept.id]) == table.equilibria(concept)
                assert not row.by_mistake(concept).count and not crossing.new(concept, row).count


def test_crossing_some_leaves_the_others_as_they_are() -> None:
    rng = random.Random("some")
    for _ in range(8):
        conflict = two_readings(rng, most_options=4)
        if len(conflict.decision_makers) > 3:
            continue
        everything, first = crossed(conflict), conflict.decision_makers[0].id
        some = crossed(conflict, who=[first], otherwise="two")
        assert [row.readings for row in some.rows] == [
            (reading, *["two"] * (len(conflict.decision_makers) - 1)) for reading in ("one", "two")
        ]
        for row in some.rows:
            same = everything.row(row.readings)
            game = hypergame(conflict, game_of(conflict, row.readings), some.concepts)
            for concept in some.concepts:
                assert list(row.holding[concept.id]) == list(same.holding[concept.id])
                assert list(row.holding[concept.id]) == list(game.holding(concept))
