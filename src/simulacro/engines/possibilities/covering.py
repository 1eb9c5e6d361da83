"""Covering arrays: the fewest rows we can find that hold every feasible combination.

`cover` is the whole journey: which combinations can happen, what is already covered by completed
rows, rows grown greedily, then fewer and fewer rows by search and symmetry. Its answer should be
given to `verification.verify`, which shares nothing with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.possibilities.bounds import lower_bound, unconstrained_bound
from simulacro.engines.possibilities.boxes import (
    Box,
    Feasibility,
    RuleTooWide,
    boxes_of,
    negatives_apart,
)
from simulacro.engines.possibilities.combinations import Cells, Layout, column_sets, layout
from simulacro.engines.possibilities.feasible import Infeasible, blame, feasible_combinations
from simulacro.engines.possibilities.model import FactorModel
from simulacro.engines.possibilities.shrinking import Task, shrunk

EFFORT: Final = 300_000_000
"""Looks at a combination; some six seconds."""

ENOUGH: Final = 20_000
"""Looks for each combination, beyond which fewer rows were never found."""

NEGATIVES_APART: Final = "negative values stand alone"
"""Named where no rule forbids a combination, which yet needs a second negative value."""

Seed = Mapping[str, str]
"""A completed row: factor id → value id. Factors may be missing."""


class NoRow(ValueError):
    """The rules contradict one another: no row satisfies them. ``rules`` says which."""

    def __init__(self, rules: tuple[str, ...]) -> None:
        self.rules = rules
        super().__init__(", ".join(rules))


class TooMany(ValueError):
    """There are more than :data:`MAX_COMBINATIONS` combinations to cover."""

    def __init__(self, combinations: int) -> None:
        self.combinations = combinations
        super().__init__(str(combinations))


MAX_COMBINATIONS: Final = 3_000_000


@dataclass(frozen=True)
class CoveringArray:
    """Rows that cover every feasible combination of a model.

    ``rows`` holds value positions, the completed rows first (-1 where they are open), then the new
    ones, whole. ``completed`` is how many there are of the first. ``covered`` counts the feasible
    combinations, all of them covered; ``infeasible`` names the others. No array has fewer rows
    than ``lower_bound``. ``work`` is what was spent of the effort.
    """

    model: FactorModel
    strength: int
    rows: tuple[tuple[int, ...], ...]
    completed: int
    covered: int
    infeasible: tuple[Infeasible, ...]
    lower_bound: int
    work: int

    def named(self) -> tuple[dict[str, str], ...]:
        """The rows as factor name → value name; the names of one value take turns."""
        turns: dict[tuple[int, int], int] = {}
        rows: list[dict[str, str]] = []
        for row in self.rows:
            named: dict[str, str] = {}
            for f, v in enumerate(row):
                if v < 0:
                    continue
                factor = self.model.factors[f]
                value = factor.values[v]
                turn = turns.get((f, v), 0)
                turns[f, v] = turn + 1
                name = value.names[turn % len(value.names)]
                named[factor.name] = f"~{name}" if value.negative else name
            rows.append(named)
        return tuple(rows)


def cover(
    model: FactorModel,
    *,
    strength: int = 2,
    completed: Sequence[Seed] = (),
    seed: int = 1,
    effort: int = EFFORT,
    progress: Callable[[int, int], None] | None = None,
) -> CoveringArray:
    """Few rows that hold every feasible combination of ``strength`` factors.

    ``completed`` rows are facts: they stay, cover what they hold, and only the rest is added. The
    answer depends on the arguments alone: ``effort`` bounds the work, not the time; ``seed`` picks
    the random bits. ``progress(rows, lower bound)`` is told each time fewer rows are reached; what
    it raises stops the search.

    Negative values stand alone in a row, so each has an array of its own, over the others at one
    strength less. Raises :class:`NoRow`, :class:`TooMany`, :class:`boxes.RuleTooWide`.

    >>> from simulacro.engines.possibilities.pict import parse_model
    >>> array = cover(parse_model("A: 1, 2\\nB: 1, 2\\nC: 1, 2"), effort=10_000)
    >>> len(array.rows), array.covered, array.lower_bound
    (4, 12, 4)
    """
    if strength < 1:
        raise ValueError("strength must be at least 1")
    boxes = boxes_of(model)
    if Feasibility(model.levels, boxes).complete({}) is None:
        raise NoRow(blame(model, boxes, {}))
    plan = layout(model.levels, column_sets(model, strength))
    if plan.size > MAX_COMBINATIONS:
        raise TooMany(plan.size)
    facts = _facts(model, completed)
    search = _Journey(model, boxes, plan, facts, seed, effort, progress)
    return search.run(strength)


@dataclass(frozen=True)
class _Part:
    """An array of its own: the rows without a negative value, or those with one of them."""

    plan: Layout
    required: NDArray[np.bool_]
    forbidden: tuple[Box, ...]
    possible: bool


class _Journey:
    def __init__(
        self,
        model: FactorModel,
        boxes: tuple[Box, ...],
        plan: Layout,
        facts: Cells,
        seed: int,
        effort: int,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.model = model
        self.boxes = boxes
        self.plan = plan
        self.facts = facts
        self.seed = seed
        self.left = effort
        self.progress = progress
        self.negatives = [
            (f, v)
            for f, factor in enumerate(model.factors)
            for v, value in enumerate(factor.values)
            if value.negative
        ]

    def run(self, strength: int) -> CoveringArray:
        solo = negatives_apart(self.model)
        possible, infeasible = self._possible(solo)
        rows = [tuple(int(v) for v in row) for row in self.facts]
        least = len(rows)
        covered = self.plan.covered_by(self._clean_facts(None))
        groups = [None, *self.negatives] if self.negatives else [None]
        effort = self.left
        for number, negative in enumerate(groups):
            mine = possible & self._holding(negative)
            required = mine & ~covered
            if negative is not None:
                required &= ~self.plan.covered_by(self._clean_facts(negative))
            bound = lower_bound(self.plan, required)
            if negative is None and not len(self.facts) and mine.all() and not self.boxes:
                bound = max(bound, unconstrained_bound(self.model.levels, strength))
            least += bound
            if not required.any():
                continue
            # A small model is exhausted long before the effort is.
            share = min(self.left // (len(groups) - number), int(required.sum()) * ENOUGH)
            task = Task(
                plan=self.plan,
                required=required,
                boxes=(*self.boxes, *solo, *self._only(negative)),
                weights=tuple(tuple(v.weight for v in f.values) for f in self.model.factors),
                lower_bound=bound,
                seed=self.seed + number,
            )
            found, spent = shrunk(task, share, self._teller(len(rows), least))
            self.left -= spent
            rows += [tuple(int(v) for v in row) for row in found]
        return CoveringArray(
            self.model,
            strength,
            tuple(rows),
            len(self.facts),
            int(possible.sum()),
            infeasible,
            least,
            effort - self.left,
        )

    def _teller(self, before: int, least: int) -> Callable[[int], None] | None:
        told = self.progress
        if told is None:
            return None

        def tell(rows: int) -> None:
            told(before + rows, least)

        return tell

    def _only(self, negative: tuple[int, int] | None) -> tuple[Box, ...]:
        """The boxes that leave rows with this negative value alone, or with none."""
        boxes: list[Box] = []
        if negative is not None:
            factor, value = negative
            others = (1 << self.model.levels[factor]) - 1 & ~(1 << value)
            boxes = [Box(((factor, others),), -1)] if others else []
        return (
            *boxes,
            *(Box(((f, 1 << v),), -1) for f, v in self.negatives if (f, v) != negative),
        )

    def _holding(self, negative: tuple[int, int] | None) -> NDArray[np.bool_]:
        """Which combinations hold this negative value and no other, or none."""
        holding = np.ones(self.plan.size, np.bool_)
        for other in self.negatives:
            if other != negative:
                holding &= ~self._with(other)
        return holding if negative is None else holding & self._with(negative)

    def _with(self, cell: tuple[int, int]) -> NDArray[np.bool_]:
        factor, value = cell
        found = np.zeros(self.plan.size, np.bool_)
        for e in range(self.plan.first[factor], self.plan.first[factor + 1]):
            i, place = int(self.plan.in_set[e]), int(self.plan.in_place[e])
            start, end = int(self.plan.offsets[i]), int(self.plan.offsets[i + 1])
            stride = int(self.plan.strides[i, place])
            at = np.arange(end - start) // stride % self.model.levels[factor]
            found[start:end] |= at == value
        return found

    def _possible(self, solo: tuple[Box, ...]) -> tuple[NDArray[np.bool_], tuple[Infeasible, ...]]:
        """The combinations that can and must be covered, and those the rules forbid."""
        possible = feasible_combinations(
            self.plan, Feasibility(self.model.levels, (*self.boxes, *solo))
        )
        alone = np.zeros(self.plan.size, np.bool_)
        for negative in [None, *self.negatives]:
            here = self._holding(negative)
            if self.negatives:
                # What must be met without (other) negative values must be possible without them.
                solver = Feasibility(self.model.levels, (*self.boxes, *solo, *self._only(negative)))
                here &= feasible_combinations(self.plan, solver)
            alone |= here
        named: list[Infeasible] = []
        for index in np.flatnonzero(~(possible & alone)):
            combination = self.plan.combination(int(index))
            if self._clashing(combination):
                continue
            pairs = tuple(
                (self.model.factors[f].id, self.model.factors[f].values[v].id)
                for f, v in combination.items()
            )
            named.append(Infeasible(pairs, self._why(combination)))
        return possible & alone, tuple(named)

    def _why(self, combination: dict[int, int]) -> tuple[str, ...]:
        try:
            return blame(self.model, self.boxes, combination)
        except ValueError:
            return (NEGATIVES_APART,)

    def _clashing(self, combination: Mapping[int, int]) -> bool:
        return sum((f, v) in self.negatives for f, v in combination.items()) > 1

    def _clean_facts(self, negative: tuple[int, int] | None) -> Cells:
        """The completed rows that may count: those with this negative value alone, or none."""
        keep = [
            [(f, int(v)) for f, v in enumerate(row) if (f, int(v)) in self.negatives]
            == ([] if negative is None else [negative])
            for row in self.facts
        ]
        return self.facts[np.array(keep, np.bool_)] if len(self.facts) else self.facts


def _facts(model: FactorModel, completed: Sequence[Seed]) -> Cells:
    """Completed rows by position; what the model no longer has stays open."""
    cells = np.full((len(completed), len(model.factors)), -1, np.int32)
    values = [{v.id: i for i, v in enumerate(f.values)} for f in model.factors]
    for r, row in enumerate(completed):
        for f, factor in enumerate(model.factors):
            given = row.get(factor.id)
            if given is not None:
                cells[r, f] = values[f].get(given, -1)
    return cells


__all__ = [
    "EFFORT",
    "CoveringArray",
    "NoRow",
    "RuleTooWide",
    "Seed",
    "TooMany",
    "cover",
    "negatives_apart",
]
