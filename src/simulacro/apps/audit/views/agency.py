"""The agency above its brands: the shared thing whose loss silences the most clients."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from simulacro.apps.audit import page_sentences
from simulacro.apps.audit.kinds import KIND_WORDS
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.agencies import agency_risk
from simulacro.apps.brands.models import Agency


@require_GET
@login_required
def worst_shared(request: HttpRequest, agency: UUID) -> HttpResponse:
    """Ranked; only for whoever leads every brand of the agency, 404 for the others."""
    row = get_object_or_404(Agency, pk=agency)
    if not POLICY.allows(request.user, "see_agency", row):
        raise Http404
    risk = agency_risk(row)
    return render(
        request,
        "audit/results_agency.html",
        {
            "agency": row,
            "risk": risk,
            "says": page_sentences.agency_sentence(risk.shared, risk.audited),
            "rows": [(shared, KIND_WORDS[shared.asset.kind]) for shared in risk.shared],
        },
    )
