"""Inverse analysis: which preferences would make a state hold, and what the least change would be."""

from countermove.inverse.change import Change
from countermove.inverse.condition import Condition, Conditions, condition
from countermove.inverse.counting import Share
from countermove.inverse.family import Family
from countermove.inverse.finding import InverseFinding, Refused, Verdict, inverse
from countermove.inverse.formula import Clause
from countermove.inverse.outcome import Candidate, Need, OutcomeFinding, inverse_of_outcome
from countermove.inverse.sampling import Sample

__all__ = [
    "Candidate",
    "Change",
    "Clause",
    "Condition",
    "Conditions",
    "Family",
    "InverseFinding",
    "Need",
    "OutcomeFinding",
    "Refused",
    "Sample",
    "Share",
    "Verdict",
    "condition",
    "inverse",
    "inverse_of_outcome",
]
