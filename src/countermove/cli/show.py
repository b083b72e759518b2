"""What the verbs share: reading a model, printing problems, tables and JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from countermove.errors import Problem

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from countermove.evidence.ledger import Ledger
    from countermove.files.case import CaseFile
    from countermove.model.conflict import Conflict
    from countermove.model.graph import GraphModel
    from countermove.model.option_form import OptionForm
    from countermove.stability.concept import Concept
    from countermove.stability.wording import Cite

__all__ = [
    "Limits",
    "Memory",
    "as_json",
    "asked_concepts",
    "bold",
    "bullets",
    "choose_concepts",
    "choose_readings",
    "citer",
    "console",
    "definitions",
    "engine_options",
    "main_concept",
    "model_argument",
    "open_case",
    "open_conflict",
    "option_form",
    "print_json",
    "print_problems",
    "reading_name",
    "state_line",
    "state_name",
    "table",
    "tell_plan",
]

F = TypeVar("F", bound=Callable[..., Any])
#: What engines may use: the arguments engine, memory and patience of `analyse`.
Limits = dict[str, Any]


def model_argument(function: F) -> F:
    """The argument MODEL."""
    return click.argument("model", metavar="MODEL")(function)


def as_json(function: F) -> F:
    """The option --json."""
    return click.option(
        "--json", "json_", is_flag=True, help="Print JSON; its schema comes with the package, in schemas."
    )(function)


def engine_options(function: F) -> F:
    """The options --engine, --memory and --patience, which the function gets as `limits`."""
    engine = click.option(
        "--engine",
        metavar="NAME",
        default=None,
        help="auto, sparse, tensor or symbolic; says what it will take.",
    )
    memory = click.option(
        "--memory", metavar="SIZE", type=Memory(), default=None, help="How much may be used, such as 4G."
    )
    patience = click.option(
        "--patience",
        metavar="SECONDS",
        type=click.FloatRange(min=0, min_open=True),
        default=None,
        help="How long the symbolic engine may take for one question, 60 by default; then it gives bounds.",
    )

    @wraps(function)
    def with_limits(
        *given: Any, engine: str | None, memory: int | None, patience: float | None, **more: Any
    ) -> Any:
        limits = {"engine": engine, "memory": memory, "patience": patience}
        return function(*given, limits=limits, **more)

    return engine(memory(patience(with_limits)))  # type: ignore[return-value]


class Memory(click.ParamType):  # type: ignore[type-arg]
    """An amount of memory such as 4G, 500M or a number of bytes."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The amount in bytes."""
        if isinstance(value, int):
            return value
        text = str(value).strip().upper().removesuffix("B").removesuffix("I")
        units = {"K": 10, "M": 20, "G": 30, "T": 40}
        number, shift = (text[:-1], units[text[-1]]) if text[-1:] in units else (text, 0)
        try:
            amount = int(float(number) * (1 << shift))
        except (ValueError, OverflowError):
            amount = 0
        if amount <= 0:
            self.fail(f'"{value}" is no amount of memory. Write for instance 4G or 500M.', param, ctx)
        return amount


def open_case(model: str) -> CaseFile:
    """A model with the evidence it cites, by its path or its address in the library."""
    from dataclasses import replace

    from countermove.files.case import read_case
    from countermove.model.scenarios import scenario

    path, wanted = _scenario_of(model)
    case = read_case(_model_path(path))
    return replace(case, conflict=scenario(case.conflict, wanted)) if wanted else case


def open_conflict(model: str) -> Conflict:
    """A model alone, for verbs that quote no evidence: they need not wait for the ledger."""
    from countermove.files.toml import read_model
    from countermove.model.scenarios import scenario

    path, wanted = _scenario_of(model)
    conflict = read_model(_model_path(path)).conflict
    return scenario(conflict, wanted) if wanted else conflict


def _scenario_of(model: str) -> tuple[str, str]:
    """``summit.toml@mediator`` in its parts; a file whose name has an @ in it is that file."""
    from countermove.files.library import list_addresses

    path, _, wanted = model.rpartition("@")
    if not path or Path(model).exists():
        return model, ""
    known = Path(path).exists() or any(path in (a, a.rpartition("/")[2]) for a in list_addresses())
    return (path, wanted) if known else (model, "")


def _model_path(model: str) -> str | Path:
    """The file of a model: a path as it was given, or a case by its address or the last part of that."""
    from countermove.errors import ModelError, clip, did_you_mean
    from countermove.files.library import case_path, list_addresses

    if Path(model).exists() or model.endswith(".toml"):
        return model
    if "/" in model or any(known.rpartition("/")[2] == model for known in list_addresses()):
        return case_path(model)
    what = f'there is no file and no case "{clip(model)}"'
    cure = did_you_mean(model, list_addresses(), list_all=False)
    raise ModelError(Problem(what, cure or "countermove cases list shows the cases of the library."))


def choose_readings(conflict: Conflict, wanted: Sequence[str]) -> tuple[str, ...]:
    """The readings asked for, all of them by default."""
    from countermove.errors import ModelError, did_you_mean

    known = conflict.reading_ids
    unknown = [reading for reading in wanted if reading not in known]
    if unknown:
        listed = [reading for reading in known if reading]
        cure = did_you_mean(unknown[0], listed) or "The conflict has no readings of its own."
        raise ModelError(Problem(f'there is no reading "{unknown[0]}"', cure))
    return tuple(wanted) or known


