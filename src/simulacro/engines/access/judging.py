"""Judges fixes by the fall of the risk, alone and as a greedy series.

Every candidate is a variant of the inventory. What it puts at stake is told by a scale: exactly
(:mod:`weighing`) or, beyond the budget, up to an order (:mod:`weighing_bounds`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Generic, Protocol, TypeVar

from simulacro.engines.access.budget import Watch
from simulacro.engines.access.findings import Answered, Look, find
from simulacro.engines.access.fix_kinds import apply_fix
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.result import NEGLIGIBLE_HOURS, Effect, Fix
from simulacro.engines.access.risk import RISK_QUESTIONS
from simulacro.engines.access.rules import Question
from simulacro.engines.access.weighing import OutsideUniverse, Weighed

SERIES: Final = 5

State = TypeVar("State", bound=Weighed)


class Scale(Protocol[State]):
    """Weighs an inventory, starting from what is known of another."""

    def weigh(self, inventory: Inventory, base: State | None) -> State: ...


@dataclass(frozen=True, slots=True)
class Still:
    """The single points of a verdict that a change has left."""

    question: Question
    subject: str | None
    alone: tuple[str, ...]
    outlasting: tuple[str, ...]
    always: bool
    hours: tuple[float, ...] = ()


class Judge(Generic[State]):
    """Judges fixes of one inventory on one scale."""

    def __init__(self, look: Look, fixes: Sequence[Fix], scale: Scale[State], watch: Watch) -> None:
        self.look = look
        self.fixes = list(fixes)
        self.scale = scale
        self.watch = watch
        self.start = scale.weigh(look.inventory, None)
        self._found = {finding.key for finding in find(look)}

    def alone(self) -> list[Effect]:
        """Each fix on its own, the greatest fall of the risk first.

        One that makes some part smaller stays even where the whole grows: taking a leaver's access
        away leaves fewer people to answer, too. What helps nothing is left out.
        """
        effects: list[Effect] = []
        for fix in self.fixes:
            effect, after = self._effect(self.start, fix)
            effect = replace(effect, closes=self._closes(after))
            if len(effect.after) > len(effect.before):
                silent = (self.start.brand_silence_hours(), after.brand_silence_hours())
                effect = replace(effect, brand_silence=silent)
            effects.append(effect)
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
                effects = list(self._after(state, left))
                ranked = _ranked([e for e in effects if e.fall_hours > NEGLIGIBLE_HOURS])
        return series

    def _after(self, state: State, fixes: Sequence[Fix]) -> Iterator[Effect]:
        """Each fix on top of those taken. One that now brings another thing than it did alone (a
        code app for nobody in particular, say) is for the next audit."""
        for fix in fixes:
            try:
                yield self._effect(state, fix)[0]
            except OutsideUniverse:
                continue

    def _effect(self, state: State, fix: Fix) -> tuple[Effect, State]:
        self.watch.check()
        after = self.scale.weigh(apply_fix(state.inventory, fix), state)
        effect = Effect(fix, state.channels(), after.channels(), exact_to=after.exact_to)
        if state.high_hours is not None and after.high_hours is not None:
            effect = replace(effect, at_most=(state.high_hours, after.high_hours))
        return effect, after

    def _closes(self, after: State) -> tuple[str, ...]:
        """The findings that are gone: nothing that was a single point may have stayed one."""
        still = [self._still(after, verdict) for verdict in self.look.verdicts]
        brand = self.look.brand_silence
        left = {f.key for f in find(Look(after.inventory, still, brand))}
        return tuple(sorted(self._found - left))

    def _still(self, after: State, before: Answered) -> Still:
        """What of a verdict holds after a change, looking only at what was a single point."""
        question, channel = before.question, before.subject
        unasked = question not in RISK_QUESTIONS
        if unasked or channel is None or channel not in after.inventory:
            return Still(question, channel, before.alone, before.outlasting, before.always)
        if after.same_as(self.start, question, channel):
            return Still(question, channel, before.alone, before.outlasting, before.always)
        charged: dict[str, list[str]] = {}
        for asset in after.inventory.assets:
            if asset.battery:
                charged.setdefault(asset.battery.charged_from, []).append(asset.id)
        single = dict.fromkeys((*before.alone, *before.outlasting))
        return Still(
            question,
            channel,
            tuple(x for x in single if after.does_it(question, channel, (x,))),
            tuple(
                x
                for x in single
                if x in charged and after.does_it(question, channel, (x, *charged[x]))
            ),
            after.does_it(question, channel, ()),
        )


def _ranked(effects: list[Effect]) -> list[Effect]:
    return sorted(effects, key=lambda e: (-e.fall_hours, e.fix.cost, e.fix.effort_min, e.fix.key))
