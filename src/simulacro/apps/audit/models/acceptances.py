"""A weak point put before the client, who takes it on or does not, by a link without an account."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models

from simulacro.apps.audit.models.findings import Finding
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.one_time_tokens import OneTimeLink
from simulacro.kit.sealing import SealedJSONField, SealedTextField


class AcceptanceRequest(OneTimeLink):
    """One weak point, one answer. `answer` has `accepts`, `name`, `reason` and `until` (a day);
    it came at `used_at`."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="requests")
    for_whom: "SealedTextField[str, str]" = SealedTextField()
    language = models.CharField(max_length=8, default="es")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    answer: "SealedJSONField[dict[str, Any] | None, dict[str, Any] | None]" = SealedJSONField(
        null=True
    )

    class Meta:
        ordering = ["-created_at", "id"]

    @property
    def until(self) -> dt.date | None:
        """The last day on which the client has taken it on."""
        until = self.answer["until"] if self.answer else None
        return dt.date.fromisoformat(until) if until else None

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id
