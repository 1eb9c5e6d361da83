"""The days ahead: equal to the reference week where nothing is dated, and by hand where it is."""

from dataclasses import replace
from datetime import date, datetime
from importlib import resources
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.engines.access.inventories import inventories

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import audit
from simulacro.engines.access.document import load_document
from simulacro.engines.access.inventory import (
    Answer,
    Asset,
    Availability,
    Battery,
    Brand,
    Inventory,
    Kind,
    LossMode,
    Method,
    Shift,
    Trait,
)
from simulacro.engines.access.lights import Light, lights_for
from simulacro.engines.access.needed import what_channels_need
from simulacro.engines.access.outlook import (
    EVERY_CHANNEL,
    MAIN_CHANNELS,
    Cut,
    Group,
    Outlook,
    stretches,
)
from simulacro.engines.access.rates import Rates
from simulacro.engines.access.risk import SILENCE
from simulacro.engines.access.rules import Bound
from simulacro.engines.availability.clocks import LocalHours, local_hours
from simulacro.engines.availability.rota import Change, DatedChange, Holiday, Rota

LAWS = settings(max_examples=15, deadline=None)
LIMA = ZoneInfo("America/Lima")
SMALL = 1e-9


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LIMA)


def one_hour(hours: LocalHours, index: int) -> LocalHours:
    """The same hour, alone."""
    return LocalHours(
        hours.zone,
        hours.date_of(index),
        1,
        hours.starts[index : index + 2],
        np.zeros(1, np.intp),
        hours.hour[index : index + 1],
    )


@LAWS
@given(inventories(size=7))
def test_days_without_dates_are_those_of_the_audits_week(inventory: Inventory) -> None:
    monday = date(2026, 6, 8)
    inventory = replace(inventory, facts=monday)
    hours = local_hours(inventory.brand.zone, monday, 7)
    found = Outlook(inventory, Rates(), {}, hours)
    for verdict in audit(inventory, Rates(), fixes=0).verdicts:
        if verdict.question == SILENCE and verdict.subject:
            chance = found.chance(found.dark, verdict.subject)
            assert np.allclose(chance, verdict.chance, atol=SMALL)


@LAWS
@given(inventories(size=7))
def test_at_the_best_bound_they_are_the_audits_best_week(inventory: Inventory) -> None:
    monday = date(2026, 6, 8)
    inventory = replace(inventory, facts=monday)
    hours = local_hours(inventory.brand.zone, monday, 7)
    needed = what_channels_need(inventory)
    best = Outlook(needed, Rates(), {}, hours, bound=Bound.BEST)
    worst = Outlook(needed, Rates(), {}, hours)
    for verdict in audit(inventory, Rates(), fixes=0).verdicts:
        if verdict.question == SILENCE and verdict.subject:
            chance = best.chance(best.dark, verdict.subject)
            assert np.isclose(chance.mean(), verdict.mean_best, atol=SMALL)
            assert (chance <= worst.chance(worst.dark, verdict.subject) + SMALL).all()


@LAWS
@given(inventories(size=7))
def test_what_no_channel_needs_changes_no_hour(inventory: Inventory) -> None:
    one = inventory.channels[0].id if inventory.channels else ""
    alone = tuple(replace(a, channel=a.id == one) for a in inventory.assets)
    inventory = replace(inventory, assets=alone)
    needed = what_channels_need(inventory)
    assert what_channels_need(needed) == needed
    hours = local_hours(inventory.brand.zone, date(2026, 6, 8), 2)
    whole, part = (Outlook(x, Rates(), {}, hours) for x in (inventory, needed))
    chances = [found.chance(found.dark) for found in (whole, part)]
    assert np.allclose(*chances, rtol=0, atol=SMALL)
    for group, left in part.without(part.dark, EVERY_CHANNEL, [3, 30]).items():
        same = whole.without(whole.dark, EVERY_CHANNEL, [3, 30])[group]
        assert np.allclose(left, same, rtol=0, atol=SMALL)


