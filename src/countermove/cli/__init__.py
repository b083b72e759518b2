"""The command line. Verbs are loaded when they are called, so that help comes at once.

A user's mistake ends with the mistakes on standard error and exit code 2, never with a traceback.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import NoReturn

import click

from countermove._version import __version__

__all__ = ["main", "verbs"]

_VERBS = {
    "read": "Reports into a ledger: who said what, figures, dates, events, the author's own claims.",
    "ledger": "What was found in the reports: look through it, decide on it, take it along.",
    "sources": "The reports of a ledger: who wrote them, whether they are at hand, what was found in them.",
    "draft": "Decision makers and options that the rows of a ledger speak of, as a model file to finish.",
    "propose": "Ask a language model of yours for what the rules did not find; it only proposes.",
    "demo": "The flagship case, the Washington summit of August 2025, analysed and explained.",
    "analyse": "Which states hold, under which reading, and how firmly.",
    "explain": "Why a state holds or does not, for each decision maker.",
    "find": "One firm state in which something wanted holds, or the proof that there is none.",
    "compare": "The readings side by side: what they share, where they part, and why.",
    "evolve": "What the conflict can come to from where it stands, why not, and where it ends.",
    "coalitions": "Who could upset which equilibrium together, and who holds it together.",
    "inverse": "Which preferences would make a state, or something wanted, hold.",
    "levers": "The smallest change that makes something hold, or stops it.",
    "robust": "In which admissible models a finding stands, and which doubts it hangs on.",
    "hypergame": "What holds if decision makers see the conflict differently, and who is mistaken.",
    "scenario": "The conflict after named changes, beside the conflict as it is.",
    "states": "The feasible states of a model.",
    "scales": "Where the parties stand on questions of degree.",
    "validate": "Every mistake in a model, with its line; its evidence against the reports.",
    "cases": "The library of published conflicts: list, show, copy out.",
}


class _Verbs(click.Group):
    """Finds a verb in the module of its name, and lists verbs without loading them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return super().get_command(ctx, cmd_name)
        command = importlib.import_module(f"countermove.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _VERBS and not args[0].startswith("-"):
            from countermove.errors import clip, did_you_mean

            ctx.fail(f'There is no verb "{clip(args[0])}". {did_you_mean(args[0], _VERBS)}')
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="countermove")
def verbs() -> None:
    """Countermove: from reports about a crisis to a model of it that can be questioned.

    A MODEL is a model file (TOML), or the address of a case in the library; MODEL@SCENARIO is the
    model after the changes of one of its scenarios. Start with `countermove demo`, then
    `countermove cases copy` to have a model of your own.
    """


def main() -> None:
    """Run the command line; the entry point of the program."""
    from countermove.errors import ConflictError

    out = sys.stdout
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a console that cannot show a sign must not end the program
            stream.reconfigure(errors="replace")
    try:
        code = verbs(prog_name="countermove", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except ConflictError as error:
        from countermove.cli.show import print_problems

        print_problems(error.problems)
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        _end_quietly()
    except SystemExit as end:
        if sys.stdout is not out:  # click found the pipe broken, and put a stream of its own in place
            _end_quietly()
        raise end
    except MemoryError:
        click.echo(
            "The model needs more memory than there is. Exclude combinations that cannot happen.", err=True
        )
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def _end_quietly() -> NoReturn:
    """End without a word: the reader of the output went away, as `head` does."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(0)
