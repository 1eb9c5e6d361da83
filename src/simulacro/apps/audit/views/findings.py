"""Weak points: all of them, and one with its form."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from simulacro.apps.audit import queries, results
from simulacro.apps.audit.acceptance_forms import AskClientForm
from simulacro.apps.audit.advice import fix_words
from simulacro.apps.audit.finding_forms import FindingForm
from simulacro.apps.audit.finding_rows import rows_of
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import Finding
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.findings import (
    NotByHand,
    look_after_finding,
)
from simulacro.apps.audit.views.acceptances import link_of
from simulacro.apps.audit.views.opening import Open, opened, page
from simulacro.apps.brands.days import today_of
from simulacro.apps.people.new_links import take_new_link
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.versions import VersionConflict, conflict_page

A_PAGE = 60


def finding_rows(it: Open, rows: list[Finding], today: dt.date) -> list[dict[str, Any]]:
    """Weak points for a list, as they stand on the brand's day."""
    return rows_of(it.inventory, rows, today)


@require_GET
@brand_page(POLICY, "see_audit")
def findings(request: BrandRequest) -> HttpResponse:
    """Every weak point with owner, date and state."""
    it = opened(request)
    if it is None:
        return page(request, "findings", "", None)
    every = finding_rows(it, list(queries.findings(request.brand)), today_of(request.brand))
    groups = [
        (label, [x for x in every if x["state"] == state.value])
        for state, label in (
            (State.OPEN, _("Still open")),
            (State.FIXED, _("Fixed, to be checked by the next audit")),
            (State.ACCEPTED, _("Accepted")),
            (State.VERIFIED, _("Gone, checked by an audit")),
        )
    ]
    in_order = [x for _label, items in groups for x in items]
    paged = Paginator(in_order, A_PAGE).get_page(request.GET.get("page"))
    shown = {x["row"].pk for x in paged}
    return page(
        request,
        "findings",
        "audit/results_findings.html",
        it,
        groups=[
            (label, len(items), [x for x in items if x["row"].pk in shown])
            for label, items in groups
            if any(x["row"].pk in shown for x in items)
        ],
        paged=paged,
        open_count=len(groups[0][1]),
        late_count=sum(x["late"] for x in every),
    )


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "see_audit")
def finding(request: BrandRequest, finding: UUID) -> HttpResponse:
    """One weak point: what it is, what to do, and who looks after it."""
    row = get_object_or_404(queries.findings(request.brand), pk=finding)
    it = opened(request)
    if it is None:
        raise Http404
    today = today_of(request.brand)
    if request.method == "POST":
        form = FindingForm(request.POST, row=row, day=today)
        try:
            if form.is_valid() and _looked_after(request, row, form):
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(reverse("audit:findings", args=[request.brand.slug]))
        except VersionConflict as conflict:
            frame = {"brand": request.brand, "step": "audit", "frame": "kit/brand.html"}
            return conflict_page(
                request, form, conflict, {**frame, "back": request.get_full_path()}
            )
    else:
        form = FindingForm(row=row, day=today)
    (listed,) = finding_rows(it, [row], today)
    closing = results.fixes_closing(it.reading, row.seen)
    related = results.fix_cards(it.inventory, closing or (), most=3)
    return page(
        request,
        "findings",
        "audit/results_finding.html",
        it,
        form=form,
        item=listed,
        related=related,
        closing=None
        if closing is None or related
        else [fix_words(it.inventory, fix).do for fix in closing],
        asked=queries.client_asked(row),
        ask_form=AskClientForm() if listed["state"] == State.OPEN.value else None,
        new=take_new_link(request, request.brand, what=link_of(row)),
        may_accept=POLICY.allows(request.user, "accept_finding", row),
    )


def _looked_after(request: BrandRequest, row: Finding, form: FindingForm) -> bool:
    """Whether the form was saved; else it carries why not. Raises VersionConflict."""
    values = form.cleaned_data
    try:
        look_after_finding(
            finding=row,
            actor=request.user,
            version=form.expected_version,
            at=timezone.now(),
            state=State(values["state"]),
            owner=values["owner"],
            due=values["due"],
            reason=values["reason"],
            accepted_until=values["accepted_until"],
        )
    except NotByHand:
        form.add_error("state", _("Only a new audit can say that."))
        return False
    return True
