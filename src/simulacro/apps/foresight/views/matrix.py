"""The foresight matrix, and noting, setting aside and bringing back a row."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simulacro.apps.foresight import queries, services
from simulacro.apps.foresight.forms import WhatIfForm
from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.foresight.policies import POLICY
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.undo.acts import undoes
from simulacro.kit.undo.services import offer_undo

SET_ASIDE = "possibility.set_aside"


@brand_page(POLICY, "see")
def matrix(request: BrandRequest) -> HttpResponse:
    return _show(request, WhatIfForm())


@brand_page(POLICY, "note")
@require_POST
def note(request: BrandRequest) -> HttpResponse:
    """Add a person's own what-if as a row."""
    form = WhatIfForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    title = form.cleaned_data["title"].strip()
    services.note_possibility(
        request.brand,
        source=Source.BRAINSTORM,
        # The words are the key: pressing the button twice adds one row.
        key=title.casefold(),
        title=title,
        at=timezone.now(),
        actor=request.user,
    )
    messages.success(request, _("Noted. It is now a row of your matrix."))
    return redirect("foresight:matrix", request.brand.slug)


@brand_page(POLICY, "set_aside")
@require_POST
def set_aside(request: BrandRequest, possibility: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Possibility, pk=possibility, brand=request.brand)
    services.set_aside(row, at=timezone.now(), actor=request.user)
    offer_undo(
        request,
        SET_ASIDE,
        scope=request.brand.id,
        payload={"possibility": str(row.pk)},
        message=_("“%(title)s” is set aside. You can bring it back below.") % {"title": row.title},
    )
    return redirect("foresight:matrix", request.brand.slug)


@brand_page(POLICY, "set_aside")
@require_POST
def bring_back(request: BrandRequest, possibility: uuid.UUID) -> HttpResponse:
    row = get_object_or_404(Possibility, pk=possibility, brand=request.brand)
    services.bring_back(row, actor=request.user)
    messages.success(request, _("“%(title)s” is back.") % {"title": row.title})
    return redirect("foresight:matrix", request.brand.slug)


@undoes(SET_ASIDE)
def take_back_setting_aside(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    services.bring_back(Possibility.objects.get(pk=payload["possibility"]), actor=actor)


def _show(request: BrandRequest, form: WhatIfForm, status: int = 200) -> HttpResponse:
    weak_points = POLICY.allows(request.user, "see_weak_points", request.brand)
    shown = queries.page_of(request.brand, request.GET.get("page", 1), weak_points=weak_points)
    totals = queries.totals(request.brand)
    context = {
        "brand": request.brand,
        "step": "foresight",
        "form": form,
        "shown": shown,
        "rows": queries.rows(shown),
        "totals": totals,
        "possibilities": totals[0].of,
        "hidden": totals[0].of - shown.paginator.count,
        "set_aside": queries.set_aside(request.brand, weak_points=weak_points)[
            : queries.ROWS_PER_PAGE
        ],
        "may_note": POLICY.allows(request.user, "note", request.brand),
    }
    return render(request, "foresight/matrix.html", context, status=status)
