"""The audit: what silences, locks out or hijacks each channel, and what one change helps most."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from simulacro.engines.access.bounded import MAX_ORDER, TooManySetsError
from simulacro.engines.access.budget import Budget, Watch
from simulacro.engines.access.candidates import (
    MAX_CANDIDATES,
    added_by,
    candidates,
    likeliest,
)
from simulacro.engines.access.chances import monday_of
from simulacro.engines.access.findings import Look, find
from simulacro.engines.access.graph import AccessGraph, Universe
from simulacro.engines.access.inventory import MAX_ASSETS, Answer, Inventory
from simulacro.engines.access.judging import Judge
from simulacro.engines.access.moments import Weeks
from simulacro.engines.access.murphy import murphy_list
from simulacro.engines.access.murphy_rows import MurphyList
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import AuditResult, Effect, Fix, Verdict
from simulacro.engines.access.risk import RISK_QUESTIONS, SILENCE, risk_of
from simulacro.engines.access.rules import Question
from simulacro.engines.access.verdicts import Answering
from simulacro.engines.access.weighing import ExactScale
from simulacro.engines.access.weighing_bounds import BoundedScale, judged_order
from simulacro.engines.access.writing import to_document
from simulacro.engines.diagrams import BudgetExceeded, Stopped

ENGINE_VERSION: Final = "access/2"
REFERENCE_DAY: Final = date(2026, 1, 5)


class TooManyAssetsError(ValueError):
    """The inventory has more than :data:`MAX_ASSETS` assets: split it by brand."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} assets; at most {MAX_ASSETS} are solved: split by brand")


def audit(
    inventory: Inventory,
    rates: Rates,
    *,
    at: date | None = None,
    questions: Sequence[Question] = RISK_QUESTIONS,
    top: int = 10,
    moment: int | None = None,
    fixes: int = MAX_CANDIDATES,
    budget: Budget | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> AuditResult:
    """Audit one inventory. The same arguments give the same result.

    Args:
        at: a day of the reference week; by default that of the inventory's facts.
        questions: what is answered for each channel; the three that make the risk always are.
        top: how many minimal sets are named for each.
        moment: the local hour, 0 to 167 from Monday 00:00, at which those and the importances are
            weighed; by default each question's worst hour.
        fixes: how many candidate fixes are judged, those first whose assets carry most of the
            risk; 0 judges none.
        budget: beyond it the sets are exact up to an order, with bounds on the chance, and fixes
            are judged by the sets up to that order; the result says so.
        should_stop: asked now and then; True raises :class:`AuditStopped`.

    Raises :class:`TooManyAssetsError` at once for more than 2,000 assets.
    """
    if len(inventory.assets) > MAX_ASSETS:
        raise TooManyAssetsError(len(inventory.assets))
    limits = budget or Budget()
    watch = Watch(limits, should_stop)
    monday = monday_of(at or inventory.facts or REFERENCE_DAY)
    universe = Universe(inventory, limits, watch)
    graph = AccessGraph(inventory, universe)
    weeks = Weeks(inventory, rates, universe, monday)
    answering = Answering(
        graph,
        weeks,
        top=top,
        unknowns=has_unknowns(inventory),
        moment=moment,
        budget=limits,
        watch=watch,
    )
    asked = (*RISK_QUESTIONS, *(q for q in questions if q not in RISK_QUESTIONS))
    verdicts = tuple(v for question in asked for v in answering.channels(question))
    risk = risk_of(inventory, verdicts)
    brand_silence = answering.brand(SILENCE)
    look = Look(inventory, verdicts, brand_silence)
    effects: list[Effect] = []
    series: list[Effect] = []
    if fixes:
        chosen = likeliest(look, verdicts, candidates(look), risk, fixes)
        effects, series = _judged(look, chosen, verdicts, rates, monday, limits, watch)
    return AuditResult(
        engine_version=ENGINE_VERSION,
        inventory_digest=inventory_digest(inventory),
        rates_digest=rates_digest(rates),
        facts=inventory.facts,
        monday=monday,
        verdicts=verdicts,
        brand_silence=brand_silence,
        risk=risk,
        findings=find(look),
        fixes=tuple(effects),
        series=tuple(series),
    )


def _judged(
    look: Look,
    fixes: Sequence[Fix],
    verdicts: Sequence[Verdict],
    rates: Rates,
    monday: date,
    budget: Budget,
    watch: Watch,
) -> tuple[list[Effect], list[Effect]]:
    """The fixes alone and as a series: exactly, or beyond the budget by what is known of them."""
    added = added_by(look.inventory, fixes)
    if all(verdict.exact_to is None for verdict in verdicts):
        try:
            universe = Universe(look.inventory, budget, watch, added)
            exact = Judge(look, fixes, ExactScale(universe, rates, monday), watch)
            effects = exact.alone()
            return effects, exact.series(effects)
        except (BudgetExceeded, Stopped):
            watch.check()
    universe = Universe(look.inventory, budget, watch, added)
    known = [verdict.exact_to or MAX_ORDER for verdict in verdicts]
    graph = AccessGraph(look.inventory, universe)
    order = 1 if watch.out_of_time else judged_order(graph, known, budget, watch)
    while True:
        scale = BoundedScale(universe, rates, monday, order=order, budget=budget, watch=watch)
        try:
            bounded = Judge(look, fixes, scale, watch)
            effects = bounded.alone()
            return effects, bounded.series(effects)
        except TooManySetsError:
            # A fix opened more ways than the inventory has: all are compared one order lower.
            order -= 1


def murphy(
    inventory: Inventory,
    rates: Rates,
    *,
    at: date | None = None,
    budget: Budget | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> MurphyList:
    """Everything that can go wrong with one inventory; the arguments are those of :func:`audit`."""
    if len(inventory.assets) > MAX_ASSETS:
        raise TooManyAssetsError(len(inventory.assets))
    limits = budget or Budget()
    monday = monday_of(at or inventory.facts or REFERENCE_DAY)
    watch = Watch(limits, should_stop)
    return murphy_list(inventory, rates, monday, budget=limits, watch=watch)


def has_unknowns(inventory: Inventory) -> bool:
    """Whether any answer that the figures rest on is "don't know"."""
    return any(
        m.doubtful or m.perhaps or m.gives is None or m.latency_min is None
        for m in inventory.methods
    ) or any(
        asset.ways_unknown
        or asset.may_hold
        or (asset.at_hand is not None and asset.at_hand.unknown)
        or any(answer is Answer.UNKNOWN for _, answer in asset.traits)
        for asset in inventory.assets
    )


def inventory_digest(inventory: Inventory) -> str:
    """SHA-256 of the inventory's document, in hexadecimal: what an audit remembers it by."""
    return _digest(json.dumps(to_document(inventory), sort_keys=True, ensure_ascii=False))


def rates_digest(rates: Rates) -> str:
    return _digest(repr(rates))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
