"""What becomes of a row of Murphy's list: lived with until a day, or asked as a "what if?"."""

import datetime as dt

from django.db import transaction

from simulacro.apps.audit import queries
from simulacro.apps.audit.acceptance_limits import may_hold_until
from simulacro.apps.audit.models import AcceptedRisk, Audit, MurphyList
from simulacro.apps.audit.murphy_words import what_if
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.findings import NeedsReason
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Column, Possibility, Source
from simulacro.apps.foresight.services import MAX_TITLE, note_possibility, record_evidence
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.murphy_rows import Mode, Row, murphy_to_document
from simulacro.engines.access.murphy_rows import MurphyList as Everything
from simulacro.kit import audit_log
from simulacro.kit.bilingual import in_each_language
from simulacro.kit.versions import VersionConflict, save_version

# The family of the crisis that each way of going wrong leads to.
FAMILIES = {Mode.LOST: "access", Mode.TAKEN: "account", Mode.AWAY: "people"}


def keep_murphy_list(audit: Audit, everything: Everything) -> MurphyList:
    """Keep the list with its audit; called inside the transaction that keeps the audit."""
    kept = MurphyList(audit=audit, brand=audit.brand, found=murphy_to_document(everything))
    kept.save(force_insert=True)
    return kept


@transaction.atomic
def accept_risk(
    *,
    brand: Brand,
    row: Row,
    actor: User,
    version: int,
    accepted_by: str,
    reason: str,
    until: dt.date,
    at: dt.datetime,
) -> AcceptedRisk:
    """Somebody answers for a row until a day within a year; then it opens again by itself.

    `version` is the one the person saw. Raises Denied, VersionConflict, NeedsReason.
    """
    POLICY.require(actor, "accept_finding", brand)
    if not (accepted_by.strip() and reason.strip()) or not may_hold_until(until, day_of(brand, at)):
        raise NeedsReason
    risk = _risk(brand, row)
    risk.accepted_by, risk.reason, risk.until = accepted_by.strip(), reason.strip(), until
    _save(risk, version, actor, at)
    audit_log.record(
        "risk.accepted",
        actor=actor,
        target=risk,
        scope=brand.id,
        details={"until": until.isoformat()},
        at=at,
    )
    return risk


@transaction.atomic
def reopen_risk(
    *, brand: Brand, row: Row, actor: User, version: int, at: dt.datetime
) -> AcceptedRisk:
    """It is lived with no longer. Raises Denied, VersionConflict."""
    POLICY.require(actor, "accept_finding", brand)
    risk = _risk(brand, row)
    risk.until = None
    _save(risk, version, actor, at)
    audit_log.record("risk.reopened", actor=actor, target=risk, scope=brand.id, at=at)
    return risk


def _risk(brand: Brand, row: Row) -> AcceptedRisk:
    found = queries.accepted_risk(brand, row.key)
    return found if found is not None else queries.unaccepted(brand, row.key)


def _save(risk: AcceptedRisk, version: int, actor: User, at: dt.datetime) -> None:
    risk.author, risk.changed_at = actor, at
    if risk._state.adding:
        # The first version that is kept is 2: two who both saw none do not overwrite each other.
        if AcceptedRisk.objects.select_for_update().filter(pk=risk.pk).exists():
            raise VersionConflict(AcceptedRisk.objects.get(pk=risk.pk), version)
        risk.version = 2
        risk.save(force_insert=True)
        return
    fields = ["accepted_by", "reason", "until", "author", "changed_at"]
    save_version(risk, expected=version, fields=fields)


@transaction.atomic
def ask_what_if(
    *, brand: Brand, inventory: Inventory, row: Row, actor: User, at: dt.datetime
) -> Possibility:
    """Put a row on the board of what can happen, once. Raises Denied."""
    POLICY.require(actor, "look_after", brand)
    titles = in_each_language(lambda: str(what_if(inventory, row))[:MAX_TITLE])
    possibility = note_possibility(
        brand,
        source=Source.FINDING,
        key=queries.murphy_source_key(row.key),
        title=titles,
        family=FAMILIES[row.mode],
        at=at,
        actor=actor,
    )
    record_evidence(
        possibility,
        Column.FOUND,
        reference=queries.murphy_source_key(row.key),
        words=titles,
        at=at,
        place=f"audit/murphy/{row.key}/",
    )
    audit_log.record("risk.asked", actor=actor, target=possibility, scope=brand.id, at=at)
    return possibility
