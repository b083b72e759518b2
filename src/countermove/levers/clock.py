"""How long a search may take, and what ends it before its time."""

from __future__ import annotations

import time
from dataclasses import dataclass

__all__ = ["Clock", "Late"]


class Late(Exception):
    """The time is up. What was proved so far stays proved."""


@dataclass(frozen=True, slots=True)
class Clock:
    """A moment, on the monotonic clock, by which something must have ended."""

    end: float

    @classmethod
    def of(cls, seconds: float) -> Clock:
        """A clock that gives so many seconds from now on."""
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        """How many seconds are left."""
        return self.end - time.monotonic()

    def part(self, seconds: float) -> Clock:
        """A clock that ends after so many seconds, or with this one."""
        return Clock(min(self.end, time.monotonic() + seconds))

    def check(self) -> None:
        """Raise `Late` if the time is up."""
        if time.monotonic() >= self.end:
            raise Late
