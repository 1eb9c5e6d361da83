"""The compiled heart: rows grown greedily, and a tabu search that moves one cell at a time.

Importing this module imports numba, so nothing imports it at the top level.

**Classes.** Combinations fall into classes (see `symmetry`); without symmetry each is its own. A
class is covered when one of its combinations is. Only *required* classes count.

**Growing** is the greedy of AETG (Cohen, Dalal, Fredman and Patton, IEEE TSE 23, 1997): several
candidate rows, each from an uncovered combination, take the values that cover most; the best stays.

**Searching** follows Nurmela (Discrete Applied Mathematics 138, 2004): of the rows that miss an
uncovered combination by one cell, move the one that leaves fewest uncovered, and forbid the way
back for a while. Rows inside a forbidden box are allowed on the way at a price, and never returned.

Random bits are SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over a state of ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.diagrams.compiling import Floats, Ints, Longs, compiled, inlined

Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]

# What a row inside a box costs, in uncovered combinations.
PRICE = 4
# What `grow` answers.
COMPLETE, FULL, DEAD_END = 0, 1, 2


class Problem(NamedTuple):
    """What is to be covered and avoided, as flat arrays.

    The first six are those of `combinations.Layout`. ``klass`` int32 gives the class of each
    combination, ``required`` bool says of each class whether it must be covered, and
    ``representative`` int64 one combination of it. ``box_first`` int32 (boxes + 1) delimits the
    factors of each box in ``box_factor`` int32, whose values in it are ``box_inside`` bool
    (entries, most levels); ``factor_first`` and ``factor_box`` list the boxes of each factor.
    """

    members: Ints
    strides: Longs
    offsets: Longs
    first: Ints
    in_set: Ints
    in_place: Ints
    klass: Ints
    required: Bools
    representative: Longs
    box_first: Ints
    box_factor: Ints
    box_inside: Bools
    factor_first: Ints
    factor_box: Ints


@inlined
def _bits(random: Words) -> np.uint64:
    random[0] += np.uint64(0x9E3779B97F4A7C15)
    z = random[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@inlined
def _below(random: Words, n: int) -> int:
    """A whole number in [0, n), for 1 ≤ n < 2³¹."""
    return np.int64(((_bits(random) >> np.uint64(33)) * np.uint64(n)) >> np.uint64(31))


@inlined
def _in_box(p: Problem, box: int, row: Ints) -> bool:
    """Whether every factor of the box is inside it; open cells are outside."""
    for entry in range(p.box_first[box], p.box_first[box + 1]):
        value = row[p.box_factor[entry]]
        if value < 0 or not p.box_inside[entry, value]:
            return False
    return True


@inlined
def _base(p: Problem, chosen: int, place: int, row: Ints) -> int:
    """Where the combinations of a column set start, given all its cells but one; -1 if open."""
    at = p.offsets[chosen]
    for other in range(p.members.shape[1]):
        factor = p.members[chosen, other]
        if other != place and factor >= 0:
            if row[factor] < 0:
                return -1
            at += p.strides[chosen, other] * row[factor]
    return at


@compiled
def count(p: Problem, cells: Ints, counts: Ints) -> None:
    """Add to ``counts`` int32 (classes) how often each class is covered by whole rows."""
    sets, width = p.members.shape
    for r in range(cells.shape[0]):
        for chosen in range(sets):
            at = p.offsets[chosen]
            for place in range(width):
                factor = p.members[chosen, place]
                if factor >= 0:
                    at += p.strides[chosen, place] * cells[r, factor]
            counts[p.klass[at]] += 1


@inlined
def _list_uncovered(p: Problem, counts: Ints, listed: Longs, place_of: Longs) -> int:
    many = 0
    for k in range(counts.size):
        place_of[k] = -1
        if p.required[k] and counts[k] == 0:
            place_of[k] = many
            listed[many] = k
            many += 1
    return many


@inlined
def _wanted(p: Problem, klass: int, wanted: Ints) -> int:
    """Fill ``wanted`` with the values of the class's representative; answer its column set."""
    at = p.representative[klass]
    low, high = 0, p.members.shape[0]
    while high - low > 1:
        middle = (low + high) // 2
        if p.offsets[middle] <= at:
            low = middle
        else:
            high = middle
    rest = at - p.offsets[low]
    for place in range(p.members.shape[1]):
        if p.members[low, place] >= 0:
            wanted[place] = rest // p.strides[low, place]
            rest -= wanted[place] * p.strides[low, place]
    return low


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
    left = _list_uncovered(p, counts, listed, place_of)
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
            klass = listed[_below(random, left)]
            row[:] = -1
            chosen = _wanted(p, klass, wanted)
            for place in range(p.members.shape[1]):
                if p.members[chosen, place] >= 0:
                    row[p.members[chosen, place]] = wanted[place]
            gain, dead = 1, False
            for i in range(many_factors - 1, 0, -1):
                j = _below(random, i + 1)
                order[i], order[j] = order[j], order[i]
            for f in order:
                if row[f] >= 0:
                    continue
                best_value, best_here, weight = -1, -1, 0.0
                for value in range(levels[f]):
                    row[f] = value
                    inside = False
                    for e in range(p.factor_first[f], p.factor_first[f + 1]):
                        if _in_box(p, p.factor_box[e], row):
                            inside = True
                            break
                    if inside:
                        continue
                    here = 0
                    for e in range(p.first[f], p.first[f + 1]):
                        at = _base(p, p.in_set[e], p.in_place[e], row)
                        if at >= 0:
                            k = p.klass[at + p.strides[p.in_set[e], p.in_place[e]] * value]
                            if p.required[k] and counts[k] == 0:
                                here += 1
                    if here > best_here:
                        best_value, best_here, weight = value, here, weights[f, value]
                    elif here == best_here:
                        # Among equals, chosen in proportion to the weights.
                        weight += weights[f, value]
                        if _below(random, 1 << 30) < weights[f, value] / weight * (1 << 30):
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
        left = _list_uncovered(p, counts, listed, place_of)
    return done, COMPLETE, 0


