"""Beyond the budget: minimal sets exact up to an order, and bounds on the chance.

Families of sets stand where diagrams stood, cut at an order: a set of order ≤ k of a conjunction is
made of sets of order ≤ k of its parts, so what is kept is exact. Access by the team is solved as
its dual, silence, which is a *greatest* fixed point: it starts from "always" and shrinks.

Every minimal set left out has more than k members. So P lies between the chance of what is kept
and that plus the chance that more than k leaves happen at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.chances import FloatArray
from simulacro.engines.access.fixedpoint import RuleOf, mentioned
from simulacro.engines.access.graph import AccessGraph
from simulacro.engines.access.inventory import Level
from simulacro.engines.access.rules import Bound, Question, Rule

Sets = frozenset[int]
"""A family of minimal sets, each a mask: bit v is variable v."""

ALWAYS: Sets = frozenset((0,))
NEVER: Sets = frozenset()
PRODUCTS = 500
MAX_ORDER = 4


class TooManySetsError(Exception):
    """A family grew past the limit: the order asked for is too high."""


class Bounded:
    """Solves rules by families of sets of at most ``order`` members."""

    def __init__(
        self,
        variable: Sequence[int],
        *,
        hijack: bool,
        order: int,
        limit: int,
        check: Callable[[], None],
    ) -> None:
        self.variable = variable
        self.hijack = hijack
        self.order = order
        self.limit = limit
        self.check = check

    def solve(self, rule_of: RuleOf, wanted: Iterable[int]) -> dict[int, Sets]:
        """For each asset the minimal sets that take it (hijack) or lose it (access).

        Raises :class:`TooManySetsError` where a family has more than the limit.
        """
        rules: dict[int, Rule] = {}
        todo = list(wanted)
        while todo:
            x = todo.pop()
            if x not in rules:
                rules[x] = rule_of(x)
                todo += mentioned(rules[x])
        values = dict.fromkeys(rules, NEVER if self.hijack else ALWAYS)
        users: dict[int, set[int]] = {}
        for x, rule in rules.items():
            for y in mentioned(rule):
                users.setdefault(y, set()).add(x)
        waiting = dict.fromkeys(rules)
        while waiting:
            self.check()
            x = next(iter(waiting))
            del waiting[x]
            value = self.value(rules[x], x, values)
            if value != values[x]:
                values[x] = value
                waiting.update(dict.fromkeys(users.get(x, ())))
        return values

    def value(self, rule: Rule, x: int, values: Mapping[int, Sets]) -> Sets:
        """One rule, given the families of the assets that it names."""
        own = {1 << self.variable[c] for c in rule.causes}
        if rule.leaf:
            own.add(1 << self.variable[x])
        if rule.free:
            reached = ALWAYS if self.hijack else NEVER
        elif self.hijack:
            reached = self._any_of([self._all_of([values[y] for y in w]) for w in rule.ways])
        else:
            reached = self._all_of([self._any_of([values[y] for y in w]) for w in rule.ways])
        down = self._minimal(own)
        if rule.spared_by is not None:
            down = self._all_of([down, values[rule.spared_by]])
        return self._any_of([down, reached])

    def _any_of(self, families: Iterable[Sets]) -> Sets:
        return self._minimal({mask for family in families for mask in family})

    def _all_of(self, families: Sequence[Sets]) -> Sets:
        product = ALWAYS
        for family in sorted(families, key=len):
            if product == ALWAYS or family == ALWAYS:
                product = family if product == ALWAYS else product
            elif self.order == 1:
                product = product & family
            elif len(product) * len(family) > PRODUCTS * self.limit:
                raise TooManySetsError
            else:
                masks = {a | b for a in product for b in family}
                product = self._minimal({m for m in masks if m.bit_count() <= self.order})
        return product

    def _minimal(self, masks: set[int]) -> Sets:
        if 0 in masks:
            return ALWAYS
        by_size: dict[int, list[int]] = {}
        for mask in masks:
            by_size.setdefault(mask.bit_count(), []).append(mask)
        kept: list[int] = []
        for size in sorted(by_size):
            # Sets of one size cannot include each other.
            kept += [m for m in by_size[size] if not any(o & m == o for o in kept)]
            if len(kept) > self.limit:
                raise TooManySetsError
        return frozenset(kept)


def members(mask: int) -> list[int]:
    """The variables of a mask, ascending."""
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def more_than(chance: FloatArray, order: int) -> FloatArray:
    """P(more than ``order`` of the leaves happen) at each hour; ``chance`` is (leaves, hours)."""
    hours = chance.shape[1]
    at_most = np.zeros((order + 1, hours))
    at_most[0] = 1.0
    for p in chance:
        at_most[1:] = at_most[1:] * (1.0 - p) + at_most[:-1] * p
        at_most[0] *= 1.0 - p
    beyond: FloatArray = np.clip(1.0 - at_most.sum(axis=0), 0.0, 1.0)
    return beyond


def bounds(sets: Sets, chance: FloatArray, order: int) -> tuple[FloatArray, FloatArray]:
    """(lowest, highest) P at each hour, from all the minimal sets of at most ``order`` leaves.

    The lowest is that of the likeliest set. The highest is the smaller of two: the sets as if they
    excluded each other, or 1 − ∏(1 − P(set)), which bounds a union of increasing events (Esary and
    Proschan 1963); plus what sets of a higher order can add.
    """
    hours = chance.shape[1]
    low = np.zeros(hours)
    none = np.ones(hours)
    for mask in sets:
        each = chance[members(mask)].prod(axis=0) if mask else np.ones(hours)
        low = np.maximum(low, each)
        none *= 1.0 - each
    high = np.minimum(1.0, (1.0 - none) + more_than(chance, order))
    return low, np.maximum(low, high)


@dataclass(frozen=True, slots=True)
class Found:
    """Exact up to ``order``: the minimal sets of each channel asked for."""

    order: int
    sets: dict[int, Sets]


def as_far_as(
    graph: AccessGraph, question: Question, bound: Bound, budget: Budget, watch: Watch
) -> Found:
    """The minimal sets of every channel up to the highest order that budget and time allow.

    Order 1 is always solved: it costs no more than walking the graph.
    """
    solver = graph.universe.solver(question)

    def rule_of(i: int) -> Rule:
        return graph.rule(i, question, Level.PUBLISH, bound)

    best = Found(0, {})
    for order in range(1, MAX_ORDER + 1):
        bounded = Bounded(
            solver.variable,
            hijack=solver.hijack,
            order=order,
            # Order 1 has at most one set an asset: it is never refused.
            limit=budget.sets if order > 1 else 2 * len(graph.universe.assets),
            check=watch.check,
        )
        wanted = list(graph.channels)
        for channel in graph.channels:
            wanted += mentioned(graph.rule(channel, question, Level.ADMIN, bound))
        try:
            values = bounded.solve(rule_of, wanted)
            best = Found(
                order,
                {
                    channel: bounded.value(
                        graph.rule(channel, question, question.level, bound), channel, values
                    )
                    for channel in graph.channels
                },
            )
        except TooManySetsError:
            break
        if watch.out_of_time:
            break
    return best
