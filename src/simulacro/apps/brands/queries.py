"""What the pages and the papers of a brand ask about it and its agency."""

from simulacro.apps.brands.logos import read_logo
from simulacro.apps.brands.looks import Look
from simulacro.apps.brands.models import Agency, AgencyLook, Brand
from simulacro.kit.sealing.files import read_file


def look_of_agency(agency: Agency) -> Look | None:
    """The agency's own name, colours and logo; None where it has chosen none."""
    row = AgencyLook.objects.filter(agency=agency).first()
    if row is None:
        return None
    logo = read_logo(read_file(agency.id, row.logo)) if row.logo else None
    return Look(row.name, row.colour, row.accent, logo)


def look_for(brand: Brand) -> Look | None:
    """The look for a client's report: its agency's; None for our own look."""
    return look_of_agency(brand.agency) if brand.agency else None
