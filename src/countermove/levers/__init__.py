"""Levers: the smallest change that makes a wanted outcome an equilibrium, or an unwanted one none."""

from countermove.levers.drafts import Costs, Edit
from countermove.levers.finding import Answer, LeversFinding, Solution
from countermove.levers.goals import Goal, goal, split_goal
from countermove.levers.options import OptionLever, OptionsFinding, levers_in_options
from countermove.levers.statements import levers
from countermove.levers.states import Crossing, StateLever, StatesFinding, levers_in_states

__all__ = [
    "Answer",
    "Costs",
    "Crossing",
    "Edit",
    "Goal",
    "LeversFinding",
    "OptionLever",
    "OptionsFinding",
    "Solution",
    "StateLever",
    "StatesFinding",
    "goal",
    "levers",
    "levers_in_options",
    "levers_in_states",
    "split_goal",
]
