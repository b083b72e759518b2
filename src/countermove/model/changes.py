"""Changes to a conflict: each takes a conflict and gives another, which is a conflict like any other.

`DEEDS` lists what `Change.do` can say. Changes of wishes are here; changes of who there is and what
they can do, which renumber states, are in `restructure`. A change that does not fit raises
`ModelError`, at the path of the field that is to blame.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from countermove.errors import ModelError, Path, Problem, StatementError, clip, did_you_mean
from countermove.model import restructure
from countermove.model.conflict import Conflict, Exclusion, Preferences, PrioritisedStatement
from countermove.model.names import is_pattern
from countermove.model.statements import parse
from countermove.model.variants import Change

__all__ = ["DEEDS", "apply_changes", "place_of", "said_of"]


def apply_changes(conflict: Conflict, changes: Iterable[Change], path: Path = ()) -> Conflict:
    """The conflict after some changes, in their order; it has no scenarios, doubts and hypergames.

    Those speak of the conflict as it was. Raises `ModelError` for the first change that does not fit,
    at ``(*path, its position, field)``.
    """
    for k, change in enumerate(changes):
        deed = DEEDS.get(change.do)
        try:
            if deed is None:
                what = f'"{clip(change.do)}" is nothing that can be done to a model'
                raise ModelError(Problem(what, did_you_mean(change.do, DEEDS), ("do",)))
            _check_fields(change)
            conflict = deed.carry_out(conflict, change)
        except ModelError as error:
            raise ModelError([problem.within((*path, k)) for problem in error.problems]) from None
    return conflict.replace(scenarios=(), doubts=(), hypergames=())


def said_of(change: Change, name: Callable[[str], str] = str) -> str:
    """The change as a clause a person can read; `name` gives what decision makers are called in it."""
    deed = DEEDS.get(change.do)
    return deed.said(change, name) if deed else change.do


# -- wishes --------------------------------------------------------------------------------------


def place_of(statements: Sequence[PrioritisedStatement], text: str) -> int | None:
    """The position (from 0) of the statement that says `text`; spaces and brackets do not matter."""
    for same in (str.split, _tree):
        for k, statement in enumerate(statements):
            if same(statement.that) == same(text):
                return k
    return None


def _tree(text: str) -> object:
    try:
        return parse(text)
    except StatementError:
        return text


Edit = Callable[[list[PrioritisedStatement], Change], None]


def _edited(conflict: Conflict, change: Change, edit: Edit) -> Conflict:
    """The conflict with the lists of `change.dm` edited: in its reading, or in every one it fits."""
    rows = _rows(conflict, change)
    preferences, problems, done = list(conflict.preferences), [], 0
    for row in rows:
        wish = preferences[row]
        if wish.ranking or wish.rankings or wish.weights:
            what = f'"{clip(change.dm)}" has no list of statements to change'
            problems.append(Problem(what, "Write its wishes as statements.", ("dm",)))
            continue
        statements = list(wish.statements)
        try:
            edit(statements, change)
        except ModelError as error:
            problems.extend(error.problems)
            continue
        preferences[row] = replace(wish, statements=tuple(statements))
        done += 1
    if not done:
        raise ModelError(list(dict.fromkeys(problems)))
    return conflict.replace(preferences=tuple(preferences))


def _rows(conflict: Conflict, change: Change) -> list[int]:
    dms = [dm.id for dm in conflict.decision_makers]
    if change.dm not in dms:
        what = f'there is no decision maker "{clip(change.dm)}"'
        raise ModelError(Problem(what, did_you_mean(change.dm, dms), ("dm",)))
    if change.reading and change.reading not in conflict.reading_ids:
        known = [reading for reading in conflict.reading_ids if reading]
        what = f'there is no reading "{clip(change.reading)}"'
        raise ModelError(Problem(what, did_you_mean(change.reading, known), ("reading",)))
    rows = [
        k
        for k, wish in enumerate(conflict.preferences)
        if wish.dm == change.dm and change.reading in ("", wish.reading)
    ]
    if not rows:
        raise ModelError(Problem(f'"{clip(change.dm)}" has no wishes there', "", ("dm",)))
    return rows


def _found(statements: Sequence[PrioritisedStatement], text: str, change: Change, field: str) -> int:
    at = place_of(statements, text)
    if at is None:
        what = f'"{clip(change.dm)}" has no statement "{clip(text)}"'
        raise ModelError(Problem(what, did_you_mean(text, [s.that for s in statements]), (field,)))
    return at


def _place(statements: Sequence[PrioritisedStatement], change: Change) -> int:
    """Where a statement is to stand: above another, at a place, or at the end."""
    if change.above:
        return _found(statements, change.above, change, "above")
    if not change.place:
        return len(statements)
    if not 1 <= change.place <= len(statements) + 1:
        what = f"there is no place {change.place} in a list of {len(statements)}"
        raise ModelError(Problem(what, "Count from 1, the most important.", ("place",)))
    return change.place - 1


def _add(statements: list[PrioritisedStatement], change: Change) -> None:
    new = PrioritisedStatement(change.statement, change.says, change.evidence, change.assumption)
    statements.insert(_place(statements, change), new)


def _drop(statements: list[PrioritisedStatement], change: Change) -> None:
    del statements[_found(statements, change.statement, change, "statement")]


def _reverse(conflict: Conflict, change: Change) -> Conflict:
    """`dm` wants the contrary of a statement, at its place."""

    def edit(statements: list[PrioritisedStatement], asked: Change) -> None:
        at = _found(statements, asked.statement, asked, "statement")
        contrary = f"not ({_spelled_out(conflict, statements[at].that)})"
        statements[at] = replace(statements[at], that=contrary, says=asked.says)

    return _edited(conflict, change, edit)


def _spelled_out(conflict: Conflict, text: str) -> str:
    """A condition that can be part of another: a pattern such as ``Y-N`` as the options it speaks of."""
    if not is_pattern(text):
        return text
    signs = zip(conflict.option_ids, text.replace(" ", ""), strict=False)
    named = [(restructure.reference(*ref), sign) for ref, sign in signs if sign != "-"]
    return " and ".join(ref if sign == "Y" else f"not {ref}" for ref, sign in named) or "true"


def _reword(statements: list[PrioritisedStatement], change: Change) -> None:
    at = _found(statements, change.statement, change, "statement")
    statements[at] = PrioritisedStatement(change.becomes, change.says, change.evidence, change.assumption)


def _move(statements: list[PrioritisedStatement], change: Change) -> None:
    moved = statements.pop(_found(statements, change.statement, change, "statement"))
    if not (change.above or change.place):
        cure = "Say above which statement it is to stand, or at which place."
        raise ModelError(Problem("it is not said where the statement is to go", cure, ("place",)))
    statements.insert(_place(statements, change), moved)


def _reorder(statements: list[PrioritisedStatement], change: Change) -> None:
    """Some statements change places among themselves; `of` names them in their new order."""
    found = [_found(statements, text, change, "of") for text in change.of]
    if len(set(found)) < len(found):
        what = "a statement is named twice in its new order"
        raise ModelError(Problem(what, "Name each once.", ("of",)))
    moved = [statements[at] for at in found]
    for at, statement in zip(sorted(set(found)), moved, strict=True):
        statements[at] = statement


def _edit_with(edit: Edit) -> Callable[[Conflict, Change], Conflict]:
    return lambda conflict, change: _edited(conflict, change, edit)


def _like(conflict: Conflict, change: Change) -> Conflict:
    """The wishes of `dm` in every reading (or `reading`) become those that it has in reading `wants`."""
    rows = _rows(conflict, change)
    if change.wants not in conflict.reading_ids:
        known = [reading for reading in conflict.reading_ids if reading]
        what = f'there is no reading "{clip(change.wants)}"'
        raise ModelError(Problem(what, did_you_mean(change.wants, known), ("wants",)))
    model = conflict.preferences[_rows(conflict, replace(change, reading=change.wants))[0]]
    return _with_wishes(conflict, rows, lambda wish: replace(model, reading=wish.reading))


def _rank(conflict: Conflict, change: Change) -> Conflict:
    """The wishes of `dm` become a ranking, or that which there is gets other marks of strength."""
    rows = _rows(conflict, change)
    if not change.ranking and not all(conflict.preferences[row].ranking for row in rows):
        what = f'it is not said how "{clip(change.dm)}" ranks the states'
        raise ModelError(Problem(what, "Add ranking.", ("ranking",)))

    def ranked(wish: Preferences) -> Preferences:
        ranking = change.ranking or wish.ranking
        return Preferences(
            wish.dm, wish.reading, ranking=ranking, greatly_after=change.greatly_after, note=wish.note
        )

    return _with_wishes(conflict, rows, ranked)


def _with_wishes(
    conflict: Conflict, rows: Iterable[int], new: Callable[[Preferences], Preferences]
) -> Conflict:
    preferences = list(conflict.preferences)
    for row in rows:
        preferences[row] = new(preferences[row])
    return conflict.replace(preferences=tuple(preferences))


def _forbid(conflict: Conflict, change: Change) -> Conflict:
    new = Exclusion(never=change.condition, because=change.says, assumption=change.assumption)
    return conflict.replace(exclusions=(*conflict.exclusions, replace(new, evidence=change.evidence)))


def _influence(conflict: Conflict, change: Change) -> Conflict:
    """`dm` gets an option; while it is taken, a statement of `over` becomes another.

    The statement's place stays. Where the option is not taken, the wish is what it was, so that the
    model with the option left alone is the model without it.
    """
    asked = replace(change, dm=change.over)
    places = {
        row: place_of(conflict.preferences[row].statements, change.statement)
        for row in _rows(conflict, asked)
    }
    if all(at is None for at in places.values()):
        _found(conflict.preferences[next(iter(places))].statements, change.statement, asked, "statement")
    becomes = _spelled_out(conflict, change.becomes) or f"not ({_spelled_out(conflict, change.statement)})"
    grown = restructure.add_option(conflict, change)
    preferences = list(grown.preferences)
    for row, at in places.items():
        if at is not None:
            statements = list(preferences[row].statements)
            statements[at] = _with_option(grown, change, statements[at], becomes)
            preferences[row] = replace(preferences[row], statements=tuple(statements))
    return grown.replace(preferences=tuple(preferences))


def _with_option(
    conflict: Conflict, change: Change, old: PrioritisedStatement, becomes: str
) -> PrioritisedStatement:
    """A wish that is another one while the option of a change is taken."""
    taken = restructure.reference(change.dm, change.option)
    both = f"({taken} and ({becomes})) or (not {taken} and ({_spelled_out(conflict, old.that)}))"
    return replace(old, that=both, says=change.says or old.says)


# -- what can be done ----------------------------------------------------------------------------


class Deed:
    """One thing that can be done to a model: how, which fields it needs, how it is said, what it means."""

    def __init__(
        self, carry_out: Callable[[Conflict, Change], Conflict], needs: str, said: str, means: str
    ) -> None:
        self.carry_out = carry_out
        self.means = means
        self.needs = tuple(needs.split())
        self._said = said

    def said(self, change: Change, name: Callable[[str], str]) -> str:
        """A clause with the fields of the change in it."""
        told = self._said.format(
            dm=name(change.dm),
            over=name(change.over),
            of=" and ".join(map(name, change.of)),
            option=change.name or change.option,
            statement=change.statement,
            becomes=change.becomes or f"not ({change.statement})",
            wants=change.wants,
            condition=change.condition,
            irreversible=change.irreversible,
            place=_said_place(change),
            in_order=" over ".join(f'"{text}"' for text in change.of),
        )
        return told + (f" (reading {change.reading})" if change.reading else "")


def _said_place(change: Change) -> str:
    if change.above:
        return f'above "{change.above}"'
    return f"at place {change.place}" if change.place else "at the end"


def _check_fields(change: Change) -> None:
    missing = [name for name in DEEDS[change.do].needs if not getattr(change, name)]
    if missing:
        what = f'"{change.do}" needs {" and ".join(missing)}'
        raise ModelError([Problem(what, f"Add {name}.", (name,)) for name in missing])


#: What `Change.do` can say.
DEEDS: dict[str, Deed] = {
    "add statement": Deed(
        _edit_with(_add),
        "dm statement",
        'to the wishes of {dm} comes "{statement}", {place}',
        "`dm` wants one thing more, at `place` or `above` another; else after all it wants",
    ),
    "drop statement": Deed(
        _edit_with(_drop), "dm statement", '{dm} no longer minds "{statement}"', "`dm` no longer minds"
    ),
    "reverse statement": Deed(
        _reverse,
        "dm statement",
        '{dm} wants the contrary of "{statement}"',
        "`dm` wants the contrary, at the same place",
    ),
    "reword statement": Deed(
        _edit_with(_reword),
        "dm statement becomes",
        '{dm} wants "{becomes}" in place of "{statement}"',
        "`dm` wants something else, at the same place",
    ),
    "move statement": Deed(
        _edit_with(_move),
        "dm statement",
        '{dm} ranks "{statement}" {place}',
        "a wish becomes more or less important: it goes to `place`, or `above` another",
    ),
    "reorder statements": Deed(
        _edit_with(_reorder),
        "dm of",
        "{dm} ranks {in_order}",
        "the wishes named in `of` take, in this order, the places that they hold",
    ),
    "want as in reading": Deed(
        _like,
        "dm wants",
        "{dm} wants what it wants in reading {wants}",
        "`dm` wants what it wants in the reading named by `wants`",
    ),
    "rank": Deed(
        _rank,
        "dm",
        "{dm} ranks the states otherwise",
        "`dm` has the `ranking`, and `greatly_after`, of the change",
    ),
    "influence": Deed(
        _influence,
        "dm option over statement",
        '{dm} can do one thing more, "{option}", and then {over} wants "{becomes}" instead of "{statement}"',
        "`dm` gets an option; while it is taken, `over` wants `becomes` (or the contrary), not `statement`",
    ),
    "forbid": Deed(
        _forbid, "condition", 'it can no longer be that "{condition}"', "no state in which `condition` holds"
    ),
    "add option": Deed(
        restructure.add_option,
        "dm option",
        '{dm} has one more option, "{option}"',
        "`dm` gets an option, not taken today",
    ),
    "remove option": Deed(
        restructure.remove_option,
        "dm option",
        '{dm} can no longer take "{option}"',
        "no state in which `dm` takes the option; today it does not",
    ),
    "fix option": Deed(
        restructure.fix_option,
        "dm option",
        '{dm} has taken "{option}" for good',
        "no state in which `dm` does not take the option; today it does",
    ),
    "make irreversible": Deed(
        restructure.make_irreversible,
        "dm option irreversible",
        '"{option}" of {dm} can, {irreversible}, not be changed again',
        "a commitment: the option cannot be changed again `once taken`, or `once dropped`",
    ),
    "add decision maker": Deed(
        restructure.add_decision_maker,
        "dm options",
        "{dm} comes in",
        "a mediator, a sanctioner: `dm` comes in with `options` and `statements`, the same in every reading",
    ),
    "merge": Deed(
        restructure.merge,
        "of dm",
        "{of} act as one, {dm}",
        "those in `of` become `dm`, with all their options and the wishes of `wants`, or `statements`",
    ),
}
