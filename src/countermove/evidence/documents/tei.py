"""TEI XML, as the series Foreign Relations of the United States uses it: many documents in one file.

Each ``<div type="document">`` is a report of its own: its head, dateline and paragraphs, and after them
the notes of the editors, by number. Page breaks leave no trace in the words. A TEI file without such
divisions is one report. Only the standard library's parser is used, which fetches nothing; files that
declare entities are refused.

Reference: TEI Consortium, *TEI P5: Guidelines for Electronic Text Encoding and Interchange*.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from countermove.evidence.documents.details import Details, day_of
from countermove.evidence.documents.opening import refused
from countermove.evidence.documents.plain import decoded
from countermove.evidence.documents.texts import Taken
from countermove.evidence.repair.heads import day_in_line

__all__ = ["taken_from_tei"]

_EXTRACTOR = "tei 1"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_SERIES = "https://history.state.gov/historicaldocuments/"
#: Elements whose words stand alone, as a paragraph does.
_BLOCKS = {
    "p", "head", "dateline", "salute", "signed", "item", "label", "row", "l", "byline", "postscript", "ab",
}  # fmt: skip
_LEFT_OUT = {"note", "pb", "figure", "graphic", "fw", "teiHeader", "listBibl", "frontmatter"}
#: The names of persons in the head and their part in a document.
_FROM = "from"
#: The sender in the head of a document: “Telegram From the Embassy in Laos to the Department of State”.
_SENDER = re.compile(r"\b[Ff]rom\s(?P<sender>(?:the\s)?[A-Z].{2,120}?)\sto\s(?:the\s)?[A-Z]")
_STOPS = tuple(".,:;!?")
_MOST_DEPTH = 200


def taken_from_tei(path: Path, data: bytes) -> Iterator[Taken]:
    """Each document of a TEI file, in order. Raises `EvidenceError` if it is broken or has no words."""
    root = _parsed(path, data)
    volume, persons = _volume(root), _persons(root)
    documents = [div for div in root.iter() if _name(div) == "div" and div.get("type") == "document"]
    bodies = documents or [next((node for node in root.iter() if _name(node) == "text"), root)]
    words = False
    for number, body in enumerate(bodies, 1):
        text = _text(body)
        if any(sign.isalnum() for sign in text):
            words = True
            part = (body.get(_XML_ID) or f"d{number}") if documents else ""
            yield Taken(text, _details(body, volume, persons, _place(root, part, path)), _EXTRACTOR, part)
    if not words:
        raise refused(
            path, "this TEI file has no words", "Give the file that holds the text, not its header alone."
        )


def _parsed(path: Path, data: bytes) -> ElementTree.Element:
    head = re.match(rb"\s*<\?xml[^>]*encoding=[\"'](?P<name>[\w.-]+)", data[:200])
    encoding = head["name"].decode("ascii").lower() if head else "utf-8"
    if encoding in {"utf-8", "utf8", "us-ascii", "utf-16"}:
        text = decoded(path, data)[0].lstrip("\ufeff")
    else:
        try:
            text = data.decode(encoding)
        except (LookupError, UnicodeDecodeError) as broken:
            raise refused(
                path, f"the file is not in {encoding}, as it says", "Save it again as UTF-8."
            ) from broken
    if "<!ENTITY" in text:
        what = "this XML declares entities, which may grow without end or fetch other files"
        raise refused(path, what, "Replace the entities by what they stand for.")
    try:
        root = ElementTree.fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1))
    except (ElementTree.ParseError, ValueError, RecursionError) as broken:
        raise refused(path, f"this XML is damaged or cut short: {broken}", "Get the file again.") from broken
    if _depth(root) > _MOST_DEPTH:
        raise refused(
            path, f"this XML is nested more than {_MOST_DEPTH} deep, as no TEI is", "Get the file again."
        )
    return root


def _depth(root: ElementTree.Element) -> int:
    depth, level = 0, [root]
    while level and depth <= _MOST_DEPTH:
        level = [child for node in level for child in node]
        depth += 1
    return depth


def _name(node: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _text(body: ElementTree.Element) -> str:
    """Head, dateline and paragraphs, then the notes, with a blank line between them."""
    notes = [node for node in body.iter() if _name(node) == "note"]
    heads = [node for node in body if _name(node) == "head"]
    parts = list(_blocks(body))
    if heads and parts:
        parts[0] = f"# {parts[0]}"
    for number, note in enumerate(notes, 1):
        words = " ".join(_blocks(note))
        if words:
            parts.append(f"[Note {note.get('n') or number}] {words}")
    return "\n\n".join(parts)


def _blocks(node: ElementTree.Element) -> Iterator[str]:
    """The blocks of words in an element, each on one line."""
    parts = [node.text or ""]
    for child in node:
        name = _name(child)
        if name in _BLOCKS or (name not in _LEFT_OUT and _has_blocks(child)):
            yield from _one_line(parts)
            yield from _blocks(child)
            parts = [""]
        elif name not in _LEFT_OUT and name:
            _put(parts, _inline(child), name)
        parts.append(child.tail or "")
    yield from _one_line(parts)


def _one_line(parts: Iterable[str]) -> Iterator[str]:
    line = " ".join("".join(parts).split())
    if line:
        yield line


def _has_blocks(node: ElementTree.Element) -> bool:
    return any(_name(child) in _BLOCKS for child in node.iter() if child is not node)


def _inline(node: ElementTree.Element) -> str:
    """The words of an element within a line; a line break is a space, a page break nothing."""
    if _name(node) == "lb":
        return " "
    parts = [node.text or ""]
    for child in node:
        if _name(child) not in _LEFT_OUT and _name(child):
            _put(parts, _inline(child), _name(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _put(parts: list[str], words: str, name: str) -> None:
    """Put the words of an element after others: with a space after a stop, where one is often left out."""
    close = parts[-1][-1:] in _STOPS and words[:1].isalnum()
    parts.append(f" {words}" if close or name == "cell" else words)


def _volume(root: ElementTree.Element) -> Details:
    """What the header says of the whole file."""
    header = next((node for node in root.iter() if _name(node) == "teiHeader"), None)
    if header is None:
        return Details()
    titles = {node.get("type", ""): _line(node) for node in header.iter() if _name(node) == "title"}
    whole = titles.get("complete") or titles.get("main") or next(iter(titles.values()), "")
    day = next(
        (day_of(node.get("when") or _line(node)) for node in header.iter() if _name(node) == "date"), None
    )
    author = next((_line(node) for node in header.iter() if _name(node) == "author"), "")
    return Details(title=whole, author=author, date=day)


def _line(node: ElementTree.Element) -> str:
    return " ".join(_inline(node).split())


def _persons(root: ElementTree.Element) -> dict[str, str]:
    """The list of persons: their names, the surname last, by the id that documents refer to."""
    named = {node.get(_XML_ID, ""): _line(node) for node in root.iter() if _name(node) == "persName"}
    parted = {key: name.split(", ") for key, name in named.items() if key}
    return {f"#{key}": " ".join([*parts[1:2], parts[0], *parts[2:]]) for key, parts in parted.items()}


def _place(root: ElementTree.Element, part: str, path: Path) -> str:
    """Where a document is found: its address in the series, else its number in the file."""
    volume = root.get(_XML_ID) or ""
    return f"{_SERIES}{volume}/{part}" if volume.startswith("frus") else f"{path.name}#{part}"


def _details(body: ElementTree.Element, volume: Details, persons: Mapping[str, str], place: str) -> Details:
    """What is known of one document; for a file that is one report, what its header says."""
    if body.get("type") != "document":
        rule = "the header of the TEI file"
        details = Details().found("title", volume.title, rule).found("author", volume.author, rule)
        return details.found("date", _day(body) or volume.date, rule)
    head = next((_line(node) for node in body if _name(node) == "head"), "")
    details = Details(kind=(body.get("subtype") or "").replace("-", " ")).found("title", head, "the head")
    details = details.found("author", _sender(body, persons), "the head, which marks the sender")
    details = details.found("author", _signed(body), "the signature")
    sender = _SENDER.search(head)
    details = details.found(
        "author", sender["sender"] if sender else "", "the head, which says from whom it is"
    )
    details = details.found("date", _day(body), "the date that the document is marked with")
    details = details.found("outlet", volume.title, "the header of the TEI file")
    return details.found("origin", place, "the number of the document")


def _sender(body: ElementTree.Element, persons: Mapping[str, str]) -> str:
    """Whom the head marks as the sender, by the name in the list of persons if there is one."""
    heads = [node for node in body if _name(node) == "head"]
    for node in (person for head in heads for person in head.iter() if _name(person) == "persName"):
        if node.get("type") == _FROM:
            return persons.get(node.get("corresp", ""), "") or _line(node)
    return ""


def _signed(body: ElementTree.Element) -> str:
    signed = [node for node in body.iter() if _name(node) == "signed"]
    names = [_line(node) for place in signed for node in place.iter() if _name(node) == "persName"]
    return next(iter(names), "")


def _day(body: ElementTree.Element) -> date | None:
    """The day of a document: the first date of its dateline, else what the series marks it with.

    The mark is an instant in Washington, which may be the day before; a span of days is no day.
    """
    datelines = [node for node in body.iter() if _name(node) == "dateline"]
    for node in (date_node for line in datelines for date_node in line.iter() if _name(date_node) == "date"):
        days = [day_of(node.get(key, "")) for key in ("when", "notBefore", "from")]
        day = next((day for day in days if day), None) or day_in_line(_line(node))
        if day:
            return day
    marks = {name.rpartition("}")[2]: day_of(value) for name, value in body.attrib.items()}
    first, last = marks.get("doc-dateTime-min"), marks.get("doc-dateTime-max")
    return first if last in (None, first) else None