@LAWS
@given(inventories(size=7), st.data())
def test_folded_hours_are_what_each_hour_is_alone(
    inventory: Inventory, data: st.DataObject
) -> None:
    hours = local_hours("America/Lima", date(2026, 12, 21), 12)
    people = [person.id for person in inventory.of_kind(Kind.PERSON)]
    away = DatedChange(Change.AWAY, at("2026-12-24 13:20"), at("2026-12-26 09:00"), 0.2)
    holidays = (Holiday(date(2026, 12, 25), "Navidad"),)
    rotas = {
        x: Rota(inventory[x].at_hand, "America/Lima", (away,), holidays, 0.5) for x in people[:1]
    }
    cuts = [Cut(inventory.assets[0].id, at("2026-12-22 10:30"), at("2026-12-22 20:00"))]
    together = Outlook(inventory, Rates(), rotas, hours, cuts=cuts)
    chance = together.chance(together.dark)
    for index in (34, 35, 88, 100, data.draw(st.integers(0, hours.count - 1))):
        alone = Outlook(inventory, Rates(), rotas, one_hour(hours, index), cuts=cuts)
        assert alone.chance(alone.dark)[0] == pytest.approx(chance[index], abs=SMALL)


def plain(inventory: Inventory) -> Inventory:
    """Without the two things for which the law does not hold.

    A common cause takes its share of the smallest chance: where that falls, the others fail less
    together, and what needs them all fails more often. And of needs that are all in doubt each
    counts at worst, one more too.
    """
    return replace(
        inventory,
        assets=tuple(
            replace(a, cause=replace(a.cause, beta=0.0)) if a.cause else a for a in inventory.assets
        ),
        methods=tuple(replace(m, doubtful=False) for m in inventory.methods),
    )


@LAWS
@given(inventories(size=7), st.data())
def test_no_light_makes_any_hour_darker(inventory: Inventory, data: st.DataObject) -> None:
    inventory = plain(inventory)
    hours = local_hours("America/Lima", date(2026, 12, 24), 3)
    rotas = {
        p.id: Rota(p.at_hand, "America/Lima", (), (Holiday(date(2026, 12, 25), "Navidad"),))
        for p in inventory.of_kind(Kind.PERSON)
    }
    lights = lights_for(inventory, rotas)
    if not lights:
        return
    found = Outlook(inventory, Rates(), rotas, hours, lights=lights)
    some = data.draw(st.lists(st.sampled_from(lights), unique=True, max_size=3))
    before = found.chance(found.dark)
    after = found.chance(found.under(some))
    assert (after <= before + SMALL).all()
    more = found.under([*some, lights[0]] if lights[0] not in some else some)
    assert (found.chance(more) <= after + SMALL).all()


def kiosk() -> Inventory:
    """One account that Ada opens with a phone, at the mains or on a battery of four hours.

    The mains fail for two hours, so that of all moments 2/(2+8) = 1/5 have none.
    """
    mains = LossMode("corte", 8760 / 8, 2.0)
    return Inventory(
        Brand("Kiosco", zone="America/Lima"),
        (
            Asset("ig", Kind.ACCOUNT, "Instagram", channel=True, primary=True, loss=()),
            Asset(
                "ada",
                Kind.PERSON,
                "Ada",
                at_hand=Availability((Shift(tuple(range(6)), 480, 1200, 0.75),)),
                loss=(),
            ),
            Asset("phone", Kind.DEVICE, "Teléfono", loss=()),
            Asset("mains", Kind.POWER, "Luz", loss=(mains,)),
            Asset("cell", Kind.POWER, "Batería", battery=Battery("mains", 4.0), loss=()),
        ),
        (
            Method("ig", ("ada", "phone")),
            Method("phone", ("mains",)),
            Method("phone", ("cell",)),
        ),
    )


