"""Let a phone in: a QR, five minutes, one confirmation on the phone."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.pairing.models import PairingOffer
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import find, issue, spend
from simulacro.apps.people.services import make_sign_in_link
from simulacro.kit import audit_log

LASTS = dt.timedelta(minutes=5)


def shared_address() -> str:
    """The address by which a phone reaches this installation; empty where there is none."""
    return (settings.SHARED_URL or settings.PUBLIC_URL).rstrip("/")


def offer_pairing(user: User, *, at: dt.datetime | None = None) -> str:
    """Return the path which lets a phone in as `user`, once, within five minutes.

    Offers of the same person made before, and all that have expired, end.
    """
    now = at or timezone.now()
    offer = PairingOffer(user=user)
    with transaction.atomic():
        PairingOffer.objects.filter(user=user).delete()
        PairingOffer.objects.filter(expires_at__lt=now).delete()
        token = issue(offer, at=now, lasts=LASTS)
        audit_log.record("pairing.offered", actor=user, target=offer, scope=audit_log.INSTALLATION)
    return reverse("pairing:pair", kwargs={"token": token})


def find_offer(token: str, *, at: dt.datetime | None = None) -> PairingOffer:
    """Return the offer that `token` opens; raise LinkSpent if it opens none."""
    offers = PairingOffer.objects.select_related("user").filter(user__is_active=True)
    return find(offers, token, at=at or timezone.now())


def accept_offer(token: str, *, at: dt.datetime | None = None) -> str:
    """Spend the offer; return the path that signs its person in. Of two phones, one wins."""
    now = at or timezone.now()
    with transaction.atomic():
        offer = find_offer(token, at=now)
        spend(offer, at=now)
        audit_log.record(
            "pairing.accepted", actor=offer.user, target=offer, scope=audit_log.INSTALLATION
        )
        # The phone's own: the link that the terminal printed for this machine stays good.
        return make_sign_in_link(offer.user, at=now, beside_others=True)
