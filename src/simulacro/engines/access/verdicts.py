"""Answers a question about each channel: sets by order, the likeliest, the week, importances."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

import numpy as np

from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.bounded import ALWAYS, Found, Sets, as_far_as, members, together
from simulacro.engines.access.bounds import bounds
from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.chances import FloatArray
from simulacro.engines.access.graph import AccessGraph
from simulacro.engines.access.moments import Week, Weeks
from simulacro.engines.access.result import Importance, MinimalSet, Verdict
from simulacro.engines.access.rules import Bound, Question
from simulacro.engines.diagrams import (
    BudgetExceeded,
    Diagrams,
    Family,
    Function,
    Stopped,
    counts_by_order,
    probability_grid,
    top_sets,
)


class Answering:
    """Answers questions about one inventory from its graph and its weeks."""

    def __init__(
        self,
        graph: AccessGraph,
        weeks: Weeks,
        *,
        top: int,
        unknowns: bool,
        budget: Budget,
        watch: Watch,
        moment: int | None = None,
    ) -> None:
        self.budget = budget
        self.watch = watch
        self.graph = graph
        self.weeks = weeks
        self.top = top
        self.unknowns = unknowns
        self.moment = moment
        self._bounded_sets: dict[tuple[Question, Bound], Found] = {}
        universe = graph.universe
        self._names: dict[bool, list[str]] = {}
        for theft in (False, True):
            variable = universe.theft_variable if theft else universe.loss_variable
            names = [""] * len(variable)
            for i, asset in enumerate(universe.assets):
                names[variable[i]] = asset.id
            self._names[theft] = names

    def channels(self, question: Question) -> list[Verdict]:
        """The verdict on each channel, in the inventory's order; bounded beyond the budget."""
        self.watch.check()
        try:
            return self._exactly(question)
        except (BudgetExceeded, Stopped):
            return self._up_to_an_order(question)

    def _exactly(self, question: Question) -> list[Verdict]:
        worst = self.graph.functions(question, Bound.WORST)
        best = self.graph.functions(question, Bound.BEST) if self.unknowns else worst
        return [self.verdict(question, c, worst[c], best[c]) for c in worst]

    def brand(self, question: Question) -> Verdict | None:
        """Whether all the primary channels are silent at once; None without a channel."""
        primary = [a.id for a in self.graph.inventory.primary_channels]
        if not primary:
            return None
        table, _ = self.graph.universe.table(question)
        try:
            worst = self.graph.functions(question, Bound.WORST)
            best = self.graph.functions(question, Bound.BEST) if self.unknowns else worst
            return self.verdict(
                question,
                None,
                table.and_(*(worst[c] for c in primary)),
                table.and_(*(best[c] for c in primary)),
            )
        except (BudgetExceeded, Stopped):
            return self._brand_up_to_an_order(question, primary)

    def _up_to_an_order(self, question: Question) -> list[Verdict]:
        worst = self._as_far_as(question, Bound.WORST)
        best = self._as_far_as(question, Bound.BEST) if self.unknowns else worst
        names = self.graph.universe.assets
        return [self._bounded(question, names[c].id, c, worst, best) for c in self.graph.channels]

    def _brand_up_to_an_order(self, question: Question, primary: list[str]) -> Verdict:
        """Every channel silent: what silences all of them, from what silences each."""
        channels = [self.graph.universe.index[c] for c in primary]
        worst = self._as_far_as(question, Bound.WORST)
        best = self._as_far_as(question, Bound.BEST) if self.unknowns else worst
        return self._bounded(
            question,
            None,
            -1,
            together(worst, channels, self.budget, self.watch),
            together(best, channels, self.budget, self.watch),
        )

    def _as_far_as(self, question: Question, bound: Bound) -> Found:
        key = (question, bound)
        if key not in self._bounded_sets:
            found = as_far_as(self.graph, question, bound, self.budget, self.watch)
            self._bounded_sets[key] = found
        return self._bounded_sets[key]

    def _bounded(
        self, question: Question, subject: str | None, channel: int, worst: Found, best: Found
    ) -> Verdict:
        sets = worst.sets[channel]
        week = self.weeks.week(question.horizon, Bound.WORST)
        low, high = bounds(worst, channel, week)
        better = self.weeks.week(question.horizon, Bound.BEST) if self.unknowns else week
        low_best, _ = bounds(best, channel, better) if self.unknowns else (low, high)
        worst_hour = int(np.argmax(high))
        hour = worst_hour if self.moment is None else self.moment
        names = self._names[question.horizon is None]
        at_hour = week.full[:, hour]
        ranked = sorted(
            ((float(at_hour[members(m)].prod()), members(m)) for m in sets),
            key=lambda x: (-x[0], len(x[1]), x[1]),
        )
        by_order = [0] * (1 + max((m.bit_count() for m in sets), default=-1))
        for mask in sets:
            by_order[mask.bit_count()] += 1
        return Verdict(
            question=question,
            subject=subject,
            by_order=tuple(by_order),
            top=tuple(
                MinimalSet(self._in_order(names[v] for v in chosen), chance)
                for chance, chosen in ranked[: self.top]
            ),
            worst_hour=worst_hour,
            hour=hour,
            chance=_clipped(high),
            chance_best=_clipped(np.minimum(low_best, high)),
            alone=tuple(names[chosen[0]] for _, chosen in ranked if len(chosen) == 1),
            outlasting=outlasting_sets(self.graph, question, sets),
            shared_pairs=self._shared_pairs(
                (names[chosen[0]], names[chosen[1]]) for _, chosen in ranked if len(chosen) == 2
            ),
            exact_to=worst.order,
            chance_low=_clipped(low),
        )

    def verdict(
        self, question: Question, subject: str | None, worst: Function, best: Function
    ) -> Verdict:
        table, _ = self.graph.universe.table(question)
        week = self.weeks.week(question.horizon, Bound.WORST)
        chance = week.chance(table, worst)
        chance_best = chance
        if self.unknowns:
            better = self.weeks.week(question.horizon, Bound.BEST)
            chance_best = better.chance(table, best)
        # Rounding may not put the better value above the worse one.
        chance_best = np.minimum(chance_best, chance)
        worst_hour = int(np.argmax(chance))
        hour = worst_hour if self.moment is None else self.moment
        names = self._names[question.horizon is None]
        family = table.minimal_sets(worst, monotone=True)
        at_hour = week.full[:, hour].tolist()
        by_order = counts_by_order(table, family) if family else ()
        return Verdict(
            question=question,
            subject=subject,
            by_order=by_order,
            top=tuple(
                MinimalSet(self._in_order(names[v] for v in members), chance_of)
                for chance_of, members in top_sets(table, family, at_hour, self.top)
            ),
            worst_hour=worst_hour,
            hour=hour,
            chance=_clipped(chance),
            chance_best=_clipped(chance_best),
            alone=tuple(
                names[v] for v in sorted(singles(table, family), key=lambda v: -at_hour[v])
            ),
            outlasting=outlasting(self.graph, table, question, worst),
            shared_pairs=self._shared_pairs(
                (names[v], names[w]) for v, w in pairs(table, family, self._shared(names))
            ),
            importances=importances(table, worst, week, hour, names),
        )

    def _shared(self, names: Sequence[str]) -> set[int]:
        """The variables of what is an agency's."""
        return {v for v, name in enumerate(names) if name.startswith(SHARED)}

    def _shared_pairs(self, found: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
        shared = (sorted(p) for p in found if all(x.startswith(SHARED) for x in p))
        return tuple(sorted((a, b) for a, b in shared))

    def _in_order(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=self.graph.universe.index.__getitem__))


