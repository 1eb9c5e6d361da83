"""A calendar to subscribe to: its secret address, and what is read there."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from simulacro.apps.availability import queries
from simulacro.apps.availability.feeds import written
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.availability.services.feeds import (
    NoSuchFeed,
    close_address,
    find_feed,
    make_address,
    read_feed,
)
from simulacro.apps.people.pages import BrandRequest, brand_page, open_to_everybody
from simulacro.kit.idempotency import harmless_to_repeat

ICS = "text/calendar; charset=utf-8"


@never_cache
@brand_page(POLICY, "subscribe", sensitive=True)
@harmless_to_repeat("a new address ends the one before it")
@require_http_methods(["GET", "POST"])
def feed(request: BrandRequest) -> HttpResponse:
    """The person's own address: make it, change it, close it."""
    brand = request.brand
    context: dict[str, object] = {"brand": brand, "step": "audit"}
    if request.method == "POST":
        if request.POST.get("go") == "close":
            close_address(brand=brand, actor=request.user)
            messages.success(request, _("The address no longer works."))
            return redirect("availability:feed", brand.slug)
        _row, token = make_address(
            brand=brand,
            actor=request.user,
            with_names=request.POST.get("names") == "on",
            at=timezone.now(),
        )
        # Shown in this answer and never again: only its digest is kept.
        path = reverse("availability:calendar_file", args=[token])
        context["link"] = request.build_absolute_uri(path)
    context["row"] = queries.feed_of(brand, request.user)
    return render(request, "availability/feed.html", context)


@open_to_everybody
@require_GET
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads; nothing for whoever does not know the address."""
    try:
        row = find_feed(token)
    except NoSuchFeed as gone:
        raise Http404 from gone
    with translation.override(row.user.language):
        title = _("Simulacro: %(brand)s") % {"brand": row.brand.name}
        text = written(row.brand, title, read_feed(row, timezone.now()))
    response = HttpResponse(text, content_type=ICS)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
