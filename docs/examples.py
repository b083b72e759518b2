"""Runs the examples in the documentation, and writes their output anew.

    python docs/examples.py            # which examples do not match what the program prints
    python docs/examples.py --write    # put the current output into the pages

Fenced blocks of a page are run from top to bottom in one empty folder:

`console`
    Each line that begins with ``$ `` is a call of ``countermove``; the lines below it are what it
    prints, standard error included. A line ``...`` stands for any number of lines.
`pycon`
    A doctest. All blocks of a page share their names.
`{code-block} LANGUAGE` with a `:caption:`
    A file of that name, put into the folder; with ``(continued)`` behind the name, lines added to it.
`{code-block} diff` with a `:caption:`
    A change of that file: lines with ``-`` are replaced by those with ``+``.

Other blocks are not run.
"""

from __future__ import annotations

import contextlib
import difflib
import doctest
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 80

#: Pages with examples: the README and all of the documentation.
PAGES = ("README.md", "CONTRIBUTING.md", "docs/**/*.md")

_FENCE = re.compile(r"^(?P<fence>```+)(?P<info>[^\n`]*)\n(?P<body>.*?)^(?P=fence)[ \t]*$", re.M | re.S)
_FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass(frozen=True)
class Block:
    """A fenced block: what it is, its text, and where the text stands in the page."""

    kind: str
    body: str
    start: int
    line: int
    caption: str = ""

    @property
    def text(self) -> str:
        """The body without the options at its top."""
        return re.sub(r"\A(?::\w+:[^\n]*\n)+\n?", "", self.body)


@dataclass
class Page:
    """A page, the folder its examples run in, and what went wrong."""

    path: Path
    folder: Path
    names: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The page's path from the top of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    def fault(self, block: Block, what: str) -> None:
        """Note that a block is not as it should be."""
        self.faults.append(f"{self.name}:{block.line}: {what}")


def pages() -> list[Path]:
    """Every page, in order."""
    found = [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    return [path for path in found if "_build" not in path.parts]


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    for found in _FENCE.finditer(text):
        info, body = found["info"].strip(), found["body"]
        caption = re.search(r"\A(?::\w+:[^\n]*\n)*?:caption: *([^\n]+)\n", body)
        line = text[: found.start()].count("\n") + 1
        yield Block(info, body, found.start("body"), line, caption[1].strip() if caption else "")


def runnable(path: Path) -> bool:
    """Whether a page has anything to run."""
    return any(b.kind in ("console", "pycon") for b in blocks(path.read_text("utf-8")))


def run_page(path: Path) -> tuple[list[str], str]:
    """Run a page. Returns what does not match, and the page with the current output in it."""
    text = path.read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), plain_terminal():
        page = Page(path, Path(folder))
        changes = [
            (block.start, len(block.body), new)
            for block in blocks(text)
            if (new := _run_block(page, block)) is not None and new != block.body
        ]
    for start, length, new in reversed(changes):
        text = text[:start] + new + text[start + length :]
    return page.faults, text


def _run_block(page: Page, block: Block) -> str | None:
    """Run a block; for a `console` block the text it should have."""
    if block.caption:
        _put_file(page, block)
    elif block.kind == "pycon":
        _run_doctest(page, block)
    elif block.kind == "console":
        return _run_console(page, block)
    return None


# -- files -----------------------------------------------------------------------------------------


def _put_file(page: Page, block: Block) -> None:
    name = block.caption.removesuffix(" (continued)")
    file = page.folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    if name != block.caption:
        file.write_text(file.read_text("utf-8") + "\n" + block.text, "utf-8", newline="\n")
        return
    if block.kind != "{code-block} diff":
        file.write_text(block.text, "utf-8", newline="\n")
        return
    text = file.read_text("utf-8")
    lines = [line if line.strip() else " \n" for line in block.text.splitlines(keepends=True)]
    old = "".join(line[1:] for line in lines if line[0] in " -")
    new = "".join(line[1:] for line in lines if line[0] in " +")
    if text.count(old) != 1:
        page.fault(block, f"the lines to be changed stand {text.count(old)} times in {block.caption}")
    file.write_text(text.replace(old, new), "utf-8", newline="\n")


