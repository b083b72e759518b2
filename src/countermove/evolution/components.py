"""Strongly connected components: which nodes of a directed graph can be reached from one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

__all__ = ["components"]


def components(successors: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongly connected components of a graph, each ascending, those that others lead to first.

    `successors` lists for each node those that it leads to. Tarjan's algorithm (1972), without recursion:
    a chain may be longer than Python's stack.
    """
    return [sorted(found) for found in _Search(successors)]


class _Search:
    def __init__(self, successors: Sequence[Sequence[int]]) -> None:
        self.successors = successors
        self.order = [-1] * len(successors)  # when a node was met
        self.lowest = [0] * len(successors)  # the earliest node of its path that it leads back to
        self.open: list[int] = []  # met, and not yet in a component
        self.is_open = bytearray(len(successors))
        self.met = 0

    def __iter__(self) -> Iterator[list[int]]:
        for root in range(len(self.successors)):
            if self.order[root] < 0:
                yield from self._from(root)

    def _meet(self, node: int) -> tuple[int, Iterator[int]]:
        self.order[node] = self.lowest[node] = self.met
        self.met += 1
        self.open.append(node)
        self.is_open[node] = 1
        return node, iter(self.successors[node])

    def _from(self, root: int) -> Iterator[list[int]]:
        path = [self._meet(root)]
        while path:
            node, rest = path[-1]
            child = next(rest, None)
            if child is None:
                path.pop()
                if path:
                    parent = path[-1][0]
                    self.lowest[parent] = min(self.lowest[parent], self.lowest[node])
                if self.lowest[node] == self.order[node]:
                    yield self._close(node)
            elif self.order[child] < 0:
                path.append(self._meet(child))
            elif self.is_open[child]:
                self.lowest[node] = min(self.lowest[node], self.order[child])

    def _close(self, node: int) -> list[int]:
        found = []
        while True:
            last = self.open.pop()
            self.is_open[last] = 0
            found.append(last)
            if last == node:
                return found
