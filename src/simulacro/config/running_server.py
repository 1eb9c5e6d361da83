"""Where the server of this data folder is: a file that it holds while it runs.

The other commands read it to give an address that works. The lock on it, not the file, says that
the server lives: a server that was killed leaves the file behind and the lock not.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from simulacro.config.secret_files import open_private

FILE = "server-address"


@contextmanager
def address_left_in(folder: Path, address: str) -> Iterator[None]:
    """While it lasts, `address` is what :func:`running_at` of that folder answers.

    A second server of the same folder leaves the first one's.
    """
    path = folder / FILE
    with open_private(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield
            return
        file.truncate(0)
        file.write(address + "\n")
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


def running_at(folder: Path) -> str | None:
    """The address of the server that runs on that folder; None where none does."""
    try:
        with (folder / FILE).open(encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return file.read().strip() or None
    except OSError:
        pass
    return None
