"""Pages of a brand: who they are for is said where the view is declared.

    @brand_page(POLICY, "see")
    def results(request: BrandRequest) -> HttpResponse: ...

The address carries the brand's slug as `brand`. An outsider gets 404, since
that a brand exists is nobody's business; a member without the right gets 403.
Each decorator leaves an `Access` on the view, by which a test walks every
address with every role; an address without one fails that test.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Membership, Role, User
from simulacro.kit.policies import Denied, Policy

P = ParamSpec("P")
V = TypeVar("V", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Who may open a view: asked of the test that walks every address.

    Without a policy, "signed in" means everybody who is, and "everybody" all.
    """

    to: Literal["brand", "agency", "signed in", "everybody"]
    policy: Policy | None = None
    action: str = ""


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


def signed_in(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """A page for everybody who is signed in; the brands come later, if at all."""

    @login_required
    @wraps(view)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return view(request, *args, **kwargs)
        except Denied as denied:
            raise PermissionDenied from denied

    return marked(guarded, Access("signed in"))


def agency_page(
    policy: Policy, action: str
) -> Callable[
    [Callable[Concatenate[AgencyRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]
]:
    """As `brand_page`, for addresses that carry the agency's id as `agency`."""

    def decorate(
        view: Callable[Concatenate[AgencyRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def guarded(request: Any, agency: uuid.UUID, *args: P.args, **kwargs: P.kwargs) -> Any:
            membership = (
                AgencyMembership.objects.select_related("agency")
                .filter(user=request.user, agency=agency)
                .first()
            )
            if membership is None:
                raise Http404
            request.agency, request.role = membership.agency, Role(membership.role)
            if not policy.allows(request.user, action, membership.agency):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except Denied as denied:
                raise PermissionDenied from denied

        return marked(guarded, Access("agency", policy, action))

    return decorate


def brand_page(
    policy: Policy, action: str
) -> Callable[
    [Callable[Concatenate[BrandRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]
]:
    """Resolve the brand, check the right, and pass both on the request."""

    def decorate(
        view: Callable[Concatenate[BrandRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def guarded(request: Any, brand: str, *args: P.args, **kwargs: P.kwargs) -> Any:
            membership = (
                Membership.objects.select_related("brand", "brand__agency")
                .filter(user=request.user, brand__slug=brand)
                .first()
            )
            if membership is None:
                raise Http404
            request.brand, request.role = membership.brand, Role(membership.role)
            if not policy.allows(request.user, action, membership.brand):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except Denied as denied:
                raise PermissionDenied from denied

        return marked(guarded, Access("brand", policy, action))

    return decorate


def signed_in_page(
    policy: Policy, action: str
) -> Callable[
    [Callable[Concatenate[SignedInRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]
]:
    """A page of no one brand: for whoever signed in and may do `action`; 403 for the others."""

    def decorate(
        view: Callable[Concatenate[SignedInRequest, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @login_required
        @wraps(view)
        def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> Any:
            if not policy.allows(request.user, action, None):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except Denied as denied:
                raise PermissionDenied from denied

        return marked(guarded, Access("signed in", policy, action))

    return decorate
