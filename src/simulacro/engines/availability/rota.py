"""The chance that a person is at hand at an instant: usual week, holidays, dated changes.

A shift belongs to the day on which it begins, on the wall clock of the person's zone, and lasts
as the wall clock says. What a date changes is laid over the usual week in this order: a journey
moves the clock; a holiday keeps the share of the usual chance that was agreed; an absence or a
journey caps it; an extra shift raises it, and a cover for somebody does so in that person's hours
alone; a deputy covers on top, independently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.availability.clocks import instant_of, minute_of, on_the_wall
from simulacro.engines.availability.pattern import Availability, Shift

FloatArray = NDArray[np.float64]


class Change(StrEnum):
    """What a date changes: away (leave, illness), travel (another clock), or an extra shift."""

    AWAY = "away"
    TRAVEL = "travel"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class DatedChange:
    """From ``start`` until before ``end``, both aware instants.

    ``chance`` in [0, 1] is the most that is left of being at hand when away or travelling, and the
    least that there is on an extra shift. ``zone`` is the clock that the person's hours follow on
    a journey, None for the usual one. ``of`` is whose hours an extra shift takes over: it raises
    the chance to theirs and no further. None is a shift of every hour from start to end.
    """

    kind: Change
    start: datetime
    end: datetime
    chance: float = 0.0
    zone: str | None = None
    label: str = ""
    of: Rota | None = None

    def covers(self, minute: int) -> bool:
        return minute_of(self.start) <= minute < minute_of(self.end)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday where the person works."""

    day: date
    name: str


@dataclass(frozen=True)
class Rota:
    """All that decides when one person is at hand.

    ``zone`` is the brand's, for a pattern that names none; a pattern of None means always.
    ``on_holidays`` in [0, 1] is the share of the usual chance that holds on a holiday; None is
    "nobody said", which counts as 0 at worst and as 1 at best. ``deputies`` are shifts that
    somebody else with the same access covers.
    """

    pattern: Availability | None
    zone: str
    changes: tuple[DatedChange, ...] = ()
    holidays: tuple[Holiday, ...] = ()
    on_holidays: float | None = None
    deputies: tuple[Shift, ...] = ()

    @property
    def own_zone(self) -> str:
        return (self.pattern.zone if self.pattern else None) or self.zone

    @cached_property
    def free_days(self) -> dict[date, str]:
        """The holidays by day; none for somebody who is always at hand."""
        if self.pattern is None or self.pattern.always:
            return {}
        return {holiday.day: holiday.name for holiday in self.holidays}

    def share_of_holidays(self, *, worst: bool) -> float:
        if self.on_holidays is None:
            return 0.0 if worst else 1.0
        return self.on_holidays


def at_hand(rota: Rota, start: int, minutes: int, *, worst: bool = True) -> FloatArray:
    """The chance to be at hand in each of ``minutes`` from the minute ``start`` on, in [0, 1].

    With ``worst`` what nobody knows takes its worse value, else its better one.
    """
    chance = _usual(rota, start, minutes, rota.own_zone, worst)
    for change in rota.changes:
        if change.kind is Change.TRAVEL and change.zone:
            there = _within(change, start, minutes)
            if there.start < there.stop:
                moved = _usual(rota, start, minutes, change.zone, worst)
                chance[there] = moved[there]
    for change in rota.changes:
        if change.kind is not Change.EXTRA:
            there = _within(change, start, minutes)
            chance[there] = np.minimum(chance[there], change.chance)
    for change in rota.changes:
        if change.kind is Change.EXTRA:
            there = _within(change, start, minutes)
            chance[there] = np.maximum(chance[there], _taken_over(change, start, there, worst))
    if rota.deputies:
        deputy = np.zeros(minutes)
        _lay(deputy, rota.deputies, rota.own_zone, start, {}, 1.0)
        chance = 1.0 - (1.0 - chance) * (1.0 - deputy)
    return chance


def chance_at(rota: Rota, at: datetime, *, worst: bool = True) -> float:
    """The chance to be at hand at an aware instant.

    >>> office = Availability((Shift((0, 1, 2, 3, 4), 540, 1080, 0.9),), zone="America/Lima")
    >>> at = datetime.fromisoformat("2026-11-23T20:00:00+00:00")  # Monday 15:00 in Lima
    >>> chance_at(Rota(office, "UTC"), at)
    0.9
    """
    return float(at_hand(rota, minute_of(at), 1, worst=worst)[0])


class Why(StrEnum):
    """Why somebody may not be at hand."""

    HERE = "here"
    PERHAPS = "perhaps"
    OFF_SHIFT = "off_shift"
    HOLIDAY = "holiday"
    AWAY = "away"
    TRAVEL = "travel"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """``why`` with its ``label`` (a holiday's name, a change's words). ``asked`` is False where
    nobody said whether the person works on holidays. ``but_min`` are the minutes of a stretch for
    which it does not hold, 0 where it holds all along."""

    why: Why
    chance: float
    label: str = ""
    asked: bool = True
    but_min: int = 0


