"""How text comes to the terminal: literally, in readable width, with no word or number broken in two.

Rich is imported here and nowhere before, so that help and JSON do without it.
"""

from __future__ import annotations

from typing import Any

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table

__all__ = ["Plain", "Whole"]

_WIDEST = 110


class Plain(Console):
    """A console that takes no text for markup, an emoji or something to colour."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(highlight=False, stderr=stderr, markup=False, emoji=False)
        self.width = min(self.width, _WIDEST)

    def print(self, *objects: Any, **how: Any) -> None:
        """Print; what is wider than the terminal is left to the terminal to break, and not cut off.

        In a file or a pipe no line ends in spaces.
        """
        how = {"crop": False, **how}
        if self.is_terminal:
            super().print(*objects, **how)
            return
        with self.capture() as printed:
            super().print(*objects, **how)
        self.file.write("\n".join(line.rstrip(" ") for line in printed.get().split("\n")))

    def on_broken_pipe(self) -> None:
        """Leave it to `main` to end quietly when the reader of the output has gone."""
        raise BrokenPipeError


class Whole(Table):
    """A table that rather grows wider than the terminal than to break a word or a number."""

    def __init__(self) -> None:
        super().__init__(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for column in self.columns:
            words = [word for cell in (column.header, *column.cells) for word in str(cell).split()]
            column.min_width = max(map(len, words), default=1)
        least = sum(column.min_width or 0 for column in self.columns) + 3 * (len(self.columns) - 1)
        yield from super().__rich_console__(console, options.update(max_width=max(options.max_width, least)))
