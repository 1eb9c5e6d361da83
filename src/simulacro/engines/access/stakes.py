"""How much the risk hangs on each question that nobody has answered yet.

The stake of a question is R after its worse answer less R after its better one, exactly, in hours a
year: what an answer could move. Each pair of answers is two variants of the inventory, weighed in
one universe as fixes are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.chances import monday_of
from simulacro.engines.access.effects import apply_effects
from simulacro.engines.access.graph import Universe, added_assets
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.weighing import ExactScale
from simulacro.engines.diagrams import BudgetExceeded, Stopped


@dataclass(frozen=True, slots=True)
class Alternative:
    """What the two answers to a question would say of one subject."""

    subject: str
    worse: tuple[str, ...]
    better: tuple[str, ...]


def stakes(
    inventory: Inventory,
    alternatives: Sequence[Alternative],
    rates: Rates,
    *,
    day: date,
    budget: Budget | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[float | None]:
    """The stake of each alternative, in hours a year, in their order.

    Unknown answers elsewhere are taken at their worst. None stands where the budget ended first:
    an approximate stake is no stake. Stakes of the same words about the same subject are computed
    once.

    >>> from simulacro.engines.access.inventory import Brand
    >>> stakes(Inventory(Brand("Café Ada")), [], Rates(), day=date(2026, 11, 22))
    []
    """
    distinct = list(dict.fromkeys(alternatives))
    pairs = [
        (
            apply_effects(inventory, alternative.worse, alternative.subject),
            apply_effects(inventory, alternative.better, alternative.subject),
        )
        for alternative in distinct
    ]
    limits = budget or Budget()
    watch = Watch(limits, should_stop)
    about = [alternative.subject for alternative in distinct]
    variants = [(x, subject) for pair, subject in zip(pairs, about, strict=True) for x in pair]
    found: dict[Alternative, float] = {}
    try:
        universe = Universe(inventory, limits, watch, added_assets(inventory, variants))
        scale = ExactScale(universe, rates, monday_of(inventory.facts or day))
        start = scale.weigh(inventory, None)
        for alternative, pair in zip(distinct, pairs, strict=True):
            watch.check()
            worse, better = (
                sum(part.hours for part in scale.weigh(x, start).channels()) for x in pair
            )
            found[alternative] = worse - better
    except (BudgetExceeded, Stopped):
        pass
    return [found.get(alternative) for alternative in alternatives]
