"""Changes of who there is and what they can do: options and decision makers that come, go or join.

Such a change moves options about, so every text that names one is rewritten: ``us.press`` becomes
``west.press`` where the United States acts under another name, and a pattern gains or shifts signs.
Where a text cannot be rewritten (a state given by its number, which changes), the change is refused.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from countermove.errors import ModelError, Problem, StatementError, clip, did_you_mean
from countermove.model.conflict import (
    IRREVERSIBLE,
    Conflict,
    DecisionMaker,
    Exclusion,
    Option,
    Preferences,
)
from countermove.model.names import is_pattern
from countermove.model.scales import Scale
from countermove.model.statements import And, If, Iff, Name, Not, Or, Statement, parse, print_name
from countermove.model.variants import Change

__all__ = [
    "add_decision_maker",
    "add_option",
    "fix_option",
    "make_irreversible",
    "merge",
    "merged_options",
    "reference",
    "remove_option",
]

Ref = tuple[str, str]
Words = tuple[str, ...]


def reference(dm: str, option: str) -> str:
    """An option as statements name it: ``us.press``."""
    return f"{print_name(dm)}.{print_name(option)}"


# -- options -------------------------------------------------------------------------------------


def add_option(conflict: Conflict, change: Change) -> Conflict:
    """`dm` gets a new option, behind those it has. Today it is not taken."""
    _in_option_form(conflict, change)
    at = _dm(conflict, change.dm, "dm")
    if change.option in [option.id for option in conflict.decision_makers[at].options]:
        what = f'"{clip(change.dm)}" has an option "{clip(change.option)}" already'
        raise ModelError(Problem(what, "Give the new one another id.", ("option",)))
    _check_irreversible(change)
    new = Option(
        change.option, change.name, change.does, change.drops, change.irreversible,
        change.evidence, change.assumption,
    )  # fmt: skip
    dm = conflict.decision_makers[at]
    return _renamed(conflict, _with_dm(conflict, at, replace(dm, options=(*dm.options, new))), {})


def remove_option(conflict: Conflict, change: Change) -> Conflict:
    """`dm` cannot take an option any more: no state in which it is taken can happen."""
    return _fixed(conflict, change, taken=False)


def fix_option(conflict: Conflict, change: Change) -> Conflict:
    """`dm` has taken an option for good: no state in which it is not taken can happen."""
    return _fixed(conflict, change, taken=True)


def _fixed(conflict: Conflict, change: Change, *, taken: bool) -> Conflict:
    """An option that is always, or never, taken. Today's state is the nearest that is left."""
    _in_option_form(conflict, change)
    _option(conflict, change)
    ref = reference(change.dm, change.option)
    never = Exclusion(never=f"not {ref}" if taken else ref, because=change.says, evidence=change.evidence)
    signs = list(_pattern_of_today(conflict))
    if signs:
        signs[conflict.option_ids.index((change.dm, change.option))] = "Y" if taken else "N"
    return conflict.replace(exclusions=(*conflict.exclusions, never), status_quo="".join(signs))


def make_irreversible(conflict: Conflict, change: Change) -> Conflict:
    """An option of `dm` that cannot be dropped once taken, or cannot be taken once dropped."""
    _in_option_form(conflict, change)
    at, k = _option(conflict, change)
    _check_irreversible(change)
    dm = conflict.decision_makers[at]
    options = list(dm.options)
    options[k] = replace(options[k], irreversible=change.irreversible)
    return _with_dm(conflict, at, replace(dm, options=tuple(options)))


def _check_irreversible(change: Change) -> None:
    if change.irreversible and change.irreversible not in IRREVERSIBLE:
        what = f'"{clip(change.irreversible)}" is no way to be irreversible'
        raise ModelError(Problem(what, 'Write "once taken" or "once dropped".', ("irreversible",)))


# -- decision makers -----------------------------------------------------------------------------


def add_decision_maker(conflict: Conflict, change: Change) -> Conflict:
    """A decision maker comes in, behind those there are, with its options and what it wants.

    It wants the same in every reading; "add statement" tells the readings apart.
    """
    _in_option_form(conflict, change)
    if change.dm in [dm.id for dm in conflict.decision_makers]:
        what = f'there is a decision maker "{clip(change.dm)}" already'
        raise ModelError(Problem(what, "Give the new one another id.", ("dm",)))
    new = DecisionMaker(
        change.dm, change.name, change.in_text, change.plural, change.options, evidence=change.evidence
    )
    wishes = [Preferences(change.dm, reading, change.statements) for reading in conflict.reading_ids]
    grown = conflict.replace(
        decision_makers=(*conflict.decision_makers, new), preferences=(*conflict.preferences, *wishes)
    )
    return _renamed(conflict, grown, {})


