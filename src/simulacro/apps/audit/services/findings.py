"""Weak points: carried over by each audit, looked after by people."""

import datetime as dt
import uuid

from django.db import transaction
from django.utils import translation

from simulacro.apps.audit.acceptance_limits import may_hold_until
from simulacro.apps.audit.advice import finding_words
from simulacro.apps.audit.finding_states import BY_HAND, State, after_audit
from simulacro.apps.audit.models import Audit, Finding
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.reading import FindingSeen, Reading
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Column, Source
from simulacro.apps.foresight.services import (
    MAX_TITLE,
    note_possibility,
    record_evidence,
    withdraw_evidence,
)
from simulacro.apps.people.models import User
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.documents.languages import LANGUAGES
from simulacro.kit import audit_log
from simulacro.kit.versions import VersionConflict


class NotByHand(Exception):
    """This state is not reached by hand from the one it has."""

    def __init__(self, state: State, wanted: State) -> None:
        super().__init__(f"{state} to {wanted}")
        self.state = state
        self.wanted = wanted


class NeedsReason(Exception):
    """Accepting needs a reason and an end date from today to a year on."""


class NotOfTheBrand(Exception):
    """The owner must be a member of the brand."""


def finding_id(brand: Brand, seen: FindingSeen) -> uuid.UUID:
    """The id of a weak point: the same for the same class and subjects."""
    return uuid.uuid5(brand.id, f"finding:{seen.key}")


def carry_findings(*, audit: Audit, inventory: Inventory, reading: Reading) -> dict[str, int]:
    """Bring the brand's weak points up to an audit; return how many of each outcome.

    Called inside the transaction that keeps the audit, which has asked the policy.
    """
    brand, day = audit.brand, day_of(audit.brand, audit.created_at)
    known = {row.id: row for row in Finding.objects.select_for_update().filter(brand=brand)}
    seen = {finding_id(brand, found): found for found in reading.findings}
    counts = {"new": 0, "returned": 0, "expired": 0, "verified": 0}
    for row_id, found in seen.items():
        row = known.get(row_id)
        if row is None:
            counts["new"] += 1
            row = Finding(id=row_id, brand=brand, first_audit=audit, reason="")
        else:
            outcome = after_audit(State(row.state), True, row.accepted_until, day)
            counts["returned"] += outcome.returned
            counts["expired"] += outcome.expired
            row.returned += outcome.returned
            row.state = outcome.state.value
            row.verified_by = None
        row.about = {
            "code": found.code,
            "subjects": list(found.subjects),
            "certain": found.certain,
        }
        row.last_audit = audit
        row.changed_at = audit.created_at
        row.save()
        _tell_foresight(audit, inventory, row, found)
    for row_id, row in known.items():
        if row_id not in seen and row.state != State.VERIFIED:
            counts["verified"] += 1
            row.state = State.VERIFIED.value
            row.verified_by = audit
            row.changed_at = audit.created_at
            row.save()
            _untell_foresight(audit, row)
    return counts


def open_finding(*, brand: Brand, inventory: Inventory, seen: FindingSeen, at: dt.datetime) -> None:
    """Open a weak point that was seen outside an audit, such as by trying; at once.

    Before the first audit nothing is opened: that audit will. Called inside the transaction of
    what saw it, which has asked the policy.
    """
    audit = Audit.objects.filter(brand=brand).first()
    if audit is None:
        return
    row = Finding.objects.select_for_update().filter(pk=finding_id(brand, seen)).first()
    if row is None:
        row = Finding(id=finding_id(brand, seen), brand=brand, first_audit=audit, reason="")
    elif row.state_on(day_of(brand, at)) is State.ACCEPTED:
        return
    else:
        row.returned += row.state == State.VERIFIED
    row.about = {"code": seen.code, "subjects": list(seen.subjects), "certain": seen.certain}
    row.state = State.OPEN.value
    row.last_audit, row.verified_by = audit, None
    row.changed_at = at
    row.save()
    _tell_foresight(audit, inventory, row, seen)


def _tell_foresight(audit: Audit, inventory: Inventory, row: Finding, found: FindingSeen) -> None:
    titles, words, family = {}, {}, ""
    for language in LANGUAGES:
        with translation.override(language):
            said = finding_words(inventory, found)
            family = said.family
            title = f"{said.title}: {said.about}" if said.about else said.title
            titles[language] = title[:MAX_TITLE]
            words[language] = said.title[:MAX_TITLE]
    possibility = note_possibility(
        audit.brand,
        source=Source.FINDING,
        key=found.key,
        title=titles,
        family=family,
        at=audit.created_at,
    )
    record_evidence(
        possibility,
        Column.FOUND,
        reference=str(row.id),
        words=words,
        at=audit.created_at,
        place=f"audit/findings/{row.id}/",
    )


def _untell_foresight(audit: Audit, row: Finding) -> None:
    from simulacro.apps.foresight.models import Possibility
    from simulacro.apps.foresight.services import possibility_id

    row_id = possibility_id(audit.brand, Source.FINDING, row.seen.key)
    possibility = Possibility.objects.filter(pk=row_id).first()
    if possibility is not None:
        withdraw_evidence(possibility, Column.FOUND, reference=str(row.id), at=audit.created_at)


def look_after_finding(
    *,
    finding: Finding,
    actor: User,
    version: int,
    at: dt.datetime,
    state: State,
    owner: User | None,
    due: dt.date | None,
    reason: str = "",
    accepted_until: dt.date | None = None,
) -> Finding:
    """Set a weak point's owner, date and state.

    `version` is the one the person saw. Accepting needs a reason, an end date and the right to
    accept. Raises Denied, VersionConflict, NotByHand, NeedsReason, NotOfTheBrand; then nothing
    changed.
    """
    POLICY.require(actor, "accept_finding" if state is State.ACCEPTED else "look_after", finding)
    with transaction.atomic():
        row = Finding.objects.select_for_update().get(pk=finding.pk)
        if row.version != version:
            raise VersionConflict(row, version)
        today = day_of(row.brand, at)
        now = row.state_on(today)
        if state not in BY_HAND[now]:
            raise NotByHand(now, state)
        if state is State.ACCEPTED and (
            not reason.strip()
            or accepted_until is None
            or not may_hold_until(accepted_until, today)
        ):
            raise NeedsReason
        if owner is not None and not row.brand.memberships.filter(user=owner).exists():
            raise NotOfTheBrand
        accepted = (reason.strip(), accepted_until) if state is State.ACCEPTED else ("", None)
        if now is not state or accepted != (row.reason, row.accepted_until):
            # Whoever changes what was accepted answers for it from then on.
            row.accepted_by = actor if state is State.ACCEPTED else None
        row.state = state.value
        row.owner, row.due = owner, due
        row.reason, row.accepted_until = accepted
        row.version += 1
        row.changed_at = at
        row.save()
        moved = state is not now
        audit_log.record(
            "finding.changed" if moved else "finding.looked_after",
            actor=actor,
            target=row,
            scope=row.brand_id,
            details={"from": now.value, "to": state.value} if moved else {},
            at=at,
        )
    return row
