"""What the pages about people show."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.models import AgencyMembership, Invitation, Membership, Role, User
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.roles import ORDER, memberships_of, named
from simulacro.kit.audit_log.queries import moments_of

TEAM_VERBS: Final = (
    "member.added",
    "member.joined",
    "member.left",
    "member.removed",
    "member.role_changed",
    "person.erased",
)
MOST_CHANGES: Final = 50


@dataclass(frozen=True)
class MemberRow:
    """One member as somebody else sees them, with what may be done."""

    membership: Membership | AgencyMembership
    is_me: bool
    may_change: bool


def members_of(place: Brand | Agency, *, seen_by: User) -> list[MemberRow]:
    """Members, the strongest role first, then by name."""
    may_manage = POLICY.allows(seen_by, "manage_members", place)
    may_own = POLICY.allows(seen_by, "manage_owners", place)
    rows: list[Membership | AgencyMembership] = [*memberships_of(place).select_related("user")]
    rows.sort(key=lambda row: (-ORDER.index(Role(row.role)), str(row.user).casefold(), str(row.pk)))
    return [
        MemberRow(
            membership=row,
            is_me=row.user_id == seen_by.pk,
            may_change=may_manage and (may_own or row.role != Role.OWNER),
        )
        for row in rows
    ]


def open_invitations(place: Brand | Agency) -> QuerySet[Invitation]:
    return Invitation.objects.filter(
        used_at=None, revoked_at=None, expires_at__gt=timezone.now(), **named(place)
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


def brands_free_for_agencies(user: User) -> QuerySet[Brand]:
    """Brands that the person owns and that are under no agency."""
    return Brand.objects.filter(
        agency=None, memberships__user=user, memberships__role=Role.OWNER
    ).order_by("name", "id")


def team_changes(brand: Brand) -> list[dt.datetime]:
    """When people came to the brand, left it or got another role, the latest first."""
    return moments_of(brand.id, TEAM_VERBS, most=MOST_CHANGES)
