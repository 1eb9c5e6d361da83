"""What the audit found, one thing a page: summary, week, fixes, the first five minutes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from simulacro.apps.audit import page_sentences, results, sentences
from simulacro.apps.audit.cycle_status import next_real_test
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.wizard import has_open_questions
from simulacro.apps.audit.reading import Question
from simulacro.apps.audit.services.audits import NothingToAudit, run_audit
from simulacro.apps.audit.views.opening import opened, page, part
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.jobs.models import Job


@require_GET
@brand_page(POLICY, "see_audit")
def summary(request: BrandRequest) -> HttpResponse:
    """Says first, per channel, in words, what it takes."""
    it = opened(request)
    if it is None:
        return page(request, "summary", "", None)
    return page(
        request,
        "summary",
        "audit/results.html",
        it,
        headline=page_sentences.headline(it.inventory, it.reading),
        risk=page_sentences.risk_sentence(it.inventory, it.reading),
        channels=part(
            it,
            "audit/_result_channels.html",
            lambda: {
                "brand": request.brand,
                "cards": results.channel_cards(it.inventory, it.reading),
            },
            request.brand.slug,
        ),
        tests_need=next_real_test(request.brand, request.user),
        first_fix=next(iter(results.fix_cards(it.inventory, it.reading.fixes, most=1)), None),
        brand_card=results.answer_card(it.inventory, it.reading.brand, it.region)
        if it.reading.brand and it.reading.brand.top
        else None,
    )


@require_POST
@brand_page(POLICY, "run_audit")
def run(request: BrandRequest) -> HttpResponse:
    """Audit the inventory as it is now."""
    return audit_and_show(request, "first" if request.POST.get("next") == "first" else "results")


def audit_and_show(request: BrandRequest, page_name: str) -> HttpResponse:
    """Audit, then lead to one of the audit's pages; to the job where it is a large one."""
    slug = request.brand.slug
    try:
        made = run_audit(brand=request.brand, actor=request.user, at=timezone.now())
    except NothingToAudit:
        messages.error(
            request, _("There is nothing to audit yet: first tell which channels you have.")
        )
        return redirect("audit:results", slug)
    if isinstance(made, Job):
        messages.info(request, _("It is a large inventory: the audit runs in the background."))
        return redirect("job", brand=slug, job_id=made.id)
    return redirect(f"audit:{page_name}", slug)


@require_GET
@brand_page(POLICY, "see_audit")
def first(request: BrandRequest) -> HttpResponse:
    """The end of the first five minutes: one sentence, one fix, one next step."""
    it = opened(request)
    if it is None:
        return page(request, "first", "", None)
    fix = results.fix_for_today(it.inventory, it.reading)
    who = page_sentences.asks_who(it.inventory, it.reading)
    return page(
        request,
        "first",
        "audit/results_first.html",
        it,
        headline=page_sentences.headline(it.inventory, it.reading),
        often=page_sentences.headline_often(it.inventory, it.reading),
        fix=None if who else fix,
        asks_who=sentences.together(it.inventory, who) if who else "",
        asks_more=(
            POLICY.allows(request.user, "edit_inventory", request.brand)
            and has_open_questions(request.brand)
        ),
    )


@require_GET
@brand_page(POLICY, "see_audit")
def fixes(request: BrandRequest) -> HttpResponse:
    """What helps most, in order, with its effect before and after."""
    it = opened(request)
    if it is None:
        return page(request, "fixes", "", None)
    wanted = next((q for q in Question if q.value == request.GET.get("question")), None)
    cards = results.fix_cards(it.inventory, it.reading.fixes, question=wanted)
    series = results.fix_cards(it.inventory, it.reading.series)
    return page(
        request,
        "fixes",
        "audit/results_fixes.html",
        it,
        cards=cards,
        more=max(0, len(cards) - 5),
        wanted=wanted.value if wanted else "",
        questions=[(q.value, results.question_label(q)) for q in Question],
        series=series,
        says=page_sentences.fixes_sentence(it.reading, it.region),
    )
