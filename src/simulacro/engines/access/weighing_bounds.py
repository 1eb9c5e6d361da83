"""Weighs variants of one inventory beyond the budget: at least, and at most.

Each variant's minimal sets are found up to the same order. What one weighs at least is the chance
that one of them happens; so two variants are compared by what is known of both, at the same depth.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from simulacro.engines.access.bounded import Found, Sets, TooManySetsError, together, up_to
from simulacro.engines.access.bounds import bounds
from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.graph import AccessGraph, Universe, changed_assets
from simulacro.engines.access.inventory import HOURS_PER_YEAR, Inventory
from simulacro.engines.access.moments import Week, Weeks
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import ChannelRisk
from simulacro.engines.access.risk import RISK_QUESTIONS, SILENCE, channel_risk
from simulacro.engines.access.rules import Bound, Question

JUDGED: Final = 2


@dataclass
class AtLeast:
    """A variant weighed up to an order: ``low`` and ``high`` are each question's mean chances."""

    inventory: Inventory
    graph: AccessGraph
    weeks: Weeks
    found: dict[Question, Found]
    exact_to: int
    budget: Budget
    watch: Watch
    low: dict[tuple[Question, str], float] = field(default_factory=dict)
    high: dict[tuple[Question, str], float] = field(default_factory=dict)

    def channels(self) -> tuple[ChannelRisk, ...]:
        return self._parts(self.low)

    @property
    def high_hours(self) -> float:
        return sum(part.hours for part in self._parts(self.high))

    def _parts(self, chances: dict[tuple[Question, str], float]) -> tuple[ChannelRisk, ...]:
        parts = []
        for channel in self.inventory.channels:
            three = [chances[question, channel.id] for question in RISK_QUESTIONS]
            means = (three[0], three[1], three[2])
            parts.append(channel_risk(self.inventory, channel.id, means, means))
        return tuple(parts)

    def brand_silence_hours(self) -> float:
        primary = [self.graph.universe.index[a.id] for a in self.inventory.primary_channels]
        both = together(self.found[SILENCE], primary, self.budget, self.watch)
        low, _ = bounds(both, -1, self.weeks.week(SILENCE.horizon, Bound.WORST))
        return HOURS_PER_YEAR * float(low.mean())

    def same_as(self, other: AtLeast, question: Question, channel: str) -> bool:
        return self.sets(question, channel) == other.sets(question, channel)

    def does_it(self, question: Question, channel: str, assets: Iterable[str]) -> bool:
        _, variable = self.graph.universe.table(question)
        index = self.graph.universe.index
        mask = sum(1 << variable[index[x]] for x in set(assets))
        return any(m & mask == m for m in self.sets(question, channel))

    def sets(self, question: Question, channel: str) -> Sets:
        return self.found[question].sets[self.graph.universe.index[channel]]


class BoundedScale:
    """Weighs variants whose assets are all of one universe, up to ``order``."""

    def __init__(
        self,
        universe: Universe,
        rates: Rates,
        monday: date,
        *,
        order: int,
        budget: Budget,
        watch: Watch,
    ) -> None:
        self.universe = universe
        self.rates = rates
        self.monday = monday
        self.order = order
        self.budget = budget
        self.watch = watch

    def weigh(self, inventory: Inventory, base: AtLeast | None) -> AtLeast:
        """``base`` is a variant weighed before. Raises :class:`TooManySetsError` where a variant
        has more sets of the order than the budget's."""
        universe = self.universe
        if base is None:
            graph = AccessGraph(inventory, universe)
            weeks = Weeks(inventory, self.rates, universe, self.monday)
        else:
            rules, own = changed_assets(base.inventory, inventory, universe.index)
            graph = AccessGraph(inventory, universe, base=base.graph, changed=rules)
            weeks = Weeks(
                inventory, self.rates, universe, self.monday, base=base.weeks, changed=own
            )
        found = {
            question: up_to(graph, question, Bound.WORST, self.order, self.budget, self.watch)
            for question in RISK_QUESTIONS
        }
        weighed = AtLeast(inventory, graph, weeks, found, self.order, self.budget, self.watch)
        for question in RISK_QUESTIONS:
            week = weeks.week(question.horizon, Bound.WORST)
            for channel in inventory.channels:
                key = (question, channel.id)
                if base is not None and self._unmoved(base, weighed, question, channel.id, week):
                    weighed.low[key], weighed.high[key] = base.low[key], base.high[key]
                    continue
                low, high = bounds(found[question], universe.index[channel.id], week)
                weighed.low[key], weighed.high[key] = float(low.mean()), float(high.mean())
        return weighed

    def _unmoved(
        self, base: AtLeast, now: AtLeast, question: Question, channel: str, week: Week
    ) -> bool:
        i = self.universe.index[channel]
        before, after = base.found[question], now.found[question]
        return (
            (question, channel) in base.low
            and before.sets[i] == after.sets[i]
            and before.leaves[i] == after.leaves[i]
            and before.complete == after.complete
            and after.leaves[i].isdisjoint(
                week.moved_from(base.weeks.week(question.horizon, Bound.WORST))
            )
        )


def judged_order(graph: AccessGraph, orders: Iterable[int], budget: Budget, watch: Watch) -> int:
    """The order at which the inventory itself, and so most variants of it, can be weighed.

    At most :data:`JUDGED`: hundreds of variants are weighed, and each order costs many times the
    one before.
    """
    order = min((*orders, JUDGED))
    while order > 1:
        try:
            for question in RISK_QUESTIONS:
                up_to(graph, question, Bound.WORST, order, budget, watch)
            break
        except TooManySetsError:
            order -= 1
    return max(1, order)
