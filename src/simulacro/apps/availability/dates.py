"""What the sealed rows say, as values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from simulacro.engines.availability.clocks import instant_of, on_the_wall
from simulacro.engines.availability.rota import Change, DatedChange, Rota

# What may be dated: so far back lies somebody's birthday that a calendar file repeats.
FIRST_YEAR = 1900
LAST_YEAR = 2100


class EventKind(StrEnum):
    """What a date of the brand's calendar is."""

    LAUNCH = "launch"
    SALES = "sales"
    ELECTION = "election"
    SILENCE = "silence"
    FAIR = "fair"
    CLOSED = "closed"
    WORKS = "works"
    COMMEMORATION = "commemoration"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Absence:
    """An absence, a journey or an extra shift of ``person``."""

    person: str
    kind: Change
    start: datetime
    end: datetime
    chance: float
    zone: str = ""
    words: str = ""
    pair: str = ""

    def as_change(self, of: Rota | None = None) -> DatedChange:
        """The change as a value; ``of`` is whose hours it takes over."""
        return DatedChange(
            self.kind, self.start, self.end, self.chance, self.zone or None, self.words, of
        )

    def as_content(self) -> dict[str, Any]:
        return {**asdict(self), "start": written(self.start), "end": written(self.end)}


@dataclass(frozen=True, slots=True)
class Event:
    """A date of the brand's calendar. ``load`` is by how much more there will be to answer, 1 for
    a usual day: shown, and in no figure of risk. ``asset`` is what works cut off."""

    kind: EventKind
    title: str
    start: datetime
    end: datetime
    all_day: bool = True
    load: float = 1.0
    source: str = ""
    key: str = ""
    asset: str = ""

    def as_content(self) -> dict[str, Any]:
        return {**asdict(self), "start": written(self.start), "end": written(self.end)}

    def touches(self, start: datetime, end: datetime) -> bool:
        return self.start < end and self.end > start


def read_absence(content: dict[str, Any]) -> Absence:
    return Absence(
        **{
            **content,
            "kind": Change(content["kind"]),
            "start": datetime.fromisoformat(content["start"]),
            "end": datetime.fromisoformat(content["end"]),
        }
    )


def read_event(content: dict[str, Any]) -> Event:
    return Event(
        **{
            **content,
            "kind": EventKind(content["kind"]),
            "start": datetime.fromisoformat(content["start"]),
            "end": datetime.fromisoformat(content["end"]),
        }
    )


def may_be_dated(day: date) -> bool:
    """Whether a day, or an instant, lies in the years from FIRST_YEAR to LAST_YEAR."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def written(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def whole_days(zone: str, first: date, last: date) -> tuple[datetime, datetime]:
    """From midnight of ``first`` to the midnight that ends ``last``, on the clock of ``zone``."""
    return instant_of(on_the_wall(zone, first, 0)), instant_of(on_the_wall(zone, last, 1440))


def at_time(zone: str, day: date, at: time, *, ends: bool = False) -> datetime:
    """The instant of a time of the day on the clock of ``zone``."""
    return instant_of(on_the_wall(zone, day, at.hour * 60 + at.minute, ends=ends))


def last_day(end: datetime, zone: str) -> date:
    """The last day that something which ends before ``end`` still touches."""
    return (end - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).date()
