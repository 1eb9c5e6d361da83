"""The agency above its brands: the shared thing whose loss silences the most clients."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_GET

from simulacro.apps.audit import page_sentences
from simulacro.apps.audit.kinds import KIND_WORDS
from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.queries.agencies import agency_risk
from simulacro.apps.people.pages import AgencyRequest, agency_page


@require_GET
@agency_page(POLICY, "see_agency")
def worst_shared(request: AgencyRequest) -> HttpResponse:
    """What the agency's brands share, ranked by how many clients hang on it."""
    risk = agency_risk(request.agency)
    response = render(
        request,
        "audit/results_agency.html",
        {
            "agency": request.agency,
            "risk": risk,
            "says": page_sentences.agency_sentence(risk.shared, risk.audited),
            "rows": [(shared, KIND_WORDS[shared.asset.kind]) for shared in risk.shared],
        },
    )
    add_never_cache_headers(response)
    return response
