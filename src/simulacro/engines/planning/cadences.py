"""How often each format of drill is due, and the periods in which one of each must fall.

Periods stand on the calendar, not on the day of planning: a week begins on Monday, a month on its
first day, so that planning again finds the same periods under the same names.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Format(StrEnum):
    """The formats of drills, from the shortest to the longest."""

    MICRO = "micro"
    CASE = "case"
    STORM = "storm"
    HALF_DAY = "half_day"


class Unit(StrEnum):
    """What a cadence counts."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Cadence:
    """One drill of ``format`` every ``every`` units.

    ``minutes`` is how long it takes (1 to 480), ``players`` how many take part besides who
    facilitates, None for everybody. Raises ValueError for what is out of range.
    """

    format: Format
    every: int
    unit: Unit
    minutes: int
    players: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.every <= 60:
            raise ValueError(f"every must be from 1 to 60, not {self.every}")
        if not 1 <= self.minutes <= 480:
            raise ValueError(f"minutes must be from 1 to 480, not {self.minutes}")
        if self.players is not None and self.players < 1:
            raise ValueError("players must be at least 1")


DEFAULT_CADENCES = (
    Cadence(Format.MICRO, 1, Unit.WEEK, 15),
    Cadence(Format.CASE, 1, Unit.MONTH, 60),
    Cadence(Format.STORM, 3, Unit.MONTH, 120),
    Cadence(Format.HALF_DAY, 1, Unit.YEAR, 240),
)
"""Weekly, monthly, quarterly, yearly: 69 drills a year."""


@dataclass(frozen=True, slots=True)
class Period:
    """From ``first`` to ``last``, both included, one drill of this cadence is due."""

    cadence: Cadence
    number: int
    first: dt.date
    last: dt.date

    @property
    def id(self) -> str:
        """Its name for ever: the same period has the same id whenever it is asked for."""
        every = f"{self.cadence.every}{self.cadence.unit}"
        return f"{self.cadence.format}.{every}.{self.number}"


def periods(cadence: Cadence, start: dt.date, end: dt.date) -> Iterator[Period]:
    """The periods that touch ``start`` to ``end``, both included, in their order.

    >>> weeks = list(periods(DEFAULT_CADENCES[0], dt.date(2026, 11, 25), dt.date(2026, 12, 6)))
    >>> [(p.id, str(p.first), str(p.last)) for p in weeks]
    [('micro.1week.105746', '2026-11-23', '2026-11-29'), ('micro.1week.105747', '2026-11-30', \
'2026-12-06')]
    """
    number = _position(cadence.unit, start) // cadence.every
    while (first := _first_day(cadence.unit, number * cadence.every)) <= end:
        after = _first_day(cadence.unit, (number + 1) * cadence.every)
        yield Period(cadence, number, first, after - dt.timedelta(days=1))
        number += 1


def _position(unit: Unit, day: dt.date) -> int:
    match unit:
        case Unit.WEEK:
            return (day.toordinal() - 1) // 7
        case Unit.MONTH:
            return day.year * 12 + day.month - 1
        case Unit.YEAR:
            return day.year


def _first_day(unit: Unit, position: int) -> dt.date:
    match unit:
        case Unit.WEEK:
            return dt.date.fromordinal(position * 7 + 1)
        case Unit.MONTH:
            return dt.date(position // 12, position % 12 + 1, 1)
        case Unit.YEAR:
            return dt.date(position, 1, 1)
