"""Statements: what can be said about a state, as a person writes it.

A statement is true or false in every state. It names options ("the option is taken"), named outcomes
and named states, joined by ``not``, ``and``, ``or``, ``if``, ``iff`` and brackets::

    us.backstop and not (ru.truce or ru.settle)
    ua.cede if eu.fund            # true unless eu.fund holds and ua.cede does not
    "Local Government".Insist

``A if B`` is the material implication B ⇒ A: where the condition is false the whole is true
(Fang, Hipel and Kilgour's option prioritising reads it so). ``not`` binds closest, then ``and``,
then ``or``; ``if`` and ``iff`` bind loosest and do not chain without brackets.

Parsing and printing are inverse: ``parse(str(tree)) == tree`` for every tree. Evaluation is one fold
over the tree (`Statement.fold`), so that truth can be a bool, an array over all states, a bit set or
a decision diagram.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from countermove.errors import Problem, StatementError, clip

__all__ = [
    "KEYWORDS",
    "And",
    "Constant",
    "If",
    "Iff",
    "Name",
    "Not",
    "Or",
    "Statement",
    "Truth",
    "holds",
    "parse",
    "print_name",
]

KEYWORDS = ("not", "and", "or", "if", "iff", "true", "false")
_MAX_DEPTH = 100  # deeper nesting is a mistake, and would exhaust the interpreter's stack
_TOKEN = re.compile(r"""\s*(?:(?P<word>[^\W\d][\w-]*)|(?P<quoted>"[^"\n]*")|(?P<mark>[().]))""")
_PLAIN_WORD = re.compile(r"[^\W\d][\w-]*\Z")

T = TypeVar("T")


class Truth(Protocol[T]):
    """The four operations a statement needs of a kind of truth value."""

    def constant(self, value: bool) -> T:
        """The value that is always true or always false."""

    def negate(self, value: T) -> T:
        """True where `value` is false."""

    def both(self, left: T, right: T) -> T:
        """True where both are."""

    def either(self, left: T, right: T) -> T:
        """True where one of them is, or both."""


class _Booleans:
    """Truth in a single state."""

    def constant(self, value: bool) -> bool:
        return value

    def negate(self, value: bool) -> bool:
        return not value

    def both(self, left: bool, right: bool) -> bool:
        return left and right

    def either(self, left: bool, right: bool) -> bool:
        return left or right


