"""Analysis: the engine that the plan chose decides every concept, and its sets become a stability table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, listed
from countermove.model.sets import StateSet
from countermove.stability.concept import Concept, Replies, default_concepts
from countermove.stability.plan import Plan, is_small, plan
from countermove.stability.table import ListedTable, SetTable, StabilityTable

if TYPE_CHECKING:
    from countermove.stability.symbolic import SymbolicEngine

__all__ = ["PATIENCE", "Limits", "Progress", "analyse", "analyse_all"]

Progress = Callable[[str], None]
#: Seconds that the symbolic engine may take for one question, unless told otherwise.
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question to the symbolic engine may take, in bytes and seconds; whether `bounds` will do."""

    bytes: int
    patience: float
    bounds: bool = True


def analyse(
    model: GraphModel,
    concepts: Iterable[Concept] | None = None,
    *,
    engine: str | None = None,
    memory: int | None = None,
    patience: float | None = None,
    progress: Progress | None = None,
) -> StabilityTable:
    """The stability of every state for every decision maker, under each concept.

    `engine` is one of `ENGINES`, `memory` a bound in bytes. `patience` is for the symbolic engine: how many
    seconds one question may take, a minute by default; sequential stability that takes longer is
    answered by bounds. `progress` is told what is being done, and may raise to stop the work.
    Raises `NotApplicable` for a concept that has no meaning for the model, `TooLarge` for a model
    that is larger than the engine takes.
    """
    (table,) = analyse_all(
        [model], concepts, engine=engine, memory=memory, patience=patience, progress=progress
    )
    return table


def analyse_all(
    models: Sequence[GraphModel],
    concepts: Iterable[Concept] | None = None,
    *,
    engine: str | None = None,
    memory: int | None = None,
    patience: float | None = None,
    progress: Progress | None = None,
) -> list[StabilityTable]:
    """The same for several readings of one conflict: the sets in their tables can be combined."""
    chosen = _usable(models, tuple(concepts) if concepts is not None else None, engine, memory)
    planned = plan(models[0], chosen, engine, memory)
    if engine in (None, "auto") and is_small(models[0]):
        return [_singly(model, chosen) for model in models]
    if planned.engine == "sparse":
        return [ListedTable(model, chosen, _sparsely(model, chosen)) for model in models]
    tell = progress or (lambda _: None)
    if planned.engine == "tensor":
        return [_by_tensor(model, chosen, tell) for model in models]
    limits = Limits(planned.memory, PATIENCE if patience is None else patience)
    if planned.otherwise is None:
        return _by_diagrams(models, chosen, limits, tell)
    return _by_diagrams_or_tensor(models, chosen, limits, planned.otherwise, tell)


def _by_diagrams_or_tensor(
    models: Sequence[GraphModel],
    concepts: Sequence[Concept],
    limits: Limits,
    tensor: Plan,
    progress: Progress,
) -> list[StabilityTable]:
    """By diagrams, unless a question takes longer than the whole tensor is expected to."""
    from countermove.stability.symbolic import GaveUp

    share = min((tensor.seconds or PATIENCE) / 4, limits.patience)
    try:
        return _by_diagrams(models, concepts, Limits(limits.bytes, share, bounds=False), progress)
    except (GaveUp, NotApplicable):  # too entangled, or a library is missing
        return [_by_tensor(model, concepts, progress) for model in models]


def _usable(
    models: Sequence[GraphModel], wanted: tuple[Concept, ...] | None, engine: str | None, memory: int | None
) -> tuple[Concept, ...]:
    """The concepts asked for, or by default those that the models and the engine for them know."""
    concepts = default_concepts(*models) if wanted is None else wanted
    refusals = [problem for c in concepts for m in models if (problem := c.refusal(m)) is not None]
    if refusals:
        raise NotApplicable(tuple(dict.fromkeys(refusals)))
    chosen = plan(models[0], concepts, engine, memory).engine
    unknown = [c for c in concepts if chosen != "sparse" and c.rule.replies is Replies.JOINT_IMPROVEMENTS]
    if unknown and wanted is not None:
        what = f"the {chosen} engine does not know {unknown[0].id}"
        raise NotApplicable(
            Problem(what, "Leave it out, or exclude combinations until states can be listed.")
        )
    return tuple(concept for concept in concepts if concept not in unknown)