def test_a_kiosk_worked_by_hand() -> None:
    inventory = kiosk()
    ada = inventory["ada"].at_hand
    trip = DatedChange(Change.AWAY, at("2026-12-23 00:00"), at("2026-12-24 00:00"))
    rota = Rota(ada, "America/Lima", (trip,), (Holiday(date(2026, 12, 25), "Navidad"),), 0.0)
    hours = local_hours("America/Lima", date(2026, 12, 21), 7)  # from a Monday
    cut = Cut("mains", at("2026-12-22 08:00"), at("2026-12-22 16:00"))
    lights = lights_for(inventory, {"ada": rota})
    found = Outlook(inventory, Rates(), {"ada": rota}, hours, lights=lights, cuts=[cut])
    chance = found.chance(found.dark, "ig")
    # Down and not back within a quarter of an hour, then outlasting the battery.
    dark_phone = 0.2 * np.exp(-0.25 / 2) * np.exp(-4 / 2)
    usual = 1 - 0.75 * (1 - dark_phone)
    assert chance[10] == pytest.approx(usual)
    assert chance[7] == 1.0, "before eight nobody is there"
    assert chance[24 + 11] == pytest.approx(0.25), "three hours into the cut the battery holds"
    assert chance[24 + 12] == 1.0, "and after four it is flat"
    assert chance[24 + 16] == pytest.approx(usual)
    assert (chance[48:72] == 1.0).all(), "Ada is away"
    assert (chance[96:120] == 1.0).all(), "Christmas"
    assert (chance[144:] == 1.0).all(), "nobody covers Sundays"
    assert found.chance(found.dark, EVERY_CHANNEL) == pytest.approx(chance)
    assert found.chance(found.dark, MAIN_CHANNELS) == pytest.approx(chance)

    sunday = found.under([Light("deputy_sundays", "ada")])
    assert found.chance(sunday, "ig")[150] == pytest.approx(1 - 0.85 * (1 - dark_phone))
    assert (found.chance(sunday, "ig")[:144] == chance[:144]).all()
    working = found.chance(found.under([Light("holidays", "ada")]), "ig")
    assert working[96 + 10] == pytest.approx(usual)
    banked = found.chance(found.under([Light("power_bank", "mains")]), "ig")
    # A bank of ten hours beside the battery of four: both must be flat, each given the outage.
    both = 0.2 * np.exp(-0.25 / 2) * np.exp(-4 / 2) * np.exp(-10 / 2)
    assert banked[10] == pytest.approx(1 - 0.75 * (1 - both))
    assert banked[24 + 13] == pytest.approx(0.25), "in the cut the bank still holds"

    falls = found.without(found.dark, "ig", [10, 24 + 13, 150])
    assert falls[Group.PEOPLE] == pytest.approx([dark_phone, 1.0, dark_phone])
    assert falls[Group.POWER] == pytest.approx([0.25, 0.25, 1.0])
    assert [w.asset for w in found.weightiest(found.dark, "ig", 24 + 13)][:2] == ["cell", "mains"]
    longest = max(stretches(chance, 0.5), key=lambda s: s.end - s.start)
    assert (longest.start, longest.end) == (44, 80), "from Tuesday 20:00 to Thursday 08:00"


def test_a_power_bank_begins_where_the_phones_own_battery_ends() -> None:
    """Works cut the mains for a day: the phone has four hours, or fourteen with a bank of ten; a
    laptop without a battery of its own has ten, from the same mains."""
    inventory = kiosk()
    always = replace(inventory["ada"], at_hand=None)
    extra = (
        Asset("fb", Kind.ACCOUNT, "Facebook", channel=True, loss=()),
        Asset("laptop", Kind.DEVICE, "Portátil", loss=()),
    )
    assets = (*(always if a.id == "ada" else a for a in inventory.assets), *extra)
    ways = (Method("fb", ("laptop",)), Method("laptop", ("mains",)))
    inventory = replace(inventory, assets=assets, methods=(*inventory.methods, *ways))
    hours = local_hours("America/Lima", date(2026, 12, 21), 3)
    cut = Cut("mains", at("2026-12-22 00:00"), at("2026-12-23 00:00"))
    bank = Light("power_bank", "mains")
    found = Outlook(inventory, Rates(), {}, hours, lights=[bank], cuts=[cut])
    day = slice(24, 48)
    for lit, phone_h, laptop_h in ((found.dark, 4, 0), (found.under([bank]), 14, 10)):
        assert found.chance(lit, "ig")[day].tolist() == [0.0] * phone_h + [1.0] * (24 - phone_h)
        assert found.chance(lit, "fb")[day].tolist() == [0.0] * laptop_h + [1.0] * (24 - laptop_h)


