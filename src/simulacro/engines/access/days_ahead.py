"""The worst of the days ahead, from an inventory alone: usual hours and public holidays.

Nobody said who works on holidays, so they count as not worked. What people wrote down beside the
inventory (absences, journeys, the brand's own dates) is not in a file: the pages have it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from simulacro.engines.access.budget import Budget
from simulacro.engines.access.inventory import Inventory, Kind
from simulacro.engines.access.needed import what_channels_need
from simulacro.engines.access.outlook import EVERY_CHANNEL, Outlook, stretches
from simulacro.engines.access.rates import Rates
from simulacro.engines.availability.clocks import local_hours
from simulacro.engines.availability.public_holidays import between
from simulacro.engines.availability.rota import Holiday, Rota
from simulacro.engines.diagrams import BudgetExceeded

WEAK = 0.25
MOST_STRETCHES = 10
STEPS = 40_000_000


@dataclass(frozen=True, slots=True)
class DarkStretch:
    """Hours in a row in which at least one time in four nobody could answer: when, the worst hour
    among them with its chance, and the holidays that it touches."""

    start: datetime
    end: datetime
    worst: datetime
    chance: float
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True, slots=True)
class DaysAhead:
    """``silent_h`` are the hours without an answer to be expected in ``days`` days from ``first``;
    ``weak_h`` those that are weak. ``worst`` are the darkest stretches, the longest first."""

    first: date
    days: int
    zone: str
    silent_h: float
    weak_h: int
    worst: tuple[DarkStretch, ...]

    def as_document(self) -> dict[str, Any]:
        """Plain values, for programs; instants as ISO 8601 on the brand's clock."""
        return {
            "first": self.first.isoformat(),
            "days": self.days,
            "zone": self.zone,
            "silent_h": self.silent_h,
            "weak_h": self.weak_h,
            "worst": [
                {
                    "start": one.start.isoformat(),
                    "end": one.end.isoformat(),
                    "worst_at": one.worst.isoformat(),
                    "chance": one.chance,
                    "holidays": [{"day": h.day.isoformat(), "name": h.name} for h in one.holidays],
                }
                for one in self.worst
            ],
        }


def days_ahead(
    inventory: Inventory, rates: Rates, first: date, *, days: int = 90, language: str = "es"
) -> DaysAhead | None:
    """Look at the days from ``first``; holidays are named in ``language``.

    None without a channel, or where the inventory is too large to be solved hour by hour.
    """
    if not inventory.channels:
        return None
    brand = inventory.brand
    holidays = between(
        brand.region[:2].upper(),
        "",
        first - timedelta(days=2),
        first + timedelta(days=days),
        language,
    )
    rotas = {
        person.id: Rota(rates.at_hand_of(person, brand.region), brand.zone, (), holidays)
        for person in inventory.of_kind(Kind.PERSON)
    }
    hours = local_hours(brand.zone, first, days)
    try:
        needed = what_channels_need(inventory)
        outlook = Outlook(needed, rates, rotas, hours, budget=Budget(steps=STEPS))
        chance = outlook.chance(outlook.dark, EVERY_CHANNEL)
    except BudgetExceeded:
        return None
    lengths = np.diff(hours.starts) / 60.0
    dark = sorted(stretches(chance, WEAK), key=lambda s: (-s.chance * (s.end - s.start), s.start))
    found = []
    for stretch in dark[:MOST_STRETCHES]:
        touched = {hours.date_of(i) for i in range(stretch.start, stretch.end)}
        found.append(
            DarkStretch(
                hours.start_of(stretch.start),
                hours.start_of(stretch.end),
                hours.start_of(stretch.worst),
                stretch.chance,
                tuple(h for h in holidays if h.day in touched),
            )
        )
    return DaysAhead(
        first,
        days,
        brand.zone,
        float((chance * lengths).sum()),
        int((chance >= WEAK).sum()),
        tuple(found),
    )
