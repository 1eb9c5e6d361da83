"""The score: how much is at stake, by which formula, how sure, and what moved it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simulacro.apps.audit import figures, grammar, page_sentences, queries
from simulacro.apps.audit.pictures.line import Dot, risk_line
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.scoring import mean_channel_h, score_of
from simulacro.apps.audit.sentences import language
from simulacro.apps.audit.views.history import moves
from simulacro.apps.audit.views.opening import opened, page
from simulacro.apps.people.pages import BrandRequest, brand_page

MOVES = 10


@require_GET
@brand_page(POLICY, "see_audit")
def score(request: BrandRequest) -> HttpResponse:
    """The figure, its formula term by term, what is answered beside it, and its history."""
    it = opened(request)
    if it is None:
        return page(request, "score", "", None)
    found = score_of(it.inventory, it.reading)
    rows = list(queries.audits(request.brand).defer("reading"))
    dots = [
        Dot(row.number, row.created_at, row.risk["hours"], row.risk["best_hours"])
        for row in reversed(rows)
    ]
    region = it.region
    coverage = queries.check_coverage(request.brand)
    uncounted = [grammar.named(name, language()) for name in found.uncounted]
    return page(
        request,
        "score",
        "audit/score.html",
        it,
        says=page_sentences.score_sentence(
            found.per_weight_h, mean_channel_h(it.inventory, found.best_h), region
        ),
        exact=figures.exact_hours(found.hours, region),
        best=figures.exact_hours(found.best_h, region),
        per_weight=figures.exact_hours(found.per_weight_h, region),
        hijack_h=figures.number(found.hijack_h, region),
        lockout_h=figures.number(found.lockout_h, region),
        terms=[
            {
                "name": channel.name,
                "weight": figures.number(
                    channel.weight, region, 0 if channel.weight.is_integer() else 2
                ),
                "hours": [figures.number(hours, region, 1) for hours in channel.hours],
                "weighted": figures.number(channel.weighted, region, 1),
            }
            for channel in found.channels
        ],
        uncounted=grammar.all_of(uncounted, language()),
        coverage=coverage,
        covered=figures.percent(coverage.share, region),
        picture=risk_line(dots, region, title=_("Hours a year at stake, audit by audit")),
        moves=moves(rows, region)[:MOVES],
    )
