"""Headlines, bylines, datelines, captions, footers and noise are told from the body."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from countermove.evidence.repair.heads import day_in_line, is_dateline
from evidence.repair.passages import kinds, passage, sentences

BODY = (
    "The council met on Monday in the old hall by the river. Nobody had expected that the talks would last, "
    "and nobody was ready when they did. The envoys of nine towns came, and all of them spoke at length."
)
ARTICLE = f"""Analysis

Nine Towns Meet by the River

By Ada Marsh and Tom van der Veen

Published March 3, 2021, 4:05 p.m. ET

{BODY}

A view of the old hall on Monday. Credit...Ada Marsh/The Post

{BODY}

Advertisement

What comes next

{BODY} “We shall see,” one of them said.

{BODY}

Lena Okafor contributed reporting from the coast.

Ada Marsh covers the river towns. She is based in Marshford.

© 2021 The Post. All rights reserved.

Share | Print | Comments"""


def test_each_part_of_an_article() -> None:
    assert [kind for kind, _ in kinds(ARTICLE)] == [
        "noise", "headline", "byline", "dateline", "body", "caption", "body", "noise", "headline", "body",
        "body", "footer", "footer", "footer", "noise",
    ]  # fmt: skip


def test_blocks_cover_the_report_and_say_why() -> None:
    blocks = passage(ARTICLE).blocks
    assert blocks[0].start == 0
    assert blocks[-1].end == len(ARTICLE)
    assert all(one.end == other.start for one, other in pairwise(blocks))
    assert all(block.why for block in blocks if block.kind != "body")


def test_captions_and_footers_have_no_sentences() -> None:
    told = " ".join(sentences(ARTICLE))
    assert "Credit" not in told
    assert "Okafor" not in told
    assert "Nine Towns Meet" in told


@pytest.mark.parametrize(
    "head",
    [
        "**Ada Marsh**  \n**3 March 2021**",
        "Ada Marsh\n3 March 2021",
        "3rd of March 2021\nAda Marsh",
        "By Ada Marsh",
    ],
)
def test_heads(head: str) -> None:
    found = [kind for kind, _ in kinds(f"# Nine Towns Meet\n\n{head}\n\n{BODY}\n\n{BODY}")]
    assert found[0] == "headline"
    assert "byline" in found
    assert found[-2:] == ["body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "By Monday, the envoys had left.",
        "By then Ada Marsh had signed the treaty with the nine towns of the river, and left.",
        "On 3 March 2021 the council met.",
        "The photo by the door showed him.",
        "More than that was not said.",
        "She said it was a footer of history.",
        "Image is everything, he said.",
        "Comment was refused.",
    ],
)
def test_body_is_not_taken_for_anything_else(line: str) -> None:
    text = f"Nine Towns Meet\n\n{BODY}\n\n{line}\n\n{BODY}"
    assert ("body", line) in kinds(text)


#: As copied out of web pages, each line with what it is.
PASTED = [
    [
        ("headline", "Talks resume as envoys land in Marshford"),
        ("noise", "2 days ago"),
        ("noise", "Share full article"),
        ("noise", "Listen to this article · 7:31 min Learn more"),
        ("byline", "Ada Marsh"),
        ("byline", "Diplomatic correspondent, reporting from Marshford"),
        ("caption", "Getty Images"),
        ("caption", "The envoy, in a dark coat, steps off a plane"),
        ("caption", "The envoy arrived on Sunday evening"),
        ("body", BODY),
        ("noise", "Read more: Why the mill matters"),
        ("noise", "Sign up for our Rivers newsletter, every Friday."),
        ("body", BODY),
        ("headline", "'A question of trust'"),
        ("body", '"It is a question of trust," one of them said.'),
        ("footer", "Additional reporting by Lena Okafor"),
        ("noise", "Related Topics"),
        ("footer", "River Towns"),
    ],
    [
        ("headline", "Hill towns reject truce"),
        ("byline", "By Ada Marsh and Tom Vane"),
        ("dateline", "March 3, 20214:58 PM UTC · Updated 2 hours ago"),
        ("caption", "[1/4]The envoy arrives, March 2, 2021. REUTERS/Lena Okafor Purchase Licensing Rights"),
        ("noise", ", opens new tab"),
        ("dateline", "MARSHFORD, March 3 (Reuters) -"),
        ("body", BODY),
        ("noise", "Advertisement · Scroll to continue"),
        ("body", BODY),
        ("footer", "Reporting by Ada Marsh; Editing by Lena Okafor"),
        ("noise", "Our Standards: The Thomson Reuters Trust Principles."),
    ],
    [
        ("headline", "Hill towns ‘will never accept’ toll"),
        ("headline", "Envoy tells summit that bridge dispute is ‘existential’"),
        ("byline", "Ada Marsh in Marshford"),
        ("dateline", "Wed 3 Mar 2021 16.58 GMT"),
        ("body", BODY),
        ("body", "“We are done,” he said."),
    ],
    [
        ("byline", "From: Ada Marsh <ada@post.example>"),
        ("noise", "To: Desk"),
        ("dateline", "Date: Tue, 3 Aug 2021 10:11:12 +0200"),
        ("headline", "Subject: Vane says no"),
        ("body", BODY),
        ("noise", "--"),
    ],
    [
        ("headline", "Remarks by the Mayor"),
        ("headline", "Marshford Airfield"),
        ("dateline", "August 3, 2021"),
        ("dateline", "5:14 P.M. EDT"),
        ("body", "THE MAYOR: We had a good day. I said, “You have to stop.”"),
        ("body", "Q Will you meet Mr. Vane?"),
    ],
    [
        ("noise", "FOR IMMEDIATE RELEASE"),
        ("headline", "Statement by the Mayor on the Talks"),
        ("dateline", "Marshford, March 3, 2021"),
        ("body", "The Mayor announced that:"),
        ("body", "- the toll will be halved;"),
        ("body", "- the mill will be closed; and"),
        ("body", "- guards will be sent."),
        ("body", BODY),
        ("noise", "###"),
        ("footer", "Press Contact:"),
        ("footer", "Lena Okafor"),
        ("noise", "press@marshford.example"),
    ],
]


@pytest.mark.parametrize("parts", PASTED, ids=lambda parts: parts[0][1][:12])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_pages_as_they_are_copied(parts: list[tuple[str, str]], between: str) -> None:
    assert kinds(between.join(words for _, words in parts).replace(f"-{between}The", "- The")) == parts


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Moscow, January 21, 1961, 11 a.m.", (1961, 1, 21)),
        ("Published On 17 Aug 202518 Aug 2025", (2025, 8, 17)),
        ("19.08.2025, 10:00", (2025, 8, 19)),
        ("Sat 16 Aug 2025 18.00 BST", (2025, 8, 16)),
        ("Washington, D.C., August 17, 2025", (2025, 8, 17)), ("2025-08-17", (2025, 8, 17)),
    ],
)  # fmt: skip
def test_days_at_the_head(line: str, day: tuple[int, int, int]) -> None:
    assert is_dateline(line)
    assert day_in_line(line) == date(*day)


@pytest.mark.parametrize(
    "line", ["The talks of 3 March 2021", "31 February 2025", "March 3", "Statement on Rivers, 3 March 2021"]
)
def test_what_is_no_day_at_the_head(line: str) -> None:
    assert not is_dateline(line)


@pytest.mark.parametrize(
    "line",
    [
        "The Minsk Agreement covers the bridge and the mill.",
        "Follow the money, one of them said.",
        "Corrections officers from nine towns were there.",
        "This article is without prejudice to the toll.",
        "Sign up, they said, and nobody did.",
        "Analysis: nobody knows what the towns want.",
    ],
)
def test_a_last_paragraph_is_not_taken_for_a_footer(line: str) -> None:
    assert kinds(f"{BODY}\n\n{BODY}\n\n{line}\n\n{BODY}\n\n{line}")[2:] == [
        ("body", line), ("body", BODY), ("body", line),
    ]  # fmt: skip


def test_a_text_without_words() -> None:
    assert passage("").blocks == ()
    assert passage(" \n\n ").text == ""
    assert [kind for kind, _ in kinds("***\n")] == ["noise"]


SIGNED = ("Ada Marsh, 3 May 2024", "Ada Marsh | May 3, 2024", "Ada Marsh — 2024-05-03")


@pytest.mark.parametrize("line", SIGNED)
def test_a_name_and_the_day_on_one_line_sign_the_report(line: str) -> None:
    text = f"Talks fail\n\n{line}\n\n{BODY}\n"
    (block,) = [b for b in passage(text).blocks if line in text[b.start : b.end]]
    assert (block.kind, block.why) == ("byline", "a name beside the day")
