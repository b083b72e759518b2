"""Sources and issues put into a ledger file: what a person wrote there stays as it was."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path

import pytest

from countermove.errors import ConflictError, EvidenceError
from countermove.evidence.ledger import Issue, Source
from countermove.files.ledger import new_ledger, put_issue, put_sources, read_ledger, set_source
from evidence.store.programs import put_reports

SHA, OTHER = "0" * 64, "f" * 64
WRITTEN = f"""# My ledger; do not lose this.
countermove_ledger = 1

[[sources]]  # the first
id = "daily"   # short
file = "daily.txt"
sha256 = "{SHA}"

# On land.
[[issues]]
id = "land"

[[extracts]]
id = "e"
source = "daily"
start = 0
end = 5
words = "peace"
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "case.ledger.toml"
    path.write_text(WRITTEN)
    return path


def lines(path: Path) -> list[str]:
    return path.read_text().splitlines()


def test_a_new_ledger_explains_itself_and_is_sound(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger.toml"
    new_ledger(path)
    assert read_ledger(path).sources == () and path.read_text().startswith("# A ledger of evidence")
    assert '"case.ledger"' in path.read_text()
    put_sources(path, [Source("daily", "daily.txt", SHA)])
    assert [source.id for source in read_ledger(path).sources] == ["daily"]
    with pytest.raises(EvidenceError, match="there is a file already"):
        new_ledger(path)


def test_sources_are_put_behind_those_that_are_there(written: Path) -> None:
    full = Source(
        "weekly", "weekly.html", OTHER, "A. Writer", 'The "deal"', "The Weekly", date(2025, 8, 17), "news",
        "n", "https://weekly.example/1", SHA, "tool 1",
    )  # fmt: skip
    more = [Source(f"s{n}", f"s{n}.txt", OTHER) for n in range(5)]
    put_sources(written, [full, *more])
    assert read_ledger(written).sources == (Source("daily", "daily.txt", SHA), full, *more)
    assert not set(WRITTEN.splitlines()) - set(lines(written)), "every line of the person is still there"
    assert written.read_text().startswith(WRITTEN[: WRITTEN.index("# On land")])


def test_put_again_a_source_keeps_what_people_said_of_it(written: Path) -> None:
    set_source(written, "daily", {"author": "A. Writer", "date": "2025-08-17"})
    put_sources(written, [Source("daily", "daily.html", OTHER, author="", title="T", text_sha256=SHA)])
    (found,) = read_ledger(written).sources
    assert (found.author, found.date, found.title) == ("A. Writer", date(2025, 8, 17), "")
    assert (found.file, found.sha256, found.text_sha256) == ("daily.html", OTHER, SHA)
    put_sources(written, [Source("daily", "daily.txt", SHA)])
    assert "text_sha256" not in written.read_text() and "# short" in written.read_text()


def test_two_programs_that_add_reports_lose_none(written: Path) -> None:
    context = multiprocessing.get_context("spawn")
    names = [[f"{who}{n}" for n in range(6)] for who in "ab"]
    programs = [context.Process(target=put_reports, args=(written, mine)) for mine in names]
    for program in programs:
        program.start()
    for program in programs:
        program.join()
        assert program.exitcode == 0
    assert {source.id for source in read_ledger(written).sources} == {"daily", *names[0], *names[1]}


def test_line_ends_of_windows_stay(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger.toml"
    path.write_bytes(WRITTEN.replace("\n", "\r\n").encode())
    put_sources(path, [Source(f"s{n}", "s.txt", OTHER) for n in range(3)])
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n") and len(read_ledger(path).sources) == 4


def test_what_is_said_of_a_source(written: Path) -> None:
    set_source(written, "daily", {"title": "Talks", "outlet": "The Daily", "note": "x"})
    found = set_source(written, "daily", {"note": "", "date": "2025-01-02", "kind": ""})
    assert (found.title, found.outlet, found.note, found.date) == ("Talks", "The Daily", "", date(2025, 1, 2))
    assert "# the first" in written.read_text()


def test_mistakes_change_nothing(written: Path) -> None:
    for id, changes, said in (
        ("daily", {"sha256": OTHER}, '"sha256" cannot be set'),
        ("daily", {"date": "17 August"}, '"17 August" is no date'),
        ("dayly", {"title": "T"}, 'there is no source "dayly"'),
    ):
        with pytest.raises(EvidenceError, match=said):
            set_source(written, id, changes)
    with pytest.raises(EvidenceError, match="64 hexadecimal digits"):
        put_sources(written, [Source("bad", "bad.txt", "short")])
    with pytest.raises(ConflictError):
        set_source(written, "daily", {"title": "a\0b"})
    assert written.read_text() == WRITTEN


def test_issues(written: Path) -> None:
    put_issue(written, Issue("money", "Who pays", words=("pay", "euros")))
    put_issue(written, Issue("land", question="Whose land?", words=("soil",)))
    assert read_ledger(written).issues == (
        Issue("land", "", "Whose land?", ("soil",)),
        Issue("money", "Who pays", "", ("pay", "euros")),
    )
    assert "# On land." in written.read_text()


def test_a_ledger_without_extracts_is_one(tmp_path: Path) -> None:
    path = tmp_path / "case.ledger.toml"
    path.write_text("countermove_ledger = 1\nsources = []\n")
    assert read_ledger(path).extracts == ()
    put_sources(path, [Source("a", "a.txt", SHA), Source("b", "b.txt", SHA)])
    assert len(read_ledger(path).sources) == 2


NEW_KEYS = """origin = "https://daily.example"
text_sha256 = "{sha}"
extractor = "tool 1"
"""


def test_new_keys_are_read_and_checked(written: Path) -> None:
    more = NEW_KEYS.format(sha=SHA)
    text = WRITTEN.replace('file = "daily.txt"', f'file = "daily.txt"\n{more}')
    row = 'kind = "figure"\namount = "5"\nunit = "EUR"\nspeaker_words = "he"\non = 2025-09-01\n'
    written.write_text(text + row)
    ledger = read_ledger(written)
    assert ledger.sources[0].extractor == "tool 1" and ledger.extracts[0].on == date(2025, 9, 1)
    assert (ledger.extracts[0].kind, ledger.extracts[0].amount) == ("figure", "5")
    written.write_text(text.replace(f'text_sha256 = "{SHA}"', 'text_sha256 = "x"') + 'kind = "figures"\n')
    with pytest.raises(EvidenceError) as caught:
        read_ledger(written)
    assert [(p.line, p.what) for p in caught.value.problems] == [
        (8, "a SHA-256 has 64 hexadecimal digits, in small letters"),
        (23, 'there is no kind "figures" of words'),
    ]
