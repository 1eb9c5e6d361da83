"""Beyond the budget: exact up to an order, with bounds, and it says so; and it can be stopped."""

import pytest
from benchmarks.parts.agency import agency
from hypothesis import given, settings
from tests.engines.access.inventories import inventories

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import TooManyAssetsError, audit
from simulacro.engines.access.budget import AuditStopped, Budget
from simulacro.engines.access.inventory import Asset, Brand, Inventory, Kind
from simulacro.engines.access.rates import Rates


def test_sets_up_to_the_order_are_the_exact_ones_and_the_chance_is_within_its_bounds() -> None:
    inventory = agency(4, 4)
    exact = audit(inventory, default_rates(), fixes=0, top=5)
    bounded = audit(inventory, default_rates(), fixes=0, top=5, budget=Budget(nodes=60))
    assert exact.exact
    assert not bounded.exact
    assert exact.brand_silence
    assert bounded.brand_silence
    assert not exact.brand_silence.always
    pairs = zip(
        (*exact.verdicts, exact.brand_silence),
        (*bounded.verdicts, bounded.brand_silence),
        strict=True,
    )
    for whole, part in pairs:
        assert part.exact_to is not None
        assert part.exact_to >= 2
        assert part.by_order == whole.by_order[: part.exact_to + 1]
        for low, chance, high in zip(part.chance_low, whole.chance, part.chance, strict=True):
            assert low - 1e-12 <= chance <= high + 1e-12


def test_fixes_are_judged_by_the_same_sets_and_their_exact_risk_is_within_the_bounds() -> None:
    inventory = agency(4, 4)
    exact = audit(inventory, default_rates(), fixes=30)
    bounded = audit(inventory, default_rates(), fixes=30, budget=Budget(nodes=60))
    assert all(effect.exact_to is None and effect.at_most is None for effect in exact.fixes)
    found = {effect.fix.key: effect for effect in bounded.fixes}
    both = [(effect, found[effect.fix.key]) for effect in exact.fixes if effect.fix.key in found]
    assert len(both) >= 10
    for whole, part in both:
        assert part.exact_to is not None
        assert part.exact_to >= 2
        assert part.at_most is not None
        before, after = part.at_most
        assert part.before_hours - 1e-9 <= whole.before_hours <= before + 1e-9
        assert part.after_hours - 1e-9 <= whole.after_hours <= after + 1e-9
    assert bounded.series
    assert bounded.series[0].fix.key == bounded.fixes[0].fix.key


@settings(max_examples=15, deadline=None)
@given(inventories(size=6))
def test_bounds_hold_on_every_shape_of_inventory(inventory: Inventory) -> None:
    exact = audit(inventory, Rates(), fixes=0)
    bounded = audit(inventory, Rates(), fixes=0, budget=Budget(nodes=4, sets=3))
    assert exact.brand_silence
    assert bounded.brand_silence
    pairs = zip(
        (*exact.verdicts, exact.brand_silence),
        (*bounded.verdicts, bounded.brand_silence),
        strict=True,
    )
    for whole, part in pairs:
        for low, chance, high in zip(
            part.chance_low or part.chance, whole.chance, part.chance, strict=True
        ):
            assert low - 1e-9 <= chance <= high + 1e-9
        assert set(part.alone) == set(whole.alone)


def test_more_than_two_thousand_assets_are_refused() -> None:
    many = tuple(Asset(f"a{i}", Kind.DEVICE, f"a{i}") for i in range(2001))
    with pytest.raises(TooManyAssetsError, match="2001 assets; at most 2000"):
        audit(Inventory(Brand("X"), many), Rates())


def test_an_audit_can_be_cancelled() -> None:
    with pytest.raises(AuditStopped):
        audit(agency(4, 4), default_rates(), should_stop=lambda: True)
    # Beyond the budget too: while its fixes are judged.
    asked = iter(range(10_000))
    with pytest.raises(AuditStopped):
        audit(
            agency(4, 4),
            default_rates(),
            budget=Budget(nodes=60),
            should_stop=lambda: next(asked) > 500,
        )


def test_out_of_time_it_still_names_the_single_points() -> None:
    ticks = iter(range(10_000))
    budget = Budget(seconds=0, clock=lambda: float(next(ticks)), nodes=60)
    result = audit(agency(4, 4), default_rates(), budget=budget, fixes=0)
    whole = audit(agency(4, 4), default_rates(), fixes=0)
    assert {v.exact_to for v in result.verdicts} == {1}
    for verdict, exact in zip(result.verdicts, whole.verdicts, strict=True):
        assert set(verdict.alone) == set(exact.alone)
