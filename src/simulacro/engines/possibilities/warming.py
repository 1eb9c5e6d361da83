"""Compile or load the kernel before somebody waits for an answer."""

from __future__ import annotations


def warm() -> None:
    """Make the compiled functions ready: some ten seconds the first time, then at once."""
    from simulacro.engines.possibilities.covering import cover
    from simulacro.engines.possibilities.model import Factor, FactorModel, Value

    values = tuple(Value(str(v), (str(v),)) for v in range(4))
    cover(FactorModel(tuple(Factor(str(f), str(f), values) for f in range(5))), effort=20_000)
