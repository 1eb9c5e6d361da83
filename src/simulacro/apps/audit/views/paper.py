"""The report as a PDF: it leaves locked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from simulacro.apps.audit import queries
from simulacro.apps.audit.figures import page_language
from simulacro.apps.audit.forms import PassphraseForm
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.paper import (
    forget_made,
    made_report,
    make_report,
    take_out,
)
from simulacro.apps.brands.days import today_of
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.kit.idempotency import harmless_to_repeat
from simulacro.kit.jobs.models import Job


@never_cache
@brand_page(POLICY, "export_inventory")
@require_http_methods(["GET", "POST"])
@harmless_to_repeat("gives the same file again; the log tells of both")
def report_pdf(request: BrandRequest) -> HttpResponseBase:
    """The report of the latest audit under a passphrase; a large one is made by a job first."""
    if queries.latest_audit(request.brand) is None:
        return redirect("audit:results", request.brand.slug)
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = make_report(brand=request.brand, actor=request.user, language=page_language())
        if isinstance(made, Job):
            return redirect("job", request.brand.slug, made.pk)
        return locked_answer(request, made, form.cleaned_data["passphrase"])
    return form_page(request, form)


@never_cache
@brand_page(POLICY, "export_inventory")
@require_http_methods(["GET", "POST"])
@harmless_to_repeat("gives the file once; then it is gone")
def report_made(request: BrandRequest, file: UUID) -> HttpResponseBase:
    """Take out what a job made; then its sealed copy goes."""
    try:
        plain = made_report(request.brand, file)
    except FileNotFoundError:
        raise Http404 from None
    form = PassphraseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = locked_answer(request, plain, form.cleaned_data["passphrase"])
        forget_made(request.brand, file)
        return answer
    return form_page(request, form)


def locked_answer(request: BrandRequest, plain: bytes, passphrase: str) -> HttpResponse:
    locked = take_out(brand=request.brand, actor=request.user, plain=plain, passphrase=passphrase)
    day = today_of(request.brand).isoformat()
    answer = HttpResponse(locked, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{request.brand.slug}-{day}.pdf"'
    return answer


def form_page(request: BrandRequest, form: PassphraseForm) -> HttpResponse:
    context = {"brand": request.brand, "step": "audit", "form": form}
    return render(request, "audit/report_pdf.html", context, status=422 if form.errors else 200)
