"""Stability under unknown preference: four extensions of each classical concept.

Where some comparisons are unknown (Li, Hipel, Kilgour and Fang 2004), a decision maker may leave for
unknown states or not, and be deterred by unknown states or not:

    a  leaves for better or unknown, deterred by worse or equal     (bold, hard to deter)
    b  leaves for better,            deterred by worse or equal     (ignores the unknown)
    c  leaves for better or unknown, deterred by all but better     (bold, but cautious after)
    d  leaves for better,            deterred by all but better     (cautious both ways)

In all four the others answer by improvements or unknown moves. The existence of the sixteen concepts
is in the paper; the formulas follow the open program of Xu's group, the paper's own wording could not
be checked. Without unknown comparisons each equals the classical concept.
"""

from countermove.model.preferences import Relation
from countermove.stability.concept import BETTER, CONCEPTS, NOT_BETTER, Concept, Replies, Rule, concept

__all__ = ["UNKNOWN_CONCEPTS"]

_OR_UNKNOWN = frozenset({Relation.UNKNOWN})
_LEAVE = {"a": BETTER | _OR_UNKNOWN, "b": BETTER, "c": BETTER | _OR_UNKNOWN, "d": BETTER}
_DETER = {"a": NOT_BETTER, "b": NOT_BETTER, "c": NOT_BETTER | _OR_UNKNOWN, "d": NOT_BETTER | _OR_UNKNOWN}
_SHAPES = {
    "Nash": (Replies.NONE, False),
    "GMR": (Replies.MOVES, False),
    "SMR": (Replies.MOVES, True),
    "SEQ": (Replies.IMPROVEMENTS, False),
}
_SAID = {
    "a": "tempt but do not deter",
    "b": "neither tempt nor deter",
    "c": "both tempt and deter",
    "d": "do not tempt but deter",
}


def _extension(shape: str, letter: str) -> Concept:
    replies, symmetric = _SHAPES[shape]
    return Concept(
        id=f"{shape}_{letter}",
        title=f"{shape} under unknown preference, extension {letter}",
        plainly=f"{CONCEPTS[shape].plainly}, where unknown states {_SAID[letter]}",
        rule=Rule(
            leave=_LEAVE[letter],
            replies=replies,
            answer=BETTER | _OR_UNKNOWN,
            sanction=_DETER[letter],
            hold=_DETER[letter] if symmetric else None,
        ),
        cites=("li2004",),
        family="unknown",
    )


UNKNOWN_CONCEPTS = tuple(concept(_extension(shape, letter)) for shape in _SHAPES for letter in "abcd")
