"""Erase a person, without a break in any record of what was done."""

from django.db import transaction

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Membership, Role, User
from simulacro.apps.people.roles import memberships_of
from simulacro.apps.people.services.members import LastOwner
from simulacro.kit import audit_log
from simulacro.kit.audit_log.people import erase_personal_records
from simulacro.kit.policies import Denied


def erase_person(*, user: User, actor: User | None) -> None:
    """Delete the person with their memberships, factors and links, and forget their name.

    In the log their entries stay, as those of somebody unknown. `actor` is
    the person themselves, or None for whoever runs the command line. Raises
    LastOwner where a brand or an agency would be left without an owner, Denied for anybody else.
    """
    if actor is not None and actor.pk != user.pk:
        raise Denied(app="people", action="erase_person")
    with transaction.atomic():
        places = places_of(user)
        for place in places:
            owners = memberships_of(place).filter(role=Role.OWNER)
            if owners.filter(user=user).exists() and not owners.exclude(user=user).exists():
                raise LastOwner(place)
        person = user.pk
        user.delete()
        erase_personal_records(person)
        for scope in [place.pk for place in places] or [audit_log.INSTALLATION]:
            audit_log.record(
                "person.erased",
                # To name the person here would write anew what was just erased.
                actor=None,
                scope=scope,
                details={"person": str(person)},
            )


def places_of(user: User) -> list[Brand | Agency]:
    """The brands and agencies that a person is in."""
    brands = Membership.objects.filter(user=user).select_related("brand")
    agencies = AgencyMembership.objects.filter(user=user).select_related("agency")
    return [*(row.brand for row in brands), *(row.agency for row in agencies)]
