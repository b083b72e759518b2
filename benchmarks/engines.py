"""The benchmark page: what the engines take, how it grows, and whether all of them say the same.

    python benchmarks/engines.py                    # some minutes
    python benchmarks/engines.py --large            # up to 2^28 combinations as well
    python benchmarks/engines.py --suite 10         # ten seeds of the suite for the symbolic engine (3)
    python benchmarks/engines.py --peer PATH        # beside a checkout of the older program (`peer`)
    python benchmarks/engines.py --quick            # small conflicts only: is every answer right?

Prints Markdown. Each measurement is a fresh process; "CPU" is its processor time without the start of
Python, "peak" the most memory that the process ever had, Python and NumPy included. A wrong answer ends
the run with 1, a time never does. Runs where the operating system tells the memory of a process: not on
Windows.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests"), str(ROOT / "benchmarks")]

import numpy as np  # noqa: E402
import peer  # noqa: E402
import suite  # noqa: E402

from countermove import CONCEPTS, GraphModel, analyse, case_path, read_case  # noqa: E402
from countermove.kernels.tensor import cell_type  # noqa: E402
from countermove.model.conflict import Conflict  # noqa: E402
from countermove.stability import ListedTable  # noqa: E402
from countermove.stability.tensor import RankTable  # noqa: E402
from oracle import Oracle, codes_of  # noqa: E402
from stability.large import grown  # noqa: E402

CLASSICAL = ("Nash", "GMR", "SMR", "SEQ")
WHOLE = ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM")
EUROPE = "washington-2025/europe"
#: The equilibria of that case, reading by reading.
KNOWN = {
    "sanger": {"Nash": 1, "GMR": 77054928, "SMR": 36928976, "SEQ": 42171025, "SSEQ": 29365297},
    "schwarz": {"Nash": 1, "GMR": 57780960, "SMR": 27536480, "SEQ": 5280057, "SSEQ": 3869193},
}
#: The engines that are compared, and the most options with which each of them is.
MOST = {"sparse": 22, "tensor": 30, "symbolic": 16}
REPEATS = 3
DAY = 86400.0  # seconds; an answer that is compared must not depend on how fast the machine is


@dataclass(frozen=True)
class Extent:
    """How much is measured."""

    options: tuple[int, ...] = (16, 18, 20, 22, 24)
    singly: bool = True  # each concept by itself, too
    whole: tuple[tuple[int, ...], ...] = ((2, 2, 2, 1), (3, 3, 3, 3))
    cells: tuple[suite.Cell, ...] = suite.CELLS
    seeds: int = 3
    by_tensor: tuple[str, ...] = ("Nash", "GMR", "SMR")
    repeats: int = REPEATS
    checkout: Path | None = None
    shapes: tuple[tuple[int, ...], ...] = peer.SHAPES


QUICK = Extent(
    options=(12, 16),
    singly=False,
    whole=((2, 2, 2, 1),),
    cells=(suite.Cell(60, ("Nash", "GMR", "SMR"), 20),),
    seeds=1,
    by_tensor=(),
    repeats=1,
    shapes=((3, 3), (2, 2, 1, 1)),
)


def grow(extent: Extent) -> Extent:
    """The same with everything that takes long."""
    shapes = peer.SHAPES + peer.LARGE_SHAPES
    return replace(extent, options=(*extent.options, 26, 28), by_tensor=tuple(KNOWN["sanger"]), shapes=shapes)


# -- the page --------------------------------------------------------------------------------------


@dataclass
class Page:
    """What is printed, as it comes, and what was found to be wrong."""

    wrong: list[str] = field(default_factory=list)

    def say(self, *lines: str) -> None:
        print(*lines, sep="\n", flush=True)

    def section(self, title: str, *text: str) -> None:
        self.say("", f"## {title}", "", *text, "")

    def table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        self.say("| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads))
        for row in rows:
            self.say("| " + " | ".join(row) + " |")

    def check(self, what: str, found: object, wanted: object) -> str:
        """Note what is not as it should be; one word for the table."""
        if found == wanted:
            return "equal"
        self.wrong.append(f"{what}: {found} instead of {wanted}")
        return "DIFFERENT"


def said(seconds: float) -> str:
    """Seconds, as exactly as they were measured."""
    return f"{seconds:.1f}" if seconds >= 10 else f"{seconds:.2f}" if seconds >= 1 else f"{seconds:.3f}"


# -- fresh processes -------------------------------------------------------------------------------


def in_a_process(what: str, *words: Any) -> dict[str, Any]:
    """The answer of one of `TASKS` in a fresh interpreter."""
    command = [sys.executable, str(Path(__file__).resolve()), "--task", json.dumps([what, *words])]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{what} {words} failed:\n{run.stderr}")
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def peak() -> float:
    """The most memory that this process had so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # elsewhere a new process may begin with what the one that started it had
        return int(status.read_text().partition("VmHWM:")[2].split()[0]) / (1 << 10)
    unit = 1 if sys.platform == "darwin" else 1 << 10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / (1 << 20)


