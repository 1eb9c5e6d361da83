"""What the compiled search for covering arrays stands on: flat arrays, random bits, counting.

Importing this module imports numba, so nothing imports it at the top level.

**Classes.** Combinations fall into classes (see `symmetry`); without symmetry each is its own. A
class is covered when one of its combinations is. Only *required* classes count.

Random bits are SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over a state of ours.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.diagrams.compiling import Ints, Longs, compiled, inlined

Bools = NDArray[np.bool_]
Words = NDArray[np.uint64]


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
    return np.uint64(z ^ (z >> np.uint64(31)))


@inlined
def below(random: Words, n: int) -> np.int64:
    """A whole number in [0, n), for 1 ≤ n < 2³¹."""
    return np.int64(((_bits(random) >> np.uint64(33)) * np.uint64(n)) >> np.uint64(31))


@inlined
def in_box(p: Problem, box: int, row: Ints) -> bool:
    """Whether every factor of the box is inside it; open cells are outside."""
    for entry in range(p.box_first[box], p.box_first[box + 1]):
        value = row[p.box_factor[entry]]
        if value < 0 or not p.box_inside[entry, value]:
            return False
    return True


@inlined
def base(p: Problem, chosen: int, place: int, row: Ints) -> np.int64:
    """Where the combinations of a column set start, given all its cells but one; -1 if open."""
    at = p.offsets[chosen]
    for other in range(p.members.shape[1]):
        factor = p.members[chosen, other]
        if other != place and factor >= 0:
            if row[factor] < 0:
                return np.int64(-1)
            at += p.strides[chosen, other] * row[factor]
    return np.int64(at)


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
def list_uncovered(p: Problem, counts: Ints, listed: Longs, place_of: Longs) -> int:
    many = 0
    for k in range(counts.size):
        place_of[k] = -1
        if p.required[k] and counts[k] == 0:
            place_of[k] = many
            listed[many] = k
            many += 1
    return many


@inlined
def spell(p: Problem, klass: int, wanted: Ints) -> int:
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
