"""Checking: an offer against the words of the piece that it was made for.

An offer passes if its words stand in the piece as it says, within one paragraph, and if the words of its
speaker and its cue stand by them. Where words stand more than once, those nearest to their cue and
speaker are meant; where nothing tells which, the offer is refused. What is of the offer's own making (an
act, an amount) must be on a list or follow from the words, else it is left out and the rest stays.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from countermove.evidence.passage import Span
from countermove.evidence.proposals.amounts import amounts_in, has_number
from countermove.evidence.proposals.answers import Offer
from countermove.evidence.proposals.pieces import Piece
from countermove.evidence.proposals.placing import apart, gap, nearest, places, unmarked
from countermove.evidence.proposals.prompt import MODIFIERS, STATUSES, acts
from countermove.evidence.proposals.tally import Tally

__all__ = ["Placed", "checked"]


@dataclass(frozen=True, slots=True)
class Placed:
    """An offer whose words stand in the text: `span` in clean offsets, parts by role, values by name."""

    kind: str
    span: Span
    parts: tuple[tuple[str, Span], ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)

    def offer(self, made: Offer) -> Offer:
        """What is left of the offer that it was made from: only what passed."""
        roles = {role for role, _ in self.parts}
        fields = {name: text for name, text in made.fields.items() if name in roles}
        fields |= {name: self.values[name] for name in made.fields if self.values.get(name)}
        return Offer(made.kind, unmarked(made.words), fields)


class Refused(Exception):
    """An offer does not pass; says why, in words that follow “refused:”."""


def checked(
    piece: Piece, offers: Iterable[Offer], issues: Sequence[str], tally: Tally
) -> Iterator[tuple[Offer, Placed]]:
    """The offers that pass, each with its place; the others are counted by reason."""
    for offer in offers:
        try:
            yield offer, _CHECKS[offer.kind](piece, offer, issues, tally)
        except Refused as reason:
            tally.refused[str(reason)] += 1


# -- statements ------------------------------------------------------------------------------------

#: Words that a cue may have, and those of a speaker ("a senior official of the ministry, who ...").
_LONGEST_CUE, _LONGEST_SPEAKER = 8, 20


def _statement(piece: Piece, offer: Offer, issues: Sequence[str], tally: Tally) -> Placed:
    words, cue, speaker = unmarked(offer.words), offer.get("cue"), unmarked(offer.get("speaker"))
    if len(cue.split()) > _LONGEST_CUE or len(speaker.split()) > _LONGEST_SPEAKER:
        raise Refused("too many words for a cue or a speaker")
    spans = _somewhere(piece, words)
    fits = [fit for span in spans if (fit := _fit(piece, span, cue, speaker))]
    if not fits:
        lacking = "cue" if cue and not any(_beside(piece, cue, span) for span in spans) else "speaker"
        raise Refused(f"the {lacking} does not stand by the words")
    span, at_cue, at_speaker = _best(fits)
    speech = _speech(piece, span)
    if at_cue is None and at_speaker is None and speech != "direct":
        raise Refused("nothing in the text says that somebody said it")
    if len(words.split()) < 2 and speech != "direct":
        raise Refused("one word is no statement")
    hearer = _hearer(piece, unmarked(offer.get("addressee")), span, at_cue, tally)
    act = _listed(offer.get("act"), acts(), "act", tally)
    parts = (("speaker", at_speaker), ("cue", at_cue), ("addressee", hearer))
    return Placed("statement", span, _there(parts), {"speech": speech, "act": act})


#: The words, the cue and the speaker's words of a statement at one place.
_Fit = tuple[Span, Span | None, Span | None]


def _fit(piece: Piece, span: Span, cue: str, speaker: str) -> _Fit | None:
    """Cue and speaker nearest to words at a place, and not in them; None if one lacks.

    Both stand in the sentence of the words; by a quotation, whose marks show that it is one, they may stand
    elsewhere in its paragraph. The speaker stands in the sentence of the cue.
    """
    cues, speakers = (_beside(piece, words, span) for words in (cue, speaker))
    if (cue and not cues) or (speaker and not speakers):
        return None
    if not cues or not speakers:
        return span, nearest(cues, span) if cues else None, nearest(speakers, span) if speakers else None
    for at_cue in sorted(cues, key=lambda at: gap(at, span)):
        near = [at for at in speakers if _one_sentence(piece, at, at_cue) and apart(at, at_cue)]
        if near:
            return span, at_cue, nearest(near, at_cue)
    return None


def _beside(piece: Piece, words: str, span: Span) -> list[Span]:
    """Where words stand that may tell of the words at a span."""
    found = [at for at in places(piece, words, [_paragraph(piece, span)]) if apart(at, span)]
    if _speech(piece, span) == "direct":
        return found
    ends = (span[0], span[0] + 1), (span[1] - 1, span[1])
    return [at for at in found if any(_one_sentence(piece, at, end) for end in ends)]


def _best(fits: Sequence[_Fit]) -> _Fit:
    """The place at which cue and speaker are nearest. Raises `Refused` if two places are alike."""
    costs = [sum(gap(fit[0], part) for part in fit[1:] if part is not None) for fit in fits]
    least = min(costs)
    if costs.count(least) > 1:
        raise Refused("the words stand there more than once, and nothing tells which are meant")
    return fits[costs.index(least)]


def _speech(piece: Piece, span: Span) -> str:
    """Direct if the words stand between marks, partial if marks stand in them, else indirect."""
    text, (first, _) = piece.passage.text, _paragraph(piece, span)
    if "“" in text[slice(*span)]:
        return "partial"
    return "direct" if text.rfind("“", first, span[0]) > text.rfind("”", first, span[0]) else "indirect"


# -- figures ---------------------------------------------------------------------------------------


def _figure(piece: Piece, offer: Offer, issues: Sequence[str], tally: Tally) -> Placed:
    words = unmarked(offer.words)
    if not has_number(words):
        raise Refused("a figure without a number")
    spans = _somewhere(piece, words)
    unit, of = offer.get("unit"), offer.get("of")
    if len(spans) > 1:  # the clause, or else the unit, tells which
        told = [
            span for span in spans if of and any(a <= span[0] and span[1] <= b for a, b in places(piece, of))
        ]
        spans = told if len(told) == 1 else spans
    span = _only(spans)
    parts = _there(
        (("unit", _near(piece, unit, span, tally, "unit")), ("of", _near(piece, of, span, tally, "of")))
    )
    values = {
        "amount": _amount(offer.get("amount"), words, tally),
        "unit": unit if any(role == "unit" for role, _ in parts) else "",
        "modifier": _listed(offer.get("modifier"), MODIFIERS, "modifier", tally),
        "status": _listed(offer.get("status"), STATUSES, "status", tally),
    }
    return Placed("figure", span, parts, values)


def _amount(said: str, words: str, tally: Tally) -> str:
    """The amount, if it follows from the words."""
    try:
        number = Decimal(said) if len(said) < 40 else None
    except InvalidOperation:
        number = None
    if number is not None and number.is_finite() and number in amounts_in(words):
        return format(number, "f")
    if said:
        tally.left_out["an amount that does not follow from the words"] += 1
    return ""


# -- links -----------------------------------------------------------------------------------------


def _link(piece: Piece, offer: Offer, issues: Sequence[str], tally: Tally) -> Placed:
    if offer.get("issue") not in issues:
        raise Refused("there is no such issue in the ledger")
    span = _only(_somewhere(piece, unmarked(offer.words)))
    if len(offer.words.split()) < 2:
        raise Refused("one word says nothing of an issue")
    return Placed("claim", span, (), {"issue": offer.get("issue")})


_CHECKS = {"statements": _statement, "figures": _figure, "links": _link}


# -- what they share -------------------------------------------------------------------------------


def _somewhere(piece: Piece, words: str) -> list[Span]:
    if not any(sign.isalnum() for sign in words):
        raise Refused("the words are not in the passage as they were given")
    spans = places(piece, words)
    if not spans:
        raise Refused("the words are not in the passage as they were given")
    return spans


def _only(spans: Sequence[Span]) -> Span:
    if len(spans) > 1:
        raise Refused("the words stand there more than once, and nothing tells which are meant")
    return spans[0]


def _near(piece: Piece, words: str, span: Span, tally: Tally, what: str) -> Span | None:
    """Words in the paragraph of a span, nearest to it; None if they are not there, which is counted."""
    return _nearest(words, places(piece, words, [_paragraph(piece, span)]), span, tally, what)


def _hearer(piece: Piece, words: str, span: Span, cue: Span | None, tally: Tally) -> Span | None:
    """The words for whom it was said to: outside of what was said, and in the sentence of the cue."""
    found = places(piece, words, [_paragraph(piece, span)])
    found = [at for at in found if apart(at, span) and (cue is None or _one_sentence(piece, at, cue))]
    return _nearest(words, found, cue or span, tally, "addressee")


def _nearest(words: str, found: Sequence[Span], anchor: Span, tally: Tally, what: str) -> Span | None:
    if words and not found:
        tally.left_out[f"words ({what}) that do not stand by the others"] += 1
    return nearest(found, anchor) if found else None


def _listed(value: str, known: Container[str], what: str, tally: Tally) -> str:
    if value and value not in known:
        tally.left_out[f"an unknown {what}"] += 1
        return ""
    return value


def _there(parts: Iterable[tuple[str, Span | None]]) -> tuple[tuple[str, Span], ...]:
    return tuple((role, span) for role, span in parts if span is not None)


def _paragraph(piece: Piece, span: Span) -> Span:
    return next((a, b) for a, b in piece.paragraphs if a <= span[0] and span[1] <= b)


def _one_sentence(piece: Piece, one: Span, other: Span) -> bool:
    """Whether one sentence holds both spans."""
    first, last = min(one[0], other[0]), max(one[1], other[1])
    sentences = piece.passage.sentences
    at = bisect_right(sentences, first, key=lambda sentence: sentence[1])
    return at < len(sentences) and last <= sentences[at][1]
