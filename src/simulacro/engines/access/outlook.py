"""The days ahead, hour by hour: the chance that the brand cannot answer within 15 minutes.

The same graph as the audit's, with leaves shaped (leaf, moment) where a moment is an hour of a
date: people come and go by their :class:`Rota`, a cut that was announced is certain while it
lasts, everything else has the chance of its hour of the week. Many hours are alike: equal columns
are computed once. Unknown answers are taken at their worst, or with another bound at their best.
Nothing is approximated: beyond the budget :class:`BudgetExceeded` is raised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.chances import FloatArray, loss_chance, monday_of, own_chances
from simulacro.engines.access.draining import hours_before
from simulacro.engines.access.graph import AccessGraph, Universe, changed_assets
from simulacro.engines.access.inventory import (
    HOURS_PER_WEEK,
    Asset,
    Horizon,
    Inventory,
    Kind,
    Strikes,
)
from simulacro.engines.access.lights import Light, added_assets, apply_light
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.risk import SILENCE
from simulacro.engines.access.rules import Bound
from simulacro.engines.availability.clocks import LocalHours, minute_of
from simulacro.engines.availability.pattern import Availability, Shift
from simulacro.engines.availability.rota import Rota, at_hand
from simulacro.engines.diagrams import Function, probability_grid, probability_only

IntArray = NDArray[np.intp]
BoolArray = NDArray[np.bool_]

# Somebody who is always there: the rota says who is not.
THERE = Availability((Shift(tuple(range(7)), 0, 1440),))

# All the channels by their weight; or the main ones all silent at once.
EVERY_CHANNEL = ""
MAIN_CHANNELS = "*"


class Group(StrEnum):
    """What a dark hour comes from, as a person would sort it."""

    PEOPLE = "people"
    POWER = "power"
    SIGNAL = "signal"
    DEVICES = "devices"
    PLACES = "places"
    SERVICES = "services"


GROUP_OF: Mapping[Kind, Group] = {
    Kind.PERSON: Group.PEOPLE,
    Kind.ORGANISATION: Group.PEOPLE,
    Kind.POWER: Group.POWER,
    Kind.CARRIER: Group.SIGNAL,
    Kind.CONNECTION: Group.SIGNAL,
    Kind.SIM: Group.SIGNAL,
    Kind.PLACE: Group.PLACES,
    Kind.ACCOUNT: Group.SERVICES,
    Kind.MAILBOX: Group.SERVICES,
    Kind.TOOL: Group.SERVICES,
    Kind.VAULT: Group.SERVICES,
    Kind.PLATFORM: Group.SERVICES,
}


def group_of(asset: Asset, inventory: Inventory) -> Group:
    """The group of a leaf; a common cause goes with the first that it strikes."""
    if asset.cause:
        first = next((x for x in asset.cause.affects if x in inventory), None)
        return group_of(inventory[first], inventory) if first else Group.SERVICES
    return GROUP_OF.get(asset.kind, Group.DEVICES)


@dataclass(frozen=True, slots=True)
class Cut:
    """An asset that is known to be down from ``start`` until before ``end``, aware instants: a
    power cut that was announced, a carrier's works."""

    asset: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class Columns:
    """Chances of the variables, shape (variables, distinct), and which column each moment has."""

    distinct: FloatArray
    of: IntArray


@dataclass(frozen=True, slots=True)
class Weight:
    """The share of one moment's chance that goes with a leaf, in [0, 1]."""

    asset: str
    share: float


@dataclass
class Lit:
    """An inventory under some lights: its functions and the chances of its leaves."""

    inventory: Inventory
    rotas: Mapping[str, Rota]
    graph: AccessGraph
    functions: dict[str, Function]
    columns: Columns
    chances: dict[str, FloatArray] = field(default_factory=dict)


