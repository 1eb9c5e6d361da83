"""An agency and the brands it looks after: offered by one owner, accepted by the other."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.brands import services as brands
from simulacro.apps.brands.models import Agency, AgencyLook, Brand
from simulacro.apps.people.models import BrandOffer, User
from simulacro.apps.people.one_time_tokens import find, issue, spend
from simulacro.apps.people.policies import POLICY
from simulacro.kit import audit_log

LASTS = dt.timedelta(days=7)


def choose_look(*, actor: User, agency: Agency, **look: Any) -> AgencyLook:
    """Set how the agency signs reports; `look` as `brands.choose_look` takes it. Raises Denied,
    ValueError, TooPale."""
    POLICY.require(actor, "choose_look", agency)
    return brands.choose_look(actor=actor, agency=agency, **look)


def offer_to_look_after(*, actor: User, agency: Agency, at: dt.datetime | None = None) -> str:
    """Return the path by which a brand's owner puts the brand under the agency.

    Good for seven days, for one brand. Raises Denied.
    """
    POLICY.require(actor, "attach_brands", agency)
    offer = BrandOffer(agency=agency, offered_by=actor)
    with transaction.atomic():
        token = issue(offer, at=at or timezone.now(), lasts=LASTS)
        audit_log.record("agency.offered", actor=actor, target=offer, scope=agency.id)
    return reverse("people:offer", kwargs={"token": token})


def open_offer(token: str, *, at: dt.datetime | None = None) -> BrandOffer:
    """Return the offer that `token` opens; raise LinkSpent if it opens none."""
    offers = BrandOffer.objects.select_related("agency", "offered_by")
    return find(offers, token, at=at or timezone.now())


def accept_offer(*, actor: User, token: str, brand: Brand, at: dt.datetime | None = None) -> Agency:
    """Put the brand under the agency that offered: both owners have said yes.

    Raises LinkSpent, Denied, InAnAgency; then the offer stays open.
    """
    now = at or timezone.now()
    POLICY.require(actor, "choose_agency", brand)
    with transaction.atomic():
        offer = open_offer(token, at=now)
        # Whoever offered must still have the right to: owners come and go.
        POLICY.require(offer.offered_by, "attach_brands", offer.agency)
        spend(offer, at=now)
        brands.attach_brand(actor=actor, brand=brand, agency=offer.agency)
    return offer.agency


def attach_own_brand(*, actor: User, brand: Brand, agency: Agency) -> None:
    """Put a brand under an agency where one person owns both. Raises Denied, InAnAgency."""
    POLICY.require(actor, "attach_brands", agency)
    POLICY.require(actor, "choose_agency", brand)
    brands.attach_brand(actor=actor, brand=brand, agency=agency)
