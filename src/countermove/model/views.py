"""Hypergames: each decision maker's own conflict, as it sees it, made from what its author wrote.

`seen` gives the conflict that one decision maker acts on; `true_conflict` the one there is, in which
everybody wants what it wants in its own eyes. All are told in the states of the true conflict: what
somebody does not see is a state that cannot happen for it, so that the same state has the same code
in every view.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from countermove.errors import ModelError, Path, Problem, clip, did_you_mean
from countermove.model.changes import apply_changes
from countermove.model.conflict import Conflict, Exclusion, Preferences
from countermove.model.restructure import reference
from countermove.model.variants import Hypergame, View

__all__ = ["check_hypergames", "hypergame_named", "seen", "true_conflict"]

#: Changes that add or shift options would give states other codes than they have for the others.
_OTHER_STATES = ("add option", "add decision maker", "merge", "influence")


def hypergame_named(conflict: Conflict, name: str) -> Hypergame:
    """A hypergame of the conflict, by its id. Raises `ModelError` if there is none."""
    for each in conflict.hypergames:
        if each.id == name:
            return each
    known = [each.id for each in conflict.hypergames]
    cure = did_you_mean(name, known) or "The model has no hypergames; add [[hypergames]], or name views."
    raise ModelError(Problem(f'there is no hypergame "{clip(name)}"', cure))


def seen(conflict: Conflict, game: Hypergame, dm: str, path: Path = ()) -> tuple[Conflict, str]:
    """The conflict that `dm` sees, and the reading in which it sees it.

    Raises `ModelError` for a view that makes no sense, at its place below `path`.
    """
    view = next((view for view in game.views if view.dm == dm), View(dm))
    at: Path = (*path, "views", game.views.index(view)) if view in game.views else path
    reading = _reading(conflict, view.reading or game.reading, (*at, "reading"))
    other = [k for k, change in enumerate(view.changes) if change.do in _OTHER_STATES]
    if other:
        what = "a view cannot see more options than there are"
        cure = "Put the option into the model, and name it under unseen for all who do not see it."
        raise ModelError(Problem(what, cure, (*at, "changes", other[0], "do")))
    changed = apply_changes(conflict, view.changes, (*at, "changes"))
    hidden = [Exclusion(never=_option(conflict, text, (*at, "unseen"))) for text in view.unseen]
    if view.ignores:
        hidden.append(Exclusion(never=view.ignores))
    if hidden and conflict.form == "graph":
        what = "only in option form can states or options go unseen"
        raise ModelError(Problem(what, "Write the conflict in option form.", at))
    return changed.replace(exclusions=(*changed.exclusions, *hidden), status_quo=""), reading


def true_conflict(conflict: Conflict, game: Hypergame) -> Conflict:
    """The conflict there is: everybody's wishes as it has them in its own view, in one reading."""
    wishes: list[Preferences] = []
    for dm in conflict.decision_makers:
        own, reading = seen(conflict, game, dm.id)
        wishes.extend(
            replace(wish, reading="")
            for wish in own.preferences
            if (wish.dm, wish.reading) == (dm.id, reading)
        )
    changes = {"preferences": tuple(wishes), "readings": (), "scales": ()}
    return conflict.replace(**changes, scenarios=(), doubts=(), hypergames=())


def check_hypergames(conflict: Conflict) -> Iterator[Problem]:
    """Every mistake in the hypergames, and in the conflicts that somebody sees in them."""
    ids = [each.id for each in conflict.hypergames]
    dms = [dm.id for dm in conflict.decision_makers]
    for k, game in enumerate(conflict.hypergames):
        path: Path = ("hypergames", k)
        if game.id in ids[:k]:
            what = f'there is another hypergame called "{clip(game.id)}"'
            yield Problem(what, "Give each an id of its own.", (*path, "id"))
        for j, view in enumerate(game.views):
            yield from _check_view(conflict, game, view, dms, (*path, "views", j))


def _check_view(
    conflict: Conflict, game: Hypergame, view: View, dms: list[str], path: Path
) -> Iterator[Problem]:
    if view.dm not in dms:
        what = f'there is no decision maker "{clip(view.dm)}"'
        yield Problem(what, did_you_mean(view.dm, dms), (*path, "dm"))
        return
    if [other.dm for other in game.views].count(view.dm) > 1:
        yield Problem(f'"{clip(view.dm)}" has two views', "Give one.", (*path, "dm"))
        return
    try:
        own, reading = seen(conflict, game, view.dm, path[:2])
        _without_rankings(own).graph(reading)
    except ModelError as error:
        within = [problem for problem in error.problems if problem.path[:1] == ("hypergames",)]
        yield from within
        for problem in error.problems[:1] if not within else ():
            yield Problem(f"in this view, {problem.what}", problem.cure, path)


def _without_rankings(conflict: Conflict) -> Conflict:
    """A conflict in which nobody ranks states: a ranking speaks of all, and a view may have fewer."""
    unranked = tuple(replace(w, ranking=(), rankings=(), greatly_after=()) for w in conflict.preferences)
    return conflict.replace(preferences=unranked)


def _reading(conflict: Conflict, wanted: str, path: Path) -> str:
    if wanted and wanted not in conflict.reading_ids:
        known = [reading for reading in conflict.reading_ids if reading]
        what = f'there is no reading "{clip(wanted)}"'
        raise ModelError(Problem(what, did_you_mean(wanted, known), path))
    return wanted or conflict.reading_ids[0]


def _option(conflict: Conflict, text: str, path: Path) -> str:
    """The full name of an option that a view does not see."""
    owner, _, option = text.rpartition(".")
    found = [ref for ref in conflict.option_ids if ref[1] == option and owner in ("", ref[0])]
    if len(found) != 1:
        known = [f"{dm}.{name}" for dm, name in conflict.option_ids]
        raise ModelError(Problem(f'there is no option "{clip(text)}"', did_you_mean(text, known), path))
    return reference(*found[0])
