"""An agency above its brands (``simulacro.agency/1``): what they share is written once.

A brand of an agency refers to a shared asset as ``agency:ID``. Its inventory then holds a copy of
every shared asset under that id, so it can be solved alone; :func:`combined` solves all the
clients' channels in one graph, where a tool, a person or a phone shared by fourteen clients is one
asset.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from simulacro.engines.access.document import (
    read_inventory,
)
from simulacro.engines.access.inventory import MAX_ASSETS, Asset, Brand, Inventory, Method
from simulacro.engines.access.writing import inventory_fields
from simulacro.engines.documents.fields import Fields
from simulacro.engines.documents.opening import open_schema, open_source

AGENCY_SCHEMA: Final = "simulacro.agency/1"
SHARED: Final = "agency:"


@dataclass(frozen=True, slots=True)
class AgencyBrand:
    """A client: its id in the agency and its inventory, shared assets included."""

    id: str
    inventory: Inventory


@dataclass(frozen=True, slots=True)
class Agency:
    """What an agency shares, and its brands."""

    shared: Inventory
    brands: tuple[AgencyBrand, ...] = ()

    def __getitem__(self, brand_id: str) -> Inventory:
        return next(b.inventory for b in self.brands if b.id == brand_id)


def load_agency(source: str | bytes | Mapping[str, Any], *, language: str = "") -> Agency:
    """The agency that a document describes; raises as :func:`load_document` does, and takes the
    names of a ``language`` as it does."""
    values, mistakes = open_source(source, longest={"assets": MAX_ASSETS})
    f = open_schema(values, AGENCY_SCHEMA, mistakes)
    shared = read_inventory(f, mistakes, {}, brand_name="agency")
    shared.translate(language)
    copies = {SHARED + asset.id: _renamed(asset, SHARED) for asset in shared.assets}
    ways = [_way_renamed(method, SHARED) for method in shared.methods]
    read: list[tuple[str, Any]] = []
    seen: set[str] = set()
    for item, path in f.items("brands"):
        g = Fields(item, path, mistakes, "a brand")
        brand_id = g.id("id")
        if not brand_id:
            mistakes.add("missing", path, field="id")
        elif brand_id in seen:
            mistakes.add("duplicate_id", g.at("id"), wrong=brand_id)
        seen.add(brand_id)
        read.append((brand_id, read_inventory(g, mistakes, copies)))
        g.close()
    f.close()
    mistakes.raise_if_any()
    brands = []
    for brand_id, parts in read:
        parts.translate(language)
        parts.assets += copies.values()
        parts.methods += ways
        brands.append(AgencyBrand(brand_id, parts.build()))
    return Agency(shared.build(), tuple(brands))


def agency_to_document(agency: Agency) -> dict[str, Any]:
    """The agency as plain values that :func:`load_agency` reads back unchanged."""
    shared = inventory_fields(agency.shared)
    return {
        "schema": AGENCY_SCHEMA,
        "agency": shared.pop("brand"),
        **shared,
        "brands": [
            {"id": brand.id, **inventory_fields(brand.inventory, leave_out=SHARED)}
            for brand in agency.brands
        ],
    }


def combined(agency: Agency) -> Inventory:
    """One inventory of all the clients: ``client/asset`` beside the shared ``agency:asset``.

    Names of clients' assets are told apart by the client's name. Risk costs are the agency's.
    """
    assets = [_renamed(asset, SHARED) for asset in agency.shared.assets]
    methods = [_way_renamed(method, SHARED) for method in agency.shared.methods]
    for client in agency.brands:
        inventory = client.inventory
        prefix = f"{client.id}/"
        for asset in inventory.assets:
            if not asset.id.startswith(SHARED):
                own = _renamed(asset, prefix)
                assets.append(replace(own, name=f"{asset.name} ({inventory.brand.name})"))
        methods += [
            _way_renamed(method, prefix)
            for method in inventory.methods
            if not method.target.startswith(SHARED)
        ]
    facts = [b.inventory.facts for b in agency.brands if b.inventory.facts]
    return Inventory(
        agency.shared.brand,
        tuple(assets),
        tuple(methods),
        agency.shared.facts or min(facts, default=None),
        agency.shared.cost,
    )


def client_of(asset_id: str) -> str | None:
    """The client that an asset of a combined inventory belongs to; None for a shared one.

    >>> client_of("cafe/ig"), client_of("agency:junior")
    ('cafe', None)
    """
    return None if asset_id.startswith(SHARED) or "/" not in asset_id else asset_id.split("/")[0]


def shared_by(agency: Agency, asset_id: str) -> tuple[str, ...]:
    """The clients whose ways in or holders name the shared asset ``asset_id`` (its plain id)."""
    wanted = SHARED + asset_id
    return tuple(
        brand.id
        for brand in agency.brands
        if any(
            wanted in (*method.requires, *method.perhaps)
            for method in brand.inventory.methods
            if not method.target.startswith(SHARED)
        )
    )


def empty_agency(name: str) -> Agency:
    return Agency(Inventory(Brand(name)))


def standing_alone(inventory: Inventory, taken: Collection[str] = ()) -> Inventory:
    """A client's inventory without its agency: the shared assets that matter to it are its own.

    They lose the ``agency:`` of their ids, and get a number where that id is in ``taken`` or in
    use. What nothing of the client's leads to is left out. Every answer stays the same.
    """
    kept = _reached(inventory)
    own = {a.id for a in inventory.assets if not a.id.startswith(SHARED)}
    used = {*taken, *own}
    new: dict[str, str] = {}
    for asset in inventory.assets:
        if asset.id in kept and asset.id.startswith(SHARED):
            plain = asset.id.removeprefix(SHARED)
            tries = (plain, *(f"{plain}-{n}" for n in range(2, len(used) + 3)))
            new[asset.id] = next(x for x in tries if x not in used)
            used.add(new[asset.id])

    def name(asset_id: str) -> str:
        return new.get(asset_id, asset_id)

    return replace(
        inventory,
        assets=tuple(_called(a, name) for a in inventory.assets if a.id in own or a.id in new),
        methods=tuple(
            _way_called(m, name) for m in inventory.methods if m.target in own or m.target in new
        ),
    )


def _reached(inventory: Inventory) -> set[str]:
    """The client's own assets, and every shared one that can matter to them."""
    near: dict[str, set[str]] = {asset.id: set() for asset in inventory.assets}
    for asset in inventory.assets:
        held = {*asset.holds, *asset.may_hold, *(asset.cause.affects if asset.cause else ())}
        near[asset.id] |= held | ({asset.battery.charged_from} if asset.battery else set())
        # Who holds a thing, and what strikes it, matters as much as what it needs.
        for thing in held:
            near[thing].add(asset.id)
    for method in inventory.methods:
        near[method.target] |= {*method.requires, *method.perhaps}
    found = {a.id for a in inventory.assets if not a.id.startswith(SHARED)}
    left = list(found)
    while left:
        for x in near[left.pop()] - found:
            found.add(x)
            left.append(x)
    return found


Name = Callable[[str], str]


def _with(prefix: str) -> Name:
    return lambda x: x if x.startswith(SHARED) else prefix + x


def _renamed(asset: Asset, prefix: str) -> Asset:
    return _called(asset, _with(prefix))


def _way_renamed(method: Method, prefix: str) -> Method:
    return _way_called(method, _with(prefix))


def _called(asset: Asset, name: Name) -> Asset:
    """The asset with ``name`` of every id in it."""
    battery, cause = asset.battery, asset.cause
    if battery:
        battery = replace(battery, charged_from=name(battery.charged_from))
    if cause:
        cause = replace(cause, affects=tuple(map(name, cause.affects)))
    return replace(
        asset,
        id=name(asset.id),
        holds=tuple(map(name, asset.holds)),
        may_hold=tuple(map(name, asset.may_hold)),
        battery=battery,
        cause=cause,
    )


def _way_called(method: Method, name: Name) -> Method:
    return replace(
        method,
        target=name(method.target),
        requires=tuple(map(name, method.requires)),
        perhaps=tuple(map(name, method.perhaps)),
    )
