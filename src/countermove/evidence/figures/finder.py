"""The finder of figures: from the numbers of a passage to amounts with unit, modifier and status."""

from __future__ import annotations

from dataclasses import replace

from countermove.evidence.figures.amounts import Amount, amounts_in
from countermove.evidence.figures.around import assemble
from countermove.evidence.figures.figure import Figure
from countermove.evidence.figures.lexicon import AFTER
from countermove.evidence.figures.names import is_calendar, is_label, is_numbered, names_in
from countermove.evidence.figures.numbers import Number, as_text, numbers_in
from countermove.evidence.figures.phrases import counted
from countermove.evidence.figures.tokens import Tokens, tokens_of
from countermove.evidence.figures.words import word_set
from countermove.evidence.passage import Passage, Span
from countermove.evidence.rows import FOUND, SUGGESTION

__all__ = ["find_figures"]

_PEOPLE = word_set(
    "person man woman child soldier civilian officer policeman pilot prisoner hostage journalist worker "
    "student protester ship tank aircraft jet drone missile plane helicopter submarine"
)
#: "The 787 Dreamliner", "its new 787 Dreamliner".
_BEFORE_TITLES = word_set("the a an new first last old this its their his her latest own")
#: "The two" are known already; "at six" is a time.
_KNOWN = word_set("the these those all both at big age number other last first")
#: "He died at 76", "age 76".
_AGES = word_set("at age number")
_POINTS_IN_TIME = word_set("ago earlier later before after from hence previously")
_LEADS = word_set("next last past first coming previous following final in within")


def find_figures(passage: Passage) -> list[Figure]:
    """Every amount in a passage, in order, none inside another; no parser is loaded.

    Ordinals, years, dates, times on the clock and the numbers in names are none. A figure is "found" if
    its rule is right nine times in ten; vague numbers, ratios, ages and spans of time that only place an
    event ("within 90 days") are suggestions.
    """
    tokens = tokens_of(passage.text)
    numbers = numbers_in(tokens)
    names = names_in(tokens, numbers)
    figures: list[Figure] = []
    for amount in amounts_in(tokens, numbers):
        figure = _figure(tokens, amount, names)
        if figure and (not figures or figure.span[0] >= figures[-1].span[1]):
            figures.append(figure)
    return figures


# figures -----------------------------------------------------------------------------------------------


def _figure(tokens: Tokens, amount: Amount, names: frozenset[str]) -> Figure | None:
    """The figure that an amount is, or None if it is none after all."""
    number = amount.number
    if amount.unit is None:
        if is_calendar(tokens, number) or number.value == 0:
            return None
        return _count(tokens, amount, names)
    if amount.kind == "duration":
        return _duration(tokens, amount)
    if amount.kind == "measure" and amount.unit.first >= number.last and _no_measure(tokens, amount):
        return None
    band = SUGGESTION if number.loose else FOUND
    unit = amount.unit
    return assemble(tokens, amount, unit.kind, unit.name, unit.kind, band, (unit.first, unit.last))


def _no_measure(tokens: Tokens, amount: Amount) -> bool:
    """ "At one point", "Highway 5 miles"."""
    assert amount.unit is not None
    one = amount.number.form == "words" and amount.low == 1
    return (one and amount.unit.name == "points") or is_numbered(tokens, amount.number)


def _duration(tokens: Tokens, amount: Amount) -> Figure | None:
    """A span of time: found where it is a measure, a suggestion where it only places an event."""
    assert amount.unit is not None
    spot = amount.unit.first, amount.unit.last
    words, first, last = tokens.words, amount.first, amount.last
    before, after = words[first - 1] if first else "", words[last]
    if before == "past" and words[first - 2] not in ("the", "this", "these"):
        before = ""
    hyphen = words[amount.ends] == "-"
    unit, low, rule = amount.unit.name, amount.low, "duration"
    if amount.number.form == "fraction" and unit in ("centuries", "decades"):
        low, unit = low * (100 if unit == "centuries" else 10), "years"
        rule = "duration, a part of a century or decade in years"
    amount = replace(amount, low=low)
    if hyphen and after == "-" and words[last + 1] in ("old", "olds"):
        amount, rule = replace(amount, last=last + 2), "age"
    placed = after in _POINTS_IN_TIME or before in _LEADS or (hyphen and amount.number.form != "fraction")
    band = SUGGESTION if placed or rule == "age" or amount.number.loose else FOUND
    if placed and rule == "duration":
        rule = "duration that places an event"
    return assemble(tokens, amount, "measure", unit, rule, band, spot)


def _count(tokens: Tokens, amount: Amount, names: frozenset[str]) -> Figure | None:
    number = amount.number
    label = is_label(tokens, number, names)
    if amount.kind == "ratio":
        return None if label else _ratio(tokens, amount)
    if number.form == "words" and number.value == 1 and number.last == number.first + 1:
        return _one(tokens, amount)
    noun = _noun(tokens, amount)
    small = number.form == "digits" and number.value < 10
    if label and (noun is None or small or is_numbered(tokens, number)):
        return None
    if noun is None and _is_title(tokens, amount):
        return None
    if noun is None:
        return _bare(tokens, amount)
    unit = _name_of(tokens, noun)
    kind = "ratio" if number.form == "fraction" else "count"
    loose = number.loose or (label and _may_be_a_model(tokens, number, noun))
    rule = (
        "vague number"
        if number.form == "vague"
        else "share of something"
        if kind == "ratio"
        else "number with a plural"
    )
    return assemble(tokens, amount, kind, unit, rule, SUGGESTION if loose else FOUND, noun)


