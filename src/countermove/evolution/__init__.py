"""Evolution: what a conflict can become from where it stands, why not something else, and where it ends.

`explore` gives what can be reached from the status quo by legal sequences, `attainable` which equilibria
are among it, `why_not` what stands in the way of the others; `chain` and `simulate` let decision makers
take turns at random.
"""

from countermove.evolution.attain import (
    Attainability,
    Blocked,
    Group,
    Lock,
    Obstacle,
    WhyNot,
    attainable,
    cheapest_ways,
    cut,
    resting_places,
    why_none,
    why_not,
)
from countermove.evolution.chain import Arc, Chain, Recurrent, chain
from countermove.evolution.conduct import Choose, Conduct
from countermove.evolution.explore import Evolution, explore
from countermove.evolution.longest import latest
from countermove.evolution.sequences import Shortest
from countermove.evolution.simulation import Simulation, simulate, wilson
from countermove.evolution.steps import By, Step, Terms, Ways
from countermove.evolution.unwanted import Unwanted, fewest_unwanted

__all__ = [
    "Arc",
    "Attainability",
    "Blocked",
    "By",
    "Chain",
    "Choose",
    "Conduct",
    "Evolution",
    "Group",
    "Lock",
    "Obstacle",
    "Recurrent",
    "Shortest",
    "Simulation",
    "Step",
    "Terms",
    "Unwanted",
    "Ways",
    "WhyNot",
    "attainable",
    "chain",
    "cheapest_ways",
    "cut",
    "explore",
    "fewest_unwanted",
    "latest",
    "resting_places",
    "simulate",
    "why_none",
    "why_not",
    "wilson",
]