def merge(conflict: Conflict, change: Change) -> Conflict:
    """Some decision makers become one, `dm`, with all their options and the wishes of `wants`.

    It stands where the first of them stood. It wants what its member `wants` wants, in every reading,
    or `statements`. In graph form it can go wherever its members could by taking turns.
    """
    members = [_dm(conflict, name, "of") for name in dict.fromkeys(change.of)]
    _check_merge(conflict, change, members)
    parts = [conflict.decision_makers[at] for at in sorted(members)]
    renamed = merged_options(parts, change.dm)
    options = tuple(replace(o, id=renamed[dm.id, o.id][1]) for dm in parts for o in dm.options)
    new = DecisionMaker(
        change.dm, change.name, change.in_text, change.plural, options, moves=_joint_arcs(parts)
    )
    rest = [new if at == min(members) else dm
            for at, dm in enumerate(conflict.decision_makers)
            if at == min(members) or at not in members]  # fmt: skip
    ids = {dm.id for dm in parts}
    joined = conflict.replace(
        decision_makers=tuple(rest),
        preferences=tuple(_merged_wishes(conflict, change, ids)),
        scales=tuple(_without(scale, ids, change) for scale in conflict.scales),
    )
    return _renamed(conflict, joined, renamed)


def _check_merge(conflict: Conflict, change: Change, members: Sequence[int]) -> None:
    names = {conflict.decision_makers[at].id for at in members}
    if len(members) < 2:
        raise ModelError(Problem("one decision maker alone cannot merge", "Name two or more.", ("of",)))
    if change.dm in {dm.id for dm in conflict.decision_makers} - names:
        what = f'"{clip(change.dm)}" is a decision maker that does not merge'
        raise ModelError(Problem(what, "Give the new one another id.", ("dm",)))
    if change.wants not in names and not change.statements:
        what = "it is not said what the merged decision maker wants"
        raise ModelError(Problem(what, "Name a member in wants, or add statements.", ("wants",)))
    if any(ban.dm in names for ban in conflict.bans):
        what = "a banned move is that of one member alone"
        raise ModelError(Problem(what, "Take the member's bans out; the merged one moves freely.", ("of",)))


def merged_options(parts: Sequence[DecisionMaker], new: str) -> dict[Ref, Ref]:
    """What each option is called now; two of the same name are told apart by their former owner."""
    ids = [option.id for dm in parts for option in dm.options]
    return {
        (dm.id, option.id): (new, option.id if ids.count(option.id) == 1 else f"{dm.id}-{option.id}")
        for dm in parts
        for option in dm.options
    }


def _merged_wishes(conflict: Conflict, change: Change, members: set[str]) -> Iterable[Preferences]:
    for wish in conflict.preferences:
        if wish.dm not in members:
            yield wish
        elif not change.statements and wish.dm == change.wants:
            yield replace(wish, dm=change.dm)
    if change.statements:
        yield from (Preferences(change.dm, reading, change.statements) for reading in conflict.reading_ids)


def _without(scale: Scale, members: set[str], change: Change) -> Scale:
    """A scale without the members' positions; the one whose wishes count speaks for all."""
    kept = [
        replace(position, dm=change.dm) if position.dm == change.wants else position
        for position in scale.positions
        if position.dm not in members or position.dm == change.wants
    ]
    return replace(scale, positions=tuple(kept))


def _joint_arcs(parts: Sequence[DecisionMaker]) -> tuple[tuple[str, str], ...]:
    """Where members of a group get by legal sequences: nobody moves twice in a row."""
    arcs: dict[str, list[tuple[int, str]]] = {}
    for mover, dm in enumerate(parts):
        for source, target in dm.moves:
            arcs.setdefault(source, []).append((mover, target))
    found: dict[Ref, None] = {}
    for start in arcs:
        seen: set[tuple[int, str]] = set()
        queue: deque[tuple[int, str]] = deque([(-1, start)])
        while queue:
            last, state = queue.popleft()
            for step in arcs.get(state, []):
                if step[0] != last and step not in seen:
                    seen.add(step)
                    queue.append(step)
                    found[start, step[1]] = None
    return tuple((source, target) for source, target in found if source != target)


# -- what every such change needs ----------------------------------------------------------------


def _in_option_form(conflict: Conflict, change: Change) -> None:
    if conflict.form == "graph":
        what = f'"{change.do}" needs a conflict in option form'
        raise ModelError(Problem(what, "In graph form, list the states of the new conflict.", ("do",)))


def _dm(conflict: Conflict, name: str, field: str) -> int:
    ids = [dm.id for dm in conflict.decision_makers]
    if name not in ids:
        what = f'there is no decision maker "{clip(name)}"'
        raise ModelError(Problem(what, did_you_mean(name, ids), (field,)))
    return ids.index(name)


