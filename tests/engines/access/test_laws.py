"""Laws of the access graph, on inventories of every shape, and an example worked by hand."""

import math
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.engines.access.inventories import inventories

from simulacro.engines.access.audit import audit
from simulacro.engines.access.chances import at_hand_by_hour, flat_battery, own_chances
from simulacro.engines.access.inventory import (
    Asset,
    Audience,
    Availability,
    Battery,
    Brand,
    Horizon,
    Inventory,
    Kind,
    Level,
    LossMode,
    Method,
    Shift,
    TheftMode,
)
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.result import AuditResult, Verdict
from simulacro.engines.access.rules import ALL_QUESTIONS, Ask, lockout, silence

SMALL = 1e-9
LAWS = settings(max_examples=25, deadline=None)


def solved(inventory: Inventory) -> AuditResult:
    return audit(inventory, Rates(), questions=ALL_QUESTIONS, fixes=0)


def never_easier(before: AuditResult, after: AuditResult, *asks: Ask) -> None:
    """For each of ``asks`` no chance, worst or best, has grown."""
    for old, new in zip(before.verdicts, after.verdicts, strict=True):
        if old.question.ask in asks:
            assert all(b <= a + SMALL for a, b in zip(old.chance, new.chance, strict=True))
            pairs = zip(old.chance_best, new.chance_best, strict=True)
            assert all(b <= a + SMALL for a, b in pairs)


@LAWS
@given(inventories(size=6), st.data())
def test_removing_a_method_never_raises_access(inventory: Inventory, data: st.DataObject) -> None:
    # What a primitive asset needs is no way in: without it, it would need nothing.
    ways = [m for m in inventory.methods if inventory[m.target].kind.opened]
    assume(ways)
    gone = data.draw(st.sampled_from(ways))
    without = replace(inventory, methods=tuple(m for m in inventory.methods if m is not gone))
    before, after = solved(inventory), solved(without)
    never_easier(after, before, Ask.SILENCE, Ask.LOCKOUT)
    never_easier(before, after, Ask.HIJACK)


@LAWS
@given(inventories(size=6), st.data())
def test_adding_a_requirement_never_makes_a_channel_easier(
    inventory: Inventory, data: st.DataObject
) -> None:
    ways = [m for m in inventory.methods if len(m.requires) < 3]
    assume(ways)
    way = data.draw(st.sampled_from(ways))
    extra = data.draw(st.sampled_from([a.id for a in inventory.assets if a.kind != Kind.CAUSE]))
    assume(extra not in (way.target, *way.requires))
    harder = replace(way, requires=(*way.requires, extra))
    methods = tuple(harder if m is way else m for m in inventory.methods)
    before, after = solved(inventory), solved(replace(inventory, methods=methods))
    never_easier(after, before, Ask.SILENCE, Ask.LOCKOUT)
    never_easier(before, after, Ask.HIJACK)


@LAWS
@given(inventories(size=6))
def test_more_time_and_a_lower_level_never_make_it_harder(inventory: Inventory) -> None:
    # Of the power that charges a battery only its own cuts tell how long it has been away, and a
    # cause shared with the battery is none of them: the law is that of power which fails by itself.
    batteries = {
        asset.id: asset.battery.charged_from for asset in inventory.assets if asset.battery
    }
    ways = tuple(m for m in inventory.methods if m.target not in batteries.values())
    assets = tuple(
        replace(a, cause=replace(a.cause, affects=tuple(set(a.cause.affects) - set(batteries))))
        if a.cause
        else a
        for a in inventory.assets
    )
    inventory = replace(inventory, assets=assets, methods=ways)
    result = solved(inventory)
    for channel in inventory.channels:
        for question in (silence, lockout):
            chances = [result.verdict(question(h), channel.id).chance for h in Horizon]
            for sooner, later in pairwise(chances):
                assert all(b <= a + SMALL for a, b in zip(sooner, later, strict=True))
        for horizon in Horizon:
            publish = result.verdict(silence(horizon), channel.id).chance
            admin = result.verdict(lockout(horizon), channel.id).chance
            assert all(a <= b + SMALL for a, b in zip(publish, admin, strict=True))


@LAWS
@given(inventories(size=6), st.data())
def test_any_answer_to_what_is_unknown_lies_within_the_interval(
    inventory: Inventory, data: st.DataObject
) -> None:
    def answered(method: Method) -> list[Method]:
        if method.doubtful and data.draw(st.booleans()):
            return []
        extra = tuple(x for x in method.perhaps if data.draw(st.booleans()))
        gives = method.gives or data.draw(st.sampled_from(list(Level)))
        late = method.latency_min
        late = data.draw(st.sampled_from([0, 10**6])) if late is None else late
        requires = tuple(dict.fromkeys((*method.requires, *extra)))
        return [
            replace(
                method,
                requires=requires,
                perhaps=(),
                gives=gives,
                latency_min=late,
                doubtful=False,
            )
        ]

    def known(asset: Asset) -> Asset:
        more = tuple(x for x in asset.may_hold if data.draw(st.booleans()))
        holds = tuple(dict.fromkeys((*asset.holds, *more)))
        return replace(asset, holds=holds, may_hold=(), ways_unknown=False)

    methods = tuple(new for m in inventory.methods for new in answered(m))
    certain = replace(inventory, assets=tuple(known(a) for a in inventory.assets), methods=methods)
    interval, point = solved(inventory), solved(certain)
    for wide, exact in zip(interval.verdicts, point.verdicts, strict=True):
        for low, chance, high in zip(wide.chance_best, exact.chance, wide.chance, strict=True):
            assert low - SMALL <= chance <= high + SMALL
        assert exact.chance == exact.chance_best


