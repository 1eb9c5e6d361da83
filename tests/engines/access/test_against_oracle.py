"""The engine against brute force, on small inventories of every shape."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from tests.engines.access import oracle
from tests.engines.access.inventories import inventories

from simulacro.engines.access.audit import audit
from simulacro.engines.access.inventory import Inventory
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import Verdict
from simulacro.engines.access.rules import ALL_QUESTIONS

TOLERANCE = 1e-9


def event(inventory: Inventory, verdict: Verdict, *, worst: bool) -> oracle.Event:
    question = verdict.question

    def one(channel: str) -> oracle.Event:
        if question.horizon is None:
            return lambda state: oracle.hijacked(
                inventory, state, question.level, channel, worst=worst
            )
        minutes = int(question.horizon)
        return lambda state: (
            not oracle.accessible(inventory, state, minutes, question.level, channel, worst=worst)
        )

    if verdict.subject is None:
        primary = [a.id for a in inventory.assets if a.primary and a.channel]
        every = primary or [a.id for a in inventory.assets if a.channel]
        return lambda state: all(one(channel)(state) for channel in every)
    return one(verdict.subject)


def chances(inventory: Inventory, verdict: Verdict, hour: int) -> dict[str, Fraction]:
    if verdict.question.horizon is None:
        return oracle.theft_chances(inventory)
    at_hand = {a.id: [Fraction(x) for x in a.at_hand.week] for a in inventory.assets if a.at_hand}
    return oracle.loss_chances(inventory, int(verdict.question.horizon), hour, at_hand)


def agree(inventory: Inventory, verdict: Verdict) -> None:
    happens = event(inventory, verdict, worst=True)
    hour = verdict.worst_hour
    q = chances(inventory, verdict, hour)
    sets = oracle.minimal_sets(q, happens)
    by_order = [0] * (max(map(len, sets), default=-1) + 1)
    for members in sets:
        by_order[len(members)] += 1
    assert verdict.by_order == tuple(by_order)
    assert {frozenset(s.assets) for s in verdict.top} == sets
    for found in verdict.top:
        product = Fraction(1)
        for x in found.assets:
            product *= q[x]
        assert found.chance == pytest.approx(float(product), abs=TOLERANCE)
    exact = oracle.probability(q, happens)
    assert verdict.chance[hour] == pytest.approx(float(exact), abs=TOLERANCE)
    better = oracle.probability(q, event(inventory, verdict, worst=False))
    assert verdict.chance_best[hour] == pytest.approx(float(better), abs=TOLERANCE)
    other = (hour + 77) % 168
    exact = oracle.probability(chances(inventory, verdict, other), happens)
    assert verdict.chance[other] == pytest.approx(float(exact), abs=TOLERANCE)
    for importance in verdict.importances[:2]:
        x = importance.asset
        sure = oracle.probability({**q, x: Fraction(1)}, happens)
        never = oracle.probability({**q, x: Fraction(0)}, happens)
        whole = oracle.probability(q, happens)
        assert importance.birnbaum == pytest.approx(float(sure - never), abs=TOLERANCE)
        if whole > 1e-12:
            share = float((whole - never) / whole)
            assert importance.fussell_vesely == pytest.approx(share, abs=1e-6)
            assert importance.raw == pytest.approx(float(sure / whole), rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(inventories(size=5))
def test_sets_chances_and_importances_are_those_of_brute_force(inventory: Inventory) -> None:
    result = audit(inventory, Rates(), questions=ALL_QUESTIONS, top=10_000)
    for verdict in result.verdicts:
        agree(inventory, verdict)
    assert result.brand_silence
    agree(inventory, result.brand_silence)


@settings(max_examples=12, deadline=None)
@given(inventories(size=8))
def test_larger_inventories_have_the_minimal_sets_of_brute_force(inventory: Inventory) -> None:
    result = audit(inventory, Rates(), top=10_000)
    for verdict in result.verdicts:
        leaves = {a.id for a in inventory.assets}
        if verdict.question.horizon is None:
            leaves -= {a.id for a in inventory.assets if a.cause and a.cause.strikes == "loss"}
        else:
            leaves -= {a.id for a in inventory.assets if a.cause and a.cause.strikes == "theft"}
        sets = oracle.minimal_sets(leaves, event(inventory, verdict, worst=True))
        assert {frozenset(s.assets) for s in verdict.top} == sets
        assert sum(verdict.by_order) == len(sets)
