"""The whole run on a throw-away PostgreSQL: `pytest -p tests.postgres_server`.

A pytest plugin and not a fixture, since Django reads DATABASE_URL before any
conftest is loaded. Works as root (drops to the user postgres) or as anybody.
"""

import os

from tests.postgres import Server

# The processes of one run share the server of the first.
_server = None if "PYTEST_XDIST_WORKER" in os.environ else Server()
if _server is not None:
    os.environ["DATABASE_URL"] = _server.start()


def pytest_report_header() -> str:
    return "database: PostgreSQL"


def pytest_unconfigure() -> None:
    if _server is not None:
        _server.stop()
