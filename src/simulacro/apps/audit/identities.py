"""Ids that last: an asset keeps its own through every rename, and a way in has one too."""

from __future__ import annotations

import re
import unicodedata
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from simulacro.engines.access.agency import SHARED
from simulacro.engines.access.inventory import Inventory, Method

LONGEST_ID = 80


@dataclass(frozen=True, slots=True)
class ReusedId:
    """An id that meant a thing of another kind before."""

    asset: str
    was: str
    now: str


def kinds_by_id(inventory: Inventory) -> dict[str, str]:
    """The kind of each of the owner's own assets."""
    return {a.id: a.kind.value for a in inventory.assets if not a.id.startswith(SHARED)}


def own_methods(inventory: Inventory) -> tuple[Method, ...]:
    """The ways in that the owner itself wrote, in their order."""
    return tuple(m for m in inventory.methods if not m.target.startswith(SHARED))


def reused_ids(known: Mapping[str, str], inventory: Inventory) -> list[ReusedId]:
    """Ids of `inventory` that `known` (id to kind, past ones too) gives to another kind."""
    return [
        ReusedId(asset_id, known[asset_id], kind)
        for asset_id, kind in kinds_by_id(inventory).items()
        if known.get(asset_id, kind) != kind
    ]


def retired_ids(known: Mapping[str, str], inventory: Inventory) -> dict[str, str]:
    """The ids of `known` that `inventory` no longer has."""
    present = kinds_by_id(inventory)
    return {asset_id: kind for asset_id, kind in known.items() if asset_id not in present}


def fresh_id(name: str, taken: Collection[str]) -> str:
    """An id like `name` which was never used.

    >>> fresh_id("Teléfono de la jefa", {"telefono-de-la-jefa"})
    'telefono-de-la-jefa-2'
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    ascii_only = "".join(c for c in plain if c.isascii() and not unicodedata.combining(c))
    base = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[: LONGEST_ID - 5].strip("-") or "x"
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def carry_way_ids(before: Sequence[tuple[str, Method]], after: Sequence[Method]) -> list[str]:
    """An id for each way of `after`: that of the way in `before` which it continues, or a new one.

    A way continues one that is equal; else the one into the same target with the same name; else
    the one into the same target with which it shares the most assets.
    """
    found: list[str | None] = [None] * len(after)
    left = list(before)

    def claim(i: int, match: tuple[str, Method] | None) -> None:
        if match is not None:
            found[i] = match[0]
            left.remove(match)

    for i, method in enumerate(after):
        claim(i, next((pair for pair in left if pair[1] == method), None))
    for i, method in enumerate(after):
        if found[i] is None and method.name:
            claim(
                i,
                next(
                    (p for p in left if _same_place(p[1], method) and p[1].name == method.name),
                    None,
                ),
            )
    for i, method in enumerate(after):
        if found[i] is None:
            near = [p for p in left if _same_place(p[1], method) and _shared(p[1], method)]
            claim(i, max(near, key=lambda p: _shared(p[1], method), default=None))
    return [way_id or uuid.uuid4().hex for way_id in found]


def _same_place(a: Method, b: Method) -> bool:
    return a.target == b.target


def _shared(a: Method, b: Method) -> int:
    return len({*a.requires, *a.perhaps} & {*b.requires, *b.perhaps})
