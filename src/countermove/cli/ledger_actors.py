"""`countermove ledger actors`, `merge` and `split`: who is meant by which words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, ledger_argument, open_desk, who_option

if TYPE_CHECKING:
    from countermove.reports.ledger import ActorLine

__all__ = ["COMMANDS"]

_MOST_WORDS = 12


@click.command("actors")
@ledger_argument
@click.option("--most", default=50, show_default=True, metavar="N", help="How many at most; 0 for all.")
@show.as_json
def actors(ledger: str, most: int, json_: bool) -> None:
    """Who is who: each actor with the words that mean it, and how many rows have them.

    A * marks words that a person put there; the others the program found. merge and split change the
    table, and with it every row.
    """
    from countermove.reports.ledger import actor_data, head

    desk = open_desk(ledger)
    lines = _lines(desk)
    if json_:
        show.print_json(head("actors", desk.path) | {"actors": [actor_data(line) for line in lines]})
        return
    if lines:
        _print(lines[:most] if most > 0 else lines)
    shown = min(most, len(lines)) if most > 0 else len(lines)
    click.echo(f"{shown} of {len(lines)} actors; --most 0 shows all." if shown < len(lines) else
               f"{'1 actor' if len(lines) == 1 else f'{len(lines)} actors'}.")  # fmt: skip


def _lines(desk: Desk) -> list[ActorLine]:
    """The actors, those with most rows first."""
    from countermove.evidence.store.aliases import key_of
    from countermove.reports.ledger import ActorLine

    mentioned: dict[str, dict[str, int]] = {}
    for (name, words), many in desk.store.mentioned().items():
        mine = mentioned.setdefault(name, {})
        mine[words or name] = mine.get(words or name, 0) + many
    table = desk.store.aliases()
    kinds = {actor.name: actor.kind for actor in table.actors()}
    groups = {name: {row.words: row.by for row in rows} for name, rows in table.groups().items()}
    lines = []
    for name in {**groups, **mentioned}:
        found, by = mentioned.get(name, {}), groups.get(name, {})
        keys = {key_of(words) for words in found}
        told = [(each, many, by.get(each, "")) for each, many in found.items()]
        told += [(each, 0, who) for each, who in by.items() if key_of(each) not in keys]
        ordered = tuple(sorted(told, key=lambda each: (-each[1], each[0])))
        lines.append(ActorLine(name, kinds.get(name, ""), sum(found.values()), ordered))
    return sorted(lines, key=lambda line: (-line.rows, line.name))


def _print(lines: Sequence[ActorLine]) -> None:
    from countermove.reports.ledger import one_line

    made = show.table("actor", "kind", "words", "rows", numbers=1)
    for line in lines:
        words = [
            f"{one_line(words)}{'*' if by else ''}" + (f" {rows}" if rows else "")
            for words, rows, by in line.words
        ]
        more = ", ..." if len(words) > _MOST_WORDS else ""
        made.add_row(line.name, line.kind, ", ".join(words[:_MOST_WORDS]) + more, f"{line.rows:,}")
    out = show.console()
    out.print()
    out.print(made)


@click.command("merge")
@ledger_argument
@click.argument("words", metavar="WORDS...", nargs=-1, required=True)
@click.option("--into", required=True, metavar="NAME", help="Who is meant by all of them; may be a new name.")
@who_option
@show.as_json
def merge(ledger: str, words: Sequence[str], into: str, who: str, json_: bool) -> None:
    """Those called by the WORDS are one actor, NAME, with all their aliases; every row follows.

    With a new NAME for a single actor this gives it that name. To take it back: split.
    """
    desk = open_desk(ledger)
    table = desk.store.merge(words, into, who)
    _told(desk, table.meaning(into) or into, json_)


@click.command("split")
@ledger_argument
@click.argument("words")
@click.option("--to", required=True, metavar="NAME", help="Who is meant by them instead; may be a new name.")
@who_option
@show.as_json
def split(ledger: str, words: str, to: str, who: str, json_: bool) -> None:
    """The WORDS alone mean NAME, not who they meant; every row with these words follows."""
    desk = open_desk(ledger)
    table = desk.store.split(words, to, who)
    _told(desk, table.meaning(words) or to, json_)


def _told(desk: Desk, name: str, json_: bool) -> None:
    from countermove.reports.ledger import actor_data, head

    lines = [line for line in _lines(desk) if line.name == name]
    if json_:
        show.print_json(head("actors", desk.path) | {"actors": [actor_data(line) for line in lines]})
        return
    for line in lines:
        words = ", ".join(words for words, _, _ in line.words)
        rows = "1 row" if line.rows == 1 else f"{line.rows:,} rows"
        click.echo(f"{name}: {words}; {rows}.")


COMMANDS = (actors, merge, split)
