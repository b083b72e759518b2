"""General metarationality (GMR): every improvement can be sanctioned by some answer of the others.

A state s is GMR stable for i iff for every y in R_i⁺(s) there is z in R_K(y), reached by a legal
sequence of unilateral moves of the others K, that i does not prefer to s. The others may hurt
themselves in answering. Howard (1971); Fang, Hipel and Kilgour (1993).
"""

from countermove.stability.concept import Concept, Replies, Rule, concept

__all__ = ["GMR"]

GMR = concept(
    Concept(
        id="GMR",
        title="general metarationality",
        plainly="anyone who could do better can be hurt in return, whatever that costs the others",
        rule=Rule(replies=Replies.MOVES),
        cites=("howard1971", "fang1993"),
    )
)
