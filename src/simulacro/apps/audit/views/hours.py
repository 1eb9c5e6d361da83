"""The usual hours of one person of the inventory."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from simulacro.apps.audit import figures, queries
from simulacro.apps.audit.editing import with_asset
from simulacro.apps.audit.hours_form import HoursForm
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.editing import edit_inventory, seen_at
from simulacro.apps.audit.services.inventory import StaleInventory
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Kind


@brand_page(POLICY, "edit_inventory")
@require_http_methods(["GET", "POST"])
def hours_of(request: BrandRequest, person: str) -> HttpResponse:
    """When somebody usually answers: their shifts, over midnight too, on their own clock."""
    current = queries.current_revision(request.brand)
    base = current
    given = request.POST.get("base", "")
    if given and current is not None:
        wanted = (row for row in queries.revisions(request.brand) if str(row.pk) == given)
        base = next(wanted, current)
    inventory = seen_at(request.brand, base)
    if person not in inventory or person.startswith(SHARED):
        raise Http404
    asset = inventory[person]
    if asset.kind is not Kind.PERSON:
        raise Http404
    form = HoursForm(request.POST or None, pattern=asset.at_hand, region=inventory.brand.region)
    if request.method == "POST" and form.is_valid():
        changed = replace(asset, at_hand=form.pattern())
        try:
            edit_inventory(
                owner=request.brand,
                change=lambda i: with_asset(i, changed),
                base=base,
                actor=request.user,
            )
        except StaleInventory:
            base = current
            form.add_error(
                None,
                _(
                    "Somebody changed this person meanwhile. What you typed is still below: save "
                    "again to put it in the place of theirs."
                ),
            )
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("availability:coverage", args=[request.brand.slug]))
    context = {
        "brand": request.brand,
        "step": "audit",
        "form": form,
        "asset": asset,
        "base": base,
        "zone": figures.clock_city(inventory.brand.zone, inventory.brand.region),
    }
    status = 422 if form.errors else 200
    return render(request, "audit/hours.html", context, status=status)
