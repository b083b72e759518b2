"""Files of expected results, turned into facts that are checked one by one.

The format is described in ``cases/README.md``. Every value of a file becomes a `Fact`; a key that nobody
knows becomes a fact that fails, so that nothing in a file goes unchecked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np

from countermove.files.library import case_folder
from countermove.files.toml import read_model
from countermove.model.preferences import Ordinal, rank_by_truth
from published import games
from published.coalitions import merged
from published.inverse import Profiles, count_profiles
from published.kinds import KINDS, Checks, ModelOf, check_stable, fail, ranks
from published.labelled import Labelled

__all__ = ["BLOCKS", "Expected", "Fact", "read_all", "read_expected"]

Table = Mapping[str, Any]
#: The sections whose blocks say where their values stand.
BLOCKS = ("published", "coalitions", "inverse", "disputed")


@dataclass(frozen=True)
class Fact:
    """One thing that a file says, where it says so, and how to hold the engine to it."""

    case: str
    at: str
    check: Callable[[], None]

    def __str__(self) -> str:
        return f"{self.case}: {self.at}"


@dataclass(frozen=True, eq=False)
class Expected:
    """A file of expected results, and the model that it speaks of (a pack has one for each game)."""

    address: str
    data: Table
    _counted: dict[str, Profiles] = field(default_factory=dict)

    @cached_property
    def model(self) -> Labelled:
        """The model, its states under the source's labels."""
        return Labelled(
            read_model(case_folder() / f"{self.address}.toml").conflict.graph(), self.data["states"]
        )

    @property
    def folder(self) -> str:
        """The folder, which is the key of the source."""
        return self.address.rpartition("/")[0]

    def profiles(self, vary: Mapping[str, Sequence[int]]) -> Profiles:
        """The inverse problem for some permutations, solved once."""
        if str(vary) not in self._counted:
            by_position = {self.model.dm(dm): positions for dm, positions in vary.items()}
            self._counted[str(vary)] = count_profiles(self.model.model, by_position)
        return self._counted[str(vary)]

    def facts(self) -> Iterator[Fact]:
        """Everything the file says."""
        for key, value in self.data.items():
            checks = _SECTIONS[key](self, value) if key in _SECTIONS else iter([("", partial(fail, key))])
            for at, check in checks:
                yield Fact(self.address, f"{key} {at}".rstrip(), check)


def read_expected(path: Path) -> Expected:
    """One file of expected results."""
    address = path.relative_to(case_folder()).as_posix().removesuffix(".expected.toml")
    return Expected(address, tomllib.loads(path.read_text(encoding="utf-8")))


def read_all() -> list[Expected]:
    """Every file of expected results in the library, by address."""
    return [read_expected(path) for path in sorted(case_folder().glob("**/*.expected.toml"))]


def _block(model: ModelOf, block: Table, words: Sequence[str]) -> Checks:
    for key, value in block.items():
        if key in KINDS:
            for at, check in KINDS[key](model, block.get("scope"), value):
                yield f"{key} {at}", check
        elif key not in words:
            yield key, partial(fail, key)


def _odd_keys(block: Table, known: Sequence[str]) -> Checks:
    for key in set(block) - set(known):
        yield key, partial(fail, key)


def _numbered(each: Callable[[Expected, Table], Checks]) -> Callable[[Expected, Any], Checks]:
    def section(expected: Expected, blocks: Sequence[Table]) -> Checks:
        for number, block in enumerate(blocks, 1):
            for at, check in each(expected, block):
                yield f"{number} {at}", check

    return section


# -- sections of a file ---------------------------------------------------------------------------------


def _words(expected: Expected, value: Any) -> Checks:
    """For readers; test_library.py sees that they are there."""
    return iter(())


def _version(expected: Expected, value: int) -> Checks:
    def check() -> None:
        assert value == 1

    yield "", check


def _states(expected: Expected, value: Mapping[str, str]) -> Checks:
    def every_state_has_one_label() -> None:
        model = expected.model
        assert len(model.label) == len(value) == model.model.states.size

    yield "", every_state_has_one_label


def _statements(expected: Expected, value: Mapping[str, Sequence[Sequence[str]]]) -> Checks:
    def check(dm: str, printed: Sequence[Sequence[str]]) -> None:
        states, preference = (
            expected.model.model.states,
            expected.model.model.preferences[expected.model.dm(dm)],
        )
        assert isinstance(preference, Ordinal)
        assert preference.truth is not None
        for patterns, truth in zip(printed, preference.truth, strict=True):
            assert [any(_fits(p, states.pattern(s)) for p in patterns) for s in states.all()] == list(truth)

    for dm, printed in value.items():
        yield dm, partial(check, dm, printed)


def _fits(pattern: str, state: str) -> bool:
    return all(sign in ("-", actual) for sign, actual in zip(pattern, state, strict=True))


