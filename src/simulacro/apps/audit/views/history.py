"""Every audit, how the risk moved, and one audit beside the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from simulacro.apps.audit import page_sentences, queries, results, sentences
from simulacro.apps.audit.advice import finding_words
from simulacro.apps.audit.comparing import compare
from simulacro.apps.audit.difference_words import in_words
from simulacro.apps.audit.differences import difference as inventory_difference
from simulacro.apps.audit.figures import exact_hours
from simulacro.apps.audit.models import Audit
from simulacro.apps.audit.pictures.line import Dot, risk_line
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.views.inventory import first_of
from simulacro.apps.audit.views.opening import opened, page
from simulacro.apps.people.pages import BrandRequest, brand_page


@require_GET
@brand_page(POLICY, "see_audit")
def history(request: BrandRequest) -> HttpResponse:
    """Every audit, and how the risk moved."""
    it = opened(request)
    if it is None:
        return page(request, "history", "", None)
    rows = list(queries.audits(request.brand).defer("reading"))
    dots = [
        Dot(row.number, row.created_at, row.risk["hours"], row.risk["best_hours"])
        for row in reversed(rows)
    ]
    return page(
        request,
        "history",
        "audit/results_history.html",
        it,
        picture=risk_line(dots, it.region, title=_("Hours a year at stake, audit by audit")),
        says=page_sentences.history_sentence(dots[0].hours, dots[-1].hours, len(dots), it.region),
        rows=moves(rows, it.region),
    )


def moves(rows: Sequence[Audit], region: str) -> list[dict[str, Any]]:
    """Audits from the newest on: what each has at stake, what moved it since the one before, and
    whether its inventory is another one than that one's."""
    return [
        {
            "audit": row,
            "exact": exact_hours(row.risk["hours"], region),
            "moved": page_sentences.moved_sentence(row.moved, region) if row.moved else "",
            "other_inventory": older is not None and older.revision_id != row.revision_id,
        }
        for row, older in zip_longest(rows, rows[1:])
    ]


@require_GET
@brand_page(POLICY, "see_audit")
def past(request: BrandRequest, number: int) -> HttpResponse:
    """One audit of the past beside the one before it."""
    it = opened(request, number)
    if it is None:
        raise Http404
    older = queries.audits(request.brand).filter(number__lt=number).first()
    changes = None
    if older is not None:
        before = queries.reading_of_audit(older)
        then = queries.inventory_of(older.revision)
        difference = compare(before, it.reading)
        said, more = first_of(in_words(inventory_difference(then, it.inventory)))
        changes = {
            "older": older,
            "inventory": said,
            "more": more,
            "answers": [
                {
                    "label": results.question_label(change.question),
                    "channel": it.inventory[change.channel].name
                    if change.channel in it.inventory
                    else then[change.channel].name,
                    "before": sentences.about(then, change.before) if change.before else "",
                    "after": sentences.about(it.inventory, change.after) if change.after else "",
                    "hours": [
                        exact_hours(asked.hours_per_year, it.region) if asked else "—"
                        for asked in (change.before, change.after)
                    ],
                    "better": change.better,
                    "alike": change.alike,
                }
                for change in difference.answers
            ],
            "new": [finding_words(it.inventory, f) for f in difference.new_findings],
            "gone": [finding_words(then, f) for f in difference.gone_findings],
        }
    return page(
        request,
        "history",
        "audit/results_past.html",
        it,
        headline=page_sentences.headline(it.inventory, it.reading),
        risk=page_sentences.risk_sentence(it.inventory, it.reading),
        moved=page_sentences.moved_sentence(it.audit.moved, it.region) if it.audit.moved else "",
        changes=changes,
    )
