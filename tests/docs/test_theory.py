"""Every registered concept has a theory page with what such a page must have."""

from __future__ import annotations

import examples
import paste_help
import pytest

from countermove.stability import CONCEPTS, Concept

THEORY = paste_help.DOCS / "theory"


def page(concept: Concept) -> str:
    name, label = paste_help.theory_page(concept.id), paste_help.concept_label(concept.id)
    assert name, f"write docs/theory/{concept.id.casefold()}.md, with the label ({label})="
    return (THEORY / name).read_text("utf-8")


each_concept = pytest.mark.parametrize("concept", CONCEPTS.values(), ids=str)


@each_concept
def test_concept_has_a_page_that_names_it(concept: Concept) -> None:
    text = page(concept)
    assert concept.id in text
    assert "(concept-" in text and f"{paste_help.theory_page(concept.id).removesuffix('.md')}\n" in (
        (THEORY / "index.md").read_text("utf-8")
    )


@each_concept
def test_page_has_all_its_parts(concept: Concept) -> None:
    text = page(concept)
    for heading in ("## A tiny example", "impl", "## Sources"):
        assert heading in text
    assert any(block.kind in ("console", "pycon") for block in examples.blocks(text)), "run an example"


@each_concept
def test_page_cites_the_works_that_the_concept_cites(concept: Concept) -> None:
    sources = page(concept).partition("## Sources")[2]
    for key in concept.cites:
        assert key in sources, f"cite {key}"


@each_concept
def test_cited_works_are_in_the_bibliography(concept: Concept) -> None:
    references = (examples.ROOT / "cases" / "references.bib").read_text("utf-8")
    for key in concept.cites:
        assert f"{{{key}," in references


@each_concept
def test_page_says_what_was_not_verified(concept: Concept) -> None:
    """No paper of these concepts could be opened in full, and the page must not suggest otherwise."""
    assert "*not verified*" in page(concept).partition("## Sources")[2]


def test_table_of_rules_is_that_of_the_code() -> None:
    """The template page's table says of each classical concept what its rule says."""
    rows = {
        cells[1].strip().partition("]")[0].strip("["): [cell.strip() for cell in cells[2:-1]]
        for line in (THEORY / "template.md").read_text("utf-8").splitlines()
        if (cells := line.split("|"))[0] == "" and len(cells) == 7 and "](" in cells[1]
    }
    assert set(rows) == {"Nash", "GMR", "SMR", "SEQ", "SSEQ"}
    replies = {"none": "none", "*R_K*(*y*)": "moves", "*R_K*⁺(*y*)": "improvements"}
    for name, (leave, reply, sanction, hold) in rows.items():
        rule = CONCEPTS[name].rule
        assert leave == "*R_i*⁺(*s*)"
        assert rule.replies.name.casefold() == replies[reply]
        assert (hold == "Φ_*i*(*s*)") is (rule.hold is not None)
        assert (sanction == "Φ_*i*(*s*)") is (name != "Nash")
