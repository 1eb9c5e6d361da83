"""How our kernels are compiled: cached on disk, without the GIL, and typed for readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

P = ParamSpec("P")
R = TypeVar("R")

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile at the first call, keep the result beside the source, release the GIL while running.

    No fast-math: results are the same on every machine. Where no folder for the cache can be
    written, every process compiles for itself.
    """
    try:
        return cast("Callable[P, R]", njit(cache=True, nogil=True)(function))
    except RuntimeError:
        return cast("Callable[P, R]", njit(nogil=True)(function))


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Paste into the compiled callers."""
    return cast("Callable[P, R]", njit(inline="always")(function))
