"""What headlines tell (a name, a verb of saying, the rest), and whole names after “according to”."""

from __future__ import annotations

import pytest

from countermove.evidence.parsing import parse
from countermove.evidence.speech import find_statements
from evidence.repair.passages import passage

BODY = "By Ann Lee\n\n17 July 2010\n\nThe meeting went on until the evening, and nobody had left before that."


def told(headline: str) -> list[tuple[str, str, str, str]]:
    read = passage(f"{headline}\n\n{BODY}\n")
    found = [
        m for m in find_statements(read, parse(read.text, read.sentences)) if m.content[0] < len(headline)
    ]
    return [
        (read.text[slice(*m.speaker)] if m.speaker else "", m.act, read.text[slice(*m.content)], m.band)
        for m in found
    ]


@pytest.mark.parametrize(
    ("headline", "speaker", "act", "content"),
    [
        ("Regulator orders recall of 5,000 cars", "Regulator", "orders", "recall of 5,000 cars"),
        ("Union threatens strike at three plants", "Union", "threatens", "strike at three plants"),
        ("Bank cuts forecast, warns of recession", "Bank", "warns", "recession"),
        ("Two banks admit errors", "Two banks", "accepts", "errors"),
        ("Mayor apologises for delay", "Mayor", "apologises", "delay"),
    ],
)
def test_headline_with_a_verb_of_saying(headline: str, speaker: str, act: str, content: str) -> None:
    assert told(headline) == [(speaker, act, content, "suggestion")]


@pytest.mark.parametrize(
    "headline",
    [
        "How union threatens strike at three plants",
        "Bank cuts rates by half a point",
        "Storm leaves three towns without power",
        "Fresh talks in the valley",
        "Reports",
        "Threatens strike",
    ],
)
def test_headline_in_which_nobody_says_anything(headline: str) -> None:
    assert told(headline) == []


def test_body_is_left_to_the_parse() -> None:
    read = passage(f"Talks go on\n\n{BODY} Regulator orders recall of 5,000 cars.\n")
    rules = {made.rule for made in find_statements(read, parse(read.text, read.sentences))}
    assert "verb of a headline" not in rules


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("According to the Institute for Ports, about 1,200 ships passed the strait last year.",
         "the Institute for Ports"),
        ("According to the Bank of Ruritania, prices rose.", "the Bank of Ruritania"),
        ("According to the mayor, nothing was lost, and all was well.", "the mayor"),
    ],
)  # fmt: skip
def test_according_to_somebody_with_a_long_name(text: str, speaker: str) -> None:
    read = passage(f"Talks went on.\n\n{text}\n")
    (made,) = find_statements(read, parse(read.text, read.sentences))
    assert made.speaker is not None and read.text[slice(*made.speaker)] == speaker
