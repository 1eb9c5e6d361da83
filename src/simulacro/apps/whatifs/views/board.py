"""The board: everything that can happen, by family; and one's own what-if."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from simulacro.apps.foresight import services as foresight
from simulacro.apps.foresight.models import Possibility
from simulacro.apps.foresight.policies import POLICY as FORESIGHT
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.whatifs import board as boards
from simulacro.apps.whatifs.board import OTHER, STATES, Wish
from simulacro.apps.whatifs.forms import WhatIfForm
from simulacro.apps.whatifs.models import Brainstorm, Phase
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.services.board import SET_ASIDE, note_own
from simulacro.apps.whatifs.words import SOURCE_WORDS
from simulacro.content.drill_model import families
from simulacro.kit.undo.services import offer_undo

MAX_SEARCH = 80


@require_GET
@brand_page(POLICY, "see", sensitive=True)
def board(request: BrandRequest) -> HttpResponse:
    """A page of the board, as it was asked for."""
    return _show(request, WhatIfForm(initial={"family": request.GET.get("family", "")}))


@require_POST
@brand_page(POLICY, "add", sensitive=True)
def note(request: BrandRequest) -> HttpResponse:
    """Add a person's own what-if."""
    form = WhatIfForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    note_own(
        brand=request.brand,
        actor=request.user,
        title=form.cleaned_data["title"],
        family=form.cleaned_data["family"],
        at=timezone.now(),
    )
    messages.success(request, _("Noted. It is on the board, and a row of your matrix."))
    return redirect("whatifs:board", request.brand.slug)


@require_POST
@brand_page(FORESIGHT, "set_aside")
def set_aside(request: BrandRequest, possibility: uuid.UUID) -> HttpResponse:
    """Take one off the board, with a way back."""
    row = get_object_or_404(Possibility, pk=possibility, brand=request.brand)
    foresight.set_aside(row, at=timezone.now(), actor=request.user)
    offer_undo(
        request,
        SET_ASIDE,
        scope=request.brand.id,
        payload={"possibility": str(row.pk)},
        message=_("“%(title)s” is set aside.") % {"title": row.title},
    )
    return redirect("whatifs:board", request.brand.slug)


@require_POST
@brand_page(FORESIGHT, "set_aside")
def bring_back(request: BrandRequest, possibility: uuid.UUID) -> HttpResponse:
    """Put one that was set aside back."""
    row = get_object_or_404(Possibility, pk=possibility, brand=request.brand)
    foresight.bring_back(row, actor=request.user)
    messages.success(request, _("“%(title)s” is back on the board.") % {"title": row.title})
    return redirect("whatifs:board", request.brand.slug)


def _show(request: BrandRequest, form: WhatIfForm, status: int = 200) -> HttpResponse:
    weak_points = FORESIGHT.allows(request.user, "see_weak_points", request.brand)
    wish = _wish(request)
    seen = boards.board(request.brand, wish, request.GET.get("page", 1), weak_points=weak_points)
    may_add = POLICY.allows(request.user, "add", request.brand)
    asked = {
        "family": wish.family,
        "source": wish.source,
        "state": wish.state,
        "q": wish.search,
    }
    context = {
        "brand": request.brand,
        "step": "drills",
        "board": seen,
        "page": seen.page,
        "wish": wish,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "sources": [(value, words) for value, words in SOURCE_WORDS.items()],
        "other": OTHER,
        "form": form,
        "may_add": may_add,
        "may_see_weak_points": weak_points,
        "set_aside": boards.set_aside(request.brand, weak_points=weak_points) if may_add else [],
        "running": Brainstorm.objects.filter(brand=request.brand).exclude(phase=Phase.ENDED)[:3],
    }
    return render(request, "whatifs/board.html", context, status=status)


def _wish(request: BrandRequest) -> Wish:
    """What the address asks for; what nobody knows is passed over."""
    given = request.GET
    family, source, state = (given.get(name, "") for name in ("family", "source", "state"))
    return Wish(
        family=family if family in (*families(), OTHER) else "",
        source=source if source in SOURCE_WORDS else "",
        state=state if state in STATES else "",
        search=given.get("q", "").strip()[:MAX_SEARCH],
    )
