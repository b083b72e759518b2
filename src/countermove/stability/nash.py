"""Nash stability (R, rationality): nobody leaves because nobody has an improvement.

A state s is Nash stable for i iff R_i⁺(s) = ∅. Nash (1950, 1951); in graph form Fang, Hipel and
Kilgour (1993).
"""

from countermove.stability.concept import Concept, Rule, concept

__all__ = ["NASH"]

NASH = concept(
    Concept(
        id="Nash",
        title="Nash stability (R)",
        plainly="no one can do better by moving alone",
        rule=Rule(),
        cites=("nash1951", "fang1993"),
    )
)
