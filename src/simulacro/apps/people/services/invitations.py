"""Invitations by link: made, withdrawn, accepted once."""

import datetime as dt
import uuid

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Invitation, Membership, Role, User
from simulacro.apps.people.one_time_tokens import find, issue, spend
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.roles import memberships_of, named
from simulacro.kit import audit_log

LASTS = dt.timedelta(days=7)


def invite_member(
    *, actor: User, place: Brand | Agency, role: Role, for_whom: str, at: dt.datetime | None = None
) -> tuple[Invitation, str]:
    """Open a place in a brand or an agency; return it and the path to send, shown once.

    Good for seven days, for one person. Only an owner invites an owner. Raises Denied.
    """
    POLICY.require(actor, "manage_members", place)
    if role == Role.OWNER:
        POLICY.require(actor, "manage_owners", place)
    invitation = Invitation(
        brand=place if isinstance(place, Brand) else None,
        agency=place if isinstance(place, Agency) else None,
        role=role,
        invited_by=actor,
    )
    invitation.for_whom = for_whom
    with transaction.atomic():
        token = issue(invitation, at=at or timezone.now(), lasts=LASTS)
        audit_log.record(
            "member.invited",
            actor=actor,
            target=invitation,
            scope=place.pk,
            details={"role": str(role)},
        )
    return invitation, reverse("people:join", kwargs={"token": token})


def open_invitation(token: str, *, at: dt.datetime | None = None) -> Invitation:
    """Return the invitation that `token` opens; raise LinkSpent if it opens none."""
    rows = Invitation.objects.select_related("brand", "agency", "invited_by")
    return find(rows.filter(revoked_at=None), token, at=at or timezone.now())


def accept_invitation(
    *, token: str, user: User, at: dt.datetime | None = None
) -> Membership | AgencyMembership:
    """Spend the invitation and make `user` a member; raise LinkSpent.

    Who is a member already keeps their role, and the invitation stays open for
    the person it was meant for.
    """
    now = at or timezone.now()
    with transaction.atomic():
        invitation = open_invitation(token, at=now)
        place = invitation.place
        present = memberships_of(place).filter(user=user).first()
        if present is not None:
            return present
        spend(invitation, at=now)
        membership = (
            Membership(user=user, brand=place, role=invitation.role)
            if isinstance(place, Brand)
            else AgencyMembership(user=user, agency=place, role=invitation.role)
        )
        membership.save(force_insert=True)
        audit_log.record(
            "member.joined",
            actor=user,
            target=invitation,
            scope=place.pk,
            details={"role": str(invitation.role)},
        )
    return membership


def join_as_new_person(
    *,
    token: str,
    email: str,
    password: str,
    name: str,
    language: str,
    at: dt.datetime | None = None,
) -> User:
    """Make a person and let them accept the invitation, both or neither; raise LinkSpent."""
    with transaction.atomic():
        user = User.objects.create_user(email, password, name=name, language=language)
        accept_invitation(token=token, user=user, at=at)
    return user


def revoke_invitation(*, actor: User, place: Brand | Agency, invitation: uuid.UUID) -> Invitation:
    """Close an invitation nobody used yet; closing it twice changes nothing. Raises Denied."""
    POLICY.require(actor, "manage_members", place)
    with transaction.atomic():
        row = Invitation.objects.get(pk=invitation, **named(place))
        if row.revoked_at is None and row.used_at is None:
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
            audit_log.record("invitation.revoked", actor=actor, target=row, scope=place.pk)
    return row


def reopen_invitation(*, actor: User, invitation: uuid.UUID) -> None:
    """Open a closed invitation again: its link works as before. Raises Denied."""
    with transaction.atomic():
        row = Invitation.objects.get(pk=invitation)
        POLICY.require(actor, "manage_members", row.place)
        if row.role == Role.OWNER:
            POLICY.require(actor, "manage_owners", row.place)
        if row.revoked_at is not None:
            row.revoked_at = None
            row.save(update_fields=["revoked_at"])
            audit_log.record("invitation.reopened", actor=actor, target=row, scope=row.place.pk)
