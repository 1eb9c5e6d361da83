"""Fewer uncovered combinations by moving one cell at a time (compiled).

After Nurmela, *Upper bounds for covering arrays by tabu search* (Discrete Applied Mathematics 138,
2004): of the rows that miss an uncovered combination by one cell, move the one that leaves fewest
uncovered, and forbid the way back for a while. Rows inside a forbidden box are allowed on the way
at a price, and never returned. Importing this module imports numba.
"""

from __future__ import annotations

import numpy as np

from simulacro.engines.diagrams.compiling import Ints, compiled, inlined
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

# What a row inside a box costs, in uncovered combinations.
PRICE = 4


@inlined
def _price(p: Problem, counts: Ints, row: Ints, f: int, value: int) -> int:
    """How many more required classes are uncovered, and boxes entered, once row[f] is value."""
    old = row[f]
    change = 0
    for e in range(p.first[f], p.first[f + 1]):
        chosen, place = p.in_set[e], p.in_place[e]
        at = base(p, chosen, place, row)
        stride = p.strides[chosen, place]
        lost, won = p.klass[at + stride * old], p.klass[at + stride * value]
        if lost != won:
            if counts[lost] == 1 and p.required[lost]:
                change += 1
            if counts[won] == 0 and p.required[won]:
                change -= 1
    for e in range(p.factor_first[f], p.factor_first[f + 1]):
        box = p.factor_box[e]
        change -= PRICE * in_box(p, box, row)
        row[f] = value
        change += PRICE * in_box(p, box, row)
        row[f] = old
    return change


@compiled
def search(
    p: Problem, levels: Ints, cells: Ints, best: Ints, random: Words, work: int, tenure: int
) -> tuple[int, int]:
    """Move cells until every required class is covered by rows outside the boxes, or work ends.

    ``cells`` is int32 (rows, factors), whole, and is left where the search stopped; ``best`` of the
    same shape receives the best rows seen. ``work`` counts looks at a combination. Answers (price
    of ``best``: uncovered classes and PRICE for each row in a box, work left); 0 is a solution.
    """
    many_rows, many_factors = cells.shape
    width = p.members.shape[1]
    counts = np.zeros(p.required.size, np.int32)
    count(p, cells, counts)
    listed = np.empty(p.required.size, np.int64)
    place_of = np.empty(p.required.size, np.int64)
    left = list_uncovered(p, counts, listed, place_of)
    many_boxes = p.box_first.size - 1
    broken = np.empty(many_rows * max(many_boxes, 1), np.int64)
    broken_at = np.full(many_rows * max(many_boxes, 1), -1, np.int64)
    breaks = 0
    for r in range(many_rows):
        for box in range(many_boxes):
            if in_box(p, box, cells[r]):
                broken_at[r * many_boxes + box] = breaks
                broken[breaks] = r * many_boxes + box
                breaks += 1
    best[:] = cells
    lowest = left + PRICE * breaks
    free_at = np.zeros((many_rows, many_factors), np.int64)
    wanted = np.zeros(width, np.int32)
    step = 0
    while left + breaks > 0 and work > 0:
        step += 1
        work -= 1
        low_price, ties = 1 << 40, 0
        row, factor, value = -1, -1, -1
        pick = int(below(random, left + breaks))
        if pick < left:
            chosen = spell(p, listed[pick], wanted)
            for r in range(many_rows):
                missing, place = 0, -1
                for q in range(width):
                    f = p.members[chosen, q]
                    if f >= 0 and cells[r, f] != wanted[q]:
                        missing += 1
                        place = q
                if missing != 1:
                    continue
                f = p.members[chosen, place]
                if free_at[r, f] > step:
                    continue
                work -= p.first[f + 1] - p.first[f]
                price = _price(p, counts, cells[r], f, wanted[place])
                if price < low_price:
                    low_price, ties = price, 1
                    row, factor, value = r, f, wanted[place]
                elif price == low_price:
                    ties += 1
                    if below(random, ties) == 0:
                        row, factor, value = r, f, wanted[place]
            if row < 0:
                # No row is one cell away: bring some row nearer.
                row = int(below(random, many_rows))
                start = below(random, width)
                for q in range(width):
                    place = (q + start) % width
                    f = p.members[chosen, place]
                    if f >= 0 and cells[row, f] != wanted[place]:
                        factor, value = f, wanted[place]
                        break
        else:
            at = broken[pick - left]
            r, box = at // many_boxes, at % many_boxes
            for e in range(p.box_first[box], p.box_first[box + 1]):
                f = p.box_factor[e]
                if free_at[r, f] > step:
                    continue
                for v in range(levels[f]):
                    if p.box_inside[e, v]:
                        continue
                    work -= p.first[f + 1] - p.first[f]
                    price = _price(p, counts, cells[r], f, v)
                    if price < low_price:
                        low_price, ties = price, 1
                        row, factor, value = r, f, v
                    elif price == low_price:
                        ties += 1
                        if below(random, ties) == 0:
                            row, factor, value = r, f, v
        if factor < 0:
            continue
        old = cells[row, factor]
        for e in range(p.first[factor], p.first[factor + 1]):
            chosen, place = p.in_set[e], p.in_place[e]
            at = base(p, chosen, place, cells[row])
            stride = p.strides[chosen, place]
            lost, won = p.klass[at + stride * old], p.klass[at + stride * value]
            if lost == won:
                continue
            counts[lost] -= 1
            if counts[lost] == 0 and p.required[lost]:
                place_of[lost] = left
                listed[left] = lost
                left += 1
            counts[won] += 1
            if counts[won] == 1 and p.required[won]:
                left -= 1
                hole = place_of[won]
                listed[hole] = listed[left]
                place_of[listed[hole]] = hole
                place_of[won] = -1
        cells[row, factor] = value
        for e in range(p.factor_first[factor], p.factor_first[factor + 1]):
            at = row * many_boxes + p.factor_box[e]
            inside = in_box(p, p.factor_box[e], cells[row])
            if inside and broken_at[at] < 0:
                broken_at[at] = breaks
                broken[breaks] = at
                breaks += 1
            elif not inside and broken_at[at] >= 0:
                breaks -= 1
                hole = broken_at[at]
                broken[hole] = broken[breaks]
                broken_at[broken[hole]] = hole
                broken_at[at] = -1
        free_at[row, factor] = step + 1 + below(random, tenure)
        if left + PRICE * breaks < lowest:
            lowest = left + PRICE * breaks
            best[:] = cells
    return lowest, work
