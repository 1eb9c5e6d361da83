"""Secrets of the installation which live in files beside the database.

A file is made on first use with mode 0600, and never silently replaced: a
lost or damaged one is an error, since what it protects would be unreadable.
"""

import os
import secrets
from pathlib import Path


def read_or_create(path: Path, *, length_bytes: int = 48) -> str:
    """Return the secret in `path`; make it, atomically, if the file is absent."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
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
