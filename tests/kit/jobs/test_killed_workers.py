"""Jobs in real worker processes that are orphaned, suspended and raced."""

import signal
import time
from pathlib import Path

from tests.kit.jobs.bench import Bench
from tests.running import wait_until


def test_worker_dies_with_a_killed_server_and_another_takes_its_job_over(bench: Bench) -> None:
    with bench.installation.start() as server:
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
        sleeper = bench.worker()
        job = bench.start("slow.count", diary=str(bench.diary), steps=12, pause_s=0.25)
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
