"""The table of a drill: for members, and for guests who come by a link."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.drills.case_words import EXHIBIT_WORDS
from simulacro.apps.drills.forms import TABLE_FORMS, ActionForm, JoinForm, SayForm, TableForm
from simulacro.apps.drills.policies import POLICY
from simulacro.apps.drills.refusal_words import refusal_words
from simulacro.apps.drills.table import Table, table_of
from simulacro.apps.exercises import queries as exercises
from simulacro.apps.exercises import services
from simulacro.apps.exercises.models import Exercise
from simulacro.apps.exercises.words import task_words
from simulacro.apps.people.counted_tries import is_too_often
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.people.pages import BrandRequest, brand_page, open_to_everybody
from simulacro.apps.people.second_factor import open_without_second_factor
from simulacro.content.cases import UnknownCase
from simulacro.engines.drill import Part, Refused
from simulacro.kit.idempotency import send_once
from simulacro.kit.live.views import follow_events
from simulacro.kit.qr_codes import qr_image

# In five minutes: what one guest sees and writes; and how often a room comes to its door.
MOST_A_GUEST = 600
MOST_A_DOOR = 1_000
Address = Callable[[str], str]


@require_GET
@never_cache
@brand_page(POLICY, "take_part")
def table(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """The table as this member sees it; who was not at it yet sits down by the button."""
    row = _of_brand(request, exercise)
    return _page(request, row, services.member_id(request.user), _member_address(request, row))


@require_GET
@never_cache
@brand_page(POLICY, "take_part")
def screen(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """The same for everybody to look at together: large, and with nothing to press."""
    row = _of_brand(request, exercise)
    address = _member_address(request, row)
    return _page(request, row, "", address, screen=True)


@require_POST
@brand_page(POLICY, "take_part")
def sit_down(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """Take part in a drill that a colleague opened."""
    row = _of_brand(request, exercise)
    part = Part.EVALUATOR if request.POST.get("part") == Part.EVALUATOR else Part.PLAYER
    try:
        services.join(
            row,
            participant=services.member_id(request.user),
            name=str(request.user),
            part=part,
            at=timezone.now(),
        )
    except Refused as refused:
        messages.error(request, refusal_words(refused))
    return redirect("drills:table", request.brand.slug, row.pk)


@require_POST
@brand_page(POLICY, "take_part")
def say(request: BrandRequest, exercise: uuid.UUID, what: str) -> HttpResponse:
    """Something happens at the table: an answer, a rating, the next question."""
    row = _of_brand(request, exercise)
    me, address = services.member_id(request.user), _member_address(request, row)
    return _record(request, row, what, me, address)


@require_POST
@brand_page(POLICY, "open")
def invite(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """A link and its QR, for those without an account; kept for this session only."""
    row = _of_brand(request, exercise)
    token = services.invite(row, actor=request.user, at=timezone.now())
    request.session[_session_key("link", row)] = token
    return redirect("drills:table", request.brand.slug, row.pk)


@require_GET
@brand_page(POLICY, "take_part")
def events(request: BrandRequest, exercise: uuid.UUID) -> HttpResponse:
    """The events of one table."""
    return follow_events(request, _of_brand(request, exercise).pk)


@open_without_second_factor
@open_to_everybody
@never_cache
@send_once
@require_http_methods(["GET", "HEAD", "POST"])
def guest(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the table to a guest, or asks for a name; POST sits them down."""
    row = _by_link(request, token)
    if isinstance(row, HttpResponse):
        return row
    me = request.session.get(_session_key("guest", row), "")
    if me:
        return _page(request, row, me, _guest_address(token))
    if row.ended_at is not None:
        return render(request, "drills/link_spent.html", status=410)
    form = JoinForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        me = services.new_guest_id()
        given = form.cleaned_data
        try:
            services.join(
                row,
                participant=me,
                name=given["name"],
                part=Part(given["part"]),
                at=timezone.now(),
            )
        except Refused:
            return render(request, "drills/link_spent.html", status=410)
        request.session[_session_key("guest", row)] = me
        return redirect("play:guest", token)
    context = {"form": form, "exercise": row, "brand": row.brand}
    return render(request, "drills/join.html", context, status=422 if form.errors else 200)


@open_without_second_factor
@open_to_everybody
@send_once
@require_POST
def guest_says(request: HttpRequest, token: str, what: str) -> HttpResponse:
    """Something a guest says at the table."""
    row = _by_link(request, token)
    if isinstance(row, HttpResponse):
        return row
    me = request.session.get(_session_key("guest", row), "")
    if not me:
        return redirect("play:guest", token)
    return _record(request, row, what, me, _guest_address(token))


