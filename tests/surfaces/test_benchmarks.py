"""The benchmark page: a small one fails on a wrong answer, and on nothing else."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from countermove.kernels import native
from countermove.stability.concept import Rule
from countermove.stability.dense import DenseSet
from countermove.stability.fibres import FibreEngine
from countermove.stability.tensor import TensorEngine

pytest.importorskip("resource", reason="the page asks the system for processor time and memory")
FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"
HEADS = (
    "Answers",
    "Whole processes",
    "States against time and memory",
    "Growth",
    "Suite for the symbolic engine",
    "washington-2025/europe",
    "Wrong answers",
)

#: A program with the older one's modules and names, and an opponent who moves once at most.
STAND_IN = {
    "data_01_conflictModel": """
class Thing:
    def __init__(self, **known):
        self.__dict__.update(known)

class States(list):
    pass

def true(condition, signs):
    parts = condition["members"] if isinstance(condition, dict) else [condition]
    return any(all(signs[at] == sign for at, sign in part) for part in parts)

class Maker(Thing):
    def calculatePreferences(self):
        most = len(self.wishes)
        self.payoffs = [
            sum(true(w, s) << (most - k) for k, w in enumerate(self.wishes)) for s in self.model.feasibles.yn
        ]

class ConflictModel:
    def json_import(self, d):
        print("talkative")
        self.options = [Thing(name=o["name"], way=o["permittedDirection"]) for o in d["options"]]
        many = len(self.options)
        every = ["".join("NY"[code >> k & 1] for k in range(many)) for code in range(1 << many)]
        kept = [s for s in every if not any(true(c, s) for c in d["infeasibles"])]
        self.feasibles = States(range(len(kept)))
        self.feasibles.yn = kept
        self.decisionMakers = [
            Maker(model=self, own=set(m["options"]), wishes=m["preferences"]) for m in d["decisionMakers"]
        ]
""",
    "data_02_conflictSolvers": """
from tkinter import filedialog

class LogicalSolver:
    def __init__(self, model):
        self.model = model

    def moves(self, dm, s):
        states, from_ = self.model.feasibles.yn, self.model.feasibles.yn[s]
        return [t for t, to in enumerate(states) if t != s and all(
            a == b or (k in dm.own and self.model.options[k].way != {"Y": "fwd", "N": "back"}[a])
            for k, (a, b) in enumerate(zip(from_, to))
        )]

    def better(self, dm, s):
        return [t for t in self.moves(dm, s) if dm.payoffs[t] > dm.payoffs[s]]

    def judged(self, dm, s, replies, held):
        def holds(t):
            return dm.payoffs[t] <= dm.payoffs[s]
        others = [other for other in self.model.decisionMakers if other is not dm]
        return all(
            any(holds(z) and (not held or all(map(holds, self.moves(dm, z))))
                for other in others for z in replies(other, t))
            for t in self.better(dm, s)
        ), "a narration"

    def nash(self, dm, s):
        return not self.better(dm, s), "a narration"

    def gmr(self, dm, s):
        return self.judged(dm, s, self.moves, False)

    def smr(self, dm, s):
        return self.judged(dm, s, self.moves, True)

    def seq(self, dm, s):
        return self.judged(dm, s, self.better, False)
""",
}


@pytest.fixture
def engines(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module; what it puts on the path of imports is taken back."""
    monkeypatch.syspath_prepend(str(FOLDER))
    return loaded("engines", monkeypatch)


def loaded(name: str, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", FOLDER / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def checkout(folder: Path) -> Path:
    for name, text in STAND_IN.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(native.load() is None, reason="built without a C compiler: too slow")
def test_quick_page_has_every_section_and_no_wrong_answer() -> None:
    run = subprocess.run(
        [sys.executable, str(FOLDER / "engines.py"), "--quick"], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert [line[3:] for line in run.stdout.splitlines() if line.startswith("## ")] == list(HEADS)
    assert run.stdout.endswith("None.\n") and "DIFFERENT" not in run.stdout and "gave up |" in run.stdout


def wrong_tensor(engine: TensorEngine, dm: int, rule: Rule) -> DenseSet:
    return engine.feasible


def wrong_fibres(engine: FibreEngine, dm: int, rule: Rule) -> np.ndarray:
    return np.ones(engine.model.states.size, dtype=bool)


@pytest.mark.parametrize(("engine", "wrong"), [(TensorEngine, wrong_tensor), (FibreEngine, wrong_fibres)])
def test_wrong_verdicts_end_the_page_with_1(
    engines: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    engine: type,
    wrong: object,
) -> None:
    if engine is FibreEngine and native.load() is None:
        pytest.skip("built without a C compiler: another engine answers")
    monkeypatch.setattr(engines, "SECTIONS", (engines.answers,))
    assert engines.main(["--quick"]) == 0
    monkeypatch.setattr(engine, "stable", wrong)
    assert engines.main(["--quick"]) == 1
    name = "tensor" if engine is TensorEngine else "sparse"
    assert f"* verdicts of the {name} engine that differ from the definitions: " in capsys.readouterr().out


@pytest.mark.parametrize("section", ["engines", "europe", "whole"])
def test_wrong_counts_end_the_page_with_1(
    engines: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], section: str
) -> None:
    counts = iter(range(10**6))

    def answer(*_: object) -> dict[str, object]:
        found = dict.fromkeys(("cpu", "wall", "building", "copy", "peak"), 0.5)
        return found | {"states": 100, "counts": {"Nash": next(counts)}}

    monkeypatch.setattr(engines, "in_a_process", answer)
    monkeypatch.setattr(engines, "one_command", lambda *_: (0.1, 0.1, {"Nash": -1}))
    monkeypatch.setattr(engines, "exponents", lambda *_: None)
    monkeypatch.setattr(engines, "SECTIONS", (getattr(engines, section),))
    assert engines.main(["--quick"]) == 1
    assert " instead of " in capsys.readouterr().out


def test_time_is_never_an_error(
    engines: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    late = {"cpu": 1e9, "peak": 1e9, "counts": {}, "gave_up": "60 s were not enough"}
    monkeypatch.setattr(engines, "in_a_process", lambda *_: late)
    monkeypatch.setattr(engines, "SECTIONS", (engines.symbolic,))
    assert engines.main(["--quick", "--suite", "2"]) == 0
    assert "| 0 | 2 | - | - |" in capsys.readouterr().out


def test_exponent_is_the_slope(engines: ModuleType) -> None:
    assert engines.slope([(10**k, 3e-4 * 10 ** (1.5 * k)) for k in range(2, 6)]) == pytest.approx(1.5)


def test_a_checkout_of_the_older_program_is_compared_with(
    engines: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(engines, "SECTIONS", (engines.beside,))
    assert engines.main(["--quick", "--peer", str(checkout(tmp_path))]) == 0
    out = capsys.readouterr().out
    assert "## Beside the older program" in out and "talkative" not in out
    two, four = [line.split(" | ") for line in out.splitlines() if line.startswith(("| 2 ", "| 4 "))]
    assert two[-1] == "none |" and two[4].endswith("×") and two[5] == "480"
    assert "SEQ" in four[-1] or "GMR" in four[-1] or four[-1] == "none |"


def test_differences_with_two_decision_makers_are_an_error(
    engines: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(engines, "SECTIONS", (engines.beside,))
    file = checkout(tmp_path) / "data_02_conflictSolvers.py"
    file.write_text(STAND_IN["data_02_conflictSolvers"].replace("return not self", "return self"))
    assert engines.main(["--quick", "--peer", str(tmp_path)]) == 1
    assert "Nash " in capsys.readouterr().out
