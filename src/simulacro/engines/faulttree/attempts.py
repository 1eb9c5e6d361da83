"""Find an order under which a module's diagram is small, by trying several in bounded pieces.

All orders build the same gates in the same sequence, so how many lines of the program an attempt
has done for the same number of steps tells how good its order is. Rounds grow fourfold; after
each, the better half goes on from where it stopped (successive halving). Budgets are steps and
nodes, never seconds: the same tree is solved the same way everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from simulacro.engines.diagrams import BudgetExceeded, Construction, Diagrams, Function
from simulacro.engines.faulttree.ordering import Shape

_FIRST_PIECE = 4_000
_ROUND = 2_000
_GROWTH = 4
_FINALISTS = 2


@dataclass(frozen=True, slots=True)
class Built:
    """A module's function in a table of its own; variable i is leaf order[i]."""

    diagrams: Diagrams
    function: Function
    order: list[int]


class _Attempt:
    def __init__(
        self,
        shape: Shape,
        order: list[int],
        max_nodes: int,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        from simulacro.engines.faulttree.assembly import assemble

        self.order = order
        self.failure: BudgetExceeded | None = None
        lines, count, self._result = assemble(
            shape.kinds, shape.leasts, shape.starts, shape.literals, shape.level(order)
        )
        self._diagrams = Diagrams(shape.leaves, max_nodes=max_nodes, should_stop=should_stop)
        registers = np.zeros(count, np.int32)
        registers[1] = 1
        registers[2 : shape.leaves + 2] = self._diagrams.variables()
        self._construction: Construction = self._diagrams.start(lines, registers)

    def advance(self, until: int) -> bool:
        """Whether it is finished within `until` steps in all."""
        try:
            return self._construction.advance(until - self._diagrams.steps)
        except BudgetExceeded as exceeded:
            self.failure = exceeded
            return False

    @property
    def progress(self) -> int:
        return self._construction.lines_done

    def built(self) -> Built:
        root = Function(int(self._construction.registers[self._result]))
        return Built(self._diagrams, root, self.order)


def build_at_once(
    shape: Shape, *, max_nodes: int, should_stop: Callable[[], bool] | None = None
) -> Built | None:
    """The module's diagram where the first order makes it a small matter, else None."""
    attempt = _Attempt(shape, shape.walk(shape.gates_first), max_nodes, should_stop)
    return attempt.built() if attempt.advance(_FIRST_PIECE) else None


def build(shape: Shape, *, max_nodes: int, should_stop: Callable[[], bool] | None = None) -> Built:
    """The module's diagram under the first order that gets there.

    Raises `BudgetExceeded` once every order tried has outgrown `max_nodes`, and `Stopped`.
    """
    first = _Attempt(shape, shape.walk(shape.gates_first), max_nodes, should_stop)
    if first.advance(_FIRST_PIECE):
        return first.built()
    running = [first]
    seen = {tuple(first.order)}
    for order in _orders(shape):
        if tuple(order) not in seen:
            seen.add(tuple(order))
            running.append(_Attempt(shape, order, max_nodes, should_stop))
    budget = _ROUND
    while True:
        for attempt in running:
            if attempt.advance(max(budget, _FIRST_PIECE if attempt is first else 0)):
                return attempt.built()
        failures = [attempt.failure for attempt in running if attempt.failure is not None]
        running = [attempt for attempt in running if attempt.failure is None]
        if not running:
            raise failures[0]
        running.sort(key=lambda attempt: -attempt.progress)
        half = max(_FINALISTS, (len(running) + 1) // 2)
        # those stuck at the same line as the last of the better half are not told apart yet
        least = running[min(half, len(running)) - 1].progress
        running = [attempt for attempt in running if attempt.progress >= least]
        budget *= _GROWTH


def _orders(shape: Shape) -> Iterator[list[int]]:
    """Orders worth trying, the more often best ones first; the file's own among them."""
    yield shape.walk()
    yield shape.settled(shape.walk(shape.leaves_first))
    yield shape.settled(shape.walk(shape.leaves_shared_light))
    yield shape.settled(shape.walk(shape.gates_first))
    yield shape.settled(shape.walk(shape.leaves_shared_heavy))
    backwards = shape.walk(backwards=True)
    yield backwards
    yield shape.settled(backwards)
    yield shape.walk(shape.heavy_first)
    yield shape.walk(shape.shared_first)
    yield shape.walk(shape.leaves_shared_light)
