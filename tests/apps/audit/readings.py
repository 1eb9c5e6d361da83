"""Readings made by hand, and real ones of small inventories."""

import datetime as dt

from simulacro.apps.audit.auditing import solve
from simulacro.apps.audit.reading import Answer, FindingSeen, Question, Reading, WeakSet
from simulacro.content.rates import default_rates
from simulacro.engines.access.inventory import Inventory

DAY = dt.date(2026, 11, 23)


def solved(inventory: Inventory) -> Reading:
    """The reading of the real engine with the default rates."""
    return solve(inventory, day=DAY, rates=default_rates())


def answer(
    *sets: tuple[str, ...],
    channel: str = "ig",
    question: Question = Question.SILENCE,
    chance: float = 0.1,
    week: tuple[float, ...] = (),
) -> Answer:
    """An answer whose minimal sets are just these."""
    sizes = [len(found) for found in sets]
    return Answer(
        channel=channel,
        question=question,
        chance=chance,
        best=chance,
        hours_per_year=8760 * chance,
        by_order=tuple((size, sizes.count(size)) for size in sorted(set(sizes))),
        top=tuple(WeakSet(found, chance) for found in sets),
        week=week,
        alone=tuple(found[0] for found in sets if len(found) == 1),
    )


def reading(*answers: Answer, findings: tuple[FindingSeen, ...] = ()) -> Reading:
    hours = sum(a.hours_per_year for a in answers)
    return Reading("access/1", "", answers, hours, hours, findings=findings)
