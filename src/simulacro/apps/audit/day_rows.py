"""The days ahead laid out for a page: a row a day, with its worst hour and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.moment_words import WEAK, reasons
from simulacro.apps.audit.outlooks import Study
from simulacro.apps.audit.pictures.week import level_of
from simulacro.apps.availability.dates import Event
from simulacro.engines.availability.rota import Holiday
from simulacro.kit import regional

if TYPE_CHECKING:
    from simulacro.engines.access.chances import FloatArray
    from simulacro.engines.access.lights import Light
    from simulacro.engines.access.outlook import Group, Lit

# By so much a day is darker than it usually is.
UNUSUAL = 0.1


@dataclass(frozen=True, slots=True)
class DayRow:
    """A day: its ``levels`` hour by hour, its worst hour, and why where it is weak.

    ``unusual`` says that some hour is darker than on the same weekday with nothing dated.
    """

    day: dt.date
    name: str
    levels: tuple[tuple[int, int], ...]
    worst_hour: str
    worst: str
    level: int
    weak_h: int
    why: str
    unusual: bool
    holidays: tuple[Holiday, ...]
    events: tuple[Event, ...]

    @property
    def marks(self) -> list[str]:
        """What is special about the day, in words."""
        return [*(h.name for h in self.holidays), *(e.title for e in self.events)]


@dataclass(frozen=True, slots=True)
class HourRow:
    """An hour of one day."""

    index: int
    name: str
    figure: str
    level: int
    why: str


def day_rows(study: Study, lit: Lit, subject: str, *, explained: bool = True) -> list[DayRow]:
    """A row for each day, in their order; ``explained`` with the reasons of the weak ones."""
    hours, region = study.hours, study.inventory.brand.region
    chance = study.outlook.chance(lit, subject)
    usual = study.outlook.chance(study.outlook.usual(), subject)
    darker = chance - usual >= UNUSUAL
    starts = np.searchsorted(hours.day, np.arange(hours.days))
    ends = np.searchsorted(hours.day, np.arange(hours.days), side="right")
    worst = [int(a + np.argmax(chance[a:b])) for a, b in zip(starts, ends, strict=True)]
    falls = study.outlook.without(lit, subject, worst) if explained else {}
    clock = ZoneInfo(hours.zone)
    holidays: dict[dt.date, list[Holiday]] = {}
    for holiday in study.holidays:
        holidays.setdefault(holiday.day, []).append(holiday)
    told: dict[tuple[Any, ...], str] = {}
    rows = []
    for number, (a, b) in enumerate(zip(starts, ends, strict=True)):
        day = hours.first + dt.timedelta(days=number)
        moment = worst[number]
        top = float(chance[moment])
        begins = hours.start_of(int(a)).astimezone(dt.UTC)
        finishes = hours.start_of(int(b)).astimezone(dt.UTC)
        rows.append(
            DayRow(
                day=day,
                name=day_name(day, region),
                levels=tuple((int(hours.hour[i]), level_of(float(chance[i]))) for i in range(a, b)),
                worst_hour=hours.start_of(moment).astimezone(clock).strftime("%H:%M"),
                worst=figures.percent(top, region),
                level=level_of(top),
                weak_h=int((chance[a:b] >= WEAK).sum()),
                why=_why(study, lit, subject, moment, falls, number, told) if top >= WEAK else "",
                unusual=bool(darker[a:b].any()),
                holidays=tuple(holidays.get(day, ())),
                events=tuple(e for e in study.events if e.touches(begins, finishes)),
            )
        )
    return rows


def kept_day_rows(study: Study, chosen: Sequence[Light], subject: str) -> list[DayRow]:
    """The days under the `chosen` lights with their reasons, told once while the study is kept."""
    key = (frozenset(light.key for light in chosen), subject, figures.page_language())
    return study.told.get(key, lambda: day_rows(study, study.outlook.under(chosen), subject))


def hour_rows(study: Study, lit: Lit, subject: str, moments: Sequence[int]) -> list[HourRow]:
    """A row for each of some moments, with the reasons of the weak ones."""
    chance = study.outlook.chance(lit, subject)
    falls = study.outlook.without(lit, subject, moments)
    region = study.inventory.brand.region
    rows = []
    for place, moment in enumerate(moments):
        start = study.hours.start_of(moment)
        value = float(chance[moment])
        why = ""
        if value >= WEAK:
            left = {group: float(values[place]) for group, values in falls.items()}
            why = grammar.opening("; ".join(reasons(study, lit, subject, moment, left)))
        rows.append(
            HourRow(
                moment,
                start.strftime("%H:%M"),
                figures.percent(value, region),
                level_of(value),
                why,
            )
        )
    return rows


def day_name(day: dt.date, region: str) -> str:
    """A day as a line of a table says it: "dom 22 nov"."""
    return regional.weekday_and_day(day, figures.locale_of(region))


def _why(
    study: Study,
    lit: Lit,
    subject: str,
    moment: int,
    falls: dict[Group, FloatArray],
    number: int,
    told: dict[tuple[Any, ...], str],
) -> str:
    left = {group: float(values[number]) for group, values in falls.items()}
    found = reasons(study, lit, subject, moment, left, named=False, told_before=told)
    return grammar.opening("; ".join(found))
