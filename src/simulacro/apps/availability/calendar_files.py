"""Reads a calendar file (iCalendar, RFC 5545) into dates, with every mistake and its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from simulacro.apps.availability.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    Event,
    EventKind,
    may_be_dated,
    whole_days,
)

LARGEST = 1_000_000
MOST_DATES = 500
AHEAD = dt.timedelta(days=400)
DATED_BY = ("DTSTART", "DTEND", "DURATION", "RRULE", "EXDATE")


@dataclass(frozen=True, slots=True)
class FileMistake:
    """What is wrong, and the number of the entry that it is in (0: the file)."""

    entry: int
    words: str


class BadCalendar(ValueError):
    """The file was refused; nothing of it was kept."""

    def __init__(self, mistakes: list[FileMistake]) -> None:
        super().__init__("; ".join(m.words for m in mistakes))
        self.mistakes = tuple(mistakes)


def read_calendar(text: bytes, *, zone: str, kind: EventKind, now: dt.datetime) -> list[Event]:
    """The dates of a file that are not over and begin within 400 days, in their order.

    Floating times are on the clock of ``zone``. A date that repeats gives each of its days. Raises
    BadCalendar with every mistake.
    """
    from icalendar import Calendar

    if len(text) > LARGEST:
        raise BadCalendar([FileMistake(0, _("It is larger than one megabyte."))])
    try:
        calendars: list[Any] = list(Calendar.from_ical(text, multiple=True))
    except (ValueError, IndexError, KeyError, TypeError) as error:
        words = _("This is not a calendar file: it should begin with BEGIN:VCALENDAR.")
        raise BadCalendar([FileMistake(0, words)]) from error
    mistakes: list[FileMistake] = []
    found: dict[str, Event] = {}
    entries = [entry for calendar in calendars for entry in calendar.walk("VEVENT")]
    if not entries:
        mistakes.append(FileMistake(0, _("It has no date in it.")))
    for number, entry in enumerate(entries, 1):
        try:
            for event in _events(entry, zone, kind, now):
                found[event.key] = event
        except _Unreadable as problem:
            mistakes.append(FileMistake(number, str(problem)))
        if len(found) > MOST_DATES:
            words = _("It has more than %(most)s dates ahead.") % {"most": MOST_DATES}
            mistakes.append(FileMistake(0, words))
            break
    if mistakes:
        raise BadCalendar(mistakes)
    return sorted(found.values(), key=lambda event: (event.start, event.key))


class _Unreadable(Exception):
    """Why one entry cannot be read, in the reader's language."""


def _events(entry: Any, zone: str, kind: EventKind, now: dt.datetime) -> Iterator[Event]:
    title = " ".join(str(entry.get("SUMMARY", "")).split())[:80]
    if not title:
        raise _Unreadable(_("It has no title (SUMMARY)."))
    if str(entry.get("STATUS", "")).upper() == "CANCELLED":
        return
    for name, _problem in entry.errors:
        if name in DATED_BY:
            raise _cannot_be_read(name)
    begins = _moment(entry, "DTSTART")
    if begins is None:
        raise _Unreadable(_("“%(title)s” has no day (DTSTART).") % {"title": title})
    ends = _moment(entry, "DTEND")
    if ends is None and "DURATION" in entry:
        ends = _after(begins, entry.decoded("DURATION"), title)
    if ends is not None and isinstance(ends, dt.datetime) != isinstance(begins, dt.datetime):
        raise _Unreadable(_("“%(title)s” begins at a time and ends on a day.") % {"title": title})
    if ends is None:
        usual = dt.timedelta(hours=1) if _timed(begins) else dt.timedelta(days=1)
        ends = _after(begins, usual, title)
    if _timed(begins) and (begins.tzinfo is None) != (ends.tzinfo is None):
        raise _cannot_be_read("DTEND")
    if ends <= begins:
        raise _Unreadable(_("“%(title)s” ends before it begins.") % {"title": title})
    # A whole day ends on the day after it.
    final = ends if _timed(ends) else ends - dt.timedelta(days=1)
    if not (may_be_dated(begins) and may_be_dated(final)):
        raise _out_of_years(title)
    length = ends - begins
    uid = str(entry.get("UID", "")) or title
    for start in _repeated(entry, begins, title, now):
        whole = not _timed(start)
        first, last = _instants(start, start + length, zone)
        if last <= now or first > now + AHEAD:
            continue
        key = f"{uid}@{start.isoformat()}"
        yield Event(kind, title, first, last, whole, 2.0, "ics", key)


def _after(begins: Any, length: Any, title: str) -> Any:
    if not isinstance(length, dt.timedelta):
        raise _cannot_be_read("DURATION")
    try:
        return begins + length
    except OverflowError as error:
        raise _out_of_years(title) from error


def _cannot_be_read(name: str) -> _Unreadable:
    return _Unreadable(_("Its %(name)s cannot be read.") % {"name": name})


def _out_of_years(title: str) -> _Unreadable:
    words = _("“%(title)s” is not in the years from %(first)s to %(last)s.")
    return _Unreadable(words % {"title": title, "first": FIRST_YEAR, "last": LAST_YEAR})


def _timed(value: dt.date) -> bool:
    return isinstance(value, dt.datetime)


def _moment(entry: Any, name: str) -> Any:
    if name not in entry:
        return None
    value = entry[name]
    if isinstance(value, list) or not isinstance(getattr(value, "dt", None), dt.date):
        raise _cannot_be_read(name)
    return value.dt


def _instants(start: Any, end: Any, zone: str) -> tuple[dt.datetime, dt.datetime]:
    if not _timed(start):
        return whole_days(zone, start, end - dt.timedelta(days=1))
    clock = ZoneInfo(zone)
    return (
        start if start.tzinfo else start.replace(tzinfo=clock),
        end if end.tzinfo else end.replace(tzinfo=clock),
    )


def _repeated(entry: Any, begins: Any, title: str, now: dt.datetime) -> Iterator[Any]:
    if "RRULE" not in entry:
        yield begins
        return
    from dateutil.rrule import rrulestr

    rules = entry["RRULE"]
    if isinstance(rules, list):
        raise _Unreadable(_("“%(title)s” repeats in two ways at once.") % {"title": title})
    naive = (
        begins.replace(tzinfo=None) if _timed(begins) else dt.datetime.combine(begins, dt.time())
    )
    rule = dict(rules.items())
    until = rule.pop("UNTIL", None)
    text = type(rules)(rule).to_ical().decode()
    try:
        series = rrulestr(text, dtstart=naive)
    except ValueError as error:
        words = _("How “%(title)s” repeats cannot be read.") % {"title": title}
        raise _Unreadable(words) from error
    last = (now + AHEAD).replace(tzinfo=None)
    if until and until[0].year < FIRST_YEAR:
        return
    # Programs write the year 9999 for what never ends.
    if until and until[0].year <= LAST_YEAR:
        limit = until[0]
        if _timed(limit):
            clock = getattr(begins, "tzinfo", None)
            limit = (limit.astimezone(clock) if limit.tzinfo and clock else limit).replace(
                tzinfo=None
            )
        else:
            limit = dt.datetime.combine(limit, dt.time.max)
        last = min(last, limit)
    left_out = {at.dt for dates in _lists(entry.get("EXDATE")) for at in dates.dts}
    earliest = (now - dt.timedelta(days=40)).replace(tzinfo=None)
    for at in series:
        if at > last:
            return
        start = at.replace(tzinfo=begins.tzinfo) if _timed(begins) else at.date()
        if at >= earliest and start not in left_out:
            yield start


def _lists(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
