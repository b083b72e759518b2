"""A pack of 2×2 games: four cells each, from the top left to the bottom right, with two ranks a cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import product
from typing import Any

from countermove.files.library import case_folder
from countermove.files.toml import read_model
from countermove.model.preferences import Ordinal
from published.labelled import Labelled

__all__ = ["KINDS", "REFERENCE", "check_game", "check_list"]

Cells = Sequence[Sequence[int]]
Games = Sequence[Mapping[str, Any]]
_PLACES = ("top left", "top right", "bottom left", "bottom right")


def check_list(games: Games) -> None:
    """The games are numbered from 1, and each stands for another way of having two strict rankings."""
    assert [game["number"] for game in games] == list(range(1, len(games) + 1))
    assert len({_game_up_to_names(game["cells"]) for game in games}) == len(games)


def check_game(folder: str, game: Mapping[str, Any]) -> Iterator[tuple[str, Callable[[], None]]]:
    """What is said of one game, each with its check."""
    labelled = cache(partial(_read, folder, game["number"], game["cells"]))
    yield "cells", lambda: _check_cells(labelled(), game["cells"])
    yield "class", lambda: _check_class(game["cells"], game["class"])
    if "name" in game:
        yield "name", lambda: _check_name(labelled(), game["name"])
    for concept, labels in game["reference"].items():
        yield concept, partial(_check_equilibria, labelled, concept, labels)
    assert set(game) <= {"number", "class", "name", "cells", "reference"}, f"odd key in game {game['number']}"


def _read(folder: str, number: int, cells: Cells) -> Labelled:
    names = {str(k + 1): f"{_PLACES[k]}: {row},{column}" for k, (row, column) in enumerate(cells)}
    return Labelled(read_model(case_folder() / folder / f"game-{number:02}.toml").conflict.graph(), names)


def _check_cells(game: Labelled, cells: Cells) -> None:
    """The rankings say what the cells say, and each player moves between its own two strategies."""
    model = game.model
    for k, ranks in enumerate(cells):
        state = game.state[str(k + 1)]
        places = [p.rank[model.states.index(state)] for p in model.preferences if isinstance(p, Ordinal)]
        assert [int(place) + 1 for place in places] == list(ranks)
        assert [game.label[to] for to in model.moves(0, state)] == [str((k ^ 2) + 1)]
        assert [game.label[to] for to in model.moves(1, state)] == [str((k ^ 1) + 1)]


def _check_class(cells: Cells, said: str) -> None:
    """There is no conflict where both like the same cell best."""
    assert said == ("no-conflict" if [4, 4] in cells else "conflict")


def _check_name(game: Labelled, name: str) -> None:
    assert game.model.conflict.title.endswith(f" ({name})")


def _check_equilibria(game: Callable[[], Labelled], concept: str, labels: Sequence[int]) -> None:
    assert game().equilibria(concept) == game().named(labels)


# -- counting games -------------------------------------------------------------------------------------


def _swap_rows(cells: Cells) -> Cells:
    return [cells[2], cells[3], cells[0], cells[1]]


def _swap_columns(cells: Cells) -> Cells:
    return [cells[1], cells[0], cells[3], cells[2]]


def _swap_players(cells: Cells) -> Cells:
    return [[column, row] for row, column in (cells[0], cells[2], cells[1], cells[3])]


def _up_to_strategies(cells: Cells) -> tuple[tuple[int, ...], ...]:
    """One form for all games that differ only in how strategies are named."""
    rows = (cells, _swap_rows(cells))
    both = (*rows, *(_swap_columns(game) for game in rows))
    return min(tuple(tuple(cell) for cell in game) for game in both)


def _game_up_to_names(cells: Cells) -> tuple[tuple[int, ...], ...]:
    """One form for all games that differ only in how players and strategies are named."""
    return min(_up_to_strategies(cells), _up_to_strategies(_swap_players(cells)))


def _count_games(ties: bool) -> int:
    """How many ordinal 2×2 games there are, up to names."""
    orders = [order for order in product(range(4), repeat=4) if set(order) == set(range(max(order) + 1))]
    allowed = [order for order in orders if ties or max(order) == 3]
    games = (list(zip(row, column, strict=True)) for row, column in product(allowed, repeat=2))
    return len({_game_up_to_names(game) for game in games})


def _number(games: Games, count: int) -> None:
    assert len(games) == count == _count_games(ties=False)


def _of_class(said: str) -> Callable[[Games, int], None]:
    def check(games: Games, count: int) -> None:
        assert sum(game["class"] == said for game in games) == count

    return check


def _with_ties(games: Games, count: int) -> None:
    assert _count_games(ties=True) == count


#: What a list of games may say of all of them.
KINDS: Mapping[str, Callable[[Games, int], None]] = {
    "games": _number,
    "no_conflict": _of_class("no-conflict"),
    "conflict": _of_class("conflict"),
    "general_ordinal": _with_ties,
}


def _nash_counts(folder: str, games: Games, *, players_apart: bool) -> list[int]:
    """How many games have none, one, two pure Nash equilibria."""
    counts: Counter[int] = Counter()
    for game in games:
        cells = game["cells"]
        same = _up_to_strategies(cells) == _up_to_strategies(_swap_players(cells))
        equilibria = len(_read(folder, game["number"], cells).equilibria("Nash"))
        counts[equilibria] += 2 if players_apart and not same else 1
    return [counts[k] for k in range(max(counts) + 1)]


def _by_nash(folder: str, games: Games, wanted: list[int]) -> None:
    assert _nash_counts(folder, games, players_apart=False) == wanted


def _by_nash_players_apart(folder: str, games: Games, wanted: list[int]) -> None:
    assert _nash_counts(folder, games, players_apart=True) == wanted


#: What follows from the definitions for all of them.
REFERENCE: Mapping[str, Callable[[str, Games, list[int]], None]] = {
    "games_by_nash_equilibria": _by_nash,
    "games_by_nash_equilibria_players_apart": _by_nash_players_apart,
}
