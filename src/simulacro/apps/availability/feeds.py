"""Calendars to subscribe to: what the rooms tell, written as iCalendar (RFC 5545).

feeds.tell(weak_moments)         # AppConfig.ready: (brand, viewer, now, with_names) -> entries
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

REFRESH = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a calendar. `key` is its own name, the same as long as it is the same thing;
    `reminders` are how long before it the calendar speaks up."""

    key: str
    start: dt.datetime
    end: dt.datetime
    title: str
    words: str = ""
    reminders: tuple[dt.timedelta, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as a calendar hears it: how often it changed, when last, and whether it is gone."""

    entry: Entry
    sequence: int
    changed_at: dt.datetime
    gone: bool = False


Teller = Callable[[Brand, User, dt.datetime, bool], Sequence[Entry]]
_tellers: list[Teller] = []


def tell(teller: Teller) -> None:
    """Let a room put entries into the feed of every member who may see them."""
    if teller not in _tellers:
        _tellers.append(teller)


def entries_of(brand: Brand, viewer: User, now: dt.datetime, *, with_names: bool) -> list[Entry]:
    """What every room tells this person, in its order; without names nothing of the inventory."""
    found = [entry for teller in _tellers for entry in teller(brand, viewer, now, with_names)]
    return sorted(found, key=lambda entry: (entry.start, entry.key))


def uid_of(brand: Brand, key: str) -> uuid.UUID:
    """The same name for the same thing in every calendar of the brand."""
    return uuid.uuid5(brand.id, f"feed:{key}")


def written(brand: Brand, title: str, said: Iterable[Said]) -> bytes:
    """The calendar's text, with CRLF and folded lines."""
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//Simulacro//Simulacro//ES")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("refresh-interval", REFRESH, {"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for one in said:
        event = Event()
        event.add("uid", str(uid_of(brand, one.entry.key)))
        event.add("dtstamp", one.changed_at.astimezone(dt.UTC).replace(microsecond=0))
        event.add("last-modified", one.changed_at.astimezone(dt.UTC).replace(microsecond=0))
        event.add("sequence", one.sequence)
        event.add("dtstart", one.entry.start.astimezone(dt.UTC))
        event.add("dtend", one.entry.end.astimezone(dt.UTC))
        event.add("summary", one.entry.title)
        if one.entry.words:
            event.add("description", one.entry.words)
        event.add("class", "CONFIDENTIAL")
        event.add("transp", "TRANSPARENT")
        event.add("status", "CANCELLED" if one.gone else "CONFIRMED")
        for before in () if one.gone else one.entry.reminders:
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", one.entry.title)
            alarm.add("trigger", -before)
            event.add_component(alarm)
        calendar.add_component(event)
    text: bytes = calendar.to_ical()
    return text
