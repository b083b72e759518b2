"""Reports side by side, for people and for programs: issues, tables by issue, questions, like rows.

The shapes of the JSON are those of ``schemas/across.schema.json``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from countermove._version import __version__
from countermove.evidence.across.issues import Placed
from countermove.evidence.across.likeness import Like
from countermove.evidence.across.material import Material
from countermove.evidence.across.proposing import Proposal
from countermove.evidence.across.questions import RULES, Question
from countermove.evidence.across.table import IssueTable
from countermove.evidence.ledger import Issue, Ledger, Source
from countermove.evidence.rows import Row
from countermove.reports.ledger import one_line
from countermove.stability.wording import join

if TYPE_CHECKING:
    from countermove.evidence.store import Store
    from countermove.evidence.store.check import Checker

__all__ = [
    "compare_data", "day", "issues_data", "like_data", "material_of", "shortened", "told_of",
    "what_is_shared",
]  # fmt: skip


def material_of(ledger: Ledger, store: Store, checker: Checker) -> Material:
    """The rows of a ledger that stand, with the texts of those sources that are at hand."""
    from countermove.evidence.store import STANDING, Wanted

    rows = tuple(store.rows(Wanted(status=(STANDING,))))
    texts = {}
    for source in ledger.sources:
        found = checker.source(source.id)
        if found.state == "verified":
            texts[source.id] = found.text
    return Material(ledger.sources, ledger.issues, rows, texts)


# -- in words --------------------------------------------------------------------------------------


def day(source: Source) -> str:
    """``17 August 2025``, or that the day is not known."""
    return f"{source.date.day} {source.date:%B %Y}" if source.date else "no date"


def shortened(words: str, most: int = 25) -> str:
    """The first words of a text, on one line; never more than `most` of them."""
    each = one_line(words).split()
    return " ".join(each) if len(each) <= most else " ".join(each[:most]) + " …"


def told_of(row: Row) -> str:
    """``rejects: “the deployment of its own troops”``."""
    act = row.value("act") if row.kind in ("statement", "event") else ""
    return f"{act + ': ' if act else ''}“{shortened(row.words)}”"


def what_is_shared(table: IssueTable) -> list[tuple[str, str]]:
    """For each issue: whom both reports have, whom one has alone, and who is silent."""
    found = []
    many = len(table.columns)
    if many > 1:
        both = join([one_line(line.speaker) for line in table.shared()])
        found.append(("In both" if many == 2 else "In several", both or "nobody"))
    for column in table.columns:
        if column.id in table.silent:
            found.append((f"Only in {column.id}", "silent on this"))
            continue
        alone = [one_line(line.speaker) for line in table.only_in(column.id)]
        found.append((f"Only in {column.id}", join(alone) or "nobody"))
    return found


# -- as data ---------------------------------------------------------------------------------------


def _head(about: str, ledger: str) -> dict[str, Any]:
    return {"countermove": __version__, "finding": "across", "about": about, "ledger": ledger}


def issues_data(
    ledger: str,
    issues: Sequence[Issue],
    placed: Mapping[str, Sequence[Placed]],
    proposals: Sequence[Proposal],
) -> dict[str, Any]:
    """The issues of a ledger with the ids of their rows, and those that are proposed."""
    return _head("issues", ledger) | {
        "issues": [
            _issue(issue) | {"rows": [_placed(each) for each in placed.get(issue.id, ())]} for issue in issues
        ],
        "proposals": [
            _issue(each.issue)
            | {"score": each.score, "rows": {source: list(rows) for source, rows in each.rows.items()}}
            for each in proposals
        ],
    }


def compare_data(ledger: str, tables: Iterable[IssueTable], questions: Sequence[Question]) -> dict[str, Any]:
    """Tables by issue, and the questions between the reports."""
    tables = list(tables)
    columns = tables[0].columns if tables else ()
    return _head("compare", ledger) | {
        "reports": [
            {"id": c.id, "citation": c.citation, "date": c.date.isoformat() if c.date else None}
            for c in columns
        ],
        "issues": [_table(table) for table in tables],
        "questions": [_question(question) for question in questions],
    }


def like_data(ledger: str, row: Row, found: Sequence[Like]) -> dict[str, Any]:
    """The rows of other reports that are most like a row."""
    return _head("like", ledger) | {
        "row": _row(row),
        "like": [
            _row(each.row) | {"score": round(each.score, 3), "shared": list(each.shared)} for each in found
        ],
    }


def _issue(issue: Issue) -> dict[str, Any]:
    return {"id": issue.id, "name": issue.name, "question": issue.question, "words": list(issue.words)}


def _placed(each: Placed) -> dict[str, Any]:
    return {"row": each.row.id, "source": each.row.source, "how": each.how, "by": each.by}


def _table(table: IssueTable) -> dict[str, Any]:
    return _issue(table.issue) | {
        "lines": [
            {
                "speaker": line.speaker,
                "rows": {
                    source: [_row(each.row) | {"how": each.how, "by": each.by} for each in cell]
                    for source, cell in line.cells.items()
                },
            }
            for line in table.lines
        ],
        "in_both": [line.speaker for line in table.shared()],
        "only_in": {c.id: [line.speaker for line in table.only_in(c.id)] for c in table.columns},
        "silent": list(table.silent),
        "suggested": [each.row.id for each in table.suggested],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "question": question.text,
        "rule": question.rule,
        "rule_in_words": RULES[question.rule],
        "issues": list(question.issues),
        "spans": [_row(question.one), _row(question.other)],
    }


def _row(row: Row) -> dict[str, Any]:
    """A row as a span: where it stands and the words there."""
    return {
        "id": row.id,
        "source": row.source,
        "start": row.start,
        "end": row.end,
        "words": row.words,
        "kind": row.kind,
        "speaker": row.value("speaker"),
        "act": row.value("act"),
        "when": row.value("when"),
    }
