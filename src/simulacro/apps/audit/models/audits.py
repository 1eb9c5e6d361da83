"""What each audit found, kept with what it rested on."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from simulacro.apps.audit.models.inventory import InventoryRevision
from simulacro.apps.brands.models import Brand
from simulacro.kit.sealing import SealedJSONField


class Audit(models.Model):
    """One audit of one revision. It never changes.

    `reading` is a `simulacro.reading/1`; `risk` has the few figures that the history draws, so
    that a long history opens quickly; `moved` says what moved the risk since the audit before;
    `shared` is what its agency's page reads (`shared_things`), None before that was kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="audits")
    number = models.PositiveIntegerField()
    revision = models.ForeignKey(InventoryRevision, on_delete=models.PROTECT, related_name="audits")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    engine_version = models.CharField(max_length=40)
    facts_version = models.CharField(max_length=80)
    reading: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    risk: "SealedJSONField[dict[str, float], dict[str, float]]" = SealedJSONField()
    moved: "SealedJSONField[dict[str, Any] | None, dict[str, Any] | None]" = SealedJSONField(
        null=True
    )
    shared: "SealedJSONField[dict[str, Any] | None, dict[str, Any] | None]" = SealedJSONField(
        null=True
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="one_audit_per_number")
        ]

    def __str__(self) -> str:
        return f"audit {self.number}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class MapLayout(models.Model):
    """Where the boxes of one drawing of a brand go; the id comes from the drawing's digest."""

    id = models.UUIDField(primary_key=True, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    used_at = models.DateTimeField()
    layout: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()

    class Meta:
        indexes = [models.Index(fields=["brand", "used_at"], name="layout_by_use")]

    def __str__(self) -> str:
        return f"map layout {self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id
