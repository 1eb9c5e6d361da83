"""What stands around an asset: who holds it, what it opens, who gets in, and how sure that is.

Nothing is solved here: these are the file's own lines, read from the asset's side.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from simulacro.engines.access.inventory import Answer, Asset, Inventory, Kind, Level, Method


class Related(StrEnum):
    """What stands around a subject, for ``some``, ``every`` and ``count``."""

    WAYS_NEED = "ways_need"
    PEOPLE = "people"
    ADMINS = "admins"
    HOLDERS = "holders"
    HOLDS = "holds"
    OPENS = "opens"
    BRAND = "brand"


class Around:
    """Who holds each asset, and which ways need it: one look at a whole inventory."""

    def __init__(self, inventory: Inventory) -> None:
        self.inventory = inventory
        self.holders: dict[str, list[Asset]] = {}
        self.needing: dict[str, list[Method]] = {}
        for asset in inventory.assets:
            for x in dict.fromkeys((*asset.holds, *asset.may_hold)):
                self.holders.setdefault(x, []).append(asset)
        for method in inventory.methods:
            for x in dict.fromkeys((*method.requires, *method.perhaps)):
                self.needing.setdefault(x, []).append(method)


# The last inventory looked at: predicates are asked of every asset of one, then of another.
_last_around: list[Around] = []


def around(inventory: Inventory) -> Around:
    """What stands around each asset; inventories never change, so identity tells."""
    last = next(iter(_last_around), None)
    if last is None or last.inventory is not inventory:
        last = Around(inventory)
        _last_around[:] = [last]
    return last


def related(inventory: Inventory, asset: Asset | None, of: Related) -> Iterator[tuple[str, Answer]]:
    """The ids of what stands around an asset (None: the brand), each once, with how sure that is.

    ``ways_need``: what its ways in require; ``people``: the people among it; ``admins``: those
    named by a team way that gives admin; ``holders``: who holds it; ``holds``: what it holds;
    ``opens``: what it is required for; ``brand``: every asset.
    """
    sure: dict[str, Answer] = {}

    def add(asset_id: str, certain: bool) -> None:
        if sure.get(asset_id) is not Answer.YES:
            sure[asset_id] = Answer.YES if certain else Answer.UNKNOWN

    if of is Related.BRAND:
        for other in inventory.assets:
            add(other.id, True)
    elif asset is None:
        return
    elif of is Related.HOLDS:
        for x in asset.holds:
            add(x, True)
        for x in asset.may_hold:
            add(x, False)
    elif of is Related.HOLDERS:
        for other in around(inventory).holders.get(asset.id, ()):
            add(other.id, asset.id in other.holds)
    elif of is Related.OPENS:
        for method in around(inventory).needing.get(asset.id, ()):
            add(method.target, asset.id in method.requires and not method.doubtful)
    else:
        for method in inventory.methods_of(asset.id):
            if of is Related.ADMINS and (not method.for_team or method.gives is Level.PUBLISH):
                continue
            certain = not method.doubtful and (of is not Related.ADMINS or method.gives is not None)
            for x in (*method.requires, *method.perhaps):
                person = inventory[x].kind is Kind.PERSON
                if of is Related.WAYS_NEED or person:
                    add(x, certain and x in method.requires)
    yield from sure.items()


def more_unlisted(asset: Asset | None, of: Related) -> bool:
    """Whether the asset says that it has ways nobody listed, and so perhaps more around it."""
    ways = of in (Related.WAYS_NEED, Related.PEOPLE, Related.ADMINS)
    return ways and asset is not None and asset.ways_unknown
