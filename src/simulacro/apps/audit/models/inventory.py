"""The inventory as revisions that never change, and what waits to become one.

Every value that tells something of the brand is sealed; numbers, times and people are not.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from simulacro.apps.brands.models import Agency, Brand
from simulacro.kit.sealing import SealedJSONField, SealedTextField


class OwnedByBrandOrAgency(models.Model):
    """A row of one brand, or of the agency above its brands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(
        Brand, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def owner(self) -> Brand | Agency:
        owner = self.brand or self.agency
        if owner is None:
            raise LookupError("a row of neither a brand nor an agency")
        return owner

    def sealing_scope(self) -> uuid.UUID:
        scope = self.brand_id or self.agency_id
        if scope is None:
            raise LookupError("a row of neither a brand nor an agency")
        return scope


class InventoryRevision(OwnedByBrandOrAgency):
    """One state of the inventory. The one with the highest number is current.

    `document` is a `simulacro.inventory/1` document of what the owner itself
    has; a brand's may refer to `agency:ID`, which `agency_revision` defines.
    `way_ids` has a permanent id for each way in, in the document's order;
    `retired` maps ids of assets that are gone to their kind, so that no id
    ever comes to mean something else.
    """

    class Origin(models.TextChoices):
        """What made the revision."""

        WIZARD = "wizard", _("the questions")
        EDIT = "edit", _("an edit")
        IMPORT = "import", _("a file")
        CHECK = "check", _("an answer")
        TEST = "test", _("a real test")
        UNDO = "undo", _("an undo")
        RESTORE = "restore", _("an earlier one brought back")
        SERVICE = "service", _("the command line")
        AGENCY = "agency", _("a change of its agency")

    number = models.PositiveIntegerField()
    parent = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="children"
    )
    restored_from = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    agency_revision = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, blank=True, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.EDIT)
    digest = models.CharField(max_length=64, help_text="keyed; equal for equal documents")
    document: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    way_ids: "SealedJSONField[list[str], list[str]]" = SealedJSONField()
    retired: "SealedJSONField[dict[str, str], dict[str, str]]" = SealedJSONField()
    note: "SealedTextField[str, str]" = SealedTextField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(brand__isnull=False, agency__isnull=True)
                | Q(brand__isnull=True, agency__isnull=False),
                name="revision_of_a_brand_or_an_agency",
            ),
            models.UniqueConstraint(
                fields=["brand", "number"],
                condition=Q(brand__isnull=False),
                name="one_revision_per_number_of_a_brand",
            ),
            models.UniqueConstraint(
                fields=["agency", "number"],
                condition=Q(agency__isnull=False),
                name="one_revision_per_number_of_an_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"inventory revision {self.number}"


class PendingImport(OwnedByBrandOrAgency):
    """A file that was read without a mistake and waits for a person's yes.

    `document` is an inventory's, or an agency's with the inventories of its
    brands. It is dropped at `expires_at`.
    """

    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    bases: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(
        help_text="owner id to revision id when the file was read"
    )
    file_name: "SealedTextField[str, str]" = SealedTextField()
    document: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(brand__isnull=False, agency__isnull=True)
                | Q(brand__isnull=True, agency__isnull=False),
                name="pending_import_of_a_brand_or_an_agency",
            ),
        ]

    def __str__(self) -> str:
        return f"pending import {self.pk}"


class WizardDraft(models.Model):
    """What somebody has answered so far. `answers` by question; `built` is the inventory document
    that the answers last made, from which later answers are told apart from other edits."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.OneToOneField(Brand, on_delete=models.CASCADE, related_name="+")
    updated_at = models.DateTimeField(auto_now=True)
    answers: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    built: "SealedJSONField[dict[str, Any] | None, dict[str, Any] | None]" = SealedJSONField(
        null=True
    )

    def __str__(self) -> str:
        return f"wizard draft {self.pk}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id
