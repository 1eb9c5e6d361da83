"""Brands with their members: start one, change a role, let somebody go."""

import uuid
from typing import Any

from django.db import connection, transaction

from simulacro.apps.brands import services as brands
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Membership, Role, User
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.roles import memberships_of
from simulacro.kit import audit_log

AnyMembership = Membership | AgencyMembership


class LastOwner(Exception):
    """A brand or an agency would be left without an owner: make somebody else owner first."""

    def __init__(self, place: Brand | Agency) -> None:
        super().__init__(f"{place}: the last owner stays")
        self.place = place


def start_brand(*, owner: User, name: str, agency: Agency | None = None, **fields: Any) -> Brand:
    """Make a brand owned by `owner`; `fields` are those of `brands.create_brand`.

    With `agency`, `owner` must be a lead of it at least, or Denied is raised.
    """
    if agency is not None:
        POLICY.require(owner, "add_brand", agency)
    with transaction.atomic():
        brand = brands.create_brand(actor=owner, name=name, agency=agency, **fields)
        Membership.objects.create(user=owner, brand=brand, role=Role.OWNER)
    return brand


def start_agency(*, owner: User, name: str) -> Agency:
    """Make an agency owned by `owner`."""
    with transaction.atomic():
        agency = brands.create_agency(actor=owner, name=name)
        AgencyMembership.objects.create(user=owner, agency=agency, role=Role.OWNER)
    return agency


def add_member(
    *, brand: Brand, email: str, role: Role, name: str = "", actor: User | None
) -> tuple[User, bool]:
    """Make the person with this address a member; return them, and whether they are new here.

    For the command line, whose user owns the machine (`actor` None). Somebody who is a member
    already keeps their role. Raises Denied.
    """
    if actor is not None:
        POLICY.require(actor, "manage_owners", brand)
    with transaction.atomic():
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            user = User.objects.create_user(email, name=name)
        added = Membership.objects.get_or_create(user=user, brand=brand, defaults={"role": role})[1]
        if added:
            audit_log.record(
                "member.added",
                actor=actor,
                target=user,
                scope=brand.id,
                details={"role": str(role)},
            )
    return user, added


def change_role(
    *, actor: User, place: Brand | Agency, member: uuid.UUID, role: Role
) -> AnyMembership:
    """Give a member another role. Raises Denied, LastOwner, ObjectDoesNotExist.

    Only an owner makes or unmakes an owner.
    """
    POLICY.require(actor, "manage_members", place)
    with transaction.atomic():
        membership = locked(place, member)
        if Role.OWNER in (role, membership.role):
            POLICY.require(actor, "manage_owners", place)
        if membership.role == role:
            return membership
        keep_an_owner(place, membership, losing=role != Role.OWNER)
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        audit_log.record(
            "member.role_changed",
            actor=actor,
            target=membership.user,
            scope=place.pk,
            details={"before": str(before), "after": str(role)},
        )
    return membership


def remove_member(*, actor: User, place: Brand | Agency, member: uuid.UUID) -> None:
    """Take a member out of the brand or agency; everybody may leave by themselves.

    Raises Denied, LastOwner, ObjectDoesNotExist.
    """
    with transaction.atomic():
        membership = locked(place, member)
        if membership.user_id != actor.pk:
            POLICY.require(actor, "manage_members", place)
            if membership.role == Role.OWNER:
                POLICY.require(actor, "manage_owners", place)
        keep_an_owner(place, membership, losing=True)
        leaver = membership.user
        membership.delete()
        audit_log.record(
            "member.left" if leaver.pk == actor.pk else "member.removed",
            actor=actor,
            target=leaver,
            scope=place.pk,
        )


def locked(place: Brand | Agency, member: uuid.UUID) -> AnyMembership:
    """Return the membership, with all those of the place locked until the end.

    Two owners who leave at the same moment must not both find the other there.
    """
    rows = memberships_of(place)
    if connection.features.has_select_for_update:
        list(rows.select_for_update().values_list("pk"))
    return rows.select_related("user").get(pk=member)


def keep_an_owner(place: Brand | Agency, membership: AnyMembership, *, losing: bool) -> None:
    others = memberships_of(place).filter(role=Role.OWNER).exclude(pk=membership.pk)
    if losing and membership.role == Role.OWNER and not others.exists():
        raise LastOwner(place)
