"""What can be asked of the audit's rows."""

from simulacro.apps.audit.queries.inventory import (
    agency_inventory,
    agency_of_brands,
    current_inventory,
    current_revision,
    inventory_of,
    revisions,
    taken_ids,
    ways_of,
)

__all__ = [
    "agency_inventory",
    "agency_of_brands",
    "current_inventory",
    "current_revision",
    "inventory_of",
    "revisions",
    "taken_ids",
    "ways_of",
]