# -- Python ----------------------------------------------------------------------------------------


def _run_doctest(page: Page, block: Block) -> None:
    test = doctest.DocTestParser().get_doctest(block.body, page.names, page.name, page.name, block.line)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=_FLAGS).run(test, out=said.append, clear_globs=False)
    page.names.update(test.globs)
    if said:
        page.fault(block, "".join(said))


# -- commands --------------------------------------------------------------------------------------


def _run_console(page: Page, block: Block) -> str:
    new: list[str] = []
    for command, shown in _commands(block.body):
        output = run(command)
        new += [*([""] if new else []), f"$ {command}"]
        if matches(shown, output):
            new.extend(shown)
        else:
            page.fault(block, _difference(command, shown, output))
            new.extend(_like(shown, output))
    return "\n".join(new) + "\n"


def _commands(body: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block, with the lines that are shown as its output."""
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown.rstrip("\n").splitlines()


def run(command: str) -> list[str]:
    """What a call of ``countermove`` prints, line by line; blank ends of lines and text are left off."""
    from countermove.cli import main

    program, *arguments = shlex.split(command)
    if program != "countermove":
        return [f"only calls of countermove are run, not {program}"]
    out = io.StringIO()
    with (
        mock.patch.object(sys, "argv", [program, *arguments]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(out),
        contextlib.suppress(SystemExit),
    ):
        main()
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join(lines).strip("\n").splitlines()


@contextlib.contextmanager
def plain_terminal() -> Iterator[None]:
    """Eighty columns, no colours, and the program called by its own name, whoever runs it."""
    plain = {"COLUMNS": str(WIDTH), "LINES": "40", "NO_COLOR": "1", "TERM": "dumb"}
    forced = ("FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE")
    with (
        mock.patch.dict(os.environ, plain),
    ):
        for name in forced:
            os.environ.pop(name, None)
        yield


def matches(shown: Sequence[str], output: Sequence[str]) -> bool:
    """Whether an output is what is shown, where a line ``...`` stands for any lines."""
    pattern = "".join("(?:.*\n)*?" if line == "..." else re.escape(line.rstrip()) + "\n" for line in shown)
    return re.fullmatch(pattern, "".join(line + "\n" for line in output)) is not None


def _like(shown: Sequence[str], output: Sequence[str]) -> list[str]:
    """The output, cut as what was shown is cut."""
    if "..." not in shown:
        return list(output)
    parts: list[list[str]] = [[]]
    for line in shown:
        if line == "...":
            parts.append([])
        else:
            parts[-1].append(line)
    new, at = list(output[: len(parts[0])]), len(parts[0])
    for part in parts[1:-1]:
        at = _nearest(part, output, at)
        new += ["...", *output[at : at + len(part)]]
        at += len(part)
    last = len(output) - len(parts[-1])
    return [*new, "...", *output[max(at, last) :]]


def _nearest(part: Sequence[str], output: Sequence[str], start: int) -> int:
    """Where in the output the lines stand that are most like these."""

    def likeness(at: int) -> float:
        window = "\n".join(output[at : at + len(part)])
        return difflib.SequenceMatcher(None, "\n".join(part), window).quick_ratio()

    return max(range(start, max(len(output) - len(part), start) + 1), key=likeness)


def _difference(command: str, shown: Sequence[str], output: Sequence[str]) -> str:
    rows = difflib.unified_diff(list(shown), list(output), "the page", "the program", lineterm="", n=1)
    return f"$ {command}\n" + "\n".join([*rows][:40])


def main(arguments: Sequence[str]) -> int:
    """Check every page, or write the current output into it."""
    wrong = 0
    for path in pages():
        if not runnable(path):
            continue
        faults, text = run_page(path)
        if "--write" in arguments and text != path.read_text("utf-8"):
            path.write_text(text, "utf-8", newline="\n")
            print(f"{path.relative_to(ROOT)}: written")
            faults, _ = run_page(path)
        for fault in faults:
            print(fault, "\n")
        wrong += len(faults)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main(sys.argv[1:]))
