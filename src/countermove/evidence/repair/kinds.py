"""Kinds of paragraph: headline, byline, dateline, caption, footer and noise told from the body.

The rules look at the head of a report, at its foot and at single lines. They are careful: what is not
surely something else is body, since what is taken for something else is not read for statements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from countermove.evidence.repair.heads import (
    author_in_foot,
    authors_in_byline,
    bare,
    header_of,
    is_dateline,
    is_hour,
    name_alone,
    name_beside_day,
    name_with_place,
    says_trade,
)
from countermove.evidence.repair.lines import Paragraph, is_finished, is_unfinished
from countermove.evidence.repair.wording import phrases, plain, wording

__all__ = ["Kind", "is_noise", "kinds_of"]

_PAGE_NUMBER = re.compile(
    r"(?:[-–—\[(]\s?)?(?:page|p\.|seite)?\s?\d{1,4}(?:\s?(?:of|/|von)\s?\d{1,4})?(?:\s?[-–—\])])?", re.I
)
_RULE = re.compile(r"[\s*_=~#•·—–-]{3,}|[*•·]|-{2}|[—–]")
_ADDRESS = re.compile(r"[<(\[]?(?:https?://|www\.)\S+[>)\]]?|\S+@\S+\.\w+")
_LINKED = re.compile(r"\[[^\[\]]{0,200}\]\(\S{1,500}\)")
_MINUTES = re.compile(
    r"\d{1,3}\s(?:second|minute|min|hour|day|week)s?\sago|"
    r"listen(?: to this article)?\s?[·-]\s?\d+:\d\d(?: min)?(?: learn more)?|\d+(?:\.\d)?k|"
    r"\d{1,3}[\s-]min(?:ute)?s?\.?\s(?:read|listen|watch)|\d+ (?:comments?|shares?|views?)",
    re.I,
)
_POINTER = re.compile(r"([a-z' ]{3,20})\s?[:|]\s")
_ITEM = re.compile(r"\s*[-*+•]\s")
_MARKS = "\"'“”‘’«»"
_PARTED = re.compile(r"\s*[|·•/]\s*")

#: A headline has no more words than this, one within the body no more than that.
_HEADLINE, _SUBHEAD = 30, 12
_CAPTION = 70
#: Labels are not longer, but where several stand in one line.
_LABEL = 60
#: The maker of a picture is named in so many characters at the end of its caption.
_CREDIT = 90
#: The head is looked for among the first paragraphs, the foot in the last ones.
_HEAD, _FOOT = 12, 16
#: So many characters between footers are furniture, however short the report.
_FEW = 120


@dataclass(frozen=True, slots=True)
class Kind:
    """What a paragraph is, and which rule took it for that."""

    name: str
    why: str = ""


_BODY = Kind("body")
#: What the lines at the head of a message are; the others are noise.
_MESSAGE = {"subject": "headline", "from": "byline", "date": "dateline", "sent": "dateline"}


def is_noise(line: str) -> str:
    """Why a line is furniture of a page and no words of a report; "" if it is not."""
    if len(line) > 200:
        return ""
    words = bare(line)
    if len(words) > _LABEL and words.endswith((".", "”", '"')):  # a sentence, as most lines are
        return _plea(words)
    if _RULE.fullmatch(line) or not words:
        return "a line without words"
    if _PAGE_NUMBER.fullmatch(words):
        return "a page number"
    if _ADDRESS.fullmatch(words) or _LINKED.fullmatch(words):
        return "an address"
    parts = [plain(part).strip(" ,:") for part in _PARTED.split(words) if part]
    if parts and all(part in wording("labels") for part in parts):
        return "a label of the page"
    if _MINUTES.fullmatch(words):
        return "a label of the page"
    return _plea(words)


def _plea(words: str) -> str:
    """Why a line speaks to the reader of the page and tells nothing; "" if it does not."""
    low = plain(words)
    pointer = _POINTER.match(low)
    if pointer and pointer[1] in wording("pointers") and not is_finished(words):
        return "it points to another piece"
    if low.startswith(phrases("pleas")) and len(low.split()) <= _HEADLINE:
        return "it asks the reader for something"
    return ""


def kinds_of(paragraphs: Sequence[Paragraph], whole: str) -> list[Kind]:
    """What each paragraph of a text is."""
    raw = [paragraph.text(whole) for paragraph in paragraphs]
    texts = [bare(words) if len(words) < 1000 else words for words in raw]
    kinds = [_kind_alone(words, text) for words, text in zip(raw, texts, strict=True)]
    _mark_head(texts, kinds)
    _mark_captions(texts, kinds)
    _mark_foot(texts, kinds)
    _mark_subheads(raw, texts, kinds)
    return kinds


def _kind_alone(raw: str, text: str) -> Kind:
    """What a paragraph is by its own words, wherever it stands."""
    why = is_noise(raw)
    if why:
        return Kind("noise", why)
    if re.match(r"#{1,6}\s", raw):
        return Kind("headline", "a heading of Markdown")
    if len(text) < 600 and len(text.split()) <= _CAPTION and _names_picture(plain(text)):
        return Kind("caption", "it names who made the picture")
    return _BODY


def _names_picture(low: str) -> bool:
    """Whether the maker of a picture is named at the beginning, or at the end without a full stop."""
    if low.startswith(phrases("credits")):
        return True
    end = low[-_CREDIT:]
    return not end.endswith((".", "”", '"')) and any(word in end for word in phrases("credits"))


def _mark_head(texts: Sequence[str], kinds: list[Kind]) -> None:
    """The lines above the report, to the last line that names the author or the day."""
    last = _mark_message(texts, kinds)
    for i, text in enumerate(texts[:_HEAD]):
        if kinds[i].name != "body":
            continue
        kinds[i] = _kind_at_head(text)
        if kinds[i].name in {"byline", "dateline"}:
            last = i
        elif _is_running(text):
            break
    last = max(last, _mark_names(texts, kinds))
    _mark_titles(texts, kinds, last)


def _mark_message(texts: Sequence[str], kinds: list[Kind]) -> int:
    """The head of a message, if there are two lines of one. Returns where its last line stands, or -1."""
    names = [header_of(text)[0] for text in texts[:_HEAD]]
    if len({name for name in names if name}) < 2:
        return -1
    for i, name in enumerate(names):
        if name:
            kinds[i] = Kind(_MESSAGE.get(name, "noise"), "a line of the head of a message")
    return max(i for i, name in enumerate(names) if name)


def _kind_at_head(text: str) -> Kind:
    """What a line above the report is by its own words."""
    if name_beside_day(text):
        return Kind("byline", "a name beside the day")
    if is_dateline(text):
        return Kind("dateline", "a day and nothing else")
    if is_hour(text):
        return Kind("dateline", "an hour and nothing else")
    if authors_in_byline(text):
        return Kind("byline", "it begins with “By” and a name")
    if plain(text).rstrip(":") in wording("sections"):
        return Kind("noise", "a label of the section")
    return _BODY


def _is_running(text: str) -> bool:
    """Whether a paragraph is surely body: longer than headlines are, and finished."""
    return len(text.split()) > _HEADLINE and is_finished(text)


def _mark_names(texts: Sequence[str], kinds: list[Kind]) -> int:
    """Names that sign the report: beside the day, or above a trade. Returns the place of the last, or -1."""
    last = -1
    for i in range(1, min(len(texts), _HEAD)):
        if kinds[i].name != "body":
            continue
        near = {kinds[j].name for j in (i - 1, i + 1) if j < len(kinds)}
        trade = i + 1 < len(texts) and kinds[i + 1].name == "body" and says_trade(texts[i + 1])
        if name_alone(texts[i]) and ("dateline" in near or trade):
            kinds[i] = Kind("byline", "a name above a trade" if trade else "a name beside the day")
            if trade:
                kinds[i + 1] = Kind("byline", "what the author is")
            last = i + trade
        elif "dateline" in near and i > 1 and name_with_place(texts[i]):
            kinds[i] = Kind("byline", "a name and a place beside the day")
            last = i
    return last


def _mark_titles(texts: Sequence[str], kinds: list[Kind], signed: int) -> None:
    """Headlines: what stands above the line that names author or day, or a first line without a full stop."""
    for i, text in enumerate(texts[: max(signed, 0)]):
        if kinds[i].name == "body" and len(text.split()) <= 2 * _HEADLINE:
            kinds[i] = Kind("headline", "it stands above the author or the day")
    first = next((i for i, kind in enumerate(kinds[:_HEAD]) if kind.name == "body"), None)
    others = {kind.name for kind in kinds[:_HEAD]}
    if first is None or first + 1 >= len(kinds) or "headline" in others:
        return
    text = texts[first]
    if (
        len(text.split()) <= _HEADLINE
        and not is_finished(text)
        and not is_unfinished(text, wording("unfinished"))
    ):
        following = texts[first + 1]
        if not following[:1].islower():
            kinds[first] = Kind("headline", "the first line, without a full stop")


def _mark_captions(texts: Sequence[str], kinds: list[Kind]) -> None:
    """What stands under the name of a picture's maker: up to two lines without a full stop."""
    for i, kind in enumerate(kinds):
        if kind.name != "caption" or len(texts[i].split()) > 5:
            continue
        for j in range(i + 1, min(i + 3, len(texts))):
            if kinds[j].name != "body" or is_finished(texts[j]) or len(texts[j].split()) > _HEADLINE:
                break
            kinds[j] = Kind("caption", "it stands under the name of who made the picture")


