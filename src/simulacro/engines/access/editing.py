"""Changes an inventory into another: the pure functions that fixes are made of.

What a change leaves alone stays the same object, so that :func:`changed_assets` sees only the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Audience,
    Inventory,
    Kind,
    Method,
    Trait,
)


class Edit:
    """An inventory being changed; :meth:`done` gives the new one."""

    def __init__(self, inventory: Inventory) -> None:
        self.before = inventory
        self.assets = {asset.id: asset for asset in inventory.assets}
        self.methods = list(inventory.methods)
        self._ways: dict[str, list[Method]] | None = None

    def done(self) -> Inventory:
        return replace(self.before, assets=tuple(self.assets.values()), methods=tuple(self.methods))

    def __getitem__(self, asset_id: str) -> Asset:
        return self.assets[asset_id]

    def change(self, asset_id: str, **fields: Any) -> None:
        """Give an asset other values in some fields."""
        self.assets[asset_id] = replace(self.assets[asset_id], **fields)

    def say(self, asset_id: str, trait: Trait, answer: Answer = Answer.YES) -> None:
        """Record an answer to a trait; nothing changes where it was already given."""
        asset = self.assets[asset_id]
        if asset.answer(trait) is answer:
            return
        given = {**dict(asset.traits), trait: answer}
        self.change(asset_id, traits=tuple((t, given[t]) for t in Trait if t in given))

    def forget(self, asset_id: str, trait: Trait) -> None:
        """Take back the answer to a trait."""
        asset = self.assets[asset_id]
        if asset.answer(trait) is not None:
            self.change(asset_id, traits=tuple(said for said in asset.traits if said[0] != trait))

    def add(self, asset: Asset) -> str:
        """Add an asset, unless one of that id is there; returns the id."""
        self.assets.setdefault(asset.id, asset)
        return asset.id

    def hold(self, holder: str, asset_id: str) -> None:
        """A person (or organisation) knows or holds one more thing."""
        asset = self.assets[holder]
        if asset_id not in asset.holds:
            self.change(holder, holds=(*asset.holds, asset_id))

    def open(self, method: Method) -> None:
        """Add a way in, unless it is there or requires its own target."""
        if self._ways is None:
            self._ways = {}
            for m in self.methods:
                self._ways.setdefault(m.target, []).append(m)
        there = self._ways.setdefault(method.target, [])
        if method.target not in method.requires and method not in there:
            self.methods.append(method)
            there.append(method)

    def drop(self, unwanted: Callable[[Method], bool]) -> None:
        self.methods = [m for m in self.methods if not unwanted(m)]
        self._ways = None

    def swap(self, change: Callable[[Method], Iterable[Method]]) -> None:
        """Put in each way's place what ``change`` gives for it (itself: unchanged)."""
        found: list[Method] = []
        for method in self.methods:
            for new in change(method):
                if new is method or (new.target not in new.requires and new not in found):
                    found.append(new)
        self.methods = found
        self._ways = None

    def put(self, old: Method, *new: Method) -> None:
        """Put ``new`` in the place of one way."""
        self.swap(lambda method: new if method is old else (method,))

    def people_of(self, method: Method) -> list[str]:
        return [x for x in method.requires if self.assets[x].kind is Kind.PERSON]

    def kinds_of(self, method: Method) -> set[Kind]:
        return {self.assets[x].kind for x in method.requires}

    def devices_of(self, person: str) -> list[str]:
        """The devices that a person holds."""
        return [x for x in self.assets[person].holds if self.assets[x].kind is Kind.DEVICE]


def with_instead(method: Method, old: Iterable[str], new: Iterable[str]) -> Method:
    """The way with ``new`` required in place of ``old``."""
    gone = set(old)
    kept = [x for x in method.requires if x not in gone]
    requires = (*kept, *(x for x in new if x not in kept))
    return replace(
        method, requires=requires, perhaps=tuple(x for x in method.perhaps if x not in gone)
    )


def with_also(method: Method, more: Iterable[str]) -> Method:
    """The way with ``more`` required too."""
    return with_instead(method, (), more)


def for_team(method: Method) -> Method:
    return replace(method, audience=Audience.TEAM)
