"""The order of events: few sequences in which every few events happen in every order.

After Kuhn, Higdon, Lawrence, Kacker and Lei, *Combinatorial methods for event sequence testing*
(ICST 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations
from typing import Final

import numpy as np

MAX_EVENTS: Final = 20
STRENGTHS: Final = (2, 3)


class CircularOrder(ValueError):
    """The events must each come before the next, and the last before the first; ``events``."""

    def __init__(self, events: tuple[str, ...]) -> None:
        self.events = events
        super().__init__(" < ".join(events))


@dataclass(frozen=True)
class SequenceArray:
    """``runs`` are the sequences; ``covered`` counts the orders they hold, all that can happen;
    ``infeasible`` are the orders that the known precedences forbid."""

    runs: tuple[tuple[str, ...], ...]
    covered: int
    infeasible: tuple[tuple[str, ...], ...]


def cover_orders(
    events: Sequence[str],
    *,
    strength: int = 3,
    before: Sequence[tuple[str, str]] = (),
    seed: int = 1,
    moves: int = 5_000,
) -> SequenceArray:
    """Few sequences of all ``events`` in which every ``strength`` of them come in every order.

    ``before`` are pairs of which the first always precedes the second. ``moves`` bounds the search
    for each number of sequences. Raises :class:`CircularOrder`, and ValueError for a strength that
    is not 2 or 3, an event given twice, or more than :data:`MAX_EVENTS`.

    >>> len(cover_orders(["post", "call", "leak", "reply"]).runs)
    6
    """
    if strength not in STRENGTHS:
        raise ValueError("strength must be 2 or 3")
    if len(set(events)) < len(events) or len(events) > MAX_EVENTS:
        raise ValueError("events must differ, and be at most 20")
    many = len(events)
    position = {event: i for i, event in enumerate(events)}
    later = _closure(events, [(position[a], position[b]) for a, b in before])
    wanted: list[tuple[int, ...]] = []
    infeasible: list[tuple[str, ...]] = []
    for order in permutations(range(many), min(strength, many)):
        if any(
            later[order[j]][order[i]] for i in range(len(order)) for j in range(i + 1, len(order))
        ):
            infeasible.append(tuple(events[i] for i in order))
        else:
            wanted.append(order)
    runs = _few(many, wanted, later, np.random.default_rng(seed), moves)
    return SequenceArray(
        tuple(tuple(events[i] for i in run) for run in runs), len(wanted), tuple(infeasible)
    )


def _closure(events: Sequence[str], pairs: Sequence[tuple[int, int]]) -> list[list[bool]]:
    """Who comes before whom, transitively: ``later[a][b]`` says that b follows a."""
    many = len(events)
    later = [[False] * many for _ in events]
    for a, b in pairs:
        later[a][b] = True
    for via in range(many):
        for a in range(many):
            if later[a][via]:
                later[a] = [x or y for x, y in zip(later[a], later[via], strict=True)]
    circle = tuple(events[i] for i in range(many) if later[i][i])
    if circle:
        raise CircularOrder(circle)
    return later


def _few(
    many: int,
    wanted: list[tuple[int, ...]],
    later: list[list[bool]],
    rng: np.random.Generator,
    moves: int,
) -> list[list[int]]:
    runs = _greedy(many, wanted, later, rng)
    fewest = max(Counter(frozenset(order) for order in wanted).values(), default=1)
    while len(runs) > fewest:
        fewer = _repaired(many, runs[:-1], wanted, later, rng, moves)
        if fewer is None:
            break
        runs = fewer
    return runs


def _drawn(many: int, later: list[list[bool]], rng: np.random.Generator) -> list[int]:
    """A sequence that keeps the precedences."""
    left, run = set(range(many)), []
    while left:
        ready = sorted(i for i in left if not any(later[j][i] for j in left))
        chosen = ready[int(rng.integers(len(ready)))]
        run.append(chosen)
        left.remove(chosen)
    return run


def _held(run: Sequence[int], wanted: list[tuple[int, ...]]) -> list[int]:
    at = {event: i for i, event in enumerate(run)}
    return [n for n, order in enumerate(wanted) if all(at[a] < at[b] for a, b in pairwise(order))]


def _greedy(
    many: int, wanted: list[tuple[int, ...]], later: list[list[bool]], rng: np.random.Generator
) -> list[list[int]]:
    runs: list[list[int]] = []
    left = set(range(len(wanted)))
    while left:
        drawn = [_drawn(many, later, rng) for _ in range(30)]
        # A sequence and its reverse share no order.
        drawn += [run[::-1] for run in runs[-1:] if _keeps(run[::-1], later)]
        best = max(drawn, key=lambda run: len(left.intersection(_held(run, wanted))))
        gained = left.intersection(_held(best, wanted))
        if not gained:
            best = _through(many, wanted[min(left)], later, rng)
            gained = left.intersection(_held(best, wanted))
        runs.append(best)
        left -= gained
    return runs


def _through(
    many: int, order: tuple[int, ...], later: list[list[bool]], rng: np.random.Generator
) -> list[int]:
    """A sequence that holds ``order``."""
    also = [row.copy() for row in later]
    for a, b in pairwise(order):
        also[a][b] = True
    names = [str(i) for i in range(many)]
    pairs = [(a, b) for a in range(many) for b in range(many) if also[a][b]]
    return _drawn(many, _closure(names, pairs), rng)


def _keeps(run: Sequence[int], later: list[list[bool]]) -> bool:
    return not any(later[b][a] for i, a in enumerate(run) for b in run[i + 1 :])


def _repaired(
    many: int,
    start: list[list[int]],
    wanted: list[tuple[int, ...]],
    later: list[list[bool]],
    rng: np.random.Generator,
    moves: int,
) -> list[list[int]] | None:
    """``start`` changed until it holds everything; by moving one event of one sequence."""
    runs = [run.copy() for run in start]
    held = [_held(run, wanted) for run in runs]
    times = np.zeros(len(wanted), np.int64)
    for orders in held:
        times[orders] += 1
    missing = int((times == 0).sum())
    for move in range(moves):
        if missing == 0:
            return runs
        r = int(rng.integers(len(runs)))
        run = runs[r].copy()
        event = run.pop(int(rng.integers(many)))
        run.insert(int(rng.integers(many)), event)
        if not _keeps(run, later):
            continue
        orders = _held(run, wanted)
        times[held[r]] -= 1
        times[orders] += 1
        now = int((times == 0).sum())
        # Annealing: a worse state is taken less and less often.
        heat = 1.0 - move / moves
        if now <= missing or rng.random() < np.exp((missing - now) / max(heat, 1e-3)):
            runs[r], held[r], missing = run, orders, now
        else:
            times[orders] -= 1
            times[held[r]] += 1
    return runs if missing == 0 else None
