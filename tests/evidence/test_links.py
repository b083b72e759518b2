"""What a model rests on: citations that lead nowhere, statements on no ground or on another's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from countermove.errors import ModelError, Problem
from countermove.evidence.ledger import Extract, Ledger, Source
from countermove.evidence.links import check_links, supports
from countermove.files.case import read_case
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Preferences,
    PrioritisedStatement,
    Reading,
)

SHA = "a" * 64
LEDGER = Ledger(
    (Source("one", "1.txt", SHA), Source("two", "2.txt", SHA)),
    (),
    (Extract("one-peace", "one", 0, 5, "peace"), Extract("two-arms", "two", 0, 4, "arms")),
)


def conflict(evidence: Sequence[str] = ("one-peace",), assumption: str = "", reading: str = "r") -> Conflict:
    """One decision maker with one option and one statement, in a reading that follows source one."""
    statement = PrioritisedStatement("arm", evidence=tuple(evidence), assumption=assumption)
    return Conflict(
        "test",
        (DecisionMaker("a", options=(Option("arm", evidence=("two-arms",)),)),),
        (Preferences("a", reading=reading, statements=(statement,)),),
        readings=(Reading("r", source="one"),) if reading else (),
        ledger="x.ledger.toml",
    )


def told(problems: Sequence[Problem]) -> list[tuple[str, str, bool]]:
    return [(problem.what, problem.cure, problem.warning) for problem in problems]


def test_sound_links() -> None:
    assert check_links(conflict(), LEDGER) == []
    assert check_links(conflict((), "we think so"), LEDGER) == []
    assert check_links(conflict(("one-peace", "two-arms")), LEDGER) == [], "another's words beside one's own"


def test_unknown_extract() -> None:
    (problem,) = check_links(conflict(("one-peace", "one-peice")), LEDGER)
    assert problem.what == 'there is no extract "one-peice" in the ledger'
    assert problem.cure == 'Did you mean "one-peace"?'
    assert problem.path == ("preferences", 0, "statements", 0, "evidence", 1)
    assert not problem.warning
    (far,) = check_links(conflict(("quite different",), "and so"), LEDGER)
    assert far.cure == "", "a ledger is too long to be listed"


def test_unknown_extracts_of_options_exclusions_and_decision_makers() -> None:
    owner = DecisionMaker("a", options=(Option("arm", evidence=("x",)),), evidence=("y",))
    bad = conflict().replace(decision_makers=(owner,), exclusions=(Exclusion(never="arm", evidence=("z",)),))
    paths = [problem.path for problem in check_links(bad, LEDGER)]
    assert paths == [
        ("decision_makers", 0, "evidence", 0),
        ("decision_makers", 0, "options", 0, "evidence", 0),
        ("exclusions", 0, "evidence", 0),
    ]


def test_statement_on_no_ground_is_warned_of() -> None:
    assert told(check_links(conflict(()), LEDGER)) == [
        (
            "statement 1 of a cites no evidence and states no assumption",
            "Cite an extract, or give the argument as assumption = ...",
            True,
        )
    ]


def test_option_on_no_ground_is_warned_of_but_no_exclusion() -> None:
    bare = conflict().replace(
        decision_makers=(DecisionMaker("a", options=(Option("arm"),)),),
        exclusions=(Exclusion(never="false"),),
    )
    assert [problem.what for problem in check_links(bare, LEDGER)] == [
        "option a.arm cites no evidence and states no assumption"
    ]


def test_statement_on_words_of_another_report_only_is_warned_of() -> None:
    assert told(check_links(conflict(("two-arms",)), LEDGER)) == [
        (
            'statement 1 of a of the reading "r" cites only other reports',
            "Cite words of one, or give the argument as assumption = ...",
            True,
        )
    ]
    assert check_links(conflict(("two-arms",), "argued"), LEDGER) == []
    assert check_links(conflict(("two-arms",), reading=""), LEDGER) == [], "no reading, no report of its own"


def test_reading_of_an_unknown_source() -> None:
    bad = conflict().replace(readings=(Reading("r", source="onne"),))
    assert ('there is no source "onne"', 'Did you mean "one"?', False) in told(check_links(bad, LEDGER))


def test_citations_without_a_ledger() -> None:
    problems = check_links(conflict().replace(ledger=""), None)
    assert {problem.what for problem in problems} == {"evidence is cited, but the model names no ledger"}
    assert [problem.path[-1] for problem in problems] == ["evidence", "evidence"]
    assert check_links(Conflict("bare", (DecisionMaker("a", options=(Option("arm"),)),)), None) == []


def test_supports_lists_every_part() -> None:
    whole = conflict().replace(exclusions=(Exclusion(never="false", assumption="never seen"),))
    assert [(row.part, row.evidence, row.assumption, row.reading) for row in supports(whole)] == [
        ("decision maker a", (), "", ""),
        ("option a.arm", ("two-arms",), "", ""),
        ("exclusion 1", (), "never seen", ""),
        ("statement 1 of a", ("one-peace",), "", "r"),
    ]
    by_ranking = whole.replace(preferences=(Preferences("a", reading="r", ranking=(("1",), ("2",))),))
    assert len(list(supports(by_ranking))) == 3


# -- in files --------------------------------------------------------------------------------------

MODEL = """countermove = 1
title = "t"
ledger = "case.ledger.toml"
[[decision_makers]]
id = "a"
[[decision_makers.options]]
id = "arm"
assumption = "x"
[[preferences]]
dm = "a"
[[preferences.statements]]
that = "a.arm"
evidence = ["one-peice"]
"""
WRITTEN = f"""countermove_ledger = 1
[[sources]]
id = "one"
file = "1.txt"
sha256 = "{SHA}"
[[extracts]]
id = "one-peace"
source = "one"
start = 0
end = 5
words = "peace"
"""


def test_mistakes_in_links_stand_at_their_line(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(MODEL, encoding="utf-8")
    (tmp_path / "case.ledger.toml").write_text(WRITTEN, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_case(tmp_path / "case.toml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == (13, 13)
    assert problem.cure == 'Did you mean "one-peace"?'
    (tmp_path / "case.toml").write_text(MODEL.replace("evidence", "# evidence"), encoding="utf-8")
    (warning,) = read_case(tmp_path / "case.toml").warnings
    assert warning.warning and warning.line == 11


def test_mistakes_of_the_ledger_are_told_with_those_of_the_model(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(MODEL.replace("a.arm", "a.amr"), encoding="utf-8")
    (tmp_path / "case.ledger.toml").write_text(WRITTEN.replace("end = 5", "end = 6"), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_case(tmp_path / "case.toml")
    found = {(Path(problem.file).name, problem.line) for problem in caught.value.problems}
    assert found == {("case.toml", 12), ("case.ledger.toml", 10)}


@pytest.mark.parametrize("name", ["../case.ledger.toml", "sub/case.ledger.toml", "sub\\\\case.ledger.toml"])
def test_ledger_stands_beside_the_model(name: str, tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(MODEL.replace("case.ledger.toml", name), encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_case(tmp_path / "case.toml")
    assert "the ledger must be a file in the model's own folder" in str(caught.value)


def test_ledger_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(MODEL, encoding="utf-8")
    with pytest.raises(ModelError) as caught:
        read_case(tmp_path / "case.toml")
    (problem,) = caught.value.problems
    assert (problem.line, problem.what) == (3, 'there is no file "case.ledger.toml" beside the model')


def test_case_finds_reports_beside_the_model(tmp_path: Path) -> None:
    (tmp_path / "case.toml").write_text(MODEL.replace("peice", "peace"), encoding="utf-8")
    import hashlib

    sha = hashlib.sha256(b"peace").hexdigest()
    (tmp_path / "case.ledger.toml").write_text(WRITTEN.replace(SHA, sha), encoding="utf-8")
    case = read_case(tmp_path / "case.toml")
    assert [check.state for check in case.check_sources([])] == ["not at hand"]
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "1.txt").write_bytes(b"peace")
    assert [check.state for check in case.check_sources([])] == ["verified"]
    assert replace(case, ledger=None).check_sources([]) == []
