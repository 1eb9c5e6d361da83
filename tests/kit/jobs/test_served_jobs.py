"""Jobs of one running server: progress, cancel, a killed worker, a killing job."""

import os
import signal
from collections.abc import Iterator

import pytest
from tests.kit.jobs.bench import Bench
from tests.running import Installation, RunningServer, wait_until


@pytest.fixture(scope="module")
def server(installation: Installation) -> Iterator[RunningServer]:
    """One server for every test of this module."""
    with installation.start() as server:
        yield server


def test_job_runs_and_its_progress_is_told(bench: Bench, server: RunningServer) -> None:
    job = bench.start("slow.count", diary=str(bench.diary), steps=5, pause_s=0.25)
    seen = bench.wait(job, "done")
    assert (seen["progress"], seen["attempts"], seen["result_kind"]) == (1.0, 1, "count")
    told = bench.installation.do(
        "answer = [(e.kind, e.payload['percent']) for e in "
        f"LiveEvent.objects.filter(topic='job.{job}').order_by('id')]"
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
