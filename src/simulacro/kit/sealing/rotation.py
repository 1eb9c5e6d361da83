"""Change keys while the data stays readable at every moment.

A row names the key that sealed it, so old and new keys live side by side. A
rotation may stop anywhere, by a crash too: called again it goes on where it
stopped, since what is left is exactly what still names an old key.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone

from simulacro.kit.sealing import files, keys, master
from simulacro.kit.sealing.errors import MasterKeyProblem
from simulacro.kit.sealing.fields import SealedField, SealedRow
from simulacro.kit.sealing.models import DataKey

BATCH_ROWS = 200
# A process may seal with the key it remembers for keys.KEPT_S after a rotation,
# and a job that was queued before it may still hold sealed arguments.
RETIRED_KEYS_ARE_KEPT = dt.timedelta(days=30)


# Who keeps sealed bytes outside sealed fields and files, and can seal them anew.
Resealer = Callable[[uuid.UUID], int]
RESEALERS: list[Resealer] = []


def register_resealer(resealer: Resealer) -> None:
    """Let `resealer(scope)` seal again what it keeps, and return how many values."""
    if resealer not in RESEALERS:
        RESEALERS.append(resealer)


@dataclass(frozen=True)
class Rotation:
    """What one call did: rows and files sealed anew, data keys wrapped anew."""

    rows: int = 0
    files: int = 0
    data_keys: int = 0


def rotate_master_key(*, forget_old: bool = False) -> Rotation:
    """Wrap every data key with a new master key; finish a rotation that was interrupted.

    The file gets one more generation; with SIMULACRO_MASTER_KEY the new one must
    already be in the variable. Old generations stay, since backups need them,
    unless `forget_old`. Raises MasterKeyProblem.
    """
    ring = master.load()
    if ring is None:
        raise MasterKeyProblem("absent", master.absent_key())
    interrupted = DataKey.objects.filter(master_generation__lt=ring.current).exists()
    if not interrupted and not master.from_environment():
        ring = master.add_generation(ring)
    keys.OPEN.ring = ring
    wrapped = 0
    while batch := wrap_batch(ring):
        wrapped += batch
    if forget_old and not master.from_environment():
        with transaction.atomic():
            keys.lock_keys()
            wrap_batch(ring)
            keys.OPEN.ring = master.keep_only_current(ring)
    return Rotation(data_keys=wrapped)


def wrap_batch(ring: master.MasterKeyring) -> int:
    with transaction.atomic():
        keys.lock_keys()
        batch = list(DataKey.objects.exclude(master_generation=ring.current)[:BATCH_ROWS])
        for row in batch:
            key = keys.unwrap_with_fresh_ring(row)
            row.master_generation, row.wrapped = ring.wrap(key, key_id=row.id, scope=row.scope)
            row.save(update_fields=["master_generation", "wrapped"])
    return len(batch)


def rotate_data_key(scope: uuid.UUID) -> Rotation:
    """Make a new data key for `scope` and seal all its rows and files anew.

    A scope without a key has nothing to rotate. Old keys are retired, and
    dropped later by `discard_retired_keys`.
    """
    with transaction.atomic():
        keys.lock_keys()
        old = list(DataKey.objects.filter(scope=scope, retired_at=None).order_by("number"))
        if not old:
            return Rotation()
        # Two keys not retired: a rotation was interrupted. Finish that one.
        if len(old) == 1:
            keys.make_key(scope)
        else:
            old.pop()
    keys.OPEN.sealing.pop(scope, None)
    old_ids = [row.id for row in old]
    rows = reseal_rows(old_ids) + sum(resealer(scope) for resealer in RESEALERS)
    done = Rotation(rows=rows, files=reseal_files(scope, set(old_ids)))
    DataKey.objects.filter(id__in=old_ids).update(retired_at=timezone.now())
    return done


def reseal_rows(old_ids: list[uuid.UUID]) -> int:
    count = 0
    for model, fields in sealed_models():
        while batch := reseal_batch(model, fields, old_ids):
            count += batch
    return count


def sealed_models() -> Iterator[tuple[type[models.Model], list[SealedField[Any, Any]]]]:
    """Every model with sealed fields, and these."""
    for model in apps.get_models():
        fields: list[SealedField[Any, Any]] = [
            field for field in model._meta.concrete_fields if isinstance(field, SealedField)
        ]
        if fields:
            yield model, fields


def sealed_with(fields: list[SealedField[Any, Any]], key_ids: list[uuid.UUID]) -> Q:
    found = Q()
    for field in fields:
        for key_id in key_ids:
            found |= Q(**{f"{field.name}__sealed_with": key_id})
    return found


def reseal_batch(
    model: type[models.Model], fields: list[SealedField[Any, Any]], old_ids: list[uuid.UUID]
) -> int:
    """Seal up to BATCH_ROWS rows anew, in one transaction; return how many."""
    with transaction.atomic():
        rows = model._default_manager.filter(sealed_with(fields, old_ids)).order_by("pk")
        if connection.features.has_select_for_update:
            rows = rows.select_for_update(of=("self",))
        batch = list(rows[:BATCH_ROWS])
        for row in batch:
            values = {
                field.name: field.close(cast(SealedRow, row), getattr(row, field.name))
                for field in fields
                if getattr(row, field.name) is not None
            }
            model._default_manager.filter(pk=row.pk).update(**values)
    return len(batch)


def reseal_files(scope: uuid.UUID, old_ids: set[uuid.UUID]) -> int:
    count = 0
    for file_id in files.files_of(scope):
        try:
            if files.key_of(scope, file_id) in old_ids:
                files.put(scope, file_id, files.read_file(scope, file_id))
                count += 1
        except FileNotFoundError:
            # Deleted meanwhile, and it shall stay so.
            continue
    return count


def discard_retired_keys(*, at: dt.datetime | None = None) -> int:
    """Delete data keys retired for 30 days which nothing refers to; return how many."""
    before = (at or timezone.now()) - RETIRED_KEYS_ARE_KEPT
    dropped = 0
    for row in DataKey.objects.filter(retired_at__lt=before):
        # Rows sealed by a process that remembered the old key after the rotation.
        reseal_rows([row.id])
        reseal_files(row.scope, {row.id})
        for resealer in RESEALERS:
            resealer(row.scope)
        dropped += DataKey.objects.filter(id=row.id).delete()[0]
    return dropped
