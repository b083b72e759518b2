"""Speakers: whom the words mean to which a statement is given.

A name is a name; a description is as sure as the mention it is; a pronoun is a suggestion, with the name it
was taken to go back to. A quotation without a speaker of its own goes on with the speaker before it, and
"the statement" speaks for whoever is said to have issued it.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from countermove.evidence.actors.findings import Cast, Mention, Pointer
from countermove.evidence.actors.lexicon import word_set
from countermove.evidence.actors.names import PERSON
from countermove.evidence.actors.story import head_of
from countermove.evidence.passage import Passage, Span
from countermove.evidence.rows import FOUND, SUGGESTION

if TYPE_CHECKING:
    from countermove.evidence.speech import Statement

__all__ = ["speakers_of"]

NAMED, DESCRIBED, PRONOUN, NONE = "named", "described", "pronoun", "none"

_NOBODY = Pointer("", NONE, SUGGESTION)
#: Words that somebody issues; they speak for whoever issued them.
_PAPERS = word_set("speakers", "papers")
_SOURCES = word_set("speakers", "sources")
_ISSUING = word_set("speakers", "issuing")
_POINTING = word_set("speakers", "pointing")
_ARTICLE = re.compile(r"^(?:the|an?|some|many|several|one|two|both)\s+", re.IGNORECASE)
_FROM = re.compile(r"\s+(?:from|by|of|released by|published by|compiled by)\s+(?:the\s+)?")
_SELVES = frozenset(("i", "we", "me", "us", "my", "our", "myself", "ourselves"))
#: Words after which a name is another's than the one spoken of.
_LINKS = frozenset(
    ("of", "for", "to", "by", "with", "from", "in", "at", "on", "and", "or", "against", "near")
)
#: Verbs that go on with what was said before.
_GOING_ON = frozenset(("add", "continue", "go", "conclude", "elaborate", "insist"))


def speakers_of(passage: Passage, doc: Any, cast: Cast, statements: Sequence[Statement]) -> list[Pointer]:
    """For each statement, in order, whom its speaker's words mean.

    `by` is named, described, pronoun or none (a quotation that goes on without naming anybody). `actor` is
    empty where nothing tells.
    """
    finder = _Finder(passage.text, doc, cast)
    found: list[Pointer] = []
    order = sorted(range(len(statements)), key=lambda k: _place(statements[k]))
    by_place: dict[int, Pointer] = {}
    last: tuple[Statement, Pointer] | None = None
    for k in order:
        statement = statements[k]
        outer = by_place.get(statement.inside) if statement.inside is not None else None
        by_place[k] = pointer = finder.pointer(statement, last, outer)
        if pointer.actor and statement.voice == "attributed" and statement.inside is None:
            last = statement, pointer
    found.extend(by_place[k] for k in range(len(statements)))
    return found


def _place(statement: Statement) -> int:
    spans = [statement.content, statement.speaker, statement.cue]
    return min(span[0] for span in spans if span is not None)


def _to(mention: Mention) -> Pointer:
    """The pointer of a name or a description."""
    by = NAMED if mention.form == "name" else DESCRIBED
    return Pointer(mention.actor, by, mention.band, mention.antecedent)


class _Finder:
    """Looks up the mentions of a cast by place."""

    def __init__(self, text: str, doc: Any, cast: Cast) -> None:
        self.text, self.doc = text, doc
        self.mentions = sorted(cast.mentions, key=lambda mention: mention.span)
        self.kinds = {actor.name: actor.kind for actor in cast.actors}
        self._starts = [mention.span[0] for mention in self.mentions]

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions that begin in a stretch of text, in order."""
        low = bisect.bisect_left(self._starts, start)
        return self.mentions[low : bisect.bisect_left(self._starts, end)]

    def pointer(
        self, statement: Statement, last: tuple[Statement, Pointer] | None, outer: Pointer | None
    ) -> Pointer:
        """Whom the speaker's words of one statement mean."""
        if statement.voice != "attributed":
            return _NOBODY
        if statement.speaker is None:
            return self._going_on(statement, last)
        words = self.text[slice(*statement.speaker)].strip()
        if words.lower() in _SELVES:
            return Pointer(outer.actor, PRONOUN, SUGGESTION, outer.antecedent) if outer else _NOBODY
        mention = self._meant(statement.speaker)
        if mention is None or mention.form != "name":
            paper = self._paper(statement.speaker, last)
            if paper is not None:
                return paper
        if mention is None:
            return self._source(statement.speaker) or self._unmentioned(words)
        if mention.form == "pronoun":
            return self._pronoun(statement, mention, last)
        return _to(mention)

    def _meant(self, span: Span) -> Mention | None:
        """The mention that bears the head of the speaker's words; else the only one within them."""
        tokens = self.doc.char_span(*span, alignment_mode="expand")
        inside = [m for m in self.within(*span) if m.span[0] < span[1]]
        if tokens is None or not inside:
            return inside[0] if inside else self._around(span)
        head = head_of(self.doc, tokens.start, tokens.end)
        bearing = [m for m in inside if m.span[0] <= head.idx < m.span[1]]
        people = (m for m in inside if m.form != "description" and self.kinds.get(m.actor) == PERSON)
        first = next(people, None)
        if first is not None and first.form == "name" and not self._links(first, span):
            return first
        if bearing:
            return max(bearing, key=lambda m: (m.form == "name", m.span[1] - m.span[0]))
        if head.pos_ == "NOUN" and head.lemma_.lower() not in _PAPERS | _SOURCES:
            inside = [m for m in inside if m.span[0] > head.idx and m.span[1] == span[1]]
        names = [m for m in inside if m.form == "name"]
        return next(iter(names or inside), None)

    def _links(self, name: Mention, span: Span) -> bool:
        """Whether a speaker's words go on after a name, or lead to it by more than a title."""
        before = self.text[span[0] : name.span[0]].split()
        return name.span[1] != span[1] or (bool(before) and before[-1].lower() in _LINKS)

    def _around(self, span: Span) -> Mention | None:
        """The mention that the speaker's words are a part of."""
        at = bisect.bisect_right(self._starts, span[0]) - 1
        for mention in reversed(self.mentions[max(0, at - 3) : at + 1]):
            if mention.span[0] <= span[0] and span[1] <= mention.span[1]:
                return mention
        return None

    def _source(self, span: Span) -> Pointer | None:
        """Whoever figures and papers come from: "figures from the Roe Institute"."""
        link = _FROM.match(self.text[span[1] : span[1] + 40])
        if link is None:
            return None
        at = span[1] + link.end()
        made = next((m for m in self.within(at - 4, at + 1) if m.form != "pronoun"), None)
        return _to(made) if made is not None else None

    def _unmentioned(self, words: str) -> Pointer:
        """Words that mean no known actor stand for themselves, as a suggestion."""
        plain = _ARTICLE.sub("", " ".join(words.split()))
        if plain.lower() in _POINTING:
            return Pointer("", PRONOUN, SUGGESTION)
        return Pointer(plain, DESCRIBED, SUGGESTION)

    def _pronoun(
        self, statement: Statement, mention: Mention, last: tuple[Statement, Pointer] | None
    ) -> Pointer:
        """A pronoun: its mention's actor, or he who is speaking already where the verb goes on with it."""
        if last is not None and self._goes_on(statement, last[0]) and self._verb(statement) in _GOING_ON:
            return Pointer(last[1].actor, PRONOUN, SUGGESTION, last[0].speaker)
        return Pointer(mention.actor, PRONOUN, mention.band, mention.antecedent)

    def _verb(self, statement: Statement) -> str:
        cue = statement.cue and self.doc.char_span(*statement.cue, alignment_mode="expand")
        return str(cue.root.lemma_.lower()) if cue else ""

    def _goes_on(self, statement: Statement, before: Statement) -> bool:
        """Whether a statement follows another in the same or the next paragraph, nobody else speaking."""
        between = self.text[before.content[1] : statement.content[0]]
        return len(re.findall(r"\n\s*", between)) <= 1 and len(between) < 600

    def _going_on(self, statement: Statement, last: tuple[Statement, Pointer] | None) -> Pointer:
        """A statement without a speaker: he who spoke before, if it is a quotation beside the last one."""
        if last is None or not self._goes_on(statement, last[0]):
            return _NOBODY
        before, pointer = last
        gap = self.text[before.content[1] : statement.content[0]]
        if statement.speech == "indirect" and not re.fullmatch(r".{0,60}[.!?][”\"]?\s+", gap, re.DOTALL):
            return _NOBODY
        sure = statement.speech == "direct" and before.speech in ("direct", "partial")
        same = "\n" not in self.text[before.content[1] : statement.content[0]]
        band = FOUND if sure and same and pointer.band == FOUND else SUGGESTION
        return Pointer(pointer.actor, NONE, band, pointer.antecedent or before.speaker)

    def _paper(self, span: Span, last: tuple[Statement, Pointer] | None) -> Pointer | None:
        """Whoever is said before to have issued the paper that speaks."""
        tokens = self.doc.char_span(*span, alignment_mode="expand")
        if tokens is None:
            return None
        head = head_of(self.doc, tokens.start, tokens.end)
        if head.lemma_.lower() not in _PAPERS | _SOURCES:
            return None
        own = [m for m in self.within(*span) if m.form != "pronoun"]
        if own:
            return _to(own[0])
        if head.lemma_.lower() in _SOURCES or tokens[0].text.lower() not in (
            "the",
            "that",
            "this",
            "his",
            "her",
            "their",
            "its",
        ):
            return None
        issuer = self._issuer(head)
        if issuer is not None:
            return Pointer(issuer.actor, DESCRIBED, SUGGESTION, issuer.antecedent or issuer.span)
        return (
            Pointer(last[1].actor, DESCRIBED, SUGGESTION, last[1].antecedent or last[0].speaker)
            if last
            else None
        )

    def _issuer(self, paper: Any) -> Mention | None:
        """The subject of the nearest verb of issuing before that has such a paper as its object."""
        for token in reversed(self.doc[max(0, paper.i - 150) : paper.i]):
            if token.lemma_.lower() != paper.lemma_.lower() or token.dep_ not in (
                "dobj",
                "pobj",
                "nsubjpass",
            ):
                continue
            for child in token.head.children:
                if child.dep_ in ("nsubj", "agent") and token.head.lemma_ in _ISSUING:
                    found = self._meant(self._phrase(child))
                    if found is not None:
                        return found
        return None

    def _phrase(self, token: Any) -> Span:
        """The span of a noun phrase up to its head."""
        first = token.left_edge
        return first.idx, token.idx + len(token)
