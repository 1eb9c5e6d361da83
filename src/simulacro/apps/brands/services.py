"""Make brands and agencies. Who owns them is said in `people.services`."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from simulacro.apps.brands.looks import ENOUGH, Logo, as_colour, contrast
from simulacro.apps.brands.models import Agency, AgencyLook, Brand
from simulacro.kit import audit_log
from simulacro.kit.sealing.files import delete_file, write_file

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


class TooPale(ValueError):
    """A colour has too little contrast with white."""

    def __init__(self, colour: str) -> None:
        super().__init__(f"{colour}: {contrast(colour):.2f}:1 on white")
        self.colour = colour


class InAnAgency(Exception):
    """The brand is in an agency already: it leaves that one first."""


def choose_look(
    *,
    actor: Any,
    agency: Agency,
    name: str,
    colour: str,
    accent: str,
    logo: Logo | None = None,
    without_logo: bool = False,
) -> AgencyLook:
    """Set how the agency signs reports. A `logo` replaces the one before; None keeps it.

    Who may is asked by `people.services`. Raises ValueError for what is no colour, TooPale.
    """
    colour, accent = as_colour(colour), as_colour(accent)
    for chosen in (colour, accent):
        if contrast(chosen) < ENOUGH:
            raise TooPale(chosen)
    with transaction.atomic():
        Agency.objects.select_for_update().get(pk=agency.pk)
        row = AgencyLook.objects.filter(agency=agency).first() or AgencyLook(agency=agency)
        old = row.logo
        row.name, row.colour, row.accent = name, colour, accent
        if logo is not None:
            row.logo = write_file(agency.id, logo.content)
        elif without_logo:
            row.logo = None
        row.version += 1
        row.save()
        audit_log.record("agency.look_chosen", actor=actor, target=agency, scope=agency.id)
        if old is not None and old != row.logo:
            transaction.on_commit(lambda: delete_file(agency.id, old))
    return row


def attach_brand(*, actor: Any, brand: Brand, agency: Agency) -> None:
    """Put a brand under an agency. Whose consent it takes is said in `people.services`.

    Raises InAnAgency.
    """
    with transaction.atomic():
        row = Brand.objects.select_for_update().get(pk=brand.pk)
        if row.agency_id is not None:
            raise InAnAgency
        brand.agency = agency
        brand.save(update_fields=["agency"])
        for scope in (brand.id, agency.id):
            audit_log.record("brand.attached", actor=actor, target=brand, scope=scope)


def detach_brand(*, actor: Any, brand: Brand) -> None:
    """Take a brand out of its agency. What it used of the agency's is the audit's care."""
    with transaction.atomic():
        row = Brand.objects.select_for_update().get(pk=brand.pk)
        if row.agency_id is None:
            return
        brand.agency = None
        brand.save(update_fields=["agency"])
        for scope in (brand.id, row.agency_id):
            audit_log.record("brand.detached", actor=actor, target=brand, scope=scope)


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
