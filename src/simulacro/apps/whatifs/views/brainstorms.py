"""The brainstorm for members: open one, take part, lead it, and keep what comes of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.whatifs.board import Wish, board
from simulacro.apps.whatifs.forms import OpenForm
from simulacro.apps.whatifs.models import Brainstorm, Participant
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusal_words import refusal_words
from simulacro.apps.whatifs.refusals import Refused
from simulacro.apps.whatifs.services import brainstorms as services
from simulacro.apps.whatifs.services import ideas, voting
from simulacro.apps.whatifs.views.room_page import (
    SAYINGS,
    Address,
    keep_link,
    room_of,
    show_room,
    show_status,
    take,
)
from simulacro.content.drill_model import families
from simulacro.kit.live.views import follow_events
from simulacro.kit.undo.services import offer_undo

A_PAGE = 12


@require_http_methods(["GET", "HEAD", "POST"])
@brand_page(POLICY, "take_part")
def brainstorms(request: BrandRequest) -> HttpResponse:
    """Those that were, and opening one."""
    may_open = POLICY.allows(request.user, "open", request.brand)
    form = OpenForm(
        request.POST or None, initial={"how": "alone" if request.brand.solo else "team"}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        storm = services.open_brainstorm(
            brand=request.brand,
            actor=request.user,
            question=given["question"],
            minutes=given["minutes"],
            alone=given["how"] == "alone",
            at=timezone.now(),
        )
        if not storm.alone:
            token = services.invite(storm, actor=request.user, at=timezone.now())
            keep_link(request, storm, token)
        return redirect("whatifs:brainstorm", request.brand.slug, storm.pk)
    rows = Brainstorm.objects.filter(brand=request.brand)
    context = {
        "brand": request.brand,
        "step": "drills",
        "form": form,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "may_open": may_open,
    }
    return render(request, "whatifs/brainstorms.html", context, status=422 if form.errors else 200)


@require_GET
@never_cache
@brand_page(POLICY, "take_part")
def brainstorm(request: BrandRequest, storm: uuid.UUID) -> HttpResponse:
    """The room as this member sees it."""
    row = _of_brand(request, storm)
    return show_room(request, _room(request, row), _address(request, row))


@require_GET
@never_cache
@brand_page(POLICY, "take_part")
def status(request: BrandRequest, storm: uuid.UUID) -> HttpResponse:
    """The phase and the counts."""
    row = _of_brand(request, storm)
    return show_status(request, _room(request, row), _address(request, row))


@require_GET
@brand_page(POLICY, "take_part")
def events(request: BrandRequest, storm: uuid.UUID) -> HttpResponse:
    """The events of one brainstorm."""
    return follow_events(request, _of_brand(request, storm).pk)


@require_POST
@brand_page(POLICY, "take_part")
def join(request: BrandRequest, storm: uuid.UUID) -> HttpResponse:
    """Take part in what a colleague opened."""
    row = _of_brand(request, storm)
    try:
        services.join(row, member=request.user, at=timezone.now())
    except Refused as refused:
        messages.warning(request, refusal_words(refused))
    return redirect("whatifs:brainstorm", request.brand.slug, row.pk)


@require_POST
@brand_page(POLICY, "take_part")
def say(request: BrandRequest, storm: uuid.UUID, what: str) -> HttpResponse:
    """A member writes, takes back, or votes."""
    row = _of_brand(request, storm)
    me = _me(request, row)
    if me is None:
        return redirect("whatifs:brainstorm", request.brand.slug, row.pk)
    return take(request, row, what, me, _address(request, row))


@require_POST
@brand_page(POLICY, "open")
def invite(request: BrandRequest, storm: uuid.UUID) -> HttpResponse:
    """A new link and its QR; the one before closes."""
    row = _of_brand(request, storm)
    try:
        keep_link(request, row, services.invite(row, actor=request.user, at=timezone.now()))
    except Refused as refused:
        messages.warning(request, refusal_words(refused))
    return redirect("whatifs:brainstorm", request.brand.slug, row.pk)


@require_POST
@brand_page(POLICY, "open")
def lead(request: BrandRequest, storm: uuid.UUID, what: str) -> HttpResponse:
    """What only whoever leads does: the next phase, groups, what is left out, what is kept."""
    row = _of_brand(request, storm)
    act = LEADING.get(what)
    if act is None:
        raise Http404
    try:
        act(request, row)
    except Refused as refused:
        messages.warning(request, refusal_words(refused))
    return redirect("whatifs:brainstorm", request.brand.slug, row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@brand_page(POLICY, "open", sensitive=True)
def shown(request: BrandRequest, storm: uuid.UUID) -> HttpResponse:
    """Choose which titles of the board those who take part may read: none, unless chosen here."""
    row = _of_brand(request, storm)
    POLICY.require(request.user, "lead", row)
    weak_points = POLICY.allows(request.user, "show_weak_points", row)
    number = request.POST.get("page") or request.GET.get("page") or "1"
    page = board(request.brand, Wish(), number, weak_points=weak_points).page
    if request.method == "POST":
        try:
            services.choose_shown(
                row,
                actor=request.user,
                among=_ids(request, "offered"),
                chosen=_ids(request, "chosen"),
            )
        except Refused as refused:
            messages.warning(request, refusal_words(refused))
        else:
            messages.success(request, _("Saved. Only the titles you ticked are shown."))
        if page.has_next():
            address = reverse("whatifs:shown", args=[request.brand.slug, row.pk])
            return redirect(f"{address}?page={page.next_page_number()}")
        return redirect("whatifs:brainstorm", request.brand.slug, row.pk)
    context = {
        "brand": request.brand,
        "step": "drills",
        "storm": row,
        "page": page,
        "ticked": set(row.shown.values_list("pk", flat=True)),
    }
    return render(request, "whatifs/shown.html", context)


def _change_phase(request: BrandRequest, row: Brainstorm) -> None:
    services.go_to(row, request.POST.get("to", ""), actor=request.user, at=timezone.now())


def _offer(
    request: BrandRequest, row: Brainstorm, action: str, message: str, **changed: object
) -> None:
    """Say what was done and offer to undo it; ``changed`` is what undoing needs to know."""
    payload = {"brainstorm": str(row.pk), **changed}
    offer_undo(request, action, scope=row.brand_id, payload=payload, message=message)


def _merge(request: BrandRequest, row: Brainstorm) -> None:
    before = ideas.merge(row, actor=request.user, ideas=_chosen(request))
    said = ngettext(
        "%(count)s idea joined another.", "%(count)s ideas joined another.", len(before)
    )
    _offer(request, row, ideas.MERGED, said % {"count": len(before)}, before=before)


def _separate(request: BrandRequest, row: Brainstorm) -> None:
    before = ideas.separate(row, actor=request.user, ideas=_chosen(request))
    if not before:
        messages.info(request, _("Tick those that do not belong to their group."))
        return
    said = ngettext(
        "%(count)s idea stands for itself.", "%(count)s ideas stand for themselves.", len(before)
    )
    _offer(request, row, ideas.MERGED, said % {"count": len(before)}, before=before)


def _take_out(request: BrandRequest, row: Brainstorm) -> None:
    chosen = _chosen(request)
    before = ideas.take_out(row, actor=request.user, ideas=chosen, at=timezone.now())
    if not before:
        messages.info(request, _("Tick what you want to leave out."))
        return
    said = ngettext("%(count)s idea is left out.", "%(count)s ideas are left out.", len(before))
    _offer(request, row, ideas.TAKEN_OUT, said % {"count": len(before)}, before=before)


def _keep(request: BrandRequest, row: Brainstorm) -> None:
    known = families()
    given = {pk: request.POST.get(f"family-{pk}", "") for pk in _chosen(request)}
    chosen = {pk: family if family in known else "" for pk, family in given.items()}
    new = voting.keep(row, actor=request.user, chosen=chosen, at=timezone.now())
    if not new:
        messages.info(request, _("Tick what you want to keep."))
        return
    said = ngettext(
        "%(count)s idea is on the board.", "%(count)s ideas are on the board.", len(new)
    )
    made = [str(possibility.pk) for possibility in new]
    _offer(request, row, voting.KEPT, said % {"count": len(new)}, possibilities=made)


LEADING: dict[str, Callable[[Any, Brainstorm], None]] = {
    "phase": _change_phase,
    "merge": _merge,
    "separate": _separate,
    "take-out": _take_out,
    "keep": _keep,
}


def _of_brand(request: BrandRequest, storm: uuid.UUID) -> Brainstorm:
    rows = Brainstorm.objects.filter(brand=request.brand).select_related("brand")
    return get_object_or_404(rows, pk=storm)


def _me(request: BrandRequest, row: Brainstorm) -> Participant | None:
    return Participant.objects.filter(brainstorm=row, member=request.user).first()


def _room(request: BrandRequest, row: Brainstorm) -> Any:
    return room_of(row, _me(request, row), request.user)


def _chosen(request: BrandRequest) -> list[uuid.UUID]:
    return _ids(request, "chosen")


def _ids(request: BrandRequest, name: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(one) for one in request.POST.getlist(name)]
    except ValueError:
        raise Http404 from None


def _address(request: BrandRequest, row: Brainstorm) -> Address:
    names = [request.brand.slug, row.pk]

    def address(name: str) -> str:
        if name in SAYINGS:
            return reverse("whatifs:say", args=[*names, name])
        return reverse("whatifs:brainstorm" if name == "room" else f"whatifs:{name}", args=names)

    return address
