"""Hypergames: everybody acts on the conflict as it sees it, and some are mistaken.

The definition followed is the sound core that this project takes for its own: a model for each decision
maker, in which it is judged whether that decision maker stays, beside the model of the conflict there is.
"""

from countermove.hypergame.crossing import Crossing, crossed
from countermove.hypergame.finding import HypergameFinding, hypergame
from countermove.hypergame.perception import Perception, perceive

__all__ = ["Crossing", "HypergameFinding", "Perception", "crossed", "hypergame", "perceive"]
