"""What of a conflict could not be read, so that nothing is concluded from its absence.

Where a file has a mistake of form, say a decision maker whose id is a number, the rest is still
checked; but a statement that names that decision maker is not wrong for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from countermove.errors import Path

__all__ = ["Unread"]


@dataclass(frozen=True, slots=True)
class Unread:
    """The paths of all that was written but could not be read, or is missing and was due."""

    paths: frozenset[Path] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.paths)

    def at(self, *path: str | int) -> bool:
        """Whether the thing at a path, or something around it, was not read."""
        return any(path[:n] in self.paths for n in range(1, len(path) + 1))

    def inside(self, *path: str | int) -> bool:
        """Whether the thing at a path, or anything in it or around it, was not read."""
        return self.at(*path) or any(other[: len(path)] == path for other in self.paths)

    def ids(self, *path: str | int) -> bool:
        """Whether an id may be missing among those of the list of tables at a path."""
        below = len(path)
        return self.at(*path) or any(
            other[:below] == path and (len(other) == below + 1 or other[below + 1 :] == ("id",))
            for other in self.paths
        )
