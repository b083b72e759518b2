"""`countermove ledger show` and `search`: rows on the screen, with the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, filters, ledger_argument, open_desk, sources_option

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from countermove.evidence.rows import Row
    from countermove.evidence.store import Wanted
    from countermove.reports.ledger import Piece

__all__ = ["COMMANDS", "legend", "marked", "print_around"]

#: What the pieces of a row look like: in colour, and between signs where there is none.
_LOOKS = {
    "content": ("bold green", "[", "]"),
    "speaker": ("bold cyan", "<", ">"),
    "cue": ("bold magenta", "{", "}"),
    "antecedent": ("bold yellow underline", "<<", ">>"),
}
_MOST = 200


@click.command("show")
@ledger_argument
@click.argument("ids", metavar="[ROW]...", nargs=-1)
@filters
@click.option(
    "--band", type=click.Choice(["found", "suggestion"]), default=None, help="Found by which rules."
)
@click.option("--tray", is_flag=True, help="Suggestions that wait for somebody.")
@click.option("--dropped", is_flag=True, help="Rows that somebody dropped.")
@click.option("--broken", is_flag=True, help="Rows whose words are not where they should be.")
@click.option("--around", is_flag=True, help="Each row in its place, two lines around it.")
@click.option("--most", default=_MOST, show_default=True, metavar="N", help="How many at most; 0 for all.")
@sources_option
@show.as_json
def show_(
    ledger: str, ids: Sequence[str], band: str | None, tray: bool, dropped: bool, broken: bool, around: bool,
    most: int, folders: Sequence[Path], json_: bool, **asked: Any,
) -> None:  # fmt: skip
    """The rows that stand, or those asked for: who said what, when, in which report, found by which rule.

    Every row is held against its source as it is shown; a broken one is shown broken.
    """
    desk = open_desk(ledger, folders)
    if not ids:
        wanted = desk.wanted(**asked, band=band or "", status=_statuses(tray, dropped, broken))
        ids = _broken(desk, wanted) if broken else desk.store.ids(wanted)
    shown = [desk.store.row(id) for id in (ids[:most] if most > 0 else ids)]
    if json_:
        _print_json(desk, [(row, "") for row in shown], len(ids))
        return
    out = show.console()
    if around:
        for row in shown:
            print_around(out, desk, row)
        out.print(legend(out) if shown else "")
    else:
        _print_table(out, desk, shown)
    _tell_rest(desk, len(shown), len(ids))


def _statuses(tray: bool, dropped: bool, broken: bool) -> tuple[str, ...]:
    from countermove.evidence.store import DROPPED, STANDING, TRAY

    asked = tuple(status for status, flag in ((TRAY, tray), (DROPPED, dropped)) if flag)
    return asked or ((STANDING, TRAY) if broken else (STANDING,))


def _broken(desk: Desk, wanted: Wanted) -> list[str]:
    return [row.id for row in desk.store.rows(wanted) if desk.verdict(row) == "broken"]


def _tell_rest(desk: Desk, shown: int, found: int) -> None:
    if shown < found:
        click.echo(f"{shown} of {found:,} rows; --most 0 shows all.")
        return
    counts = desk.store.counts().values()
    waiting = sum(each.get("tray", 0) for each in counts)
    rows = "1 row" if found == 1 else f"{found:,} rows"
    more = f" In the tray: {waiting:,}; go through them with countermove ledger tray." if waiting else ""
    click.echo(f"{rows}.{more}")


@click.command("search")
@ledger_argument
@click.argument("words", nargs=-1, required=True)
@filters
@click.option("--tray", is_flag=True, help="Only suggestions that wait for somebody.")
@click.option("--dropped", is_flag=True, help="Only rows that somebody dropped.")
@click.option("--most", default=50, show_default=True, metavar="N", help="How many at most.")
@sources_option
@show.as_json
def search(
    ledger: str, words: Sequence[str], tray: bool, dropped: bool, most: int, folders: Sequence[Path],
    json_: bool, **asked: Any,
) -> None:  # fmt: skip
    """Rows that have all of the WORDS, the best first: in what was said, or in who said it.

    A "phrase" in quotes stands as it is, word* finds beginnings, and after -- a word with a minus
    before it leaves rows out.
    """
    desk = open_desk(ledger, folders)
    status = _statuses(tray, dropped, False) if tray or dropped else ()
    text = " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)
    hits = desk.store.search(text, desk.wanted(**asked, status=status), max(most, 1))
    if json_:
        _print_json(desk, [(hit.row, _plain(hit.snippet)) for hit in hits], len(hits))
        return
    out = show.console()
    _print_table(out, desk, [hit.row for hit in hits], {hit.row.id: hit.snippet for hit in hits})
    more = f"; there may be more: --most {2 * most}" if len(hits) == most else ""
    click.echo(f"{'1 row' if len(hits) == 1 else f'{len(hits)} rows'}{more}.")


def _plain(snippet: str) -> str:
    from countermove.evidence.store import HIT

    return snippet.replace(HIT[0], "[").replace(HIT[1], "]")


def _print_json(desk: Desk, rows: Iterable[tuple[Row, str]], found: int) -> None:
    from countermove.reports.ledger import head, row_data

    listed = [row_data(row, desk.store.state(row), desk.verdict(row), snippet) for row, snippet in rows]
    show.print_json(head("rows", desk.path) | {"found": found, "rows": listed})


# -- on the screen ---------------------------------------------------------------------------------


def _print_table(
    out: Console, desk: Desk, rows: Sequence[Row], snippets: dict[str, str] | None = None
) -> None:
    from countermove.reports.ledger import found_by, how, one_line, who

    if not rows:
        return
    made = show.table("row", "who, and how", "words", "when, where", "found by")
    for row in rows:
        snippet = (snippets or {}).get(row.id, "")
        words = _lit(out, snippet) if snippet else one_line(row.words)
        when = "\n".join(part for part in (row.value("when") or row.value("value"), row.source) if part)
        told = found_by(row, desk.store.state(row), desk.verdict(row))
        made.add_row(row.id, "\n".join(part for part in (who(row), how(row)) if part), words, when, told)
    out.print()
    out.print(made)


def _lit(out: Console, snippet: str) -> Text:
    """A snippet with the words that were searched for lit, or in brackets where there is no colour."""
    from rich.text import Text

    from countermove.evidence.store import HIT
    from countermove.reports.ledger import one_line

    made = Text()
    for n, piece in enumerate(snippet.replace(HIT[1], HIT[0]).split(HIT[0])):
        shown = one_line(f"x{piece}x")[1:-1]  # the blanks at the edges stay
        made.append_text(_piece(out, shown, "content") if n % 2 else Text(shown))
    return made


def print_around(out: Console, desk: Desk, row: Row, lines: int = 2) -> None:
    """A row in its place: the head of it, and its sentence with some lines before and after."""
    from countermove.reports.ledger import around, found_by, how, one_line, who

    heading = "  ".join(part for part in (who(row), how(row), row.value("when")) if part)
    out.print()
    out.print(show.bold(row.id, f"  {heading}"))
    out.print(f"    {found_by(row, desk.store.state(row), desk.verdict(row))}")
    text = desk.checker.text(row)
    if text is None:
        out.print(f"    {one_line(row.words)}")
        out.print(f"    (source {desk.verdict(row)}: the words around it cannot be shown)")
        return
    out.print(marked(out, around(text, row, lines)))


def marked(out: Console, pieces: Sequence[Piece]) -> Any:
    """Pieces of a row one behind the other, each in its look, indented."""
    from rich.padding import Padding
    from rich.text import Text

    whole = Text()
    for text, role in pieces:
        whole.append_text(_piece(out, text, role))
    whole.rstrip()
    return Padding(whole, (0, 0, 0, 4))


def _piece(out: Console, text: str, role: str) -> Text:
    from rich.text import Text

    if not role:
        return Text(text)
    style, before, after = _LOOKS[role]
    return Text(f"{before}{text}{after}") if _colourless(out) else Text(text, style)


def _colourless(out: Console) -> bool:
    return out.color_system is None or out.no_color


def legend(out: Console) -> Text:
    """What the looks mean."""
    from rich.text import Text

    names = {"content": "what was said", "speaker": "who", "cue": "the verb", "antecedent": "whom that means"}
    made = Text("\n")
    for n, (role, name) in enumerate(names.items()):
        made.append_text(Text("   " if n else ""))
        made.append_text(_piece(out, name, role))
    return made


COMMANDS = (show_, search)
