"""What minimal sets up to an order say of the chance: it lies between two bounds.

Every minimal set left out has more than k members. So P lies between the chance that one of those
kept happens, and that plus the chance that more than k of the leaves happen at once.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from simulacro.engines.access.bounded import ALWAYS, Found, Sets, members
from simulacro.engines.access.chances import FloatArray
from simulacro.engines.access.inventory import HOURS_PER_WEEK
from simulacro.engines.access.moments import Week
from simulacro.engines.diagrams import FALSE, BudgetExceeded, Diagrams

NODES = 200_000
STEPS = 2_000_000


def bounds(found: Found, channel: int, week: Week) -> tuple[FloatArray, FloatArray]:
    """(lowest, highest) chance at each of the 168 hours, from what is known of a channel.

    The lowest is the chance that one of the sets happens, exactly, or that one of the likeliest
    does where they are too many to join. The highest adds what sets of a higher order can: nothing
    where there are none.
    """
    sets = found.sets[channel]
    low, joined = _any_set(sets, week)
    high = low if joined else np.maximum(low, _at_most(sets, week.full))
    if not found.complete:
        rows = week.full[sorted(found.leaves[channel])]
        high = np.minimum(1.0, high + more_than(rows, found.order))
    return low, high


def _any_set(sets: Sets, week: Week) -> tuple[FloatArray, bool]:
    """The chance that some set happens, and whether all of them could be joined for it."""
    if sets == ALWAYS:
        return np.ones(HOURS_PER_WEEK), True
    table = Diagrams(max(1, week.full.shape[0]), max_nodes=NODES, max_steps=STEPS)
    mean = week.full.mean(axis=1)
    likeliest = sorted(sets, key=lambda m: (-float(mean[members(m)].prod()), m))
    union = FALSE
    try:
        for mask in likeliest:
            each = table.and_(*(table.var(v) for v in reversed(members(mask))))
            union = table.or_(union, each)
    except BudgetExceeded:
        return week.chance(table, union), False
    return week.chance(table, union), True


def _at_most(sets: Iterable[int], chance: FloatArray) -> FloatArray:
    """1 − ∏(1 − P(set)), which bounds a union of increasing events (Esary and Proschan 1963)."""
    none = np.ones(chance.shape[1])
    for mask in sets:
        none *= 1.0 - chance[members(mask)].prod(axis=0)
    return 1.0 - none


def more_than(chance: FloatArray, order: int) -> FloatArray:
    """P(more than ``order`` of the leaves happen) at each hour; ``chance`` is (leaves, hours)."""
    hours = chance.shape[1]
    at_most = np.zeros((order + 1, hours))
    at_most[0] = 1.0
    for p in chance:
        at_most[1:] = at_most[1:] * (1.0 - p) + at_most[:-1] * p
        at_most[0] *= 1.0 - p
    beyond: FloatArray = np.clip(1.0 - at_most.sum(axis=0), 0.0, 1.0)
    return beyond
