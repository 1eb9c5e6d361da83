"""Links that sign a person in once, for the command line and a new phone."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.people.models import SignInLink, User
from simulacro.apps.people.one_time_tokens import find, issue, spend
from simulacro.kit import audit_log

LASTS = dt.timedelta(minutes=15)


def make_sign_in_link(
    user: User, *, at: dt.datetime | None = None, beside_others: bool = False
) -> str:
    """Return the path of a page that signs `user` in, once, within 15 minutes.

    A second factor, where the person has one, is asked for all the same. Links
    made before and not used stop working, unless this is one ``beside_others``.
    """
    now = at or timezone.now()
    link = SignInLink(user=user)
    with transaction.atomic():
        if not beside_others:
            SignInLink.objects.filter(user=user).delete()
        token = issue(link, at=now, lasts=LASTS)
        audit_log.record("sign_in_link.made", actor=user, target=link, scope=audit_log.INSTALLATION)
    return reverse("people:enter", kwargs={"token": token})


def find_sign_in_link(token: str, *, at: dt.datetime | None = None) -> SignInLink:
    """Return the link that `token` opens; raise LinkSpent if it opens none."""
    links = SignInLink.objects.select_related("user").filter(user__is_active=True)
    return find(links, token, at=at or timezone.now())


def use_sign_in_link(token: str, *, at: dt.datetime | None = None) -> User:
    """Spend the link and return its person; raise LinkSpent. Of two at once, one wins."""
    now = at or timezone.now()
    with transaction.atomic():
        link = find_sign_in_link(token, at=now)
        spend(link, at=now)
        audit_log.record(
            "sign_in_link.used", actor=link.user, target=link, scope=audit_log.INSTALLATION
        )
    return link.user
