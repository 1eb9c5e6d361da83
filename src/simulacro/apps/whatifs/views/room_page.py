"""The page of a brainstorm, and what a participant sends from it: the same for member and guest."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from simulacro.apps.foresight.models import Possibility
from simulacro.apps.people.models import User
from simulacro.apps.whatifs.families import family_choices, family_words
from simulacro.apps.whatifs.forms import IdeaForm, OneIdeaForm, ballots_of
from simulacro.apps.whatifs.models import Brainstorm, Participant, Phase
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusal_words import refusal_words
from simulacro.apps.whatifs.refusals import NotNow, Refused
from simulacro.apps.whatifs.risk_picture import risk_picture
from simulacro.apps.whatifs.room import RESULTS_A_PAGE, Ranked, Room, likely_family
from simulacro.apps.whatifs.services import ideas, voting
from simulacro.kit.qr_codes import qr_image
from simulacro.kit.sealing.services import seal_bytes, unseal_bytes

Address = Callable[[str], str]
SAYINGS: Final = ("write", "change", "take-back", "put-back", "vote")
LINK: Final = "brainstorm link"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What was sent and could not be taken: the form as it was typed, and of which idea."""

    form: IdeaForm
    idea: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A group of the result as whoever leads keeps it."""

    ranked: Ranked
    family: str
    family_name: str
    is_kept: bool


def take(
    request: HttpRequest, storm: Brainstorm, what: str, me: Participant, address: Address
) -> HttpResponse:
    """Take what a participant sent, and show the room again."""
    match what:
        case "write" | "change":
            return _take_words(request, storm, what, me, address)
        case "take-back" | "put-back":
            return _take_or_put_back(request, storm, what, me, address)
        case "vote":
            return _take_votes(request, storm, me, address)
    raise Http404


def show_room(
    request: HttpRequest,
    room: Room,
    address: Address,
    *,
    wrong: Wrong | None = None,
    late_words: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page: a member's, in the frame of the brand, or a guest's, of this room alone."""
    storm, number = room.storm, request.GET.get("page", "1")
    is_member = getattr(request, "brand", None) is not None
    link = link_of(request, storm) if is_member and room.leads else ""
    context: dict[str, Any] = {
        "brand": storm.brand,
        "step": "drills",
        "is_member": is_member,
        "storm": storm,
        "room": room,
        "room_url": f"{address('room')}?page={number}" if number.isdigit() else address("room"),
        "status_url": address("status"),
        "events_url": address("events"),
        "addresses": {name.replace("-", "_"): address(name) for name in SAYINGS},
        "guest_link": link,
        "qr": qr_image(link) if link else "",
        "write_form": wrong.form if wrong and wrong.idea is None else IdeaForm(auto_id="write-%s"),
        "wrong": wrong,
        "late_words": late_words,
        "scale": range(1, 6),
    }
    if room.phase == Phase.VOTING:
        context["page"] = room.ballot(number)
    if room.phase == Phase.ENDED:
        context |= _result(room, number)
    template = "whatifs/brainstorm.html" if is_member else "whatifs/guest_brainstorm.html"
    return render(request, template, context, status=status)


def show_status(request: HttpRequest, room: Room, address: Address) -> HttpResponse:
    """The head of the room alone: it changes with each idea and vote, and costs next to nothing."""
    context = {"room": room, "storm": room.storm, "status_url": address("status")}
    return render(request, "whatifs/_status.html", context)


def keep_link(request: HttpRequest, storm: Brainstorm, token: str) -> None:
    """Keep the link for this session alone, sealed: elsewhere there is but its digest."""
    sealed = seal_bytes(storm.brand_id, token.encode(), purpose=LINK)
    request.session[f"{LINK} {storm.pk}"] = base64.b64encode(sealed).decode("ascii")


