"""What the brand has, its history, and going back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simulacro.apps.audit import queries
from simulacro.apps.audit.difference_words import in_words, way_in_words
from simulacro.apps.audit.differences import difference, empty_like
from simulacro.apps.audit.kinds import GROUPS, KIND_WORDS, Group
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.owner_pages import OwnerRequest, owner_page
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.audit.queries.wizard import wizard_answers
from simulacro.apps.audit.services.inventory import (
    NothingToUndo,
    StillShared,
    restore_revision,
    undo_revision,
)
from simulacro.apps.audit.wizard import steps
from simulacro.apps.brands.models import Brand
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Asset, Inventory
from simulacro.engines.documents.mistakes import DocumentError

REVISIONS_A_PAGE = 20
THINGS_AT_FIRST = 20
THINGS_A_PAGE = 60
MOST_CHANGES = 200


@dataclass(frozen=True, slots=True)
class Entry:
    """An asset as the list shows it."""

    asset: Asset
    kind: str
    ways: tuple[str, ...]
    has: tuple[str, ...]
    shared: bool
    address: str


@owner_page("see_inventory", "see_agency")
def inventory(request: OwnerRequest) -> HttpResponse:
    """Everything the brand has, or the agency shares, grouped as its people would."""
    owner = request.owner
    brand: Brand | None = None
    if isinstance(owner, Brand):
        brand, found = owner, queries.current_inventory(owner)
    else:
        found = queries.agency_inventory(owner)
    answers = wizard_answers(brand) if brand else {}
    revision = queries.current_revision(owner)
    audit = queries.latest_audit(brand) if brand else None
    context = {
        "revision": revision,
        "group_wanted": request.GET.get("group", ""),
        # The figures people remember are of an older state than what stands here.
        "outdated": audit if audit and revision and audit.revision_id != revision.pk else None,
        "unaudited": brand is not None and audit is None and revision is not None,
        "may_run": POLICY.allows(request.user, "run_audit", owner),
        "groups": groups_of(request, found),
        "may_edit": may_edit(request),
        "begun": bool(answers),
        "waiting": brand is not None and steps.next_open(answers) is not None,
    }
    return render(request, "audit/inventory.html", request.context(context))


@owner_page("see_inventory", "see_agency")
def history(request: OwnerRequest) -> HttpResponse:
    """Each revision with what it changed, the last one first."""
    rows = queries.revisions(request.owner).select_related("author", "parent")
    page = Paginator(rows, REVISIONS_A_PAGE).get_page(request.GET.get("page"))
    current = queries.current_revision(request.owner)
    context = {
        "page": page,
        "rows": [(row, *told_of(row), request.address("restore", revision=row.pk)) for row in page],
        "current": current,
        "may_edit": may_edit(request),
    }
    return render(request, "audit/history.html", request.context(context))


def groups_of(
    request: OwnerRequest, found: Inventory | None
) -> list[tuple[Group, Any, list[tuple[str, str]]]]:
    """Each group with a page of its things, and where to add one of each of its kinds.

    All groups begin; `?group=` shows one of them, page by page.
    """
    wanted = request.GET.get("group", "")
    chosen = [group for group in GROUPS if group.key == wanted] or GROUPS
    number = request.GET.get("page") if wanted else 1
    size = THINGS_A_PAGE if wanted else THINGS_AT_FIRST
    return [
        (
            group,
            page_of(request, found, group, size=size, number=number),
            [
                (str(KIND_WORDS[kind]), request.address("thing_add", kind=kind.value))
                for kind in group.kinds
            ],
        )
        for group in chosen
    ]


def page_of(
    request: OwnerRequest, found: Inventory | None, group: Group, *, size: int, number: Any
) -> Any:
    """Some of the group's things, by name, ready to be shown."""
    assets = found.of_kind(*group.kinds) if found else ()
    by_name = sorted(assets, key=lambda a: a.name.casefold())
    page: Any = Paginator(by_name, size).get_page(number)
    page.object_list = entries(request, found, page.object_list) if found else []
    return page


def may_edit(request: OwnerRequest) -> bool:
    action = "edit_inventory" if isinstance(request.owner, Brand) else "edit_agency"
    return POLICY.allows(request.user, action, request.owner)


@owner_page("edit_inventory", "edit_agency")
@require_POST
def undo(request: OwnerRequest) -> HttpResponse:
    try:
        undo_revision(owner=request.owner, actor=request.user)
    except NothingToUndo:
        messages.info(request, _("There is nothing to undo."))
    except (DocumentError, StillShared):
        messages.error(request, no_longer_shared())
    else:
        messages.success(request, _("Undone. “Undo” again brings the change back."))
    return redirect(request.address("inventory"))


@owner_page("edit_inventory", "edit_agency")
@require_POST
def restore(request: OwnerRequest, revision: UUID) -> HttpResponse:
    row = get_object_or_404(InventoryRevision, pk=revision, **request.owned())
    try:
        restore_revision(owner=request.owner, revision=row, actor=request.user)
    except (DocumentError, StillShared):
        messages.error(request, no_longer_shared())
        return redirect(request.address("inventory_history"))
    messages.success(
        request, _("Revision %(number)d is back, as a new one.") % {"number": row.number}
    )
    return redirect(request.address("inventory"))


def no_longer_shared() -> str:
    return _("Something is used that the agency would not share any more. Nothing was changed.")


def entries(request: OwnerRequest, found: Inventory, assets: Iterable[Asset]) -> list[Entry]:
    """Assets as the list shows them."""
    return [
        Entry(
            asset,
            str(KIND_WORDS[asset.kind]),
            tuple(way_in_words(found, m) for m in found.methods_of(asset.id)),
            tuple(found[x].name for x in (*asset.holds, *asset.may_hold)),
            asset.id.startswith(SHARED),
            request.address("thing", asset=asset.id),
        )
        for asset in assets
    ]


def first_of(changes: list[str]) -> tuple[list[str], int]:
    """As many changes as anybody reads, and how many more there are."""
    return changes[:MOST_CHANGES], max(0, len(changes) - MOST_CHANGES)


# A revision never changes, so neither does what it changed.
_TOLD = Opened[tuple[list[str], int]](most=64)


def told_of(row: InventoryRevision) -> tuple[list[str], int]:
    """What a revision changed from its parent, in words, as :func:`first_of` gives it."""

    def told() -> tuple[list[str], int]:
        now = queries.inventory_of(row)
        before = queries.inventory_of(row.parent) if row.parent else empty_like(now)
        return first_of(in_words(difference(before, now)))

    return _TOLD.get((row.pk, get_language()), told)