@contextmanager
def timed(found: dict[str, Any], cpu: str, wall: str = "") -> Iterator[None]:
    """Enter into `found` what the block takes."""
    begin = time.process_time(), time.perf_counter()
    yield
    found[cpu] = time.process_time() - begin[0]
    if wall:
        found[wall] = time.perf_counter() - begin[1]


def random_model(options: int) -> Conflict:
    """Four decision makers with seven statements each; some options irreversible, some states excluded."""
    shape = [options // 4 + (k < options % 4) for k in range(4)]
    return grown(1, shape, exclusions=options // 4, irreversible=0.15, statements=7)


def one_analysis(options: int, engine: str, concepts: Sequence[str]) -> dict[str, Any]:
    """What it takes to build one random model and to analyse it, and how many equilibria there are."""
    found: dict[str, Any] = {}
    conflict = random_model(options)
    with timed(found, "building"):
        model = conflict.graph(keep="list" if engine == "sparse" else "cube")
    with timed(found, "cpu", "wall"):
        table = analyse(model, [CONCEPTS[name] for name in concepts], engine=engine, patience=DAY)
    found |= {"states": model.states.size, "peak": peak()}
    found["counts"] = {name: table.holding(name).count for name in concepts}
    return found | {"copy": plain_copy(model, engine)}


def plain_copy(model: GraphModel, engine: str) -> float:
    """Seconds for a plain copy of one value for each decision maker and each state of the engine."""
    assert model.form is not None
    if engine == "sparse":
        cells, kind = model.states.size, np.dtype(np.int64)
    else:
        levels = max(RankTable(wish, model.form.positions).levels for wish in model.form.wishes)
        cells, kind = 1 << len(model.form.options), cell_type(levels)
    source, target = np.ones(cells, dtype=kind), np.zeros(cells, dtype=kind)
    return model.size * best_of(REPEATS, lambda: np.copyto(target, source))


def best_of(repeats: int, call: Callable[[], object]) -> float:
    """The least processor time of some runs."""
    taken: dict[str, float] = {}
    least = math.inf
    for _ in range(repeats):
        with timed(taken, "cpu"):
            call()
        least = min(least, taken["cpu"])
    return least


def one_of_the_suite(*words: Any) -> dict[str, Any]:
    """One conflict of the suite for the symbolic engine."""
    return asdict(suite.solve(*words)) | {"peak": peak()}


def one_reading(reading: str, engine: str, concepts: Sequence[str]) -> dict[str, Any]:
    """The equilibria of the large case of the library in one reading."""
    found: dict[str, Any] = {}
    with timed(found, "cpu"):
        model = read_case(case_path(EUROPE)).conflict.graph(reading)
        table = analyse(model, [CONCEPTS[name] for name in concepts], engine=engine, patience=DAY)
        found["counts"] = {name: table.holding(name).count for name in concepts}
    return found | {"states": model.states.size, "peak": peak()}


TASKS: dict[str, Callable[..., dict[str, Any]]] = {
    "analysis": one_analysis,
    "suite": one_of_the_suite,
    "reading": one_reading,
}


# -- right answers ---------------------------------------------------------------------------------


def answers(page: Page, extent: Extent) -> None:
    """Every engine on small conflicts, verdict by verdict, against the definitions taken literally."""
    page.section("Answers", "Random conflicts of up to 128 states; every verdict beside the definition.")
    seen: dict[str, list[int]] = {engine: [0, 0] for engine in MOST}
    for seed, shape in enumerate([(2, 2, 1), (2, 1, 1, 2), (3, 2), (2, 2, 2), (2, 2, 2, 1)]):
        conflict = grown(seed, shape, exclusions=seed % 3, irreversible=0.2, statements=5)
        wanted = literal(conflict)
        for engine, (_, differing) in seen.items():
            found = verdicts(conflict.graph(keep="list"), engine)
            differing += sum(found[key] != truth for key, truth in wanted.items())
            seen[engine] = [seen[engine][0] + len(wanted), differing]
    for engine, (_, differing) in seen.items():
        page.check(f"verdicts of the {engine} engine that differ from the definitions", differing, 0)
    page.table(("engine", "verdicts", "wrong"), ([e, f"{n:,}", str(bad)] for e, (n, bad) in seen.items()))


Verdicts = dict[tuple[str, int, int], bool]


def literal(conflict: Conflict) -> Verdicts:
    """(concept, decision maker, state) -> whether it is stable, by the definition."""
    oracle = Oracle(conflict)
    codes = codes_of(conflict.graph(keep="list"), oracle)
    return {
        (concept, dm, codes[s]): oracle.stable(concept, dm, s)
        for concept in CLASSICAL
        for dm in range(len(oracle.dms))
        for s in oracle.all
    }


def verdicts(model: GraphModel, engine: str) -> Verdicts:
    """The same by an engine."""
    table = analyse(model, [CONCEPTS[name] for name in CLASSICAL], engine=engine, patience=DAY)
    assert isinstance(table, ListedTable)
    codes = list(table.where())
    return {
        (concept, dm, code): bool(table.stable[concept][dm][k])
        for concept in CLASSICAL
        for dm in range(model.size)
        for k, code in enumerate(codes)
    }


# -- whole processes -------------------------------------------------------------------------------


def written(conflict: Conflict) -> str:
    """A model file."""
    lines = ["countermove = 1", 'title = "Random conflict"']
    for dm in conflict.decision_makers:
        lines += ["", "[[decision_makers]]", f'id = "{dm.id}"']
        for option in dm.options:
            lines += ["", "[[decision_makers.options]]", f'id = "{option.id}"']
            lines += [f'irreversible = "{option.irreversible}"'] if option.irreversible else []
    for exclusion in conflict.exclusions:
        lines += ["", "[[exclusions]]", f'never = "{exclusion.never}"']
    for wish in conflict.preferences:
        lines += ["", "[[preferences]]", f'dm = "{wish.dm}"']
        for statement in wish.statements:
            lines += ["", "[[preferences.statements]]", f'that = "{statement.that}"']
    return "\n".join(lines) + "\n"


def one_command(file: Path, cache: str) -> tuple[float, float, dict[str, int]]:
    """(processor time, time on the clock, equilibria by concept) of one run of the command line."""
    words = [word for concept in WHOLE for word in ("-c", concept)]
    command = [sys.executable, "-m", "countermove", "analyse", str(file), *words, "--json"]
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPATH": str(ROOT / "src"), "PYTHONPYCACHEPREFIX": cache}
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, env=env, check=True)
    wall, after = time.perf_counter() - begin, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    counts = {c["id"]: c["count"] for c in json.loads(run.stdout)["readings"][0]["concepts"]}
    return cpu, wall, counts


def whole(page: Page, extent: Extent) -> None:
    """The command line from start to end, files included."""
    about = (
        f"`countermove analyse --json` under {', '.join(WHOLE)}, start and end included: best of some runs."
    )
    page.section("Whole processes", about)
    heads = ("states", "DMs", "CPU s", "wall s", "runs", "equilibria", "check")
    with tempfile.TemporaryDirectory() as folder:
        page.table(heads, (one_whole(page, shape, extent.repeats, Path(folder)) for shape in extent.whole))


def one_whole(page: Page, shape: Sequence[int], repeats: int, folder: Path) -> list[str]:
    """One line of that table."""
    conflict = grown(1, shape, irreversible=0.1, statements=6)
    file = folder / f"{sum(shape)}.toml"
    file.write_text(written(conflict), encoding="utf-8")
    model = conflict.graph()
    table = analyse(model, [CONCEPTS[name] for name in WHOLE])
    runs = [one_command(file, str(folder)) for _ in range(repeats + 1)][1:]  # the first fills the caches
    counts = {name: table.holding(name).count for name in WHOLE}
    same = page.check(f"the command line on {model.states.size} states", runs[0][2], counts)
    times = [said(min(cpu for cpu, _, _ in runs)), said(min(wall for _, wall, _ in runs))]
    listed = ", ".join(f"{n:,}" for n in counts.values())
    return [f"{model.states.size:,}", str(model.size), *times, str(repeats), listed, same]


# -- engines ---------------------------------------------------------------------------------------

Grown = dict[tuple[str, str], list[tuple[int, float]]]  # (engine, concept) -> (states, CPU seconds)


def engines(page: Page, extent: Extent) -> None:
    """The engines on ever more states; the symbolic one only on few, to see that it agrees."""
    page.section(
        "States against time and memory",
        "Four decision makers, seven statements each. Building the model is not part of CPU and wall.",
        '"copies" is the CPU time as a multiple of a plain copy, in the same process, of one value for each',
        "decision maker and each state (sparse) or combination of options (the others).",
    )
    heads = ("options", "states", "engine", "concept", "building, CPU s", "CPU s", "wall s", "peak MB")
    curves: Grown = {}
    more = ("copy, CPU ms", "copies", "equilibria", "check")
    page.table(
        (*heads, *more), (row for n in extent.options for row in of_size(page, n, extent.singly, curves))
    )
    exponents(page, curves)


def of_size(page: Page, options: int, singly: bool, curves: Grown) -> Iterator[list[str]]:
    """The lines of that table for one number of options; the engines have to agree."""
    counts: dict[str, int] = {}
    for engine in (engine for engine, most in MOST.items() if options <= most):
        for concepts in (*((name,) for name in CLASSICAL if singly), CLASSICAL):
            found = in_a_process("analysis", options, engine, concepts)
            which = concepts[0] if len(concepts) == 1 else "all four"
            curves.setdefault((engine, which), []).append((found["states"], found["cpu"]))
            wanted = {name: counts.setdefault(name, n) for name, n in found["counts"].items()}
            same = page.check(f"{engine}, {options} options, {which}", found["counts"], wanted)
            yield told(options, engine, which, found, same)


def told(options: int, engine: str, which: str, found: dict[str, Any], same: str) -> list[str]:
    times = [said(found[key]) for key in ("building", "cpu", "wall")]
    copies = f"{found['cpu'] / found['copy']:,.0f} ×" if found["copy"] else "-"
    counts = ", ".join(f"{n:,}" for n in found["counts"].values())
    first = [str(options), f"{found['states']:,}", engine, which, *times, f"{found['peak']:,.0f}"]
    return [*first, f"{1000 * found['copy']:.3f}", copies, counts, same]


def exponents(page: Page, curves: Grown) -> None:
    """By what power of the states the time grows."""
    page.section(
        "Growth",
        "The slope of log CPU time over log states, by least squares over the lines above: 1 is linear. Only",
        "options that matter to a verdict span the tensor, so that it grows less under Nash, GMR and SMR.",
    )
    several = ((key, points) for key, points in curves.items() if len(points) > 1)
    rows = ([e, c, str(len(points)), f"{slope(points):.2f}"] for (e, c), points in several)
    page.table(("engine", "concept", "sizes", "exponent"), rows)


def slope(points: Sequence[tuple[int, float]]) -> float:
    """The least-squares slope of log seconds over log states."""
    seconds = [math.log(max(cpu, 1e-6)) for _, cpu in points]
    return statistics.linear_regression([math.log(states) for states, _ in points], seconds).slope


# -- the suite for the symbolic engine -------------------------------------------------------------


def symbolic(page: Page, extent: Extent) -> None:
    """Conflicts that only diagrams can take; those on which the engine gives up are counted."""
    page.section(
        "Suite for the symbolic engine",
        f"`benchmarks/suite.py`, seeds 1 to {extent.seeds}: 30 options have 5 decision makers, 60 and 100",
        "have 8. CPU seconds of those solved, building included.",
    )
    heads = ("options", "family", "concepts", "limit, CPU s", "solved", "gave up", "median", "max", "peak MB")
    cells = ((cell, family) for cell in extent.cells for family in suite.FAMILIES)
    page.table((*heads, "equilibria, seed 1"), (of_cell(cell, f, extent.seeds) for cell, f in cells))


def of_cell(cell: suite.Cell, family: str, seeds: int) -> list[str]:
    """One line of that table."""
    words = [(cell.options, family, seed, cell.concepts, cell.limit) for seed in range(1, seeds + 1)]
    every = [in_a_process("suite", *each) for each in words]
    solved = [found for found in every if not found["gave_up"]]
    cpu = [found["cpu"] for found in solved]
    times = [said(statistics.median(cpu)), said(max(cpu))] if cpu else ["-", "-"]
    counts = ", ".join(f"{n:,}" for n in every[0]["counts"].values()) or "gave up"
    numbers = [str(len(solved)), str(len(every) - len(solved)), *times]
    most = f"{max(found['peak'] for found in every):,.0f}"
    return [str(cell.options), family, " ".join(cell.concepts), f"{cell.limit:g}", *numbers, most, counts]


# -- the large case of the library -----------------------------------------------------------------


def europe(page: Page, extent: Extent) -> None:
    """Two engines on one case, against each other and against what is known."""
    about = "Every count beside the known one. Reading the case is part of the time; a line is a process."
    page.section(EUROPE, about)
    rows = (row for reading in KNOWN for row in of_reading(page, reading, extent))
    page.table(("reading", "states", "engine", "concepts", "CPU s", "peak MB", "equilibria", "check"), rows)


def of_reading(page: Page, reading: str, extent: Extent) -> Iterator[list[str]]:
    """The lines of that table for one reading."""
    known = KNOWN[reading]
    runs = [("symbolic", tuple(known)), *(("tensor", (name,)) for name in extent.by_tensor)]
    for engine, concepts in runs:
        found = in_a_process("reading", reading, engine, concepts)
        wanted = {name: known[name] for name in concepts}
        same = page.check(f"{EUROPE}, {reading}, {engine}", found["counts"], wanted)
        counts = ", ".join(f"{n:,}" for n in found["counts"].values())
        took = [said(found["cpu"]), f"{found['peak']:,.0f}"]
        yield [reading, f"{found['states']:,}", engine, " ".join(concepts), *took, counts, same]


# -- beside the older program ----------------------------------------------------------------------


def beside(page: Page, extent: Extent) -> None:
    """The older program on the same conflicts, if there is a checkout of it."""
    if extent.checkout is None:
        return
    page.section(
        "Beside the older program",
        "GMCR-py: every state for every decision maker under Nash, GMR, SMR and SEQ, the building of the",
        "model included. With two decision makers all verdicts must be equal; with more, opponents move",
        "once at most there, and sanctions can escape it.",
    )
    found = peer.rows(extent.checkout, extent.shapes)
    page.table(peer.HEADS, map(peer.told, found))
    for row in found:
        differing = {concept: n for concept, n in row.differing.items() if n and row.wrong}
        page.check(f"differing verdicts, {row.dms} DMs, {row.states} states", differing, {})


SECTIONS = (answers, whole, engines, symbolic, europe, beside)


def print_page(extent: Extent) -> int:
    """Print the page; 1 if anything on it is wrong."""
    page = Page()
    page.say("# Benchmarks")
    for section in SECTIONS:
        section(page, extent)
    page.say("", "## Wrong answers", "", *([f"* {what}" for what in page.wrong] or ["None."]))
    return int(bool(page.wrong))


def asked(words: Sequence[str] | None) -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description="The benchmark page.")
    parser.add_argument("--quick", action="store_true", help="small conflicts only, for checking answers")
    parser.add_argument("--large", action="store_true", help="up to 2^28 combinations as well")
    parser.add_argument("--suite", type=int, metavar="N", help="seeds of the suite (3; quick: 1)")
    parser.add_argument("--peer", type=Path, metavar="PATH", help="a checkout of the older program")
    parser.add_argument("--task", help=argparse.SUPPRESS)
    return parser.parse_args(words)


def main(words: Sequence[str] | None = None) -> int:
    """Print the page, or do one task for it."""
    wanted = asked(words)
    if wanted.task:
        task, *given = json.loads(wanted.task)
        print(json.dumps(TASKS[task](*given)))
        return 0
    extent = QUICK if wanted.quick else Extent()
    extent = grow(extent) if wanted.large else extent
    return print_page(replace(extent, checkout=wanted.peer, seeds=wanted.suite or extent.seeds))


if __name__ == "__main__":
    sys.exit(main())
