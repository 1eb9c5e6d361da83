"""What is planned, as this person may see it: who plays does not see a surprise coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from simulacro.apps.availability.feeds import Entry
from simulacro.apps.availability.people_told import person_called, told_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.calendar_words import combination_words
from simulacro.apps.drills.models import DrillCalendar, PlannedDrill
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.foresight.factors import words_of
from simulacro.apps.people.models import User

# A day ahead for what takes a room; for all, in time to put the coffee down.
SOON = dt.timedelta(minutes=15)
REMINDERS = {
    Exercise.Formats.MICRO.value: (SOON,),
    Exercise.Formats.CASE.value: (dt.timedelta(days=1), SOON),
    Exercise.Formats.STORM.value: (dt.timedelta(days=2), SOON),
    Exercise.Formats.HALF_DAY.value: (dt.timedelta(days=7), dt.timedelta(days=1), SOON),
}


def coming(
    brand: Brand, viewer: User, since: dt.date, until: dt.date | None = None
) -> list[PlannedDrill]:
    """The drills from a day on, by date: all but the surprises that wait for the viewer."""
    rows = brand.planned_drills.filter(date__gte=since)
    if until is not None:
        rows = rows.filter(date__lte=until)
    mine = person_of(brand, viewer)
    plans = POLICY.allows(viewer, "plan", brand)
    return [row for row in rows if may_know(row, mine, plans=plans)]


def planned_drill(brand: Brand, slot: str) -> PlannedDrill | None:
    """The planned drill of a slot, if there is one and it is not left out."""
    if not slot:
        return None
    return PlannedDrill.objects.filter(brand=brand, slot=slot[:120], skipped=False).first()


def may_know(row: PlannedDrill, person: str, *, plans: bool) -> bool:
    """Whether somebody may see a drill: of a surprise who leads it, and who plans without playing
    in it."""
    if not row.surprise:
        return True
    content = row.content
    if person and person == content["facilitator"]:
        return True
    return plans and not (person and person in content["players"])


def person_of(brand: Brand, viewer: User) -> str:
    """The person of the rota that a member is; empty where nobody is called so."""
    return person_called(told_of(brand), str(viewer))


def names_of(brand: Brand) -> dict[str, str]:
    """The alias of each person of the rota."""
    return {person.id: person.name for person in told_of(brand).people}


def drills_for_feeds(brand: Brand, viewer: User, now: dt.datetime, with_names: bool) -> list[Entry]:
    """The coming drills that somebody takes part in, as entries of a calendar; all of them where
    nobody knows who of the rota they are. A surprise is not in its players' own.

    None while a real crisis pauses them: a calendar that was subscribed to cancels them.
    """
    if not POLICY.allows(viewer, "see_calendar", brand):
        return []
    calendar = DrillCalendar.objects.filter(brand=brand).first()
    if calendar is None or calendar.paused_at is not None:
        return []
    clock = ZoneInfo(brand.timezone)
    rows = coming(brand, viewer, now.astimezone(clock).date())
    mine = person_of(brand, viewer)
    return [
        _entry(row, clock, with_names)
        for row in rows
        if not row.skipped and (not mine or _takes_part(row, mine))
    ]


def _takes_part(row: PlannedDrill, person: str) -> bool:
    content = row.content
    players = content["players"]
    return person == content["facilitator"] or not players or person in players


def begins_at(row: PlannedDrill, clock: ZoneInfo) -> dt.datetime:
    """When a drill begins, as an instant."""
    return dt.datetime.combine(row.date, dt.time(row.hour), clock).astimezone(dt.UTC)


def next_of(rows: Iterable[PlannedDrill]) -> PlannedDrill | None:
    return next((row for row in rows if not row.skipped), None)


def _entry(row: PlannedDrill, clock: ZoneInfo, with_names: bool) -> Entry:
    start = begins_at(row, clock)
    title = _("SIMULACRO: %(kind)s") % {"kind": Exercise.Formats(row.format).label}
    words = _("A drill, nothing real.")
    if with_names:
        words = " · ".join(combination_words(row.content["combination"], words_of(row.brand)))
    end = start + dt.timedelta(minutes=row.minutes)
    return Entry(f"drill:{row.slot}", start, end, title, words, REMINDERS[row.format])
