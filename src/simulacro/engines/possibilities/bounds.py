"""How many rows any array needs: a lower bound to print beside every size."""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.possibilities.combinations import Layout


def lower_bound(plan: Layout, required: NDArray[np.bool_]) -> int:
    """The most combinations that one column set requires: no two of them fit in one row."""
    spans = zip(plan.offsets[:-1], plan.offsets[1:], strict=True)
    return max((int(required[a:b].sum()) for a, b in spans), default=0)


def unconstrained_bound(levels: Sequence[int], strength: int) -> int:
    """A lower bound where every combination of every ``strength`` factors is feasible.

    Fixing the least frequent value of the largest factor leaves an array of the others of one
    strength less. At strength 2 the larger of that and the exact number for two values (Kleitman
    and Spencer, Discrete Mathematics 6, 1973; Katona 1973), since values can be merged.

    >>> unconstrained_bound([2] * 100, 2), unconstrained_bound([10] * 20, 2)
    (10, 100)
    """
    levels = sorted((level for level in levels if level > 1), reverse=True)
    if strength <= 0 or not levels:
        return 1
    if len(levels) < strength:
        strength = len(levels)
    if strength == 1:
        return levels[0]
    product = levels[0] * unconstrained_bound(levels[1:], strength - 1)
    return max(product, two_valued(len(levels))) if strength == 2 else product


def two_valued(factors: int) -> int:
    """The size of the smallest array of ``factors`` two-valued factors, pairwise.

    >>> [two_valued(k) for k in (2, 3, 4, 5, 10, 11, 126, 127)]
    [4, 4, 5, 6, 6, 7, 10, 11]
    """
    rows = 4
    while comb(rows - 1, (rows + 1) // 2) < factors:
        rows += 1
    return rows
