"""The brand's calendar: one date, or a whole file of them."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from simulacro.apps.availability import queries
from simulacro.apps.availability.dates import Event
from simulacro.apps.availability.models import BrandEvent
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.availability.services.rota import EndsBeforeItBegins
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.kit import audit_log
from simulacro.kit.undo.acts import CannotUndo, undoes
from simulacro.kit.versions import save_version


@transaction.atomic
def write_event(
    *,
    brand: Brand,
    actor: User,
    event: Event,
    row: BrandEvent | None = None,
    expected: int = 1,
) -> BrandEvent:
    """Write a date down, or change one. Raises Denied, EndsBeforeItBegins and VersionConflict."""
    POLICY.require(actor, "change_calendar", brand)
    if event.end <= event.start:
        raise EndsBeforeItBegins
    if row is None:
        row = BrandEvent(brand=brand, content=event.as_content())
        row.save(force_insert=True)
    else:
        row.content = event.as_content()
        save_version(row, expected=expected, fields=["content"])
    audit_log.record("event.changed", actor=actor, target=row, scope=brand.id)
    return row


@transaction.atomic
def remove_event(*, brand: Brand, actor: User, row: BrandEvent) -> list[dict[str, Any]]:
    """Take a date out; returns what brings it back."""
    POLICY.require(actor, "change_calendar", brand)
    audit_log.record("event.removed", actor=actor, target=row, scope=brand.id)
    kept = [{"id": str(row.pk), "content": row.content}]
    row.delete()
    return kept


@undoes("event.removed")
@transaction.atomic
def bring_event_back(scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    brand = Brand.objects.get(pk=scope)
    POLICY.require(actor, "change_calendar", brand)
    for kept in payload["rows"]:
        row = BrandEvent(id=uuid.UUID(kept["id"]), brand=brand, content=kept["content"])
        if BrandEvent.objects.filter(pk=row.pk).exists():
            raise CannotUndo(_("It is there already."))
        row.save(force_insert=True)
        audit_log.record("event.brought_back", actor=actor, target=row, scope=brand.id)


@transaction.atomic
def import_events(
    *, brand: Brand, actor: User, found: Sequence[Event], source: str = "ics"
) -> tuple[int, int]:
    """Bring dates in; the same key of the same source is the same date, changed.

    Returns how many are new and how many changed. Raises Denied.
    """
    POLICY.require(actor, "change_calendar", brand)
    known = {
        event.key: row
        for row, event in queries.events(brand)
        if event.source == source and event.key
    }
    new = changed = 0
    for event in found:
        row = known.get(event.key)
        if row is None:
            BrandEvent(brand=brand, content=event.as_content()).save(force_insert=True)
            new += 1
        elif row.content != event.as_content():
            row.content = event.as_content()
            save_version(row, expected=row.version, fields=["content"])
            changed += 1
    audit_log.record(
        "event.imported",
        actor=actor,
        target=brand,
        scope=brand.id,
        details={"count": new + changed},
    )
    return new, changed
