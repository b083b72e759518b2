"""Finding events: clauses in which an actor does something to another, by the verb and the parse."""

from __future__ import annotations

import bisect
from collections.abc import Iterator
from typing import Any

from countermove.evidence.actors import Cast, Mention
from countermove.evidence.actors.story import quoted_in
from countermove.evidence.events.findings import Event
from countermove.evidence.events.lexicon import lexicon
from countermove.evidence.passage import Passage, Span
from countermove.evidence.rows import FOUND, SUGGESTION

__all__ = ["find_events"]

_POSSIBLE = frozenset(
    ("will", "would", "may", "might", "could", "can", "should", "must", "shall", "’ll", "’d", "ca")
)
#: What hangs on a verb and belongs to its clause.
_PARTS = frozenset(
    (
        "dobj",
        "prep",
        "dative",
        "prt",
        "acomp",
        "xcomp",
        "npadvmod",
        "agent",
        "advmod",
        "ccomp",
        "oprd",
        "neg",
        "aux",
    )
)


def find_events(passage: Passage, doc: Any, cast: Cast) -> list[Event]:
    """Every event in a passage, in order of its verb.

    `doc` is the parse of `passage.text`, `cast` its actors. Found are active clauses that state what a named
    actor does, with a verb that is said of little else; all else is a suggestion.
    """
    book = _Book(cast)
    quoted = quoted_in(doc)
    return [event for token in doc for event in _event(doc, token, book, quoted)]


class _Book:
    """The mentions of a cast by place."""

    def __init__(self, cast: Cast) -> None:
        self.mentions = sorted(cast.mentions, key=lambda mention: mention.span)
        self._starts = [mention.span[0] for mention in self.mentions]

    def at(self, token: Any) -> Mention | None:
        """The mention that bears a token: a name before a description, a longer before a shorter one."""
        place = bisect.bisect_right(self._starts, token.idx)
        near = self.mentions[max(0, place - 8) : place]
        bearing = [m for m in near if m.span[0] <= token.idx < m.span[1]]
        return max(bearing, key=lambda m: (m.form == "name", m.span[1] - m.span[0]), default=None)


def _event(doc: Any, verb: Any, book: _Book, quoted: list[int]) -> Iterator[Event]:
    """The event that a verb tells, if it is one."""
    if verb.pos_ != "VERB":
        return
    lemma = _lemma(verb)
    act = lexicon().acts.get(lemma)
    if act is None:
        return
    subject, passive = _subject(verb)
    doer = _agent(verb) if passive else subject
    actor = _meant(book, doer)
    other = subject if passive else _other(verb, act, book)
    target = _meant(book, other)
    if (actor is None and target is None) or subject is None or _same(actor, target):
        return
    if lemma in lexicon().bound and (actor is None or target is None):
        return
    mood = _mood(verb)
    plain = not passive and verb.dep_ != "xcomp" and _own(verb, subject)
    sure = plain and mood == "stated" and actor is not None and actor.form == "name" and actor.band == FOUND
    inside = quoted[verb.i] > 0 or _reported(verb)
    found = (
        sure and lemma not in lexicon().doubtful and not inside and (target is not None or act == "retreat")
    )
    yield Event(
        _clause(doc, verb, subject), _span(verb), act,
        "passive clause" if passive else "active clause of a named actor" if sure else "clause",
        FOUND if found else SUGGESTION,
        _place(doer, actor), actor.actor if actor else "",
        _place(other, target), target.actor if target else "",
        _when(doc, verb), mood, inside,
    )  # fmt: skip


def _lemma(verb: Any) -> str:
    """The lemma of a verb, with its particle or fixed preposition where the lexicon has it so."""
    lemma = str(verb.lemma_.lower())
    for child in verb.children:
        joined = f"{lemma}_{child.lower_}"
        beside = child.dep_ == "prt" or (child.dep_ == "prep" and child.i == verb.i + 1)
        if beside and joined in lexicon().acts:
            return joined
    return lemma


def _subject(verb: Any) -> tuple[Any | None, bool]:
    """The subject of a verb, or of the verb that it is joined to; and whether it is passive."""
    at = verb
    for _ in range(4):
        for child in at.children:
            if child.dep_ == "nsubj":
                return _antecedent(child, at), False
            if child.dep_ == "nsubjpass":
                return _antecedent(child, at), at.i == verb.i
        if at.dep_ not in ("conj", "xcomp") or at.head.pos_ not in ("VERB", "AUX"):
            return None, False
        if at.dep_ == "xcomp" and any(child.dep_ == "dobj" for child in at.head.children):
            return None, False
        at = at.head
    return None, False


def _antecedent(subject: Any, verb: Any) -> Any:
    """For "which" and "that" the noun that their clause belongs to."""
    if subject.lower_ in ("which", "that") and verb.dep_ == "relcl":
        return verb.head
    return subject


