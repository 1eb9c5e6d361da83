"""A lost password: by mail where there is one, else with words on who can help."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from simulacro.apps.people import letters, services
from simulacro.apps.people.forms import EmailForm, NewPasswordForm
from simulacro.apps.people.models import User
from simulacro.apps.people.pages import SignedInRequest, open_to_everybody, signed_in
from simulacro.apps.people.second_factor import open_without_second_factor
from simulacro.kit import mail
from simulacro.kit.idempotency import harmless_to_repeat

LINK_LASTS_S = 15 * 60


@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@harmless_to_repeat("a new link ends the one before it")
def lost_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether or not the address is known."""
    form = EmailForm(request.POST or None)
    sent = False
    if mail.is_configured() and request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"].lower()
        if not ratelimit.consume(request, action="reset_password", key=email):
            return render(request, "429.html", status=429)
        user = User.objects.filter(email=email, is_active=True).first()
        if user is not None:
            path = services.make_sign_in_link(user)
            letters.send_new_password_link(user, request.build_absolute_uri(f"{path}?new-password"))
        sent = True
    context = {"form": form, "sent": sent, "by_mail": mail.is_configured()}
    status = 422 if form.errors else 200
    return render(request, "people/lost_password.html", context, status=status)


@open_without_second_factor
@never_cache
@sensitive_post_parameters("password")
@signed_in
@harmless_to_repeat("the same password again")
def new_password(request: SignedInRequest) -> HttpResponse:
    """Choose another password without the old one: only just after coming in by a link."""
    records = get_authentication_records(request, request.user)
    by_link = [r["at"] for r in records if r["method"] == "link"]
    if time.time() - max(by_link, default=0) > LINK_LASTS_S:
        return redirect("account_change_password")
    form = NewPasswordForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        services.choose_password(user=request.user, password=form.cleaned_data["password"])
        update_session_auth_hash(request, request.user)
        messages.success(request, _("Your new password holds. You are signed out elsewhere."))
        return redirect("/")
    status = 422 if form.errors else 200
    return render(request, "people/new_password.html", {"form": form}, status=status)
