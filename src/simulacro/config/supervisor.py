"""The worker: a child process that is started again if it dies, and dies with us."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import uuid4

logger = logging.getLogger("simulacro.serve")

FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
# A worker that lived this long was well; the next pause is short again.
WELL_AFTER_S = 60.0


def worker_command(worker_id: str) -> list[str]:
    return [sys.executable, "-m", "simulacro", "worker", "--child", "--id", worker_id]


@dataclass
class Supervisor:
    """Keeps one worker running.

    `on_death` is called with the id of each worker that has ended, so that its
    jobs can be handed to the next one without waiting for their heartbeat.
    """

    on_death: Callable[[str], object]
    command: Callable[[str], Sequence[str]] = worker_command
    first_pause_s: float = FIRST_PAUSE_S
    child: "subprocess.Popen[bytes] | None" = None
    stopping: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None

    def start(self) -> None:
        self.thread = threading.Thread(target=self.keep_running, name="supervisor", daemon=True)
        self.thread.start()

    def keep_running(self) -> None:
        # This thread lives as long as the process: on Linux a child's parent-death
        # signal is tied to the thread which started it.
        pause_s = self.first_pause_s
        while not self.stopping.is_set():
            started = time.monotonic()
            worker_id = f"worker-{uuid4().hex[:12]}"
            code = self.run_once(worker_id)
            self.release(worker_id)
            if self.stopping.is_set():
                return
            if time.monotonic() - started > WELL_AFTER_S:
                pause_s = self.first_pause_s
            logger.warning("The worker ended with code %s; again in %.1f s", code, pause_s)
            self.stopping.wait(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)

    def run_once(self, worker_id: str) -> int:
        # The child reads its standard input: it ends when we do, however we end.
        # In a session of its own, Ctrl-C reaches us alone and we stop it in order.
        self.child = subprocess.Popen(
            list(self.command(worker_id)), stdin=subprocess.PIPE, start_new_session=True
        )
        if self.stopping.is_set():
            self.child.terminate()
        return self.child.wait()

    def release(self, worker_id: str) -> None:
        try:
            self.on_death(worker_id)
        except Exception:
            # The heartbeat will tell the next worker, later.
            logger.exception("The jobs of %s could not be handed over", worker_id)

    def stop(self, *, grace_s: float) -> None:
        """End the worker: it may hand its job back for `grace_s`, then it is killed."""
        self.stopping.set()
        child = self.child
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(grace_s)
            except subprocess.TimeoutExpired:
                child.kill()
        if self.thread is not None:
            self.thread.join(0.3)
