"""Brands with their members: start one, change a role, let somebody go."""

import uuid
from typing import Any

from django.db import connection, transaction

from simulacro.apps.brands import services as brands
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Membership, Role, User
from simulacro.apps.people.policies import POLICY
from simulacro.kit import audit_log


class LastOwner(Exception):
    """A brand would be left without an owner: make somebody else owner first."""

    def __init__(self, brand: Brand) -> None:
        super().__init__(f"{brand.slug}: the last owner stays")
        self.brand = brand


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


def change_role(*, actor: User, brand: Brand, member: uuid.UUID, role: Role) -> Membership:
    """Give a member another role. Raises Denied, LastOwner, Membership.DoesNotExist.

    Only an owner makes or unmakes an owner.
    """
    POLICY.require(actor, "manage_members", brand)
    with transaction.atomic():
        membership = locked(brand, member)
        if Role.OWNER in (role, membership.role):
            POLICY.require(actor, "manage_owners", brand)
        if membership.role == role:
            return membership
        keep_an_owner(membership, losing=role != Role.OWNER)
        before, membership.role = membership.role, role
        membership.save(update_fields=["role"])
        audit_log.record(
            "member.role_changed",
            actor=actor,
            target=membership.user,
            scope=brand.id,
            details={"before": str(before), "after": str(role)},
        )
    return membership


def remove_member(*, actor: User, brand: Brand, member: uuid.UUID) -> None:
    """Take a member out of the brand; everybody may leave by themselves.

    Raises Denied, LastOwner, Membership.DoesNotExist.
    """
    with transaction.atomic():
        membership = locked(brand, member)
        if membership.user_id != actor.pk:
            POLICY.require(actor, "manage_members", brand)
            if membership.role == Role.OWNER:
                POLICY.require(actor, "manage_owners", brand)
        keep_an_owner(membership, losing=True)
        leaver = membership.user
        membership.delete()
        audit_log.record(
            "member.left" if leaver.pk == actor.pk else "member.removed",
            actor=actor,
            target=leaver,
            scope=brand.id,
        )


def locked(brand: Brand, member: uuid.UUID) -> Membership:
    """Return the membership, with all those of the brand locked until the end.

    Two owners who leave at the same moment must not both find the other there.
    """
    rows = Membership.objects.filter(brand=brand)
    if connection.features.has_select_for_update:
        list(rows.select_for_update().values_list("pk"))
    return rows.select_related("user").get(pk=member)


def keep_an_owner(membership: Membership, *, losing: bool) -> None:
    others = Membership.objects.filter(brand=membership.brand_id, role=Role.OWNER)
    if losing and membership.role == Role.OWNER and not others.exclude(pk=membership.pk).exists():
        raise LastOwner(membership.brand)
