"""From rates, shifts and batteries to the chance of each leaf at each hour of the week.

A loss mode with rate λ(t) per hour and mean downtime D hours is down with u = λD/(1 + λD); the
chance of being down and not back within h hours is u·e^(−h/D). Modes combine as
q = 1 − ∏(1 − qᵢ). A theft within the year has 1 − e^(−Σ rate).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from simulacro.engines.access.inventory import (
    HOURS_PER_WEEK,
    HOURS_PER_YEAR,
    Answer,
    Asset,
    Availability,
    Horizon,
    Inventory,
    Kind,
    LossMode,
    Trait,
)
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.rules import Bound

FloatArray = NDArray[np.float64]
MINUTES_PER_WEEK = HOURS_PER_WEEK * 60


def monday_of(day: date) -> date:
    """The Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())


def loss_chance(
    asset: Asset, inventory: Inventory, rates: Rates, horizon: Horizon, bound: Bound, monday: date
) -> FloatArray:
    """The chance, shape (168,), that ``asset`` is lost at each hour and not back in time.

    Common causes are in it: it is the marginal chance. What is absent is lost at every hour.
    """
    if asset.says(Trait.ABSENT) or (
        bound is Bound.WORST and asset.says(Trait.ABSENT, Answer.UNKNOWN)
    ):
        return np.ones(HOURS_PER_WEEK)
    region = inventory.brand.region
    ways = [_mode_down(mode, horizon) for mode in rates.loss_of(asset, region)]
    if asset.kind is Kind.PERSON:
        at_hand = rates.at_hand_of(asset, region)
        ways.append(1.0 - _within(at_hand, horizon, bound, inventory.brand.zone, monday))
    if asset.battery:
        modes = rates.loss_of(inventory[asset.battery.charged_from], region)
        ways.append(flat_battery(modes, asset.battery.lasts_h, horizon))
    return _any_of(ways)


def theft_chance(asset: Asset, region: str, rates: Rates, bound: Bound) -> float:
    """The chance that ``asset`` is stolen within 12 months, common causes included."""
    per_year = sum(mode.per_year for mode in rates.theft_of(asset, region))
    return -math.expm1(-per_year * rates.theft_times(asset, worst=bound is Bound.WORST))


def _any_of(chances: Sequence[FloatArray]) -> FloatArray:
    """1 − ∏(1 − q) at each hour, without losing what is far below 1."""
    spared = np.zeros(HOURS_PER_WEEK)
    with np.errstate(divide="ignore"):
        for q in chances:
            spared += np.log1p(-np.clip(q, 0.0, 1.0))
    struck: FloatArray = -np.expm1(spared)
    return struck


def _mode_down(mode: LossMode, horizon: Horizon) -> FloatArray:
    load = _rate_per_hour(mode) * mode.down_h
    share: FloatArray = load / (1.0 + load) * np.exp(-horizon.hours / mode.down_h)
    return share


def _rate_per_hour(mode: LossMode) -> FloatArray:
    shape = np.array(mode.profile.weekly()) if mode.profile else np.ones(HOURS_PER_WEEK)
    return shape * (mode.per_year / HOURS_PER_YEAR)


def flat_battery(modes: Sequence[LossMode], lasts_h: float, horizon: Horizon) -> FloatArray:
    """The chance that a battery is flat *given* that what charges it is down for the horizon.

    An outage of mean D that is on now began an exponential time of mean D ago, so it has outlasted
    the battery with e^(−lasts/D). With q_i the chance of each mode, some mode is on and has
    outlasted it with 1 − ∏(1 − q_i·e^(−lasts/D_i)); that, divided by the chance of any mode, is
    the answer. 0 where what charges it never fails.
    """
    down = [_mode_down(mode, horizon) for mode in modes]
    flat = [q * np.exp(-lasts_h / mode.down_h) for q, mode in zip(down, modes, strict=True)]
    weight = _any_of(down)
    out = np.zeros(HOURS_PER_WEEK)
    share: FloatArray = np.divide(_any_of(flat), weight, out=out, where=weight > 0)
    return share


def _within(
    at_hand: Availability | None, horizon: Horizon, bound: Bound, zone: str, monday: date
) -> FloatArray:
    """The largest chance to be at hand from each hour to the horizon after it, both included."""
    if at_hand is not None and at_hand.unknown:
        return np.full(HOURS_PER_WEEK, 0.0 if bound is Bound.WORST else 1.0)
    chance = at_hand_by_hour(at_hand, zone, monday)
    ahead = min(int(horizon) // 60, HOURS_PER_WEEK - 1)
    around = np.concatenate((chance, chance[:ahead]))
    largest: FloatArray = np.lib.stride_tricks.sliding_window_view(around, ahead + 1).max(axis=1)
    return largest


def at_hand_by_hour(at_hand: Availability | None, zone: str, monday: date) -> FloatArray:
    """The chance to be at hand in each of the brand's 168 local hours, shape (168,), in [0, 1].

    A shift that covers part of an hour counts for that part. Shifts of another zone fall on the
    brand's clock as they do in the week of ``monday``. None means always.
    """
    if at_hand is None:
        return np.ones(HOURS_PER_WEEK)
    minutes = np.zeros(MINUTES_PER_WEEK)
    theirs = ZoneInfo(at_hand.zone or zone)
    ours = ZoneInfo(zone)

    def stretch(start_min: int, length: int, chance: float) -> None:
        begins = datetime.combine(monday, time(), theirs) + timedelta(minutes=start_min)
        local = begins.astimezone(ours).replace(tzinfo=None)
        offset = int((local - datetime.combine(monday, time())).total_seconds()) // 60
        where = np.arange(offset, offset + length) % MINUTES_PER_WEEK
        minutes[where] = np.maximum(minutes[where], chance)

    for shift in at_hand.shifts:
        length = (shift.end_min - shift.start_min) % 1440 or 1440
        for day in shift.days:
            stretch(day * 1440 + shift.start_min, length, shift.chance)
    for hour, chance in enumerate(at_hand.week):
        stretch(hour * 60, 60, chance)
    hourly: FloatArray = minutes.reshape(HOURS_PER_WEEK, 60).mean(axis=1)
    return hourly


def own_chances(
    marginal: FloatArray, causes: Sequence[tuple[int, float, Sequence[int]]]
) -> FloatArray:
    """β-factor: each cause takes β of the smallest chance it reaches, the rest stays with each.

    ``marginal`` has one row an asset; ``causes`` are (row of the cause, β, rows that it strikes).
    Afterwards the rows are independent, and an asset down by its own row or by a cause's has the
    marginal chance it had.
    """
    if not causes:
        return marginal
    own = marginal.copy()
    spared = np.zeros_like(marginal)
    with np.errstate(divide="ignore", invalid="ignore"):
        for row, beta, struck in causes:
            own[row] = beta * marginal[list(struck)].min(axis=0)
            spared[list(struck)] += np.log1p(-own[row])
        hit = (spared < 0.0).any(axis=1)
        rest = (marginal[hit] + np.expm1(spared[hit])) / np.exp(spared[hit])
    # Nothing is spared only where β and the chance are both 1: nothing is left of the asset's own.
    own[hit] = np.clip(np.nan_to_num(rest, nan=0.0, posinf=0.0, neginf=0.0), 0.0, 1.0)
    return own
