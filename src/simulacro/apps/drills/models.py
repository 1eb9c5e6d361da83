"""The calendar of drills (how a team wants to drill, and what is planned), and links to play."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from simulacro.apps.brands.models import Brand
from simulacro.apps.exercises.models import Exercise
from simulacro.kit.sealing import SealedJSONField
from simulacro.kit.versions import Versioned


class DrillCalendar(Versioned):
    """A brand's calendar. `wishes` is what `wishes.read_wishes` reads, `summary` what the plan said
    of coverage when it was made; both tell where a brand is weak, and are sealed.

    `seed` draws which drills are surprises. Nothing is planned or called while `paused_at` is set.
    """

    brand = models.OneToOneField(
        Brand, on_delete=models.CASCADE, primary_key=True, related_name="drill_calendar"
    )
    wishes: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    summary: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    seed = models.PositiveIntegerField()
    planned_at = models.DateTimeField(null=True)
    is_stale = models.BooleanField(default=False)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    def __str__(self) -> str:
        return f"calendar of drills {self.brand_id}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class PlannedDrill(models.Model):
    """A drill on a date. `slot` is its period's name in the engine: it stays when the date moves.

    `content` is {"combination", "facilitator", "players", "why", "at_hand", "pulled"}; `date` and
    `hour` are local to the brand. One that was `fixed` by hand is kept when planning again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="planned_drills")
    slot = models.CharField(max_length=120)
    format = models.CharField(_("format"), max_length=8, choices=Exercise.Formats)
    date = models.DateField()
    hour = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    surprise = models.BooleanField(default=False)
    fixed = models.BooleanField(default=False)
    skipped = models.BooleanField(default=False)
    content: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()

    class Meta:
        ordering = ["date", "hour", "slot"]
        constraints = [models.UniqueConstraint(fields=["brand", "slot"], name="one_drill_a_slot")]

    def __str__(self) -> str:
        return f"planned drill {self.slot}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class MicroLink(models.Model):
    """A link by which anybody plays one micro drill without an account, until it expires or is
    closed. `micro` is the drill's id; nothing of the brand is behind the link, and nothing of
    whoever plays is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    micro = models.CharField(max_length=120)
    digest = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-expires_at", "id"]
        indexes = [models.Index(fields=["brand", "micro", "expires_at"])]

    def __str__(self) -> str:
        return f"link to {self.micro}"
