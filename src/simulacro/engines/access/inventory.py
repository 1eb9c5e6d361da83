"""What a brand has and how it gets in: assets, ways in, chances, as frozen values.

The words follow Hammann, Radomirović, Sasse and Basin, *User Account Access Graphs* (CCS 2019):
an asset is a vertex, a :class:`Method` is one colour of edges into it. Nothing here is a secret:
a credential is a label, never the password.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

from simulacro.engines.access.vocabulary import (
    OPENED,
    TRAITS_OF,
    UNGUARDING,
    Answer,
    Audience,
    Horizon,
    Kind,
    Level,
    Route,
    Strikes,
    Trait,
)
from simulacro.engines.availability.pattern import Availability as Availability
from simulacro.engines.availability.pattern import Shift as Shift

__all__ = [
    "HOURS_PER_WEEK",
    "HOURS_PER_YEAR",
    "MAX_ASSETS",
    "OPENED",
    "TRAITS_OF",
    "UNGUARDING",
    "Answer",
    "Asset",
    "Audience",
    "Availability",
    "Battery",
    "Brand",
    "CommonCause",
    "Horizon",
    "Inventory",
    "InventoryError",
    "Kind",
    "Level",
    "LossMode",
    "Method",
    "Profile",
    "RiskCost",
    "Route",
    "Shift",
    "Strikes",
    "TheftMode",
    "Trait",
    "default_audience",
]

MAX_ASSETS: Final = 2000
HOURS_PER_WEEK: Final = 168
HOURS_PER_YEAR: Final = 8760


@dataclass(frozen=True, slots=True)
class Profile:
    """How a rate moves over the local week: factor of the weekday × factor of the hour.

    ``weekday`` has 7 factors from Monday, ``hour`` has 24 from midnight, each ≥ 0. Only their
    shape counts: :func:`weekly` scales them to a mean of 1.
    """

    weekday: tuple[float, ...] = (1.0,) * 7
    hour: tuple[float, ...] = (1.0,) * 24

    def weekly(self) -> tuple[float, ...]:
        """168 factors from Monday 00:00, with mean 1."""
        raw = [d * h for d in self.weekday for h in self.hour]
        mean = sum(raw) / HOURS_PER_WEEK
        return tuple(x / mean for x in raw)


@dataclass(frozen=True, slots=True)
class LossMode:
    """One way of being without an asset: ``per_year`` ≥ 0 times, for ``down_h`` > 0 hours."""

    name: str
    per_year: float
    down_h: float
    profile: Profile | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class TheftMode:
    """One way an asset falls into other hands: ``per_year`` ≥ 0 times."""

    name: str
    per_year: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class Battery:
    """Makes a power asset a battery, charged from another one, that lasts ``lasts_h`` > 0 hours."""

    charged_from: str
    lasts_h: float


@dataclass(frozen=True, slots=True)
class CommonCause:
    """What strikes several assets at once; ``beta`` in [0, 1] is the share of the smallest chance
    among ``affects`` that is common. Marginal chances stay as they were."""

    affects: tuple[str, ...]
    beta: float
    strikes: Strikes = Strikes.LOSS


@dataclass(frozen=True, slots=True)
class Asset:
    """One thing or person. ``loss`` and ``theft`` of None mean the default rates of its kind;
    an empty tuple means never."""

    id: str
    kind: Kind
    name: str
    channel: bool = False
    primary: bool = False
    weight: float = 1.0
    network: str | None = None
    traits: tuple[tuple[Trait, Answer], ...] = ()
    holds: tuple[str, ...] = ()
    may_hold: tuple[str, ...] = ()
    at_hand: Availability | None = None
    battery: Battery | None = None
    cause: CommonCause | None = None
    loss: tuple[LossMode, ...] | None = None
    theft: tuple[TheftMode, ...] | None = None
    ways_unknown: bool = False
    nobody: bool = False
    note: str = ""

    def answer(self, trait: Trait) -> Answer | None:
        """The answer given for ``trait``, or None when nobody was asked."""
        return next((given for name, given in self.traits if name is trait), None)

    def says(self, trait: Trait, answer: Answer = Answer.YES) -> bool:
        return self.answer(trait) is answer


@dataclass(frozen=True, slots=True)
class Method:
    """A set of assets which *together* give access to ``target``.

    ``gives`` or ``latency_min`` of None is "don't know". ``perhaps`` are assets nobody is sure are
    needed; ``doubtful`` says that nobody is sure the way exists at all.
    """

    target: str
    requires: tuple[str, ...]
    gives: Level | None = Level.ADMIN
    latency_min: int | None = 0
    audience: Audience = Audience.BOTH
    route: Route = Route.LOGIN
    perhaps: tuple[str, ...] = ()
    doubtful: bool = False
    name: str = ""

    @property
    def for_team(self) -> bool:
        return self.audience is not Audience.ATTACKER

    @property
    def for_attacker(self) -> bool:
        return self.audience is not Audience.TEAM


@dataclass(frozen=True, slots=True)
class Brand:
    """Whose inventory it is. ``zone`` is the IANA zone of its reference week."""

    name: str
    region: str = ""
    language: str = "es"
    zone: str = "UTC"
    solo: bool = False


@dataclass(frozen=True, slots=True)
class RiskCost:
    """Hours of harm that one hijack and one lockout of a channel count for."""

    hijack_h: float = 72.0
    lockout_h: float = 24.0


class InventoryError(ValueError):
    """The values do not fit together; ``problems`` are (code, asset id, other id) triples."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{code}: {a} {b}".strip() for code, a, b in problems))


