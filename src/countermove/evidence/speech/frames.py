"""Frames: what a verb of saying may be followed by, and the words in it that say what was said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from countermove.evidence.speech.cues import Cue, listed, verbs
from countermove.evidence.speech.tree import agent, is_passive, is_somebody

__all__ = ["Content", "clause_by_word", "content_of", "cues_of", "has_to", "is_finite"]


@dataclass(frozen=True, slots=True)
class Content:
    """The content of a verb: its first token, its head, the frame and cue, and the token of the addressee."""

    first: Any
    head: Any
    frame: str
    cue: Cue
    addressee: Any | None = None


def cues_of(verb: Any) -> tuple[Cue, ...]:
    """The cues that a verb may be, its particle considered: point out."""
    lemma = verb.lemma_.lower()
    for child in verb.rights:
        if child.dep_ == "prt" or (child.i == verb.i + 1 and child.lower_ in ("out", "on", "up", "in")):
            found = verbs().get(f"{lemma}_{child.lower_}")
            if found:
                return found
    return verbs().get(lemma, ())


def content_of(verb: Any, cues: tuple[Cue, ...]) -> Content | None:
    """What a verb says, by the first of its frames that fits."""
    for finder in (_clause, _infinitive_of_object, _infinitive, _name, _as, _prepositional, _noun):
        for cue in cues:
            found = finder(verb, cue)
            if found is not None:
                return found
    return None


def has_to(verb: Any) -> bool:
    """Whether a verb is an infinitive with “to”."""
    return verb.tag_ == "VB" and any(child.lower_ == "to" and child.dep_ == "aux" for child in verb.lefts)


def is_finite(clause: Any) -> bool:
    """Whether a clause has a subject or a word that opens it (that, whether, how), and is no infinitive."""
    opens = any(
        child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj", "mark", "attr") for child in clause.lefts
    )
    return (
        (opens or any(c.tag_ in ("WRB", "WP") for c in clause.lefts))
        and not has_to(clause)
        and clause.tag_ != "VBG"
    )


def _clause(verb: Any, cue: Cue) -> Content | None:
    if "that" not in cue.frames:
        return None
    for child in verb.rights:
        if child.dep_ == "ccomp" and is_finite(child) and child.i > verb.i:
            first = child.left_edge
            if first.i <= verb.i:
                first = verb.doc[verb.i + 1]
            return Content(_past_that(first, child), child, "that", cue, _hearer(verb, first.i))
    found = clause_by_word(verb) or (_clause_at_once(verb) if cue.plain else None)
    return None if found is None else Content(*found, "that", cue, _hearer(verb, found[0].i))


def _clause_at_once(verb: Any) -> tuple[Any, Any] | None:
    """The clause right after a verb of saying, where the parse has missed that it depends on it."""
    doc = verb.doc
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i + 2 >= len(doc):
        return None
    first = verb.nbor(1)
    if first.is_sent_start or first.pos_ not in ("PRON", "PROPN", "DET", "NOUN", "NUM", "ADJ"):
        return None
    for token in doc[verb.i + 2 : verb.i + 14]:
        if token.is_sent_start or token.is_punct:
            return None
        if token.tag_ in ("VBD", "VBZ", "VBP", "MD"):
            own = any(
                c.dep_ in ("nsubj", "nsubjpass") and c.i > verb.i for c in (*token.lefts, *token.head.lefts)
            )
            return (first, token if token.tag_ != "MD" else token.head) if own else None
    return None


def clause_by_word(word: Any, reach: int = 30) -> tuple[Any, Any] | None:
    """The first token and the head of a clause that “that” opens further on, whatever the parse hangs it to.

    Between the verb or noun and “that” stand no other verb, but whom it is said to, when and where; and the
    clause has a subject beside “that”, which a relative clause (the plan that failed) has not.
    """
    for token in word.doc[word.i + 1 : min(len(word.doc) - 1, word.i + reach)]:
        if token.is_sent_start:
            return None
        if token.lower_ == "that" and token.tag_ in ("IN", "WDT") and not token.nbor(1).is_sent_start:
            head = _head_of(token)
            return (token.nbor(1), head) if head is not None and _may_report(token, word) else None
        if (token.pos_ in ("VERB", "AUX") and token.tag_ != "VBG") or token.text in (
            "—",
            "–",
            ";",
            "“",
            "”",
            '"',
        ):
            return None
    return None


def _head_of(that: Any) -> Any | None:
    """The head of the clause that “that” opens, if that clause has a subject of its own."""
    head = that.head
    while head.head.i > that.i and head.head is not head and head.dep_ in ("xcomp", "ccomp", "conj", "aux"):
        head = head.head
    if head.i <= that.i:
        return None
    between = that.doc[that.i + 1 : head.i + 1]
    return head if any(token.dep_ in ("nsubj", "nsubjpass", "expl") for token in between) else None


def _may_report(that: Any, word: Any) -> bool:
    """Not the object of a relative clause, unless no thing but a hearer or a time stands before it."""
    before = that.nbor(-1)
    if before.lower_ in ("and", "or", "but"):
        return False
    if that.dep_ == "mark" and that.tag_ == "IN":
        return True
    if before.head is word and before.dep_ in ("dobj", "dative") and word.lemma_ in listed("telling"):
        return True
    return (
        before.ent_type_ in ("DATE", "TIME", "PERSON")
        or before.lower_ in ("time", "day")
        or is_somebody(before)
    )


def _past_that(first: Any, head: Any) -> Any:
    while first.i < head.i and (first.is_punct or first.is_space) and first.text not in '“"‘':
        first = first.nbor(1)
    # The parser takes “that” for an article now and then: told them that reports were wrong.
    singular = first.tag_ == "DT" and first.i + 1 < len(first.doc) and first.nbor(1).tag_ in ("NN", "JJ")
    stands_for = first.dep_ in ("nsubj", "nsubjpass") and first.tag_ != "IN"
    opens = first.lower_ == "that" and not stands_for and not singular and first.i < head.i
    return first.nbor(1) if opens else first


def _hearer(verb: Any, before: int) -> Any | None:
    """Whom it is said to: told the council, said to the council; in the passive, who was told."""
    if is_passive(verb):
        return next((child for child in verb.lefts if child.dep_ == "nsubjpass" and is_somebody(child)), None)
    for child in verb.rights:
        if child.i >= before:
            break
        if child.dep_ in ("dobj", "dative", "iobj") and child.pos_ != "ADP" and is_somebody(child):
            return child
        if child.lower_ in ("to", "with") and child.dep_ in ("prep", "dative"):
            hearers = [grandchild for grandchild in child.children if grandchild.dep_ == "pobj"]
            if hearers and is_somebody(hearers[0]):
                return hearers[0]
    return None


def _infinitive_of_object(verb: Any, cue: Cue) -> Content | None:
    if not {"obj_inf", "on_inf"} & cue.frames:
        return None
    for clause, holder in _infinitives(verb):
        hearer = (
            next((c for c in clause.lefts if c.dep_ == "nsubj"), None) or _hearer(verb, clause.i) or holder
        )
        hearer = hearer or _told(verb, clause.i)
        if holder is None and "on_inf" in cue.frames:
            holder = hearer = _called_on(verb, clause.i)
        if hearer is None or ("on_inf" in cue.frames and "obj_inf" not in cue.frames and holder is None):
            continue
        if cue.manner == "attitude":  # nobody is told: They expect prices to fall.
            return Content(_after(verb, hearer.left_edge), clause, "obj_inf", cue)
        return Content(_to(clause), clause, "obj_inf", cue, hearer)
    return None


def _called_on(verb: Any, before: int) -> Any | None:
    """Whom it is called on: called on the council to act."""
    for child in verb.rights:
        if (
            child.lower_ in ("on", "upon", "for", "to")
            and child.i < before
            and child.dep_ in ("prep", "prt", "dative")
        ):
            return next((c for c in child.children if c.dep_ == "pobj" and is_somebody(c)), None)
    return None


def _told(verb: Any, before: int) -> Any | None:
    """The object of a verb of telling, whatever it is: told shops to close."""
    if verb.lemma_ not in listed("telling"):
        return None
    return next(
        (c for c in verb.rights if c.i < before and c.dep_ in ("dobj", "dative") and c.pos_ != "ADP"), None
    )


def _infinitives(verb: Any) -> Iterator[tuple[Any, Any | None]]:
    """The infinitives that hang to a verb, to its object or to what it is called “on”, with their holder."""
    for child in verb.rights:
        if child.dep_ in ("xcomp", "ccomp", "advcl") and has_to(child):
            yield child, None
        if child.dep_ in ("dobj", "dative", "prep"):
            held = (
                [child]
                if child.dep_ != "prep"
                else [c for c in child.children if c.dep_ in ("pobj", "pcomp")]
            )
            for noun in held:
                if has_to(noun) and child.lower_ in ("on", "for", "to"):
                    yield noun, None
                for clause in noun.rights:
                    if clause.dep_ in ("acl", "relcl", "xcomp") and has_to(clause) and is_somebody(noun):
                        yield clause, noun


def _to(clause: Any) -> Any:
    return next(child for child in clause.lefts if child.lower_ == "to" and child.dep_ == "aux")


def _infinitive(verb: Any, cue: Cue) -> Content | None:
    passive = is_passive(verb) and "that" in cue.frames
    if "inf" not in cue.frames and not passive:
        return None
    for child in verb.rights:
        if child.dep_ in ("xcomp", "ccomp") and has_to(child):
            return Content(_to(child), child, "inf", cue, None if passive else _hearer(verb, child.i))
    return None


def _name(verb: Any, cue: Cue) -> Content | None:
    if "name" not in cue.frames:
        return None
    for child in verb.rights:
        if child.dep_ == "oprd" and child.i > verb.i:
            first = child.left_edge
            return Content(first.nbor(1) if first.lower_ in ("a", "an") else first, child, "name", cue)
        if child.dep_ == "ccomp" and child.pos_ in ("NOUN", "ADJ", "PROPN") and child.i > verb.i + 1:
            return Content(_after(verb, child.left_edge), child, "name", cue)
        second = next((c for c in child.rights if c.dep_ == "appos"), None) if child.dep_ == "dobj" else None
        if second is not None:  # called the plan “a farce”: what is taken for an apposition
            return Content(second.left_edge, second, "name", cue)
    return None


def _after(verb: Any, first: Any) -> Any:
    return first if first.i > verb.i else verb.nbor(1)


def _as(verb: Any, cue: Cue) -> Content | None:
    if "as" not in cue.frames:
        return None
    thing = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    for holder in [verb] + ([thing] if thing is not None else []):
        for child in holder.rights:
            if child.dep_ in ("prep", "mark") and child.lower_ == "as" and any(child.rights):
                first = thing.left_edge if thing is not None and thing.i < child.i else child
                return Content(_after(verb, first), child, "as", cue)
    return None


def _prepositional(verb: Any, cue: Cue) -> Content | None:
    wanted = cue.frames & {"for", "of", "on", "to", "about", "against", "at", "upon", "with"}
    if not wanted:
        return None
    thing = next((child for child in verb.rights if child.dep_ == "dobj"), None)
    holders = [verb] + ([thing] if thing is not None else [])
    for child in (child for holder in holders for child in holder.rights if child.i > verb.i):
        if child.dep_ in ("prep", "dative") and child.lower_ in wanted:
            inner = next((c for c in child.rights if c.dep_ in ("pobj", "pcomp")), None)
            if (
                inner is not None
                and not _is_time(inner)
                and not (child.lower_ == "to" and is_somebody(inner))
            ):
                first = thing.left_edge if thing is not None and cue.lemma == "blame" else inner.left_edge
                return Content(_after(verb, first), inner, child.lower_, cue)
    return None


def _is_time(noun: Any) -> bool:
    return noun.ent_type_ in ("DATE", "TIME") and noun.pos_ != "VERB"


def _noun(verb: Any, cue: Cue) -> Content | None:
    if "noun" not in cue.frames:
        return None
    if is_passive(verb):
        done = (
            next((c for c in verb.lefts if c.dep_ == "nsubjpass"), None) if agent(verb) is not None else None
        )
        return Content(done.left_edge, done, "noun", cue) if done is not None and _is_content(done) else None
    if (
        verb.dep_ == "relcl"
        and _lacks_object(verb)
        and verb.head.pos_ == "NOUN"
        and verb.head.dep_ != "appos"
    ):
        return Content(verb.head.left_edge, verb.head, "noun", cue)
    for child in verb.rights:
        judged = cue.act in ("condemns", "praises") and child.dep_ == "dobj" and is_somebody(child)
        if (
            child.dep_ in ("dobj", "advcl", "xcomp")
            and child.i > verb.i
            and not judged
            and _is_content(child)
        ):
            return Content(_after(verb, child.left_edge), child, "noun", cue)
    return None


def _lacks_object(verb: Any) -> bool:
    """Whether what a relative clause leaves out is the object of its verb: the steps (that) she proposed."""
    own = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    given = any(c.dep_ in ("dobj", "ccomp", "xcomp") and c.tag_ not in ("WDT", "WP") for c in verb.children)
    return own is not None and own.tag_ not in ("WDT", "WP") and not given


def _is_content(noun: Any) -> bool:
    """Not somebody (praised him), not “this” or “it”, no time; more than a bare word."""
    if noun.pos_ == "VERB":
        return noun.dep_ in ("dobj", "xcomp") and noun.tag_ == "VBG"
    bare = noun.pos_ == "PRON" or noun.ent_type_ in ("PERSON", "DATE", "TIME")
    return (
        not bare
        and noun.pos_ in ("NOUN", "PROPN", "SYM", "NUM", "ADJ")
        and (noun.pos_ == "NOUN" or any(True for _ in noun.children))
    )
