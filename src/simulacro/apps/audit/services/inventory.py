"""Save, undo and bring back the inventory. A revision never changes: each act adds one."""

import datetime as dt
import json

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from simulacro.apps.audit import queries
from simulacro.apps.audit.documents import Document, own_document, read_document
from simulacro.apps.audit.identities import (
    ReusedId,
    carry_way_ids,
    own_methods,
    retired_ids,
    reused_ids,
)
from simulacro.apps.audit.merging import Merge, merge
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.secrets_seen import Suspicion, Where, secrets_in
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.documents.mistakes import DocumentError
from simulacro.kit import audit_log

Origin = InventoryRevision.Origin


class StaleInventory(Exception):
    """Somebody saved meanwhile. Nothing was changed; here is what both wrote.

    `merged` has the changes of both, or tells where they clash.
    """

    def __init__(
        self, base: InventoryRevision | None, current: InventoryRevision, offered: Inventory
    ) -> None:
        super().__init__(f"revision {current.number} came meanwhile")
        self.base = base
        self.current = current
        self.offered = offered

    @property
    def merged(self) -> Merge:
        theirs = queries.inventory_of(self.current)
        if self.base is None:
            return merge(Inventory(theirs.brand), self.offered, theirs)
        return merge(queries.inventory_of(self.base), self.offered, theirs)


class ReusedIds(Exception):
    """Ids that meant a thing of another kind before; give the new thing a new id."""

    def __init__(self, reused: list[ReusedId]) -> None:
        super().__init__(", ".join(r.asset for r in reused))
        self.reused = tuple(reused)


class SecretsOffered(Exception):
    """Names or notes hold what looks like a secret; the audit never keeps one.

    `found` names the places, never the secret.
    """

    def __init__(self, found: list[tuple[Where, Suspicion]]) -> None:
        super().__init__(", ".join(f"{where.asset} {where.field}" for where, _ in found))
        self.found = tuple(found)


class StillShared(Exception):
    """Brands use assets that the agency would no longer share: brand name to what is wrong."""

    def __init__(self, brands: dict[str, DocumentError]) -> None:
        super().__init__(", ".join(brands))
        self.brands = brands


class NothingToUndo(Exception):
    """There is no revision before the current one."""


def save_inventory(
    *,
    brand: Brand,
    inventory: Inventory,
    actor: User | None,
    base_revision: InventoryRevision | None,
    note: str = "",
    origin: InventoryRevision.Origin = Origin.EDIT,
    at: dt.datetime | None = None,
    right: str = "edit_inventory",
) -> InventoryRevision:
    """Save the brand's inventory as a new revision, and return it.

    `base_revision` is the one it was made from, None for the first. `actor` is None for the
    command line; `right` is what another must be allowed. The same inventory again adds no
    revision. Raises Denied, StaleInventory, ReusedIds and SecretsOffered; then nothing changed.
    """
    if actor is not None:
        POLICY.require(actor, right, brand)
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        above = queries.current_revision(brand.agency) if brand.agency else None
        shared = queries.inventory_of(above) if above else None
        read_document(own_document(inventory), shared)
        return _add(
            InventoryRevision(brand=brand, agency_revision=above, author=actor, origin=origin),
            inventory,
            base_revision,
            note,
            at,
        )


def save_agency_inventory(
    *,
    agency: Agency,
    inventory: Inventory,
    actor: User | None,
    base_revision: InventoryRevision | None,
    note: str = "",
    origin: InventoryRevision.Origin = Origin.EDIT,
    at: dt.datetime | None = None,
) -> InventoryRevision:
    """Save what an agency shares among its brands. Raises as `save_inventory` does, and
    StillShared where a brand uses what would be gone."""
    if actor is not None:
        POLICY.require(actor, "edit_agency", agency)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        read_document(own_document(inventory))
        revision = _add(
            InventoryRevision(agency=agency, author=actor, origin=origin),
            inventory,
            base_revision,
            note,
            at,
        )
        require_brands_to_fit(agency, inventory)
    return revision