@given(
    st.lists(st.floats(0.0, 1.0), min_size=3, max_size=3),
    st.floats(0.0, 0.5),
    st.floats(0.0, 0.5),
)
def test_common_causes_keep_the_marginal_chances(
    chances: list[float], one: float, other: float
) -> None:
    marginal = np.array([[q] for q in (*chances, 0.0, 0.0)])
    causes = [(3, one, [0, 1]), (4, other, [1, 2])]
    own = own_chances(marginal, causes)
    spared = [1 - own[3, 0], (1 - own[3, 0]) * (1 - own[4, 0]), 1 - own[4, 0]]
    for i, q in enumerate(chances):
        assert 1 - (1 - own[i, 0]) * spared[i] == pytest.approx(q, abs=1e-12)


def test_two_mailboxes_that_only_recover_each_other_open_for_nobody() -> None:
    assets = (
        Asset("ig", Kind.ACCOUNT, "IG", channel=True),
        Asset("a", Kind.MAILBOX, "A"),
        Asset("b", Kind.MAILBOX, "B"),
    )
    ways = (Method("ig", ("a",)), Method("a", ("b",)), Method("b", ("a",)))
    result = solved(Inventory(Brand("X"), assets, ways))
    assert result.main(Ask.SILENCE, "ig").always
    # For a thief the least solution is the three thefts, each enough.
    assert set(result.main(Ask.HIJACK, "ig").alone) == {"ig", "a", "b"}


def test_presence_never_guards_and_a_door_without_a_guard_is_open() -> None:
    assets = (
        Asset("ig", Kind.ACCOUNT, "IG", channel=True),
        Asset("ada", Kind.PERSON, "Ada", holds=("key",)),
        Asset("key", Kind.CREDENTIAL, "Key"),
        Asset("wifi", Kind.CONNECTION, "Wifi"),
    )
    guarded = Inventory(Brand("X"), assets, (Method("ig", ("ada", "key", "wifi")),))
    assert set(solved(guarded).main(Ask.HIJACK, "ig").alone) == {"ig", "key", "ada"}
    bare = Inventory(Brand("X"), assets, (Method("ig", ("ada", "wifi")),))
    assert solved(bare).main(Ask.HIJACK, "ig").always
    insider = Method("ig", ("ada",), audience=Audience.ATTACKER)
    assert set(solved(replace(bare, methods=(insider,))).main(Ask.HIJACK, "ig").alone) == {
        "ig",
        "ada",
    }


def hand_worked() -> Inventory:
    """Ada with her phone, or Ben with his; the phones break, Ada works 09:30 to 18:00."""
    broken = (LossMode("broken", 2.0, 48.0),)
    theft = (TheftMode("stolen", 0.1),)
    at_work = Availability((Shift((0, 1, 2, 3, 4), 9 * 60 + 30, 18 * 60, 0.9),))
    assets = (
        Asset("ig", Kind.ACCOUNT, "IG", channel=True, loss=(), theft=()),
        Asset("ada", Kind.PERSON, "Ada", at_hand=at_work, loss=(), theft=(), holds=("phone-a",)),
        Asset("ben", Kind.PERSON, "Ben", at_hand=Availability(week=(0.5,) * 168), theft=()),
        Asset("phone-a", Kind.DEVICE, "Phone", loss=broken, theft=theft),
        Asset("phone-b", Kind.DEVICE, "Other phone", loss=broken, theft=theft),
    )
    ways = (
        Method("ig", ("ada", "phone-a")),
        Method("ig", ("ben", "phone-b"), gives=Level.PUBLISH, latency_min=60),
    )
    return Inventory(Brand("X"), assets, ways)


