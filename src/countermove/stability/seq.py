"""Sequential stability (SEQ): every improvement meets a credible sanction.

A state s is SEQ stable for i iff for every y in R_i⁺(s) there is z in R_K⁺(y), reached by a legal
sequence of unilateral improvements of the others K, that i does not prefer to s. Each step must
improve on the state it leaves, for its mover. Fraser and Hipel (1979, 1984).
"""

from countermove.stability.concept import Concept, Replies, Rule, concept

__all__ = ["SEQ"]

SEQ = concept(
    Concept(
        id="SEQ",
        title="sequential stability",
        plainly="anyone who could do better would be hurt by answers that the others want to make anyway",
        rule=Rule(replies=Replies.IMPROVEMENTS),
        cites=("fraser1984", "fang1993"),
    )
)
