"""Terminals of every sort: narrow, wide, without colours, without signs, or closed before the end."""

from __future__ import annotations

import os
import re
import signal
from functools import cache
from pathlib import Path

import pytest

from surfaces.models import ODD_TEXTS, odd_model, plain_model
from surfaces.running import Result, in_process_of_its_own, run

FLAGSHIP = "washington-2025/summit"
CALLS = {
    "demo": ["demo"],
    "analyse": ["analyse", FLAGSHIP],
    "explain": ["explain", FLAGSHIP, "status-quo"],
    "compare": ["compare", FLAGSHIP],
    "states": ["states", FLAGSHIP, "--where", "us.press"],
    "scales": ["scales", FLAGSHIP],
    "validate": ["validate", FLAGSHIP],
    "cases": ["cases", "list"],
    "graph form": ["explain", "xu2007/elmira", "5"],
    "unknown": ["analyse", "nuaagmcr2016/sustainable-development-unknown"],
}


def flat(text: str) -> str:
    return " ".join(text.split())


@cache
def usual(call: str) -> Result:
    """What comes out on a terminal of 80 columns."""
    return run(*CALLS[call])


# -- width -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("call", CALLS)
def test_narrow_and_wide(call: str) -> None:
    """Nothing is lost on a narrow terminal, and prose stays readable on a wide one."""
    narrow, wide = (run(*CALLS[call], COLUMNS=width) for width in ("40", "250"))
    assert usual(call).code == narrow.code == wide.code == 0
    words = [set(re.findall(r"[\w.]+", result.out)) for result in (usual(call), narrow, wide)]
    assert words[0] == words[1] == words[2]
    if call != "validate":
        assert max(map(len, wide.out.splitlines())) <= 150
    prose = [line for line in narrow.out.splitlines() if line.startswith(("• ", "> ", "= "))]
    assert all(len(line.rstrip()) <= 40 for line in prose)


def test_numbers_are_never_broken_in_two() -> None:
    numbers = sorted(re.findall(r"\d+", usual("analyse").out))
    for width in ("10", "25", "40"):
        assert sorted(re.findall(r"\d+", run(*CALLS["analyse"], COLUMNS=width).out)) == numbers


# -- colours and signs -----------------------------------------------------------------------------


@pytest.mark.parametrize("call", CALLS)
def test_no_control_codes_where_there_is_no_terminal(call: str) -> None:
    assert "\x1b" not in usual(call).out


@pytest.mark.parametrize(
    "env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"NO_COLOR": "1", "FORCE_COLOR": "1"}], ids=str
)
def test_settings_of_the_terminal_are_obeyed(env: dict[str, str]) -> None:
    out = run(*CALLS["graph form"], **env).out
    assert set(re.findall(r"\x1b\[([\d;]*)m", out)) <= ({"1", "0"} if "FORCE_COLOR" in env else set())


@pytest.mark.parametrize("call", CALLS)
def test_a_terminal_gets_bold_and_no_colour(call: str) -> None:
    bold = run(*CALLS[call], FORCE_COLOR="1", TERM="xterm-256color").out
    assert set(re.findall(r"\x1b\[([\d;]*)m", bold)) <= {"1", "0"}
    assert flat(re.sub(r"\x1b\[[\d;]*m", "", bold)) == flat(usual(call).out)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
@pytest.mark.parametrize("call", CALLS)
def test_console_that_lacks_signs(call: str, encoding: str) -> None:
    result = run(*CALLS[call], encoding=encoding)
    assert (result.code, result.err) == (0, "")
    for word in ("United", "States", "Uniroyal", "developer", "sound"):
        assert (word in result.out) == (word in usual(call).out)


@pytest.mark.parametrize("words", [["demo"], ["cases", "show", FLAGSHIP], ["analyse", "Zürich/…"]])
def test_process_on_a_console_that_lacks_signs(words: list[str]) -> None:
    process = in_process_of_its_own(*words, env={"PYTHONIOENCODING": "ascii"})
    out, err = process.communicate()
    assert process.returncode == (2 if "…" in words[-1] else 0)
    assert b"Traceback" not in err and bool(out) == (process.returncode == 0)


# -- texts that look like commands -----------------------------------------------------------------

VERBS = {
    "analyse": ["analyse", "MODEL"],
    "explain": ["explain", "MODEL", "status-quo", "-c", "Nash", "-c", "SEQ"],
    "compare": ["compare", "MODEL", "-c", "Nash"],
    "validate": ["validate", "MODEL"],
    "states": ["states", "MODEL"],
    "scales": ["scales", "MODEL"],
}
#: How often the odd text must be seen at least: title, question, names, wishes, reading, outcome, ...
LEAST = {"analyse": 4, "explain": 6, "compare": 4, "validate": 1, "states": 2, "scales": 6}


