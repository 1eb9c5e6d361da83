"""A member's secret calendar address: make it, change it, close it, read it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from simulacro.apps.availability.feeds import Entry, Said, entries_of, uid_of
from simulacro.apps.availability.models import FeedAddress, FeedEntry
from simulacro.apps.availability.policies import POLICY
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.models import User
from simulacro.apps.people.one_time_tokens import digest_of, make_token
from simulacro.kit import audit_log


class NoSuchFeed(Exception):
    """The address was changed or closed, or its person may no longer see the brand."""


@transaction.atomic
def make_address(
    *, brand: Brand, actor: User, with_names: bool, at: dt.datetime
) -> tuple[FeedAddress, str]:
    """Make the person's address, or a new one in place of the old; returns it with its token.

    The token is shown once: only its digest is kept. Raises Denied.
    """
    POLICY.require(actor, "subscribe", brand)
    token, digest = make_token()
    row = FeedAddress.objects.select_for_update().filter(brand=brand, user=actor).first()
    verb = "feed.rotated" if row else "feed.made"
    row = row or FeedAddress(brand=brand, user=actor)
    row.digest, row.with_names, row.created_at, row.read_on = digest, with_names, at, None
    row.save()
    audit_log.record(verb, actor=actor, target=row, scope=brand.id, at=at)
    return row, token


@transaction.atomic
def close_address(*, brand: Brand, actor: User) -> None:
    """Close the person's address, if there is one."""
    POLICY.require(actor, "subscribe", brand)
    for row in FeedAddress.objects.filter(brand=brand, user=actor):
        audit_log.record("feed.closed", actor=actor, target=row, scope=brand.id)
        row.delete()


def find_feed(token: str) -> FeedAddress:
    """The address of a token. Raises NoSuchFeed."""
    row = (
        FeedAddress.objects.select_related("brand", "user").filter(digest=digest_of(token)).first()
    )
    if row is None or not row.user.is_active:
        raise NoSuchFeed
    if not POLICY.allows(row.user, "subscribe", row.brand):
        raise NoSuchFeed
    return row


@transaction.atomic
def read_feed(row: FeedAddress, at: dt.datetime) -> list[Said]:
    """What a calendar hears now, in the language of the moment.

    Changed entries get a higher number; what is gone is cancelled until its time has passed. The
    first reading of a day is logged.
    """
    FeedAddress.objects.select_for_update().get(pk=row.pk)
    entries = entries_of(row.brand, row.user, at, with_names=row.with_names)
    said = _said(row, entries, at)
    if row.read_on != at.date():
        row.read_on = at.date()
        row.save(update_fields=["read_on"])
        audit_log.record("feed.read", actor=row.user, target=row, scope=row.brand_id, at=at)
    return said


def _said(address: FeedAddress, entries: list[Entry], at: dt.datetime) -> list[Said]:
    known = {row.pk: row for row in address.entries.all()}
    found: list[Said] = []
    for entry in entries:
        name = uuid.uuid5(address.pk, str(uid_of(address.brand, entry.key)))
        row = known.pop(name, None)
        if row is None:
            row = FeedEntry(id=name, address=address, changed_at=at)
            row.content = _content(entry)
            row.save(force_insert=True)
        elif row.content != _content(entry) or row.gone:
            row.changed_at, row.gone = at, False
            row.sequence += 1
            row.content = _content(entry)
            row.save()
        found.append(Said(entry, row.sequence, row.changed_at))
    for row in known.values():
        entry = _entry(row.content)
        if entry.end <= at:
            row.delete()
            continue
        if not row.gone:
            row.gone, row.changed_at = True, at
            row.sequence += 1
            row.save(update_fields=["gone", "changed_at", "sequence"])
        found.append(Said(entry, row.sequence, row.changed_at, gone=True))
    return found


def _content(entry: Entry) -> dict[str, str]:
    return {
        "key": entry.key,
        "start": entry.start.isoformat(),
        "end": entry.end.isoformat(),
        "title": entry.title,
        "words": entry.words,
    }


def _entry(content: dict[str, str]) -> Entry:
    return Entry(
        content["key"],
        dt.datetime.fromisoformat(content["start"]),
        dt.datetime.fromisoformat(content["end"]),
        content["title"],
        content["words"],
    )
