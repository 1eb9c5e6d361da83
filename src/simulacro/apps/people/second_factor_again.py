"""Sensitive pages ask for the second factor again after a while, and lose nothing by it.

A page that was to be read is shown after the answer. A form that was on its way
carries its fields through the question and is written when the answer is right:
its words travel in the question's own page and are kept nowhere. Files cannot
travel so: a form with files is let through for as long again.

The sheets for the worst hour never ask, since whoever needs them may have lost
what they would answer with; nor does anything ask a person who has no second
factor and needs none (`second_factor`).
"""

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.base.forms import ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import ReauthenticateWebAuthnForm
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from simulacro.apps.people.second_factor import MARK, has_second_factor, passkeys_work

# What the question adds to a form that was on its way.
ANSWERED, CODE, CREDENTIAL = "second_factor_again", "second_factor_code", "credential"
OWN_FIELDS = (ANSWERED, CODE, CREDENTIAL)


def ask_again(request: HttpRequest) -> HttpResponse | None:
    """Return the question, or None where the person may go on."""
    match = request.resolver_match
    if match is not None and getattr(match.func, MARK, False):
        return None
    if ANSWERED in request.POST:
        form = answer_of(request)
        if not form.is_valid():
            return question(request, mistakes=form.errors)
        form.save()
        forget_the_answer(request)
        return None
    if not is_due(request):
        return None
    return question(request)


def is_due(request: HttpRequest) -> bool:
    """Whether a sensitive page would ask this person for the second factor again."""
    user: Any = request.user
    return not is_fresh(request) and has_second_factor(user)


def is_fresh(request: HttpRequest) -> bool:
    """Whether the person gave a second factor in this session lately, or set one up."""
    lasts_s = settings.SECOND_FACTOR_MINUTES * 60
    if not lasts_s:
        return True
    if request.FILES:
        lasts_s *= 2
    user: Any = request.user
    given = [r["at"] for r in get_authentication_records(request, user) if r["method"] == "mfa"]
    newest = Authenticator.objects.filter(user=user).order_by("-created_at").first()
    if newest is not None:
        given.append(newest.created_at.timestamp())
    return time.time() - max(given, default=0) < lasts_s


def answer_of(request: HttpRequest) -> Any:
    """The form with the person's answer: a passkey's, or a code."""
    if request.POST.get(CREDENTIAL):
        data = {"credential": request.POST[CREDENTIAL]}
        return ReauthenticateWebAuthnForm(user=request.user, data=data)
    return ReauthenticateForm(user=request.user, data={"code": request.POST.get(CODE, "")})


def forget_the_answer(request: HttpRequest) -> None:
    """Give the view the form as it was sent at first."""
    sent: Any = request.POST.copy()
    for name in OWN_FIELDS:
        sent.pop(name, None)
    request.POST = sent


def question(request: HttpRequest, *, mistakes: Any = None, to: str = "") -> HttpResponse:
    """The page that asks, with the interrupted form in it; `to` is where a reader goes on."""
    user: Any = request.user
    writes = request.method == "POST" and not to
    partly = bool(request.headers.get("HX-Request"))
    if partly and not writes:
        return HttpResponse(headers={"HX-Refresh": "true"})
    passkeys = passkeys_work(request) and Authenticator.objects.filter(
        user=user, type=Authenticator.Type.WEBAUTHN
    )
    # Where a reader goes on is in the address, so that it outlives a reload of a wrong answer.
    next_page = urlencode({"next": to or request.get_full_path()})
    reads_at = f"{reverse('people:second_factor_again')}?{next_page}"
    context = {
        "writes": writes,
        "action": request.get_full_path() if writes else reads_at,
        "fields": [
            (name, value)
            for name, values in request.POST.lists()
            if name not in (*OWN_FIELDS, "csrfmiddlewaretoken")
            for value in values
        ]
        if writes
        else [],
        "mistakes": list((mistakes or {}).values()),
        "options": {"request_options": begin_authentication(user)} if passkeys else None,
        "minutes": settings.SECOND_FACTOR_MINUTES,
        "files": bool(request.FILES),
    }
    response = render(request, "people/second_factor_again.html", context, status=401)
    if partly:
        # A part of a page was asked for, and the whole page is answered.
        response.status_code = 200
        response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "body", "innerHTML"
    return response
