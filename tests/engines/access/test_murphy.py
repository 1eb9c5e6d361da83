"""Murphy's list against brute force: every asset, every way, every moment, and what each breaks."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from benchmarks.parts.agency import agency
from hypothesis import given, settings
from tests.engines.access import oracle
from tests.engines.access.inventories import inventories

from simulacro.content.rates import default_rates
from simulacro.engines.access.audit import audit, murphy
from simulacro.engines.access.budget import Budget
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
from simulacro.engines.access.murphy_rows import (
    Mode,
    MurphyList,
    Row,
    Standing,
    murphy_from_document,
    murphy_to_document,
)
from simulacro.engines.access.rates import Rates

MONDAY = date(2026, 1, 5)
WEEK = 7 * 24 * 60


def listed(inventory: Inventory, budget: Budget | None = None) -> MurphyList:
    return murphy(inventory, Rates(), at=MONDAY, budget=budget)


def away(inventory: Inventory, minutes: int, hour: int) -> frozenset[str]:
    at_hand = {a.id: [Fraction(x) for x in a.at_hand.week] for a in inventory.assets if a.at_hand}
    chances = oracle.loss_chances(inventory, minutes, hour, at_hand)
    return frozenset(x for x, q in chances.items() if q >= Fraction(1, 2))


def closed(inventory: Inventory, lost: frozenset[str], minutes: int, level: str) -> set[str]:
    return {
        c.id
        for c in inventory.channels
        if not oracle.accessible(inventory, lost, minutes, level, c.id, worst=True)
    }


def fallen(inventory: Inventory, taken: frozenset[str]) -> set[str]:
    return {
        c.id
        for c in inventory.channels
        if oracle.hijacked(inventory, taken, "publish", c.id, worst=True)
    }


@settings(max_examples=12, deadline=None)
@given(inventories(size=6))
def test_each_row_breaks_what_brute_force_says_at_its_hours(inventory: Inventory) -> None:
    result = listed(inventory)
    assert result.exact
    rows: dict[tuple[Mode, str, int], Row] = {}
    for row in result.rows:
        for x in row.subjects if row.mode is not Mode.AWAY else ():
            for hour in row.hours or (0,):
                assert (row.mode, x, hour) not in rows
                rows[row.mode, x, hour] = row
    strikes = {a.id: a.cause.strikes for a in inventory.assets if a.cause}
    taken_anyway = fallen(inventory, frozenset())
    for hour in (3, 12, 130):
        now, week = away(inventory, 15, hour), away(inventory, WEEK, hour)
        silent, locked = (
            closed(inventory, now, 15, "publish"),
            closed(inventory, week, WEEK, "admin"),
        )
        for x in (a.id for a in inventory.assets if strikes.get(a.id) != "theft"):
            if x in now:
                assert (Mode.LOST, x, hour) not in rows
                continue
            row = rows[Mode.LOST, x, hour]
            silenced = closed(inventory, now | {x}, 15, "publish")
            assert set(row.silences) == silenced - silent
            if x not in week:
                assert set(row.locks_out) == closed(inventory, week | {x}, WEEK, "admin") - locked
            backup = row.backup[row.subjects.index(x)]
            best = max(
                len(closed(inventory, now | {x, y.id}, 15, "publish") - silenced - alone)
                for y in inventory.assets
                if y.id != x and strikes.get(y.id) != "theft"
                for alone in [closed(inventory, now | {y.id}, 15, "publish")]
            )
            assert len(row.then) == best
            if backup is not None:
                both = closed(inventory, now | {x, backup}, 15, "publish")
                assert set(row.then) <= both - silenced
            for way in row.ways:
                only = tuple(
                    m
                    for m in inventory.methods
                    if m.target != way.channel or m.requires == way.requires
                )
                state = now | {x}
                kept = replace(inventory, methods=only)
                assert oracle.accessible(kept, state, 15, "publish", way.channel, worst=True)
    for x in (a.id for a in inventory.assets if strikes.get(a.id) != "loss"):
        row = rows[Mode.TAKEN, x, 0]
        assert set(row.hijacks) == fallen(inventory, frozenset({x})) - taken_anyway


@settings(max_examples=25, deadline=None)
@given(inventories(size=6))
def test_no_row_puts_more_at_stake_than_the_whole_risk(inventory: Inventory) -> None:
    risk = audit(inventory, Rates(), at=MONDAY, fixes=0).risk.hours
    for budget in (None, Budget(nodes=4)):
        for row in listed(inventory, budget).rows:
            assert 0.0 <= row.hours_a_year <= risk + 1e-9, row


def test_a_way_that_asks_for_more_than_another_is_no_way_of_its_own() -> None:
    longer = Method("ig", ("ada", "phone-a", "drawer"))
    inventory = replace(small(), methods=(*small().methods, longer))
    for budget in (None, Budget(nodes=4)):
        ways = {w.requires for r in listed(inventory, budget).rows for w in r.ways}
        assert ("ada", "phone-a") in ways
        assert longer.requires not in ways


def by_night() -> Inventory:
    """One channel that Ada opens, or Ben with codes that are not there; at night both are at hand
    some of the time. The phone has a battery for when the mains fail, and nothing hangs on Eve."""
    at_night = Availability(week=tuple([0.4] * 8 + [1.0] * 16) * 7)
    assets = (
        Asset("ig", Kind.ACCOUNT, "IG", channel=True),
        Asset("ada", Kind.PERSON, "Ada", at_hand=at_night),
        Asset("ben", Kind.PERSON, "Ben", at_hand=at_night),
        Asset("codes", Kind.CREDENTIAL, "Codes", traits=((Trait.ABSENT, Answer.YES),)),
        Asset("phone", Kind.DEVICE, "Phone"),
        Asset("mains", Kind.POWER, "Mains", loss=(LossMode("cut", 1.0, 2000.0),)),
        Asset("battery", Kind.POWER, "Battery", battery=Battery("mains", 2.0)),
        Asset("eve", Kind.PERSON, "Eve", at_hand=Availability(unknown=True)),
    )
    ways = (
        Method("ig", ("ada", "phone")),
        Method("ig", ("ben", "codes")),
        Method("phone", ("mains",)),
        Method("phone", ("battery",)),
    )
    return Inventory(Brand("X"), assets, ways)


def test_an_hour_counts_by_its_chance_and_only_those_with_a_part_in_it_are_named() -> None:
    rows = murphy(by_night(), Rates(), at=MONDAY).rows
    (night,) = [r for r in rows if r.mode is Mode.AWAY]
    # Not the battery, which works while there is mains, nor Eve.
    assert night.subjects == ("ada", "ben", "codes")
    assert len(night.hours) == 7 * 8
    # Once a year for 2,000 hours: λD/(1 + λD), which the battery hardly shortens.
    mains = 2000 / 8760 / (1 + 2000 / 8760)
    # With the three there, Ben's way would always be open.
    silent = 1 - 0.4 * (1 - mains)
    assert night.hours_a_year == pytest.approx(8760 / 3 * silent, rel=0.01)
    (day,) = [r for r in rows if r.subjects == ("mains",) and len(r.hours) == 7 * 16]
    # By day the phone is the only way in: the codes are missing, and so is a charge that lasts.
    assert day.missing == ("codes", "battery")
    assert day.hours_a_year == pytest.approx(8760 * 2 / 3 * mains, rel=0.01)


@settings(max_examples=12, deadline=None)
@given(inventories(size=6))
def test_beyond_the_budget_what_one_thing_breaks_is_the_same(inventory: Inventory) -> None:
    def told(result: MurphyList) -> set[tuple[object, ...]]:
        return {
            (r.mode, x, hour, r.silences, r.locks_out, r.hijacks)
            for r in result.rows
            # Who is behind an absence is only known within the budget.
            for x in (r.subjects if r.mode is not Mode.AWAY else ())
            for hour in r.hours or (0,)
        }

    def covered(result: MurphyList) -> set[tuple[object, ...]]:
        return {
            (r.mode, x, hour, cover, r.then)
            for r in result.rows
            for x, cover in zip(r.subjects, r.backup, strict=False)
            for hour in r.hours or (0,)
        }

    exact, bounded = listed(inventory), listed(inventory, Budget(nodes=4))
    assert told(exact) == told(bounded)
    assert covered(exact) == covered(bounded)
    assert bounded.exact
    one_thing = [
        found.possibilities - sum(r.mode is Mode.AWAY for r in found.rows)
        for found in (exact, bounded)
    ]
    assert one_thing[0] == one_thing[1]
    # No set of two may be listed: single points stay, and no row pretends to know its backup.
    few = listed(inventory, Budget(nodes=4, sets=0))
    assert told(exact) == told(few)
    assert all(r.backup_told for r in few.rows) == few.exact
    assert not any(any(r.backup) for r in few.rows if not r.backup_told)


def small() -> Inventory:
    day = Availability((Shift((0, 1, 2, 3, 4), 8 * 60, 20 * 60),))
    always = Availability((Shift((0, 1, 2, 3, 4, 5, 6), 0, 24 * 60, 0.9),))
    assets = (
        Asset("ig", Kind.ACCOUNT, "IG", channel=True),
        Asset("ada", Kind.PERSON, "Ada", at_hand=day),
        Asset("ben", Kind.PERSON, "Ben", holds=("key",), at_hand=always),
        Asset("key", Kind.CREDENTIAL, "Key"),
        Asset("phone-a", Kind.DEVICE, "Phone"),
        Asset("phone-b", Kind.DEVICE, "Other phone"),
        Asset("drawer", Kind.DEVICE, "In a drawer"),
        Asset("drawer-2", Kind.DEVICE, "Beside it"),
    )
    ways = (Method("ig", ("ada", "phone-a")), Method("ig", ("ben", "phone-b", "key")))
    return Inventory(Brand("X"), assets, ways)


def test_the_same_phone_is_a_backup_by_day_and_the_last_one_at_night() -> None:
    result = murphy(small(), default_rates(), at=MONDAY)
    night, day = (
        next(r for r in result.rows if "phone-b" in r.subjects and len(r.hours) == count)
        for count in (168 - 60, 60)
    )
    assert (night.standing, night.silences, night.missing) == (Standing.BARE, ("ig",), ("ada",))
    assert (day.standing, day.silences, day.missing) == (Standing.COVERED, (), ())
    assert day.then == ("ig",)
    assert {frozenset(way.requires) for way in day.ways} == {frozenset(("ada", "phone-a"))}
    assert night.hours_a_year > 0
    # Two that nothing hangs on are one row, all week long.
    (drawer,) = [r for r in result.rows if r.mode is Mode.LOST and "drawer" in r.subjects]
    assert drawer.subjects == ("drawer", "drawer-2")
    assert (drawer.standing, len(drawer.hours)) == (Standing.HARMLESS, 168)


def test_a_row_keeps_its_id_through_renaming_reordering_and_new_rates() -> None:
    inventory = small()
    renamed = tuple(replace(a, name=a.name + " (new)") for a in inventory.assets[::-1])
    before = murphy(inventory, default_rates(), at=MONDAY)
    after = murphy(replace(inventory, assets=renamed), Rates(), at=MONDAY)
    keys = {(r.mode, r.subjects[0], r.hours): r.key for r in before.rows if len(r.subjects) == 1}
    again = {(r.mode, r.subjects[0], r.hours): r.key for r in after.rows if len(r.subjects) == 1}
    assert keys.items() <= again.items()
    assert len({r.key for r in before.rows}) == len(before.rows)


def test_the_list_of_an_agency_reads_back_as_it_was_written() -> None:
    result = murphy(agency(3, 3), default_rates(), at=MONDAY)
    assert murphy_from_document(murphy_to_document(result)) == result
    assert {r.mode for r in result.rows} >= {Mode.LOST, Mode.TAKEN}
    bare = [r.standing for r in result.rows].count(Standing.BARE)
    assert all(r.standing is Standing.BARE for r in result.rows[:bare])


def with_absent(inventory: Inventory, *absent: str) -> Inventory:
    gone = ((Trait.ABSENT, Answer.YES),)
    changed = (replace(a, traits=gone) if a.id in absent else a for a in inventory.assets)
    return replace(inventory, assets=tuple(changed))


def two_accounts() -> Inventory:
    """The small one, with a page that Cy alone opens, at any hour, with a phone of his own."""
    more = (
        Asset("page", Kind.ACCOUNT, "Page", channel=True),
        Asset("cy", Kind.PERSON, "Cy"),
        Asset("phone-c", Kind.DEVICE, "Cy's phone"),
    )
    by_day = Availability((Shift((0, 1, 2, 3, 4), 8 * 60, 20 * 60, 0.9),))
    before = small()
    assets = tuple(replace(a, at_hand=by_day) if a.id == "ben" else a for a in before.assets)
    way = Method("page", ("cy", "phone-c"))
    return replace(before, assets=(*assets, *more), methods=(*before.methods, way))


def test_what_plays_no_part_in_a_row_does_not_enter_its_id() -> None:
    inventory = two_accounts()
    before = murphy(inventory, Rates(), at=MONDAY)
    # By night both are away, and now Ada's phone is missing at every hour as well.
    after = murphy(with_absent(inventory, "phone-a"), Rates(), at=MONDAY)
    (night,) = [r for r in before.rows if r.mode is Mode.AWAY]
    still = {r.key: r for r in after.rows}
    assert still[night.key].hours == night.hours
    assert still[night.key].silences == ("ig",)
    for row in before.rows:
        if row.channels == ("page",) or row.mode is Mode.TAKEN:
            assert still[row.key].subjects == row.subjects
    # What it does have a part in is another row: by day Ben's phone is the last one.
    last = [r for r in after.rows if r.subjects == ("phone-b",) and r.silences == ("ig",)]
    (day,) = [r for r in last if r.missing == ("phone-a",)]
    assert day.key not in {r.key for r in before.rows}
    again = murphy(with_absent(inventory), Rates(), at=MONDAY)
    assert [r.key for r in again.rows] == [r.key for r in before.rows]


@settings(max_examples=12, deadline=None)
@given(inventories(size=6))
def test_every_row_has_an_id_of_its_own_and_says_only_what_is_behind_it(
    inventory: Inventory,
) -> None:
    for budget in (None, Budget(nodes=4)):
        rows = listed(inventory, budget).rows
        assert len({row.key for row in rows}) == len(rows)
        for row in rows:
            if row.mode is Mode.AWAY:
                assert row.subjects
                for hour in row.hours:
                    lost = away(inventory, 15, hour) | away(inventory, WEEK, hour)
                    assert set(row.missing) <= lost


def test_an_id_does_not_rest_on_the_order_of_the_inventory() -> None:
    inventory = with_absent(two_accounts(), "phone-a", "key")
    turned = replace(inventory, assets=inventory.assets[::-1], methods=inventory.methods[::-1])
    one, other = (murphy(x, Rates(), at=MONDAY) for x in (inventory, turned))
    assert {r.key for r in one.rows if len(r.subjects) == 1} == {
        r.key for r in other.rows if len(r.subjects) == 1
    }
