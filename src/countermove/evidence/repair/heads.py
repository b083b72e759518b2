"""Heads and feet: lines that name the author or the day, as papers print them.

Used twice: repair keeps such lines apart from the report's own words, and `documents` takes the author
and the day of publication from them.
"""

from __future__ import annotations

import re
from datetime import date

from countermove.evidence.repair.wording import plain, wording

__all__ = [
    "agency_in", "author_in_foot", "authors_in_byline", "bare", "dateline_before", "day_in_line",
    "header_of", "is_dateline", "is_hour", "name_alone", "name_beside_day", "name_with_place", "says_trade",
]  # fmt: skip

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month{0}>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?\.?|july?\.?"
    r"|aug(?:ust|\.)?|sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
#: A year ends, though an hour or another day may be pasted against it.
_AFTER = r"(?!\d(?!\d?(?:[:.]\d\d|\s[A-Z][a-z]{2})))"
_DAY = re.compile(
    rf"(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\.?(?:\s+of)?[\s-]+{_MONTH.format(1)},?[\s-]+"
    rf"(?P<year1>[12]\d{{3}}){_AFTER}"
    rf"|{_MONTH.format(2)}\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>[12]\d{{3}}){_AFTER}"
    r"|(?P<year3>[12]\d{3})-(?P<month3>\d{2})-(?P<day3>\d{2})"
    r"|(?<![\d.])(?P<day4>\d{1,2})\.\s?(?P<month4>\d{1,2})\.\s?(?P<year4>[12]\d{3})(?!\d)",
    re.IGNORECASE,
)
_ABOUT_DAYS = re.compile(
    r"\d{1,3}\s(?:second|minute|min|hour|day)s?\sago|published|updated|posted|modified|last|first|created"
    r"|date|issued|released|filed|\b(?:on|at|and|of|the|noon|midnight|read)\b"
    r"|T?\d{1,2}(?:[:.]\d{2}){1,2}|\d{1,2}\s?(?=[ap]\.?m)|[ap]\.?m\b\.?|\b(?:[ecmp][sd]?t|cest|eest|gmt|bst|utc|msk|z)\b"
    r"|hours?|min(?:ute)?s?|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\+\d+|[\W_]+",
    re.IGNORECASE,
)
#: “Geneva, ” or “New York, N.Y., ” before a day.
_PLACE = re.compile(r"[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2},\s(?:[A-Z][\w.]{0,12},\s)?(?=[A-Z]|\d)")
_NAME = r"[A-ZÀ-ÖØ-ÞŁŠŽĆČŞ][\w’'.-]*"
_PARTICLE = r"(?:de|da|di|del|della|der|den|van|von|bin|bint|al|el|la|le|du|dos|ten|ter|zu|of)"
_FULL_NAME = rf"{_NAME}(?:\s(?:{_PARTICLE}\s){{0,2}}{_NAME}){{1,4}}"
_AND = r"(?:,\s(?:and\s)?|\sand\s|\s&\s)"
_BYLINE = re.compile(
    rf"(?i:(?:written |story |words )?by|author:|from)\s+(?P<names>{_FULL_NAME}(?:{_AND}{_FULL_NAME}){{0,7}})"
)
_ALONE = re.compile(_FULL_NAME)
_COVERS = re.compile(
    rf"(?P<name>{_FULL_NAME}),?\s(?P<does>covers|writes|reports|is|has\s(?:been|covered|written|reported))\s"
    r"(?P<what>.{0,160})"
)
_SPLIT = re.compile(_AND)
_PLACED = re.compile(
    rf"(?P<name>{_FULL_NAME})\s(?:in|at|reporting\sfrom|reports\sfrom)\s{_NAME}(?:,?\s{_NAME}){{0,4}}"
)
_AGENCY = re.compile(
    r"\((?P<agency>AP|AFP|Reuters|REUTERS|UPI|dpa|DPA|ANSA|EFE|TASS|Interfax|Xinhua|Kyodo|Bloomberg|PTI|Ukrinform)\)"
)
_BEFORE = re.compile(
    rf"[A-ZÀ-Þ][\w.'’/ -]{{1,40}}?(?:,\s[A-Z][\w.'’ -]{{1,30}}?)?"
    rf"(?:,\s(?P<day>(?:(?i:{_MONTH.format(1)})\s\d{{1,2}}|\d{{1,2}}\s(?i:{_MONTH.format(2)}))(?:,?\s[12]\d{{3}})?))?"
    rf"(?:\s{_AGENCY.pattern})?\s?(?:—|–|--|-)\s",
)

#: Nobody signs with more words than this.
_LONGEST = 200
_HEADER = re.compile(
    r"(?P<name>from|to|cc|bcc|date|sent|subject|reply-to|message-id|received|importance):\s+(?P<value>.*)",
    re.I | re.S,
)


