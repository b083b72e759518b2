"""The cast: the actors of a passage and every mention of them, by name, description or pronoun."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from countermove.evidence.actors.acquaintance import Acquaintance, post_of
from countermove.evidence.actors.descriptions import descriptions_in
from countermove.evidence.actors.entities import Entity, entities_of
from countermove.evidence.actors.findings import Actor, Cast, Mention
from countermove.evidence.actors.lexicon import REGIONS, nations
from countermove.evidence.actors.names import COUNTRY, OTHER, PERSON, PLACE, Name, names_of
from countermove.evidence.actors.pronouns import GROUP, PRONOUNS, antecedent_of, who_of
from countermove.evidence.actors.recall import Memory
from countermove.evidence.actors.story import SUBJECT, Ref, Story, head_of, role_of
from countermove.evidence.passage import Passage, Span
from countermove.evidence.rows import FOUND, SUGGESTION

__all__ = ["find_cast"]


def find_cast(passage: Passage, doc: Any, known: Sequence[Actor] = ()) -> Cast:
    """The actors of a passage, in order of their first mention, and every mention of them.

    `doc` is the parse of `passage.text`. `known` are the actors of the ledger, from reports read before
    or as a human edited them: words that are an alias of one of them mean that one; a person who can only
    be one of them bears the name known.
    """
    ledger = Acquaintance.of(known)
    names = [replace(name, kind=ledger.kind_of(name)) for name in names_of(doc)]
    entities = entities_of(doc, names)
    story = Story.of(doc)
    for entity in entities:
        _told_beside(doc, entity)
        for name in entity.names:
            story.add(_named(doc, name, entity))
    for ref in _capitals(doc, names, entities):
        story.add(ref)
    memory = Memory(story, entities)
    _walk(doc, story, memory, names)
    return _cast(doc, story, ledger)


def _named(doc: Any, name: Name, entity: Entity) -> Ref:
    head = head_of(doc, name.first, name.end).i
    return Ref(name.first, name.end, head, entity, "name", "name", FOUND)


def _told_beside(doc: Any, entity: Entity) -> None:
    """Learns the country of a person from beside the name: Jane Roe of Utopia, Utopia's Jane Roe."""
    if entity.kind != PERSON:
        return
    for name in entity.names:
        if name.end + 1 < len(doc) and doc[name.end].text == "of":
            entity.nations.update(_country(doc[name.end + 1].text))
        if name.first > 1 and doc[name.first - 1].text in ("’s", "'s"):
            entity.nations.update(_country(doc[name.first - 2].text))


def _country(word: str) -> set[str]:
    found = nations().names.get(word.lower())
    return {found} if found and word[:1].isupper() else set()


def _capitals(doc: Any, names: Sequence[Name], entities: list[Entity]) -> Iterator[Ref]:
    """Capitals that act: "Washington refused" means a government, most likely."""
    countries = {entity.label: entity for entity in entities if entity.kind == COUNTRY}
    for name in names:
        country = nations().capitals.get(name.text.lower()) if name.kind == PLACE else None
        if country is None and (name.text not in REGIONS or name.kind not in (PLACE, OTHER)):
            continue
        head = head_of(doc, name.first, name.end)
        if (
            role_of(head) != SUBJECT
            or head.dep_ != "nsubj"
            or head.head.lemma_ in ("be", "lie", "have", "see")
        ):
            continue
        meant = country or name.text
        if meant not in countries:
            countries[meant] = Entity(COUNTRY if country else GROUP, called=meant)
            entities.append(countries[meant])
        rule = "capital" if country else "part of the world"
        yield Ref(name.first, name.end, head.i, countries[meant], "name", rule, SUGGESTION)


def _walk(doc: Any, story: Story, memory: Memory, names: Sequence[Name]) -> None:
    """Descriptions and pronouns, from the beginning of the text to its end."""
    taken = {k for name in names for k in range(name.first, name.end)}
    steps: list[tuple[int, Any]] = [(what.first, what) for what in descriptions_in(doc, taken.__contains__)]
    steps += [(t.i, t) for t in doc if t.lower_ in PRONOUNS or _relative(t)]
    for at, what in sorted(steps, key=lambda step: step[0]):
        ref = memory.place(what) if hasattr(what, "office") else _pronoun(story, doc[at])
        if ref is not None:
            story.add(ref)


