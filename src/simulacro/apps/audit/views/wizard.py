"""The questions: one on a screen, each kept as soon as it is answered or left."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.wizard import wizard_answers
from simulacro.apps.audit.secrets_seen import is_refused
from simulacro.apps.audit.services.inventory import SecretsOffered
from simulacro.apps.audit.services.wizard import answer_question, keep_typed
from simulacro.apps.audit.views.results import audit_and_show
from simulacro.apps.audit.wizard import steps
from simulacro.apps.audit.wizard.answers import Answers
from simulacro.apps.audit.wizard.step_form import StepForm
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.idempotency import FIELD
from simulacro.kit.versions import put_together, show_both


@never_cache
@brand_page(POLICY, "edit_inventory")
def start(request: BrandRequest) -> HttpResponse:
    """Go on where the questions were left; at their end, to the first one."""
    answers = wizard_answers(request.brand)
    waiting = next(iter(answers.get("typed", {})), None)
    form = steps.STEPS.get(str(waiting)) or steps.next_open(answers) or steps.FIRST[0]
    return redirect("audit:question", request.brand.slug, form.key)


@never_cache
@brand_page(POLICY, "edit_inventory")
@require_http_methods(["GET", "POST"])
def question(request: BrandRequest, key: str) -> HttpResponse:
    """One question. "Back" and "later" keep what was typed even where it is not an answer yet."""
    if key not in steps.STEPS:
        raise Http404
    answers = wizard_answers(request.brand)
    if not steps.STEPS[key].applies(answers):
        return redirect("audit:start", request.brand.slug)
    if request.method == "POST":
        return receive(request, key, answers)
    typed = answers.get("typed", {}).get(key)
    form = steps.STEPS[key](
        as_posted(typed) if typed else None, answers=answers, brand_solo=request.brand.solo
    )
    return screen(request, form, answers)


def receive(request: BrandRequest, key: str, answers: Answers) -> HttpResponse:
    form = steps.STEPS[key](request.POST, answers=answers, brand_solo=request.brand.solo)
    go = request.POST.get("go", "next")
    seen = request.POST.get("seen", "")
    if form.is_valid() and seen and seen != seen_of(answers, key):
        page = both_answers(request, form, answers)
        if page is not None:
            return page
    if form.is_valid():
        try:
            answer_question(brand=request.brand, key=key, answer=form.answer(), actor=request.user)
        except SecretsOffered:
            form.add_error(None, _("Something here looks like a password. Write an alias instead."))
        else:
            return redirect_after(request, key, go)
    elif go != "next":
        keep_typed(brand=request.brand, key=key, typed=harmless(request.POST), actor=request.user)
        return redirect_after(request, key, go)
    return screen(request, form, answers, status=422)


def seen_of(answers: Answers, key: str) -> str:
    """By which a form tells whether its question was answered by somebody else meanwhile."""
    text = json.dumps(answers.get(key), sort_keys=True, ensure_ascii=False)
    return salted_hmac("simulacro.audit.answer", text, algorithm="sha256").hexdigest()[:24]


def both_answers(request: BrandRequest, form: StepForm, answers: Answers) -> HttpResponse | None:
    """Their answer beside mine, where they differ; None where both say the same."""
    theirs = steps.STEPS[form.key](answers=answers, brand_solo=request.brand.solo)
    values = {name: theirs[name].initial for name in theirs.fields if name != "sure"}
    data, both = put_together(form, began=None, theirs=values)
    if not both:
        return None
    merged = steps.STEPS[form.key](data, answers=answers, brand_solo=request.brand.solo)
    return show_both(
        request,
        merged,
        both,
        theirs=values,
        context={
            "brand": request.brand,
            "step": "audit",
            "frame": "kit/brand.html",
            "back": request.get_full_path(),
        },
        carried={"seen": seen_of(answers, form.key), "go": request.POST.get("go", "next")},
    )


def redirect_after(request: BrandRequest, key: str, go: str) -> HttpResponse:
    slug = request.brand.slug
    answers = wizard_answers(request.brand)
    if go == "later":
        messages.success(request, _("Everything you answered is saved."))
        return redirect("audit:inventory", slug)
    if go == "back":
        earlier = steps.before(key, answers)
        return redirect("audit:question", slug, earlier.key if earlier else key)
    if key == steps.FIRST[-1].key:
        return audit_and_show(request, "first")
    following = steps.after(key, answers)
    if following is None:
        messages.success(request, _("That was the last question. Thank you."))
        return redirect("audit:results", slug)
    return redirect("audit:question", slug, following.key)


def screen(
    request: BrandRequest, form: StepForm, answers: Answers, status: int = 200
) -> HttpResponse:
    first = [f.key for f in steps.FIRST]
    row = first if form.key in first else [f.key for f in steps.asked(answers)][len(first) :]
    context: dict[str, Any] = {
        "brand": request.brand,
        "step": "audit",
        "form": form,
        "seen": seen_of(answers, form.key),
        "first": form.key in first,
        "number": row.index(form.key) + 1,
        "total": len(row),
        "back": steps.before(form.key, answers) is not None,
        "answered": steps.first_is_done(answers),
    }
    return render(request, "audit/question.html", context, status=status)


def harmless(posted: QueryDict) -> dict[str, list[str]]:
    """What was typed, without what must never be kept."""
    return {
        str(name): [str(value) for value in values]
        for name, values in posted.lists()
        if name not in ("csrfmiddlewaretoken", "go", "seen", FIELD)
        and not any(is_refused(str(value)) for value in values)
    }


def as_posted(typed: dict[str, list[str]]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, values in typed.items():
        query.setlist(name, values)
    return query
