"""A budget: how long a question may take, and who hears what is being computed.

Engines for very many states cannot say beforehand whether they will come to an end, so each question
has a time limit. It is looked at between operations: a single operation is never interrupted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from countermove.errors import NotApplicable, Problem, TooLarge

__all__ = ["Budget", "GaveUp", "missing_library"]


class GaveUp(TooLarge):
    """The time or the memory allowed did not suffice; says what was being computed."""


class Budget:
    """Time for each question in seconds (None: any), and a listener.

    The listener is called with what is being computed; an exception that it raises ends the question.
    """

    def __init__(self, seconds: float | None, progress: Callable[[str], None] | None) -> None:
        self.seconds = seconds
        self._progress = progress
        self._doing: list[str] = []
        self._deadline: float | None = None

    @contextmanager
    def question(self, doing: str) -> Iterator[None]:
        """Everything inside is one question; one that is asked within another takes of its time."""
        if not self._doing and self.seconds is not None:
            self._deadline = monotonic() + self.seconds
        self._doing.append(doing)
        try:
            self.tell()
            yield
        finally:
            self._doing.pop()
            if not self._doing:
                self._deadline = None

    @contextmanager
    def within(self, share: float) -> Iterator[None]:
        """A part of the question that may take only this share of the time left."""
        whole = self._deadline
        if self.remaining is not None:
            self._deadline = monotonic() + share * self.remaining
        try:
            yield
        finally:
            self._deadline = whole

    def tell(self, detail: str = "") -> None:
        """Report progress. Raises `GaveUp` when the time is over."""
        if self._progress is not None:
            self._progress(f"{self.doing}{detail and ': '}{detail}")
        self.check()

    def check(self) -> None:
        """Raise `GaveUp` when the time is over."""
        if self.remaining is not None and self.remaining <= 0:
            raise self.late()

    def late(self) -> GaveUp:
        """The error to raise when the time is over."""
        return self.gave_up(f"{self.seconds:g} s were not enough", "Allow more time")

    @property
    def doing(self) -> str:
        """What is being computed."""
        return self._doing[-1] if self._doing else "a set of states"

    @property
    def remaining(self) -> float | None:
        """Seconds left for the question; None without a limit."""
        return None if self._deadline is None else self._deadline - monotonic()

    def gave_up(self, why: str, cure: str) -> GaveUp:
        """The error to raise: `why`, with what was being computed."""
        return GaveUp(Problem(f"gave up on {self.doing}: {why}", f"{cure}, or model fewer options."))


def missing_library(name: str) -> NotApplicable:
    """The error for a library that is not installed."""
    return NotApplicable(
        Problem(
            f"conflicts of this size need {name}, which is not installed",
            f"Install it: pip install {name}.",
        )
    )
