"""What is found about actors: who they are, the words that mean them, and whom a statement's speaker is."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.evidence.passage import Span

__all__ = ["Actor", "Alias", "Cast", "Mention", "Pointer"]


@dataclass(frozen=True, slots=True)
class Alias:
    """Words that name an actor, as the editable table holds them: ``Mr. Smith``."""

    words: str
    actor: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who is named: `name` is the fullest form without title; `kind` is person, group,
    organisation or country.

    `aliases` are words that mean this actor and no other of the same report, as written, titles included.
    """

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that mean an actor. Spans are clean offsets.

    `form` is "name", "description" or "pronoun"; `antecedent` is the name that a pronoun or description
    was taken to go back to. `rule` names what found it; `band` is "found" or "suggestion".
    """

    span: Span
    actor: str
    form: str
    rule: str
    band: str
    antecedent: Span | None = None


@dataclass(frozen=True, slots=True)
class Cast:
    """The actors of a passage and every mention of them, in order."""

    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Pointer:
    """Whom the speaker's words of a statement mean: `by` is named, described, pronoun or none.

    `actor` is empty if nobody can be named. `antecedent` is the name that a description, a pronoun or the
    statement before was taken to go back to.
    """

    actor: str
    by: str
    band: str
    antecedent: Span | None = None
