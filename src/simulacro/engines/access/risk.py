"""Risk in hours a year: R = Σ_c w_c (S_c + D_J·J_c + D_K·K_c).

S = 8760 × mean over the hours of P(silence, 15 min); J = P(hijack within a year); K = mean over
the hours of P(lockout, 7 d); D_J and D_K are the inventory's :class:`RiskCost`.
"""

from __future__ import annotations

from collections.abc import Iterable

from simulacro.engines.access.inventory import HOURS_PER_YEAR, Horizon, Inventory, Level
from simulacro.engines.access.result import ChannelRisk, Risk, Verdict
from simulacro.engines.access.rules import MAIN_QUESTIONS, hijack, lockout, silence

SILENCE = silence(Horizon.MINUTES)
LOCKOUT = lockout(Horizon.WEEK)
HIJACK = hijack(Level.PUBLISH)
RISK_QUESTIONS = MAIN_QUESTIONS


def channel_risk(
    inventory: Inventory,
    channel: str,
    means: tuple[float, float, float],
    best: tuple[float, float, float],
) -> ChannelRisk:
    """A channel's part from the mean chances of silence, lockout and hijack, in that order."""
    cost = inventory.cost
    return ChannelRisk(
        channel,
        inventory[channel].weight,
        HOURS_PER_YEAR * means[0],
        cost.hijack_h * means[2],
        cost.lockout_h * means[1],
        HOURS_PER_YEAR * best[0],
        cost.hijack_h * best[2],
        cost.lockout_h * best[1],
    )


def risk_of(inventory: Inventory, verdicts: Iterable[Verdict]) -> Risk:
    """The risk from the verdicts on the three main questions."""
    by_key = {(v.question, v.subject): v for v in verdicts}
    parts = []
    for channel in inventory.channels:
        three = [by_key[question, channel.id] for question in RISK_QUESTIONS]
        means = (three[0].mean, three[1].mean, three[2].mean)
        best = (three[0].mean_best, three[1].mean_best, three[2].mean_best)
        parts.append(channel_risk(inventory, channel.id, means, best))
    return Risk(tuple(parts))