def outlasting(
    graph: AccessGraph, table: Diagrams, question: Question, function: Function
) -> tuple[str, ...]:
    """The power assets that do it by themselves once the batteries they charge are flat."""
    if question.horizon is None or function < 2:
        return ()
    powers = charging(graph).items()
    return tuple(source for source, all_of_it in powers if table.evaluate(function, all_of_it))


def outlasting_sets(graph: AccessGraph, question: Question, sets: Sets) -> tuple[str, ...]:
    """The same, from the minimal sets up to an order."""
    if question.horizon is None or sets == ALWAYS:
        return ()
    masks = {source: sum(1 << v for v in both) for source, both in charging(graph).items()}
    return tuple(x for x, all_of_it in masks.items() if any(m & all_of_it == m for m in sets))


def charging(graph: AccessGraph) -> dict[str, set[int]]:
    """For each power that charges batteries the variables of its own loss and of theirs."""
    index, variable = graph.universe.index, graph.universe.loss_variable
    found: dict[str, set[int]] = {}
    for asset in graph.inventory.assets:
        if asset.battery:
            source = asset.battery.charged_from
            found.setdefault(source, {variable[index[source]]}).add(variable[index[asset.id]])
    return found


def singles(table: Diagrams, family: Family) -> list[int]:
    """The variables that are a set of the family by themselves."""
    found: list[int] = []
    at = int(family)
    while at > 1:
        variable, high, at = table.node(at)
        while high > 1:
            _, _, high = table.node(high)
        if high == 1:
            found.append(variable)
    return found


def pairs(table: Diagrams, family: Family, among: Container[int]) -> Iterator[tuple[int, int]]:
    """The sets of exactly two variables in the family, both of them `among` some."""
    at = int(family)
    while at > 1:
        variable, high, at = table.node(at)
        if variable in among:
            for other in singles(table, Family(high)):
                if other in among:
                    yield variable, other


def importances(
    table: Diagrams, function: Function, week: Week, hour: int, names: Sequence[str]
) -> tuple[Importance, ...]:
    """The importances at one hour, weightiest first; leaves that do not matter are left out."""
    if function < 2:
        return ()
    chances = week.full[:, hour : hour + 1]
    grid = probability_grid(table, function, chances)
    top = float(grid.top[0])
    found: list[Importance] = []
    for v in table.support(function):
        birnbaum = float(grid.birnbaum[v, 0])
        q = float(chances[v, 0])
        share = min(1.0, q * birnbaum / top) if top > 0 else 0.0
        worth = (top + (1.0 - q) * birnbaum) / top if top > 0 else 1.0
        found.append(Importance(names[v], birnbaum, share, max(1.0, worth)))
    found.sort(key=lambda x: (-x.fussell_vesely, -x.birnbaum, x.asset))
    return tuple(found)


def _clipped(chance: FloatArray) -> tuple[float, ...]:
    return tuple(np.clip(chance, 0.0, 1.0).tolist())
