"""`countermove ledger`: what was found in the reports, to be looked through, decided on and taken along."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from countermove.evidence.ledger import Ledger
    from countermove.evidence.rows import Row
    from countermove.evidence.store import Store, Wanted
    from countermove.evidence.store.check import Checker

__all__ = ["Desk", "command", "filters", "ledger_argument", "open_desk", "sources_option", "who_option"]

F = TypeVar("F", bound=Callable[..., Any])

#: Each subcommand with the module that has it in its tuple COMMANDS, and what it does.
_PARTS = {
    "show": ("ledger_show", "The rows, with who said what; with the words around them, if wanted."),
    "search": ("ledger_show", "Rows by their words."),
    "tray": ("ledger_tray", "Go through the suggestions, one key each."),
    "keep": ("ledger_decide", "Let rows stand."),
    "drop": ("ledger_decide", "Take rows out; they can be brought back."),
    "edit": ("ledger_decide", "Put something right in a row."),
    "undo": ("ledger_decide", "Take back the last deed."),
    "actors": ("ledger_actors", "Who is who: the table of aliases, with counts."),
    "merge": ("ledger_actors", "Several names mean one actor."),
    "split": ("ledger_actors", "Some words mean another actor."),
    "issues": ("ledger_issues", "What the reports speak of: issues, and proposals for some."),
    "compare": ("ledger_issues", "The reports side by side, by issue."),
    "matrix": ("ledger_issues", "Evidence against hypotheses."),
    "check": ("ledger_files", "Every row against its source."),
    "index": ("ledger_files", "Make the index for searching anew."),
    "export": ("ledger_files", "Rows as CSV, as JSON, or as extracts for a ledger file."),
}


class _Parts(click.Group):
    """Finds a subcommand in its module, and lists all without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, (module, _) in _PARTS.items() if _is_there(module)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        commands = importlib.import_module(f"countermove.cli.{_PARTS[cmd_name][0]}").COMMANDS
        return next((each for each in commands if each.name == cmd_name), None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """A ledger alone is shown; its name may also stand before the subcommand."""
        if args[0] not in _PARTS and not args[0].startswith("-"):
            if not _is_ledger(args[0]):
                from countermove.errors import clip, did_you_mean

                ctx.fail(f'There is no subcommand "{clip(args[0])}". {did_you_mean(args[0], _PARTS)}')
            named = len(args) > 1 and args[1] in _PARTS
            args = [args[1], args[0], *args[2:]] if named else ["show", *args]
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Subcommands"):
            formatter.write_dl([(name, _PARTS[name][1]) for name in self.list_commands(ctx)])


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(f"countermove.cli.{module}") is not None


def _is_ledger(word: str) -> bool:
    return word.endswith(".toml") or "/" in word or Path(word).exists()


@click.group("ledger", cls=_Parts)
def command() -> None:
    """What was found in the reports: look through it, decide on it, take it along.

    LEDGER is the ledger file (NAME.ledger.toml), the folder beside it, or a model that names one. Rows that a
    good rule found stand; suggestions wait in the tray until somebody keeps or drops them. Each
    deed is logged with name and time, and reading the reports again changes none of it.
    """


# -- what the subcommands share --------------------------------------------------------------------


@dataclass(frozen=True)
class Desk:
    """A ledger with its rows and its sources at hand."""

    path: Path
    ledger: Ledger
    store: Store
    checker: Checker

    def wanted(self, **asked: Any) -> Wanted:
        """The rows that the filters of the command line ask for; raises `EvidenceError` for unknown names."""
        from countermove.errors import EvidenceError, Problem, did_you_mean
        from countermove.evidence.rows import KINDS
        from countermove.evidence.store import Wanted

        issues = {issue.id: issue for issue in self.ledger.issues}
        known: dict[str, Sequence[str]] = {"kinds": KINDS, "issue": list(issues)}
        if asked.get("sources"):
            known["sources"] = [*self.ledger.source_by_id, *self.store.counts()]
        problems = []
        for name, names in known.items():
            given = asked.get(name) or ()
            for each in [given] if isinstance(given, str) else given:
                if each not in names:
                    one = name.removesuffix("s")
                    problems.append(Problem(f'there is no {one} "{each}"', did_you_mean(each, names)))
        if problems:
            raise EvidenceError(problems)
        if asked.get("speaker"):
            asked["speaker"] = self.store.speaker(asked["speaker"])
        issue = issues.get(asked.get("issue", ""))
        return Wanted(**asked, words=issue.words if issue else ())

    def verdict(self, row: Row) -> str:
        """Whether a row stands in its source."""
        return self.checker.verdict(row)


def open_desk(ledger: str, folders: Sequence[Path] = ()) -> Desk:
    """A ledger by its file, its folder or its model; reports are looked for beside it and in the folders."""
    from countermove.evidence.sources import Shelf
    from countermove.evidence.store import Store
    from countermove.evidence.store.check import Checker
    from countermove.files.ledger import read_ledger

    path = ledger_path(ledger)
    read = read_ledger(path, rows=False)
    store = Store.open(path, read.extracts)
    shelf = Shelf([*folders, path.parent, path.parent / "sources", *store.places()])
    return Desk(path, read, store, Checker(store, read.sources, shelf))


def ledger_path(ledger: str) -> Path:
    """The ledger file that is meant: by its own name, its folder's, or by a model or case that names it."""
    from countermove.files.library import case_path

    path = Path(ledger)
    if path.is_dir() and path.name.endswith(".ledger"):
        return path.with_name(f"{path.name}.toml")
    if not path.exists() and path.suffix != ".toml":
        path = case_path(ledger)
    named = _named_by_model(path)
    return path.with_name(named) if named else path


def _named_by_model(path: Path) -> str:
    """The ledger that a model names, without reading more of it than that."""
    from countermove.files.syntax import read_toml
    from countermove.files.toml import read_text

    if path.name.endswith(".ledger.toml"):
        return ""
    data = read_toml(read_text(path), str(path)).data or {}
    named = data.get("ledger") if "countermove" in data else ""
    return Path(named).name if isinstance(named, str) else ""


def ledger_argument(function: F) -> F:
    """The argument LEDGER."""
    return click.argument("ledger", metavar="LEDGER")(function)


def sources_option(function: F) -> F:
    """The option --sources, which the function gets as `folders`."""
    return click.option(
        "--sources",
        "-s",
        "folders",
        multiple=True,
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        help="Folder with the reports (may be repeated).",
    )(function)


def who_option(function: F) -> F:
    """The option --who, by default the name under which the user is logged in."""
    return click.option("--who", default=_login, metavar="NAME", help="Who decides; you, by default.")(
        function
    )


def _login() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # a container may know no users
        return "somebody"


def filters(function: F) -> F:
    """The options by which rows are chosen."""
    for option in (
        click.option("--issue", default="", metavar="ID", help="Rows that bear on this issue."),
        click.option("--act", default="", help="What is done by saying it: rejects, promises, ..."),
        click.option(
            "--speaker", default="", metavar="NAME", help="Who speaks or acts, by any of the names."
        ),
        click.option(
            "--kind", "kinds", multiple=True, help="statement, claim, figure, date, event, mention."
        ),
        click.option(
            "--source", "sources", multiple=True, metavar="ID", help="Only this report (may be repeated)."
        ),
    ):
        function = option(function)
    return function
