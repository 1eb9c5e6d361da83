"""Compile or load what solving fault trees needs."""

from __future__ import annotations

from collections.abc import Callable

from simulacro.engines.diagrams import warm as warm_diagrams
from simulacro.engines.faulttree.model import Connective, FaultTree, Gate
from simulacro.engines.faulttree.modules import Module
from simulacro.engines.faulttree.ordering import Shape
from simulacro.engines.faulttree.simplify import AND, OR, Circuit
from simulacro.engines.faulttree.solve import solve


def warm(progress: Callable[[int, int], None] | None = None) -> None:
    """`diagrams.warm`, then the kernels of this package; `progress(done, total)` as there."""
    own = (_solve_one, _settle_one)
    before = 0

    def told(done: int, total: int) -> None:
        nonlocal before
        before = total
        if progress is not None:
            progress(done, total + len(own))

    warm_diagrams(told)
    for done, step in enumerate(own, start=before + 1):
        step()
        if progress is not None:
            progress(done, before + len(own))


def _solve_one() -> None:
    gate = Gate(Connective.ATLEAST, ("a", "b", "c"), least=2)
    solve(FaultTree("top", {"top": gate}, {"a": 0.5, "b": 0.5, "c": 0.5}))


def _settle_one() -> None:
    circuit = Circuit(3, [AND, OR], [0, 0], [[0, 2], [6, 4]], 8)
    shape = Shape(circuit, Module(4, (3, 4), (0, 1, 2)))
    shape.settled(shape.walk())
