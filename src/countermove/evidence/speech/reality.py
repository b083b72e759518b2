"""Whether a verb of saying tells of something said.

It does not if the saying is denied, possible, wanted or asked after, or is only a manner of speaking.
"""

from __future__ import annotations

from typing import Any

from countermove.evidence.speech.cues import listed
from countermove.evidence.speech.frames import has_to
from countermove.evidence.speech.tree import is_passive

__all__ = ["DENIED", "FUTURE", "IMPUTED_WORDS", "SAID", "UNSAID", "denial", "reality"]

#: What `reality` answers. Denied: somebody did not say (or hope, or think) it.
SAID, FUTURE, IMPUTED_WORDS, DENIED, UNSAID = "said", "future", "imputed", "denied", "unsaid"

_NEGATIONS = frozenset(("not", "n't", "n’t", "never", "hardly"))
_MODAL = listed("reality_modal")
# To say something is to have said it after these only: went on to say, had to admit, decided to tell.
_LICENSING = listed("reality_licensing")
_OPENERS = frozenset(("if", "unless", "whether"))


def reality(verb: Any) -> str:
    """Whether something was said: one of `SAID`, `FUTURE`, `IMPUTED_WORDS`, `DENIED`, `UNSAID`."""
    beside = [child.lower_ for child in verb.children if child.dep_ in ("aux", "neg", "advmod", "mark")]
    if _MODAL.intersection(beside) or _is_open(verb):
        return UNSAID
    if _NEGATIONS.intersection(beside):
        return DENIED if not has_to(verb) else UNSAID
    if listed("imputing").intersection(beside):
        return IMPUTED_WORDS
    if has_to(verb):
        return _of_infinitive(verb)
    return FUTURE if {"will", "’ll", "'ll"}.intersection(beside) else SAID


def denial(verb: Any) -> Any | None:
    """The word that says no, beside a verb."""
    return next((child for child in verb.lefts if child.lower_ in _NEGATIONS), None)


def _is_open(verb: Any) -> bool:
    """Whether a verb stands in a condition or in a question: if he says so, whether she will agree."""
    above = verb
    for _ in range(4):
        within = above.dep_ in ("advcl", "ccomp", "csubj", "pcomp")
        if within and any(child.lower_ in _OPENERS and child.dep_ == "mark" for child in above.lefts):
            return True
        if above.dep_ not in ("conj", "xcomp", "advcl"):
            return False
        above = above.head
    return False


def _of_infinitive(verb: Any) -> str:
    above = verb.head
    if above.lemma_ == "go" and above.tag_ == "VBG":
        return UNSAID  # was going to say
    if above.lemma_ == "like" and verb.dep_ == "xcomp":
        return SAID  # would like to thank them: a polite way of doing it
    if verb.dep_ in ("xcomp", "ccomp") and above.lemma_ in _LICENSING and reality(above) == SAID:
        return SAID
    if verb.dep_ == "conj" and has_to(above):
        return _of_infinitive(above)
    if any(child.lower_ == "have" for child in verb.lefts) and is_passive(above):
        return SAID
    return FUTURE if verb.dep_ == "advcl" else UNSAID
