"""When this installation was last written to a backup: a file in its data folder.

Not part of the backup: an installation restored from one has no copy of its own yet.
"""

from datetime import datetime
from pathlib import Path

from simulacro.config.secret_files import open_private

FILE = "last-backup"


def remember_backup(folder: Path, at: datetime) -> None:
    """Write down that everything was kept at `at`, which is aware."""
    with open_private(folder / FILE) as file:
        file.truncate(0)
        file.write(at.isoformat() + "\n")


def last_backup(folder: Path) -> datetime | None:
    """When the last backup was made; None where none is known."""
    try:
        return datetime.fromisoformat((folder / FILE).read_text("utf-8").strip())
    except (OSError, ValueError):
        return None
