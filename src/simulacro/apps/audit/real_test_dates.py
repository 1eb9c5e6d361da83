"""The days of planned real tests, told to the calendars of whoever may try them."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from simulacro.apps.audit import queries
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.real_tests import planned_real_tests
from simulacro.apps.audit.real_test_words import in_words
from simulacro.apps.availability.feeds import Entry
from simulacro.apps.brands.days import day_of
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User

# A plan has a day, not an hour: its reminder comes in the morning of the brand.
MORNING: Final = dt.time(9)


def real_test_dates(brand: Brand, viewer: User, now: dt.datetime, with_names: bool) -> list[Entry]:
    """Every planned real test that nobody has done. Without names nothing of the inventory."""
    if not POLICY.allows(viewer, "test_for_real", brand):
        return []
    clock = ZoneInfo(brand.timezone)
    inventory = queries.current_inventory(brand)
    found = []
    for standing in planned_real_tests(brand, day_of(brand, now), inventory):
        plan = standing.plan
        if plan is None or plan.planned_for is None or inventory is None:
            continue
        start = dt.datetime.combine(plan.planned_for, MORNING, clock).astimezone(dt.UTC)
        title, words = _("Real test"), _("Any hour of the day will do.")
        if with_names:
            said = in_words(inventory, standing)
            title = _("Real test. %(title)s") % {"title": said.title}
            who = [_("%(who)s does it.") % {"who": plan.who}] if plan.who else []
            words = " ".join([said.why, *who, words])
        end = start + dt.timedelta(minutes=standing.test.minutes)
        found.append(Entry(f"real-test:{plan.id}", start, end, title, words))
    return found
