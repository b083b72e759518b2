"""What a key of a file is: the rows of which the tables in `schema` and `schema_variants` consist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["ASSUMPTION", "BECAUSE", "EVIDENCE", "NOTE", "Key", "Sections"]


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, the kind of value it takes, what it means, whether it must be there, and a value.

    Kinds: text, texts, flag, integer, integers, date, number, range (two numbers), pairs (lists of two
    texts), numbers, ranking (texts or lists of texts), rankings, strengths (lists of whole numbers),
    weights (a table of numbers), statements (texts or tables), tables:NAME (a list of tables whose keys
    are those of section NAME).
    """

    name: str
    kind: str
    means: str
    required: bool = False
    example: str = ""


Sections = Mapping[str, tuple[Key, ...]]

EVIDENCE = Key("evidence", "texts", "ids of extracts in the ledger that support it", example='["s12"]')
ASSUMPTION = Key(
    "assumption", "text", "the argument, where no extract supports it", example='"it has done so before"'
)
BECAUSE = Key("because", "text", "why", example='"one follows the other"')
NOTE = Key(
    "note",
    "text",
    "a remark for readers of the file; nothing is computed from it",
    example='"see also Table 2"',
)
