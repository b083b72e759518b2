"""Contested and unsupported parts of a model: findings, told with the question and never as mistakes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from countermove.evidence.contested import contested_parts, unsupported_parts
from countermove.evidence.ledger import Extract, Issue, Ledger, Source
from countermove.evidence.links import check_links
from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Option,
    Preferences,
    PrioritisedStatement,
    Reading,
)
from surfaces.running import run, valid_json

SHA = "a" * 64
SOURCES = (Source("one", "1.txt", SHA), Source("two", "2.txt", SHA))
LAND = Issue("land", question="Whose is the land?")


def said(id: str, words: str = "the land", issues: tuple[str, ...] = ("land",), **more: str) -> Extract:
    source = id.partition("-")[0]
    return Extract(id, source, 0, len(words), words, more.pop("speaker", ""), issues, **more)  # type: ignore[arg-type]


def conflict(*evidence: str, assumption: str = "") -> Conflict:
    wish = PrioritisedStatement("arm", evidence=evidence, assumption=assumption)
    return Conflict(
        "test",
        (DecisionMaker("a", options=(Option("arm", assumption="x"),)),),
        (Preferences("a", reading="r", statements=(wish,)),),
        readings=(Reading("r"),),
        ledger="x.ledger.toml",
    )


def told(model: Conflict, ledger: Ledger) -> list[tuple[str, str, str, list[str], list[str]]]:
    return [
        (c.support.part, c.issue.id, c.rule, [r.id for r in c.rows], [r.id for r in c.against])
        for c in contested_parts(model, ledger)
    ]


def test_words_under_an_issue_with_a_question() -> None:
    ledger = Ledger(SOURCES, (LAND,), (said("one-1"), said("two-1")))
    assert told(conflict("one-1"), ledger) == [("statement 1 of a", "land", "question", ["one-1"], ["two-1"])]
    assert check_links(conflict("one-1"), ledger) == [], "it is no mistake"


@pytest.mark.parametrize(
    "ledger",
    [
        Ledger(SOURCES, (replace(LAND, question=""),), (said("one-1"), said("two-1"))),
        Ledger(SOURCES, (LAND,), (said("one-1"), said("one-2"))),  # one report alone cannot differ
        Ledger(SOURCES, (LAND,), (said("one-1", issues=()), said("two-1"))),
        Ledger(SOURCES, (), (said("one-1"), said("two-1"))),
        Ledger(SOURCES, (LAND,), (said("two-1"),)),  # the citation itself is unknown
    ],
)
def test_what_is_not_contested(ledger: Ledger) -> None:
    assert told(conflict("one-1"), ledger) == []


def test_both_reports_cited_is_contested_as_well() -> None:
    ledger = Ledger(SOURCES, (LAND,), (said("one-1"), said("two-1")))
    ((_, _, _, rows, _),) = told(conflict("one-1", "two-1"), ledger)
    assert rows == ["one-1", "two-1"]


def test_opposed_acts_of_one_speaker_need_no_question() -> None:
    quiet = replace(LAND, question="")
    rejects = said("one-1", speaker="Sapt", act="rejects")
    accepts = said("two-1", speaker="Sapt", act="accepts")
    ledger = Ledger(SOURCES, (quiet,), (rejects, accepts))
    assert told(conflict("one-1"), ledger) == [("statement 1 of a", "land", "acts", ["one-1"], ["two-1"])]
    for other in (
        replace(accepts, speaker="Hentzau"),
        replace(accepts, act="rejects"),
        replace(accepts, source="one"),
        replace(accepts, issues=()),
    ):
        assert told(conflict("one-1"), Ledger(SOURCES, (quiet,), (rejects, other))) == []


def test_rows_fall_under_an_issue_by_its_words_too() -> None:
    issue = replace(LAND, words=("land", "territory"))
    ledger = Ledger(SOURCES, (issue,), (said("one-1", issues=()), said("two-1", "its territories", ())))
    assert [each[3:] for each in told(conflict("one-1"), ledger)] == [(["one-1"], ["two-1"])]


def test_unsupported_parts() -> None:
    assert [s.part for s in unsupported_parts(conflict())] == ["statement 1 of a"]
    assert unsupported_parts(conflict("one-1")) == unsupported_parts(conflict(assumption="ours")) == []


# -- the verb --------------------------------------------------------------------------------------

MODEL = """countermove = 1
title = "Land"
ledger = "land.ledger.toml"
[[decision_makers]]
id = "a"
[[decision_makers.options]]
id = "arm"
evidence = ["one-1"]
[[decision_makers.options]]
id = "pay"
[[preferences]]
dm = "a"
statements = ["arm", "pay"]
"""


@pytest.fixture
def model(tmp_path: Path) -> str:
    lines = ["countermove_ledger = 1"]
    for source in SOURCES:
        lines += ["[[sources]]", f'id = "{source.id}"', f'file = "{source.file}"', f'sha256 = "{SHA}"']
    lines += ["[[issues]]", 'id = "land"', 'question = "Whose is the land?"']
    for name in ("one", "two"):
        lines += ["[[extracts]]", f'id = "{name}-1"', f'source = "{name}"', "start = 0", "end = 8",
                  'words = "the land"', 'issues = ["land"]']  # fmt: skip
    (tmp_path / "land.ledger.toml").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "land.toml").write_text(MODEL, encoding="utf-8")
    return str(tmp_path / "land.toml")


def test_validate_tells_what_is_contested_and_what_rests_on_nothing(model: str) -> None:
    ran = run("validate", model)
    assert ran.code == 0
    assert "Unsupported, on neither: 3." in ran.out
    assert "One part rests on words about which the reports differ; the model takes a side there:" in ran.out
    assert "Whose is the land? option a.arm." in ran.out
    assert "Whose is the land" not in ran.err, "a finding is no warning"


def test_validate_as_json(model: str) -> None:
    found = valid_json("validate", model)
    assert [part["part"] for part in found["unsupported"]] == [
        "option a.pay",
        "statement 1 of a",
        "statement 2 of a",
    ]
    (part,) = found["contested"]
    assert part["path"] == ["decision_makers", 0, "options", 0]
    assert (part["rule"], part["rows"], part["against"]) == ("question", ["one-1"], ["two-1"])
    broken = valid_json("validate", model.replace("land.toml", "land.ledger.toml"), code=2)
    assert broken["unsupported"] == broken["contested"] == []


def test_a_model_without_a_ledger_has_neither(tmp_path: Path) -> None:
    bare = MODEL.replace('ledger = "land.ledger.toml"\n', "").replace('evidence = ["one-1"]\n', "")
    (tmp_path / "bare.toml").write_text(bare, encoding="utf-8")
    found = valid_json("validate", str(tmp_path / "bare.toml"))
    assert found["unsupported"] == found["contested"] == []
    assert "rests on" not in run("validate", str(tmp_path / "bare.toml")).out
