"""Small conflicts that show one thing each: what published results say, and what a wrong reading would say.

States of drawn conflicts count from 0, rankings go from best to worst.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, permutations, product

import pytest

from countermove.model.conflict import (
    Conflict,
    DecisionMaker,
    Exclusion,
    NamedState,
    Option,
    Preferences,
)
from countermove.stability import CONCEPTS, analyse
from oracle import Oracle, Steps, legal_sequences

Arcs = Sequence[tuple[int, int]]


def drawn(arcs: Sequence[Arcs], rankings: Sequence[Sequence[int]]) -> Conflict:
    """A conflict in graph form: each decision maker's arcs, and its strict ranking."""
    owners = [
        DecisionMaker(f"dm{i}", moves=tuple((str(a), str(b)) for a, b in mine)) for i, mine in enumerate(arcs)
    ]
    wishes = [
        Preferences(f"dm{i}", ranking=tuple((str(s),) for s in order)) for i, order in enumerate(rankings)
    ]
    states = tuple(NamedState(str(s)) for s in range(len(rankings[0])))
    return Conflict("drawn", tuple(owners), tuple(wishes), form="graph", states=states)


def with_payoffs(options: Sequence[Sequence[str]], payoffs: Sequence[Sequence[int]]) -> Conflict:
    """A conflict in option form: each decision maker's options, and a payoff for each state in order."""
    owners = [DecisionMaker(f"dm{i}", options=tuple(map(Option, ids))) for i, ids in enumerate(options)]
    wishes = []
    for i, row in enumerate(payoffs):
        ranking = [[str(k + 1) for k, p in enumerate(row) if p == value] for value in sorted(set(row))[::-1]]
        wishes.append(Preferences(f"dm{i}", ranking=tuple(map(tuple, ranking))))
    return Conflict("payoffs", tuple(owners), tuple(wishes))


@dataclass(frozen=True)
class Stable:
    """Which states are stable for whom, states by their position."""

    conflict: Conflict

    def for_dm(self, concept: str, dm: int) -> list[int]:
        table = analyse(self.conflict.graph(), [CONCEPTS[concept]])
        return [at for at, stable in enumerate(table.stable[concept][dm]) if stable]

    def equilibria(self, concept: str) -> list[int]:
        """Numbered from 1, as the literature does."""
        table = analyse(self.conflict.graph(), [CONCEPTS[concept]])
        return [at + 1 for at, stable in enumerate(table.is_equilibrium(concept)) if stable]


# -- published conflicts ---------------------------------------------------------------------------


def ranking_of(*order: int) -> tuple[tuple[str, ...], ...]:
    return tuple((str(number),) for number in order)


def elmira() -> Conflict:
    arcs = {
        "MoE": [(1, 2), (3, 4), (5, 6), (7, 8)],
        "Uniroyal": [(1, 3), (2, 4), (5, 7), (6, 8), *((s, 9) for s in range(1, 9))],
        "Local": [*((s, s + 4) for s in range(1, 5)), *((s + 4, s) for s in range(1, 5))],
    }
    orders = {
        "MoE": (7, 3, 4, 8, 5, 1, 2, 6, 9),
        "Uniroyal": (1, 4, 8, 5, 9, 3, 7, 2, 6),
        "Local": (7, 3, 5, 1, 8, 6, 4, 2, 9),
    }
    owners = [
        DecisionMaker(name, moves=tuple((str(a), str(b)) for a, b in mine)) for name, mine in arcs.items()
    ]
    wishes = [Preferences(name, ranking=ranking_of(*order)) for name, order in orders.items()]
    states = tuple(NamedState(str(number)) for number in range(1, 10))
    return Conflict("Elmira", tuple(owners), tuple(wishes), form="graph", states=states)


@pytest.mark.parametrize(
    ("concept", "equilibria"),
    [
        *((c, [5, 8, 9]) for c in ("Nash", "SEQ", "SSEQ")),
        *((c, [1, 4, 5, 8, 9]) for c in ("GMR", "SMR")),
    ],
)
def test_elmira(concept: str, equilibria: list[int]) -> None:
    assert Stable(elmira()).equilibria(concept) == equilibria


