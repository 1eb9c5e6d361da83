"""Start, cancel, take over: every change of a job's state, each told to the open pages."""

import logging
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from simulacro.kit.jobs.kinds import JobResult, kind_named
from simulacro.kit.jobs.models import Job
from simulacro.kit.live import publish

logger = logging.getLogger("simulacro.jobs")

HEARTBEAT_S = 2.0
# A worker silent for this long is dead, or as good as: its jobs go to another one.
LOST_AFTER = timedelta(seconds=15)
WORKER_LOST = "worker_lost"


def start_job(
    kind: str, *, scope: uuid.UUID, arguments: Mapping[str, Any], started_by: Any = None
) -> Job:
    """Queue a job, in the caller's transaction: it runs when that is committed.

    `arguments` are JSON values; they are sealed at rest. Raises UnknownKind.
    """
    kind_named(kind)
    job = Job(kind=kind, scope=scope, started_by=started_by)
    job.arguments = dict(arguments)
    with transaction.atomic():
        job.save(force_insert=True)
        enqueue(job)
        tell(job, "queued")
    return job


def enqueue(job: Job) -> None:
    # Imported here: the tasks call these services.
    from simulacro.kit.jobs.tasks import run_job

    result = run_job.enqueue(str(job.id))
    job.task_id = str(result.id)
    Job.objects.filter(pk=job.pk).update(task_id=job.task_id)


def cancel_job(job: Job, *, at: datetime | None = None) -> Job:
    """Ask a job to stop: at once if it waits, at its next report if it runs.

    A finished job stays as it is.
    """
    now = at or timezone.now()
    with transaction.atomic():
        waiting = Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).update(
            state=Job.State.CANCELLED, cancel_requested=True, finished_at=now
        )
        if not waiting:
            Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(cancel_requested=True)
        job.refresh_from_db()
        tell(job, "cancelled" if waiting else "cancelling")
    return job


def claim(job_id: uuid.UUID, *, worker: str, at: datetime) -> Job | None:
    """Mark a waiting job as this worker's; None where it waits no more."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(pk=job_id, state=Job.State.QUEUED).first()
        if job is None:
            return None
        job.state = Job.State.RUNNING
        job.attempts += 1
        job.worker = worker
        job.started_at = job.heartbeat_at = at
        job.save(update_fields=["state", "attempts", "worker", "started_at", "heartbeat_at"])
        tell(job, "running")
    return job


def mine(job: Job) -> Any:
    """The row as long as it is still this attempt's: a worker that slept too long gets none."""
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempts=job.attempts)


def beat(job: Job, *, at: datetime) -> bool:
    """Say that this attempt is alive; False where it is no more ours."""
    return bool(mine(job).update(heartbeat_at=at))


def report(job: Job, progress: float, step: str) -> bool:
    """Write how far it is; False where it is no more ours."""
    with transaction.atomic():
        kept = mine(job).update(progress=progress, step=step)
        if kept:
            job.progress, job.step = progress, step
            tell(job, "progress")
    return bool(kept)


def finish(
    job: Job,
    state: Job.State,
    *,
    at: datetime,
    result: JobResult | None = None,
    failure: str = "",
) -> bool:
    """End this attempt's job; False where it is no more ours."""
    values: dict[str, Any] = {"state": state, "finished_at": at, "failure": failure[:120]}
    if state == Job.State.DONE:
        values["progress"] = 1.0
    if result is not None:
        values |= {"result_kind": result.kind, "result_id": str(result.id)}
    with transaction.atomic():
        kept = mine(job).update(**values)
        if kept:
            job.refresh_from_db()
            tell(job, state.value)
    return bool(kept)


def hand_back(job: Job) -> None:
    """Give a job that was not finished to the next worker; the attempt does not count."""
    with transaction.atomic():
        if mine(job).update(
            state=Job.State.QUEUED, attempts=job.attempts - 1, worker="", heartbeat_at=None
        ):
            job.refresh_from_db()
            enqueue(job)
            tell(job, "queued")


def hand_over_jobs_of(worker: str) -> int:
    """Take over the jobs of a worker that has ended; return how many."""
    return sum(take_over(job) for job in Job.objects.filter(state="running", worker=worker))


def take_over_lost_jobs(*, at: datetime, except_worker: str = "") -> int:
    """Take over the jobs whose worker is silent; return how many.

    Those of `except_worker` are left alone: it is the one that asks, so it lives
    (a laptop that slept has old heartbeats and no dead worker).
    """
    lost = Job.objects.filter(state=Job.State.RUNNING, heartbeat_at__lt=at - LOST_AFTER)
    return sum(take_over(job) for job in lost.exclude(worker=except_worker))


def take_over(job: Job) -> bool:
    """Queue a lost job again, or fail it where it has had all its attempts."""
    spent = job.attempts >= max_attempts(job)
    with transaction.atomic():
        if job.cancel_requested:
            return finish(job, Job.State.CANCELLED, at=timezone.now())
        if spent:
            return finish(job, Job.State.FAILED, at=timezone.now(), failure=WORKER_LOST)
        kept = mine(job).update(state=Job.State.QUEUED, worker="", heartbeat_at=None)
        if kept:
            logger.warning("Job %s lost its worker; it will run again", job.id)
            job.refresh_from_db()
            enqueue(job)
            tell(job, "queued")
    return bool(kept)


def max_attempts(job: Job) -> int:
    try:
        return kind_named(job.kind).max_attempts
    except LookupError:
        return 0


def queue_again_what_was_dropped(*, at: datetime) -> int:
    """Queue the waiting jobs whose worker died between the queue and the job.

    It is rare: the queue's row says "running", the job says "queued".
    """
    from django_tasks_db.models import DBTaskResult

    dropped = 0
    waiting = Job.objects.filter(state=Job.State.QUEUED, created_at__lt=at - LOST_AFTER)
    for job in waiting:
        row = DBTaskResult.objects.filter(pk=job.task_id).first() if job.task_id else None
        if row is not None and row.status == "READY":
            continue
        if row is not None and row.started_at and row.started_at > at - LOST_AFTER:
            continue
        with transaction.atomic():
            if Job.objects.filter(pk=job.pk, state="queued", task_id=job.task_id).exists():
                enqueue(job)
                dropped += 1
    return dropped


def tell(job: Job, what: str) -> None:
    publish(job.scope, f"job.{job.id}", what, {"job": str(job.id), "percent": job.percent})
