"""Which engine answers: a choice by size, with an estimate, before any memory is used.

* **sparse**: a list of the feasible states and values that run along moves, in C over implicit moves
  (`fibres`) or along listed ones (`values`); relation tables where a preference is unknown or graded.
  Every model, up to some million states. A few hundred states are looked at one by one (`single`).
* **tensor**: one cell for each combination of options. Option form, up to what memory holds.
* **symbolic**: decision diagrams. Option form of any number of options, as far as the diagrams stay small.

The two for many states take a conflict that can be said by options alone (`GraphModel.form`).
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from countermove._numpy import np
from countermove.errors import NotApplicable, Problem, TooLarge, did_you_mean
from countermove.kernels import native
from countermove.model.build import FEW_STATES, Keep
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, listed
from countermove.model.sets import StateSet
from countermove.stability.concept import Concept, Replies, default_concepts
from countermove.stability.table import ListedTable, SetTable, StabilityTable

if TYPE_CHECKING:
    from countermove.stability.symbolic import SymbolicEngine

__all__ = ["ENGINES", "Plan", "analyse", "analyse_all", "default_memory", "keeping", "plan"]

ENGINES = ("auto", "sparse", "tensor", "symbolic")

Progress = Callable[[str], None]
#: Seconds that the symbolic engine may take for one question, unless told otherwise.
PATIENCE = 60.0
_DIAGRAMS = 4 << 30  # bytes for diagrams, unless less is allowed: with more they only get slower
_WORTH_TRYING = 4.0  # seconds of the tensor engine, for which diagrams are tried first
#: More options than this are never kept as a tensor.
MOST_OPTIONS = 34


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may take: bytes and seconds."""

    bytes: int
    patience: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The engine for a model and what it will take: bytes, and seconds where that can be told.

    `otherwise` is the engine that takes over if this one, whose time cannot be told, takes too long.
    """

    engine: str
    combinations: int
    memory: int
    seconds: float | None
    otherwise: Plan | None = None

    @property
    def at_once(self) -> bool:
        """Whether it takes no time worth a word."""
        return self.seconds is not None and self.seconds < 1

    def __str__(self) -> str:
        over = "combinations of options" if self.engine != "sparse" else "feasible states"
        time = "" if self.seconds is None else f", about {_duration(self.seconds)} for a reading"
        said = f"Engine: {self.engine}, {self.combinations:,} {over}{time}, up to {_bytes(self.memory)}"
        if self.otherwise is None or self.otherwise.seconds is None:
            return said
        later = _duration(self.otherwise.seconds)
        return f"{said}; if that takes too long, {self.otherwise.engine}, about {later}"


def keeping(engine: str | None) -> Keep:
    """How a model has to keep its states for an engine to take it with the least effort."""
    return "list" if engine == "sparse" else "auto" if engine else "light"


def default_memory() -> int:
    """How much an analysis may take unless told otherwise, in bytes: two thirds of what the machine has."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") * 2 // 3
    except (AttributeError, ValueError, OSError):  # not on every system
        return 4 << 30


def plan(
    model: GraphModel,
    concepts: Sequence[Concept] | None = None,
    engine: str | None = None,
    memory: int | None = None,
) -> Plan:
    """The engine for some concepts (by default those of `default_concepts`) on a model.

    Raises `NotApplicable` for an engine that there is not or that cannot take the model, `TooLarge` if
    what is wanted does not fit into `memory` bytes.
    """
    engine = engine or "auto"
    if engine not in ENGINES:
        raise NotApplicable(Problem(f'there is no engine "{engine}"', did_you_mean(engine, ENGINES)))
    concepts = default_concepts(model) if concepts is None else concepts
    room = default_memory() if memory is None else memory
    if engine == "auto" and _is_small(model):
        return Plan("sparse", model.states.size, 1 << 20, 0.0)
    unlisted = isinstance(model.states, CubeSpace)
    if engine == "sparse" or (engine == "auto" and not unlisted):
        return _within(_sparse(model, concepts), model, room)
    if model.form is None:
        raise NotApplicable(_no_form(engine))
    diagrams = Plan("symbolic", 1 << len(model.form.options), min(room, _DIAGRAMS), None)
    if engine == "symbolic":
        return diagrams
    if engine == "auto" and not _tensors():
        return diagrams
    tensor = _tensor(model, concepts)
    if engine == "auto" and (tensor.memory > room or len(model.form.options) > MOST_OPTIONS):
        return diagrams
    if engine == "auto" and (tensor.seconds or 0) > _WORTH_TRYING:
        return replace(diagrams, otherwise=tensor)
    return _within(tensor, model, room)


def _tensors() -> bool:
    """Whether there is something that compiles or was compiled for tensors."""
    return native.load() is not None or find_spec("numba") is not None


