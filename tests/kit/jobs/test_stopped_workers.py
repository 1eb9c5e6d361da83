"""Jobs in real worker processes whose server fails them or is stopped in order."""

from pathlib import Path

from tests.kit.jobs.bench import Bench
from tests.running import wait_until


def test_failure_tells_its_name_and_never_its_words(bench: Bench) -> None:
    with bench.installation.start() as server:
        job = bench.start("slow.crash", word="MARKER-caballo-grapa")
        assert bench.wait(job, "failed")["failure"] == "ValueError"
        server.stop()
        assert "MARKER-caballo" not in server.output()
    bench.installation.do("from django.db import connection; connection.close()")
    if not bench.installation.database:
        for file in Path(bench.installation.folder.name).rglob("*.sqlite3*"):
            assert b"MARKER-caballo" not in file.read_bytes(), file.name


def test_ctrl_c_hands_the_running_job_to_the_next_start(bench: Bench) -> None:
    with bench.installation.start() as server:
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
        job = bench.start("slow.deaf", diary=str(bench.diary))
        wait_until(bench.lines)
        (worker,) = server.workers()
        server.stop()
        assert bench.look(job)["state"] == "queued"
        wait_until(lambda: not Path(f"/proc/{worker}").exists())
