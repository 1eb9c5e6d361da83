"""Weighs variants of an inventory in one universe: what a change can reach is solved again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from simulacro.engines.access.graph import AccessGraph, Universe, changed_assets
from simulacro.engines.access.inventory import Asset, Inventory
from simulacro.engines.access.moments import Weeks
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import ChannelRisk
from simulacro.engines.access.risk import RISK_QUESTIONS, channel_risk
from simulacro.engines.access.rules import Bound, Question
from simulacro.engines.diagrams import Function

Mean = tuple[Function, float]


@dataclass
class Judged:
    """An inventory weighed: its graph, its weeks, and the mean chance of each question."""

    inventory: Inventory
    graph: AccessGraph
    weeks: Weeks
    means: dict[tuple[Question, str], Mean] = field(default_factory=dict)

    def channels(self) -> tuple[ChannelRisk, ...]:
        found = []
        for channel in self.inventory.channels:
            three = [self.means[question, channel.id][1] for question in RISK_QUESTIONS]
            means = (three[0], three[1], three[2])
            found.append(channel_risk(self.inventory, channel.id, means, means))
        return tuple(found)


class Scales:
    """Weighs inventories of one universe; unknown answers are taken at their worst."""

    def __init__(self, universe: Universe, rates: Rates, monday: date) -> None:
        self.universe = universe
        self.rates = rates
        self.monday = monday
        self._supports: dict[tuple[bool, Function], frozenset[int]] = {}

    def weigh(self, inventory: Inventory, base: Judged | None) -> Judged:
        """An inventory weighed; ``base`` is one like it, weighed before."""
        index = self.universe.index
        if base is None:
            graph = AccessGraph(inventory, self.universe)
            weeks = Weeks(inventory, self.rates, self.universe, self.monday)
            judged = Judged(inventory, graph, weeks)
        else:
            rules, own = changed_assets(base.inventory, inventory, index)
            graph = AccessGraph(inventory, self.universe, base=base.graph, changed=rules)
            weeks = Weeks(
                inventory, self.rates, self.universe, self.monday, base=base.weeks, changed=own
            )
            judged = Judged(inventory, graph, weeks)
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
                    table, _ = self.universe.table(question)
                    known = (function, week.mean(table, function))
                judged.means[question, channel] = known
        return judged

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


def added_assets(
    inventory: Inventory, variants: Iterable[tuple[Inventory, str]]
) -> list[tuple[Asset, str]]:
    """The assets that some variant adds, each beside who holds it, or else what it opens.

    A variant comes with the asset that it is about. Where a variable stands decides how large the
    diagrams grow: near what it stands in for.
    """
    found: dict[str, tuple[Asset, str]] = {}
    for after, about in variants:
        new = [asset for asset in after.assets if asset.id not in inventory]
        opens: dict[str, list[str]] = {}
        for holder in after.assets if new else ():
            for x in holder.holds:
                opens.setdefault(x, []).append(holder.id)
        for method in after.methods if new else ():
            for x in method.requires:
                opens.setdefault(x, []).append(method.target)
        for asset in new:
            todo = [asset.id]
            neighbour = about
            seen: set[str] = set()
            while todo:
                x = todo.pop(0)
                if x in inventory:
                    neighbour = x
                    break
                if x not in seen:
                    seen.add(x)
                    todo += opens.get(x, ())
            found.setdefault(asset.id, (asset, neighbour))
    return list(found.values())
