"""When the brand is weakest: the usual week, the next 90 days, a day, and a calendar of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simulacro.apps.audit import figures, grammar, page_sentences, sentences
from simulacro.apps.audit.day_rows import DayRow, day_name, day_rows, hour_rows, kept_day_rows
from simulacro.apps.audit.moment_words import (
    WEAK,
    ahead_sentence,
    reasons,
    switches,
)
from simulacro.apps.audit.outlooks import Study, TooLarge, days_ahead, week_of_audit
from simulacro.apps.audit.pictures.calendar import calendar_svg
from simulacro.apps.audit.pictures.week import week_of
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.reading import Question
from simulacro.apps.audit.views.opening import Open, opened, page, part
from simulacro.apps.audit.weak_moments import weak_moments
from simulacro.apps.availability.feeds import Said, written
from simulacro.apps.people.pages import BrandRequest, brand_page

if TYPE_CHECKING:
    from simulacro.engines.access.lights import Light

MAIN = "*"
STRETCH_DAYS = 30


@brand_page(POLICY, "see_audit")
@require_GET
def calendar(request: BrandRequest) -> HttpResponse:
    """The next 90 days: how dark each hour is, why, and what would light it up."""
    it = opened(request)
    if it is None:
        return page(request, "calendar", "", None)
    try:
        study = days_ahead(request.brand, timezone.now())
    except TooLarge:
        study = None
    if study is None:
        return page(request, "calendar", "audit/results_calendar.html", it, study=None)
    with study.lock:
        context = calendar_context(request, study)
    template = "audit/_calendar.html" if request.headers.get("HX-Request") else ""
    if template:
        return render(request, template, {"brand": request.brand, **context})
    return page(request, "calendar", "audit/results_calendar.html", it, **context)


def calendar_context(request: BrandRequest, study: Study) -> dict[str, Any]:
    subject, choices = subject_of(request, study)
    _lit, chosen = study.lit(request.GET.getlist("light"))
    region = study.inventory.brand.region
    rows = kept_day_rows(study, chosen, subject)
    says = ahead_sentence(study, chosen, subject)
    return {
        "study": study,
        "uncertain": study.depends(chosen, subject),
        "rows": rows,
        **stretch_of(request, rows),
        "says": says,
        "unusual": [row for row in rows if row.unusual and row.why],
        "switches": switches(study, subject, chosen, region),
        "subject": subject,
        "subjects": choices,
        "query": urlencode(kept(request), doseq=True),
        "zone": figures.clock_city(study.inventory.brand.zone, study.inventory.brand.region),
        "legend": week_of([0.0] * 168, region).legend,
        "picture": calendar_svg(
            rows, title=_("The next 90 days, hour by hour"), words=sentences.plain(says)
        ),
        "weak_h": sum(row.weak_h for row in rows),
        "threshold": figures.percent(WEAK, region),
    }


def stretch_of(request: BrandRequest, rows: list[DayRow]) -> dict[str, Any]:
    """The days that the table shows, a month of them at a time, and the way to the others."""
    stretches = Paginator(rows, STRETCH_DAYS)
    shown = stretches.get_page(request.GET.get("stretch"))
    return {
        "shown": shown.object_list,
        "stretches": [
            {
                "number": part.number,
                "current": part.number == shown.number,
                "first": part.object_list[0].name,
                "last": part.object_list[-1].name,
            }
            for part in map(stretches.page, stretches.page_range)
        ],
    }


@brand_page(POLICY, "see_audit")
@require_GET
def day(request: BrandRequest, day: str) -> HttpResponse:
    """One of the days: every hour with its chance and its reasons."""
    it = opened(request)
    try:
        wanted = dt.date.fromisoformat(day)
        study = days_ahead(request.brand, timezone.now()) if it else None
    except (ValueError, TooLarge) as error:
        raise Http404 from error
    if it is None or study is None:
        raise Http404
    number = (wanted - study.hours.first).days
    if not 0 <= number < study.hours.days:
        raise Http404
    with study.lock:
        subject, _choices = subject_of(request, study)
        lit, chosen = study.lit(request.GET.getlist("light"))
        moments = [i for i in range(study.hours.count) if study.hours.day[i] == number]
        rows = hour_rows(study, lit, subject, moments)
        uncertain = study.depends(chosen, subject)
        row = day_rows(study, lit, subject, explained=False)[number]
        region = study.inventory.brand.region
        offered = switches(study, subject, chosen, region)
    last = study.hours.days - 1
    return page(
        request,
        "calendar",
        "audit/results_day.html",
        it,
        row=row,
        uncertain=uncertain,
        hours=rows,
        name=day_name(wanted, region),
        switches=[switch for switch in offered if switch.on],
        query=urlencode(kept(request), doseq=True),
        before=wanted - dt.timedelta(days=1) if number else None,
        after=wanted + dt.timedelta(days=1) if number < last else None,
    )


@brand_page(POLICY, "see_audit")
@require_GET
def week(request: BrandRequest) -> HttpResponse:
    """The hours of the usual week in which the brand, or one channel, is weakest, and why."""
    it = opened(request)
    if it is None:
        return page(request, "week", "", None)
    study = week_of_audit(request.brand, it.audit, it.inventory) if it.reading.week else None
    wanted = request.GET.get("channel", "")
    answer = it.reading.answer(wanted, Question.SILENCE)
    chances = list(answer.week if answer else it.reading.week)
    best: list[float] | None = None
    chosen: list[Light] = []
    context: dict[str, Any] = {"switches": (), "linked": False, "links": ""}
    if study is not None and study.hours.count == len(chances):
        subject = wanted if answer else ""
        with study.lock:
            lit, chosen = study.lit(request.GET.getlist("light"))
            if chosen:
                chances = study.outlook.chance(lit, subject).tolist()
            if (well := study.at_best(chosen, subject)) is not None:
                best = well.tolist()
            context = week_context(request, study, subject, chances)
            context["uncertain"] = study.depends(chosen, subject)
            context["switches"] = switches(study, subject, chosen, it.region)
    worst = max(range(len(chances)), key=chances.__getitem__) if chances else 0
    context |= {
        "table": week_table(it, chances, lit=bool(chosen), context=context) if chances else "",
        "wanted": wanted if answer else "",
        "channels": it.inventory.channels,
        "says": page_sentences.week_sentence(chances, it.region, best),
        "worst": figures.hour_of_week(worst, it.region),
        "worst_chance": figures.percent(chances[worst], it.region) if chances else "",
        "zone": figures.clock_city(it.inventory.brand.zone, it.region),
        "subject": sentences.name_of(it.inventory, wanted) if answer else "",
    }
    if request.headers.get("HX-Request"):
        return render(request, "audit/_week_answer.html", {"brand": request.brand, **context})
    return page(request, "week", "audit/results_week.html", it, **context)


def week_table(it: Open, chances: list[float], *, lit: bool, context: dict[str, Any]) -> SafeString:
    """The week as a table; with nothing switched on it is the audit's own, written once."""

    def made() -> dict[str, Any]:
        return {"table": week_of(chances, it.region), **linking}

    linking = {"linked": context["linked"], "links": context["links"]}
    if lit:
        return render_to_string("audit/_week.html", made())
    return part(it, "audit/_week.html", made, *linking.values())


