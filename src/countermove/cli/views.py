"""What the command line says about who sees what: the options --sees, --unseen and --cross."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from countermove.errors import ModelError, Problem, clip, did_you_mean
from countermove.model.conflict import Conflict
from countermove.model.variants import Hypergame, View
from countermove.model.views import hypergame_named

__all__ = ["asked_game", "check_question", "decision_maker"]


def asked_game(
    conflict: Conflict, name: str, sees: Sequence[str], unseen: Sequence[str], reading: str
) -> Hypergame:
    """The hypergame of a name, or an empty one, with what the command line says besides.

    Raises `ModelError` for a name that there is not, and for words that do not say who sees what.
    """
    game = hypergame_named(conflict, name) if name else Hypergame("asked", "as asked for")
    views = {view.dm: view for view in game.views}
    for text in sees:
        dm, wanted = _split(conflict, text, "=", "--sees us=READING")
        views[dm] = replace(views.get(dm, View(dm)), reading=wanted)
    for text in unseen:
        dm, option = _split(conflict, text, ":", "--unseen us:OPTION")
        view = views.get(dm, View(dm))
        views[dm] = replace(view, unseen=(*view.unseen, option))
    return replace(game, reading=reading or game.reading, views=tuple(views.values()))


def check_question(conflict: Conflict, one_game: bool, cross: Sequence[str], state: str) -> None:
    """Raise `ModelError` for options that do not go together, and where there is nothing to show."""
    if one_game and cross:
        what = "--cross is for the overview, and one hypergame was named"
        raise ModelError(Problem(what, "Leave out --cross, or the name, --sees and --unseen."))
    if state and not one_game:
        what = "it is not said in which hypergame the state stands"
        raise ModelError(Problem(what, "Name one, or say who sees what: --sees us=READING."))
    if not one_game and len(conflict.readings) < 2 and conflict.hypergames:
        known = ", ".join(game.id for game in conflict.hypergames)
        raise ModelError(Problem("it is not said which hypergame", f"Known here: {known}."))


def decision_maker(conflict: Conflict, word: str) -> str:
    """The id of a decision maker, in any case of letters. Raises `ModelError` if there is none."""
    ids = {dm.id.casefold(): dm.id for dm in conflict.decision_makers}
    if word.casefold() not in ids:
        what = f'there is no decision maker "{clip(word)}"'
        raise ModelError(Problem(what, did_you_mean(word, ids.values())))
    return ids[word.casefold()]


def _split(conflict: Conflict, text: str, sign: str, example: str) -> tuple[str, str]:
    """``us=sanger``: whose view it is, and what is said of it."""
    word, _, rest = text.partition(sign)
    if not rest.strip():
        what = f'"{clip(text)}" does not say who sees what'
        raise ModelError(Problem(what, f"Write for instance {example}."))
    return decision_maker(conflict, word.strip()), rest.strip()
