"""Actors: who is named in reports, by which words, and whom a description or a pronoun means."""

from __future__ import annotations

from countermove.evidence.actors.cast import find_cast
from countermove.evidence.actors.findings import Actor, Alias, Cast, Mention, Pointer
from countermove.evidence.actors.speakers import speakers_of

__all__ = ["Actor", "Alias", "Cast", "Mention", "Pointer", "find_cast", "speakers_of"]
