"""A file comes in as a preview first, and becomes an inventory when a person says yes."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from simulacro.apps.audit import queries
from simulacro.apps.audit.differences import Difference, difference, empty_like
from simulacro.apps.audit.documents import own_document, read_agency, read_document
from simulacro.apps.audit.exchange import read_agency_file, read_inventory_file
from simulacro.apps.audit.identities import reused_ids
from simulacro.apps.audit.models import InventoryRevision, PendingImport
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.secrets_seen import secrets_in
from simulacro.apps.audit.services.inventory import save_agency_inventory, save_inventory
from simulacro.apps.audit.spreadsheets import CellPlace, SheetMistake
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.services.members import start_brand
from simulacro.engines.access.agency import Agency as EngineAgency
from simulacro.engines.access.agency import AgencyBrand, agency_to_document
from simulacro.engines.access.inventory import Inventory
from simulacro.kit.brought_files import BadFile

LASTS = dt.timedelta(hours=1)
Origin = InventoryRevision.Origin


class ChangedMeanwhile(Exception):
    """Somebody saved after the preview was made: look at it again. Nothing was changed."""


class Expired(Exception):
    """The preview was dropped; choose the file again."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change: in the owner's own inventory, and in each brand of an agency.

    `brands` has the name, whether the brand is new, and the difference.
    """

    own: Difference
    brands: tuple[tuple[str, bool, Difference], ...] = ()

    @property
    def changes(self) -> bool:
        return bool(self.own) or any(new or found for _, new, found in self.brands)


def receive_file(
    *,
    owner: Brand | Agency,
    data: bytes,
    file_name: str,
    actor: User,
    passphrase: str = "",
    at: dt.datetime | None = None,
) -> PendingImport:
    """Read a file and keep what it says, sealed, until somebody confirms it or an hour passes.

    Raises Denied, and BadFile with every mistake; then nothing is kept.
    """
    now = at or timezone.now()
    forget_expired(now)
    if isinstance(owner, Brand):
        POLICY.require(actor, "import_inventory", owner)
        shared = queries.agency_inventory(owner.agency)
        inventory = read_inventory_file(
            data, passphrase=passphrase, brand_name=owner.name, shared=shared
        )
        require_keepable(owner, inventory)
        document = own_document(inventory)
        bases = bases_of([owner])
        row = PendingImport(brand=owner)
    else:
        POLICY.require(actor, "edit_agency", owner)
        agency = read_agency_file(data, passphrase=passphrase, name=owner.name)
        known = {b.slug: b for b in Brand.objects.filter(agency=owner)}
        require_rights(actor, [known[b.id] for b in agency.brands if b.id in known])
        require_keepable(owner, agency.shared)
        for client in agency.brands:
            require_keepable(known.get(client.id), client.inventory)
        document = agency_to_document(agency)
        bases = bases_of([owner, *known.values()])
        row = PendingImport(agency=owner)
    row.author, row.expires_at, row.bases = actor, now + LASTS, bases
    row.file_name, row.document = file_name[:200], document
    row.save(force_insert=True)
    return row


def require_rights(actor: User, brands: list[Brand]) -> None:
    """Raise BadFile for the brands whose inventory the person may not change: an agency's lead is
    no member of its brands, and a preview would show what they have."""
    mistakes = [
        SheetMistake("not_yours", CellPlace(), (("brand", brand.name),))
        for brand in brands
        if not POLICY.allows(actor, "import_inventory", brand)
    ]
    if mistakes:
        raise BadFile(tuple(mistakes))


def forget_expired(now: dt.datetime) -> None:
    PendingImport.objects.filter(expires_at__lte=now).delete()


def require_keepable(owner: Brand | Agency | None, inventory: Inventory) -> None:
    """Raise BadFile for secrets, and for ids that meant another thing."""
    mistakes = [
        SheetMistake("secret", CellPlace(), (("field", f"{where.asset} {where.field}".strip()),))
        for where, _ in secrets_in(inventory)
    ]
    known = queries.taken_ids(queries.current_revision(owner)) if owner else {}
    mistakes += [
        SheetMistake("reused_id", CellPlace(), (("wrong", r.asset), ("was", r.was)))
        for r in reused_ids(known, inventory)
    ]
    if mistakes:
        raise BadFile(tuple(mistakes))


def bases_of(owners: list[Brand | Agency]) -> dict[str, str]:
    """The current revision of each owner that has one."""
    current = {owner: queries.current_revision(owner) for owner in owners}
    return {str(owner.pk): str(row.pk) for owner, row in current.items() if row}


def preview(pending: PendingImport) -> Preview:
    """What would change now, in the order of the file."""
    if pending.brand is not None:
        shared = queries.agency_inventory(pending.brand.agency)
        return Preview(_from_now(pending.brand, read_document(pending.document, shared)))
    agency = pending.owner
    coming = read_agency(pending.document)
    known = {b.slug: b for b in Brand.objects.filter(agency=agency.pk)}
    return Preview(
        _from_now(agency, coming.shared),
        tuple(
            (
                known[client.id].name if client.id in known else client.inventory.brand.name,
                client.id not in known,
                _from_now(known.get(client.id), client.inventory),
            )
            for client in coming.brands
        ),
    )


def _from_now(owner: Brand | Agency | None, coming: Inventory) -> Difference:
    revision = queries.current_revision(owner) if owner else None
    if revision is None:
        return difference(empty_like(coming), coming)
    return difference(queries.inventory_of(revision), coming)


def confirm_import(
    *, pending: uuid.UUID, owner: Brand | Agency, actor: User, at: dt.datetime | None = None
) -> list[InventoryRevision]:
    """Make what was previewed the inventory; all of it or nothing. Brands that an agency's file
    names and nobody made yet are made, owned by `actor`.

    Raises Denied, Expired, ChangedMeanwhile, StillShared.
    """
    now = at or timezone.now()
    with transaction.atomic():
        row = PendingImport.objects.select_for_update().filter(pk=pending).first()
        if row is None or row.expires_at <= now or row.owner != owner:
            raise Expired
        if isinstance(owner, Brand):
            POLICY.require(actor, "import_inventory", owner)
            made = [_confirm_brand(row, owner, actor, now)]
        else:
            POLICY.require(actor, "edit_agency", owner)
            made = _confirm_agency(row, owner, actor, now)
        row.delete()
    return made


def discard_import(*, pending: uuid.UUID, owner: Brand | Agency, actor: User) -> None:
    """Drop a preview. Raises Denied."""
    action = "import_inventory" if isinstance(owner, Brand) else "edit_agency"
    POLICY.require(actor, action, owner)
    mine = {"brand": owner} if isinstance(owner, Brand) else {"agency": owner}
    PendingImport.objects.filter(pk=pending, **mine).delete()


def _base(row: PendingImport, owner: Brand | Agency) -> InventoryRevision | None:
    """The revision that the preview compared with, if it still is the current one."""
    current = queries.current_revision(owner)
    if row.bases.get(str(owner.pk)) != (str(current.pk) if current else None):
        raise ChangedMeanwhile
    return current


def _confirm_brand(
    row: PendingImport, brand: Brand, actor: User, now: dt.datetime
) -> InventoryRevision:
    shared = queries.agency_inventory(brand.agency)
    return save_inventory(
        brand=brand,
        inventory=read_document(row.document, shared),
        actor=actor,
        base_revision=_base(row, brand),
        origin=Origin.IMPORT,
        at=now,
    )


def _confirm_agency(
    row: PendingImport, agency: Agency, actor: User, now: dt.datetime
) -> list[InventoryRevision]:
    coming: EngineAgency = read_agency(row.document)
    known = {b.slug: b for b in Brand.objects.filter(agency=agency)}
    shared_base = _base(row, agency)
    bases = {slug: _base(row, brand) for slug, brand in known.items()}
    made = [
        save_agency_inventory(
            agency=agency,
            inventory=coming.shared,
            actor=actor,
            base_revision=shared_base,
            origin=Origin.IMPORT,
            at=now,
        )
    ]
    for client in coming.brands:
        brand = known.get(client.id) or _new_brand(agency, client, coming.shared, actor)
        made.append(
            save_inventory(
                brand=brand,
                inventory=client.inventory,
                actor=actor,
                base_revision=bases.get(client.id),
                origin=Origin.IMPORT,
                at=now,
            )
        )
    return made


def _new_brand(agency: Agency, client: AgencyBrand, shared: Inventory, actor: User) -> Brand:
    """What the file does not say of a brand is as in the agency."""
    about = client.inventory.brand
    region = about.region or shared.brand.region
    return start_brand(
        owner=actor,
        name=about.name,
        agency=agency,
        timezone=shared.brand.zone if about.zone == "UTC" else about.zone,
        solo=about.solo,
        **({"region": region} if region else {}),
    )
