"""The part of an inventory on which its channels hang: what the hours of a large brand rest on."""

from __future__ import annotations

from dataclasses import replace

from simulacro.engines.access.inventory import Asset, Inventory


def what_channels_need(inventory: Inventory) -> Inventory:
    """The inventory with only the assets whose loss can silence a channel or lock it.

    A channel's function and the chances of its leaves are the same in both: kept with an asset are
    the needs of its ways, what charges it, and each common cause that strikes it with everything
    else which that one strikes, since it takes its share of the smallest chance among them. What
    only a thief asks, such as who holds what, is not kept.
    """
    strikes: dict[str, list[Asset]] = {}
    for cause in inventory.assets:
        for x in cause.cause.affects if cause.cause else ():
            strikes.setdefault(x, []).append(cause)
    todo = [channel.id for channel in inventory.channels]
    wanted = set(todo)
    while todo:
        asset = inventory[todo.pop()]
        near = {x for m in inventory.methods_of(asset.id) for x in (*m.requires, *m.perhaps)}
        if asset.battery:
            near.add(asset.battery.charged_from)
        near.update(cause.id for cause in strikes.get(asset.id, ()))
        near.update(asset.cause.affects if asset.cause else ())
        todo += near - wanted
        wanted |= near
    if len(wanted) == len(inventory.assets):
        return inventory
    return replace(
        inventory,
        assets=tuple(_without(a, wanted) for a in inventory.assets if a.id in wanted),
        methods=tuple(m for m in inventory.methods if m.target in wanted),
    )


def _without(asset: Asset, wanted: set[str]) -> Asset:
    """The asset holding only what is kept."""
    held = tuple(x for x in asset.holds if x in wanted)
    perhaps = tuple(x for x in asset.may_hold if x in wanted)
    if (held, perhaps) == (asset.holds, asset.may_hold):
        return asset
    return replace(asset, holds=held, may_hold=perhaps)