def require_brands_to_fit(agency: Agency, shared: Inventory) -> None:
    """Raise StillShared where a brand's inventory no longer holds together with `shared`."""
    wrong: dict[str, DocumentError] = {}
    for brand in Brand.objects.filter(agency=agency):
        revision = queries.current_revision(brand)
        if revision is not None:
            try:
                read_document(revision.document, shared)
            except DocumentError as error:
                wrong[brand.name] = error
    if wrong:
        raise StillShared(wrong)


def undo_revision(*, owner: Brand | Agency, actor: User | None) -> InventoryRevision:
    """Take back the last change by a new revision that says what the one before it said.

    Undoing an undo brings the change back. Raises NothingToUndo and Denied.
    """
    current = queries.current_revision(owner)
    if current is None or current.parent is None:
        raise NothingToUndo
    return _bring_back(owner, current.parent, current, actor, Origin.UNDO)


def restore_revision(
    *, owner: Brand | Agency, revision: InventoryRevision, actor: User | None
) -> InventoryRevision:
    """Make an earlier revision current again, as a new one. Raises Denied, StillShared, and
    DocumentError where the agency no longer shares what it uses."""
    if revision.owner != owner:
        raise LookupError("a revision of somebody else")
    current = queries.current_revision(owner)
    return _bring_back(owner, revision, current, actor, Origin.RESTORE)


def _bring_back(
    owner: Brand | Agency,
    revision: InventoryRevision,
    current: InventoryRevision | None,
    actor: User | None,
    origin: InventoryRevision.Origin,
) -> InventoryRevision:
    with transaction.atomic():
        if isinstance(owner, Brand):
            inventory = read_document(revision.document, queries.agency_inventory(owner.agency))
            made = save_inventory(
                brand=owner, inventory=inventory, actor=actor, base_revision=current, origin=origin
            )
        else:
            inventory = queries.inventory_of(revision)
            made = save_agency_inventory(
                agency=owner, inventory=inventory, actor=actor, base_revision=current, origin=origin
            )
        if made != current:
            # The very ids come back, not ids like them.
            made.restored_from = revision
            made.way_ids = list(revision.way_ids)
            made.save(update_fields=["restored_from", "way_ids"])
    return made


def _add(
    row: InventoryRevision,
    inventory: Inventory,
    base: InventoryRevision | None,
    note: str,
    at: dt.datetime | None,
) -> InventoryRevision:
    current = queries.current_revision(row.owner)
    document = own_document(inventory)
    digest = digest_of(row, document)
    if current is not None and current.document == document:
        return current
    if current is not None and (base is None or base.pk != current.pk):
        raise StaleInventory(base, current, inventory)
    known = queries.taken_ids(current)
    if reused := reused_ids(known, inventory):
        raise ReusedIds(reused)
    if found := secrets_in(inventory, note):
        raise SecretsOffered(found)
    row.number = current.number + 1 if current else 1
    row.parent = current
    row.created_at = at or timezone.now()
    row.document = document
    row.digest = digest
    row.way_ids = carry_way_ids(
        list(queries.ways_of(current).items()) if current else [], own_methods(inventory)
    )
    row.retired = retired_ids(known, inventory)
    row.note = note
    row.save(force_insert=True)
    audit_log.record(
        f"inventory.{row.origin}",
        actor=row.author,
        target=row,
        scope=row.sealing_scope(),
        details={"number": row.number, "assets": len(document["assets"])},
    )
    return row


def digest_of(row: InventoryRevision, document: Document) -> str:
    """Equal for equal documents of one owner; tells nothing without the installation's secret."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    salt = f"simulacro.inventory.{row.sealing_scope()}"
    return salted_hmac(salt, text, algorithm="sha256").hexdigest()
