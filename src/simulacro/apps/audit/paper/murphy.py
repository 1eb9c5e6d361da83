"""Murphy's list on paper: how many things can go wrong, and the worst of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

from django.utils.translation import gettext as _

from simulacro.apps.audit import murphy_words, queries
from simulacro.apps.audit.models import AcceptedRisk, Audit
from simulacro.apps.audit.sentences import plain
from simulacro.apps.brands.days import day_of
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.murphy_rows import Row, Standing

MOST_ROWS: Final = 10
# What nothing covers is the worst, whatever it puts at stake.
RANKS: Final = {standing: rank for rank, standing in enumerate(Standing)}


def murphy_on_paper(
    audit: Audit, inventory: Inventory, at: dt.datetime, day: Callable[[dt.date], str]
) -> dict[str, Any] | None:
    """The ten worst rows with what covers them and who lives with them until when; None where the
    audit kept no list or nothing can go wrong."""
    found = queries.murphy_of(audit)
    rows = [r for r in found.rows if r.standing is not Standing.HARMLESS] if found else []
    if found is None or not rows:
        return None
    accepted = queries.accepted_rows(audit.brand, day_of(audit.brand, at))
    region = inventory.brand.region
    living = sum(row.key in accepted for row in found.rows)
    worst = sorted(rows, key=lambda row: (RANKS[row.standing], -row.hours_a_year))
    says = plain(murphy_words.headline(found, living, region))
    return {
        "title": _("Murphy's list"),
        "says": f"{says} {_('What a row puts at stake is said per channel, on average.')}",
        "heads": [
            _("What can go wrong"),
            _("What it does"),
            _("At stake"),
            _("What covers it"),
            _("Who lives with it"),
        ],
        "widths": [5, 5, 3, 5, 4],
        "rows": [_row(inventory, row, accepted.get(row.key), day) for row in worst[:MOST_ROWS]],
    }


def _row(
    inventory: Inventory,
    row: Row,
    accepted: AcceptedRisk | None,
    day: Callable[[dt.date], str],
) -> list[str]:
    region = inventory.brand.region
    when = murphy_words.when(inventory, row, region)
    return [
        f"{plain(murphy_words.title(inventory, row))}. {when}.",
        plain(murphy_words.effect(inventory, row)),
        murphy_words.stakes(inventory, row, region) or "—",
        plain(murphy_words.cover(inventory, row)) or "—",
        _lived_with(accepted, day),
    ]


def _lived_with(accepted: AcceptedRisk | None, day: Callable[[dt.date], str]) -> str:
    if accepted is None or accepted.until is None:
        return "—"
    return _("%(who)s, until %(day)s. %(reason)s") % {
        "who": accepted.accepted_by,
        "day": day(accepted.until),
        "reason": accepted.reason,
    }
