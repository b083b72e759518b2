"""Numbers that are no amounts: years, days of a month, and numbers in names and headings.

``in 1949``, ``17 August``, ``Article 5``, ``Boeing 737``, ``No. 10``, ``the G7``. A number that stands once
as a part of a name (``Boeing 787``) is taken for one wherever it stands alone in the same text.
"""

from __future__ import annotations

from countermove.evidence.figures.lexicon import CURRENCY_CODES, MODIFIERS, MONTHS, NUMBER_WORDS, STOP
from countermove.evidence.figures.numbers import Number
from countermove.evidence.figures.phrases import is_plural
from countermove.evidence.figures.tokens import BREAK, Tokens
from countermove.evidence.figures.words import word_set

__all__ = ["LABELS", "NO_YEAR_CUES", "is_calendar", "is_label", "is_numbered", "names_in"]

#: Words that a number follows as a name does: Article 5, Room 12.
LABELS = word_set(
    "no no. nos number numbers article articles section sections chapter chapters page pages paragraph "
    "phase version volume figure table item resolution channel room gate route highway runway clause rule "
    "protocol annex appendix step flight"
)
#: The same if they are written with a capital.
_TITLES = word_set(
    "part line level grade stage tier type class model season episode round game week day pier platform "
    "catch studio district ward zone block lot unit building apartment suite group title act schedule form "
    "bill amendment proposition"
)
_DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday")
#: Words that point to a moment if a bare year follows.
_YEAR_CUES = word_set(
    "in since by until till before after from to through during for of and between around early mid late "
    "circa the - –"
)


#: After these stands a level or an amount, not a year: "closed at 2045".
NO_YEAR_CUES = word_set("at above below over under nearly almost some only than exactly least most")


def is_calendar(tokens: Tokens, number: Number) -> bool:
    """Whether a number is a year, a day of a month or a time on the clock."""
    if number.form != "digits" or number.scale > 1:
        return number.form == "words" and number.scale == 1 and _clock(tokens, number)
    first, last, words = number.first, number.last, tokens.words
    if last - first > 1:
        return False
    if words[first - 1] in ("-", "–") and first > 1 and tokens.glued(first) and len(words[first - 2]) == 4:
        return len(words[first]) == 2 and words[first - 2][:2] in ("19", "20")
    return (
        _beside_month(tokens, first, last) or _clock(tokens, number) or _is_year(words[first], words, first)
    )


def _beside_month(tokens: Tokens, first: int, last: int) -> bool:
    words = tokens.words
    before = first - 2 if first > 1 and words[first - 1] == "." else first - 1
    if before >= 0 and words[before] in MONTHS and tokens.capital(before):
        return True
    after = last + 1 if words[last] in ("-", "–", "of") else last
    if words[after].isdigit() and words[after + 1] in MONTHS:
        after += 1
    if words[after] in MONTHS and tokens.capital(after) and len(words[first]) <= 2:
        return True
    dated = first > 2 and words[first - 1] in (",", "-", "–", "and") and words[first - 2].isdigit()
    return dated and any(words[k] in MONTHS and tokens.capital(k) for k in (first - 3, first - 4) if k >= 0)


def _clock(tokens: Tokens, number: Number) -> bool:
    after = tokens.words[number.last]
    if after in ("am", "pm", "a.m.", "p.m.", "a.m", "p.m", "gmt", "utc", "cet"):
        return True
    return after == "o" and tokens.words[number.last + 2] == "clock"


def _is_year(word: str, words: list[str], at: int) -> bool:
    """Whether four digits without a comma are a year: 1500 to 1899 only after a word such as "in"."""
    if len(word) != 4 or not word.isdigit() or not "1000" <= word <= "2199" or words[at - 1] in NO_YEAR_CUES:
        return False
    if word >= "1900":
        round_count = word.endswith("00") and (words[at - 1] not in _YEAR_CUES or is_plural(words[at + 1]))
        return not round_count
    return words[at - 1] in ("in", "since", "by", "until", "circa", "around") or words[at + 1] in ("and", "-")


def names_in(tokens: Tokens, numbers: list[Number]) -> frozenset[str]:
    """Digits that stand somewhere as a part of a name: 787 in ``Boeing 787``."""
    words = tokens.words
    return frozenset(
        words[n.first] for n in numbers
        if n.form == "digits" and n.last - n.first == 1 and len(words[n.first]) > 2
        and _after_name(tokens, n.first) and "," not in words[n.first]
    )  # fmt: skip


def is_numbered(tokens: Tokens, number: Number) -> bool:
    """Whether a word such as Article or No. stands before a number."""
    first, words = number.first, tokens.words
    word = words[first]
    if (
        words[first - 1] == "."
        and first > 1
        and words[first - 2] in ("no", "nos", "art", "sec", "p", "pp", "vol")
    ):
        return True
    if first and "," not in word and (words[first - 1] in LABELS or words[first - 1] in _TITLES):
        return words[first - 1] in LABELS or tokens.capital(first - 1)
    return False


def is_label(tokens: Tokens, number: Number, names: frozenset[str]) -> bool:
    """Whether a number, which no unit follows, belongs to a name, a heading or a list."""
    first, word = number.first, tokens.words[number.first]
    if is_numbered(tokens, number):
        return True
    if number.form == "words" and tokens.capital(first) and first:
        return tokens.capital(first - 1) and not _starts_sentence(tokens, first - 1) and number.value < 100
    exact = len(word.partition(".")[2]) > 1 and number.value > 20
    if number.form != "digits" or "," in word or number.scale > 1 or exact:
        return False
    return word in names or _after_name(tokens, first) or _listed(tokens, number)


def _after_name(tokens: Tokens, first: int) -> bool:
    """Whether a capitalised word stands before, that is no month, day or first word of a sentence."""
    before = first - 1
    if before > 1 and tokens.words[before] == "s" and tokens.words[before - 1] in ("'", "’"):
        before -= 2
    if (
        before < 0
        or tokens.as_written(before).islower()
        or not tokens.words[before][0].isalpha()
        or tokens.words[before] in CURRENCY_CODES
    ):
        return False
    word = tokens.words[before]
    ordinary = word in STOP or word in MODIFIERS or word in _DAYS or word in MONTHS or word in NUMBER_WORDS
    return not ordinary and not (word.endswith("ly") and _starts_sentence(tokens, before))


def _starts_sentence(tokens: Tokens, at: int) -> bool:
    return at == 0 or tokens.words[at - 1] in (".", "!", "?", BREAK, "“", '"', ":")


def _listed(tokens: Tokens, number: Number) -> bool:
    """The number of a list item, a footnote or an age: "1." at the head of a line, "(3)", ", 45,"."""
    before, after = tokens.words[number.first - 1] if number.first else BREAK, tokens.words[number.last]
    if before == BREAK and after in (".", ")", ":"):
        return True
    if number.value >= 120:
        return False
    aged = before == "," and after == "," and number.value > 9 and tokens.capital(number.first - 2)
    return aged or (before == "(" and after == ")")
