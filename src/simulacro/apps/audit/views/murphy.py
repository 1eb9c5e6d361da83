"""Murphy's list: everything that can go wrong, and what each row leads to."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.audit import murphy_words, queries, results
from simulacro.apps.audit.models import AcceptedRisk
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.risk_forms import AcceptRiskForm
from simulacro.apps.audit.services.murphy import accept_risk, ask_what_if, reopen_risk
from simulacro.apps.audit.views.opening import Open, opened, page
from simulacro.apps.brands.days import today_of
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.engines.access.murphy_rows import Mode, Row, Standing
from simulacro.kit.versions import VersionConflict, conflict_page

ROWS_A_PAGE = 25
MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A row in words."""

    row: Row
    title: str
    ways: str
    when: str
    effect: str
    cover: str
    stakes: str
    accepted: AcceptedRisk | None


def told(it: Open, row: Row, accepted: AcceptedRisk | None) -> Told:
    return Told(
        row,
        murphy_words.title(it.inventory, row),
        murphy_words.ways(row),
        murphy_words.when(it.inventory, row, it.region),
        murphy_words.effect(it.inventory, row),
        murphy_words.cover(it.inventory, row),
        murphy_words.stakes(it.inventory, row, it.region),
        accepted,
    )


@require_GET
@brand_page(POLICY, "see_audit")
def everything(request: BrandRequest) -> HttpResponse:
    """All rows, those that nothing covers first; a filter by what stands and by what happens."""
    it = opened(request)
    if it is None:
        return page(request, "murphy", "", None)
    found = queries.murphy_of(it.audit)
    if found is None:
        return page(request, "murphy", "audit/murphy_none.html", it)
    today = today_of(request.brand)
    accepted = queries.accepted_rows(request.brand, today)
    show = request.GET.get("show", "bare")
    mode = next((m for m in Mode if m.value == request.GET.get("mode")), None)
    rows = [
        row
        for row in found.rows
        if (mode is None or row.mode is mode) and _shown(row, show, row.key in accepted)
    ]
    paged = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return page(
        request,
        "murphy",
        "audit/murphy.html",
        it,
        headline=murphy_words.headline(
            found, sum(row.key in accepted for row in found.rows), it.region
        ),
        exact=found.exact,
        gone=queries.decisions_without_row(request.brand, found, today),
        rows=[told(it, row, accepted.get(row.key)) for row in paged],
        paged=paged,
        kept=f"show={show}&mode={mode.value if mode else ''}&",
        show=show,
        shows=[
            ("bare", _("Covered by nothing")),
            ("covered", _("Covered today")),
            ("accepted", _("Lived with on purpose")),
            ("harmless", _("Nothing hangs on it")),
            ("all", _("Everything")),
        ],
        mode=mode.value if mode else "",
        modes=[
            ("", _("All")),
            (Mode.LOST.value, _("It fails or is lost")),
            (Mode.TAKEN.value, _("Somebody takes it")),
            (Mode.AWAY.value, _("Nobody is there")),
        ],
    )


def _shown(row: Row, show: str, accepted: bool) -> bool:
    if show == "all":
        return True
    if show == "accepted":
        return accepted
    return row.standing.value == show and not (accepted and row.standing is Standing.BARE)


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "see_audit")
def one(request: BrandRequest, key: str) -> HttpResponse:
    """One row: what helps, what to ask, and who lives with it."""
    it, row = _row(request, key)
    if row is None:
        return _to_the_list(request)
    today = today_of(request.brand)
    risk = queries.accepted_risk(request.brand, row.key) or queries.unaccepted(
        request.brand, row.key
    )
    form = AcceptRiskForm(request.POST if request.method == "POST" else None, row=risk, day=today)
    if request.method == "POST":
        address = reverse("audit:murphy_row", args=[request.brand.slug, row.key])
        try:
            if "reopen" in request.POST:
                reopen_risk(
                    brand=request.brand,
                    row=row,
                    actor=request.user,
                    version=risk.version,
                    at=timezone.now(),
                )
                messages.success(request, _("It is open again."))
                return HttpResponseRedirect(address)
            if form.is_valid():
                accept_risk(
                    brand=request.brand,
                    row=row,
                    actor=request.user,
                    version=form.expected_version,
                    accepted_by=form.cleaned_data["accepted_by"],
                    reason=form.cleaned_data["reason"],
                    until=form.cleaned_data["until"],
                    at=timezone.now(),
                )
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(address)
        except VersionConflict as conflict:
            frame = {"brand": request.brand, "step": "audit", "frame": "kit/brand.html"}
            return conflict_page(
                request, form, conflict, {**frame, "back": request.get_full_path()}
            )
    return page(
        request,
        "murphy",
        "audit/murphy_row.html",
        it,
        item=told(it, row, risk if risk.holds_on(today) else None),
        standing_ways=murphy_words.way_words(it.inventory, row),
        lapsed=risk.until is not None and not risk.holds_on(today),
        risk=risk,
        form=form,
        fixes=results.fix_cards(
            it.inventory,
            results.fixes_for_row(it.reading.fixes, row),
            most=MOST_FIXES,
            question=results.question_of_row(row),
        ),
        is_on_board=queries.is_on_board(request.brand, row.key),
        what_if=murphy_words.what_if(it.inventory, row),
        may_accept=POLICY.allows(request.user, "accept_finding", request.brand),
        may_ask=POLICY.allows(request.user, "look_after", request.brand),
    )


@require_POST
@brand_page(POLICY, "see_audit")
def ask(request: BrandRequest, key: str) -> HttpResponse:
    """Put a row on the board of "what if?"."""
    it, row = _row(request, key)
    if row is None:
        return _to_the_list(request)
    ask_what_if(
        brand=request.brand,
        inventory=it.inventory,
        row=row,
        actor=request.user,
        at=timezone.now(),
    )
    messages.success(request, _("It is on the board of “what if?” now."))
    return HttpResponseRedirect(reverse("audit:murphy_row", args=[request.brand.slug, row.key]))


def _row(request: BrandRequest, key: str) -> tuple[Open, Row | None]:
    """The row; None where it is gone and somebody once decided about it."""
    it = opened(request)
    found = queries.murphy_of(it.audit) if it else None
    if it is None or found is None:
        raise Http404
    row = next((r for r in found.rows if r.key == key), None)
    if row is None and queries.accepted_risk(request.brand, key) is None:
        raise Http404
    return it, row


def _to_the_list(request: BrandRequest) -> HttpResponse:
    messages.warning(
        request,
        _("That row is no longer in the list: what it rested on has changed since."),
    )
    return HttpResponseRedirect(reverse("audit:murphy", args=[request.brand.slug]))
