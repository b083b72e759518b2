"""Symmetric sequential stability (SSEQ): credible sanctions that cannot be escaped.

A state s is SSEQ stable for i iff for every y in R_i⁺(s) there is z in R_K⁺(y) that i does not
prefer to s, and no x in R_i(z) is preferred to s either. Rêgo and Vieira (2017) for several decision
makers; the formula is the template's combination of SMR and SEQ, whose wording in the paper could
not be checked. Not to be confused with *strong* sequential stability, here `SEQ_strong`.
"""

from countermove.stability.concept import NOT_BETTER, Concept, Replies, Rule, concept

__all__ = ["SSEQ"]

SSEQ = concept(
    Concept(
        id="SSEQ",
        title="symmetric sequential stability",
        plainly="the others' willing answers would hurt anyone who moves, and could not be escaped",
        rule=Rule(replies=Replies.IMPROVEMENTS, hold=NOT_BETTER),
        cites=("rego2017",),
    )
)
