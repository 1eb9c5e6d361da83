"""The kit's pages of a brand, bound to who may open them.

The kit knows no brand and no member; here its views get both.
"""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from simulacro.apps.people.models import Role
from simulacro.apps.people.pages import BrandRequest, brand_page
from simulacro.apps.people.roles import at_least
from simulacro.kit.jobs import views as job_views
from simulacro.kit.live.views import follow_events
from simulacro.kit.policies import Policy

POLICY = Policy(
    app="config",
    rules={
        "follow_events": at_least(Role.OBSERVER),
        "see_jobs": at_least(Role.OBSERVER),
        "cancel_jobs": at_least(Role.RESPONDER),
    },
)


@require_GET
@brand_page(POLICY, "follow_events")
def events(request: BrandRequest) -> HttpResponse:
    return follow_events(request, request.brand.id)


@require_GET
@brand_page(POLICY, "see_jobs")
def jobs(request: BrandRequest) -> HttpResponse:
    return job_views.show_jobs(request, request.brand)


@require_GET
@brand_page(POLICY, "see_jobs")
def job(request: BrandRequest, job_id: uuid.UUID) -> HttpResponse:
    may_cancel = POLICY.allows(request.user, "cancel_jobs", request.brand)
    return job_views.show_job(request, request.brand, job_id, may_cancel=may_cancel)


@require_POST
@brand_page(POLICY, "cancel_jobs")
def cancel_job(request: BrandRequest, job_id: uuid.UUID) -> HttpResponse:
    return job_views.cancel(request, request.brand, job_id)


@require_POST
@brand_page(POLICY, "cancel_jobs")
def repeat_job(request: BrandRequest, job_id: uuid.UUID) -> HttpResponse:
    return job_views.repeat(request, request.brand, job_id)
