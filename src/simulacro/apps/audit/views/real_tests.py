"""Real tests: what to try next, and one with its steps, its plan and how it went."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from simulacro.apps.audit import queries
from simulacro.apps.audit.models import RealTestTry
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.real_tests import (
    Stand,
    Standing,
    is_last_word,
    passed_too_long_ago,
    real_test_standing,
    real_test_standings,
    to_try_next,
    tries_of,
)
from simulacro.apps.audit.real_test_forms import PlanForm, TickForm
from simulacro.apps.audit.real_test_words import TestWords, in_words
from simulacro.apps.audit.services.inventory import SecretsOffered
from simulacro.apps.audit.services.real_tests import drop_plan, plan_real_test, tick_real_test
from simulacro.apps.audit.views.photographs import photograph
from simulacro.apps.brands.days import today_of
from simulacro.apps.people.pages import BrandRequest, brand_page

Outcome = RealTestTry.Outcome
PROPOSED = 5
# The grave ones of a large inventory; the rest comes up as these are tried.
LISTED = 100
WHOLE_BRAND = "-"


@require_GET
@brand_page(POLICY, "see_audit")
def real_tests(request: BrandRequest) -> HttpResponse:
    """What to try next, what has a day, what failed and what passed."""
    today = today_of(request.brand)
    inventory = queries.current_inventory(request.brand)
    standings = real_test_standings(request.brand, today, inventory)
    proposed = to_try_next(standings, PROPOSED)
    shown = {x.pair for x in proposed}

    def those(*stands: Stand) -> list[Standing]:
        return [x for x in standings if x.stand in stands and x.pair not in shown]

    def worded(those: list[Standing]) -> list[TestWords]:
        return [in_words(inventory, x) for x in those] if inventory else []

    others = those(Stand.NEVER)
    failed = sum(x.has_failed for x in standings)
    counting = sum(x.stand is Stand.PASSED for x in standings)
    return _page(
        request,
        "audit/real_tests.html",
        proposed=worded(proposed),
        planned=worded(those(Stand.PLANNED)),
        pressing=worded(those(Stand.FAILED, Stand.LATE, Stand.STALE)),
        passed=worded(those(Stand.PASSED)),
        others=worded(others[:LISTED]),
        others_count=len(others),
        failed_count=failed,
        passed_count=counting,
        aged_count=sum(x.has_aged for x in standings),
        whole_count=len(standings),
        has_inventory=inventory is not None,
        may_edit=POLICY.allows(request.user, "edit_inventory", request.brand),
    )


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "test_for_real")
def real_test(request: BrandRequest, test: str, subject: str) -> HttpResponse:
    """One test: why, the steps, what passing is; and the form that says how it went."""
    standing = _standing(request, test, subject)
    now = timezone.now()
    with _clock_of(request):
        form = TickForm(now, request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid() and _ticked(request, standing, form, now):
            return HttpResponseRedirect(_address("audit:real_test", request, standing))
        plan = standing.plan
        initial = {"on": plan.planned_for, "who": plan.who_id} if plan else {}
        plan_form = PlanForm(request.brand, today_of(request.brand), initial=initial)
        return _one(request, standing, form, plan_form)


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "test_for_real")
def plan(request: BrandRequest, test: str, subject: str) -> HttpResponse:
    """Give a test a day and a person, or take the plan back; to read it leads to the test."""
    standing = _standing(request, test, subject)
    if request.method != "POST":
        return HttpResponseRedirect(_address("audit:real_test", request, standing))
    name, about = standing.pair
    now = timezone.now()
    if "drop" in request.POST:
        drop_plan(brand=request.brand, test=name, subject=about, actor=request.user, at=now)
        messages.success(request, _("It has no day any more."))
        return HttpResponseRedirect(reverse("audit:real_tests", args=[request.brand.slug]))
    form = PlanForm(request.brand, today_of(request.brand), request.POST)
    if not form.is_valid():
        with _clock_of(request):
            return _one(request, standing, TickForm(now), form)
    plan_real_test(
        brand=request.brand,
        test=name,
        subject=about,
        on=form.cleaned_data["on"],
        who=form.cleaned_data["who"],
        actor=request.user,
        at=now,
    )
    messages.success(request, _("It has a day now."))
    return HttpResponseRedirect(reverse("audit:real_tests", args=[request.brand.slug]))


@require_GET
@brand_page(POLICY, "test_for_real")
def photo(request: BrandRequest, tried: UUID, index: int) -> HttpResponse:
    """One photo of a try."""
    row = get_object_or_404(RealTestTry, pk=tried, brand=request.brand)
    return photograph(request.brand, row.photos, index)


def _ticked(request: BrandRequest, standing: Standing, form: TickForm, now: dt.datetime) -> bool:
    """Whether the outcome was kept; else the form carries why not."""
    values = form.cleaned_data
    test, subject = standing.pair
    try:
        row = tick_real_test(
            brand=request.brand,
            test=test,
            subject=subject,
            outcome=Outcome(values["outcome"]),
            actor=request.user,
            at=now,
            done_at=min(values["done_at"], now),
            note=values["note"],
            photos=[values["photo"]] if values["photo"] else [],
            put_off_to=values["put_off_to"],
        )
    except SecretsOffered:
        form.add_error(
            "note", _("This looks like a password or a code. The audit never keeps one.")
        )
        return False
    said = {
        Outcome.PASSED: _("It passed. That counts for a while, and then asks to be tried again."),
        Outcome.FAILED: _("It failed, and now you know. It is a weak point until it passes."),
        Outcome.POSTPONED: _("It has another day."),
    }
    words = said[Outcome(row.outcome)]
    if row.outcome != Outcome.POSTPONED and not is_last_word(row):
        words = _("It is kept. A later try has the last word, so the map stays as it is.")
    elif passed_too_long_ago(standing.test, row, standing.day):
        words = _(
            "It is kept. It passed too long ago to count on it, so the map stays as it is: "
            "try it again."
        )
    messages.success(request, words)
    if row.revision is not None:
        messages.info(request, _("The map follows: audit again to see what it changes."))
    return True


def _standing(request: BrandRequest, test: str, subject: str) -> Standing:
    about = "" if subject == WHOLE_BRAND else subject
    inventory = queries.current_inventory(request.brand)
    day = today_of(request.brand)
    found = inventory and real_test_standing(request.brand, day, inventory, test, about)
    if not found:
        raise Http404
    return found


def _clock_of(request: BrandRequest) -> AbstractContextManager[None]:
    """Hours that a person reads and writes in a form are the brand's."""
    return timezone.override(ZoneInfo(request.brand.timezone))


def _address(name: str, request: BrandRequest, standing: Standing) -> str:
    test, subject = standing.pair
    return reverse(name, args=[request.brand.slug, test, subject or WHOLE_BRAND])


def _one(
    request: BrandRequest, standing: Standing, form: TickForm, plan_form: PlanForm
) -> HttpResponse:
    inventory = queries.current_inventory(request.brand)
    if inventory is None:
        raise Http404
    return _page(
        request,
        "audit/real_test.html",
        words=in_words(inventory, standing),
        standing=standing,
        form=form,
        plan_form=plan_form,
        tries=[x for x in tries_of(request.brand, *standing.pair) if x.done_at is not None],
    )


def _page(request: BrandRequest, template: str, **context: Any) -> HttpResponse:
    every = {
        "brand": request.brand,
        "step": "audit",
        "tab": "real_tests",
        "it": None,
        "may_test": POLICY.allows(request.user, "test_for_real", request.brand),
        **context,
    }
    response = render(request, template, every)
    add_never_cache_headers(response)
    return response
