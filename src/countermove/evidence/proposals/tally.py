"""The tally: how many offers were refused and what was left out of others, by the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Tally"]

_MOST_REASONS = 50
_LONGEST_REASON = 120


@dataclass
class Tally:
    """Offers that were refused, and fields that were left out of offers that passed."""

    refused: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Count in what another tally has."""
        self.refused.update(other.refused)
        self.left_out.update(other.left_out)

    def as_dict(self) -> dict[str, dict[str, int]]:
        """For a file."""
        return {"refused": dict(self.refused), "left_out": dict(self.left_out)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Tally:
        """The tally of a file. Raises `KeyError`, `TypeError` or `ValueError` if it is none."""
        return cls(_counts(data["refused"]), _counts(data["left_out"]))


def _counts(data: Any) -> Counter[str]:
    if not isinstance(data, dict) or len(data) > _MOST_REASONS:
        raise ValueError("no counts")
    if any(len(why) > _LONGEST_REASON or type(many) is not int or many < 0 for why, many in data.items()):
        raise ValueError("no counts")
    return Counter(data)
