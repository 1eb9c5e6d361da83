"""Who covers when: now, on dates, on holidays; and the brand's calendar beside it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from simulacro.apps.availability import queries
from simulacro.apps.availability.forms import EVENT_WORDS, KIND_WORDS
from simulacro.apps.availability.people_told import told_of
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.availability.words import cover_words, reason_words, rule_words, span_words
from simulacro.apps.people.pages import BrandRequest, brand_page

AHEAD = dt.timedelta(days=90)
PEOPLE_A_PAGE = 40


def is_here(one: queries.AtHand) -> bool:
    """Whether somebody is sooner at hand than not."""
    return one.reason.chance >= 0.5


@never_cache
@brand_page(POLICY, "see")
@require_GET
def coverage(request: BrandRequest) -> HttpResponse:
    """Everybody with what their dates change, the holidays ahead, and what the brand has ahead."""
    brand, now = request.brand, timezone.now()
    told = told_of(brand)
    names = {person.id: person.name for person in told.people}
    today = now.astimezone(ZoneInfo(brand.timezone)).date()
    rules = queries.holiday_rows(brand)
    ahead: dict[str, list[dict[str, object]]] = {}
    written = queries.rota_changes(brand)
    covers = queries.taken_over(written)
    for row, absence in written:
        if absence.end > now:
            line: dict[str, object] = {
                "row": row,
                "kind": cover_words(names.get(covers[str(row.pk)], ""))
                if str(row.pk) in covers
                else KIND_WORDS[absence.kind],
                "when": span_words(absence.start, absence.end, brand),
                "words": absence.words,
            }
            ahead.setdefault(absence.person, []).append(line)
    everybody = queries.who_is_at_hand(brand, now)
    shown = Paginator(everybody, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    people = [
        {
            "person": one.person,
            "here": is_here(one),
            "says": reason_words(one.reason),
            "changes": ahead.get(one.person.id, []),
            "rule": rule_words(queries.rule_of(rules[one.person.id], brand))
            if one.person.id in rules
            else "",
        }
        for one in shown
    ]
    in_the_inventory = {one.person.id for one in everybody}
    events = [
        {
            "row": row,
            "event": event,
            "kind": EVENT_WORDS[event.kind],
            "when": span_words(event.start, event.end, brand),
        }
        for row, event in queries.events(brand)
        if event.end > now
    ]
    context = {
        "brand": brand,
        "step": "audit",
        "people": people,
        "page": shown,
        "here": sum(map(is_here, everybody)),
        # Of people whom the inventory no longer names.
        "others": [
            {"name": names.get(person, person), "changes": lines}
            for person, lines in ahead.items()
            if person not in in_the_inventory
        ],
        "holidays": queries.holidays(brand, today, today + AHEAD, rules),
        "rule": rule_words(queries.rule_of(rules.get(""), brand)),
        "events": events,
        "meaning": told.meaning,
        "may_edit": told.may_edit(request.user, brand),
        "may_set": POLICY.allows(request.user, "set_holidays", brand),
    }
    return render(request, "availability/coverage.html", context)
