"""An event: who is reported to have done what, to whom."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.evidence.passage import Span

__all__ = ["Event"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that an actor does to, with or against another. Spans are clean offsets of a passage.

    `span` is the clause that tells it, `verb` the word that says what is done, `act` its type by PLOVER
    (agree, consult, support, cooperate, aid, concede, request, accuse, reject, threaten, protest, sanction,
    mobilize, coerce, assault, retreat). `actor` and `target` are the spans of the parties as written, None
    if there is none; `actor_name` and `target_name` whom they mean, empty if nothing tells. `mood` is
    "stated", "negated" or "possible" (planned, conditional, wished for). `inside_speech` tells that it
    stands in somebody's words. `rule` names what found it; `band` is "found" or "suggestion".
    """

    span: Span
    verb: Span
    act: str
    rule: str
    band: str
    actor: Span | None = None
    actor_name: str = ""
    target: Span | None = None
    target_name: str = ""
    when: Span | None = None
    mood: str = "stated"
    inside_speech: bool = False
