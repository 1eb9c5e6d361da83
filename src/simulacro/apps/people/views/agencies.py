"""An agency: its brands, how it signs its reports, and the offers it makes to brands."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from simulacro.apps.brands.models import AgencyLook, Brand
from simulacro.apps.brands.queries import look_of_agency
from simulacro.apps.brands.services import InAnAgency
from simulacro.apps.people import queries, services
from simulacro.apps.people.forms import BrandForm, LookForm
from simulacro.apps.people.new_links import keep_new_link, take_new_link
from simulacro.apps.people.one_time_tokens import LinkSpent
from simulacro.apps.people.pages import (
    AgencyRequest,
    SignedInRequest,
    agency_page,
    freshly_signed_in,
)
from simulacro.apps.people.policies import POLICY

OUR_COLOUR = "#005f56"
OUR_ACCENT = "#8a4b00"
NEW_OFFER = "new offer"


@never_cache
@agency_page(POLICY, "see_agency")
def agency(request: AgencyRequest) -> HttpResponse:
    """An agency and its brands."""
    if request.method == "POST":
        POLICY.require(request.user, "add_brand", request.agency)
    form = BrandForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.start_brand(owner=request.user, agency=request.agency, **form.cleaned_data)
        return redirect("people:agency", agency=request.agency.pk)
    return agency_response(request, form, status=422 if form.errors else 200)


def agency_response(request: AgencyRequest, form: BrandForm, status: int = 200) -> HttpResponse:
    may = {
        action: POLICY.allows(request.user, action, request.agency)
        for action in ("add_brand", "attach_brands", "see_log", "choose_look")
    }
    context = {
        "agency": request.agency,
        "brands": queries.brands_of_agency(request.agency, seen_by=request.user),
        "form": form if may["add_brand"] else None,
        "may": may,
        "own": queries.brands_free_for_agencies(request.user) if may["attach_brands"] else (),
        "new": take_new_link(request, request.agency, what=NEW_OFFER),
    }
    return render(request, "people/agency.html", context, status=status)


@require_http_methods(["GET", "POST"])
@agency_page(POLICY, "choose_look")
def look(request: AgencyRequest) -> HttpResponse:
    """The agency's own name, colours and logo on its clients' reports."""
    row = AgencyLook.objects.filter(agency=request.agency).first()
    initial = {
        "name": row.name if row else request.agency.name,
        "colour": row.colour if row else OUR_COLOUR,
        "accent": row.accent if row else OUR_ACCENT,
    }
    form = LookForm(
        request.POST or None,
        request.FILES or None,
        initial=initial,
        has_logo=bool(row and row.logo),
    )
    if request.method == "POST" and form.is_valid():
        services.choose_look(actor=request.user, agency=request.agency, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("people:agency_look", agency=request.agency.pk)
    context = {"agency": request.agency, "form": form, "look": row}
    return render(request, "people/look.html", context, status=422 if form.errors else 200)


@require_GET
@agency_page(POLICY, "see_agency")
def logo(request: AgencyRequest) -> HttpResponse:
    """The agency's logo."""
    found = look_of_agency(request.agency)
    if found is None or found.logo is None:
        raise Http404
    response = HttpResponse(found.logo.content, content_type=found.logo.media_type)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@never_cache
@agency_page(POLICY, "attach_brands")
def make_offer(request: AgencyRequest) -> HttpResponse:
    """A link for the owner of a brand; the next page shows it once."""
    path = services.offer_to_look_after(actor=request.user, agency=request.agency)
    keep_new_link(request, request.agency, "", path, what=NEW_OFFER)
    return redirect("people:agency", agency=request.agency.pk)


@require_POST
@agency_page(POLICY, "attach_brands")
def attach_own(request: AgencyRequest) -> HttpResponse:
    """Put a brand of one's own under one's own agency."""
    own = queries.brands_free_for_agencies(request.user)
    brand = get_object_or_404(own, slug=request.POST.get("brand", ""))
    try:
        services.attach_own_brand(actor=request.user, brand=brand, agency=request.agency)
    except InAnAgency:
        messages.error(request, in_an_agency_words(brand))
    return redirect("people:agency", agency=request.agency.pk)


@never_cache
@require_http_methods(["GET", "POST"])
@freshly_signed_in
def offer(request: SignedInRequest, token: str) -> HttpResponse:
    """What an agency's link opens: which of your brands, and what it will see of it."""
    try:
        found = services.open_offer(token)
        own = queries.brands_free_for_agencies(request.user)
        if request.method == "POST":
            brand = get_object_or_404(own, slug=request.POST.get("brand", ""))
            try:
                services.accept_offer(actor=request.user, token=token, brand=brand)
            except InAnAgency:
                messages.error(request, in_an_agency_words(brand))
            else:
                words = _("%(agency)s now looks after %(brand)s.")
                messages.success(request, words % {"agency": found.agency, "brand": brand})
                return redirect("home:cycle", brand=brand.slug)
    except LinkSpent:
        return render(request, "people/link_spent.html", {"is_invitation": True}, status=410)
    return render(request, "people/offer.html", {"offer": found, "brands": own})


def in_an_agency_words(brand: Brand) -> str:
    words = _("%(brand)s is in an agency already. It leaves that one first.")
    return words % {"brand": brand}
