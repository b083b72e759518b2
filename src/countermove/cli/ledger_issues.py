"""`countermove ledger issues`, `compare` and `matrix`: what the reports say on the same, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from countermove.cli import show
from countermove.cli.ledger import Desk, ledger_argument, open_desk, sources_option
from countermove.cli.ledger_matrix import matrix

if TYPE_CHECKING:
    from rich.console import Console

    from countermove.evidence.across.material import Material
    from countermove.evidence.across.proposing import Proposal
    from countermove.evidence.across.questions import Question
    from countermove.evidence.across.table import IssueTable, Line
    from countermove.evidence.ledger import Issue

__all__ = ["COMMANDS"]

_MOST_ROWS = 5  # of the author's own in a cell
_MOST_QUESTIONS = 12
_NO_ISSUE = "The ledger names no issue yet. See what might be one: countermove ledger issues LEDGER --propose"


# -- issues ----------------------------------------------------------------------------------------


@click.command("issues")
@ledger_argument
@click.option("--propose", is_flag=True, help="Propose issues that the reports share.")
@click.option(
    "--accept",
    multiple=True,
    metavar="N",
    help="Put a proposal into the ledger, by number or id (repeatable).",
)
@click.option("--add", metavar="ID", default="", help="Put an issue of your own in, or change one.")
@click.option("--words", multiple=True, metavar="WORDS", help="A word or phrase that tells it (repeatable).")
@click.option("--name", default="", help="What is at issue.")
@click.option("--question", default="", help="Where the reports differ on it, as a question.")
@click.option("--most", default=8, show_default=True, type=click.IntRange(1, 50), help="How many proposals.")
@sources_option
@show.as_json
def issues(
    ledger: str, propose: bool, accept: Sequence[str], add: str, words: Sequence[str], name: str,
    question: str, most: int, folders: Sequence[Path], json_: bool,
) -> None:  # fmt: skip
    """The issues of a ledger with their rows; --propose names some, --accept and --add put them in.

    A row falls under an issue by its words, in whatever form; --words may be given several times, and
    commas part words too. Proposals are words that several reports share, weighed against how general
    they are: accept, rename or leave them.
    """
    from countermove.evidence.across.issues import place_rows
    from countermove.reports.across import issues_data, material_of

    desk = open_desk(ledger, folders)
    if add or words or name or question:
        desk = _put(desk, folders, [_own(desk, add, words, name, question)])
    material = material_of(desk.ledger, desk.store, desk.checker)
    proposals = _proposals(desk, material, most) if propose or accept else []
    if accept:
        desk = _put(desk, folders, _accepted(proposals, accept))
        material = material_of(desk.ledger, desk.store, desk.checker)
        proposals = _proposals(desk, material, most) if propose else []
    placed = place_rows(material)
    if json_:
        show.print_json(issues_data(str(desk.path), material.issues, placed, proposals))
        return
    _print_issues(show.console(), material, placed, proposals, propose)


def _own(desk: Desk, add: str, words: Sequence[str], name: str, question: str) -> Issue:
    from countermove.errors import EvidenceError, Problem
    from countermove.evidence.ledger import Issue

    if not add:
        raise EvidenceError(Problem("which issue is meant?", "Give its id: --add ID --words WORDS."))
    each = tuple(dict.fromkeys(word.strip() for given in words for word in given.split(",") if word.strip()))
    old = next((issue for issue in desk.ledger.issues if issue.id == add), Issue(add))
    if not (each or old.words):
        cure = "Give words: --words WORD, several times if need be."
        raise EvidenceError(Problem(f'the issue "{add}" has no words by which rows fall under it', cure))
    return Issue(add, name or old.name, question or old.question, each or old.words)


def _put(desk: Desk, folders: Sequence[Path], chosen: Sequence[Issue]) -> Desk:
    from countermove.files.ledger import put_issue

    for issue in chosen:
        put_issue(desk.path, issue)
        click.echo(f'The issue "{issue.id}" is in {desk.path.name}.', err=True)
    return open_desk(str(desk.path), folders)


def _proposals(desk: Desk, material: Material, most: int) -> list[Proposal]:
    from countermove.evidence.across.proposing import propose_issues

    persons = [actor.name for actor in desk.store.known_actors() if actor.kind == "person"]
    return propose_issues(material, most, names=persons, known=desk.ledger.issues)


def _accepted(proposals: Sequence[Proposal], accept: Sequence[str]) -> list[Issue]:
    from countermove.errors import EvidenceError, Problem, did_you_mean

    known = {each.issue.id: each.issue for each in proposals}
    numbered = {str(k): each.issue for k, each in enumerate(proposals, 1)}
    asked = [part for given in accept for part in given.replace(",", " ").split()]
    if unknown := [each for each in asked if each not in known and each not in numbered]:
        cure = did_you_mean(unknown[0], known) or "Run it with --propose to see the proposals."
        raise EvidenceError([Problem(f'there is no proposal "{each}"', cure) for each in unknown])
    return [known.get(each) or numbered[each] for each in asked]


def _print_issues(
    out: Console, material: Material, placed: Any, proposals: Sequence[Proposal], proposed: bool
) -> None:
    from countermove.stability.wording import join

    columns = [column.id for column in material.columns]
    if material.issues:
        made = show.table("issue", "words", *columns, numbers=len(columns))
        for issue in material.issues:
            firm = [each.row.source for each in placed[issue.id] if each.how != "like"]
            title = issue.name or issue.id
            made.add_row(f"{issue.id}: {title}" if issue.name else title, join(issue.words) or "no words",
                         *(str(firm.count(column)) for column in columns))  # fmt: skip
        out.print(made)
        out.print()
    elif not proposed:
        out.print(_NO_ISSUE)
    if proposals:
        out.print(show.bold("Proposed", ", from words that the reports share:\n"))
        made = show.table("no.", "id", "words", *columns, numbers=len(columns))
        for k, each in enumerate(proposals, 1):
            made.add_row(str(k), each.issue.id, join(each.issue.words),
                         *(str(len(each.rows.get(column, ()))) for column in columns))  # fmt: skip
        out.print(made)
        out.print("\nPut one in: --accept 1; or name your own: --add ID --words WORDS.")
    elif proposed:
        out.print("The reports share no words that would make another issue.")


# -- compare ---------------------------------------------------------------------------------------


@click.command("compare")
@ledger_argument
@click.option("--issue", "wanted", multiple=True, metavar="ID", help="Only this issue (may be repeated).")
@click.option(
    "--like", "like", metavar="ROW", default="", help="The rows of other reports that are most like a row."
)
@click.option("--most", default=10, show_default=True, type=click.IntRange(1), help="How many like rows.")
@click.option(
    "--embedding", is_flag=True, help="With --like: by a small language model as well, if installed."
)
@click.option("--all", "every", is_flag=True, help="Every row of the authors' own, and every question.")
@sources_option
@show.as_json
def compare(
    ledger: str, wanted: Sequence[str], like: str, most: int, embedding: bool, every: bool,
    folders: Sequence[Path], json_: bool,
) -> None:  # fmt: skip
    """The reports side by side, by issue: who said what in which, what both have, what one has alone.

    Columns stand in the order in which the reports appeared: an earlier one cannot know what came later.
    Differences are put as questions with the words of both; whether there is one, you decide.
    """
    from countermove.evidence.across.questions import ask
    from countermove.evidence.across.table import issue_tables
    from countermove.reports.across import compare_data, material_of

    desk = open_desk(ledger, folders)
    material = material_of(desk.ledger, desk.store, desk.checker)
    if like:
        _compare_like(desk, material, like, most, embedding, json_)
        return
    tables = issue_tables(material, _chosen(material, wanted))
    placed = {
        table.issue.id: {each.row.id for line in table.lines for cell in line.cells.values() for each in cell}
        for table in tables
    }
    questions = [q for q in ask(material, placed) if not wanted or q.issues]
    if json_:
        show.print_json(compare_data(str(desk.path), tables, questions))
        return
    out = show.console()
    for table in tables:
        _print_table(out, table, None if every else _MOST_ROWS)
    if not tables:
        out.print(f"{_NO_ISSUE}\n")
    _print_questions(out, questions, None if every else _MOST_QUESTIONS)
    absent = [source.id for source in material.sources if source.id not in material.texts]
    if absent:
        out.print(f"\nNot at hand: {', '.join(absent)}; its rows are compared by their own words alone.")


def _chosen(material: Material, wanted: Sequence[str]) -> list[Issue]:
    from countermove.errors import EvidenceError, Problem, did_you_mean

    known = {issue.id: issue for issue in material.issues}
    if unknown := [each for each in wanted if each not in known]:
        raise EvidenceError(
            [Problem(f'there is no issue "{each}"', did_you_mean(each, known)) for each in unknown]
        )
    return [known[each] for each in wanted] if wanted else list(material.issues)


def _print_table(out: Console, table: IssueTable, most: int | None) -> None:
    from countermove.reports.across import day, what_is_shared
    from countermove.reports.ledger import one_line

    issue = table.issue
    out.print(show.bold(f"\n{issue.name or issue.id}", f" ({issue.id})" if issue.name else ""))
    if issue.question:
        out.print(f"  {issue.question}")
    out.print()
    made = show.table("", *(f"{column.id}, {day(column)}" for column in table.columns))
    for line in table.lines:
        made.add_row(
            one_line(line.speaker) or "author's own",
            *(_cell(line, column.id, most) for column in table.columns),
        )
    if not table.lines:
        out.print("  No report has a row on this.")
        return
    out.print(made)
    out.print()
    out.print(show.definitions(what_is_shared(table), indent=2))
    if table.suggested:
        ids = ", ".join(each.row.id for each in table.suggested[:8])
        out.print(f"  Perhaps on this as well, by likeness: {ids}")


def _cell(line: Line, source: str, most: int | None) -> str:
    from countermove.reports.across import told_of

    cell = line.cells[source]
    shown = cell if line.speaker or most is None else cell[:most]
    texts = [f"{told_of(each.row)} [{each.row.id}]" for each in shown]
    rest = len(cell) - len(shown)
    return "\n".join([*texts, *([f"and {rest} more"] if rest else [])]) or "–"


def _print_questions(out: Console, questions: Sequence[Question], most: int | None) -> None:
    from countermove.evidence.across.questions import RULES
    from countermove.reports.across import told_of
    from countermove.reports.ledger import one_line

    if not questions:
        out.print("\nNo difference that the rules ask about. They see few: the tables show more.")
        return
    out.print(show.bold("\nQuestions", ", for you to decide\n"))
    for question in questions[:most]:
        out.print(show.bullets([one_line(question.text)], "?"))
        for row in (question.one, question.other):
            out.print(show.bullets([f"{row.source}: {told_of(row)} [{row.id}]"], "·", indent=4))
        out.print(show.bullets([f"asked because: {RULES[question.rule]}"], "·", indent=4))
    if most is not None and len(questions) > most:
        out.print(f"  and {len(questions) - most} more; --all shows them.")


def _compare_like(desk: Desk, material: Material, like: str, most: int, embedding: bool, json_: bool) -> None:
    from countermove.evidence.across.likeness import likest
    from countermove.reports.across import like_data, told_of
    from countermove.reports.ledger import one_line

    row = desk.store.row(like)
    vectors = None
    if embedding:
        from countermove.evidence.across.embedding import row_vectors

        vectors = row_vectors(material)
    found = likest(material, row, most=most, vectors=vectors)
    if json_:
        show.print_json(like_data(str(desk.path), row, found))
        return
    out = show.console()
    out.print(f"{row.source}: {told_of(row)}\n")
    made = show.table("row", "who", "words", "shared", "likeness", numbers=1)
    for each in found:
        who = one_line(each.row.value("speaker")) or "author's own"
        shared = ", ".join(each.shared)
        made.add_row(each.row.id, who, told_of(each.row), shared, f"{each.score:.2f}")
    out.print(made if found else "No row of another report shares a telling word with it.")
    if found:
        out.print("\nA list to look through, likest first; it does not say that two rows mean the same.")


COMMANDS = (issues, compare, matrix)