def test_elmira_local_government() -> None:
    local = 2
    assert Stable(elmira()).for_dm("GMR", local) == list(range(9))
    assert [s + 1 for s in Stable(elmira()).for_dm("SEQ", local)] == [2, 3, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    ("concept", "equilibria"), [("Nash", [4]), *((c, [1, 4]) for c in ("GMR", "SMR", "SEQ", "SSEQ"))]
)
def test_prisoners_dilemma(concept: str, equilibria: list[int]) -> None:
    dilemma = with_payoffs([["defect"], ["defect"]], [[3, 4, 1, 2], [3, 1, 4, 2]])
    assert Stable(dilemma).equilibria(concept) == equilibria


def syria_iraq(syria: Sequence[int] = (1, 3, 6, 2, 4, 5)) -> Conflict:
    return Conflict(
        "Euphrates",
        (
            DecisionMaker("Syria", options=(Option("release"), Option("escalate"))),
            DecisionMaker("Iraq", options=(Option("attack"),)),
        ),
        (
            Preferences("Syria", ranking=ranking_of(*syria)),
            Preferences("Iraq", ranking=ranking_of(2, 4, 6, 1, 5, 3)),
        ),
        exclusions=(Exclusion(at_most_one=("release", "escalate")),),
    )


@pytest.mark.parametrize(
    ("concept", "equilibria"), [("Nash", [6]), ("SEQ", [6]), ("SMR", [6]), ("GMR", [1, 6])]
)
def test_syria_and_iraq(concept: str, equilibria: list[int]) -> None:
    states = syria_iraq().graph().states
    assert [states.pattern(s) for s in states.all()] == ["NNN", "YNN", "NYN", "NNY", "YNY", "NYY"]
    assert Stable(syria_iraq()).equilibria(concept) == equilibria


def test_rankings_of_syria_that_make_state_2_an_equilibrium() -> None:
    """A handout prints 420 for SEQ and GMR: its program lets only the last improvement decide."""
    chosen = [CONCEPTS[name] for name in ("Nash", "SEQ", "GMR", "SMR")]
    counts = dict.fromkeys(("Nash", "SEQ", "GMR", "SMR"), 0)
    for order in permutations(range(1, 7)):
        table = analyse(syria_iraq(order).graph(), chosen)
        for concept in counts:
            counts[concept] += bool(table.is_equilibrium(concept)[1])
    assert counts == {"Nash": 240, "SEQ": 384, "GMR": 384, "SMR": 300}


# -- legal sequences -------------------------------------------------------------------------------


def each_once(steps: Steps, movers: Iterable[int], start: int) -> set[int]:
    """Wrong: every opponent moves at most once."""
    movers, found = list(movers), set()
    for j in movers:
        for q in steps(j, start):
            found |= {q} | each_once(steps, [k for k in movers if k != j], q)
    return found


def unrestricted(steps: Steps, movers: Iterable[int], start: int) -> set[int]:
    """Wrong where movement is not transitive: the same opponent may move twice in a row."""
    found: set[int] = set()
    waiting, movers = [start], list(movers)
    for state in waiting:
        for q in chain.from_iterable(steps(j, state) for j in movers):
            if q not in found:
                found.add(q)
                waiting.append(q)
    return found


def single_moves(steps: Steps, movers: Iterable[int], start: int) -> set[int]:
    """Wrong: one opponent moves, once."""
    return {q for j in movers for q in steps(j, start)}


WRONG = {"each once": each_once, "unrestricted": unrestricted, "single moves": single_moves}


class Misread(Oracle):
    """The oracle with another reading of how the others may answer."""

    reading = staticmethod(legal_sequences)

    def _answers(self, kind: str, steps: Steps, i: int, y: int) -> set[int]:
        return self.reading(steps, [j for j in range(len(self.dms)) if j != i], y)


def says(reading: str, conflict: Conflict, concept: str, dm: int, state: int) -> bool:
    oracle = Misread(conflict)
    oracle.reading = WRONG[reading]
    return oracle.stable(concept, dm, state)


