"""A weak point for the client to decide: the team makes the link, the client answers it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from simulacro.apps.audit import figures, queries
from simulacro.apps.audit.acceptance_forms import AcceptanceForm, AskClientForm
from simulacro.apps.audit.advice import finding_words, fix_words
from simulacro.apps.audit.models import AcceptanceRequest, Finding
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.results import fixes_closing
from simulacro.apps.audit.scoring import mean_channel_h
from simulacro.apps.audit.services import acceptances
from simulacro.apps.audit.services.findings import NotByHand
from simulacro.apps.brands.queries import look_for
from simulacro.apps.people.counted_tries import is_too_often
from simulacro.apps.people.new_links import keep_new_link
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.people.pages import BrandRequest, brand_page, open_to_everybody
from simulacro.apps.people.second_factor import open_without_second_factor
from simulacro.kit.idempotency import harmless_to_repeat


def link_of(finding: Finding) -> str:
    """What a new link of a weak point is kept under for the next page."""
    return f"acceptance {finding.pk}"


@require_POST
@brand_page(POLICY, "accept_finding")
def ask(request: BrandRequest, finding: UUID) -> HttpResponse:
    """Make the link; the weak point's page shows it once."""
    row = get_object_or_404(queries.findings(request.brand), pk=finding)
    form = AskClientForm(request.POST)
    if form.is_valid():
        whom = form.cleaned_data["for_whom"]
        try:
            _made, path = acceptances.ask_client(
                finding=row,
                for_whom=whom,
                language=(get_language() or "es")[:2],
                actor=request.user,
                at=timezone.now(),
            )
            keep_new_link(request, request.brand, whom, path, what=link_of(row))
        except NotByHand:
            messages.error(request, _("It is not open: there is nothing to decide."))
    else:
        messages.error(request, _("Write who decides for the client."))
    return redirect("audit:finding", brand=request.brand.slug, finding=row.pk)


@require_POST
@brand_page(POLICY, "accept_finding")
def withdraw(request: BrandRequest, finding: UUID, asked: UUID) -> HttpResponse:
    row = get_object_or_404(queries.findings(request.brand), pk=finding)
    acceptances.revoke_request(finding=row, request=asked, actor=request.user, at=timezone.now())
    return redirect("audit:finding", brand=request.brand.slug, finding=row.pk)


@harmless_to_repeat("a link is spent by its first answer")
@open_without_second_factor
@open_to_everybody
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET tells, POST answers: a messenger that fetches the link for a preview spends nothing."""
    at = timezone.now()
    try:
        asked = acceptances.open_request(token, at=at)
        with translation.override(request.COOKIES.get("django_language") or asked.language):
            return decide(request, token, asked)
    except LinkSpent:
        # Only what opens nothing is counted: the people of one office share an address.
        if is_too_often(request, "check-link"):
            return render(request, "429.html", status=429)
        return render(request, "audit/acceptance_spent.html", status=410)


def decide(request: HttpRequest, token: str, asked: AcceptanceRequest) -> HttpResponse:
    form = AcceptanceForm(request.POST or None, brand=asked.brand)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        answered = acceptances.answer_request(
            token=token,
            accepts=form.accepts,
            name=given["name"],
            reason=given["reason"],
            until=given["until"],
            at=timezone.now(),
        )
        signed = {"asked": answered, "look": look_for(answered.brand)}
        return render(request, "audit/acceptance_done.html", signed)
    told = told_to_client(asked)
    context = {"asked": asked, "look": look_for(asked.brand), "form": form, **told}
    return render(request, "audit/acceptance.html", context, status=422 if form.errors else 200)


def told_to_client(asked: AcceptanceRequest) -> dict[str, object]:
    """The weak point in plain words and what solving it would bring; nothing else of the map.

    The change that would bring most is told by its title, which names nothing of the inventory.
    """
    audit = queries.latest_audit(asked.brand)
    inventory = queries.inventory_of(audit.revision) if audit else None
    if audit is None or inventory is None:
        raise LinkSpent
    seen = asked.finding.seen
    told: dict[str, object] = {"words": finding_words(inventory, seen)}
    closing = fixes_closing(queries.reading_of_audit(audit), seen)
    if closing is None:
        return told
    best = max(closing, key=lambda fix: fix.fall_h, default=None)
    if best is None or best.fall_h <= 1 / 60:
        return told | {"weighed": True, "solved_by": best}
    region = asked.brand.region
    return told | {
        "weighed": True,
        "change": fix_words(inventory, best).title,
        "worth": figures.exact_hours(best.fall_h, region),
        "felt": figures.hours_a_year(mean_channel_h(inventory, best.fall_h), region),
    }
