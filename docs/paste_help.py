"""Pastes into the documentation what the program itself knows: help texts, concepts, schemas.

    python docs/paste_help.py            # which pages are behind
    python docs/paste_help.py --write    # bring them up to date

A page holds a pair of comments, ``<!-- help: analyse -->`` and ``<!-- end -->``; what stands between
them is replaced. `tests/docs` compares.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from examples import ROOT, plain_terminal, run

DOCS = ROOT / "docs"

_PASTE = re.compile(r"(?P<head><!-- (?P<what>\w+):? ?(?P<of>[^\n]*?) -->\n).*?(?P<end><!-- end -->)", re.S)


# -- help ------------------------------------------------------------------------------------------


def verbs() -> dict[str, click.Command]:
    """Every command of the program by the words that call it; "" is the program itself."""
    from countermove.cli import verbs as group

    return dict(_commands("", group))


def _commands(words: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _commands(f"{words} {name}".strip(), below)


def help_text(words: str) -> str:
    """What ``countermove WORDS --help`` prints."""
    with plain_terminal():
        return "\n".join(run(f"countermove {words} --help")) + "\n"


def _paste_help(words: str) -> str:
    called = f"countermove {words}".strip()
    return f"```text\n$ {called} --help\n{help_text(words)}```\n"


# -- concepts --------------------------------------------------------------------------------------


def theory_page(concept_id: str) -> str:
    """The page that defines a concept: the one with the label ``(concept-ID)=``."""
    label = f"({concept_label(concept_id)})="
    for page in sorted((DOCS / "theory").glob("*.md")):
        if label in page.read_text("utf-8"):
            return page.name
    return ""


def concept_label(concept_id: str) -> str:
    """The label of a concept in the documentation: ``concept-seq-strong`` for ``SEQ_strong``."""
    return "concept-" + concept_id.casefold().replace("_", "-")


def _paste_concepts(_: str) -> str:
    from countermove.stability import CONCEPTS

    rows = ["| concept | a state holds if | defined in |", "|---|---|---|"]
    for found in CONCEPTS.values():
        page = theory_page(found.id)
        cites = ",".join(found.cites)
        name = f"[{found.id}](#{concept_label(found.id)})" if page else found.id
        rows.append(f"| {name}, {found.title} | {found.plainly} | {{cite:p}}`{cites}` |")
    return "\n".join(rows) + "\n"


# -- schemas ---------------------------------------------------------------------------------------


def _paste_schemas(_: str) -> str:
    folder = ROOT / "src" / "countermove" / "schemas"
    parts = []
    for file in sorted(folder.glob("*.schema.json")):
        name = file.name.removesuffix(".schema.json")
        parts.append(
            f"### {name}\n\n```{{literalinclude}} ../../src/countermove/schemas/{file.name}\n"
            f":language: json\n```\n"
        )
    return "\n".join(parts) or "This version has none.\n"


# -- keys ------------------------------------------------------------------------------------------

_KINDS = {
    "text": "text",
    "texts": "list of texts",
    "flag": "true or false",
    "integer": "whole number",
    "integers": "list of whole numbers",
    "number": "number",
    "numbers": "list of numbers",
    "strengths": "lists of whole numbers",
    "date": "date",
    "range": "two numbers",
    "pairs": "list of pairs",
    "ranking": "ranking",
    "rankings": "list of rankings",
    "weights": "table of numbers",
    "statements": "list of statements",
}


def _paste_keys(of: str) -> str:
    """The keys of a section: ``model/options``, ``ledger/extracts``; ``model/`` is the top level."""
    from countermove.files.schema import LEDGER, MODEL

    file, _, section = of.partition("/")
    rows = ["| key | holds | means | for example |", "|---|---|---|---|"]
    for key in {"model": MODEL, "ledger": LEDGER}[file][section]:
        name = f"`{key.name}`" + (" (required)" if key.required else "")
        kind = _KINDS.get(key.kind, "list of tables")
        rows.append(f"| {name} | {kind} | {key.means} | `{key.example}` |")
    return "\n".join(rows) + "\n"


def _paste_deeds(_: str) -> str:
    """What a change can do, the keys it needs, and what it says."""
    from countermove.model.changes import DEEDS

    rows = ["| `do` | needs | means |", "|---|---|---|"]
    for do, deed in DEEDS.items():
        needs = ", ".join(f"`{name}`" for name in deed.needs)
        rows.append(f"| `{do}` | {needs} | {deed.means} |")
    return "\n".join(rows) + "\n"


_OF_A_STATE = {"number", "label", "id", "pattern", "taken", "outcomes"}


def _paste_fields(finding: str) -> str:
    """The fields of a finding, one table for each kind of object in it, in the words of its schema."""
    file = ROOT / "src" / "countermove" / "schemas" / f"{finding}.schema.json"
    schema = json.loads(file.read_text("utf-8"))
    head = {"countermove", "finding", "title"}
    own = {name: field for name, field in schema.get("properties", {}).items() if name not in head}
    parts = [_fields(own)] if own else []
    objects = [part for name, field in own.items() for part in _objects(name, field)]
    for name, part in schema.get("$defs", {}).items():
        fields = set(part.get("properties", {}))
        if not fields or fields - _OF_A_STATE:  # a plain state is described once for all findings
            objects.extend(_objects(name, part))
    parts.extend(
        f"**{name}**: {part['description']}\n\n{_fields(part['properties'])}" for name, part in objects
    )
    return "\n".join(parts)


def _fields(fields: dict[str, Any]) -> str:
    rows = [f"| `{name}` | {field['description'].rstrip('.')} |" for name, field in fields.items()]
    return "\n".join(["| field | meaning |", "|---|---|", *rows]) + "\n"


def _objects(name: str, part: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects with fields of their own in a part of a schema, outer ones first."""
    if "properties" in part:
        yield name, part
        for inner, field in part["properties"].items():
            yield from _objects(inner, field)
    for inside in ("items", "additionalProperties"):
        if isinstance(part.get(inside), dict):
            yield from _objects(name, part[inside])
    for choice in part.get("oneOf", part.get("anyOf", [])):
        yield from _objects(name, choice)


