"""Append to the log, one entry at a time in each scope."""

import datetime as dt
import re
import secrets
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from simulacro.kit.audit_log.chain import BEGINNING, digest_of, personal_digest
from simulacro.kit.audit_log.models import LogEntry, PersonalRecord

Detail = str | int | bool | None
# Codes, ids and counts; no free text, so that no inventory value gets in.
CODE = re.compile(r"[A-Za-z0-9_.:/+-]{0,64}")


class BadDetail(ValueError):
    """A detail that is not a code, an id or a number."""

    def __init__(self, name: str) -> None:
        super().__init__(f"audit log detail {name!r} must be a code, an id or a number")
        self.name = name


def record(
    verb: str,
    *,
    actor: Any,
    scope: uuid.UUID,
    target: Any = None,
    details: Mapping[str, Detail] | None = None,
    at: dt.datetime | None = None,
) -> LogEntry:
    """Append one entry to the chain of `scope` and return it.

    `verb` is a dotted code such as "member.invited"; `actor` a person (with
    `pk`, `name`, `email`) or None for the installation itself; `target` any
    saved model. Raises BadDetail where `details` holds anything but codes, ids
    and numbers: the log never carries what the inventory says.
    """
    facts = dict(details or {})
    for name, value in facts.items():
        if not (value is None or isinstance(value, int) or is_code(value)):
            raise BadDetail(name)
    with transaction.atomic():
        lock_chain(scope)
        last = LogEntry.objects.filter(scope=scope).order_by("-number").first()
        entry = LogEntry(
            scope=scope,
            number=last.number + 1 if last else 1,
            at=at or timezone.now(),
            verb=verb,
            details=facts,
            previous=bytes(last.digest) if last else BEGINNING,
        )
        if target is not None:
            entry.target_type = target._meta.label_lower
            entry.target_id = str(target.pk)
        if actor is not None:
            person = personal_record(actor)
            entry.actor, entry.actor_record = person.person, person.id
            entry.actor_digest = bytes(person.digest)
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
    return entry


def is_code(value: object) -> bool:
    return isinstance(value, str) and CODE.fullmatch(value) is not None


def lock_chain(scope: uuid.UUID) -> None:
    """One writer per chain until the transaction ends; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(scope)])


def personal_record(actor: Any) -> PersonalRecord:
    """Return the record of the person's present name and e-mail; make it if they changed."""
    words = {"name": str(actor.name), "email": str(actor.email)}
    for row in PersonalRecord.objects.filter(person=actor.pk):
        if {key: row.words[key] for key in words} == words:
            return row
    salt = secrets.token_bytes(16)
    return PersonalRecord.objects.create(
        person=actor.pk,
        words={**words, "salt": salt.hex()},
        digest=personal_digest(salt, words["name"], words["email"]),
    )