def reason_over(rota: Rota, start: int, minutes: int) -> Reason:
    """Why the mean chance to be at hand in the ``minutes`` ≥ 1 from the minute ``start`` on is what
    it is: the reason of its darkest minute, unknowns at their worst.

    >>> office = Availability((Shift((0, 1, 2, 3, 4), 540, 1050),), zone="America/Lima")
    >>> monday_17h = minute_of(datetime.fromisoformat("2026-11-23T22:00:00+00:00"))
    >>> reason = reason_over(Rota(office, "UTC"), monday_17h, 60)
    >>> reason.why, reason.chance, reason.but_min
    (<Why.OFF_SHIFT: 'off_shift'>, 0.5, 30)
    """
    chance = at_hand(rota, start, minutes)
    if chance.min() == chance.max():
        return reason_at(rota, instant_of(start + minutes // 2))
    darkest = reason_at(rota, instant_of(start + int(chance.argmin())))
    but_min = int((chance > 0).sum()) if darkest.chance == 0 else 0
    return replace(darkest, chance=float(chance.mean()), but_min=but_min)


def reason_at(rota: Rota, at: datetime) -> Reason:
    """Why the chance to be at hand at an instant is what it is, unknowns at their worst."""
    chance = chance_at(rota, at)
    minute = minute_of(at)
    if chance >= 0.995:
        return Reason(Why.HERE, chance)
    for change in rota.changes:
        if change.kind is not Change.EXTRA and change.covers(minute) and chance <= change.chance:
            why = Why.TRAVEL if change.kind is Change.TRAVEL else Why.AWAY
            return Reason(why, chance, change.label)
    if rota.pattern is not None and rota.pattern.unknown:
        return Reason(Why.UNKNOWN, chance)
    share = rota.share_of_holidays(worst=True)
    if rota.free_days and share < 1.0:
        day = _day_of_the_shift(rota, minute)
        if day is not None and day in rota.free_days:
            name, asked = rota.free_days[day], rota.on_holidays is not None
            return Reason(Why.HOLIDAY, chance, name, asked)
    return Reason(Why.PERHAPS if chance > 0 else Why.OFF_SHIFT, chance)


def _day_of_the_shift(rota: Rota, minute: int) -> date | None:
    """The day of the likeliest shift that would cover a minute without holidays."""
    zone = rota.own_zone
    for change in rota.changes:
        if change.kind is Change.TRAVEL and change.zone and change.covers(minute):
            zone = change.zone
    here = instant_of(minute).astimezone(ZoneInfo(zone)).date()
    found: list[tuple[float, date]] = []
    for shift in rota.pattern.as_shifts() if rota.pattern else ():
        for day in (here - timedelta(days=1), here):
            if day.weekday() in shift.days:
                first, last = _bounds(shift, zone, day)
                if first <= minute < last:
                    found.append((shift.chance, day))
    return max(found)[1] if found else None


def _taken_over(change: DatedChange, start: int, there: slice, worst: bool) -> FloatArray | float:
    """The least that an extra shift leaves in the minutes ``there`` after ``start``."""
    if change.of is None or there.start == there.stop:
        return change.chance
    theirs = at_hand(change.of, start + there.start, there.stop - there.start, worst=worst)
    return np.minimum(theirs, change.chance)


def _usual(rota: Rota, start: int, minutes: int, zone: str, worst: bool) -> FloatArray:
    pattern = rota.pattern
    if pattern is None or pattern.always:
        return np.ones(minutes)
    if pattern.unknown:
        return np.zeros(minutes) if worst else np.ones(minutes)
    chance = np.zeros(minutes)
    share = rota.share_of_holidays(worst=worst)
    _lay(chance, pattern.as_shifts(), zone, start, rota.free_days, share)
    return chance


def _lay(
    chance: FloatArray,
    shifts: Iterable[Shift],
    zone: str,
    start: int,
    free: dict[date, str],
    share: float,
) -> None:
    """Raise ``chance``, by minute from ``start``, to that of the shifts that cover it."""
    end = start + len(chance)
    clock = ZoneInfo(zone)
    first = instant_of(start).astimezone(clock).date() - timedelta(days=2)
    last = instant_of(end).astimezone(clock).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    for shift in shifts:
        for day in days:
            if day.weekday() not in shift.days:
                continue
            begins, ends = _bounds(shift, zone, day)
            there = slice(max(begins - start, 0), max(min(ends, end) - start, 0))
            given = shift.chance * share if day in free else shift.chance
            chance[there] = np.maximum(chance[there], given)


def _bounds(shift: Shift, zone: str, day: date) -> tuple[int, int]:
    return (
        on_the_wall(zone, day, shift.start_min),
        on_the_wall(zone, day, shift.start_min + shift.length_min, ends=True),
    )


def _within(change: DatedChange, start: int, minutes: int) -> slice:
    low = min(max(minute_of(change.start) - start, 0), minutes)
    high = min(max(minute_of(change.end) - start, 0), minutes)
    return slice(low, max(low, high))
