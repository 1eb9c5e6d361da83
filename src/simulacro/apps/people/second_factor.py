"""A second factor is required; who has none is led to setting one up.

Exempt are the people of demo brands, and a person who is alone with the
installation on its own machine. Views of the sheets for the worst hour are
marked with `open_without_second_factor`, since a lost phone must not lock
anybody out of the lost-phone sheet.
"""

import ipaddress
from collections.abc import Callable
from typing import Any, TypeVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from simulacro.apps.people.models import User

MARK = "opens_without_second_factor"
PAGE = "document"
GOING_TO = "second_factor_going_to"
# Pages one needs to set it up, to choose a language, or to leave.
ALWAYS_OPEN = frozenset(
    {
        "home:preferences",
        "people:sign_out_everywhere",
        "people:second_factor",
        "people:second_factor_done",
    }
)
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST")

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def open_without_second_factor(view: View) -> View:
    """Mark a view which a person without their second factor may open too."""
    setattr(view, MARK, True)
    return view


class SecondFactorMiddleware:
    """Lead a person who must have a second factor, and has none, to its set-up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, options: Any
    ) -> HttpResponseBase | None:
        if getattr(view, MARK, False) or is_always_open(request):
            return None
        if not is_missing(request):
            return None
        address = reverse("people:second_factor")
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": address})
        if request.method == "GET" and request.headers.get("Sec-Fetch-Dest", PAGE) == PAGE:
            request.session[GOING_TO] = request.get_full_path()
        return redirect(address)


def is_always_open(request: HttpRequest) -> bool:
    match = request.resolver_match
    if match is None:
        return False
    name = match.url_name or ""
    return name.startswith(("account_", "mfa_")) or match.view_name in ALWAYS_OPEN


def where_they_were_going(request: HttpRequest) -> str:
    """The path the set-up of a second factor came in the way of, once; else the home page."""
    return str(request.session.pop(GOING_TO, "/"))


def is_missing(request: HttpRequest) -> bool:
    """Whether the signed-in person of `request` must set up a second factor first.

    Whatever answers outside Django's middleware, such as a live stream, asks this too.
    """
    user = request.user
    if not user.is_authenticated or has_second_factor(user):
        return False
    return not (is_demo_person(user) or is_alone_here(user, request))


def has_second_factor(user: User) -> bool:
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user=user, type__in=kinds).exists()


def is_demo_person(user: User) -> bool:
    """Whether all the person is a member of is the fictional demo brand."""
    demo = list(user.memberships.values_list("brand__is_demo", flat=True))
    return bool(demo) and all(demo) and not user.agency_memberships.exists()


def real_people() -> Any:
    """Everybody who is not a person of demo brands only."""
    fictional = User.objects.filter(memberships__brand__is_demo=True).exclude(
        memberships__brand__is_demo=False
    )
    return User.objects.filter(is_active=True).exclude(pk__in=fictional)


def is_alone_here(user: User, request: HttpRequest) -> bool:
    return is_on_loopback(request) and not real_people().exclude(pk=user.pk).exists()


def is_on_loopback(request: HttpRequest) -> bool:
    """Whether the browser runs on this very machine, with no proxy in between."""
    if settings.BEHIND_PROXY or settings.PUBLIC_URL:
        return False
    if any(name in request.META for name in FORWARDED):
        return False
    host = request.get_host().rpartition(":")[0] or request.get_host()
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and is_loopback(host.strip("[]"))


def passkeys_work(request: HttpRequest) -> bool:
    """Whether a browser offers passkeys at this address: a name, over HTTPS or localhost.

    A passkey belongs to a domain name, so an address in numbers has none, even
    over HTTPS (WebAuthn, section 5.1.2).
    """
    host = request.get_host().rpartition(":")[0] or request.get_host()
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return request.is_secure() or is_loopback(host)
    return False


def is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
