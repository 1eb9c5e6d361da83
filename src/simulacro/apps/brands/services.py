"""Make brands and agencies. Who owns them is said in `people.services`."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from simulacro.apps.brands.models import Agency, Brand
from simulacro.kit import audit_log

SLUG_LENGTH = 60


def create_brand(
    *,
    actor: Any,
    name: str,
    slug: str = "",
    timezone: str = "America/Mexico_City",
    region: str = "MX",
    address: str = Brand.Address.TU,
    solo: bool = False,
    is_demo: bool = False,
    agency: Agency | None = None,
) -> Brand:
    """Make a brand; without `slug` its address is drawn from the name, and is free.

    `actor` is the person who makes it, None for the command line.
    """
    with transaction.atomic():
        brand = Brand.objects.create(
            name=name,
            slug=slug or free_slug(name),
            timezone=timezone,
            region=region,
            address=address,
            solo=solo,
            is_demo=is_demo,
            agency=agency,
        )
        audit_log.record("brand.created", actor=actor, target=brand, scope=brand.id)
    return brand


def create_agency(*, actor: Any, name: str) -> Agency:
    """Make an agency without brands."""
    with transaction.atomic():
        agency = Agency.objects.create(name=name)
        audit_log.record("agency.created", actor=actor, target=agency, scope=agency.id)
    return agency


def free_slug(name: str) -> str:
    """Return an address like the name which no brand has yet.

    A name that leaves nothing in ASCII, such as one in Chinese, becomes "marca".
    """
    wanted = slugify(name)[: SLUG_LENGTH - 4].strip("-") or "marca"
    taken = set(Brand.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := wanted if number == 1 else f"{wanted}-{number}") not in taken
    )