def _option(conflict: Conflict, change: Change) -> tuple[int, int]:
    at = _dm(conflict, change.dm, "dm")
    ids = [option.id for option in conflict.decision_makers[at].options]
    if change.option not in ids:
        what = f'"{clip(change.dm)}" has no option "{clip(change.option)}"'
        raise ModelError(Problem(what, did_you_mean(change.option, ids), ("option",)))
    return at, ids.index(change.option)


def _with_dm(conflict: Conflict, at: int, dm: DecisionMaker) -> Conflict:
    dms = conflict.decision_makers
    return conflict.replace(decision_makers=(*dms[:at], dm, *dms[at + 1 :]))


def _pattern_of_today(conflict: Conflict) -> str:
    """The status quo as a pattern; empty if there is none."""
    if not conflict.status_quo:
        return ""
    model = conflict.graph()
    assert model.status_quo is not None
    return model.states.pattern(model.status_quo)


def _renamed(old: Conflict, new: Conflict, renamed: Mapping[Ref, Ref]) -> Conflict:
    """`new`, whose texts still speak of the options of `old`, with all of them rewritten."""
    names = _no_longer_enough(old, new, renamed)
    names.update((parts, ref) for parts, ref in renamed.items())
    if new.form == "graph":
        return _each_text(new, lambda text: _rewritten(text, names))
    by_number = [wish.dm for wish in new.preferences if wish.ranking or wish.rankings]
    if by_number:
        what = f'the ranking of "{clip(by_number[0])}" does not know the new states'
        raise ModelError(Problem(what, "Write its wishes as statements.", ("dm",)))
    before = {renamed.get(ref, ref): k for k, ref in enumerate(old.option_ids)}
    order = [before.get(ref) for ref in new.option_ids]

    def text(written: str) -> str:
        signs = written.replace(" ", "")
        if is_pattern(written):
            if len(signs) != len(old.option_ids):  # one of the new options too, or a mistake: told later
                return written
            return "".join("-" if k is None else signs[k] for k in order)
        return _rewritten(written, names)

    today = _pattern_of_today(old)
    pattern = "".join("N" if k is None else today[k] for k in order) if today else ""
    return _each_text(new, text).replace(status_quo=pattern)


def _no_longer_enough(old: Conflict, new: Conflict, renamed: Mapping[Ref, Ref]) -> dict[Words, Ref]:
    """The full names of options that a bare word named, and names no longer: now others have it too."""
    before = Counter(option for _, option in old.option_ids)
    now = Counter(option for _, option in new.option_ids)
    return {
        (ref[1],): renamed.get(ref, ref) for ref in old.option_ids if before[ref[1]] == 1 and now[ref[1]] != 1
    }


def _each_text(conflict: Conflict, text: Callable[[str], str]) -> Conflict:
    """The conflict with every condition in it rewritten."""

    def maybe(written: str) -> str:
        return text(written) if written else written

    return conflict.replace(
        exclusions=tuple(
            replace(
                e, never=maybe(e.never), if_=maybe(e.if_), then=maybe(e.then),
                at_most_one=tuple(map(text, e.at_most_one)), at_least_one=tuple(map(text, e.at_least_one)),
            )
            for e in conflict.exclusions
        ),
        coalesced=tuple(replace(c, when=text(c.when)) for c in conflict.coalesced),
        bans=tuple(replace(b, from_=text(b.from_), to=text(b.to)) for b in conflict.bans),
        outcomes=tuple(replace(o, that=text(o.that)) for o in conflict.outcomes),
        preferences=tuple(
            replace(
                p,
                statements=tuple(replace(s, that=text(s.that)) for s in p.statements),
                weights={text(condition): number for condition, number in p.weights.items()},
            )
            for p in conflict.preferences
        ),
    )  # fmt: skip


def _rewritten(written: str, names: Mapping[Words, Ref]) -> str:
    """A statement with options called by their new names; one that cannot be read stays as it is."""
    if not names:
        return written
    try:
        tree = parse(written)
    except StatementError:
        return written
    return str(_in_new_names(tree, names))


def _in_new_names(tree: Statement, names: Mapping[Words, Ref]) -> Statement:
    match tree:
        case Name(parts) if parts in names:
            return Name(names[parts])
        case Not(item):
            return Not(_in_new_names(item, names))
        case And(items):
            return And(tuple(_in_new_names(item, names) for item in items))
        case Or(items):
            return Or(tuple(_in_new_names(item, names) for item in items))
        case If(then, condition):
            return If(_in_new_names(then, names), _in_new_names(condition, names))
        case Iff(left, right):
            return Iff(_in_new_names(left, names), _in_new_names(right, names))
    return tree
