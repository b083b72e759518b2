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
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec

from countermove.errors import NotApplicable, Problem, TooLarge, did_you_mean
from countermove.kernels import native
from countermove.model.build import FEW_STATES, Keep
from countermove.model.cube import CubeSpace
from countermove.model.graph import GraphModel
from countermove.model.option_form import OptionForm
from countermove.stability.concept import Concept, Replies, default_concepts
from countermove.stability.relevance import mask_of, relevant

__all__ = ["ENGINES", "MOST_OPTIONS", "Plan", "default_memory", "is_small", "keeping", "plan"]

ENGINES = ("auto", "sparse", "tensor", "symbolic")

_DIAGRAMS = 4 << 30  # bytes for diagrams, unless less is allowed: with more they only get slower
_WORTH_TRYING = 4.0  # seconds of the tensor engine, for which diagrams are tried first
#: More options than this are never kept as a tensor.
MOST_OPTIONS = 34


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
    if engine == "auto" and is_small(model):
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


def is_small(model: GraphModel) -> bool:
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
    form = model.form
    assert form is not None
    cells = 1 << len(form.options)
    seconds = cells * 2e-9 * len(concepts) * model.size
    widest, wishes = 0, sum(_cell(form, [dm]) for dm in range(model.size))
    for concept in concepts:
        for dm in range(model.size):
            spanned = 1 << relevant(form, dm, concept.rule).bit_count()
            willing = concept.rule.replies is Replies.IMPROVEMENTS
            pairs = sum(1 << mover.own.bit_count() for mover in form.movers) if willing else 0
            seconds += spanned * (model.size * (6e-9 if willing else 4e-9) + pairs * 3e-10)
            widest = max(widest, spanned * (2 * _cell(form, range(model.size)) + willing * wishes))
    tables = max(1 << mask_of(form, wish.conditions).bit_count() for wish in form.wishes)
    memory = (64 << 20) + widest + 40 * tables + cells // 8 * (model.size * len(concepts) + 3)
    return Plan("tensor", cells, memory, seconds)


def _cell(form: OptionForm, dms: Iterable[int]) -> int:
    """How many bytes a rank takes at the most, for some decision makers together."""
    bits = 1
    for wish in (form.wishes[dm] for dm in dms):
        bits = max(bits, min(len(wish.conditions), mask_of(form, wish.conditions).bit_count()))
    return 1 if bits <= 7 else 2 if bits <= 15 else 4


def _duration(seconds: float) -> str:
    for limit, size, unit in ((100, 1, "second"), (6_000, 60, "minute"), (200_000, 3_600, "hour")):
        if seconds < limit:
            amount = max(round(seconds / size), 1)
            return f"{amount} {unit}{'s' if amount != 1 else ''}"
    return f"{seconds / 86_400:,.0f} days"


def _bytes(amount: int) -> str:
    for unit, size in (("GB", 10**9), ("MB", 10**6)):
        if amount >= size:
            return f"{amount / size:,.0f} {unit}" if amount >= 10 * size else f"{amount / size:.1f} {unit}"
    return f"{amount / 1000:.0f} kB"
