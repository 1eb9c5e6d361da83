"""The checks: a few at a time, one a screen; all of them; one with its history."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.check_forms import AnswerForm, AskForm
from simulacro.apps.audit.check_words import (
    AREA_WORDS,
    SAID_WORDS,
    STATE_WORDS,
    CheckWords,
    check_words,
    coverage_sentence,
    interval_sentence,
    moved_sentence,
    network_name,
    state_of,
)
from simulacro.apps.audit.models import CheckAnswer, CheckRound
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.checks import AGES_AFTER, Asked, Given, round_questions
from simulacro.apps.audit.services import check_rounds
from simulacro.apps.audit.services.audits import NothingToAudit, run_audit
from simulacro.apps.audit.services.checks import (
    AnsweredMeanwhile,
    answer_check,
    follow_steps,
    risk_now,
    take_back,
)
from simulacro.apps.audit.services.inventory import SecretsOffered, StaleInventory
from simulacro.apps.audit.views.photographs import photograph
from simulacro.apps.brands.days import day_of, today_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.new_links import take_new_link
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.engines.access.inventory import Inventory
from simulacro.kit.undo.acts import CannotUndo
from simulacro.kit.undo.services import offer_undo

WHOLE = "-"
A_PAGE = 40
STATES = ("open", "weak", "unknown", "aged", "good", "not_applicable")


def screen(request: BrandRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    every = {"brand": request.brand, "step": "audit", "tab": "checks", **context}
    response = render(request, f"audit/{template}", every, status=status)
    add_never_cache_headers(response)
    return response


def words_of(request: BrandRequest, inventory: Inventory, asked: Asked) -> CheckWords:
    return check_words(
        inventory,
        asked.check,
        asked.subject,
        brand_name=request.brand.name,
        today=today_of(request.brand),
    )


def how(request: BrandRequest, inventory: Inventory, asked: Asked) -> dict[str, Any]:
    """The words of a question, and who last found its steps right, if anybody of the brand did."""
    words = words_of(request, inventory, asked)
    followed = queries.steps_followed(request.brand, asked.check)
    day = day_of(request.brand, followed.at) if followed else None
    newest = day is not None and (words.verified is None or day >= words.verified)
    if day is not None and newest:
        words = replace(words, verified=day, old=today_of(request.brand) - day > AGES_AFTER)
    return {
        "words": words,
        "followed": followed if newest else None,
        "steps_url": reverse(
            "audit:check_steps", args=[request.brand.slug, asked.check.id, asked.subject or WHOLE]
        ),
    }


def address(request: HttpRequest, brand_slug: str, asked: Asked) -> str:
    return reverse("audit:check", args=[brand_slug, asked.check.id, asked.subject or WHOLE])


@require_GET
@brand_page(POLICY, "answer_checks")
def checks(request: BrandRequest) -> HttpResponse:
    """All that is asked, by network and area, with each answer and its date."""
    inventory = queries.current_inventory(request.brand)
    if inventory is None:
        return screen(request, "checks_empty.html")
    now = timezone.now()
    asked = queries.asked_of(request.brand, inventory)
    states = [state_of(question, now) for question in asked]
    tally = Counter(zip((question.place for question in asked), states, strict=True))
    place, state = request.GET.get("about", ""), request.GET.get("state", "")
    filtered = bool(place or state)
    wanted = [
        (question, its)
        for question, its in zip(asked, states, strict=True)
        if filtered and place in ("", question.place) and state in ("", its)
    ]
    wanted.sort(key=lambda pair: (STATES.index(pair[1]), -pair[0].check.severity))
    shown = Paginator(wanted, A_PAGE).get_page(request.GET.get("page"))
    coverage = queries.coverage_of(asked, now)
    return screen(
        request,
        "checks.html",
        coverage=coverage,
        says=coverage_sentence(coverage),
        by_severity=[(s, *coverage.by_severity[s]) for s in (4, 3, 2, 1)],
        open_round=queries.open_round(request.brand),
        next_count=check_rounds.COUNTS[check_rounds.next_kind(request.brand)],
        places=places_of(tally),
        wanted_place=place,
        states=[
            (s, STATE_WORDS[s], sum(n for (_place, its), n in tally.items() if its == s))
            for s in STATES
        ],
        wanted_state=state,
        filtered=filtered,
        query=urlencode({"about": place, "state": state}),
        page=shown,
        rows=[list_row(request, inventory, question, its) for question, its in shown],
        waiting=queries.requests_of(request.brand, now),
    )


def places_of(tally: Mapping[tuple[str, str], int]) -> list[tuple[str, str, int, int]]:
    """Each network and area: its key and name, how many questions, how many still unanswered;
    from how many questions of a place are in a state."""
    counts: dict[str, list[int]] = {}
    for (place, state), many in tally.items():
        count = counts.setdefault(place, [0, 0])
        count[0] += many
        count[1] += many if state in ("open", "unknown") else 0
    rows = [(place, place_name(place), whole, left) for place, (whole, left) in counts.items()]
    return sorted(rows, key=lambda row: row[1].casefold())


def place_name(place: str) -> str:
    """The name of a network or an area, in the language of the page."""
    return str(AREA_WORDS[place]) if place in AREA_WORDS else network_name(place)


def list_row(
    request: BrandRequest, inventory: Inventory, question: Asked, state: str
) -> dict[str, Any]:
    return {
        "asked": question,
        "words": words_of(request, inventory, question),
        "state": state,
        "state_label": STATE_WORDS[state],
        "answer": said_label(question),
        "url": address(request, request.brand.slug, question),
    }


def said_label(asked: Asked) -> str:
    if asked.given is not None:
        return str(SAID_WORDS[asked.given.said])
    return {"yes": _("Yes, says the inventory"), "no": _("No, says the inventory")}.get(
        asked.decided.value, ""
    )


@require_POST
@brand_page(POLICY, "answer_checks")
def start(request: BrandRequest) -> HttpResponse:
    """Choose the next few questions, or go on with those which are open."""
    try:
        check_rounds.start_round(brand=request.brand, actor=request.user, at=timezone.now())
    except check_rounds.NothingToAsk:
        messages.success(request, _("All that applies is answered. We will ask when it ages."))
        return redirect("audit:checks", request.brand.slug)
    return redirect("audit:checks_now", request.brand.slug)


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "answer_checks")
def now(request: BrandRequest) -> HttpResponse:
    """One question of the round; an answer leads to the next.

    An answer is of the question that was on the screen, whichever is on turn by now.
    """
    row = queries.open_round(request.brand)
    inventory = queries.current_inventory(request.brand)
    form = AnswerForm(request.POST or None, request.FILES or None)
    pair = (request.POST.get("check", ""), request.POST.get("subject", ""))
    if request.method == "POST":
        shown = question_of(request.brand, pair)
        if shown is None:
            messages.info(request, _("That is not asked any more. Your answer was not kept."))
            return redirect("audit:checks_now", request.brand.slug)
        if form.is_valid() and answered(request, shown, form):
            return redirect(next_address(request.brand, pair))
        if inventory is not None and (row is None or list(pair) not in row.pairs):
            # The round was closed meanwhile: the question stands alone.
            fresh = question_of(request.brand, pair) or shown
            return check_screen(request, inventory, fresh, form, 422)
    if row is None or inventory is None:
        return redirect("audit:checks", request.brand.slug)
    questions, done = round_questions(row, queries.asked_of(request.brand, inventory))
    pairs = [question.pair for question in questions]
    number = request.GET.get("n", "")
    index = int(number) - 1 if number.isdecimal() and 0 < int(number) <= len(questions) else None
    if request.method == "POST":
        index = pairs.index(pair) if pair in pairs else None
    elif index is None:
        index = next((i for i, answered in enumerate(done) if not answered), None)
    if index is None:
        return redirect("audit:checks_done", request.brand.slug)
    question = questions[index]
    return screen(
        request,
        "checks_now.html",
        422 if request.method == "POST" else 200,
        row=row,
        form=form,
        asked=question,
        **how(request, inventory, question),
        answers=answer_buttons(question),
        number=index + 1,
        total=len(questions),
        done_count=sum(done),
        back=index or None,
        url=address(request, request.brand.slug, question),
    )


def question_of(brand: Brand, pair: tuple[str, str]) -> Asked | None:
    """What is asked now under a check and a subject, with its newest answer."""
    return next((asked for asked in queries.asked_of(brand) if asked.pair == pair), None)


def next_address(brand: Brand, pair: tuple[str, str]) -> str:
    """Where a round goes on after one of its questions: at the next that nobody answered."""
    here = reverse("audit:checks_now", args=[brand.slug])
    row = queries.open_round(brand)
    if row is None:
        return here
    questions, done = round_questions(row, queries.asked_of(brand))
    pairs = [question.pair for question in questions]
    after = pairs.index(pair) + 1 if pair in pairs else len(pairs)
    following = next((i for i in range(after, len(done)) if not done[i]), None)
    return here if following is None else f"{here}?n={following + 1}"


def answer_buttons(asked: Asked) -> list[tuple[str, str, bool]]:
    """Each answer with its words, and whether it is the one that counts now."""
    given = asked.given.said if asked.given else None
    answers = (Said.YES, Said.NO, Said.UNKNOWN, Said.NOT_APPLICABLE)
    return [(said.value, str(SAID_WORDS[said]), said is given) for said in answers]


def answered(request: BrandRequest, asked: Asked, form: AnswerForm) -> bool:
    """Whether the answer was kept; else the form carries why not."""
    given = form.cleaned_data
    try:
        row = answer_check(
            brand=request.brand,
            check=asked.check.id,
            subject=asked.subject,
            said=Said(given["said"]),
            actor=request.user,
            at=timezone.now(),
            note=given["note"],
            photos=[given["photo"]] if given["photo"] else [],
            seen=given["seen"],
        )
    except AnsweredMeanwhile as meanwhile:
        form.add_error(None, meanwhile_sentence(meanwhile.given))
        return False
    except StaleInventory:
        form.add_error(None, _("Somebody changed the inventory meanwhile. Answer once more."))
        return False
    except SecretsOffered:
        form.add_error("note", _("Something here looks like a password. Write an alias instead."))
        return False
    region = request.brand.region
    told = (moved_sentence(row.moved, region), interval_sentence(row.moved, region))
    offer_undo(
        request,
        "check.answered",
        scope=request.brand.id,
        payload={"answer": str(row.id)},
        message=" ".join(part for part in (_("Kept."), *told) if part),
    )
    return True


def meanwhile_sentence(given: Given) -> str:
    said = str(SAID_WORDS[given.said])
    told = f"{said} · {given.by}" if given.by else said
    return _(
        "Somebody answered this meanwhile: %(answer)s. Yours was not kept. "
        "Press it again if it is to count."
    ) % {"answer": told}


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "answer_checks")
def done(request: BrandRequest) -> HttpResponse:
    """The end of a round: what moved, and what comes next. Closing it runs the audit."""
    row = queries.open_round(request.brand)
    if request.method == "POST":
        check_rounds.close_round(brand=request.brand, actor=request.user, at=timezone.now())
        audit_again(request)
        return redirect("audit:results", request.brand.slug)
    if row is None:
        return redirect("audit:checks", request.brand.slug)
    questions, answered_now = round_questions(row, queries.asked_of(request.brand))
    moved = moved_since(row, timezone.now())
    return screen(
        request,
        "checks_done.html",
        row=row,
        done_count=sum(answered_now),
        total=len(questions),
        says=moved_sentence(moved, request.brand.region),
        interval=interval_sentence(moved, request.brand.region),
    )


def moved_since(row: CheckRound, at: dt.datetime) -> dict[str, float] | None:
    """What the answers of a round did together: the risk before the first that moved it, and now.

    None where none moved it, and where the inventory is too large to be solved while a page waits.
    """
    told = [
        answer
        for answer in CheckAnswer.objects.filter(
            brand=row.brand_id, number__gt=row.answers_before
        ).order_by("number")
        if answer.moved
    ]
    if not told or told[0].moved is None:
        return None
    before, last = float(told[0].moved["before"]), told[-1]
    revision = queries.current_revision(row.brand)
    if last.moved is not None and revision is not None and last.revision_id == revision.pk:
        after, after_best = float(last.moved["after"]), float(last.moved["after_best"])
    else:
        # It was taken back, or the inventory was changed since: what it told holds no more.
        risk = risk_now(row.brand, at)
        if risk is None:
            return None
        after, after_best = risk
    return {"before": before, "after": after, "after_best": after_best}


def audit_again(request: BrandRequest) -> None:
    """Let the weak points follow what was answered."""
    try:
        run_audit(brand=request.brand, actor=request.user, at=timezone.now())
    except NothingToAudit:
        messages.info(request, _("Kept. Tell which channels you have, and we will audit them."))


def asked_or_404(request: BrandRequest, check: str, subject: str) -> tuple[Inventory, Asked]:
    inventory = queries.current_inventory(request.brand)
    if inventory is None:
        raise Http404
    question = question_of(request.brand, (check, "" if subject == WHOLE else subject))
    if question is None:
        raise Http404
    return inventory, question


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "answer_checks")
def check(request: BrandRequest, check: str, subject: str) -> HttpResponse:
    """One check: why, how to verify step by step, how to fix, and what was answered when."""
    inventory, question = asked_or_404(request, check, subject)
    form = AnswerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and answered(request, question, form):
        return redirect(address(request, request.brand.slug, question))
    fresh = question_of(request.brand, question.pair) or question
    return check_screen(request, inventory, fresh, form, 422 if request.method == "POST" else 200)


def link_of(brand: Brand, question: Asked) -> str:
    """What a new link of a question is kept under for the next page."""
    return f"question {queries.pair_digest(brand, *question.pair)}"


def check_screen(
    request: BrandRequest,
    inventory: Inventory,
    question: Asked,
    form: AnswerForm,
    status: int = 200,
    ask_form: AskForm | None = None,
) -> HttpResponse:
    at = timezone.now()
    state = state_of(question, at)
    history = queries.answers_to(request.brand, question.check.id, question.subject)
    return screen(
        request,
        "checks_one.html",
        status,
        asked=question,
        **how(request, inventory, question),
        form=form,
        ask_form=ask_form or AskForm(),
        new=take_new_link(request, request.brand, what=link_of(request.brand, question)),
        answers=answer_buttons(question),
        state=state,
        state_label=STATE_WORDS[state],
        answer=said_label(question),
        history=[history_row(row, request.brand.region) for row in history],
        url=address(request, request.brand.slug, question),
        subject=question.subject or WHOLE,
        may_ask=POLICY.allows(request.user, "ask_somebody", request.brand),
    )


def history_row(row: CheckAnswer, region: str) -> dict[str, Any]:
    by = str(row.author) if row.author else (row.request.for_whom if row.request else "")
    return {
        "row": row,
        "by": by,
        "by_link": row.via == CheckAnswer.Via.LINK,
        "said": SAID_WORDS[queries.given_of(row).said],
        "moved": moved_sentence(row.moved, region),
    }


@require_POST
@brand_page(POLICY, "answer_checks")
def steps(request: BrandRequest, check: str, subject: str) -> HttpResponse:
    """Somebody followed the steps, and they are so."""
    _inventory, question = asked_or_404(request, check, subject)
    follow_steps(brand=request.brand, check=question.check, actor=request.user, at=timezone.now())
    messages.success(request, _("Noted. The day stands beside the steps, for the whole team."))
    return redirect(address(request, request.brand.slug, question))


@require_POST
@brand_page(POLICY, "answer_checks")
def withdraw(request: BrandRequest, answer: UUID) -> HttpResponse:
    """Take back the newest answer to a question, whoever gave it and however it came."""
    row = get_object_or_404(CheckAnswer, pk=answer, brand=request.brand)
    try:
        take_back(request.brand.id, {"answer": str(row.id)}, request.user)
    except CannotUndo as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("The answer was taken back."))
    said = row.said
    place = [request.brand.slug, said["check"], said["subject"] or WHOLE]
    return redirect("audit:check", *place)


@require_GET
@brand_page(POLICY, "answer_checks")
def photo(request: BrandRequest, answer: UUID, index: int) -> HttpResponse:
    """One photo of an answer."""
    row = get_object_or_404(CheckAnswer, pk=answer, brand=request.brand)
    return photograph(request.brand, row.photos, index)
