"""The inventory as monotone rules: who has access, and who can be hijacked.

Both are *least* solutions over the same assets:

- access: ``value(x) = (up(x) or spared(x)) and (free(x) or some way, all of it)``, where a battery
  is spared while what charges it is there,
- hijack: ``value(x) = taken(x) or free(x) or some way, all of it``.

An unknown answer is taken at its worse or better value for the question (see :class:`Bound`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from simulacro.engines.access.inventory import (
    UNGUARDING,
    Answer,
    Asset,
    Audience,
    Horizon,
    Inventory,
    Kind,
    Level,
    Method,
    Strikes,
    Trait,
)

Way = frozenset[int]


class Bound(StrEnum):
    """Which value an unknown answer takes: the worse one for the question asked, or the better."""

    WORST = "worst"
    BEST = "best"


class Ask(StrEnum):
    """The three questions about a channel."""

    SILENCE = "silence"
    LOCKOUT = "lockout"
    HIJACK = "hijack"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: silence (level publish) or lockout (level admin) within a horizon, or hijack
    at a level within a year (``horizon`` is None)."""

    ask: Ask
    horizon: Horizon | None
    level: Level

    @property
    def key(self) -> str:
        """A stable name, such as ``silence.15min`` or ``hijack.publish``."""
        if self.horizon is None:
            return f"hijack.{self.level}"
        return f"{self.ask}.{HORIZON_NAMES[self.horizon]}"


HORIZON_NAMES = {Horizon.MINUTES: "15min", Horizon.DAY: "24h", Horizon.WEEK: "7d"}


def silence(horizon: Horizon) -> Question:
    return Question(Ask.SILENCE, horizon, Level.PUBLISH)


def lockout(horizon: Horizon) -> Question:
    return Question(Ask.LOCKOUT, horizon, Level.ADMIN)


def hijack(level: Level) -> Question:
    return Question(Ask.HIJACK, None, level)


