"""The weak moments as entries of a calendar: when, and, for who wants it, why."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from simulacro.apps.audit import figures, grammar
from simulacro.apps.audit.moment_words import WEAK, reasons
from simulacro.apps.audit.outlooks import TooLarge, days_ahead
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.availability.feeds import Entry
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

# A calendar with more is of no use to anybody.
MOST_ENTRIES = 400


def weak_moments(brand: Brand, viewer: User, now: dt.datetime, with_names: bool) -> list[Entry]:
    """Every stretch of the next 90 days in which at least one time in four nobody could answer.

    Without names an entry says nothing of the inventory. A stretch is known by the day on which it
    begins and its number that day. Nothing for who may not see the audit.
    """
    if not POLICY.allows(viewer, "see_audit", brand):
        return []
    try:
        study = days_ahead(brand, now)
    except TooLarge:
        return []
    if study is None:
        return []
    from simulacro.engines.access.outlook import EVERY_CHANNEL, stretches

    region = study.inventory.brand.region
    found = []
    with study.lock:
        lit = study.outlook.dark
        chance = study.outlook.chance(lit, EVERY_CHANNEL)
        count: dict[dt.date, int] = {}
        weak = stretches(chance, WEAK)[:MOST_ENTRIES]
        falls = study.outlook.without(lit, EVERY_CHANNEL, [s.worst for s in weak]) if weak else {}
        for place, stretch in enumerate(weak):
            day = study.hours.date_of(stretch.start)
            count[day] = count.get(day, 0) + 1
            words = ""
            if with_names:
                left = {group: float(values[place]) for group, values in falls.items()}
                why = "; ".join(reasons(study, lit, EVERY_CHANNEL, stretch.worst, left))
                words = _(
                    "How often nobody could answer at its worst hour, %(hour)s: %(times)s "
                    "(%(exact)s). %(why)s."
                ) % {
                    "hour": study.hours.start_of(stretch.worst).strftime("%H:%M"),
                    "times": figures.times(stretch.chance, region),
                    "exact": figures.percent(stretch.chance, region),
                    "why": grammar.opening(why),
                }
            found.append(
                Entry(
                    f"weak:{day.isoformat()}:{count[day]}",
                    study.hours.start_of(stretch.start),
                    study.hours.start_of(stretch.end),
                    _("Weak moment: low coverage"),
                    words,
                )
            )
    return found
