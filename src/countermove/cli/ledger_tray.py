"""`countermove ledger tray`: the suggestions one by one, one key for each.

On a terminal a key is enough; on a pipe each line begins with one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, filters, ledger_argument, open_desk, sources_option, who_option

if TYPE_CHECKING:
    from countermove.evidence.rows import Row

__all__ = ["COMMANDS"]

_KEYS = "k keep  d drop  e edit  u undo  s skip  o more of the text  q quit"
_LINES, _MORE = 2, 6  # around a row, and when more is asked for


@click.command("tray")
@ledger_argument
@filters
@who_option
@sources_option
@show.as_json
def tray(ledger: str, who: str, folders: Sequence[Path], json_: bool, **asked: Any) -> None:
    """Go through the suggestions that wait, in their places in the reports, one key for each.

    k keeps the row, d drops it, e edits it (then write NAME=VALUE), u takes back your last key, s skips,
    o shows more of the text, q quits. Everything is logged at once: quitting loses nothing.
    """
    from countermove.evidence.store import TRAY

    desk = open_desk(ledger, folders)
    wanted = desk.wanted(**asked, status=(TRAY,))
    if json_:
        from countermove.reports.ledger import head, row_data

        rows = desk.store.rows(wanted)
        listed = [row_data(row, desk.store.state(row), desk.verdict(row)) for row in rows]
        show.print_json(head("rows", desk.path) | {"found": len(listed), "rows": listed})
        return
    click.echo(_Session(desk, desk.store.ids(wanted), who).run())


class _Session:
    """One way through the tray. `done` are the rows decided on, in order, with the deed."""

    def __init__(self, desk: Desk, ids: list[str], who: str) -> None:
        self.desk, self.ids, self.who = desk, ids, who
        self.out = show.console()
        self.done: list[tuple[int, str]] = []
        self.at = 0

    def run(self) -> str:
        """Ask for every row; what came of it, in a sentence."""
        fresh, lines = True, _LINES
        while self.at < len(self.ids):
            if fresh:
                self._show(lines)
            key = self._key()
            if key in ("q", ""):
                break
            lines = _MORE if key == "o" else _LINES
            fresh = key == "o" or self._act(key)
        return self._sum()

    def _act(self, key: str) -> bool:
        """Do what a key says; whether the row that is next has to be shown."""
        deeds = {"k": "keep", "d": "drop"}
        if key in deeds:
            self.desk.store.decide([self.ids[self.at]], deeds[key], self.who)
            self._next(deeds[key])
        elif key == "s":
            self.at += 1
        elif key == "e":
            return self._edit()
        elif key == "u":
            return self._undo()
        else:
            self.out.print(_KEYS)
            return False
        return True

    def _next(self, deed: str) -> None:
        self.done.append((self.at, deed))
        self.at += 1

    def _edit(self) -> bool:
        from countermove.cli.ledger_decide import changes_of, edit_row
        from countermove.errors import ConflictError

        line = self._line("NAME=VALUE (empty for nothing): ")
        if not line.strip():
            return False
        try:
            edit_row(self.desk, self.ids[self.at], changes_of(_split(line)), self.who)
        except ConflictError as error:
            show.print_problems(error.problems)
            return False
        self.done.append((self.at, "edit"))
        return True

    def _undo(self) -> bool:
        if not self.done:
            self.out.print("There is nothing to take back.")
            return False
        self.at, _ = self.done.pop()
        self.desk.store.undo(self.who, self.ids[self.at])
        return True

    # -- the screen and the keys ---------------------------------------------------------------

    def _show(self, lines: int) -> None:
        from countermove.cli.ledger_show import legend, print_around

        row = self.desk.store.row(self.ids[self.at])
        if not self.at and lines == _LINES:
            self.out.print(legend(self.out))
        self.out.print()
        self.out.print(show.bold(f"{self.at + 1} of {len(self.ids)}", _question(row)))
        print_around(self.out, self.desk, row, lines)

    def _key(self) -> str:
        """The next key, in small letters; "" at the end of the input."""
        if _is_terminal():
            click.echo(f"{_KEYS}: ", nl=False)
            try:
                key = click.getchar()
            except EOFError:  # Ctrl-D
                key = ""
            click.echo()
            return key[:1].lower()
        line = sys.stdin.readline()
        return (line.strip()[:1] or "?").lower() if line else ""

    def _line(self, prompt: str) -> str:
        if _is_terminal():
            click.echo(prompt, nl=False)
        return sys.stdin.readline()

    def _sum(self) -> str:
        last = dict(self.done)  # the last deed on each row
        kept, dropped = (sum(deed == each for deed in last.values()) for each in ("keep", "drop"))
        left = len(self.ids) - kept - dropped
        if not self.ids:
            return "The tray is empty."
        return f"{kept} kept, {dropped} dropped; {left} still in the tray."


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _question(row: Row) -> str:
    """``  he -> Rubio?``: what a suggestion takes words to mean."""
    from countermove.reports.ledger import one_line

    part, name = row.part("speaker") or row.part("actor"), row.value("speaker") or row.value("actor")
    words = one_line(part.words) if part else ""
    return f"  {words} -> {name}?" if name and words and words != name else ""


def _split(line: str) -> list[str]:
    """Several changes on a line, texts with blanks in quotes."""
    import shlex

    try:
        return shlex.split(line)
    except ValueError:  # a lonely apostrophe
        return [line.strip()]


COMMANDS = (tray,)
