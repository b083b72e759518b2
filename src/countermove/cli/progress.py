"""Progress of long work, on standard error and only where a person is watching."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

__all__ = ["Tell", "progress"]

_PATIENCE = 1.0  # seconds before anything is shown
_PAUSE = 0.2  # seconds between two changes


class Tell(Protocol):
    """Told what is being done."""

    def __call__(self, what: str, /) -> None:
        """Say what is being done."""


@contextmanager
def progress() -> Iterator[Tell]:
    """A line that says what is being done and for how long, and is gone when the work is."""
    start = last = time.monotonic()
    shown = False

    def tell(what: str) -> None:
        nonlocal last, shown
        now = time.monotonic()
        if sys.stderr.isatty() and now - start > _PATIENCE and now - last > _PAUSE:
            sys.stderr.write(f"\r\x1b[K{what} ({now - start:.0f} s, Ctrl-C stops)")
            sys.stderr.flush()
            last, shown = now, True

    try:
        yield tell
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
