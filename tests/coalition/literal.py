"""Coalition analysis word by word from the definitions, against which the package is held.

Built on the oracle of moves and preferences; nothing is shared with the package but the types of a
conflict. R_H follows the inductive definition: Ω holds, for each state reached, who can make the last
move to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import combinations

from oracle import VERDICTS, Oracle

__all__ = ["Literal", "coalitions_of", "minimum_hitting_sets"]

Coalition = tuple[int, ...]


def coalitions_of(everyone: Iterable[int]) -> list[Coalition]:
    everyone = list(everyone)
    return [c for size in range(1, len(everyone) + 1) for c in combinations(everyone, size)]


def minimum_hitting_sets(families: Iterable[Coalition], everyone: Iterable[int]) -> set[Coalition]:
    hitting = [
        chosen
        for chosen in [(), *coalitions_of(everyone)]
        if all(any(dm in chosen for dm in family) for family in families)
    ]
    least = min(len(chosen) for chosen in hitting)
    return {chosen for chosen in hitting if len(chosen) == least}


class Literal:
    """Coalition analysis under one choice of definitions."""

    def __init__(
        self,
        oracle: Oracle,
        kind: str = "strict",
        movement: str = "legal",
        replies: str = "individual",
        jump_under: str = "SEQ",
        *,
        guarded: bool = True,
    ) -> None:
        self.o, self.kind, self.movement, self.replies = oracle, kind, movement, replies
        self.jump_under, self.guarded = jump_under, guarded
        self.everyone = tuple(range(len(oracle.dms)))
        for name in ("reached", "improvements", "willing", "is_equilibrium"):
            setattr(self, name, cache(getattr(self, name)))

    def opponents(self, h: Coalition) -> Coalition:
        return tuple(j for j in self.everyone if j not in h)

    # -- movement ------------------------------------------------------------------------------

    def reached(self, h: Coalition, s: int) -> frozenset[int]:
        """R_H(s)."""
        if not h:
            return frozenset()
        if self.movement == "joint":
            return frozenset(q for q in self.o.all if self._joint(h, s, q))
        return inductively(h, self.o.moves, s)

    def _joint(self, h: Coalition, s: int, q: int) -> bool:
        """Whether the members of h, changing their options at once, can bring s to q."""
        ((c,), (d,)) = self.o.states[s], self.o.states[q]
        names = [self.o.dms[i] for i in h]
        written = [option for dm in self.o.conflict.decision_makers for option in dm.options]
        movers = {self.o.options[k][0] for k in range(len(c)) if c[k] != d[k]}
        if not movers or not movers <= set(names):
            return False
        for k, option in enumerate(written):
            taking = c[k] < d[k]
            dropping = c[k] > d[k]
            if taking and option.irreversible == "once dropped":
                return False
            if dropping and option.irreversible == "once taken":
                return False
        return not any(
            (ban.dm == "" or ban.dm in movers)
            and self.o.true_in_combination(ban.from_, c)
            and self.o.true_in_combination(ban.to, d)
            for ban in self.o.conflict.bans
        )

    # -- improvements --------------------------------------------------------------------------

    def better(self, h: Coalition, q: int, s: int, kind: str = "") -> bool:
        if (kind or self.kind) == "pareto":
            known = [self.o.relation(i, q, s) for i in h]
            return all(r in (">>", ">", "=") for r in known) and any(r in (">>", ">") for r in known)
        return all(self.o.better(i, q, s) for i in h)

    def is_equilibrium(self, s: int) -> bool:
        return all(VERDICTS[self.jump_under](self.o, i, s) for i in self.everyone)

    def improvements(self, h: Coalition, s: int) -> frozenset[int]:
        """CI_H(s)."""
        found = frozenset(q for q in self.reached(h, s) if self.better(h, q, s))
        if self.kind != "jump":
            return found
        return frozenset(q for q in found if self.is_equilibrium(s) and self.is_equilibrium(q))

    # -- answers -------------------------------------------------------------------------------

    def willing(self, k: Coalition, y: int) -> frozenset[int]:
        """Where the opponents can bring y by steps that they want to make."""
        if self.replies == "individual":
            return inductively(k, self.o.improvements, y)
        groups = coalitions_of(k)
        kind = "pareto" if self.kind == "pareto" else "strict"
        found: set[tuple[int, Coalition]] = set()
        waiting: list[tuple[int, Coalition]] = [(y, ())]
        for z, last in waiting:
            for group in groups:
                together = set(group) & set(last)
                if group == last or (self.guarded and together):
                    continue
                for x in self.reached(group, z):
                    if self.better(group, x, z, kind) and (x, group) not in found:
                        found.add((x, group))
                        waiting.append((x, group))
        return frozenset(x for x, _ in found)

    def stable(self, concept: str, h: Coalition, s: int) -> bool:
        k = self.opponents(h)

        def hurts(z: int) -> bool:
            return not self.better(h, z, s)

        def cannot_escape(z: int) -> bool:
            return all(hurts(x) for x in self.reached(h, z))

        def answered(y: int) -> bool:
            match concept:
                case "CNash":
                    return False
                case "CGMR":
                    return any(hurts(z) for z in self.reached(k, y))
                case "CSMR":
                    return any(hurts(z) and cannot_escape(z) for z in self.reached(k, y))
                case "CSEQ":
                    return any(hurts(z) for z in self.willing(k, y))
            raise AssertionError(concept)

        return all(answered(y) for y in self.improvements(h, s))


def inductively(h: Coalition, steps: Callable[[int, int], list[int]], s: int) -> frozenset[int]:
    """R_H(s) with its Ω_H: who can make the last move of a legal sequence to each state."""
    omega: dict[int, set[int]] = {}
    for j in h:
        for q in steps(j, s):
            omega.setdefault(q, set()).add(j)
    before: dict[int, set[int]] = {}
    while before != omega:
        before = {q: set(last) for q, last in omega.items()}
        for q, last in before.items():
            for j in h:
                if last != {j}:
                    for r in steps(j, q):
                        omega.setdefault(r, set()).add(j)
    return frozenset(omega)
