"""Conflicts with mistakes in them, and exactly what is to be said about each: place, words and cure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from countermove.errors import Path
from countermove.model.conflict import (
    Ban,
    Coalesced,
    Conflict,
    DecisionMaker,
    Exclusion,
    NamedState,
    Option,
    Outcome,
    Preferences,
    PrioritisedStatement,
    Reading,
)

__all__ = [
    "DRAWN",
    "ERRORS",
    "MOVES",
    "OPTIONS",
    "PAIR",
    "THAT",
    "Said",
    "drawn",
    "lines",
    "no_word",
    "pair",
    "wants",
]

Said = tuple[Path, str, str]  # where, what, cure

A = DecisionMaker("a", options=(Option("x"), Option("w")))
B = DecisionMaker("b", options=(Option("y"), Option("w")))


def wants(dm: str, *that: str, **more: Any) -> Preferences:
    return Preferences(dm, statements=tuple(map(PrioritisedStatement, that)), **more)


PAIR = Conflict("t", (A, B), (wants("a", "y", "a.w"), wants("b", "x", "b.w")))
DRAWN = Conflict(
    "t",
    (DecisionMaker("a", moves=(("p", "q"),)),),
    (Preferences("a", ranking=(("p",), ("q",))),),
    form="graph",
    states=(NamedState("p"), NamedState("q")),
)
OPTIONS = "Options: a.x, a.w, b.y, b.w."
SIGNS = "Give one of Y, N, - for each: a.x, a.w, b.y, b.w."
SPACES = "has a quotation mark, a plus sign or space around it"
PLAIN = "Use letters, digits, spaces inside, - and _."


def no_word(word: str) -> str:
    return f'"{word}" is no option, no named outcome and no state'


def pair(**changes: Any) -> Conflict:
    return PAIR.replace(**changes)


def drawn(**changes: Any) -> Conflict:
    return DRAWN.replace(**changes)


def owners(first: DecisionMaker = A, *others: DecisionMaker) -> Conflict:
    """A conflict whose preferences say nothing."""
    dms = (first, *others)
    return Conflict("t", dms, tuple(Preferences(dm.id) for dm in dict.fromkeys(dms)))


def lines(first: str, *more: str) -> Conflict:
    """The pair, where `a` wants these things."""
    return pair(preferences=(wants("a", first, *more), PAIR.preferences[1]))


# -- mistakes, one at a time -----------------------------------------------------------------------

THAT = ("preferences", 0, "statements", 0, "that")
IDS = ("decision_makers", 0, "id")

DECLARATIONS: list[tuple[Conflict, list[Said]]] = [
    (
        Conflict("t", ()),
        [(("decision_makers",), "the conflict has no decision maker", "Add [[decision_makers]].")],
    ),
    (owners(DecisionMaker("")), [(IDS, "the decision maker's id is empty", "Give it a short name.")]),
    (owners(DecisionMaker(" a")), [(IDS, f"the decision maker's id  a {SPACES}", PLAIN)]),
    (owners(DecisionMaker('"a"')), [(IDS, f'the decision maker\'s id "a" {SPACES}', PLAIN)]),
    (
        owners(DecisionMaker("a", options=(Option("x+y"),))),
        [(("decision_makers", 0, "options", 0, "id"), f"the option's id x+y {SPACES}", PLAIN)],
    ),
    (
        owners(DecisionMaker("a", options=(Option("x"), Option("Not")))),
        [
            (
                ("decision_makers", 0, "options", 1, "id"),
                '"Not" is a word of the statement language',
                "Choose another id.",
            )
        ],
    ),
    (
        owners(A, A),
        [
            (
                ("decision_makers", 1, "id"),
                'there are 2 decision makers called "a"',
                "Give each an id of its own.",
            )
        ],
    ),
    (
        owners(DecisionMaker("a", options=(Option("x"), Option("x"), Option("x")))),
        [
            (
                ("decision_makers", 0, "options", k, "id"),
                'there are 3 options called "x"',
                "Give each an id of its own.",
            )
            for k in (1, 2)
        ],
    ),
    (
        pair(outcomes=(Outcome("end", "x"), Outcome("end", "y"))),
        [(("outcomes", 1, "id"), 'there are 2 outcomes called "end"', "Give each an id of its own.")],
    ),
    (
        pair(
            readings=(Reading("r"), Reading("r")),
            preferences=tuple(replace(wish, reading="r") for wish in PAIR.preferences),
        ),
        [(("readings", 1, "id"), 'there are 2 readings called "r"', "Give each an id of its own.")],
    ),
    (
        drawn(states=(*DRAWN.states, NamedState("p"))),
        [(("states", 2, "id"), 'there are 2 states called "p"', "Give each an id of its own.")],
    ),
    (
        owners(DecisionMaker("a", options=(Option("x", irreversible="always"),))),
        [
            (
                ("decision_makers", 0, "options", 0, "irreversible"),
                '"always" is no way to be irreversible',
                'Write "once taken" or "once dropped".',
            )
        ],
    ),
    (
        pair(outcomes=(Outcome("w", "x"),)),
        [
            (
                ("outcomes", 0, "id"),
                'the outcome "w" has the name of an option',
                "Give one of them another id.",
            )
        ],
    ),
    (
        drawn(decision_makers=(replace(DRAWN.decision_makers[0], options=(Option("p"),)),)),
        [
            (
                ("states", 0, "id"),
                'the state "p" has the name of an option or an outcome',
                "Give one of them another id.",
            )
        ],
    ),
    (
        pair(states=(NamedState("p"),)),
        [
            (
                ("states",),
                "states are listed, but the conflict is in option form",
                'Write form = "graph", or drop the list.',
            )
        ],
    ),
    (
        pair(decision_makers=(replace(A, moves=(("p", "q"),)), B)),
        [
            (
                ("decision_makers", 0, "moves"),
                "moves are listed, but the conflict is in option form",
                'Write form = "graph", or drop them: moves follow from the options.',
            )
        ],
    ),
]

NAMES: list[tuple[Conflict, list[Said]]] = [
    (lines("walrus"), [(THAT, no_word("walrus"), OPTIONS)]),
    (
        owners(DecisionMaker("us", options=(Option("press"),))).replace(preferences=(wants("us", "pres"),)),
        [(THAT, no_word("pres"), 'Did you mean "press"?')],
    ),
    (lines("a.y"), [(THAT, '"a" has no option "y"', "Known here: w, x.")]),
    (lines("c.y"), [(THAT, '"c.y": there is no decision maker "c"', "Known here: a, b.")]),
    (lines("not w"), [(THAT, '"w" is an option of 2 decision makers', "Write a.w or b.w.")]),
    (lines("YN"), [(THAT, 'the pattern "YN" has 2 signs, the conflict has 4 options', SIGNS)]),
    (lines("x and"), [(THAT, 'expected an option after "and", found the end', "")]),
    (
        lines("x", "walrus or tiger"),
        [((*THAT[:3], 1, "that"), no_word(word), OPTIONS) for word in ("walrus", "tiger")],
    ),
    (
        drawn(preferences=(wants("a", "p or r"),)),
        [(THAT, no_word("r"), "States: p, q.")],
    ),
    (
        owners(
            DecisionMaker("A B", options=(Option("x"),)), DecisionMaker("c", options=(Option("x"),))
        ).replace(preferences=(wants("A B", "x"), Preferences("c"))),
        [(THAT, '"x" is an option of 2 decision makers', 'Write "A B".x or c.x.')],
    ),
]

SETTLEMENT = ("outcomes", 0, "that")
OUTCOMES: list[tuple[Conflict, list[Said]]] = [
    (
        pair(outcomes=(Outcome("deal", "not deal"),)),
        [(SETTLEMENT, "the outcome is defined by itself: deal → deal", "Break the circle.")],
    ),
    (
        pair(outcomes=(Outcome("deal", "x and peace"), Outcome("peace", "deal or y"))),
        [
            (
                ("outcomes", 1, "that"),
                "the outcome is defined by itself: deal → peace → deal",
                "Break the circle.",
            )
        ],
    ),
    (
        pair(outcomes=(Outcome("deal", "x iff odd"),), exclusions=(Exclusion(never="deal"),)),
        [(SETTLEMENT, no_word("odd"), OPTIONS)],
    ),
    (
        pair(outcomes=(Outcome("deal", "Y"),)),
        [(SETTLEMENT, 'the pattern "Y" has 1 sign, the conflict has 4 options', SIGNS)],
    ),
]

ONE_THING = "Use one of never, at_most_one, at_least_one, or if with then."
EXCLUSIONS: list[tuple[Conflict, list[Said]]] = [
    (
        pair(exclusions=(Exclusion(because="of this"),)),
        [(("exclusions", 0), "an exclusion says nothing; it must say exactly one thing", ONE_THING)],
    ),
    (
        pair(exclusions=(Exclusion(never="x and y", at_most_one=("x", "y")),)),
        [
            (
                ("exclusions", 0),
                "an exclusion says never and at_most_one; it must say exactly one thing",
                ONE_THING,
            )
        ],
    ),
    (
        pair(exclusions=(Exclusion(at_least_one=("x", "y"), then="x"),)),
        [
            (
                ("exclusions", 0),
                "an exclusion says at_least_one and if; it must say exactly one thing",
                ONE_THING,
            ),
            (("exclusions", 0), '"if" is missing beside its other half', "Add if."),
        ],
    ),
    (
        pair(exclusions=(Exclusion(if_="x"),)),
        [(("exclusions", 0), '"then" is missing beside its other half', "Add then.")],
    ),
    (
        pair(exclusions=(Exclusion(then="x"),)),
        [(("exclusions", 0), '"if" is missing beside its other half', "Add if.")],
    ),
    (
        pair(exclusions=(Exclusion(at_least_one=("x", "odd")), Exclusion(if_="x", then="even"))),
        [
            (("exclusions", 0, "at_least_one", 1), no_word("odd"), OPTIONS),
            (("exclusions", 1, "then"), no_word("even"), OPTIONS),
        ],
    ),
    (
        pair(exclusions=(Exclusion(never="x"), Exclusion(never="not y"), Exclusion(never="not x"))),
        [
            (
                ("exclusions",),
                "the exclusions contradict one another: no state is left",
                "Without exclusion 1 or 3 states would remain.",
            )
        ],
    ),
    (
        pair(exclusions=tuple(Exclusion(never=text) for text in ("x", "not x", "x or y", "not x or y"))),
        [
            (
                ("exclusions",),
                "the exclusions contradict one another: no state is left",
                "More than one exclusion must be loosened.",
            )
        ],
    ),
    (
        pair(coalesced=(Coalesced("odd"), Coalesced("YY"))),
        [
            (("coalesced", 0, "when"), no_word("odd"), OPTIONS),
            (
                ("coalesced", 1, "when"),
                'the pattern "YY" has 2 signs, the conflict has 4 options',
                SIGNS,
            ),
        ],
    ),
    (
        pair(bans=(Ban("odd", "x", dm="c"), Ban("x", "even"))),
        [
            (("bans", 0, "dm"), 'there is no decision maker "c"', "Known here: a, b."),
            (("bans", 0, "from"), no_word("odd"), OPTIONS),
            (("bans", 1, "to"), no_word("even"), OPTIONS),
        ],
    ),
]

MOVES = ("decision_makers", 0, "moves")


def meaningless(key: str) -> Said:
    return (key,), f"{key} have no meaning in graph form", "List the states and moves that exist."


GRAPH_FORM: list[tuple[Conflict, list[Said]]] = [
    (drawn(exclusions=(Exclusion(never="p"),)), [meaningless("exclusions")]),
    (drawn(coalesced=(Coalesced("p"),)), [meaningless("coalesced")]),
    (drawn(bans=(Ban("p", "q"),)), [meaningless("bans")]),
    (
        Conflict("t", (DecisionMaker("a"),), (Preferences("a"),), form="graph"),
        [(("states",), "the conflict is in graph form and lists no state", "Add [[states]].")],
    ),
    (
        drawn(decision_makers=(DecisionMaker("a", moves=(("p", "r"), ("p", "q"))),)),
        [((*MOVES, 0, 1), 'there is no state "r"', "Known here: p, q.")],
    ),
    (
        drawn(
            decision_makers=(replace(DRAWN.decision_makers[0], options=(Option("x"), Option("y"))),),
            states=(NamedState("p", pattern="YN"), NamedState("q")),
        ),
        [
            (
                ("states", 1, "pattern"),
                '"" does not give Y, N or - for each of the 2 options',
                "Give every state a pattern, or none.",
            )
        ],
    ),
    (
        drawn(states=(NamedState("p", pattern="YX"), NamedState("q", pattern="Y"))),
        [
            (
                ("states", k, "pattern"),
                f'"{signs}" does not give Y, N or - for each of the 0 options',
                "Give every state a pattern, or none.",
            )
            for k, signs in enumerate(("YX", "Y"))
        ],
    ),
    (
        drawn(
            decision_makers=(
                replace(DRAWN.decision_makers[0], options=tuple(Option(f"o{k}") for k in range(13))),
            ),
            states=(NamedState("p", pattern="-" * 13), NamedState("q", pattern="-" * 12 + "Y")),
        ),
        [(("states", 0, "pattern"), "the pattern has more than 12 dashes", "")],
    ),
]

TWICE = (wants("a", "y"), wants("a", "y"), wants("b", "x"))
PREFERENCES: list[tuple[Conflict, list[Said]]] = [
    (
        pair(preferences=(wants("a", "x"), wants("c", "x"))),
        [
            (("preferences", 1, "dm"), 'there is no decision maker "c"', "Known here: a, b."),
            (("decision_makers", 1), '"b" has no preferences', 'Add [[preferences]] with dm = "b".'),
        ],
    ),
    (
        pair(preferences=TWICE),
        [(("preferences", 1, "dm"), '"a" has preferences twice', "Put them into one list.")],
    ),
    (
        pair(
            readings=(Reading("r"), Reading("s")),
            preferences=(*(replace(wish, reading="r") for wish in TWICE), wants("a", "x", reading="s")),
        ),
        [
            (
                ("preferences", 1, "dm"),
                '"a" has preferences twice in reading "r"',
                "Put them into one list.",
            ),
            (
                ("decision_makers", 1),
                '"b" has no preferences in reading "s"',
                'Add [[preferences]] with dm = "b".',
            ),
        ],
    ),
    (
        pair(preferences=(replace(wants("a", "x"), weights={"x": 1}), wants("b", "x"))),
        [(("preferences", 0), '"a" has statements and weights', "Give exactly one of them.")],
    ),
    (
        pair(preferences=(wants("a", "x", greatly_after=(1,)), wants("b", "x"))),
        [
            (
                ("preferences", 0, "greatly_after"),
                "greatly_after needs a ranking",
                "Give the groups as a ranking.",
            )
        ],
    ),
    (
        pair(preferences=(wants("a", "x", reading="r"), *PAIR.preferences)),
        [
            (
                ("preferences", 0, "reading"),
                'there is no reading "r"',
                "Add [[readings]], or drop the key.",
            )
        ],
    ),
    (
        pair(
            readings=(Reading("hawk"),),
            preferences=(
                *(replace(wish, reading="hawk") for wish in PAIR.preferences),
                wants("a", "x", reading="hawks"),
                wants("a", "x", reading="dove"),
                wants("a", "x"),
            ),
        ),
        [
            (("preferences", 2, "reading"), 'there is no reading "hawks"', 'Did you mean "hawk"?'),
            (("preferences", 3, "reading"), 'there is no reading "dove"', "Known here: hawk."),
            (
                ("preferences", 4),
                "the conflict has readings, but these preferences name none",
                "Add reading = one of: hawk.",
            ),
        ],
    ),
    (
        pair(status_quo="17"),
        [(("status_quo",), "there is no state 17", "States are numbered 1 to 16.")],
    ),
    (pair(status_quo="odd"), [(("status_quo",), '"odd" is no option', OPTIONS)]),
    (drawn(status_quo="r"), [(("status_quo",), 'there is no state "r"', "Known here: p, q.")]),
]

ERRORS = {
    "declarations": DECLARATIONS,
    "names": NAMES,
    "outcomes": OUTCOMES,
    "exclusions": EXCLUSIONS,
    "graph form": GRAPH_FORM,
    "preferences": PREFERENCES,
}
