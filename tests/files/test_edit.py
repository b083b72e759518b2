"""Changing files and writing new ones: what is meant is there, and all else is as it was."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import ConflictError, ModelError
from countermove.files import toml
from countermove.files.edit import ModelFile, write_model
from countermove.files.library import case_path, list_addresses
from countermove.files.toml import conflict_from_toml, read_model, write_atomically
from countermove.files.write import spell_value
from countermove.model.conflict import Conflict, DecisionMaker, Option, Preferences, PrioritisedStatement
from files.samples import GOOD, GRAPH
from files.toml_texts import toml_texts
from strategies import examples

LAYOUT = """\
# head
countermove = 1  # v
title = "Old"   # t

[[decision_makers]]   # first
id = "us"
  # indented comment
[[decision_makers.options]]
id = "a" # opt

# about ru
[[decision_makers]]
id = "ru"
options = [ {id="b"}, # c1
   {id="c"},   # c2
]

# about wishes
[[preferences]]
dm = "us"
ranking = [
  "1",  # best
  ["2", "3"],  # tie
  "4"  # worst
]
statements = ["x", "y",
 "z", # sz
]
  [preferences.weights]
  "a" = 1 # one
  c.b = 2

# tail
"""

#: What is done, and the lines that go and come by it.
CHANGES: list[tuple[str, tuple[Any, ...], list[str], list[str]]] = [
    ("set", (("title",), "New"), ['title = "Old"   # t'], ['title = "New"   # t']),
    ("set", (("summary",), "New"), [], ['summary = "New"']),
    ("set", (("decision_makers", 0, "name"), "New"), [], ['name = "New"']),
    (
        "set",
        (("decision_makers", 1, "options", 0, "name"), "N"),
        ['options = [ {id="b"}, # c1'],
        ['options = [ {id="b", name = "N"}, # c1'],
    ),
    (
        "set",
        (("preferences", 0, "ranking", 1), ["3", "2"]),
        ['  ["2", "3"],  # tie'],
        ['  ["3", "2"],  # tie'],
    ),
    ("set", (("preferences", 0, "weights", "a"), 5), ['  "a" = 1 # one'], ['  "a" = 5 # one']),
    ("set", (("preferences", 0, "weights", "us.a"), Decimal("1.5")), [], ['  "us.a" = 1.5']),
    ("set", (("preferences", 0, "weights", "c", "d"), 5), [], ["  c.d = 5"]),
    (
        "set",
        (("decision_makers", 0), {"id": "eu"}),
        [
            "[[decision_makers]]   # first",
            'id = "us"',
            "  # indented comment",
            "[[decision_makers.options]]",
            'id = "a" # opt',
            "",
        ],
        ["[[decision_makers]]", 'id = "eu"', ""],
    ),
    ("insert", (("leaves_out", 0), "Allies."), [], ['leaves_out = ["Allies."]']),
    ("insert", (("decision_makers", 0, "evidence", 0), "e1"), [], ['evidence = ["e1"]']),
    ("insert", (("preferences", 0, "ranking", 0), "0"), [], ['  "0",']),
    ("insert", (("preferences", 0, "ranking", 3), "5"), ['  "4"  # worst'], ['  "4",  # worst', '  "5",']),
    (
        "insert",
        (("preferences", 0, "statements", 1), "w"),
        ['statements = ["x", "y",'],
        ['statements = ["x", "w", "y",'],
    ),
    ("insert", (("decision_makers", 1, "options", 2), {"id": "d"}), [], ['   { id = "d" },']),
    (
        "insert",
        (("decision_makers", 0, "options", 1), {"id": "d"}),
        [],
        ["[[decision_makers.options]]", 'id = "d"'],
    ),
    ("insert", (("decision_makers", 1), {"id": "eu"}), [], ["[[decision_makers]]", 'id = "eu"', ""]),
    (
        "insert",
        (("decision_makers", 2), {"id": "eu", "options": [{"id": "d", "name": "D"}]}),
        [],
        ["", "[[decision_makers]]", 'id = "eu"', "", "[[decision_makers.options]]", 'id = "d"', 'name = "D"'],
    ),
    ("insert", (("outcomes", 0), {"id": "o"}), [], ["", "[[outcomes]]", 'id = "o"']),
    ("remove", (("title",),), ['title = "Old"   # t'], []),
    ("remove", (("preferences", 0, "ranking", 1),), ['  ["2", "3"],  # tie'], []),
    ("remove", (("preferences", 0, "statements", 0),), ['statements = ["x", "y",'], ['statements = ["y",']),
    ("remove", (("preferences", 0, "statements", 1),), ['statements = ["x", "y",'], ['statements = ["x",']),
    ("remove", (("preferences", 0, "weights", "c", "b"),), ["  c.b = 2"], []),
    (
        "remove",
        (("decision_makers", 1, "options", 1),),
        ['   {id="c"},   # c2'],
        [],
    ),
    (
        "remove",
        (("decision_makers", 0, "options", 0),),
        ["[[decision_makers.options]]", 'id = "a" # opt'],
        [],
    ),
    (
        "remove",
        (("preferences", 0, "weights"),),
        ["  [preferences.weights]", '  "a" = 1 # one', "  c.b = 2"],
        [],
    ),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize(
    ("verb", "asked", "gone", "come"), CHANGES, ids=[f"{c[0]} {c[1][0]}" for c in CHANGES]
)
def test_lines_that_change(
    verb: str, asked: tuple[Any, ...], gone: list[str], come: list[str], ends: str
) -> None:
    before = LAYOUT.replace("\n", ends)
    file = ModelFile(before)
    getattr(file, verb)(*asked)
    old, new = before.split(ends), file.text.split(ends)
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    while at >= 0 and (old[at : at + len(gone)], new[at : at + len(come)]) != (gone, come):
        at -= 1  # where a blank line is among them, several places explain the same change
    assert at >= 0, file.text
    assert old[:at] + come + old[at + len(gone) :] == new
    assert not re.search(r"(?<!\r)\n", file.text) or ends == "\n"


def _paths(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    yield path, data
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in inside:
        yield from _paths(value, (*path, step))


VALUES: list[Any] = ["x", "a\nb 'q' \"r\" \\", 5, 1.5, True, ["p", "q"], {"k": 1}, "w " * 80, [{"a": 1}]]


def _change(file: ModelFile, rng: random.Random) -> str:
    """Do something to a file; the words say what."""
    path, value = rng.choice(list(_paths(file.get(()))))
    match rng.choice(["set", "new", "insert", "list", "remove"]):
        case "set" if path:
            file.set(path, rng.choice(VALUES))
            return "set"
        case "new" if isinstance(value, dict):
            file.set((*path, rng.choice(["neu", "n w", "q.r"])), rng.choice(VALUES))
            return "new"
        case "insert" if isinstance(value, list):
            table = bool(value) and isinstance(value[0], dict)
            file.insert((*path, rng.randint(0, len(value))), {"a": 1, "b": [{"c": 2}]} if table else "z")
            return "insert"
        case "list" if isinstance(value, dict) and "list" not in value:
            file.insert((*path, "list", 0), rng.choice([{"a": 1}, "x"]))
            return "insert"
        case "remove" if path:
            file.remove(path)
            return "remove"
    return ""


def _ends_kept(before: str, after: str) -> int:
    """How many characters are the same at the beginning and at the end of two texts."""
    start = _same(before, after)
    return start + _same(before[start:][::-1], after[start:][::-1])


def _same(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


@given(toml_texts(), st.integers(0, 2**32))
@examples(600)
def test_any_change_of_any_file(text: str, seed: int) -> None:
    """A change says what is meant (or `ModelFile` refuses it); nothing else in the file is touched."""
    file = ModelFile(text)
    try:
        done = _change(file, random.Random(seed))
    except KeyError:
        return  # no table there
    except ConflictError as error:
        assert "control character" in str(error)
        assert file.text == text
        return
    tomllib.loads(file.text)
    if done == "new" or not done:
        assert _ends_kept(text, file.text) >= len(text) - 4  # blanks in empty braces may go
    if done == "remove":
        assert len(file.text) < len(text)
        comments = re.findall("#[^\n]*", file.text)  # and what looks like one, but is in quotes
        assert all(comment in text for comment in comments if not set(comment) & set("'\"{}"))


def test_changes_one_after_another() -> None:
    file = ModelFile(GOOD)
    file.set(("preferences", 0, "statements", 0), {"that": "peace", "evidence": ["e1"]})
    file.insert(("preferences", 0, "statements", 2), {"that": "not press"})
    file.insert(("outcomes", 0), {"id": "war", "that": "not truce"})
    file.set(("outcomes", 1, "means"), "the shooting stops")
    file.remove(("bans", 0))
    file.remove(("preferences", 2))
    file.set(("status_quo",), "press")
    conflict, _ = conflict_from_toml(file.text, "changed")
    assert conflict is not None
    assert [s.that for s in conflict.preferences[0].statements] == [
        "peace",
        "not supply if truce",
        "not press",
    ]
    assert [o.id for o in conflict.outcomes] == ["war", "peace"]
    assert conflict.outcomes[1].means == "the shooting stops"
    assert not conflict.bans
    assert "\n\n\n" not in file.text


def test_what_cannot_be_done_is_a_key_error() -> None:
    file = ModelFile(GOOD)
    for path in [(), ("nowhere", "x"), ("title", "x"), ("outcomes", 5), ("outcomes", "x")]:
        with pytest.raises(KeyError):
            file.set(path, "x")
    for path in [("nowhere",), ("outcomes", 5), ("title", 0), ()]:
        with pytest.raises(KeyError):
            file.remove(path)
    for path in [("outcomes", "x"), ("title", 0), ("nowhere", "x", 0)]:
        with pytest.raises(KeyError):
            file.insert(path, {"id": "x"})
    with pytest.raises(KeyError):
        file.insert(("outcomes", 0), "x")
    assert file.text == GOOD


def test_file_that_is_no_toml() -> None:
    with pytest.raises(ModelError) as caught:
        ModelFile('title = "x\n')
    assert str(caught.value).startswith("model:1:11: a text is not closed on its line")


def test_mistakes_of_meaning_do_not_hinder_a_change(tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_text(GOOD.replace('"peace",', '"peas",'), encoding="utf-8")
    file = ModelFile.read(path)
    with pytest.raises(ModelError) as caught:
        file.conflict()
    (problem,) = caught.value.problems
    file.set(problem.path[:-1], "peace")
    assert file.text == GOOD
    assert file.conflict() == conflict_from_toml(GOOD, "good")[0]


# -- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_a_change_of_a_file_changes_no_other_byte(tmp_path: Path, mark: bytes) -> None:
    path = tmp_path / "model.toml"
    before = mark + LAYOUT.replace("\n", "\r\n").encode()
    path.write_bytes(before)
    file = ModelFile.read(path)
    file.set(("title",), "Neu: Zürich")
    file.save(path)
    assert path.read_bytes() == before.replace(b"Old", "Neu: Zürich".encode())


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.toml").write_text("old", encoding="utf-8")
    (tmp_path / "link.toml").symlink_to("real.toml")
    write_atomically(tmp_path / "link.toml", "new")
    assert (tmp_path / "link.toml").is_symlink()
    assert (tmp_path / "real.toml").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("step", ["fsync", "mkstemp", "chmod"])
def test_old_file_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "model.toml"
    path.write_text("old", encoding="utf-8")
    where = {"fsync": toml.os, "mkstemp": toml.tempfile, "chmod": Path}[step]
    monkeypatch.setattr(where, step, fail)
    with pytest.raises(ConflictError) as caught:
        write_atomically(path, "new")
    assert str(caught.value) == f"{path}: cannot write: permission denied"
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [
        ("model.toml", "old")
    ]


@pytest.mark.parametrize("name", ["", "none/model.toml", "x" * 5000, "a\0b"])
def test_places_where_nothing_can_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConflictError, match="cannot write"):
        write_atomically(tmp_path / name, "new")
    assert not list(tmp_path.iterdir())


def test_text_that_is_no_unicode_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(ConflictError, match="cannot write"):
        write_atomically(tmp_path / "model.toml", "\ud800")
    assert not list(tmp_path.iterdir())


# -- whole new files -------------------------------------------------------------------------------


@given(st.text())
@examples(300)
def test_every_text_reads_back(text: str) -> None:
    if any(ord(sign) < 32 and sign not in "\n\r\t" for sign in text):
        return
    for one_line in (True, False):
        spelled = spell_value(text, one_line=one_line)
        assert tomllib.loads("k = " + spelled)["k"] == text
        assert tomllib.loads(("k = " + spelled).replace("\n", "\r\n"))["k"] == text
        assert "\n" not in spelled or not one_line


@given(
    st.lists(
        st.sampled_from(['"', '"""', "\\", "\n", " ", "\t", "word", "a" * 90, "'", "é", "\r"]), max_size=60
    )
)
@examples(300)
def test_every_long_text_reads_back(words: list[str]) -> None:
    text = "".join(words)
    assert tomllib.loads("k = " + spell_value(text))["k"] == text


