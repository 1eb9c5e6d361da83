"""Chances of a universe's variables over the week, and of functions of them.

Many hours of a week look alike: equal columns are computed once.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from simulacro.engines.access.chances import (
    Bound,
    FloatArray,
    Leaves,
    loss_leaves,
    theft_leaves,
)
from simulacro.engines.access.graph import Universe
from simulacro.engines.access.inventory import HOURS_PER_WEEK, Horizon, Inventory
from simulacro.engines.access.rates import Rates
from simulacro.engines.diagrams import Diagrams, Function, probability_only


class Week:
    """The chance of each variable at each hour: ``full`` is float64 (variables, 168), in [0, 1].

    ``distinct`` holds its different columns and ``hour[t]`` the one that stands for hour t.
    """

    def __init__(self, full: FloatArray) -> None:
        self.full = full
        seen: dict[bytes, int] = {}
        columns: list[int] = []
        self.hour = np.empty(HOURS_PER_WEEK, np.intp)
        for t, column in enumerate(np.ascontiguousarray(full.T)):
            at = seen.setdefault(column.tobytes(), len(columns))
            if at == len(columns):
                columns.append(t)
            self.hour[t] = at
        self.distinct: FloatArray = np.ascontiguousarray(full[:, columns])

    def chance(self, table: Diagrams, function: Function) -> FloatArray:
        """The chance of ``function`` at each of the 168 hours."""
        if function < 2:
            return np.full(HOURS_PER_WEEK, float(function))
        hourly: FloatArray = probability_only(table, function, self.distinct)[self.hour]
        return hourly


class Weeks:
    """The weeks of one inventory: one for each horizon and bound, computed when asked for."""

    def __init__(
        self, inventory: Inventory, rates: Rates, universe: Universe, monday: date
    ) -> None:
        self.inventory = inventory
        self.rates = rates
        self.universe = universe
        self.monday = monday
        self._weeks: dict[tuple[Horizon | None, Bound], Week] = {}

    def week(self, horizon: Horizon | None, bound: Bound) -> Week:
        """The losses within ``horizon``; the thefts of the year where it is None."""
        key = (horizon, bound)
        if key not in self._weeks:
            self._weeks[key] = Week(self._rows(self._leaves(horizon, bound), horizon is None))
        return self._weeks[key]

    def _leaves(self, horizon: Horizon | None, bound: Bound) -> Leaves:
        if horizon is None:
            return theft_leaves(self.inventory, self.rates, bound)
        return loss_leaves(self.inventory, self.rates, horizon, bound, self.monday)

    def _rows(self, leaves: Leaves, theft: bool) -> FloatArray:
        universe = self.universe
        variable = universe.theft_variable if theft else universe.loss_variable
        full = np.zeros((len(universe.assets), HOURS_PER_WEEK))
        rows = [variable[universe.index[asset.id]] for asset in self.inventory.assets]
        full[rows] = leaves.own
        return full
