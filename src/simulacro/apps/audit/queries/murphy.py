"""Murphy's list of an audit, and what of it is lived with."""

import datetime as dt

from simulacro.apps.audit.models import AcceptedRisk, Audit, MurphyList
from simulacro.apps.audit.queries.opened import Opened
from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility, Source
from simulacro.apps.foresight.services import possibility_id
from simulacro.engines.access.murphy_rows import MurphyList as Everything
from simulacro.engines.access.murphy_rows import murphy_from_document


def murphy_of(audit: Audit) -> Everything | None:
    """The list kept with an audit; None with one of before there were lists."""
    # The list itself is unsealed and read only where it is not in memory.
    kept = MurphyList.objects.filter(audit=audit).defer("found").first()
    return _MURPHY.get(kept.pk, lambda: murphy_from_document(kept.found)) if kept else None


# Kept with its audit and never changed.
_MURPHY = Opened[Everything](most=12)


def murphy_source_key(row: str) -> str:
    """What a row is called on the board of what can happen."""
    return f"murphy:{row}"


def is_on_board(brand: Brand, row: str) -> bool:
    """Whether a row stands on the board of what can happen, and was not set aside."""
    row_id = possibility_id(brand, Source.FINDING, murphy_source_key(row))
    return Possibility.objects.filter(pk=row_id, set_aside_at=None).exists()


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


def decisions_without_row(brand: Brand, found: Everything, day: dt.date) -> list[AcceptedRisk]:
    """What is lived with on `day` although the list has no such row, the first to end first."""
    there = {row.key for row in found.rows}
    gone = [risk for risk in accepted_rows(brand, day).values() if risk.row not in there]
    return sorted(gone, key=lambda risk: (risk.until or day, risk.row))
