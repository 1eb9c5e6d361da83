"""«Tenemos una crisis»: what happens, then three things to do. Whoever lost their second factor
with the phone gets in all the same."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from simulacro.apps.audit.policies import POLICY as AUDIT
from simulacro.apps.audit.what_is_left import recoveries, without_each_device
from simulacro.apps.home.policies import POLICY
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.people.second_factor import open_without_second_factor
from simulacro.content.worst_hour import worst_hours


@open_without_second_factor
@require_safe
@brand_page(POLICY, "see")
def crisis(request: BrandRequest) -> HttpResponse:
    """Only this: what happens?"""
    context = {"brand": request.brand, "step": "crisis", "kinds": worst_hours(_language())}
    return render(request, "home/crisis.html", context)


@open_without_second_factor
@require_safe
@brand_page(POLICY, "see")
def crisis_of(request: BrandRequest, kind: str) -> HttpResponse:
    """Three things to do now, and what is left to do them with."""
    found = next((one for one in worst_hours(_language()) if one.id == kind), None)
    if found is None:
        raise Http404
    context: dict[str, Any] = {"brand": request.brand, "step": "crisis", "kind": found}
    if AUDIT.allows(request.user, "see_audit", request.brand):
        if kind == "phone_lost":
            context["without"] = without_each_device(request.brand)
        if kind in ("phone_lost", "account_stolen"):
            context["recoveries"] = recoveries(request.brand)
    return render(request, "home/crisis_kind.html", context)


def _language() -> str:
    return get_language() or "es"
