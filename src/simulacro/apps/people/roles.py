"""Rules on roles, for the policy module of every app that has brands."""

from typing import Any

from django.db.models import QuerySet

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Membership, Role, User
from simulacro.kit.page_memory import once
from simulacro.kit.policies import Rule

# Weakest first: a role may do all that a weaker one may.
ORDER = (Role.OBSERVER, Role.RESPONDER, Role.LEAD, Role.OWNER)


def role_in(user: User, brand: Brand) -> Role | None:
    """Return the person's role in the brand; None for an outsider."""

    def ask() -> Role | None:
        membership = Membership.objects.filter(user=user, brand=brand).only("role").first()
        return Role(membership.role) if membership else None

    return once(brand, ("role", user.pk), ask)


def role_in_agency(user: User, agency: Agency) -> Role | None:
    """Return the person's role in the agency; None for an outsider.

    A role in one of its brands gives none here: a client is not the agency.
    """

    def ask() -> Role | None:
        rows = AgencyMembership.objects.filter(user=user, agency=agency)
        membership = rows.only("role").first()
        return Role(membership.role) if membership else None

    return once(agency, ("role", user.pk), ask)


def memberships_of(place: Brand | Agency) -> "QuerySet[Membership] | QuerySet[AgencyMembership]":
    """Who is in a brand, or in an agency."""
    if isinstance(place, Brand):
        return Membership.objects.filter(brand=place)
    return AgencyMembership.objects.filter(agency=place)


def named(place: Brand | Agency) -> dict[str, Brand | Agency]:
    """The place by the name of the field that holds it, for rows of a brand or of an agency."""
    return {"brand" if isinstance(place, Brand) else "agency": place}


def at_least(wanted: Role) -> Rule:
    """A rule: the actor's role in the target's brand or agency is `wanted` or a stronger one.

    The target is a Brand, an Agency, or anything with a `brand`.
    """

    def rule(actor: Any, target: Any) -> bool:
        if isinstance(target, Agency):
            role = role_in_agency(actor, target)
        else:
            role = role_in(actor, target if isinstance(target, Brand) else target.brand)
        return role is not None and ORDER.index(role) >= ORDER.index(wanted)

    return rule
