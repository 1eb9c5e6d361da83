"""Invitations by link: made, withdrawn, accepted once."""

import datetime as dt
import uuid

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import Invitation, Membership, Role, User
from simulacro.apps.people.one_time_tokens import digest_of, make_token
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.services.sign_in_links import LinkSpent
from simulacro.kit import audit_log

LASTS = dt.timedelta(days=7)


def invite_member(
    *, actor: User, brand: Brand, role: Role, for_whom: str, at: dt.datetime | None = None
) -> tuple[Invitation, str]:
    """Open a place in the brand; return it and the path to send, which is shown once.

    Good for seven days, for one person. Only an owner invites an owner. Raises Denied.
    """
    POLICY.require(actor, "manage_members", brand)
    if role == Role.OWNER:
        POLICY.require(actor, "manage_owners", brand)
    token, digest = make_token()
    with transaction.atomic():
        invitation = Invitation.objects.create(
            brand=brand,
            role=role,
            for_whom=for_whom,
            digest=digest,
            invited_by=actor,
            expires_at=(at or timezone.now()) + LASTS,
        )
        audit_log.record(
            "member.invited",
            actor=actor,
            target=invitation,
            scope=brand.id,
            details={"role": str(role)},
        )
    return invitation, reverse("people:join", kwargs={"token": token})


def open_invitation(token: str, *, at: dt.datetime | None = None) -> Invitation:
    """Return the invitation that `token` opens; raise LinkSpent if it opens none."""
    invitation = (
        Invitation.objects.select_related("brand", "invited_by")
        .filter(
            digest=digest_of(token),
            used_at=None,
            revoked_at=None,
            expires_at__gt=at or timezone.now(),
        )
        .first()
    )
    if invitation is None:
        raise LinkSpent
    return invitation


def accept_invitation(*, token: str, user: User, at: dt.datetime | None = None) -> Membership:
    """Spend the invitation and make `user` a member; raise LinkSpent.

    Who is a member already keeps their role, and the invitation stays open for
    the person it was meant for.
    """
    now = at or timezone.now()
    with transaction.atomic():
        invitation = open_invitation(token, at=now)
        present = Membership.objects.filter(user=user, brand=invitation.brand).first()
        if present is not None:
            return present
        if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now):
            raise LinkSpent
        membership = Membership.objects.create(
            user=user, brand=invitation.brand, role=invitation.role
        )
        audit_log.record(
            "member.joined",
            actor=user,
            target=invitation,
            scope=invitation.brand_id,
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


def revoke_invitation(*, actor: User, brand: Brand, invitation: uuid.UUID) -> None:
    """Close an invitation nobody used yet; closing it twice changes nothing. Raises Denied."""
    POLICY.require(actor, "manage_members", brand)
    with transaction.atomic():
        row = Invitation.objects.get(pk=invitation, brand=brand)
        if row.revoked_at is None and row.used_at is None:
            row.revoked_at = timezone.now()
            row.save(update_fields=["revoked_at"])
            audit_log.record("invitation.revoked", actor=actor, target=row, scope=brand.id)
