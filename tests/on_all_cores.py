"""How a run of several processes shares its work (`pytest -n auto --dist loadfile`).

The kernels are compiled once, while the processes collect, instead of by each
of them. Files that start programs or browsers come first: they are the long
ones, and would keep one core idle at the end.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.prepared import run_folder

WARM = "from simulacro.engines.faulttree import warm; warm()"
SOURCES = str(Path(__file__).resolve().parent.parent / "src")
LONG = ("tests/browser/", "tests/kit/jobs/", "tests/kit/live/", "tests/config/")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("dist", "no") == "no" or hasattr(config, "workerinput"):
        return
    with (run_folder() / "kernels.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        # The child holds the lock until it ends.
        subprocess.Popen(
            [sys.executable, "-c", WARM],
            pass_fds=[lock.fileno()],
            env={**os.environ, "PYTHONPATH": SOURCES},
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):
        with (run_folder() / "kernels.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
