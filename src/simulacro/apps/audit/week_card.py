"""The three questions of the week, as the home page shows them: how many are left, never which.

What a question is about is part of the map of accesses, and the home page asks for no second
factor.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from simulacro.apps.audit import queries
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.checks import round_questions
from simulacro.apps.audit.services.check_rounds import monday_of, round_of_the_week
from simulacro.apps.brands.models import Brand


@dataclass(frozen=True, slots=True)
class WeekCard:
    """``done`` of ``total`` are answered; ``next_day`` is the Monday of the next three."""

    done: int
    total: int
    closed: bool
    next_day: dt.date
    url: str

    @property
    def finished(self) -> bool:
        """Answered, or set aside by somebody: either way nothing more is asked this week."""
        return self.closed or self.done == self.total


def week_card(brand: Brand, viewer: Any, at: dt.datetime) -> WeekCard | None:
    """The week's three for whoever may answer; None where there are none."""
    if not POLICY.allows(viewer, "answer_checks", brand):
        return None
    row = round_of_the_week(brand=brand, at=at)
    if row is None:
        return None
    _questions, done = round_questions(row, queries.asked_of(brand))
    return WeekCard(
        done=sum(done),
        total=len(done),
        closed=row.closed_at is not None,
        next_day=(monday_of(brand, at) + dt.timedelta(days=7)).date(),
        url=reverse("audit:checks_now", args=[brand.slug]),
    )
