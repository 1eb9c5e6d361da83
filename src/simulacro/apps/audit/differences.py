"""What changed between two inventories: assets by their id, ways in by what they continue."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from simulacro.apps.audit.identities import carry_way_ids, own_methods
from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Asset, Inventory, Method


@dataclass(frozen=True, slots=True)
class AssetChange:
    """An asset before and after, and the names of the fields that differ."""

    before: Asset
    after: Asset
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayChange:
    """A way in before and after, and the names of the fields that differ."""

    before: Method
    after: Method
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What `new` has that `old` has not, and the other way round. Empty where they say the same."""

    old: Inventory
    new: Inventory
    added: tuple[Asset, ...] = ()
    removed: tuple[Asset, ...] = ()
    changed: tuple[AssetChange, ...] = ()
    ways_added: tuple[Method, ...] = ()
    ways_removed: tuple[Method, ...] = ()
    ways_changed: tuple[WayChange, ...] = ()
    heading: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.count > 0

    @property
    def count(self) -> int:
        """How many things differ."""
        parts = (self.added, self.removed, self.changed, self.heading)
        ways = (self.ways_added, self.ways_removed, self.ways_changed)
        return sum(len(part) for part in parts) + sum(len(part) for part in ways)


def difference(old: Inventory, new: Inventory) -> Difference:
    """Compare two inventories of one brand. What only the agency wrote is not compared."""
    before = {a.id: a for a in old.assets if not a.id.startswith(SHARED)}
    after = {a.id: a for a in new.assets if not a.id.startswith(SHARED)}
    changed = [
        AssetChange(was, after[asset_id], _fields_that_differ(was, after[asset_id]))
        for asset_id, was in before.items()
        if asset_id in after and after[asset_id] != was
    ]
    numbered = [(str(i), method) for i, method in enumerate(own_methods(old))]
    by_id = dict(numbered)
    methods = own_methods(new)
    continued = dict(zip(carry_way_ids(numbered, methods), methods, strict=True))
    return Difference(
        old,
        new,
        added=tuple(a for x, a in after.items() if x not in before),
        removed=tuple(a for x, a in before.items() if x not in after),
        changed=tuple(changed),
        ways_added=tuple(m for x, m in continued.items() if x not in by_id),
        ways_removed=tuple(m for x, m in by_id.items() if x not in continued),
        ways_changed=tuple(
            WayChange(was, continued[x], _fields_that_differ(was, continued[x]))
            for x, was in by_id.items()
            if x in continued and continued[x] != was
        ),
        heading=tuple(
            name for name in ("brand", "facts", "cost") if getattr(old, name) != getattr(new, name)
        ),
    )


def empty_like(inventory: Inventory) -> Inventory:
    """The same brand with nothing in it: what a first revision is compared with."""
    return replace(inventory, assets=(), methods=())


def _fields_that_differ(a: Asset | Method, b: Asset | Method) -> tuple[str, ...]:
    return tuple(f.name for f in fields(a) if getattr(a, f.name) != getattr(b, f.name))
