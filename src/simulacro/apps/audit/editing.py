"""Changes that a person makes to an inventory one at a time: pure, inventory to inventory."""

from __future__ import annotations

from dataclasses import replace

from simulacro.engines.access.inventory import Asset, Inventory, Method


def with_asset(inventory: Inventory, asset: Asset) -> Inventory:
    """The asset in the place of the one with its id, or after the others."""
    if asset.id not in inventory:
        return replace(inventory, assets=(*inventory.assets, asset))
    assets = tuple(asset if a.id == asset.id else a for a in inventory.assets)
    return replace(inventory, assets=assets)


def without_asset(inventory: Inventory, asset_id: str) -> Inventory:
    """Without the asset, the ways into it, the ways that required it, and whoever held it.

    A way that required it goes whole: with one requirement less it would promise too much.
    """
    assets = []
    for asset in inventory.assets:
        if asset.id == asset_id:
            continue
        cause = asset.cause
        if cause and asset_id in cause.affects:
            left = tuple(x for x in cause.affects if x != asset_id)
            if not left:
                continue
            cause = replace(cause, affects=left)
        battery = asset.battery
        if battery and battery.charged_from == asset_id:
            battery = None
        assets.append(
            replace(
                asset,
                holds=tuple(x for x in asset.holds if x != asset_id),
                may_hold=tuple(x for x in asset.may_hold if x != asset_id),
                cause=cause,
                battery=battery,
            )
        )
    kept = {a.id for a in assets}
    methods = tuple(
        replace(m, perhaps=tuple(x for x in m.perhaps if x in kept))
        for m in inventory.methods
        if m.target in kept and all(x in kept for x in m.requires)
    )
    return replace(inventory, assets=tuple(assets), methods=methods)


def with_way(inventory: Inventory, method: Method, instead_of: Method | None = None) -> Inventory:
    """The way in the place of another, or after the others. Whoever says how somebody gets in
    knows that somebody does."""
    methods = list(inventory.methods)
    if instead_of is not None and instead_of in methods:
        methods[methods.index(instead_of)] = method
    else:
        methods.append(method)
    target = replace(inventory[method.target], nobody=False, ways_unknown=False)
    return replace(with_asset(inventory, target), methods=tuple(methods))


def without_way(inventory: Inventory, method: Method) -> Inventory:
    return replace(inventory, methods=tuple(m for m in inventory.methods if m != method))
