"""A brainstorm: who takes part, what they think of, and how likely and bad they hold it to be.

The possibilities themselves live in `foresight`: what is kept of a brainstorm becomes one there.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from simulacro.apps.brands.models import Brand
from simulacro.apps.foresight.models import Possibility
from simulacro.kit.sealing import SealedTextField


class Phase(models.TextChoices):
    """The phases, in their order."""

    WRITING = "writing", _("Write in silence")
    GROUPING = "grouping", _("Group")
    VOTING = "voting", _("Vote")
    ENDED = "ended", _("Result")


class Brainstorm(models.Model):
    """One question to several people, or to oneself.

    `shown` are the possibilities whose titles those who take part may read; `writing_until` is
    when the silence was to end: whoever leads ends it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="brainstorms")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    question: "SealedTextField[str, str]" = SealedTextField()
    alone = models.BooleanField(default=False)
    phase = models.CharField(max_length=8, choices=Phase, default=Phase.WRITING)
    shown = models.ManyToManyField(Possibility, related_name="+")
    opened_at = models.DateTimeField()
    writing_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # The link by which those without an account take part; only its digest is kept.
    join_digest = models.BinaryField(max_length=32, unique=True, null=True)
    join_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-opened_at", "id"]
        indexes = [models.Index(fields=["brand", "-opened_at"])]

    def __str__(self) -> str:
        return f"brainstorm {self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class Participant(models.Model):
    """Somebody who takes part; without `member` by the link, perhaps without a name.

    A member's name is their account's, so that erasing them leaves none here.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brainstorm = models.ForeignKey(
        Brainstorm, on_delete=models.CASCADE, related_name="participants"
    )
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name: "SealedTextField[str, str]" = SealedTextField()
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["brainstorm", "member"], name="one_seat_a_member_in_a_brainstorm"
            )
        ]

    def __str__(self) -> str:
        return f"participant {self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class Idea(models.Model):
    """One idea. `under` is the idea that it was grouped under; one that is under none stands for
    its group, and the possibility made of it has an id derived from its own.

    `likelihood` and `damage` are medians of the votes, from 1 to 5, and `voters` who gave any;
    they are written when the brainstorm ends. `withdrawn_at` is when it was taken back.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brainstorm = models.ForeignKey(Brainstorm, on_delete=models.CASCADE, related_name="ideas")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="ideas")
    text: "SealedTextField[str, str]" = SealedTextField()
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    under = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="others"
    )
    likelihood = models.FloatField(null=True)
    damage = models.FloatField(null=True)
    voters = models.PositiveSmallIntegerField(default=0)
    possibility = models.ForeignKey(
        Possibility, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["written_at", "id"]
        indexes = [models.Index(fields=["brainstorm", "withdrawn_at", "written_at"])]

    def __str__(self) -> str:
        return f"idea {self.id.hex[:12]}"

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class Vote(models.Model):
    """What one person holds of one group: from 1 to 5 each, or nothing yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="votes")
    author = models.ForeignKey(Participant, on_delete=models.CASCADE, related_name="votes")
    likelihood = models.PositiveSmallIntegerField(null=True)
    damage = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["idea", "author"], name="one_vote_a_person_and_idea"),
            models.CheckConstraint(
                condition=(
                    (models.Q(likelihood=None) | models.Q(likelihood__range=(1, 5)))
                    & (models.Q(damage=None) | models.Q(damage__range=(1, 5)))
                ),
                name="votes_go_from_one_to_five",
            ),
        ]

    def __str__(self) -> str:
        return f"vote {self.id.hex[:12]}"