MAIN_QUESTIONS = (silence(Horizon.MINUTES), lockout(Horizon.WEEK), hijack(Level.PUBLISH))
ALL_QUESTIONS = (
    *(silence(h) for h in Horizon),
    *(lockout(h) for h in Horizon),
    *(hijack(level) for level in Level),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of one asset. ``leaf`` says whether its own loss or theft can happen at all;
    ``causes`` are common causes whose leaf strikes it too. While the asset ``spared_by`` is
    there, neither matters: an empty battery does no harm before the power is gone."""

    leaf: bool
    causes: tuple[int, ...]
    free: bool
    ways: tuple[Way, ...]
    spared_by: int | None = None


class Ways:
    """The ways, holders and causes of an inventory by asset, told by the numbers of ``index``.

    ``index`` numbers every asset of the inventory, and may number others beside them.
    """

    def __init__(self, inventory: Inventory, index: Mapping[str, int]) -> None:
        self.inventory = inventory
        self.index = index
        self.asset_at = {index[asset.id]: asset for asset in inventory.assets}
        self.methods = {index[target]: ways for target, ways in inventory.ways.items()}
        self.holders: dict[int, list[Asset]] = {}
        self.causes: dict[int, list[Asset]] = {}
        for asset in inventory.assets:
            if asset.holds or asset.may_hold:
                for x in (*asset.holds, *asset.may_hold):
                    self.holders.setdefault(index[x], []).append(asset)
            if asset.cause:
                for x in asset.cause.affects:
                    self.causes.setdefault(index[x], []).append(asset)

    def causes_of(self, i: int, what: Strikes) -> tuple[int, ...]:
        """The common causes whose ``what`` leaf strikes asset ``i``."""
        found = self.causes.get(i, ())
        return tuple(self.index[a.id] for a in found if a.cause and a.cause.strikes.covers(what))

    def access(self, i: int, horizon: Horizon, level: Level, bound: Bound) -> Rule:
        """The rule of team access to asset ``i`` within ``horizon``."""
        asset = self.asset_at[i]
        every = [m for m in self.methods.get(i, ()) if m.for_team]
        usable = [m for m in every if _serves(m, horizon, level, bound)]
        sure = [m for m in usable if not m.doubtful]
        ways = _minimal([self._needs(m, bound) for m in (sure if bound is Bound.WORST else usable)])
        free = False
        if asset.kind.opened:
            free = asset.ways_unknown and bound is Bound.BEST
        elif all(m.doubtful for m in every):
            # Perhaps it needs nothing. At worst all the doubtful needs are real, and needed.
            free = not every or bound is Bound.BEST
            needed = frozenset(x for m in usable for x in self._needs(m, bound))
            ways = (needed,) if usable and len(usable) == len(every) else ()
        left = (Answer.YES, Answer.UNKNOWN) if bound is Bound.WORST else (Answer.YES,)
        if asset.kind is Kind.PERSON and asset.answer(Trait.LEFT) in left:
            # Nobody is without them: they are no part of what opens anything.
            free, ways = False, ()
        spared_by = self.index[asset.battery.charged_from] if asset.battery else None
        return Rule(can_be_lost(asset), self.causes_of(i, Strikes.LOSS), free, ways, spared_by)

    def usable(
        self, i: int, horizon: Horizon, level: Level, bound: Bound
    ) -> list[tuple[Method, Way]]:
        """The team's ways into an opened asset that serve in time and at the level, each with what
        it needs."""
        return [
            (m, self._needs(m, bound))
            for m in self.methods.get(i, ())
            if m.for_team
            and _serves(m, horizon, level, bound)
            and not (m.doubtful and bound is Bound.WORST)
        ]

    def hijack(self, i: int, level: Level, bound: Bound) -> Rule:
        """The rule of an attacker's access to asset ``i`` within the year."""
        asset = self.asset_at[i]
        ways: list[Way] = []
        for holder in self.holders.get(i, ()):
            if bound is Bound.WORST or asset.id in holder.holds:
                ways.append(frozenset((self.index[holder.id],)))
        generous = Bound.BEST if bound is Bound.WORST else Bound.WORST
        for method in self.methods.get(i, ()):
            if not method.for_attacker or (method.doubtful and bound is Bound.BEST):
                continue
            if _gives(method, level, generous):
                ways.append(self._guards(method, bound))
        free = frozenset() in ways
        return Rule(asset.theft != (), self.causes_of(i, Strikes.THEFT), free, _minimal(ways))

    def rule(self, i: int, question: Question, level: Level, bound: Bound) -> Rule:
        """The rule of asset ``i`` for a question; ``level`` binds the channel itself."""
        if question.horizon is None:
            return self.hijack(i, level, bound)
        return self.access(i, question.horizon, level, bound)

    def _needs(self, method: Method, bound: Bound) -> Way:
        extra = method.perhaps if bound is Bound.WORST else ()
        return frozenset(self.index[x] for x in (*method.requires, *extra))

    def _guards(self, method: Method, bound: Bound) -> Way:
        extra = method.perhaps if bound is Bound.BEST else ()
        return frozenset(
            self.index[x] for x in (*method.requires, *extra) if guards(self.inventory[x], method)
        )


def can_be_lost(asset: Asset) -> bool:
    """False only for an asset said never to be lost; people and batteries come and go."""
    missing = asset.answer(Trait.ABSENT) in (Answer.YES, Answer.UNKNOWN)
    return asset.loss != () or asset.kind is Kind.PERSON or asset.battery is not None or missing


def guards(asset: Asset, method: Method) -> bool:
    """Whether having to have ``asset`` keeps an attacker out of ``method``.

    Presence never guards. In a way that only an attacker walks, a person named is the person
    taken: there it does.
    """
    if asset.kind is Kind.PERSON:
        return method.audience is Audience.ATTACKER
    return asset.kind not in UNGUARDING


def _serves(method: Method, horizon: Horizon, level: Level, bound: Bound) -> bool:
    return _in_time(method, horizon, bound) and _gives(method, level, bound)


def _in_time(method: Method, horizon: Horizon, bound: Bound) -> bool:
    if method.latency_min is None:
        return bound is Bound.BEST
    return method.latency_min <= horizon


def _gives(method: Method, level: Level, bound: Bound) -> bool:
    """Whether the way gives ``level``; "don't know" gives admin only at its best."""
    if level is Level.PUBLISH or method.gives is Level.ADMIN:
        return True
    return method.gives is None and bound is Bound.BEST


def _minimal(ways: list[Way]) -> tuple[Way, ...]:
    """Without ways that ask for more than another, in a fixed order."""
    if len(ways) < 2:
        return tuple(ways)
    kept: list[Way] = []
    for way in sorted(set(ways), key=lambda w: (len(w), sorted(w))):
        if not any(other <= way for other in kept):
            kept.append(way)
    return tuple(kept)