def _sparsely(model: GraphModel, concepts: Sequence[Concept]) -> dict[str, BoolArray]:
    from countermove.stability.fibres import FibreEngine
    from countermove.stability.relations import RelationEngine
    from countermove.stability.values import ValueEngine

    listed(model.states)
    by_value = [c for c in concepts if c.stable is None and FibreEngine.answers(model, c.rule)]
    fibres = FibreEngine.of(model) if FibreEngine.takes(model) else None  # SIM uses it too
    values = ValueEngine(model)
    relations: RelationEngine | None = None
    stable: dict[str, BoolArray] = {}
    if fibres is not None:
        found = fibres.stable_for_all([concept.rule for concept in by_value])
        stable = {concept.id: rows for concept, rows in zip(by_value, found, strict=True)}
    for concept in concepts:
        if concept.id in stable:
            continue
        if concept.stable is not None:
            rows = [concept.stable(model, dm) for dm in range(model.size)]
        elif ValueEngine.answers(model, concept.rule):
            rows = [values.stable(dm, concept.rule) for dm in range(model.size)]
        else:
            relations = relations or RelationEngine(model)
            rows = [relations.stable(dm, concept.rule) for dm in range(model.size)]
        stable[concept.id] = np.array(rows)
    return stable


def _singly(model: GraphModel, concepts: tuple[Concept, ...]) -> StabilityTable:
    from countermove.stability.single import SingleEngine

    engine = SingleEngine(model)
    sets = {c.id: [engine.stable(dm, c.rule) for dm in range(model.size)] for c in concepts}
    return SetTable(model, concepts, engine.everything, sets, "sparse")


def _by_tensor(model: GraphModel, concepts: Sequence[Concept], progress: Progress) -> StabilityTable:
    from countermove.stability.tensor import TensorEngine

    assert model.form is not None
    now = ""
    engine = TensorEngine(model.form, progress=lambda what: progress(f"{now}: {what}"))
    sets: dict[str, list[StateSet]] = {}
    for concept in concepts:
        sets[concept.id] = []
        for dm, name in enumerate(model.decision_makers):
            now = f"{concept.id}, {name}"
            sets[concept.id].append(engine.stable(dm, concept.rule))
    return _told(model, tuple(concepts), engine.feasible, sets, "tensor")


def _told(
    model: GraphModel,
    concepts: tuple[Concept, ...],
    feasible: StateSet,
    sets: dict[str, list[StateSet]],
    engine: str,
) -> StabilityTable:
    """The sets as they are, or as arrays where the model's states are listed."""
    if isinstance(model.states, CubeSpace):
        return SetTable(model, concepts, feasible, sets, engine)
    codes = listed(model.states).all()
    stable = {name: np.array([[s in found for s in codes] for found in rows]) for name, rows in sets.items()}
    return ListedTable(model, concepts, stable, engine)


def _by_diagrams(
    models: Sequence[GraphModel], concepts: Sequence[Concept], limits: Limits, progress: Progress
) -> list[StabilityTable]:
    from countermove.stability.symbolic import SymbolicEngine

    first = models[0].form
    assert first is not None
    engine = SymbolicEngine(first, memory=limits.bytes, seconds=limits.patience, progress=progress)
    tables: list[StabilityTable] = []
    for model in models:
        assert model.form is not None
        own = engine if model.form == first else engine.with_wishes(model.form.wishes)
        lower, upper = _bounded(own, concepts, model.size, limits.bounds)
        if isinstance(model.states, CubeSpace):
            tables.append(SetTable(model, tuple(concepts), own.feasible, lower, "symbolic", upper))
        else:
            tables.append(_told(model, tuple(concepts), own.feasible, lower, "symbolic"))
    return tables


def _bounded(
    engine: SymbolicEngine, concepts: Sequence[Concept], size: int, bounds: bool
) -> tuple[dict[str, list[StateSet]], dict[str, list[StateSet]]]:
    """For each concept the sets of stable states; and where they are not exact, what they are at most.

    Raises `GaveUp` where `bounds` are not wanted, or where there are none to be had.
    """
    from countermove.stability.symbolic import GaveUp

    lower: dict[str, list[StateSet]] = {}
    upper: dict[str, list[StateSet]] = {}
    for concept in concepts:
        rows: list[tuple[StateSet, StateSet]] = []
        exact = True
        for dm in range(size):
            try:
                stable = engine.stable(dm, concept.rule) if exact else None
            except GaveUp:
                if not bounds or concept.rule.replies is not Replies.IMPROVEMENTS:
                    raise
                stable, exact = None, False
            rows.append((stable, stable) if stable is not None else engine.bounds(dm, concept.rule))
        lower[concept.id] = [least for least, _ in rows]
        if not exact:
            upper[concept.id] = [most for _, most in rows]
    return lower, upper
