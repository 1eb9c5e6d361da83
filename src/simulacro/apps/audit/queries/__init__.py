"""What can be asked of the audit's rows."""

from simulacro.apps.audit.queries.audits import (
    audits,
    findings,
    latest_audit,
    layout_of,
    reading_of_audit,
)
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
    "audits",
    "current_inventory",
    "current_revision",
    "findings",
    "inventory_of",
    "latest_audit",
    "layout_of",
    "reading_of_audit",
    "revisions",
    "taken_ids",
    "ways_of",
]
