"""The people of a brand, and the brands of a person."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from simulacro.apps.brands.models import Agency, Brand
from simulacro.apps.people import letters, queries, services
from simulacro.apps.people.forms import ROLE_HELP, AgencyForm, BrandForm, InvitationForm, RoleForm
from simulacro.apps.people.models import Invitation, Role
from simulacro.apps.people.new_links import keep_new_link, take_new_link
from simulacro.apps.people.pages import (
    AgencyRequest,
    BrandRequest,
    SignedInRequest,
    agency_page,
    brand_page,
    signed_in,
)
from simulacro.apps.people.places import address_in, clock_of, framed
from simulacro.apps.people.policies import POLICY
from simulacro.apps.people.roles import memberships_of
from simulacro.apps.people.services import LastOwner
from simulacro.kit import mail
from simulacro.kit.undo.acts import undoes
from simulacro.kit.undo.services import offer_undo

CLOSED = "invitation.closed"


def show_members(request: BrandRequest | AgencyRequest, place: Brand | Agency) -> HttpResponse:
    """Who is here, as what; and, for who may, who is invited."""
    may_manage = POLICY.allows(request.user, "manage_members", place)
    may_own = POLICY.allows(request.user, "manage_owners", place)
    context: dict[str, Any] = {
        **framed(place),
        "local": clock_of(place),
        "members": queries.members_of(place, seen_by=request.user),
        "may_manage": may_manage,
        "may_own": may_own,
        "roles": [(role, ROLE_HELP[role]) for role in Role],
        "role_choices": [r for r in Role if may_own or r != Role.OWNER],
    }
    status = 200
    if may_manage:
        form = InvitationForm(request.POST or None, with_owner=may_own)
        if request.method == "POST":
            if form.is_valid():
                email = form.cleaned_data.pop("email", "")
                _invitation, path = services.invite_member(
                    actor=request.user, place=place, **form.cleaned_data
                )
                if email:
                    # A slow mail server must not hold what others want to write.
                    transaction.on_commit(lambda: send_link(request, place, email, path))
                keep_new_link(request, place, form.cleaned_data["for_whom"], path)
                return redirect(address_in(place, "members"))
            status = 422
        context |= {"form": form, "invitations": queries.open_invitations(place)}
        context["new"] = take_new_link(request, place)
    elif request.method == "POST":
        POLICY.require(request.user, "manage_members", place)
    return render(request, "people/members.html", context, status=status)


def send_link(
    request: BrandRequest | AgencyRequest, place: Brand | Agency, email: str, path: str
) -> None:
    """Send an invitation by mail, and say whether it went."""
    link = request.build_absolute_uri(path)
    try:
        letters.send_invitation(actor=request.user, place=place, to=email, link=link)
    except mail.NotSent:
        messages.warning(request, _("The mail did not go out. Send the link yourself."))
    else:
        messages.success(
            request, _("The invitation is on its way to %(email)s.") % {"email": email}
        )


@never_cache
@brand_page(POLICY, "see_members")
def members(request: BrandRequest) -> HttpResponse:
    return show_members(request, request.brand)


@never_cache
@agency_page(POLICY, "see_members")
def agency_members(request: AgencyRequest) -> HttpResponse:
    return show_members(request, request.agency)


def give_role(
    request: BrandRequest | AgencyRequest, place: Brand | Agency, member: uuid.UUID
) -> HttpResponse:
    form = RoleForm(request.POST)
    if form.is_valid():
        with_member_errors(
            request,
            lambda: services.change_role(
                actor=request.user,
                place=place,
                member=member,
                role=Role(form.cleaned_data["role"]),
            ),
        )
    return redirect(address_in(place, "members"))


@require_POST
@brand_page(POLICY, "manage_members")
def change_role(request: BrandRequest, member: uuid.UUID) -> HttpResponse:
    return give_role(request, request.brand, member)


@require_POST
@agency_page(POLICY, "manage_members")
def agency_change_role(request: AgencyRequest, member: uuid.UUID) -> HttpResponse:
    return give_role(request, request.agency, member)


def let_go(
    request: BrandRequest | AgencyRequest, place: Brand | Agency, member: uuid.UUID
) -> HttpResponse:
    """Asks once, in words that name who goes; then removes them."""
    membership = memberships_of(place).select_related("user").filter(pk=member).first()
    if membership is None:
        raise Http404
    leaving = membership.user_id == request.user.pk
    if not leaving:
        POLICY.require(request.user, "manage_members", place)
    if request.method == "POST":
        gone = with_member_errors(
            request,
            lambda: services.remove_member(actor=request.user, place=place, member=member),
        )
        if gone and leaving:
            return redirect("people:brands")
        return redirect(address_in(place, "members"))
    return render(
        request,
        "people/remove_member.html",
        {**framed(place), "membership": membership, "leaving": leaving},
    )


@brand_page(POLICY, "leave")
def remove_member(request: BrandRequest, member: uuid.UUID) -> HttpResponse:
    return let_go(request, request.brand, member)


@agency_page(POLICY, "leave")
def agency_remove_member(request: AgencyRequest, member: uuid.UUID) -> HttpResponse:
    return let_go(request, request.agency, member)


def withdraw(
    request: BrandRequest | AgencyRequest, place: Brand | Agency, invitation: uuid.UUID
) -> HttpResponse:
    try:
        row = services.revoke_invitation(actor=request.user, place=place, invitation=invitation)
    except Invitation.DoesNotExist:
        raise Http404 from None
    offer_undo(
        request,
        CLOSED,
        scope=place.pk,
        payload={"invitation": str(row.pk)},
        message=_("The invitation of %(name)s is closed.") % {"name": row.for_whom},
    )
    return redirect(address_in(place, "members"))


@undoes(CLOSED)
def take_back_closing(_scope: uuid.UUID, payload: Mapping[str, Any], actor: Any) -> None:
    services.reopen_invitation(actor=actor, invitation=uuid.UUID(payload["invitation"]))


@require_POST
@brand_page(POLICY, "manage_members")
def revoke_invitation(request: BrandRequest, invitation: uuid.UUID) -> HttpResponse:
    return withdraw(request, request.brand, invitation)


@require_POST
@agency_page(POLICY, "manage_members")
def agency_revoke_invitation(request: AgencyRequest, invitation: uuid.UUID) -> HttpResponse:
    return withdraw(request, request.agency, invitation)


def with_member_errors(request: SignedInRequest, act: Callable[[], object]) -> bool:
    """Do `act`; tell the person what stands in its way. Returns whether it was done."""
    try:
        act()
    except ObjectDoesNotExist:
        raise Http404 from None
    except LastOwner as last:
        messages.error(
            request,
            _("%(place)s needs an owner. Make somebody else an owner first, then try again.")
            % {"place": last.place},
        )
        return False
    return True


@signed_in
def brands(request: SignedInRequest) -> HttpResponse:
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
