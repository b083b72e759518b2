"""From what a person wrote about one decision maker's wishes to a preference over all states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from countermove._numpy import np
from countermove.errors import Path, Problem, StateError, TooLarge, clip
from countermove.model.conflict import Preferences
from countermove.model.cube import CubeSpace
from countermove.model.listed import BoolArray, IntArray, ListedSpace, listed
from countermove.model.names import Names
from countermove.model.option_form import Wish
from countermove.model.preferences import (
    Conditional,
    Ordinal,
    Preference,
    Uncertain,
    rank_by_groups,
    rank_by_truth,
    rank_by_value,
    whole_weights,
)
from countermove.model.statements import Statement
from countermove.model.states import StateSpace

__all__ = ["build_preference"]

_MAX_CELLS = 10**9
_KINDS = ("statements", "ranking", "rankings", "weights")


def build_preference(
    names: Names, states: StateSpace | None, wish: Preferences, path: Path
) -> Preference | None:
    """One decision maker's preference, or None with every problem noted.

    Statements are read even where there are no states yet, so that all mistakes come at once.
    """
    given = [kind for kind in _KINDS if getattr(wish, kind)]
    if len(given) > 1:
        names.report(path, f'"{clip(wish.dm)}" has {" and ".join(given)}', "Give exactly one of them.")
        for kind in given:
            _by_kind(kind, names, states, wish, path)
        return None
    if wish.greatly_after and given != ["ranking"] and not names.unread.inside(*path, "ranking"):
        names.report(
            (*path, "greatly_after"), "greatly_after needs a ranking", "Give the groups as a ranking."
        )
        return None
    return _by_kind(given[0] if given else "statements", names, states, wish, path)


def _by_kind(
    kind: str, names: Names, states: StateSpace | None, wish: Preferences, path: Path
) -> Preference | None:
    if kind == "statements":
        return _by_statements(names, states, wish, path)
    if kind == "weights":
        return _by_weights(names, states, wish, path)
    if states is None:
        _check_states(names, wish, path)
        return None
    states = listed(states)
    if kind == "ranking":
        return _by_ranking(names, states, wish, path)
    ranks = [_ranks(names, states, r, (*path, "rankings", j)) for j, r in enumerate(wish.rankings)]
    if any(rank is None for rank in ranks):
        return None
    return Uncertain(states, np.stack([rank for rank in ranks if rank is not None]))


def _check_states(names: Names, wish: Preferences, path: Path) -> None:
    """Look at the words for states in rankings, where the states themselves are not known."""
    listed = [((*path, "ranking"), wish.ranking)]
    listed += [((*path, "rankings", i), ranking) for i, ranking in enumerate(wish.rankings)]
    for place, ranking in listed:
        for at, text in _placed(ranking, place):
            if not names.full:
                names.check_state(text, at)


def _placed(groups: Sequence[Sequence[str]], path: Path) -> Iterator[tuple[Path, str]]:
    """Each state of a ranking as written, with its place: a group of one may stand without brackets."""
    for j, group in enumerate(groups):
        yield from _placed_group(group, (*path, j))


def _placed_group(group: Sequence[str], path: Path) -> Iterator[tuple[Path, str]]:
    for k, text in enumerate(group):
        yield (path if len(group) == 1 else (*path, k)), text


def _trees(names: Names, texts: Sequence[tuple[str, Path]]) -> list[Statement] | None:
    """The statements of a list, or None where one of them was not understood."""
    trees = [names.condition(text, path) for text, path in texts]
    return [tree for tree in trees if tree is not None] if all(tree is not None for tree in trees) else None


def _truths(
    names: Names, states: ListedSpace, trees: Sequence[Statement], texts: Sequence[tuple[str, Path]]
) -> BoolArray:
    if len(trees) * states.size > _MAX_CELLS:
        what = f"the statements are too many for {states.size:,} states"
        raise TooLarge(Problem(what, "Exclude combinations that cannot happen.", ("preferences",)))
    for tree in trees:
        names.spend(tree, len(states.member_codes))
    rows = []
    for tree, (text, path) in zip(trees, texts, strict=True):
        rows.append(states.truth(tree))
        if len(states.member_codes) > states.size and states.undetermined(tree).any():
            names.report(
                path,
                f'"{clip(text)}" is true for part of a state that stands for several combinations',
                "It counts as not true there.",
                warning=True,
            )
    return np.array(rows, dtype=bool).reshape(len(rows), states.size)


def _by_statements(
    names: Names, states: StateSpace | None, wish: Preferences, path: Path
) -> Preference | None:
    texts = [(s.that, (*path, "statements", j, "that")) for j, s in enumerate(wish.statements)]
    trees = _trees(names, texts)
    if trees is None or states is None:
        return None
    conditions = Wish(tuple(trees))
    if isinstance(states, CubeSpace):
        return Conditional(states, conditions)
    truth = _truths(names, listed(states), trees, texts)
    return Ordinal(listed(states), rank_by_truth(truth), truth=truth, wish=conditions)


def _by_weights(names: Names, states: StateSpace | None, wish: Preferences, path: Path) -> Preference | None:
    texts = [(text, (*path, "weights", text)) for text in wish.weights]
    trees = _trees(names, texts)
    numbers = [_exact(value) for value in wish.weights.values()]
    for number, (_, where) in zip(numbers, texts, strict=True):
        if number is None:
            names.report(where, "a weight must be a finite number")
    if trees is None or states is None or any(number is None for number in numbers):
        return None
    weights = [number for number in numbers if number is not None]
    conditions = Wish(tuple(trees), whole_weights(weights))
    if isinstance(states, CubeSpace):
        return Conditional(states, conditions)
    truth = _truths(names, listed(states), trees, texts)
    return Ordinal(listed(states), rank_by_value(truth, weights), wish=conditions)


def _exact(value: int | float | Decimal) -> Fraction | None:
    """The number as a person means it: a float is the decimal it is written as, 0.1 one tenth."""
    try:
        return Fraction(Decimal(repr(value)) if isinstance(value, float) else value)
    except (ValueError, OverflowError):
        return None


def _by_ranking(names: Names, states: ListedSpace, wish: Preferences, path: Path) -> Ordinal | None:
    rank = _ranks(names, states, wish.ranking, (*path, "ranking"))
    groups = len(wish.ranking)
    for j, place in enumerate(wish.greatly_after):
        if not 1 <= place < groups:
            names.report(
                (*path, "greatly_after", j),
                f"there is no group below group {place}",
                f"Groups are counted 1 to {groups} from the best.",
            )
            return None
    if rank is None:
        return None
    if not wish.greatly_after:
        return Ordinal(states, rank)
    level = np.sum([rank >= groups - place for place in wish.greatly_after], axis=0).astype(np.int64)
    return Ordinal(states, rank, level=level)


def _ranks(names: Names, states: ListedSpace, groups: Sequence[Sequence[str]], path: Path) -> IntArray | None:
    found: dict[int, Path] = {}
    indices: list[list[int]] = []
    before = len(names.problems)
    for j, group in enumerate(groups):
        indices.append([])
        for place, text in _placed_group(group, (*path, j)):
            if names.full:
                break
            try:
                at = states.index(states.find(text))
            except StateError as error:
                names.add(problem.within(place) for problem in error.problems)
                continue
            if at in found:
                what = f'state "{clip(text)}" is ranked twice'
                names.report(place, what, "Each state stands in exactly one group.")
            found[at] = place
            indices[-1].append(at)
    missing = [i for i in range(states.size) if i not in found]
    if missing and len(names.problems) == before and not names.unread.inside(*path):
        said = ", ".join(_short(states, i) for i in missing[:8]) + (", ..." if len(missing) > 8 else "")
        what = (
            f"{len(missing)} feasible {'state is' if len(missing) == 1 else 'states are'} not ranked: {said}"
        )
        names.report(path, what, "Add each to a group.")
    sound = len(found) == states.size and len(names.problems) == before
    return rank_by_groups(indices, states.size) if sound else None


def _short(states: ListedSpace, index: int) -> str:
    if states.graph_form:
        return states.names[index]
    return f"{index + 1} ({states.pattern(int(states.codes[index]))})"
