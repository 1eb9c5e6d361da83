"""Links that sign a person in once, for the command line and a new phone."""

import datetime as dt

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from simulacro.apps.people.models import SignInLink, User
from simulacro.apps.people.one_time_tokens import digest_of, make_token
from simulacro.kit import audit_log

LASTS = dt.timedelta(minutes=15)


class LinkSpent(Exception):
    """The link was used, has expired or never was."""


def make_sign_in_link(user: User, *, at: dt.datetime | None = None) -> str:
    """Return the path of a page that signs `user` in, once, within 15 minutes.

    A second factor, where the person has one, is asked for all the same. Links
    made before and not used stop working.
    """
    now = at or timezone.now()
    token, digest = make_token()
    with transaction.atomic():
        SignInLink.objects.filter(user=user).delete()
        link = SignInLink.objects.create(user=user, digest=digest, expires_at=now + LASTS)
        audit_log.record("sign_in_link.made", actor=user, target=link, scope=audit_log.INSTALLATION)
    return reverse("people:enter", kwargs={"token": token})


def find_sign_in_link(token: str, *, at: dt.datetime | None = None) -> SignInLink:
    """Return the link that `token` opens; raise LinkSpent if it opens none."""
    link = (
        SignInLink.objects.select_related("user")
        .filter(
            digest=digest_of(token),
            used_at=None,
            expires_at__gt=at or timezone.now(),
            user__is_active=True,
        )
        .first()
    )
    if link is None:
        raise LinkSpent
    return link


def use_sign_in_link(token: str, *, at: dt.datetime | None = None) -> User:
    """Spend the link and return its person; raise LinkSpent. Of two at once, one wins."""
    now = at or timezone.now()
    with transaction.atomic():
        link = find_sign_in_link(token, at=now)
        if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
            raise LinkSpent
        audit_log.record(
            "sign_in_link.used", actor=link.user, target=link, scope=audit_log.INSTALLATION
        )
    return link.user
