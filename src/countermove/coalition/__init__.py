"""Coalitions: what decision makers can reach together, and which equilibria they could upset.

`reachable` and `improvements` look at one state; `analyse_coalitions` makes the table of every coalition
and state, `upsets` and `together` ask it who can upset which equilibrium, `blocking_sets` who holds one
together, and `departures_from` tells the ways there and the answers.
"""

from countermove.coalition.blocking import blocking_sets
from countermove.coalition.concept import COALITION_CONCEPTS, CoalitionConcept, named_concept
from countermove.coalition.departures import Departure, Departures, departures_from
from countermove.coalition.improving import Improver, improvements
from countermove.coalition.movement import reachable
from countermove.coalition.table import CoalitionTable, Setting, analyse_coalitions
from countermove.coalition.upsets import Alliances, Survey, Upset, survey, together, upsets

__all__ = [
    "COALITION_CONCEPTS",
    "Alliances",
    "CoalitionConcept",
    "CoalitionTable",
    "Departure",
    "Departures",
    "Improver",
    "Setting",
    "Survey",
    "Upset",
    "analyse_coalitions",
    "blocking_sets",
    "departures_from",
    "improvements",
    "named_concept",
    "reachable",
    "survey",
    "together",
    "upsets",
]
