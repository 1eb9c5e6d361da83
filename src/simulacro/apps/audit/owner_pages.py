"""Pages that a brand and an agency both have: under the brand's address, and the agency's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from simulacro.apps.audit.policies import POLICY
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.pages import SignedInRequest, brand_page

P = ParamSpec("P")


class OwnerRequest(SignedInRequest):
    """A request about a brand's inventory, or an agency's."""

    owner: Brand | Agency
    address: Callable[..., str]
    owned: Callable[[], dict[str, Any]]
    context: Callable[[dict[str, Any]], dict[str, Any]]


View = Callable[Concatenate[OwnerRequest, P], HttpResponseBase]


def owner_page(
    brand_action: str, agency_action: str
) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Resolve the brand or the agency of the address and check the right to it."""

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @brand_page(POLICY, brand_action)
        def of_brand(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(prepared(request, request.brand), *args, **kwargs)

        @login_required
        def of_agency(request: Any, agency: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            row = get_object_or_404(Agency, pk=agency)
            if not POLICY.allows(request.user, agency_action, row):
                raise Http404
            return view(prepared(request, row), *args, **kwargs)

        @wraps(view)
        def either(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return (of_agency if "agency" in kwargs else of_brand)(request, *args, **kwargs)

        return either

    return decorate


def prepared(request: Any, owner: Brand | Agency) -> Any:
    """Give the request what both kinds of pages ask of it."""
    brand = owner if isinstance(owner, Brand) else None

    def address(name: str, **names: Any) -> str:
        if brand:
            return reverse(f"audit:{name}", kwargs={"brand": brand.slug, **names})
        return reverse(f"agency_audit:{name}", kwargs={"agency": owner.pk, **names})

    def context(more: dict[str, Any]) -> dict[str, Any]:
        places = ("import", "export", "inventory", "inventory_history", "undo")
        return {
            "owner": owner,
            "frame": "kit/brand.html" if brand else "kit/base.html",
            "brand": brand,
            "step": "audit",
            "to": {name: address(name) for name in places},
            **more,
        }

    request.owner = owner
    request.address = address
    request.owned = lambda: {"brand": brand} if brand else {"agency": owner}
    request.context = context
    return request
