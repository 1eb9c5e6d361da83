"""Notice that something was published, in this process or in another one."""

import threading
from collections.abc import Callable
from typing import Protocol

from django.db import connection, connections

CHANNEL = "simulacro_live"
# How long another process's commit may go unnoticed on SQLite. A look costs 20 µs.
POLL_S = 0.05
# PostgreSQL tells at once; this is only for a notification lost with its connection.
PATIENCE_S = 5.0

_published = threading.Event()


def wake() -> None:
    """Something was published in this process."""
    _published.set()


class Watch(Protocol):
    """Waits for the next publication."""

    def wait(self, stopped: Callable[[], bool]) -> None:
        """Return when something may have been published, or when `stopped` is true."""


class SqliteWatch:
    """Another process's commit changes `PRAGMA data_version`; ours wakes us."""

    def __init__(self) -> None:
        self.version = self.data_version()

    def data_version(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])

    def wait(self, stopped: Callable[[], bool]) -> None:
        while not stopped():
            if _published.wait(POLL_S):
                _published.clear()
                return
            version = self.data_version()
            if version != self.version:
                self.version = version
                return


class PostgresWatch:
    """A notification of any process arrives when its transaction is committed."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self.raw = connection.connection
        self.raw.execute(f"LISTEN {CHANNEL}")

    def wait(self, stopped: Callable[[], bool]) -> None:
        # Short waits, so that a stop is noticed; PATIENCE_S in all.
        for _ in range(int(PATIENCE_S / 0.2)):
            if stopped():
                return
            for _notification in self.raw.notifies(timeout=0.2, stop_after=1):
                return


def watch() -> Watch:
    """Start to watch on a connection which belongs to the calling thread."""
    return PostgresWatch() if connection.vendor == "postgresql" else SqliteWatch()


def close_connections() -> None:
    """Give the calling thread's database connections back."""
    connections.close_all()
