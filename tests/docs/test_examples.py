"""Every example of the documentation runs, and prints what the page says."""

from __future__ import annotations

from pathlib import Path

import examples
import pytest

PAGES = [path for path in examples.pages() if examples.runnable(path)]
#: What a fenced block may be. Only `console` and `pycon` blocks are run; the rest is for reading.
KINDS = {"console", "pycon", "toml", "python", "sh", "powershell", "text", ""}


def name(path: Path) -> str:
    return path.relative_to(examples.ROOT).as_posix()


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_examples_run_and_match(path: Path) -> None:
    faults, _ = examples.run_page(path)
    assert not faults, "\n\n".join(faults) + "\n\npython docs/examples.py --write"


@pytest.mark.parametrize("path", examples.pages(), ids=name)
def test_every_block_is_of_a_known_kind(path: Path) -> None:
    for block in examples.blocks(path.read_text("utf-8")):
        assert block.kind in KINDS or block.kind.startswith("{"), f"line {block.line}: {block.kind}"
        assert block.kind or "$ " not in block.body, f"line {block.line}: write ```console"


def test_pages_are_found() -> None:
    assert {"README.md", "docs/tutorial/first-steps.md", "docs/theory/gmr.md"} <= {name(p) for p in PAGES}


# -- the runner itself -----------------------------------------------------------------------------


def run_text(text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[list[str], str]:
    monkeypatch.setattr(examples, "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(text, "utf-8")
    return examples.run_page(page)


def test_wrong_output_is_found_and_written_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = "```console\n$ countermove --version\ncountermove, version 0.0\n```\n"
    faults, new = run_text(text, monkeypatch, tmp_path)
    assert len(faults) == 1
    assert run_text(new, monkeypatch, tmp_path) == ([], new)


def test_wrong_python_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    faults, _ = run_text("```pycon\n>>> 1 + 1\n3\n```\n", monkeypatch, tmp_path)
    assert len(faults) == 1


def test_files_are_made_continued_and_changed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = "```{code-block} text\n:caption: a.txt\n\none\n\ntwo\n```\n"
    more = "```{code-block} text\n:caption: a.txt (continued)\n\nthree\n```\n"
    change = "```{code-block} diff\n:caption: a.txt\n one\n\n-two\n+2\n```\n"
    look = "```pycon\n>>> open('a.txt').read()\n'one\\n\\n2\\n\\nthree\\n'\n```\n"
    faults, _ = run_text(file + more + change + look, monkeypatch, tmp_path)
    assert not faults


def test_change_of_lines_that_are_not_there_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = "```{code-block} text\n:caption: a.txt\n\none\n```\n"
    change = "```{code-block} diff\n:caption: a.txt\n-two\n+2\n```\n"
    faults, _ = run_text(file + change, monkeypatch, tmp_path)
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("shown", "fits"),
    [
        (["a", "b", "c"], True),
        (["a", "...", "c"], True),
        (["...", "b", "..."], True),
        (["a", "...", "b", "c"], True),
        (["a", "b"], False),
        (["...", "b"], False),
        (["a", "...", "a", "..."], False),
    ],
)
def test_dots_stand_for_any_lines(shown: list[str], fits: bool) -> None:
    assert examples.matches(shown, ["a", "b", "c"]) is fits