def test_a_bank_that_was_written_down_is_drained_after_the_battery_as_well() -> None:
    before = kiosk()
    spare = Asset("spare", Kind.POWER, "Batería externa", battery=Battery("mains", 6.0), loss=())
    hours = local_hours("America/Lima", date(2026, 12, 21), 2)
    cut = Cut("mains", at("2026-12-21 08:00"), at("2026-12-21 20:00"))

    def dark_from(way: Method, spare: Asset = spare) -> int:
        assets, ways = (*before.assets, spare), (*before.methods, way)
        found = Outlook(
            replace(before, assets=assets, methods=ways), Rates(), {}, hours, cuts=[cut]
        )
        return next(t for t in range(8, 20) if found.chance(found.dark, "ig")[t] == 1.0)

    assert dark_from(Method("phone", ("spare",))) == 8 + 4 + 6
    assert dark_from(Method("phone", ("spare",), doubtful=True)) == 8 + 4
    gone = replace(spare, traits=((Trait.ABSENT, Answer.YES),))
    assert dark_from(Method("phone", ("spare",)), gone) == 8 + 4


def test_in_the_demos_works_a_bank_lights_the_hours_after_the_phones_are_flat() -> None:
    """Power cut from 8 to 23; Ben's phone lasts nine hours, Ada's fourteen."""
    text = resources.files("simulacro.content").joinpath("packs", "demo", "brand.yaml").read_bytes()
    hours = local_hours("America/Lima", date(2026, 12, 21), 2)
    cut = Cut("luz", at("2026-12-22 08:00"), at("2026-12-22 23:00"))
    bank = Light("power_bank", "luz")
    inventory = load_document(text)
    found = Outlook(inventory, default_rates(), {}, hours, lights=[bank], cuts=[cut])
    usual = found.chance(found.usual())
    dark, lit = found.chance(found.dark), found.chance(found.under([bank]))
    for hour in (24 + h for h in (18, 20, 22)):
        assert dark[hour] > usual[hour] + 0.05
        assert lit[hour] < usual[hour] + 0.05, "as good as on a day with power"


def test_a_day_of_twenty_five_hours_has_them_all() -> None:
    inventory = replace(kiosk(), brand=Brand("Kiosco", zone="Europe/Madrid"))
    night = Availability((Shift((5,), 1320, 360),))
    rota = Rota(night, "Europe/Madrid")
    hours = local_hours("Europe/Madrid", date(2026, 10, 24), 2)
    found = Outlook(inventory, Rates(), {"ada": rota}, hours)
    assert found.chance(found.dark).shape == (49,)
    assert int((found.chance(found.dark) < 0.5).sum()) == 9, "22 to 6, an hour of it twice"


def test_a_large_team_is_offered_the_deputies_of_those_whom_most_rests_on() -> None:
    people = [Asset(f"p{i}", Kind.PERSON, f"P{i}") for i in range(30)]
    account = Asset("ig", Kind.ACCOUNT, "Instagram", channel=True)
    page = Asset("fb", Kind.ACCOUNT, "Facebook", channel=True)
    methods = [Method("ig", (person.id,)) for person in people]
    methods += [Method("fb", (person.id,)) for person in people[10:15]]
    inventory = Inventory(Brand("Café"), (*people, account, page), tuple(methods))
    offered = {light.target for light in lights_for(inventory, {})}
    assert offered == {f"p{i}" for i in (10, 11, 12, 13, 14, 0, 1, 2)}
