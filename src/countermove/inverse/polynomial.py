"""Polynomials in one variable p with whole coefficients, exact: what `counting` calculates with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["ONE", "RISING", "ZERO", "Polynomial", "complement", "multiply", "plus"]


@dataclass(frozen=True, slots=True)
class Polynomial:
    """The sum of `terms[k]` · p^k; terms of coefficient 0 are left out."""

    terms: Mapping[int, int]

    def __call__(self, p: Fraction) -> Fraction:
        """The value at p."""
        return sum((factor * p**power for power, factor in self.terms.items()), Fraction(0))

    def integral(self) -> Fraction:
        """The integral from 0 to 1."""
        return sum((Fraction(factor, power + 1) for power, factor in self.terms.items()), Fraction(0))


#: The polynomials 0, 1 and p.
ZERO, ONE, RISING = Polynomial({}), Polynomial({0: 1}), Polynomial({1: 1})


def plus(first: Polynomial, second: Polynomial) -> Polynomial:
    """The sum."""
    terms = dict(first.terms)
    for power, factor in second.terms.items():
        terms[power] = terms.get(power, 0) + factor
    return Polynomial({power: factor for power, factor in terms.items() if factor})


def complement(first: Polynomial) -> Polynomial:
    """1 minus the polynomial: the probability that something does not happen."""
    return plus(ONE, Polynomial({power: -factor for power, factor in first.terms.items()}))


def multiply(first: Polynomial, second: Polynomial) -> Polynomial:
    """The product."""
    terms: dict[int, int] = {}
    for a, x in first.terms.items():
        for b, y in second.terms.items():
            terms[a + b] = terms.get(a + b, 0) + x * y
    return Polynomial({power: factor for power, factor in terms.items() if factor})