def _agent(verb: Any) -> Any | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((inner for inner in child.children if inner.dep_ == "pobj"), None)
    return None


def _other(verb: Any, act: str, book: _Book) -> Any | None:
    """The other party: the object, or what stands after one of the prepositions of the type."""
    direct = [child for child in verb.children if child.dep_ in ("dobj", "dative", "obj")]
    direct = [token for token in direct if token.dep_ != "dative" or token.pos_ != "ADP"]
    after = list(_after(verb, lexicon().targets[act]))
    for token in direct:
        after += _after(token, lexicon().targets[act])
    for token in (*direct, *after):
        if _meant(book, token) is not None:
            return token
    return (*direct, *after, None)[0]


def _after(head: Any, words: frozenset[str]) -> Iterator[Any]:
    for child in head.children:
        if child.dep_ in ("prep", "dative") and child.lower_ in words:
            yield from (inner for inner in child.children if inner.dep_ == "pobj")


def _meant(book: _Book, token: Any | None) -> Mention | None:
    """Whom a party means: the mention of its head, or of its owner ("Utopia's offer")."""
    if token is None:
        return None
    mention = book.at(token)
    if mention is not None:
        return mention
    owner = next((child for child in token.children if child.dep_ == "poss"), None)
    return book.at(owner) if owner is not None and token.pos_ == "NOUN" else None


def _same(actor: Mention | None, target: Mention | None) -> bool:
    return actor is not None and target is not None and actor.actor == target.actor


def _own(verb: Any, subject: Any) -> bool:
    """Whether the subject is the verb's own or that of the verb it is joined to by "and"."""
    return any(child.i == subject.i for child in verb.children) or verb.dep_ == "conj"


def _mood(verb: Any) -> str:
    """Whether a clause states, denies, or only thinks of something."""
    children = [*verb.children]
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB" and not any(c.dep_ == "nsubj" for c in children):
        children += [child for child in verb.head.children if child.dep_ == "aux"]
    if any(child.dep_ == "neg" for child in children):
        return "negated"
    modal = any(
        child.dep_ == "aux" and (child.lower_ in _POSSIBLE or child.lower_ == "to") for child in children
    )
    conditional = any(
        child.dep_ == "mark" and child.lower_ in ("if", "unless", "whether") for child in children
    )
    return "possible" if modal or conditional or verb.dep_ == "xcomp" else "stated"


def _reported(verb: Any) -> bool:
    """Whether a clause is what somebody is told to have said or thought."""
    at = verb
    for _ in range(30):
        if at.dep_ in ("ccomp", "xcomp") and at.head.lemma_.lower() in lexicon().report:
            return True
        if at.dep_ == "parataxis" or at.head.i == at.i:
            break
        at = at.head
    told = (child for child in at.children if child.dep_ in ("parataxis", "prep", "ccomp"))
    return any(child.lower_ == "according" or child.lemma_.lower() in ("say", "add") for child in told)


def _span(token: Any) -> Span:
    return token.idx, token.idx + len(token)


def _place(token: Any | None, mention: Mention | None) -> Span | None:
    """The words of a party: those of the mention that bears the head, or the phrase up to its head."""
    if token is None:
        return None
    if mention is not None and mention.span[0] <= token.idx < mention.span[1]:
        return mention.span
    first = token.left_edge if token.i - token.left_edge.i < 12 else token
    return first.idx, token.idx + len(token)


def _clause(doc: Any, verb: Any, subject: Any) -> Span:
    """From the subject, or the verb where the subject is far away, to the end of what hangs on the verb."""
    own = subject.i < verb.i and any(child.i == subject.i for child in verb.children)
    first = subject.left_edge.i if own else verb.i
    last = max([verb.i] + [child.right_edge.i for child in verb.children if child.dep_ in _PARTS])
    first, last = min(first, verb.i), max(last, verb.i)
    while last > verb.i and (doc[last].is_punct or doc[last].is_space):
        last -= 1
    return doc[first].idx, doc[last].idx + len(doc[last])


def _when(doc: Any, verb: Any) -> Span | None:
    """The date that a verb is said with: on Friday, last week."""
    for child in verb.children:
        tokens = [child] if child.dep_ == "npadvmod" else []
        if child.dep_ == "prep":
            tokens = [inner for inner in child.children if inner.dep_ == "pobj"]
        for token in tokens:
            if token.ent_type_ in ("DATE", "TIME"):
                return _entity(doc, token)
    return None


def _entity(doc: Any, token: Any) -> Span:
    first = last = token.i
    while first and doc[first].ent_iob_ == "I":
        first -= 1
    while last + 1 < len(doc) and doc[last + 1].ent_iob_ == "I":
        last += 1
    return doc[first].idx, doc[last].idx + len(doc[last])
