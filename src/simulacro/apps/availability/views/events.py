"""The brand's calendar: a date, a file of dates, dates that others have found worth knowing."""

from __future__ import annotations

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from simulacro.apps.availability import queries
from simulacro.apps.availability.calendar_files import BadCalendar, read_calendar
from simulacro.apps.availability.dates import EventKind
from simulacro.apps.availability.forms import EVENT_WORDS, CalendarFileForm, EventForm
from simulacro.apps.availability.models import BrandEvent
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.availability.services.events import import_events, remove_event, write_event
from simulacro.apps.availability.suggestions import suggested
from simulacro.apps.availability.words import span_words
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.undo.services import offer_undo
from simulacro.kit.versions import VersionConflict, conflict_page


@never_cache
@brand_page(POLICY, "change_calendar")
@require_http_methods(["GET", "POST"])
def new_event(request: BrandRequest) -> HttpResponse:
    return edited(request, BrandEvent(brand=request.brand, content={}))


@never_cache
@brand_page(POLICY, "change_calendar")
@require_http_methods(["GET", "POST"])
def event(request: BrandRequest, event: UUID) -> HttpResponse:
    row = get_object_or_404(
        BrandEvent.objects.select_related("brand"), brand=request.brand, pk=event
    )
    return edited(request, row)


def edited(request: BrandRequest, row: BrandEvent) -> HttpResponse:
    new = row._state.adding
    form = EventForm(request.POST or None, row=row)
    back = reverse("availability:coverage", args=[request.brand.slug])
    context = {"brand": request.brand, "step": "audit", "back": back}
    if request.method == "POST" and form.is_valid():
        try:
            write_event(
                brand=request.brand,
                actor=request.user,
                event=form.event(),
                row=None if new else row,
                expected=form.expected_version,
            )
        except VersionConflict as conflict:
            return conflict_page(request, form, conflict, context)
        messages.success(request, _("Saved."))
        return redirect(back)
    remove = "" if new else reverse("availability:event_remove", args=[request.brand.slug, row.pk])
    context |= {"form": form, "remove": remove, "new": new}
    status = 422 if form.errors else 200
    return render(request, "availability/event.html", context, status=status)


@brand_page(POLICY, "change_calendar")
@require_POST
def remove(request: BrandRequest, event: UUID) -> HttpResponse:
    row = get_object_or_404(BrandEvent, brand=request.brand, pk=event)
    title = row.content["title"]
    rows = remove_event(brand=request.brand, actor=request.user, row=row)
    offer_undo(
        request,
        "event.removed",
        scope=request.brand.pk,
        payload={"rows": rows},
        message=_("“%(title)s” was taken out of the calendar.") % {"title": title},
    )
    return redirect("availability:coverage", request.brand.slug)


@never_cache
@brand_page(POLICY, "change_calendar")
@require_http_methods(["GET", "POST"])
def bring_in(request: BrandRequest) -> HttpResponse:
    """A calendar file: all of it or nothing, with every mistake told."""
    form = CalendarFileForm(request.POST or None, request.FILES or None)
    context = {"brand": request.brand, "step": "audit", "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            found = read_calendar(
                form.cleaned_data["file"].read(),
                zone=request.brand.timezone,
                kind=EventKind(form.cleaned_data["kind"]),
                now=timezone.now(),
            )
        except BadCalendar as bad:
            context["mistakes"] = bad.mistakes
            return render(request, "availability/import.html", context, status=422)
        new, changed = import_events(brand=request.brand, actor=request.user, found=found)
        words = ngettext("%(new)s new date", "%(new)s new dates", new) % {"new": new}
        more = ngettext("%(changed)s changed", "%(changed)s changed", changed) % {
            "changed": changed
        }
        messages.success(request, f"{words}, {more}.")
        return redirect("availability:coverage", request.brand.slug)
    status = 422 if form.errors else 200
    return render(request, "availability/import.html", context, status=status)


@never_cache
@brand_page(POLICY, "change_calendar")
@require_http_methods(["GET", "POST"])
def suggestions(request: BrandRequest) -> HttpResponse:
    """Dates worth knowing where the brand is, with where each comes from."""
    brand = request.brand
    today = timezone.now().astimezone(ZoneInfo(brand.timezone)).date()
    known = {event.key for _row, event in queries.events(brand) if event.source == "pack"}
    offered = [one for one in suggested(brand, today) if one.event.key not in known]
    if request.method == "POST":
        chosen = set(request.POST.getlist("date"))
        found = [one.event for one in offered if one.event.key in chosen]
        if not found and chosen:
            raise Http404
        if found:
            import_events(brand=brand, actor=request.user, found=found, source="pack")
            messages.success(request, _("They are in your calendar."))
        return redirect("availability:coverage", brand.slug)
    lines = [
        {
            "one": one,
            "kind": EVENT_WORDS[one.event.kind],
            "when": span_words(one.event.start, one.event.end, brand),
        }
        for one in offered
    ]
    context = {"brand": brand, "step": "audit", "lines": lines}
    return render(request, "availability/suggestions.html", context)
