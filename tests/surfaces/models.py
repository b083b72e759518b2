"""Small model files for the command line, one of them full of what a terminal might take for commands."""

from __future__ import annotations

from pathlib import Path

__all__ = ["ODD_TEXTS", "odd_model", "plain_model"]

PLAIN = """countermove = 1
title = "Two neighbours"
status_quo = "none"

[[decision_makers]]
id = "a"
name = "Arland"

  [[decision_makers.options]]
  id = "arm"
  does = "arm itself"
  drops = "disarm"

[[decision_makers]]
id = "b"
name = "Burland"

  [[decision_makers.options]]
  id = "build"
  does = "build a wall"
  drops = "pull the wall down"

[[outcomes]]
id = "calm"
that = "not a.arm"
name = "Calm"
means = "all is calm"

[[preferences]]
dm = "a"
statements = ["not b.build", "a.arm"]

[[preferences]]
dm = "b"
statements = ["b.build iff a.arm"]
"""

#: Markup of the terminal library in use, and things that others take for commands.
ODD_TEXTS = (
    "[bold]x[/bold]",
    "[/]",
    "[/bold] end",
    "[red]loud[/red]",
    "[link=http://a.example]there[/link]",
    "[@click=app.bell]x[/]",
    "\\\\[x]",
    "back\\\\",
    "[",
    "]]",
    "[[x]]",
    ":smile: :bomb:",
    "100 % {x} %s {} $HOME",
    "<b>x</b> &amp;",
    "`x` *y* _z_",
)

ODD = """countermove = 1
title = "TEXT"
question = "TEXT"
summary = "TEXT"
status_quo = "none"

[[decision_makers]]
id = "a"
name = "TEXT"
in_text = "TEXT"

  [[decision_makers.options]]
  id = "arm"
  name = "TEXT"
  does = "TEXT"
  drops = "TEXT"

[[decision_makers]]
id = "b"
name = "TEXT"

  [[decision_makers.options]]
  id = "build"
  does = "TEXT"
  drops = "TEXT"

[[outcomes]]
id = "calm"
that = "not a.arm"
name = "TEXT"
means = "TEXT"

[[readings]]
id = "one"
name = "TEXT"
by = "TEXT"

[[readings]]
id = "TEXT"

[[preferences]]
reading = "one"
dm = "a"

  [[preferences.statements]]
  that = "not b.build"
  says = "TEXT"
  assumption = "TEXT"

  [[preferences.statements]]
  that = "a.arm"
  says = "TEXT"

[[preferences]]
reading = "one"
dm = "b"

  [[preferences.statements]]
  that = "b.build iff a.arm"
  says = "TEXT"

[[preferences]]
reading = "TEXT"
dm = "a"

  [[preferences.statements]]
  that = "not a.arm"
  says = "TEXT"

[[preferences]]
reading = "TEXT"
dm = "b"
statements = []

[[scales]]
id = "s"
name = "TEXT"
marks = [{ at = 0, means = "TEXT" }, { at = 100, means = "TEXT" }]

  [[scales.positions]]
  reading = "one"
  dm = "a"
  position = [0, 20]
  salience = [70, 100]
  influence = [50, 90]
  assumption = "TEXT"
"""


def plain_model(folder: Path) -> Path:
    """Two neighbours, in a file."""
    path = folder / "neighbours.toml"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def odd_model(folder: Path, text: str) -> Path:
    """The same with an odd text (as TOML writes it) wherever a person may write what they like."""
    path = folder / "odd.toml"
    path.write_text(ODD.replace("TEXT", text), encoding="utf-8")
    return path
