"""From the tables of a model file, each value checked for its kind, to the conflict they describe."""

from __future__ import annotations

from typing import Any

from countermove.files.schema import MODEL
from countermove.model import conflict as c
from countermove.model import variants as v
from countermove.model.scales import Mark, Position, Scale

__all__ = ["conflict_of"]


def _texts(table: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: tuple(table[name]) for name in names if name in table}


def _plain(table: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name.rstrip("_"): table[name] for name in names if name in table}


def conflict_of(t: dict[str, Any]) -> c.Conflict:
    """The conflict that the checked tables of a model file describe."""
    return c.Conflict(
        title=t.get("title", ""),
        decision_makers=tuple(_decision_maker(row) for row in t.get("decision_makers", [])),
        preferences=tuple(_preferences(row) for row in t.get("preferences", [])),
        states=tuple(c.NamedState(**{"id": "", **row}) for row in t.get("states", [])),
        exclusions=tuple(_exclusion(row) for row in t.get("exclusions", [])),
        coalesced=tuple(c.Coalesced(**{"when": "true", **row}) for row in t.get("coalesced", [])),
        bans=tuple(_ban(row) for row in t.get("bans", [])),
        outcomes=tuple(c.Outcome(**{"id": "", "that": "true", **row}) for row in t.get("outcomes", [])),
        readings=tuple(c.Reading(**{"id": "", **row}) for row in t.get("readings", [])),
        scales=tuple(_scale(row) for row in t.get("scales", [])),
        scenarios=tuple(_scenario(row) for row in t.get("scenarios", [])),
        doubts=tuple(_doubt(row) for row in t.get("doubts", [])),
        hypergames=tuple(_hypergame(row) for row in t.get("hypergames", [])),
        **_plain(t, "form", "status_quo", "question", "summary", "cite", "ledger"),
        **_texts(t, "leaves_out"),
    )


def _scale(t: dict[str, Any]) -> Scale:
    return Scale(
        id=t.get("id", ""),
        marks=tuple(Mark(**{"at": 0, "means": "", **row}) for row in t.get("marks", [])),
        positions=tuple(_position(row) for row in t.get("positions", [])),
        **_plain(t, "name"),
    )


def _position(t: dict[str, Any]) -> Position:
    nowhere = (0, 0)
    return Position(
        dm=t.get("dm", ""),
        position=tuple(t.get("position", nowhere)),
        salience=tuple(t.get("salience", nowhere)),
        influence=tuple(t.get("influence", nowhere)),
        **_plain(t, "reading", "assumption"),
        **_texts(t, "evidence"),
    )


def _decision_maker(t: dict[str, Any]) -> c.DecisionMaker:
    return c.DecisionMaker(
        id=t.get("id", ""),
        options=tuple(_option(row) for row in t.get("options", [])),
        moves=tuple((str(a), str(b)) for a, b in t.get("moves", [])),
        **_plain(t, "name", "in_text", "plural", "note"),
        **_texts(t, "evidence"),
    )


def _option(t: dict[str, Any]) -> c.Option:
    rest = _plain(t, "name", "does", "drops", "irreversible", "assumption", "note")
    return c.Option(id=t.get("id", ""), **rest, **_texts(t, "evidence"))


def _exclusion(t: dict[str, Any]) -> c.Exclusion:
    return c.Exclusion(
        if_=t.get("if", ""),
        **_plain(t, "never", "then", "because", "assumption"),
        **_texts(t, "at_most_one", "at_least_one", "evidence"),
    )


def _ban(t: dict[str, Any]) -> c.Ban:
    return c.Ban(from_=t.get("from", "true"), to=t.get("to", "true"), **_plain(t, "dm", "because"))


def _preferences(t: dict[str, Any]) -> c.Preferences:
    return c.Preferences(
        dm=t.get("dm", ""),
        statements=tuple(_statement(row) for row in t.get("statements", [])),
        ranking=_ranking(t.get("ranking", [])),
        rankings=tuple(_ranking(ranking) for ranking in t.get("rankings", [])),
        **_plain(t, "reading", "note", "weights"),
        **_texts(t, "greatly_after"),
    )


def _ranking(groups: list[Any]) -> tuple[tuple[str, ...], ...]:
    return tuple((group,) if isinstance(group, str) else tuple(group) for group in groups)


def _statement(t: dict[str, Any]) -> c.PrioritisedStatement:
    that = {"that": "true", **_plain(t, "that", "says", "assumption")}
    return c.PrioritisedStatement(**that, **_texts(t, "evidence"))


def _scenario(t: dict[str, Any]) -> v.Scenario:
    rest = _plain(t, "name", "because", "after")
    return v.Scenario(id=t.get("id", ""), changes=_changes(t), **rest, **_texts(t, "evidence"))


def _changes(t: dict[str, Any]) -> tuple[v.Change, ...]:
    return tuple(_change(row) for row in t.get("changes", []))


def _change(t: dict[str, Any]) -> v.Change:
    plain = (key.name for key in MODEL["changes"] if key.kind in ("text", "integer", "flag"))
    return v.Change(
        **{"do": "", **_plain(t, *plain)},
        options=tuple(_option(row) for row in t.get("options", [])),
        statements=tuple(_statement(row) for row in t.get("statements", [])),
        ranking=_ranking(t.get("ranking", [])),
        **_texts(t, "of", "greatly_after", "evidence"),
    )


def _doubt(t: dict[str, Any]) -> v.Doubt:
    plain = (key.name for key in MODEL["doubts"] if key.kind in ("text", "number", "flag"))
    return v.Doubt(
        **{"id": "", **_plain(t, *plain)},
        strength=tuple(tuple(groups) for groups in t.get("strength", [])),
        alternatives=tuple(
            v.Alternative(changes=_changes(row), **_plain(row, "name", "weight"))
            for row in t.get("alternatives", [])
        ),
        **_texts(t, "order", "instead", "like", "weights", "evidence"),
    )


def _hypergame(t: dict[str, Any]) -> v.Hypergame:
    rest = _plain(t, "name", "because", "reading")
    return v.Hypergame(id=t.get("id", ""), views=tuple(_view(row) for row in t.get("views", [])), **rest)


def _view(t: dict[str, Any]) -> v.View:
    rest = _plain(t, "reading", "ignores", "assumption")
    return v.View(dm=t.get("dm", ""), changes=_changes(t), **rest, **_texts(t, "unseen", "evidence"))
