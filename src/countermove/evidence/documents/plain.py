"""Plain text: decoding, and what head and foot of a pasted report say of its author, day and outlet."""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from itertools import pairwise, takewhile
from pathlib import Path

from countermove.evidence.documents.details import Details
from countermove.evidence.documents.opening import refused
from countermove.evidence.ledger import Source
from countermove.evidence.passage import Block
from countermove.evidence.repair import passage_of
from countermove.evidence.repair.heads import (
    agency_in,
    author_in_foot,
    authors_in_byline,
    bare,
    day_in_line,
    header_of,
    name_alone,
    name_beside_day,
    name_with_place,
)
from countermove.evidence.repair.wording import plain, wording
from countermove.evidence.report import Report

__all__ = ["decoded", "details_in"]

_RIGHTS = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?,?)?\s*(?:by\s)?"
    r"(?P<outlet>[A-Z][\w&’' -]{1,60}?)(?:\.|,|\sall rights|\s(?:19|20)\d\d|$)",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:https?://|\bwww\.)?(?<![@\w.])"
    r"(?P<host>(?:[a-z0-9-]+\.)+(?:org|com|net|info|int|gov|eu|uk|de|fr|ua|ru))(?=[/\s)\]]|$)",
    re.I,
)
_ADDRESS = re.compile(r"(?:source|url|link|from)?:?\s*<?(?P<url>https?://[^\s<>()\[\]]+)>?", re.IGNORECASE)
_PUBLISHED = re.compile(r"(?:first |originally )?(?:published|posted|issued)\b", re.IGNORECASE)
_DAY_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
#: So many characters of either end of a long text are looked at.
_END = 20_000
#: How many blocks may be the head.
_HEAD = 12
#: Hosts that are no outlets.
_CARRIERS = ("twitter.com", "x.com", "facebook.com", "youtube.com", "instagram.com", "linkedin.com", "t.me")


def decoded(path: Path, data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """The text of a plain file, its extractor ("" for UTF-8), and notes on what was guessed.

    Line ends stay as they are. A byte order mark of UTF-8 stays as the first character, since offsets in
    ledgers count it; that of UTF-16 is a matter of the encoding and does not.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _utf16(path, data, "utf-16", "by its byte order mark")
    even, odd = data[0:4096:2].count(0), data[1:4096:2].count(0)
    if max(even, odd) > 0.3 * min(len(data), 4096) / 2:
        return _utf16(path, data, "utf-16-le" if odd > even else "utf-16-be", "guessed from its zero bytes")
    try:
        return data.decode("utf-8"), "", ()
    except UnicodeDecodeError as broken:
        note = f"The file is not UTF-8 (byte {broken.start}) and was read as Windows-1252: check its accents."
    text = "".join(_old_sign(part) for part in data.decode("cp1252", errors="surrogateescape"))
    return text, "text windows-1252", (note,)


def _old_sign(sign: str) -> str:
    """The five bytes that Windows-1252 leaves open, as the replacement sign."""
    return "\ufffd" if "\ud800" <= sign <= "\udfff" else sign


def _utf16(path: Path, data: bytes, encoding: str, how: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as broken:
        what = f"the file seems to be UTF-16 ({how}), but breaks off or is damaged at byte {broken.start}"
        raise refused(path, what, "Save it again as UTF-8.") from broken
    return text, f"text {encoding}", (f"The file is UTF-16 ({how}).",)


def details_in(text: str, path: Path) -> Details:
    """What the head and the foot of a text say of title, author, day, outlet and address."""
    if len(text) > 2 * _END:
        text = f"{text[:_END]}\n\n{text[-_END:]}"
    passage = passage_of(Report(Source("", path.name, ""), text))
    parts = [(block, bare(text[block.start : block.end].strip())) for block in passage.blocks]
    details = _titled(Details(), parts)
    details = _signed(details, parts)
    details = _dated(details, parts, path)
    return _published(details, parts)


def _titled(details: Details, parts: Sequence[tuple[Block, str]]) -> Details:
    for (block, words), (_, following) in pairwise(parts):
        if block.kind == "footer" and plain(words).rstrip(":").endswith("with the headline"):
            details = details.found("title", _without_labels(following), "the foot, which names the headline")
    head = takewhile(lambda part: part[0].kind != "body", parts[:_HEAD])
    heads = [(block, words) for block, words in head if block.kind == "headline"]
    marked = [words for block, words in heads if "Markdown" in block.why]
    bare_ones = [words for _, words in heads if not words.endswith(".")]
    subject = next((value for name, value in map(header_of, bare_ones) if name == "subject"), "")
    if subject:
        return details.found("title", subject, "the head of the message")
    if marked:
        return details.found("title", marked[0], "the first heading")
    return details.found("title", next(iter(bare_ones), ""), "the first line of the head")


def _without_labels(words: str) -> str:
    """A line without the labels of the page after its words: “... the Alps. Order Reprints | Subscribe”."""
    words = words.split("|")[0].strip()
    for label in wording("labels"):
        if plain(words).endswith(f" {label}") and words[-len(label) - 2] in ".?!":
            return words[: -len(label)].rstrip().rstrip(".")
    return words


def _signed(details: Details, parts: Sequence[tuple[Block, str]]) -> Details:
    for block, words in parts:
        if block.kind == "byline" and header_of(words)[0]:
            sender = re.sub(r"\s*<[^<>]*>\s*|[\"']", "", header_of(words)[1])
            details = details.found("author", sender, "the head of the message")
        elif block.kind == "byline":
            alone = name_alone(words) or name_with_place(words) or name_beside_day(words)
            names = authors_in_byline(words) or ((alone,) if alone else ())
            details = details.found("author", _listed(names), "a line at the head")
    for block, words in parts:
        if block.kind == "footer":
            details = details.found(
                "author", author_in_foot(words), "the foot, which says what the author does"
            )
    return details


def _listed(names: Sequence[str]) -> str:
    """“A, B and C”; names in capitals as names are written."""
    names = [name.title() if name.isupper() else name for name in names]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _dated(details: Details, parts: Sequence[tuple[Block, str]], path: Path) -> Details:
    for block, words in parts:
        if block.kind in {"dateline", "footer"} or (block.kind == "byline" and name_beside_day(words)):
            where = "foot" if block.kind == "footer" else "head"
            day = day_in_line(words) if where == "head" or _PUBLISHED.match(words) else None
            details = details.found("date", day, f"a line at the {where}")
    named = _DAY_IN_NAME.search(path.stem)
    return (
        details.found("date", day_in_line("-".join(named.groups())), "the name of the file")
        if named
        else details
    )


def _published(details: Details, parts: Sequence[tuple[Block, str]]) -> Details:
    for block, words in parts[:_HEAD]:
        if block.kind == "dateline":
            details = details.found("outlet", agency_in(words), "the agency’s line at the head")
        match = _ADDRESS.fullmatch(words)
        if match and block.kind != "body":
            details = details.found("origin", match["url"], "a line at the head")
    feet = [words for block, words in parts if block.kind in {"footer", "noise"}][-12:]
    for words in feet:
        rights = _RIGHTS.search(words[:300])
        if rights:
            details = details.found(
                "outlet", rights["outlet"].strip(), "the foot, which names whose rights it is under"
            )
    for words in feet:
        site = _SITE.search(words[:1000])
        if site and site["host"].lower().removeprefix("www.") not in _CARRIERS:
            details = details.found(
                "outlet", site["host"].lower().removeprefix("www."), "an address at the foot"
            )
    return details