def _is_small(model: GraphModel) -> bool:
    """Whether the states are few and not listed, so that they are best looked at one by one."""
    few_options = model.form is not None and len(model.form.options) <= 16
    return few_options and isinstance(model.states, CubeSpace) and model.states.size <= FEW_STATES


def _no_form(engine: str) -> Problem:
    return Problem(
        f"the {engine} engine takes conflicts in option form whose preferences are conditions on options",
        "Leave out rankings of states, coalesced states and banned moves, or use the sparse engine.",
    )


def _within(chosen: Plan, model: GraphModel, room: int) -> Plan:
    if chosen.memory <= room:
        return chosen
    what = (
        f"the {chosen.engine} engine would take {_bytes(chosen.memory)} for {_states(model)}"
        f" ({chosen.combinations:,} combinations of options); {_bytes(room)} are allowed"
    )
    other = "" if model.form is None or chosen.engine == "symbolic" else " Or try --engine symbolic."
    raise TooLarge(
        Problem(what, f"Allow more with --memory, or exclude combinations that cannot happen.{other}")
    )


def _states(model: GraphModel) -> str:
    try:
        return f"{model.states.size:,} feasible states"
    except TooLarge:  # not to be counted, so entangled are the exclusions
        return "more feasible states than can be counted"


# -- estimates --------------------------------------------------------------------------------------


def _sparse(model: GraphModel, concepts: Sequence[Concept]) -> Plan:
    states = model.states.size
    memory = states * (200 + 60 * model.size + len(concepts) * model.size)
    return Plan("sparse", states, memory, states * model.size * max(len(concepts), 1) * 1e-6)


def _tensor(model: GraphModel, concepts: Sequence[Concept]) -> Plan:
    """Measured on one core; a second one makes it shorter. Whatever is not relevant takes next to nothing."""
    from countermove.stability.relevance import relevant

    form = model.form
    assert form is not None
    cells = 1 << len(form.options)
    seconds = cells * 2e-9 * len(concepts) * model.size
    widest = 0
    for concept in concepts:
        for dm in range(model.size):
            spanned = 1 << relevant(form, dm, concept.rule).bit_count()
            willing = concept.rule.replies is Replies.IMPROVEMENTS
            pairs = sum(1 << mover.own.bit_count() for mover in form.movers) if willing else 0
            seconds += spanned * (model.size * (6e-9 if willing else 4e-9) + pairs * 3e-10)
            widest = max(widest, spanned * (4 + model.size if willing else 6))
    memory = (64 << 20) + widest + cells // 8 * (model.size * len(concepts) + 2)
    return Plan("tensor", cells, memory, seconds)


def _duration(seconds: float) -> str:
    for limit, unit in ((100, "second"), (6000, "minute"), (200_000, "hour")):
        if seconds < limit:
            amount = max(round(seconds * 100 / limit), 1) if unit != "second" else max(round(seconds), 1)
            return f"{amount} {unit}{'s' if amount != 1 else ''}"
    return f"{seconds / 86400:,.0f} days"


def _bytes(amount: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6)):
        if amount >= size:
            return f"{amount / size:,.0f} {unit}" if amount >= 10 * size else f"{amount / size:.1f} {unit}"
    return f"{amount / 1000:.0f} kB"


# -- analysis --------------------------------------------------------------------------------------


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
    return analyse_all([model], concepts, engine=engine, memory=memory, patience=patience, progress=progress)[
        0
    ]


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
    if engine in (None, "auto") and _is_small(models[0]):
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

    share = (tensor.seconds or PATIENCE) / 4
    try:
        tables = _by_diagrams(models, concepts, Limits(limits.bytes, min(share, limits.patience)), progress)
        if all(table.exact(concept) for table in tables for concept in concepts):
            return tables
    except (GaveUp, NotApplicable):  # too entangled, or a library is missing
        pass
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
        lower, upper = _bounded(own, concepts, model.size)
        if isinstance(model.states, CubeSpace):
            tables.append(SetTable(model, tuple(concepts), own.feasible, lower, "symbolic", upper))
        else:
            tables.append(_told(model, tuple(concepts), own.feasible, lower, "symbolic"))
    return tables


def _bounded(
    engine: SymbolicEngine, concepts: Sequence[Concept], size: int
) -> tuple[dict[str, list[StateSet]], dict[str, list[StateSet]]]:
    """For each concept the sets of stable states; and where they are not exact, what they are at most."""
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
                if concept.rule.replies is not Replies.IMPROVEMENTS:
                    raise
                stable, exact = None, False
            rows.append((stable, stable) if stable is not None else engine.bounds(dm, concept.rule))
        lower[concept.id] = [least for least, _ in rows]
        if not exact:
            upper[concept.id] = [most for _, most in rows]
    return lower, upper