#: A decision maker is held down only by an answer in which another moves twice, though not in a row.
REPEATED_MOVER = with_payoffs(
    [["first"], ["second"], ["third"]],
    [[7, 4, 6, 6, 2, 1, 7, 8], [2, 4, 8, 4, 6, 8, 5, 8], [7, 5, 2, 1, 5, 6, 3, 1]],
)
#: Decision maker 0 could come back to 1 only by moving 2 → 0 → 1, twice in a row.
TWICE_IN_A_ROW = drawn([[(0, 1), (2, 0)], [(1, 2)]], [[0, 1, 2], [2, 0, 1]])
#: Two opponents must answer one after the other to undo the gain.
TWO_MUST_ANSWER = drawn([[(0, 1)], [(1, 2)], [(2, 3)]], [[2, 1, 0, 3], [2, 0, 1, 3], [3, 2, 1, 0]])

TOLD_APART = [
    ("each once", REPEATED_MOVER, "SEQ", 0, 1, True),
    ("single moves", REPEATED_MOVER, "SEQ", 0, 1, True),
    ("single moves", TWO_MUST_ANSWER, "GMR", 0, 0, True),
    ("single moves", TWO_MUST_ANSWER, "SEQ", 0, 0, True),
    ("unrestricted", TWICE_IN_A_ROW, "GMR", 1, 1, False),
]


@pytest.mark.parametrize(("reading", "conflict", "concept", "dm", "state", "stable"), TOLD_APART)
def test_wrong_readings_of_legal_sequences_are_told_apart(
    reading: str, conflict: Conflict, concept: str, dm: int, state: int, stable: bool
) -> None:
    assert (state in Stable(conflict).for_dm(concept, dm)) == stable
    assert Oracle(conflict).stable(concept, dm, state) == stable
    assert says(reading, conflict, concept, dm, state) != stable


def test_every_wrong_reading_is_told_apart() -> None:
    assert {reading for reading, *_ in TOLD_APART} == set(WRONG)


def test_repeated_mover_is_sanctioned_as_the_theory_says() -> None:
    """YNN for the first: its gain NNN is undone by second, third, second: NYN, NYY, NNY."""
    oracle = Oracle(REPEATED_MOVER)
    assert oracle.improvements(0, 1) == [0]
    for mover, here, there in ((1, 0, 2), (2, 2, 6), (1, 6, 4)):
        assert there in oracle.improvements(mover, here)
    assert not oracle.better(0, 4, 1)
    assert 4 in legal_sequences(oracle.improvements, [1, 2], 0)
    assert 4 not in each_once(oracle.improvements, [1, 2], 0)


# -- concepts that do not imply one another --------------------------------------------------------


def test_seq_without_smr() -> None:
    shown = Stable(drawn([[(1, 0)], [(0, 1)]], [[2, 0, 1], [2, 1, 0]]))
    assert 1 in shown.for_dm("SEQ", 0)
    assert 1 not in shown.for_dm("SMR", 0)


def test_smr_without_seq() -> None:
    shown = Stable(drawn([[(2, 0)], [(0, 1)]], [[0, 2, 1], [2, 0, 1]]))
    assert 2 in shown.for_dm("SMR", 0)
    assert 2 not in shown.for_dm("SEQ", 0)


def test_seq_and_smr_without_sseq() -> None:
    """One sanction is credible, another cannot be escaped; none is both."""
    shown = Stable(drawn([[(0, 1), (0, 2)], [(2, 0)]], [[2, 0, 1], [0, 2, 1]]))
    assert 2 in shown.for_dm("SEQ", 1)
    assert 2 in shown.for_dm("SMR", 1)
    assert 2 not in shown.for_dm("SSEQ", 1)


def test_equal_outcome_is_a_sanction() -> None:
    """Coming back to a state as good as the original deters; only a better one does not."""
    back = drawn([[(0, 1)], [(1, 2)]], [[1, 0, 2], [2, 1, 0]])
    tied = back.replace(preferences=(Preferences("dm0", ranking=(("1",), ("0", "2"))), back.preferences[1]))
    for concept in ("GMR", "SMR", "SEQ", "SSEQ"):
        assert 0 in Stable(tied).for_dm(concept, 0)
    assert 0 not in Stable(tied).for_dm("Nash", 0)


def test_return_to_the_original_state_is_a_sanction() -> None:
    """A common move can bring the conflict back; the original is not better than itself."""
    back = drawn([[(0, 1)], [(1, 0)]], [[1, 0], [0, 1]])
    assert 0 in Stable(back).for_dm("SEQ", 0)
    assert 0 not in Stable(back).for_dm("Nash", 0)