def _hidden(expected: Expected, value: Mapping[str, Sequence[int]]) -> Checks:
    def check(dm: str, labels: Sequence[int]) -> None:
        model = expected.model
        hidden = {model.state[label] for label in model.named(labels)}
        for state in model.label:
            moves = model.model.moves(model.dm(dm), state)
            assert not hidden & set(moves)
            assert not (moves and state in hidden)

    for dm, labels in value.items():
        yield dm, partial(check, dm, labels)


def _published(expected: Expected, block: Table) -> Checks:
    words = ("where", "evidence", "scope", "pack")
    yield from _block(lambda: expected.model, block, words)
    for key, count in block.get("pack", {}).items():
        check = games.KINDS.get(key)
        yield (
            f"pack {key}",
            partial(check, expected.data["games"], count) if check else partial(fail, key),
        )


def _coalitions(expected: Expected, block: Table) -> Checks:
    @cache
    def model() -> Labelled:
        graph = merged(expected.model.model, block["players"], block["reading"])
        return Labelled(graph, expected.data["states"], ["+".join(player) for player in block["players"]])

    yield from _block(model, block, ("where", "evidence", "scope", "players", "reading"))


def _inverse(expected: Expected, block: Table) -> Checks:
    for concept, count in block["counts"].items():
        yield concept, partial(_check_count, expected, block, concept, count)
    yield from _odd_keys(block, ("where", "evidence", "desired", "vary", "profiles", "counts"))


def _check_count(expected: Expected, block: Table, concept: str, count: int) -> None:
    found = expected.profiles(block["vary"])
    desired = expected.model.model.states.index(expected.model.state[str(block["desired"])])
    assert found.number == block["profiles"]
    assert int(found.equilibria[concept][desired]) == count


def _inverse_gives(expected: Expected, block: Table, concept: str, value: Any) -> None:
    assert block["printed"][concept] != value
    _check_count(expected, block, concept, value)


def _stable_gives(expected: Expected, block: Table, concept: str, value: Any) -> None:
    assert expected.model.named(block["printed"][concept]) != expected.model.named(value)
    check_stable(lambda: expected.model, None, block["decision_maker"], concept, value)


def _equilibria_give(expected: Expected, block: Table, concept: str, value: Any) -> None:
    assert expected.model.named(block["printed"][concept]) != expected.model.named(value)
    assert expected.model.equilibria(concept) == expected.model.named(value)


def _statements_give(expected: Expected, block: Table, name: str, value: Any) -> None:
    """A ranking other than the one printed beside the statements; `name` is "ranking"."""
    states = expected.model.model.states
    truth = np.array(
        [
            [any(_fits(p, states.pattern(s)) for p in patterns) for s in states.all()]
            for patterns in block["statements"]
        ]
    )
    given, printed = (ranks(expected.model, ranking) for ranking in (value, block["printed"][name]))
    assert list(rank_by_truth(truth)) == given != printed


#: What can be disputed: the keys that say whose value it is, and the check.
_DISPUTED: Mapping[str, tuple[tuple[str, ...], Callable[[Expected, Table, str, Any], None]]] = {
    "inverse": (("desired", "vary", "profiles"), _inverse_gives),
    "stable": (("decision_maker",), _stable_gives),
    "equilibria": ((), _equilibria_give),
    "statements": (("decision_maker", "statements"), _statements_give),
}


def _disputed(expected: Expected, block: Table) -> Checks:
    """What is printed is not tested against; that the definition gives something else is."""
    if block["of"] not in _DISPUTED:
        yield "of", partial(fail, block["of"])
        return
    keys, check = _DISPUTED[block["of"]]
    yield from _odd_keys(block, ("of", "where", "evidence", "printed", "definition_gives", "why", *keys))
    yield from _odd_keys(block["printed"], list(block["definition_gives"]))
    for name, value in block["definition_gives"].items():
        yield name, partial(check, expected, block, name, value)


def _reference(expected: Expected, block: Table) -> Checks:
    known = [key for key in block if key in games.REFERENCE]
    yield from _block(lambda: expected.model, block, ("what", *known))
    for key in known:
        check = games.REFERENCE[key]
        yield key, partial(check, expected.folder, expected.data["games"], block[key])


def _games(expected: Expected, listed: Sequence[Table]) -> Checks:
    yield "list", partial(games.check_list, listed)
    for game in listed:
        for at, check in games.check_game(expected.folder, game):
            yield f"{game['number']} {at}", check


_SECTIONS: Mapping[str, Callable[[Expected, Any], Checks]] = {
    "countermove_expected": _version,
    "evidence": _words,
    "seen": _words,
    "numbering": _words,
    "warnings": _words,
    "states": _states,
    "statements": _statements,
    "hidden": _hidden,
    "published": _numbered(_published),
    "coalitions": _numbered(_coalitions),
    "inverse": _numbered(_inverse),
    "disputed": _numbered(_disputed),
    "reference": _reference,
    "games": _games,
}
