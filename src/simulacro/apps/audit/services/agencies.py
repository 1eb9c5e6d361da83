"""A brand and its agency: the inventory follows what is shared, and keeps it when they part."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from simulacro.apps.audit import queries
from simulacro.apps.audit.documents import Document, own_document, read_document
from simulacro.apps.audit.identities import carry_way_ids, own_methods
from simulacro.apps.audit.models import InventoryRevision
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.inventory import digest_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.brands.services import detach_brand
from simulacro.apps.people.models import User
from simulacro.engines.access.agency import standing_alone
from simulacro.kit import audit_log

Origin = InventoryRevision.Origin


def follow_agency(*, brand: Brand, actor: User | None, at: dt.datetime) -> InventoryRevision | None:
    """The brand's current revision, made anew where its agency has since said other things.

    So an audit remembers what was shared when it was made. None before the first revision.
    """
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        current = queries.current_revision(brand)
        above = queries.current_revision(brand.agency) if brand.agency else None
        if current is None or current.agency_revision_id == (above.pk if above else None):
            return current
        return _like(
            current, current.document, list(current.way_ids), above=above, actor=actor, at=at
        )


def leave_agency(
    *, brand: Brand, actor: User | None, at: dt.datetime | None = None
) -> InventoryRevision | None:
    """Take the brand out of its agency; what it uses of the agency's becomes its own.

    Either owner may end it. Raises Denied.
    """
    agency = brand.agency
    if agency is None:
        return None
    if actor is not None and not POLICY.allows(actor, "leave_agency", brand):
        POLICY.require(actor, "let_brand_go", agency)
    now = at or timezone.now()
    with transaction.atomic():
        Brand.objects.select_for_update().get(pk=brand.pk)
        current = queries.current_revision(brand)
        inventory = queries.current_inventory(brand)
        detach_brand(actor=actor, brand=brand)
        if current is None or inventory is None:
            return None
        alone = own_document(standing_alone(inventory, taken=set(queries.taken_ids(current))))
        # The brand's own ways in come first and keep their ids; those of the copies are new.
        methods = own_methods(read_document(alone))
        ways = list(queries.ways_of(current).items())
        return _like(current, alone, carry_way_ids(ways, methods), above=None, actor=actor, at=now)


def _like(
    current: InventoryRevision,
    document: Document,
    way_ids: list[str],
    *,
    above: InventoryRevision | None,
    actor: User | None,
    at: dt.datetime,
) -> InventoryRevision:
    """A revision after `current` because of what the agency did, not the brand."""
    row = InventoryRevision(
        brand=current.brand,
        agency_revision=above,
        author=actor,
        origin=Origin.AGENCY,
        number=current.number + 1,
        parent=current,
        created_at=at,
    )
    row.document, row.way_ids, row.note = document, way_ids, ""
    row.retired = dict(current.retired)
    row.digest = digest_of(row, document)
    row.save(force_insert=True)
    audit_log.record(
        "inventory.agency",
        actor=actor,
        target=row,
        scope=row.sealing_scope(),
        details={"number": row.number, "assets": len(document["assets"])},
    )
    return row