def _mark_subheads(raw: Sequence[str], texts: Sequence[str], kinds: list[Kind]) -> None:
    """Short lines without a full stop between paragraphs that have one."""
    before = texts[0] if texts else ""
    for i in range(1, len(texts) - 1):
        if kinds[i].name == "body" and is_finished(before) and _is_subhead(raw[i], texts[i], texts[i + 1]):
            kinds[i] = Kind("headline", "a short line without a full stop between paragraphs")
        if kinds[i].name != "noise":
            before = texts[i]


def _is_subhead(raw: str, text: str, following: str) -> bool:
    if len(text) > 120 or len(text.split()) > _SUBHEAD or is_finished(text) or _ITEM.match(raw):
        return False
    if is_unfinished(text, wording("unfinished")) or not text.lstrip(_MARKS)[:1].isupper():
        return False
    return following.lstrip(_MARKS)[:1].isupper() and is_finished(following)


def _mark_foot(texts: Sequence[str], kinds: list[Kind]) -> None:
    """What stands under the report: who wrote it, where it was printed, whom to ask."""
    start = max(len(texts) - _FOOT, len(texts) // 2, 1)
    few = max(0.05 * sum(map(len, texts)), _FEW)
    below, between = 0, []
    last = -1
    for i in range(len(texts) - 1, start - 1, -1):
        if kinds[i].name != "body":
            continue
        why = _foot(texts[i]) or (
            "it says who the author is" if below <= few and author_in_foot(texts[i]) else ""
        )
        if why:
            kinds[i] = Kind("footer", why)
            last = i
        else:
            below += len(texts[i])
            between.append(i)
    rest = [i for i in between if last >= 0 and i > last]
    if sum(len(texts[i]) for i in rest) <= few:
        for i in rest:
            kinds[i] = Kind("footer", "it stands below the foot of the report")


def _foot(text: str) -> str:
    """Why a paragraph near the end is no part of the report; "" if it is."""
    if len(text) > 900:
        return ""
    low = plain(text)
    if low.startswith(phrases("footer_openings")):
        return "it begins as footers do"
    helped = any(phrase in low for phrase in wording("footer_phrases"))
    return "it says who helped or where it was printed" if helped else ""
