"""A job: what was asked for, how far it is, and who is at it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import pgettext_lazy

from simulacro.kit.jobs.kinds import KINDS
from simulacro.kit.sealing import SealedJSONField


class Job(models.Model):
    """One piece of long work of one scope (a brand)."""

    class State(models.TextChoices):
        QUEUED = "queued", pgettext_lazy("task", "waiting")
        RUNNING = "running", pgettext_lazy("task", "running")
        DONE = "done", pgettext_lazy("task", "done")
        FAILED = "failed", pgettext_lazy("task", "failed")
        CANCELLED = "cancelled", pgettext_lazy("task", "cancelled")

    FINISHED = (State.DONE, State.FAILED, State.CANCELLED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scope = models.UUIDField(db_index=True)
    kind = models.CharField(max_length=64)
    arguments = SealedJSONField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    # 0 to 1, and the name of one of the kind's steps.
    progress = models.FloatField(default=0.0)
    step = models.CharField(max_length=64, blank=True)
    # Why it failed: the name of an exception or "worker_lost"; never its text,
    # which might quote what the arguments say.
    failure = models.CharField(max_length=120, blank=True)
    result_kind = models.CharField(max_length=64, blank=True)
    result_id = models.CharField(max_length=64, blank=True)
    cancel_requested = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=64, blank=True)
    # Of the row in the task queue that will run it.
    task_id = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state", "heartbeat_at"], name="job_by_heartbeat")]

    def __str__(self) -> str:
        return f"{self.kind} · {self.state}"

    def sealing_scope(self) -> uuid.UUID:
        return self.scope

    @property
    def is_finished(self) -> bool:
        return self.state in self.FINISHED

    @property
    def percent(self) -> int:
        return round(self.progress * 100)

    @property
    def keeps_parts(self) -> bool:
        return self.kind in KINDS and KINDS[self.kind].keeps_parts

    @property
    def title(self) -> str:
        """The kind in words; the bare name where the app that declared it is gone."""
        return str(KINDS[self.kind].title) if self.kind in KINDS else self.kind

    @property
    def step_title(self) -> str:
        kind = KINDS.get(self.kind)
        return str(kind.steps.get(self.step, "")) if kind else ""
