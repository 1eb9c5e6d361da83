"""Answers to checks, questions asked of somebody else, and rounds of a few questions."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from simulacro.apps.audit.models.inventory import InventoryRevision
from simulacro.apps.brands.models import Brand
from simulacro.apps.people.one_time_tokens import OneTimeLink
from simulacro.kit.sealing import SealedJSONField, SealedTextField


class CheckRequest(OneTimeLink):
    """One question asked of somebody by a link.

    `about` has the check's id and the subject's.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    about: "SealedJSONField[dict[str, str], dict[str, str]]" = SealedJSONField()
    for_whom: "SealedTextField[str, str]" = SealedTextField()
    language = models.CharField(max_length=8, default="es")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    # At most forty wait in a brand: no index is worth its writing.
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class CheckAnswer(models.Model):
    """One answer to one check about one subject. It never changes: the newest counts.

    `said` has the check's id, the subject's (empty: the brand) and the answer; `pair` is a keyed
    digest of the first two, by which rows of one question are found. `photos` lists the ids and
    types of sealed files. `moved` has the hours a year before and after, where the answer changed
    the inventory.
    """

    class Via(models.TextChoices):
        PAGE = "page"
        LINK = "link"
        COMMAND = "command"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    pair = models.CharField(max_length=64)
    said: "SealedJSONField[dict[str, str], dict[str, str]]" = SealedJSONField()
    note: "SealedTextField[str, str]" = SealedTextField()
    photos: "SealedJSONField[list[dict[str, str]], list[dict[str, str]]]" = SealedJSONField()
    moved: "SealedJSONField[dict[str, Any] | None, dict[str, Any] | None]" = SealedJSONField(
        null=True
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    request = models.ForeignKey(
        CheckRequest, on_delete=models.PROTECT, null=True, related_name="answers"
    )
    via = models.CharField(max_length=8, choices=Via, default=Via.PAGE)
    created_at = models.DateTimeField()
    # What the answer made, where it changed the inventory; and what was current before.
    revision = models.ForeignKey(
        InventoryRevision, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "number"], name="one_check_answer_per_number")
        ]
        indexes = [models.Index(fields=["brand", "pair"], name="check_answers_by_pair")]

    def __str__(self) -> str:
        return f"check answer {self.number}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class StepsFollowed(models.Model):
    """When somebody of a brand last followed the steps of a check and found them right.

    `key` is a keyed digest of the check's id.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "key"], name="one_following_per_check")
        ]

    def __str__(self) -> str:
        return f"steps followed on {self.at:%Y-%m-%d}"


class CheckCount(models.Model):
    """How many of the questions that apply to a brand are answered, as of the last answer or audit.

    `counts` has `answered` and `applicable`, and the ids of what was asked: the brand's `revision`
    and that of its agency, `above` (None for none). An agency's page reads it while both are the
    current ones: asking thirty brands anew takes half a second.
    """

    brand = models.OneToOneField(
        Brand, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    counts: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()

    def __str__(self) -> str:
        return "count of checks"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class CheckRound(models.Model):
    """A few questions chosen together: the first twelve, or three of a week.

    `pairs` has the check's id and the subject's of each, in their order. A round is open until
    `closed_at`; it goes on wherever it was left.
    """

    class Kind(models.TextChoices):
        FIRST = "first"
        WEEKLY = "weekly"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    pairs: "SealedJSONField[list[list[str]], list[list[str]]]" = SealedJSONField()
    started_at = models.DateTimeField()
    # The number of the brand's last answer before: what is newer was answered in the round.
    answers_before = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["brand"],
                condition=models.Q(closed_at__isnull=True),
                name="one_open_round_of_checks",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} round of checks"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id
