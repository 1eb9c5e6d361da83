"""The first k sets of a family, by probability or by order, without listing the family."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from simulacro.engines.diagrams.manager import Diagrams, Family

# Costs are -log2(probability) in fixed point, so that sums are exact and equal sets tie exactly.
_SCALE = 2.0**32
_IMPOSSIBLE = 1 << 48

# The best set of one class: those that begin with `prefix` (branches taken above `start`) and go
# on anywhere below `start`. (cost, tie, members, start, prefix, prefix's cost, prefix's tie).
_Class = tuple[int, int, tuple[int, ...], int, tuple[int, ...], int, int]


def top_sets(
    d: Diagrams,
    z: Family,
    p: Sequence[float],
    k: int,
    *,
    by: Literal["probability", "order"] = "probability",
) -> list[tuple[float, tuple[int, ...]]]:
    """The first `k` sets of `z`, each with the product of its elements' probabilities.

    One linear pass finds the best set below every node; then the k best come out of a queue, each
    the best of what remains (Lawler 1972). The time does not depend on how many sets there are.

    Args:
        p: a probability in [0, 1] for each of the nvars variables.
        k: how many; fewer come back where there are fewer.
        by: "probability" ranks by falling probability, then rising order (number of elements);
            "order" by rising order, then falling probability. What still ties comes in
            lexicographic order of the variables. Probabilities closer than 2⁻³² relative tie.

    Raises ValueError for a wrong length, a probability outside [0, 1] or NaN.

    >>> d = Diagrams(3)
    >>> z = d.minimal_sets(d.or_(d.var(0), d.and_(d.var(1), d.var(2))))
    >>> top_sets(d, z, [0.01, 0.5, 0.5], 2)
    [(0.25, (1, 2)), (0.01, (0,))]
    """
    from simulacro.engines.diagrams import sweeps

    chances = np.asarray(p, np.float64)
    if chances.shape != (d.nvars,):
        raise ValueError(f"p has shape {chances.shape}; it must be ({d.nvars},)")
    if not bool(np.all((chances >= 0.0) & (chances <= 1.0))):
        raise ValueError("every probability must be within 0 and 1")
    if z == 0 or k <= 0:
        return []
    if z == 1:
        return [(1.0, ())]
    cost_of = np.array(
        [_IMPOSSIBLE if x == 0.0 else round(-math.log2(x) * _SCALE) for x in chances.tolist()],
        np.int64,
    )
    ones = np.ones(d.nvars, np.int64)
    first, second = (cost_of, ones) if by == "probability" else (ones, cost_of)

    nodes = d.nodes
    rows, position = d.reachable(z)
    cost, tie, take = sweeps.cheapest(nodes, rows, position, first, second)
    room = np.empty(d.nvars, np.int32)

    def entry(start: int, prefix: tuple[int, ...], spent: int, spent_tie: int) -> _Class:
        size = int(sweeps.cheapest_set(nodes, rows, position, take, start, room))
        members = prefix + tuple(room[:size].tolist())
        whole, whole_tie = spent + int(cost[start]), spent_tie + int(tie[start])
        return (whole, whole_tie, members, start, prefix, spent, spent_tie)

    # Popping a class's best splits the rest of it, one class per branch not taken.
    queue = [entry(int(position[z]), (), 0, 0)]
    found: list[tuple[int, ...]] = []
    while queue and len(found) < k:
        _, _, members, at, prefix, spent, spent_tie = heapq.heappop(queue)
        found.append(members)
        while at > 1:
            variable, high, low, _ = nodes[rows[at - 2]].tolist()
            high_at, low_at = int(position[high]), int(position[low])
            with_it = (*prefix, variable)
            dearer = spent + int(first[variable]), spent_tie + int(second[variable])
            if take[at]:
                if low:
                    heapq.heappush(queue, entry(low_at, prefix, spent, spent_tie))
                prefix, at = with_it, high_at
                spent, spent_tie = dearer
            else:
                heapq.heappush(queue, entry(high_at, with_it, *dearer))
                at = low_at
    return [(math.prod(chances[list(members)].tolist()), members) for members in found]
