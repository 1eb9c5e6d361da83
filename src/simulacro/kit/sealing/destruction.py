"""Crypto-shredding: without its data keys, a scope's sealed values are noise."""

import shutil
import uuid

from django.db import connection, transaction

from simulacro.kit.sealing import files, keys
from simulacro.kit.sealing.models import DataKey


def destroy_scope(scope: uuid.UUID) -> int:
    """Destroy all data keys and files of `scope`; return how many keys there were.

    Nothing sealed for the scope can be opened again from this database. A
    process that opened a key before keeps it for `keys.KEPT_S` seconds at most;
    backups made before still hold the wrapped key (docs/reference/encryption.md).
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Overwrite the freed pages; otherwise the wrapped key stays in them.
            cursor.execute("PRAGMA secure_delete = ON")
    with transaction.atomic():
        keys.lock_keys()
        gone = list(DataKey.objects.filter(scope=scope))
        DataKey.objects.filter(scope=scope).delete()
        transaction.on_commit(truncate_write_ahead_log)
    keys.OPEN.sealing.pop(scope, None)
    for row in gone:
        keys.OPEN.keys.pop(row.id, None)
    shutil.rmtree(files.uploads_folder() / str(scope), ignore_errors=True)
    return len(gone)


def truncate_write_ahead_log() -> None:
    """Move SQLite's WAL into the file and empty it, as far as readers allow."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
