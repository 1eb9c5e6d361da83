"""Add, change and take out one thing, or one way in. Everything can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from simulacro.apps.audit import queries
from simulacro.apps.audit.difference_words import in_words, way_in_words
from simulacro.apps.audit.differences import difference
from simulacro.apps.audit.editing import with_asset, with_way, without_asset, without_way
from simulacro.apps.audit.identities import fresh_id
from simulacro.apps.audit.kinds import KIND_WORDS
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.owner_pages import OwnerRequest, owner_page
from simulacro.apps.audit.services.editing import edit_inventory, seen_at
from simulacro.apps.audit.services.inventory import SecretsOffered, StaleInventory, StillShared
from simulacro.apps.audit.taking_back import offer_to_take_back
from simulacro.apps.audit.thing_forms import ThingForm, WayForm
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import (
    Asset,
    Inventory,
    InventoryError,
    Kind,
    Method,
)
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit.versions import put_together, show_both

RIGHTS = ("edit_inventory", "edit_agency")
Change = Callable[[Inventory], Inventory]


@owner_page(*RIGHTS)
@require_http_methods(["GET", "POST"])
def add(request: OwnerRequest, kind: str) -> HttpResponse:
    """A new thing of a kind."""
    if kind not in set(Kind):
        raise Http404
    base, found = base_and_found(request)
    new = Asset("", Kind(kind), "", channel=kind == Kind.ACCOUNT)
    form = ThingForm(request.POST or None, inventory=found, asset=new)
    if request.method == "POST" and form.is_valid():
        asset = form.changed()
        known = {**queries.taken_ids(queries.current_revision(request.owner))}
        made = replace(asset, id=fresh_id(asset.name, known))
        if saved(request, form, base, lambda i: with_asset(i, made)):
            return redirect(request.address("thing", asset=made.id))
    return screen(request, form, base, new)


@owner_page(*RIGHTS)
@require_http_methods(["GET", "POST"])
def thing(request: OwnerRequest, asset: str) -> HttpResponse:
    """One thing, with its ways in below."""
    base, found = base_and_found(request)
    row = own_asset(found, asset)
    form = ThingForm(request.POST or None, inventory=found, asset=row)
    if request.method == "POST" and form.is_valid():
        changed = form.changed()
        try:
            if saved(request, form, base, lambda i: with_asset(i, changed)):
                return redirect(request.address("inventory"))
        except StaleInventory as stale:
            theirs = seen_at(request.owner, stale.current)
            there = (
                ThingForm(None, inventory=theirs, asset=theirs[asset]) if asset in theirs else None
            )
            page = both_texts(request, form, stale, theirs=there)
            if page is not None:
                return page
    ways = [
        (way_id, way_in_words(found, method), request.address("way", asset=asset, way=way_id))
        for way_id, method in ways_at(base).items()
        if method.target == asset
    ]
    return screen(request, form, base, row, ways=ways)


@owner_page(*RIGHTS)
@require_POST
def remove(request: OwnerRequest, asset: str) -> HttpResponse:
    base, found = base_and_found(request)
    row = own_asset(found, asset)
    words = _("“%(name)s” was taken out, and the ways in that needed it.") % {"name": row.name}
    taken_out(request, base, lambda i: without_asset(i, asset), words)
    return redirect(request.address("inventory"))


@owner_page(*RIGHTS)
@require_http_methods(["GET", "POST"])
def way(request: OwnerRequest, asset: str, way: str) -> HttpResponse:
    """One way in; `new` for another one."""
    base, found = base_and_found(request)
    target = own_asset(found, asset)
    before = ways_at(base).get(way)
    if way != "new" and (before is None or before.target != asset):
        raise Http404
    form = WayForm(request.POST or None, inventory=found, target=target, way=before)
    if request.method == "POST" and request.POST.get("go") == "remove" and before:
        gone: Method = before
        words = _("That way in was taken out.")
        taken_out(request, base, lambda i: without_way(i, gone), words)
        return redirect(request.address("thing", asset=asset))
    if request.method == "POST" and form.is_valid():
        changed = form.changed()
        try:
            if saved(request, form, base, lambda i: with_way(i, changed, before)):
                return redirect(request.address("thing", asset=asset))
        except StaleInventory as stale:
            theirs = seen_at(request.owner, stale.current)
            now = ways_at(stale.current).get(way)
            there = None
            if now and asset in theirs:
                there = WayForm(None, inventory=theirs, target=theirs[asset], way=now)
            page = both_texts(request, form, stale, theirs=there)
            if page is not None:
                return page
    context = {"form": form, "asset": target, "new": before is None}
    context["base"] = base_of(request, form, base)
    context["back"] = request.address("thing", asset=asset)
    status = 422 if form.errors else 200
    return render(request, "audit/way.html", request.context(context), status=status)


def base_and_found(request: OwnerRequest) -> tuple[InventoryRevision | None, Inventory]:
    """The revision that the person sees: on a POST the one that the form was made from."""
    given = request.POST.get("base", "")
    base = queries.current_revision(request.owner)
    if given:
        try:
            wanted = UUID(given)
        except ValueError as error:
            raise Http404 from error
        base = queries.revisions(request.owner).filter(pk=wanted).first()
        if base is None:
            raise Http404
    return base, seen_at(request.owner, base)


def base_of(
    request: OwnerRequest, form: ThingForm | WayForm, base: InventoryRevision | None
) -> InventoryRevision | None:
    """What saving goes by next: after a clash was told, saving again is a choice made knowing."""
    return queries.current_revision(request.owner) if form.non_field_errors() else base


def own_asset(found: Inventory, asset: str) -> Asset:
    if asset not in found or asset.startswith(SHARED):
        raise Http404
    return found[asset]


def ways_at(base: InventoryRevision | None) -> dict[str, Method]:
    return queries.ways_of(base) if base else {}


def saved(
    request: OwnerRequest,
    form: ThingForm | WayForm,
    base: InventoryRevision | None,
    change: Change,
) -> bool:
    """Make the change; where it cannot be, the form says why and keeps what was typed.

    Raises StaleInventory where somebody else changed the same thing meanwhile.
    """
    try:
        edit_inventory(owner=request.owner, change=change, base=base, actor=request.user)
    except SecretsOffered:
        form.add_error(None, _("Something here looks like a password. Write an alias instead."))
    except InventoryError:
        words = _(
            "Together with the rest this cannot be: a thing's common causes add up to more "
            "than all of its failures, or a battery charges itself. Nothing was changed."
        )
        form.add_error(None, words)
    except (DocumentError, StillShared):
        form.add_error(None, _("Other things still need this. Nothing was changed."))
    else:
        return True
    return False


def taken_out(
    request: OwnerRequest, base: InventoryRevision | None, change: Change, words: str
) -> None:
    """Take something out and offer to undo it, or say why it cannot be."""
    try:
        made = edit_inventory(owner=request.owner, change=change, base=base, actor=request.user)
    except StaleInventory as stale:
        words = _("Somebody changed the same thing meanwhile, so it is still here.")
        messages.error(request, " ".join([words, *told_by_others(request, stale)]))
    except (DocumentError, StillShared):
        messages.error(request, _("Other things still need this. Nothing was changed."))
    else:
        offer_to_take_back(request, made, words)


def both_texts(
    request: OwnerRequest,
    form: ThingForm | WayForm,
    stale: StaleInventory,
    *,
    theirs: ThingForm | WayForm | None,
) -> HttpResponse | None:
    """Theirs beside mine, to choose or mix; None where theirs is gone, which the form says."""
    if theirs is None:
        words = _(
            "Somebody took this out meanwhile. What you typed is still below: save again to put "
            "it back."
        )
        form.add_error(None, " ".join([words, *told_by_others(request, stale)]))
        return None
    values = {name: theirs[name].initial for name in theirs.fields if name != "sure"}
    data, both = put_together(
        form, began={name: form[name].initial for name in form.fields}, theirs=values
    )
    return show_both(
        request,
        form.anew(data),
        both,
        theirs=values,
        context=request.context({"back": request.get_full_path()}),
        carried={"base": str(stale.current.pk)},
    )


def told_by_others(request: OwnerRequest, stale: StaleInventory) -> list[str]:
    """What others changed meanwhile, in sentences."""
    before, now = seen_at(request.owner, stale.base), seen_at(request.owner, stale.current)
    return [f"{change}." for change in in_words(difference(before, now))]


def screen(
    request: OwnerRequest,
    form: ThingForm,
    base: InventoryRevision | None,
    asset: Asset,
    ways: list[tuple[str, str, str]] | None = None,
) -> HttpResponse:
    context = {
        "form": form,
        "asset": asset,
        "kind": KIND_WORDS[asset.kind],
        "base": base,
        "ways": ways,
    }
    if asset.id:
        context["remove"] = request.address("thing_remove", asset=asset.id)
        context["new_way"] = request.address("way", asset=asset.id, way="new")
    context["base"] = base_of(request, form, base)
    status = 422 if form.errors else 200
    return render(request, "audit/thing.html", request.context(context), status=status)
