"""Writes inventories as plain values that :func:`load_document` reads back unchanged."""

from __future__ import annotations

from typing import Any

from simulacro.engines.access.asset_fields import ALWAYS, NEVER
from simulacro.engines.access.document import INVENTORY_SCHEMA
from simulacro.engines.access.inventory import (
    Asset,
    Availability,
    Brand,
    Inventory,
    Kind,
    Level,
    LossMode,
    Method,
    Profile,
    RiskCost,
    Route,
    Strikes,
    TheftMode,
    default_audience,
)
from simulacro.engines.access.times import DAYS


def to_document(inventory: Inventory) -> dict[str, Any]:
    """The inventory as plain values (text, numbers, lists, groups), ready for YAML or JSON.

    What is as by default is left out; ``load_document(to_document(x)) == x``.

    >>> from simulacro.engines.access.inventory import Inventory, Brand
    >>> to_document(Inventory(Brand("Café Ada")))["brand"]
    {'name': 'Café Ada'}
    """
    return {"schema": INVENTORY_SCHEMA, **inventory_fields(inventory)}


def inventory_fields(inventory: Inventory, leave_out: str | None = None) -> dict[str, Any]:
    """The fields of an inventory, without assets whose id starts with ``leave_out``."""
    document: dict[str, Any] = {"brand": brand_fields(inventory.brand)}
    if inventory.facts:
        document["facts"] = inventory.facts.isoformat()
    if inventory.cost != RiskCost():
        document["risk"] = {
            "hijack_h": inventory.cost.hijack_h,
            "lockout_h": inventory.cost.lockout_h,
        }
    document["assets"] = [
        _asset(inventory, asset)
        for asset in inventory.assets
        if leave_out is None or not asset.id.startswith(leave_out)
    ]
    return document


def brand_fields(brand: Brand) -> dict[str, Any]:
    default = Brand(brand.name)
    fields: dict[str, Any] = {"name": brand.name}
    if brand.region:
        fields["region"] = brand.region
    if brand.language != default.language:
        fields["language"] = brand.language
    if brand.zone != default.zone:
        fields["timezone"] = brand.zone
    if brand.solo:
        fields["solo"] = True
    return fields


def _asset(inventory: Inventory, asset: Asset) -> dict[str, Any]:
    fields: dict[str, Any] = {"id": asset.id, "kind": asset.kind.value}
    if asset.name != asset.id:
        fields["name"] = asset.name
    if asset.channel is not (asset.kind is Kind.ACCOUNT):
        fields["channel"] = asset.channel
    if asset.primary:
        fields["primary"] = True
    if asset.weight != 1.0:
        fields["weight"] = asset.weight
    if asset.network:
        fields["network"] = asset.network
    fields.update({trait.value: answer.value for trait, answer in asset.traits})
    if asset.holds:
        fields["holds"] = list(asset.holds)
    if asset.may_hold:
        fields["may_hold"] = list(asset.may_hold)
    if asset.at_hand is not None:
        fields["at_hand"] = availability_fields(asset.at_hand)
    if asset.battery:
        fields["battery"] = {
            "charged_from": asset.battery.charged_from,
            "lasts_h": asset.battery.lasts_h,
        }
    if asset.cause:
        fields["affects"] = list(asset.cause.affects)
        fields["beta"] = asset.cause.beta
        if asset.cause.strikes is not Strikes.LOSS:
            fields["strikes"] = asset.cause.strikes.value
    if asset.loss is not None:
        fields["loss"] = [loss_fields(mode) for mode in asset.loss] or "never"
    if asset.theft is not None:
        fields["theft"] = [theft_fields(mode) for mode in asset.theft] or "never"
    if asset.note:
        fields["note"] = asset.note
    ways = inventory.methods_of(asset.id)
    if ways:
        more = ["unknown"] if asset.ways_unknown else []
        fields["opens"] = [*(_way(inventory, asset, method) for method in ways), *more]
    elif asset.nobody:
        fields["opens"] = "nobody"
    elif asset.ways_unknown:
        fields["opens"] = "unknown"
    return fields


def _way(inventory: Inventory, asset: Asset, method: Method) -> dict[str, Any]:
    fields: dict[str, Any] = {"requires": list(method.requires)}
    if method.perhaps:
        fields["perhaps"] = list(method.perhaps)
    if method.gives is not Level.ADMIN:
        fields["gives"] = method.gives.value if method.gives else "unknown"
    if method.latency_min != 0:
        fields["latency"] = "unknown" if method.latency_min is None else method.latency_min
    usual = default_audience(asset.kind, [inventory[x].kind for x in method.requires])
    if method.audience is not usual:
        fields["for"] = method.audience.value
    if method.route is not Route.LOGIN:
        fields["route"] = method.route.value
    if method.doubtful:
        fields["doubtful"] = True
    if method.name:
        fields["name"] = method.name
    return fields


def availability_fields(at_hand: Availability) -> Any:
    if at_hand.unknown:
        return "unknown"
    if at_hand in (ALWAYS, NEVER):
        return "always" if at_hand == ALWAYS else "never"
    fields: dict[str, Any] = {"zone": at_hand.zone} if at_hand.zone else {}
    if at_hand.week:
        fields["week"] = list(at_hand.week)
    if at_hand.shifts or not at_hand.week:
        fields["shifts"] = [
            {
                "days": [DAYS[d] for d in shift.days],
                "from": clock(shift.start_min),
                "to": clock(shift.end_min),
                **({"chance": shift.chance} if shift.chance != 1.0 else {}),
            }
            for shift in at_hand.shifts
        ]
    return fields


def clock(minute: int) -> str:
    """Minutes of the day as hh:mm.

    >>> clock(570)
    '09:30'
    """
    return f"{minute // 60:02d}:{minute % 60:02d}"


def loss_fields(mode: LossMode) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "mode": mode.name,
        "per_year": mode.per_year,
        "down_h": mode.down_h,
    }
    if mode.profile:
        flat = Profile()
        shape: dict[str, Any] = {}
        if mode.profile.weekday != flat.weekday:
            shape["weekday"] = list(mode.profile.weekday)
        if mode.profile.hour != flat.hour:
            shape["hour"] = list(mode.profile.hour)
        fields["profile"] = shape
    if mode.source:
        fields["source"] = mode.source
    return fields


def theft_fields(mode: TheftMode) -> dict[str, Any]:
    fields: dict[str, Any] = {"mode": mode.name, "per_year": mode.per_year}
    if mode.source:
        fields["source"] = mode.source
    return fields
