"""Samples: each row by itself, ways as likely as they should be, shares within their intervals."""

from __future__ import annotations

import random
from itertools import pairwise
from math import comb, sqrt

import numpy as np
import pytest

from countermove.errors import NotApplicable, TooLarge
from countermove.robustness import Engine, Findings, admissible, plan_for, run
from countermove.robustness import ensemble as ensembles
from countermove.robustness.sampling import drawn, interval
from robustness.doubtful import doubtful
from robustness.test_variance import made


def test_a_row_is_the_same_however_the_sample_is_cut() -> None:
    for seed in range(30):
        models = made(random.Random(seed), most=9)
        whole = drawn(models, seed, 0, 100)
        cuts = [0, *sorted(random.Random(seed).sample(range(1, 100), 3)), 100]
        parts = [drawn(models, seed, a, b - a) for a, b in pairwise(cuts)]
        assert np.array_equal(np.concatenate(parts), whole)
        assert np.array_equal(drawn(models, seed, 57, 1)[0], whole[57])


def test_another_seed_draws_others() -> None:
    models = made(random.Random(3), most=9)
    assert models.size > 4
    first = drawn(models, 1, 0, 50)
    assert not np.array_equal(first, drawn(models, 2, 0, 50))
    assert not np.array_equal(first, drawn(models, 1, 0, 50, stream=1))


def test_ways_are_drawn_as_often_as_they_are_likely() -> None:
    for seed in range(20):
        models = made(random.Random(seed), most=6)
        digits = drawn(models, seed, 0, 20_000)
        for at, factor in enumerate(models.factors.factors):
            for way, each in enumerate(factor.ways):
                likely = float(each.probability)
                share = float((digits[:, at] == way).mean())
                assert abs(share - likely) <= 5 * sqrt(likely * (1 - likely) / 20_000)


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_has_64_bits(seed: int) -> None:
    with pytest.raises(NotApplicable, match="seed"):
        drawn(made(random.Random(1)), seed, 0, 1)


def test_interval_of_wilson() -> None:
    """Its ends are the shares p for which the hits lie just 1.96 standard errors of p away."""
    for count in (1, 7, 100, 5000):
        for hits in {0, 1, count // 3, count - 1, count}:
            low, high = interval(hits, count)
            assert 0 <= low <= hits / count <= high <= 1
            for end in (low, high):
                if 0 < end < 1:
                    assert abs(abs(hits / count - end) / sqrt(end * (1 - end) / count) - 1.959964) < 1e-5
    assert interval(0, 0) == (0, 1)


def test_interval_covers_as_often_as_it_says() -> None:
    """Over shares from 5 to 95 % the mean coverage is 95 %, whose sum over all counts is exact here."""
    covered = []
    for share in np.linspace(0.05, 0.95, 19):
        inside = (interval(k, 60)[0] <= share <= interval(k, 60)[1] for k in range(61))
        chances = (comb(60, k) * share**k * (1 - share) ** (60 - k) for k in range(61))
        covered.append(sum(p for p, held in zip(chances, inside, strict=True) if held))
    assert 0.94 < np.mean(covered) < 0.965


def test_shares_of_a_sample_lie_near_those_of_all_models() -> None:
    """Within the interval of 99.9 %, about 3.3 standard errors, however the sweep is done."""
    done = 0
    for seed in range(60):
        try:
            engine = Engine(admissible(doubtful(seed, form="option", preference="ordinal")))
            exact = Findings(run(engine, plan_for(engine.models)))
        except Exception as error:
            assert type(error).__name__ in ("NotApplicable", "ModelError")
            continue
        many = 2000
        sampled = Findings(run(engine, plan_for(engine.models, sample=many, seed=seed)))
        for one, two in zip(exact.shares, sampled.shares, strict=True):
            pairs = [(one.some[name], two.some[name]) for name in one.some]
            pairs += [(one.every[name], two.every[name]) for name in one.every]
            states = dict(two.states)
            pairs += [(share, states[at]) for at, share in one.states if at in states]
            for wanted, share in pairs:
                likely = float(wanted.probability)
                assert (
                    abs(float(share.probability) - likely) <= 4 * sqrt(likely * (1 - likely) / many) + 1e-12
                )
                done += 0 < likely < 1
    assert done > 100


def test_too_many_models_are_refused_unless_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    conflict = next(c for c in (doubtful(k) for k in range(100)) if c.doubts)
    models = admissible(conflict)
    with pytest.raises(TooLarge, match="--sample"):
        plan_for(models, limit=models.size - 1)
    assert plan_for(models, limit=models.size).exact
    assert not plan_for(models, sample=5).exact
    monkeypatch.setattr(ensembles, "_MOST_BYTES", 100)
    with pytest.raises(TooLarge, match="gigabytes"):
        run(Engine(models), plan_for(models, sample=5))