def link_of(request: HttpRequest, storm: Brainstorm) -> str:
    """The link that this session made, whole; empty where it made none or it works no more."""
    kept = request.session.get(f"{LINK} {storm.pk}")
    if kept is None or storm.join_until is None or storm.join_until < timezone.now():
        return ""
    token = unseal_bytes(storm.brand_id, base64.b64decode(kept), purpose=LINK).decode()
    return request.build_absolute_uri(reverse("ideas:guest", args=[token]))


def room_of(storm: Brainstorm, me: Participant | None, user: Any) -> Room:
    leads = isinstance(user, User) and POLICY.allows(user, "lead", storm)
    return Room(storm, me, leads)


def _take_words(
    request: HttpRequest, storm: Brainstorm, what: str, me: Participant, address: Address
) -> HttpResponse:
    meant = OneIdeaForm(request.POST)
    idea = meant.cleaned_data["idea"] if what == "change" and meant.is_valid() else None
    if what == "change" and idea is None:
        raise Http404
    form = IdeaForm(request.POST, auto_id=f"change-{idea}-%s" if idea else "write-%s")
    room = room_of(storm, me, request.user if hasattr(request, "brand") else None)
    if not form.is_valid():
        return show_room(request, room, address, wrong=Wrong(form, idea), status=422)
    text = form.cleaned_data["text"]
    try:
        if idea is None:
            ideas.write_idea(storm, by=me, text=text, at=timezone.now())
        else:
            ideas.change_idea(storm, idea, by=me, text=text)
    except Refused as refused:
        storm.refresh_from_db()
        messages.warning(request, refusal_words(refused))
        late = text if isinstance(refused, NotNow) else ""
        if late:
            return show_room(request, room, address, late_words=late, status=409)
        return show_room(request, room, address, wrong=Wrong(form, idea), status=422)
    return redirect(address("room"))


def _take_or_put_back(
    request: HttpRequest, storm: Brainstorm, what: str, me: Participant, address: Address
) -> HttpResponse:
    meant = OneIdeaForm(request.POST)
    if not meant.is_valid():
        raise Http404
    idea = meant.cleaned_data["idea"]
    try:
        if what == "take-back":
            ideas.take_back(storm, idea, by=me, at=timezone.now())
        else:
            ideas.put_back(storm, idea, by=me)
    except Refused as refused:
        messages.warning(request, refusal_words(refused))
    return redirect(address("room"))


def _take_votes(
    request: HttpRequest, storm: Brainstorm, me: Participant, address: Address
) -> HttpResponse:
    try:
        offered = [uuid.UUID(one) for one in request.POST.getlist("offered")]
        ballots = ballots_of(request.POST, offered)
    except ValueError:
        raise Http404 from None
    goes_on = request.POST.get("next", "")
    try:
        voting.vote(storm, by=me, ballots=ballots)
    except Refused as refused:
        messages.warning(request, refusal_words(refused))
        return redirect(address("room"))
    if goes_on.isdigit():
        return redirect(f"{address('room')}?page={goes_on}")
    # It stays above the page when the result comes, so it says only what stays true.
    messages.success(request, _("Your votes are in."))
    return redirect(address("room"))


def _result(room: Room, number: str) -> dict[str, Any]:
    page = Paginator(room.results, RESULTS_A_PAGE).get_page(number)
    kept = Possibility.objects.in_bulk(
        [row.group.head.possibility_id for row in page if row.group.head.possibility_id]
    )
    rows = []
    for row in page:
        made = kept.get(row.group.head.possibility_id)
        family = made.family if made else likely_family(row.group.head.text) if room.leads else ""
        on_board = made is not None and made.set_aside_at is None
        rows.append(Kept(row, family, family_words(family) if family else "", on_board))
    return {
        "page": page,
        "rows": rows,
        "families": family_choices(),
        "picture": risk_picture(
            [
                (row.rank, row.likelihood or 0.0, row.damage or 0.0)
                for row in room.results
                if row.rank
            ],
            title=_("How likely and how bad: the numbers are those of the table."),
        ),
        "may_keep": room.leads and any(not row.is_kept for row in rows),
    }
