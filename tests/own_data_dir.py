"""Every test run keeps its keys, database and uploads in a folder of its own.

The translations are compiled first, since tests read Spanish pages. Passwords
are hashed by Argon2 with its least cost, in the tests' own processes.
`SIMULACRO_TEST_RUN` is what all processes of the run share.

Loaded by pyproject's addopts, before Django reads its settings.
"""

import os
import shutil
import tempfile
from pathlib import Path

from checks.catalogues import compile_catalogues
from django.contrib.auth.hashers import Argon2PasswordHasher

_folder = Path(tempfile.mkdtemp(prefix="simulacro-tests-"))
(_folder / "static").mkdir()
os.environ["SIMULACRO_DATA_DIR"] = str(_folder)
if "PYTEST_XDIST_WORKER" not in os.environ:
    compile_catalogues()
    (_folder / "run").mkdir()
    os.environ["SIMULACRO_TEST_RUN"] = str(_folder / "run")
Argon2PasswordHasher.time_cost = 1
Argon2PasswordHasher.memory_cost = 64
Argon2PasswordHasher.parallelism = 1


def pytest_unconfigure() -> None:
    shutil.rmtree(_folder, ignore_errors=True)
