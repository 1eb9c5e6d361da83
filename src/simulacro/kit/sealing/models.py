"""The data keys, wrapped by the master key."""

import uuid

from django.db import models
from django.db.models.functions import Now


class DataKey(models.Model):
    """One data key of a scope: a brand, an agency or a person.

    The highest number of a scope seals; the others only open what they sealed
    before, and are retired when nothing known refers to them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.UUIDField()
    number = models.PositiveIntegerField()
    master_generation = models.PositiveIntegerField()
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "kit"
        ordering = ["scope", "number"]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_data_key_per_number")
        ]

    def __str__(self) -> str:
        return f"{self.scope} · {self.number}"
