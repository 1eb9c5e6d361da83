"""Murphy's list: everything that can go wrong, from the inventory, and what covers it today.

A row is an asset (or several that behave alike) × a way of losing it or of its being taken × the
moments at which that does the same. Moments differ by who is away: an hour's *situation* are the
leaves whose chance to be lost at that hour is at least :data:`AWAY` (people off duty, above all),
once within 15 minutes, for silence, and once within 7 days, for lockout. What a row breaks is told
with those lost and this one thing more, and of them a row names those that have a part in it; so
"at night, with Ada away, Ben's phone" is a row of its own where it does more than by day.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

import numpy as np

from simulacro.engines.access.at_stake import AtStake
from simulacro.engines.access.breaking import Breaking, Broken, Situation
from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.chances import FloatArray
from simulacro.engines.access.graph import AccessGraph, Universe
from simulacro.engines.access.inventory import (
    HOURS_PER_WEEK,
    HOURS_PER_YEAR,
    Asset,
    Inventory,
    Kind,
)
from simulacro.engines.access.moments import Weeks
from simulacro.engines.access.murphy_keys import Keyed, told_apart, unless_bare
from simulacro.engines.access.murphy_rows import (
    PEOPLE,
    Away,
    Mode,
    MurphyList,
    Row,
    Standing,
    Way,
    row_key,
)
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.risk import HIJACK, LOCKOUT, SILENCE
from simulacro.engines.access.rules import Bound, Question, can_be_lost

AWAY: Final = 0.5
WAYS_TOLD: Final = 6


@dataclass(frozen=True, slots=True)
class _Effect:
    """What losing (or taking) one asset does at the hours of one situation. ``behind`` is the least
    part of who is away with which it does so; none where it does nothing alone."""

    silences: tuple[str, ...]
    locks_out: tuple[str, ...]
    hijacks: tuple[str, ...]
    backup: str | None
    then: tuple[str, ...]
    ways: tuple[Way, ...]
    involved: bool
    backup_told: bool = True
    behind: tuple[str, ...] = ()

    @property
    def standing(self) -> Standing:
        if self.silences or self.locks_out or self.hijacks:
            return Standing.BARE
        return Standing.COVERED if self.involved else Standing.HARMLESS


def murphy_list(
    inventory: Inventory, rates: Rates, monday: date, *, budget: Budget, watch: Watch
) -> MurphyList:
    """The whole list, what nothing covers first, the worst first among them.

    The same arguments give the same list. Raises ``AuditStopped`` where it was cancelled.
    """
    universe = Universe(inventory, budget, watch)
    graph = AccessGraph(inventory, universe)
    weeks = Weeks(inventory, rates, universe, monday)
    return _Lister(graph, weeks, Breaking(graph, budget, watch), rates).whole()


class _Lister:
    def __init__(self, graph: AccessGraph, weeks: Weeks, breaking: Breaking, rates: Rates) -> None:
        self.inventory = graph.inventory
        self.graph = graph
        self.weeks = weeks
        self.breaking = breaking
        self.rates = rates
        universe = graph.universe
        self.loss = universe.loss_variable
        self.theft = universe.theft_variable
        self.index = universe.index
        self.asset_of_loss = {v: universe.assets[i].id for i, v in enumerate(self.loss)}
        self.asset_of_theft = {v: universe.assets[i].id for i, v in enumerate(self.theft)}
        self.now = weeks.week(SILENCE.horizon, Bound.WORST).full
        self.week = weeks.week(LOCKOUT.horizon, Bound.WORST).full
        self.taken = weeks.week(HIJACK.horizon, Bound.WORST).full
        self.weight = {c.id: c.weight for c in self.inventory.channels}
        self.at_stake = AtStake(breaking, weeks)

    def whole(self) -> MurphyList:
        moments = self._moments()
        found: list[Keyed] = []
        count = 0
        # For each asset, its moments by what it does in them.
        lost: dict[tuple[str, _Effect], list[Away]] = {}
        for away in moments:
            effects = self._losses(away)
            count += sum(len(self._names(x, Mode.LOST)) for x in effects)
            for asset_id, effect in effects.items():
                lost.setdefault((asset_id, effect), []).append(away)
        found += self._folded(lost, Mode.LOST, moments)
        taken: dict[tuple[str, _Effect], list[Away]] = {}
        for asset_id, effect in self._thefts().items():
            taken[asset_id, effect] = []
            count += len(self._names(asset_id, Mode.TAKEN))
        found += self._folded(taken, Mode.TAKEN, moments)
        rows = told_apart(found)
        away_rows = told_apart(self._absences(moments))
        away_rows.sort(key=lambda r: (-r.hours_a_year, r.key))
        order = list(Standing)
        rows.sort(key=lambda r: (order.index(r.standing), -r.hours_a_year, -len(r.then), r.key))
        both = sorted((*away_rows, *rows), key=lambda r: order.index(r.standing))
        exact = all(row.backup_told for row in both)
        return MurphyList(tuple(both), count + len(away_rows), exact)

    # -- moments -------------------------------------------------------------------------------

    def _moments(self) -> dict[Away, list[int]]:
        """The hours by who is away in them, in the order of the week."""
        found: dict[Away, list[int]] = {}
        for hour in range(HOURS_PER_WEEK):
            away = (self._away(self.now, hour), self._away(self.week, hour))
            found.setdefault(away, []).append(hour)
        return found

    def _away(self, chances: FloatArray, hour: int) -> frozenset[str]:
        return frozenset(
            self.asset_of_loss[int(v)] for v in np.flatnonzero(chances[:, hour] >= AWAY)
        )

    def _situation(self, away: frozenset[str]) -> Situation:
        return frozenset(self.loss[self.index[x]] for x in away)

    # -- effects -------------------------------------------------------------------------------

    def _losses(self, away: Away) -> dict[str, _Effect]:
        """What each asset that can still be lost does then."""
        now, week = (self._situation(x) for x in away)
        silent = self.breaking.channels(SILENCE, now)
        locked = self.breaking.channels(LOCKOUT, week)
        ways = self._standing_ways(now)
        involved = self._involved((SILENCE, silent), (LOCKOUT, locked))
        found: dict[str, _Effect] = {}
        for asset in self.inventory.assets:
            if asset.id in away[0] or not self._can_be_lost(asset):
                continue
            v = self.loss[self.index[asset.id]]
            silences = _alone(silent, v)
            locks_out = _alone(locked, v) if asset.id not in away[1] else ()
            backup, then = self._backup(silent, v, self.now, self.asset_of_loss)
            through = {way.channel for way, broken in ways if v in broken.alone}
            stands = (
                way
                for way, broken in ways
                if way.channel in through and v not in broken.alone and not broken.anyway
            )
            found[asset.id] = _Effect(
                silences,
                locks_out,
                (),
                backup,
                then,
                tuple(stands)[:WAYS_TOLD],
                v in involved,
                _told(silent, v),
                # Beyond the budget it is not known, and all that is named would split the rows.
                self._least(silences, locks_out, now, week, v) if self.breaking.exact else (),
            )
        return found

    def _standing_ways(self, lost: Situation) -> list[tuple[Way, Broken]]:
        return [
            (Way(channel.id, method.requires), broken)
            for channel in self.inventory.channels
            for method, broken in self.breaking.ways(SILENCE, channel.id, lost)
        ]

    def _thefts(self) -> dict[str, _Effect]:
        nothing: Situation = frozenset()
        fallen = self.breaking.channels(HIJACK, nothing)
        involved = self._involved((HIJACK, fallen))
        found: dict[str, _Effect] = {}
        for asset in self.inventory.assets:
            if not self._can_be_taken(asset):
                continue
            v = self.theft[self.index[asset.id]]
            backup, then = self._backup(fallen, v, self.taken, self.asset_of_theft)
            taken = _alone(fallen, v)
            told = _told(fallen, v)
            found[asset.id] = _Effect((), (), taken, backup, then, (), v in involved, told)
        return found

    def _involved(self, *asked: tuple[Question, Mapping[str, Broken]]) -> frozenset[int]:
        """The variables on which some channel can hang."""
        found: set[int] = set()
        for question, broken in asked:
            for support in self.breaking.involved(question).values():
                found |= support
            for one in broken.values():
                found |= one.alone
        return frozenset(found)

    def _backup(
        self,
        broken: Mapping[str, Broken],
        v: int,
        chances: FloatArray,
        names: Mapping[int, str],
    ) -> tuple[str | None, tuple[str, ...]]:
        """What covers an asset best: the other whose loss too makes most channels fall, by weight;
        then the likelier; then the first."""
        partners: dict[int, list[str]] = {}
        for channel, one in broken.items():
            if v not in one.alone:
                for other in one.pairs.get(v, ()):
                    partners.setdefault(other, []).append(channel)
        if not partners:
            return None, ()

        def rank(other: int) -> tuple[float, float, int]:
            weight = math.fsum(self.weight[c] for c in partners[other])
            return (-weight, -float(chances[other].mean()), other)

        best = min(partners, key=rank)
        return names[best], tuple(partners[best])

    def _can_be_lost(self, asset: Asset) -> bool:
        return can_be_lost(asset) and (asset.cause is None or asset.cause.strikes != "theft")

    def _can_be_taken(self, asset: Asset) -> bool:
        return asset.theft != () and (asset.cause is None or asset.cause.strikes != "loss")

    # -- rows ----------------------------------------------------------------------------------

    def _names(self, asset_id: str, mode: Mode) -> tuple[str, ...]:
        """The ways in which it happens, by the names that the rates or the inventory give them."""
        asset, region = self.inventory[asset_id], self.inventory.brand.region
        if asset.cause is not None:
            return (asset.name,)
        if mode is Mode.TAKEN:
            theft = self.rates.theft_of(asset, region)
            return tuple(m.name for m in theft if m.per_year > 0) or ("",)
        loss = self.rates.loss_of(asset, region)
        names = tuple(m.name for m in loss if m.per_year > 0)
        if asset.kind is Kind.PERSON:
            names = (*names, "away")
        if asset.battery is not None:
            names = (*names, "flat")
        return names or ("",)

    def _folded(
        self,
        effects: Mapping[tuple[str, _Effect], Sequence[Away]],
        mode: Mode,
        moments: Mapping[Away, Sequence[int]],
    ) -> list[Keyed]:
        """Rows of the assets of one kind that behave alike at the same moments."""
        alike: dict[tuple[object, ...], list[tuple[str, _Effect, Sequence[Away]]]] = {}
        for (asset_id, effect), aways in effects.items():
            asset = self.inventory[asset_id]
            names = self._names(asset_id, mode)
            same = (asset.kind, names, tuple(aways), effect.silences, effect.locks_out)
            more = (effect.hijacks, effect.then, effect.ways, effect.standing, effect.backup_told)
            key = (*same, *more, effect.behind)
            alike.setdefault(key, []).append((asset_id, effect, aways))
        return [
            (self._row(mode, members, moments), self._people_away(members[0][2]))
            for members in alike.values()
        ]

    def _row(
        self,
        mode: Mode,
        members: Sequence[tuple[str, _Effect, Sequence[Away]]],
        moments: Mapping[Away, Sequence[int]],
    ) -> Row:
        subjects = tuple(x for x, _, _ in members)
        first, effect, aways = members[0]
        hours = sorted(t for away in aways for t in moments[away])
        absent = [self._missing(effect, first, away) for away in aways]
        missing = frozenset.intersection(*absent) if absent else ()
        at_stake = self._at_stake(mode, subjects, effect, aways, moments)
        behind: Iterable[str] = effect.behind
        if effect.standing is Standing.BARE and not self.breaking.exact:
            behind = behind or missing
        return Row(
            key=row_key(mode, subjects, behind, unless_bare(effect.standing)),
            mode=mode,
            kind=self.inventory[first].kind,
            subjects=subjects,
            named=self._names(first, mode),
            hours=() if mode is Mode.TAKEN else tuple(hours),
            missing=self._in_order(missing),
            silences=effect.silences,
            locks_out=effect.locks_out,
            hijacks=effect.hijacks,
            backup=tuple(e.backup for _, e, _ in members),
            then=effect.then,
            ways=effect.ways,
            standing=effect.standing,
            times_a_year=self._times(mode, subjects, hours),
            hours_a_year=at_stake,
            backup_told=effect.backup_told,
        )

    def _missing(self, effect: _Effect, subject: str, away: Away) -> frozenset[str]:
        """Of those away at a moment, who and what has a part in what a row does. Where it does
        nothing alone, the people on whom some channel hangs."""
        v = self.loss[self.index[subject]]
        found: set[int] = set()
        if effect.standing is not Standing.BARE:
            return (away[0] | away[1]) & self._people
        for question, channels, lost in (
            (SILENCE, effect.silences, away[0]),
            (LOCKOUT, effect.locks_out, away[1]),
        ):
            found |= self.breaking.behind(question, channels, self._situation(lost), v)
        return self._of_losses(found)

    @cached_property
    def _people(self) -> frozenset[str]:
        """The people on whom some channel hangs."""
        named = self._involved((SILENCE, {}), (LOCKOUT, {}))
        people = (a.id for a in self.inventory.assets if a.kind in PEOPLE)
        return frozenset(x for x in people if self.loss[self.index[x]] in named)

    def _of_losses(self, variables: Iterable[int]) -> frozenset[str]:
        return frozenset(self.asset_of_loss[v] for v in variables)

    def _at_stake(
        self,
        mode: Mode,
        subjects: Sequence[str],
        effect: _Effect,
        aways: Sequence[Away],
        moments: Mapping[Away, Sequence[int]],
    ) -> float:
        """The hours a year of the risk that would go if none of the subjects ever failed then."""
        if mode is Mode.TAKEN:
            taken = frozenset(self.theft[self.index[x]] for x in subjects)
            always: Situation = frozenset()
            week = range(HOURS_PER_WEEK)
            return self.at_stake.of(HIJACK, effect.hijacks, taken, ((always, week),))
        lost = frozenset(self.loss[self.index[x]] for x in subjects)
        now = [(self._situation(away[0]), moments[away]) for away in aways]
        week_long = [(self._situation(away[1]), moments[away]) for away in aways]
        return self.at_stake.of(SILENCE, effect.silences, lost, now) + self.at_stake.of(
            LOCKOUT, effect.locks_out, lost, week_long
        )

    def _times(self, mode: Mode, subjects: Sequence[str], hours: Sequence[int]) -> float:
        """How often a year in those hours."""
        region, times = self.inventory.brand.region, 0.0
        if mode is Mode.TAKEN:
            for x in subjects:
                chance = float(self.taken[self.theft[self.index[x]]].mean())
                times += -math.log1p(-min(chance, 1.0 - 1e-12))
            return times
        where = list(hours)
        for x in subjects:
            for loss in self.rates.loss_of(self.inventory[x], region):
                shape = np.array(loss.profile.weekly()) if loss.profile else np.ones(HOURS_PER_WEEK)
                times += loss.per_year * float(shape[where].sum()) / HOURS_PER_WEEK
        return times

    def _people_away(self, aways: Iterable[Away]) -> tuple[str, ...]:
        """The people away at some moments, as text, in the order of the alphabet."""
        return tuple(sorted({"+".join(sorted((a | b) & self._people)) for a, b in aways}))

    def _absences(self, moments: Mapping[Away, Sequence[int]]) -> list[Keyed]:
        """One row for each set of channels that is silent, or locked, with nothing more lost, and
        for each part of those away on which that rests."""
        found: dict[tuple[tuple[str, ...], ...], list[Away]] = {}
        for away in moments:
            now, week = (self._situation(x) for x in away)
            silent = self.breaking.channels(SILENCE, now)
            locked = self.breaking.channels(LOCKOUT, week)
            behind = self.breaking.behind
            silences = tuple(
                c for c, one in silent.items() if one.anyway and behind(SILENCE, (c,), now)
            )
            locks_out = tuple(
                c for c, one in locked.items() if one.anyway and behind(LOCKOUT, (c,), week)
            )
            if silences or locks_out:
                least = self._least(silences, locks_out, now, week)
                found.setdefault((silences, locks_out, least), []).append(away)
        rows: list[Keyed] = []
        for (silences, locks_out, least), aways in found.items():
            hours = sorted(t for away in aways for t in moments[away])
            at_hours = [(self._situation(away[0]), moments[away]) for away in aways]
            for_week = [(self._situation(away[1]), moments[away]) for away in aways]
            absent = [
                self._of_losses(
                    self.breaking.behind(SILENCE, silences, at_once)
                    | self.breaking.behind(LOCKOUT, locks_out, for_long)
                )
                for (at_once, _), (for_long, _) in zip(at_hours, for_week, strict=True)
            ]
            # Never empty: what it rests on is behind it in each of these hours.
            missing = self._in_order(frozenset.intersection(*absent))
            row = Row(
                key=row_key(Mode.AWAY, least, ()),
                mode=Mode.AWAY,
                kind=Kind.PERSON,
                subjects=missing,
                named=("away",),
                hours=tuple(hours),
                missing=missing,
                silences=silences,
                locks_out=locks_out,
                hijacks=(),
                backup=(),
                then=(),
                ways=(),
                standing=Standing.BARE,
                times_a_year=HOURS_PER_YEAR / HOURS_PER_WEEK,
                hours_a_year=self.at_stake.of_those_away(SILENCE, silences, at_hours)
                + self.at_stake.of_those_away(LOCKOUT, locks_out, for_week),
            )
            rows.append((row, self._people_away(aways)))
        return rows

    def _least(
        self,
        silences: Sequence[str],
        locks_out: Sequence[str],
        now: Situation,
        week: Situation,
        v: int | None = None,
    ) -> tuple[str, ...]:
        """The least part of those away that is behind what comes true, with ``v`` lost too.

        Where somebody is away and their phone is missing as well, it is the person: when a thing
        fails or comes back, the rows of the hours at which people are away stay what they are.
        """
        asked = [
            (question, channels, lost)
            for question, channels, lost in ((SILENCE, silences, now), (LOCKOUT, locks_out, week))
            if channels
        ]
        if not asked:
            return ()
        return tuple(sorted(self._of_losses(self.breaking.least(asked, self._things_first, v))))

    def _things_first(self, v: int) -> tuple[bool, str]:
        asset = self.inventory[self.asset_of_loss[v]]
        return asset.kind in PEOPLE, asset.id

    def _in_order(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(ids, key=self.index.__getitem__))


def _alone(broken: Mapping[str, Broken], v: int) -> tuple[str, ...]:
    return tuple(channel for channel, one in broken.items() if v in one.alone)


def _told(broken: Mapping[str, Broken], v: int) -> bool:
    """Whether what covers a variable is known on every channel that it could still break."""
    return all(one.pairs_told for one in broken.values() if v not in one.alone and not one.anyway)
