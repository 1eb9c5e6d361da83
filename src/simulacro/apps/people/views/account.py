"""One's own account."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from simulacro.apps.people import services
from simulacro.apps.people.forms import PersonForm
from simulacro.apps.people.pages import SignedInRequest, freshly_signed_in, signed_in
from simulacro.apps.people.second_factor import (
    has_second_factor,
    is_missing,
    passkeys_work,
    where_they_were_going,
)
from simulacro.apps.people.second_factor_again import answer_of, question
from simulacro.apps.people.services import LastOwner
from simulacro.kit.idempotency import harmless_to_repeat


@signed_in
def account(request: SignedInRequest) -> HttpResponseBase:
    """Name, language, and the ways to everything else about oneself."""
    user = request.user
    form = PersonForm(request.POST or None, initial={"name": user.name, "language": user.language})
    if request.method == "POST" and form.is_valid():
        services.rename_person(user=user, name=form.cleaned_data["name"])
        services.choose_language(user=user, language=form.cleaned_data["language"])
        return redirect("people:account")
    return render(
        request,
        "people/account.html",
        {"form": form, "has_second_factor": has_second_factor(user)},
        status=422 if form.errors else 200,
    )


@signed_in
def second_factor(request: SignedInRequest) -> HttpResponseBase:
    """What a second factor is for, and which one to choose."""
    return render(
        request,
        "people/second_factor.html",
        {"is_missing": is_missing(request), "passkeys_work": passkeys_work(request)},
    )


@require_safe
@signed_in
def second_factor_done(request: SignedInRequest) -> HttpResponseBase:
    """Back to the page which the set-up came in the way of."""
    return redirect(where_they_were_going(request))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@harmless_to_repeat("a code that was right is spent; the page is shown either way")
def confirm_second_factor(request: SignedInRequest) -> HttpResponseBase:
    """The answer to the question before a sensitive page, which is shown next.

    Whoever comes by GET reloaded a wrong answer or chose a language there: the page asks anew.
    """
    to = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(to, allowed_hosts={request.get_host()}):
        to = "/"
    if request.method != "POST":
        return redirect(to)
    form = answer_of(request)
    if not form.is_valid():
        return question(request, mistakes=form.errors, to=to)
    form.save()
    return redirect(to)


@require_POST
@signed_in
def sign_out_everywhere(request: SignedInRequest) -> HttpResponseBase:
    services.end_other_sessions(user=request.user, request=request)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("people:account")


@freshly_signed_in
@harmless_to_repeat("a person is erased once; nobody is signed in for the second time")
def erase_me(request: SignedInRequest) -> HttpResponseBase:
    """Asks once, then erases the person."""
    obstacle = None
    if request.method == "POST":
        try:
            services.erase_person(user=request.user, actor=request.user)
            logout(request)
            return render(request, "people/erased.html")
        except LastOwner as last:
            obstacle = last.place
    return render(
        request, "people/erase.html", {"obstacle": obstacle}, status=409 if obstacle else 200
    )
