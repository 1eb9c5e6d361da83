"""Passwords judged in the browser: the strings stay there, verdicts and groups come here."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from simulacro.apps.audit import queries
from simulacro.apps.audit.leak_sources import BadAddress, RangeService, open_filter
from simulacro.apps.audit.own_words import words_of_brand
from simulacro.apps.audit.password_forms import VerdictsForm
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.inventory import StaleInventory
from simulacro.apps.audit.services.passwords import NotPasswords, note_passwords
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.same_password import asks_second_factor, passwords_in
from simulacro.engines.passwords.judging import needed_guesses_log10, needed_length
from simulacro.engines.passwords.leak_filter import BadFilter
from simulacro.engines.passwords.leaks import LeakSource, is_prefix
from simulacro.kit.idempotency import harmless_to_repeat


@never_cache
@brand_page(POLICY, "edit_inventory")
@require_http_methods(["GET", "POST"])
def passwords(request: BrandRequest) -> HttpResponse:
    """Judge the brand's passwords without telling them to anybody."""
    revision = queries.current_revision(request.brand)
    inventory = queries.inventory_of(revision) if revision else None
    form = VerdictsForm(request.POST or None, initial={"revision": revision and revision.pk})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data["said"]
        base = get_object_or_404(queries.revisions(request.brand), pk=form.cleaned_data["revision"])
        try:
            note_passwords(
                brand=request.brand,
                notes=said.notes,
                groups=said.groups,
                actor=request.user,
                base=base,
            )
        except (StaleInventory, NotPasswords):
            messages.error(
                request, _("Somebody changed the inventory meanwhile. Judge them again.")
            )
            return redirect("audit:passwords", request.brand.slug)
        messages.success(
            request, _("Saved: the verdicts, and which are the same. No password was sent.")
        )
        return redirect("audit:inventory", request.brand.slug)
    return render(
        request,
        "audit/passwords.html",
        {
            "brand": request.brand,
            "step": "audit",
            "form": form,
            "rows": rows_of(inventory) if inventory else [],
            "own_words": words_of_brand(request.brand, inventory),
            "leak_filter": bool(settings.LEAK_FILTER),
            "leak_service": urlsplit(settings.LEAK_SERVICE).hostname,
        },
    )


def rows_of(inventory: Inventory) -> list[dict[str, object]]:
    """The brand's own passwords, each with the length and the guesses that its use asks for."""
    beside = {
        asset.id: asks_second_factor(inventory, asset.id)
        for asset in passwords_in(inventory)
        if not asset.id.startswith(SHARED)
    }
    return [
        {
            "id": credential,
            "name": inventory[credential].name,
            "needed": needed_length(second_factor),
            "fewest_guesses_log10": str(needed_guesses_log10(second_factor)),
        }
        for credential, second_factor in beside.items()
    ]


@never_cache
@brand_page(POLICY, "edit_inventory")
@require_POST
@harmless_to_repeat("looks something up, keeps nothing")
def leak_range(request: BrandRequest) -> HttpResponse:
    """The rests of leaked digests that begin with the five digits a browser sends."""
    prefix = request.POST.get("prefix", "")
    if not is_prefix(prefix):
        return JsonResponse({"problem": _("Send five digits of a digest.")}, status=400)
    try:
        return JsonResponse({"rests": list(leak_source().rests(prefix.upper()))})
    except (OSError, BadFilter, BadAddress):
        return JsonResponse({"problem": _("The list of leaks does not answer.")}, status=503)


def leak_source() -> LeakSource:
    """The filter of this installation, or the service that the person allowed."""
    if settings.LEAK_FILTER:
        return _filter(settings.LEAK_FILTER)
    return RangeService(settings.LEAK_SERVICE)


@cache
def _filter(path: str) -> LeakSource:
    return open_filter(Path(path))
