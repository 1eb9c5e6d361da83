"""Conditions over factors: what a rule says, evaluated with three values.

A condition speaks of factors and values by their position; what the text of a model wrote
("at least 4096", "like FAT*") was resolved to sets of values when it was read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

Row: TypeAlias = Sequence[int | None]
"""A value for each factor, by position; None where it is open."""


@dataclass(frozen=True, slots=True)
class Among:
    """The factor takes one of ``values``."""

    factor: int
    values: frozenset[int]


@dataclass(frozen=True, slots=True)
class Related:
    """The two factors take one of the ``pairs`` of values; ``left`` and ``right`` differ."""

    left: int
    right: int
    pairs: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Not:
    part: Condition


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; with no part it is true."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """Some part holds; with no part it is false."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Among | Related | Not | All | Any


def implies(premise: Condition, conclusion: Condition) -> Condition:
    """True unless ``premise`` holds and ``conclusion`` does not."""
    return Any((Not(premise), conclusion))


def holds(condition: Condition, row: Row) -> bool | None:
    """Whether ``condition`` holds on ``row``; None where open factors leave it undecided.

    Kleene's three values: sound, but "None" may be said of what no completion can satisfy.

    >>> holds(All((Among(0, frozenset({1})), Among(1, frozenset({0})))), [0, None])
    False
    """
    match condition:
        case Among(factor, values):
            value = row[factor]
            return None if value is None else value in values
        case Related(left, right, pairs):
            a, b = row[left], row[right]
            return None if a is None or b is None else (a, b) in pairs
        case Not(part):
            inner = holds(part, row)
            return None if inner is None else not inner
        case All(parts):
            answers = [holds(part, row) for part in parts]
            return False if False in answers else None if None in answers else True
        case Any(parts):
            answers = [holds(part, row) for part in parts]
            return True if True in answers else None if None in answers else False


def factors_of(condition: Condition) -> frozenset[int]:
    """The factors that ``condition`` speaks of."""
    match condition:
        case Among(factor, _):
            return frozenset({factor})
        case Related(left, right, _):
            return frozenset({left, right})
        case Not(part):
            return factors_of(part)
        case All(parts) | Any(parts):
            return frozenset().union(*(factors_of(part) for part in parts))
