"""The score: hours a year at stake, as defined, with what it is made of and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass

from simulacro.apps.audit.reading import Question, Reading
from simulacro.engines.access.inventory import Inventory


@dataclass(frozen=True, slots=True)
class ChannelScore:
    """A channel's term of the sum: the mean chance of each question, the hours that count for it
    before the weight, and after it."""

    id: str
    name: str
    weight: float
    chances: tuple[float, float, float]
    hours: tuple[float, float, float]
    weighted: float


@dataclass(frozen=True, slots=True)
class Score:
    """The risk in hours a year, from ``best_h`` to ``hours`` as what is unknown turns out.

    ``per_weight_h`` is the risk over the sum of the weights: hours a year of the average channel,
    the same whether a brand has three channels or thirty, and whatever unit its weights are in.
    ``uncounted`` are the channels of weight 0: nothing of theirs is in the figure.
    """

    hours: float
    best_h: float
    channels: tuple[ChannelScore, ...]
    per_weight_h: float
    uncounted: tuple[str, ...]
    hijack_h: float
    lockout_h: float


def mean_channel_h(inventory: Inventory, hours: float) -> float:
    """Hours that are summed over the channels by weight, as those of the average channel.

    A sum over many or heavy channels may be more hours than a year has; this never is, where no
    channel is harmed for longer than that.
    """
    return mean_of(hours, weight_of(inventory))


def weight_of(inventory: Inventory) -> float:
    """What the channels weigh together."""
    return sum(channel.weight for channel in inventory.channels)


def mean_of(hours: float, weight: float) -> float:
    """The same where the weight is known; 0 where no channel has any."""
    return hours / weight if weight else 0.0


QUESTIONS = (Question.SILENCE, Question.HIJACK, Question.LOCKOUT)
HOURS_PER_YEAR = 8760.0


def score_of(inventory: Inventory, reading: Reading) -> Score:
    """The score that an audit says, with each term of its formula."""
    cost = inventory.cost
    factors = (HOURS_PER_YEAR, cost.hijack_h, cost.lockout_h)
    rows = []
    for channel in inventory.channels:
        answers = [reading.answer(channel.id, question) for question in QUESTIONS]
        chances = tuple(answer.chance if answer else 0.0 for answer in answers)
        three = (chances[0], chances[1], chances[2])
        hours = (three[0] * factors[0], three[1] * factors[1], three[2] * factors[2])
        rows.append(
            ChannelScore(
                channel.id, channel.name, channel.weight, three, hours, channel.weight * sum(hours)
            )
        )
    return Score(
        hours=reading.risk_h,
        best_h=reading.risk_best_h,
        channels=tuple(sorted(rows, key=lambda row: -row.weighted)),
        per_weight_h=mean_channel_h(inventory, reading.risk_h),
        uncounted=tuple(row.name for row in rows if row.weight == 0),
        hijack_h=cost.hijack_h,
        lockout_h=cost.lockout_h,
    )
