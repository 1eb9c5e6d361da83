"""What the inventory tells of practice: the networks a brand is on, and when it changed."""

from __future__ import annotations

from simulacro.apps.audit import queries
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.changes import PracticeChange


def networks_of_the_inventory(brand: Brand) -> list[str]:
    """The networks of the brand's accounts."""
    inventory = queries.current_inventory(brand)
    if inventory is None:
        return []
    return sorted({account.network for account in inventory.channels if account.network})


def inventory_changes(brand: Brand) -> list[PracticeChange]:
    """The day on which the inventory last changed: ways in are not what they were."""
    revision = queries.current_revision(brand)
    if revision is None:
        return []
    day = day_of(brand, revision.created_at)
    return [PracticeChange(day, "inventory", ("access",))]
