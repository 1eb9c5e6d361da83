"""What is kept of an exercise: its events. The row itself is what lists need, folded from them.
And the cases that a brand wrote or brought in itself."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.content.cases import OWN
from simulacro.kit.sealing import SealedJSONField
from simulacro.kit.versions import Versioned


class Exercise(models.Model):
    """A drill, from opening to its report.

    `words` is {"case_key", "title", "combination", "nameless"}, `outcome` what `outcomes.Outcome`
    reads: both say where a brand is weak, and are sealed. `sequence` is the number of the last
    event.
    """

    class Formats(models.TextChoices):
        MICRO = "micro", _("Micro drill")
        CASE = "case", _("Case")
        STORM = "storm", _("Storm")
        HALF_DAY = "half_day", _("Half day")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="exercises")
    possibility = models.ForeignKey(
        Possibility, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    planned_id = models.CharField(max_length=120, blank=True)
    format = models.CharField(_("format"), max_length=8, choices=Formats)
    phase = models.CharField(max_length=12)
    sequence = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    words: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    outcome: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    # The link by which those without an account take part; only its digest is kept.
    join_digest = models.BinaryField(max_length=32, unique=True, null=True)
    join_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "id"]
        indexes = [models.Index(fields=["brand", "phase", "-opened_at"])]

    def __str__(self) -> str:
        return f"exercise {self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id

    @property
    def title(self) -> str:
        return str(self.words["title"])


class ExerciseEvent(models.Model):
    """One event, append-only. The id is the sender's own, so that sending it again keeps it once.

    `content` is {"by", "data"} as the engine has them.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    exercise = models.ForeignKey(Exercise, on_delete=models.CASCADE, related_name="events")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField()
    at_ms = models.BigIntegerField()
    kind = models.CharField(max_length=32)
    version = models.PositiveSmallIntegerField(default=1)
    content: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()

    class Meta:
        ordering = ["exercise", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["exercise", "sequence"], name="one_event_a_number")
        ]

    def __str__(self) -> str:
        return f"event {self.sequence} {self.kind}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class OwnCase(Versioned):
    """A case of the brand's own. `document` is what `content.case_documents.read_case` gives:
    people's own words, which may say where a brand is weak, and sealed for that.

    Drills that were done refer to it by its key, so it is set aside and never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="own_cases")
    document: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-written_at", "id"]
        indexes = [models.Index(fields=["brand", "set_aside_at", "-written_at"])]

    def __str__(self) -> str:
        return f"case {self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id

    @property
    def key(self) -> str:
        return f"{OWN}{self.id}"

    @property
    def title(self) -> str:
        return str(self.document["title"])
