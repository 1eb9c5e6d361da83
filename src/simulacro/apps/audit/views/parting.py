"""A brand leaves its agency: its owner says so, or the agency's. Asked once."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from simulacro.apps.audit.policies import POLICY
from simulacro.apps.audit.services.agencies import leave_agency
from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people.pages import (
    AgencyRequest,
    BrandRequest,
    SignedInRequest,
    agency_page,
    brand_page,
)


@require_http_methods(["GET", "POST"])
@brand_page(POLICY, "leave_agency")
def leave(request: BrandRequest) -> HttpResponse:
    """The brand's owner ends it."""
    if request.brand.agency is None:
        raise Http404
    if request.method == "POST":
        return parted(request, request.brand, request.brand.agency, "home:cycle")
    return asked(request, request.brand, request.brand.agency, "kit/brand.html")


@require_http_methods(["GET", "POST"])
@agency_page(POLICY, "let_brand_go")
def part(request: AgencyRequest, client: UUID) -> HttpResponse:
    """The agency's owner ends it."""
    brand = get_object_or_404(Brand, pk=client, agency=request.agency)
    if request.method == "POST":
        return parted(request, brand, request.agency, "people:agency")
    return asked(request, brand, request.agency, "kit/base.html")


def asked(request: SignedInRequest, brand: Brand, agency: Agency, frame: str) -> HttpResponse:
    context = {"frame": frame, "brand": brand, "client": brand, "agency": agency}
    if frame == "kit/base.html":
        del context["brand"]
    return render(request, "audit/parting.html", context)


def parted(request: SignedInRequest, brand: Brand, agency: Agency, after: str) -> HttpResponse:
    leave_agency(brand=brand, actor=request.user)
    words = _("%(brand)s is no longer in %(agency)s.")
    messages.success(request, words % {"brand": brand, "agency": agency})
    if after == "home:cycle":
        return redirect(after, brand=brand.slug)
    return redirect(after, agency=agency.pk)
