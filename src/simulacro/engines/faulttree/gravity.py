"""Compiled: FORCE, an ordering by gravity.

Aloul, Markov and Sakallah 2003, "FORCE: a fast and easy-to-implement variable-ordering
heuristic": every gate pulls itself and its arguments to their common centre, again and again.
Imports numba: imported late.
"""

from __future__ import annotations

import numpy as np

from simulacro.engines.diagrams.compiling import Ints, compiled


@compiled
def settle(starts: Ints, literals: Ints, place: Ints, rounds: int, patience: int) -> int:
    """Improve `place` (int32[nodes], the rank of each node) in place; give the total span.

    Gates are the last len(starts) − 1 nodes, with arguments as in `assemble`. Stops after
    `rounds`, or after `patience` rounds that made the total span of the gates no smaller; the
    best places are kept. Ties go by the place before, so that every machine agrees.
    """
    gates = starts.shape[0] - 1
    nodes = place.shape[0]
    first_gate = nodes - gates
    degree = np.ones(nodes, np.int64)
    degree[:first_gate] = 0
    for i in range(literals.shape[0]):
        degree[literals[i] >> 1] += 1
    now = place.copy()
    by_place = np.empty(nodes, np.int64)
    best = np.int64(1) << 60
    idle = 0
    pull = np.empty(nodes)
    for _ in range(rounds + 1):
        span = np.int64(0)
        pull[:] = 0.0
        for g in range(gates):
            at = np.int64(now[first_gate + g])
            low = at
            high = at
            total = at
            for i in range(starts[g], starts[g + 1]):
                at = np.int64(now[literals[i] >> 1])
                total += at
                low = min(low, at)
                high = max(high, at)
            span += high - low
            centre = total / (starts[g + 1] - starts[g] + 1)
            pull[first_gate + g] += centre
            for i in range(starts[g], starts[g + 1]):
                pull[literals[i] >> 1] += centre
        if span < best:
            best = span
            idle = 0
            place[:] = now
        else:
            idle += 1
            if idle > patience:
                break
        for v in range(nodes):
            by_place[now[v]] = v
            pull[v] /= degree[v]
        order = by_place[np.argsort(pull[by_place], kind="mergesort")]
        for i in range(nodes):
            now[order[i]] = i
    return int(best)
