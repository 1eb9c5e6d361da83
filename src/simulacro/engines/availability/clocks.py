"""Wall clocks and instants: time zones, days of 23 and 25 hours, hours that never come.

Instants are whole minutes since 1970-01-01 00:00 UTC. Rules are the IANA database's, by zoneinfo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def minute_of(at: datetime) -> int:
    """The minute in which an aware instant lies."""
    return (at - EPOCH) // MINUTE


def instant_of(minute: int) -> datetime:
    """The aware instant, in UTC, at which a minute begins."""
    return EPOCH + minute * MINUTE


@lru_cache(maxsize=65_536)
def on_the_wall(zone: str, day: date, minute: int, *, ends: bool = False) -> int:
    """The instant at which the wall clock of ``zone`` shows ``minute`` minutes after midnight.

    ``minute`` may pass 1440 into the days after. An hour shown twice begins (a shift, say) the
    first time and, with ``ends``, ends the second; a time never shown is that of the jump.

    >>> march = date(2026, 3, 29)  # Madrid jumps from 02:00 to 03:00
    >>> on_the_wall("Europe/Madrid", march, 210) - on_the_wall("Europe/Madrid", march, 90)
    60
    >>> on_the_wall("Europe/Madrid", march, 150) == on_the_wall("Europe/Madrid", march, 180)
    True
    """
    naive = datetime.combine(day, time()) + minute * MINUTE
    clock = ZoneInfo(zone)
    first = minute_of(naive.replace(tzinfo=clock, fold=0))
    second = minute_of(naive.replace(tzinfo=clock, fold=1))
    if first <= second:
        return second if ends else first
    # In a gap the two readings lie on either side of the jump.
    low, high = second, first
    before = instant_of(low).astimezone(clock).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if instant_of(middle).astimezone(clock).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


@dataclass(frozen=True)
class LocalHours:
    """The hours of some days on the wall clock of ``zone``, as they really come.

    ``starts`` has the instant of each hour and one more, the end of the last; ``day`` the number
    of its day and ``hour`` what the clock shows, both shape (count,). A day has 23, 24 or 25
    hours; where a clock moves by half an hour, one hour of that day is shorter.
    """

    zone: str
    first: date
    days: int
    starts: NDArray[np.int64]
    day: NDArray[np.intp]
    hour: NDArray[np.intp]

    @property
    def count(self) -> int:
        return len(self.day)

    @cached_property
    def hour_of_week(self) -> NDArray[np.intp]:
        """0 (Monday 00:00) to 167 for each hour."""
        found: NDArray[np.intp] = (self.first.weekday() + self.day) % 7 * 24 + self.hour
        return found

    def date_of(self, index: int) -> date:
        return self.first + timedelta(days=int(self.day[index]))

    def start_of(self, index: int) -> datetime:
        """When an hour begins, on the zone's clock; ``index`` may be ``count``, the end."""
        return instant_of(int(self.starts[index])).astimezone(ZoneInfo(self.zone))

    def mean_of(self, by_minute: NDArray[np.float64]) -> NDArray[np.float64]:
        """The mean over each hour of values given for each minute from the first on."""
        offsets = self.starts - self.starts[0]
        sums = np.add.reduceat(by_minute, offsets[:-1])
        means: NDArray[np.float64] = sums / np.diff(offsets)
        return means


@lru_cache(maxsize=8)
def local_hours(zone: str, first: date, days: int) -> LocalHours:
    """The hours of ``days`` ≥ 1 days from midnight of ``first``.

    >>> hours = local_hours("Europe/Madrid", date(2026, 10, 24), 2)  # the 25th has 25 hours
    >>> hours.count, hours.hour[24:29].tolist()
    (49, [0, 1, 2, 2, 3])
    """
    clock = ZoneInfo(zone)
    starts: list[int] = []
    day_of: list[int] = []
    for number in range(days):
        day = first + timedelta(days=number)
        at, end = on_the_wall(zone, day, 0), on_the_wall(zone, day, 1440)
        # Whole local hours: where the clock moves, the step may be shorter than sixty minutes.
        while at < end:
            starts.append(at)
            day_of.append(number)
            shown = instant_of(at).astimezone(clock).minute
            at = min(at + 60 - shown, end)
    shown_hours = [instant_of(at).astimezone(clock).hour for at in starts]
    starts.append(on_the_wall(zone, first + timedelta(days=days - 1), 1440))
    found = LocalHours(
        zone,
        first,
        days,
        np.array(starts, np.int64),
        np.array(day_of, np.intp),
        np.array(shown_hours, np.intp),
    )
    for values in (found.starts, found.day, found.hour):
        values.flags.writeable = False
    return found
