"""What a stolen account and a locked-out team count for: the two weights of the risk."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from simulacro.apps.audit.owner_pages import OwnerRequest, owner_page
from simulacro.apps.audit.services.editing import edit_inventory, seen_at
from simulacro.apps.audit.services.inventory import StaleInventory
from simulacro.apps.audit.views.things import base_and_found
from simulacro.engines.access.inventory import RiskCost
from simulacro.kit.versions import put_together, show_both

LONGEST_H = 8760.0


def hours(label: Any, help_text: Any) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=LONGEST_H,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )


class CostForm(forms.Form):
    """Hours of harm of one theft and of one lockout."""

    hijack_h = hours(
        gettext_lazy("Hours that a stolen account counts for"),
        gettext_lazy("From the theft until the last damage is mended. 72 if you do not know."),
    )
    lockout_h = hours(
        gettext_lazy("Hours that a locked-out team counts for"),
        gettext_lazy("Until somebody is let in again by the network. 24 if you do not know."),
    )


def values_of(cost: RiskCost) -> dict[str, float]:
    return {"hijack_h": cost.hijack_h, "lockout_h": cost.lockout_h}


@owner_page("edit_inventory", "edit_agency")
@require_http_methods(["GET", "POST"])
def costs(request: OwnerRequest) -> HttpResponse:
    """Change both weights; two people's figures are put beside each other."""
    base, found = base_and_found(request)
    form = CostForm(request.POST or None, initial=values_of(found.cost))
    if request.method == "POST" and form.is_valid():
        cost = RiskCost(**form.cleaned_data)
        try:
            edit_inventory(
                owner=request.owner,
                change=lambda inventory: replace(inventory, cost=cost),
                base=base,
                actor=request.user,
            )
        except StaleInventory as stale:
            theirs = values_of(seen_at(request.owner, stale.current).cost)
            data, both = put_together(form, began=values_of(found.cost), theirs=theirs)
            return show_both(
                request,
                CostForm(data),
                both,
                theirs=theirs,
                context=request.context({"back": request.get_full_path()}),
                carried={"base": str(stale.current.pk)},
            )
        messages.success(request, _("Saved."))
        return redirect(request.address("inventory"))
    context = request.context({"form": form, "base": base})
    return render(request, "audit/costs.html", context, status=422 if form.errors else 200)
