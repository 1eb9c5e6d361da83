"""The client takes a weak point on, until a day, or does not: by a link that shows only that."""

import datetime as dt
import uuid

from django.db import transaction
from django.urls import reverse

from simulacro.apps.audit.acceptance_limits import may_hold_until
from simulacro.apps.audit.finding_states import State
from simulacro.apps.audit.models import AcceptanceRequest, Finding
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.findings import NeedsReason, NotByHand
from simulacro.apps.brands.days import day_of
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import LinkSpent, find, issue, spend
from simulacro.kit import audit_log

LASTS = dt.timedelta(days=14)


def ask_client(
    *, finding: Finding, for_whom: str, language: str, actor: User, at: dt.datetime
) -> tuple[AcceptanceRequest, str]:
    """Make a link for one weak point; return its row and the path to send, which is shown once.

    Good for fourteen days and one answer; links of the same weak point made before end. Raises
    Denied, and NotByHand where it is not open.
    """
    POLICY.require(actor, "accept_finding", finding)
    with transaction.atomic():
        row = Finding.objects.select_for_update().get(pk=finding.pk)
        require_open(row, at)
        unanswered = AcceptanceRequest.objects.filter(finding=row, used_at=None, revoked_at=None)
        unanswered.update(revoked_at=at)
        request = AcceptanceRequest(
            brand=row.brand, finding=row, language=language, asked_by=actor, created_at=at
        )
        request.for_whom, request.answer = for_whom.strip(), None
        token = issue(request, at=at, lasts=LASTS)
        audit_log.record("finding.client_asked", actor=actor, target=row, scope=row.brand_id, at=at)
    return request, reverse("audit_acceptance:answer", kwargs={"token": token})


def require_open(finding: Finding, at: dt.datetime) -> None:
    now = finding.state_on(day_of(finding.brand, at))
    if now is not State.OPEN:
        raise NotByHand(now, State.ACCEPTED)


def open_request(token: str, *, at: dt.datetime) -> AcceptanceRequest:
    """What `token` opens; raises LinkSpent where it opens nothing, or nothing is to decide."""
    rows = AcceptanceRequest.objects.select_related("brand", "asked_by", "finding")
    found = find(rows.filter(revoked_at=None), token, at=at)
    if found.finding.state_on(day_of(found.brand, at)) is not State.OPEN:
        raise LinkSpent
    return found


def answer_request(
    *,
    token: str,
    accepts: bool,
    name: str,
    reason: str,
    until: dt.date | None,
    at: dt.datetime,
) -> AcceptanceRequest:
    """Keep the client's word on the weak point, and spend the link. Of two at once, one wins.

    Accepting needs a name, a reason, and a day from today to a year on; declining a name. Raises
    LinkSpent and NeedsReason; then nothing changed.
    """
    with transaction.atomic():
        request = open_request(token, at=at)
        finding = Finding.objects.select_for_update().get(pk=request.finding_id)
        today = day_of(request.brand, at)
        in_time = until is not None and may_hold_until(until, today)
        if not name.strip() or (accepts and not (reason.strip() and in_time)):
            raise NeedsReason
        spend(request, at=at)
        request.answer = {
            "accepts": accepts,
            "name": name.strip(),
            "reason": reason.strip(),
            "until": until.isoformat() if accepts and until else None,
        }
        request.save(update_fields=["answer"])
        if accepts:
            finding.state = State.ACCEPTED.value
            finding.reason, finding.accepted_until = reason.strip(), until
            finding.accepted_by = None
            finding.version += 1
            finding.changed_at = at
            finding.save()
        audit_log.record(
            "finding.client_accepted" if accepts else "finding.client_declined",
            actor=None,
            target=finding,
            scope=finding.brand_id,
            at=at,
        )
    return request


def revoke_request(*, finding: Finding, request: uuid.UUID, actor: User, at: dt.datetime) -> None:
    """Close a link nobody answered yet; closing it twice changes nothing. Raises Denied."""
    POLICY.require(actor, "accept_finding", finding)
    with transaction.atomic():
        unanswered = AcceptanceRequest.objects.filter(
            finding=finding, pk=request, used_at=None, revoked_at=None
        )
        if unanswered.update(revoked_at=at):
            audit_log.record(
                "finding.client_unasked",
                actor=actor,
                target=finding,
                scope=finding.brand_id,
                at=at,
            )
