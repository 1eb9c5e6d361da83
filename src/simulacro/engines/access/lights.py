"""What lights a dark hour up, as switches: a power bank, a second line, a satellite link, a deputy.

A light is a pure change of the inventory (by the fixes' own functions) or of a person's rota. Each
can be on or off, in any company; none lowers anybody's access.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from simulacro.engines.access import reaching
from simulacro.engines.access.inventory import Asset, Inventory, Kind, Trait
from simulacro.engines.availability.pattern import Shift
from simulacro.engines.availability.rota import Rota

# What a deputy who agreed to it is taken to answer; a judgement, as that of the on-call rota.
DEPUTY_CHANCE: Final = 0.85
EVERY_DAY: Final = tuple(range(7))
DEPUTIES: Final[Mapping[str, Shift]] = {
    "deputy_sundays": Shift((6,), 0, 1440, DEPUTY_CHANCE),
    "deputy_saturdays": Shift((5,), 0, 1440, DEPUTY_CHANCE),
    "deputy_nights": Shift(EVERY_DAY, 22 * 60, 8 * 60, DEPUTY_CHANCE),
}
HOLIDAYS: Final = "holidays"
# Each light is solved by itself, hour by hour: those beyond would make a large brand wait a minute.
MOST_TARGETS: Final = 8


@dataclass(frozen=True, slots=True)
class Light:
    """A switch: its ``kind`` and the asset that it is about (empty: the whole brand)."""

    kind: str
    target: str = ""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.target}"


CHANGES: Final[Mapping[str, Callable[[Inventory, str], Inventory]]] = {
    "power_bank": reaching.add_banks,
    "second_line": lambda inventory, x: reaching.add_carrier(inventory, (("target", x),)),
    "satellite": lambda inventory, _x: reaching.add_satellite_for_all(inventory),
}
KINDS: Final = (*CHANGES, *DEPUTIES, HOLIDAYS)


def lights_for(inventory: Inventory, rotas: Mapping[str, Rota]) -> tuple[Light, ...]:
    """Every switch that could change something, kind by kind.

    A power bank for each mains, a second line beside each carrier, one satellite link for all,
    and for each person a deputy on Sundays, on Saturdays, by night, and working on holidays.
    Of mains, carriers and people, the :data:`MOST_TARGETS` that most ways in of the team rest on;
    among equals, in the order of the inventory.
    """
    uses = Counter(x for method in inventory.methods if method.for_team for x in method.requires)

    def most_used(ids: list[str]) -> list[str]:
        kept = set(sorted(ids, key=lambda x: -uses[x])[:MOST_TARGETS])
        return [x for x in ids if x in kept]

    mains = [p.id for p in inventory.of_kind(Kind.POWER) if p.battery is None]
    carriers = [carrier.id for carrier in inventory.of_kind(Kind.CARRIER)]
    found = [Light("power_bank", x) for x in most_used(mains)]
    found += [Light("second_line", x) for x in most_used(carriers)]
    if inventory.of_kind(Kind.CONNECTION):
        found.append(Light("satellite"))
    people = most_used(
        [
            person.id
            for person in inventory.of_kind(Kind.PERSON)
            if uses[person.id] and not person.says(Trait.LEFT)
        ]
    )
    found += [Light(kind, person) for kind in DEPUTIES for person in people]
    found += [
        Light(HOLIDAYS, person)
        for person in people
        if person in rotas
        and rotas[person].free_days
        and rotas[person].share_of_holidays(worst=True) < 1.0
    ]
    return tuple(found)


def apply_light(
    inventory: Inventory, rotas: Mapping[str, Rota], light: Light
) -> tuple[Inventory, Mapping[str, Rota]]:
    """The inventory and the rotas with the light on. Raises KeyError for an unknown kind."""
    if light.kind in CHANGES:
        return CHANGES[light.kind](inventory, light.target), rotas
    rota = rotas[light.target]
    if light.kind == HOLIDAYS:
        changed = replace(rota, on_holidays=1.0)
    else:
        changed = replace(rota, deputies=(*rota.deputies, DEPUTIES[light.kind]))
    return inventory, {**rotas, light.target: changed}


def added_assets(inventory: Inventory, lights: Iterable[Light]) -> list[tuple[Asset, str]]:
    """The assets that the lights would add, each beside what it stands in for."""
    found: dict[str, tuple[Asset, str]] = {}
    for light in lights:
        if light.kind not in CHANGES:
            continue
        after = CHANGES[light.kind](inventory, light.target)
        near = light.target or _first_connection(inventory)
        for asset in after.assets:
            if asset.id not in inventory:
                found.setdefault(asset.id, (asset, near))
    return list(found.values())


def _first_connection(inventory: Inventory) -> str:
    links: Sequence[Asset] = inventory.of_kind(Kind.CONNECTION)
    return links[0].id
