"""The personal values of the log: shown while they exist, erased without a break."""

import uuid
from collections.abc import Iterable

from django.db import transaction

from simulacro.kit.audit_log.chain import personal_digest
from simulacro.kit.audit_log.models import PersonalRecord
from simulacro.kit.sealing.errors import SealingError
from simulacro.kit.sealing.services import destroy_scope


def names_of(record_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """Return the name, or else the e-mail, of each record that can still be opened.

    A record whose words no longer match their digest is left out.
    """
    found: dict[uuid.UUID, str] = {}
    for row in PersonalRecord.objects.filter(id__in={i for i in record_ids if i is not None}):
        try:
            words = row.words
        except SealingError:
            continue
        salt = bytes.fromhex(words["salt"])
        if personal_digest(salt, words["name"], words["email"]) == bytes(row.digest):
            found[row.id] = words["name"] or words["email"]
    return found


def erase_personal_records(person: uuid.UUID) -> int:
    """Forget a person's name and e-mail in the log, key and all; the chain still verifies."""
    with transaction.atomic():
        erased = PersonalRecord.objects.filter(person=person).delete()[0]
        destroy_scope(person)
    return erased
