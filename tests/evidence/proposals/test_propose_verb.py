"""The verb: what it says before anything is sent, what it keeps, what it prints, how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from countermove.cli import verbs
from countermove.errors import ConflictError
from countermove.evidence.ledger import Source
from countermove.evidence.proposals import Endpoint
from countermove.evidence.report import Report
from countermove.evidence.store import Store, Wanted
from evidence.proposals.fake_model import chat, fake_model, says
from evidence.proposals.gazette import KNOWN, TEXT, folder_with, report_of

KEY = "sk-hidden-0123456789"
HONEST = {
    "words": "they were seen with spades before",
    "speaker": "The miller",
    "cue": "said",
    "act": "asserts",
}


@dataclass
class Desk:
    folder: Path

    @property
    def ledger(self) -> str:
        return str(self.folder / "case.ledger.toml")

    def call(self, endpoint: str, *more: str, source: str = "gazette", **how: Any) -> Result:
        args = ["propose", self.ledger, "--source", source, "--endpoint", endpoint, "--model", "m", *more]
        return CliRunner().invoke(verbs, args, standalone_mode=False, **how)

    def tray(self) -> set[str]:
        store = Store.open(self.ledger)
        try:
            return {row.id for row in store.rows(Wanted(status=("tray",)))}
        finally:
            store.close()


def desk_of(folder: Path, text: str = TEXT) -> Desk:
    report = report_of(text)
    source = report.source
    folder.joinpath(source.file).write_bytes(text.encode())
    folder.joinpath("case.ledger.toml").write_text(
        f'countermove_ledger = 1\n\n[[sources]]\nid = "{source.id}"\nfile = "{source.file}"\n'
        f'sha256 = "{source.sha256}"\n\n[[issues]]\nid = "weir"\nname = "A second weir"\n',
        "utf-8",
    )
    folder_with(folder, report, KNOWN if text == TEXT else ())
    return Desk(folder)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return desk_of(tmp_path)


def refusal(result: Result) -> str:
    assert isinstance(result.exception, ConflictError), result.output
    return str(result.exception)


def test_proposals_wait_in_the_tray(desk: Desk) -> None:
    lie = HONEST | {"speaker": "The mayor"}
    links = [{"words": "the river belongs to nobody", "issue": "weir"}]
    with fake_model(says(chat({"statements": [HONEST, lie], "links": links}))) as fake:
        result = desk.call(fake.url)
    assert result.return_value == 0 and result.exception is None
    assert desk.tray() == {"gazette-ps394"}
    told = " ".join(result.output.split())
    assert "1 passage, 1 asked, 0 answered from the cache" in told
    assert "1 new proposal waits in the tray" in told and HONEST["words"] in told and "The miller" in told
    assert "Refused: 1. 1 the speaker does not stand by the words" in told
    assert f"{KNOWN[0].id} issue=weir" in told


def test_a_second_call_sends_nothing(desk: Desk) -> None:
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        desk.call(fake.url)
        result = desk.call(fake.url)
        assert len(fake.heard) == 1
    assert "In the tray before: 1" in result.output and "Nothing new" in result.output
    assert desk.tray() == {"gazette-ps394"}


def test_on_this_computer_no_warning_is_given(desk: Desk) -> None:
    with fake_model(says(chat({"statements": []}))) as fake:
        assert "leave this computer" not in desk.call(fake.url).output


def test_elsewhere_a_warning_comes_before_anything_is_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Endpoint, "is_loopback", False)
    with fake_model(says(b"", status=500)) as fake:
        said: list[int] = []
        plain = click.echo

        def echo(text: str, **how: Any) -> None:
            if "leave this computer" in text:
                said.append(len(fake.heard))
                assert "127.0.0.1" in text and "unencrypted" in text
            plain(text, **how)

        monkeypatch.setattr(click, "echo", echo)
        desk.call(fake.url, "--dry-run")
        assert said == [0] and not fake.heard  # and a dry run sends nothing at all


@pytest.mark.parametrize("missing", ["--endpoint", "--model", "--source"])
def test_nothing_is_sent_unless_it_is_all_named_in_the_call(
    missing: str, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with fake_model(says(chat({"statements": []}))) as fake:
        for name in (
            "OPENAI_BASE_URL",
            "OPENAI_API_BASE",
            "COUNTERMOVE_ENDPOINT",
            "COUNTERMOVE_PROPOSE_ENDPOINT",
        ):
            monkeypatch.setenv(name, fake.url)
        args = {"--endpoint": fake.url, "--model": "m", "--source": "gazette"}
        given = [word for name, value in args.items() if name != missing for word in (name, value)]
        result = CliRunner().invoke(verbs, ["propose", desk.ledger, *given])
        assert result.exit_code == 2 and missing in result.output and not fake.heard


def test_the_key_goes_to_the_endpoint_and_nowhere_else(desk: Desk) -> None:
    error = f'{{"error": {{"message": "no such key: {KEY}"}}}}'.encode()
    for answer in (says(error, status=401), says(chat({"statements": [HONEST | {"words": KEY}]}))):
        with fake_model(answer) as fake:
            result = desk.call(fake.url, "--key-from", "MY_KEY", env={"MY_KEY": KEY})
            assert fake.heard[0].headers["authorization"] == f"Bearer {KEY}"
        assert KEY not in result.output and KEY not in result.stderr
    files = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert files and not [path for path in files if KEY.encode() in path.read_bytes()]


def test_a_variable_that_is_not_set(desk: Desk) -> None:
    with fake_model(says(b"")) as fake:
        assert "MY_KEY" in refusal(desk.call(fake.url, "--key-from", "MY_KEY", env={"MY_KEY": ""}))
        assert not fake.heard


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (says(b"", status=401), "refuses the key"),
        (says(b"", status=302, Location="http://h.example/\x07"), "elsewhere, to http://h.example/"),
        (says(b"<html>"), "not of the form"),
        (says(b"", Content_Length="100000000"), "longer than"),
    ],
)
def test_failures_end_with_code_2_and_a_sentence(answer: Any, told: str, desk: Desk) -> None:
    with fake_model(answer) as fake:
        result = desk.call(fake.url)
    assert result.return_value == 2 and told in result.output + result.stderr
    assert not desk.tray()


def test_a_time_out(desk: Desk) -> None:
    from evidence.proposals.test_proposals_asking import dripping_body

    with fake_model(dripping_body) as fake:
        result = desk.call(fake.url, "--seconds", "0.2")
    assert result.return_value == 2 and "within 0.2 seconds" in result.output + result.stderr


def test_an_interrupt_keeps_what_is_done(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from countermove.evidence.proposals import proposing

    plain = proposing._Run._piece
    asked: list[int] = []

    def piece(run: Any, *args: Any) -> None:
        plain(run, *args)
        asked.append(1)
        raise KeyboardInterrupt

    monkeypatch.setattr(proposing._Run, "_piece", piece)
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        result = desk.call(fake.url)
    assert isinstance(result.exception, KeyboardInterrupt | click.Abort) and asked
    assert desk.tray() == {"gazette-ps394"}
    assert "kept" in result.output + result.stderr


def test_what_is_printed_moves_no_terminal(tmp_path: Path) -> None:
    text = "The mayor \x1b[2Jsaid\x07 that the \u202edam\x9b31m would [bold]stand[/bold] :smile: for long.\n"
    desk = desk_of(tmp_path, text)

    words = {"words": "dam31m would [bold]stand[/bold] :smile: for long", "speaker": "The mayor"}
    with fake_model(says(chat({"statements": [words]}))) as fake:  # asked without the signs, as repaired
        result = desk.call(fake.url)
    assert desk.tray(), result.output
    shown = result.output + result.stderr
    assert "dam\\x9b31m would [bold]stand[/bold] :smile:" in " ".join(shown.split())
    assert not {sign for sign in shown if not sign.isprintable()} - {"\n"}


def test_an_unknown_source(desk: Desk) -> None:
    assert "gazette" in refusal(desk.call("http://localhost:1", source="gazete"))


def test_a_report_that_has_changed(desk: Desk) -> None:
    desk.folder.joinpath("gazette.txt").write_text("Other words.")
    with fake_model(says(b"")) as fake:
        assert "changed" in refusal(desk.call(fake.url)) and not fake.heard


def test_a_report_that_is_not_at_hand(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("reports")
    desk.folder.joinpath("gazette.txt").rename(elsewhere / "gazette.txt")
    with fake_model(says(chat({"statements": [HONEST]}))) as fake:
        assert "not at hand" in refusal(desk.call(fake.url)) and not fake.heard
        assert desk.call(fake.url, "--sources", str(elsewhere)).return_value == 0


def test_several_reports_in_one_call(desk: Desk) -> None:
    other = report_of("The mayor said that the dam would stand.", "other")
    desk.folder.joinpath("other.txt").write_text(other.text)
    with Path(desk.ledger).open("a") as ledger:
        ledger.write(f'\n[[sources]]\nid = "other"\nfile = "other.txt"\nsha256 = "{other.source.sha256}"\n')
    folder_with(desk.folder, Report(Source("other", "other.txt", other.source.sha256), other.text), ())

    def answer(handler: Any, heard: Any) -> None:
        dam = {"words": "the dam would stand", "speaker": "The mayor", "cue": "said"}
        says(chat({"statements": [HONEST if "spades" in heard.text else dam]}))(handler, heard)

    with fake_model(answer) as fake:
        assert desk.call(fake.url, "--source", "other").return_value == 0
    assert desk.tray() == {"gazette-ps394", "other-ps20"}


@pytest.mark.parametrize("url", ["localhost:1", "ftp://h.example", "https://a:b@h.example/"])
def test_a_bad_address(url: str, desk: Desk) -> None:
    assert "endpoint" in refusal(desk.call(url))


def test_help_says_what_is_sent(desk: Desk) -> None:
    told = " ".join(CliRunner().invoke(verbs, ["propose", "--help"]).output.split())
    assert "The text of the report is sent to the endpoint" in told
