"""Page breaks: paragraphs that a page, a picture or a stray line cut in two are joined again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from countermove.evidence.repair.kinds import Kind
from countermove.evidence.repair.lines import Paragraph, is_finished, is_unfinished
from countermove.evidence.repair.quotes import turns
from countermove.evidence.repair.wording import wording

__all__ = ["joined_over_pages"]

#: An item of a list begins anew, whatever stands before it.
_ITEM = re.compile(r"\s*(?:[-*+•▪●–]|\d{1,3}[.)]|\([a-z\d]{1,3}\))\s")
#: What may stand between the halves of a paragraph.
_BETWEEN = {"noise", "caption"}
#: So many paragraphs that end with a comma or semicolon are a list, as resolutions are.
_LISTED = 3
#: An open quotation is looked for no further than so many paragraphs on.
_FURTHEST = 6


def joined_over_pages(
    paragraphs: Sequence[Paragraph], kinds: Sequence[Kind], whole: str
) -> list[tuple[Paragraph, Kind]]:
    """The paragraphs with those joined that are one; what stood between two halves comes after them."""
    bodies = [i for i, kind in enumerate(kinds) if kind.name == "body"]
    texts = [paragraphs[i].text(whole) for i in bodies]
    listed = sum(text.endswith((",", ";")) for text in texts) >= _LISTED
    groups: list[list[int]] = []
    is_open = False
    for k, i in enumerate(bodies):
        near = k > 0 and all(kind.name in _BETWEEN for kind in kinds[bodies[k - 1] + 1 : i])
        is_open = is_open and near
        if near and (_breaks_off(texts[k - 1], texts[k], listed) or (is_open and _closes(texts, k))):
            groups[-1].append(i)
        else:
            groups.append([i])
            is_open = False
        marks = turns(texts[k], is_open)
        is_open = marks[-1] > 0 if marks else is_open
    whole_ones = {group[0]: Paragraph.of([paragraphs[i] for i in group]) for group in groups}
    tails = {i for group in groups for i in group[1:]}
    return [(whole_ones.get(i, p), kinds[i]) for i, p in enumerate(paragraphs) if i not in tails]


def _breaks_off(before: str, after: str, listed: bool) -> bool:
    """Whether a paragraph ends within a sentence that goes on in the next. Lists have commas at ends."""
    if is_finished(before) or _ITEM.match(after):
        return False
    small = after.lstrip("\"“”'’‘ ")[:1].islower()
    if listed and before.endswith((",", ";")):
        return small
    return small or is_unfinished(before, wording("unfinished"))


def _closes(texts: Sequence[str], k: int) -> bool:
    """Whether the first mark from a paragraph on closes: a quotation that was open before goes on there."""
    following = (turns(text, True) for text in texts[k : k + _FURTHEST])
    return next((marks[0] < 0 for marks in following if marks), False)
