"""What moved the risk from one audit to the next, exactly: each cause by solving again.

The order is stated, because a figure that moved twice can be told in more than one: first the way
of computing, then the rates, then the weights and costs, then what was taken out of the inventory,
then every other change of it. Each step is the difference of two exact risks, so they add up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

from simulacro.apps.audit.auditing import solve
from simulacro.apps.audit.editing import without_asset
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.rates import Rates

ORDER = ("engine", "facts", "weights", "removed", "inventory", "calendar")
ROUNDING = 1e-9

Solve = Callable[[Inventory, Rates | None, dt.date], float]


@dataclass(frozen=True, slots=True)
class Basis:
    """What an audit rested on: the inventory, the rates (None: as they are now), the engine, and
    the day that gave the reference week."""

    inventory: Inventory
    facts: str
    rates: Rates | None
    engine: str
    day: dt.date


def risk_hours(inventory: Inventory, rates: Rates | None, day: dt.date) -> float:
    return solve(inventory, day=day, rates=rates, with_fixes=False).risk_h


def steps_between(
    before: Basis, hours_before: float, after: Basis, hours_after: float, hours: Solve = risk_hours
) -> dict[str, float]:
    """Hours a year by which each cause moved the risk, in :data:`ORDER`; only those that changed.

    They sum to the whole change. Where both rates and engine are new and the old rates are not
    kept, the two are told as one: "facts and engine".
    """
    steps: dict[str, float] = {}
    last = hours_before
    facts, engine = before.facts != after.facts, before.engine != after.engine
    weighed = with_weights_of(before.inventory, after.inventory)
    removed = without_what_is_gone(weighed, after.inventory)

    def step(name: str, now: float) -> None:
        nonlocal last
        steps[name] = now - last
        last = now

    if facts and engine and before.rates is None:
        step("facts and engine", hours(before.inventory, after.rates, after.day))
    else:
        if engine:
            step("engine", hours(before.inventory, before.rates, before.day))
        if facts:
            step("facts", hours(before.inventory, after.rates, after.day))
    if before.inventory != after.inventory:
        if weighed != before.inventory:
            step("weights", hours(weighed, after.rates, after.day))
        if removed != weighed:
            step("removed", hours(removed, after.rates, after.day))
        if removed != after.inventory or not steps:
            step("inventory", hours_after)
    # Clocks of another zone may move against ours between two weeks; the rest is rounding.
    left = hours_after - last
    if abs(left) > ROUNDING * max(1.0, hours_after):
        steps["calendar"] = left
    elif steps:
        steps[next(reversed(steps))] += left
    return steps


def with_weights_of(inventory: Inventory, other: Inventory) -> Inventory:
    """The inventory with the weights and costs of another, where both have the channel."""
    assets = tuple(
        replace(asset, weight=other[asset.id].weight)
        if asset.id in other and asset.weight != other[asset.id].weight
        else asset
        for asset in inventory.assets
    )
    return replace(inventory, assets=assets, cost=other.cost)


def gone(before: Inventory, after: Inventory) -> tuple[str, ...]:
    """What counts no more: assets that are not there, and channels that are none any more."""
    return tuple(
        asset.id
        for asset in before.assets
        if asset.id not in after or (asset.channel and not after[asset.id].channel)
    )


def without_what_is_gone(inventory: Inventory, after: Inventory) -> Inventory:
    """The inventory without what another has no longer, and without the ways that needed it."""
    for asset_id in gone(inventory, after):
        if asset_id in after:
            assets = tuple(
                replace(a, channel=False) if a.id == asset_id else a for a in inventory.assets
            )
            inventory = replace(inventory, assets=assets)
        elif asset_id in inventory:
            inventory = without_asset(inventory, asset_id)
    return inventory
