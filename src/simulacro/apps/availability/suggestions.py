"""Dates worth knowing where the brand is, from the packs, with where each comes from."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from simulacro.apps.availability.dates import Event, EventKind, whole_days
from simulacro.apps.availability.queries import page_language
from simulacro.apps.brands.models import Brand
from simulacro.apps.packs.queries import all_packs
from simulacro.content.packs import Item, Source
from simulacro.engines.access.times import DAYS

AHEAD = dt.timedelta(days=370)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A date that may be put into the calendar. `verified` is False where nobody read the source:
    the date is to be confirmed."""

    event: Event
    note: str
    sources: tuple[Source, ...]
    verified: bool


def suggested(brand: Brand, today: dt.date) -> list[Suggestion]:
    """The occasions of the brand's country that end in the next 370 days, by their day."""
    country = brand.region[:2].upper()
    found = []
    for pack in all_packs():
        for item in pack.section("occasions"):
            regions = item.fields.get("regions", ())
            if regions and country not in regions:
                continue
            for first, last in days_of(item.fields["when"], today):
                found.append(_suggestion(brand, item, first, last))
    return sorted(found, key=lambda one: (one.event.start, one.event.key))


def _suggestion(brand: Brand, item: Item, first: dt.date, last: dt.date) -> Suggestion:
    start, end = whole_days(brand.timezone, first, last)
    language = page_language()
    event = Event(
        EventKind(item.fields["kind"]),
        item.text("title", language),
        start,
        end,
        True,
        float(item.fields.get("load", 1)),
        "pack",
        f"{item.id}@{first.isoformat()}",
    )
    return Suggestion(event, item.text("note", language), item.sources, item.verified)


def days_of(when: Mapping[str, Any], today: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """The first and last day of each time that is not over and begins within 370 days.

    >>> black = {"month": 11, "weekday": "thu", "nth": 4, "after": 1, "days": 4}
    >>> [first.isoformat() for first, _ in days_of(black, dt.date(2026, 11, 22))]
    ['2026-11-27', '2027-11-26']
    """
    length = dt.timedelta(days=int(when.get("days", 1)) - 1)
    for year in range(today.year - 1, today.year + 3):
        first = first_day(when, year)
        if first is not None and first + length >= today and first <= today + AHEAD:
            yield first, first + length
        if "first" in when:
            return


def first_day(when: Mapping[str, Any], year: int) -> dt.date | None:
    """The day on which it begins in a year; None where that year has no such day."""
    if "first" in when:
        return dt.date.fromisoformat(str(when["first"]))
    month = int(when["month"])
    length = calendar.monthrange(year, month)[1]
    if "day" in when:
        return dt.date(year, month, when["day"]) if when["day"] <= length else None
    weekday, nth = DAYS.index(when["weekday"]), int(when["nth"])
    fitting = [
        dt.date(year, month, day)
        for day in range(1, length + 1)
        if dt.date(year, month, day).weekday() == weekday
    ]
    place = nth - 1 if nth > 0 else nth
    if not -len(fitting) <= place < len(fitting) or nth == 0:
        return None
    return fitting[place] + dt.timedelta(days=int(when.get("after", 0)))
