"""Words of English that times are made of, and the letter that each is to the grammar of dates."""

from __future__ import annotations

from countermove.evidence.figures.words import word_list, word_set

__all__ = [
    "DAY_PARTS",
    "HOLIDAY_NAMES",
    "LETTERS",
    "MONTHS",
    "ORDINALS",
    "SEASONS",
    "SETS",
    "UNITS",
    "WEEKDAYS",
]

_FULL = word_list("january february march april may june july august september october november december")
MONTHS = {name: number for number, name in enumerate(_FULL, 1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}

_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS = {name: number for number, name in enumerate(_DAYS)}
WEEKDAYS |= {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}

SEASONS = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
DAY_PARTS = {
    "morning": "MO", "dawn": "MO", "daybreak": "MO", "noon": "MI", "midday": "MI", "afternoon": "AF",
    "evening": "EV", "dusk": "EV", "night": "NI", "overnight": "NI", "midnight": "NI",
}  # fmt: skip

#: Units by word: the TIMEX letter, with T for those below a day.
UNITS = {
    "second": "TS", "minute": "TM", "hour": "TH", "day": "D", "week": "W", "fortnight": "2W", "month": "M",
    "year": "Y", "decade": "DE", "century": "CE",
}  # fmt: skip
UNITS |= {name[:-1] + "ies" if name == "century" else name + "s": mark for name, mark in UNITS.items()}

#: How often, in one word.
SETS = {
    "hourly": "PT1H", "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M",
    "yearly": "P1Y", "annual": "P1Y", "annually": "P1Y", "biannual": "P6M", "biannually": "P6M",
    "biennial": "P2Y",
}  # fmt: skip

_ORDINAL_WORDS = word_list(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
ORDINALS = {word: number for number, word in enumerate(_ORDINAL_WORDS, 1)} | {"final": -1, "last": -1}

#: What follows a day that is a name: the attacks of 11 September are no day of this year.
HOLIDAY_NAMES = word_set("attack attacks terrorist terror hijackers commission movement revolution")

#: What may follow a time on the clock: halves of the day, zones of time, "local time".
_ZONES = word_list(
    "am pm a.m. p.m. a.m p.m utc gmt et est edt cet cest bst pt pst pdt eastern local moscow kyiv kiev time"
)

#: The letter of each word in the grammar. Months, weekdays, seasons and numbers are found otherwise.
_LETTERS = {
    "U": [*UNITS],
    "V": ["weekend", "weekends"],
    "Q": ["quarter", "quarters"],
    "P": [*DAY_PARTS, "nights", "mornings", "evenings"],
    "T": ["today", "yesterday", "tomorrow", "tonight"],
    "R": ["last", "past", "previous", "preceding"],
    "X": ["next", "coming", "following", "upcoming"],
    "H": ["this", "current", "same"],
    "G": ["that"],
    "E": ["every", "each"],
    "a": ["a", "an"],
    "g": ["ago"],
    "l": ["earlier", "later"],
    "L": ["before", "after", "afterwards", "afterward"],
    "y": ["early", "late", "mid"],
    "e": ["beginning", "start", "end", "middle", "close", "turn", "opening", "outset"],
    "t": ["the"],
    "f": ["from"],
    "b": ["between"],
    "&": ["and"],
    "2": ["to", "until", "till", "through"],
    "-": ["-", "–"],
    "v": ["of"],
    "i": ["in", "on", "at", "by", "during", "since", "for", "over", "within", "around", "than", "about"],
    "c": ["fiscal", "financial"],
    "A": [*SETS],
    "z": [*_ZONES],
    "n": ["few", "several", "many", "couple", "some"],
    "h": ["half"],
    "o": [word for word in ORDINALS if word != "last"],
    "m": ["more", "less"],
    ",": [","],
    ".": ["."],
    "’": ["'", "’", "‘"],
    "!": ["\n", ";", "!", "?", "“", "”", '"', "—", "(", ")", ":"],
}  # fmt: skip
LETTERS = {word: letter for letter, words in _LETTERS.items() for word in words}
