"""Robustness: in which admissible models a finding holds, and which doubts it hangs on."""

from countermove.robustness.admissible import Admissible, admissible
from countermove.robustness.ensemble import LIMIT, Ensemble, Plan, plan_for, run
from countermove.robustness.findings import Findings, Grounds
from countermove.robustness.questions import Question, question
from countermove.robustness.replay import Replay, replay
from countermove.robustness.rows import Engine

__all__ = [
    "LIMIT",
    "Admissible",
    "Engine",
    "Ensemble",
    "Findings",
    "Grounds",
    "Plan",
    "Question",
    "Replay",
    "admissible",
    "plan_for",
    "question",
    "replay",
    "run",
]
