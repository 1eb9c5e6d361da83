"""Murphy's list of an audit, and what of it is lived with."""

import datetime as dt

from simulacro.apps.audit.models import AcceptedRisk, Audit, MurphyList
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.brands.models import Brand
from simulacro.engines.access.murphy_rows import MurphyList as Everything
from simulacro.engines.access.murphy_rows import murphy_from_document


def murphy_of(audit: Audit) -> Everything | None:
    """The list kept with an audit; None with one of before there were lists."""

    def make() -> Everything | None:
        kept = MurphyList.objects.filter(audit=audit).first()
        return murphy_from_document(kept.found) if kept else None

    return _MURPHY.get(audit.pk, make)


# Kept with its audit and never changed.
_MURPHY = Opened[Everything | None](most=12)


def accepted_risk(brand: Brand, row: str) -> AcceptedRisk | None:
    return AcceptedRisk.objects.filter(pk=AcceptedRisk.id_of(brand, row)).first()


def unaccepted(brand: Brand, row: str) -> AcceptedRisk:
    """A row that nobody has accepted yet, not saved."""
    return AcceptedRisk(
        id=AcceptedRisk.id_of(brand, row), brand=brand, row=row, accepted_by="", reason=""
    )


def accepted_rows(brand: Brand, day: dt.date) -> dict[str, AcceptedRisk]:
    """The rows that are lived with on `day`, by their keys."""
    rows = AcceptedRisk.objects.filter(brand=brand, until__gte=day)
    return {risk.row: risk for risk in rows}
