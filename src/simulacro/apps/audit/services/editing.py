"""One edit at a time; two people who edit different things both keep their words."""

from __future__ import annotations

from collections.abc import Callable

from simulacro.apps.audit import queries
from simulacro.apps.audit.documents import own_document, read_document
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.services.inventory import (
    StaleInventory,
    save_agency_inventory,
    save_inventory,
)
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Brand as EngineBrand
from simulacro.engines.access.inventory import Inventory


def edit_inventory(
    *,
    owner: Brand | Agency,
    change: Callable[[Inventory], Inventory],
    base: InventoryRevision | None,
    actor: User | None,
) -> InventoryRevision:
    """Apply `change` to the inventory as it was at `base`, the revision the person looked at.

    What others saved meanwhile is kept where the two do not clash. Raises StaleInventory, with
    both versions, where they do; and as `save_inventory`.
    """
    mine = change(seen_at(owner, base))
    try:
        return _save(owner, mine, base, actor)
    except StaleInventory as stale:
        merged = stale.merged.inventory
        if merged is None:
            raise
        return _save(owner, merged, stale.current, actor)


def seen_at(owner: Brand | Agency, base: InventoryRevision | None) -> Inventory:
    """What the person saw: the revision with what the agency shares now."""
    if base is None:
        region = owner.region if isinstance(owner, Brand) else ""
        zone = owner.timezone if isinstance(owner, Brand) else "UTC"
        empty = Inventory(EngineBrand(owner.name, region, zone=zone))
        shared = queries.agency_inventory(owner.agency) if isinstance(owner, Brand) else None
        return read_document(own_document(empty), shared)
    if isinstance(owner, Brand):
        above = queries.current_revision(owner.agency) if owner.agency else None
        return queries.inventory_at(base, above)
    return queries.inventory_of(base)


def _save(
    owner: Brand | Agency, inventory: Inventory, base: InventoryRevision | None, actor: User | None
) -> InventoryRevision:
    if isinstance(owner, Brand):
        return save_inventory(brand=owner, inventory=inventory, actor=actor, base_revision=base)
    return save_agency_inventory(agency=owner, inventory=inventory, actor=actor, base_revision=base)
