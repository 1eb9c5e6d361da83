"""The foresight matrix."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from simulacro.apps.foresight import queries
from simulacro.apps.foresight.policies import POLICY
from simulacro.apps.people.pages import BrandRequest, brand_page


@require_safe
@brand_page(POLICY, "see")
def matrix(request: BrandRequest) -> HttpResponse:
    """A page of what can happen, the least foreseen first, and what is known of each."""
    weak_points = POLICY.allows(request.user, "see_weak_points", request.brand)
    shown = queries.page_of(request.brand, request.GET.get("page", 1), weak_points=weak_points)
    totals = queries.totals(request.brand)
    context = {
        "brand": request.brand,
        "step": "foresight",
        "shown": shown,
        "rows": queries.rows(shown),
        "totals": totals,
        "possibilities": totals[0].of,
        "hidden": totals[0].of - shown.paginator.count,
    }
    return render(request, "foresight/matrix.html", context)
