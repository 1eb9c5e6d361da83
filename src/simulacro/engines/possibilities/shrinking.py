"""From rows grown greedily to fewer and fewer of them, by search and by symmetry."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.possibilities import symmetry
from simulacro.engines.possibilities.boxes import Box, Feasibility
from simulacro.engines.possibilities.combinations import Cells, Layout

if TYPE_CHECKING:
    from simulacro.engines.possibilities.kernel import Problem

TRIES: Final = 10
TENURES: Final = (3, 2, 5, 2)


@dataclass(frozen=True)
class Task:
    """What is to be covered, outside which boxes, and how the search is seeded.

    ``required`` is bool (plan.size,), every one of them feasible; ``weights[f][v]`` ≥ 1.
    """

    plan: Layout
    required: NDArray[np.bool_]
    boxes: tuple[Box, ...]
    weights: tuple[tuple[int, ...], ...]
    lower_bound: int
    seed: int


def shrunk(
    task: Task, effort: int, progress: Callable[[int], None] | None = None
) -> tuple[Cells, int]:
    """Rows that cover ``task``, and the work spent, at most about ``effort`` beyond the greedy."""
    return _Shrinking(task, effort, progress).run()


class _Shrinking:
    def __init__(self, task: Task, effort: int, progress: Callable[[int], None] | None) -> None:
        from simulacro.engines.possibilities import growing, searching

        self.growing = growing
        self.searching = searching
        self.task = task
        self.levels = np.array(task.plan.levels, np.int32)
        self.effort = effort
        self.left = effort
        self.progress = progress
        self.random = np.array([task.seed], np.uint64)
        self.plain = problem(task.plan, task.required, task.boxes)
        self.attempts = 0

    def run(self) -> tuple[Cells, int]:
        rows = self._grown(np.zeros((0, self.levels.size), np.int32))
        self._tell(rows)
        rows = self._symmetric(rows)
        while self.left > 0 and len(rows) > self.task.lower_bound:
            target = self._target(len(rows))
            # Every other attempt starts afresh: what is nearly solved may be a blind alley.
            fresh = self.attempts % 2 == 1 and not self.task.boxes
            start = self._drawn(target) if fresh else self._without(rows, len(rows) - target)
            fewer = self._search(start, self._share(target, rows))
            if fewer is not None:
                rows = self._stripped(fewer)
                self._tell(rows)
                self.attempts = 0
            else:
                self.attempts += 1
        return self._weighted(rows), self.effort - self.left

    def _target(self, now: int) -> int:
        """How many rows to try: a leap while leaps succeed, then one fewer."""
        leap = max(1, (now - self.task.lower_bound) // 8) if self.attempts == 0 else 1
        return now - leap

    def _share(self, target: int, rows: Cells) -> int:
        """A leap may fail cheaply; one row fewer is worth more."""
        share = self.effort // 12 if target < len(rows) - 1 else self.effort // 4
        return min(self.left, max(share, 50_000))

    def _tell(self, rows: Cells) -> None:
        if self.progress is not None:
            self.progress(len(rows))

    def _grown(self, rows: Cells) -> Cells:
        """``rows`` and as many more as it takes."""
        weights = np.ones((self.levels.size, int(self.levels.max())), np.float64)
        for f, given in enumerate(self.task.weights):
            weights[f, : len(given)] = given
        solver: Feasibility | None = None
        cells = np.concatenate([rows, np.zeros((256, self.levels.size), np.int32)])
        done = len(rows)
        while True:
            done, status, combination = self.growing.grow(
                self.plain, self.levels, weights, cells, done, TRIES, self.random
            )
            if status == self.growing.COMPLETE:
                return cells[:done].copy()
            if done == len(cells):
                cells = np.concatenate([cells, np.zeros_like(cells)])
            if status == self.growing.DEAD_END:
                solver = solver or Feasibility(self.task.plan.levels, self.task.boxes)
                row = solver.complete(self.task.plan.combination(combination))
                if row is None:
                    raise AssertionError("a required combination must be feasible")
                cells[done] = row
                done += 1

    def _search(self, start: Cells, work: int) -> Cells | None:
        """The rows moved until they cover everything, or None where ``work`` did not suffice."""
        best = start.copy()
        tenure = TENURES[self.attempts % len(TENURES)]
        price, left = self.searching.search(
            self.plain, self.levels, start.copy(), best, self.random, work, tenure
        )
        self.left -= work - max(left, 0)
        return best if price == 0 else None

    def _without(self, rows: Cells, many: int) -> Cells:
        """Take ``many`` rows out, each time one that alone covers least."""
        rows = rows.copy()
        for _ in range(many):
            rows = np.delete(rows, int(np.argmin(self._alone(rows))), axis=0)
        return rows

    def _alone(self, rows: Cells) -> NDArray[np.int64]:
        """How many required combinations each row covers that no other does: int64 (rows,)."""
        plan = self.task.plan
        held = np.stack(
            [
                rows[:, columns].astype(np.int64) @ plan.strides[i, : len(columns)]
                + plan.offsets[i]
                for i, columns in enumerate(plan.column_sets)
            ],
            axis=1,
        )
        times = np.bincount(held.ravel(), minlength=plan.size)
        alone: NDArray[np.int64] = ((times[held] == 1) & self.task.required[held]).sum(axis=1)
        return alone

    def _stripped(self, rows: Cells) -> Cells:
        """Without rows that cover nothing of their own."""
        while len(rows):
            alone = self._alone(rows)
            if alone.min() > 0:
                break
            rows = np.delete(rows, int(np.argmin(alone)), axis=0)
        return rows

    def _symmetric(self, rows: Cells) -> Cells:
        """Try ever fewer starter rows under a cyclic group, where the model allows it."""
        order = symmetry.group_order(self.task.plan.levels)
        if order is None or self.task.boxes or not self.task.required.all():
            return rows
        fixed = symmetry.fixed_row(self.task.plan.levels, order)
        extra = 0 if fixed is None else 1
        orbit = symmetry.orbits(self.task.plan, order)
        required = np.ones(int(orbit.max()) + 1, np.bool_)
        if fixed is not None:
            required[orbit[self.task.plan.covered_by(fixed)]] = False
        turning = problem(self.task.plan, required, (), orbit)
        while self.left > self.effort // 3:
            starters = (len(rows) - 1 - extra) // order
            if starters < 1:
                break
            price = 1
            # A short look that mostly succeeds while it can; a longer one gets nearest otherwise.
            for work, tenure in ((self.effort // 60, 2), (self.effort // 14, 1)):
                cells = self._drawn(starters)
                best = cells.copy()
                price, left = self.searching.search(
                    turning, self.levels, cells, best, self.random, work, tenure
                )
                self.left -= work - max(left, 0)
                if price == 0:
                    break
            whole = symmetry.developed(best, self.task.plan.levels, order)
            if fixed is not None:
                whole = np.concatenate([whole, fixed])
            found: Cells | None = whole
            if price > 0:
                # Not all covered: the symmetric rows and some drawn ones, one fewer than now.
                padded = np.concatenate([whole, self._drawn(len(rows) - 1 - len(whole))])
                found = self._search(padded, self.effort // 12)
                self.attempts += 1
            if found is not None:
                rows = self._stripped(found)
                self._tell(rows)
        self.attempts = 0
        return rows

    def _drawn(self, many: int) -> Cells:
        rng = np.random.default_rng([self.task.seed, many, self.effort - self.left])
        return rng.integers(0, self.levels, (many, self.levels.size)).astype(np.int32)

    def _weighted(self, rows: Cells) -> Cells:
        """Where a cell does not matter for coverage, the value of the largest weight."""
        if all(w == 1 for given in self.task.weights for w in given):
            return rows
        rows = rows.copy()
        for r in range(len(rows)):
            for f, given in enumerate(self.task.weights):
                now = rows[r, f]
                for value in sorted(range(len(given)), key=lambda v: (-given[v], v)):
                    if given[value] <= given[now]:
                        break
                    rows[r, f] = value
                    if (
                        self._valid(rows[r])
                        and self.task.plan.covered_by(rows)[self.task.required].all()
                    ):
                        break
                    rows[r, f] = now
        return rows

    def _valid(self, row: NDArray[np.int32]) -> bool:
        return not any(
            all(mask >> int(row[f]) & 1 for f, mask in box.inside) for box in self.task.boxes
        )


def problem(
    plan: Layout,
    required: NDArray[np.bool_],
    boxes: Sequence[Box],
    klass: NDArray[np.int32] | None = None,
) -> Problem:
    """The arrays of the kernel; ``klass`` is None where each combination stands for itself."""
    from simulacro.engines.possibilities.kernel import Problem

    if klass is None:
        klass = np.arange(plan.size, dtype=np.int32)
    representative = np.zeros(required.size, np.int64)
    representative[klass[::-1]] = np.arange(plan.size - 1, -1, -1)
    entries = [(f, mask) for box in boxes for f, mask in box.inside]
    inside = np.zeros((max(len(entries), 1), max(plan.levels)), np.bool_)
    for e, (f, mask) in enumerate(entries):
        for value in range(plan.levels[f]):
            inside[e, value] = mask >> value & 1
    box_first = np.zeros(len(boxes) + 1, np.int32)
    box_first[1:] = np.cumsum([len(box.inside) for box in boxes])
    of_factor = [
        [i for i, box in enumerate(boxes) if any(f == g for g, _ in box.inside)]
        for f in range(len(plan.levels))
    ]
    factor_first = np.zeros(len(plan.levels) + 1, np.int32)
    factor_first[1:] = np.cumsum([len(x) for x in of_factor])
    return Problem(
        plan.members,
        plan.strides,
        plan.offsets,
        plan.first,
        plan.in_set,
        plan.in_place,
        klass,
        required,
        representative,
        box_first,
        np.array([f for f, _ in entries] or [0], np.int32),
        inside,
        factor_first,
        np.array([i for x in of_factor for i in x] or [0], np.int32),
    )