def bare(line: str) -> str:
    """A line without the marks of Markdown around its words."""
    return line[: 5 * _LONGEST].lstrip(" \t\r\n\xa0\ufeff#*_>").rstrip(" \t\r\n\xa0*_\\")


def day_in_line(line: str) -> date | None:
    """The first day, with its year, that a line names."""
    for match in _DAY.finditer(line):
        for form in "1234":
            if match[f"year{form}"]:
                month = match[f"month{form}"]
                number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
                try:
                    return date(int(match[f"year{form}"]), number, int(match[f"day{form}"]))
                except ValueError:
                    break
    return None


def is_dateline(line: str) -> bool:
    """Whether a line is a day, with at most a place, an hour, a weekday and “updated” beside it."""
    if len(line) > _LONGEST or day_in_line(line) is None:
        return False
    rest = _DAY.sub(" ", _PLACE.sub("", line))
    return not re.search(r"\w", _ABOUT_DAYS.sub(" ", rest))


def is_hour(line: str) -> bool:
    """Whether a line is an hour and nothing else: “5:14 p.m. EDT”."""
    hour = len(line) <= 40 and re.search(r"\d[:.]\d\d", line)
    return bool(hour) and not re.search(r"\w", _ABOUT_DAYS.sub(" ", line))


def header_of(line: str) -> tuple[str, str]:
    """The name and the value of a line at the head of a message, such as “Subject: ...”; else nothing."""
    match = _HEADER.match(line[: 5 * _LONGEST])
    return (match["name"].lower(), match["value"].strip()) if match else ("", "")


def authors_in_byline(line: str) -> tuple[str, ...]:
    """The names in a line such as “By Jane Roe and John Doe”; none if it is no byline."""
    if len(line) > _LONGEST:
        return ()
    match = _BYLINE.match(line)
    if not match or (line[match.end() :].strip() and line[match.end()] not in ",;|·(–—-\n "):
        return ()
    rest = line[match.end() :]
    if line[:5].lower() == "from " or len(rest.split()) > 12 or rest.rstrip().endswith("."):
        return ()
    names = _SPLIT.split(match["names"])
    return tuple(name for name in names if not _is_trade(name))


def _is_trade(words: str) -> bool:
    """Whether words say what somebody does: “Staff Writers”."""
    return any(plain(word).removesuffix("s") in wording("trades") for word in words.split())


def name_alone(line: str) -> str:
    """The line, if it is nothing but the name of a person: two to five capitalised words."""
    words = line.split()
    if not 2 <= len(words) <= 5 or len(line) > 60 or not _ALONE.fullmatch(line):
        return ""
    no_name = wording("sentence_openings") | wording("places")
    return "" if any(plain(word) in no_name for word in words) else line


def name_with_place(line: str) -> str:
    """The name in a line such as “Ada Marsh in Geneva”; nothing if the line says more."""
    match = _PLACED.fullmatch(line) if len(line) <= 100 else None
    return name_alone(match["name"]) if match else ""


def name_beside_day(line: str) -> str:
    """The name in a line such as “Ada Marsh, 3 May 2024”; nothing if the line says more."""
    name, _, day = re.sub(r"\s*[|·–—]\s*", ", ", line[:_LONGEST]).partition(", ")
    if not day or not is_dateline(day) or not name_alone(name):
        return ""
    from countermove.evidence.actors.lexicon import gender_of_given  # not needed for most reports

    return name if gender_of_given(name.split()[0]) else ""  # else it may be a place


def says_trade(line: str) -> bool:
    """Whether a short line says what the author is: “Diplomatic correspondent, The Post”."""
    words = re.findall(r"[a-z]+", plain(line[:_LONGEST]))
    return len(words) <= 12 and not line.endswith(".") and any(word in wording("trades") for word in words)


def dateline_before(text: str) -> int:
    """How much of a first paragraph is place, day and agency: “GENEVA, March 3 (Reuters) - ”."""
    match = _BEFORE.match(text)
    return match.end() if match and (match["agency"] or match["day"]) else 0


def agency_in(line: str) -> str:
    """The agency that such a line names."""
    match = _AGENCY.search(line[:_LONGEST])
    return match["agency"] if match else ""


def author_in_foot(line: str) -> str:
    """Who signs with a line such as “Jane Roe covers the Alps” or “John Doe is our correspondent in Rome”."""
    match = _COVERS.match(line)
    if not match or not name_alone(match["name"]):
        return ""
    if match["does"] == "covers":
        return match["name"]
    words = re.findall("[a-z]+", match["what"].casefold())
    return match["name"] if any(word in wording("trades") for word in words) else ""
