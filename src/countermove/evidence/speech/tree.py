"""The parse read for speech: whose deed a verb is, which words make up a noun phrase, where a clause ends."""

from __future__ import annotations

from typing import Any

from countermove.evidence.passage import Span
from countermove.evidence.speech.cues import listed

__all__ = ["agent", "chars", "is_passive", "is_somebody", "own_subject", "phrase", "said_beside", "subject"]

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl", "csubj"))
_LEFT = listed("tree_left")
_FINITE = frozenset(("VBD", "VBZ", "VBP"))
_PEOPLE_ENDINGS = (
    "ist",
    "ian",
    "man",
    "men",
    "woman",
    "women",
    "eer",
    "person",
    "maker",
    "makers",
    "leaders",
)
_PERSONAL = listed("tree_personal")
# Verbs whose object, not their subject, does what the infinitive after them says: got him to promise.
_OF_OBJECT = listed("tree_of_object")


def chars(first: Any, last: Any) -> Span:
    """The characters from one token to another, both included."""
    return first.idx, last.idx + len(last.text)


def own_subject(verb: Any) -> Any | None:
    """The subject that stands with a verb itself."""
    return next((child for child in verb.children if child.dep_ in _SUBJECTS), None)


def is_passive(verb: Any) -> bool:
    """Whether a verb is in the passive (was told)."""
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)


def agent(verb: Any) -> Any | None:
    """Who does it, of a verb in the passive: by whom."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            return next((grandchild for grandchild in child.children if grandchild.dep_ == "pobj"), None)
    return None


def subject(verb: Any) -> Any | None:
    """Whose deed a verb is: its subject, or that of the verb it is joined to or depends on."""
    seen = 0
    while seen < 12:
        seen += 1
        own = own_subject(verb)
        if is_passive(verb) or (verb.dep_ == "acl" and verb.tag_ == "VBN"):
            return agent(verb)
        if own is not None:
            return _meant(own, verb)
        above = verb.head
        if verb.dep_ == "acl" and verb.tag_ == "VBG" and above.head.pos_ == "VERB" and not is_somebody(above):
            verb = above.head  # She left the hall praising the choir: no hall praises.
            continue
        if verb.dep_ in ("acl", "relcl"):
            return None if verb.tag_ == "VB" and above.pos_ not in ("PROPN", "PRON") else above
        if above.lower_ == "as" and above.head.lemma_ in ("quote", "cite", "report"):
            return _object(above.head) or subject(above.head)
        if verb.dep_ == "xcomp" and above.lemma_ in _OF_OBJECT:
            return _object(above) or subject(above)
        outer = said_beside(verb)
        if outer is not None:
            verb = outer
            continue
        if (
            verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep", "parataxis")
            or above is verb
        ):
            return None
        if verb.dep_ == "ccomp" and verb.tag_ not in ("VBG", "VB"):
            return None
        verb = _past_aside(verb, above)
    return None


def _past_aside(verb: Any, above: Any) -> Any:
    """The verb that a participle goes with: She left, after he had come, telling them … – not with “come”."""
    aside = verb.tag_ == "VBG" and verb.i > 0 and verb.doc[verb.left_edge.i - 1].text == ","
    marked = above.dep_ == "advcl" and above.head.i < above.i and any(c.dep_ == "mark" for c in above.lefts)
    if aside and marked and above.left_edge.i > 0 and above.left_edge.nbor(-1).text == ",":
        return above.head
    if aside and above.dep_ == "ccomp" and above.head.i < above.i and verb.lemma_ not in ("say", "tell"):
        return above.head  # He said they had come, adding that …: adding goes on with saying.
    return above


def _object(verb: Any) -> Any | None:
    """Whom or what a verb is done to; in the passive, its subject."""
    return next((child for child in verb.children if child.dep_ in ("dobj", "dative", "nsubjpass")), None)


def said_beside(verb: Any) -> Any | None:
    """The verb of saying that a verb is joined to, though the parse joins it to what that one says.

    She said it was late and urged them to leave: what is late cannot urge. Where somebody stands in the
    inner clause, a comma must part the two: He said Ida came, and urged them to leave.
    """
    inner = verb.head
    if verb.dep_ != "conj" or own_subject(verb) is not None:
        return None
    if inner.tag_ == "VB" and verb.tag_ in _FINITE:
        return _finite_above(
            inner
        )  # no infinitive is joined to a finite verb: She urged them to go and said …
    outer = inner.head
    past = {"VBD", "VBN"}
    alike = outer.tag_ == verb.tag_ or {outer.tag_, verb.tag_} == past
    if inner.dep_ != "ccomp" or outer.i >= inner.i or not alike or inner.tag_ == "VB":
        return None
    own = own_subject(inner)
    joint = next((token for token in reversed(list(verb.doc[inner.i : verb.i])) if token.dep_ == "cc"), None)
    comma = joint is not None and joint.i > 0 and joint.nbor(-1).text == ","
    other = own is not None and own.pos_ != "PRON" and is_somebody(own)
    return outer if comma or not other else None


def _finite_above(inner: Any) -> Any | None:
    """The finite verb that an infinitive depends on; of “said it was time to go”, the verb of saying."""
    above = inner
    for _ in range(6):
        above = above.head
        if above.tag_ in _FINITE:
            own = own_subject(above)
            told = above.dep_ == "ccomp" and above.head.i < above.i and (own is None or not is_somebody(own))
            return above.head if told else above
    return None


def _meant(own: Any, verb: Any) -> Any:
    """A subject; for a relative pronoun, what it goes back to."""
    if own.tag_ in ("WDT", "WP") or (own.lower_ == "that" and verb.dep_ == "relcl"):
        clause = verb
        while clause.dep_ == "conj" and clause.head is not clause:
            clause = clause.head
        if clause.dep_ == "relcl":
            return clause.head
    return _named(own)


def _named(noun: Any) -> Any:
    """A person's name that stands beside a description: a neighbour, Ada Byron. Else the noun itself."""
    if noun.pos_ != "NOUN":
        return noun
    names = [
        child
        for child in noun.children
        if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i > noun.i
    ]
    return names[0] if names else noun


