"""Who sees what: the graph model of each decision maker, and that of the conflict there is.

h = (G_i): G_i holds the states that decision maker i sees, and the moves and wishes of *everybody* as i
sees them. In the model of the truth everybody wants what it wants in its own G_i, and all states and moves
of the conflict are there. States are told by their codes in the truth: what somebody does not see is
missing from its list, and whatever it sees has the same code there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from countermove._numpy import np
from countermove.errors import ModelError, NotApplicable, Problem, TooLarge
from countermove.model.conflict import Conflict, Preferences
from countermove.model.graph import GraphModel
from countermove.model.listed import BoolArray, IntArray, ListedSpace
from countermove.model.states import State
from countermove.model.variants import Hypergame, View
from countermove.model.views import seen, true_conflict

__all__ = ["MOST_STATES", "Perception", "perceive", "space_of"]

#: More states than this are refused: every view is analysed, and kept for everybody.
MOST_STATES = 1 << 20


@dataclass(frozen=True)
class Perception:
    """The models of a hypergame: the `truth`, and for each decision maker the one that it sees.

    `seen` (decision makers, S) says which states of the truth each of them sees; `places` holds for
    each the positions of its states among those of the truth.
    """

    conflict: Conflict
    game: Hypergame
    truth: GraphModel
    models: tuple[GraphModel, ...]
    seen: BoolArray
    places: tuple[IntArray, ...]

    @property
    def size(self) -> int:
        """How many decision makers there are."""
        return len(self.models)

    @property
    def states(self) -> ListedSpace:
        """The states of the conflict there is."""
        return space_of(self.truth)

    def sees(self, dm: int, state: State) -> bool:
        """Whether a decision maker sees a state."""
        return self.models[dm].states.has(state)

    def spoken(self, dm: int) -> GraphModel:
        """The model of a decision maker with the states called as in the truth: for sentences."""
        return replace(self.models[dm], states=self.truth.states)

    def view(self, dm: int) -> View:
        """The view of a decision maker as it was declared; an empty one if it has none of its own."""
        name = self.truth.decision_makers[dm]
        return next((view for view in self.game.views if view.dm == name), View(name))

    def unseen_options(self, dm: int) -> tuple[int, ...]:
        """The options that are taken in some state, but in none that a decision maker sees."""
        everywhere = np.bitwise_or.reduce(self.states.member_codes)
        visible = np.bitwise_or.reduce(space_of(self.models[dm]).member_codes)
        hidden = int(everywhere & ~visible)
        return tuple(k for k in range(len(self.states.options)) if hidden >> k & 1)


def perceive(conflict: Conflict, game: Hypergame) -> Perception:
    """The models that a hypergame is made of.

    Raises `ModelError` for a view that makes no sense, `TooLarge` where states are not listed, and
    `NotApplicable` where a view cuts through a state that stands for several combinations.
    """
    _check_views(conflict, game)
    views = [_seen(conflict, game, dm.id) for dm in conflict.decision_makers]
    truth = true_conflict(conflict, game).graph()
    space = space_of(truth)
    made: list[tuple[Conflict, str, GraphModel]] = []
    models = []
    for dm, (own, reading) in zip(truth.decision_makers, views, strict=True):
        known = [model for other, name, model in made if (other, name) == (own, reading)]
        model = known[0] if known else _compiled(conflict, own, reading, dm)
        made.append((own, reading, model))
        models.append(model)
    places = tuple(_places(space, model, dm) for model, dm in zip(models, truth.decision_makers, strict=True))
    visible = np.zeros((len(models), space.size), dtype=bool)
    for row, at in zip(visible, places, strict=True):
        row[at] = True
    return Perception(conflict, game, truth, tuple(models), visible, places)


def space_of(model: GraphModel) -> ListedSpace:
    """The list of a model's states. Raises `TooLarge` where they are not listed, or too many."""
    cure = "Exclude combinations that cannot happen, or take options out that nobody misjudges."
    if not isinstance(model.states, ListedSpace):
        what = f"a hypergame needs a list of all states, and the model's {_count(model)} are not listed"
        raise TooLarge(Problem(what, cure))
    if model.states.size > MOST_STATES:
        what = f"a hypergame of {model.states.size:,} states is more than the {MOST_STATES:,} looked at here"
        raise TooLarge(Problem(what, cure))
    return model.states


