"""A migrated installation, made once in a run; whoever needs one copies it.

Migrating takes seconds, and a run needs some thirty databases.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

DATABASE = "simulacro_prepared"
ROOT = Path(__file__).resolve().parent.parent


def run_folder() -> Path:
    """What all processes of this run share; see tests/own_data_dir.py."""
    return Path(os.environ["SIMULACRO_TEST_RUN"])


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let one process of the run in, the others after it."""
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def prepared_folder() -> Path:
    """The data folder of a migrated installation on SQLite, with its keys."""
    folder = run_folder() / "prepared"
    with one_at_a_time("prepared"):
        if not folder.is_dir():
            making = run_folder() / "preparing"
            migrate(making, "")
            making.rename(folder)
    return folder


@cache
def prepared_database() -> str:
    """The name of a migrated database on this run's PostgreSQL."""
    import psycopg

    folder = run_folder() / "prepared-postgres"
    with one_at_a_time("prepared-postgres"):
        if not folder.is_dir():
            url = os.environ["DATABASE_URL"]
            with psycopg.connect(url, autocommit=True) as server:
                server.execute(f"CREATE DATABASE {DATABASE}".encode())
            making = run_folder() / "preparing-postgres"
            migrate(making, urlunsplit(urlsplit(url)._replace(path=f"/{DATABASE}")))
            making.rename(folder)
    return DATABASE


def migrate(folder: Path, database_url: str) -> None:
    folder.mkdir()
    subprocess.run(
        [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
        env={
            **os.environ,
            "SIMULACRO_DATA_DIR": str(folder),
            "DATABASE_URL": database_url,
            "DJANGO_SETTINGS_MODULE": "simulacro.config.settings",
            # This checkout's own migrations, whichever one is installed.
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        },
        check=True,
    )


def copy_to(folder: Path) -> None:
    """Make `folder` the data folder of an installation of its own."""
    shutil.copytree(prepared_folder(), folder, dirs_exist_ok=True)
