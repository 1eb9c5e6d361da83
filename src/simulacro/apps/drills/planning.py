"""What the engine needs to plan a brand's drills, read from everywhere it stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import numpy as np
from django.utils import timezone

from simulacro.apps.availability import queries as availability
from simulacro.apps.availability.people_told import person_called, told_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.drills.models import PlannedDrill
from simulacro.apps.exercises.queries import Completed, completed
from simulacro.apps.exercises.services import member_id
from simulacro.apps.foresight import factors
from simulacro.apps.foresight.changes import changes_of
from simulacro.apps.people.models import Membership
from simulacro.apps.people.queries import team_changes
from simulacro.engines.availability.clocks import minute_of
from simulacro.engines.availability.rota import Rota, at_hand
from simulacro.engines.planning import Change, ChangeKind, Day, Done, Format, Person, Slot

# A day on which there is five times as much to answer is as weak as a day can be.
WEAKEST_LOAD = 5.0
NOBODY = "somebody"
CARRIED = dt.timedelta(days=365)
# A table that was left open all night carried nobody for so long.
LONGEST_MINUTES = 480


def people_of(brand: Brand) -> list[Person]:
    """Who may take part, with what each has carried in the last year; somebody without a name
    where nobody was told of."""
    told = told_of(brand)
    members = Membership.objects.filter(brand=brand).select_related("user")
    ids = {member_id(m.user): person_called(told, str(m.user)) for m in members}
    minutes: Counter[str] = Counter()
    turns: Counter[str] = Counter()
    since = timezone.now() - CARRIED
    for one in completed(brand):
        if one.at < since:
            continue
        length = round((one.ended_at - one.at).total_seconds() / 60)
        for player in {*one.players, one.facilitator} - {""}:
            minutes[ids.get(player, "")] += min(length, LONGEST_MINUTES)
        turns[ids.get(one.facilitator, "")] += 1
    every = [Person(p.id, minutes=minutes[p.id], facilitated=turns[p.id]) for p in told.people]
    return every or [Person(NOBODY)]


def days_of(brand: Brand, first: dt.date, last: dt.date, *, paused: bool) -> list[Day]:
    """Every day with everybody's chance to be at hand, hour by hour of the brand's clock."""
    clock = ZoneInfo(brand.timezone)
    rotas = availability.rotas(brand, first, last)
    free = {holiday.day for holiday in availability.holidays(brand, first, last)}
    loads = _loads(brand, clock)
    start = _midnight(first, clock)
    minutes = _midnight(last + dt.timedelta(days=1), clock) - start
    every = {person: _hourly(rota, start, minutes) for person, rota in rotas.items()}
    found = []
    day = first
    while day <= last:
        at = (_midnight(day, clock) - start) // 60
        hours = {person: tuple(map(float, line[at : at + 24])) for person, line in every.items()}
        whole = {person: line for person, line in hours.items() if len(line) == 24}
        found.append(
            Day(
                day,
                whole or {NOBODY: (1.0,) * 24},
                holiday=day in free,
                blocked=paused,
                weakness=loads.get(day, 0.0),
            )
        )
        day += dt.timedelta(days=1)
    return found


def facts_of(brand: Brand) -> list[Done]:
    """Every drill that took place, in the ids of today's factors."""
    clock = ZoneInfo(brand.timezone)
    every = completed(brand)
    rows = factors.carried(brand, [one.combination for one in every]).rows
    return [_done(one, row, clock) for one, row in zip(every, rows, strict=True)]


def drilled_combinations(brand: Brand) -> list[Mapping[str, str]]:
    """What was drilled, as it was written down."""
    return [one.combination for one in completed(brand)]


def changes_for(brand: Brand) -> list[Change]:
    """What made old practice stale: what the rooms tell, and who came or went."""
    told = [Change(c.day, ChangeKind(c.kind), c.capabilities) for c in changes_of(brand)]
    clock = ZoneInfo(brand.timezone)
    staff = [Change(at.astimezone(clock).date(), ChangeKind.STAFF) for at in team_changes(brand)]
    return [*told, *staff]


def slot_of(row: PlannedDrill) -> Slot:
    """A planned drill as the engine has it."""
    content = row.content
    return Slot(
        id=row.slot,
        format=Format(row.format),
        date=row.date,
        hour=row.hour,
        minutes=row.minutes,
        combination=content["combination"],
        facilitator=content["facilitator"],
        players=tuple(content["players"]),
        surprise=row.surprise,
        at_hand=content["at_hand"],
    )


def _done(one: Completed, combination: Mapping[str, str], clock: ZoneInfo) -> Done:
    return Done(
        id=str(one.exercise_id),
        date=one.at.astimezone(clock).date(),
        format=Format(one.format),
        combination=combination,
        ratings=one.ratings,
        people=one.players,
        facilitator=one.facilitator,
        planned_id=one.planned_id,
    )


def _midnight(day: dt.date, clock: ZoneInfo) -> int:
    return minute_of(dt.datetime.combine(day, dt.time(), clock).astimezone(dt.UTC))


def _hourly(rota: Rota, start: int, minutes: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The least chance within each hour."""
    line = at_hand(rota, start, minutes)
    whole = len(line) // 60 * 60
    return np.asarray(line[:whole].reshape(-1, 60).min(axis=1))


def _loads(brand: Brand, clock: ZoneInfo) -> dict[dt.date, float]:
    """How weak the brand's own dates make each day, 0 to 1."""
    found: dict[dt.date, float] = {}
    for _row, event in availability.events(brand):
        weakness = min(1.0, max(0.0, (event.load - 1) / (WEAKEST_LOAD - 1)))
        day, last = event.start.astimezone(clock).date(), event.end.astimezone(clock)
        while dt.datetime.combine(day, dt.time(), clock) < last:
            found[day] = max(found.get(day, 0.0), weakness)
            day += dt.timedelta(days=1)
    return found