@inlined
def _price(p: Problem, counts: Ints, row: Ints, f: int, value: int) -> int:
    """How many more required classes are uncovered, and boxes entered, once row[f] is value."""
    old = row[f]
    change = 0
    for e in range(p.first[f], p.first[f + 1]):
        chosen, place = p.in_set[e], p.in_place[e]
        at = _base(p, chosen, place, row)
        stride = p.strides[chosen, place]
        lost, won = p.klass[at + stride * old], p.klass[at + stride * value]
        if lost != won:
            if counts[lost] == 1 and p.required[lost]:
                change += 1
            if counts[won] == 0 and p.required[won]:
                change -= 1
    for e in range(p.factor_first[f], p.factor_first[f + 1]):
        box = p.factor_box[e]
        change -= PRICE * _in_box(p, box, row)
        row[f] = value
        change += PRICE * _in_box(p, box, row)
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
    left = _list_uncovered(p, counts, listed, place_of)
    many_boxes = p.box_first.size - 1
    broken = np.empty(many_rows * max(many_boxes, 1), np.int64)
    broken_at = np.full(many_rows * max(many_boxes, 1), -1, np.int64)
    breaks = 0
    for r in range(many_rows):
        for box in range(many_boxes):
            if _in_box(p, box, cells[r]):
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
        pick = _below(random, left + breaks)
        if pick < left:
            chosen = _wanted(p, listed[pick], wanted)
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
                    if _below(random, ties) == 0:
                        row, factor, value = r, f, wanted[place]
            if row < 0:
                # No row is one cell away: bring some row nearer.
                row = _below(random, many_rows)
                start = _below(random, width)
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
                        if _below(random, ties) == 0:
                            row, factor, value = r, f, v
        if factor < 0:
            continue
        old = cells[row, factor]
        for e in range(p.first[factor], p.first[factor + 1]):
            chosen, place = p.in_set[e], p.in_place[e]
            at = _base(p, chosen, place, cells[row])
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
            inside = _in_box(p, p.factor_box[e], cells[row])
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
        free_at[row, factor] = step + 1 + _below(random, tenure)
        if left + PRICE * breaks < lowest:
            lowest = left + PRICE * breaks
            best[:] = cells
    return lowest, work
