"""Two people changed the inventory at once: keep the words of both where they do not clash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Inventory,
    InventoryError,
    Method,
    Trait,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Clash:
    """Both changed `field` of the asset `asset`, differently; "" where one removed what the other
    changed or uses."""

    asset: str
    field: str


@dataclass(frozen=True, slots=True)
class Merge:
    """`inventory` has both people's changes, or is None where they clash."""

    inventory: Inventory | None
    clashes: tuple[Clash, ...] = ()


def merge(
    base: Inventory, mine: Inventory, theirs: Inventory, *, prefer_mine: bool = False
) -> Merge:
    """Apply to `theirs` what changed from `base` to `mine`.

    With `prefer_mine` a field that both changed takes my value, and what one removed while the
    other changed or uses it stays; then there are no clashes.
    """
    clashes: list[Clash] = []
    assets = _merge_assets(base, mine, theirs, clashes)
    methods = _merge_methods(base, mine, theirs)
    if prefer_mine:
        clashes.clear()
        _bring_back(assets, methods, mine, theirs)
    # A way into an asset that somebody removed goes with it, unless it was just written.
    kept = []
    for method in methods:
        if method.target in assets:
            kept.append(method)
        elif method not in base.methods:
            clashes.append(Clash(method.target, ""))
    if clashes:
        return Merge(None, tuple(clashes))
    try:
        merged = Inventory(
            _three_way(base.brand, mine.brand, theirs.brand),
            tuple(assets.values()),
            tuple(kept),
            _three_way(base.facts, mine.facts, theirs.facts),
            _three_way(base.cost, mine.cost, theirs.cost),
        )
    except InventoryError as error:
        gone = tuple(Clash(other or asset, "") for _, asset, other in error.problems)
        return Merge(None, gone)
    return Merge(merged)


def _bring_back(
    assets: dict[str, Asset], methods: list[Method], mine: Inventory, theirs: Inventory
) -> None:
    """What is referred to stays, though one of the two removed it."""
    known = {a.id: a for a in (*theirs.assets, *mine.assets)}
    waiting = {x for m in methods for x in (m.target, *m.requires, *m.perhaps)}
    waiting |= {x for a in assets.values() for x in _referred(a)}
    while waiting:
        asset_id = waiting.pop()
        if asset_id not in assets:
            assets[asset_id] = known[asset_id]
            waiting |= set(_referred(known[asset_id]))


def _referred(asset: Asset) -> tuple[str, ...]:
    charged_from = (asset.battery.charged_from,) if asset.battery else ()
    affected = asset.cause.affects if asset.cause else ()
    return (*asset.holds, *asset.may_hold, *charged_from, *affected)


def _three_way(base: T, mine: T, theirs: T) -> T:
    return theirs if mine == base else mine


def _merge_assets(
    base: Inventory, mine: Inventory, theirs: Inventory, clashes: list[Clash]
) -> dict[str, Asset]:
    was = {a.id: a for a in base.assets}
    ours = {a.id: a for a in mine.assets}
    found: dict[str, Asset] = {}
    for asset in theirs.assets:
        before, after = was.get(asset.id), ours.get(asset.id)
        if after is None and before is not None:
            if asset != before:
                clashes.append(Clash(asset.id, ""))
            continue
        found[asset.id] = _merge_asset(before, after, asset, clashes)
    _add_missing(found, ours, was, clashes)
    return found


def _add_missing(
    found: dict[str, Asset],
    ours: Mapping[str, Asset],
    was: Mapping[str, Asset],
    clashes: list[Clash],
) -> None:
    for asset_id, asset in ours.items():
        if asset_id in found:
            continue
        if asset_id not in was:
            found[asset_id] = asset
        elif asset != was[asset_id]:
            clashes.append(Clash(asset_id, ""))


def _merge_asset(
    before: Asset | None, mine: Asset | None, theirs: Asset, clashes: list[Clash]
) -> Asset:
    if mine is None or mine == theirs:
        return theirs
    if before is None:
        clashes.append(Clash(theirs.id, ""))
        return theirs
    changed: dict[str, Any] = {}
    for f in fields(Asset):
        was, ours, other = (getattr(x, f.name) for x in (before, mine, theirs))
        if ours == was:
            continue
        if f.name in ("holds", "may_hold"):
            removed = set(was) - set(ours)
            kept = tuple(x for x in other if x not in removed)
            changed[f.name] = kept + tuple(x for x in ours if x not in was and x not in kept)
            continue
        if f.name == "traits":
            changed[f.name] = _merge_traits(before, mine, theirs, clashes)
            continue
        if other not in (was, ours):
            clashes.append(Clash(theirs.id, f.name))
        changed[f.name] = ours
    return replace(theirs, **changed)


def _merge_traits(
    before: Asset, mine: Asset, theirs: Asset, clashes: list[Clash]
) -> tuple[tuple[Trait, Answer], ...]:
    """Each trait by itself: two may answer two questions about one thing."""
    found = dict(theirs.traits)
    for trait in Trait:
        was, ours, other = (x.answer(trait) for x in (before, mine, theirs))
        if ours is was or ours is other:
            continue
        if other is not was:
            clashes.append(Clash(theirs.id, "traits"))
        found.pop(trait, None)
        if ours is not None:
            found[trait] = ours
    return tuple((trait, found[trait]) for trait in Trait if trait in found)


def _merge_methods(base: Inventory, mine: Inventory, theirs: Inventory) -> list[Method]:
    """Set-wise: what either added is there, what either took out is gone; order is theirs."""
    removed = [m for m in base.methods if m not in mine.methods]
    added = [m for m in mine.methods if m not in base.methods and m not in theirs.methods]
    return [m for m in theirs.methods if m not in removed] + added
