"""The kit's pages of a brand and of an agency, bound to who may open them.

The kit knows no brand and no member; here its views get both.
"""

import uuid

from django.http import HttpResponse
from django.views.decorators.http import require_GET, require_POST

from simulacro.apps.people.models import Role
from simulacro.apps.people.pages import AgencyRequest, BrandRequest, agency_page, brand_page
from simulacro.apps.people.places import clock_of
from simulacro.apps.people.roles import at_least
from simulacro.kit.jobs import views as job_views
from simulacro.kit.jobs.views import Workplace
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


def of_brand(request: BrandRequest) -> Workplace:
    return Workplace(request.brand, {"brand": request.brand.slug}, request.brand)


def of_agency(request: AgencyRequest) -> Workplace:
    names = {"agency": request.agency.pk}
    clock = clock_of(request.agency)
    return Workplace(request.agency, names, clock, space="agency_", frame="kit/base.html")


@require_GET
@brand_page(POLICY, "follow_events")
def events(request: BrandRequest) -> HttpResponse:
    return follow_events(request, request.brand.id)


@require_GET
@agency_page(POLICY, "follow_events")
def agency_events(request: AgencyRequest) -> HttpResponse:
    return follow_events(request, request.agency.id)


@require_GET
@brand_page(POLICY, "see_jobs")
def jobs(request: BrandRequest) -> HttpResponse:
    return job_views.show_jobs(request, of_brand(request))


@require_GET
@agency_page(POLICY, "see_jobs")
def agency_jobs(request: AgencyRequest) -> HttpResponse:
    return job_views.show_jobs(request, of_agency(request))


@require_GET
@brand_page(POLICY, "see_jobs")
def job(request: BrandRequest, job_id: uuid.UUID) -> HttpResponse:
    may_cancel = POLICY.allows(request.user, "cancel_jobs", request.brand)
    return job_views.show_job(request, of_brand(request), job_id, may_cancel=may_cancel)


@require_GET
@agency_page(POLICY, "see_jobs")
def agency_job(request: AgencyRequest, job_id: uuid.UUID) -> HttpResponse:
    may_cancel = POLICY.allows(request.user, "cancel_jobs", request.agency)
    return job_views.show_job(request, of_agency(request), job_id, may_cancel=may_cancel)


@require_POST
@brand_page(POLICY, "cancel_jobs")
def cancel_job(request: BrandRequest, job_id: uuid.UUID) -> HttpResponse:
    return job_views.cancel(request, of_brand(request), job_id)


@require_POST
@agency_page(POLICY, "cancel_jobs")
def agency_cancel_job(request: AgencyRequest, job_id: uuid.UUID) -> HttpResponse:
    return job_views.cancel(request, of_agency(request), job_id)


@require_POST
@brand_page(POLICY, "cancel_jobs")
def repeat_job(request: BrandRequest, job_id: uuid.UUID) -> HttpResponse:
    return job_views.repeat(request, of_brand(request), job_id)


@require_POST
@agency_page(POLICY, "cancel_jobs")
def agency_repeat_job(request: AgencyRequest, job_id: uuid.UUID) -> HttpResponse:
    return job_views.repeat(request, of_agency(request), job_id)
