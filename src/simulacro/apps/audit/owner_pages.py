"""Pages that a brand and an agency both have: under the brand's address, and the agency's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.cache import never_cache

from simulacro.apps.audit import queries
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.pages import SignedInRequest, agency_page, brand_page
from simulacro.apps.people.places import clock_of

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an agency is, for numbers and times: as its inventory says."""

    region: str
    timezone: str


class OwnerRequest(SignedInRequest):
    """A request about a brand's inventory, or an agency's."""

    owner: Brand | Agency
    address: Callable[..., str]
    owned: Callable[[], dict[str, Any]]
    context: Callable[[dict[str, Any]], dict[str, Any]]


View = Callable[Concatenate[OwnerRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """One page for two kinds of owners, each view with its own right."""

    of_brand: Callable[..., HttpResponseBase]
    of_agency: Callable[..., HttpResponseBase]


def owner_page(brand_action: str, agency_action: str) -> Callable[[View[P]], OwnerPage]:
    """Resolve the brand or the agency of the address and check the right to it."""

    def decorate(view: View[P]) -> OwnerPage:
        @brand_page(POLICY, brand_action)
        @wraps(view)
        def of_brand(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(prepared(request, request.brand), *args, **kwargs)

        @agency_page(POLICY, agency_action)
        @wraps(view)
        def of_agency(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(prepared(request, request.agency), *args, **kwargs)

        return OwnerPage(never_cache(of_brand), never_cache(of_agency))

    return decorate


def prepared(request: Any, owner: Brand | Agency) -> Any:
    """Give the request what both kinds of pages ask of it."""
    brand = owner if isinstance(owner, Brand) else None

    def address(name: str, **names: Any) -> str:
        if brand:
            return reverse(f"audit:{name}", kwargs={"brand": brand.slug, **names})
        return reverse(f"agency_audit:{name}", kwargs={"agency": owner.pk, **names})

    def context(more: dict[str, Any]) -> dict[str, Any]:
        places = ("import", "export", "inventory", "inventory_history", "undo", "costs")
        return {
            "owner": owner,
            "place": brand or place_of(owner),
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


def place_of(agency: Any) -> Place:
    shared = queries.agency_inventory(agency)
    about = shared.brand if shared else None
    theirs = clock_of(agency)
    # Until somebody says where the agency is, its inventory says UTC.
    said = about is not None and about.zone != "UTC"
    return Place(
        (about.region if about else "") or theirs.region,
        about.zone if about and said else theirs.timezone,
    )
