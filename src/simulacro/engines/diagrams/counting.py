"""How many sets a family has, by size, in exact Python integers and without listing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from simulacro.engines.diagrams.manager import Diagrams, Family

# Below this, no sum of counts leaves 64 bits, whatever the rounding of the estimate.
_FITS = 2.0**62


def counts_by_order(d: Diagrams, z: Family) -> tuple[int, ...]:
    """The number of sets of `z` with 0, 1, 2, … elements, up to the largest order there is.

    Exact whatever the size: 64-bit sums where they suffice, Python integers where they do not.
    `(0,)` for no sets. The sum is the number of sets; time is linear in the diagram.

    >>> d = Diagrams(4)
    >>> pairs = d.at_least(2, [d.var(i) for i in range(4)])
    >>> counts_by_order(d, d.minimal_sets(pairs, monotone=True))
    (0, 0, 6)
    """
    return weighted_counts(d, z, {})


def weighted_counts(d: Diagrams, z: Family, parts: Mapping[int, Sequence[int]]) -> tuple[int, ...]:
    """`counts_by_order` where some variables stand for a family of their own.

    Args:
        parts: for such a variable, the counts by order of what it stands for. Families of
            different variables must share no element, so that their sets multiply.

    >>> d = Diagrams(2)
    >>> weighted_counts(d, d.minimal_sets(d.or_(d.var(0), d.var(1))), {1: (0, 2, 5)})
    (0, 3, 5)
    """
    from simulacro.engines.diagrams import sweeps

    if z < 2:
        return (int(z),)
    rows, position = d.reachable(z)
    totals = np.ones(d.nvars)
    orders = np.ones(d.nvars, np.int64)
    for v, counts in parts.items():
        totals[v] = float(sum(counts))
        orders[v] = len(counts) - 1
    total, longest = sweeps.size_of_family(d.nodes, rows, position, totals, orders)
    if not total < _FITS:
        return _big_counts(d, rows.tolist(), position.tolist(), parts)
    coefficients = np.zeros((d.nvars, int(orders.max()) + 1), np.int64)
    coefficients[:, 1:2] = 1
    for v, counts in parts.items():
        coefficients[v] = 0
        coefficients[v, : len(counts)] = counts
    found = sweeps.counts_by_size(d.nodes, rows, position, coefficients, orders, int(longest) + 1)
    return tuple(found.tolist())


def _big_counts(
    d: Diagrams, rows: list[int], places: list[int], parts: Mapping[int, Sequence[int]]
) -> tuple[int, ...]:
    # One integer holds a whole polynomial, `bits` bits per coefficient (Kronecker substitution):
    # a sum of polynomials is then one addition. First an upper bound of the total, to fix `bits`.
    triples = d.nodes[rows, :3].tolist()
    largest = [0, 1]
    totals = {v: sum(counts) for v, counts in parts.items()}
    for variable, high, low in triples:
        largest.append(largest[places[low]] + totals.get(variable, 1) * largest[places[high]])
    bits = largest[-1].bit_length() + 1
    packed = {
        v: sum(count << (bits * order) for order, count in enumerate(counts))
        for v, counts in parts.items()
    }
    polynomial = [0, 1]
    for variable, high, low in triples:
        factor = packed.get(variable)
        taken = polynomial[places[high]]
        polynomial.append(
            polynomial[places[low]] + (taken << bits if factor is None else taken * factor)
        )
    whole = polynomial[-1]
    mask = (1 << bits) - 1
    found = []
    while whole:
        found.append(whole & mask)
        whole >>= bits
    return tuple(found)
