"""Recall: whom a description goes back to, or who is new by it.

A description beside a name ("Jane Roe, the president of Utopia") teaches an office and a country; one that
stands alone ("the president") goes back to somebody who holds the office, and one that fits nobody, as
well as every group, is an actor of its own.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from countermove.evidence.actors.descriptions import Description, label_of
from countermove.evidence.actors.entities import Entity
from countermove.evidence.actors.lexicon import nations, table, word_set
from countermove.evidence.actors.names import COUNTRY, ORGANISATION, PERSON
from countermove.evidence.actors.pronouns import GROUP
from countermove.evidence.actors.story import OWNER, SUBJECT, Ref, Story, role_of
from countermove.evidence.rows import FOUND, SUGGESTION

__all__ = ["Memory"]

#: Bodies that are spoken of by their kind, whatever their name.
_GOVERNING = word_set("recall", "governing")


@dataclass(slots=True)
class Memory:
    """Who is known of a text: its entities, and those that descriptions have added."""

    story: Story
    entities: list[Entity]
    described: dict[tuple[str, str], Entity] = field(default_factory=dict)
    holders: dict[str, list[Entity]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for entity in self.entities:
            for office in entity.offices:
                self.holders[office].append(entity)

    def _learn(self, entity: Entity, what: Description) -> None:
        """Somebody holds an office, of a country if one is said."""
        if what.office not in entity.offices:
            entity.offices.add(what.office)
            self.holders[what.office].append(entity)
        if what.nation:
            entity.nations.add(what.nation)

    def place(self, what: Description) -> Ref | None:
        """The words of a description as a ref, or nothing if they mean no actor."""
        if what.sort == "one":
            return self._person(what)
        if what.sort == "many":
            return self._group(what)
        return self._body(what)

    def _ref(self, what: Description, entity: Entity, rule: str, band: str, back: Ref | None = None) -> Ref:
        return Ref(what.first, what.end, what.head, entity, "description", rule, band, back)

    def _person(self, what: Description) -> Ref | None:
        beside = self._beside(what)
        if beside is not None:
            self._learn(beside.entity, what)
            return self._ref(what, beside.entity, "beside the name", FOUND, beside)
        doc = self.story.doc
        first = doc[what.first]
        if (first.i == what.head and not first.text[0].isupper()) or first.tag_ == "PRP$":
            return None
        if doc[what.head].dep_ == "attr" or (what.first and doc[what.first - 1].lower_ == "as"):
            return None
        if what.definite or first.i == what.head or (first.text[0].isupper() and first.pos_ == "PROPN"):
            back = self._holder(what)
            if back is not None:
                return self._ref(what, back.entity, *self._sure(what, back), back)
        return self._ref(what, self._new(what, PERSON), "described", FOUND)

    def _sure(self, what: Description, back: Ref) -> tuple[str, str]:
        """The rule and the band of a description that was taken to go back to somebody."""
        fits = self._holding(what)
        if len(fits) == 1 and (what.nation in back.entity.nations or back.form == "description"):
            return "only holder of the office", FOUND
        return "holder of the office", SUGGESTION

    def _holding(self, what: Description) -> list[Entity]:
        """The persons who may be meant by an office, in its country if one is said."""
        words = (what.office, *table()["offices"]["also"].get(what.office, ()))
        found = {id(entity): entity for word in words for entity in self.holders.get(word, ())}
        return [entity for entity in found.values() if entity.kind == PERSON and self._fits(entity, what)]

    def _beside(self, what: Description) -> Ref | None:
        """The name that a description is said of, since it stands beside it."""
        doc, story = self.story.doc, self.story
        n = len(doc)
        after = what.end + (what.end < n and doc[what.end].text == ",")
        for ref in story.at(after, min(after + 8, n)):
            if ref.first == after and ref.entity.kind == PERSON and ref.form == "name":
                return ref
        if what.first and doc[what.first - 1].text in (",", "(", "—", "–"):
            for ref in story.before(what.first, 0):
                if ref.entity.kind == PERSON and ref.form == "name" and ref.end == what.first - 1:
                    return ref
        return self._said_of(what)

    def _said_of(self, what: Description) -> Ref | None:
        """The person that the parse sets a description beside: an apposition or "is the president"."""
        head = self.story.doc[what.head]
        if head.dep_ == "conj" and head.head.dep_ == "appos":
            head = head.head
        if head.dep_ == "appos":
            target = head.head
        elif head.dep_ == "attr" and head.head.lemma_ in ("be", "become", "remain"):
            target = next((c for c in head.head.children if c.dep_ == "nsubj"), None)
        else:
            return None
        if target is None:
            return None
        for ref in self.story.before(what.first, 0):
            if ref.first <= target.i < ref.end and ref.entity.kind == PERSON and ref.form != "description":
                return ref
        return None

    def _fits(self, entity: Entity, what: Description) -> bool:
        """Whether neither gender nor country speaks against somebody."""
        told = {"male": table()["offices"]["male"], "female": table()["offices"]["female"]}
        gender = next((g for g, words in told.items() if what.office in words), "")
        if gender and entity.gender not in ("", gender):
            return False
        return not (what.nation and entity.nations and what.nation not in entity.nations)

    def _holder(self, what: Description) -> Ref | None:
        """The best of those who hold the office, by country, then by nearness and part of the sentence."""
        refs = [ref for held in self._holding(what) for ref in self.story.of_entity(held, what.first)]
        if what.nation:
            same = [ref for ref in refs if what.nation in ref.entity.nations]
            refs = same or self._owner_spared(refs, what)
        before = [ref for ref in refs if ref.end <= what.first]
        best = max(before or refs, key=lambda ref: self._near(ref, what), default=None)
        if best is None:
            return self._near_by(what) if what.nation else None
        return best if best.form != "pronoun" else best.named

    def _near_by(self, what: Description) -> Ref | None:
        """A head of state or government who fits by being spoken of just before, of no known country."""
        if what.office not in ("leader", "president", "prime minister", "premier", "chancellor"):
            return None
        for ref in self.story.before(what.first, 1):
            free = not ref.entity.nations and ref.entity.kind == PERSON and ref.form == "name"
            if free and role_of(self.story.doc[ref.head]) != SUBJECT:
                return ref
        return None

    def _owner_spared(self, refs: list[Ref], what: Description) -> list[Ref]:
        """Without the subject of the same verb: nobody assures himself."""
        verb = self.story.doc[what.head].head
        return [ref for ref in refs if self.story.doc[ref.head].head.i != verb.i or ref.first > what.first]

    def _near(self, ref: Ref, what: Description) -> tuple[float, int]:
        away = abs(self.story.sentence[what.first] - self.story.sentence[ref.first])
        role = role_of(self.story.doc[ref.head])
        often = sum(other.entity is ref.entity for other in self.story.before(what.first, 3))
        weight = -1.0 * min(away, 12) + {SUBJECT: 1.5, OWNER: 0.3}.get(role, 0.0) + 0.5 * min(often, 4)
        return weight, -abs(what.first - ref.first)

    def _new(self, what: Description, kind: str) -> Entity:
        """The actor that is known only by a description; one for all places where it is called the same."""
        label = self._label(what)
        entity = self.described.setdefault((kind, label.casefold()), Entity(kind, called=label))
        self._learn(entity, what)
        return entity

    def _label(self, what: Description) -> str:
        label = label_of(self.story.doc, what)
        if (
            what.nation
            and what.sort != "many"
            and len(label.split()) <= 3
            and ("’s" in label or "'s" in label)
        ):
            people = next((adj for adj, land in nations().peoples.items() if land == what.nation), "")
            return f"{people.title()} {label.split(maxsplit=1)[1]}" if people else label
        return label

    def _group(self, what: Description) -> Ref | None:
        doc = self.story.doc
        bare = (
            what.end == what.head + 1
            and not what.nation
            and label_of(doc, what).lower() == doc[what.head].text.lower()
        )
        if bare and (what.definite or doc[what.first].tag_ == "PRP$"):
            for ref in self.story.before(what.first, 12):
                if (
                    ref.entity.kind == GROUP
                    and what.office in ref.entity.offices
                    and ref.form == "description"
                ):
                    return self._ref(what, ref.entity, "the group named before", SUGGESTION, ref)
        return self._ref(what, self._new(what, GROUP), "group", FOUND)

    def _body(self, what: Description) -> Ref | None:
        doc = self.story.doc
        kind = COUNTRY if what.sort == "state" else ORGANISATION
        first = doc[what.first]
        plain = label_of(doc, what).lower() == what.office
        own = self._own_name(what)
        if own is not None:
            self._learn(own.entity, what)
            return self._ref(what, own.entity, "beside the name", FOUND, own)
        if first.i == what.head:
            return None
        if not plain and kind == ORGANISATION and (what.nation or self._named_inside(what)):
            return self._ref(what, self._new(what, kind), "described", FOUND)
        if not what.definite or first.tag_ == "PRP$" or not plain:
            return None
        governing = what.office in _GOVERNING
        near = [ref for ref in self.story.before(what.first, 4) if ref.entity.kind == kind]
        for ref in sorted(near, key=lambda ref: what.office not in ref.entity.offices):
            if what.office in ref.entity.offices or not governing:
                return self._ref(what, ref.entity, "the body named before", SUGGESTION, ref)
        return self._ref(what, self._new(what, kind), "described", FOUND) if governing else None

    def _own_name(self, what: Description) -> Ref | None:
        """The name that a body's kind is said after: the Acme company, the URF alliance."""
        if what.office in _GOVERNING or self.story.doc[what.head - 1].dep_ != "compound":
            return None
        for ref in self.story.at(max(what.first, what.head - 6), what.head):
            if ref.end == what.head and ref.form == "name" and ref.entity.kind == ORGANISATION:
                return ref
        return None

    def _named_inside(self, what: Description) -> bool:
        if any(ref.end <= what.head for ref in self.story.at(what.first, what.head) if ref.form == "name"):
            return True
        words = [self.story.doc[k] for k in range(what.first + 1, what.head)]
        return what.office in _GOVERNING and any(word.text[0].isupper() for word in words)
