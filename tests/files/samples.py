"""Two good model files to spoil, and the spoilt ones in `mistakes/`.

A case is written in whole lines, as in a patch::

    # name of the case
    @ graph                       if it spoils GRAPH instead of GOOD
    - lines of the good file
    + ¦lines instead of them
    ! words of the message that is due at the sign ¦; ~ where it is a warning

There may be several replacements (% parts two that only take away), signs and messages; messages
stand in the order of the signs. In new lines ⏎ is a carriage return, and ␛ whatever else does not show.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from countermove.errors import Problem
from countermove.files.toml import conflict_from_toml

__all__ = ["GOOD", "GRAPH", "Case", "problems_of", "read_cases", "seen"]

GOOD = """\
countermove = 1
title = "Two sides of a border"
question = "Will it hold?"
status_quo = "none"
leaves_out = ["Allies."]

[[decision_makers]]
id = "us"
name = "United States"
plural = false

[[decision_makers.options]]
id = "press"
does = "press Ukraine"

[[decision_makers.options]]
id = "supply"
irreversible = "once taken"

[[decision_makers]]
id = "ru"

[[decision_makers.options]]
id = "truce"

[[exclusions]]
never = "press and supply"
because = "It cannot do both."

[[bans]]
from = "truce"
to = "not truce and press"

[[outcomes]]
id = "peace"
that = "truce and not supply"

[[readings]]
id = "hawk"

[[readings]]
id = "dove"

[[preferences]]
dm = "us"
reading = "hawk"
statements = [
  "peace",
  { that = "not supply if truce", says = "peace at last" },
]

[[preferences]]
dm = "ru"
reading = "hawk"
ranking = ["YNN", ["4", "us.supply"], "none", "5", "6"]
greatly_after = [2]

[[preferences]]
dm = "us"
reading = "dove"
rankings = [["1", "2", "3", "4", "5", "6"], ["6", "5", "4", "3", "2", "1"]]

[[preferences]]
dm = "ru"
reading = "dove"
weights = { "truce" = 2, "us.press" = -1.5 }
"""

GRAPH = """\
countermove = 1
title = "Drawn by hand"
form = "graph"
status_quo = "start"

[[states]]
id = "start"
pattern = "NN"

[[states]]
id = "end"
pattern = "Y-"

[[decision_makers]]
id = "a"
moves = [["start", "end"]]

[[decision_makers.options]]
id = "x"

[[decision_makers]]
id = "b"
moves = []

[[decision_makers.options]]
id = "y"

[[preferences]]
dm = "a"
ranking = ["end", "start"]

[[preferences]]
dm = "b"
statements = ["x"]
"""

MARK = "¦"
_SIGNS = str.maketrans({"⏎": "\r", "␛": "\x1b"})


@dataclass
class Case:
    """A spoilt file: what to replace, and what must be said."""

    name: str
    good: str = GOOD
    replaced: list[tuple[str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def text(self) -> tuple[str, list[tuple[int, int]]]:
        """The spoilt text, and the places that were marked in it."""
        marked = self.good
        for old, new in self.replaced:
            assert marked.count(old) == 1, f"{old!r} is there {marked.count(old)} times"
            marked = marked.replace(old, new.translate(_SIGNS))
        places = []
        while MARK in marked:
            before, _, after = marked.partition(MARK)
            places.append((before.count("\n") + 1, len(before) - before.rfind("\n")))
            marked = before + after
        return marked, places


def read_cases(name: str) -> list[Case]:
    """The cases in one file of `mistakes/`."""
    cases: list[Case] = []
    for line in (Path(__file__).parent / "mistakes" / name).read_text(encoding="utf-8").splitlines():
        kind, said = line[:1], line[2:]
        if kind == "#":
            cases.append(Case(said))
        elif kind == "@":
            cases[-1].good = {"graph": GRAPH, "nothing": ""}[said]
        elif kind == "-":
            if not cases[-1].replaced or cases[-1].replaced[-1][1]:
                cases[-1].replaced.append(("", ""))
            cases[-1].replaced[-1] = cases[-1].replaced[-1][0] + said + "\n", ""
        elif kind == "%":
            cases[-1].replaced.append(("", ""))
        elif kind == "+":
            old, new = cases[-1].replaced.pop() if cases[-1].replaced else ("", "")
            cases[-1].replaced.append((old, new + said + "\n"))
        elif kind:
            cases[-1].words.append(said if kind == "!" else "~" + said)
    return cases


def problems_of(text: str) -> list[Problem]:
    return conflict_from_toml(text, "model.toml")[1]


def seen(problems: list[Problem]) -> str:
    """All that was said, for a test that fails."""
    return "\n".join(f"{'~' if problem.warning else ''}{problem}" for problem in problems)
