"""Jobs in real worker processes that are killed, cancelled and stopped."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.running import Installation, RunningServer, wait_until

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

    def prepare(self) -> None:
        self.installation.do(START)

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


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    installation = Installation("tests.slow_jobs.settings")
    try:
        yield Bench(installation, tmp_path)
    finally:
        installation.close()


@pytest.fixture
def server(bench: Bench) -> Iterator[RunningServer]:
    with bench.installation.start() as server:
        bench.prepare()
        yield server


def test_job_runs_and_its_progress_is_told(bench: Bench, server: RunningServer) -> None:
    job = bench.start("slow.count", diary=str(bench.diary), steps=5, pause_s=0.25)
    seen = bench.wait(job, "done")
    assert (seen["progress"], seen["attempts"], seen["result_kind"]) == (1.0, 1, "count")
    told = bench.installation.do(
        "answer = [(e.kind, e.payload['percent']) for e in "
        f"LiveEvent.objects.filter(topic='job').order_by('id') if e.payload['job'] == {job!r}]"
    )
    kinds = [kind for kind, _ in told]
    assert kinds[:2] == ["queued", "running"]
    assert kinds[-1] == "done"
    percents = [percent for kind, percent in told if kind == "progress"]
    assert percents == sorted(percents)
    assert 60 in percents


def test_killed_worker_is_replaced_and_its_job_runs_again(
    bench: Bench, server: RunningServer
) -> None:
    job = bench.start("slow.count", diary=str(bench.diary), steps=8, pause_s=0.25)
    wait_until(lambda: bench.look(job)["progress"] > 0)
    (killed,) = server.workers()
    os.kill(killed, signal.SIGKILL)
    seen = bench.wait(job, "done")
    assert seen["attempts"] == 2
    assert bench.lines() == ["begin 1", "begin 2", "end"]
    assert server.workers() != [killed]


def test_job_that_kills_every_worker_fails_with_a_reason(
    bench: Bench, server: RunningServer
) -> None:
    job = bench.start("slow.fatal", diary=str(bench.diary))
    seen = bench.wait(job, "failed")
    assert (seen["failure"], seen["attempts"]) == ("worker_lost", 2)
    # And the next job is served.
    assert bench.wait(bench.start("slow.count", diary=str(bench.diary), steps=1, pause_s=0), "done")


def test_cancelled_job_stops_at_its_next_report(bench: Bench, server: RunningServer) -> None:
    job = bench.start("slow.count", diary=str(bench.diary), steps=400, pause_s=0.1)
    wait_until(lambda: bench.look(job)["progress"] > 0)
    bench.installation.do(f"services.cancel_job(Job.objects.get(pk={job!r}))")
    assert bench.wait(job, "cancelled")["progress"] < 1
    assert "end" not in bench.lines()


def test_failure_tells_its_name_and_never_its_words(bench: Bench, server: RunningServer) -> None:
    job = bench.start("slow.crash", word="MARKER-caballo-grapa")
    seen = bench.wait(job, "failed")
    assert seen["failure"] == "ValueError"
    bench.installation.do("from django.db import connection; connection.close()")
    assert server.stop() == 0
    assert "MARKER-caballo" not in server.output()
    if not bench.installation.database:
        for file in Path(bench.installation.folder.name).rglob("*.sqlite3*"):
            assert b"MARKER-caballo" not in file.read_bytes(), file.name


def test_ctrl_c_hands_the_running_job_to_the_next_start(bench: Bench) -> None:
    with bench.installation.start() as server:
        bench.prepare()
        job = bench.start("slow.count", diary=str(bench.diary), steps=12, pause_s=0.25)
        wait_until(lambda: bench.look(job)["progress"] > 0)
        server.stop()
        seen = bench.look(job)
        # An orderly end does not count as an attempt.
        assert (seen["state"], seen["attempts"]) == ("queued", 0)
    with bench.installation.start():
        assert bench.wait(job, "done")["attempts"] == 1


def test_deaf_job_does_not_hold_the_exit_and_is_queued_again(bench: Bench) -> None:
    with bench.installation.start() as server:
        bench.prepare()
        job = bench.start("slow.deaf", diary=str(bench.diary))
        wait_until(bench.lines)
        (worker,) = server.workers()
        server.stop()
        assert bench.look(job)["state"] == "queued"
        wait_until(lambda: not Path(f"/proc/{worker}").exists())


def test_worker_dies_with_a_killed_server_and_another_takes_its_job_over(bench: Bench) -> None:
    with bench.installation.start() as server:
        bench.prepare()
        job = bench.start("slow.count", diary=str(bench.diary), steps=8, pause_s=0.25)
        wait_until(lambda: bench.look(job)["progress"] > 0)
        (orphan,) = server.workers()
        server.process.kill()
        server.process.wait()
        wait_until(lambda: not Path(f"/proc/{orphan}").exists())
    assert bench.look(job)["state"] == "running"
    another = bench.worker()
    try:
        # Its heartbeat has to grow old first.
        assert bench.wait(job, "done", limit_s=60)["attempts"] == 2
    finally:
        another.terminate()
        assert another.wait(10) == 0


def test_two_workers_never_run_the_same_job(bench: Bench) -> None:
    with bench.installation.start("--no-worker"):
        bench.prepare()
        workers = [bench.worker() for _ in range(2)]
        jobs = [
            bench.start("slow.count", diary=str(bench.diary), steps=1, pause_s=0.01)
            for _ in range(20)
        ]
        try:
            for job in jobs:
                assert bench.wait(job, "done")["attempts"] == 1
            assert bench.lines().count("begin 1") == 20
        finally:
            for worker in workers:
                worker.terminate()
                worker.wait(10)


def test_suspended_worker_that_comes_back_writes_nothing(bench: Bench) -> None:
    with bench.installation.start("--no-worker"):
        bench.prepare()
        sleeper = bench.worker()
        job = bench.start("slow.count", diary=str(bench.diary), steps=30, pause_s=0.25)
        wait_until(lambda: bench.look(job)["progress"] > 0)
        sleeper.send_signal(signal.SIGSTOP)
        name = bench.look(job)["worker"]
        bench.installation.do(f"services.hand_over_jobs_of({name!r})")
        awake = bench.worker()
        try:
            wait_until(lambda: bench.look(job)["attempts"] == 2)
            sleeper.send_signal(signal.SIGCONT)
            time.sleep(1)
            assert bench.look(job)["worker"] != name
            assert bench.wait(job, "done")["attempts"] == 2
            assert bench.lines().count("end") == 1
        finally:
            for worker in (sleeper, awake):
                worker.terminate()
                worker.wait(10)
