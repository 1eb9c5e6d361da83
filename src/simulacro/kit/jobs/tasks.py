"""The one task of the queue: run a job. It carries the job's id and nothing else."""

import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import close_old_connections, connections
from django.utils import timezone
from django_tasks import task

from simulacro.kit.jobs import services
from simulacro.kit.jobs.kinds import kind_named
from simulacro.kit.jobs.models import Job
from simulacro.kit.jobs.worker_identity import identity

logger = logging.getLogger("simulacro.jobs")

# A page is told of progress at most this often; what comes between is not lost,
# the next report carries it.
REPORT_EVERY_S = 0.2


class JobCancelled(BaseException):
    """Somebody cancelled the job. Not an Exception, so that no job swallows it."""


class JobTakenOver(BaseException):
    """Another worker has this job now: this attempt writes nothing more."""


class Work:
    """The JobWork of one attempt."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.job_id: uuid.UUID = job.id
        self.scope: uuid.UUID = job.scope
        self.attempt: int = job.attempts
        # Set by the heartbeat, read by the job's own thread.
        self.cancelled = threading.Event()
        self.taken_over = threading.Event()
        self.told_at = 0.0

    def check(self) -> None:
        if self.taken_over.is_set():
            raise JobTakenOver
        if self.cancelled.is_set():
            raise JobCancelled
        if identity.stopping.is_set():
            raise WorkerStops

    def report(self, progress: float, step: str = "") -> None:
        if not 0 <= progress <= 1:
            raise ValueError(f"progress {progress} is not between 0 and 1")
        if step and step not in kind_named(self.job.kind).steps:
            raise ValueError(f"{self.job.kind} declares no step {step!r}")
        self.check()
        now = time.monotonic()
        if now - self.told_at < REPORT_EVERY_S and step in ("", self.job.step):
            return
        self.told_at = now
        if not services.report(self.job, progress, step or self.job.step):
            raise JobTakenOver
        self.look_for_cancel()
        self.check()

    def look_for_cancel(self) -> None:
        asked = Job.objects.filter(pk=self.job.pk).values_list("cancel_requested", flat=True)
        if asked.first():
            self.cancelled.set()


class WorkerStops(BaseException):
    """The worker was told to end: the job goes back to the queue."""


@contextmanager
def heartbeat(work: Work) -> Iterator[None]:
    """Say every two seconds that this attempt lives, and hear whether it should."""
    over = threading.Event()

    def run() -> None:
        try:
            while not over.wait(services.HEARTBEAT_S):
                try:
                    close_old_connections()
                    if not services.beat(work.job, at=timezone.now()):
                        work.taken_over.set()
                        return
                    work.look_for_cancel()
                except Exception:
                    logger.exception("A heartbeat of job %s failed", work.job_id)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(5.0)


@task()
def run_job(job_id: str) -> str:
    """Run one attempt and return its end; exceptions stay here.

    The queue would keep a traceback in the clear, and a traceback quotes values.
    """
    job = services.claim(uuid.UUID(job_id), worker=identity.id, at=timezone.now())
    if job is None:
        return "not waiting"
    work = Work(job)
    try:
        with heartbeat(work):
            result = kind_named(job.kind).function(work, **job.arguments)
    except JobCancelled:
        services.finish(job, Job.State.CANCELLED, at=timezone.now())
        return "cancelled"
    except JobTakenOver:
        return "taken over"
    except WorkerStops:
        services.hand_back(job)
        return "handed back"
    except Exception as problem:
        # The name of the exception only, in the log as well.
        name = type(problem).__name__
        logger.error("Job %s (%s) failed: %s", job.id, job.kind, name)
        services.finish(job, Job.State.FAILED, at=timezone.now(), failure=name)
        return "failed"
    services.finish(job, Job.State.DONE, at=timezone.now(), result=result)
    return "done"
