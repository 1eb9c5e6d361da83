"""Plan the calendar of drills, move and skip what is in it, pause it while a crisis is real."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from simulacro.apps.brands.models import Brand
from simulacro.apps.drills import planning
from simulacro.apps.drills.models import DrillCalendar, PlannedDrill
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.drills.wishes import HORIZON_DAYS, default_wishes, kept_wishes, read_wishes
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.foresight import factors
from simulacro.apps.people.models import User
from simulacro.content.capabilities import capability_ids
from simulacro.content.drill_model import family_factor, trained_by
from simulacro.engines.planning import Plan, Slot, Wishes, plan_drills
from simulacro.kit import audit_log, live
from simulacro.kit.jobs.kinds import JobResult, JobWork, job_kind
from simulacro.kit.jobs.models import Job
from simulacro.kit.jobs.services import start_job
from simulacro.kit.undo.acts import undoes
from simulacro.kit.versions import save_version

KIND: Final = "drills.plan"
TOPIC: Final = "drills.calendar"
MOVED: Final = "drill.moved"
# Names of combinations that a page can still show.
MOST_UNCOVERED: Final = 500


class Paused(Exception):
    """A real crisis is going on: nothing is planned, and no table is opened."""


class NotThatDay(ValueError):
    """The day is past, or has a drill already."""


def calendar_of(brand: Brand) -> DrillCalendar:
    """The brand's calendar, begun with the usual wishes where there was none."""
    found, _made = DrillCalendar.objects.get_or_create(
        brand=brand,
        defaults={
            "wishes": default_wishes(),
            "summary": {},
            "seed": secrets.randbelow(2**31),
        },
    )
    return found


def refuse_while_paused(brand: Brand) -> None:
    """Raise Paused while a real crisis is going on."""
    if DrillCalendar.objects.filter(brand=brand, paused_at__isnull=False).exists():
        raise Paused


def plan_calendar(*, brand: Brand, actor: User) -> Job:
    """Plan in a job, which shows how far it is and can be cancelled. Raises Denied and Paused."""
    POLICY.require(actor, "plan", brand)
    if calendar_of(brand).paused_at is not None:
        raise Paused
    return start_job(KIND, scope=brand.id, arguments={}, started_by=actor)


@transaction.atomic
def save_wishes(*, brand: Brand, actor: User, wishes: Wishes, expected: int) -> DrillCalendar:
    """Keep how the team wants to drill; the calendar is then stale. Raises Denied and
    VersionConflict."""
    POLICY.require(actor, "plan", brand)
    calendar = calendar_of(brand)
    calendar.wishes, calendar.is_stale = kept_wishes(wishes), calendar.planned_at is not None
    save_version(calendar, expected=expected, fields=["wishes", "is_stale"])
    audit_log.record("drills.wishes", actor=actor, target=brand, scope=brand.id)
    return calendar


@transaction.atomic
def pause(*, brand: Brand, actor: User, at: dt.datetime) -> None:
    """A real crisis: no drill is called until `resume`."""
    POLICY.require(actor, "open", brand)
    calendar = calendar_of(brand)
    if calendar.paused_at is None:
        calendar.paused_at, calendar.paused_by = at, actor
        calendar.save(update_fields=["paused_at", "paused_by"])
        audit_log.record("drills.paused", actor=actor, target=brand, scope=brand.id)
        live.publish(brand.id, TOPIC, "paused")


@transaction.atomic
def resume(*, brand: Brand, actor: User) -> None:
    """The crisis is over; what the pause swallowed is planned again."""
    POLICY.require(actor, "open", brand)
    calendar = calendar_of(brand)
    if calendar.paused_at is not None:
        calendar.paused_at = calendar.paused_by = None
        calendar.is_stale = calendar.planned_at is not None
        calendar.save(update_fields=["paused_at", "paused_by", "is_stale"])
        audit_log.record("drills.resumed", actor=actor, target=brand, scope=brand.id)
        live.publish(brand.id, TOPIC, "resumed")


@transaction.atomic
def move(*, drill: PlannedDrill, actor: User, to: dt.date, hour: int, today: dt.date) -> None:
    """Put a drill on another day; planning again leaves it there. Raises Denied, NotThatDay."""
    POLICY.require(actor, "plan", drill.brand)
    others = PlannedDrill.objects.filter(brand=drill.brand, date=to, skipped=False)
    if to <= today or others.exclude(pk=drill.pk).exists():
        raise NotThatDay
    drill.date, drill.hour, drill.fixed = to, hour, True
    drill.save(update_fields=["date", "hour", "fixed"])
    _changed(drill, "drills.moved", actor)


@transaction.atomic
def set_skipped(*, drill: PlannedDrill, actor: User, skipped: bool) -> None:
    """Leave a drill out, or put it back; either way planning again leaves it so."""
    POLICY.require(actor, "plan", drill.brand)
    drill.skipped, drill.fixed = skipped, True
    drill.save(update_fields=["skipped", "fixed"])
    _changed(drill, "drills.skipped" if skipped else "drills.put_back", actor)


@transaction.atomic
def set_surprise(*, drill: PlannedDrill, actor: User, surprise: bool) -> None:
    """Announce a drill, or keep it from those who play."""
    POLICY.require(actor, "plan", drill.brand)
    drill.surprise, drill.fixed = surprise, True
    drill.save(update_fields=["surprise", "fixed"])
    _changed(drill, "drills.kept_secret" if surprise else "drills.announced", actor)


def state_before(drill: PlannedDrill) -> dict[str, Any]:
    """What undoing needs to put a drill back as it is."""
    return {
        "drill": str(drill.pk),
        "date": drill.date.isoformat(),
        "hour": drill.hour,
        "surprise": drill.surprise,
        "skipped": drill.skipped,
        "fixed": drill.fixed,
    }