@dataclass(frozen=True, slots=True)
class Inventory:
    """A brand's assets and ways in, as known on the date ``facts``.

    Methods are kept grouped by target in the order of the assets, so that two inventories which
    say the same are equal. Raises :class:`InventoryError` with every problem at once.
    """

    brand: Brand
    assets: tuple[Asset, ...] = ()
    methods: tuple[Method, ...] = ()
    facts: date | None = None
    cost: RiskCost = RiskCost()
    _index: dict[str, int] = field(init=False, repr=False, compare=False)
    _ways: dict[str, tuple[Method, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index = {asset.id: i for i, asset in enumerate(self.assets)}
        object.__setattr__(self, "_index", index)
        # Hundreds of variants are made in one audit: where all is well, nothing is listed.
        if not self._fits_together(index):
            raise InventoryError(self._problems(index))
        grouped = tuple(sorted(self.methods, key=lambda m: index[m.target]))
        object.__setattr__(self, "methods", grouped)
        ways = {target: tuple(same) for target, same in groupby(grouped, lambda m: m.target)}
        object.__setattr__(self, "_ways", ways)

    def _fits_together(self, index: dict[str, int]) -> bool:
        """Whether :meth:`_problems` would find none."""
        named: set[str] = set()
        for asset in self.assets:
            if asset.holds or asset.may_hold or asset.battery or asset.cause:
                named.update(asset.holds, asset.may_hold)
                if asset.battery:
                    named.add(asset.battery.charged_from)
                if asset.cause:
                    named.update(asset.cause.affects)
        for method in self.methods:
            target, requires = method.target, method.requires
            if not requires or target in requires or target in method.perhaps:
                return False
            named.add(target)
            named.update(requires, method.perhaps)
        return len(index) == len(self.assets) and named <= index.keys()

    def _problems(self, index: dict[str, int]) -> list[tuple[str, str, str]]:
        problems: list[tuple[str, str, str]] = []
        seen: set[str] = set()
        for asset in self.assets:
            if asset.id in seen:
                problems.append(("duplicate_id", asset.id, ""))
            seen.add(asset.id)
        problems += [
            ("unknown_asset", owner, reference)
            for owner, reference in self._references()
            if reference not in index
        ]
        for method in self.methods:
            if method.target in (*method.requires, *method.perhaps):
                problems.append(("requires_itself", method.target, ""))
            if not method.requires:
                problems.append(("requires_nothing", method.target, ""))
        return problems

    def _references(self) -> Iterable[tuple[str, str]]:
        for asset in self.assets:
            for reference in (*asset.holds, *asset.may_hold):
                yield asset.id, reference
            if asset.battery:
                yield asset.id, asset.battery.charged_from
            if asset.cause:
                for reference in asset.cause.affects:
                    yield asset.id, reference
        for method in self.methods:
            yield method.target, method.target
            for reference in (*method.requires, *method.perhaps):
                yield method.target, reference

    def __contains__(self, asset_id: str) -> bool:
        return asset_id in self._index

    def __getitem__(self, asset_id: str) -> Asset:
        return self.assets[self._index[asset_id]]

    def methods_of(self, asset_id: str) -> tuple[Method, ...]:
        """The ways into ``asset_id``, in their order."""
        return self._ways.get(asset_id, ())

    @property
    def ways(self) -> Mapping[str, tuple[Method, ...]]:
        """The ways in by their target, for the assets that have any."""
        return self._ways

    def of_kind(self, *kinds: Kind) -> tuple[Asset, ...]:
        return tuple(a for a in self.assets if a.kind in kinds)

    @property
    def channels(self) -> tuple[Asset, ...]:
        """The assets by which the brand speaks, in their order."""
        return tuple(a for a in self.assets if a.channel)

    @property
    def primary_channels(self) -> tuple[Asset, ...]:
        """Those marked primary; all channels where none is marked."""
        return tuple(a for a in self.channels if a.primary) or self.channels


def default_audience(target: Kind, requires: Iterable[Kind]) -> Audience:
    """Who walks a way in that does not say: both, except what a primitive merely runs on.

    A phone that needs power is no way into the phone; a code app that needs its phone is.
    """
    if target.opened or any(kind not in UNGUARDING for kind in requires):
        return Audience.BOTH
    return Audience.TEAM
