"""What can happen to a brand, and what we know of each such thing."""

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from simulacro.apps.brands.models import Brand
from simulacro.kit import bilingual
from simulacro.kit.sealing import SealedJSONField, SealedTextField
from simulacro.kit.versions import Versioned


class Source(models.TextChoices):
    """Where a possibility came from."""

    FINDING = "finding", _("the audit")
    BRAINSTORM = "brainstorm", _("somebody of the team")
    PACK = "pack", _("a content pack")
    CASE = "case", _("a documented case")
    LESSON = "lesson", _("a lesson")
    ALERT = "alert", _("the antennas")


class Column(models.TextChoices):
    """The columns of the foresight matrix, in the order of the cycle."""

    FOUND = "found", _("Found")
    DRILLED = "drilled", _("Drilled")
    WRITTEN = "written", _("Written")
    LIVED = "lived", _("Lived")
    LEARNED = "learned", _("Learned")


class Rating(models.TextChoices):
    """How well it went, as in HSEEP."""

    PERFORMED = "P", _("managed it")
    SOME = "S", _("managed it with stumbles")
    MAJOR = "M", _("barely managed it")
    UNABLE = "U", _("could not do it")


class Possibility(models.Model):
    """One "what if": it keeps its id for as long as its source keeps its key.

    Titles say where a brand is weak, so they are sealed; the id is derived
    from the brand, the source and the source's own key, so that noting the
    same thing twice is noting it once and no key stands in the clear.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="possibilities")
    source = models.CharField(_("source"), max_length=12, choices=Source)
    family = models.CharField(_("family"), max_length=40, blank=True)
    key = SealedTextField()
    titles = SealedJSONField()
    noted_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["noted_at", "id"]
        indexes = [models.Index(fields=["brand", "set_aside_at", "noted_at"])]

    def __str__(self) -> str:
        return f"{self.source}.{self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id

    @property
    def title(self) -> str:
        return bilingual.read(self.titles)


class Evidence(models.Model):
    """That a possibility was found, drilled, written, lived or learned."""

    id = models.UUIDField(primary_key=True, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    possibility = models.ForeignKey(Possibility, on_delete=models.CASCADE, related_name="evidence")
    column = models.CharField(_("column"), max_length=8, choices=Column)
    rating = models.CharField(_("how well"), max_length=1, choices=Rating, blank=True)
    words = SealedJSONField()
    # Within the brand's own pages: a slug may change, what follows it does not.
    place = models.CharField(max_length=200, blank=True)
    happened_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-happened_at", "id"]
        indexes = [models.Index(fields=["possibility", "column", "withdrawn_at"])]

    def __str__(self) -> str:
        return f"{self.column} {self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id

    @property
    def text(self) -> str:
        return bilingual.read(self.words)


class BrandFactors(Versioned):
    """A brand's own factors, where it does not drill with the usual ones.

    `document` is a model in the shape of `engines.possibilities.read_factors`; `moves` are how ids
    moved at each change, the oldest first: {"factors": {old: new}, "values": [[factor, old, new]]}.
    """

    brand = models.OneToOneField(
        Brand, on_delete=models.CASCADE, primary_key=True, related_name="own_factors"
    )
    document: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    moves: "SealedJSONField[list[Any], list[Any]]" = SealedJSONField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"factors of {self.brand_id}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id
