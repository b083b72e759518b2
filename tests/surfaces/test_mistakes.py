"""A user's mistake ends with exit code 2 and words on standard error, never with a traceback."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from surfaces.models import plain_model
from surfaces.running import Result, in_process_of_its_own, run

FLAGSHIP = "washington-2025/summit"


def refused(*words: str) -> str:
    """What is said on standard error; nothing is said on standard output."""
    result = run(*words)
    check_refused(result)
    return result.err


def check_refused(result: Result) -> None:
    assert result.code == 2 and result.out == "", result
    assert result.err.strip() and "Traceback" not in result.err
    assert all(len(line) < 400 for line in result.err.splitlines()), "nobody reads such a line"


MISTAKES: dict[str, tuple[list[str], list[str]]] = {
    "no verb": (["analyze", FLAGSHIP], ['There is no verb "analyze".', 'Did you mean "analyse"?']),
    "nothing like a verb": (
        ["xyz"],
        ['There is no verb "xyz".', "Known here: analyse, cases, coalitions"],
    ),
    "no verb of cases": (["cases", "shw"], ["No such command 'shw'"]),
    "no such option": (["analyse", FLAGSHIP, "--redaing", "x"], ["No such option", "--reading"]),
    "option without a value": (["analyse", FLAGSHIP, "--reading"], ["requires an argument"]),
    "no model": (["analyse"], ["Missing argument 'MODEL'"]),
    "no state": (["explain", FLAGSHIP], ["Missing argument 'STATE'"]),
    "too many words": (["analyse", FLAGSHIP, "and", "more"], ["unexpected extra argument"]),
    "no such file": (["analyse", "nowhere.toml"], ["nowhere.toml: there is no such file"]),
    "no such file in a folder": (["analyse", "no/where.toml"], ["no/where.toml: there is no such file"]),
    "no such case": (
        ["analyse", "washington-2025/sumit"],
        ['there is no case "washington-2025/sumit" in the library', f'Did you mean "{FLAGSHIP}"?'],
    ),
    "neither file nor case": (
        ["analyse", "nowhere"],
        ['there is no file and no case "nowhere"', "countermove cases list shows"],
    ),
    "a pack of cases": (
        ["analyse", "rapoport1966/"],
        ["there is no case"],
    ),
    "no such reading": (
        ["analyse", FLAGSHIP, "-r", "sangr"],
        ['there is no reading "sangr"', 'Did you mean "sanger"?'],
    ),
    "no reading at all": (
        ["analyse", "kinsara2014/elmira", "-r", "x"],
        ['there is no reading "x"', "The conflict has no readings of its own."],
    ),
    "no such concept": (
        ["analyse", FLAGSHIP, "-c", "SQE"],
        ['there is no concept "SQE"', 'Did you mean "SEQ"?'],
    ),
    "no such concept in explain": (["explain", FLAGSHIP, "1", "-c", "x"], ['there is no concept "x"']),
    "no such concept in compare": (["compare", FLAGSHIP, "-c", "x"], ['there is no concept "x"']),
    "no such outcome": (
        ["analyse", FLAGSHIP, "-o", "wr"],
        ['there is no outcome "wr"', 'Did you mean "war"?'],
    ),
    "no such outcome, in JSON": (["analyse", FLAGSHIP, "-o", "wr", "--json"], ['there is no outcome "wr"']),
    "no outcome at all": (
        ["analyse", "kinsara2014/syria-iraq", "-o", "x"],
        ['there is no outcome "x"', "The model names no outcome."],
    ),
    "no such decision maker": (
        ["explain", FLAGSHIP, "1", "-d", "uss"],
        ['there is no decision maker "uss"', 'Did you mean "us"?'],
    ),
    "no such state by number": (
        ["explain", FLAGSHIP, "769"],
        ["there is no state 769", "States are numbered 1 to 768."],
    ),
    "state nought": (["explain", FLAGSHIP, "0"], ["there is no state 0"]),
    "a number beyond all bounds": (["explain", FLAGSHIP, "9" * 50], []),
    "pattern too short": (["explain", FLAGSHIP, "YNY"], ['the pattern "YNY" has 3 signs for 10 options']),
    "pattern that fits several": (
        ["explain", FLAGSHIP, "YNYNYNYN--"],
        ['the pattern "YNYNYNYN--" fits 4 states', "Write Y or N in place of each dash."],
    ),
    "pattern of no feasible state": (
        ["explain", FLAGSHIP, "NNNNYYNNNN"],
        ['the pattern "NNNNYYNNNN" fits no feasible state'],
    ),
    "no such option of the model": (
        ["explain", FLAGSHIP, "us.prss"],
        ['"us.prss" is no option', 'Did you mean "us.press"?'],
    ),
    "options that exclude one another": (["explain", FLAGSHIP, "truce+settle"], ["is not feasible"]),
    "no status quo": (
        ["explain", "rapoport1966/game-01", "status-quo"],
        ["the model names no status quo", "Name the state by number or by options."],
    ),
    "a state of no name": (["explain", "xu2007/elmira", "no such"], []),
    "a condition that is none": (["states", FLAGSHIP, "-w", "us.press and"], ['after "and"']),
    "a condition about nothing": (
        ["states", FLAGSHIP, "-w", "us.prss"],
        ['"us" has no option "prss"', 'Did you mean "press"?'],
    ),
    "strength where there is none": (
        ["analyse", FLAGSHIP, "-c", "SGMR"],
        ["SGMR speaks of strongly preferred states, and the conflict marks none"],
    ),
    "known preference where it is not": (
        ["explain", "nuaagmcr2016/sustainable-development-unknown", "1", "-c", "SEQ"],
        ["SEQ needs known preferences", "Use SEQ_a, SEQ_b, SEQ_c or SEQ_d."],
    ),
    "joint moves in graph form": (
        ["analyse", "xu2007/elmira", "-c", "SIM"],
        ["SIM lets several decision makers change options at once, which graph form does not know"],
    ),
    "one reading only": (
        ["compare", "kinsara2014/elmira"],
        ["there is nothing to compare: the conflict has one reading"],
    ),
    "no scale": (["scales", "kinsara2014/elmira"], ["the model has no scale", "Add [[scales]]"]),
    "no such folder of reports": (["validate", FLAGSHIP, "-s", "/no/where"], ["does not exist"]),
    "no such case to show": (["cases", "show", "x"], ['there is no case "x"']),
    "no such case to copy": (["cases", "copy", "x"], ['there is no case "x"']),
    "a pack to show": (["cases", "show", "rapoport1966"], ["a folder of 78 cases", "rapoport1966/game-01"]),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake(mistake: str) -> None:
    words, expected = MISTAKES[mistake]
    said = refused(*words)
    for part in expected:
        assert part in said


def test_called_with_nothing_it_helps() -> None:
    result = run()
    assert result.code in (0, 2) and "Verbs:" in result.out + result.err


# -- files -----------------------------------------------------------------------------------------

VERBS = {
    "analyse": ["analyse", "FILE"],
    "explain": ["explain", "FILE", "1"],
    "compare": ["compare", "FILE"],
    "states": ["states", "FILE"],
    "validate": ["validate", "FILE"],
}


def for_file(verb: str, path: Path) -> str:
    return refused(*(str(path) if word == "FILE" else word for word in VERBS[verb]))


@pytest.mark.parametrize("verb", VERBS)
def test_folder(verb: str, tmp_path: Path) -> None:
    assert "this is a folder" in for_file(verb, tmp_path)
    plain_model(tmp_path)
    assert "neighbours.toml" in for_file(verb, tmp_path), "what there is in it is told"


@pytest.mark.parametrize("verb", VERBS)
def test_broken_file(verb: str, tmp_path: Path) -> None:
    path = plain_model(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace('id = "b"', 'id = = "b"'), encoding="utf-8")
    assert f"{path}:15:" in for_file(verb, path)


@pytest.mark.parametrize("verb", VERBS)
def test_mistakes_of_the_model(verb: str, tmp_path: Path) -> None:
    path = plain_model(tmp_path)
    text = path.read_text(encoding="utf-8").replace("iff a.arm", "iff a.amr")
    text = text.replace("not b.build", "b.biuld")
    path.write_text(text, encoding="utf-8")
    said = for_file(verb, path)
    for word in ("b.biuld", "a.amr"):
        (line,) = (k for k, line in enumerate(text.splitlines(), start=1) if word in line)
        assert f"{path}:{line}:" in said
    assert said.endswith("2 mistakes.\n"), "all of them at once"


@pytest.mark.parametrize("verb", VERBS)
def test_not_utf8(verb: str, tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes('countermove = 1\ntitle = "Köln"\n'.encode("latin-1"))
    said = for_file(verb, path)
    assert f"{path}:2:11: the file is not UTF-8 text" in said and "Save it as UTF-8." in said


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04" + bytes(range(256)), b"\xef\xbb\xbf"]
)
def test_what_is_no_model(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.toml"
    path.write_bytes(content)
    assert str(path) in for_file("analyse", path)


def test_misspelt_file_beside_the_right_one(tmp_path: Path) -> None:
    plain_model(tmp_path)
    assert 'Did you mean "neighbours.toml"?' in for_file("analyse", tmp_path / "neighbors.toml")


def test_model_that_is_too_large(tmp_path: Path) -> None:
    options = "".join(f'[[decision_makers.options]]\nid = "o{k}"\n' for k in range(40))
    path = tmp_path / "large.toml"
    path.write_text(
        f'countermove = 1\ntitle = "t"\n[[decision_makers]]\nid = "a"\n{options}'
        '[[preferences]]\ndm = "a"\nranking = [["none"]]\n',
        encoding="utf-8",
    )
    said = for_file("analyse", path)
    assert "more than" in said and "Exclude combinations that cannot happen" in said


# -- writing ---------------------------------------------------------------------------------------


def test_copy_into_what_is_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    assert refused("cases", "copy", FLAGSHIP, str(file))
    assert "cannot write: Not a directory" in refused("cases", "copy", FLAGSHIP, str(file / "below"))


def test_copy_where_one_may_not_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_right(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(shutil, "copyfile", no_right)
    said = refused("cases", "copy", FLAGSHIP, str(tmp_path))
    assert said == f"{tmp_path}: cannot write: Permission denied\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_copy_into_a_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    assert "cannot write: Permission denied" in refused("cases", "copy", FLAGSHIP, str(folder))


# -- in a process of its own -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [["analyse", "nowhere.toml"], ["analyze", "x"], ["explain", FLAGSHIP, "9999"], ["analyse"]]
)
def test_exit_code_of_the_process(words: list[str]) -> None:
    process = in_process_of_its_own(*words)
    out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err and b"Traceback" not in err


def test_success_of_the_process() -> None:
    process = in_process_of_its_own("analyse", "kinsara2014/syria-iraq")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"Euphrates" in out
