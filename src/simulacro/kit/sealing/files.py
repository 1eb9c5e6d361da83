"""Sealed files: uploads and cached pictures under DATA_DIR/uploads.

One file per value, `uploads/<scope>/<id>.sealed`, mode 0600, bound to its
scope and id: renamed or moved to another scope it no longer opens.
"""

import os
import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from simulacro.kit.sealing import cipher, keys

SUFFIX = ".sealed"


def uploads_folder() -> Path:
    return Path(settings.DATA_DIR) / "uploads"


def path_of(scope: uuid.UUID, file_id: uuid.UUID) -> Path:
    return uploads_folder() / str(scope) / f"{file_id}{SUFFIX}"


def place_of(scope: uuid.UUID, file_id: uuid.UUID) -> cipher.Place:
    return cipher.Place(scope, ("file", str(file_id)))


def write_file(scope: uuid.UUID, content: bytes) -> uuid.UUID:
    """Seal `content` into a new file of `scope`; return the id to read it by."""
    file_id = uuid.uuid4()
    put(scope, file_id, content)
    return file_id


def read_file(scope: uuid.UUID, file_id: uuid.UUID) -> bytes:
    """Return what was written. Raises FileNotFoundError, Tampered or DataKeyMissing."""
    sealed = path_of(scope, file_id).read_bytes()
    place = place_of(scope, file_id)
    return cipher.unseal(keys.opening_key(cipher.key_id_of(sealed, place), place), sealed, place)


def delete_file(scope: uuid.UUID, file_id: uuid.UUID) -> None:
    path_of(scope, file_id).unlink(missing_ok=True)


def put(scope: uuid.UUID, file_id: uuid.UUID, content: bytes) -> None:
    """Write the file whole or not at all."""
    key_id, key = keys.sealing_key(scope)
    sealed = cipher.seal(key, key_id, content, place_of(scope, file_id))
    path = path_of(scope, file_id)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)


def files_of(scope: uuid.UUID) -> Iterator[uuid.UUID]:
    """Ids of all files of `scope`, in order."""
    for path in sorted((uploads_folder() / str(scope)).glob(f"*{SUFFIX}")):
        yield uuid.UUID(path.name.removesuffix(SUFFIX))


def key_of(scope: uuid.UUID, file_id: uuid.UUID) -> uuid.UUID:
    with path_of(scope, file_id).open("rb") as file:
        return cipher.key_id_of(file.read(cipher.SHORTEST), place_of(scope, file_id))
