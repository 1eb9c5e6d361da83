"""The access graph by brute force: every state enumerated, sets for fixed points, exact fractions.

Written from the definition alone; it shares no code with the engine, only the values it is about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import combinations

from simulacro.engines.access.inventory import Inventory

ATTACKER_BRINGS = {"carrier", "power", "connection", "place", "cause"}
OPENED = {"account", "mailbox", "vault", "tool"}
State = frozenset[str]
Event = Callable[[State], bool]


def accessible(
    inventory: Inventory, lost: State, minutes: int, level: str, channel: str, *, worst: bool
) -> bool:
    """Whether the team gets into ``channel`` at ``level`` within ``minutes`` when ``lost`` is."""

    def up(x: str) -> bool:
        return x not in lost and not any(
            a.cause and x in a.cause.affects and a.id in lost and a.cause.strikes != "theft"
            for a in inventory.assets
        )

    def usable(method, level: str) -> bool:
        if method.audience == "attacker":
            return False
        if method.latency_min is None:
            if worst:
                return False
        elif method.latency_min > minutes:
            return False
        if level == "admin" and method.gives != "admin":
            return method.gives is None and not worst
        return True

    def satisfied(method, have: set[str], level: str) -> bool:
        needed = set(method.requires) | (set(method.perhaps) if worst else set())
        return usable(method, level) and needed <= have

    def holds(asset, have: set[str], level: str) -> bool:
        charged = asset.battery is not None and asset.battery.charged_from in have
        if not up(asset.id) and not charged:
            return False
        ways = [m for m in inventory.methods if m.target == asset.id and m.audience != "attacker"]
        sure = [m for m in ways if not m.doubtful]
        counted = sure if worst else ways
        if asset.kind in OPENED:
            if asset.ways_unknown and not worst:
                return True
            return any(satisfied(m, have, level) for m in counted)
        if not ways:
            return True
        if not sure:
            return not worst or all(satisfied(m, have, level) for m in ways)
        return any(satisfied(m, have, level) for m in counted)

    have: set[str] = set()
    while True:
        more = {a.id for a in inventory.assets if holds(a, have, "publish")}
        if more == have:
            break
        have |= more
    return holds(inventory[channel], have, level)


def hijacked(inventory: Inventory, taken: State, level: str, channel: str, *, worst: bool) -> bool:
    """Whether an attacker who took ``taken`` reaches ``channel`` at ``level``."""

    def struck(x: str) -> bool:
        return x in taken or any(
            a.cause and x in a.cause.affects and a.id in taken and a.cause.strikes != "loss"
            for a in inventory.assets
        )

    def guard(x: str, method) -> bool:
        kind = inventory[x].kind
        if kind == "person":
            return method.audience == "attacker"
        return kind not in ATTACKER_BRINGS

    def falls(x: str, have: set[str], level: str) -> bool:
        if struck(x):
            return True
        for a in inventory.assets:
            held = set(a.holds) | (set(a.may_hold) if worst else set())
            if x in held and a.id in have:
                return True
        for m in inventory.methods:
            if m.target != x or m.audience == "team" or (m.doubtful and not worst):
                continue
            if level == "admin" and m.gives == "publish":
                continue
            if level == "admin" and m.gives is None and not worst:
                continue
            needed = set(m.requires) | (set() if worst else set(m.perhaps))
            if {y for y in needed if guard(y, m)} <= have:
                return True
        return False

    have: set[str] = set()
    while True:
        more = {a.id for a in inventory.assets if falls(a.id, have, "publish")}
        if more == have:
            break
        have |= more
    return falls(channel, have, level)


def minimal_sets(leaves: Iterable[str], event: Event) -> set[State]:
    """The minimal sets of leaves that make ``event`` true, by size upwards."""
    found: list[State] = []
    names = sorted(leaves)
    for size in range(len(names) + 1):
        for members in combinations(names, size):
            state = frozenset(members)
            if not any(f <= state for f in found) and event(state):
                found.append(state)
    return set(found)


def probability(chances: dict[str, Fraction], event: Event) -> Fraction:
    """The exact probability of ``event``, the leaves being independent."""
    names = sorted(chances)
    total = Fraction(0)
    for size in range(len(names) + 1):
        for members in combinations(names, size):
            state = frozenset(members)
            if event(state):
                weight = Fraction(1)
                for x in names:
                    weight *= chances[x] if x in state else 1 - chances[x]
                total += weight
    return total


def loss_chances(
    inventory: Inventory, minutes: int, hour: int, at_hand: dict[str, list[Fraction]]
) -> dict[str, Fraction]:
    """Each leaf's own chance to be lost at ``hour``; ``at_hand`` has 168 chances per person."""
    h = minutes / 60
    whole: dict[str, Fraction] = {}
    for a in inventory.assets:
        if a.cause:
            continue
        working = Fraction(1)
        for mode in a.loss or ():
            working *= 1 - Fraction(_down(mode, h))
        if a.kind == "person" and a.id in at_hand:
            last = int(hour + h)
            working *= max(at_hand[a.id][t % 168] for t in range(hour, last + 1))
        if a.battery:
            modes = inventory[a.battery.charged_from].loss or ()
            lit = full = Fraction(1)
            for m in modes:
                lit *= 1 - Fraction(_down(m, h))
                full *= 1 - Fraction(_down(m, h) * math.exp(-a.battery.lasts_h / m.down_h))
            if lit < 1:
                working *= 1 - (1 - full) / (1 - lit)
        whole[a.id] = 1 - working
    return _shared_out(inventory, whole, "theft")


def theft_chances(inventory: Inventory) -> dict[str, Fraction]:
    """Each leaf's own chance to be stolen within the year."""
    whole = {
        a.id: Fraction(1 - math.exp(-sum(m.per_year for m in a.theft or ())))
        for a in inventory.assets
        if not a.cause
    }
    return _shared_out(inventory, whole, "loss")


def _down(mode, h: float) -> float:
    load = mode.per_year / 8760 * mode.down_h
    return load / (1 + load) * math.exp(-h / mode.down_h)


def _shared_out(
    inventory: Inventory, whole: dict[str, Fraction], other: str
) -> dict[str, Fraction]:
    own = dict(whole)
    for a in inventory.assets:
        if a.cause:
            own[a.id] = Fraction(0)
            if a.cause.strikes != other:
                own[a.id] = Fraction(a.cause.beta) * min(whole[x] for x in a.cause.affects)
    for x, q in whole.items():
        spared = Fraction(1)
        for a in inventory.assets:
            if a.cause and x in a.cause.affects and a.cause.strikes != other:
                spared *= 1 - own[a.id]
        if spared < 1:
            own[x] = 1 - (1 - q) / spared if spared else Fraction(0)
    return own
