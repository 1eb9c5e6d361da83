"""A question asked of somebody else: making its link, and closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from simulacro.apps.audit.check_forms import AnswerForm, AskForm
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.check_requests import TooManyOpen, ask_somebody, revoke_request
from simulacro.apps.audit.services.checks import NotAsked
from simulacro.apps.audit.views.checks import address, asked_or_404, check_screen, link_of
from simulacro.apps.people.new_links import keep_new_link
from simulacro.apps.people.pages import BrandRequest, brand_page


@require_POST
@brand_page(POLICY, "ask_somebody")
def ask(request: BrandRequest, check: str, subject: str) -> HttpResponse:
    """Make the link for one question; the question's page shows it once."""
    inventory, question = asked_or_404(request, check, subject)
    form = AskForm(request.POST)
    if form.is_valid():
        whom = form.cleaned_data["for_whom"]
        try:
            _row, path = ask_somebody(
                brand=request.brand,
                check=question.check.id,
                subject=question.subject,
                for_whom=whom,
                language=request.user.language or "es",
                actor=request.user,
                at=timezone.now(),
            )
            what = link_of(request.brand, question)
            keep_new_link(request, request.brand, whom, path, what=what)
            return redirect(f"{address(request, request.brand.slug, question)}#ask")
        except TooManyOpen:
            form.add_error(None, _("Forty questions wait for an answer. Close some first."))
        except NotAsked as error:
            raise Http404 from error
    return check_screen(request, inventory, question, AnswerForm(), 422, ask_form=form)


@require_POST
@brand_page(POLICY, "ask_somebody")
def unask(request: BrandRequest, asked: UUID) -> HttpResponse:
    """Close a link that nobody used."""
    revoke_request(actor=request.user, brand=request.brand, request=asked, at=timezone.now())
    messages.success(request, _("The link no longer opens anything."))
    return redirect("audit:checks", request.brand.slug)
