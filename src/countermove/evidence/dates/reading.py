"""A reading: the items of a passage, the day it was published, and what the rules of dates share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from countermove.evidence.dates.almanac import in_words
from countermove.evidence.dates.items import Items
from countermove.evidence.dates.tense import tense_around
from countermove.evidence.dates.when import When
from countermove.evidence.rows import FOUND, SUGGESTION

__all__ = ["AS_WRITTEN", "UNDATED", "Reading", "Rule"]

AS_WRITTEN = "as written"
#: The rule of every time that needs a day of publication where none is known.
UNDATED = "not told: the day of publication is not known"


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules read: items and the day of publication; `year` is a year that a sentence names."""

    items: Items = field(repr=False)
    published: date | None

    def first(self, letters: str, start: int, end: int) -> int | None:
        """The first item from `start` to `end` that has one of some letters."""
        return next((k for k in range(start, end) if self.items.letters[k] in letters), None)

    def word(self, item: int) -> str:
        """The word of an item, in lower case."""
        return self.items.word(item)

    def words(self, start: int, end: int) -> list[str]:
        """The words of some items, in lower case."""
        return [self.items.word(k) for k in range(max(0, start), end)]

    def tense(self, start: int, end: int) -> int:
        """Whether the words around some items tell of the past (-1) or of what is to come (1)."""
        return tense_around(self.items.tokens, self.items.firsts[start], self.items.lasts[end - 1])

    def glued(self, item: int) -> bool:
        """Whether an item follows the one before it without a space."""
        return self.items.tokens.glued(self.items.firsts[item])

    def when(
        self, start: int, end: int, value: str, rule: str, name: str, *, kind: str = "date", sure: bool = True
    ) -> When:
        """The time that the items from `start` to `end` name."""
        tokens = self.items.tokens
        span = tokens.starts[self.items.firsts[start]], tokens.ends[self.items.lasts[end - 1] - 1]
        return When(span, value, kind, rule, name, FOUND if sure and value else SUGGESTION)

    def undated(self, start: int, end: int, name: str, kind: str = "date") -> When:
        """A time that cannot be told without a day of publication."""
        return self.when(start, end, "", UNDATED, name, kind=kind)

    def day(
        self, start: int, end: int, day: date | None, rule: str, name: str, *, sure: bool = True
    ) -> When | None:
        """A day, or nothing where the calendar has none such."""
        return self.when(start, end, day.isoformat(), rule, name, sure=sure) if day else None

    @property
    def on(self) -> str:
        """The day of publication in words."""
        return in_words(self.published) if self.published else ""


#: A rule: what the items from `start` to `end` name, or nothing if they name no time.
Rule = Callable[[Reading, int, int], "list[When] | When | None"]
