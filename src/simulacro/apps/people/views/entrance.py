"""Getting in: sign-in, one-time links, the first person, invitations."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.views import login as allauth_sign_in
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people import services
from simulacro.apps.people.forms import NewPersonForm, WelcomeForm
from simulacro.apps.people.models import User
from simulacro.apps.people.pages import open_to_everybody
from simulacro.apps.people.second_factor import is_on_loopback, open_without_second_factor
from simulacro.apps.people.services import LinkSpent
from simulacro.kit.idempotency import harmless_to_repeat, send_once

GET_POST = ["GET", "HEAD", "POST"]


@open_to_everybody
@harmless_to_repeat("signs the same person in")
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """allauth's page; with nobody here yet, the welcome page comes first."""
    if request.method == "GET" and not User.objects.exists() and is_on_loopback(request):
        return redirect("people:welcome")
    return allauth_sign_in(request)


@open_without_second_factor
@open_to_everybody
@never_cache
@require_http_methods(GET_POST)
@harmless_to_repeat("the link opens once, and the second answer says so")
def enter(request: HttpRequest, token: str) -> HttpResponseBase:
    """A one-time sign-in link: GET asks, POST signs in.

    A messenger that fetches the link for a preview must not spend it.
    """
    try:
        if request.method != "POST":
            link = services.find_sign_in_link(token)
            return render(request, "people/enter.html", {"person": link.user})
        user = services.use_sign_in_link(token)
    except LinkSpent:
        return render(request, "people/link_spent.html", status=410)
    to = reverse("people:new_password") if "new-password" in request.GET else "/"
    return let_in(request, user, method="link", to=to)


@open_without_second_factor
@open_to_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(GET_POST)
@send_once
def welcome(request: HttpRequest) -> HttpResponseBase:
    """The first person and their brand: from this machine, or by the printed link."""
    if not services.nobody_yet():
        raise Http404
    if not (is_on_loopback(request) or services.is_welcome_token(request.GET.get("token", ""))):
        raise Http404
    form = WelcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user, brand = services.create_first_person(
            **form.cleaned_data, language=get_language() or "es"
        )
        let_in(request, user, method="welcome")
        return redirect("home:cycle", brand=brand.slug)
    return render(
        request, "people/welcome.html", {"form": form}, status=422 if form.errors else 200
    )


@open_without_second_factor
@open_to_everybody
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(GET_POST)
@send_once
def join(request: HttpRequest, token: str) -> HttpResponseBase:
    """An invitation: accepted by who is signed in, or by a new person."""
    try:
        invitation = services.open_invitation(token)
        form = None
        if request.user.is_authenticated:
            if request.method == "POST":
                services.accept_invitation(token=token, user=request.user)
                return redirect(home_of(invitation.place))
        else:
            form = NewPersonForm(request.POST or None)
            if request.method == "POST" and form.is_valid():
                user = services.join_as_new_person(
                    token=token, **form.cleaned_data, language=get_language() or "es"
                )
                let_in(request, user, method="invitation")
                return redirect(home_of(invitation.place))
    except LinkSpent:
        return render(request, "people/link_spent.html", {"is_invitation": True}, status=410)
    return render(
        request,
        "people/join.html",
        {"invitation": invitation, "form": form},
        status=422 if form is not None and form.errors else 200,
    )


def home_of(place: Brand | Agency) -> str:
    """The first page of a brand, or of an agency."""
    if isinstance(place, Brand):
        return reverse("home:cycle", args=[place.slug])
    return reverse("people:agency", args=[place.pk])


def let_in(request: HttpRequest, user: User, *, method: str, to: str = "/") -> HttpResponse:
    """Sign `user` in by allauth, which asks for the second factor where there is one."""
    if request.user.is_authenticated and request.user.pk != user.pk:
        request.session.flush()
    record_authentication(request, user, method)
    return perform_login(request, Login(user=user, redirect_url=to))
