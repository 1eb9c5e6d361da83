"""What was drilled, and the report of each exercise."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from simulacro.apps.exercises import queries
from simulacro.apps.exercises.policies import POLICY
from simulacro.apps.people.pages import BrandRequest, brand_page


@require_GET
@brand_page(POLICY, "see")
def exercises(request: BrandRequest) -> HttpResponse:
    """Every exercise of the brand, the latest first."""
    context = {"brand": request.brand, "step": "drills", "rows": queries.exercises(request.brand)}
    return render(request, "exercises/exercises.html", context)


@require_GET
@brand_page(POLICY, "see")
def exercise(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """One exercise: how it went."""
    row = get_object_or_404(queries.exercises(request.brand), pk=exercise)
    context = {
        "brand": request.brand,
        "step": "drills",
        "row": row,
        "state": queries.state_of(row),
    }
    return render(request, "exercises/exercise.html", context)
