"""A draft as a model file: decision makers and options with the rows they come from, the rest as remarks.

The file says what the rows say and no more. Preferences stand in it as remarks to be finished: a row may
tell a wish, but not what that wish weighs against the others. The shape of the JSON is that of
``schemas/draft.schema.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from countermove._version import __version__
from countermove.evidence.drafting import Draft, LeftOut, Maker, Move, Wish
from countermove.evidence.ledger import Source
from countermove.evidence.rows import Row
from countermove.files.write import spell_value
from countermove.reports.across import shortened

__all__ = ["draft_data", "draft_toml", "what_is_missing"]

_MOST_WORDS = 25  # of a row in a remark
_MOST_WISHES = 8
_WIDTH = 100

_HEAD = """\
# A draft, made from the rows that stand in {ledger}. It has no preferences and does not run yet.
#
# Who could act and what they could do, by the verbs with which it was promised, threatened, demanded or
# refused. Every line cites its rows; see one with: countermove ledger show {ledger} ROW --around
# To finish it:
#   1. Rename, join or drop decision makers and options. A minister and the country are one decision maker if
#      the table of aliases says so: countermove ledger merge {ledger} NAME --into NAME, then draft again.
#   2. Say what cannot be together: [[exclusions]]. Name the results that matter: [[outcomes]].
#   3. Write the preferences at the end: take away the first # of a line, and put conditions in order, the
#      most important first. Nobody but you knows that order.
#   4. countermove validate THIS-FILE says what is still missing.
"""


def draft_toml(draft: Draft, ledger: str, title: str = "") -> str:
    """The model file of a draft; `ledger` is the ledger's file name, which has to stand beside it."""
    name = title or ledger.removesuffix(".toml").removesuffix(".ledger").replace("-", " ").capitalize()
    lines = [
        _HEAD.format(ledger=ledger),
        "countermove = 1",
        f"title = {_spelt(name)}",
        f"ledger = {_spelt(ledger)}",
        "# question = ",
        *_status_quo(draft),
        *_section("Who can do what"),
    ]
    for maker in draft.makers:
        lines.extend(_maker(maker))
    lines.extend(_left_out(draft.left_out))
    if draft.readings:
        lines.extend(_section("A reading for each report"))
        for source in draft.readings:
            lines.extend(_reading(source))
    lines.extend(_section("Who wants what: to be finished, nothing below counts yet"))
    for source_id in [source.id for source in draft.readings] or [""]:
        for maker in draft.makers:
            lines.extend(_preferences(maker, source_id))
    return "\n".join(lines).rstrip("\n") + "\n"


def what_is_missing(draft: Draft) -> str:
    """A sentence on what the analyst has to write before the model runs."""
    many = len(draft.makers) * max(len(draft.readings), 1)
    each = "each decision maker" + (" in each reading" if draft.readings else "")
    blocks = "one block" if many == 1 else f"{many} blocks"
    where = f"{blocks} at the end of the file; one condition in each will do"
    return f"Still missing: the preferences of {each}, {where}."


def _section(title: str) -> list[str]:
    return ["", f"# ---- {title} " + "-" * max(_WIDTH - len(title) - 8, 3), ""]


def _status_quo(draft: Draft) -> Iterator[str]:
    first = next((f"{maker.id}.{move.id}" for maker in draft.makers for move in maker.options), "")
    yield f"# status_quo = {_spelt(first)}  # the options that are taken today, joined by +"


def _spelt(text: str) -> str:
    """A text as it stands in the file, on one line; signs that steer something are left out."""
    plain = "".join(sign for sign in text if sign.isprintable())
    return spell_value(plain, one_line=True)


def _remark(text: str, sign: str = "# ") -> Iterator[str]:
    """A remark over as many lines as it needs; whatever stands in a report, it stays a remark."""
    plain = "".join(each if each.isprintable() else " " for each in text)
    indent = " " * (len(plain) - len(plain.lstrip()) + 2)
    lines = wrap(plain, _WIDTH - len(sign), subsequent_indent=indent, break_on_hyphens=False)
    yield from (sign + line for line in lines)


def _ids(rows: Sequence[str], most: int = 12) -> str:
    return "[" + ", ".join(_spelt(row) for row in rows[:most]) + "]"


# -- who -------------------------------------------------------------------------------------------


def _maker(maker: Maker) -> Iterator[str]:
    spoke = f"heard in {_rows(maker.spoke)}" if maker.spoke else "not heard itself"
    acted = f", acts in {_rows(maker.acted)}" if maker.acted else ""
    unsure = f"; in {_rows(maker.unsure)} who is meant is a suggestion" if maker.unsure else ""
    yield from _remark(f"{maker.name}: {spoke}{acted}{unsure}.")
    yield "[[decision_makers]]"
    yield f"id = {_spelt(maker.id)}"
    yield f"name = {_spelt(maker.name)}"
    yield f"evidence = {_ids(maker.rows)}"
    yield ""
    for move in maker.options:
        yield from ("  " + line if line else "" for line in _option(move))