def test_an_example_worked_by_hand() -> None:
    load = 2 / 8760 * 48
    u = load / (1 + load)
    result = solved(hand_worked())
    now = result.verdict(silence(Horizon.MINUTES), "ig")
    phone = u * math.exp(-0.25 / 48)
    # Ben takes an hour: within 15 minutes there is only Ada, whose first hour is half a shift.
    assert now.by_order == (0, 2)
    assert now.chance[3] == pytest.approx(1.0)
    assert now.chance[9] == pytest.approx(1 - 0.45 * (1 - phone))
    assert now.chance[12] == pytest.approx(1 - 0.9 * (1 - phone))
    # Within a day: from Monday 03:00 Ada comes in, and either way is enough.
    day = result.verdict(silence(Horizon.DAY), "ig")
    phone = u * math.exp(-24 / 48)
    assert day.by_order == (0, 0, 4)
    by_ada, by_ben = 0.9 * (1 - phone), 0.5 * (1 - phone)
    assert day.chance[3] == pytest.approx((1 - by_ada) * (1 - by_ben))
    # Saturday 10:00 plus a day is Sunday 10:00: nobody but Ben.
    assert day.chance[5 * 24 + 10] == pytest.approx(1 - by_ben)
    # Only Ada's way gives admin; in a week she is there.
    week = result.main(Ask.LOCKOUT, "ig")
    assert week.question == lockout(Horizon.MINUTES) or week.question == lockout(Horizon.WEEK)
    whole = result.verdict(lockout(Horizon.WEEK), "ig")
    assert whole.chance[0] == pytest.approx(1 - 0.9 * (1 - u * math.exp(-168 / 48)))
    # Each phone alone is stolen with 1 - e^-0.1; Ada's holding it does not matter, she is safe.
    stolen = -math.expm1(-0.1)
    hijack = result.main(Ask.HIJACK, "ig")
    assert hijack.chance[0] == pytest.approx(1 - (1 - stolen) ** 2)
    risk = result.risk.of("ig")
    assert risk.hijack_h == pytest.approx(72 * hijack.chance[0])
    assert risk.silence_h == pytest.approx(8760 * sum(now.chance) / 168)
    (phone_a,) = [i for i in hijack.importances if i.asset == "phone-a"]
    top = hijack.chance[0]
    assert phone_a.birnbaum == pytest.approx(1 - stolen)
    assert phone_a.fussell_vesely == pytest.approx((top - stolen) / top)
    assert phone_a.raw == pytest.approx(1 / top)


def test_a_shift_of_another_zone_falls_on_the_brands_clock() -> None:
    monday = date(2026, 11, 23)
    late = Availability((Shift((0,), 22 * 60, 2 * 60),), zone="America/Lima")
    hours = at_hand_by_hour(late, "Europe/Madrid", monday)
    # Lima's Monday 22:00 is Madrid's Tuesday 04:00 in winter.
    assert [int(t) for t in np.flatnonzero(hours)] == [24 + 4, 24 + 5, 24 + 6, 24 + 7]
    sunday = Availability((Shift((6,), 23 * 60, 60),))
    assert [int(t) for t in np.flatnonzero(at_hand_by_hour(sunday, "UTC", monday))] == [0, 167]


def test_a_flat_battery_is_conditional_on_its_power() -> None:
    cut = LossMode("cut", 5.0, 4.0)
    assert flat_battery([cut], 8.0, Horizon.MINUTES)[0] == pytest.approx(math.exp(-2))
    assert flat_battery([cut], 8.0, Horizon.WEEK)[0] == pytest.approx(math.exp(-2))
    assert flat_battery([], 8.0, Horizon.MINUTES)[0] == 0.0
    long = LossMode("blackout", 0.05, 20.0)
    mixed = flat_battery([cut, long], 8.0, Horizon.MINUTES)[0]
    assert math.exp(-2) < mixed < math.exp(-8 / 20)


def test_a_battery_is_gone_only_once_it_is_flat_and_its_power_is_down() -> None:
    cut = (LossMode("cut", 50.0, 4.0),)
    assets = (
        Asset("ig", Kind.ACCOUNT, "IG", channel=True, loss=()),
        Asset("phone", Kind.DEVICE, "Phone", loss=()),
        Asset("mains", Kind.POWER, "Mains", loss=cut),
        Asset("battery", Kind.POWER, "Battery", battery=Battery("mains", 8.0)),
    )
    alone = Inventory(Brand("X"), assets, (Method("ig", ("phone",)), Method("phone", ("battery",))))
    both = replace(alone, methods=(*alone.methods, Method("phone", ("mains",))))
    load = 50 / 8760 * 4
    for horizon in Horizon:
        cut_and_flat = load / (1 + load) * math.exp(-horizon.hours / 4) * math.exp(-8 / 4)
        for inventory in (alone, both):
            verdict = solved(inventory).verdict(silence(horizon), "ig")
            assert {s.assets for s in verdict.top} == {("mains", "battery")}
            assert verdict.outlasting == ("mains",)
            assert verdict.chance[0] == pytest.approx(cut_and_flat)


def test_every_verdict_names_its_hour() -> None:
    at_noon = audit(hand_worked(), Rates(), moment=12, fixes=0)
    verdict: Verdict = at_noon.main(Ask.SILENCE, "ig")
    assert (verdict.hour, verdict.worst_hour) == (12, 0)
    assert verdict.top[0].assets == ("ada",)
    assert verdict.top[0].chance == pytest.approx(0.1)
