"""How much processor time the command line takes, against its budget and against Python itself.

    python benchmarks/startup.py            # 10 runs each, the median counts
    python benchmarks/startup.py --runs 30

Time on the clock depends on what else the machine does; processor time much less so. Even that depends
on the machine, so each time is also given as a multiple of what a bare interpreter takes. The test
suite has no time limits; it checks what is loaded instead (`tests/surfaces/test_startup.py`). Runs where
the operating system counts the processor time of child processes: not on Windows.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src"
FLAGSHIP = "washington-2025/summit"

#: What is measured, and its budget in milliseconds.
BUDGETS: tuple[tuple[Sequence[str], int], ...] = (
    (["-c", "pass"], 0),
    (["-m", "countermove", "--help"], 150),
    (["-m", "countermove", "analyse", FLAGSHIP], 600),
)


def processor_ms(words: Sequence[str], env: dict[str, str]) -> float:
    """The processor time of one run in a fresh interpreter, start and end included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *words], stdout=subprocess.DEVNULL, env=env, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def median_ms(words: Sequence[str], runs: int) -> float:
    """The middle one of several runs, after one that fills the caches: compiled modules are kept."""
    with tempfile.TemporaryDirectory() as cache:
        env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
        env |= {"PYTHONPATH": str(SOURCE), "PYTHONPYCACHEPREFIX": cache}
        processor_ms(words, env)
        return statistics.median(processor_ms(words, env) for _ in range(runs))


def main() -> int:
    """Print the table; 1 if something is over its budget."""
    parser = argparse.ArgumentParser(description="Processor time of the command line.")
    parser.add_argument("--runs", type=int, default=10, help="how often each is run (10)")
    runs = parser.parse_args().runs
    bare, over = 0.0, False
    print(f"{'':52}  {'used':>7}  {'budget':>7}  {'bare Pythons':>12}")
    for words, budget in BUDGETS:
        used = median_ms(words, runs)
        bare = bare or used
        allowed = f"{budget} ms" if budget else "-"
        late = "  over budget" if budget and used > budget else ""
        over = over or bool(late)
        what = "python " + " ".join(words)
        print(f"{what:52}  {used:4.0f} ms  {allowed:>7}  {used / bare:12.1f}{late}")
    return int(over)


if __name__ == "__main__":
    sys.exit(main())
