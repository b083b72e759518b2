"""The fast code against the definition followed word by word, on random conflicts and views."""

from __future__ import annotations

import random
from collections import Counter
from functools import cache

import pytest

from countermove.errors import NotApplicable
from countermove.hypergame import HypergameFinding, crossed, hypergame
from countermove.hypergame.crossing import game_of
from countermove.hypergame.finding import CLASSES
from countermove.hypergame.surprises import surprises_at
from hypergame.games import random_game, two_readings
from hypergame.literal import LiteralHypergame
from oracle import codes_of

SEEDS = range(16)
A_SEED = 25  # conflicts from one seed

Case = tuple[HypergameFinding, LiteralHypergame, list[int]]


@cache
def cases(seed: int) -> list[Case]:
    """Hypergames with their literal twins, and the code of each state of those."""
    rng = random.Random(f"hypergames {seed}")
    found = []
    for k in range(A_SEED):
        kind = ("ordinal", "ordinal", "any", "strength", "unknown")[k % 5]
        conflict = two_readings(rng, preference=kind, most_options=4)
        game = random_game(rng, conflict)
        literal = LiteralHypergame(conflict, game)
        if any(not view.visible for view in literal.views):
            continue
        if any(view.cut for view in literal.views):
            with pytest.raises(NotApplicable):
                hypergame(conflict, game)
            continue
        finding = hypergame(conflict, game)
        found.append((finding, literal, codes_of(finding.model, literal.truth)))
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_who_stays_in_whose_eyes(seed: int) -> None:
    for finding, literal, codes in cases(seed):
        states = finding.perception.states
        for concept in finding.concepts:
            for s, code in enumerate(codes):
                at = states.index(code)
                for i in literal.everyone:
                    assert finding.perception.sees(i, code) == literal.sees(i, s)
                    for j in literal.everyone:
                        told = finding.stable[concept.id][i, j, at]
                        assert told == literal.views[i].stays(concept.id, j, s)
                    assert finding.true[concept.id][i, at] == literal.truth.stays(concept.id, i, s)


@pytest.mark.parametrize("seed", SEEDS)
def test_equilibria_and_classes(seed: int) -> None:
    for finding, literal, codes in cases(seed):
        for concept in finding.concepts:
            name = concept.id
            sets = {
                "holding": finding.holding(concept),
                "those who see": finding.holding_for_those_who_see(concept),
                "all": finding.recognised_by_all(concept),
                "true": finding.truly_holding(concept),
                "by mistake": finding.stable_by_mistake(concept),
                "missed": finding.unstable_by_mistake(concept),
            }
            classes = {each: finding.in_class(concept, each) for each in CLASSES}
            for s, code in enumerate(codes):
                holds, true = literal.holds(name, s), literal.truly_holds(name, s)
                knowing = [i for i in literal.everyone if literal.recognises(name, i, s)]
                assert (code in sets["holding"]) == holds
                assert (code in sets["true"]) == true
                assert (code in sets["those who see"]) == literal.holds_for_those_who_see(name, s)
                assert (code in sets["all"]) == (len(knowing) == finding.size)
                assert (code in sets["by mistake"]) == (holds and not true)
                assert (code in sets["missed"]) == (true and not holds)
                assert finding.recognisers(concept, code) == tuple(knowing)
                in_classes = [each for each in CLASSES if code in classes[each]]
                assert in_classes == [c for c in [literal.class_of(name, s)] if c]


@pytest.mark.parametrize("seed", SEEDS)
def test_surprises(seed: int) -> None:
    for finding, literal, codes in cases(seed):
        for told in finding.surprises:
            kinds = Counter(
                kind
                for s in literal.all
                for q in literal.all
                for kind in literal.kinds(told.observer, told.mover, s, q)
            )
            counted = (told.unseen, told.beyond, told.imagined, told.unexpected, told.in_vain)
            names = ("unseen", "beyond", "imagined", "unexpected", "in vain")
            assert counted == tuple(kinds[name] for name in names)
            assert told.any == bool(kinds)
        for s, code in enumerate(codes):
            listed = {(x.observer, x.mover, x.target, x.kind) for x in surprises_at(finding.perception, code)}
            assert listed == {
                (i, j, codes[q], kind)
                for i in literal.everyone
                for j in literal.everyone
                for q in literal.all
                for kind in (literal.kinds(i, j, s, q) if i != j and literal.sees(i, s) else ())
            }


