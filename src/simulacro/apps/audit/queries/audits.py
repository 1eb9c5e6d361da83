"""Audits, weak points and the places of the maps' boxes."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import AcceptanceRequest, Audit, Finding, MapLayout
from simulacro.apps.audit.pictures.drawing import Drawing
from simulacro.apps.audit.pictures.layout import Layout, lay_out
from simulacro.apps.audit.queries.opened import READINGS
from simulacro.apps.audit.reading import Reading, from_plain
from simulacro.apps.brands.models import Brand
from simulacro.kit.page_memory import once

KEPT_LAYOUTS = 40
AUDITS_OF_A_FINDING = ("first_audit", "last_audit", "verified_by")
SEALED = ("reading", "risk", "moved")


def audits(brand: Brand) -> QuerySet[Audit]:
    """Every audit of the brand, the newest first."""
    return Audit.objects.filter(brand=brand).select_related(
        "author", "revision", "revision__agency_revision"
    )


def latest_audit(brand: Brand) -> Audit | None:
    return once(brand, "audit", audits(brand).first)


def reading_of_audit(audit: Audit) -> Reading:
    return READINGS.get(audit.pk, lambda: from_plain(audit.reading))


def findings(brand: Brand) -> QuerySet[Finding]:
    """Every weak point that the brand has or had."""
    # Of its audits a weak point needs the numbers, not the three whole readings.
    return (
        Finding.objects.filter(brand=brand)
        .select_related("owner", "accepted_by", "first_audit", "last_audit", "verified_by")
        .defer(*(f"{audit}__{sealed}" for audit in AUDITS_OF_A_FINDING for sealed in SEALED))
    )


def open_findings(brand: Brand, day: dt.date) -> QuerySet[Finding]:
    """The weak points that are open on a day: those of which the acceptance has ended, too."""
    ended = Q(accepted_until=None) | Q(accepted_until__lt=day)
    accepted = Q(state=State.ACCEPTED.value)
    return findings(brand).filter(Q(state=State.OPEN.value) | accepted & ended)


def client_asked(finding: Finding) -> list[AcceptanceRequest]:
    """Each time that the client was asked to decide on a weak point, the newest first."""
    return list(AcceptanceRequest.objects.filter(finding=finding).select_related("asked_by"))


def who_accepted(rows: Iterable[Finding]) -> dict[uuid.UUID, str]:
    """Who answers for each weak point that was accepted, by its id: somebody of the team, or the
    client under the name that was typed. One whose account is gone is left out."""
    told, by_link = {}, {}
    for row in rows:
        if row.state != State.ACCEPTED.value:
            continue
        if row.accepted_by is not None:
            told[row.pk] = str(row.accepted_by)
        else:
            by_link[row.pk] = row
    answered = AcceptanceRequest.objects.filter(finding__in=by_link, used_at__isnull=False)
    for request in answered.order_by("used_at"):
        row, answer = by_link[request.finding_id], request.answer or {}
        # The team may have changed since what the client took on.
        if answer.get("accepts") and (answer["reason"], request.until) == (
            row.reason,
            row.accepted_until,
        ):
            told[row.pk] = answer["name"]
    return told


def layout_of(brand: Brand, drawing: Drawing, at: dt.datetime) -> Layout:
    """Places for a drawing: kept from before, or made and kept; the oldest beyond forty go."""
    row_id = uuid.uuid5(brand.id, f"map:{drawing.digest}")
    row = MapLayout.objects.filter(pk=row_id).first()
    if row is not None:
        return Layout.from_plain(row.layout)
    layout = lay_out(drawing)
    # Two people may open the page at once: the same id, the same places.
    MapLayout(id=row_id, brand=brand, used_at=at, layout=layout.as_plain()).save()
    stale = MapLayout.objects.filter(brand=brand).order_by("-used_at", "id")[KEPT_LAYOUTS:]
    MapLayout.objects.filter(pk__in=[old.pk for old in stale]).delete()
    return layout
