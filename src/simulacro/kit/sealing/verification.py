"""Find a lost or foreign master key at the start, not at the first page."""

from typing import Any

from django.core import checks
from django.db import DatabaseError

from simulacro.kit.sealing import keys, master
from simulacro.kit.sealing.errors import MasterKeyProblem
from simulacro.kit.sealing.models import DataKey


def verify_master_key() -> None:
    """Open one data key of each master generation in use.

    Raises MasterKeyProblem, whose text is one sentence saying what to do. A
    database without data keys has nothing to lose and passes, unless the key
    which is there is damaged.
    """
    keys.OPEN.clear()
    master.load()
    for generation in (
        DataKey.objects.order_by("master_generation")
        .values_list("master_generation", flat=True)
        .distinct()
    ):
        row = DataKey.objects.filter(master_generation=generation).order_by("created_at").first()
        if row is not None:
            keys.unwrap_with_fresh_ring(row)


def check_master_key(**options: Any) -> list[checks.CheckMessage]:
    """Django's system check `kit.E003`."""
    try:
        verify_master_key()
    except MasterKeyProblem as problem:
        return [checks.Error(str(problem), id="kit.E003")]
    except DatabaseError:
        # Before the first migration there is no table, and nothing sealed.
        return []
    return []
