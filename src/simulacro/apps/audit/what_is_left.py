"""What is left when something is gone or taken, for the sheets of the worst hour.

It is read from the latest audit, at once: nobody waits for a solver at 22:40.
"""

from __future__ import annotations

from dataclasses import dataclass

from simulacro.apps.audit import queries
from simulacro.apps.audit.advice import base_items
from simulacro.apps.brands.models import Brand
from simulacro.engines.access.inventory import Inventory, Kind
from simulacro.engines.access.murphy_rows import Mode, Row


@dataclass(frozen=True, slots=True)
class StillOpen:
    """A channel, and what together still opens it."""

    channel: str
    requires: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithoutIt:
    """With one phone or computer gone: the channels that fall silent, and the ways that stand."""

    device: str
    silent: tuple[str, ...]
    ways: tuple[StillOpen, ...]


@dataclass(frozen=True, slots=True)
class Recovery:
    """A network's own page for getting an account back; `sessions` closes those of others."""

    network: str
    recovery: str
    sessions: str


def without_each_device(brand: Brand) -> list[WithoutIt]:
    """What is left without each device of the brand, by name; nothing before the first audit."""
    audit = queries.latest_audit(brand)
    found = queries.murphy_of(audit) if audit else None
    if audit is None or found is None:
        return []
    inventory = queries.inventory_of(audit.revision)
    rows: dict[str, Row] = {}
    for row in found.rows:
        if row.mode is Mode.LOST and row.kind is Kind.DEVICE:
            for device in row.subjects:
                # The hours at which least is missing tell what the device itself is worth.
                before = rows.get(device)
                if before is None or len(row.missing) < len(before.missing):
                    rows[device] = row
    told = [_without(inventory, device, row) for device, row in rows.items()]
    return sorted(told, key=lambda one: one.device.casefold())


def recoveries(brand: Brand) -> list[Recovery]:
    """The networks' own pages for the channels of the brand, by the network's name."""
    inventory = queries.current_inventory(brand)
    if inventory is None:
        return []
    networks = {channel.network for channel in inventory.channels if channel.network}
    found = []
    for network in networks:
        item = base_items().get(f"base.network.{network}")
        links = item.fields.get("links", {}) if item else {}
        if item and links.get("recovery"):
            name = str(item.fields["name"])
            found.append(Recovery(name, str(links["recovery"]), str(links.get("sessions", ""))))
    return sorted(found, key=lambda one: one.network.casefold())


def _without(inventory: Inventory, device: str, row: Row) -> WithoutIt:
    def name(asset: str) -> str:
        return inventory[asset].name if asset in inventory else asset

    ways = tuple(StillOpen(name(way.channel), tuple(map(name, way.requires))) for way in row.ways)
    return WithoutIt(name(device), tuple(map(name, row.silences)), ways)
