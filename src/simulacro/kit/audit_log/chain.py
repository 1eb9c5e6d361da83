"""The hash chain of one scope: how an entry is digested, and whether it still holds."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from simulacro.kit.audit_log.models import LogEntry

# What happens to the installation and to no brand, such as a failed sign-in.
INSTALLATION = uuid.UUID(int=0)
BEGINNING = bytes(32)


@dataclass(frozen=True)
class ChainReport:
    """Whether a chain holds. `broken_at` is the first wrong number, `head` the last digest."""

    entries: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def holds(self) -> bool:
        return self.broken_at is None


def digest_of(entry: "LogEntry") -> bytes:
    """SHA-256 over the previous digest and every column of the entry, in a fixed form."""
    columns = {
        "scope": str(entry.scope),
        "number": entry.number,
        "at": entry.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(
            timespec="microseconds"
        ),
        "verb": entry.verb,
        "actor": str(entry.actor or ""),
        "actor_record": str(entry.actor_record or ""),
        "actor_digest": bytes(entry.actor_digest or b"").hex(),
        "target_type": entry.target_type,
        "target_id": entry.target_id,
        "details": entry.details,
    }
    form = json.dumps(columns, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(bytes(entry.previous) + form.encode()).digest()


def personal_digest(salt: bytes, name: str, email: str) -> bytes:
    """The salted digest of a person's name and e-mail which an entry carries."""
    form = json.dumps([name, email], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(salt + form.encode()).digest()


def verify_chain(scope: uuid.UUID, *, head: str = "") -> ChainReport:
    """Walk the chain of `scope` from its beginning and report the first break.

    A cut at the end leaves a shorter chain that holds: give the `head` you
    noted before (64 hex digits), and its absence is a break too. An entry whose
    person was erased verifies by its digest alone.
    """
    from simulacro.kit.audit_log.models import LogEntry, PersonalRecord

    records = {
        row.id: (row.person, bytes(row.digest))
        for row in PersonalRecord.objects.defer("words").iterator()
    }
    previous, count, seen = BEGINNING, 0, not head
    for entry in LogEntry.objects.filter(scope=scope).order_by("number").iterator(2000):
        reason = ""
        if entry.number != count + 1:
            reason = "an entry is missing"
        elif bytes(entry.previous) != previous:
            reason = "the entry does not follow the one before it"
        elif digest_of(entry) != bytes(entry.digest):
            reason = "the entry was changed"
        elif entry.actor_record in records and records[entry.actor_record] != (
            entry.actor,
            bytes(entry.actor_digest or b""),
        ):
            reason = "the person's record was changed"
        if reason:
            return ChainReport(count, previous.hex(), broken_at=count + 1, reason=reason)
        previous, count = bytes(entry.digest), count + 1
        seen = seen or previous.hex() == head
    if not seen:
        return ChainReport(count, previous.hex(), broken_at=count + 1, reason="the end was cut off")
    return ChainReport(count, previous.hex())
