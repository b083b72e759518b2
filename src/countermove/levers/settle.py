"""Of several edits that do the same, the mildest: a line keeps its place and its sense as far as may be.

A solver does not care whether a line is reversed, dropped or only put lower, nor where exactly. People do.
Lists that meet the goals are made milder line by line, at no more cost, as long as they meet them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from countermove.levers.drafts import Draft, Drafts, inserted, kept
from countermove.levers.lines import Lines

__all__ = ["milder", "settled"]


def settled(
    lists: Mapping[int, Lines],
    drafts: Drafts,
    price: Callable[[Drafts], int],
    meets: Callable[[Drafts], bool],
) -> Drafts:
    """Lists whose lines stand where `drafts` touch none, cost no more, and meet the goals more mildly."""
    most, now = price(drafts), dict(drafts)
    for dm, lines in lists.items():
        for k in _touched(lines, now[dm]):
            for draft in milder(lines, now[dm], k):
                changed = {**now, dm: draft}
                if draft == now[dm] or (price(changed) <= most and meets(changed)):
                    now = changed
                    break
    return now


def _touched(lines: Lines, draft: Draft) -> list[int]:
    """The lines that something was done with."""
    stand, unmoved = dict(draft), kept(draft, lines.own)
    own = [k for k in range(lines.own) if k not in unmoved or stand[k]]
    return own + [k for k in stand if k >= lines.own]


def milder(lines: Lines, draft: Draft, k: int) -> Iterator[Draft]:
    """What can be done with one line, the mildest first: moved, dropped, reversed; or added, from below."""
    rest = tuple(placed for placed in draft if placed[0] != k)
    places = range(len(rest) + 1)
    if k >= lines.own:
        yield from (inserted(rest, (k, False), at) for at in reversed(places))
        return
    home = sum(other < k for other, _ in rest if other < lines.own)
    near = sorted(places, key=lambda at: (abs(at - home), at))
    yield from (inserted(rest, (k, False), at) for at in near)
    yield rest
    yield from (inserted(rest, (k, True), at) for at in near)
