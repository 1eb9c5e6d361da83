"""Rows in cycles: a few starter rows, each standing for all its images under a cyclic group.

A factor with many values is turned by +1 modulo the group's order within blocks of that many
values; what is left over stays fixed. Covering one combination of an orbit covers the orbit, so the
search has a fraction of the cells to move. After Meagher and Stevens, *Group construction of
covering arrays* (Journal of Combinatorial Designs 13, 2005).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.possibilities.combinations import Cells, Layout, every_combination

SMALLEST_GROUP = 3


def group_order(levels: Sequence[int]) -> int | None:
    """The order that suits ``levels``: one less than the most of values that three factors have.

    None where too few factors are large enough for symmetry to help.
    """
    large = [level for level, times in Counter(levels).items() if times >= 3]
    order = max(large, default=0) - 1
    return order if order >= SMALLEST_GROUP else None


def turned(value: int, level: int, order: int) -> int:
    """The image of a value of a factor with ``level`` values.

    >>> [turned(v, 7, 3) for v in range(7)]
    [1, 2, 0, 4, 5, 3, 6]
    """
    if value >= level // order * order:
        return value
    block = value // order * order
    return block + (value - block + 1) % order


def orbits(plan: Layout, order: int) -> NDArray[np.int32]:
    """The orbit of each combination: int32 (combinations,), numbered by their first."""
    orbit = np.full(plan.size, -1, np.int32)
    many = 0
    for i, columns in enumerate(plan.column_sets):
        start = int(plan.offsets[i])
        strides = [int(s) for s in plan.strides[i, : len(columns)]]
        for index, values in enumerate(every_combination(plan.levels, columns)):
            if orbit[start + index] >= 0:
                continue
            image = values
            while True:
                at = start + sum(v * s for v, s in zip(image, strides, strict=True))
                if orbit[at] >= 0:
                    break
                orbit[at] = many
                image = tuple(
                    turned(v, plan.levels[f], order) for v, f in zip(image, columns, strict=True)
                )
            many += 1
    return orbit


def developed(starters: Cells, levels: Sequence[int], order: int) -> Cells:
    """All images of the starter rows: int32 (rows · order, factors)."""
    turns = [np.array([turned(v, level, order) for v in range(level)]) for level in levels]
    images = [starters]
    for _ in range(order - 1):
        last = images[-1]
        images.append(np.stack([turns[f][last[:, f]] for f in range(len(levels))], axis=1))
    return np.concatenate(images).astype(np.int32)


def fixed_row(levels: Sequence[int], order: int) -> Cells | None:
    """One row of fixed values, which is its own image; None where some factor has none."""
    if any(level % order == 0 for level in levels):
        return None
    return np.array([[level - 1 for level in levels]], np.int32)
