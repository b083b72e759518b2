"""What a reported statement is: spans of a passage that say what was said, by whom, how and to whom."""

from __future__ import annotations

from dataclasses import dataclass, field

from countermove.evidence.passage import Span

__all__ = ["ATTRIBUTED", "IMPUTED", "IMPUTING", "Statement"]

#: The voices a statement may have.
ATTRIBUTED, IMPUTED = "attributed", "imputed"

#: The rule that finds imputed words.
IMPUTING = "words put into a mouth"


@dataclass(frozen=True, slots=True)
class Statement:
    """Reported words. Spans are clean offsets of a passage.

    `content` is what was said: the words between the marks, without the marks, or the clause. `more` are
    further spans of the same content: of a quotation or clause broken by ", he said,". `content` is the first
    of them for a quotation, the longest for a clause; `spans` has all in the order of the text.
    `speech` is "direct" (a whole quotation), "partial" (marks around some of the words) or "indirect".
    `voice` is "attributed", or "imputed": words put into a mouth, which are nobody's. `act` is what is done
    by saying it (see cues). `speaker` is the span of the speaker's words, None if the text names none; of a
    relative pronoun, the words it goes back to. `inside` is the position, in the same list, of the statement
    that it is told in. `rule` names what found it; `band` is "found" or "suggestion".
    """

    content: Span
    speech: str
    act: str
    rule: str
    band: str
    speaker: Span | None = None
    cue: Span | None = None
    addressee: Span | None = None
    when: Span | None = None
    where: Span | None = None
    via: Span | None = None
    voice: str = ATTRIBUTED
    inside: int | None = None
    more: tuple[Span, ...] = field(default=())

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans of the content, in the order of the text."""
        return tuple(sorted((self.content, *self.more)))
