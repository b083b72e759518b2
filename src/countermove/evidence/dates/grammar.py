"""The grammar of dates: which letters of `items`, one after the other, are which kind of time.

Rules stand in the order in which they are tried at a place: the longer before the shorter.
"""

from __future__ import annotations

import re
from functools import cache

from countermove.evidence.dates import dated, lasting, nearby, years
from countermove.evidence.dates.reading import Rule

__all__ = ["RULES", "grammar", "one_rule"]

#: "the end of", "early", "mid-", "later", "late in" before a time.
_MOD = r"(?:t?[yl]-?i?|t?ev)?t?"
#: "a few", "three", "two and a half", "a", with "more" and a hyphen.
_SOME = r"(?:a?n|[NDY]|a)v?a?m?-?x?"

RULES: tuple[tuple[str, Rule], ...] = (
    (r"I", dated.iso),
    (r"Z", dated.slashed),
    (r"(?:W,?)?t?(?:M[DO],?Y|[DO]v?M,?Y)", dated.full),
    (r"M[DO][-&2][DO](?:,?Y)?(?!-?U)|t?[DO][-&2]t?[DO]v?M(?:,?Y)?", dated.days),
    (r"t?[oR]UvM(?:,?Y)?", dated.week_of_month),
    (r"(?:W,?)?t?(?:M[DO]|[DO]v?M)", dated.day),
    (_MOD + r"M,?v?(?:Y|t?[RXH]U)", dated.month_and_year),
    (_MOD + r"[RXH]?M", dated.month),
    (r"[fb]?t?Y[-2&]Y", years.years),
    (r"Y-D|’[DN]", years.short_year),
    (r"t?[oO]-?Q(?:v?(?:t?[RXH]U|Y))?|t?[RXH]Q(?:vY)?|qY?", nearby.quarter),
    (r"t?[oO]hv(?:t?[RXH]U|Y)", nearby.half_year),
    (r"t?[oO]-?U", years.century),
    (_MOD + r"[RXH]?Sv?Y?", years.season),
    (r"F|t?cU?Y", years.fiscal),
    (_MOD + r"’?K", years.decade),
    (r"[yl]?TP?", nearby.today),
    (r"[yl]?[HR]P", nearby.part_of_day),
    (r"E(?:N|D|o)?[UW]", lasting.every),
    (r"(?:yi?)?[RXH]?WP?(?:v[RXH]U)?", nearby.weekday),
    (r"[RXHt]V", nearby.weekend),
    (rf"{_SOME}Ug", nearby.ago),
    (r"t?[RXH](?:[NDY]|a?n)(?:-|x)?U", lasting.ahead),
    (_MOD + r"[RXH]U", nearby.this_unit),
    (r"t?evtU|[yl]itU", nearby.the_unit),
    (r"(?:t?H|GH?|t)U", nearby.that_day),
    (r"(?<=[ND])(?:a|x)U", lasting.rate),
    (r"aU&ah|aU-&-a-h", lasting.and_a_half),
    (rf"{_SOME}U(?:-x)?", lasting.duration),
    (r"Cz{0,3}|Dz{1,3}", years.clock),
    (_MOD + r"Y", years.year),
    (r"A", lasting.often),
    (r"i[tx]?U", lasting.vague),
)


@cache
def grammar() -> re.Pattern[str]:
    """All rules as one expression; the group that matched, r0, r1, ..., is the number of the rule."""
    rules = "|".join(f"(?P<r{number}>{letters})" for number, (letters, _) in enumerate(RULES))
    # no rule begins with the letters left out here: looking at one letter first passes over most words
    return re.compile(f"(?=[^x!,.&2LPQzmU-])(?:{rules})")


@cache
def one_rule(number: int) -> re.Pattern[str]:
    """One rule alone, for a place where an earlier rule matched and then found no time."""
    return re.compile(RULES[number][0])
