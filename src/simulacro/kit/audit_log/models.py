"""Rows of the audit log, and the personal values which stand apart from it."""

import uuid
from typing import Any

from django.db import models

from simulacro.kit.sealing import SealedJSONField


class PersonalRecord(models.Model):
    """Name and e-mail of a person as they were, sealed under the person's own key.

    Log entries hold only the salted digest; with this row and the person's key
    gone, the digest says nothing and the chain still verifies.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.UUIDField(db_index=True)
    # {"name": text, "email": text, "salt": hex of 16 random bytes}
    words = SealedJSONField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        app_label = "kit"

    def __str__(self) -> str:
        return str(self.id)

    def sealing_scope(self) -> uuid.UUID:
        return self.person


class AppendOnly(Exception):
    """Something tried to change or delete a log entry."""


class LogEntry(models.Model):
    """One thing that happened in a scope; never changed, never deleted."""

    id = models.BigAutoField(primary_key=True)
    # The brand or agency; all zeros for the installation itself.
    scope = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=80)
    # No foreign keys: an entry outlives what it speaks of.
    actor = models.UUIDField(null=True)
    actor_record = models.UUIDField(null=True)
    actor_digest = models.BinaryField(max_length=32, null=True)
    target_type = models.CharField(max_length=80, blank=True)
    target_id = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        app_label = "kit"
        ordering = ["scope", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_entry_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.verb}"

    def save(self, *args: Any, **options: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **options)

    def delete(self, *args: Any, **options: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly
