"""Rows grown greedily, one after the other (compiled).

The greedy of AETG (Cohen, Dalal, Fredman and Patton, IEEE Transactions on Software Engineering 23,
1997): several candidate rows, each from an uncovered combination, take the values that cover most;
the best stays. Importing this module imports numba.
"""

from __future__ import annotations

import numpy as np

from simulacro.engines.diagrams.compiling import Floats, Ints, compiled
from simulacro.engines.possibilities.kernel import (
    Problem,
    Words,
    base,
    below,
    count,
    in_box,
    list_uncovered,
    spell,
)

# What `grow` answers.
COMPLETE, FULL, DEAD_END = 0, 1, 2


@compiled
def grow(
    p: Problem, levels: Ints, weights: Floats, cells: Ints, done: int, tries: int, random: Words
) -> tuple[int, int, int]:
    """Add rows to ``cells`` after its first ``done`` until every required class is covered.

    Answers (rows, status, combination): COMPLETE; FULL where ``cells`` has no room; DEAD_END where
    no candidate could be completed, with a combination that was uncovered.
    """
    many_factors = levels.size
    counts = np.zeros(p.required.size, np.int32)
    count(p, cells[:done], counts)
    listed = np.empty(p.required.size, np.int64)
    place_of = np.empty(p.required.size, np.int64)
    left = list_uncovered(p, counts, listed, place_of)
    wanted = np.zeros(p.members.shape[1], np.int32)
    row = np.empty(many_factors, np.int32)
    best = np.empty(many_factors, np.int32)
    order = np.arange(many_factors)
    while left > 0:
        if done == cells.shape[0]:
            return done, FULL, 0
        best_gain = -1
        klass = np.int64(0)
        for _ in range(tries):
            klass = listed[below(random, left)]
            row[:] = -1
            chosen = spell(p, klass, wanted)
            for place in range(p.members.shape[1]):
                if p.members[chosen, place] >= 0:
                    row[p.members[chosen, place]] = wanted[place]
            gain, dead = 1, False
            for i in range(many_factors - 1, 0, -1):
                j = below(random, i + 1)
                order[i], order[j] = order[j], order[i]
            for f in order:
                if row[f] >= 0:
                    continue
                best_value, best_here, weight = -1, -1, 0.0
                for value in range(levels[f]):
                    row[f] = value
                    inside = False
                    for e in range(p.factor_first[f], p.factor_first[f + 1]):
                        if in_box(p, p.factor_box[e], row):
                            inside = True
                            break
                    if inside:
                        continue
                    here = 0
                    for e in range(p.first[f], p.first[f + 1]):
                        at = base(p, p.in_set[e], p.in_place[e], row)
                        if at >= 0:
                            k = p.klass[at + p.strides[p.in_set[e], p.in_place[e]] * value]
                            if p.required[k] and counts[k] == 0:
                                here += 1
                    if here > best_here:
                        best_value, best_here, weight = value, here, weights[f, value]
                    elif here == best_here:
                        # Among equals, chosen in proportion to the weights.
                        weight += weights[f, value]
                        if below(random, 1 << 30) < weights[f, value] / weight * (1 << 30):
                            best_value = value
                row[f] = best_value
                if best_value < 0:
                    dead = True
                    break
                gain += best_here
            if not dead and gain > best_gain:
                best_gain = gain
                best[:] = row
        if best_gain < 0:
            return done, DEAD_END, p.representative[klass]
        cells[done] = best
        count(p, cells[done : done + 1], counts)
        done += 1
        left = list_uncovered(p, counts, listed, place_of)
    return done, COMPLETE, 0
