"""Weighs variants of one inventory exactly: the hours a year that each puts at stake.

Every variant is solved in one universe: only what its change can reach is solved again, in the
same tables, and only the channels whose function or chances moved are weighed again. Unknown
answers are taken at their worst. Nothing is approximated; :mod:`weighing_bounds` does so beyond the
budget.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol, Self

from simulacro.engines.access.graph import AccessGraph, Universe, changed_assets
from simulacro.engines.access.inventory import HOURS_PER_YEAR, Inventory
from simulacro.engines.access.moments import Weeks
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import ChannelRisk
from simulacro.engines.access.risk import RISK_QUESTIONS, SILENCE, channel_risk
from simulacro.engines.access.rules import Bound, Question
from simulacro.engines.diagrams import Function


class Weighed(Protocol):
    """A variant weighed."""

    @property
    def inventory(self) -> Inventory: ...

    @property
    def high_hours(self) -> float | None:
        """Beyond the budget the most that may be at stake; None where ``channels`` are exact."""

    @property
    def exact_to(self) -> int | None:
        """The order up to which it was weighed; None where it is exact."""

    def channels(self) -> tuple[ChannelRisk, ...]:
        """What each channel puts at stake; beyond the budget, at least."""

    def brand_silence_hours(self) -> float:
        """The hours a year in which every main channel is silent."""

    def same_as(self, other: Self, question: Question, channel: str) -> bool:
        """Whether a question about a channel has the same answer in both."""

    def does_it(self, question: Question, channel: str, assets: Iterable[str]) -> bool:
        """Whether losing (or stealing) exactly ``assets`` makes the question come true."""


@dataclass
class Exact:
    """A variant weighed exactly: its graph, its weeks, and each question's mean chance."""

    inventory: Inventory
    graph: AccessGraph
    weeks: Weeks
    means: dict[tuple[Question, str], tuple[Function, float]] = field(default_factory=dict)

    exact_to: None = None
    high_hours: None = None

    def channels(self) -> tuple[ChannelRisk, ...]:
        found = []
        for channel in self.inventory.channels:
            three = [self.means[question, channel.id][1] for question in RISK_QUESTIONS]
            means = (three[0], three[1], three[2])
            found.append(channel_risk(self.inventory, channel.id, means, means))
        return tuple(found)

    def brand_silence_hours(self) -> float:
        table, _ = self.graph.universe.table(SILENCE)
        primary = [self.means[SILENCE, a.id][0] for a in self.inventory.primary_channels]
        week = self.weeks.week(SILENCE.horizon, Bound.WORST)
        return HOURS_PER_YEAR * week.mean(table, table.and_(*primary))

    def same_as(self, other: Exact, question: Question, channel: str) -> bool:
        return self.means[question, channel][0] == other.means[question, channel][0]

    def does_it(self, question: Question, channel: str, assets: Iterable[str]) -> bool:
        table, variable = self.graph.universe.table(question)
        index = self.graph.universe.index
        function = self.means[question, channel][0]
        return table.evaluate(function, {variable[index[x]] for x in assets})


class OutsideUniverse(LookupError):
    """A variant has assets that the universe was not made for; ``assets`` names them."""

    def __init__(self, assets: tuple[str, ...]) -> None:
        self.assets = assets
        super().__init__(", ".join(assets))


class ExactScale:
    """Weighs variants whose assets are all of one universe."""

    def __init__(self, universe: Universe, rates: Rates, monday: date) -> None:
        self.universe = universe
        self.rates = rates
        self.monday = monday
        self._supports: dict[tuple[bool, Function], frozenset[int]] = {}

    def weigh(self, inventory: Inventory, base: Exact | None) -> Exact:
        """``base`` is a variant weighed before, to start from.

        Raises OutsideUniverse, ``BudgetExceeded`` or ``Stopped`` (see
        :mod:`simulacro.engines.diagrams`).
        """
        universe = self.universe
        strange = tuple(a.id for a in inventory.assets if a.id not in universe.index)
        if strange:
            raise OutsideUniverse(strange)
        if base is None:
            graph = AccessGraph(inventory, universe)
            weeks = Weeks(inventory, self.rates, universe, self.monday)
        else:
            rules, own = changed_assets(base.inventory, inventory, universe.index)
            graph = AccessGraph(inventory, universe, base=base.graph, changed=rules)
            weeks = Weeks(
                inventory, self.rates, universe, self.monday, base=base.weeks, changed=own
            )
        weighed = Exact(inventory, graph, weeks)
        for question in RISK_QUESTIONS:
            functions = graph.functions(question, Bound.WORST)
            week = weeks.week(question.horizon, Bound.WORST)
            before = base.weeks.week(question.horizon, Bound.WORST) if base else None
            moved = week.moved_from(before) if before is not None else frozenset()
            for channel, function in functions.items():
                known = base.means.get((question, channel)) if base else None
                if (
                    known is None
                    or known[0] != function
                    or self._touches(moved, question, function)
                ):
                    table, _ = universe.table(question)
                    known = (function, week.mean(table, function))
                weighed.means[question, channel] = known
        return weighed

    def _touches(self, moved: frozenset[int], question: Question, function: Function) -> bool:
        return bool(moved) and not moved.isdisjoint(self._support(question, function))

    def _support(self, question: Question, function: Function) -> frozenset[int]:
        key = (question.horizon is None, function)
        if key not in self._supports:
            table, _ = self.universe.table(question)
            self._supports[key] = (
                frozenset(table.support(function)) if function > 1 else frozenset()
            )
        return self._supports[key]
