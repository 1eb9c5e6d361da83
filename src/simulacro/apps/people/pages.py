"""Pages of a brand: who they are for is said where the view is declared.

    @brand_page(POLICY, "see")
    def results(request: BrandRequest) -> HttpResponse: ...

The address carries the brand's slug as `brand`. An outsider gets 404, since
that a brand exists is nobody's business; a member without the right gets 403.
Each decorator leaves an `Access` on the view, by which a test walks every
address with every role; an address without one fails that test.

What is sensitive asks for the second factor again after a while
(`second_factor_again`): every page of a policy which says so, but those
declared with `sensitive=False`, and those declared with `sensitive=True` or
`@freshly_signed_in`. A form sent twice is written once, but by a view that says
`@harmless_to_repeat(why)`.
"""

import uuid
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Membership, Role, User
from simulacro.apps.people.second_factor_again import ask_again
from simulacro.kit.idempotency import HARMLESS, send_once
from simulacro.kit.page_memory import remembering
from simulacro.kit.policies import Denied, Policy

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., Any])
View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD")


@dataclass(frozen=True)
class Access:
    """Who may open a view: asked of the test that walks every address.

    Without a policy, "signed in" means everybody who is, and "everybody" all.
    """

    to: Literal["brand", "agency", "signed in", "everybody"]
    policy: Policy | None = None
    action: str = ""
    sensitive: bool = False


def open_to_everybody(view: V) -> V:
    """Mark a page that needs no sign-in; what it may show is the view's own care."""
    return marked(view, Access("everybody"))


def marked(view: V, access: Access) -> V:
    view.__dict__["access"] = access
    return view


class SignedInRequest(HttpRequest):
    """A request of a person who signed in."""

    user: User


class BrandRequest(SignedInRequest):
    """A request of a signed-in member about one brand."""

    brand: Brand
    role: Role


class AgencyRequest(SignedInRequest):
    """A request of a signed-in member about one agency."""

    agency: Agency
    role: Role


def brand_page(
    policy: Policy, action: str, *, sensitive: bool | None = None
) -> Callable[[Callable[Concatenate[BrandRequest, P], HttpResponseBase]], View]:
    """Resolve the brand, check the right, and pass both on the request."""
    return guarded_by(access_to("brand", policy, action, sensitive), brand_of)


def agency_page(
    policy: Policy, action: str, *, sensitive: bool | None = None
) -> Callable[[Callable[Concatenate[AgencyRequest, P], HttpResponseBase]], View]:
    """As `brand_page`, for addresses that carry the agency's id as `agency`."""
    return guarded_by(access_to("agency", policy, action, sensitive), agency_of)


def signed_in_page(
    policy: Policy, action: str, *, sensitive: bool | None = None
) -> Callable[[Callable[Concatenate[SignedInRequest, P], HttpResponseBase]], View]:
    """A page of no one brand: for whoever signed in and may do `action`; 403 for the others."""
    return guarded_by(access_to("signed in", policy, action, sensitive), nothing)


def signed_in(view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase]) -> View:
    """A page for everybody who is signed in; the brands come later, if at all."""
    return guarded_by(Access("signed in"), nothing)(view)


def freshly_signed_in(view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase]) -> View:
    """As `signed_in`, for what cannot be taken back: it asks for the second factor again."""
    return guarded_by(Access("signed in", sensitive=True), nothing)(view)


def access_to(
    to: Literal["brand", "agency", "signed in"],
    policy: Policy,
    action: str,
    sensitive: bool | None,
) -> Access:
    return Access(to, policy, action, policy.sensitive if sensitive is None else sensitive)


def guarded_by(
    access: Access, find: Callable[[Any, dict[str, Any]], Any]
) -> Callable[[View], View]:
    """Give a view its guard: who, what, whether they are still themselves, and only once.

    `find` takes what the address names out of the view's arguments, puts it on
    the request and returns it; it raises Http404 for an outsider.
    """

    def decorate(view: View) -> View:
        write = view if getattr(view, HARMLESS, "") else send_once(view)

        @login_required
        @wraps(write)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            target = find(request, kwargs)
            only_reads = target is not None and request.method in SAFE
            with remembering(target) if only_reads else nullcontext():
                if access.policy and not access.policy.allows(request.user, access.action, target):
                    raise PermissionDenied
                if access.sensitive:
                    question = ask_again(request)
                    if question is not None:
                        return question
                try:
                    return write(request, *args, **kwargs)
                except Denied as denied:
                    raise PermissionDenied from denied

        return marked(guarded, access)

    return decorate


def brand_of(request: Any, names: dict[str, Any]) -> Brand:
    membership = (
        Membership.objects.select_related("brand", "brand__agency")
        .filter(user=request.user, brand__slug=names.pop("brand"))
        .first()
    )
    if membership is None:
        raise Http404
    request.brand, request.role = membership.brand, Role(membership.role)
    return membership.brand


def agency_of(request: Any, names: dict[str, uuid.UUID]) -> Agency:
    membership = (
        AgencyMembership.objects.select_related("agency")
        .filter(user=request.user, agency=names.pop("agency"))
        .first()
    )
    if membership is None:
        raise Http404
    request.agency, request.role = membership.agency, Role(membership.role)
    return membership.agency


def nothing(_request: Any, _names: dict[str, Any]) -> None:
    """The page is about nothing in particular."""
