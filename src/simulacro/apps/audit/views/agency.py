"""The agency above its brands: how each stands, and the shared things most of them hang on."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from simulacro.apps.audit import agency_sentences, figures, page_sentences
from simulacro.apps.audit.kinds import KIND_WORDS
from simulacro.apps.audit.owner_pages import place_of
from simulacro.apps.audit.pictures.agency import Bar, Strip, brand_bars, client_squares
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.agencies import AgencyRisk, SharedRisk, Standing, agency_risk
from simulacro.apps.audit.services.agency_audits import audit_all_brands, running_job
from simulacro.apps.audit.services.audits import NothingToAudit
from simulacro.apps.people.pages import AgencyRequest, agency_page

DRAWN_BARS = 12
DRAWN_STRIPS = 6


@never_cache
@require_GET
@agency_page(POLICY, "see_agency")
def worst_shared(request: AgencyRequest) -> HttpResponse:
    """How the agency's brands stand, and what they share, ranked by how many hang on it."""
    risk = agency_risk(request.agency)
    by_total = request.GET.get("by") == "total"
    standings = sorted(risk.standings, key=lambda it: -it.hours) if by_total else risk.standings
    place = place_of(request.agency)
    region = place.region
    return render(
        request,
        "audit/results_agency.html",
        {
            "agency": request.agency,
            "place": place,
            "risk": risk,
            "says": agency_sentences.headline(risk.silences, risk.steals, audited=risk.audited),
            "by_total": by_total,
            "bars": brand_bars(
                bars(standings, region, by_total=by_total),
                title=_("Risk of each brand, in hours a year"),
            ),
            "standings": [
                {
                    "it": it,
                    "mean": figures.exact_hours(it.mean_hours, region),
                    "exact": figures.exact_hours(it.hours, region),
                    "best": figures.exact_hours(it.best_hours, region),
                    "moved": agency_sentences.change(it, region),
                    "why": page_sentences.moved_sentence(it.moved, region) if it.moved else "",
                }
                for it in standings
            ],
            "parts": [
                part(request, risk, rows, *words)
                for rows, *words in (
                    (
                        risk.silences,
                        "silences",
                        _("What silences most of your clients"),
                        _("Each square is a client; a full one loses a channel."),
                    ),
                    (
                        risk.steals,
                        "steals",
                        _("What a thief would go for"),
                        _("Each square is a client; of a full one a channel is taken."),
                    ),
                )
                if rows
            ],
            "uses": [(asset, KIND_WORDS[asset.kind], count) for asset, count in risk.uses],
            "job": running_job(request.agency),
        },
    )


def bars(standings: Sequence[Standing], region: str, *, by_total: bool) -> list[Bar]:
    drawn = []
    for it in standings[:DRAWN_BARS]:
        hours, best = (it.hours, it.best_hours) if by_total else (it.mean_hours, it.best_mean_hours)
        drawn.append(Bar(it.brand.name, hours, best, figures.exact_hours(hours, region)))
    return drawn


def part(
    request: AgencyRequest,
    risk: AgencyRisk,
    rows: Sequence[SharedRisk],
    key: str,
    title: str,
    note: str,
) -> dict[str, Any]:
    """One question about the shared things: its picture and the rows of its table."""
    places = {it.brand.pk: place for place, it in enumerate(risk.standings)}
    strips = [
        Strip(
            agency_sentences.things(row),
            agency_sentences.count_of(row, risk.audited),
            frozenset(places[brand.pk] for brand, _channels in row.falls),
        )
        for row in rows[:DRAWN_STRIPS]
    ]
    listed = [
        (agency_sentences.things(row), [KIND_WORDS[asset.kind] for asset in row.assets], row.falls)
        for row in rows
    ]
    drawn = client_squares(strips, risk.audited, title=title)
    return {"key": key, "title": title, "note": note, "picture": drawn, "rows": listed}


@require_POST
@agency_page(POLICY, "audit_agency")
def audit_all(request: AgencyRequest) -> HttpResponse:
    """Audit every brand, in a job that can be left alone and cancelled."""
    try:
        job = audit_all_brands(agency=request.agency, actor=request.user, at=timezone.now())
    except NothingToAudit:
        messages.error(
            request, _("No brand has an inventory yet: bring your clients in with one workbook.")
        )
        return redirect("agency_audit:shared", agency=request.agency.pk)
    return redirect("agency_job", agency=request.agency.pk, job_id=job.id)
