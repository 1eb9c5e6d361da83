"""Which combinations of values are to be covered: every t of some factors, and where each is kept.

A *column set* is a tuple of factor positions; a combination is one value for each, kept at
``offset + Σ value·stride``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import prod

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.possibilities.model import FactorModel

Cells = NDArray[np.int32]
"""An array of rows: int32 (rows, factors), a value's position in each cell, -1 where open."""


@dataclass(frozen=True)
class Layout:
    """Where the combinations of ``column_sets`` over ``levels`` are kept.

    ``members`` int32 (sets, t) holds factors, -1 past the end of a shorter set; ``strides`` int64
    of the same shape; ``offsets`` int64 (sets + 1). The other arrays list, for each factor, the
    sets it is in: ``first`` int32 (factors + 1), then ``in_set`` and ``in_place``.
    """

    levels: tuple[int, ...]
    column_sets: tuple[tuple[int, ...], ...]
    members: NDArray[np.int32]
    strides: NDArray[np.int64]
    offsets: NDArray[np.int64]
    first: NDArray[np.int32]
    in_set: NDArray[np.int32]
    in_place: NDArray[np.int32]

    @property
    def size(self) -> int:
        """How many combinations there are, feasible or not."""
        return int(self.offsets[-1])

    def combination(self, index: int) -> dict[int, int]:
        """The combination kept at ``index``: factor → value."""
        chosen = int(np.searchsorted(self.offsets, index, side="right")) - 1
        rest = index - int(self.offsets[chosen])
        values: dict[int, int] = {}
        for place, factor in enumerate(self.column_sets[chosen]):
            values[factor], rest = divmod(rest, int(self.strides[chosen, place]))
        return values

    def covered_by(self, rows: Cells) -> NDArray[np.bool_]:
        """Which combinations some row holds; open cells hold nothing. bool (size,)."""
        covered = np.zeros(self.size, np.bool_)
        for i, columns in enumerate(self.column_sets):
            picked = rows[:, columns]
            whole = (picked >= 0).all(axis=1)
            strides = self.strides[i, : len(columns)]
            covered[self.offsets[i] + picked[whole].astype(np.int64) @ strides] = True
        return covered


def column_sets(model: FactorModel, strength: int) -> tuple[tuple[int, ...], ...]:
    """Every ``strength`` factors, and the stronger ones; without those inside another."""
    sets = set(combinations(range(len(model.factors)), min(strength, len(model.factors))))
    for group in model.stronger:
        positions = sorted(model.position(f) for f in group.factors)
        sets |= set(combinations(positions, group.strength))
    larger = [frozenset(s) for s in sets if len(s) > strength]
    kept = (s for s in sets if not any(frozenset(s) < other for other in larger))
    return tuple(sorted(kept, key=lambda s: (len(s), s)))


def layout(levels: Sequence[int], sets: Sequence[tuple[int, ...]]) -> Layout:
    """The layout of the combinations of ``sets``."""
    width = max((len(s) for s in sets), default=1)
    members = np.full((len(sets), width), -1, np.int32)
    strides = np.zeros((len(sets), width), np.int64)
    offsets = np.zeros(len(sets) + 1, np.int64)
    inside: list[list[tuple[int, int]]] = [[] for _ in levels]
    for i, columns in enumerate(sets):
        members[i, : len(columns)] = columns
        for place in range(len(columns)):
            strides[i, place] = prod(levels[f] for f in columns[place + 1 :])
            inside[columns[place]].append((i, place))
        offsets[i + 1] = offsets[i] + prod(levels[f] for f in columns)
    flat = [pair for pairs in inside for pair in pairs]
    first = np.zeros(len(levels) + 1, np.int32)
    first[1:] = np.cumsum([len(pairs) for pairs in inside])
    return Layout(
        tuple(levels),
        tuple(sets),
        members,
        strides,
        offsets,
        first,
        np.array([i for i, _ in flat], np.int32),
        np.array([p for _, p in flat], np.int32),
    )


def every_combination(levels: Sequence[int], columns: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The combinations of some columns, in their order of keeping."""
    return product(*(range(levels[f]) for f in columns))