@undoes(MOVED)
def put_back(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    drill = PlannedDrill.objects.select_related("brand").get(pk=payload["drill"])
    POLICY.require(actor, "plan", drill.brand)
    drill.date = dt.date.fromisoformat(payload["date"])
    for name in ("hour", "surprise", "skipped", "fixed"):
        setattr(drill, name, payload[name])
    drill.save()
    _changed(drill, "drills.moved", actor)


def mark_stale(brand: Brand) -> None:
    """Something that the plan rests on changed: it is offered to be planned again."""
    DrillCalendar.objects.filter(brand=brand, planned_at__isnull=False).update(is_stale=True)


def when_an_exercise_ends(exercise: Exercise) -> None:
    """What was drilled is a fact: plan the rest again, once it is in the database."""
    brand = exercise.brand
    mark_stale(brand)
    calendar = DrillCalendar.objects.filter(brand=brand).first()
    if calendar is None or calendar.planned_at is None or calendar.paused_at is not None:
        return
    waiting = Job.objects.filter(kind=KIND, scope=brand.id, state=Job.State.QUEUED)
    if not waiting.exists():
        start_job(KIND, scope=brand.id, arguments={}, started_by=None)


def page_of_calendar(brand: Brand, _result: JobResult) -> str:
    from django.urls import reverse

    return reverse("drills:calendar", args=[brand.slug])


@job_kind(
    KIND,
    title=gettext_lazy("Planning the drills"),
    address=page_of_calendar,
    steps={
        "reading": gettext_lazy("Looking at who is there when…"),
        "planning": gettext_lazy("Finding dates…"),
        "keeping": gettext_lazy("Writing the calendar…"),
    },
)
def plan_in_a_job(work: JobWork) -> JobResult:
    """Plan a year of drills: facts and what was fixed by hand stay, the rest is made anew."""
    work.report(0.05, "reading")
    brand = Brand.objects.get(pk=work.scope)
    calendar = calendar_of(brand)
    now = timezone.now()
    today = now.astimezone(ZoneInfo(brand.timezone)).date()
    until = today + dt.timedelta(days=HORIZON_DAYS)
    wishes = read_wishes(calendar.wishes)
    people = planning.people_of(brand)
    coming = PlannedDrill.objects.filter(brand=brand, date__gt=today)
    # One that is left out holds its place, and drills nothing.
    fixed = [
        replace(slot, combination={}) if row.skipped else slot
        for row in coming.filter(fixed=True)
        for slot in [planning.slot_of(row)]
    ]
    days = planning.days_of(brand, today, until, paused=calendar.paused_at is not None)
    work.report(0.2, "planning")
    model = factors.model_of(brand)
    plan = plan_drills(
        model,
        today=today,
        until=until,
        days=days,
        people=people,
        wishes=wishes,
        capabilities=capability_ids(),
        trains=trained_by,
        done=planning.facts_of(brand),
        kept=fixed,
        changes=planning.changes_for(brand),
        family=family_factor(model),
        seed=calendar.seed,
        progress=lambda share: work.report(0.2 + 0.7 * share, "planning"),
    )
    work.report(0.95, "keeping")
    keep_plan(brand, plan, today, now)
    return JobResult("calendar", str(brand.pk))


@transaction.atomic
def keep_plan(brand: Brand, plan: Plan, today: dt.date, at: dt.datetime) -> None:
    """Put a plan in the place of the one before, all at once."""
    wanted = {slot.id: slot for slot in plan.slots}
    rows = {row.slot: row for row in PlannedDrill.objects.filter(brand=brand, date__gt=today)}
    for name, row in rows.items():
        if name not in wanted and not row.fixed:
            row.delete()
    for name, slot in wanted.items():
        kept = rows.get(name)
        if kept is not None and kept.fixed:
            continue
        row = kept or PlannedDrill(brand=brand, slot=name)
        row.format, row.date, row.hour = slot.format, slot.date, slot.hour
        row.minutes, row.surprise, row.content = slot.minutes, slot.surprise, _content(slot)
        row.save()
    calendar = DrillCalendar.objects.select_for_update().get(brand=brand)
    calendar.summary, calendar.planned_at, calendar.is_stale = _summary(plan), at, False
    calendar.save(update_fields=["summary", "planned_at", "is_stale"])
    audit_log.record("drills.planned", actor=None, target=brand, scope=brand.id)
    live.publish(brand.id, TOPIC, "planned")


def _content(slot: Slot) -> dict[str, Any]:
    return {
        "combination": dict(slot.combination),
        "facilitator": slot.facilitator,
        "players": list(slot.players),
        "why": [{"code": why.code, "facts": dict(why.facts)} for why in slot.why],
        "at_hand": slot.at_hand,
        "pulled": slot.pulled,
    }


def _summary(plan: Plan) -> dict[str, Any]:
    return {
        "possible": plan.possible,
        "done": plan.done,
        "planned": plan.planned,
        "needed": plan.needed,
        "at_most": plan.at_most,
        "drills": len(plan.slots),
        "uncovered": [dict(c) for c in plan.uncovered[:MOST_UNCOVERED]],
        "uncovered_count": len(plan.uncovered),
        "weeks": [[w.monday.isoformat(), w.done, w.planned] for w in plan.weeks],
        "families": [asdict(share) for share in plan.families],
        "family": plan.family,
        "unplaced": [[p.cadence.format, p.first.isoformat()] for p in plan.unplaced],
    }


def _changed(drill: PlannedDrill, verb: str, actor: Any) -> None:
    audit_log.record(verb, actor=actor, target=drill, scope=drill.brand_id)
    live.publish(drill.brand_id, TOPIC, "changed", {"drill": str(drill.pk)})
