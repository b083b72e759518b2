"""`countermove robust`: in which admissible models a finding stands, and which doubts it hangs on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countermove.cli import show

if TYPE_CHECKING:
    from countermove.files.case import CaseFile
    from countermove.robustness import Engine, Ensemble, Findings, Grounds, Plan, Question
    from countermove.robustness.store import Store

__all__ = ["command"]

_EXACTLY = 50_000_000  # models that --exact goes through at most
_CALLED = {
    "concepts": "--concept", "given": "--baseline", "source": "--from", "number": "--replay", "every": "--all"
}  # fmt: skip
#: Options that would be without effect beside another, and why.
_APART = (
    (
        "--from",
        ("--reading", "--neighbours", "--baseline", "--limit", "--exact", "--sample", "--seed", "--out",
         "--states", "--resume"),
        "reads a file, which knows how it was made",
    ),
    ("--sample", ("--exact", "--limit"), "draws models, and does not go through all"),
    ("--exact", ("--limit",), "goes through all models"),
    ("--replay", ("--query", "--target", "--all"), "tells of one model"),
    ("--query", ("--target", "--all"), "asks the table"),
)  # fmt: skip
_NEEDS = (("--resume", ("--out",)), ("--states", ("--out", "--target")), ("--seed", ("--sample",)))


@dataclass(frozen=True)
class Asked:
    """What the command line asks for."""

    reading: str
    concepts: tuple[str, ...]
    neighbours: bool
    given: tuple[tuple[str, str], ...]
    sample: int
    seed: int
    limit: int
    target: str
    states: bool
    out: Path | None
    source: Path | None
    resume: bool


@click.command("robust")
@show.model_argument
@click.option("--reading", "-r", default="", help="Settle the reading.")
@click.option("--concept", "-c", "concepts", multiple=True, help="Only this concept (may be repeated).")
@click.option(
    "--target",
    "-t",
    metavar="WHAT",
    default="",
    help="status-quo, an outcome, all:OUTCOME or a state's number: what its holding hangs on.",
)
@click.option("--neighbours", is_flag=True, help="Doubt the order of neighbouring wishes, too.")
@click.option(
    "--baseline",
    "given",
    metavar="DOUBT=WAY",
    multiple=True,
    help="Ask what flips the answer from here, not from the model as written (may be repeated).",
)
@click.option("--limit", default=0, metavar="N", help="Go through up to N models; 200,000 by default.")
@click.option("--exact", is_flag=True, help="Go through all models, however many.")
@click.option("--sample", default=0, metavar="N", help="Draw N models at random.")
@click.option("--seed", default=0, show_default=True, metavar="S", help="Which N are drawn.")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Keep every model, as Parquet.")
@click.option("--states", is_flag=True, help="With --out: which states hold in which model, too.")
@click.option("--resume", is_flag=True, help="With --out: go on where the work was stopped.")
@click.option("--from", "source", type=click.Path(path_type=Path), metavar="FILE", help="Read what was kept.")
@click.option("--query", metavar="SQL", default="", help="With --from or --out: ask the table models.")
@click.option("--replay", "number", type=int, metavar="K", help="Do model K alone, and check it.")
@click.option("--all", "every", is_flag=True, help="Tell what every finding rests on, and what flips it.")
@show.as_json
def command(
    model: str,
    reading: str,
    concepts: Sequence[str],
    target: str,
    neighbours: bool,
    given: Sequence[str],
    limit: int,
    exact: bool,
    sample: int,
    seed: int,
    out: Path | None,
    states: bool,
    resume: bool,
    source: Path | None,
    query: str,
    number: int | None,
    every: bool,
    json_: bool,
) -> None:
    """In which admissible models a finding stands, and which doubts it hangs on.

    A model's doubts say what may be otherwise. All models that they admit are analysed (or as many as
    you let it draw), and it is told in how many each outcome holds, which doubts the answer rests on,
    and which few of them, turning out otherwise, would flip it.
    """
    from countermove.robustness import LIMIT

    _check_together(click.get_current_context().params)
    case = show.open_case(model)
    most = _EXACTLY if exact else limit or LIMIT
    asked = Asked(
        reading, tuple(concepts), neighbours, tuple(_pair(text) for text in given), sample, seed, most,
        target, states, out, source, resume,
    )  # fmt: skip
    engine, plan = _engine(case, asked)
    wanted = _question(engine, asked)  # before the work, as a slip of the pen must not cost hours
    shelf = _shelf(engine, plan, asked)
    if number is not None:
        _replay(engine, plan, number, shelf, json_)
        return
    if query:
        _query(case, engine, plan, shelf, query, json_)
        return
    ensemble = _ensemble(engine, plan, shelf)
    _tell(case, ensemble, wanted, every, json_)


def _check_together(params: Mapping[str, Any]) -> None:
    """Raise a `UsageError` for options that would be without effect beside others, or without them."""
    stated = [_CALLED.get(name, f"--{name}") for name, value in params.items()
              if value or (name == "number" and value is not None)]  # fmt: skip
    for one, others, why in _APART:
        clash = [name for name in stated if name in others]
        if one in stated and clash:
            raise click.UsageError(f"{one} {why}: leave out {' and '.join(clash)}.")
    for one, needs in _NEEDS:
        if one in stated and not set(needs) & set(stated):
            raise click.UsageError(f"{one} is for work with {' or '.join(needs)}.")
    if "--from" in stated and "--concept" in stated and "--target" not in stated:
        raise click.UsageError("--from tells of all concepts that were kept: --concept goes with --target.")
    if params["limit"] < 0:
        raise click.UsageError("--limit takes a number from 1 upwards.")


def _pair(text: str) -> tuple[str, str]:
    doubt, sign, way = text.partition("=")
    if not sign:
        raise click.UsageError(f'--baseline takes DOUBT=WAY, not "{text}".')
    return doubt.strip(), way.strip()


def _engine(case: CaseFile, asked: Asked) -> tuple[Engine, Plan]:
    """What finds equilibria, and which models are looked at; a file knows how it was made."""
    from countermove.robustness import Engine, admissible, plan_for
    from countermove.robustness.structures import check_size

    conflict = case.conflict
    if asked.source is not None:
        return _as_stored(case, asked.source)
    check_size(conflict.graph(conflict.reading_ids[0]))
    models = admissible(conflict, with_neighbours=asked.neighbours, reading=asked.reading, given=asked.given)
    plan = plan_for(models, sample=asked.sample, seed=asked.seed, limit=asked.limit)
    keep = asked.states or asked.target.isdecimal()
    return Engine(models, asked.concepts or None, keep=keep), plan


def _as_stored(case: CaseFile, source: Path) -> tuple[Engine, Plan]:
    from countermove.robustness import Engine, Plan, admissible
    from countermove.robustness.store import read_header

    told = read_header(source)
    asked = told["asked"]
    models = admissible(
        case.conflict,
        with_neighbours=asked["neighbours"],
        reading=asked["reading"],
        given=[(doubt, way) for doubt, way in asked["given"]],
    )
    plan = Plan(told["exact"], told["count"], told["seed"])
    return Engine(models, told["concepts"], keep=told["keeps_states"]), plan


def _shelf(engine: Engine, plan: Plan, asked: Asked) -> Store | None:
    if asked.source is None and asked.out is None:
        return None
    from countermove.robustness.store import Store

    if asked.source is not None:
        return Store.reading(asked.source, engine, plan)
    assert asked.out is not None
    return Store(asked.out, engine, plan, resume=asked.resume)


def _ensemble(engine: Engine, plan: Plan, shelf: Store | None) -> Ensemble:
    from countermove.cli.progress import progress
    from countermove.robustness import run

    with progress() as tell, _kept(shelf, plan):
        ensemble = run(engine, plan, shelf=shelf, progress=tell)
        if shelf is not None and not shelf.finished:
            shelf.finish()
            click.echo(f"{plan.count:,} models are kept in {shelf.file}.", err=True)
    return ensemble


@contextmanager
def _kept(shelf: Store | None, plan: Plan) -> Iterator[None]:
    """Say what is kept where the work is stopped."""
    try:
        yield
    except KeyboardInterrupt:
        if shelf is not None and not shelf.finished:
            click.echo(f"{shelf.done:,} of {plan.count:,} models are kept; --resume goes on.", err=True)
        raise


def _question(engine: Engine, asked: Asked) -> Question | None:
    from countermove.robustness import question

    return question(engine, asked.target, "".join(asked.concepts[:1])) if asked.target else None


def _tell(case: CaseFile, ensemble: Ensemble, wanted: Question | None, every: bool, json_: bool) -> None:
    from countermove.cli import robust_print
    from countermove.reports.robustness import Teller
    from countermove.robustness import Findings

    findings, teller = Findings(ensemble), Teller(ensemble, case.ledger)
    if json_:
        from countermove.reports.robustness_data import robustness_data

        show.print_json(robustness_data(findings, teller, wanted))
        return
    out = show.console()
    robust_print.print_head(out, findings, teller)
    robust_print.print_shares(out, findings, teller)
    robust_print.print_headlines(out, findings, teller)
    for grounds in _chosen(findings, wanted, every):
        robust_print.print_grounds(out, grounds, teller, None if every else 6)
    robust_print.print_contested(out, findings, teller)
    out.print(f"\n{teller.assumes()}")


def _chosen(findings: Findings, wanted: Question | None, every: bool) -> list[Grounds]:
    """What the grounds are told of: what was asked for; else the finding that hangs on most."""
    if wanted is not None:
        return [findings.grounds(wanted)]
    varied = [grounds for grounds in findings.headlines if grounds.varies]
    if every:
        return varied
    quo = [grounds for grounds in varied if grounds.question.kind == "quo"]
    return (quo or sorted(varied, key=lambda each: abs(each.share.probability * 2 - 1)))[:1]


# -- one model, and queries ----------------------------------------------------------------------


def _replay(engine: Engine, plan: Plan, number: int, shelf: Store | None, json_: bool) -> None:
    from countermove.cli import robust_print
    from countermove.reports.robustness import Teller
    from countermove.robustness import replay

    stored = (
        shelf.row(number - 1) if shelf is not None and shelf.finished and 0 < number <= plan.count else None
    )
    found = replay(engine, plan, number - 1, stored)
    teller = Teller(_alone(engine, plan))
    if json_:
        from countermove.reports.robustness_data import replay_data

        show.print_json(replay_data(found, teller))
    else:
        robust_print.print_replay(show.console(), found, teller, stored is not None)
    if found.differs:
        raise click.exceptions.Exit(1)


def _alone(engine: Engine, plan: Plan) -> Any:
    """An ensemble without models, for its words."""
    from types import SimpleNamespace

    return SimpleNamespace(engine=engine, models=engine.models, plan=plan)


def _query(case: CaseFile, engine: Engine, plan: Plan, shelf: Store | None, sql: str, json_: bool) -> None:
    from countermove.cli import robust_print
    from countermove.robustness.store import query

    if shelf is None:
        raise click.UsageError("--query asks a file: give --from FILE, or --out FILE.")
    if not shelf.finished:
        _ensemble(engine, plan, shelf)
    found = query(shelf.file, sql)
    if json_:
        from countermove.reports.robustness_data import query_data

        show.print_json(query_data(case.conflict.title, sql, found))
    else:
        robust_print.print_table(show.console(), found)