def _rows(many: int) -> str:
    return "one row" if many == 1 else f"{many} rows"


def _option(move: Move) -> Iterator[str]:
    for seen in move.seen[:3]:
        yield from _remark(f"{seen.row.id}, {seen.how}: {_quoted(seen.row)}")
        if seen.remark:
            yield from _remark(f"  {seen.remark}")
    yield "[[decision_makers.options]]"
    yield f"id = {_spelt(move.id)}"
    yield f"name = {_spelt(move.name)}"
    yield f"does = {_spelt(move.does)}" if move.does else '# does = ""  # taking it, as an infinitive'
    yield f"evidence = {_ids(move.rows)}"
    yield ""


def _quoted(row: Row) -> str:
    words = shortened(row.words, _MOST_WORDS).replace("\\$", "$")
    return f"“{words.replace('“', '‘').replace('”', '’')}”"


def _left_out(left: Sequence[LeftOut]) -> Iterator[str]:
    if left:
        yield "# Left out:"
    for each in left:
        rows = ", ".join(each.rows[:4]) + (", ..." if len(each.rows) > 4 else "")
        yield from _remark(f"- {each.name}: {each.why} ({rows})")


def _reading(source: Source) -> Iterator[str]:
    yield "[[readings]]"
    yield f"id = {_spelt(source.id)}"
    if source.author or source.outlet:
        yield f"by = {_spelt(', '.join(part for part in (source.author, source.outlet) if part))}"
    yield f"source = {_spelt(source.id)}"
    yield '# summary = ""'
    yield ""


# -- what they want --------------------------------------------------------------------------------


def _preferences(maker: Maker, reading: str) -> Iterator[str]:
    """A block of preferences as remarks; its first # taken away it is one to be filled in."""
    wishes = [wish for source, mine in maker.wishes.items() if reading in ("", source) for wish in mine]
    yield "# [[preferences]]"
    yield f"# dm = {_spelt(maker.id)}"
    if reading:
        yield f"# reading = {_spelt(reading)}"
    for wish in wishes[:_MOST_WISHES]:
        yield from _remark(_wished(maker, wish), "# # ")
    if len(wishes) > _MOST_WISHES:
        rest = ", ".join(wish.row.id for wish in wishes[_MOST_WISHES:][:12])
        yield from _remark(f"and more: {rest}", "# # ")
    if not wishes:
        where = "this report" if reading else "the reports"
        told = f"No row of {where} says what {maker.name} wants: argue it, as assumption = ..."
        yield from _remark(told, "# # ")
    yield "#"
    yield "#   [[preferences.statements]]"
    yield '#   that = ""'
    yield '#   says = ""'
    cited = [wish.row.id for wish in wishes[:3]]
    yield f"#   evidence = {_ids(cited)}" if cited else '#   assumption = ""'
    yield ""


def _wished(maker: Maker, wish: Wish) -> str:
    act = wish.row.value("act") or "says"
    told = f"{maker.name} ({wish.row.id}) {act}: {_quoted(wish.row)} – write it as a statement"
    if not wish.options or wish.row.value("act") == "threatens":  # a threat is seldom what its maker wants
        return told
    return f"{told}, e.g. {wish.options[0]}"


# -- as data ---------------------------------------------------------------------------------------


def draft_data(draft: Draft, ledger: str, file: str) -> dict[str, Any]:
    """The draft with the rows behind every part of it."""
    return {
        "countermove": __version__,
        "finding": "draft",
        "ledger": ledger,
        "file": file,
        "decision_makers": [_maker_data(maker) for maker in draft.makers],
        "readings": [source.id for source in draft.readings],
        "left_out": [
            {"name": each.name, "why": each.why, "rows": list(each.rows)} for each in draft.left_out
        ],
        "missing": what_is_missing(draft),
    }


def _maker_data(maker: Maker) -> dict[str, Any]:
    return {
        "id": maker.id,
        "name": maker.name,
        "rows": list(maker.rows),
        "options": [
            {
                "id": move.id,
                "name": move.name,
                "does": move.does,
                "rows": [{"row": s.row.id, "how": s.how, "remark": s.remark} for s in move.seen],
            }
            for move in maker.options
        ],
        "wishes": [
            {
                "row": wish.row.id,
                "source": wish.row.source,
                "act": wish.row.value("act"),
                "options": list(wish.options),
            }
            for mine in maker.wishes.values()
            for wish in mine
        ],
    }
