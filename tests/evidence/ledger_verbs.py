"""Running the verbs of the ledger in this process, as a user would."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import click
import jsonschema
from click.testing import CliRunner

from countermove.cli import verbs
from countermove.cli.show import print_problems
from countermove.errors import ConflictError
from surfaces.running import schema

__all__ = ["Ran", "data", "run"]


@dataclass(frozen=True)
class Ran:
    """How a run ended and what it wrote; `told` is that on one line, for words that were wrapped."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> str:
        return " ".join(self.out.split())


def run(*words: str, keys: str = "", **env: str) -> Ran:
    """``countermove WORDS``; `keys` is the standard input."""
    settings = {"COLUMNS": "100", "NO_COLOR": None, "FORCE_COLOR": None, "LOGNAME": "tester", **env}
    runner = CliRunner(env=settings)
    result = runner.invoke(verbs, words, input=keys, standalone_mode=False)
    if isinstance(result.exception, click.ClickException):
        return Ran(result.exception.exit_code, result.stdout, result.exception.format_message())
    if isinstance(result.exception, ConflictError):
        with CliRunner().isolation() as streams:
            print_problems(result.exception.problems)
            return Ran(2, result.stdout, streams[1].getvalue().decode())
    if result.exception is not None:
        raise result.exception
    return Ran(result.return_value or 0, result.stdout, result.stderr)


def data(*words: str, code: int = 0) -> Any:
    """What a verb prints with --json, checked against the schema of what it says it is."""
    ran = run(*words, "--json")
    assert ran.code == code, ran
    found = json.loads(ran.out)
    jsonschema.Draft202012Validator(schema(found["finding"])).validate(found)
    return found
