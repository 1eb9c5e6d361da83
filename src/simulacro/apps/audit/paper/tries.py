"""What was really tried, as the report's evidence, and what is to be tried, for its plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from simulacro.apps.audit.paper.photographs import Kept
from simulacro.apps.audit.queries.real_tests import Standing
from simulacro.apps.audit.real_test_words import ago, in_words
from simulacro.engines.access.inventory import Inventory


def tries_on_paper(
    inventory: Inventory, standings: Iterable[Standing], day: Callable[[dt.date], str]
) -> dict[str, Any] | None:
    """Each real test that was tried: how it went last, when and by whom; None before the first.

    A note follows what came of it; a photo is named.
    """
    rows: list[list[str]] = []
    for standing in standings:
        last = standing.last
        if last is None or standing.done_on is None:
            continue
        came = [last.get_outcome_display()]
        if standing.has_aged:
            age = ago(standing.age_days or 0)
            came = [_("passed %(ago)s: it is time to repeat it") % {"ago": age}]
        if last.note:
            came.append(last.note)
        if last.photos:
            came.append(_("With a photo."))
        who = str(last.done_by) if last.done_by else "—"
        rows.append(
            [
                in_words(inventory, standing).title,
                ". ".join(came),
                f"{who}, {day(standing.done_on)}",
            ]
        )
    if not rows:
        return None
    return {
        "title": _("Real tests"),
        "says": "",
        "heads": [_("Test"), _("What came of it"), _("Who and when")],
        "widths": [6, 4, 3],
        "rows": rows,
    }


def photos_of_tries(inventory: Inventory, standings: Iterable[Standing]) -> list[Kept]:
    """The photos of the last try of each test, with its title."""
    return [
        (in_words(inventory, standing).title, photo)
        for standing in standings
        if standing.last is not None
        for photo in standing.last.photos
    ]


def planned_tries(
    inventory: Inventory, standings: Iterable[Standing]
) -> list[tuple[dt.date, str, str, str]]:
    """What has a day: the day, who, what and how."""
    found: list[tuple[dt.date, str, str, str]] = []
    for standing in standings:
        plan = standing.plan
        if plan is not None and plan.planned_for is not None:
            words = in_words(inventory, standing)
            who = str(plan.who) if plan.who else "—"
            found.append((plan.planned_for, who, words.title, " ".join(words.steps)))
    return found
