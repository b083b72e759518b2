"""Names for what is drafted: short ids that statements can use, and clauses cut to a name's length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from countermove.model.statements import KEYWORDS

__all__ = ["as_id", "clause", "fresh", "short_name"]

#: Words that an id does without.
_WITHOUT = """
a an the this that these those its his her their our my your of for to in on at by with from into and or as be
is are was were has have had do does not no any some all more most than so it he she they we i would could
should will can may might own such new further certain mr mrs ms dr per cent percent hundred thousand million
billion trillion
"""
_EMPTY = frozenset(_WITHOUT.split())
_ENDS = re.compile(
    # a comma in a list of names, or in a date, ends nothing; nor does the point behind Mr or a letter
    r",(?=\s+(?!and\b|or\b)[a-z])|[;:—–…]|\s-\s|[!?](?:\s|$)|(?<![A-Z])(?<![A-Z][a-z])(?<![A-Z][a-z]{2})(?<![A-Z][a-z]{3})\.(?=\s|$)|\b(?:because|although|though|while|whereas|unless|until|once|when|if|after|before|"
    r"as long as|so that|in order to|which|who|that would|and that|but)\b"
)
_MARKS = "“”\"‘’'`*_[]() \n\t.,;:"
_MOST_ID_WORDS = 3


def clause(words: str, most: int = 12) -> str:
    """The first clause of some words on one line, cut before what is added to it; "" if it is too long."""
    plain = " ".join("".join(sign for sign in words if sign not in '“”"\\').split())
    first = _ENDS.split(plain, maxsplit=1)[0].strip(_MARKS)
    return first if 0 < len(first.split()) <= most else ""


def short_name(words: str, most: int = 10) -> str:
    """Words as a name: the first clause, cut off if it is still too long, with a capital."""
    plain = clause(words, 60) or " ".join(words.split())
    each = plain.split()
    cut = " ".join(each[:most]).strip(_MARKS) + (" …" if len(each) > most else "")
    return cut[:1].upper() + cut[1:]


def as_id(words: str, most: int = _MOST_ID_WORDS) -> str:
    """An id by the telling words among some: ``impose_secondary_sanctions``; "" if none can be made."""
    folded = unicodedata.normalize("NFKD", words.replace("’s", "").replace("'s", "").casefold())
    plain = folded.encode("ascii", "ignore").decode()
    found = [word for word in re.findall(r"[a-z][a-z0-9]*", plain) if word not in _EMPTY and len(word) < 25]
    name = "_".join(found[:most])
    return f"{name}_1" if name in KEYWORDS else name


def fresh(name: str, taken: Collection[str]) -> str:
    """A name that is not taken: with a number, if need be."""
    if name not in taken:
        return name
    return next(each for k in range(2, len(taken) + 3) if (each := f"{name}_{k}") not in taken)
