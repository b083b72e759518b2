"""Pronouns: whom "he", "she", "they", "it" and "who" may mean.

No rule is right nine times in ten here, save for "who" beside its noun: what is found is a suggestion.
Candidates are those spoken of before, weighed by what is known to help most: number and gender, never the
other party of the same verb, the subject before the rest, the nearer sentence before the farther, the
subject of the clause above, and he who speaks goes on speaking.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from countermove.evidence.actors.lexicon import word_set
from countermove.evidence.actors.names import COUNTRY, ORGANISATION, PERSON
from countermove.evidence.actors.story import (
    OBJECT,
    OWNER,
    SUBJECT,
    Ref,
    Story,
    clause_of,
    risen,
    role_of,
    subject_of,
)

__all__ = ["PRONOUNS", "antecedent_of", "who_of"]

GROUP = "group"

#: Pronouns of the third person: the kinds of actor they may mean, and the gender they tell.
PRONOUNS: dict[str, tuple[frozenset[str], str]] = {
    **dict.fromkeys(("he", "him", "his", "himself"), (frozenset((PERSON,)), "male")),
    **dict.fromkeys(("she", "her", "hers", "herself"), (frozenset((PERSON,)), "female")),
    **dict.fromkeys(("they", "them", "their", "themselves"), (frozenset((GROUP, ORGANISATION)), "")),
    **dict.fromkeys(("it", "its", "itself"), (frozenset((ORGANISATION, COUNTRY)), "")),
}

#: Verbs whose object is the one that is then said to have done or to be something.
_JUDGING = word_set("pronouns", "judging")
#: Verbs of telling, after which what is said is often about the one who is told.
_TELLING = frozenset(["tell", "assure", "warn", "inform", "remind", "advise", "promise"])
_LEAVE = frozenset(["free", "welcome", "able", "right", "wrong"])
_DUTY = frozenset(["should", "must", "need"])


def antecedent_of(story: Story, token: Any) -> tuple[Ref | None, bool]:
    """The words that a pronoun most likely goes back to, and whether nobody else could be meant."""
    kinds, gender = PRONOUNS[token.lower_]
    if token.lower_ == "it" and _empty(token):
        return None, False
    if token.lower_.endswith(("self", "selves")):
        return _itself(story, token), False
    best: tuple[float, int] | None = None
    chosen: Ref | None = None
    others: set[int] = set()
    often = Counter(id(ref.entity) for ref in story.before(token.i, 2))
    for ref in _candidates(story, token):
        if ref.entity.kind not in kinds or (gender and ref.entity.gender not in ("", "both", gender)):
            continue
        others.add(id(ref.entity))
        weight = _weight(story, token, ref, often[id(ref.entity)])
        if weight is not None and (best is None or (weight, ref.first) > best):
            best, chosen = (weight, ref.first), ref
    return chosen, len(others) == 1 and bool(gender)


def _itself(story: Story, token: Any) -> Ref | None:
    """For "herself" the subject of its verb."""
    subject = subject_of(clause_of(token))
    if subject is None:
        return None
    if subject.tag_ in ("WDT", "WP"):
        return who_of(story, subject)
    return next((ref for ref in story.before(token.i, 0) if ref.head == subject.i), None)


def _candidates(story: Story, token: Any) -> Iterator[Ref]:
    yield from story.before(token.i, 4)
    ahead = _ahead(token)
    if ahead is not None:
        yield from (ref for ref in story.after(token.i) if ref.form != "pronoun" and ref.head == ahead)


def _ahead(token: Any) -> int | None:
    """The subject that a pronoun before it may look ahead to: "In his letter, Roe ..."."""
    verb = clause_of(token)
    if token.dep_ in ("nsubj", "nsubjpass"):
        if verb.dep_ != "advcl" or verb.head.i < verb.i:
            return None
        verb = verb.head
    subject = subject_of(verb)
    return int(subject.i) if subject is not None and subject.i > token.i else None


def _empty(token: Any) -> bool:
    """Whether "it" stands for nothing: it is hard to, it was said that."""
    if token.dep_ == "expl":
        return True
    verb = token.head
    if any(
        child.dep_ == "ccomp" and any(c.lower_ == "that" for c in child.children) for child in verb.children
    ):
        return token.dep_ in ("nsubjpass", "dobj") or verb.dep_ == "ccomp"
    return verb.lemma_ in ("be", "seem", "appear", "take", "become") and any(
        child.dep_ in ("ccomp", "xcomp", "csubj", "advcl", "acomp") for child in verb.children
    )


def _weight(story: Story, token: Any, ref: Ref, often: int) -> float | None:
    """How well words fit a pronoun, `often` being how often the same was spoken of; None if not at all."""
    doc = story.doc
    head = doc[ref.head]
    if _same_party(token, head):
        return None
    away = story.sentence[token.i] - story.sentence[ref.first]
    role, own = role_of(head), role_of(token)
    weight: float = -1.3 * away + {SUBJECT: 2.0, OBJECT: 0.5, OWNER: 0.4}.get(role, 0.0)
    weight += 0.6 * (role == own) + 0.8 * (role == SUBJECT and _main(head))
    weight += 0.2 * min(2, often) - 0.01 * min(60, abs(token.i - ref.end))
    if story.quoted[ref.first] != story.quoted[token.i]:
        weight -= 2.5 if story.quoted[ref.first] and not story.quoted[token.i] else 0.4
    if ref.entity.kind == GROUP:
        weight += 0.8
    if ref.first > token.i:
        weight += 2.0 if role == SUBJECT else -2.0
    if away == 0:
        weight += _above(token, head) + _told(token, head)
    return weight


def _main(head: Any) -> bool:
    verb = risen(head).head
    return bool(verb.dep_ == "ROOT" or (verb.dep_ == "conj" and verb.head.dep_ == "ROOT"))


def _same_party(token: Any, head: Any) -> bool:
    """Whether two words are parties to one verb, so that they cannot be one person; "his" may be."""
    one, other = risen(token), risen(head)
    if one.i == other.i and token.dep_ != "poss":
        return True
    if token.dep_ == "poss":
        return bool(head.i == token.head.i or one.head.i == other.i)
    if other.dep_ == "poss":
        return False
    return _verb(one) == _verb(other) and other.dep_ in ("nsubj", "nsubjpass", "dobj", "dative", "pobj")


def _verb(token: Any) -> int:
    """The verb that a word is a party of, through one preposition."""
    head = token.head
    if token.dep_ == "pobj" and head.dep_ in ("prep", "dative", "agent"):
        head = head.head
    return int(head.i) if head.pos_ in ("VERB", "AUX") else -int(token.i) - 1


def _above(token: Any, head: Any) -> float:
    """A bonus for the subject of a clause above the pronoun's own: the nearest counts most."""
    top = risen(head)
    if top.dep_ not in ("nsubj", "nsubjpass"):
        return 0.0
    verb, bonus = clause_of(token), 2.2
    for _ in range(8):
        if top.head.i == verb.i:
            return bonus
        if verb.head.i == verb.i:
            break
        verb, bonus = clause_of(verb), bonus - 0.5
    return 0.0


def _told(token: Any, head: Any) -> float:
    """What verbs of telling and of judging say about who is meant."""
    verb = clause_of(head)
    if role_of(head) == OBJECT and verb.lemma_ in _JUDGING and token.dep_ == "poss":
        return 7.0
    told = clause_of(token)
    if verb.lemma_ in _TELLING and role_of(head) == OBJECT and told.dep_ == "ccomp" and told.head.i == verb.i:
        free = any(child.lemma_ in _LEAVE and child.dep_ == "acomp" for child in told.children)
        duty = any(child.lemma_ in _DUTY and child.dep_ == "aux" for child in told.children)
        return 7.0 if free or duty else 0.0
    return 0.0


def who_of(story: Story, token: Any) -> Ref | None:
    """Who is meant by a relative pronoun: the noun that its clause belongs to."""
    verb = clause_of(token)
    for _ in range(4):
        if verb.dep_ == "relcl":
            break
        if verb.head.i == verb.i:
            return None
        verb = verb.head
    noun = verb.head
    beside = [ref for ref in story.before(token.i, 0) if ref.head == noun.i or ref.first <= noun.i < ref.end]
    return beside[0] if beside else None