def test_escape_is_judged_against_the_original_state() -> None:
    """From the sanction 2 the mover can get to 3, better than 2 but not than the original 0."""
    held = drawn([[(0, 1), (2, 3)], [(1, 2)]], [[1, 0, 3, 2], [2, 1, 0, 3]])
    escaping = drawn([[(0, 1), (2, 3)], [(1, 2)]], [[1, 3, 0, 2], [2, 1, 0, 3]])
    assert 0 in Stable(held).for_dm("SMR", 0)
    assert 0 not in Stable(escaping).for_dm("SMR", 0)


def test_simultaneous_answer_needs_somebody_to_move() -> None:
    """An improvement that nobody answers is not blocked by its own harmlessness to others."""
    lone = with_payoffs([["go"], ["other"]], [[0, 1, 0, 1], [0, 0, 0, 0]])
    assert Stable(lone).for_dm("SIM", 0) == [1, 3]


def test_simultaneous_improvements_can_hurt_both() -> None:
    """Chicken: from mutual caution (1) each gains by daring alone, and both lose by daring together."""
    chicken = with_payoffs([["dare"], ["dare"]], [[3, 4, 2, 1], [3, 2, 4, 1]])
    assert Stable(chicken).equilibria("SIM") == [1, 2, 3]
    assert Stable(chicken).equilibria("Nash") == [2, 3]


# -- all strict 2×2 games --------------------------------------------------------------------------

STRICT_GAMES = list(product(permutations((1, 2, 3, 4)), repeat=2))
OTHER_OWN_STRATEGY = ((1, 0, 3, 2), (2, 3, 0, 1))  # for each decision maker and state
FinalStates = tuple[tuple[int, ...], ...]  # where the conflict ends, by who begins and where


def one_move_further(final: FinalStates, payoffs: Sequence[Sequence[int]]) -> FinalStates:
    """G_h from G_{h-1}: stay, or go where the other's moves will end, whichever is better (theory 3.3)."""

    def best(i: int, s: int) -> int:
        return max(s, final[1 - i][OTHER_OWN_STRATEGY[i][s]], key=payoffs[i].__getitem__)

    return tuple(tuple(best(i, s) for s in range(4)) for i in range(2))


def in_the_long_run(payoffs: Sequence[Sequence[int]]) -> list[FinalStates]:
    """G_h over the period into which it falls as h grows."""
    final: FinalStates = ((0, 1, 2, 3), (0, 1, 2, 3))
    seen: list[FinalStates] = []
    while final not in seen:
        seen.append(final)
        final = one_move_further(final, payoffs)
    return seen[seen.index(final) :]


def test_non_myopic_states_of_all_strict_two_by_two_games() -> None:
    """1,856 of 4,608 pairs are non-myopically stable; not all of those are Nash or SEQ stable."""
    names = ("Nash", "SEQ", "SMR", "GMR")
    chosen = [CONCEPTS[name] for name in names]
    counts: Counter[str] = Counter()
    for payoffs in STRICT_GAMES:
        stable = analyse(with_payoffs([["own"], ["own"]], payoffs).graph(), chosen).stable
        period = in_the_long_run(payoffs)
        for i, s in product(range(2), range(4)):
            stays = {final[i][s] == s for final in period}
            counts["settled"] += len(stays) == 1
            counts["cycling"] += len(stays) == 2
            counts.update(name for name in names if stays == {True} and stable[name][i, s])
            counts["non-myopic"] += stays == {True}
    assert counts == {
        **{"settled": 4320, "cycling": 288, "non-myopic": 1856},
        **{"Nash": 1696, "SEQ": 1824, "SMR": 1856, "GMR": 1856},
    }


def test_half_of_all_pairs_are_nash_stable_in_strict_two_by_two_games() -> None:
    """Of each two states between which a decision maker chooses, one is better."""
    tables = (analyse(with_payoffs([["own"], ["own"]], p).graph(), [CONCEPTS["Nash"]]) for p in STRICT_GAMES)
    assert sum(int(table.stable["Nash"].sum()) for table in tables) == 2304