def week_context(
    request: BrandRequest, study: Study, subject: str, chances: list[float]
) -> dict[str, Any]:
    """The hour that is looked at, with its reasons, and how links keep what is switched on."""
    given = request.GET.get("hour", "")
    hour = int(given) if given.isdecimal() and int(given) < len(chances) else -1
    if hour < 0:
        hour = max(range(len(chances)), key=chances.__getitem__)
    lit, _chosen = study.lit(request.GET.getlist("light"))
    falls = study.outlook.without(lit, subject, [hour])
    left = {group: float(values[0]) for group, values in falls.items()}
    region = study.inventory.brand.region
    query = urlencode(kept(request), doseq=True)
    why = reasons(study, lit, subject, hour, left) if chances[hour] > 0.001 else []
    return {
        "hour": hour,
        "hour_name": figures.hour_of_week(hour, region),
        "hour_chance": figures.percent(chances[hour], region),
        "hour_times": figures.times(chances[hour], region),
        "reasons": [grammar.opening(reason) for reason in why],
        "linked": True,
        "links": f"{query}&" if query else "",
    }


@brand_page(POLICY, "see_audit")
@require_GET
def weak_moments_file(request: BrandRequest) -> HttpResponse:
    """The weak moments of the next 90 days as a calendar file, to keep."""
    now = timezone.now()
    named = request.GET.get("names") == "1"
    entries = weak_moments(request.brand, request.user, now, named)
    title = _("Weak moments of %(brand)s") % {"brand": request.brand.name}
    text = written(request.brand, title, [Said(entry, 0, now) for entry in entries])
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{request.brand.slug}.ics"'
    response["Cache-Control"] = "private, no-store"
    return response


def subject_of(request: BrandRequest, study: Study) -> tuple[str, list[tuple[str, str]]]:
    """What is looked at, and what may be: every channel by weight, the main ones, or one."""
    choices = [
        ("", _("all the channels, by their weight")),
        (MAIN, _("all the main channels silent at once")),
        *((channel.id, channel.name) for channel in study.inventory.channels),
    ]
    given = request.GET.get("channel", "")
    return (given if given in dict(choices) else ""), choices


def kept(request: BrandRequest) -> dict[str, Any]:
    """What a link on the page keeps of its address."""
    found: dict[str, Any] = {}
    if request.GET.get("channel"):
        found["channel"] = request.GET["channel"]
    if request.GET.getlist("light"):
        found["light"] = request.GET.getlist("light")
    return found
