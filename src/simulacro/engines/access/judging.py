"""Judges fixes by the exact fall of the risk, alone and as a greedy series.

Every candidate is a variant of the inventory in one universe: only what its change can reach is
solved again, in the same tables, and only the channels whose function or chances moved are
weighed again. Nothing is approximated.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import zip_longest

from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.findings import Answered, Look, find
from simulacro.engines.access.fix_kinds import KINDS, apply_fix
from simulacro.engines.access.graph import AccessGraph, Universe, changed_assets
from simulacro.engines.access.inventory import Asset, Inventory
from simulacro.engines.access.moments import Weeks
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import (
    NEGLIGIBLE_HOURS,
    ChannelRisk,
    Effect,
    Fix,
    Risk,
    Verdict,
)
from simulacro.engines.access.risk import RISK_QUESTIONS, channel_risk
from simulacro.engines.access.rules import Ask, Bound, Question
from simulacro.engines.diagrams import TRUE, BudgetExceeded, Function

MAX_CANDIDATES = 60
SERIES = 5

Mean = tuple[Function, float]


def candidates(look: Look) -> list[Fix]:
    """Every fix that may help, the kinds in their order; each once."""
    found: dict[str, Fix] = {}
    for kind in KINDS.values():
        for params in kind.candidates(look):
            fix = kind.fix(params)
            found.setdefault(fix.key, fix)
    return list(found.values())


def likeliest(
    look: Look, verdicts: Sequence[Verdict], fixes: Sequence[Fix], risk: Risk, count: int
) -> list[Fix]:
    """``count`` fixes, of each kind in turn the one whose asset carries most of the risk.

    An asset carries the Fussell–Vesely shares it has in each question's hours.
    """
    hours: dict[str, float] = {}
    for verdict in verdicts:
        if verdict.subject is None or verdict.question not in RISK_QUESTIONS:
            continue
        part = risk.of(verdict.subject)
        at_stake = (
            part.weight
            * {
                Ask.SILENCE: part.silence_h,
                Ask.LOCKOUT: part.lockout_h,
                Ask.HIJACK: part.hijack_h,
            }[verdict.question.ask]
        )
        hours[verdict.subject] = hours.get(verdict.subject, 0.0) + at_stake
        for importance in verdict.importances:
            share = importance.fussell_vesely * at_stake
            if importance.asset != verdict.subject:
                hours[importance.asset] = hours.get(importance.asset, 0.0) + share
    # A mailbox or tool is fixed for what lies behind it.
    for asset in look.opened():
        for method in look.inventory.methods_of(asset.id):
            for x in method.requires:
                if not asset.channel:
                    hours[asset.id] = max(hours.get(asset.id, 0.0), hours.get(x, 0.0))
    ranked = sorted(fixes, key=lambda fix: -hours.get(fix["target"], 0.0))
    by_kind = {kind: [fix for fix in ranked if fix.kind == kind] for kind in KINDS}
    # In turns: breadth matters more than the sixtieth of one sort.
    turns = zip_longest(*by_kind.values())
    return [fix for turn in turns for fix in turn if fix is not None][:count]


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


@dataclass(frozen=True, slots=True)
class Still:
    """The single points of a verdict that a change has left."""

    question: Question
    subject: str | None
    alone: tuple[str, ...]
    outlasting: tuple[str, ...]
    always: bool


class Judge:
    """Weighs variants of one inventory; unknown answers are taken at their worst."""

    def __init__(
        self,
        look: Look,
        fixes: Sequence[Fix],
        rates: Rates,
        monday: date,
        budget: Budget,
        watch: Watch,
    ) -> None:
        inventory = look.inventory
        self.look = look
        self._found = {finding.key for finding in find(look)}
        self.rates = rates
        self.monday = monday
        self.watch = watch
        self.fixes = list(fixes)
        self.universe = Universe(inventory, budget, watch, _added(inventory, fixes))
        self._supports: dict[tuple[bool, Function], frozenset[int]] = {}
        self.start = self._weigh(inventory, None)

    def alone(self) -> list[Effect]:
        """Each fix on its own, the greatest fall of the risk first.

        One that makes some part smaller stays even where the whole grows: taking a leaver's access
        away leaves fewer people to answer, too. What helps nothing is left out.
        """
        effects: list[Effect] = []
        for fix in self.fixes:
            try:
                effect, after = self._effect(self.start, fix)
            except BudgetExceeded:
                break
            effects.append(replace(effect, closes=self._closes(after)))
        return _ranked([effect for effect in effects if effect.helps])

    def series(self, first: Sequence[Effect], length: int = SERIES) -> list[Effect]:
        """The greedy series: after each fix, the one that then helps most."""
        series: list[Effect] = []
        state = self.start
        left = [effect.fix for effect in first]
        ranked = [effect for effect in first if effect.fall_hours > NEGLIGIBLE_HOURS]
        while ranked and len(series) < length:
            chosen = ranked[0].fix
            effect, state = self._effect(state, chosen)
            series.append(effect)
            left = [fix for fix in left if fix.key != chosen.key]
            if len(series) < length:
                effects = [self._effect(state, fix)[0] for fix in left]
                ranked = _ranked([e for e in effects if e.fall_hours > NEGLIGIBLE_HOURS])
        return series

    def _effect(self, state: Judged, fix: Fix) -> tuple[Effect, Judged]:
        self.watch.check()
        after = self._weigh(apply_fix(state.inventory, fix), state)
        return Effect(fix, state.channels(), after.channels()), after

    def _closes(self, after: Judged) -> tuple[str, ...]:
        """The findings that are gone: nothing that was a single point may have stayed one."""
        still = [self._still(after, verdict) for verdict in self.look.verdicts]
        brand = self.look.brand_silence
        left = {f.key for f in find(Look(after.inventory, still, brand))}
        return tuple(sorted(self._found - left))

    def _still(self, after: Judged, before: Answered) -> Still:
        """What of a verdict holds after a change, looking only at what was a single point."""
        question, channel = before.question, before.subject
        if question not in RISK_QUESTIONS or channel is None or channel not in after.inventory:
            return Still(question, channel, before.alone, before.outlasting, before.always)
        function = after.means[question, channel][0]
        if function == self.start.means[question, channel][0]:
            return Still(question, channel, before.alone, before.outlasting, before.always)
        table, variable = self.universe.table(question)
        index = self.universe.index

        def does_it(assets: Iterable[str]) -> bool:
            return table.evaluate(function, {variable[index[x]] for x in assets})

        charged: dict[str, list[str]] = {}
        for asset in after.inventory.assets:
            if asset.battery:
                charged.setdefault(asset.battery.charged_from, []).append(asset.id)
        single = dict.fromkeys((*before.alone, *before.outlasting))
        return Still(
            question,
            channel,
            tuple(x for x in single if does_it((x,))),
            tuple(x for x in single if x in charged and does_it((x, *charged[x]))),
            function == TRUE,
        )

    def _weigh(self, inventory: Inventory, base: Judged | None) -> Judged:
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


def _ranked(effects: list[Effect]) -> list[Effect]:
    return sorted(effects, key=lambda e: (-e.fall_hours, e.fix.cost, e.fix.effort_min, e.fix.key))


def _added(inventory: Inventory, fixes: Sequence[Fix]) -> list[tuple[Asset, str]]:
    """The assets that some fix adds, each beside who holds it, or else what it opens.

    Where a variable stands decides how large the diagrams grow: near what it stands in for.
    """
    found: dict[str, tuple[Asset, str]] = {}
    for fix in fixes:
        after = apply_fix(inventory, fix)
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
            neighbour = fix["target"]
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
