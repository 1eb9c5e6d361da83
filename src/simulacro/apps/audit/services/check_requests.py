"""One question asked of somebody else, by a link that shows nothing but it."""

import datetime as dt
import uuid

from django.db import transaction
from django.urls import reverse

from simulacro.apps.audit import queries
from simulacro.apps.audit.answering import Said
from simulacro.apps.audit.models import CheckAnswer, CheckRequest
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.checks import NotAsked, answer_check
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import find, issue, spend
from simulacro.kit import audit_log

LASTS = dt.timedelta(days=7)
MOST_OPEN = 40


class TooManyOpen(Exception):
    """So many questions wait for an answer that nobody would read another."""


def ask_somebody(
    *,
    brand: Brand,
    check: str,
    subject: str,
    for_whom: str,
    language: str,
    actor: User,
    at: dt.datetime,
) -> tuple[CheckRequest, str]:
    """Make a link for one question; return it and the path to send, which is shown once.

    Good for seven days and for one answer. Raises Denied, NotAsked and TooManyOpen.
    """
    POLICY.require(actor, "ask_somebody", brand)
    asked = {question.pair for question in queries.asked_of(brand)}
    if (check, subject) not in asked:
        raise NotAsked
    with transaction.atomic():
        if len(queries.requests_of(brand, at)) >= MOST_OPEN:
            raise TooManyOpen
        row = CheckRequest(brand=brand, language=language, asked_by=actor, created_at=at)
        row.about, row.for_whom = {"check": check, "subject": subject}, for_whom.strip()
        token = issue(row, at=at, lasts=LASTS)
        audit_log.record("check.asked", actor=actor, target=row, scope=brand.id, at=at)
    return row, reverse("audit_question:answer", kwargs={"token": token})


def open_request(token: str, *, at: dt.datetime) -> CheckRequest:
    """The question that `token` opens; raises LinkSpent if it opens none."""
    rows = CheckRequest.objects.select_related("brand", "asked_by")
    return find(rows.filter(revoked_at=None), token, at=at)


def answer_request(*, token: str, said: Said, note: str, at: dt.datetime) -> CheckAnswer:
    """Keep what came by a link, and spend the link. Of two at once, one wins.

    Raises LinkSpent, NotAsked, SecretsOffered and StaleInventory; then the link is still good.
    """
    with transaction.atomic():
        row = open_request(token, at=at)
        spend(row, at=at)
        return answer_check(
            brand=row.brand,
            check=row.about["check"],
            subject=row.about["subject"],
            said=said,
            actor=None,
            at=at,
            note=note,
            request=row,
            via=CheckAnswer.Via.LINK,
        )


def revoke_request(*, actor: User, brand: Brand, request: uuid.UUID, at: dt.datetime) -> None:
    """Close a link nobody used yet; closing it twice changes nothing. Raises Denied."""
    POLICY.require(actor, "ask_somebody", brand)
    with transaction.atomic():
        closed = CheckRequest.objects.filter(
            pk=request, brand=brand, used_at=None, revoked_at=None
        ).update(revoked_at=at)
        if closed:
            row = CheckRequest.objects.get(pk=request)
            audit_log.record("check.unasked", actor=actor, target=row, scope=brand.id, at=at)
