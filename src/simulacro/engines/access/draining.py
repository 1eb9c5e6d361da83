"""In which order batteries are drained: a power bank recharges a phone, and does not run beside it.

A thing that can run on several batteries of one mains drains one after the other once the mains are
gone, in the order of its ways: it lasts for the sum of their hours.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulacro.engines.access.inventory import Answer, Battery, Inventory, Trait


def hours_before(inventory: Inventory) -> dict[str, float]:
    """For each battery that charges something, the hours for which that runs on others first.

    Of several things that it charges, those of the first that comes to need it.
    """
    found: dict[str, float] = {}
    for target in inventory.ways:
        spent: dict[str, float] = {}
        for asset_id, battery, sure in _batteries_of(inventory, target):
            before = spent.get(battery.charged_from, 0.0)
            found[asset_id] = min(before, found.get(asset_id, before))
            if sure:
                spent[battery.charged_from] = before + battery.lasts_h
    return found


def hours_without(inventory: Inventory, source: str, target: str) -> float:
    """The hours for which ``target`` runs on its batteries when ``source`` is gone."""
    return sum(
        battery.lasts_h
        for _, battery, sure in _batteries_of(inventory, target)
        if sure and battery.charged_from == source
    )


def _batteries_of(inventory: Inventory, target: str) -> Iterator[tuple[str, Battery, bool]]:
    """The batteries on which the team can run a thing, each once, in the order of its ways; and
    whether it is sure that they are there and serve."""
    seen: set[str] = set()
    for method in inventory.ways.get(target, ()):
        for x in method.requires if method.for_team else ():
            battery = inventory[x].battery
            if battery is not None and x not in seen:
                seen.add(x)
                missing = inventory[x].answer(Trait.ABSENT) in (Answer.YES, Answer.UNKNOWN)
                yield x, battery, not (missing or method.doubtful)
