"""Proposed issues: phrases that the reports share, for an analyst to accept, mend or leave.

A phrase is one to three words with no general word and no mark among them, that stands where nouns stand
(behind “the”, “of”, “their”, an adjective or the like) and is not merely a name. It counts for as much as
it stands in the reports (the geometric mean of its sentences in each, so that one report cannot make an
issue alone) and for as little as it is general: a word in every fourth sentence names no issue. Taken one
after the other, each proposal is the best where a sentence counts half for each proposal before that it
has. This way of weighing is this project's own.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from countermove.evidence.across.material import Material
from countermove.evidence.across.words import Worded, general, keys_of_phrase
from countermove.evidence.ledger import Issue
from countermove.evidence.rows import Row

__all__ = ["Proposal", "propose_issues"]

_LONGEST = 3  # words of a phrase
_MOST_FORMS = 4  # words that a proposal has
_COVERED = 0.5  # what a sentence still counts for after a proposal that it has
_SAME = 0.5  # the share of sentences from which on a phrase and a part of it say the same
_MOST_RANKED = 400  # phrases that are weighed again after each proposal
_FEWEST = 3  # sentences that a proposal stands in
_FEW = 12  # sentences that no share of them makes too many
_GENERAL = 0.25  # the share of sentences from which on a phrase is too general for an issue
#: Behind these a noun stands as a rule.
_BEFORE = """
the a an of for on in by with about against over its their his her our your my this these those any no some
every each another such between from into under without toward towards further more
"""
_BEFORE_NOUNS = frozenset(_BEFORE.split())
_NOUN_ENDINGS = (
    "tion",
    "tions",
    "ment",
    "ments",
    "ance",
    "ances",
    "ence",
    "ity",
    "ities",
    "ship",
    "ism",
    "sion",
)
_POSSESSIVE = re.compile("['’]s?$")
_INSIDE = re.compile(r"\s+\Z")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An issue that might be: its words, and the rows of each report whose sentence has them."""

    issue: Issue
    rows: dict[str, tuple[str, ...]]
    score: float


@dataclass
class _Phrase:
    """A phrase by its keys: its forms as written, and the sentences that have it."""

    keys: tuple[str, ...]
    forms: Counter[str] = field(default_factory=Counter)
    as_noun: int = 0
    sentences: set[tuple[str, int]] = field(default_factory=set)

    @property
    def nounness(self) -> float:
        """How often it stands where nouns stand, as a share; letters that stand for a name always do."""
        if all(form.isupper() for form in self.forms):
            return 1.0
        return self.as_noun / sum(self.forms.values())

    @property
    def may_name(self) -> bool:
        """Whether it could be what an issue is called: a noun, in several sentences, and no mere name."""
        names = all(word[:1].isupper() and not word.isupper() for form in self.forms for word in form.split())
        ends = next(iter(self.forms)).casefold().endswith(_NOUN_ENDINGS)
        return (
            not names
            and len(self.sentences) >= _FEWEST
            and (ends or self.nounness >= (0.5 if len(self.keys) == 1 else 0.2))
        )

    def score(self, left: Mapping[tuple[str, int], float], many: Mapping[str, int]) -> float:
        """What it is worth, each sentence counting for as much as proposals before it left."""
        counts: dict[str, float] = defaultdict(float)
        for at in self.sentences:
            counts[at[0]] += left[at]
        if len(counts) < 2:
            return 0.0
        share = len(self.sentences) / sum(many.values())
        if share > _GENERAL and len(self.sentences) > _FEW:
            return 0.0
        mean: float = math.exp(sum(math.log(n) for n in counts.values()) / len(counts))
        longer = 1 + 0.35 * (len(self.keys) - 1)
        return mean * math.sqrt(len(counts)) * -math.log(share) * longer


def propose_issues(
    material: Material, most: int = 8, *, names: Iterable[str] = (), known: Sequence[Issue] = ()
) -> list[Proposal]:
    """Up to `most` issues that at least two reports share, best first.

    `names` are those of persons, which name no issue; what `known` issues have words for is left out.
    """
    sentences = _sentences(material)
    many = Counter(source for source, _ in sentences)
    persons = {key for name in (*names, *_speakers(material.rows)) for key in keys_of_phrase(name)}
    phrases = _phrases(sentences, persons)
    left = _left(sentences, phrases, known)
    best = sorted(((p.score(left, many), p.keys) for p in phrases.values()), reverse=True)[:_MOST_RANKED]
    phrases = {keys: phrases[keys] for score, keys in best if score > 0}
    found: list[Proposal] = []
    ids = {issue.id for issue in known}
    while len(found) < most and phrases:
        score, keys = max((phrase.score(left, many), phrase.keys) for phrase in phrases.values())
        group = _group(phrases[keys], phrases)
        covered = {at for phrase in group for at in phrase.sentences}
        left |= {at: left[at] * _COVERED for at in covered}
        phrases = {keys: phrase for keys, phrase in phrases.items() if phrase not in group}
        words = tuple(_spelt(phrase) for phrase in group)[:_MOST_FORMS]
        issue = Issue(_fresh_id(words[0], ids), words[0][0].upper() + words[0][1:], words=words)
        ids.add(issue.id)
        found.append(Proposal(issue, _rows_in(covered, sentences), round(score, 3)))
    return found


