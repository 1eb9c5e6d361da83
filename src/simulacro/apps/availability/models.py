"""What dates change: absences, journeys and swaps of people, holidays, the brand's own calendar.

The usual week of each person is not here: whoever knows the people tells it (see `people_told`).
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from simulacro.apps.brands.models import Brand
from simulacro.kit.sealing import SealedJSONField
from simulacro.kit.versions import Versioned


class Dated(Versioned):
    """A row of one brand whose words are sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    content: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.id)

    def sealing_scope(self) -> uuid.UUID:
        return self.brand_id


class RotaChange(Dated):
    """An absence, a journey or an extra shift.

    `content` is {"person", "kind", "start", "end", "chance", "zone", "words", "pair"}: instants as
    ISO 8601 in UTC; `pair` is the other row's id where two people swapped.
    """


class HolidayRule(Dated):
    """Which holidays count, and what holds on them: for the whole brand, or for one person.

    `content` is {"person": "" or an id, "country", "subdivision", "on_holidays": number or None}.
    """


class BrandEvent(Dated):
    """A date of the brand's calendar: a launch, a sales day, an election, works on the power…

    `content` is {"kind", "title", "start", "end", "all_day", "load", "source", "key", "asset"};
    `source` says where it comes from, `key` what it is called there.
    """


class FeedAddress(models.Model):
    """A member's secret calendar address in a brand; only the digest of its token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    with_names = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "user"], name="one_feed_per_member")
        ]

    def __str__(self) -> str:
        return str(self.id)


class FeedEntry(models.Model):
    """What a feed said last under a name: a calendar takes a change only with a higher number."""

    id = models.UUIDField(primary_key=True, editable=False)
    address = models.ForeignKey(FeedAddress, on_delete=models.CASCADE, related_name="entries")
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # The whole of the last saying, sealed, to cancel it once it is gone.
    content: "SealedJSONField[dict[str, Any], dict[str, Any]]" = SealedJSONField()
    gone = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)

    def sealing_scope(self) -> uuid.UUID:
        return self.address.brand_id
