"""A graph model whose states are called by the labels of its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray
from countermove.model.names import is_pattern
from countermove.model.states import State
from countermove.stability import analyse
from countermove.stability import named as concept_named

__all__ = ["Labelled"]


class Labelled:
    """A model with labels (label → pattern or name of a state); it remembers what was computed.

    `players` are the names of the decision makers, where these are not those of the model.
    """

    def __init__(
        self, model: GraphModel, labels: Mapping[str, str], players: Sequence[str] | None = None
    ) -> None:
        self.model = model
        self.players = list(players or model.decision_makers)
        self.state = {label: self._find(text) for label, text in labels.items()}
        self.label = {state: label for label, state in self.state.items()}
        self._stable: dict[str, BoolArray] = {}

    def _find(self, text: str) -> State:
        states = self.model.states
        if is_pattern(text):
            return states.find(text)
        [state] = [s for s in states.all() if states.label(s) == text]
        return state

    def dm(self, name: str) -> int:
        """The position of a decision maker, or of a group of them written ``moe+uniroyal``."""
        return self.players.index(name)

    def named(self, labels: Any) -> set[str]:
        """The labels in a list, which must be known and different; "all" is all of them."""
        if labels == "all":
            return set(self.state)
        names = [str(label) for label in labels]
        assert len(set(names)) == len(names), "a state is listed twice"
        assert set(names) <= set(self.state), "a state has no label"
        return set(names)

    def stable(self, concept: str) -> BoolArray:
        """(decision makers, states), for a concept or a way in which sources combine two."""
        if concept not in self._stable:
            self._stable[concept] = self._find_stable(concept)
        return self._stable[concept]

    def _find_stable(self, concept: str) -> BoolArray:
        if " then " in concept:  # the second only where nobody is stable under the first
            first, second = (self.stable(part) for part in concept.split(" then "))
            return np.asarray(first | (second & ~first.any(axis=0)))
        if "|" in concept:  # one or the other
            return np.asarray(np.any([self.stable(part) for part in concept.split("|")], axis=0))
        return analyse(self.model, [concept_named(concept)]).stable[concept]

    def equilibria(self, concept: str) -> set[str]:
        """The labels of the states that are stable for everybody."""
        return self.where(np.asarray(self.stable(concept).all(axis=0)))

    def where(self, truth: BoolArray) -> set[str]:
        """The labels of the states where an array is true."""
        return {self.label[int(code)] for code in self.model.states.codes[truth]}
