"""Seal bytes, change keys, and destroy what must never be read again."""

import uuid

from simulacro.kit.sealing import cipher, keys
from simulacro.kit.sealing.destruction import destroy_scope
from simulacro.kit.sealing.files import delete_file, read_file, write_file
from simulacro.kit.sealing.rotation import (
    Rotation,
    discard_retired_keys,
    rotate_data_key,
    rotate_master_key,
)
from simulacro.kit.sealing.verification import verify_master_key

__all__ = [
    "Rotation",
    "delete_file",
    "destroy_scope",
    "discard_retired_keys",
    "read_file",
    "rotate_data_key",
    "rotate_master_key",
    "seal_bytes",
    "unseal_bytes",
    "verify_master_key",
    "write_file",
]


def seal_bytes(scope: uuid.UUID, plain: bytes, *, purpose: str) -> bytes:
    """Return `plain` sealed under the scope's key, for `purpose` alone.

    For values with a short life outside models and files, such as the
    arguments of a job: rotation does not know where they lie, so a rotated
    key keeps opening them until `discard_retired_keys` drops it.
    """
    place = cipher.Place(scope, ("bytes", purpose))
    key_id, key = keys.sealing_key(scope)
    return cipher.seal(key, key_id, plain, place)


def unseal_bytes(scope: uuid.UUID, sealed: bytes, *, purpose: str) -> bytes:
    """Return what `seal_bytes` was given; raise Tampered or DataKeyMissing."""
    place = cipher.Place(scope, ("bytes", purpose))
    return cipher.unseal(keys.opening_key(cipher.key_id_of(sealed, place), place), sealed, place)
