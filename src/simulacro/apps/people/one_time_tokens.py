"""Links that travel in a message and open one door once; only a token's digest is ever kept.

    class Offer(OneTimeLink):
        user = models.ForeignKey(User, on_delete=models.CASCADE)

    token = issue(Offer(user=ada), at=now, lasts=timedelta(minutes=5))
    offer = find(Offer.objects.all(), token, at=now)   # raises LinkSpent
    spend(offer, at=now)                               # of two at once, one wins

What a link opens, and what is written in the log, is its own service's business.
"""

import datetime as dt
import hashlib
import secrets
import uuid
from typing import TypeVar

from django.db import models
from django.db.models import QuerySet

TOKEN_BYTES = 32


class LinkSpent(Exception):
    """The link was used, withdrawn, has expired, or never was."""


class OneTimeLink(models.Model):
    """Works once, until `expires_at`; the token itself is only in the link."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)


Link = TypeVar("Link", bound=OneTimeLink)


def issue(link: OneTimeLink, *, at: dt.datetime, lasts: dt.timedelta) -> str:
    """Save a new link, good for `lasts` from `at`; return the token to send."""
    token, link.digest = make_token()
    link.expires_at = at + lasts
    link.save(force_insert=True)
    return token


def find(links: "QuerySet[Link]", token: str, *, at: dt.datetime) -> Link:
    """The one of `links` that `token` opens; raise LinkSpent if it opens none."""
    link = links.filter(digest=digest_of(token), used_at=None, expires_at__gt=at).first()
    if link is None:
        raise LinkSpent
    return link


def spend(link: OneTimeLink, *, at: dt.datetime) -> None:
    """Mark the link as used; raise LinkSpent where somebody was quicker."""
    unused = type(link)._default_manager.filter(pk=link.pk, used_at=None)
    if not unused.update(used_at=at):
        raise LinkSpent
    link.used_at = at


def make_token() -> tuple[str, bytes]:
    """Return a new token for the link, and the digest to keep.

    With 256 random bits a plain SHA-256 needs neither salt nor stretching.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    return token, digest_of(token)


def digest_of(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