def choose_concepts(models: Iterable[GraphModel], wanted: Sequence[str]) -> tuple[Concept, ...]:
    """The concepts asked for, by default those that have a meaning for all of the models."""
    from countermove.stability import default_concepts, named

    return tuple(named(name) for name in wanted) or default_concepts(*models)


def asked_concepts(wanted: Sequence[str]) -> tuple[Concept, ...] | None:
    """The concepts asked for; None leaves the choice to the analysis."""
    from countermove.stability import named

    return tuple(named(name) for name in wanted) or None


def option_form(graph: GraphModel) -> OptionForm:
    """The conflict by options alone. Raises `NotApplicable` where it cannot be said so."""
    from countermove.errors import NotApplicable

    if graph.form is None:
        raise NotApplicable(
            Problem(
                "this needs a conflict in option form whose preferences are conditions on options",
                "Leave out rankings of states, coalesced states and banned moves, or use analyse.",
            )
        )
    return graph.form


def tell_plan(
    model: GraphModel, concepts: tuple[Concept, ...] | None, limits: Limits, *, quiet: bool = False
) -> None:
    """Say on standard error which engine will answer, if it was asked for or takes its time."""
    from countermove.stability.plan import plan

    planned = plan(model, concepts, limits["engine"], limits["memory"])
    if limits["engine"] or not (planned.at_once or quiet):
        click.echo(f"{planned}.", err=True)


def main_concept(concepts: Sequence[Concept]) -> Concept:
    """The concept that explanations use unless told otherwise: sequential stability, if there."""
    return next((c for c in concepts if c.id.startswith("SEQ")), concepts[-1])


def citer(ledger: Ledger | None, most: int = 1) -> Cite:
    """Quotations for wishes: the first `most` extracts, each quoted once and afterwards left out."""
    told: set[str] = set()

    def cite(ids: Sequence[str]) -> str:
        if ledger is None:
            return ""
        fresh = [i for i in ids if i in ledger.by_id][:most]
        quotes = [ledger.quote(i) for i in fresh if i not in told]
        told.update(fresh)
        return "; ".join(quotes)

    return cite


# -- printing ------------------------------------------------------------------------------------


def console(*, stderr: bool = False) -> Console:
    """A console that wraps prose at a readable width, colours nothing, and shows every text literally."""
    from countermove.cli.printing import Plain

    return Plain(stderr=stderr)


def print_problems(problems: Iterable[Problem]) -> None:
    """Problems on standard error, one below the other, cure indented."""
    problems = list(problems)
    for problem in problems:
        kind = "warning: " if problem.warning else ""
        where = f"{problem.where}: " if problem.where else ""
        click.echo(f"{where}{kind}{problem.what}", err=True)
        if problem.cure:
            click.echo(f"    {problem.cure}", err=True)
    errors = sum(not problem.warning for problem in problems)
    if errors > 1:
        click.echo(f"{errors} mistakes.", err=True)


def print_json(data: Any) -> None:
    """JSON on standard output."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"  # a console that lacks a sign must not eat it
    plain = not encoding.casefold().startswith("utf")
    click.echo(json.dumps(data, indent=2, ensure_ascii=plain))


def table(*columns: str, numbers: int = 0) -> Table:
    """A plain table; the last `numbers` columns are right-aligned."""
    from countermove.cli.printing import Whole

    made = Whole()
    for k, column in enumerate(columns):
        made.add_column(column, justify="right" if k >= len(columns) - numbers else "left")
    return made


def bold(text: str, rest: str = "") -> Text:
    """A text in bold, and what follows it on the line."""
    from rich.text import Text

    return Text.assemble((text, "bold"), rest)


def bullets(texts: Iterable[str], sign: str = "•", *, indent: int = 0) -> Table:
    """Paragraphs with a sign before each, their further lines indented; texts are shown literally."""
    return definitions(((sign, text) for text in texts), indent=indent)


def definitions(rows: Iterable[tuple[str, str]], *, indent: int = 0) -> Table:
    """Terms in bold with an explanation beside each; both are shown literally."""
    from rich.table import Table

    made = Table.grid(padding=(0, 1, 0, 0))
    if indent:
        made.add_column(width=indent - 1)
    made.add_column(no_wrap=True, style="bold")
    made.add_column()
    for term, text in rows:
        made.add_row(*([""] if indent else []), term, text)
    return made


def reading_name(conflict: Conflict, reading: str) -> str:
    """``Reading sanger: Keeping America on side (David E. Sanger, The New York Times)``."""
    for each in conflict.readings:
        if each.id == reading:
            name = f": {each.name}" if each.name else ""
            return f"Reading {each.id}{name}" + (f" ({each.by})" if each.by else "")
    return ""


def state_name(model: GraphModel, state: int) -> str:
    """The state's number, or in graph form the source's own name of it."""
    return model.states.name(state)


def state_line(model: GraphModel, state: int) -> str:
    """``state 153 (us.press + us.supply + eu.fund)``."""
    from countermove.stability.wording import Words

    return Words(model).described(state)
