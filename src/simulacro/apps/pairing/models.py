"""An offer to let a phone in as the person who made it."""

import uuid

from django.db import models

from simulacro.apps.people.models import User


class PairingOffer(models.Model):
    """Works once, for five minutes; the token itself is only in the QR."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    digest = models.BinaryField(max_length=32, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user} · {self.expires_at}"
