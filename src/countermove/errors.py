"""What can be wrong with what a person gave us, and how it is said.

A `Problem` is one mistake: what is wrong, where it stands, and what would put it right. Readers and
builders collect every problem they find and raise one `ConflictError` that carries them all, so that
a user repairs a file in one round. Nothing else in the package reports a user's mistake.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

__all__ = [
    "MOST_PROBLEMS",
    "ConflictError",
    "EvidenceError",
    "ModelError",
    "NotApplicable",
    "Path",
    "Problem",
    "StateError",
    "StatementError",
    "TooLarge",
    "clip",
    "did_you_mean",
]

#: Where something stands in a model: keys and positions from the outermost table inwards,
#: such as ``("preferences", 2, "statements", 0, "that")``.
Path = tuple[str | int, ...]

#: No more mistakes than this are listed at a time: nobody reads on, and a list of millions takes long.
MOST_PROBLEMS = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: what is wrong, where, and what would put it right.

    `path` addresses the place within the model; `offset` counts characters into the text found
    there (for a mistake inside a statement; -1 is the text as a whole). `file`, `line` and `column`
    (both from 1) are filled in by whoever read the file. A `warning` does not stop an analysis; an
    error does.
    """

    what: str
    cure: str = ""
    path: Path = ()
    offset: int = -1
    on_key: bool = False
    warning: bool = False
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def where(self) -> str:
        """The place as people read it: ``file:line:column``, or the path within the model."""
        if self.file and self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return self.file or _spell_path(self.path)

    def __str__(self) -> str:
        head = f"{self.where}: " if self.where else ""
        tail = f"\n    {self.cure}" if self.cure else ""
        return f"{head}{self.what}{tail}"

    def within(self, prefix: Path) -> Problem:
        """The same problem, its path counted from further out."""
        return replace(self, path=prefix + self.path)


def _spell_path(path: Path) -> str:
    """``preferences[3].statements[1].that``: positions from 1, as people count."""
    spelled = ""
    for part in path:
        if isinstance(part, int):
            spelled += f"[{part + 1}]"
        else:
            spelled += f".{part}" if spelled else part
    return spelled


class ConflictError(Exception):
    """Something a person gave us cannot be used; carries every problem that was found."""

    def __init__(self, problems: Problem | Sequence[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ModelError(ConflictError):
    """The model says something impossible, unknown or contradictory."""


class StatementError(ConflictError):
    """A statement does not follow the statement language."""


class EvidenceError(ConflictError):
    """An extract, a source or a citation does not hold."""


class StateError(ConflictError):
    """A state was named that the model does not have."""


class NotApplicable(ConflictError):
    """The question has no meaning for this model (say, joint changes of options where there are none)."""


class TooLarge(ConflictError):
    """The model is larger than what can be computed here; said before memory is touched."""


def clip(text: str, most: int = 60) -> str:
    """A person's own words as a message shows them: on one line, and not too many of them."""
    short = text if len(text) <= most else text[: most - 3] + "..."
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in short)


def did_you_mean(word: str, known: Iterable[str], *, list_all: bool = True) -> str:
    """A cure for a misspelt name: the nearest known one, else the list of all that would do."""
    different = set(known)
    if len(different) > _MOST_COMPARED:  # looking through more would keep the user waiting
        return ""
    names = sorted(different)
    near = _near(word, names)
    if near:
        return f'Did you mean "{clip(near)}"?'
    if not names or not list_all:
        return ""
    shown = ", ".join(clip(name) for name in names[:12]) + (", ..." if len(names) > 12 else "")
    return f"Known here: {shown}."


_MOST_COMPARED = 1000
_LONGEST_COMPARED = 60


def _near(word: str, names: Sequence[str]) -> str:
    """The one of the names that is most like a word; "" if none is."""
    if len(word) <= _LONGEST_COMPARED:
        short = [name for name in names if len(name) <= _LONGEST_COMPARED]
        near = difflib.get_close_matches(word, short, n=1, cutoff=0.6)
        if near:
            return near[0]
    return {name.casefold(): name for name in names}.get(word.casefold(), "")
