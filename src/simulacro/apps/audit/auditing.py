"""The engine's answer, read for the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

from simulacro.apps.audit.reading import (
    HOURS_PER_WEEK,
    Answer,
    Effect,
    FindingSeen,
    FixEffect,
    Importance,
    Question,
    Reading,
    WeakSet,
)
from simulacro.content.rates import default_rates
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.murphy_rows import MurphyList
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import AuditResult, ChannelRisk, Risk, Verdict
from simulacro.engines.access.result import Effect as EngineEffect
from simulacro.engines.access.risk import RISK_QUESTIONS
from simulacro.engines.access.rules import Ask, can_be_lost

MOST_IMPORTANCES = 12
MOST_SETS = 10


def solve(
    inventory: Inventory,
    *,
    day: date,
    rates: Rates | None = None,
    with_fixes: bool = True,
    should_stop: Callable[[], bool] | None = None,
) -> Reading:
    """Audit an inventory with the default rates, or with ``rates``.

    Without ``with_fixes`` only the risk and what makes it are looked at, much faster. ``day``
    gives the reference week where the inventory has no date of its own.
    """
    # The engine and its arrays are slow to load, and needed only where an audit is run.
    from simulacro.engines.access.audit import audit
    from simulacro.engines.access.candidates import MAX_CANDIDATES

    result = audit(
        inventory,
        rates or default_rates(),
        at=inventory.facts or day,
        top=MOST_SETS,
        fixes=MAX_CANDIDATES if with_fixes else 0,
        should_stop=should_stop,
    )
    return reading_of(inventory, result)


def everything_that_can_go_wrong(
    inventory: Inventory, *, day: date, should_stop: Callable[[], bool] | None = None
) -> MurphyList:
    """Murphy's list of an inventory, with the default rates."""
    from simulacro.engines.access.audit import murphy

    return murphy(inventory, default_rates(), at=inventory.facts or day, should_stop=should_stop)


@cache
def facts_version() -> str:
    """What names the default rates: their date and the first letters of their digest."""
    from simulacro.engines.access.audit import rates_digest

    rates = default_rates()
    return f"{rates.as_of or ''} {rates_digest(rates)[:12]}".strip()


def reading_of(inventory: Inventory, result: AuditResult) -> Reading:
    """What an audit found, as the pages read it: the three questions that make the risk."""
    answers = tuple(
        _answer(inventory, verdict, result.risk)
        for verdict in result.verdicts
        if verdict.question in RISK_QUESTIONS
    )
    brand = result.brand_silence
    return Reading(
        engine=result.engine_version,
        facts=result.facts.isoformat() if result.facts else "",
        answers=answers,
        risk_h=result.risk.hours,
        risk_best_h=result.risk.best_hours,
        week=_week(inventory, answers),
        fixes=_effects(result.fixes, alone=True),
        series=_effects(result.series, alone=False),
        findings=tuple(FindingSeen(f.kind, f.subjects, f.certain) for f in result.findings),
        brand=_answer(inventory, brand, result.risk) if brand else None,
    )


def _answer(inventory: Inventory, verdict: Verdict, risk: Risk) -> Answer:
    ask = Question(verdict.question.ask.value)
    channel = verdict.subject or ""
    hours = 0.0
    itself = False
    if channel:
        part = risk.of(channel)
        hours = part.weight * _hours(part)[ask]
        asset = inventory[channel]
        may = bool(asset.theft != ()) if ask is Question.HIJACK else can_be_lost(asset)
        itself = may and not verdict.always
    return Answer(
        channel=channel,
        question=ask,
        chance=verdict.mean,
        best=verdict.mean_best,
        hours_per_year=hours,
        by_order=tuple((size, count) for size, count in enumerate(verdict.by_order) if count),
        top=tuple(WeakSet(found.assets, max(0.0, found.chance)) for found in verdict.top),
        week=() if verdict.question.ask is Ask.HIJACK else verdict.chance,
        importances=tuple(
            Importance(i.asset, i.birnbaum, i.fussell_vesely, i.raw)
            for i in verdict.importances[:MOST_IMPORTANCES]
        ),
        exact_to=verdict.exact_to,
        itself=itself,
        alone=verdict.alone,
        shared_pairs=verdict.shared_pairs,
    )


def _hours(part: ChannelRisk) -> dict[Question, float]:
    return {
        Question.SILENCE: part.silence_h,
        Question.LOCKOUT: part.lockout_h,
        Question.HIJACK: part.hijack_h,
    }


def _week(inventory: Inventory, answers: Sequence[Answer]) -> tuple[float, ...]:
    """The chance that a channel is silent at each hour, channels weighed by their weight."""
    silent = [a for a in answers if a.question is Question.SILENCE and a.week]
    whole = sum(inventory[a.channel].weight for a in silent)
    if not whole:
        return ()
    return tuple(
        sum(inventory[a.channel].weight * a.week[hour] for a in silent) / whole
        for hour in range(HOURS_PER_WEEK)
    )


def _effects(effects: Sequence[EngineEffect], *, alone: bool) -> tuple[FixEffect, ...]:
    return tuple(
        FixEffect(
            kind=effect.fix.kind,
            params=effect.fix.params,
            before_h=effect.before_hours,
            after_h=effect.after_hours,
            effects=tuple(
                Effect(question, _total(effect.before, question), _total(effect.after, question))
                for question in Question
            ),
            cost=effect.fix.cost,
            effort_min=effect.fix.effort_min,
            exact_to=effect.exact_to,
            closes=effect.closes if alone else None,
        )
        for effect in effects
    )


def _total(parts: Sequence[ChannelRisk], question: Question) -> float:
    return sum(part.weight * _hours(part)[question] for part in parts)
