"""An offer to take an act back."""

import uuid

from django.conf import settings
from django.db import models

from simulacro.kit.sealing import SealedJSONField


class UndoOffer(models.Model):
    """One act of one person, which they may take back until `expires_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.UUIDField()
    act = models.CharField(max_length=64)
    payload = SealedJSONField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.act

    def sealing_scope(self) -> uuid.UUID:
        return self.scope
