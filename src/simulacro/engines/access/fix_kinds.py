"""The kinds of fixes: where each applies, and what it changes. Their words are the product's.

``cost`` runs from 0 (free) to 3 (some hundreds a year), ``effort_min`` are minutes of work; both
are judgement. A kind is never renamed: findings, plans and history refer to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from simulacro.engines.access import closing, covering, guarding, reaching
from simulacro.engines.access.findings import Look
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.result import Fix

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FixKind:
    """A kind of fix: ``candidates`` where it may help, ``apply`` to do it."""

    name: str
    cost: int
    effort_min: int
    candidates: Callable[[Look], Iterator[Params]]
    apply: Callable[[Inventory, Params], Inventory]

    def fix(self, params: Params) -> Fix:
        return Fix(self.name, params, self.cost, self.effort_min)


def _kind(name: str, cost: int, effort_min: int, module: object) -> FixKind:
    """The kind whose functions are called ``name`` and ``name_where`` in ``module``."""
    return FixKind(name, cost, effort_min, getattr(module, f"{name}_where"), getattr(module, name))


KINDS: Final[dict[str, FixKind]] = {
    kind.name: kind
    for kind in (
        _kind("add_second_factor", 0, 20, guarding),
        _kind("use_app_not_sms", 0, 15, guarding),
        _kind("protect_recovery", 0, 20, guarding),
        _kind("use_security_key", 1, 30, guarding),
        _kind("change_password", 0, 10, guarding),
        _kind("split_password", 0, 45, guarding),
        _kind("train_person", 1, 60, guarding),
        _kind("lock_device", 0, 5, guarding),
        _kind("lock_line", 0, 30, guarding),
        _kind("separate_devices", 2, 60, guarding),
        _kind("add_second_eyes", 0, 30, guarding),
        _kind("add_kill_switch", 0, 30, guarding),
        _kind("remove_way", 0, 15, closing),
        _kind("revoke_tool", 0, 10, closing),
        _kind("revoke_leaver", 0, 30, closing),
        _kind("close_session", 0, 5, closing),
        _kind("add_person", 0, 30, reaching),
        _kind("give_admin", 0, 10, reaching),
        _kind("add_backup_codes", 0, 15, reaching),
        _kind("store_in_vault", 1, 30, reaching),
        _kind("add_device", 2, 60, reaching),
        _kind("add_carrier", 1, 60, reaching),
        _kind("add_satellite", 3, 120, reaching),
        _kind("add_battery", 1, 15, reaching),
        _kind("cover_hours", 3, 60, covering),
        _kind("add_owned_channel", 1, 120, covering),
    )
}


def apply_fix(inventory: Inventory, fix: Fix) -> Inventory:
    """The inventory after the fix. Raises KeyError for an unknown kind or asset."""
    return KINDS[fix.kind].apply(inventory, fix.params)
