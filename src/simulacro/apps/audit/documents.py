"""From a stored or uploaded document to an inventory, with what the agency shares put in."""

from collections.abc import Mapping
from typing import Any

from simulacro.engines.access.agency import AGENCY_SCHEMA, SHARED, Agency, load_agency
from simulacro.engines.access.document import (
    INVENTORY_SCHEMA,
    load_document,
    read_inventory,
)
from simulacro.engines.access.inventory import MAX_ASSETS, Inventory
from simulacro.engines.access.writing import inventory_fields
from simulacro.engines.documents.opening import open_schema, open_source

Document = dict[str, Any]


def own_document(inventory: Inventory) -> Document:
    """The document of what the brand (or the agency) itself has: shared assets are left out."""
    return {"schema": INVENTORY_SCHEMA, **inventory_fields(inventory, leave_out=SHARED)}


def read_document(
    source: str | bytes | Mapping[str, Any], shared: Inventory | None = None, *, language: str = ""
) -> Inventory:
    """The inventory of a document that may refer to the agency's assets as `agency:ID`, with the
    names of a `language` where it has them.

    Raises DocumentError with every mistake.
    """
    if shared is None:
        return load_document(source, language=language)
    copies = copies_of(shared)
    values, mistakes = open_source(source, longest={"assets": MAX_ASSETS})
    f = open_schema(values, INVENTORY_SCHEMA, mistakes)
    parts = read_inventory(f, mistakes, {asset.id: asset for asset in copies.assets})
    f.close()
    mistakes.raise_if_any()
    parts.translate(language)
    parts.assets += copies.assets
    parts.methods += copies.methods
    return parts.build()


def copies_of(shared: Inventory) -> Inventory:
    """The shared assets as a brand sees them: their ids start with `agency:`."""
    return load_agency(agency_document(shared, {"any": {"brand": {"name": "any"}}}))["any"]


def agency_document(shared: Inventory, brands: Mapping[str, Mapping[str, Any]]) -> Document:
    """An agency's document from its shared inventory and the documents of its brands by id."""
    fields = inventory_fields(shared)
    return {
        "schema": AGENCY_SCHEMA,
        "agency": fields.pop("brand"),
        **fields,
        "brands": [
            {"id": brand_id, **{k: v for k, v in document.items() if k != "schema"}}
            for brand_id, document in brands.items()
        ],
    }


def read_agency(source: str | bytes | Mapping[str, Any], *, language: str = "") -> Agency:
    """The agency of a document; raises DocumentError with every mistake."""
    return load_agency(source, language=language)
