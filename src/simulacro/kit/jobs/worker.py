"""The worker's loop around django-tasks' database worker."""

import logging
import os
import signal
import sys
import threading
import time
from datetime import timedelta
from types import FrameType

from django.db import OperationalError, close_old_connections, connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from simulacro.kit import idempotency
from simulacro.kit.jobs import services
from simulacro.kit.jobs.worker_identity import identity
from simulacro.kit.undo import services as undo

logger = logging.getLogger("simulacro.jobs")

# How often the queue is looked at; a look is one read of an index.
LOOK_EVERY_S = 0.2
SWEEP_EVERY_S = 5.0
KEEP_RESULTS = timedelta(hours=24)


def run(*, worker_id: str, child: bool) -> int:
    """Run jobs until SIGTERM or SIGINT; with `child`, also until the parent is gone."""
    identity.id = worker_id or identity.id
    if child:
        die_with_parent()
        threading.Thread(target=end_with_standard_input, name="parent", daemon=True).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    threading.Thread(target=sweep, name="sweep", daemon=True).start()
    queue = Worker(
        queue_names=["default"],
        interval=0.0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=identity.id,
        excluded_queue_names=[],
    )
    while not identity.stopping.is_set():
        try:
            close_old_connections()
            if DBTaskResult.objects.ready().exists():
                queue.run()
                continue
        except OperationalError:
            logger.exception("The worker lost the database; it tries again")
            connections.close_all()
            identity.stopping.wait(2.0)
        identity.stopping.wait(LOOK_EVERY_S)
    return 0


def stop(number: int, frame: FrameType | None) -> None:
    """End after handing the job back; a second signal ends at once."""
    if identity.stopping.is_set():
        os._exit(1)
    identity.stopping.set()


def sweep() -> None:
    """Every five seconds: take over the jobs of workers that have fallen silent."""
    pruned_at = 0.0
    while not identity.stopping.wait(SWEEP_EVERY_S):
        try:
            close_old_connections()
            now = timezone.now()
            services.take_over_lost_jobs(at=now, except_worker=identity.id)
            services.queue_again_what_was_dropped(at=now)
            if time.monotonic() - pruned_at > 600:
                pruned_at = time.monotonic()
                idempotency.prune(now)
                undo.prune(now)
                old = now - KEEP_RESULTS
                DBTaskResult.objects.finished().filter(finished_at__lt=old).delete()
        except Exception:
            logger.exception("The sweep for lost jobs failed; it comes again")


def die_with_parent() -> None:
    """On Linux, let the kernel end this process when the one that started it ends."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    parent_death_signal = 1  # PR_SET_PDEATHSIG
    ctypes.CDLL(None, use_errno=True).prctl(parent_death_signal, signal.SIGKILL, 0, 0, 0)


def end_with_standard_input() -> None:
    """The parent holds the other end of our standard input: its end is ours, on any system."""
    while sys.stdin.buffer.read(1024):
        pass
    identity.stopping.set()
    time.sleep(1.0)
    os._exit(0)
