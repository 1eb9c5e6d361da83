"""The audit on paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simulacro.apps.audit import page_sentences, queries, results, sentences
from simulacro.apps.audit.outlooks import best_of_the_week
from simulacro.apps.audit.paper.content import (
    annexes,
    falling,
    first_fix,
    murphy,
    plan,
    weak_points,
)
from simulacro.apps.audit.paper.moments import moments_on_paper
from simulacro.apps.audit.pictures.week import week_of
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.reading import Question
from simulacro.apps.audit.services.paper import report_of
from simulacro.apps.audit.views.maps import drawn
from simulacro.apps.audit.views.opening import opened, page, part
from simulacro.apps.brands.days import day_of
from simulacro.apps.people.pages import BrandRequest, brand_page


@require_GET
@brand_page(POLICY, "see_audit")
def report(request: BrandRequest) -> HttpResponse:
    """The audit on paper: confidential, dated, with who made it."""
    it = opened(request)
    if it is None:
        return page(request, "report", "", None)
    now = timezone.now()
    today = day_of(request.brand, now)
    week = it.reading.week
    accepted = queries.accepted_rows(request.brand, today).values()
    paper = report_of(brand=request.brand, made_by=str(request.user), at=now)
    return page(
        request,
        "report",
        "audit/results_report.html",
        it,
        may_export=POLICY.allows(request.user, "export_inventory", request.brand),
        headline=page_sentences.headline(it.inventory, it.reading),
        risk=page_sentences.risk_sentence(it.inventory, it.reading),
        channels=part(
            it,
            "audit/_report_channels.html",
            lambda: {"cards": results.channel_cards(it.inventory, it.reading)},
        ),
        fixes=part(
            it,
            "audit/_report_fixes.html",
            lambda: {"fixes": results.fix_cards(it.inventory, it.reading.fixes, most=8)},
        ),
        weak=weak_points(paper),
        week=part(it, "audit/_week.html", lambda: {"table": week_of(week, it.region)})
        if week
        else "",
        week_says=page_sentences.week_sentence(
            week, it.region, best_of_the_week(request.brand, it.audit, it.inventory)
        ),
        picture=drawn(
            it,
            Question.SILENCE,
            title=_("Map of accesses of %(brand)s") % {"brand": request.brand.name},
            words=sentences.plain(page_sentences.headline(it.inventory, it.reading)),
        ).picture,
        look=paper.look,
        first_fix=first_fix(paper),
        falling=falling(paper),
        plan=plan(paper),
        annexes=annexes(paper),
        murphy=part(
            it,
            "audit/_report_table.html",
            lambda: {"part": murphy(paper)},
            today,
            *((risk.row, risk.version) for risk in accepted),
        ),
        moments=moments_on_paper(request.brand, now),
        printed_by=request.user,
        printed_at=now,
    )
