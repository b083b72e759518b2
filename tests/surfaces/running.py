"""Running the command line: in this process, where most is tried, and in one of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

import jsonschema

import countermove
from countermove.cli import main

__all__ = ["PACKAGE", "Result", "in_process_of_its_own", "run", "schema", "valid_json"]

PACKAGE = Path(countermove.__file__).parent


@dataclass(frozen=True)
class Result:
    """How a run ended and what it wrote."""

    code: int
    out: str
    err: str


@contextmanager
def terminal(encoding: str, env: Mapping[str, str]) -> Iterator[tuple[io.BytesIO, io.BytesIO]]:
    """Standard output and error of some encoding, with nothing of the real terminal shining through."""
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES")}
    out, err = io.BytesIO(), io.BytesIO()
    streams = [io.TextIOWrapper(raw, encoding=encoding, write_through=True) for raw in (out, err)]
    with (
        patch.dict(os.environ, {**kept, "COLUMNS": "80", **env}, clear=True),
        patch.object(sys, "stdout", streams[0]),
        patch.object(sys, "stderr", streams[1]),
    ):
        yield out, err
        for stream in streams:
            stream.flush()
            stream.detach()


def run(*words: str, encoding: str = "utf-8", **env: str) -> Result:
    """``countermove WORDS`` as a user would run it; `env` sets variables of the environment."""
    with terminal(encoding, env) as (out, err), patch.object(sys, "argv", ["countermove", *words]):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
    return Result(code, out.getvalue().decode(encoding), err.getvalue().decode(encoding))


def in_process_of_its_own(*words: str, **more: Any) -> subprocess.Popen[bytes]:
    """The same in a fresh interpreter."""
    env = {**os.environ, "PYTHONPATH": str(PACKAGE.parent), **more.pop("env", {})}
    command = [sys.executable, "-m", "countermove", *words]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **more}
    return subprocess.Popen(command, env=env, **streams)


@cache
def schema(finding: str) -> dict[str, Any]:
    """The schema of a finding."""
    path = PACKAGE / "schemas" / f"{finding}.schema.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def valid_json(*words: str, code: int = 0) -> Any:
    """What a verb prints with --json, checked against the schema of what it says it is."""
    result = run(*words, "--json")
    assert (result.code, result.err) == (code, ""), result
    data = json.loads(result.out)
    jsonschema.Draft202012Validator(schema(data["finding"])).validate(data)
    return data
