"""An inventory on the way: things are named once, and get ids that follow from their alias."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.text import slugify

from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Brand,
    Inventory,
    Kind,
    Method,
    Trait,
    default_audience,
)


def id_of(kind: Kind, alias: str) -> str:
    """The id of the thing of a kind with an alias: the same alias gives the same id.

    >>> id_of(Kind.DEVICE, "Teléfono de la jefa")
    'device-telefono-de-la-jefa'
    """
    words = slugify(alias)[:60].strip("-")
    if not words:
        words = hashlib.sha256(alias.casefold().encode()).hexdigest()[:12]
    return f"{kind.value.replace('_', '-')}-{words}"


@dataclass(slots=True)
class InventoryDraft:
    """Assets by id and ways in, in the order in which they were told."""

    assets: dict[str, Asset] = field(default_factory=dict)
    methods: list[Method] = field(default_factory=list)
    _names: set[str] = field(default_factory=set)

    def asset(self, kind: Kind, alias: str, also: str = "", *, key: str = "", **fields: Any) -> str:
        """Name an asset and return its id; naming it again changes the given fields.

        The id follows from `key` where the name is in words of ours, which have two languages.
        `also` tells it apart where another thing already has the name.
        """
        asset_id = id_of(kind, key or alias)
        if asset_id in self.assets:
            self.assets[asset_id] = replace(self.assets[asset_id], **fields)
            return asset_id
        name = alias
        if name.casefold() in self._names:
            name = f"{alias} ({also or kind.value})"
        number = 2
        while name.casefold() in self._names:
            name, number = f"{alias} {number}", number + 1
        self._names.add(name.casefold())
        channel = fields.pop("channel", kind is Kind.ACCOUNT)
        self.assets[asset_id] = Asset(asset_id, kind, name, channel=channel, **fields)
        return asset_id

    def change(self, asset_id: str, **fields: Any) -> None:
        self.assets[asset_id] = replace(self.assets[asset_id], **fields)

    def holds(self, person: str, thing: str, *, sure: bool = True) -> None:
        """The person knows or carries the thing, or perhaps does."""
        asset = self.assets[person]
        name = "holds" if sure else "may_hold"
        if thing not in (*asset.holds, *asset.may_hold):
            self.change(person, **{name: (*getattr(asset, name), thing)})

    def holds_no_more(self, thing: str) -> None:
        for asset in list(self.assets.values()):
            if thing in asset.holds:
                self.change(asset.id, holds=tuple(x for x in asset.holds if x != thing))

    def holders(self, thing: str) -> list[str]:
        return [a.id for a in self.assets.values() if thing in a.holds]

    def way(self, target: str, *requires: str, **fields: Any) -> None:
        """Add a way in; who walks it follows from what it requires unless `audience` is given."""
        kinds = [self.assets[x].kind for x in requires]
        usual = default_audience(self.assets[target].kind, kinds)
        method = Method(target, tuple(dict.fromkeys(requires)), audience=usual)
        method = replace(method, **fields)
        if method not in self.methods:
            self.methods.append(method)

    def trait(self, asset_id: str, trait: Trait, answer: Answer) -> None:
        asset = self.assets[asset_id]
        kept = [(t, a) for t, a in asset.traits if t is not trait]
        # In the order in which a document gives them, so that reading it back is the same.
        every = dict([*kept, (trait, answer)])
        self.change(asset_id, traits=tuple((t, every[t]) for t in Trait if t in every))

    def inventory(self, brand: Brand, facts: date | None) -> Inventory:
        """What was told. "Nobody" and "don't know" are said of what has no way in at all."""
        for target in {method.target for method in self.methods}:
            self.change(target, nobody=False, ways_unknown=False)
        return Inventory(brand, tuple(self.assets.values()), tuple(self.methods), facts)
