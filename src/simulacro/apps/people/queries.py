"""What the pages about people show."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Invitation, Membership, Role, User
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.roles import ORDER


@dataclass(frozen=True)
class MemberRow:
    """One member as somebody else sees them, with what may be done."""

    membership: Membership
    is_me: bool
    may_change: bool


def members_of(brand: Brand, *, seen_by: User) -> list[MemberRow]:
    """Members, the strongest role first, then by name."""
    may_manage = POLICY.allows(seen_by, "manage_members", brand)
    may_own = POLICY.allows(seen_by, "manage_owners", brand)
    rows = list(Membership.objects.filter(brand=brand).select_related("user"))
    rows.sort(key=lambda row: (-ORDER.index(Role(row.role)), str(row.user).casefold(), str(row.pk)))
    return [
        MemberRow(
            membership=row,
            is_me=row.user_id == seen_by.pk,
            may_change=may_manage and (may_own or row.role != Role.OWNER),
        )
        for row in rows
    ]


def open_invitations(brand: Brand) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        brand=brand, used_at=None, revoked_at=None, expires_at__gt=timezone.now()
    ).select_related("invited_by")


def brands_of(user: User) -> QuerySet[Membership]:
    return (
        Membership.objects.filter(user=user)
        .select_related("brand", "brand__agency")
        .order_by("brand__name", "brand_id")
    )


def agencies_of(user: User) -> QuerySet[AgencyMembership]:
    return (
        AgencyMembership.objects.filter(user=user)
        .select_related("agency")
        .order_by("agency__name", "agency_id")
    )


def brands_of_agency(agency: Agency, *, seen_by: User) -> list[tuple[Brand, bool]]:
    """Brands of the agency, and whether `seen_by` is a member of each."""
    mine = set(Membership.objects.filter(user=seen_by).values_list("brand_id", flat=True))
    return [(brand, brand.pk in mine) for brand in agency.brands.all()]
