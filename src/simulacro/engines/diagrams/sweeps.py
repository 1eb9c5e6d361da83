"""Compiled passes over a finished diagram: one row after the other, no table is changed.

Like `kernel`, this module imports numba and is imported late. `rows` is always what `reachable`
gives: the inner rows under a root in ascending order, so that children come before parents; the
position of row rows[i] in a sweep's own arrays is i + 2, after the two constants.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.diagrams.compiling import Floats, Ints, Longs, compiled


@compiled
def reachable(nodes: Ints, root: int) -> tuple[Ints, Ints]:
    """Inner rows under `root`, ascending, and the position of each row (int32[root + 1])."""
    position = np.zeros(root + 2, np.int32)
    # Walk down from the root: a small diagram in a large table must not cost the whole table.
    rows = np.empty(64, np.int32)
    found = 0
    if root > 1:
        position[root] = 1
        rows[0] = root
        found = 1
    at = 0
    while at < found:
        row = rows[at]
        at += 1
        for branch in (1, 2):
            child = nodes[row, branch]
            if child > 1 and position[child] == 0:
                position[child] = 1
                if found == rows.shape[0]:
                    wider = np.empty(2 * found, np.int32)
                    wider[:found] = rows
                    rows = wider
                rows[found] = child
                found += 1
    sparse = found * 16 < root
    rows = np.sort(rows[:found]) if sparse else np.flatnonzero(position).astype(np.int32)
    position[0] = 0
    position[1] = 1
    for i in range(found):
        position[rows[i]] = i + 2
    return rows, position


@compiled
def forward(nodes: Ints, rows: Ints, position: Ints, chance: Floats, value: Floats) -> None:
    """Fill value[i, t], the probability that the function at position i is true."""
    times = chance.shape[1]
    for t in range(times):
        value[0, t] = 0.0
        value[1, t] = 1.0
    for i in range(rows.shape[0]):
        row = rows[i]
        variable = nodes[row, 0]
        high = position[nodes[row, 1]]
        low = position[nodes[row, 2]]
        for t in range(times):
            p = chance[variable, t]
            value[i + 2, t] = p * value[high, t] + (1.0 - p) * value[low, t]


@compiled
def backward(
    nodes: Ints,
    rows: Ints,
    position: Ints,
    chance: Floats,
    value: Floats,
    weight: Floats,
    birnbaum: Floats,
) -> None:
    """Fill birnbaum[v, t] = d value[root] / d chance[v] by one reverse pass (weight: scratch)."""
    times = chance.shape[1]
    count = rows.shape[0]
    weight[:] = 0.0
    birnbaum[:] = 0.0
    if count:
        for t in range(times):
            weight[count + 1, t] = 1.0
    for i in range(count - 1, -1, -1):
        row = rows[i]
        variable = nodes[row, 0]
        high = position[nodes[row, 1]]
        low = position[nodes[row, 2]]
        for t in range(times):
            w = weight[i + 2, t]
            p = chance[variable, t]
            birnbaum[variable, t] += w * (value[high, t] - value[low, t])
            weight[high, t] += w * p
            weight[low, t] += w * (1.0 - p)


@compiled
def size_of_family(
    nodes: Ints, rows: Ints, position: Ints, totals: Floats, orders: Longs
) -> tuple[float, int]:
    """About how many sets there are, and the order of the largest.

    Variable v counts for totals[v] sets of up to orders[v] elements.
    """
    last = rows.shape[0] + 1
    number = np.zeros(last + 1)
    longest = np.zeros(last + 1, np.int64)
    number[1] = 1.0
    for i in range(rows.shape[0]):
        row = rows[i]
        variable = nodes[row, 0]
        high = position[nodes[row, 1]]
        low = position[nodes[row, 2]]
        number[i + 2] = number[low] + totals[variable] * number[high]
        longest[i + 2] = max(longest[low], longest[high] + orders[variable])
    return number[last], longest[last]


@compiled
def counts_by_size(
    nodes: Ints, rows: Ints, position: Ints, coefficients: Longs, orders: Longs, width: int
) -> Longs:
    """How many sets have 0 … width − 1 elements; the caller knows that int64 suffices.

    Variable v stands for coefficients[v, n] sets of n ≤ orders[v] elements.
    """
    last = rows.shape[0] + 1
    value = np.zeros((last + 1, width), np.int64)
    degree = np.zeros(last + 1, np.int64)
    value[1, 0] = 1
    for i in range(rows.shape[0]):
        row = rows[i]
        variable = nodes[row, 0]
        high = position[nodes[row, 1]]
        low = position[nodes[row, 2]]
        for size in range(degree[low] + 1):
            value[i + 2, size] = value[low, size]
        for n in range(orders[variable] + 1):
            factor = coefficients[variable, n]
            if factor != 0:
                for size in range(degree[high] + 1):
                    value[i + 2, size + n] += factor * value[high, size]
        degree[i + 2] = max(degree[low], degree[high] + orders[variable])
    counts: Longs = value[last].copy()
    return counts


@compiled
def cheapest(
    nodes: Ints, rows: Ints, position: Ints, first: Longs, second: Longs
) -> tuple[Longs, Longs, NDArray[np.uint8]]:
    """For every position the least (cost, tie) of a set of that family, and the branch to take.

    Costs add over the elements: `first` decides, `second` breaks ties; where both tie the high
    branch wins. Families are never empty below a ZBDD's root, except the constant 0.
    """
    total = rows.shape[0] + 2
    cost = np.zeros(total, np.int64)
    tie = np.zeros(total, np.int64)
    take = np.zeros(total, np.uint8)
    for i in range(rows.shape[0]):
        row = rows[i]
        variable = nodes[row, 0]
        high = position[nodes[row, 1]]
        low = position[nodes[row, 2]]
        c = cost[high] + first[variable]
        t = tie[high] + second[variable]
        if low == 0 or c < cost[low] or (c == cost[low] and t <= tie[low]):
            cost[i + 2] = c
            tie[i + 2] = t
            take[i + 2] = 1
        else:
            cost[i + 2] = cost[low]
            tie[i + 2] = tie[low]
    return cost, tie, take


@compiled
def cheapest_set(
    nodes: Ints, rows: Ints, position: Ints, take: NDArray[np.uint8], start: int, room: Ints
) -> int:
    """The variables of the set that `take` leads to from position `start` (fills room)."""
    size = 0
    at = start
    while at > 1:
        row = rows[at - 2]
        if take[at]:
            room[size] = nodes[row, 0]
            size += 1
            at = position[nodes[row, 1]]
        else:
            at = position[nodes[row, 2]]
    return size
