"""Coalition stability: the four classical concepts with a coalition in the place of a decision maker.

H is a coalition, K its opponents, R_H and R_K where they can move together (`movement`), CI_H(s) what
H would leave s for (`improving`), and Φ_H(s) the states that are no better than s for H, so that they
hurt at least one member. A state s is stable for H under

* **CNash** iff CI_H(s) is empty;
* **CGMR** iff every y ∈ CI_H(s) has a z ∈ R_K(y) with z ∈ Φ_H(s);
* **CSMR** iff every y has such a z with R_H(z) ⊆ Φ_H(s) besides;
* **CSEQ** iff every y has a z ∈ Φ_H(s) which K reach by steps that they want to make, either each on
  its own (`replies="individual"`: legal sequences of unilateral improvements) or in coalitions as well
  (`replies="coalition"`: sequences of coalition improvements of groups within K, of which consecutive
  ones share no member).

Definitions: Inohara and Hipel (2008) as recalled; the text could not be opened. That consecutive groups
share no member is the project's own guard: without it a member of both could move twice in a row, and
CSEQ would not imply CGMR. So is Φ_H for Pareto improvements, "not better in the kind asked for", and
that equilibrium jumps are answered by strict improvements. The grand coalition has no opponents: nobody
answers it, and the four concepts say the same of it.
"""

from __future__ import annotations

from dataclasses import dataclass

from countermove.errors import NotApplicable, Problem, did_you_mean
from countermove.model.graph import GraphModel
from countermove.model.preferences import Pairwise, Relation

__all__ = ["COALITION_CONCEPTS", "REPLIES", "CoalitionConcept", "named_concept", "refuse_unknown"]

#: How the opponents of a coalition answer it willingly, by name.
REPLIES = ("individual", "coalition")


@dataclass(frozen=True, slots=True)
class CoalitionConcept:
    """A concept of coalition stability.

    `single` is the concept of which it is the coalition form; for a coalition of one they are the same.
    `plainly` finishes "a state holds against a coalition if ...". `answers` is "none", "moves" or
    "willing"; `holds` says whether the coalition must not get away from the answer.
    """

    id: str
    title: str
    single: str
    plainly: str
    answers: str = "none"
    holds: bool = False

    def __str__(self) -> str:
        return self.id


#: The concepts by id, in the order of tables.
COALITION_CONCEPTS: dict[str, CoalitionConcept] = {
    concept.id: concept
    for concept in (
        CoalitionConcept(
            "CNash",
            "coalition Nash stability",
            "Nash",
            "it can bring about nothing that it would rather have",
        ),
        CoalitionConcept(
            "CGMR",
            "coalition general metarationality",
            "GMR",
            "whatever it could gain, the others could undo for one of its members at least",
            "moves",
        ),
        CoalitionConcept(
            "CSMR",
            "coalition symmetric metarationality",
            "SMR",
            "whatever it could gain, the others could undo, and it could not get away",
            "moves",
            holds=True,
        ),
        CoalitionConcept(
            "CSEQ",
            "coalition sequential stability",
            "SEQ",
            "whatever it could gain, the others would undo by steps that they want to take anyway",
            "willing",
        ),
    )
}


def named_concept(name: str) -> CoalitionConcept:
    """The concept with an id, in any case of letters, with or without the C: ``CSEQ``, ``seq``.

    Raises `NotApplicable` with the known ones.
    """
    wanted = name.casefold()
    for concept in COALITION_CONCEPTS.values():
        if wanted in (concept.id.casefold(), concept.single.casefold()):
            return concept
    what = f'there is no concept of coalition stability "{name}"'
    raise NotApplicable(Problem(what, did_you_mean(name, COALITION_CONCEPTS)))


def refuse_unknown(model: GraphModel) -> None:
    """Raise `NotApplicable` where some comparison is unknown: the four concepts need all of them.

    Strong preference is no obstacle: a greatly preferred state counts as a preferred one.
    """
    unsure = model.has_unknown or any(
        isinstance(p, Pairwise) and bool((p.table == int(Relation.UNKNOWN)).any()) for p in model.preferences
    )
    if unsure:
        what = "coalition stability needs known preferences, and some comparisons here are unknown"
        cure = "Give one ranking in place of several, once for each order that is possible, and compare."
        raise NotApplicable(Problem(what, cure))
