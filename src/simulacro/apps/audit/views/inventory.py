"""What the brand has, its history, and going back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from simulacro.apps.audit import queries
from simulacro.apps.audit.difference_words import in_words, way_in_words
from simulacro.apps.audit.differences import difference, empty_like
from simulacro.apps.audit.kinds import GROUPS, KIND_WORDS, Group
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.inventory import (
    NothingToUndo,
    restore_revision,
    undo_revision,
)
from simulacro.apps.audit.views.wizard import answers_of
from simulacro.apps.audit.wizard import steps
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Asset, Inventory
from simulacro.engines.documents.mistakes import DocumentError

REVISIONS_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """An asset as the list shows it."""

    asset: Asset
    kind: str
    ways: tuple[str, ...]
    has: tuple[str, ...]
    shared: bool


@never_cache
@brand_page(POLICY, "see_inventory")
def inventory(request: BrandRequest) -> HttpResponse:
    """Everything the brand has, grouped as its people would."""
    found = queries.current_inventory(request.brand)
    answers = answers_of(request.brand)
    waiting = steps.next_open(answers)
    context = {
        "brand": request.brand,
        "step": "audit",
        "revision": queries.current_revision(request.brand),
        "groups": [(group, entries(found, group)) for group in GROUPS] if found else [],
        "may_edit": POLICY.allows(request.user, "edit_inventory", request.brand),
        "begun": bool(answers),
        "waiting": waiting,
    }
    return render(request, "audit/inventory.html", context)


@never_cache
@brand_page(POLICY, "see_inventory")
def history(request: BrandRequest) -> HttpResponse:
    """Each revision with what it changed, the last one first."""
    rows = queries.revisions(request.brand).select_related("author", "parent")
    page = Paginator(rows, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    current = queries.current_revision(request.brand)
    context = {
        "brand": request.brand,
        "step": "audit",
        "page": page,
        "rows": [(row, changes_of(row)) for row in page],
        "current": current,
        "may_edit": POLICY.allows(request.user, "edit_inventory", request.brand),
    }
    return render(request, "audit/history.html", context)


@brand_page(POLICY, "edit_inventory")
@require_POST
def undo(request: BrandRequest) -> HttpResponse:
    try:
        undo_revision(owner=request.brand, actor=request.user)
    except NothingToUndo:
        messages.info(request, _("There is nothing to undo."))
    except DocumentError:
        messages.error(request, no_longer_shared())
    else:
        messages.success(request, _("Undone. “Undo” again brings the change back."))
    return redirect("audit:inventory", request.brand.slug)


@brand_page(POLICY, "edit_inventory")
@require_POST
def restore(request: BrandRequest, revision: UUID) -> HttpResponse:
    row = get_object_or_404(InventoryRevision, pk=revision, brand=request.brand)
    try:
        restore_revision(owner=request.brand, revision=row, actor=request.user)
    except DocumentError:
        messages.error(request, no_longer_shared())
        return redirect("audit:inventory_history", request.brand.slug)
    messages.success(
        request, _("Revision %(number)d is back, as a new one.") % {"number": row.number}
    )
    return redirect("audit:inventory", request.brand.slug)


def no_longer_shared() -> str:
    return _("It uses something the agency no longer shares. Nothing was changed.")


def entries(found: Inventory, group: Group) -> list[Entry]:
    """The assets of a group, by name."""
    assets = sorted(found.of_kind(*group.kinds), key=lambda a: a.name.casefold())
    return [
        Entry(
            asset,
            str(KIND_WORDS[asset.kind]),
            tuple(way_in_words(found, m) for m in found.methods_of(asset.id)),
            tuple(found[x].name for x in (*asset.holds, *asset.may_hold)),
            asset.id.startswith(SHARED),
        )
        for asset in assets
    ]


def changes_of(row: InventoryRevision) -> list[str]:
    """What a revision changed from its parent, in words."""
    now = queries.inventory_of(row)
    before = queries.inventory_of(row.parent) if row.parent else empty_like(now)
    return in_words(difference(before, now))