def _left(
    sentences: Mapping[tuple[str, int], tuple[Worded, list[str]]],
    phrases: dict[tuple[str, ...], _Phrase],
    known: Iterable[Issue],
) -> dict[tuple[str, int], float]:
    """What each sentence counts for beside the issues that are known, whose phrases are taken out."""
    taken = {keys_of_phrase(words) for issue in known for words in (*issue.words, issue.name)}
    for keys in taken:
        phrases.pop(keys, None)
    return {
        at: _COVERED if any(text.holds(keys) for keys in taken) else 1.0
        for at, (text, _) in sentences.items()
    }


def _sentences(material: Material) -> dict[tuple[str, int], tuple[Worded, list[str]]]:
    """The sentences that have rows, by source and place, each with the ids of its rows."""
    found: dict[tuple[str, int], tuple[Worded, list[str]]] = {}
    for row in material.rows:
        if row.kind in ("statement", "claim", "figure", "event"):
            at = (row.source, row.context[0] if row.context != (0, 0) else row.start)
            found.setdefault(at, (material.of_sentence(row), []))[1].append(row.id)
    return found


def _speakers(rows: Iterable[Row]) -> set[str]:
    """Names of those who speak by name, in two words or more: persons, as a rule."""
    found = {row.value("speaker") for row in rows if row.value("speaker_by") in ("named", "pronoun")}
    return {
        name for name in found if " " in name and name.split()[0].istitle() and name.split()[-1].istitle()
    }


def _phrases(
    sentences: dict[tuple[str, int], tuple[Worded, list[str]]], persons: set[str]
) -> dict[tuple[str, ...], _Phrase]:
    """The phrases of all sentences, by keys; persons are words of names."""
    telling = _telling(sentences) - persons
    found: dict[tuple[str, ...], _Phrase] = {}
    for at, (text, _) in sentences.items():
        for first in range(len(text.keys)):
            for last in range(first, min(first + _LONGEST, len(text.keys))):
                if not _may_stand(text, last, telling) or (last > first and not _touch(text, last)):
                    break
                keys = text.keys[first : last + 1]
                phrase = found.setdefault(keys, _Phrase(keys))
                phrase.sentences.add(at)
                written = text.text[text.spans[first][0] : text.spans[last][1]]
                phrase.forms[_POSSESSIVE.sub("", " ".join(written.split()))] += 1
                phrase.as_noun += _before_noun(text, first)
    return {keys: phrase for keys, phrase in found.items() if phrase.may_name}


def _telling(sentences: Mapping[tuple[str, int], tuple[Worded, list[str]]]) -> set[str]:
    """Keys that several reports have, and often enough for a proposal."""
    places: dict[str, list[str]] = defaultdict(list)
    for (source, _), (text, _) in sentences.items():
        for key in set(text.keys):
            places[key].append(source)
    often = {key for key, sources in places.items() if len(sources) >= _FEWEST and len(set(sources)) > 1}
    return {key for key in often if len(key) > 2 and not key[0].isdigit()} - general()


def _may_stand(text: Worded, at: int, telling: set[str]) -> bool:
    return text.keys[at] in telling and not text.text[slice(*text.spans[at])].endswith("ly")


def _before_noun(text: Worded, at: int) -> bool:
    """Whether a noun is to be expected at a word: behind “the”, “of” and the like, or behind an adjective."""
    if at == 0 or not _touch(text, at):
        return False
    start, end = text.spans[at - 1]
    before = text.text[start:end].casefold()
    return before in _BEFORE_NOUNS or before.endswith(("'s", "’s", "al", "ic", "an", "ive", "ous"))


def _touch(text: Worded, at: int) -> bool:
    """Whether only blanks stand between a word and the one before it."""
    between = text.text[text.spans[at - 1][1] : text.spans[at][0]]
    return bool(_INSIDE.match(between)) and len(between) < 4


def _group(chosen: _Phrase, phrases: dict[tuple[str, ...], _Phrase]) -> list[_Phrase]:
    """A phrase with those that are part of it or that it is part of, where those say much the same."""
    near = [
        phrase
        for keys, phrase in phrases.items()
        if phrase is not chosen and _is_part(keys, chosen.keys) and _overlap(phrase, chosen) >= _SAME
    ]
    group = [chosen, *sorted(near, key=lambda phrase: (-len(phrase.sentences), phrase.keys))]
    half = len(chosen.sentences) / 2
    fuller = [phrase for phrase in group if len(phrase.sentences & chosen.sentences) >= half]
    return sorted(group, key=lambda phrase: phrase is not max(fuller, key=lambda one: len(one.keys)))


def _is_part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    short, long = sorted((one, other), key=len)
    return any(long[k : k + len(short)] == short for k in range(len(long) - len(short) + 1))


def _overlap(one: _Phrase, other: _Phrase) -> float:
    return len(one.sentences & other.sentences) / min(len(one.sentences), len(other.sentences))


def _spelt(phrase: _Phrase) -> str:
    """A phrase as it is mostly written, in small letters unless it never is."""
    low: Counter[str] = Counter()
    capital = all(form[:1].isupper() for form in phrase.forms)
    for form, n in phrase.forms.items():
        low[form if capital else form.lower()] += n
    return max(low, key=lambda form: (low[form], -len(form), form))


def _rows_in(
    covered: Iterable[tuple[str, int]], sentences: dict[tuple[str, int], tuple[Worded, list[str]]]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for source, at in sorted(covered):
        found[source] = (*found.get(source, ()), *sentences[source, at][1])
    return found


def _fresh_id(name: str, taken: Collection[str]) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "issue"
    numbered = (f"{plain}-{k}" for k in range(2, len(taken) + 3))
    return plain if plain not in taken else next(each for each in numbered if each not in taken)