def _count(model: GraphModel) -> str:
    try:
        return f"{model.states.size:,}"
    except TooLarge:  # not to be counted, so entangled are the exclusions
        return "states"


def _check_views(conflict: Conflict, game: Hypergame) -> None:
    known = [dm.id for dm in conflict.decision_makers]
    for view in game.views:
        if view.dm not in known:
            what = f'a view is that of "{view.dm}", and there is no such decision maker'
            raise ModelError(Problem(what, f"Known here: {', '.join(known)}."))
        if [other.dm for other in game.views].count(view.dm) > 1:
            raise ModelError(Problem(f'"{view.dm}" has two views', "Give one."))


def _seen(conflict: Conflict, game: Hypergame, dm: str) -> tuple[Conflict, str]:
    """What somebody sees; mistakes have a place only in a hypergame that stands in the model."""
    written = game in conflict.hypergames
    path = ("hypergames", conflict.hypergames.index(game)) if written else ()
    try:
        return seen(conflict, game, dm, path)
    except ModelError as error:
        if written:
            raise
        raise ModelError([replace(problem, path=()) for problem in error.problems]) from None


def _compiled(conflict: Conflict, own: Conflict, reading: str, dm: str) -> GraphModel:
    """The model of a view; its mistakes are told as those of the view of `dm`."""
    try:
        if own.exclusions != conflict.exclusions:
            own = _with_rankings_cut(conflict, own, reading, dm)
        return own.graph(reading)
    except ModelError as error:
        first = error.problems[0]
        raise ModelError(Problem(f'in the view of "{dm}", {first.what}', first.cure)) from None


def _places(space: ListedSpace, model: GraphModel, dm: str) -> IntArray:
    """The positions of a model's states among all; each must stand for what it stands for there."""
    own = space_of(model)
    at = np.searchsorted(space.codes, own.codes)
    at = np.minimum(at, space.size - 1)
    whole = bool((space.codes[at] == own.codes).all())
    if whole and model.coalesced:
        whole = all(own.members(int(code)) == space.members(int(code)) for code in own.codes)
    if not whole:
        what = f'"{dm}" sees a part of a state that stands for several combinations of options'
        raise NotApplicable(Problem(what, "Let it see all of them, or none; or do not coalesce them."))
    return at


# -- rankings of states that are in part unseen --------------------------------------------------

Ranking = tuple[tuple[str, ...], ...]


def _with_rankings_cut(conflict: Conflict, own: Conflict, reading: str, dm: str) -> Conflict:
    """`own` with rankings of the states that it sees, by the numbers that these have in it.

    A ranking speaks of the states of the whole conflict, and a view has fewer of them.
    """
    ranked = [w for w in own.preferences if w.reading == reading and (w.ranking or w.rankings)]
    if not ranked or own.form == "graph":
        return own
    everything = own.replace(exclusions=conflict.exclusions, preferences=_indifferent(own, reading))
    whole = space_of(everything.graph(reading, keep="list"))
    bare = own.replace(preferences=_indifferent(own, reading)).graph(reading, keep="list")
    _places(whole, bare, dm)

    def spelled(text: str) -> str:
        state = whole.find(text)
        return str(bare.states.number(state)) if bare.states.has(state) else ""

    wishes = tuple(_cut(wish, spelled) if wish in ranked else wish for wish in own.preferences)
    return own.replace(preferences=wishes)


def _indifferent(conflict: Conflict, reading: str) -> tuple[Preferences, ...]:
    return tuple(Preferences(dm.id, reading) for dm in conflict.decision_makers)


def _cut(wish: Preferences, spelled: Callable[[str], str]) -> Preferences:
    """A ranking without the states that are spelled as nothing. Marks of strength stay where they were."""
    groups = [tuple(filter(None, map(spelled, group))) for group in wish.ranking]
    left = [sum(map(bool, groups[:mark])) for mark in wish.greatly_after]
    most = sum(map(bool, groups))
    return replace(
        wish,
        ranking=_without_gaps(groups),
        greatly_after=tuple(sorted({mark for mark in left if 0 < mark < most})),
        rankings=tuple(
            _without_gaps([tuple(filter(None, map(spelled, group))) for group in ranking])
            for ranking in wish.rankings
        ),
    )


def _without_gaps(groups: Sequence[tuple[str, ...]]) -> Ranking:
    return tuple(group for group in groups if group)
