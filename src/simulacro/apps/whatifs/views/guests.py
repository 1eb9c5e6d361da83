"""The brainstorm for those without an account: the link is all they have."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.people.counted_tries import is_too_often
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.people.pages import open_to_everybody
from simulacro.apps.people.second_factor import open_without_second_factor
from simulacro.apps.whatifs.forms import JoinForm
from simulacro.apps.whatifs.models import Brainstorm, Participant, Phase
from simulacro.apps.whatifs.policies import POLICY
from simulacro.apps.whatifs.refusals import Refused, TooManyPeople
from simulacro.apps.whatifs.services import brainstorms
from simulacro.apps.whatifs.views.room_page import (
    SAYINGS,
    Address,
    room_of,
    show_room,
    show_status,
    take,
)
from simulacro.kit.idempotency import send_once
from simulacro.kit.live.views import follow_events

# Within five minutes: sixty people behind one address read whenever something happens.
MOST_READ = 6000
MOST_WRITTEN = 1500
MOST_WRITTEN_BY_ONE = 90


@open_without_second_factor
@open_to_everybody
@never_cache
@send_once
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the room to a guest, or asks for a name; POST lets them in."""
    storm = _by_link(request, token)
    if isinstance(storm, HttpResponse):
        return storm
    me = _me(request, storm)
    if me is not None:
        return show_room(request, room_of(storm, me, None), _address(token))
    if request.method != "POST" and _is_member(request, storm):
        return redirect("whatifs:brainstorm", storm.brand.slug, storm.pk)
    if storm.phase == Phase.ENDED:
        return _spent(request)
    form = JoinForm(request.POST if request.method == "POST" else None)
    full = False
    if request.method == "POST" and form.is_valid():
        try:
            me = brainstorms.join(storm, name=form.cleaned_data["name"], at=timezone.now())
        except TooManyPeople:
            full = True
        except Refused:
            return _spent(request)
        else:
            request.session[_session_key(storm)] = str(me.pk)
            return redirect("ideas:guest", token)
    context = {"form": form, "storm": storm, "full": full}
    code = 409 if full else 422 if form.errors else 200
    return render(request, "whatifs/join.html", context, status=code)


@open_without_second_factor
@open_to_everybody
@never_cache
@require_GET
def guest_status(request: HttpRequest, token: str) -> HttpResponse:
    """The phase and the counts, for who came in."""
    storm, me = _inside(request, token)
    if isinstance(storm, HttpResponse):
        return storm
    return show_status(request, room_of(storm, me, None), _address(token))


@open_without_second_factor
@open_to_everybody
@send_once
@require_POST
def guest_says(request: HttpRequest, token: str, what: str) -> HttpResponse:
    """A guest writes, takes back, or votes."""
    storm, me = _inside(request, token)
    if isinstance(storm, HttpResponse):
        return storm
    if me is None:
        return redirect("ideas:guest", token)
    if is_too_often(request, f"idea:{me.pk}", most=MOST_WRITTEN_BY_ONE):
        return render(request, "429.html", status=429)
    return take(request, storm, what, me, _address(token))


@open_without_second_factor
@open_to_everybody
@require_GET
def guest_events(request: HttpRequest, token: str) -> HttpResponse:
    """The events of the one brainstorm that the link opens, for who came in."""
    storm, _me_there = _inside(request, token)
    if isinstance(storm, HttpResponse):
        return storm
    return follow_events(request, storm.pk)


def _by_link(request: HttpRequest, token: str) -> Brainstorm | HttpResponse:
    writes = request.method == "POST"
    what, most = ("idea-write", MOST_WRITTEN) if writes else ("idea-read", MOST_READ)
    if is_too_often(request, what, most=most):
        return render(request, "429.html", status=429)
    try:
        return brainstorms.by_join_token(token, timezone.now())
    except LinkSpent:
        return _spent(request)


def _inside(
    request: HttpRequest, token: str
) -> tuple[Brainstorm | HttpResponse, Participant | None]:
    """The brainstorm and who this is in it; 404 for reading without having come in."""
    storm = _by_link(request, token)
    if isinstance(storm, HttpResponse):
        return storm, None
    me = _me(request, storm)
    if me is None and request.method != "POST":
        raise Http404
    return storm, me


def _me(request: HttpRequest, storm: Brainstorm) -> Participant | None:
    kept = request.session.get(_session_key(storm))
    return storm.participants.filter(pk=kept).first() if kept else None


def _session_key(storm: Brainstorm) -> str:
    return f"whatifs.guest.{storm.pk}"


def _is_member(request: HttpRequest, storm: Brainstorm) -> bool:
    return isinstance(request.user, User) and POLICY.allows(request.user, "take_part", storm)


def _spent(request: HttpRequest) -> HttpResponse:
    return render(request, "whatifs/link_spent.html", status=410)


def _address(token: str) -> Address:
    def address(name: str) -> str:
        if name in SAYINGS:
            return reverse("ideas:say", args=[token, name])
        return reverse("ideas:guest" if name == "room" else f"ideas:{name}", args=[token])

    return address
