import os
import signal
import time
from pathlib import Path

from simulacro.kit.jobs.kinds import JobResult, JobWork, job_kind


@job_kind("slow.count", title="Counting", steps={"counting": "Counting on"})
def count(work: JobWork, *, diary: str, steps: int, pause_s: float) -> JobResult:
    """Write a line at each beginning and end, and report each step."""
    write(diary, f"begin {work.attempt}")
    for number in range(steps):
        work.report(number / steps, "counting")
        time.sleep(pause_s)
    write(diary, "end")
    return JobResult("count", work.job_id)


@job_kind("slow.crash", title="Crashing")
def crash(work: JobWork, *, word: str) -> None:
    raise ValueError(word)


@job_kind("slow.deaf", title="Deaf")
def deaf(work: JobWork, *, diary: str) -> None:
    """Neither reports nor listens."""
    write(diary, f"begin {work.attempt}")
    time.sleep(60)


@job_kind("slow.fatal", title="Fatal", max_attempts=2)
def fatal(work: JobWork, *, diary: str) -> None:
    """Takes its worker with it, whenever it runs."""
    write(diary, f"begin {work.attempt}")
    os.kill(os.getpid(), signal.SIGKILL)


def write(diary: str, line: str) -> None:
    with Path(diary).open("a") as file:
        file.write(line + "\n")
