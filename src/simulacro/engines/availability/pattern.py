"""The usual week of a person, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, slots=True)
class Shift:
    """A stretch of the day when a person is at hand.

    ``days`` are 0 (Monday) to 6; minutes of the day from 0 to 1440; an end at or before the start
    runs past midnight. ``chance`` is in [0, 1].
    """

    days: tuple[int, ...]
    start_min: int
    end_min: int
    chance: float = 1.0

    @property
    def length_min(self) -> int:
        """How long the wall clock says it lasts, 1 to 1440 minutes."""
        return (self.end_min - self.start_min) % MINUTES_PER_DAY or MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Availability:
    """When a person is at hand: shifts, or a chance for each of the 168 local hours, or unknown.

    ``zone`` is an IANA name, or None for the brand's own. Outside every shift the chance is 0;
    where shifts overlap the larger counts.
    """

    shifts: tuple[Shift, ...] = ()
    week: tuple[float, ...] = ()
    zone: str | None = None
    unknown: bool = False

    @property
    def always(self) -> bool:
        """True where every hour of the week is certain: a holiday does not change that."""
        return len(self.week) == 168 and min(self.week) == 1.0

    def as_shifts(self) -> tuple[Shift, ...]:
        """The shifts, and the 168 hours as shifts too.

        >>> hours = [0.0] * 168
        >>> hours[22:24] = [0.5, 0.5]
        >>> Availability(week=tuple(hours)).as_shifts()
        (Shift(days=(0,), start_min=1320, end_min=1440, chance=0.5),)
        """
        found = list(self.shifts)
        for day in range(len(self.week) // 24):
            hour = 0
            for chance, run in groupby(self.week[day * 24 : day * 24 + 24]):
                length = len(list(run))
                if chance > 0:
                    found.append(Shift((day,), hour * 60, (hour + length) * 60, chance))
                hour += length
        return tuple(found)