def _relative(token: Any) -> bool:
    """Whether a word stands for the noun before it: who, and which or that as the subject of a clause."""
    if token.lower_ in ("who", "whom"):
        return True
    return token.lower_ in ("which", "that") and token.dep_ in ("nsubj", "nsubjpass") and token.tag_ == "WDT"


def _pronoun(story: Story, token: Any) -> Ref | None:
    if _relative(token):
        back, rule, band = who_of(story, token), "relative pronoun", FOUND
    else:
        back, alone = antecedent_of(story, token)
        rule, band = ("pronoun, nobody else near", FOUND) if alone else ("pronoun", SUGGESTION)
    if back is None:
        return None
    return Ref(token.i, token.i + 1, token.i, back.entity, "pronoun", rule, band, back)


def _cast(doc: Any, story: Story, known: Acquaintance) -> Cast:
    """What the story holds, in the words of the ledger."""
    entities = list({id(ref.entity): ref.entity for ref in story.refs}.values())
    labels = _labels(doc, entities, known)
    full = {id(entity) for entity in entities if entity.kind == PERSON and " " in entity.label}
    mentions: list[Mention] = []
    written: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, str] = {}
    text = doc.text
    for ref in story.refs:
        span = _span(doc, ref.first, ref.end)
        words = text[span[0] : span[1]]
        actor = labels[id(ref.entity)]
        if ref.form == "name":
            actor = known.exactly(words, full=id(ref.entity) in full) or actor
        recalled = ref.rule == "described" and actor != ref.entity.label
        if not recalled and (_stands_alone(doc, ref) or _tells_post(doc, ref, words)):
            written[" ".join(words.split())][actor] += 1
        kinds.setdefault(actor, ref.entity.kind)
        back = ref.named if ref.form == "pronoun" else ref.antecedent
        place = _span(doc, back.first, back.end) if back is not None else None
        rule, band = ("holder of the office before", SUGGESTION) if recalled else (ref.rule, ref.band)
        mentions.append(Mention(span, actor, ref.form, rule, band, place))
    aliases = defaultdict(list)
    for words, meant in written.items():
        if len(meant) == 1:
            aliases[next(iter(meant))].append(words)
    actors = tuple(Actor(name, kind, tuple(aliases[name])) for name, kind in kinds.items())
    return Cast(actors, tuple(mentions))


def _stands_alone(doc: Any, ref: Ref) -> bool:
    """Whether words mean somebody wherever they stand: not "its allies", not "a spokesman"."""
    first = doc[ref.first]
    if ref.rule in ("group", "described"):
        return first.tag_ != "PRP$" and first.lower_ not in ("a", "an", "one", "another", "other")
    return ref.rule == "name"


def _tells_post(doc: Any, ref: Ref, words: str) -> bool:
    """Whether a description beside a name is of an office that one alone holds: "the president of Peru"."""
    past = any(doc[k].lower_ in ("former", "then", "ex", "late", "acting") for k in range(ref.first, ref.end))
    single = doc[ref.first].lower_ not in ("a", "an", "one", "another")
    return ref.rule == "beside the name" and single and not past and post_of(words) is not None


def _labels(doc: Any, entities: list[Entity], known: Acquaintance) -> dict[int, str]:
    """A name for every entity: that of the ledger, or its own; no two persons of this text share one."""
    labels: dict[int, str] = {}
    taken: set[str] = set()
    for entity in entities:
        label = known.name_of(entity) or entity.label
        if label in taken and entity.kind == PERSON and entity.names:
            name = entity.names[0]
            label = " ".join(doc[name.first : name.end].text.split())
        labels[id(entity)] = label
        taken.add(label)
    return labels


def _span(doc: Any, first: int, end: int) -> Span:
    last = doc[end - 1]
    return doc[first].idx, last.idx + len(last)
