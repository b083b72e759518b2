"""Symmetric metarationality (SMR): the sanction holds even if the sanctioned may move once more.

A state s is SMR stable for i iff for every y in R_i⁺(s) there is z in R_K(y) that i does not prefer
to s, and no x in R_i(z) is preferred to s either. The escape is one unilateral move of i alone,
judged against s. Howard (1971); Fang, Hipel and Kilgour (1993).
"""

from countermove.stability.concept import NOT_BETTER, Concept, Replies, Rule, concept

__all__ = ["SMR"]

SMR = concept(
    Concept(
        id="SMR",
        title="symmetric metarationality",
        plainly="anyone who could do better can be hurt in return, and could not escape the hurt",
        rule=Rule(replies=Replies.MOVES, hold=NOT_BETTER),
        cites=("howard1971", "fang1993"),
    )
)
