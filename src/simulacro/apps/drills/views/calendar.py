"""The calendar of drills: what comes, why, and how much of everything possible it exhausts."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.drills import services
from simulacro.apps.drills.calendar import coming, names_of
from simulacro.apps.drills.calendar_forms import MoveForm, WishesForm
from simulacro.apps.drills.calendar_words import (
    LIGHT_WORDS,
    NEVER_DRILLED,
    capability_title,
    pair_words,
    row_of,
)
from simulacro.apps.drills.growth_picture import growth_line
from simulacro.apps.drills.models import DrillCalendar, PlannedDrill
from simulacro.apps.drills.planning import changes_for, facts_of
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.foresight.factors import words_of
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.content.capabilities import capability_ids
from simulacro.content.drill_model import FAMILY, FactorWords
from simulacro.engines.planning import standings
from simulacro.kit.jobs.models import Job
from simulacro.kit.undo.services import offer_undo
from simulacro.kit.versions import VersionConflict, conflict_page

A_PAGE = 6
SHOWN_UNCOVERED = 60


@require_GET
@brand_page(POLICY, "see_calendar")
def calendar(request: BrandRequest) -> HttpResponse:
    """The coming drills, the gaps and what is due."""
    kept = DrillCalendar.objects.filter(brand=request.brand).first()
    today = _today(request)
    rows = coming(request.brand, request.user, today)
    names, words = names_of(request.brand), words_of(request.brand)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "brand": request.brand,
        "step": "drills",
        "calendar": kept,
        "page": page,
        "rows": [row_of(row, names, words, request.brand.region, today) for row in page],
        "planned": len(rows),
        "may_plan": POLICY.allows(request.user, "plan", request.brand),
        "may_pause": POLICY.allows(request.user, "open", request.brand),
        "job": _waiting_job(request),
        "capabilities": _capabilities(request, today),
        "events_url": reverse("events", args=[request.brand.slug]),
        **_coverage(kept, words),
    }
    return render(request, "drills/calendar.html", context)


@require_GET
@brand_page(POLICY, "see_calendar")
def uncovered(request: BrandRequest) -> HttpResponse:
    """What no drill of the plan rehearses, in words."""
    kept = get_object_or_404(DrillCalendar, brand=request.brand)
    if not kept.summary:
        # Of no plan nothing can be said: least of all that it leaves nothing out.
        return redirect("drills:calendar", request.brand.slug)
    every = kept.summary.get("uncovered", [])
    page = Paginator(every, SHOWN_UNCOVERED).get_page(request.GET.get("page"))
    words = words_of(request.brand)
    context = {
        "brand": request.brand,
        "step": "drills",
        "page": page,
        "rows": [pair_words(combination, words) for combination in page],
        "count": kept.summary.get("uncovered_count", 0),
    }
    return render(request, "drills/uncovered.html", context)


@require_POST
@brand_page(POLICY, "plan")
def plan(request: BrandRequest) -> HttpResponse:
    """Plan, or plan again, in a job."""
    try:
        job = services.plan_calendar(brand=request.brand, actor=request.user)
    except services.Paused:
        messages.warning(request, _("The drills are paused. Say that the crisis is over first."))
        return redirect("drills:calendar", request.brand.slug)
    return redirect("job", request.brand.slug, job.pk)


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "plan")
def wishes(request: BrandRequest) -> HttpResponse:
    """How often, on which days, at which hours."""
    row = services.calendar_of(request.brand)
    form = WishesForm(request.POST or None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_wishes(
                brand=request.brand,
                actor=request.user,
                wishes=form.wishes(),
                expected=form.expected_version,
            )
        except VersionConflict as conflict:
            return conflict_page(request, form, conflict, {"brand": request.brand})
        messages.success(request, _("Kept. Plan again, and the calendar follows it."))
        return redirect("drills:calendar", request.brand.slug)
    context = {"brand": request.brand, "step": "drills", "form": form}
    return render(request, "drills/wishes.html", context, status=422 if form.errors else 200)


@require_POST
@brand_page(POLICY, "open")
def set_pause(request: BrandRequest) -> HttpResponse:
    """A real crisis pauses the drills; its end brings them back."""
    if request.POST.get("pause") == "yes":
        services.pause(brand=request.brand, actor=request.user, at=timezone.now())
        messages.success(request, _("The drills are paused. Look after what is real."))
    else:
        services.resume(brand=request.brand, actor=request.user)
        messages.success(request, _("The drills go on. Plan again to fill what was left out."))
    return redirect("drills:calendar", request.brand.slug)


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "plan")
def drill(request: BrandRequest, drill: uuid.UUID) -> HttpResponse:
    """One planned drill: move it, leave it out, announce it or keep it secret."""
    row = get_object_or_404(
        PlannedDrill.objects.select_related("brand"), pk=drill, brand=request.brand
    )
    form = MoveForm(
        request.POST if request.POST.get("do") == "move" else None,
        initial={"date": row.date, "hour": row.hour},
    )
    if request.method == "POST":
        before = services.state_before(row)
        if _done(request, row, form):
            offer_undo(
                request,
                services.MOVED,
                scope=request.brand.id,
                payload=before,
                message=_("Done. Planning again will leave this drill so."),
            )
            return redirect("drills:calendar", request.brand.slug)
    shown = row_of(
        row,
        names_of(request.brand),
        words_of(request.brand),
        request.brand.region,
        _today(request),
    )
    context = {"brand": request.brand, "step": "drills", "drill": shown, "form": form}
    return render(request, "drills/planned.html", context, status=422 if form.errors else 200)


def _done(request: BrandRequest, row: PlannedDrill, form: MoveForm) -> bool:
    match request.POST.get("do"):
        case "move":
            if not form.is_valid():
                return False
            given = form.cleaned_data
            try:
                services.move(
                    drill=row,
                    actor=request.user,
                    to=given["date"],
                    hour=given["hour"],
                    today=_today(request),
                )
            except services.NotThatDay:
                form.add_error("date", _("That day is past, or has a drill already."))
                return False
        case "skip" | "unskip" as what:
            services.set_skipped(drill=row, actor=request.user, skipped=what == "skip")
        case "surprise" | "announce" as what:
            services.set_surprise(drill=row, actor=request.user, surprise=what == "surprise")
        case _:
            return False
    return True


def _today(request: BrandRequest) -> dt.date:
    return timezone.now().astimezone(ZoneInfo(request.brand.timezone)).date()


def _waiting_job(request: BrandRequest) -> Job | None:
    busy = [Job.State.QUEUED, Job.State.RUNNING]
    return Job.objects.filter(kind=services.KIND, scope=request.brand.id, state__in=busy).first()


def _capabilities(request: BrandRequest, today: dt.date) -> list[dict[str, Any]]:
    stand = standings(capability_ids(), facts_of(request.brand), changes_for(request.brand), today)
    return [
        {
            "title": capability_title(s.capability),
            "light": s.light.value,
            "says": LIGHT_WORDS[s.light] if s.last else NEVER_DRILLED,
            "last": s.last,
            "due": s.due,
            "late": s.due <= today,
        }
        for s in stand
    ]


def _coverage(kept: DrillCalendar | None, words: FactorWords) -> dict[str, Any]:
    """What the plan said of coverage when it was made."""
    summary = kept.summary if kept else {}
    if not summary:
        return {"summary": None}
    weeks = [tuple(week) for week in summary["weeks"]]
    possible = max(1, summary["possible"])
    title = _("%(done)s%% of everything possible was drilled; %(then)s%% will have been.") % {
        "done": round(100 * summary["done"] / possible),
        "then": round(100 * summary["planned"] / possible),
    }
    every = max(1, len(weeks) // 12)
    return {
        "summary": summary,
        "says": title,
        "picture": growth_line(weeks, possible, title=title) if weeks else "",
        "weeks": [
            (dt.date.fromisoformat(day), d / possible, p / possible)
            for i, (day, d, p) in enumerate(weeks)
            if i % every == 0 or i == len(weeks) - 1
        ],
        "families": [
            {
                "name": words.value(summary.get("family", FAMILY), share["value"]),
                "of": share["of"],
                "done": share["done"],
                "planned": share["planned"],
                "percent": round(100 * share["done"] / share["of"]) if share["of"] else 0,
            }
            for share in summary["families"]
        ],
    }