_PASTERS: dict[str, Callable[[str], str]] = {
    "help": _paste_help,
    "concepts": _paste_concepts,
    "schemas": _paste_schemas,
    "keys": _paste_keys,
    "deeds": _paste_deeds,
    "fields": _paste_fields,
}


def pasted(text: str) -> str:
    """A page with all that is pasted into it brought up to date."""

    def paste(found: re.Match[str]) -> str:
        paster = _PASTERS.get(found["what"])
        return found["head"] + paster(found["of"]) + found["end"] if paster else found[0]

    return _PASTE.sub(paste, text)


def pages() -> list[Path]:
    """The pages of the documentation."""
    return [path for path in sorted(DOCS.rglob("*.md")) if "_build" not in path.parts]


def documented_verbs() -> set[str]:
    """The commands whose help is pasted somewhere."""
    return {
        found["of"]
        for path in pages()
        for found in _PASTE.finditer(path.read_text("utf-8"))
        if found["what"] == "help"
    }


def main(arguments: Sequence[str]) -> int:
    """Say which pages are behind, or bring them up to date."""
    behind = 0
    for path in pages():
        text = path.read_text("utf-8")
        new = pasted(text)
        if new == text:
            continue
        if "--write" in arguments:
            path.write_text(new, "utf-8", newline="\n")
            print(f"{path.relative_to(ROOT)}: written")
        else:
            print(f"{path.relative_to(ROOT)}: behind")
            behind += 1
    missing = sorted(set(verbs()) - documented_verbs())
    for words in missing:
        print(f"countermove {words}: its help is pasted nowhere")
    return 1 if behind or missing else 0


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT / "src"))
    sys.exit(main(sys.argv[1:]))
