"""Addresses and frames of the pages that a brand and an agency both have."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.team_places import region_of, zone_here


@dataclass(frozen=True, slots=True)
class Clock:
    """Where the numbers and times of a page are written for."""

    region: str
    timezone: str


def clock_of(place: Brand | Agency) -> Brand | Clock:
    """Whose clock is shown: a brand's own; an agency has none, and takes its first brand's."""
    if isinstance(place, Brand):
        return place
    return place.brands.first() or clock_here()


def clock_of_person(person: User) -> Brand | Clock:
    """Whose clock a person's own pages show: that of their first brand."""
    return Brand.objects.filter(memberships__user=person).first() or clock_here()


def clock_here() -> Clock:
    """The clock of this machine, for whom no brand gives one."""
    zone = zone_here()
    return Clock(region_of(zone), zone)


def address_in(place: Brand | Agency, page: str, *rest: Any) -> str:
    """The address of `page` under a brand, or of its like under an agency.

    `rest` are what else the address names. Under an agency the page is called `agency_PAGE`.
    """
    if isinstance(place, Brand):
        return reverse(f"people:{page}", args=[place.slug, *rest])
    return reverse(f"people:agency_{page}", args=[place.pk, *rest])


def framed(place: Brand | Agency) -> dict[str, Any]:
    """What the templates of such a page need: the place, the frame around it, and its brand."""
    brand = place if isinstance(place, Brand) else None
    return {
        "place": place,
        "brand": brand,
        "agency": None if brand else place,
        "frame": "kit/brand.html" if brand else "kit/base.html",
    }