def phrase(noun: Any, *, joined: bool = True) -> Span:
    """The noun phrase of a noun: what stands before it, what it is “of”, and names joined to it by “and”."""
    first = last = noun
    for child in noun.lefts:
        if child.dep_ in _LEFT and child.pos_ != "SPACE":
            first = min(first, _leftmost(child), key=_place)
            break
    for child in noun.rights:
        of_it = child.lower_ == "of" or (
            noun.pos_ == "NOUN" and child.lower_ in ("for", "from", "at", "in", "with")
        )
        if child.dep_ == "prep" and of_it and child.i == last.i + 1:
            inner = [grandchild for grandchild in child.children if grandchild.dep_ == "pobj"]
            timed = inner and inner[0].ent_type_ in ("DATE", "TIME")
            last = _phrase_end(inner[0]) if inner and not timed else last
        elif (
            joined
            and child.dep_ == "conj"
            and child.pos_ in ("PROPN", "NOUN", "PRON")
            and child.i - last.i < 12
        ):
            last = _phrase_end(child)
    while (first.is_punct and first.i < noun.i) or (first.dep_ == "cc" and first.i < noun.i):
        first = first.nbor(1)
    return chars(first, last)


def _phrase_end(noun: Any) -> Any:
    last = noun
    for child in noun.rights:
        close = child.dep_ == "prep" and child.lower_ == "of" and child.i == last.i + 1
        joined = child.dep_ == "conj" and child.pos_ in ("PROPN", "NOUN", "PRON") and child.i - last.i < 8
        if close:
            inner = [grandchild for grandchild in child.children if grandchild.dep_ == "pobj"]
            last = _phrase_end(inner[0]) if inner else last
        elif joined:
            last = _phrase_end(child)
    return last


def _leftmost(token: Any) -> Any:
    return token.doc[token.left_edge.i]


def _place(token: Any) -> int:
    return int(token.i)


def is_somebody(noun: Any) -> bool:
    """Whether a noun or pronoun can speak: a person, a group, an office, a document."""
    low, lemma = noun.lower_, noun.lemma_.lower()
    if noun.pos_ == "PRON" or noun.tag_ in ("PRP", "WP"):
        return str(low) in _PERSONAL
    if noun.pos_ == "PROPN" or noun.ent_type_ in ("PERSON", "ORG", "NORP", "GPE"):
        return str(noun.ent_type_) not in ("DATE", "TIME", "MONEY", "PERCENT", "EVENT", "LAW")
    if lemma in listed("people") or lemma in listed("documents"):
        return True
    return bool(low.endswith(_PEOPLE_ENDINGS)) or str(noun.tag_) == "JJ"
