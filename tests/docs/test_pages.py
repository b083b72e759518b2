"""What holds for every page: links lead somewhere, quotations are the ledger's, nothing points here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import examples
import pytest

from countermove import case_path, read_case

TEXTS = [
    *examples.pages(),
    *(examples.ROOT / name for name in ("CHANGELOG.md", "CITATION.cff", ".ci/run", "docs/conf.py")),
    *sorted((examples.ROOT / "docs").glob("*.py")),
]
#: Paths of one machine, and hosts of package registries.
_HERE = re.compile(
    r"(?<![\w.])/(?:home|root|work|tmp|opt|var|mnt|Users)/|[A-Za-z]:\\\\?Users|file://|localhost"
    r"|pypi|pythonhosted|/simple/|anaconda\.org",
    re.I,
)
_EMOJI = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
_LINK = re.compile(r"(?<!`)\[[^\]\n]*\]\(([^)\s]+)\)")
_QUOTE = re.compile(r"“([^“”]+(?:“[^“”]*”[^“”]*)*)”")


def name(path: Path) -> str:
    return path.relative_to(examples.ROOT).as_posix()


each_text = pytest.mark.parametrize("path", dict.fromkeys(TEXTS), ids=name)
each_page = pytest.mark.parametrize("path", examples.pages(), ids=name)


@each_text
def test_nothing_points_to_one_machine(path: Path) -> None:
    assert not _HERE.findall(path.read_text("utf-8"))


@each_text
def test_no_emoji(path: Path) -> None:
    assert not _EMOJI.findall(path.read_text("utf-8"))


@each_page
def test_links_lead_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text("utf-8"), flags=re.S)
    for target in _LINK.findall(text):
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if anchor.startswith("concept-") and not file:
            labelled = (examples.ROOT / "docs" / "theory").glob("*.md")
            assert any(f"({anchor})=" in page.read_text("utf-8") for page in labelled), target
        else:
            assert there.exists(), target
            assert not anchor or anchor in anchors(there), target


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading).strip().casefold().replace(" ", "-") for heading in headings}


def test_quotations_are_words_of_the_ledger() -> None:
    """Of the two reports nothing is quoted but what the ledgers hold."""
    ledgers = [read_case(case_path(f"washington-2025/{name}")).ledger for name in ("summit", "europe")]
    extracts = [extract for ledger in ledgers if ledger is not None for extract in ledger.extracts]
    words = [bare(extract.words.replace("\\$", "$")) for extract in extracts]
    words += ["would not hear of a second weir", "weir"]  # the made-up report of a how-to guide
    words += map(bare, names_of_the_case())
    for path in examples.pages():
        text = path.read_text("utf-8")
        blocks = list(examples.blocks(text))
        own = [bare(block.body) for block in blocks if "toml" in block.kind]
        if any(block.kind == "{code-block} text" for block in blocks):  # made-up reports, and what they say
            for block in blocks:
                text = text.replace(block.body, "") if block.kind == "console" else text
        for quote in _QUOTE.findall(" ".join(text.split())):
            assert any(bare(quote) in said for said in (*words, *own)), f"{name(path)}: {quote}"


def names_of_the_case() -> Iterator[str]:
    """What the model itself calls its outcomes, its doubts and their ways, and what wishes say."""
    conflict = read_case(case_path("washington-2025/summit")).conflict
    yield from (outcome.name for outcome in conflict.outcomes)
    for doubt in conflict.doubts:
        yield from (doubt.name, *(way.name for way in doubt.alternatives))
    yield from (statement.says for wish in conflict.preferences for statement in wish.statements)


def bare(text: str) -> str:
    """Without line breaks and quotation marks, which a quotation may change."""
    return " ".join(re.sub("[“”‘’\"']", "", text).split()).strip(" ,.")


def test_every_page_of_the_documentation_is_in_a_table_of_contents() -> None:
    docs = examples.ROOT / "docs"
    listed = {"index"}
    for path in docs.rglob("*.md"):
        for block in examples.blocks(path.read_text("utf-8")):
            if block.kind == "{toctree}":
                listed.update(
                    (path.parent / line).relative_to(docs).as_posix()
                    for line in block.text.split("\n")
                    if line
                )
    pages = {p.relative_to(docs).with_suffix("").as_posix() for p in examples.pages() if docs in p.parents}
    assert pages <= listed
