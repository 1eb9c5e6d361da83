"""Files beside the database which only the owner of the installation may read.

A secret's file is made on first use with mode 0600, and never silently replaced: a
lost or damaged one is an error, since what it protects would be unreadable.
"""

import os
import secrets
from pathlib import Path
from typing import IO


def read_or_create(path: Path, *, length_bytes: int = 48) -> str:
    """Return the secret in `path`; make it, atomically, if the file is absent."""
    for folder in (path.parent.parent, path.parent):
        # `parents` would make all but the last with the usual rights.
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = secrets.token_urlsafe(length_bytes)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(fresh + "\n", encoding="ascii")
        try:
            # link fails where the file appeared meanwhile; the first one wins.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()


def open_private(path: Path) -> IO[str]:
    """Open a file to write at its end; made with mode 0600 where it is absent."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    return os.fdopen(handle, "a", encoding="utf-8")
