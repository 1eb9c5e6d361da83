"""The people of a brand, and the brands of a person."""

import base64
import json
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from simulacro.apps.people import queries, services
from simulacro.apps.people.forms import ROLE_HELP, AgencyForm, BrandForm, InvitationForm, RoleForm
from simulacro.apps.people.models import Invitation, Membership, Role
from simulacro.apps.people.pages import (
    AgencyRequest,
    BrandRequest,
    SignedInRequest,
    agency_page,
    brand_page,
    signed_in,
)
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.services import LastOwner
from simulacro.kit.sealing.services import seal_bytes, unseal_bytes

NEW_LINK = "new invitation"


@never_cache
@brand_page(POLICY, "see_members")
def members(request: BrandRequest) -> HttpResponseBase:
    """Who is here, as what; and, for who may, who is invited."""
    may_manage = POLICY.allows(request.user, "manage_members", request.brand)
    may_own = POLICY.allows(request.user, "manage_owners", request.brand)
    context: dict[str, Any] = {
        "brand": request.brand,
        "members": queries.members_of(request.brand, seen_by=request.user),
        "may_manage": may_manage,
        "roles": [(role, ROLE_HELP[role]) for role in Role],
        "role_choices": [r for r in Role if may_own or r != Role.OWNER],
    }
    status = 200
    if may_manage:
        form = InvitationForm(request.POST or None, with_owner=may_own)
        if request.method == "POST":
            if form.is_valid():
                _invitation, path = services.invite_member(
                    actor=request.user, brand=request.brand, **form.cleaned_data
                )
                keep_new_link(request, form.cleaned_data["for_whom"], path)
                return redirect("people:members", brand=request.brand.slug)
            status = 422
        context |= {"form": form, "invitations": queries.open_invitations(request.brand)}
        context["new"] = take_new_link(request)
    elif request.method == "POST":
        POLICY.require(request.user, "manage_members", request.brand)
    return render(request, "people/members.html", context, status=status)


def keep_new_link(request: BrandRequest, for_whom: str, path: str) -> None:
    """Keep a link, sealed, for the next page, which shows it once: only its digest stays."""
    plain = json.dumps([for_whom, path]).encode()
    sealed = seal_bytes(request.brand.id, plain, purpose=NEW_LINK)
    request.session[f"{NEW_LINK} {request.brand.id}"] = base64.b64encode(sealed).decode("ascii")


def take_new_link(request: BrandRequest) -> dict[str, str] | None:
    """The link to show now and never again, and whom it is for."""
    kept = request.session.pop(f"{NEW_LINK} {request.brand.id}", None)
    if kept is None:
        return None
    plain = unseal_bytes(request.brand.id, base64.b64decode(kept), purpose=NEW_LINK)
    for_whom, path = json.loads(plain)
    return {"for_whom": for_whom, "link": request.build_absolute_uri(path)}


@require_POST
@brand_page(POLICY, "manage_members")
def change_role(request: BrandRequest, member: uuid.UUID) -> HttpResponseBase:
    form = RoleForm(request.POST)
    if form.is_valid():
        with_member_errors(
            request,
            lambda: services.change_role(
                actor=request.user,
                brand=request.brand,
                member=member,
                role=Role(form.cleaned_data["role"]),
            ),
        )
    return redirect("people:members", brand=request.brand.slug)


@brand_page(POLICY, "leave")
def remove_member(request: BrandRequest, member: uuid.UUID) -> HttpResponseBase:
    """Asks once, in words that name who goes; then removes them."""
    membership = (
        Membership.objects.select_related("user").filter(brand=request.brand, pk=member).first()
    )
    if membership is None:
        raise Http404
    leaving = membership.user_id == request.user.pk
    if not leaving:
        POLICY.require(request.user, "manage_members", request.brand)
    if request.method == "POST":
        gone = with_member_errors(
            request,
            lambda: services.remove_member(actor=request.user, brand=request.brand, member=member),
        )
        if gone and leaving:
            return redirect("people:brands")
        return redirect("people:members", brand=request.brand.slug)
    return render(
        request,
        "people/remove_member.html",
        {"brand": request.brand, "membership": membership, "leaving": leaving},
    )


@require_POST
@brand_page(POLICY, "manage_members")
def revoke_invitation(request: BrandRequest, invitation: uuid.UUID) -> HttpResponseBase:
    try:
        services.revoke_invitation(actor=request.user, brand=request.brand, invitation=invitation)
    except Invitation.DoesNotExist:
        raise Http404 from None
    return redirect("people:members", brand=request.brand.slug)


def with_member_errors(request: BrandRequest, act: Any) -> bool:
    """Do `act`; tell the person what stands in its way. Returns whether it was done."""
    try:
        act()
    except Membership.DoesNotExist:
        raise Http404 from None
    except LastOwner:
        messages.error(
            request,
            _("A brand needs an owner. Make somebody else an owner first, then try again."),
        )
        return False
    return True


@signed_in
def brands(request: SignedInRequest) -> HttpResponseBase:
    """The brands and agencies of a person; the switcher's page, and where new ones begin."""
    form = BrandForm(request.POST if "name" in request.POST else None)
    agency_form = AgencyForm(request.POST if "agency_name" in request.POST else None)
    if form.is_valid():
        brand = services.start_brand(owner=request.user, **form.cleaned_data)
        return redirect("home:cycle", brand=brand.slug)
    if agency_form.is_valid():
        agency = services.start_agency(
            owner=request.user, name=agency_form.cleaned_data["agency_name"]
        )
        return redirect("people:agency", agency=agency.pk)
    return render(
        request,
        "people/brands.html",
        {
            "memberships": queries.brands_of(request.user),
            "agencies": queries.agencies_of(request.user),
            "form": form,
            "agency_form": agency_form,
        },
        status=422 if form.errors or agency_form.errors else 200,
    )


@agency_page(POLICY, "see_agency")
def agency(request: AgencyRequest) -> HttpResponseBase:
    """An agency and its brands."""
    may_add = POLICY.allows(request.user, "add_brand", request.agency)
    form = BrandForm(request.POST or None) if may_add else None
    if request.method == "POST":
        POLICY.require(request.user, "add_brand", request.agency)
        if form is not None and form.is_valid():
            services.start_brand(owner=request.user, agency=request.agency, **form.cleaned_data)
            return redirect("people:agency", agency=request.agency.pk)
    return render(
        request,
        "people/agency.html",
        {
            "agency": request.agency,
            "brands": queries.brands_of_agency(request.agency, seen_by=request.user),
            "form": form,
        },
        status=422 if form is not None and form.errors else 200,
    )
