"""Exclusions: what cannot happen, as statements that hold in no feasible state.

A person says it in one of four ways: never this; at most one, or at least one, of these; if this,
then that. Each becomes one or more statements that are *impossible*.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from countermove.errors import Path, TooLarge
from countermove.model.conflict import Conflict, Exclusion
from countermove.model.feasible import Feasible
from countermove.model.names import Names
from countermove.model.option_form import OptionForm
from countermove.model.statements import And, Name, Not, Or, Statement
from countermove.model.states import OptionRef

__all__ = ["blame", "read_exclusions"]

_WAYS = ("never", "at_most_one", "at_least_one", "if")
_MOST_CONDITIONS = 200  # at_most_one looks at every pair
_MOST_TRIED = 50
_MOST_OPTIONS = 12


def read_exclusions(names: Names, conflict: Conflict) -> list[list[Statement]]:
    """For each exclusion the statements that are impossible; every problem is noted in `names`."""
    found = []
    first: dict[str, int] = {}
    for i, exclusion in enumerate(conflict.exclusions):
        path: Path = ("exclusions", i)
        statements = _impossible(names, exclusion, path)
        found.append(statements)
        if statements:
            _warn(names, statements, first, i)
    return found


def _ways(exclusion: Exclusion) -> list[str]:
    given = (exclusion.never, exclusion.at_most_one, exclusion.at_least_one, exclusion.if_ or exclusion.then)
    return [way for way, value in zip(_WAYS, given, strict=True) if value]


def _impossible(names: Names, exclusion: Exclusion, path: Path) -> list[Statement]:
    given = _ways(exclusion)
    unread = bool(names.unread) and any(names.unread.inside(*path, way) for way in (*_WAYS, "then"))
    if len(given) > 1 or not (given or unread):
        said = " and ".join(given) if given else "nothing"
        names.report(
            path,
            f"an exclusion says {said}; it must say exactly one thing",
            "Use one of never, at_most_one, at_least_one, or if with then.",
        )
    found: list[Statement] = []
    for way in given:
        found.extend(_of_way(names, way, exclusion, path))
    return found if len(given) == 1 and not unread else []


def _of_way(names: Names, way: str, exclusion: Exclusion, path: Path) -> list[Statement]:
    if way == "never":
        return _trees(names, [(exclusion.never, (*path, "never"))])
    if way == "if":
        return _if_then(names, exclusion, path)
    listed = exclusion.at_most_one if way == "at_most_one" else exclusion.at_least_one
    if len(listed) > _MOST_CONDITIONS:
        names.report(
            (*path, way), f"{way} has {len(listed):,} conditions", f"Give at most {_MOST_CONDITIONS}."
        )
        return []
    trees = _trees(names, [(text, (*path, way, j)) for j, text in enumerate(listed)])
    if len(trees) != len(listed):
        return []
    if way == "at_most_one":
        if len(trees) == 1:
            names.report((*path, way), "one condition alone rules nothing out", "Add others.", warning=True)
        return [And(pair) for pair in combinations(trees, 2)]
    return [Not(Or(tuple(trees)) if len(trees) > 1 else trees[0])]


def _if_then(names: Names, exclusion: Exclusion, path: Path) -> list[Statement]:
    sides = (("if", exclusion.if_), ("then", exclusion.then))
    trees = _trees(names, [(text, (*path, side)) for side, text in sides if text])
    for side, text in sides:
        if not text and not names.unread.inside(*path, side):
            names.report(path, f'"{side}" is missing beside its other half', f"Add {side}.")
    return [And((trees[0], Not(trees[1])))] if len(trees) == 2 else []


def _trees(names: Names, texts: list[tuple[str, Path]]) -> list[Statement]:
    found = [names.condition(text, path) for text, path in texts]
    return [tree for tree in found if tree is not None]


# -- what is probably not meant ------------------------------------------------------------------


def _warn(names: Names, statements: list[Statement], first: dict[str, int], i: int) -> None:
    exclusion = names.conflict.exclusions[i]
    path: Path = ("exclusions", i, _ways(exclusion)[0])
    said = "; ".join(str(statement) for statement in statements)
    if said in first:
        what = f"the exclusion says the same as exclusion {first[said] + 1}"
        names.report(path, what, "Drop one of them.", warning=True)
    elif names.warned_enough:
        return
    elif not any(_possible(names.options, statement) for statement in statements):
        what = "the exclusion rules nothing out: what it forbids can never hold anyway"
        names.report(path, what, "Reword or drop it.", warning=True)
    first.setdefault(said, i)


def _possible(options: Sequence[OptionRef], statement: Statement) -> bool:
    """Whether the statement holds for some setting of the options in it (or they are too many to say)."""
    literals = _literals(statement)
    if literals is not None and len({name for name, _ in literals}) == len(literals):
        return True
    named = {name.parts for name in statement.names()}
    involved = [option for option in options if (option.owner, option.id) in named]
    if len(involved) != len(named) or len(named) > _MOST_OPTIONS:
        return True
    return Feasible(OptionForm(tuple(involved), (), (), (Not(statement),))).possible


def _literals(statement: Statement) -> set[tuple[tuple[str, ...], bool]] | None:
    """The options taken and not taken, where the statement says just that; else None."""
    found = set()
    for item in statement.items if isinstance(statement, And) else (statement,):
        inner = item.item if isinstance(item, Not) else item
        if not isinstance(inner, Name):
            return None
        found.add((inner.parts, inner is item))
    return found


def blame(options: Sequence[OptionRef], impossible: list[list[Statement]]) -> str:
    """Where the exclusions leave no state: which single one of them could be dropped."""
    if len(impossible) > _MOST_TRIED:
        return "Loosen some of them."
    guilty = []
    for i in range(len(impossible)):
        others = [s for j, statements in enumerate(impossible) if j != i for s in statements]
        try:
            leaves_some = Feasible(OptionForm(tuple(options), (), (), tuple(others))).possible
        except TooLarge:
            leaves_some = True
        if leaves_some:
            guilty.append(str(i + 1))
    if not guilty:
        return "More than one exclusion must be loosened."
    return f"Without exclusion {' or '.join(guilty)} states would remain."
