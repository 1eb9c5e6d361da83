"""Let every process of a run read the bytecode which the first one wrote.

The tests start the program some eighty times; compiling it anew each time, as
PYTHONDONTWRITEBYTECODE asks, would be most of their work. Loaded first by
pyproject's addopts.
"""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