@pytest.mark.parametrize(
    "value", [0, -5, 2**53, Decimal("1.50"), Decimal("1e5"), Decimal(3), 0.1, True, [], {}]
)
def test_every_value_reads_back(value: Any) -> None:
    again = tomllib.loads(f"k = {spell_value(value)}", parse_float=Decimal)["k"]
    assert repr(again) == repr(Decimal(repr(value)) if isinstance(value, float) else value)


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "\x00", "\ud800", None, object()])
def test_values_that_a_file_cannot_hold(value: Any) -> None:
    with pytest.raises(ConflictError):
        spell_value(value)


@pytest.mark.parametrize("text", [GOOD, GRAPH], ids=["option form", "graph form"])
def test_a_good_file_written_anew_says_the_same(text: str) -> None:
    conflict, _ = conflict_from_toml(text, "old")
    assert conflict is not None
    again, problems = conflict_from_toml(write_model(conflict), "new")
    assert again == conflict
    assert again is not None and repr(again) == repr(conflict)
    assert not problems


def test_a_new_file_is_pleasant_to_read() -> None:
    conflict = Conflict(
        title='The "big" title',
        summary="A long summary of what happened in the first of several years. " * 3,
        decision_makers=(DecisionMaker("us", options=(Option("press", note="One.\nTwo."), Option("a b"))),),
        preferences=(Preferences("us", ranking=(("YN",), ("NN", "NY"), ("4",))),),
    )
    assert write_model(conflict) == (Path(__file__).parent / "written.toml").read_text(encoding="utf-8")
    assert conflict_from_toml(write_model(conflict), "new")[0] == conflict


def test_statements_alone_stand_in_a_list() -> None:
    wish = Preferences("us", statements=(PrioritisedStatement("press"), PrioritisedStatement("not wait")))
    conflict = Conflict("T", (DecisionMaker("us", options=(Option("press"), Option("wait"))),), (wish,))
    assert 'statements = ["press", "not wait"]' in write_model(conflict)


@pytest.mark.parametrize("address", list_addresses()[::4])
def test_a_change_and_back_leaves_a_case_as_it_was(address: str) -> None:
    text = case_path(address).read_text(encoding="utf-8")
    file = ModelFile(text)
    file.set(("title",), "Another")
    file.insert(("outcomes", 0), {"id": "of no use", "that": "true"})
    file.set(("outcomes", 0, "means"), "nothing")
    assert read_model(case_path(address)).conflict != file.conflict()
    file.remove(("outcomes", 0))
    file.set(("title",), tomllib.loads(text)["title"])
    assert file.text.rstrip("\n") == text.rstrip("\n")
