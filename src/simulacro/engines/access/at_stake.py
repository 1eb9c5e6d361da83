"""What a row of Murphy's list puts at stake: the part of the risk that would go with it.

For a channel, a question and an hour that is P(f) − P(f | these are never lost), where f is the
function whose mean chance makes the risk. So no row is more than the risk, whatever it joins.
Beyond the budget of the diagrams there is no f: then it is the chance that those away and one of
these are lost together, which is no more than P(f) either.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from simulacro.engines.access.breaking import Breaking, Situation
from simulacro.engines.access.chances import FloatArray
from simulacro.engines.access.inventory import HOURS_PER_WEEK, HOURS_PER_YEAR
from simulacro.engines.access.moments import Week, Weeks
from simulacro.engines.access.risk import HIJACK, LOCKOUT, SILENCE
from simulacro.engines.access.rules import Bound, Question
from simulacro.engines.diagrams import Function, probability_grid, probability_only

Hours = Sequence[tuple[Situation, Sequence[int]]]
"""Who is away, and the hours of the week at which they are."""


class AtStake:
    """Weighs what is lost or taken, in the hours a year of the risk, unknowns at their worst."""

    def __init__(self, breaking: Breaking, weeks: Weeks) -> None:
        self.breaking = breaking
        self.graph = breaking.graph
        self.week = {q: weeks.week(q.horizon, Bound.WORST) for q in (SILENCE, LOCKOUT, HIJACK)}
        cost = weeks.inventory.cost
        self.factor = {SILENCE: HOURS_PER_YEAR, LOCKOUT: cost.lockout_h, HIJACK: cost.hijack_h}
        self.weight = {c.id: c.weight for c in weeks.inventory.channels}
        self._alone: dict[tuple[Question, Function], Mapping[int, FloatArray]] = {}
        self._whole: dict[tuple[Question, Function], FloatArray] = {}

    def of(
        self, question: Question, channels: Sequence[str], lost: frozenset[int], hours: Hours
    ) -> float:
        """What would go at some hours if the variables ``lost`` never were, over the channels."""
        if not channels:
            return 0.0
        parts: list[float] = []
        for channel in channels:
            for away, at in hours:
                share = self._share(question, channel, lost, away)
                parts.append(self.weight[channel] * float(share[list(at)].sum()))
        return self.factor[question] * math.fsum(parts) / HOURS_PER_WEEK

    def of_those_away(self, question: Question, channels: Sequence[str], hours: Hours) -> float:
        """What would go at some hours if those away in them were there."""
        return math.fsum(
            self.of(question, (c,), self.breaking.behind(question, (c,), away), ((away, at),))
            for c in channels
            for away, at in hours
        )

    def _share(
        self, question: Question, channel: str, lost: frozenset[int], away: Situation
    ) -> FloatArray:
        """The chance that would go at each hour, shape (168,), in [0, 1]."""
        week = self.week[question]
        if not self.breaking.exact:
            return _together(week, away & self.breaking.involved(question)[channel], lost)
        function = self.graph.functions(question, Bound.WORST)[channel]
        if function < 2:
            return np.zeros(HOURS_PER_WEEK)
        if len(lost) == 1:
            alone = self._each(question, function, week).get(next(iter(lost)))
            return np.zeros(HOURS_PER_WEEK) if alone is None else alone[week.hour]
        table, _ = self.graph.universe.table(question)
        never = week.distinct.copy()
        never[list(lost)] = 0.0
        left = probability_only(table, function, never)
        share: FloatArray = np.maximum(self._full(question, function, week) - left, 0.0)[week.hour]
        return share

    def _full(self, question: Question, function: Function, week: Week) -> FloatArray:
        key = (question, function)
        if key not in self._whole:
            table, _ = self.graph.universe.table(question)
            self._whole[key] = probability_only(table, function, week.distinct)
        return self._whole[key]

    def _each(self, question: Question, function: Function, week: Week) -> Mapping[int, FloatArray]:
        """For each variable what would go if it alone never were lost, at the week's columns."""
        key = (question, function)
        if key not in self._alone:
            table, _ = self.graph.universe.table(question)
            part = probability_grid(table, function, week.distinct).birnbaum
            self._alone[key] = {v: week.distinct[v] * part[v] for v in table.support(function)}
        return self._alone[key]


def _together(week: Week, away: Iterable[int], lost: frozenset[int]) -> FloatArray:
    """The chance that all of ``away`` are lost, and one of ``lost`` that is none of them."""
    chance: FloatArray = np.prod(week.full[list(away)], axis=0)
    others = list(lost.difference(away))
    return chance * (1.0 - np.prod(1.0 - week.full[others], axis=0)) if others else chance
