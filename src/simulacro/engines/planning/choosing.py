"""Which combination each drill rehearses: as much as possible, as early as possible.

While there is room the rows of a covering array are dealt out, the one that adds most to each
slot in turn. Where the budget of drills is smaller than the array, the best subset is searched
for; where it is larger, what follows adds most combinations of one factor more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.planning.cadences import Format
from simulacro.engines.planning.coverage import Flags, Universe, universe
from simulacro.engines.planning.decay import (
    FIRST_GAP,
    SHORTEST_GAP,
    Combination,
    Done,
    Standing,
)
from simulacro.engines.possibilities.boxes import Feasibility, boxes_of
from simulacro.engines.possibilities.covering import cover, negatives_apart
from simulacro.engines.possibilities.model import MAX_STRENGTH, FactorModel

Trains = Callable[[Combination], frozenset[str]]
"""Which capabilities a drill of this combination trains."""

TRIES: Final = 40
"""Rows thought of for each slot once every combination is covered."""

DUE_POINTS: Final = 6.0
"""What training one capability that is due counts, in new combinations."""


@dataclass(frozen=True, slots=True)
class Why:
    """Why a drill rehearses this: ``code`` and its facts, for the page to put in words.

    ``new`` {count, strength}: combinations never drilled before; ``due`` {capability, since,
    pulled_by}; ``repeat`` {drill, date}: nobody managed it then.
    """

    code: str
    facts: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot that waits for a combination."""

    id: str
    date: dt.date
    format: Format


@dataclass(frozen=True, slots=True)
class Chosen:
    combination: Combination
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """What each opening rehearses, by its id; ``needed`` is how many drills would exhaust the
    combinations that neither facts nor kept drills cover, ``at_most`` how many combinations any
    plan with these openings can cover beside them."""

    chosen: Mapping[str, Chosen]
    needed: int
    at_most: int


def choose(
    model: FactorModel,
    openings: Sequence[Opening],
    *,
    strength: int,
    held: Sequence[Combination],
    repeats: Sequence[Done],
    standings: Sequence[Standing],
    trains: Trains,
    effort: int,
    seed: int,
) -> Choice:
    """A combination for each opening, in the order of their dates.

    ``held`` are the combinations of completed and kept drills. What must be repeated comes first,
    once a week has passed; then rows by what they add, by the capabilities that are due by then,
    and severe rows for the long formats. The same arguments give the same answer.
    """
    every = universe(model, strength)
    seen = every.covered(held)
    array = cover(model, strength=strength, completed=held, effort=effort, seed=seed)
    ids = [[v.id for v in f.values] for f in model.factors]

    def named(row: NDArray[np.int32]) -> Combination:
        return {f.id: ids[i][v] for i, (f, v) in enumerate(zip(model.factors, row, strict=True))}

    new = np.array(array.rows[array.completed :], np.int32).reshape(-1, len(model.factors))
    needed, at_most = len(new), _at_most(every, seen, len(openings))
    if len(openings) < len(new):
        grown = _grown(model, every, seen, len(openings), seed)
        new = _best(every, seen, np.concatenate([new, grown]), len(openings))
    dealer = _Dealer(model, every, held, list(new), standings, trains, seed)
    waiting = list(repeats)
    chosen: dict[str, Chosen] = {}
    for opening in sorted(openings, key=lambda o: (o.date, o.id)):
        again = next((d for d in waiting if _may_repeat(d, opening)), None)
        if again is not None:
            waiting.remove(again)
            row = every.cells([again.combination])[0]
            # What the model no longer knows cannot be drilled again as it was.
            if (row >= 0).all():
                why = Why("repeat", {"drill": again.id, "date": again.date.isoformat()})
                chosen[opening.id] = Chosen(named(row), (why, *dealer.take(row, opening)))
                continue
        row = dealer.next_row(opening)
        chosen[opening.id] = Chosen(named(row), dealer.take(row, opening))
    return Choice(chosen, needed, at_most)


def _may_repeat(drill: Done, opening: Opening) -> bool:
    return (opening.date - drill.date).days >= SHORTEST_GAP


def _at_most(every: Universe, seen: Flags, drills: int) -> int:
    """No ``drills`` rows cover more: each holds one combination of every set of factors."""
    left = every.feasible & ~seen
    sets = zip(every.layout.offsets[:-1], every.layout.offsets[1:], strict=True)
    return sum(min(drills, int(left[a:b].sum())) for a, b in sets)


