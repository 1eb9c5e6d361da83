"""How much of everything possible was drilled, and how it grows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.planning.decay import Combination
from simulacro.engines.possibilities.boxes import Feasibility, boxes_of, negatives_apart
from simulacro.engines.possibilities.combinations import Cells, Layout, column_sets, layout
from simulacro.engines.possibilities.feasible import feasible_combinations
from simulacro.engines.possibilities.model import FactorModel

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Universe:
    """Everything that can happen, ``strength`` factors at a time.

    ``feasible`` bool (layout.size,) says which combinations of ``layout`` can.
    """

    model: FactorModel
    strength: int
    layout: Layout
    feasible: Flags

    @property
    def size(self) -> int:
        """How many combinations can happen."""
        return int(self.feasible.sum())

    def cells(self, rows: Sequence[Combination]) -> Cells:
        """Rows by position, int32 (rows, factors); -1 where open or unknown to the model."""
        values = [{v.id: i for i, v in enumerate(f.values)} for f in self.model.factors]
        found = np.full((len(rows), len(self.model.factors)), -1, np.int32)
        for r, row in enumerate(rows):
            for f, factor in enumerate(self.model.factors):
                found[r, f] = values[f].get(row.get(factor.id, ""), -1)
        return found

    def covered(self, rows: Sequence[Combination]) -> Flags:
        """Which of the combinations that can happen some row holds. bool (layout.size,)."""
        return self.layout.covered_by(self.cells(rows)) & self.feasible

    def held_by(self, cells: NDArray[np.int32]) -> NDArray[np.int64]:
        """Where the combinations of one whole row are kept. int64 (column sets,)."""
        picked = cells[np.maximum(self.layout.members, 0)].astype(np.int64)
        return np.asarray(self.layout.offsets[:-1] + (picked * self.layout.strides).sum(axis=1))

    def named(self, flags: Flags) -> tuple[Combination, ...]:
        """The flagged combinations by ids, in their order of keeping."""
        factors = self.model.factors
        return tuple(
            {factors[f].id: factors[f].values[v].id for f, v in self.layout.combination(i).items()}
            for i in map(int, np.flatnonzero(flags))
        )


@lru_cache(maxsize=64)
def universe(model: FactorModel, strength: int) -> Universe:
    """Everything that can happen in ``model``, kept for the next who asks."""
    plan = layout(model.levels, column_sets(model, strength))
    solver = Feasibility(model.levels, (*boxes_of(model), *negatives_apart(model)))
    return Universe(model, strength, plan, feasible_combinations(plan, solver))


@dataclass(frozen=True, slots=True)
class Week:
    """Until the end of the week that begins on ``monday``: how many combinations were drilled,
    and how many will have been when what is planned takes place too."""

    monday: dt.date
    done: int
    planned: int


@dataclass(frozen=True, slots=True)
class Share:
    """Of the ``of`` combinations with one value of a factor, ``done`` were drilled; with what is
    planned there will be ``planned``."""

    value: str
    of: int
    done: int
    planned: int


Dated = tuple[dt.date, Combination]


def growth(
    all_of_it: Universe, done: Sequence[Dated], planned: Sequence[Dated]
) -> tuple[Week, ...]:
    """Coverage week by week, from the first drill to the last; empty where there is none.

    Weeks without a drill are there too, so that the line has no gaps.
    """
    days = [day for day, _ in (*done, *planned)]
    if not days:
        return ()
    seen = np.zeros(all_of_it.layout.size, np.bool_)
    seen_too = seen.copy()
    weeks: list[Week] = []
    monday, last = _monday(min(days)), _monday(max(days))
    facts, intentions = _by_week(done), _by_week(planned)
    while monday <= last:
        new = all_of_it.covered(facts.get(monday, []))
        seen |= new
        seen_too |= new | all_of_it.covered(intentions.get(monday, []))
        weeks.append(Week(monday, int(seen.sum()), int(seen_too.sum())))
        monday += dt.timedelta(days=7)
    return tuple(weeks)


def shares(
    all_of_it: Universe,
    factor: str,
    done: Sequence[Combination],
    planned: Sequence[Combination],
) -> tuple[Share, ...]:
    """Coverage by the values of one factor, in the model's order. Raises KeyError."""
    position = all_of_it.model.position(factor)
    ours, both = all_of_it.covered(done), all_of_it.covered([*done, *planned])
    found = []
    for number, value in enumerate(all_of_it.model.factors[position].values):
        here = _holding(all_of_it.layout, position, number) & all_of_it.feasible
        counts = (int((here & flags).sum()) for flags in (here, ours, both))
        found.append(Share(value.id, *counts))
    return tuple(found)


def _holding(plan: Layout, factor: int, value: int) -> Flags:
    found = np.zeros(plan.size, np.bool_)
    for e in range(plan.first[factor], plan.first[factor + 1]):
        i, place = int(plan.in_set[e]), int(plan.in_place[e])
        start, end = int(plan.offsets[i]), int(plan.offsets[i + 1])
        at = np.arange(end - start) // int(plan.strides[i, place]) % plan.levels[factor]
        found[start:end] |= at == value
    return found


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _by_week(dated: Sequence[Dated]) -> dict[dt.date, list[Combination]]:
    found: dict[dt.date, list[Combination]] = {}
    for day, row in dated:
        found.setdefault(_monday(day), []).append(row)
    return found