@dataclass(frozen=True, slots=True)
class Statement:
    """A node of a statement's tree. Two statements are equal when their trees are."""

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        """The statement's truth value, given that of each name in it."""
        raise NotImplementedError

    def names(self) -> Iterator[Name]:
        """Every name in the statement, from left to right, repeats included."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self._print(0)

    def _print(self, least: int) -> str:
        """The text, in brackets if it binds looser than `least` (0 if, 1 or, 2 and, 3 not)."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Name(Statement):
    """An option (``us.backstop`` or ``backstop``), a named outcome, or a state of graph form.

    `parts` holds one or two words; `offset` says where in the text the name began and does not
    count when names are compared.
    """

    parts: tuple[str, ...]
    offset: int = field(default=0, compare=False)

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        return value_of(self)

    def names(self) -> Iterator[Name]:
        yield self

    def _print(self, least: int) -> str:
        return ".".join(print_name(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Constant(Statement):
    """``true`` or ``false``."""

    value: bool

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        return truth.constant(self.value)

    def names(self) -> Iterator[Name]:
        return iter(())

    def _print(self, least: int) -> str:
        return "true" if self.value else "false"


@dataclass(frozen=True, slots=True)
class Not(Statement):
    """True where `item` is false."""

    item: Statement

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        return truth.negate(self.item.fold(truth, value_of))

    def names(self) -> Iterator[Name]:
        return self.item.names()

    def _print(self, least: int) -> str:
        return "not " + self.item._print(3)


@dataclass(frozen=True, slots=True)
class _Joined(Statement):
    """Two or more statements joined by the same word."""

    items: tuple[Statement, ...]

    def names(self) -> Iterator[Name]:
        for item in self.items:
            yield from item.names()

    def _join(self, word: str, level: int, least: int) -> str:
        # An item that is itself joined by the same word keeps its brackets: it is another tree.
        text = f" {word} ".join(item._print(level + 1) for item in self.items)
        return f"({text})" if level < least else text


@dataclass(frozen=True, slots=True)
class And(_Joined):
    """True where every item is."""

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        result = self.items[0].fold(truth, value_of)
        for item in self.items[1:]:
            result = truth.both(result, item.fold(truth, value_of))
        return result

    def _print(self, least: int) -> str:
        return self._join("and", 2, least)


@dataclass(frozen=True, slots=True)
class Or(_Joined):
    """True where at least one item is."""

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        result = self.items[0].fold(truth, value_of)
        for item in self.items[1:]:
            result = truth.either(result, item.fold(truth, value_of))
        return result

    def _print(self, least: int) -> str:
        return self._join("or", 1, least)


@dataclass(frozen=True, slots=True)
class If(Statement):
    """``then if condition``: false only where the condition holds and `then` does not."""

    then: Statement
    condition: Statement

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        unless = truth.negate(self.condition.fold(truth, value_of))
        return truth.either(unless, self.then.fold(truth, value_of))

    def names(self) -> Iterator[Name]:
        yield from self.then.names()
        yield from self.condition.names()

    def _print(self, least: int) -> str:
        return _print_pair(self.then, "if", self.condition, least)


@dataclass(frozen=True, slots=True)
class Iff(Statement):
    """True where both sides have the same truth value."""

    left: Statement
    right: Statement

    def fold(self, truth: Truth[T], value_of: Callable[[Name], T]) -> T:
        left, right = self.left.fold(truth, value_of), self.right.fold(truth, value_of)
        return truth.either(truth.both(left, right), truth.both(truth.negate(left), truth.negate(right)))

    def names(self) -> Iterator[Name]:
        yield from self.left.names()
        yield from self.right.names()

    def _print(self, least: int) -> str:
        return _print_pair(self.left, "iff", self.right, least)


def _print_pair(left: Statement, word: str, right: Statement, least: int) -> str:
    # `if` and `iff` do not chain, so each side puts brackets round another one.
    text = f"{left._print(1)} {word} {right._print(1)}"
    return f"({text})" if least > 0 else text


def print_name(word: str) -> str:
    """A word as it stands in a statement: in quotes unless it is a plain word and no keyword."""
    if _PLAIN_WORD.match(word) and word.casefold() not in KEYWORDS:
        return word
    return f'"{word}"'


def holds(statement: Statement, is_true: Callable[[Name], bool]) -> bool:
    """Whether the statement is true, given the truth of each name in it.

    >>> holds(parse("a and not b"), lambda name: name.parts == ("a",))
    True
    """
    return statement.fold(_Booleans(), is_true)


def parse(text: str) -> Statement:
    """The tree of a statement.

    Raises `StatementError` with the place (`Problem.offset`) of what was not understood.

    >>> parse("Modify if not (Delay or Accept)")  # doctest: +ELLIPSIS
    If(then=Name(parts=('Modify',)...
    >>> str(parse("((a)) and (b)"))
    'a and b'
    """
    return _Parser(text).whole()


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # "word", "name", "mark" or "end"
    text: str
    offset: int

    def said(self) -> str:
        return "the end" if self.kind == "end" else f'"{clip(self.text)}"'


class _Parser:
    """Recursive descent over six productions; see the module's text for the grammar."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._split())
        self.at = 0
        self.depth = 0

    def _split(self) -> Iterator[_Token]:
        at, end = 0, len(self.text.rstrip())
        while at < end:
            found = _TOKEN.match(self.text, at)
            if not found:
                at += len(self.text[at:]) - len(self.text[at:].lstrip())
                if self.text[at] == '"':
                    raise self.error(at, "a quotation mark is not closed", 'Close the name with ".')
                raise self.error(
                    at,
                    f'"{clip(self.text[at])}" does not belong in a statement',
                    'Use not, and, or, if, iff, brackets and names; put names with other signs in "quotes".',
                )
            kind = str(found.lastgroup)
            word, offset = found.group(kind), found.start(kind)
            if kind == "quoted":
                yield _Token("name", word[1:-1], offset)
            elif kind == "word" and word.casefold() not in KEYWORDS:
                yield _Token("name", word, offset)
            else:
                yield _Token(kind, word.casefold(), offset)
            at = found.end()
        yield _Token("end", "", end)

    def error(self, offset: int, what: str, cure: str = "") -> StatementError:
        return StatementError(Problem(what, cure, offset=offset))

    @property
    def next(self) -> _Token:
        return self.tokens[self.at]

    def take(self, *texts: str) -> bool:
        """Step over the next token if it is one of these keywords or marks."""
        if self.next.kind in ("word", "mark") and self.next.text in texts:
            self.at += 1
            return True
        return False

    def whole(self) -> Statement:
        if self.next.kind == "end":
            raise self.error(0, "the statement is empty", "Write at least one option.")
        tree = self.condition()
        if self.next.kind != "end":
            raise self.error(self.next.offset, f"did not expect {self.next.said()} here", self._advice())
        return tree

    def _advice(self) -> str:
        if self.next.text in ("if", "iff"):
            return "Put brackets round one of the two: (a if b) if c, or a if (b if c)."
        if self.next.text == ")":
            return "There is no opening bracket for it."
        return "Join two parts with and, or, if or iff."

    def condition(self) -> Statement:
        left = self.alternatives()
        if self.take("if"):
            return If(left, self.alternatives())
        if self.take("iff"):
            return Iff(left, self.alternatives())
        return left

    def alternatives(self) -> Statement:
        items = [self.conjunction()]
        while self.take("or"):
            items.append(self.conjunction())
        return items[0] if len(items) == 1 else Or(tuple(items))

    def conjunction(self) -> Statement:
        items = [self.negation()]
        while self.take("and"):
            items.append(self.negation())
        return items[0] if len(items) == 1 else And(tuple(items))

    def negation(self) -> Statement:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self.error(self.next.offset, f"more than {_MAX_DEPTH} brackets or nots inside one another")
        tree = Not(self.negation()) if self.take("not") else self.atom()
        self.depth -= 1
        return tree

    def atom(self) -> Statement:
        start = self.next
        if self.take("("):
            inner = self.condition()
            if not self.take(")"):
                raise self.error(self.next.offset, f'expected ")", found {self.next.said()}')
            return inner
        if self.take("true", "false"):
            return Constant(start.text == "true")
        return self.name()

    def name(self) -> Statement:
        start = self.next
        parts = [self._word()]
        while self.take("."):
            parts.append(self._word())
        if len(parts) > 2:
            raise self.error(
                start.offset,
                f"{clip('.'.join(parts))} has {len(parts)} parts",
                "Write decision maker.option.",
            )
        return Name(tuple(parts), start.offset)

    def _word(self) -> str:
        token = self.next
        if token.kind != "name":
            before = self.tokens[self.at - 1].said() if self.at else ""
            after = f" after {before}" if before else ""
            raise self.error(token.offset, f"expected an option{after}, found {token.said()}")
        if not token.text.strip():
            raise self.error(token.offset, "a name is empty")
        self.at += 1
        return token.text
