"""`python -m simulacro` is the same as the command `simulacro`."""

import sys

from simulacro.config.cli import main

if __name__ == "__main__":
    sys.exit(main())