class Outlook:
    """The moments of one brand, and what each light would change.

    Args:
        rotas: when each person is at hand, by asset id; somebody left out is at hand as the
            inventory (or the rates) say, with nothing dated.
        hours: the moments.
        lights: those that may be switched on.
        cuts: what is known to be down.
        bound: how unknown answers, and holidays of which nobody said who works, are taken.
    """

    def __init__(
        self,
        inventory: Inventory,
        rates: Rates,
        rotas: Mapping[str, Rota],
        hours: LocalHours,
        *,
        lights: Sequence[Light] = (),
        cuts: Sequence[Cut] = (),
        bound: Bound = Bound.WORST,
        budget: Budget | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        limits = budget or Budget()
        watch = Watch(limits, should_stop)
        self.rates = rates
        self.bound = bound
        self.hours = hours
        self.cuts = tuple(cut for cut in cuts if cut.asset in inventory)
        self.lights = tuple(lights)
        self._monday = monday_of(hours.first)
        # By identity, the asset kept beside so that no other can take its place.
        self._rows: dict[int, tuple[Asset, FloatArray]] = {}
        self._weeks: dict[int, tuple[Inventory, FloatArray, IntArray]] = {}
        # To hash a rota takes longer than to look it up by identity; it is kept beside.
        self._people: dict[int, tuple[Rota, FloatArray]] = {}
        self._by_rota: dict[Rota, FloatArray] = {}
        self._usual: Lit | None = None
        self.universe = Universe(inventory, limits, watch, added_assets(inventory, lights))
        every = {
            person.id: rotas.get(person.id)
            or Rota(rates.at_hand_of(person, inventory.brand.region), inventory.brand.zone)
            for person in inventory.of_kind(Kind.PERSON)
        }
        graph = AccessGraph(inventory, self.universe)
        self.dark = self._lit(inventory, every, graph)

    def under(self, lights: Iterable[Light]) -> Lit:
        """The brand with some lights on, in the order given."""
        inventory, rotas = self.dark.inventory, self.dark.rotas
        for light in lights:
            inventory, rotas = apply_light(inventory, rotas, light)
        if inventory is self.dark.inventory:
            if rotas is self.dark.rotas:
                return self.dark
            return self._lit(inventory, rotas, self.dark.graph)
        changed, _own = changed_assets(self.dark.inventory, inventory, self.universe.index)
        graph = AccessGraph(inventory, self.universe, base=self.dark.graph, changed=changed)
        return self._lit(inventory, rotas, graph)

    def usual(self) -> Lit:
        """The brand on the same days with nothing dated: no holiday, absence, journey or cut."""
        if self._usual is None:
            rotas = {
                x: replace(rota, changes=(), holidays=()) for x, rota in self.dark.rotas.items()
            }
            columns = self._columns(self.dark.inventory, rotas, ())
            self._usual = replace(self.dark, rotas=rotas, columns=columns, chances={})
        return self._usual

    def chance(self, lit: Lit, subject: str = EVERY_CHANNEL) -> FloatArray:
        """The chance of silence at each moment, shape (moments,), in [0, 1].

        ``subject`` is a channel's id, :data:`EVERY_CHANNEL` or :data:`MAIN_CHANNELS`. Raises
        KeyError for another.
        """
        if subject not in lit.chances:
            distinct = self._chance(lit, subject, lit.columns.distinct)
            lit.chances[subject] = distinct[lit.columns.of]
        return lit.chances[subject]

    def without(self, lit: Lit, subject: str, moments: Sequence[int]) -> dict[Group, FloatArray]:
        """For each group the chance at some moments if nothing of the group could be missing.

        What falls most is what makes the hour dark.
        """
        wanted, back = np.unique(lit.columns.of[list(moments)], return_inverse=True)
        columns = lit.columns.distinct[:, wanted]
        rows: dict[Group, list[int]] = {}
        for asset in lit.inventory.assets:
            row = self.universe.loss_variable[self.universe.index[asset.id]]
            rows.setdefault(group_of(asset, lit.inventory), []).append(row)
        found = {}
        for group in Group:
            touched = [row for row in rows.get(group, ()) if columns[row].any()]
            if touched:
                sure = columns.copy()
                sure[touched] = 0.0
                found[group] = self._chance(lit, subject, sure)[back]
        return found

    def weightiest(self, lit: Lit, subject: str, moment: int, most: int = 8) -> list[Weight]:
        """The leaves that carry most of one moment's chance, by their Fussell–Vesely share."""
        column = int(lit.columns.of[moment])
        chances = np.ascontiguousarray(lit.columns.distinct[:, column : column + 1])
        names = {self.universe.loss_variable[i]: a.id for i, a in enumerate(self.universe.assets)}
        shares: dict[str, float] = {}
        whole = 0.0
        for share, function in self._parts(lit, subject):
            if function < 2:
                whole += share * float(function)
                continue
            grid = probability_grid(self.universe.loss, function, chances)
            whole += share * float(grid.top[0])
            for v in self.universe.loss.support(function):
                fall = share * float(chances[v, 0] * grid.birnbaum[v, 0])
                shares[names[v]] = shares.get(names[v], 0.0) + fall
        ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
        return [
            Weight(name, min(1.0, fall / whole)) for name, fall in ranked[:most] if fall > 0 < whole
        ]

    def _parts(self, lit: Lit, subject: str) -> list[tuple[float, Function]]:
        """What a subject is made of: functions with weights that sum to 1."""
        if subject == MAIN_CHANNELS:
            primary = lit.inventory.primary_channels
            table = self.universe.loss
            return [(1.0, table.and_(*(lit.functions[c.id] for c in primary)))] if primary else []
        if subject != EVERY_CHANNEL:
            return [(1.0, lit.functions[subject])]
        whole = sum(channel.weight for channel in lit.inventory.channels)
        return [
            (channel.weight / whole, lit.functions[channel.id])
            for channel in lit.inventory.channels
            if whole and channel.weight
        ]

    def _chance(self, lit: Lit, subject: str, columns: FloatArray) -> FloatArray:
        found = np.zeros(columns.shape[1])
        for share, function in self._parts(lit, subject):
            if function < 2:
                found += share * float(function)
            else:
                found += share * probability_only(
                    self.universe.loss, function, np.ascontiguousarray(columns)
                )
        clipped: FloatArray = np.clip(found, 0.0, 1.0)
        return clipped

    def _lit(self, inventory: Inventory, rotas: Mapping[str, Rota], graph: AccessGraph) -> Lit:
        functions = graph.functions(SILENCE, self.bound)
        return Lit(inventory, rotas, graph, functions, self._columns(inventory, rotas, self.cuts))

    def _columns(
        self, inventory: Inventory, rotas: Mapping[str, Rota], cuts: Sequence[Cut]
    ) -> Columns:
        index = self.universe.index
        kinds, kind_of = self._kinds(inventory)
        absent = {
            index[x]: 1.0 - self._at_hand(rota) for x, rota in rotas.items() if x in inventory
        }
        for cut in cuts:
            row = index[cut.asset]
            before = absent.get(row, 0.0)
            absent[row] = 1.0 - (1.0 - before) * (1.0 - self._share_of(cut))
        flat = self._flat_in_cuts(inventory, cuts)
        # Fold by what can differ: the kind of hour, who or what is away, what has run flat.
        moving = [kind_of.astype(np.float64), *absent.values()]
        moving += [np.where(there, 1.0 + gone, 0.0) for there, gone in flat.values()]
        first, of = _alike(moving)
        marginal = kinds[:, kind_of[first]]
        for battery, (there, gone) in flat.items():
            asset = self.universe.assets[battery]
            failures = self.rates.loss_of(asset, inventory.brand.region)
            alone = replace(asset, battery=None, loss=failures)
            own = self._weekly(alone, inventory)[self.hours.hour_of_week]
            now = np.where(there, 1.0 - (1.0 - own) * (1.0 - gone), 0.0)[first]
            marginal[battery] = np.where(there[first], now, marginal[battery])
        for row, gone in absent.items():
            marginal[row] = 1.0 - (1.0 - marginal[row]) * (1.0 - gone[first])
        chances = own_chances(marginal, self._causes(inventory))
        full = np.zeros_like(chances)
        full[self.universe.loss_variable] = chances
        return Columns(full, of)

    def _kinds(self, inventory: Inventory) -> tuple[FloatArray, IntArray]:
        """The kinds of hours of the week, but for who is at hand: their columns, and which kind
        each moment is."""
        known = self._weeks.get(id(inventory))
        if known is not None and known[0] is inventory:
            return known[1], known[2]
        weekly = np.zeros((len(self.universe.index), HOURS_PER_WEEK))
        for asset in inventory.assets:
            if asset.cause is None:
                weekly[self.universe.index[asset.id]] = self._weekly(asset, inventory)
        first, kind = _alike(weekly)
        kinds = weekly[:, first]
        kind_of = kind[self.hours.hour_of_week]
        if not self._weeks:
            self._weeks[id(inventory)] = (inventory, kinds, kind_of)
        return kinds, kind_of

    def _weekly(self, asset: Asset, inventory: Inventory) -> FloatArray:
        """The chance of being down at each hour of the week; of a person, but for absence."""
        known = self._rows.get(id(asset))
        if known is not None and known[0] is asset:
            return known[1]
        there = replace(asset, at_hand=THERE) if asset.kind is Kind.PERSON else asset
        row = loss_chance(there, inventory, self.rates, Horizon.MINUTES, self.bound, self._monday)
        self._rows[id(asset)] = (asset, row)
        return row

    def _at_hand(self, rota: Rota) -> FloatArray:
        known = self._people.get(id(rota))
        if known is not None:
            return known[1]
        if rota not in self._by_rota:
            first, last = int(self.hours.starts[0]), int(self.hours.starts[-1])
            worst = self.bound is Bound.WORST
            by_minute = at_hand(rota, first, last - first, worst=worst)
            self._by_rota[rota] = self.hours.mean_of(by_minute)
        self._people[id(rota)] = (rota, self._by_rota[rota])
        return self._by_rota[rota]

    def _share_of(self, cut: Cut) -> FloatArray:
        """The part of each hour that a cut takes."""
        starts = self.hours.starts
        low = np.maximum(starts[:-1], minute_of(cut.start))
        high = np.minimum(starts[1:], minute_of(cut.end))
        share: FloatArray = np.maximum(high - low, 0) / np.diff(starts)
        return share

    def _flat_in_cuts(
        self, inventory: Inventory, cuts: Sequence[Cut]
    ) -> dict[int, tuple[BoolArray, FloatArray]]:
        """For each battery charged from what is cut: when the cut is on, and when it is flat.

        A battery is full when the cut begins. It is drained once those before it are spent (a bank
        after the phone's own), and flat once it has lasted; elsewhere its chance stays the one
        given that its power is down.
        """
        before_h = hours_before(inventory) if cuts else {}
        found: dict[int, tuple[BoolArray, FloatArray]] = {}
        starts = self.hours.starts[:-1]
        for cut in cuts:
            on = self._share_of(cut) > 0
            for asset in inventory.assets:
                if asset.battery and asset.battery.charged_from == cut.asset:
                    age_h = (starts - minute_of(cut.start)) / 60.0
                    until_h = before_h.get(asset.id, 0.0) + asset.battery.lasts_h
                    gone = np.where(on & (age_h >= until_h), 1.0, 0.0)
                    row = self.universe.index[asset.id]
                    before = found.get(row)
                    if before is not None:
                        on, gone = on | before[0], np.maximum(gone, before[1])
                    found[row] = (on, gone)
        return found

    def _causes(self, inventory: Inventory) -> list[tuple[int, float, list[int]]]:
        index = self.universe.index
        return [
            (index[a.id], a.cause.beta, [index[x] for x in a.cause.affects])
            for a in inventory.assets
            if a.cause and a.cause.affects and a.cause.strikes.covers(Strikes.LOSS)
        ]


def _alike(rows: Iterable[FloatArray]) -> tuple[IntArray, IntArray]:
    """The different columns of rows of one length: the first of each, and which one each is.

    Most rows are constant or the same as another, and need no sorting.

    >>> first, of = _alike([np.array([1.0, 2.0, 1.0]), np.array([5.0, 5.0, 5.0])])
    >>> first.tolist(), of.tolist()
    ([0, 1], [0, 1, 0])
    """
    seen: set[bytes] = set()
    of: IntArray | None = None
    for row in rows:
        of = np.zeros(len(row), np.intp) if of is None else of
        digest = row.tobytes()
        if digest in seen or not (row != row[0]).any():
            continue
        seen.add(digest)
        _, value = np.unique(row, return_inverse=True)
        _, of = np.unique(of * (int(value.max()) + 1) + value, return_inverse=True)
    _, first, of = np.unique(
        np.zeros(0, np.intp) if of is None else of, return_index=True, return_inverse=True
    )
    return first, of


@dataclass(frozen=True, slots=True)
class Stretch:
    """Dark moments in a row: from ``start`` until before ``end``, the darkest among them ``worst``
    with its ``chance``."""

    start: int
    end: int
    worst: int
    chance: float


def stretches(chance: FloatArray, threshold: float) -> list[Stretch]:
    """The runs of moments with at least ``threshold``, in their order.

    >>> [(s.start, s.end, s.worst) for s in stretches(np.array([0.1, 0.6, 0.9, 0.0, 0.5]), 0.5)]
    [(1, 3, 2), (4, 5, 4)]
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([0], chance >= threshold, [0]))))
    found = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        worst = start + int(np.argmax(chance[start:end]))
        found.append(Stretch(start, end, worst, float(chance[worst])))
    return found
