"""Tells who the people of the inventory are, for the one availability model below the rooms."""

from dataclasses import replace
from functools import lru_cache

from django.urls import reverse

from simulacro.apps.audit import queries
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.availability.people_told import PersonTold, ThingTold, Told
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.content.rates import default_rates
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Inventory, Kind, Trait
from simulacro.engines.availability.pattern import Availability

CUT_OFF = (Kind.POWER, Kind.CONNECTION, Kind.CARRIER, Kind.PLACE, Kind.TOOL, Kind.PLATFORM)


def people_of_the_inventory(brand: Brand) -> Told:
    """Those of the brand's current inventory; nobody before there is one."""
    inventory = queries.current_inventory(brand)
    return Told() if inventory is None else people_of(brand, inventory)


def people_of(brand: Brand, inventory: Inventory) -> Told:
    """The people who are still with the brand, with their usual week, and what may be cut off."""
    # The inventory is kept beside, so that its id means no other.
    _inventory, told = _TOLD.get(
        (id(inventory), brand.slug), lambda: (inventory, _told(brand, inventory))
    )
    return told


_TOLD = Opened[tuple[Inventory, Told]](most=8)


def _told(brand: Brand, inventory: Inventory) -> Told:
    return Told(
        tuple(
            PersonTold(
                person.id,
                person.name,
                usual_week(inventory, person.id),
                ""
                if person.id.startswith(SHARED)
                else reverse("audit:hours_of", args=[brand.slug, person.id]),
            )
            for person in inventory.of_kind(Kind.PERSON)
            if not person.says(Trait.LEFT)
        ),
        tuple(
            ThingTold(asset.id, asset.name)
            for asset in inventory.of_kind(*CUT_OFF)
            if asset.battery is None
        ),
        reverse("audit:calendar", args=[brand.slug]),
        may_write_hours,
    )


def may_write_hours(person: User, brand: Brand) -> bool:
    """Usual weeks stand in the inventory."""
    return POLICY.allows(person, "edit_inventory", brand)


def usual_week(inventory: Inventory, person: str) -> Availability | None:
    """The person's usual week, or that of anybody who was not asked, on the inventory's clock."""
    pattern = default_rates().at_hand_of(inventory[person], inventory.brand.region)
    if pattern is None or pattern.zone:
        return pattern
    return _on_the_clock(pattern, inventory.brand.zone)


@lru_cache(maxsize=512)
def _on_the_clock(pattern: Availability, zone: str) -> Availability:
    """One value for everybody who keeps the same hours."""
    return replace(pattern, zone=zone)
