"""Write down an absence, a journey, an extra shift; change it; take it out and back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from simulacro.apps.availability.forms import AbsenceForm
from simulacro.apps.availability.models import RotaChange
from simulacro.apps.availability.people_told import told_of
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.availability.services.rota import remove_change, write_change
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.undo.services import offer_undo
from simulacro.kit.versions import VersionConflict, conflict_page


@never_cache
@brand_page(POLICY, "change_rota")
@require_http_methods(["GET", "POST"])
def new_change(request: BrandRequest) -> HttpResponse:
    row = RotaChange(brand=request.brand, content={})
    person = request.GET.get("person", "")
    known = {one.id for one in told_of(request.brand).people}
    initial = {"person": person} if person in known else {}
    return edited(request, row, initial=initial)


@never_cache
@brand_page(POLICY, "change_rota")
@require_http_methods(["GET", "POST"])
def change(request: BrandRequest, change: UUID) -> HttpResponse:
    row = get_object_or_404(
        RotaChange.objects.select_related("brand"), brand=request.brand, pk=change
    )
    return edited(request, row, initial={})


def edited(request: BrandRequest, row: RotaChange, initial: dict[str, str]) -> HttpResponse:
    new = row._state.adding
    form = AbsenceForm(request.POST or None, row=row, initial=initial)
    back = reverse("availability:coverage", args=[request.brand.slug])
    context = {"brand": request.brand, "step": "audit", "back": back}
    if request.method == "POST" and form.is_valid():
        try:
            write_change(
                brand=request.brand,
                actor=request.user,
                absence=form.absence(),
                row=None if new else row,
                expected=form.expected_version,
                covered_by=form.cleaned_data.get("covered_by", ""),
            )
        except VersionConflict as conflict:
            return conflict_page(request, form, conflict, context)
        messages.success(request, _("Saved."))
        return redirect(back)
    remove = "" if new else reverse("availability:change_remove", args=[request.brand.slug, row.pk])
    context |= {"form": form, "remove": remove, "new": new}
    status = 422 if form.errors else 200
    return render(request, "availability/change.html", context, status=status)


@brand_page(POLICY, "change_rota")
@require_POST
def remove(request: BrandRequest, change: UUID) -> HttpResponse:
    row = get_object_or_404(RotaChange, brand=request.brand, pk=change)
    rows = remove_change(brand=request.brand, actor=request.user, row=row)
    offer_undo(
        request,
        "rota.removed",
        scope=request.brand.pk,
        payload={"rows": rows},
        message=_("It was taken out, with the shift of whoever took over."),
    )
    return redirect("availability:coverage", request.brand.slug)
