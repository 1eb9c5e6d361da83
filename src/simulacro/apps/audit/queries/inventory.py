"""The inventory as it is and as it was."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from simulacro.apps.audit.documents import agency_document, read_agency, read_document
from simulacro.apps.audit.identities import own_methods
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.queries.opened import INVENTORIES
from simulacro.apps.brands.models import Agency, Brand
from simulacro.engines.access import agency as engine
from simulacro.engines.access.inventory import Inventory, Method
from simulacro.engines.documents.countries import known_region
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.kit.page_memory import once


def revisions(owner: Brand | Agency) -> QuerySet[InventoryRevision]:
    """Every revision of the owner, the current one first."""
    rows = InventoryRevision.objects.select_related("author", "agency_revision")
    if isinstance(owner, Brand):
        return rows.filter(brand=owner).order_by("-number")
    return rows.filter(agency=owner).order_by("-number")


def current_revision(owner: Brand | Agency) -> InventoryRevision | None:
    return once(owner, "revision", revisions(owner).first)


def inventory_of(revision: InventoryRevision) -> Inventory:
    """The inventory as it was then, with what the agency shared then."""
    return inventory_at(revision, revision.agency_revision)


def current_inventory(brand: Brand) -> Inventory | None:
    """The brand's inventory with what its agency shares now; None before the first revision."""
    revision = current_revision(brand)
    if revision is None:
        return None
    return inventory_at(revision, current_revision(brand.agency) if brand.agency else None)


def inventory_at(revision: InventoryRevision, above: InventoryRevision | None) -> Inventory:
    """The inventory of a revision, with what the agency shares in the revision `above`."""

    def make() -> Inventory:
        document = as_read_today(revision.document)
        return read_document(document, inventory_of(above) if above else None)

    return INVENTORIES.get((revision.pk, above.pk if above else None), make)


def as_read_today(document: dict[str, Any]) -> dict[str, Any]:
    """A kept document without the region or the language that a file was once let to bring.

    What is kept opens for ever, though a new file with them is refused today.
    """
    brand = document.get("brand")
    if not isinstance(brand, dict):
        return document
    region, language = str(brand.get("region", "")), str(brand.get("language", ""))
    stale = {"region"} if region and not known_region(region.upper()) else set()
    if language and language.lower() not in LANGUAGES:
        stale.add("language")
    if not stale:
        return document
    return {**document, "brand": {k: v for k, v in brand.items() if k not in stale}}


def agency_inventory(agency: Agency | None) -> Inventory | None:
    """What the agency shares among its brands; None where nothing was ever said."""
    revision = current_revision(agency) if agency else None
    return inventory_of(revision) if revision else None


def agency_of_brands(
    agency: Agency, *, may_see: Callable[[Brand], bool] = lambda _brand: True
) -> engine.Agency:
    """The agency with the inventories of its brands, by their address: those one `may_see`."""
    shared = agency_inventory(agency) or engine.empty_agency(agency.name).shared
    documents = {}
    for brand in Brand.objects.filter(agency=agency).order_by("slug"):
        revision = current_revision(brand) if may_see(brand) else None
        if revision is not None:
            documents[brand.slug] = revision.document
    return read_agency(agency_document(shared, documents))


def taken_ids(revision: InventoryRevision | None) -> dict[str, str]:
    """Every asset id that is or was in use, with its kind: none of them may mean anything else."""
    if revision is None:
        return {}
    return {**revision.retired, **{x["id"]: x["kind"] for x in revision.document["assets"]}}


def ways_of(revision: InventoryRevision) -> dict[str, Method]:
    """The owner's own ways in by their permanent id."""
    return dict(zip(revision.way_ids, own_methods(inventory_of(revision)), strict=True))
