"""What verbs show a person, on the flagship and on small models."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from countermove import __version__
from countermove.cli import verbs
from countermove.files.case import read_case
from countermove.files.library import case_path, list_addresses, list_cases
from countermove.stability import analyse
from countermove.stability.comparison import compare
from surfaces.models import plain_model
from surfaces.running import run

FLAGSHIP = "washington-2025/summit"
VERBS = tuple(verbs.list_commands(verbs.make_context("countermove", [], resilient_parsing=True)))


def shown(*words: str, **env: str) -> str:
    """What a verb shows when all is well."""
    result = run(*words, **env)
    assert (result.code, result.err) == (0, ""), result
    return result.out


def flat(text: str) -> str:
    """Without line breaks and indentation."""
    return " ".join(text.split())


# -- help ------------------------------------------------------------------------------------------


def test_help_lists_every_verb() -> None:
    for words in (("--help",), ("-h",)):
        out = shown(*words)
        assert out.startswith("Usage: countermove")
        for verb in VERBS:
            assert re.search(rf"^  {verb} ", out, re.M)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(verb: str) -> None:
    assert shown(verb, "--help").startswith(f"Usage: countermove {verb}")


def test_version() -> None:
    assert shown("--version") == f"countermove, version {__version__}\n"


def test_help_speaks_no_american() -> None:
    """British spelling throughout: the verb is analyse."""
    for verb in VERBS:
        assert not re.search(r"analyz|color|behavior", shown(verb, "--help"))


# -- demo ------------------------------------------------------------------------------------------


def test_demo_needs_nothing_and_tells_the_whole_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = shown("demo")
    conflict = read_case(case_path(FLAGSHIP)).conflict
    assert conflict.title in out and flat(conflict.question) in flat(out)
    for dm in conflict.decision_makers:
        for option in dm.options:
            assert option.does in flat(out)
    for reading in conflict.readings:
        assert f"Reading {reading.id}: {reading.name}" in flat(out)
    for sentence in conflict.leaves_out:
        assert sentence in flat(out)
    for command in re.findall(r"^  countermove (\w+)", out, re.M):
        assert command in VERBS


def test_commands_that_the_demo_names_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    commands = re.findall(r"^  countermove (.+)$", shown("demo"), re.M)
    assert len(commands) >= 4
    for command in commands:
        shown(*command.split())


# -- analyse ---------------------------------------------------------------------------------------


def test_analysis_of_the_flagship_counts_rightly() -> None:
    out = shown("analyse", FLAGSHIP)
    conflict = read_case(case_path(FLAGSHIP)).conflict
    assert "4 decision makers, 10 options, 768 feasible states." in flat(out)
    parts = re.split(r"^Reading ", out, flags=re.M)[1:]
    for reading, part in zip(conflict.reading_ids, parts, strict=True):
        table = analyse(conflict.graph(reading))
        rows = [line.split() for line in part.splitlines()]
        assert ["all", "768", *(str(len(table.equilibria(c))) for c in table.concepts)] in rows
        for outcome in table.model.outcomes:
            counts = [str(table.count_by_outcome(c)[outcome.id] or "-") for c in table.concepts]
            size = str(int(table.model.states.truth(outcome.statement).sum()))
            assert [*outcome.name.split(), size, *counts] in rows


def test_list_of_equilibria_can_be_cut_down() -> None:
    table = analyse(read_case(case_path(FLAGSHIP)).conflict.graph("schwarz"))
    many = len({state for concept in table.concepts for state in table.equilibria(concept)})
    few = shown("analyse", FLAGSHIP, "-r", "schwarz")
    assert f"and {many - 8} more" in flat(few) and listed(few) == 8
    every = shown("analyse", FLAGSHIP, "-r", "schwarz", "--all")
    assert "more; --all" not in every and listed(every) == many
    frozen = shown("analyse", FLAGSHIP, "-r", "schwarz", "-o", "frozen", "-c", "GMR", "--all")
    assert listed(frozen) == table.count_by_outcome("GMR")["frozen"]
    assert listed(shown("analyse", FLAGSHIP, "-r", "schwarz", "-c", "nash")) == len(table.equilibria("Nash"))
    assert "No equilibrium to list." in shown("analyse", FLAGSHIP, "-o", "carve_up", "-c", "Nash")


def listed(out: str) -> int:
    """How many states a list of equilibria has."""
    return len(re.findall(r"^\d+(?: \*)?  ", out, re.M))


def test_small_model(tmp_path: Path) -> None:
    out = shown("analyse", str(plain_model(tmp_path)))
    assert out.startswith("\nTwo neighbours\n")
    assert "2 decision makers, 2 options, 4 feasible states. Status quo: state 1 (no option taken)." in flat(
        out
    )
    assert "Arland could do better by leaving the status quo" in flat(out)
    assert f"countermove explain {plain_model(tmp_path)} STATE" in out


@pytest.mark.parametrize(
    "address", [case.members[0] if case.members else case.address for case in list_cases()]
)
def test_every_case_can_be_analysed_and_explained(address: str) -> None:
    result = run("analyse", address)
    assert result.code == 0 and "feasible states" in flat(result.out)
    assert not result.err or re.fullmatch(r"Engine: symbolic, .* 4 minutes\.\n", result.err)
    conflict = read_case(case_path(address)).conflict
    state = conflict.states[0].id if conflict.form == "graph" else "1"
    out = shown("explain", address, state)
    for dm in conflict.decision_makers:
        name = dm.in_text or dm.name or dm.id
        assert f"{name[0].upper()}{name[1:]} " in flat(out)


# -- explain ---------------------------------------------------------------------------------------


def test_state_can_be_named_in_many_ways() -> None:
    told = {
        flat(shown("explain", FLAGSHIP, name))
        for name in (
            "397",
            "us.press+us.supply+eu.fund",
            " press + supply + fund ",
            "NNYY NN NN NY",
            "status-quo",
            "today",
        )
    }
    assert len(told) == 1
    assert "State 397 (us.press + us.supply + eu.fund). This is the status quo." in told.pop()


def test_explanation_under_several_concepts() -> None:
    out = flat(shown("explain", "kinsara2014/syria-iraq", "none", "-c", "Nash", "-c", "gmr", "-d", "iraq"))
    assert "Under Nash (Nash stability (R)) a state holds if no one can do better by moving alone." in out
    assert "> Iraq would leave this state." in out and "= Iraq stays: the one move" in out
    assert "Syria stays" not in out


def test_long_explanations_are_cut_and_told_whole() -> None:
    conflict = read_case(case_path("petersons2013/american-revolution")).conflict
    model = conflict.graph()
    state = str(model.states.number(model.states.all()[13]))
    short = shown("explain", "petersons2013/american-revolution", state, "-c", "GMR", "-d", "british")
    whole = shown(
        "explain", "petersons2013/american-revolution", state, "-c", "GMR", "-d", "british", "--all"
    )
    assert "Likewise for 2 more; --all tells them." in flat(short)
    assert "--all" not in whole
    assert flat(whole).count(" - If the British were to ") == 5


def test_quotations_are_made_once() -> None:
    out = flat(shown("explain", FLAGSHIP, "153"))
    quotes = re.findall(r"“[^”]+” \([^)]*\)", out)
    assert quotes and len(quotes) == len(set(quotes))


# -- compare ---------------------------------------------------------------------------------------


def test_comparison_of_the_flagship() -> None:
    out = flat(shown("compare", FLAGSHIP))
    assert "The Washington summit, August 2025: 2 readings side by side" in out
    comparison = compare(read_case(case_path(FLAGSHIP)).conflict)
    for holds, falls in (("sanger", "schwarz"), ("schwarz", "sanger")):
        many = comparison.lost("SEQ", holds, falls).count
        what = "equilibrium holds" if many == 1 else "equilibria hold"
        assert f"{many} {what} in {holds} and not in {falls} (SEQ). Why?" in out
    assert "What the reports put differently" in out
    every = flat(shown("compare", FLAGSHIP, "--all"))
    assert every.count("would leave") > out.count("would leave")


# -- states ----------------------------------------------------------------------------------------


def test_few_states_are_shown_as_the_papers_do() -> None:
    out = shown("states", "kinsara2014/elmira", COLUMNS="100")
    (abandon,) = re.findall(r"^ +abandon +(.*?) *$", out, re.M)
    assert abandon.split() == list("NNNNYYNNNNYY")
    assert "12 feasible states." in out


@pytest.mark.parametrize("columns", ["20", "40", "60", "80", "200"])
def test_all_states_are_shown_whatever_the_width(columns: str) -> None:
    out = shown("states", "kinsara2014/elmira", COLUMNS=columns)
    heads = re.findall(r"^(?:decision maker|maker) +option +(.*?) *$", out, re.M)
    assert " ".join(heads).split() == [str(n) for n in range(1, 13)]
    modify = " ".join(re.findall(r"modify +([YN ]+?) *$", out, re.M)).split()
    assert modify == list("NYNYNYNYNYNY")


def test_many_states_are_listed() -> None:
    out = shown("states", FLAGSHIP)
    assert "and 728 more" in flat(out)
    every = shown("states", FLAGSHIP, "--all")
    assert len(re.findall(r"^\d+ +[YN]{10} ", every, re.M)) == 768
    some = shown("states", FLAGSHIP, "--where", "carve_up")
    assert "32 of 768 feasible states" in flat(some)
    assert "0 of 768 feasible states" in flat(shown("states", FLAGSHIP, "-w", "false"))


def test_states_of_graph_form_have_the_names_of_the_source() -> None:
    out = shown("states", "gambit2026/three-by-three-by-three")
    assert "27 feasible states." in out and "1 / 1 / 1" in out


# -- validate --------------------------------------------------------------------------------------


def test_sound_model(tmp_path: Path) -> None:
    out = shown("validate", str(plain_model(tmp_path)))
    assert out == (
        "Two neighbours: the model is sound.\n  2 decision makers, 2 options, 4 feasible states.\n"
    )


def test_evidence_of_the_flagship(tmp_path: Path) -> None:
    out = shown("validate", FLAGSHIP)
    assert "4 decision makers, 10 options, 768 feasible states, 2 readings." in out
    assert "cite a report" in out and "state an assumption" in out
    (tmp_path / "sanger-2025-08-17.txt").write_text("something else", encoding="utf-8")
    changed = run("validate", FLAGSHIP, "-s", str(tmp_path))
    assert changed.code == 2 and "its SHA-256 differs" in changed.out


def test_warnings_are_told_and_do_not_fail(tmp_path: Path) -> None:
    path = plain_model(tmp_path)
    text = path.read_text(encoding="utf-8").replace('statements = ["b.build iff a.arm"]', "statements = []")
    path.write_text(text + '\n[[exclusions]]\nnever = "a.arm and not a.arm"\n', encoding="utf-8")
    result = run("validate", str(path))
    assert result.code == 0
    for line in result.err.splitlines():
        assert "warning: " in line or line.startswith("    ")


# -- cases -----------------------------------------------------------------------------------------


def test_list_of_cases() -> None:
    out = shown("cases", "list", COLUMNS="110")
    for case in list_cases():
        assert case.address in out and case.title.split()[0] in out
    assert "78 cases, such as rapoport1966/game-01" in flat(out)
    narrow = shown("cases", "list", COLUMNS="40")
    for case in list_cases():
        assert case.address in narrow, "an address is never broken: it is there to be copied"


def test_case_is_shown_as_it_stands() -> None:
    assert shown("cases", "show", FLAGSHIP) == case_path(FLAGSHIP).read_text(encoding="utf-8")


def test_case_is_copied_with_what_belongs_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    out = shown("cases", "copy", FLAGSHIP, str(folder))
    assert out == f"{folder / 'summit.toml'}\n{folder / 'summit.ledger.toml'}\n"
    assert (folder / "summit.toml").read_bytes() == case_path(FLAGSHIP).read_bytes()
    assert "feasible states" in flat(shown("analyse", str(folder / "summit.toml")))
    again = run("cases", "copy", FLAGSHIP, str(folder))
    assert again.code == 2
    assert "summit.toml and summit.ledger.toml already exist here" in again.err
    (folder / "summit.toml").unlink()
    assert "summit.ledger.toml already exists here" in run("cases", "copy", FLAGSHIP, str(folder)).err
    assert not (folder / "summit.toml").exists(), "nothing is copied if not everything can be"


def test_copy_goes_to_the_folder_one_is_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shown("cases", "copy", "kinsara2014/syria-iraq")
    assert {path.name for path in tmp_path.iterdir()} == {"syria-iraq.toml", "syria-iraq.expected.toml"}


def test_case_by_the_last_part_of_its_address() -> None:
    assert shown("analyse", "syria-iraq").replace("syria-iraq STATE", "") == shown(
        "analyse", "kinsara2014/syria-iraq"
    ).replace("kinsara2014/syria-iraq STATE", "")


def test_file_comes_before_a_case_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "summit").write_bytes(plain_model(tmp_path).read_bytes())
    assert "Two neighbours" in shown("analyse", "summit")
    assert "game-12" in " ".join(list_addresses()) and "Two neighbours" not in shown("analyse", "game-12")
