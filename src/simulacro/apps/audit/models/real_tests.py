"""Real tests of a brand: planned, tried, and what came of it."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.models.inventory import InventoryRevision
from simulacro.apps.brands.models import Brand
from simulacro.kit.sealing import SealedJSONField, SealedTextField


class RealTestTry(models.Model):
    """One try of one real test on one subject: it is planned until an outcome closes it.

    `about` has the test's id and the subject's (empty: the brand); `pair` is a keyed digest of
    both, by which the tries of one are found. `photos` lists ids and types of sealed files.
    `revision` is the inventory that the outcome made, where it changed it.
    """

    class Outcome(models.TextChoices):
        PLANNED = "planned", _("planned")
        PASSED = "passed", _("passed")
        FAILED = "failed", _("failed")
        POSTPONED = "postponed", _("postponed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    pair = models.CharField(max_length=64)
    about: "SealedJSONField[dict[str, str], dict[str, str]]" = SealedJSONField()
    outcome = models.CharField(max_length=9, choices=Outcome, default=Outcome.PLANNED)
    planned_for = models.DateField(_("planned for"), null=True, blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note: "SealedTextField[str, str]" = SealedTextField()
    photos: "SealedJSONField[list[dict[str, Any]], list[dict[str, Any]]]" = SealedJSONField()
    revision = models.ForeignKey(
        InventoryRevision, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand", "pair"],
                condition=models.Q(outcome="planned"),
                name="one_plan_per_real_test",
            )
        ]
        indexes = [models.Index(fields=["brand", "pair"], name="real_tests_by_pair")]

    def __str__(self) -> str:
        return f"real test {self.id.hex[:12]} {self.outcome}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id
