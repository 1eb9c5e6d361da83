"""Everything that can go wrong, kept with the audit that listed it; and what is lived with."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from simulacro.apps.audit.models.audits import Audit
from simulacro.apps.brands.models import Brand
from simulacro.kit.sealing import SealedJSONField, SealedTextField
from simulacro.kit.versions import Versioned


class MurphyList(models.Model):
    """Murphy's list of one audit: `found` is the engine's document of it."""

    audit = models.OneToOneField(
        Audit, on_delete=models.CASCADE, primary_key=True, related_name="murphy"
    )
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    found: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()

    def __str__(self) -> str:
        return f"Murphy's list of audit {self.audit_id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class AcceptedRisk(Versioned):
    """A row of Murphy's list that somebody answers for until a day.

    The row's key gives the id, so it is the same one in every audit. `until` is None where it was
    opened again by hand.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="accepted_risks")
    row = models.CharField(max_length=20)
    accepted_by: "SealedTextField[str, str]" = SealedTextField()
    reason: "SealedTextField[str, str]" = SealedTextField()
    until = models.DateField(_("accepted until"), null=True, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "row"], name="one_acceptance_per_row")
        ]

    def __str__(self) -> str:
        return f"accepted risk {self.row}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is accepted on `day`: it ends by itself after its date."""
        return self.until is not None and self.until >= day

    @staticmethod
    def id_of(brand: Brand, row: str) -> uuid.UUID:
        return uuid.uuid5(brand.id, f"accepted risk:{row}")
