"""What was drilled, the report of each exercise, and what is to be mended."""

from __future__ import annotations

import json
import uuid
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simulacro.apps.exercises import queries
from simulacro.apps.exercises.cases import case_played
from simulacro.apps.exercises.cexf import as_cexf
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.msel import msel_workbook
from simulacro.apps.exercises.outcomes import kept_outcome
from simulacro.apps.exercises.policies import POLICY
from simulacro.apps.exercises.report import after_action, improvement_plan, replay
from simulacro.apps.exercises.services import member_id
from simulacro.apps.exercises.words import rating_words
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.content.cases import Case, UnknownCase
from simulacro.engines.drill import Phase
from simulacro.kit.spreadsheets import XLSX_TYPE, TextTooLong

A_PAGE = 20


@require_GET
@brand_page(POLICY, "see")
def exercises(request: BrandRequest) -> HttpResponse:
    """Every exercise of the brand, the latest first, with the worst rating of each."""
    page = Paginator(queries.exercises(request.brand), A_PAGE).get_page(request.GET.get("page"))
    rows = [
        (row, worst, rating_words(worst)) for row in page for worst in [kept_outcome(row).worst]
    ]
    context = {
        "brand": request.brand,
        "step": "drills",
        "page": page,
        "rows": rows,
        "plan": improvement_plan(request.brand, timezone.now()),
    }
    return render(request, "exercises/exercises.html", context)


@require_GET
@brand_page(POLICY, "see")
def exercise(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """One exercise: the after-action report and the improvement plan (AAR/IP)."""
    row = _row(request, exercise)
    today = timezone.localdate(timezone=ZoneInfo(request.brand.timezone))
    context = {
        "brand": request.brand,
        "step": "drills",
        "row": row,
        "report": after_action(row, today),
        "ended": row.phase == Phase.ENDED,
        "took_part": member_id(request.user) in queries.state_of(row).participants,
        "may_export": POLICY.allows(request.user, "export", request.brand),
    }
    return render(request, "exercises/exercise.html", context)


@require_GET
@brand_page(POLICY, "see")
def happened(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """Everything that happened at the table, in its order."""
    row = _row(request, exercise)
    context = {"brand": request.brand, "step": "drills", "row": row, "events": replay(row)}
    return render(request, "exercises/happened.html", context)


@require_GET
@brand_page(POLICY, "export")
def msel(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """The list of events of its case, as a spreadsheet."""
    case = _case(_row(request, exercise))
    try:
        response = HttpResponse(msel_workbook(case), content_type=XLSX_TYPE)
    except TextTooLong:
        messages.error(request, _("A text is too long for a workbook; take the other file."))
        return redirect("exercises:exercise", request.brand.slug, exercise)
    response["Content-Disposition"] = 'attachment; filename="simulacro-msel.xlsx"'
    return response


@require_GET
@brand_page(POLICY, "export")
def cexf(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """The exercise as JSON in the Common Exercise Format."""
    row = _row(request, exercise)
    case = _case(row)
    made = as_cexf(case, brand=request.brand.name, made_at=row.opened_at.isoformat())
    text = json.dumps(made, ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = 'attachment; filename="simulacro-cexf.json"'
    return response


def _row(request: BrandRequest, exercise: uuid.UUID) -> Exercise:
    rows = queries.exercises(request.brand).select_related("brand")
    return get_object_or_404(rows, pk=exercise)


def _case(row: Exercise) -> Case:
    try:
        return case_played(row)
    except UnknownCase:
        raise Http404 from None
