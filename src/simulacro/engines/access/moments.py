"""Chances of a universe's variables over the week, and of functions of them.

Many hours of a week look alike: equal columns are computed once.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property

import numpy as np

from simulacro.engines.access.chances import (
    FloatArray,
    loss_chance,
    own_chances,
    theft_chance,
)
from simulacro.engines.access.graph import Universe
from simulacro.engines.access.inventory import HOURS_PER_WEEK, Asset, Horizon, Inventory, Strikes
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.rules import Bound
from simulacro.engines.diagrams import FALSE, TRUE, Diagrams, Function, probability_only


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
        self._share = np.bincount(self.hour) / HOURS_PER_WEEK
        self._means: dict[Function, float] = {FALSE: 0.0, TRUE: 1.0}
        self.distinct: FloatArray = np.ascontiguousarray(full[:, columns])

    def mean(self, table: Diagrams, function: Function) -> float:
        """The mean chance of ``function`` over the week."""
        if function not in self._means:
            top = probability_only(table, function, self.distinct)
            self._means[function] = float(top @ self._share)
        return self._means[function]

    def moved_from(self, other: Week) -> frozenset[int]:
        """The variables whose chance differs from another week's at some hour."""
        if self.full is other.full:
            return frozenset()
        return frozenset(np.flatnonzero((self.full != other.full).any(axis=1)).tolist())

    def chance(self, table: Diagrams, function: Function) -> FloatArray:
        """The chance of ``function`` at each of the 168 hours."""
        if function < 2:
            return np.full(HOURS_PER_WEEK, float(function))
        hourly: FloatArray = probability_only(table, function, self.distinct)[self.hour]
        return hourly


class Weeks:
    """The weeks of one inventory: one for each horizon and bound, computed when asked for.

    ``base`` and ``changed`` let a variant start from another's chances: ``changed`` are the numbers
    of the assets that differ.
    """

    def __init__(
        self,
        inventory: Inventory,
        rates: Rates,
        universe: Universe,
        monday: date,
        *,
        base: Weeks | None = None,
        changed: frozenset[int] = frozenset(),
    ) -> None:
        self._base = base
        self._changed = changed
        self.inventory = inventory
        self.rates = rates
        self.universe = universe
        self.monday = monday
        self._weeks: dict[tuple[Horizon | None, Bound], Week] = {}
        self._marginals: dict[tuple[Horizon | None, Bound], FloatArray] = {}

    def week(self, horizon: Horizon | None, bound: Bound) -> Week:
        """The losses within ``horizon``; the thefts of the year where it is None."""
        key = (horizon, bound)
        if key not in self._weeks:
            self._weeks[key] = self._make(horizon, bound)
        return self._weeks[key]

    def _make(self, horizon: Horizon | None, bound: Bound) -> Week:
        marginal = self._marginal(horizon, bound)
        if self._base is not None and marginal is self._base._marginals[horizon, bound]:
            return self._base.week(horizon, bound)
        universe = self.universe
        own = own_chances(marginal, self._causes(horizon is None))
        full = np.zeros_like(own)
        full[universe.theft_variable if horizon is None else universe.loss_variable] = own
        return Week(full)

    def _marginal(self, horizon: Horizon | None, bound: Bound) -> FloatArray:
        """The marginal chances, one row an asset of the universe; the base's own if unmoved."""
        index, inventory = self.universe.index, self.inventory
        if self._base is None:
            marginal = np.zeros((len(index), HOURS_PER_WEEK))
            for asset in inventory.assets:
                if asset.cause is None:
                    marginal[index[asset.id]] = self._row(asset, horizon, bound)
            self._marginals[horizon, bound] = marginal
            return marginal
        self._base.week(horizon, bound)
        before = self._base._marginals[horizon, bound]
        rows: dict[int, FloatArray | float] = {}
        for asset in self._moved:
            i = index[asset.id]
            row = self._row(asset, horizon, bound)
            if not np.array_equal(before[i], np.broadcast_to(row, HOURS_PER_WEEK)):
                rows[i] = row
        marginal = before.copy() if rows else before
        for i, row in rows.items():
            marginal[i] = row
        self._marginals[horizon, bound] = marginal
        return marginal

    @cached_property
    def _moved(self) -> list[Asset]:
        """The assets whose own chance may differ from the base's."""
        if not self._changed:
            return []
        names = {self.universe.assets[i].id for i in self._changed}
        return [
            asset
            for asset in self.inventory.assets
            if asset.cause is None
            and (
                asset.id in names
                or (asset.battery is not None and asset.battery.charged_from in names)
            )
        ]

    def _row(self, asset: Asset, horizon: Horizon | None, bound: Bound) -> FloatArray | float:
        if horizon is None:
            return theft_chance(asset, self.inventory.brand.region, self.rates, bound)
        return loss_chance(asset, self.inventory, self.rates, horizon, bound, self.monday)

    def _causes(self, theft: bool) -> list[tuple[int, float, list[int]]]:
        index = self.universe.index
        what = Strikes.THEFT if theft else Strikes.LOSS
        return [
            (index[a.id], a.cause.beta, [index[x] for x in a.cause.affects])
            for a in self.inventory.assets
            if a.cause and a.cause.affects and a.cause.strikes.covers(what)
        ]
