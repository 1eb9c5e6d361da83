"""Erase a person, without a break in any record of what was done."""

from django.db import transaction

from simulacro.apps.people.models import Membership, Role, User
from simulacro.apps.people.services.members import LastOwner
from simulacro.kit import audit_log
from simulacro.kit.audit_log.people import erase_personal_records
from simulacro.kit.policies import Denied


def erase_person(*, user: User, actor: User | None) -> None:
    """Delete the person with their memberships, factors and links, and forget their name.

    In the log their entries stay, as those of somebody unknown. `actor` is
    the person themselves, or None for whoever runs the command line. Raises
    LastOwner where a brand would be left without an owner, Denied for anybody else.
    """
    if actor is not None and actor.pk != user.pk:
        raise Denied(app="people", action="erase_person")
    with transaction.atomic():
        for membership in Membership.objects.filter(user=user, role=Role.OWNER).select_related(
            "brand"
        ):
            owners = Membership.objects.filter(brand=membership.brand, role=Role.OWNER)
            if not owners.exclude(user=user).exists():
                raise LastOwner(membership.brand)
        person = user.pk
        brands = list(Membership.objects.filter(user=user).values_list("brand_id", flat=True))
        user.delete()
        erase_personal_records(person)
        for brand in brands or [audit_log.INSTALLATION]:
            audit_log.record(
                "person.erased",
                # To name the person here would write anew what was just erased.
                actor=None,
                scope=brand,
                details={"person": str(person)},
            )
