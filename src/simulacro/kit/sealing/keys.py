"""From a scope to its data key, and from a key id to the key.

Opened keys are kept in the process for KEPT_S seconds. A key that seals is
remembered only once its row is committed: one made in a transaction which is
rolled back must not seal anything afterwards. A row that this process did not
make itself in a transaction still open can only have been committed.
"""

import secrets
import time
import uuid
from functools import partial

from django.db import connection, transaction

from simulacro.kit.sealing import master
from simulacro.kit.sealing.cipher import KEY_BYTES, Place
from simulacro.kit.sealing.errors import DataKeyMissing, MasterKeyProblem
from simulacro.kit.sealing.models import DataKey

KEPT_S = 60.0
# One lock for the making and rotating of keys, held to the end of the transaction.
LOCK_NUMBER = 7_361_108


class OpenKeys:
    """Opened data keys of this process, each forgotten after KEPT_S seconds."""

    def __init__(self) -> None:
        self.ring: master.MasterKeyring | None = None
        self.keys: dict[uuid.UUID, tuple[float, uuid.UUID, bytes]] = {}
        self.sealing: dict[uuid.UUID, tuple[float, uuid.UUID]] = {}
        # Made here and not known to be committed; never cleared, or one might seem so.
        self.made: set[uuid.UUID] = set()

    def __repr__(self) -> str:
        return "<OpenKeys>"

    def clear(self) -> None:
        self.ring = None
        self.keys.clear()
        self.sealing.clear()


OPEN = OpenKeys()


def lock_keys() -> None:
    """Let one transaction at a time make or rotate keys.

    On SQLite every transaction here begins IMMEDIATE and so holds the write lock.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK_NUMBER])


def sealing_key(scope: uuid.UUID) -> tuple[uuid.UUID, bytes]:
    """Return id and key that seal for `scope` now; the first call makes them."""
    kept = OPEN.sealing.get(scope)
    if kept is not None and kept[0] > time.monotonic():
        return kept[1], opening_key(kept[1], Place(scope, ("data key",)))
    row = newest(scope)
    if row is None:
        with transaction.atomic():
            lock_keys()
            row = newest(scope) or make_key(scope)
    key = unwrapped(row)
    if row.id in OPEN.made:
        transaction.on_commit(partial(remember_sealing, scope, row.id))
    else:
        # Thousands of values may be sealed in one transaction: each would ask for its key again.
        remember_sealing(scope, row.id)
    return row.id, key


def newest(scope: uuid.UUID) -> DataKey | None:
    return DataKey.objects.filter(scope=scope).order_by("-number").first()


def make_key(scope: uuid.UUID) -> DataKey:
    """Make the next data key of `scope`; call inside a transaction that holds the lock."""
    latest = newest(scope)
    row = DataKey(scope=scope, number=latest.number + 1 if latest else 1)
    row.master_generation, row.wrapped = ring_for_new_keys().wrap(
        secrets.token_bytes(KEY_BYTES), key_id=row.id, scope=scope
    )
    row.save(force_insert=True)
    OPEN.made.add(row.id)
    return row


def opening_key(key_id: uuid.UUID, place: Place) -> bytes:
    """Return the key `key_id`, which must be of the place's scope.

    Raises DataKeyMissing where it was destroyed or belongs to another scope.
    """
    kept = OPEN.keys.get(key_id)
    if kept is None or kept[0] <= time.monotonic():
        row = DataKey.objects.filter(id=key_id).first()
        if row is None:
            OPEN.keys.pop(key_id, None)
            raise DataKeyMissing(str(place), key_id)
        unwrapped(row)
        kept = OPEN.keys[key_id]
    if kept[1] != place.scope:
        raise DataKeyMissing(str(place), key_id)
    return kept[2]


def is_open(key_id: uuid.UUID) -> bool:
    """Whether the key is in memory now; `opening_key` reads it again where it is not."""
    kept = OPEN.keys.get(key_id)
    return kept is not None and kept[0] > time.monotonic()


def unwrapped(row: DataKey) -> bytes:
    key = unwrap_with_fresh_ring(row)
    OPEN.keys[row.id] = (time.monotonic() + KEPT_S, row.scope, key)
    return key


def unwrap_with_fresh_ring(row: DataKey) -> bytes:
    """Open `row`, reading the master key again if this process knows an older ring."""
    ring = OPEN.ring
    if ring is None or row.master_generation not in ring.keys:
        ring = OPEN.ring = master.load()
    if ring is None:
        raise MasterKeyProblem("absent", master.absent_key())
    return ring.unwrap(
        bytes(row.wrapped), generation=row.master_generation, key_id=row.id, scope=row.scope
    )


def ring_for_new_keys() -> master.MasterKeyring:
    """Read the ring afresh; make it only where no data key depends on a lost one."""
    ring = master.load()
    if ring is None:
        if DataKey.objects.exists():
            raise MasterKeyProblem("absent", master.absent_key())
        ring = master.create()
    OPEN.ring = ring
    return ring


def remember_sealing(scope: uuid.UUID, key_id: uuid.UUID) -> None:
    OPEN.made.discard(key_id)
    OPEN.sealing[scope] = (time.monotonic() + KEPT_S, key_id)
