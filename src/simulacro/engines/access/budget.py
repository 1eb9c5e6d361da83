"""How much an audit may use, and who may stop it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

DEFAULT_NODES: Final = 6_000_000
DEFAULT_STEPS: Final = 400_000_000


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of the exact solution; beyond them it is exact up to an order, with bounds.

    ``nodes`` are rows of each table (48 bytes apiece); ``steps`` are descents, about 10⁷ a second:
    unlike seconds they give the same answer on any machine. ``seconds`` count only with a
    ``clock`` that tells them. ``sets`` limits the families of the bounded solution.
    """

    nodes: int = DEFAULT_NODES
    steps: int = DEFAULT_STEPS
    seconds: float | None = None
    clock: Callable[[], float] | None = None
    sets: int = 2500


class AuditStopped(Exception):
    """``should_stop`` said yes. Nothing was changed: an audit only computes."""


class Watch:
    """Asks, for the tables, whether to stop: cancelled by a person or out of time."""

    def __init__(self, budget: Budget, should_stop: Callable[[], bool] | None) -> None:
        self._should_stop = should_stop
        self._clock = budget.clock if budget.seconds is not None else None
        self._until = 0.0
        if self._clock is not None and budget.seconds is not None:
            self._until = self._clock() + budget.seconds

    @property
    def out_of_time(self) -> bool:
        return self._clock is not None and self._clock() > self._until

    def __call__(self) -> bool:
        """For the tables: True ends the exact attempt."""
        self.check()
        return self.out_of_time

    def check(self) -> None:
        """Raises :class:`AuditStopped` where a person cancelled."""
        if self._should_stop is not None and self._should_stop():
            raise AuditStopped
