"""How well actors are found and told apart, on MEANTIME (persons and organisations).

A mention counts if it names somebody: it has a capital letter, is no pronoun and no bare description; of
mentions of one actor that lie within one another the innermost counts. A found mention is one that shares at
least half of the words with a mention of ours, one to one. B-cubed is taken over the found mentions of one
text at a time and averaged over mentions of all texts (Bagga and Baldwin 1998).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from countermove.evidence.actors import find_cast
from countermove.evidence.ledger import Source
from countermove.evidence.parsing import parse
from countermove.evidence.passage import Passage
from countermove.evidence.report import Report

__all__ = ["gold_mentions", "matched", "score"]

Span = tuple[int, int]

_PRONOUNS = frozenset(
    ("he", "she", "it", "they", "we", "you", "i", "him", "her", "his", "its", "their", "our", "who", "which")
) | {"whose", "us", "them", "me", "my", "your"}


def passage_as_it_is(text: str) -> Passage:
    """A text whose annotation counts in its own offsets: nothing repaired."""
    report = Report(Source(id="text", file="text", sha256="0" * 64), text)
    return Passage(report, text, range(len(text)), ((0, len(text)),) if text else ())


def gold_mentions(line: Mapping[str, Any]) -> list[tuple[Span, str, str]]:
    """Span, actor and type of the annotated mentions that name a person or an organisation."""
    found = []
    for actor in line["actors"]:
        if actor["type"] not in ("PER", "ORG"):
            continue
        spans = {
            _bare(line["text"], m["start"], m["end"]) for m in actor["mentions"] if _names(line["text"], m)
        }
        inner = [s for s in spans if not any(o != s and s[0] <= o[0] and o[1] <= s[1] for o in spans)]
        found += [(span, actor["id"], actor["type"]) for span in inner]
    return sorted(found)


def _bare(text: str, start: int, end: int) -> Span:
    article = re.match(r"(?:the|an?) ", text[start:end], re.IGNORECASE)
    return start + (article.end() if article else 0), end


def _names(text: str, mention: Mapping[str, Any]) -> bool:
    words = text[mention["start"] : mention["end"]]
    if (
        mention["syntactic"] in ("PRO", "NOM", "PTV", "APP", "CONJ", "PRE.NOM", "ARC")
        or words.lower() in _PRONOUNS
    ):
        return False
    start, end = _bare(text, mention["start"], mention["end"])
    inner = text[start:end]
    last = re.findall(r"[\w.&'-]+", inner)
    return bool(last) and any(word[:1].isupper() for word in last[-1:] + last[:1]) and not inner.islower()


def _words(text: str, span: Span) -> set[int]:
    return {span[0] + match.start() for match in re.finditer(r"\w+", text[span[0] : span[1]])}


def matched(
    text: str, gold: Sequence[tuple[Span, str, str]], ours: Sequence[tuple[Span, str]]
) -> dict[int, int]:
    """For each annotated mention that was found, by position, which of ours it is."""
    pairs = []
    for i, (span, _, _) in enumerate(gold):
        words = _words(text, span)
        for j, (mine, _) in enumerate(ours):
            if mine[0] < span[1] and span[0] < mine[1]:
                both = _words(text, mine)
                share = len(words & both) / max(1, len(words | both))
                if share >= 0.5:
                    pairs.append((share, i, j))
    found: dict[int, int] = {}
    for _, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if i not in found and j not in found.values():
            found[i] = j
    return found


def b_cubed(pairs: Sequence[tuple[str, str]]) -> tuple[float, float, float]:
    """Sums of precision and recall over mentions, each an (annotated, ours) pair, and their number."""
    precision = recall = 0.0
    for gold, ours in pairs:
        same = sum(pair == (gold, ours) for pair in pairs)
        precision += same / sum(mine == ours for _, mine in pairs)
        recall += same / sum(theirs == gold for theirs, _ in pairs)
    return precision, recall, float(len(pairs))


def score(lines: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Mentions found, and B-cubed, of persons and organisations and of persons alone, over MEANTIME."""
    sums = {"all": [0.0, 0.0, 0.0], "persons": [0.0, 0.0, 0.0]}
    named = {"all": 0, "persons": 0}
    for line in lines:
        text = line["text"]
        cast = find_cast(passage_as_it_is(text), parse(text))
        ours = [(mention.span, mention.actor) for mention in cast.mentions if mention.form == "name"]
        gold = gold_mentions(line)
        found = matched(text, gold, ours)
        for name, keep in (("all", ("PER", "ORG")), ("persons", ("PER",))):
            named[name] += sum(kind in keep for _, _, kind in gold)
            pairs = [(gold[i][1], ours[j][1]) for i, j in found.items() if gold[i][2] in keep]
            sums[name] = [a + b for a, b in zip(sums[name], b_cubed(pairs), strict=True)]
    return {key: value for name in sums for key, value in _figures(name, named[name], *sums[name]).items()}


def _figures(name: str, named: int, precision: float, recall: float, found: float) -> dict[str, float]:
    p, r = precision / max(found, 1), recall / max(found, 1)
    return {
        f"{name}: mentions": float(named),
        f"{name}: found": found / max(named, 1),
        f"{name}: B3 precision": p,
        f"{name}: B3 recall": r,
        f"{name}: B3 F1": 2 * p * r / max(p + r, 1e-9),
    }
