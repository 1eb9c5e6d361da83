"""Which combinations can happen at all, with proof and blame for those that cannot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.possibilities.boxes import Box, Feasibility, boxes_of, negatives_apart
from simulacro.engines.possibilities.combinations import Layout
from simulacro.engines.possibilities.model import FactorModel


@dataclass(frozen=True, slots=True)
class Infeasible:
    """A combination no row can hold: (factor id, value id) pairs, and the rules which together
    forbid it, none of them superfluous."""

    combination: tuple[tuple[str, str], ...]
    rules: tuple[str, ...]


def feasible_combinations(
    plan: Layout, solver: Feasibility, *, sampled: int = 200
) -> NDArray[np.bool_]:
    """Which combinations of ``plan`` some row holds without entering a box. bool (plan.size,).

    Combinations seen in ``sampled`` completed rows need no search of their own.
    """
    feasible = np.zeros(plan.size, np.bool_)
    if solver.complete({}) is None:
        return feasible
    free = np.array([f not in solver.constrained for f in range(len(plan.levels))])
    doubtful: list[int] = []
    for i, columns in enumerate(plan.column_sets):
        start, end = int(plan.offsets[i]), int(plan.offsets[i + 1])
        if sum(not free[f] for f in columns) == 0:
            feasible[start:end] = True
        else:
            doubtful += range(start, end)
    rng = np.random.default_rng(0)
    for index in doubtful:
        if feasible[index]:
            continue
        order = [rng.permutation(level).tolist() for level in plan.levels] if sampled > 0 else None
        row = solver.complete(plan.combination(index), order)
        if row is not None:
            sampled -= 1
            feasible |= plan.covered_by(np.array([row], np.int32))
    return feasible


def some_row(model: FactorModel, fixed: Mapping[str, str], *, seed: int) -> dict[str, str] | None:
    """A whole row (factor id → value id) that keeps ``fixed`` and breaks no rule; None for none.

    The same arguments give the same row, other seeds mostly another. Raises KeyError for a factor
    or a value that the model does not have, and RuleTooWide.
    """
    rng = np.random.default_rng(seed)
    order = [rng.permutation(level).tolist() for level in model.levels]
    boxes = (*boxes_of(model), *negatives_apart(model))
    row = Feasibility(model.levels, boxes).complete(model.cells(fixed), order)
    if row is None:
        return None
    return {f.id: f.values[v].id for f, v in zip(model.factors, row, strict=True)}


def blame(model: FactorModel, boxes: Sequence[Box], combination: dict[int, int]) -> tuple[str, ...]:
    """A smallest-by-inclusion set of rules that forbid ``combination``, in the order of the model.

    Raises ValueError where nothing forbids it.
    """

    def forbidden(rules: Sequence[int]) -> bool:
        chosen = [box for box in boxes if box.rule in rules]
        return Feasibility(model.levels, chosen).complete(combination) is None

    every = sorted({box.rule for box in boxes})
    if not forbidden(every):
        raise ValueError("this combination is feasible")
    for rule in every:
        if forbidden([rule]):
            return (model.rules[rule].id,)
    kept = every
    for rule in every:
        fewer = [r for r in kept if r != rule]
        if forbidden(fewer):
            kept = fewer
    return tuple(model.rules[r].id for r in kept)