class _Dealer:
    """Hands out rows, and remembers what they cover and when each capability is due."""

    def __init__(
        self,
        model: FactorModel,
        every: Universe,
        held: Sequence[Combination],
        rows: list[NDArray[np.int32]],
        standings: Sequence[Standing],
        trains: Trains,
        seed: int,
    ) -> None:
        self.model = model
        self.levels = [every]
        self.seen = [every.covered(held)]
        self.held = held
        self.rows = rows
        self.trains = trains
        self.due = {s.capability: s.due for s in standings}
        self.pulled = {s.capability: s.pulled_by for s in standings}
        self.rng = np.random.Generator(np.random.Philox(seed))
        self.solver = Feasibility(model.levels, (*boxes_of(model), *negatives_apart(model)))
        self.taken: list[NDArray[np.int32]] = []

    def next_row(self, opening: Opening) -> NDArray[np.int32]:
        """The row that is worth most here; of equals the first."""
        if self.rows:
            best = max(range(len(self.rows)), key=lambda i: (self.worth(self.rows[i], opening), -i))
            return self.rows.pop(best)
        self._climb()
        tried = [self._random_row() for _ in range(TRIES)]
        return max(tried, key=lambda row: self.worth(row, opening))

    def worth(self, row: NDArray[np.int32], opening: Opening) -> float:
        points = float(self._gain(row))
        trained = self.trains(self._named(row))
        for capability in trained:
            due = self.due.get(capability)
            if due is not None and due <= opening.date:
                points += DUE_POINTS * min(3.0, 1 + (opening.date - due).days / 30)
        return points + self._fits(row, opening.format)

    def take(self, row: NDArray[np.int32], opening: Opening) -> tuple[Why, ...]:
        """Count the row as planned; answer why it was worth it."""
        why: list[Why] = []
        count = self._gain(row)
        if count:
            why.append(Why("new", {"count": count, "strength": self.levels[-1].strength}))
        for capability in sorted(self.trains(self._named(row))):
            due = self.due.get(capability)
            if due is None or due > opening.date:
                continue
            facts = {"capability": capability, "since": due.isoformat()}
            why.append(Why("due", {**facts, "pulled_by": self.pulled.get(capability, "")}))
            # As if it goes with stumbles: the gap stays.
            self.due[capability] = opening.date + dt.timedelta(days=FIRST_GAP)
            self.pulled[capability] = ""
        for level, seen in zip(self.levels, self.seen, strict=True):
            seen[level.held_by(row)] = True
        self.taken.append(row)
        return tuple(why)

    def _gain(self, row: NDArray[np.int32]) -> int:
        return int((~self.seen[-1][self.levels[-1].held_by(row)]).sum())

    def _climb(self) -> None:
        """When everything is covered, look at one factor more at a time."""
        level, seen = self.levels[-1], self.seen[-1]
        if (seen | ~level.feasible).all() and level.strength < min(
            MAX_STRENGTH - 1, len(self.model.factors)
        ):
            wider = universe(self.model, level.strength + 1)
            covered = wider.covered(self.held)
            for row in self.taken:
                covered[wider.held_by(row)] = True
            self.levels.append(wider)
            self.seen.append(covered)

    def _random_row(self) -> NDArray[np.int32]:
        return _random_row(self.model, self.solver, self.rng)

    def _named(self, row: NDArray[np.int32]) -> Combination:
        factors = zip(self.model.factors, row, strict=True)
        return {f.id: f.values[v].id for f, v in factors}

    def _fits(self, row: NDArray[np.int32], format: Format) -> float:
        """A long drill is worth a severe case, a short one takes the mild ones."""
        at = next((i for i, f in enumerate(self.model.factors) if f.id == "severity"), None)
        if at is None:
            return 0.0
        share = (int(row[at]) + 1) / len(self.model.factors[at].values)
        return 4.0 * share if format in (Format.STORM, Format.HALF_DAY) else -share


def _random_row(
    model: FactorModel, solver: Feasibility, rng: np.random.Generator
) -> NDArray[np.int32]:
    # The values that are tried first: at random for every factor, so that no rule is favoured.
    order = [rng.permutation(level).tolist() for level in model.levels]
    row = solver.complete({}, order)
    if row is None:
        raise ValueError("no row satisfies the model")
    return np.array(row, np.int32)


def _grown(
    model: FactorModel, every: Universe, seen: Flags, rows: int, seed: int
) -> NDArray[np.int32]:
    """Rows grown one after the other, each the best of several: (rows, factors)."""
    rng = np.random.Generator(np.random.Philox(seed + 1))
    solver = Feasibility(model.levels, (*boxes_of(model), *negatives_apart(model)))
    seen, found = seen.copy(), []
    for _ in range(rows):
        tried = [_random_row(model, solver, rng) for _ in range(TRIES)]
        best = max(tried, key=lambda row: int((~seen[every.held_by(row)]).sum()))
        seen[every.held_by(best)] = True
        found.append(best)
    return np.array(found, np.int32).reshape(-1, len(model.factors))


def _best(every: Universe, seen: Flags, rows: NDArray[np.int32], keep: int) -> NDArray[np.int32]:
    """The ``keep`` rows that together cover most: greedily, then by exchange until none helps."""
    held = np.array([every.held_by(row) for row in rows])
    times = np.where(seen, 1, 0).astype(np.int32)
    kept: list[int] = []
    for _ in range(min(keep, len(rows))):
        gains = (times[held] == 0).sum(axis=1)
        gains[kept] = -1
        kept.append(int(gains.argmax()))
        np.add.at(times, held[kept[-1]], 1)
    improved = True
    while improved:
        improved = False
        for place, out in enumerate(kept):
            np.add.at(times, held[out], -1)
            gains = (times[held] == 0).sum(axis=1)
            gains[[k for k in kept if k != out]] = -1
            best = int(gains.argmax())
            if gains[best] > gains[out]:
                kept[place], improved = best, True
            np.add.at(times, held[kept[place]], 1)
    return rows[kept]


__all__ = ["Choice", "Chosen", "Opening", "Trains", "Why", "choose"]
