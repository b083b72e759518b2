"""Every verb is documented with its current help; what else is pasted into pages is current."""

from __future__ import annotations

from pathlib import Path

import examples
import paste_help
import pytest

COMMAND_LINE = paste_help.DOCS / "reference" / "command-line.md"


def even(text: str) -> str:
    """Without line breaks: versions of click break lines of help differently."""
    return " ".join(text.split())


@pytest.mark.parametrize(
    "path", paste_help.pages(), ids=lambda path: path.relative_to(paste_help.DOCS).as_posix()
)
def test_pasted_parts_are_current(path: Path) -> None:
    text = path.read_text("utf-8")
    assert even(paste_help.pasted(text)) == even(text), "python docs/paste_help.py --write"


@pytest.mark.parametrize("words", list(paste_help.verbs()))
def test_every_verb_is_documented(words: str) -> None:
    assert words in paste_help.documented_verbs()
    if words:
        depth = "#" * (1 + len(words.split()))
        assert f"\n{depth} {words}\n" in COMMAND_LINE.read_text("utf-8")


@pytest.mark.parametrize("words", list(paste_help.verbs()))
def test_every_verb_has_help_of_its_own(words: str) -> None:
    lines = paste_help.help_text(words).splitlines()
    assert lines[0].startswith(f"Usage: countermove {words}".rstrip())
    assert lines[2].strip(), "say what it does"


def test_short_help_and_long_help_begin_alike() -> None:
    """The list of verbs says of each what its own help says first."""
    from countermove.cli import verbs

    listed = even(paste_help.help_text(""))
    for name in verbs.list_commands(verbs.make_context("countermove", [], resilient_parsing=True)):
        assert f" {name} " in listed


def test_a_page_that_is_behind_is_noticed() -> None:
    old = "<!-- help: demo -->\n```text\nold\n```\n<!-- end -->\n"
    assert "Usage: countermove demo" in paste_help.pasted(old)
    assert examples.ROOT.name not in paste_help.pasted(old)


def test_every_public_name_is_on_the_page_of_the_python_interface() -> None:
    import countermove

    text = (paste_help.DOCS / "reference" / "python.md").read_text("utf-8")
    missing = {name for name in countermove.__all__ if f"`{name}`" not in text} - {"__version__"}
    assert not missing