@pytest.mark.parametrize("text", ODD_TEXTS)
@pytest.mark.parametrize("verb", VERBS)
def test_odd_texts_are_shown_as_they_are(verb: str, text: str, tmp_path: Path) -> None:
    path = odd_model(tmp_path, text)
    literal = text.replace("\\\\", "\\")  # as it was written in TOML
    result = run(*(str(path) if word == "MODEL" else word for word in VERBS[verb]), COLUMNS="110")
    assert (result.code, result.err) == (0, ""), result.err
    squeezed, wanted = re.sub(r"\s", "", result.out), re.sub(r"\s", "", literal)
    assert squeezed.count(wanted) >= LEAST[verb], result.out
    plain = run(
        *(str(path) if word == "MODEL" else word for word in VERBS[verb]), COLUMNS="110", FORCE_COLOR="1"
    )
    assert re.sub(r"\s|\x1b\[[\d;]*m", "", plain.out) == squeezed


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_names_of_states_and_options(text: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_text(
        f"""countermove = 1
title = "t"
form = "graph"
[[decision_makers]]
id = "{text}"
moves = [["{text}", "two"]]
[[states]]
id = "{text}"
name = "{text}"
[[states]]
id = "two"
[[outcomes]]
id = "o"
that = "two"
name = "{text}"
[[preferences]]
dm = "{text}"
ranking = ["two", "{text}"]
""",
        encoding="utf-8",
    )
    literal = text.replace("\\\\", "\\")
    for words in (["analyse", "MODEL"], ["states", "MODEL"], ["explain", "MODEL", literal]):
        result = run(*(str(path) if word == "MODEL" else word for word in words))
        assert (result.code, result.err) == (0, ""), result.err
        assert re.sub(r"\s", "", literal) in re.sub(r"\s", "", result.out)


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_odd_texts_in_mistakes(text: str) -> None:
    literal = text.replace("\\\\", "\\")
    for words in (
        ["analyse", f"{literal}.toml"],
        ["analyse", FLAGSHIP, "-r", literal],
        ["explain", FLAGSHIP, literal],
    ):
        result = run(*words)
        assert result.code == 2
        literal = (
            str(Path(literal)) if words[0] == "analyse" and "-r" not in words else text.replace("\\\\", "\\")
        )
        assert re.sub(r"\s", "", literal) in re.sub(r"\s", "", result.err)


def test_odd_evidence_is_shown_as_it_is(tmp_path: Path) -> None:
    """Words of a report in square brackets, as editors write them."""
    words = "[sic] we [will] go [/] there"
    (tmp_path / "case.ledger.toml").write_text(
        f"""countermove_ledger = 1
[[sources]]
id = "r"
file = "r.txt"
sha256 = "{"a" * 64}"
[[extracts]]
id = "e"
source = "r"
speaker = "[bold]someone[/bold]"
start = 0
end = {len(words)}
words = "{words}"
""",
        encoding="utf-8",
    )
    path = plain_model(tmp_path)
    text = path.read_text(encoding="utf-8").replace(
        'title = "Two', 'ledger = "case.ledger.toml"\ntitle = "Two'
    )
    text = text.replace(
        'statements = ["not b.build", "a.arm"]',
        '[[preferences.statements]]\nthat = "a.arm"\nevidence = ["e"]',
    )
    path.write_text(text, encoding="utf-8")
    out = run("explain", str(path), "none", "-c", "Nash").out
    assert f"“{words}” ([bold]someone[/bold], in r)" in flat(out)


# -- endings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["states", FLAGSHIP, "--all"],
        ["states", FLAGSHIP, "--json"],
        ["analyse", FLAGSHIP, "--all"],
        ["analyse", FLAGSHIP, "--json"],
        ["cases", "show", FLAGSHIP],
    ],
    ids=" ".join,
)
def test_reader_that_goes_away_early(words: list[str]) -> None:
    """As ``| head -1`` does: that is no error, and no reason to complain."""
    process = in_process_of_its_own(*words)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    assert (process.wait(), err) == (0, b"")


@pytest.mark.parametrize("words", [["--help"], ["validate", FLAGSHIP], ["demo"]], ids=" ".join)
def test_reader_that_never_came(words: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = in_process_of_its_own(*words, stdout=write)
    os.close(write)
    _, err = process.communicate()
    assert (process.returncode, err) == (0, b"")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that can be waited for")
def test_stopped_by_the_user(tmp_path: Path) -> None:
    """Ctrl-C while it works (here: while it waits for the model) ends it with one word."""
    fifo = tmp_path / "model.toml"
    os.mkfifo(fifo)
    process = in_process_of_its_own("analyse", str(fifo))
    writer = os.open(fifo, os.O_WRONLY)  # returns once the program has opened it for reading
    try:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        os.close(writer)
    assert (process.returncode, out) == (130, b"")
    assert err.strip() == b"Stopped."


def test_memory_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import countermove.stability.engines

    def greedy(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(countermove.stability.engines, "analyse_all", greedy)
    result = run("analyse", FLAGSHIP)
    assert result.code == 2 and "needs more memory than there is" in result.err
