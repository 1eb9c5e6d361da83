"""Every test run keeps its keys, database and uploads in a folder of its own.

The translations are compiled first, since tests read Spanish pages.

Loaded by pyproject's addopts, before Django reads its settings.
"""

import os
import shutil
import tempfile
from pathlib import Path

from checks.catalogues import compile_catalogues

_folder = Path(tempfile.mkdtemp(prefix="simulacro-tests-"))
(_folder / "static").mkdir()
compile_catalogues()
os.environ["SIMULACRO_DATA_DIR"] = str(_folder)


def pytest_unconfigure() -> None:
    shutil.rmtree(_folder, ignore_errors=True)