@pytest.mark.parametrize("seed", SEEDS)
def test_departures(seed: int) -> None:
    for finding, literal, codes in cases(seed):
        for concept in finding.concepts[:4]:
            for s, code in enumerate(codes):
                told = {leaving.dm: leaving for leaving in finding.departures(concept, code)}
                assert set(told) == {
                    i
                    for i in literal.everyone
                    if literal.sees(i, s) and not literal.views[i].stays(concept.id, i, s)
                }
                for i, leaving in told.items():
                    target = codes.index(leaving.target)
                    assert target in literal.views[i].moves(i, s)
                    assert leaving.by_mistake == literal.truth.stays(concept.id, i, s)
                    for k, expected in leaving.expected:
                        view = literal.views[k]
                        if expected == "nowhere":
                            assert not literal.sees(k, s)
                        elif expected == "unseen":
                            assert literal.sees(k, s) and target not in view.moves(i, s)
                        else:
                            assert target in view.moves(i, s)
                            stays = view.stays(concept.id, i, s)
                            if expected == "deterred" and not stays:  # then another move is not
                                assert len(view.moves(i, s)) > 1
                            assert (expected == "expected") <= (not stays)
                            if concept.family == "classical":
                                assert (expected == "no gain") == (target not in view.improvements(i, s))


@pytest.mark.parametrize("seed", SEEDS)
def test_mistakes(seed: int) -> None:
    """Each mistake is somebody's, and what it says is wrong is wrong."""
    for finding, literal, codes in cases(seed):
        for concept in finding.concepts:
            for stays in (True, False):
                wrong = finding.stable_by_mistake(concept) if stays else finding.unstable_by_mistake(concept)
                seen = set()
                for mistake, states in finding.mistakes(concept, wrong, stays=stays):
                    view, truth = literal.views[mistake.dm], literal.truth
                    for code in states:
                        s = codes.index(code)
                        assert view.stays(concept.id, mistake.dm, s) == stays
                        assert truth.stays(concept.id, mistake.dm, s) != stays
                        assert (mistake.kind == "state") == (not literal.sees(mistake.dm, s))
                        seen.add((mistake.dm, code))
                    i, j = mistake.dm, mistake.other
                    if mistake.kind == "move":
                        assert view._moves[i] != truth._moves[i]
                    if mistake.kind == "escape":
                        assert concept.rule.hold is not None and view._moves[i] != truth._moves[i]
                    if mistake.kind == "can":
                        assert j is not None and view._moves[j] != truth._moves[j]
                    if mistake.kind == "want":
                        assert j is not None and view._relations[j] != truth._relations[j]
                assert seen == {
                    (i, code) for code in wrong for i in finding.mistaken(concept, code, stays=stays)
                }
                assert {code for _, code in seen} == set(wrong)


def test_enough_was_tried() -> None:
    """Of every kind of hypergame, class and mistake there were some."""
    count, classes, kinds, hidden = 0, Counter[str](), Counter[str](), 0
    for seed in SEEDS:
        for finding, _, _ in cases(seed):
            count += 1
            hidden += not finding.perception.seen.all()
            for concept in finding.concepts:
                classes.update({each: finding.in_class(concept, each).count for each in CLASSES})
                for stays in (True, False):
                    wrong = finding.stable_by_mistake if stays else finding.unstable_by_mistake
                    for mistake, states in finding.mistakes(concept, wrong(concept), stays=stays):
                        kinds[f"{mistake.kind} {stays}"] += len(states)
    assert count > 330 and hidden > 80
    assert min(classes[each] for each in CLASSES) > 50
    wanted = ["want", "can", "move"]
    assert all(kinds[f"{kind} {stays}"] for kind in wanted for stays in (True, False)), kinds
    assert kinds["state False"] and kinds["escape True"], kinds


@pytest.mark.parametrize("seed", range(4))
def test_crossed_readings(seed: int) -> None:
    """The overview agrees with each of its hypergames, made and judged by itself."""
    rng = random.Random(f"crossed {seed}")
    for _ in range(6):
        conflict = two_readings(rng, most_options=4)
        if len(conflict.decision_makers) > 3:
            continue
        crossing = crossed(conflict)
        assert len(crossing.rows) == 2 ** len(conflict.decision_makers)
        for row in crossing.rows:
            literal = LiteralHypergame(conflict, game_of(conflict, row.readings))
            codes = codes_of(crossing.model, literal.truth)
            for concept in crossing.concepts:
                name = concept.id
                for s, code in enumerate(codes):
                    assert (code in row.holding[name]) == literal.holds(name, s)
                    assert (code in row.true[name]) == literal.truly_holds(name, s)
                    known = all(literal.recognises(name, i, s) for i in literal.everyone)
                    assert (code in row.recognised[name]) == known