def _name_of(tokens: Tokens, noun: Span) -> str:
    """The noun that a phrase ends in, as written, with what is glued to it: cease-fires, A320s."""
    first = noun[1] - 1
    while first > noun[0] and tokens.glued(first):
        first -= 1
    return tokens.text[tokens.starts[first] : tokens.ends[noun[1] - 1]]


def _noun(tokens: Tokens, amount: Amount) -> Span | None:
    """What is counted, also behind "20-plus" and "300 or more"."""
    words, at = tokens.words, amount.ends
    for phrase in AFTER:
        size = phrase.count(" ") + 1
        step = 1 if words[at] == "-" and phrase == "plus" else 0
        if " ".join(words[at + step : at + step + size]) == phrase and (step or phrase != "plus"):
            return counted(tokens, at + step + size)
    return None if words[at] == "-" and tokens.glued(at) else counted(tokens, at)


def _is_model(tokens: Tokens, number: Number) -> bool:
    """Whether a number could be that of a model: 737, 3000."""
    word = tokens.words[number.first]
    return number.form == "digits" and number.scale == 1 and word.isdigit() and len(word) > 2


def _may_be_a_model(tokens: Tokens, number: Number, noun: Span) -> bool:
    """Boeing 737 planes may be planes of a model; the Alps 20 villages may not."""
    return _is_model(tokens, number) or number.form != "digits" or tokens.capital(noun[0])


def _is_title(tokens: Tokens, amount: Amount) -> bool:
    """The 787 Dreamliner, half the price: a bare number before a name, a half of what is not counted."""
    number, after = amount.number, amount.ends
    if number.form == "fraction":
        whole = number.value.numerator > 1
        return not whole and tokens.words[after] != "of" and tokens.words[number.first - 1] != "by"
    before = tokens.words[number.first - 1] if number.first else ""
    named = before in _BEFORE_TITLES or tokens.words[number.first - 1] == "s"
    return _is_model(tokens, number) and tokens.capital(after) and named


def _bare(tokens: Tokens, amount: Amount) -> Figure | None:
    """A number with no noun that can be told: found in digits, a suggestion in words."""
    number, words = amount.number, tokens.words
    after = words[amount.ends]
    if number.form == "fraction":
        whole = number.value.numerator > 1 or after == "of"
        band = FOUND if whole and not number.loose else SUGGESTION
        return assemble(tokens, amount, "ratio", "", "share of something", band, None)
    if after == "-" and tokens.glued(amount.ends) and words[amount.ends + 1] != "plus":
        return _compound(tokens, amount)
    before = words[number.first - 1] if number.first else ""
    if after == "-" and words[amount.ends + 1] == "plus":
        return assemble(tokens, amount, "count", "", "number alone", FOUND, None)
    if number.form == "digits" and (after[:1].isdigit() or before[:1].isdigit()):
        return None
    if before == "aged" or (before == "of" and words[number.first - 2] in ("age", "ages")):
        return assemble(tokens, amount, "measure", "years", "age", SUGGESTION, None)
    digit = number.form == "digits" and number.value < 10 and not (before.isalpha() or before in ("(", ","))
    known = _KNOWN if number.form == "words" else _AGES
    small = digit or (number.scale == 1 and number.value < 100 and before in known)
    band = SUGGESTION if number.loose or (small and after != "of") else FOUND
    rule = "vague number" if number.form == "vague" else "number alone"
    return assemble(tokens, amount, "count", "", rule, band, None)


def _compound(tokens: Tokens, amount: Amount) -> Figure | None:
    """A five-nation tour, a 20-point plan."""
    at = amount.ends + 1
    if not tokens.words[at][:1].isalpha():
        return None
    made = replace(amount, last=at + 1)
    band = FOUND if amount.low > 2 else SUGGESTION
    return assemble(tokens, made, "count", tokens.words[at], "number in a compound", band, (at, at + 1))


def _one(tokens: Tokens, amount: Amount) -> Figure | None:
    """One soldier is counted; "one" alone, "one of them" and "one day" say nothing."""
    at = amount.ends
    words = tokens.words
    if words[at] in ("in", "out") and words[at + 1 + (words[at] == "out")] not in ("the", "a"):
        return None
    if words[at] in _PEOPLE:
        return assemble(tokens, amount, "count", words[at], "one of a kind", SUGGESTION, (at, at + 1))
    return None


def _ratio(tokens: Tokens, amount: Amount) -> Figure | None:
    """2 to 1, or the votes 52-35: the second number is given in the unit, "to 35"."""
    assert amount.high is not None
    unit = f"to {as_text(amount.high)}"
    votes = amount.low > 9 and amount.high > 9 and tokens.glued(amount.number.last)
    return assemble(
        tokens,
        replace(amount, high=None),
        "ratio",
        unit,
        "two numbers, the larger first",
        FOUND if votes else SUGGESTION,
        None,
    )
