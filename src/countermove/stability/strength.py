"""Strong stability: sanctions that hurt greatly.

With three degrees of preference (Hamouda, Kilgour and Hipel 2004, 2006) a state is *strongly* stable
if every improvement, of either strength, is sanctioned to a state over which the original is greatly
preferred; for the symmetric concept every escape stays greatly worse too. The general concepts ignore
strength; what is generally but not strongly stable is weakly stable. Formulas follow the open program
of Xu's group; the papers' own wording could not be checked.

`SEQ_strong` is *strong* sequential stability, which that group writes SSEQ; SSEQ here is symmetric.
"""

from countermove.model.preferences import Relation
from countermove.stability.concept import Concept, Replies, Rule, concept

__all__ = ["SEQ_STRONG", "SGMR", "SSMR"]

_GREATLY = frozenset({Relation.GREATLY_WORSE})


def _strong(id: str, of: str, replies: Replies, symmetric: bool, plainly: str) -> Concept:
    return concept(
        Concept(
            id=id,
            title=f"strong {of}",
            plainly=plainly,
            rule=Rule(replies=replies, sanction=_GREATLY, hold=_GREATLY if symmetric else None),
            cites=("hamouda2006",),
            family="strength",
        )
    )


SGMR = _strong(
    "SGMR",
    "GMR",
    Replies.MOVES,
    symmetric=False,
    plainly="anyone who could do better can be hurt greatly in return",
)
SSMR = _strong(
    "SSMR",
    "SMR",
    Replies.MOVES,
    symmetric=True,
    plainly="anyone who could do better can be hurt greatly in return, and could not escape great harm",
)
SEQ_STRONG = _strong(
    "SEQ_strong",
    "SEQ",
    Replies.IMPROVEMENTS,
    symmetric=False,
    plainly="anyone who could do better would be hurt greatly by answers that the others want to make anyway",
)
