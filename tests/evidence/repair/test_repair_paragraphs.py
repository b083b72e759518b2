"""Lines, page breaks, Markdown and odd signs: what is one paragraph is read as one."""

from __future__ import annotations

import pytest

from evidence.repair.passages import passage, sentences, words

WRAPPED = """The council met on Monday in the old hall by the river, and nobody
expected that the talks would last for more than an hour or two.
It went on until midnight. Delegates came out one by one, some of
them pale, and said that a long-
term settlement was now out of reach. The govern-
ment had hoped for more than this. A long-term truce seems far.

A second paragraph begins here, after a blank line, and it is as
long as the first one, more or less, so that the width is clear."""


def test_wrapped_lines_are_joined() -> None:
    first, second = words(WRAPPED)
    assert first.startswith("The council met on Monday in the old hall by the river, and nobody expected")
    assert "a long-term settlement" in first
    assert "The government had hoped" in first
    assert second.count(" ") > 20


def test_a_line_for_each_paragraph() -> None:
    text = "\n".join(f"Paragraph {n} says that the talks went on and on, {'x' * n}." for n in range(1, 90, 7))
    assert len(words(text)) == 13


def test_a_sentence_broken_by_a_page() -> None:
    assert words("The fund has\n\nprovided €114 billion to the coast.") == [
        "The fund has provided €114 billion to the coast."
    ]


@pytest.mark.parametrize("between", ["Image", "Advertisement", "12", "- 4 -", "Page 3 of 9", "* * *", "\f"])
def test_what_stands_between_the_halves_is_left_out(between: str) -> None:
    text = f"The envoys said that they would come to the\n\n{between}\n\ncapital on Friday. Nobody knew why."
    assert words(text) == ["The envoys said that they would come to the capital on Friday. Nobody knew why."]


def test_a_quotation_broken_by_a_page() -> None:
    text = 'They left. "It could\n\nHave been worse,” the envoy said.'
    assert words(text) == ["They left. “It could Have been worse,” the envoy said."]


def test_a_quotation_over_several_lines_is_one_paragraph() -> None:
    """Sentence for line, as some corpora have it."""
    text = '"We built it.\nIt will stand.\nWe are sure of it," the mayor said.\nNobody answered.'
    assert words(text) == [
        "“We built it. It will stand. We are sure of it,” the mayor said.",
        "Nobody answered.",
    ]


def test_a_resolution_is_not_one_sentence() -> None:
    """Where many paragraphs end with a comma or a semicolon, these do not join them."""
    parts = [
        "The Council,",
        "Recalling its statement,",
        "1. Demands peace;",
        "2. Calls for more;",
        "Ends here.",
    ]
    assert words("\n\n".join(parts)) == parts
    assert sentences("\n\n".join(parts)) == parts


def test_cited_lines_of_a_message() -> None:
    text = "> Will he? She said he would “sign anything\n> that is put in front of him,” and left.\n>\n> No."
    assert words(text) == [
        "Will he? She said he would “sign anything that is put in front of him,” and left.",
        "No.",
    ]


def test_a_late_mark_closes_what_is_open() -> None:
    """A space has slipped in before the mark, so that it looks like one that opens."""
    text = '"We built it.\nIt will stand, "said the mayor.\nThen, "Yes," said another.'
    assert words(text) == ["“We built it. It will stand,” said the mayor.", "Then, “Yes,” said another."]


def test_finished_paragraphs_stay_apart() -> None:
    assert len(words("The talks ended.\n\nThe envoys left.\n\nNobody spoke.")) == 3


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("The *Daily Post* paid **\\$5 million** for it.", "The Daily Post paid $5 million for it."),
        ("See [the text](https://example.org/a_(b)) of _The Treaty_.", "See the text of The Treaty."),
        ("A sum of 2 * 3 * 4 and a_b_c.", "A sum of 2 * 3 * 4 and a_b_c."),
        ("> The envoys came by night.", "The envoys came by night."),
        ("Dues rose to 5% (**not 4%**), said the clerk.", "Dues rose to 5% (not 4%), said the clerk."),
        ("&quot;Peace&quot; &amp; quiet&nbsp;cost &#8364;5 &mdash; R&D.", "“Peace” & quiet cost €5 — R&D."),
        ("It is “**bold**” and ***brave***.", "It is “bold” and brave."),
    ],
)
def test_markdown_is_taken_off(pasted: str, read: str) -> None:
    assert words(pasted) == [read]


@pytest.mark.parametrize(
    ("pasted", "read"),
    [
        ("The\u00a0council  met\tthere.", "The council met there."),
        ("The coun\u00adcil met.", "The council met."),
        ("\ufeffThe council\u200b met.", "The council met."),
        ("The o\ufb03ce and the \ufb02eet.", "The office and the fleet."),
        ("The \x00council\x07 met.", "The council met."),
        ("The \ud800council met.", "The \ufffdcouncil met."),
        ("\u202bThe council\u202c met.", "The council met."),
    ],
)
def test_odd_signs(pasted: str, read: str) -> None:
    assert words(pasted) == [read]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_sort_of_line_end(end: str) -> None:
    text = f"The talks ended at noon.{end}{end}The envoys left.{end}"
    assert words(text) == ["The talks ended at noon.", "The envoys left."]


def test_a_span_over_a_page_break_is_verbatim() -> None:
    read = passage("The fund has\n\nprovided €114 billion to the coast.")
    start = read.text.index("has")
    assert read.words(start, start + len("has provided")) == "has\n\nprovided"


def test_from_the_report_to_the_passage_and_back() -> None:
    text = "**The** *fund* paid.\n\nNobody knew."
    read = passage(text)
    at = text.index("Nobody")
    assert read.clean(at, at + 6) == (read.text.index("Nobody"), read.text.index("Nobody") + 6)
    assert read.clean(0, 2) is None
    assert read.clean(0, text.index("Nobody")) == (0, len("The fund paid."))
    assert read.kind(0) == "body"
