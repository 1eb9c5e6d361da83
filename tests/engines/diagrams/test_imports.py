"""Importing the engines stays quick: the compiler comes with the first table."""

import subprocess
import sys


def test_importing_the_engines_does_not_import_numba() -> None:
    program = (
        "import sys, simulacro.engines.diagrams, simulacro.engines.faulttree\n"
        "assert 'numba' not in sys.modules, 'numba is imported too early'\n"
        "import simulacro.engines.diagrams as d; d.Diagrams(1)\n"
        "assert 'numba' in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
