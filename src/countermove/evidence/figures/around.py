"""Around an amount: the words that change it, its unit, its status and the clause it stands in."""

from __future__ import annotations

from countermove.evidence.figures.amounts import Amount
from countermove.evidence.figures.figure import Figure
from countermove.evidence.figures.lexicon import ADDED, AFTER, MODIFIERS, NUMBER_WORDS, TIMES
from countermove.evidence.figures.numbers import as_text
from countermove.evidence.figures.phrases import clause_around
from countermove.evidence.figures.status import status_of
from countermove.evidence.figures.tokens import Tokens
from countermove.evidence.figures.words import word_set
from countermove.evidence.passage import Span

__all__ = ["assemble"]

#: The last words of what may stand before an amount, to pass over most of them quickly.
_ENDS_ADDED = frozenset(phrase.split()[-1] for phrase in ADDED)
_ENDS_MODIFIERS = frozenset(phrase.split()[-1] for phrase in MODIFIERS)
#: After these, "over five years" says more than five.
_MEASURED = word_set("in for of by after with lasted took to than spent a")


def assemble(
    tokens: Tokens, amount: Amount, kind: str, unit: str, rule: str, band: str, noun: Span | None
) -> Figure:
    """A figure with its modifier, status and clause; `noun` are the tokens of the unit."""
    parts: list[tuple[str, Span]] = []
    first, last = amount.first, amount.last
    modifier, added, start = _before(tokens, first, kind == "measure" and unit in TIMES.values())
    after, end = _after(tokens, amount.ends, last)
    for span in (added, (start, first) if modifier and not added else None):
        if span:
            parts.append(("modifier", _span(tokens, *span)))
    if modifier and added and added[0] > start:
        parts.insert(0, ("modifier", _span(tokens, start, added[0])))
    if after and not modifier:
        modifier = after[0]
        parts.append(("modifier", _span(tokens, *after[1])))
    if noun:
        parts.append(("unit", _span(tokens, *noun)))
    end = max(end, last, noun[1] if noun and not _of_another(tokens, amount.ends, noun[0]) else 0)
    given = not rule.startswith(("duration", "age"))
    status = status_of(tokens, start, end, kind in ("money", "percent")) if given else None
    if status:
        parts.append(("status", _span(tokens, *status[1])))
    parts.append(("of", _span(tokens, *clause_around(tokens, start, end))))
    return Figure(
        span=_span(tokens, start, end),
        amount=as_text(amount.low),
        unit=unit,
        kind=kind,
        rule=rule,
        band=band,
        high=as_text(amount.high) if amount.high is not None else "",
        modifier=modifier,
        status=status[0] if status else "",
        parts=tuple(parts),
    )


def _of_another(tokens: Tokens, ends: int, noun: int) -> bool:
    """Whether the noun is counted by a number of its own: 12 of the 15 drones."""
    return any(word[:1].isdigit() or word in NUMBER_WORDS for word in tokens.words[ends:noun])


def _span(tokens: Tokens, first: int, last: int) -> Span:
    return tokens.starts[first], tokens.ends[last - 1]


def _before(tokens: Tokens, first: int, time: bool) -> tuple[str, Span | None, int]:
    """The modifier before a token, the words for "a further", and where all of that begins."""
    words, start, added = tokens.words, first, None
    if start and words[start - 1] == "between":
        start -= 1
    for phrase in ADDED if start and words[start - 1] in _ENDS_ADDED else ():
        size = phrase.count(" ") + 1
        if start >= size and " ".join(words[start - size : start]) == phrase and phrase != "an estimated":
            added = (start - size, start)
            start -= size
            break
    for size in (4, 3, 2, 1) if start and words[start - 1] in _ENDS_MODIFIERS else ():
        phrase = " ".join(words[start - size : start]) if start >= size else ""
        if phrase in MODIFIERS and _modifies(tokens, phrase, start - size, time):
            article = phrase == "estimated" and words[start - 2] == "an"
            return MODIFIERS[phrase], added, start - size - article
    return "", added, start


def _modifies(tokens: Tokens, phrase: str, at: int, time: bool) -> bool:
    """Whether "over" and "past" say more than, not during: "for over five years", but "over five years"."""
    before = tokens.words[at - 1] if at else ""
    if phrase == "past":
        return time and before not in ("the", "this", "these")
    if phrase in ("over", "around", "under", "beyond") and time:
        return before in _MEASURED
    return True


def _after(tokens: Tokens, ends: int, last: int) -> tuple[tuple[str, Span] | None, int]:
    """A modifier after the number or the unit: "290+", "20 or more", "five years or so"."""
    words = tokens.words
    for at in dict.fromkeys((ends, last)):
        step = 1 if words[at] == "-" else 0
        for size in (2, 1):
            phrase = " ".join(words[at + step : at + step + size])
            if phrase in AFTER and not (phrase == "plus" and not step):
                return (AFTER[phrase], (at + step, at + step + size)), max(last, at + step + size)
    return None, last
