"""A bench for real workers: start jobs, look at them, read what they wrote."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.running import Installation, wait_until

START = """
import uuid
from simulacro.kit.jobs.models import Job
from simulacro.kit.jobs import services
from simulacro.kit.live.models import LiveEvent
from simulacro.apps.brands.models import Brand
brand, _ = Brand.objects.get_or_create(name="Andariego", slug="andariego")
def start(kind, **arguments):
    return str(services.start_job(kind, scope=brand.id, arguments=arguments).id)
def look(job):
    job = Job.objects.get(pk=job)
    return {"state": job.state, "progress": job.progress, "attempts": job.attempts,
            "worker": job.worker, "failure": job.failure, "step": job.step,
            "result_kind": job.result_kind, "heartbeat": str(job.heartbeat_at)}
"""


class Bench:
    """An installation with slow jobs, and what they wrote."""

    def __init__(self, installation: Installation, folder: Path) -> None:
        self.installation = installation
        self.diary = folder / "diary"
        self.diary.touch()

    def start(self, kind: str, **arguments: Any) -> str:
        job: str = self.installation.do(f"answer = start({kind!r}, **{arguments!r})")
        return job

    def look(self, job: str) -> dict[str, Any]:
        seen: dict[str, Any] = self.installation.do(f"answer = look({job!r})")
        return seen

    def wait(self, job: str, state: str, *, limit_s: float = 40.0) -> dict[str, Any]:
        wait_until(lambda: self.look(job)["state"] == state, limit_s=limit_s)
        return self.look(job)

    def lines(self) -> list[str]:
        return self.diary.read_text().splitlines()

    def worker(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [sys.executable, "-m", "simulacro", "worker"], env=self.installation.environment
        )
