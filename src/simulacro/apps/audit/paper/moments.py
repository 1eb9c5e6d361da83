"""The next 90 days on paper: the darkest days with their reasons, and what lights them up."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.utils.translation import gettext as _

from simulacro.apps.audit.day_rows import DayRow, kept_day_rows
from simulacro.apps.audit.moment_words import ahead_sentence, switches
from simulacro.apps.audit.outlooks import TooLarge, days_ahead
from simulacro.apps.audit.sentences import plain
from simulacro.apps.brands.models import Brand

MOST_DAYS: Final = 12
MOST_LIGHTS: Final = 6


def moments_on_paper(brand: Brand, at: dt.datetime) -> list[dict[str, Any]]:
    """The days that are weaker than usual (or, without such, the weakest), and what would help
    most. Nothing where the days ahead cannot be told."""
    try:
        study = days_ahead(brand, at)
    except TooLarge:
        return []
    if study is None:
        return []
    from simulacro.engines.access.outlook import EVERY_CHANNEL

    region = study.inventory.brand.region
    with study.lock:
        rows = kept_day_rows(study, (), EVERY_CHANNEL)
        says = ahead_sentence(study, (), EVERY_CHANNEL)
        lights = switches(study, EVERY_CHANNEL, (), region)[:MOST_LIGHTS]
    weak = [row for row in rows if row.why]
    told = [row for row in weak if row.unusual] or weak
    told = sorted(told, key=lambda row: (-row.weak_h, -row.level, row.day))[:MOST_DAYS]
    tables = []
    if told:
        tables.append(
            {
                "title": _("The next 90 days"),
                "says": plain(says),
                "heads": [_("Day"), _("Weak hours"), _("The worst one"), _("Why")],
                "widths": [4, 2, 3, 8],
                "rows": [_row(row) for row in sorted(told, key=lambda row: row.day)],
            }
        )
    if lights:
        tables.append(
            {
                "title": _("What lights them up"),
                "says": "",
                "heads": [_("What"), _("What it takes away")],
                "widths": [6, 3],
                "rows": [[light.words, light.saves] for light in lights],
            }
        )
    return tables


def _row(row: DayRow) -> list[str]:
    name = " · ".join([row.name, *row.marks])
    return [name, str(row.weak_h), f"{row.worst_hour} ({row.worst})", row.why]
