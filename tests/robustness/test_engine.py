"""The equilibria of all admissible models at once, against every model compiled and analysed by itself."""

from __future__ import annotations

import numpy as np
import pytest

from countermove.errors import ConflictError, NotApplicable
from countermove.model.changes import DEEDS
from countermove.model.conflict import Conflict
from countermove.robustness import Engine, Findings, admissible, plan_for, run
from countermove.robustness.ensemble import Ensemble
from oracle import Oracle
from robustness.doubtful import Literal, doubtful, literal

CLASSICAL = ("Nash", "GMR", "SMR", "SEQ", "SSEQ")


def both(conflict: Conflict, concepts: tuple[str, ...]) -> tuple[Ensemble, Literal] | None:
    """The ensemble and the literal models; None where neither can be had."""
    try:
        models = admissible(conflict)
    except NotApplicable:
        return None
    try:
        wanted = literal(models.factors, concepts)
    except ConflictError:
        with pytest.raises(ConflictError):
            run(Engine(models, concepts, keep=True), plan_for(models))
        return None
    return run(Engine(models, concepts, keep=True), plan_for(models)), wanted


def check(ensemble: Ensemble, wanted: Literal) -> None:
    rows, engine = ensemble.rows, ensemble.engine
    assert len(rows) == len(wanted.tables) == ensemble.models.size
    for n, (model, table) in enumerate(zip(wanted.models, wanted.tables, strict=True)):
        for c, concept in enumerate(engine.concepts):
            held = table.holding(concept)
            assert rows.counts[c, n] == held.count
            assert rows.quo[c, n] == (model.status_quo is not None and model.status_quo in held)
            for k, outcome in enumerate(model.outcomes):
                inside = held.where(outcome.statement).count
                assert rows.some[c, k, n] == (inside > 0)
                assert rows.every[c, k, n] == (0 < inside == held.count)


def members(engine: Engine, state: int) -> list[int]:
    """The codes that a state may have in a model that merges other states."""
    return [state] if engine.states.graph_form else engine.states.members(state)


def check_states(ensemble: Ensemble, wanted: Literal) -> bool:
    """The same state by state, where no model has other options than the one as written."""
    rows, engine = ensemble.rows, ensemble.engine
    other = any(model.states.options != engine.states.options for model in wanted.models)
    if other and not engine.states.graph_form:
        assert not ensemble.models.same_states
        assert not any(shares.states for shares in Findings(ensemble).shares)
        return False
    for c, concept in enumerate(engine.concepts):
        truth = np.array([[rows.state(s)[c, n] for s in range(engine.states.size)] for n in range(len(rows))])
        for n, table in enumerate(wanted.tables):
            codes = set(table.holding(concept))
            told = [any(code in codes for code in members(engine, s)) for s in engine.states.all()]
            assert truth[n].tolist() == told
        assert ensemble.totals.models[c].tolist() == truth.sum(axis=0).tolist()
        assert ensemble.totals.weight[c].tolist() == (ensemble.weights @ truth).tolist()
    return True


@pytest.mark.parametrize("form", ["option", "graph"])
def test_every_model_is_as_if_analysed_alone(form: str) -> None:
    done, models, alike, deeds = 0, 0, 0, set()
    for seed in range(20, 320):
        found = both(doubtful(seed, form=form, preference="ordinal", most_options=4), CLASSICAL)
        if found is not None:
            check(*found)
            alike += check_states(*found)
            factors = found[0].models.factors.factors
            deeds |= {change.do for factor in factors for way in factor.ways for change in way.changes}
            done, models = done + 1, models + len(found[1].tables)
    assert done > 100 and models > 400 and alike > 70
    assert deeds >= (set(DEEDS) if form == "option" else {"rank", "merge", "want as in reading"})


@pytest.mark.parametrize("preference", ["unknown", "strength"])
def test_what_cannot_be_swept_is_analysed_alone(preference: str) -> None:
    concepts = ("GMR_a", "SEQ_c") if preference == "unknown" else ("SEQ", "SMR")
    done = 0
    for seed in range(60):
        found = both(doubtful(5000 + seed, most=16, preference=preference), concepts)
        if found is not None:
            check(*found)
            done += 1
    assert done > 15


def test_equilibria_are_those_of_the_oracle() -> None:
    done = 0
    for seed in range(40):
        found = both(
            doubtful(9000 + seed, most=16, form="option", preference="ordinal", coalesced=False), CLASSICAL
        )
        if found is None:
            continue
        ensemble = found[0]
        for n, chosen in enumerate(ensemble.models.factors):
            factors = ensemble.models.factors
            oracle = Oracle(factors.changed(chosen), factors.reading(chosen))
            for c, concept in enumerate(CLASSICAL):
                held = [
                    s for s in oracle.all if all(oracle.stable(concept, i, s) for i in range(len(oracle.dms)))
                ]
                assert ensemble.rows.counts[c, n] == len(held)
        done += 1
    assert done > 15
