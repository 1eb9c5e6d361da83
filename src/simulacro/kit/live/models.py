"""The outbox: events as they were published, kept for a day so that pages can resume."""

from django.db import models


class LiveEvent(models.Model):
    """One event of one scope."""

    id = models.BigAutoField(primary_key=True)
    # The publishing transaction on PostgreSQL (pg_current_xact_id); 0 on SQLite,
    # where there is one writer at a time and the order of ids is the order of commits.
    transaction = models.BigIntegerField(default=0, db_index=True)
    scope = models.UUIDField()
    topic = models.CharField(max_length=64)
    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.topic} · {self.kind}"
