"""The brand itself: its name, where its team is, how it addresses people."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from simulacro.apps.people.forms import ChangeBrandForm
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.services.brand_settings import CHANGED, FIELDS, change_brand
from simulacro.kit.undo.services import offer_undo


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "change_brand")
def brand(request: BrandRequest) -> HttpResponse:
    now = {name: getattr(request.brand, name) for name in FIELDS}
    form = ChangeBrandForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        before = change_brand(brand=request.brand, actor=request.user, **form.changes())
        offer_undo(
            request,
            CHANGED,
            scope=request.brand.id,
            payload=before,
            message=_("Saved. Hours, figures and dates follow."),
        )
        return redirect("people:brand", request.brand.slug)
    context = {"brand": request.brand, "form": form}
    return render(request, "people/brand.html", context, status=422 if form.errors else 200)