@open_without_second_factor
@open_to_everybody
@require_GET
def guest_events(request: HttpRequest, token: str) -> HttpResponse:
    """The events of the one table that the link opens, for who sat down at it."""
    row = _by_link(request, token)
    if isinstance(row, HttpResponse):
        return row
    if not request.session.get(_session_key("guest", row)):
        raise Http404
    return follow_events(request, row.pk)


def _of_brand(request: BrandRequest, exercise: uuid.UUID) -> Exercise:
    rows = exercises.exercises(request.brand).select_related("brand")
    return get_object_or_404(rows, pk=exercise)


def _by_link(request: HttpRequest, token: str) -> Exercise | HttpResponse:
    """The exercise of a link; a page for one that opens none, or opens too much too quickly.

    Who sits at the table is counted alone, since a room of thirty has one address; who does not
    yet is counted by it.
    """
    try:
        row = exercises.by_join_token(token, timezone.now())
    except LinkSpent:
        if is_too_often(request, "play"):
            return render(request, "429.html", status=429)
        return render(request, "drills/link_spent.html", status=410)
    me = request.session.get(_session_key("guest", row), "")
    if is_too_often(request, "play.table", most=MOST_A_GUEST if me else MOST_A_DOOR, who=me):
        return render(request, "429.html", status=429)
    return row


def _session_key(what: str, row: Exercise) -> str:
    return f"drills.{what}.{row.pk}"


def _member_address(request: BrandRequest, row: Exercise) -> Address:
    def address(name: str) -> str:
        names = [request.brand.slug, row.pk]
        if name in TABLE_FORMS:
            return reverse("drills:say", args=[*names, name])
        return reverse(f"drills:{name}", args=names)

    return address


def _guest_address(token: str) -> Address:
    def address(name: str) -> str:
        if name in TABLE_FORMS:
            return reverse("play:say", args=[token, name])
        return reverse({"table": "play:guest", "events": "play:events"}[name], args=[token])

    return address


def _record(
    request: HttpRequest, row: Exercise, what: str, me: str, address: Address
) -> HttpResponse:
    form_class = TABLE_FORMS.get(what)
    if form_class is None:
        raise Http404
    form = form_class(request.POST)
    if not form.is_valid():
        return _page(request, row, me, address, wrong=form, status=422)
    try:
        services.record(row, form.kind, form.data_of_event(), by=me, at=timezone.now())
    except Refused as refused:
        messages.warning(request, refusal_words(refused))
    return redirect(address("table"))


def _page(
    request: HttpRequest,
    row: Exercise,
    me: str,
    address: Address,
    *,
    wrong: TableForm | None = None,
    screen: bool = False,
    status: int = 200,
) -> HttpResponse:
    try:
        seen = table_of(row, me)
    except UnknownCase:
        return render(request, "drills/case_gone.html", {"brand": row.brand}, status=410)
    is_member = isinstance(getattr(request, "brand", None), type(row.brand))
    link = request.session.get(_session_key("link", row), "") if is_member else ""
    guest_link = request.build_absolute_uri(reverse("play:guest", args=[link])) if link else ""
    context: dict[str, Any] = {
        "brand": row.brand,
        "step": "drills",
        "is_member": is_member,
        "exercise": row,
        "table": seen,
        "screen": screen,
        "exhibits": [(x, EXHIBIT_WORDS.get(x.kind, x.kind)) for x in seen.exhibits],
        "addresses": {name.replace("-", "_"): address(name) for name in TABLE_FORMS},
        "table_url": request.path if screen else address("table"),
        "events_url": address("events"),
        "guest_link": guest_link,
        "qr": qr_image(guest_link) if guest_link else "",
        **_forms(seen, wrong),
    }
    template = "drills/table.html" if is_member else "drills/guest_table.html"
    if screen:
        template = "drills/screen.html"
    return render(request, template, context, status=status)


def _forms(seen: Table, wrong: TableForm | None) -> dict[str, Any]:
    """The forms of the phase; the one that was sent wrong as it was typed."""
    tasks = {q.task: task_words(q.task) for q in seen.questions}
    mine = seen.my_answer
    question = seen.question
    made: dict[str, TableForm] = {
        "answer": TABLE_FORMS["answer"](
            initial={"question": question.id if question else "", "text": mine.text if mine else ""}
        ),
        "rate": TABLE_FORMS["rate"](initial={"rating": seen.my_rating}),
        "observe": TABLE_FORMS["observe"](),
        "say": SayForm(initial={"about": "strength"}),
        "decide": TABLE_FORMS["decide"](),
        "act": ActionForm(tasks=tasks),
    }
    for name, form in made.items():
        if wrong is not None and type(form) is type(wrong):
            made[name] = wrong
    return {f"{name}_form": form for name, form in made.items()}
