"""The statement language: what can be read, what is printed, what is refused and where."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.errors import StatementError
from countermove.model.statements import (
    And,
    Constant,
    If,
    Iff,
    Name,
    Not,
    Or,
    Statement,
    holds,
    parse,
    print_name,
)
from strategies import examples, statements, words

A, B, C, D = (Name((letter,)) for letter in "abcd")

READ: list[tuple[str, Statement]] = [
    ("a", A),
    ("  a\n", A),
    ("us.backstop", Name(("us", "backstop"))),
    ("us . backstop", Name(("us", "backstop"))),
    ('"Local Government".Insist', Name(("Local Government", "Insist"))),
    ('"a"', A),
    ('"not"', Name(("not",))),
    ("a-b_2", Name(("a-b_2",))),
    ("Größe", Name(("Größe",))),
    ("TRUE", Constant(True)),
    ("False", Constant(False)),
    ("not a and b", And((Not(A), B))),
    ("not not a", Not(Not(A))),
    ("not (a and b)", Not(And((A, B)))),
    ("a and b or c and d", Or((And((A, B)), And((C, D))))),
    ("a and (b or c)", And((A, Or((B, C))))),
    ("a and b and c", And((A, B, C))),
    ("a and (b and c)", And((A, And((B, C))))),
    ("a or b or c", Or((A, B, C))),
    ("a if b", If(A, B)),
    ("a or b if c and d", If(Or((A, B)), And((C, D)))),
    ("a iff b or c", Iff(A, Or((B, C)))),
    ("(a if b) if c", If(If(A, B), C)),
    ("a if (b iff c)", If(A, Iff(B, C))),
    ("(a if b) and c", And((If(A, B), C))),
    ("A AND B", And((Name(("A",)), Name(("B",))))),
    ("((a))", A),
    ("nota", Name(("nota",))),
    ('"x"and"y"', And((Name(("x",)), Name(("y",))))),
]


@pytest.mark.parametrize(("text", "tree"), READ, ids=[text for text, _ in READ])
def test_reads(text: str, tree: Statement) -> None:
    assert parse(text) == tree


@examples(300)
@given(tree=statements())
def test_printing_and_reading_are_inverse(tree: Statement) -> None:
    assert parse(str(tree)) == tree


@examples(200)
@given(word=words())
def test_any_name_can_be_written(word: str) -> None:
    assert parse(print_name(word)) == Name((word,))


PRINTED = [
    ("((a)) and (b)", "a and b"),
    ("(a and b) or c", "a and b or c"),
    ("(a or b) and c", "(a or b) and c"),
    ("a and (b and c)", "a and (b and c)"),
    ("NOT(a)", "not a"),
    ("(a or b) if (c)", "a or b if c"),
    ("(a if b) iff c", "(a if b) iff c"),
    ('"us"."two words"', 'us."two words"'),
    ('"If"', '"If"'),
]


@pytest.mark.parametrize(("text", "printed"), PRINTED)
def test_prints_as_few_brackets_as_it_can(text: str, printed: str) -> None:
    assert str(parse(text)) == printed


def test_offsets_point_at_names() -> None:
    text = 'not (us.backstop or "Local Government".Insist) if x'
    found = [(name.parts[-1], text[name.offset :][:3]) for name in parse(text).names()]
    assert found == [("backstop", "us."), ("Insist", '"Lo'), ("x", "x")]


# -- meaning ---------------------------------------------------------------------------------------

MEANING: list[tuple[str, Callable[[bool, bool], bool]]] = [
    ("not a", lambda a, b: not a),
    ("a and b", lambda a, b: a and b),
    ("a or b", lambda a, b: a or b),
    ("a if b", lambda a, b: a or not b),
    ("a iff b", lambda a, b: a == b),
    ("true", lambda a, b: True),
    ("false", lambda a, b: False),
    ("not (a or b) iff a", lambda a, b: (not (a or b)) == a),
]


@pytest.mark.parametrize(("text", "meaning"), MEANING, ids=[text for text, _ in MEANING])
def test_truth_table(text: str, meaning: Callable[[bool, bool], bool]) -> None:
    for a, b in product((False, True), repeat=2):
        assert holds(parse(text), lambda name, v={"a": a, "b": b}: v[name.parts[0]]) == meaning(a, b)  # type: ignore[misc]


# -- mistakes --------------------------------------------------------------------------------------

SIGNS = 'Use not, and, or, if, iff, brackets and names; put names with other signs in "quotes".'
JOIN = "Join two parts with and, or, if or iff."
BRACKETS = "Put brackets round one of the two: (a if b) if c, or a if (b if c)."
MISTAKES = [
    ("", 0, "the statement is empty", "Write at least one option."),
    ("   ", 0, "the statement is empty", "Write at least one option."),
    ('a and "b', 6, "a quotation mark is not closed", 'Close the name with ".'),
    ('a and  "b\nc"', 7, "a quotation mark is not closed", 'Close the name with ".'),
    ("a & b", 2, '"&" does not belong in a statement', SIGNS),
    ("2nd", 0, '"2" does not belong in a statement', SIGNS),
    ("a -b", 2, '"-" does not belong in a statement', SIGNS),
    ("not  $", 5, '"$" does not belong in a statement', SIGNS),
    ("a b", 2, 'did not expect "b" here', JOIN),
    ('a "b c"', 2, 'did not expect "b c" here', JOIN),
    ("a not b", 2, 'did not expect "not" here', JOIN),
    ("a)", 1, 'did not expect ")" here', "There is no opening bracket for it."),
    ("a if b if c", 7, 'did not expect "if" here', BRACKETS),
    ("a iff b IF c", 8, 'did not expect "if" here', BRACKETS),
    ("a if b iff c", 7, 'did not expect "iff" here', BRACKETS),
    ("(a or b", 7, 'expected ")", found the end', ""),
    ("(a b)", 3, 'expected ")", found "b"', ""),
    ("(a if b if c)", 8, 'expected ")", found "if"', ""),
    ("not", 3, 'expected an option after "not", found the end', ""),
    ("a and  ", 5, 'expected an option after "and", found the end', ""),
    ("a or or b", 5, 'expected an option after "or", found "or"', ""),
    ("a and )", 6, 'expected an option after "and", found ")"', ""),
    ("()", 1, 'expected an option after "(", found ")"', ""),
    ("and a", 0, 'expected an option, found "and"', ""),
    ("us.", 3, 'expected an option after ".", found the end', ""),
    ("us.not", 3, 'expected an option after ".", found "not"', ""),
    (".a", 0, 'expected an option, found "."', ""),
    ('a or ""', 5, "a name is empty", ""),
    ('us." "', 3, "a name is empty", ""),
    (" us.a.b", 1, "us.a.b has 3 parts", "Write decision maker.option."),
]


@pytest.mark.parametrize(("text", "offset", "what", "cure"), MISTAKES, ids=[repr(m[0]) for m in MISTAKES])
def test_mistake_is_named_where_it_stands(text: str, offset: int, what: str, cure: str) -> None:
    with pytest.raises(StatementError) as caught:
        parse(text)
    (problem,) = caught.value.problems
    assert (problem.what, problem.offset, problem.cure) == (what, offset, cure)


@examples(300)
@given(text=st.text(st.sampled_from('ab.()" \n-2not and if or iff')))
def test_any_text_is_read_or_refused_within_it(text: str) -> None:
    try:
        tree = parse(text)
    except StatementError as error:
        assert all(0 <= problem.offset <= len(text) for problem in error.problems)
    else:
        assert parse(str(tree)) == tree


# -- size ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("open_", "close"), [("not ", ""), ("(", ")"), ("not (", ")"), ("a and (", ")"), ("a if (", ")")]
)
def test_nesting_is_limited_not_crashing(open_: str, close: str) -> None:
    deepest = 99 // (2 if open_ == "not (" else 1)
    assert str(parse(open_ * deepest + "b" + close * deepest))
    for too_deep in (deepest + 1, 10_000):
        with pytest.raises(StatementError) as caught:
            parse(open_ * too_deep + "b" + close * too_deep)
        assert caught.value.problems[0].what == "more than 100 brackets or nots inside one another"


def test_deepest_statement_can_be_used() -> None:
    tree = parse("not (a if (" * 33 + "b" + "))" * 33)
    assert parse(str(tree)) == tree
    assert holds(tree, lambda name: name.parts == ("b",))  # each layer says: inner, and not a
    assert not holds(tree, lambda name: True)
    assert len(list(tree.names())) == 34


def test_length_is_not_limited() -> None:
    tree = parse(" and ".join(["(not a)"] * 5_000))
    assert isinstance(tree, And)
    assert len(tree.items) == 5_000
    assert parse(str(tree)) == tree
    assert holds(tree, lambda name: False)
