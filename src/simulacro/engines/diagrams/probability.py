"""Exact probabilities and importances of a function over a whole grid of moments."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from simulacro.engines.diagrams.manager import Diagrams, Function

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

# Columns are taken in blocks, so that a large diagram over many moments stays within memory.
_CELLS = 1 << 23


class ProbabilityGrid(NamedTuple):
    """What `probability_grid` gives: `top` float64[T] and `birnbaum` float64[nvars, T]."""

    top: NDArray[np.float64]
    birnbaum: NDArray[np.float64]


def probability(d: Diagrams, f: Function, p: ArrayLike) -> float:
    """The probability that `f` is true, the variables being independent with chances `p`[nvars].

    >>> d = Diagrams(2)
    >>> probability(d, d.or_(d.var(0), d.var(1)), [0.5, 0.5])
    0.75
    """
    chances = np.asarray(p, np.float64)
    return float(probability_only(d, f, chances[:, None])[0])


def probability_only(d: Diagrams, f: Function, p: ArrayLike) -> NDArray[np.float64]:
    """`probability_grid(d, f, p).top`, float64[T], at half the price."""
    from simulacro.engines.diagrams import sweeps

    chances = _checked(d, p)
    moments = chances.shape[1]
    rows, position = d.reachable(f)
    top = np.empty(moments)
    root = int(position[f])
    for start, stop in _blocks(len(rows), moments):
        block = np.ascontiguousarray(chances[:, start:stop])
        value = np.empty((len(rows) + 2, stop - start))
        sweeps.forward(d.nodes, rows, position, block, value)
        top[start:stop] = value[root]
    return top


def probability_grid(d: Diagrams, f: Function, p: ArrayLike) -> ProbabilityGrid:
    """The probability of `f` at every moment, and every variable's Birnbaum importance.

    One pass up the diagram and one down it, whatever the number of variables; exact up to
    rounding (no rare-event approximation).

    Args:
        p: float[nvars, T], the chance of each variable at each of T moments, in [0, 1].

    Returns `ProbabilityGrid(top, birnbaum)`: top[t] = P(f) and birnbaum[v, t] = ∂P(f)/∂p[v, t] =
    P(f | v) − P(f | not v), in [−1, 1], 0 for a variable on which `f` does not depend
    (Birnbaum 1969).

    Raises ValueError for a wrong shape, a chance outside [0, 1] or NaN.

    >>> d = Diagrams(2)
    >>> top, birnbaum = probability_grid(d, d.or_(d.var(0), d.var(1)), [[0.5], [0.25]])
    >>> top.tolist(), birnbaum.tolist()
    ([0.625], [[0.75], [0.5]])
    """
    from simulacro.engines.diagrams import sweeps

    chances = _checked(d, p)
    moments = chances.shape[1]
    rows, position = d.reachable(f)
    top = np.empty(moments)
    birnbaum = np.empty((d.nvars, moments))
    root = int(position[f])
    for start, stop in _blocks(len(rows), moments):
        block = np.ascontiguousarray(chances[:, start:stop])
        value = np.empty((len(rows) + 2, stop - start))
        part = np.empty(block.shape)
        sweeps.forward(d.nodes, rows, position, block, value)
        sweeps.backward(d.nodes, rows, position, block, value, np.empty_like(value), part)
        top[start:stop] = value[root]
        birnbaum[:, start:stop] = part
    return ProbabilityGrid(top, birnbaum)


def fussell_vesely(grid: ProbabilityGrid, p: ArrayLike) -> NDArray[np.float64]:
    """The share of P(f) that would go if a variable never failed: 1 − P(f | not v) / P(f).

    float64[nvars, T], in [0, 1] for a monotone `f`; 0 where P(f) is 0. This is the exact form
    (risk reduction), which for rare failures agrees with the share of the sets containing v
    (Fussell 1975, Vesely et al. 1983).

    Args:
        grid: of the same `p`, float[nvars, T].
    """
    lost = np.asarray(p, np.float64) * grid.birnbaum
    share = np.zeros_like(lost)
    np.divide(lost, grid.top, out=share, where=grid.top > 0)
    return share


def risk_achievement_worth(grid: ProbabilityGrid, p: ArrayLike) -> NDArray[np.float64]:
    """How many times likelier `f` is once a variable has failed: RAW = P(f | v) / P(f).

    float64[nvars, T], at least 1 for a monotone `f`; 1 where P(f) is 0 (Vesely et al. 1983).

    Args:
        grid: of the same `p`, float[nvars, T].
    """
    failed = grid.top + (1.0 - np.asarray(p, np.float64)) * grid.birnbaum
    worth = np.ones_like(failed)
    np.divide(failed, grid.top, out=worth, where=grid.top > 0)
    return worth


def _checked(d: Diagrams, p: ArrayLike) -> NDArray[np.float64]:
    chances = np.asarray(p, np.float64)
    if chances.ndim != 2 or chances.shape[0] != d.nvars:
        raise ValueError(f"p has shape {chances.shape}; it must be ({d.nvars}, moments)")
    if not bool(np.all((chances >= 0.0) & (chances <= 1.0))):
        raise ValueError("every probability must be within 0 and 1")
    return chances


def _blocks(rows: int, moments: int) -> list[tuple[int, int]]:
    width = max(1, _CELLS // (rows + 2))
    return [(start, min(start + width, moments)) for start in range(0, moments, width)]
